"""Stops what is running, at once; what was sent already is never sent again."""

import structlog

from bot.context import Context
from bot.outbound import Place
from bot.store import exports, projects, turns
from bot.store.rows import Export, ExportStatus, Project, Turn, TurnStatus
from bot.texts import say
from nemo_client import RenderId

log = structlog.get_logger()


async def stop(ctx: Context, project: Project, place: Place, turn_id: int | None) -> None:
    """Stop one turn (or what follows from it), or everything in the chat, and say so."""
    async with ctx.pool.connection() as conn:
        wishes = await turns.active_in_chat(conn, project.chat_id)
        videos = await exports.active_in_chat(conn, project.chat_id)
    if turn_id is not None:
        wishes = [turn for turn in wishes if turn.id == turn_id]
        videos = [export for export in videos if export.turn_id == turn_id]
    stopped = [turn for turn in wishes if await _stop_turn(ctx, project, turn)]
    ended = [export for export in videos if await _stop_export(ctx, project, export)]
    if not stopped and not ended:
        await ctx.outbound.text(place, say("nothing-to-cancel", project.language))
    elif turn_id is None:
        await ctx.outbound.text(place, say("cancelled", project.language))


async def stop_render(ctx: Context, export_id: int) -> None:
    """Tell the video service that a render is not wanted any more. Raises ServiceError."""
    async with ctx.pool.connection() as conn:
        export = await exports.get(conn, export_id)
        project = await projects.get(conn, export.project_id)
    render_id = RenderId(export.render_id or "")
    await ctx.identities.call(project.user_id, lambda nemo: nemo.renders.cancel(render_id))


async def _stop_turn(ctx: Context, project: Project, turn: Turn) -> bool:
    async with ctx.pool.connection() as conn, conn.transaction():
        stopped = await turns.move(conn, turn, TurnStatus.CANCELLED)
        if stopped and turn.job_id is not None:
            await ctx.plan.engine.cancel(conn, turn.job_id)
    if stopped:
        text_id = "cancelled-sent" if turn.status is TurnStatus.SENT else "cancelled"
        await ctx.card(project, turn).close(say(text_id, project.language))
        log.info("turn_cancelled", turn_id=turn.id, was=turn.status)
    return stopped


async def _stop_export(ctx: Context, project: Project, export: Export) -> bool:
    async with ctx.pool.connection() as conn, conn.transaction():
        stopped = await exports.move(conn, export, ExportStatus.CANCELLED)
        if stopped and export.status in {ExportStatus.INTENDED, ExportStatus.SUBMITTED}:
            await ctx.plan.stop_render(conn, export)
    if stopped:
        await ctx.card(project, export).close(say("cancelled", project.language))
        log.info("export_cancelled", export_id=export.id, was=export.status)
    return stopped
