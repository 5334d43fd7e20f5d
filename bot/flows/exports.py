"""The way from the timeline to a video in the chat; every step can be taken up after a crash."""

from collections.abc import Awaitable
from typing import assert_never
from uuid import uuid4

import structlog
from telegram.constants import ChatAction

from bot.apology import apologise
from bot.buttons import keyboard
from bot.card import Card
from bot.context import TELEGRAM_MB, Context
from bot.flows import sessions
from bot.outbound import Film, Place
from bot.store import exports, projects
from bot.store.rows import Export, ExportStatus, Project, Turn
from bot.texts import say
from bot.wording import film_caption
from intents.model import Button
from nemo_client import RenderId
from nemo_client.models import Render, RenderState
from studio.errors import MediaError
from studio.probe import probe
from studio.thumbnail import thumbnail
from wire.errors import (
    Broken,
    JobFailed,
    RateLimited,
    Rejected,
    ServiceError,
    Uncertain,
    Unreachable,
)

log = structlog.get_logger()

# A render that fails is tried once more under a new id; from the backend's own instructions.
ATTEMPTS = 2
POLL_FIRST_S = 0.5
POLL_LONGEST_S = 30.0
AFTER_EXPORT = (Button.EXPORT, Button.TRACKS, Button.NEW)
WEATHER_PAUSE_S = 2.0
ENDED = frozenset({ExportStatus.DELIVERED, ExportStatus.FAILED, ExportStatus.CANCELLED})


async def follow(ctx: Context, turn: Turn, *, lead: str) -> None:
    """Export what a turn made, on the turn's own card."""
    async with ctx.pool.connection() as conn, conn.transaction():
        export = await exports.open_once(
            conn,
            f"turn:{turn.id}",
            project_id=turn.project_id,
            message_id=turn.message_id,
            turn_id=turn.id,
            lead=lead,
        )
        if turn.card_id is not None:
            await exports.set_card(conn, export.id, turn.card_id)
        if export.job_id is None:
            await exports.set_job(conn, export.id, await ctx.plan.export(conn, export))


async def begin(ctx: Context, export_id: int) -> None:
    """Submit the timeline as it is after all earlier wishes. Raises ServiceError."""
    export, project = await _read(ctx, export_id)
    card = ctx.card(project, export)
    if export.status is ExportStatus.WAITING:
        async with card.acting(ChatAction.UPLOAD_VIDEO):
            await _in_any_weather(ctx, export, _submit(ctx, project, export, card))
    elif export.status not in ENDED:
        await _watch_again(ctx, export, 0)


async def watch(ctx: Context, export_id: int) -> None:
    """Take the export one step further and plan the next. Raises ServiceError."""
    export, project = await _read(ctx, export_id)
    card = ctx.card(project, export)
    steps = {
        ExportStatus.INTENDED: _find_or_submit,
        ExportStatus.SUBMITTED: _look,
        ExportStatus.RENDERED: _deliver,
    }
    step = steps.get(export.status)
    if step is not None:  # else it was stopped meanwhile, or this is a repeat after a crash
        async with card.acting(ChatAction.UPLOAD_VIDEO):
            await _in_any_weather(ctx, export, step(ctx, project, export, card))


async def fail(ctx: Context, export_id: int, error: ServiceError) -> None:
    """Say what went wrong with a video."""
    export, project = await _read(ctx, export_id)
    # Nothing in the user's words was wrong, whatever a service dislikes about our request.
    plain = type(error) in {Rejected, JobFailed}
    text = say("export-failed", project.language) if plain else ""
    await _give_up(ctx, project, export, text or apologise(error, project.language).text)


async def _read(ctx: Context, export_id: int) -> tuple[Export, Project]:
    async with ctx.pool.connection() as conn:
        export = await exports.get(conn, export_id)
        return export, await projects.get(conn, export.project_id)


async def _in_any_weather(ctx: Context, export: Export, step: Awaitable[None]) -> None:
    """Let a step be taken up later when the service is away: the render may well go on there."""
    try:
        await step
    except (Unreachable, Uncertain, Broken) as exc:
        export, _ = await _read(ctx, export.id)
        if export.status is ExportStatus.WAITING:
            raise
        log.warning("export_waits", export_id=export.id, error=str(exc))
        await _watch_again(ctx, export, WEATHER_PAUSE_S)


async def _submit(ctx: Context, project: Project, export: Export, card: Card) -> None:
    """Send the timeline under a new id of ours, which is written down before."""
    state = await sessions.state(ctx, project)
    if not state.ready:
        # After a wish its answer says enough; it may well be a question.
        text = "" if export.lead else say("nothing-to-export", project.language)
        await _give_up(ctx, project, export, text)
        return
    render_id = RenderId(f"render_{uuid4().hex}")
    async with ctx.pool.connection() as conn:
        if not await exports.intend(conn, export, render_id):
            return
        export = await exports.get(conn, export.id)
    await card.stage(_progress(project, export, 0))
    await sessions.in_session(
        ctx, project, lambda nemo, session: nemo.renders.submit(render_id, session, state.draft)
    )
    await _submitted(ctx, export)


async def _find_or_submit(ctx: Context, project: Project, export: Export, card: Card) -> None:
    """After a crash, or an answer that was lost: the render is adopted if the service has it."""
    try:
        await _ask(ctx, project, export)
    except Rejected as exc:
        if exc.code != 404:
            raise
        await _submit(ctx, project, export, card)
    else:
        await _submitted(ctx, export)


