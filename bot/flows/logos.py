"""A chat's logo: fetched, looked at and kept apart from the files that are worked on."""

import asyncio
import shutil
from pathlib import Path
from typing import Final

import structlog
from telegram.error import BadRequest, InvalidToken

from bot.apology import KINDS
from bot.context import Context
from bot.flows import styling
from bot.flows.request import Request
from bot.store import media
from bot.store.rows import Making, Media, Project
from bot.texts import say
from intents.actions import KeepLogo
from studio.branding import lay_logo
from studio.errors import MediaError, StudioError
from studio.media import Kind
from studio.probe import probe
from wire.arriving import unfinished

log = structlog.get_logger()

FOLDER: Final = "logos"
#: What a logo is laid over, and what becomes of it.
_BRANDED: Final = {
    **dict.fromkeys((".jpg", ".jpeg"), ".jpg"),
    **dict.fromkeys((".png", ".webp"), ".png"),
    **dict.fromkeys((".mp4", ".mov", ".webm", ".mkv", ".avi"), ".mp4"),
}


async def keep(ctx: Context, request: Request, wanted: KeepLogo) -> None:
    """Have the picture fetched that came with /style logo, or that it answers."""
    file = None if wanted.attachment else await _answered(ctx, request)
    it = wanted.attachment or file
    if it is None:
        await request.say(ctx, "logo-how")
        return
    path = file.path if file and file.path else ""
    async with ctx.pool.connection() as conn:
        await ctx.plan.take_logo(
            conn, request.project, request.incoming.message_id, file_id=it.file_id, path=path
        )


async def take(ctx: Context, project: Project, message_id: int, *, file_id: str, path: str) -> None:
    """Keep the picture, or say in one sentence what is wrong with it."""
    folder = ctx.settings.data_dir / FOLDER / f"{project.chat_id}_{project.thread_id}"
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    kept = folder / f"{message_id}.logo"
    got = unfinished(kept)
    said = await _got(ctx, got, file_id, path)
    if said is None:
        await asyncio.to_thread(got.rename, kept)
        await styling.keep_logo(ctx, project, str(kept.relative_to(ctx.settings.data_dir)))
        said = "logo-kept"
    else:
        await asyncio.to_thread(got.unlink, missing_ok=True)
    text = say(said, project.language, name="logo", kinds=KINDS)
    await ctx.outbound.text(ctx.place(project, reply_to=message_id), text)


async def _got(ctx: Context, out: Path, file_id: str, path: str) -> str | None:
    """Put a copy of the picture at `out`; the id of the sentence that says what is wrong."""
    try:
        if path:
            await asyncio.to_thread(shutil.copyfile, ctx.settings.data_dir / path, out)
        else:
            await ctx.outbound.fetch(file_id, out)
        found = await probe(out)
    except (BadRequest, InvalidToken, FileNotFoundError) as exc:  # the second stands for a 404, too
        log.info("logo_gone", reason=str(exc))
        return "file-gone"
    except MediaError as exc:
        return f"bad-file-{exc.reason.replace('_', '-')}"
    return None if found.kind is Kind.IMAGE else "logo-no-picture"


async def _answered(ctx: Context, request: Request) -> Media | None:
    """The file of the message that is answered, if there is one that we can have."""
    answered = request.incoming.reply_to
    if answered is None:
        return None
    async with ctx.pool.connection() as conn:
        files = await media.of_message(conn, request.project.id, answered)
    return next((it for it in files if it.link_sealed is None and (it.path or it.file_id)), None)


async def shown(ctx: Context, making: Making, path: Path) -> Path:
    """The result as the chat gets it: with the logo that the making was wished with.

    The result itself stays as it is, for what is made of it later.
    """
    logo, suffix = making.extra.get(styling.LOGO_KEY), _BRANDED.get(path.suffix.lower())
    if not logo or suffix is None:
        return path
    out = path.with_name(f"{path.stem}-logo{suffix}")
    if not await asyncio.to_thread(out.exists):
        try:
            await lay_logo(path, ctx.settings.data_dir / logo, out)
        except (StudioError, OSError) as exc:  # better without than not at all
            log.warning("logo_not_laid", making_id=making.id, error=repr(exc))
            return path
    return out
