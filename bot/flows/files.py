"""Files from the chat: fetched, looked at, and handed on to the video service."""

import json
from pathlib import Path, PurePath

import structlog
from telegram.constants import ChatAction
from telegram.error import BadRequest, InvalidToken

from bot.apology import KINDS
from bot.context import TELEGRAM_MB, Context
from bot.flows import sessions
from bot.links import LinkRefused, examine
from bot.store import chats, makings, media, projects, turns
from bot.store.rows import Media, MediaStatus, Project, Turn, TurnStatus
from bot.texts import say
from intents.decide import BY_THE_AGENT
from nemo_client import NemoClient, SessionId
from nemo_client.models import UploadedFile
from nemo_client.uploads import safe_name
from studio.errors import MediaError
from studio.media import Format
from studio.probe import probe
from studio.thumbnail import to_jpeg
from wire.arriving import unfinished
from wire.errors import BadMedia

log = structlog.get_logger()

LINK = ":link:"


async def take_in(ctx: Context, media_id: int) -> None:
    """Fetch one file, look at it, and hand it on; what is wrong with it is told in one sentence.

    Raises ServiceError where the video service cannot take it now: the next wish tries again.
    """
    async with ctx.pool.connection() as conn:
        file = await media.get(conn, media_id)
        project = await projects.get(conn, file.project_id)
        turn = await turns.by_origin(conn, file.origin.partition(LINK)[0])
    if file.status is MediaStatus.RECEIVED:
        await ctx.outbound.action(ctx.place(project), ChatAction.TYPING)
        if file.link_sealed is not None:
            got = await _look_behind(ctx, project, file, turn)
        else:
            got = await _fetch_file(ctx, project, file, turn)
        if not got:
            return
    if await _goes_to_the_agent(ctx, project):
        await upload_waiting(ctx, project)


async def _goes_to_the_agent(ctx: Context, project: Project) -> bool:
    """Whether the editing agent is likely to be asked next; else it gets the file when it is."""
    async with ctx.pool.connection() as conn:
        chat = await chats.get(conn, project.chat_id, project.thread_id)
    return ctx.policy(chat) in BY_THE_AGENT


async def upload_waiting(ctx: Context, project: Project) -> None:
    """Hand to the session all files that it does not have yet, in the order they came.

    A file that the video service refuses is told of and left out. Raises ServiceError.
    """
    while True:
        # Read anew each time: a session that was lost on the way has to get all of them again.
        async with ctx.pool.connection() as conn:
            project = await projects.get(conn, project.id)
            file = await media.first_to_upload(conn, project.id)
        if file is None:
            return
        await _upload(ctx, project, file)


async def _fetch_file(ctx: Context, project: Project, file: Media, turn: Turn | None) -> bool:
    got = await _fetch(ctx, file)
    if isinstance(got, str):
        await _refuse(ctx, project, file, turn, say(got, project.language, **_about(file)))
        return False
    # Said before it is noted: a sentence that was lost is said again then.
    if turn is None and file.album is None and not await _is_for_an_engine(ctx, project, file):
        await _tell(ctx, project, file, say("got-file", project.language))
    path = str(got.relative_to(ctx.settings.data_dir))
    async with ctx.pool.connection() as conn:
        await media.fetched(conn, file.id, got.name, path)
    return True


async def _is_for_an_engine(ctx: Context, project: Project, file: Media) -> bool:
    """Whether something is made of the file already, or it is the first of two that are needed."""
    async with ctx.pool.connection() as conn:
        chat = await chats.get(conn, project.chat_id, project.thread_id)
        made = await makings.uses(conn, file.id)
    return made or (chat.asked or "").endswith(f":{file.id}")


async def _fetch(ctx: Context, file: Media) -> Path | str:
    """Download and open the file: our copy, or the id of the sentence that says what is wrong."""
    folder = ctx.media_dir / str(file.id)
    folder.mkdir(parents=True, exist_ok=True)
    download = unfinished(folder / "download")
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
    name = await _free_name(ctx, file, safe_name(PurePath(file.name).stem + _suffix(info.format)))
    kept = download.with_name(name)
    if info.format is Format.HEIC:  # which the service does not take
        await to_jpeg(download, kept)
        download.unlink()
    else:
        download.rename(kept)
    log.info("file_fetched", media_id=file.id, format=info.format, bytes=kept.stat().st_size)
    return kept


async def _free_name(ctx: Context, file: Media, name: str) -> str:
    """A name that no other file of the project has, so that the service's list can be read."""
    async with ctx.pool.connection() as conn:
        others = await media.of_project(conn, file.project_id)
    taken = {other.name for other in others if other.id != file.id}
    path = PurePath(name)
    return name if name not in taken else f"{path.stem}-{file.message_id}{path.suffix}"


