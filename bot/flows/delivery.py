"""A finished render comes to the chat: fetched, made to fit, and sent, at most twice."""

from pathlib import Path

import structlog
from telegram.error import NetworkError, RetryAfter

from bot.buttons import keyboard
from bot.calling import surely_not_sent
from bot.card import Card
from bot.context import TELEGRAM_MB, Context
from bot.flows import sessions
from bot.outbound import Film
from bot.store import exports
from bot.store.rows import Export, ExportStatus, Project
from bot.texts import say
from bot.wording import film_caption
from intents.model import Button
from nemo_client import RenderId
from studio.compression import fit_film
from studio.errors import MediaError, StudioError
from studio.probe import probe
from studio.thumbnail import thumbnail
from wire.errors import JobFailed

log = structlog.get_logger()

AFTER_EXPORT = (Button.EXPORT, Button.TRACKS, Button.NEW)
AFTER_FAILURE = (Button.EXPORT, Button.TRACKS)
# A sending whose outcome is not known is repeated once: the worst is the same video twice.
SENDS = 2
ENDED = frozenset(
    {
        ExportStatus.DELIVERED,
        ExportStatus.FAILED,
        ExportStatus.CANCELLED,
        ExportStatus.TAKEN_OVER,
    }
)


async def closed(project: Project, export: Export, card: Card) -> bool:
    """Whether the export has ended; its end is shown (again, where it may not have been read)."""
    if export.status is ExportStatus.DELIVERED:
        await card.close(export.ending or "")
    elif export.status is ExportStatus.FAILED:
        await card.close(export.ending or "", keyboard(project.language, *AFTER_FAILURE))
    elif export.status is ExportStatus.CANCELLED:
        await card.close(export.ending or "")
    return export.status in ENDED


async def deliver(ctx: Context, project: Project, export: Export, card: Card) -> None:
    """Fetch the video and send it. Raises ServiceError, NetworkError.

    After a NetworkError the files stay, because the job is repeated.
    """
    film = await _fetch(ctx, project, export)
    async with ctx.pool.connection() as conn:
        export = await exports.get(conn, export.id)
    if export.status is ExportStatus.RENDERED:  # else it was stopped while it was fetched
        if export.sends < SENDS:
            status, words = await _send(ctx, project, export, film, card)
        else:
            status, words = ExportStatus.FAILED, say("video-unsure", project.language)
        ending = "\n\n".join(part for part in (export.lead, words) if part)
        async with ctx.pool.connection() as conn:
            await exports.end(conn, export, status, ending)
            export = await exports.get(conn, export.id)
        await closed(project, export, card)
    for path in (film.path, film.thumbnail, small_copy(film)):
        path.unlink(missing_ok=True)


async def _send(
    ctx: Context, project: Project, export: Export, film: Film, card: Card
) -> tuple[ExportStatus, str]:
    """Send the video, made smaller where it has to be; the end, and its words."""
    language, place = project.language, card.place
    caption, limit = film_caption(film, language), ctx.settings.telegram_max_upload_mb
    size = film.size_bytes
    if size > limit * TELEGRAM_MB:
        link = await sessions.link(ctx, project)
        sizes = {"size": round(size / TELEGRAM_MB), "limit": limit}
        offer = say("full-size-link", language, url=link) if link else ""
        await card.stage(say("making-smaller", language, **sizes))
        fitting = await fitted(ctx, film)
        if fitting is None:
            words = say("too-big-to-send", language, **sizes)
            return ExportStatus.FAILED, f"{words}\n{offer}".strip()
        film = fitting
        caption = f"{film_caption(film, language)}\n{say('made-smaller', language, **sizes)}"
        caption = f"{caption}\n{offer}".strip()
    async with ctx.pool.connection() as conn:
        await exports.count_sends(conn, export, 1)
    try:
        buttons = keyboard(language, *AFTER_EXPORT)
        await ctx.outbound.video(place, film, caption, buttons=buttons)
    except (NetworkError, RetryAfter) as exc:
        if surely_not_sent(exc):
            async with ctx.pool.connection() as conn:
                await exports.count_sends(conn, export, -1)
        raise
    seconds = round((ctx.clock.now() - export.created_at).total_seconds())
    log.info("export_delivered", export_id=export.id, bytes=size, took_s=seconds)
    return ExportStatus.DELIVERED, say("export-done", language, seconds=seconds)


async def _fetch(ctx: Context, project: Project, export: Export) -> Film:
    ctx.film_dir.mkdir(parents=True, exist_ok=True)
    path = ctx.film_dir / f"{export.id}.mp4"
    if not path.exists():
        render_id = RenderId(export.render_id or "")
        await ctx.identities.call(
            project.user_id, lambda nemo: nemo.renders.download(render_id, path)
        )
    try:
        return await film_of(path)
    except MediaError as exc:
        path.unlink()
        raise JobFailed(f"the file is no video: {exc.reason}", service="nemo") from exc


async def film_of(path: Path) -> Film:
    """A video of ours with what Telegram wants to know of it. Raises MediaError."""
    picture = path.with_suffix(".jpg")
    info = await probe(path)
    await thumbnail(path, picture)
    return Film(
        path=path,
        thumbnail=picture,
        width=info.width,
        height=info.height,
        duration_ms=info.duration_ms,
    )


async def fitted(ctx: Context, film: Film) -> Film | None:
    """The film in a size that Telegram takes; None where it would not be worth watching."""
    out = small_copy(film)
    limit = ctx.settings.telegram_max_upload_mb * TELEGRAM_MB
    try:
        info = await (probe(out) if out.exists() else fit_film(film.path, out, max_bytes=limit))
    except StudioError as exc:
        log.info("film_does_not_fit", reason=str(exc))
        return None
    return Film(
        path=out,
        thumbnail=film.thumbnail,
        width=info.width,
        height=info.height,
        duration_ms=info.duration_ms,
    )


def small_copy(film: Film) -> Path:
    """Where its smaller copy lies, if one was made."""
    return film.path.with_stem(f"{film.path.stem}-small")
