"""Files from the chat: fetched, looked at, and handed on to the video service."""

from pathlib import PurePath

import structlog
from telegram.constants import ChatAction
from telegram.error import BadRequest, InvalidToken

from bot.apology import KINDS
from bot.context import Context
from bot.flows import sessions
from bot.outbound import Place
from bot.store import media, projects, turns
from bot.store.rows import Media, MediaStatus, Project, Turn, TurnStatus
from bot.texts import say
from nemo_client.uploads import safe_name
from studio.errors import MediaError
from studio.media import Format
from studio.probe import probe
from studio.thumbnail import to_jpeg
from wire.errors import BadMedia

log = structlog.get_logger()


async def take_in(ctx: Context, media_id: int) -> None:
    """Fetch one file, look at it, and hand it on; what is wrong with it is told in one sentence.

    Raises ServiceError where the video service cannot take it now: the next wish tries again.
    """
    async with ctx.pool.connection() as conn:
        file = await media.get(conn, media_id)
        project = await projects.get(conn, file.project_id)
        turn = await turns.by_origin(conn, file.origin)
    if file.status is MediaStatus.RECEIVED:
        await ctx.outbound.action(project.chat_id, ChatAction.TYPING)
        if wrong := await _fetch(ctx, file):
            await _refuse(ctx, project, file, turn, wrong)
            return
        if turn is None:
            text = say("got-file", project.language)
            await ctx.outbound.text(Place(chat_id=project.chat_id, reply_to=file.message_id), text)
    await upload_waiting(ctx, project)


async def upload_waiting(ctx: Context, project: Project) -> None:
    """Hand to the session all files that it does not have yet, in the order they came.

    A file that the video service refuses is told of and left out. Raises ServiceError.
    """
    while True:
        # Read anew each time: a session that was lost on the way has to get all of them again.
        async with ctx.pool.connection() as conn:
            project = await projects.get(conn, project.id)
            file = await media.first_to_upload(conn, project.id)
        if file is None or file.path is None:
            return
        await _upload(ctx, project, file, file.path)


async def _fetch(ctx: Context, file: Media) -> str | None:
    """Download and open the file; the id of the sentence that says what is wrong with it."""
    folder = ctx.media_dir / str(file.id)
    folder.mkdir(parents=True, exist_ok=True)
    download = folder / "download"
    try:
        await ctx.outbound.fetch(file.file_id, download)
        info = await probe(download)
    except (BadRequest, InvalidToken) as exc:  # the second stands for a 404, too
        log.info("file_gone", media_id=file.id, reason=exc.message)
        return "file-gone"
    except MediaError as exc:
        log.info("file_unusable", media_id=file.id, reason=exc.reason)
        download.unlink(missing_ok=True)
        return f"bad-file-{exc.reason.replace('_', '-')}"
    # What a file is, its content tells; the service goes by the name, so the name is put right.
    kept = download.with_name(safe_name(PurePath(file.name).stem + _suffix(info.format)))
    if info.format is Format.HEIC:  # which the service does not take
        await to_jpeg(download, kept)
        download.unlink()
    else:
        download.rename(kept)
    path = str(kept.relative_to(ctx.settings.data_dir))
    async with ctx.pool.connection() as conn:
        await media.fetched(conn, file.id, kept.name, path)
    log.info("file_fetched", media_id=file.id, format=info.format, bytes=kept.stat().st_size)
    return None


async def _upload(ctx: Context, project: Project, file: Media, path: str) -> None:
    source = ctx.settings.data_dir / path
    try:
        await sessions.in_session(
            ctx, project, lambda nemo, session: nemo.uploads.files(session, [source])
        )
    except BadMedia as exc:
        log.info("file_refused_by_service", media_id=file.id, code=exc.code)
        await _refuse(ctx, project, file, None, "bad-file-refused")
    else:
        async with ctx.pool.connection() as conn:
            await media.set_status(conn, file.id, MediaStatus.UPLOADED)


async def _refuse(
    ctx: Context, project: Project, file: Media, turn: Turn | None, text_id: str
) -> None:
    """Say what is wrong; words that came with the file wait for another one."""
    text = say(text_id, project.language, name=file.name, kinds=KINDS)
    async with ctx.pool.connection() as conn, conn.transaction():
        await media.set_status(conn, file.id, MediaStatus.REFUSED)
        held = turn is not None and await turns.move(conn, turn, TurnStatus.HELD)
    if turn is not None and held:
        text = f"{text}\n{say('words-kept', project.language)}"
        await ctx.card(project, turn).close(text)
    else:
        await ctx.outbound.text(Place(chat_id=project.chat_id, reply_to=file.message_id), text)


def _suffix(form: Format) -> str:
    return ".jpg" if form in {Format.JPEG, Format.HEIC} else f".{form}"
