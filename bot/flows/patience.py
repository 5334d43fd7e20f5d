"""When the video service asks for patience, work waits that long by itself, once."""

import structlog
from psycopg import AsyncConnection

from bot.apology import PATIENCE_S
from bot.card import Card
from bot.context import Context
from bot.identity import NoAccount
from bot.store import exports, turns
from bot.store.rows import Export, ExportStatus, Project, Turn, TurnStatus
from bot.texts import say
from wire.errors import RateLimited, ServiceError

log = structlog.get_logger()

ROOM_PAUSE_S = 1.0


async def asked_for(
    ctx: Context, project: Project, work: Turn | Export, error: ServiceError, card: Card
) -> bool:
    """Whether this error asks for patience that was not given yet; then it is given, and said."""
    if not isinstance(error, RateLimited) or isinstance(error, NoAccount) or work.waits:
        return False
    wait_s = PATIENCE_S if error.retry_after_s is None else error.retry_after_s
    if wait_s > ctx.settings.longest_wait_s:
        return False
    log.info("asked_for_patience", wait_s=wait_s)
    await card.stage(say("rate-wait", project.language, seconds=max(round(wait_s), 1)))
    async with ctx.pool.connection() as conn, conn.transaction():
        if isinstance(work, Turn):
            await turns.count_wait(conn, work)
        else:
            await exports.count_wait(conn, work)
        await ctx.plan.resume(conn, work, after_s=wait_s)
    return True


async def for_earlier_wishes(ctx: Context, work: Turn | Export) -> bool:
    """Whether this has to wait: an earlier wish of the project has to, or may still be at work.

    The wait holds no lock, so the earlier wish can go on.
    """
    async with ctx.pool.connection() as conn, conn.transaction():
        if not await turns.ahead_of(conn, work):
            return False
        await ctx.plan.resume(conn, work, after_s=ctx.settings.settled_after_s)
        return True


async def for_room(ctx: Context, conn: AsyncConnection, turn: Turn) -> bool:
    """Whether this has to wait because the video service is at work on enough wishes of ours.

    The answer holds for the caller's transaction, in which the wait is written down, too.
    """
    if await turns.has_room(conn, ctx.settings.nemo_at_once):
        return False
    await ctx.plan.resume(conn, turn, after_s=ROOM_PAUSE_S)
    return True


async def resume_turn(ctx: Context, turn_id: int) -> None:
    """Put a wish in line again."""
    async with ctx.pool.connection() as conn, conn.transaction():
        turn = await turns.get(conn, turn_id)
        if turn.status is TurnStatus.WAITING:
            await turns.set_job(conn, turn.id, await ctx.plan.turn(conn, turn))


async def resume_export(ctx: Context, export_id: int) -> None:
    """Put a video in line again."""
    async with ctx.pool.connection() as conn, conn.transaction():
        export = await exports.get(conn, export_id)
        if export.status is ExportStatus.WAITING:
            await exports.set_job(conn, export.id, await ctx.plan.export(conn, export))
        else:
            await ctx.plan.watch(conn, export, after_s=0)
