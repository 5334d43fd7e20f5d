"""A table of prompts is read, and the user is told what it would take before anything begins."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import structlog
from telegram.error import BadRequest, InvalidToken

from adapters import google_sheets, notion
from adapters.google_sheets import SheetLink
from bot.batch.files import Cells, TableError, TableReason, read_bytes, read_file
from bot.batch.rows import Kind, Problem, Table, read_table
from bot.buttons import keyboard
from bot.context import Context
from bot.flows import batch_rows
from bot.flows.request import Request
from bot.settings import Settings
from bot.store import batches, chats, makings, projects
from bot.store.batches import Found, Line
from bot.store.rows import Batch, BatchStatus, Project, Source
from bot.texts import say
from intents.actions import CheckTable
from intents.frame import ratio_in, seconds_in
from intents.model import Button
from wire.errors import AuthExpired, BadMedia, RateLimited, Rejected, ServiceError

log = structlog.get_logger()

PROBLEMS_SHOWN = 10
#: What may stand under a table: nobody puts a film's script there.
WORDS_READ = 300
HOPELESS = frozenset({Kind.NO_ROWS, Kind.NO_PROMPT_COLUMN})
NOT_SHARED = frozenset({401, 403})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What was found in a place: its cells, their pages, and where results can be written to."""

    cells: Cells
    page_ids: Sequence[str] = ()
    targets: dict[str, object] | None = None


class _Unreadable(Exception):  # the text is the id of the sentence that says why
    pass


def is_linked(settings: Settings, text: str) -> bool:
    """Whether a text has a link to a table that can be read."""
    return (
        google_sheets.find_link(text, settings.sheets_url) is not None
        or notion.find_link(text, settings.notion_api_url) is not None
    )


async def take(ctx: Context, request: Request, action: CheckTable) -> None:
    """Note the table and have it read."""
    async with ctx.pool.connection() as conn:
        batch = await batches.open_once(
            conn,
            request.origin,
            _found(ctx, action),
            project_id=request.project.id,
            message_id=request.incoming.message_id,
        )
    if batch.card_id is None:
        language = request.project.language
        buttons = keyboard(language, Button.BATCH_STOP, target=batch.id)
        words = say("batch-reading", language, name=batch.name)
        card_id = await ctx.outbound.text(request.place, words, buttons=buttons)
        async with ctx.pool.connection() as conn:
            batch = await batches.set_card(conn, batch.id, card_id)
    async with ctx.pool.connection() as conn:
        await ctx.plan.check_batch(conn, batch)


def _found(ctx: Context, action: CheckTable) -> Found:
    seal, settings = ctx.identities.vault.seal, ctx.settings
    words = action.text[:WORDS_READ]
    if action.attachment is not None:
        return Found(
            source=Source.FILE,
            name=action.attachment.name[:100],
            where_sealed=seal(action.attachment.file_id),
            ratio=ratio_in(words),
            seconds=seconds_in(words),
        )
    link = google_sheets.find_link(action.text, settings.sheets_url)
    if link is not None:
        where = seal(json.dumps(asdict(link)))
        return Found(source=Source.SHEET, name="Google Sheets", where_sealed=where)
    found = notion.find_link(action.text, settings.notion_api_url) or ""
    return Found(source=Source.NOTION, name="Notion", where_sealed=seal(found))


async def check(ctx: Context, batch_id: int) -> None:
    """Read the table, keep its rows, and ask whether they are to be made."""
    async with ctx.pool.connection() as conn:
        batch = await batches.get(conn, batch_id)
        project = await projects.get(conn, batch.project_id)
    if batch.status is BatchStatus.CHECKING:
        try:
            await _read(ctx, project, batch)
        except _Unreadable as exc:
            log.info("table_unreadable", batch_id=batch.id, why=str(exc))
            words = say(str(exc), project.language, name=batch.name)
            async with ctx.pool.connection() as conn:
                await batches.move(conn, batch, BatchStatus.REFUSED, words)
    await show(ctx, project, batch.id)


async def show(ctx: Context, project: Project, batch_id: int) -> None:
    """Show what stands in the books of a batch that is not being made."""
    async with ctx.pool.connection() as conn:
        batch = await batches.get(conn, batch_id)
    card, language = ctx.card(project, batch), project.language
    if batch.status is BatchStatus.ASKED:
        buttons = keyboard(language, Button.BATCH_GO, Button.BATCH_STOP, target=batch.id)
        await card.close(batch.ending or "", buttons)
    elif batch.ending:
        await card.close(batch.ending)


async def _read(ctx: Context, project: Project, batch: Batch) -> None:
    sheet = await _fetch(ctx, batch)
    table = await asyncio.to_thread(read_table, sheet.cells, sheet.page_ids)
    hopeless = next((it for it in table.problems if it.kind in HOPELESS), None)
    if hopeless is not None:
        raise _Unreadable(f"batch-{hopeless.kind.replace('_', '-')}")
    lines = _lines(ctx, project, batch, sheet, table)
    words = await _words(ctx, project, batch, table, lines)
    makeable = any(not line.problem for line in lines)
    status = BatchStatus.ASKED if makeable else BatchStatus.REFUSED
    headings = sheet.cells[table.headings - 1] if table.headings else ()
    async with ctx.pool.connection() as conn, conn.transaction():
        if await batches.move(conn, batch, status, words):
            await batches.keep_table(conn, batch, headings, sheet.targets, lines)
    log.info("table_read", batch_id=batch.id, rows=len(lines), source=batch.source)


