"""The way from the timeline to a finished render; every step can be taken up after a crash."""

import json
from collections.abc import Awaitable
from typing import assert_never
from uuid import uuid4

import structlog
from telegram.constants import ChatAction

from bot.apology import Doing, apologise
from bot.card import Card
from bot.context import Context
from bot.flows import delivery, falling_back, patience, sessions
from bot.identity import NoAccount
from bot.store import exports, projects, turns
from bot.store.rows import Export, ExportStatus, Project, Turn
from bot.texts import say
from nemo_client import RenderId
from nemo_client.models import Render, RenderState
from wire.errors import (
    Broken,
    JobFailed,
    RateLimited,
    Rejected,
    ServiceError,
    SessionLost,
    Uncertain,
    Unreachable,
)

log = structlog.get_logger()

# A render that fails is tried once more under a new id; from the backend's own instructions.
ATTEMPTS = 2
POLL_FIRST_S = 0.5
POLL_LONGEST_S = 30.0
WEATHER_PAUSE_S = 2.0
# The end of the video before wakes the next one; this is for the case that it could not.
QUEUE_LOOK_S = 30.0
NOT_BEGUN = frozenset({ExportStatus.WAITING, ExportStatus.QUEUED})


async def follow(ctx: Context, turn: Turn, *, lead: str) -> Export:
    """Note the export of what a turn made, on the turn's own card."""
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
    return export


async def _begin(ctx: Context, export_id: int) -> None:
    """Take down the timeline as it is after all earlier wishes, and have it rendered.

    Raises ServiceError.
    """
    export, project = await read(ctx, export_id)
    card = ctx.card(project, export)
    if await delivery.closed(project, export, card):
        return
    if export.status is not ExportStatus.WAITING:
        await _watch_again(ctx, export, 0)
        return
    if await patience.for_earlier_wishes(ctx, export):
        return
    async with card.acting(ChatAction.UPLOAD_VIDEO):
        if await _take_down(ctx, project, export):
            export, _ = await read(ctx, export_id)
            await _in_any_weather(ctx, export, _submit_in_turn(ctx, project, export, card))


async def begin(ctx: Context, export_id: int) -> None:
    """Begin a video, or say why that does not work."""
    try:
        await _begin(ctx, export_id)
    except ServiceError as exc:
        await _fail(ctx, export_id, exc)


async def watch(ctx: Context, export_id: int) -> None:
    """Take a video one step further, or say why that does not work."""
    try:
        await _watch(ctx, export_id)
    except ServiceError as exc:
        await _fail(ctx, export_id, exc)


async def _watch(ctx: Context, export_id: int) -> None:
    """Take the export one step further and plan the next. Raises ServiceError."""
    export, project = await read(ctx, export_id)
    card = ctx.card(project, export)
    if await delivery.closed(project, export, card):
        return
    steps = {
        ExportStatus.QUEUED: _submit_in_turn,
        ExportStatus.INTENDED: _find_or_submit,
        ExportStatus.SUBMITTED: _look,
        ExportStatus.RENDERED: _deliver,
    }
    if export.status in steps:
        async with card.acting(ChatAction.UPLOAD_VIDEO):
            step = steps[export.status](ctx, project, export, card)
            await _in_any_weather(ctx, export, step)


async def _fail(ctx: Context, export_id: int, error: ServiceError) -> None:
    """Say what went wrong with a video, or wait where the service asks for it."""
    log.warning("export_failed", export_id=export_id, error=str(error))
    export, project = await read(ctx, export_id)
    card = ctx.card(project, export)
    if await delivery.closed(project, export, card):  # stopped meanwhile, or taken over
        return
    if await patience.asked_for(ctx, project, export, error, card):
        return
    if await _taken_over(ctx, project, export, falling_back.why(error)):
        return
    # Nothing in the user's words was wrong, whatever a service dislikes about our request.
    plain = type(error) in {Rejected, JobFailed}
    url = await ctx.identities.where_to_pay(project.user_id)
    apology = apologise(error, project.language, Doing.EXPORT, url=url)
    text = say("export-failed", project.language) if plain else apology.text
    await _give_up(ctx, project, export, text)


async def wake_next(ctx: Context, project: Project) -> None:
    """The project's renderer is free: the video that waits longest for it comes next."""
    async with ctx.pool.connection() as conn, conn.transaction():
        if queued := await exports.next_queued(conn, project.id):
            await ctx.plan.watch(conn, queued, after_s=0)


async def read(ctx: Context, export_id: int) -> tuple[Export, Project]:
    """The export and its project."""
    async with ctx.pool.connection() as conn:
        export = await exports.get(conn, export_id)
        return export, await projects.get(conn, export.project_id)


