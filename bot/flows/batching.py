"""A table of prompts is made row by row, a few at a time, and can be stopped and repeated.

Every step begins by reading the books, so a repeat after a crash goes on where the last one was.
"""

from collections.abc import Mapping

import structlog

from bot.context import Context
from bot.flows import batch_checking, batch_ending, batch_rows, wishes
from bot.flows.request import Request
from bot.flows.styling import with_style
from bot.store import batches, chats, makings, projects
from bot.store.rows import Batch, BatchStatus, Project, RowStatus, Source
from bot.texts import say
from intents.model import Refusal, Refuse

log = structlog.get_logger()

#: Makings that end have a batch look at once; this is for those whose news came in between.
LOOK_EVERY_S = 2.0
AT_WORK = (RowStatus.OPEN, RowStatus.RUNNING)


async def begin(ctx: Context, request: Request, batch_id: int) -> None:
    """Make all rows of a table that was checked."""
    async with ctx.pool.connection() as conn, conn.transaction():
        batch = await batches.of_chat(conn, batch_id, request.incoming.chat_id)
        begun = None
        if batch is not None and batch.status is BatchStatus.ASKED:
            begun = await batches.begin(conn, batch, request.origin)
        if begun is not None:
            await ctx.plan.run_batch(conn, begun.id)
    if begun is not None:
        await ctx.card(request.project, begun).hint(await _progress(ctx, request.project, begun))
    elif batch is None or batch.begun_by != request.origin:
        await wishes.refuse(ctx, request, Refuse(Refusal.OLD_BUTTON))


async def repeat(ctx: Context, request: Request, batch_id: int) -> None:
    """Make the rows again that did not work out; the user knows that it may cost again."""
    begun = None
    async with ctx.pool.connection() as conn, conn.transaction():
        batch = await batches.of_chat(conn, batch_id, request.incoming.chat_id)
        if batch is not None:
            batch = await batches.locked(conn, batch.id)
        done = batch is not None and batch.status is BatchStatus.DONE
        if batch is not None and done and await batches.open_failed(conn, batch.id):
            begun = await batches.begin(conn, batch, request.origin)
            await ctx.plan.run_batch(conn, batch.id)
    if batch is None or (begun is None and batch.begun_by != request.origin):
        await wishes.refuse(ctx, request, Refuse(Refusal.OLD_BUTTON))
        return
    if begun is not None:  # its button is of no use any more
        await ctx.card(request.project, batch).close_if_possible(batch.ending or "")


async def run(ctx: Context, batch_id: int) -> None:
    """Take the batch as far as it goes now, and plan the next look."""
    async with ctx.pool.connection() as conn:
        batch = await batches.get(conn, batch_id)
        project = await projects.get(conn, batch.project_id)
    if batch.status is BatchStatus.RUNNING and await _goes_on(ctx, project, batch):
        async with ctx.pool.connection() as conn:
            await ctx.plan.run_batch(conn, batch.id, after_s=LOOK_EVERY_S)
        return
    async with ctx.pool.connection() as conn:
        batch = await batches.get(conn, batch_id)
    if batch.status is BatchStatus.ENDING:
        await batch_ending.hand_out(ctx, project, batch)
        async with ctx.pool.connection() as conn:
            batch = await batches.get(conn, batch_id)
    if batch.status is BatchStatus.DONE:
        await batch_ending.close(ctx, project, batch)
    else:
        await batch_checking.show(ctx, project, batch.id)


async def _goes_on(ctx: Context, project: Project, batch: Batch) -> bool:
    """Note what has ended and begin what comes next; whether anything is left to wait for."""
    async with ctx.pool.connection() as conn:
        await batches.settle(conn, batch.id)
    await _begin_rows(ctx, project, batch)
    async with ctx.pool.connection() as conn, conn.transaction():
        counts = await batches.counts(conn, batch.id)
        if batch.source is Source.NOTION and ctx.notion is not None:
            await ctx.plan.write_back(conn, batch)
        left = sum(counts.get(status, 0) for status in AT_WORK)
        if not left:
            await batches.move(conn, batch, BatchStatus.ENDING)
    if left:
        await _show(ctx, project, batch, in_words(project, batch, counts))
    return left > 0


async def _show(ctx: Context, project: Project, batch: Batch, words: str) -> None:
    card = ctx.card(project, batch)
    if card.message_id is not None:
        await card.step(words)
        return
    await card.stage(words)
    if card.message_id is not None:
        async with ctx.pool.connection() as conn:
            await batches.set_card(conn, batch.id, card.message_id)


async def _begin_rows(ctx: Context, project: Project, batch: Batch) -> None:
    """Begin as many rows as may be made at once beside those that are."""
    async with ctx.pool.connection() as conn, conn.transaction():
        batch = await batches.locked(conn, batch.id)  # so that nothing begins after it was stopped
        if batch.stopped:
            return
        chat = await chats.get(conn, project.chat_id, project.thread_id)
        free = ctx.settings.batch_at_once - await batches.at_work_in_chat(conn, batch)
        for row in await batches.next_open(conn, batch.id, max(free, 0)):
            making = await makings.open_once(
                conn,
                f"row:{row.id}:{row.run}",
                with_style(chat, batch_rows.wish_of(row, ctx.policy(chat))),
                project_id=project.id,
                message_id=batch.message_id,
            )
            await batches.begin_row(conn, row, making)
            await ctx.plan.make(conn, making)


async def _progress(ctx: Context, project: Project, batch: Batch) -> str:
    async with ctx.pool.connection() as conn:
        return in_words(project, batch, await batches.counts(conn, batch.id))


def in_words(project: Project, batch: Batch, counts: Mapping[RowStatus, int]) -> str:
    """How far a batch is, in one line."""
    failed = sum(counts.get(it, 0) for it in (RowStatus.FAILED, RowStatus.UNSURE))
    return say(
        "batch-progress",
        project.language,
        name=batch.name,
        done=str(counts.get(RowStatus.DONE, 0)),
        failed=str(failed),
        left=str(sum(counts.get(it, 0) for it in AT_WORK)),
    )
