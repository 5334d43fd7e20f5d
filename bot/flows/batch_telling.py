"""What became of a row is written into its page, where the table is a database with pages."""

from collections.abc import Mapping

import structlog

from adapters.notion import Target, Targets
from bot.context import Context
from bot.flows import batch_rows
from bot.store import batches, makings, projects
from bot.store.rows import Batch, BatchRow, Project, RowStatus, StepStatus
from bot.texts import say
from wire.errors import RateLimited, ServiceError

log = structlog.get_logger()

AT_A_TIME = 20
AGAIN_AFTER_S = 5.0
#: What a property with fixed options may call it.
OPTIONS: Mapping[RowStatus, tuple[str, ...]] = {
    RowStatus.RUNNING: ("in progress", "doing", "进行中", "in arbeit", "en cours", "en progreso"),
    RowStatus.DONE: ("done", "complete", "completed", "完成", "fertig", "erledigt", "terminé"),
    RowStatus.FAILED: ("failed", "error", "失败", "blocked", "not started"),
    RowStatus.UNSURE: ("unsure", "failed", "失败", "blocked", "not started"),
    RowStatus.CANCELLED: ("cancelled", "canceled", "已取消", "not started"),
}


async def write_back(ctx: Context, batch_id: int) -> None:
    """Write what is not known there yet; each row is tried a few times."""
    async with ctx.pool.connection() as conn:
        batch = await batches.get(conn, batch_id)
        project = await projects.get(conn, batch.project_id)
        rows = await batches.untold(conn, batch.id, AT_A_TIME)
    targets = _targets(batch)
    if ctx.notion is None or targets == Targets():
        return
    wait_s = 0.0
    for row in rows:
        status, result = await _told(ctx, project, row, targets)
        try:
            await ctx.notion.write(row.page_id, targets, status=status, result=result)
        except ServiceError as exc:
            log.warning("not_written_back", batch_id=batch.id, row=row.number, error=str(exc))
            after_s = exc.retry_after_s if isinstance(exc, RateLimited) else None
            wait_s = max(wait_s, after_s or AGAIN_AFTER_S)
            async with ctx.pool.connection() as conn:
                await batches.count_tell(conn, row)
        else:
            async with ctx.pool.connection() as conn:
                await batches.note_told(conn, row)
    async with ctx.pool.connection() as conn:
        if await batches.untold(conn, batch.id, 1):
            await ctx.plan.write_back(conn, batch, after_s=wait_s)


def _targets(batch: Batch) -> Targets:
    kept = batch.targets if isinstance(batch.targets, dict) else {}
    return Targets(status=_target(kept.get("status")), result=_target(kept.get("result")))


def _target(kept: object) -> Target | None:
    if not isinstance(kept, dict):
        return None
    return Target(name=kept["name"], kind=kept["kind"], options=tuple(kept["options"]))


async def _told(ctx: Context, project: Project, row: BatchRow, targets: Targets) -> tuple[str, str]:
    status = say(f"batch-status-{row.status}", project.language)
    if targets.status is not None and targets.status.options:
        there = {option.casefold(): option for option in targets.status.options}
        fitting = (status.casefold(), *OPTIONS.get(row.status, ()))
        status = next((there[name] for name in fitting if name in there), status)
    if row.status is RowStatus.UNSURE:
        return status, say("batch-unsure", project.language)
    if row.status is not RowStatus.DONE:
        return status, batch_rows.shortened(row.problem)
    url = await _address(ctx, row)
    if targets.result is not None and targets.result.kind == "url":
        return status, url
    words = say("batch-made", project.language, text=batch_rows.shortened(row.prompt))
    return status, f"{words} {url}".strip()


async def _address(ctx: Context, row: BatchRow) -> str:
    """Where the result can be fetched for a day; "" where nobody outside can reach the bot."""
    if ctx.results is None or row.making_id is None:
        return ""
    async with ctx.pool.connection() as conn:
        steps = await makings.steps_of(conn, row.making_id)
    files = [name for it in steps if it.status is StepStatus.DONE for name in it.files]
    return ctx.results.address(ctx.settings.data_dir / files[-1]).url if files else ""