async def _in_any_weather(ctx: Context, export: Export, step: Awaitable[None]) -> None:
    """Let a step be taken up later when the service is away: the render may well go on there."""
    try:
        await step
    except (Unreachable, Uncertain, Broken, RateLimited) as exc:
        export, _ = await read(ctx, export.id)
        if export.status in NOT_BEGUN or isinstance(exc, NoAccount) or _asks_first(exc, export):
            raise
        log.warning("export_waits", export_id=export.id, error=str(exc))
        asked_s = (exc.retry_after_s or POLL_LONGEST_S) if isinstance(exc, RateLimited) else 0
        await _watch_again(ctx, export, max(asked_s, WEATHER_PAUSE_S))


def _asks_first(exc: ServiceError, export: Export) -> bool:
    """Whether this asks for patience for the first time before the render; then that is said."""
    refused = isinstance(exc, RateLimited) and export.status is ExportStatus.INTENDED
    return refused and not export.waits


async def _take_down(ctx: Context, project: Project, export: Export) -> bool:
    """Keep the timeline as it is now, whatever happens to it later; False if it is empty."""
    state = await sessions.state(ctx, project)
    if not state.ready:
        # After a wish its answer says enough; it may well be a question.
        text = "" if export.lead else say("nothing-to-export", project.language)
        await _give_up(ctx, project, export, text)
        return False
    async with ctx.pool.connection() as conn:
        newest = await turns.newest_sent(conn, project.id)
        sealed = ctx.identities.vault.seal(json.dumps(state.draft))
        return await exports.keep_draft(conn, export, sealed, newest.id if newest else None)


async def _submit_in_turn(ctx: Context, project: Project, export: Export, card: Card) -> None:
    """Submit, unless another video of the project is being rendered: one at a time."""
    async with ctx.pool.connection() as conn:
        free = await exports.may_render(conn, export)
    if free:
        await _submit(ctx, project, export, card)
    else:
        await card.stage(_with_lead(export, say("export-queued", project.language)))
        async with ctx.pool.connection() as conn:
            # Not as a watch: one that waits would keep the one that wakes it away.
            await ctx.plan.resume(conn, export, after_s=QUEUE_LOOK_S)


async def _submit(ctx: Context, project: Project, export: Export, card: Card) -> None:
    """Send the timeline under a new id of ours, which is written down before."""
    draft = export.draft_sealed and ctx.identities.vault.open(export.draft_sealed)
    if draft is None:
        raise JobFailed("the timeline was sealed with another key", service="bot")
    render_id = RenderId(f"render_{uuid4().hex}")
    async with ctx.pool.connection() as conn:
        if not await exports.intend(conn, export, render_id):
            return
        export = await exports.get(conn, export.id)
    await card.stage(_progress(project, export, 0))
    await sessions.in_session(
        ctx,
        project,
        lambda nemo, session: nemo.renders.submit(render_id, session, json.loads(draft)),
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
        await exports.mark_submitted(conn, export)
        # Also where another job has marked it: that one may have relied on this one to go on.
        await ctx.plan.watch(conn, export, after_s=POLL_FIRST_S)


async def _look(ctx: Context, project: Project, export: Export, card: Card) -> None:
    """Ask how far the render is."""
    try:
        render = await _ask(ctx, project, export)
    except SessionLost:  # and the render with it
        await _try_once_more(ctx, project, export, card)
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
                await _watch_again(ctx, export, _poll_pause_s(ctx, export))
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


async def _deliver(ctx: Context, project: Project, export: Export, card: Card) -> None:
    """Send the video; only then comes the next, so that they arrive in order."""
    await delivery.deliver(ctx, project, export, card)
    await wake_next(ctx, project)


async def _try_once_more(ctx: Context, project: Project, export: Export, card: Card) -> None:
    log.warning("render_failed", export_id=export.id, attempt=export.attempts)
    if export.attempts < ATTEMPTS:
        await _submit(ctx, project, export, card)
    elif not await _taken_over(ctx, project, export, "failed"):
        await _give_up(ctx, project, export, say("export-failed", project.language))


async def _taken_over(ctx: Context, project: Project, export: Export, reason: str | None) -> bool:
    """Whether an engine makes the clip instead; then the next video may be rendered."""
    taken = await falling_back.from_export(ctx, project, export, reason)
    if taken:
        await wake_next(ctx, project)
    return taken


async def _give_up(ctx: Context, project: Project, export: Export, text: str) -> None:
    async with ctx.pool.connection() as conn:
        ended = await exports.end(conn, export, ExportStatus.FAILED, _with_lead(export, text))
        export = await exports.get(conn, export.id)
    if ended:
        await wake_next(ctx, project)
        await delivery.closed(project, export, ctx.card(project, export))


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
