"""What a batch ends with: archives with all results, and a report of every row."""

import asyncio
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePath
from typing import BinaryIO

import structlog
from telegram import InlineKeyboardMarkup
from telegram.error import BadRequest, NetworkError, RetryAfter

from bot.batch.packing import Packed, pack, parts
from bot.batch.report import Entry, Titles, report
from bot.buttons import keyboard
from bot.calling import surely_not_sent
from bot.context import TELEGRAM_MB, Context
from bot.engines.catalogue import link_at
from bot.flows import handing
from bot.store import batches, makings
from bot.store.rows import (
    Batch,
    BatchRow,
    BatchStatus,
    Making,
    Project,
    RowStatus,
    Step,
    StepStatus,
)
from bot.texts import say
from intents.crafts import Craft
from intents.model import Button
from wire.arriving import arriving

log = structlog.get_logger()

# A sending whose outcome is not known is repeated once: the worst is the same file twice.
SENDS = 2
#: So many rows may have failed that they can be made again by a press.
AGAIN = (RowStatus.FAILED, RowStatus.UNSURE)
STEM_LONGEST = 40
#: What Telegram adds to a file when it comes.
MARGIN_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A row with what was made for it, and the names of its files in the archives."""

    row: BatchRow
    making: Making | None
    steps: Sequence[Step]
    files: tuple[Packed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One file at the end: where it lies, what writes it, and what stands under it."""

    path: Path
    write: Callable[[BinaryIO], object]
    caption: str
    buttons: InlineKeyboardMarkup | None = None


async def hand_out(ctx: Context, project: Project, batch: Batch) -> None:
    """Send the archives and the report. Raises NetworkError, after which the job is repeated."""
    ended = await _ended(ctx, batch)
    words = summary(project, batch, [it.row for it in ended])
    folder = ctx.batch_dir / f"{batch.id}-{batch.run}"
    folder.mkdir(parents=True, exist_ok=True)
    papers = _papers(ctx, project, batch, folder, ended, words)
    for number, paper in enumerate(papers):
        if number >= batch.papers:
            batch = await _send(ctx, project, batch, number, paper)
    async with ctx.pool.connection() as conn:
        await batches.move(conn, batch, BatchStatus.DONE, words)
    await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
    log.info("batch_done", batch_id=batch.id, rows=len(ended), papers=len(papers))


async def close(ctx: Context, project: Project, batch: Batch) -> None:
    """Show the end."""
    async with ctx.pool.connection() as conn:
        rows = await batches.rows_of(conn, batch.id)
    await ctx.card(project, batch).close(batch.ending or "", _again(project, batch, rows))


def _again(project: Project, batch: Batch, rows: Sequence[BatchRow]) -> InlineKeyboardMarkup | None:
    failed = any(row.status in AGAIN for row in rows)
    buttons = (Button.BATCH_AGAIN,) if failed else ()
    return keyboard(project.language, *buttons, target=batch.id)


def summary(project: Project, batch: Batch, rows: Sequence[BatchRow]) -> str:
    """How it ended, in words."""
    language = project.language

    def count(*wanted: RowStatus) -> int:
        return sum(row.status in wanted for row in rows)

    lines = [
        say("batch-stopped" if batch.stopped else "batch-done", language, name=batch.name),
        say("batch-count-done", language, count=count(RowStatus.DONE)),
    ]
    for status, text_id in (
        (RowStatus.FAILED, "batch-count-failed"),
        (RowStatus.UNSURE, "batch-count-unsure"),
        (RowStatus.CANCELLED, "batch-count-cancelled"),
        (RowStatus.BAD, "batch-count-bad"),
    ):
        if found := count(status):
            lines.append(say(text_id, language, count=found))
    return "\n".join(lines)


async def _send(ctx: Context, project: Project, batch: Batch, number: int, paper: Paper) -> Batch:
    """Send one file, at most twice; the batch as it stands in the books then."""
    if batch.sends < SENDS:
        if not paper.path.exists():
            await asyncio.to_thread(_put_down, paper)
        await _count(ctx, batch, papers=number, sends=batch.sends + 1)
        place = ctx.place(project, reply_to=batch.message_id)
        try:
            await ctx.outbound.file(place, paper.path, paper.caption, buttons=paper.buttons)
        except BadRequest as exc:  # before NetworkError, because it is one
            log.warning("paper_refused", batch_id=batch.id, name=paper.path.name, why=exc.message)
        except (NetworkError, RetryAfter) as exc:
            if surely_not_sent(exc):
                await _count(ctx, batch, papers=number, sends=batch.sends)
            raise
    await _count(ctx, batch, papers=number + 1, sends=0)
    async with ctx.pool.connection() as conn:
        return await batches.get(conn, batch.id)


async def _count(ctx: Context, batch: Batch, *, papers: int, sends: int) -> None:
    async with ctx.pool.connection() as conn:
        await batches.count_papers(conn, batch, papers=papers, sends=sends)


