"""Stops what is running, at once; what was sent already is never sent again."""

import structlog

from adapters.base import Ticket
from bot.context import Context
from bot.flows import exports as films
from bot.outbound import Place
from bot.store import batches, chats, exports, makings, projects, turns
from bot.store.rows import (
    Batch,
    BatchStatus,
    Export,
    ExportStatus,
    Making,
    MakingStatus,
    Project,
    StepStatus,
    Turn,
    TurnStatus,
)
from bot.texts import say
from intents.model import Cancel
from nemo_client import RenderId

log = structlog.get_logger()

# So much later a card is closed once more: Telegram may not have taken the first time, or what was
# just being shown may have come after it.
CLOSED_SURELY_S = 2.0


async def stop(ctx: Context, project: Project, place: Place, what: Cancel) -> None:
    """Stop one turn (or what follows from it), export, making or batch, or everything here."""
    async with ctx.pool.connection() as conn:
        tables = await batches.active_in_chat(conn, place.chat_id, place.thread_id)
        wishes = await turns.active_in_chat(conn, place.chat_id, place.thread_id)
        videos = await exports.active_in_chat(conn, place.chat_id, place.thread_id)
        made = await makings.active_in_chat(conn, place.chat_id, place.thread_id)
    everything = what == Cancel()
    if not everything:
        tables = [batch for batch in tables if batch.id == what.batch_id]
        wishes = [turn for turn in wishes if turn.id == what.turn_id]
        videos = [it for it in videos if it.id == what.export_id or _follows(it, what.turn_id)]
        made = [it for it in made if it.id == what.making_id or _took_over(it, what)]
    # Before its rows, so that none begins in the place of one that was stopped.
    left = [batch for batch in tables if await _stop_batch(ctx, project, batch)]
    stopped = [turn for turn in wishes if await _stop_turn(ctx, project, turn)]
    ended = [export for export in videos if await _stop_export(ctx, project, export)]
    halted = [making for making in made if await _stop_making(ctx, project, making)]
    if everything:
        async with ctx.pool.connection() as conn:
            await chats.ask(conn, place.chat_id, place.thread_id, None)
    if not (left or stopped or ended or halted):
        await ctx.outbound.text(place, say("nothing-to-cancel", project.language))
    elif everything:
        await ctx.outbound.text(place, say("cancelled", project.language))


def _follows(export: Export, turn_id: int | None) -> bool:
    return turn_id is not None and export.turn_id == turn_id


def _took_over(making: Making, what: Cancel) -> bool:
    """Whether it is made instead of what is to be stopped, whose button is still on the card."""
    return what.turn_id is not None and making.origin == f"turn:{what.turn_id}"


async def stop_render(ctx: Context, export_id: int) -> None:
    """Tell the video service that a render is not wanted any more. Raises ServiceError."""
    async with ctx.pool.connection() as conn:
        export = await exports.get(conn, export_id)
        project = await projects.get(conn, export.project_id)
    render_id = RenderId(export.render_id or "")
    await ctx.identities.call(project.user_id, lambda nemo: nemo.renders.cancel(render_id))


async def stop_making(ctx: Context, making_id: int) -> None:
    """Tell the engine that its work is not wanted any more. Raises ServiceError."""
    async with ctx.pool.connection() as conn:
        steps = await makings.steps_of(conn, making_id)
    for step in steps:
        engine = ctx.engines.get(step.engine)
        if step.status is StepStatus.SUBMITTED and engine is not None:
            sealed = step.look_at_sealed or b""
            look_at = ctx.identities.vault.open(sealed) or ""
            async with ctx.pool.connection() as conn:
                await makings.fail(conn, step, StepStatus.CANCELLED, "cancelled")
            await engine.maker.cancel(Ticket(id=step.ticket or "", look_at=look_at))


async def _stop_turn(ctx: Context, project: Project, turn: Turn) -> bool:
    text_id = "cancelled-sent" if turn.status is TurnStatus.SENT else "cancelled"
    words = say(text_id, project.language)
    async with ctx.pool.connection() as conn, conn.transaction():
        stopped = await turns.cancel(conn, turn, words)
        if stopped and turn.job_id is not None:
            await ctx.plan.engine.cancel(conn, turn.job_id)
        if stopped:
            await ctx.plan.look(conn, turn, after_s=CLOSED_SURELY_S)
    if stopped:
        await ctx.card(project, turn).close_if_possible(words)
        log.info("turn_cancelled", turn_id=turn.id, was=turn.status)
    return stopped


async def _stop_export(ctx: Context, project: Project, export: Export) -> bool:
    words = say("cancelled", project.language)
    async with ctx.pool.connection() as conn, conn.transaction():
        stopped = await exports.end(conn, export, ExportStatus.CANCELLED, words)
        if stopped and export.status in {ExportStatus.INTENDED, ExportStatus.SUBMITTED}:
            await ctx.plan.stop_render(conn, export)
        if stopped:
            await ctx.plan.watch(conn, export, after_s=CLOSED_SURELY_S)
    if stopped:
        await films.wake_next(ctx, project)
        await ctx.card(project, export).close_if_possible(words)
        log.info("export_cancelled", export_id=export.id, was=export.status)
    return stopped


async def _stop_making(ctx: Context, project: Project, making: Making) -> bool:
    words = say("cancelled", project.language)
    async with ctx.pool.connection() as conn, conn.transaction():
        stopped = await makings.end(conn, making, MakingStatus.CANCELLED, words)
        if stopped:
            await ctx.plan.stop_making(conn, making)
            await ctx.plan.make(conn, making, after_s=CLOSED_SURELY_S)
            await ctx.plan.make_now(conn, making.id)
    if stopped:
        await ctx.card(project, making).close_if_possible(words)
        log.info("making_cancelled", making_id=making.id)
    return stopped


async def _stop_batch(ctx: Context, project: Project, batch: Batch) -> bool:
    """Nothing further begins; what is there already comes with the report, at the batch's end."""
    words = say("cancelled", project.language)
    made: list[Making] = []
    async with ctx.pool.connection() as conn, conn.transaction():
        batch = await batches.locked(conn, batch.id)
        asked = batch.status in {BatchStatus.CHECKING, BatchStatus.ASKED}
        if asked:
            stopped = await batches.move(conn, batch, BatchStatus.CANCELLED, words)
        else:
            stopped = batch.status is BatchStatus.RUNNING and not batch.stopped
            made = await batches.stop(conn, batch) if stopped else []
        if stopped:
            await ctx.plan.run_batch(conn, batch.id, after_s=CLOSED_SURELY_S)
    for making in made:
        await _stop_making(ctx, project, making)
    if stopped and asked:
        await ctx.card(project, batch).close_if_possible(words)
    elif stopped:
        async with ctx.pool.connection() as conn:
            await ctx.plan.run_batch_now(conn, batch.id)
    if stopped:
        log.info("batch_stopped", batch_id=batch.id, was=batch.status)
    return stopped