def _lines(ctx: Context, project: Project, batch: Batch, sheet: Sheet, table: Table) -> list[Line]:
    """Every row of the table, in its order; those that cannot be made with their problem."""
    cells, language = sheet.cells, project.language
    lines = []
    for row in table.rows:
        here = batch_rows.is_here(ctx, row.engine)
        missing = "" if here else say("batch-problem-not-here", language, text=row.engine)
        lines.append(
            Line(
                number=row.number,
                cells=cells[row.number - 1],
                prompt=row.prompt,
                engine=row.engine,
                ratio=row.ratio or batch.ratio,
                seconds=row.seconds or batch.seconds,
                style=row.style,
                page_id=row.page_id,
                problem=missing,
            )
        )
    for number in dict.fromkeys(it.row for it in table.problems if it.column):
        words = [_in_words(it, language) for it in table.problems if it.row == number and it.column]
        lines.append(Line(number=number, cells=cells[number - 1], problem=" ".join(words)))
    return sorted(lines, key=lambda line: line.number)


def _in_words(problem: Problem, language: str) -> str:
    text_id = f"batch-problem-{problem.kind.replace('_', '-')}"
    return say(text_id, language, text=batch_rows.shortened(problem.value))


async def _words(
    ctx: Context, project: Project, batch: Batch, table: Table, lines: Sequence[Line]
) -> str:
    """What the user reads before anything begins."""
    language = project.language
    good = [line for line in lines if not line.problem]
    wrong = [
        say("batch-row", language, count=str(line.number), text=line.problem)
        for line in lines
        if line.problem
    ]
    many = [_in_words(it, language) for it in table.problems if it.kind is Kind.TOO_MANY_ROWS]
    shown = wrong[:PROBLEMS_SHOWN]
    if more := len(wrong) - len(shown):
        shown.append(say("batch-more", language, count=more))
    parts = [say("batch-found", language, name=batch.name, count=len(good))]
    if good:
        parts.append(await _estimate(ctx, project, good))
    if wrong:
        parts.append("\n".join([say("batch-problems", language, count=len(wrong)), *shown]))
    if good and any(line.engine == "nemo" for line in good):
        parts.append(say("batch-nemo", language))
    if good:
        parts.append(say("batch-ask", language))
    return "\n\n".join([*parts[:1], *many, *parts[1:]])


async def _estimate(ctx: Context, project: Project, lines: Sequence[Line]) -> str:
    async with ctx.pool.connection() as conn:
        chat = await chats.get(conn, project.chat_id, project.thread_id)
        averages = {it.name: await makings.average_s(conn, it.name) for it in ctx.engines}
    usual = ctx.policy(chat)
    found = [batch_rows.estimate(ctx, line.engine, usual, averages) for line in lines]
    dollars = sum(it.dollars for it in found if it.dollars is not None)
    by_plan = sum(it.dollars is None for it in found)
    at_once = min(ctx.settings.batch_at_once, len(lines))
    minutes = max(round(sum(it.seconds for it in found) / at_once / 60), 1)
    language = project.language
    words = [say("batch-estimate", language, cost=f"{dollars:.2f}", minutes=minutes)]
    if by_plan:
        words.append(say("batch-by-plan", language, count=by_plan))
    if here := sum(not it.honest for it in found):
        words.append(say("batch-here", language, count=here))
    return " ".join(words)


async def _fetch(ctx: Context, batch: Batch) -> Sheet:
    where = ctx.identities.vault.open(batch.where_sealed) or ""
    try:
        match batch.source:
            case Source.FILE:
                return await _from_file(ctx, batch, where)
            case Source.SHEET:
                return await _from_sheets(ctx, where)
            case Source.NOTION:
                return await _from_notion(ctx, where)
    except TableError as exc:
        raise _Unreadable(f"batch-file-{exc.reason.replace('_', '-')}") from exc


async def _from_file(ctx: Context, batch: Batch, file_id: str) -> Sheet:
    ctx.batch_dir.mkdir(parents=True, exist_ok=True)
    path = ctx.batch_dir / f"{batch.id}-table"
    try:
        await ctx.outbound.fetch(file_id, path)
        return Sheet(cells=await asyncio.to_thread(read_file, path, batch.name))
    except (BadRequest, InvalidToken) as exc:  # the second stands for a 404, too
        raise _Unreadable("batch-file-gone") from exc
    finally:
        path.unlink(missing_ok=True)


async def _from_sheets(ctx: Context, where: str) -> Sheet:
    try:
        content = await ctx.sheets.fetch(SheetLink(**json.loads(where)))
    except ServiceError as exc:
        log.info("sheet_not_read", error=str(exc))
        raise _Unreadable(_why_no_sheet(exc)) from exc
    return Sheet(cells=await asyncio.to_thread(read_bytes, content, "sheet.csv"))


def _why_no_sheet(error: ServiceError) -> str:
    if not isinstance(error, Rejected) or isinstance(error, RateLimited):
        return "batch-sheet-away"
    if error.code == 413:
        return f"batch-file-{TableReason.TOO_BIG.replace('_', '-')}"
    return "batch-sheet-private" if error.code in NOT_SHARED else "batch-sheet-gone"


async def _from_notion(ctx: Context, database_id: str) -> Sheet:
    if ctx.notion is None:
        raise _Unreadable("batch-notion-not-set-up")
    try:
        base = await ctx.notion.read(database_id)
    except ServiceError as exc:
        log.info("database_not_read", error=str(exc))
        raise _Unreadable(_why_no_database(exc)) from exc
    return Sheet(cells=base.cells, page_ids=base.page_ids, targets=asdict(base.targets))


def _why_no_database(error: ServiceError) -> str:
    match error:
        case AuthExpired():
            return "batch-notion-token"
        case RateLimited() | BadMedia():
            return "batch-notion-away"
        case Rejected(code=400):
            return "batch-notion-page"
        case Rejected():
            return "batch-notion-not-shared"
        case _:
            return "batch-notion-away"