async def _ended(ctx: Context, batch: Batch) -> list[Ended]:
    found = []
    async with ctx.pool.connection() as conn:
        for row in await batches.rows_of(conn, batch.id):
            made = await makings.get(conn, row.making_id) if row.making_id else None
            steps = await makings.steps_of(conn, made.id) if made else []
            files = await asyncio.to_thread(_files, ctx, row, steps)
            found.append(Ended(row=row, making=made, steps=steps, files=files))
    return found


def _files(ctx: Context, row: BatchRow, steps: Sequence[Step]) -> tuple[Packed, ...]:
    done = [step for step in steps if step.status is StepStatus.DONE]
    if row.status is not RowStatus.DONE or not done:
        return ()
    paths = [ctx.settings.data_dir / name for name in done[-1].files]
    return tuple(
        Packed(
            name=f"row-{row.number:03d}{f'-{number}' if number else ''}{path.suffix}",
            path=path,
            size_bytes=path.stat().st_size,
        )
        for number, path in enumerate(paths)
        if path.exists()
    )


def _papers(
    ctx: Context,
    project: Project,
    batch: Batch,
    folder: Path,
    ended: Sequence[Ended],
    words: str,
) -> list[Paper]:
    """The archives and, last, the report."""
    language = project.language
    most_bytes = ctx.settings.telegram_max_upload_mb * TELEGRAM_MB - MARGIN_BYTES
    archives = parts((file for it in ended for file in it.files), most_bytes)
    stem = _stem(batch)
    papers = []
    for number, archive in enumerate(archives, 1):
        path = folder / (f"{stem}-{number}.zip" if len(archives) > 1 else f"{stem}.zip")
        caption = say("batch-zip", language, count=len(archive))
        papers.append(Paper(path=path, write=partial(pack, files=archive), caption=caption))
    report_path = folder / f"{stem}-report.csv"
    names = frozenset(file.name for archive in archives for file in archive)

    def write_report(file: BinaryIO) -> None:
        file.write(_report(ctx, project, batch, ended, names))

    buttons = _again(project, batch, [it.row for it in ended])
    return [
        *papers,
        Paper(path=report_path, write=write_report, caption=words, buttons=buttons),
    ]


def _put_down(paper: Paper) -> None:
    """Write the file; it is there whole or not at all."""
    with arriving(paper.path) as file:
        paper.write(file)


def _stem(batch: Batch) -> str:
    """A name for files, after that of the table."""
    stem = PurePath(batch.name.replace("\\", "/")).stem if batch.source == "file" else batch.source
    kept = "".join(c if c.isalnum() or c in "-_" else "-" for c in stem)[:STEM_LONGEST].strip("-")
    return kept or "batch"


def _report(
    ctx: Context,
    project: Project,
    batch: Batch,
    ended: Sequence[Ended],
    packed: frozenset[str],
) -> bytes:
    language = project.language
    titles = Titles(
        status=say("report-status", language),
        reason=say("report-reason", language),
        file=say("report-file", language),
        seconds=say("report-seconds", language),
        cost=say("report-cost", language),
    )
    entries = [
        Entry(
            cells=(str(it.row.number), *it.row.cells),
            status=say(f"batch-status-{it.row.status}", language),
            reason=_reason(ctx, project, it),
            file=", ".join(file.name for file in it.files if file.name in packed),
            seconds=_seconds(it),
            cost=_dollars(ctx, it),
        )
        for it in ended
    ]
    return report(("#", *batch.headings), entries, titles)


def _reason(ctx: Context, project: Project, ended: Ended) -> str:
    row, made = ended.row, ended.making
    if row.status is RowStatus.UNSURE:
        return say("batch-unsure", project.language)
    if row.status is RowStatus.DONE and made is not None:
        done = [step for step in ended.steps if step.status is StepStatus.DONE]
        words = (made.lead, handing.makers(ctx, project, done))
        return " ".join(" ".join(words).split())
    return "" if row.status is RowStatus.CANCELLED else row.problem


def _seconds(ended: Ended) -> float | None:
    ends = [step.ended_at for step in ended.steps if step.ended_at is not None]
    if ended.making is None or not ends or ended.row.status is not RowStatus.DONE:
        return None
    return round((max(ends) - ended.making.created_at).total_seconds(), 1)


def _dollars(ctx: Context, ended: Ended) -> float | None:
    """What its paid calls cost by the catalogue; None where nobody can say."""
    if ended.making is None:
        return None
    sums = []
    for step in ended.steps:
        engine = ctx.engines.get(step.engine)
        link = link_at(
            Craft(ended.making.craft), step.stage, has_picture=bool(ended.making.media_ids)
        )
        ability = engine.entry.abilities.get(link) if engine and link else None
        if step.status is StepStatus.UNSURE or (step.status is StepStatus.DONE and not ability):
            return None
        if step.status is StepStatus.DONE and ability is not None:
            sums.append(ability.price)
    known = [price for price in sums if price is not None]
    return round(sum(known), 4) if sums and len(known) == len(sums) else None