async def _submitted(ctx: Context, export: Export) -> None:
    async with ctx.pool.connection() as conn, conn.transaction():
        if await exports.mark_submitted(conn, export):
            await ctx.plan.watch(conn, export, after_s=POLL_FIRST_S)


async def _look(ctx: Context, project: Project, export: Export, card: Card) -> None:
    """Ask how far the render is."""
    wait_s = _poll_pause_s(ctx, export)
    try:
        render = await _ask(ctx, project, export)
    except RateLimited as exc:
        await _watch_again(ctx, export, max(wait_s, exc.retry_after_s or POLL_LONGEST_S))
        return
    match render.status:
        case RenderState.COMPLETED:
            await _rendered(ctx, export)
        case RenderState.FAILED | RenderState.CANCELLED:
            await _try_once_more(ctx, project, export, card)
        case RenderState.PENDING | RenderState.RUNNING:
            percent = round(render.progress)
            async with ctx.pool.connection() as conn:
                still_wanted = await exports.set_percent(conn, export, percent)
            if still_wanted:
                await card.step(_progress(project, export, percent))
                await _watch_again(ctx, export, wait_s)
        case _:
            assert_never(render.status)


async def _watch_again(ctx: Context, export: Export, after_s: float) -> None:
    if _waited_s(ctx, export) > ctx.settings.render_timeout_s:
        raise JobFailed("the render did not end in time", service="nemo")
    async with ctx.pool.connection() as conn:
        await ctx.plan.watch(conn, export, after_s=after_s)


async def _rendered(ctx: Context, export: Export) -> None:
    async with ctx.pool.connection() as conn, conn.transaction():
        if await exports.move(conn, export, ExportStatus.RENDERED):
            await ctx.plan.watch(conn, export, after_s=0)


async def _try_once_more(ctx: Context, project: Project, export: Export, card: Card) -> None:
    log.warning("render_failed", export_id=export.id, attempt=export.attempts)
    if export.attempts < ATTEMPTS:
        await _submit(ctx, project, export, card)
    else:
        await _give_up(ctx, project, export, say("export-failed", project.language))


async def _deliver(ctx: Context, project: Project, export: Export, card: Card) -> None:
    """Fetch the video and send it; a crash in between leads to one repeat at most."""
    ctx.film_dir.mkdir(parents=True, exist_ok=True)
    film = await _fetch_film(ctx, project, export)
    now, _ = await _read(ctx, export.id)
    if now.status is not ExportStatus.RENDERED:  # stopped while it was fetched
        film.path.unlink(missing_ok=True)
        film.thumbnail.unlink(missing_ok=True)
        return
    size = film.path.stat().st_size
    if size > ctx.settings.telegram_max_upload_mb * TELEGRAM_MB:
        text = say(
            "too-big-to-send",
            project.language,
            size=round(size / TELEGRAM_MB),
            limit=ctx.settings.telegram_max_upload_mb,
        )
        await _give_up(ctx, project, export, text)
    else:
        await ctx.outbound.video(
            Place(chat_id=project.chat_id, reply_to=export.message_id),
            film,
            film_caption(film, project.language),
            buttons=keyboard(project.language, *AFTER_EXPORT),
        )
        async with ctx.pool.connection() as conn:
            await exports.move(conn, export, ExportStatus.DELIVERED)
        seconds = round((ctx.clock.now() - export.created_at).total_seconds())
        await card.close(_with_lead(export, say("export-done", project.language, seconds=seconds)))
        log.info("export_delivered", export_id=export.id, bytes=size, took_s=seconds)
    film.path.unlink(missing_ok=True)
    film.thumbnail.unlink(missing_ok=True)


async def _fetch_film(ctx: Context, project: Project, export: Export) -> Film:
    path = ctx.film_dir / f"{export.id}.mp4"
    if not path.exists():
        render_id = RenderId(export.render_id or "")
        await ctx.identities.call(
            project.user_id, lambda nemo: nemo.renders.download(render_id, path)
        )
    picture = path.with_suffix(".jpg")
    try:
        info = await probe(path)
        await thumbnail(path, picture)
    except MediaError as exc:
        path.unlink()
        raise JobFailed(f"the file is no video: {exc.reason}", service="nemo") from exc
    return Film(
        path=path,
        thumbnail=picture,
        width=info.width,
        height=info.height,
        duration_ms=info.duration_ms,
    )


async def _give_up(ctx: Context, project: Project, export: Export, text: str) -> None:
    async with ctx.pool.connection() as conn:
        ended = await exports.move(conn, export, ExportStatus.FAILED)
    if ended:
        await ctx.card(project, export).close(
            _with_lead(export, text), keyboard(project.language, Button.EXPORT, Button.TRACKS)
        )


async def _ask(ctx: Context, project: Project, export: Export) -> Render:
    render_id = RenderId(export.render_id or "")
    return await ctx.identities.call(project.user_id, lambda nemo: nemo.renders.poll(render_id))


def _progress(project: Project, export: Export, percent: int) -> str:
    return _with_lead(export, say("rendering", project.language, percent=percent))


def _with_lead(export: Export, text: str) -> str:
    return "\n\n".join(part for part in (export.lead, text) if part)


def _waited_s(ctx: Context, export: Export) -> float:
    since = export.submitted_at or export.created_at
    return (ctx.clock.now() - since).total_seconds()


def _poll_pause_s(ctx: Context, export: Export) -> float:
    """Often at first, so that a short video comes at once; seldom for a long one."""
    return min(max(_waited_s(ctx, export) / 12, POLL_FIRST_S), POLL_LONGEST_S)