async def _look_behind(ctx: Context, project: Project, file: Media, turn: Turn | None) -> bool:
    """Look what a link leads to, and say how big it is; a mere page stays a word of the wish."""
    link = ctx.identities.vault.open(file.link_sealed or b"")
    try:
        found = await examine(ctx.links, link or "", allowed=ctx.settings.link_networks)
    except LinkRefused as exc:
        log.info("link_refused", media_id=file.id, reason=exc.reason)
        words = say(f"bad-link-{exc.reason.replace('_', '-')}", project.language, kinds=KINDS)
        if turn is None:
            await _refuse(ctx, project, file, None, words)
        else:
            async with ctx.pool.connection() as conn, conn.transaction():
                await turns.put_in(conn, turn.id, file.name, link or "")
                await media.set_status(conn, file.id, MediaStatus.REFUSED)
        return False
    name = await _free_name(ctx, file, safe_name(found.name))
    size = found.size_bytes
    words = (
        say("got-link", project.language, name=name)
        if size is None
        else say("got-link-sized", project.language, name=name, size=f"{size / TELEGRAM_MB:.1f}")
    )
    if turn is None:
        await _tell(ctx, project, file, words)
    else:
        await ctx.card(project, turn).stage(words)
    async with ctx.pool.connection() as conn, conn.transaction():
        await media.fetched(conn, file.id, name, None)
        if turn is not None:
            await turns.put_in(conn, turn.id, file.name, f"“{name}”")
    return True


async def _upload(ctx: Context, project: Project, file: Media) -> None:
    """Hand one file on, once: where an earlier answer was lost, the session is asked first."""
    if file.status is MediaStatus.UPLOADING and await _has(ctx, project, file):
        await _uploaded(ctx, file)
        return
    link = file.link_sealed and ctx.identities.vault.open(file.link_sealed)

    async def hand_on(nemo: NemoClient, session: SessionId) -> tuple[UploadedFile, ...]:
        async with ctx.pool.connection() as conn:
            await media.set_status(conn, file.id, MediaStatus.UPLOADING)
        if link:
            return await nemo.uploads.urls(session, [link])
        return await nemo.uploads.files(session, [ctx.settings.data_dir / (file.path or "")])

    try:
        await sessions.in_session(ctx, project, hand_on)
    except BadMedia as exc:
        log.info("file_refused_by_service", media_id=file.id, code=exc.code)
        words = say("bad-file-refused", project.language, **_about(file))
        async with ctx.pool.connection() as conn:
            # None for a link, which stands in the words.
            turn = await turns.by_origin(conn, file.origin)
        await _refuse(ctx, project, file, turn, words)
    else:
        await _uploaded(ctx, file)


async def _has(ctx: Context, project: Project, file: Media) -> bool:
    """Whether the session has the file: then its name stands somewhere in the state."""
    state = await sessions.state(ctx, project)
    told = json.dumps([state.video_infos, state.generated_media, state.draft], ensure_ascii=False)
    return json.dumps(file.name, ensure_ascii=False) in told


async def _uploaded(ctx: Context, file: Media) -> None:
    async with ctx.pool.connection() as conn:
        await media.mark_uploaded(conn, file.id)


async def _refuse(
    ctx: Context, project: Project, file: Media, turn: Turn | None, words: str
) -> None:
    """Say what is wrong, then note it; words that came with the file alone wait for another one."""
    async with ctx.pool.connection() as conn:
        album = await media.of_album(conn, file.album) if file.album else []
    alone = all(part.status is MediaStatus.REFUSED for part in album if part.id != file.id)
    held = turn if turn is not None and alone and turn.status is TurnStatus.WAITING else None
    if held is not None:
        await ctx.card(project, held).close(f"{words}\n{say('words-kept', project.language)}")
    else:
        await _tell(ctx, project, file, words)
    async with ctx.pool.connection() as conn, conn.transaction():
        await media.set_status(conn, file.id, MediaStatus.REFUSED)
        if held is not None:
            await turns.move(conn, held, TurnStatus.HELD)


async def _tell(ctx: Context, project: Project, file: Media, words: str) -> None:
    await ctx.outbound.text(ctx.place(project, reply_to=file.message_id), words)


def _about(file: Media) -> dict[str, str]:
    return {"name": file.name, "kinds": KINDS}


def _suffix(form: Format) -> str:
    return ".jpg" if form in {Format.JPEG, Format.HEIC} else f".{form}"
