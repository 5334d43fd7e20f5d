"""What the books say of tables of prompts: each row begins once a run, and ends as it ended."""

from collections.abc import AsyncIterator

import pytest
from psycopg import AsyncConnection

from bot.store import batches, makings, projects
from bot.store.batches import TELLS, Found, Line
from bot.store.makings import Wish
from bot.store.pool import open_pool
from bot.store.rows import Batch, BatchRow, BatchStatus, Making, MakingStatus, RowStatus, Source
from bot.store.rows import StepStatus as Step

ORIGIN = "update:1"


@pytest.fixture
async def conn(database_url: str) -> AsyncIterator[AsyncConnection]:
    async with open_pool(database_url, max_size=2) as pool, pool.connection() as conn:
        yield conn


async def begun(conn: AsyncConnection, rows: int = 3, *, pages: bool = False) -> Batch:
    """A batch of so many good rows and a bad one that runs."""
    project = await projects.open_for(conn, 1, 0, 1, "en")
    found = Found(source=Source.FILE, name="a.csv", where_sealed=b"x")
    batch = await batches.open_once(conn, ORIGIN, found, project_id=project.id, message_id=1)
    page = "p" if pages else ""
    lines = [Line(number=n, cells=[f"{n}"], prompt=f"p{n}", page_id=page) for n in range(rows)]
    lines.append(Line(number=99, cells=[], problem="no prompt"))
    await batches.move(conn, batch, BatchStatus.ASKED)
    for _ in range(2):  # a crash has it read twice
        await batches.keep_table(conn, batch, ["prompt"], None, lines)
    batch = await batches.get(conn, batch.id)
    running = await batches.begin(conn, batch, "update:2")
    assert running is not None
    return running


async def begin_row(conn: AsyncConnection, batch: Batch) -> Making:
    [row] = await batches.next_open(conn, batch.id, 1)
    wish = Wish(craft="clip", policy="auto", prompt=row.prompt, row_id=row.id)
    making = await makings.open_once(
        conn, f"row:{row.id}:{row.run}", wish, project_id=batch.project_id, message_id=1
    )
    await batches.begin_row(conn, row, making)
    return making


async def statuses(conn: AsyncConnection, batch: Batch) -> list[str]:
    return [row.status.value for row in await batches.rows_of(conn, batch.id)]


async def row_of(conn: AsyncConnection, making: Making) -> BatchRow:
    assert making.row_id is not None
    return await batches.row(conn, making.row_id)


async def test_a_batch_begins_once_however_often_it_is_asked_for(conn: AsyncConnection) -> None:
    batch = await begun(conn)
    assert (batch.status, batch.run) == (BatchStatus.RUNNING, 1)
    asked = await batches.get(conn, batch.id)
    await batches.move(conn, asked, BatchStatus.DONE)
    assert await batches.begin(conn, asked, "update:3") is None


async def test_bad_rows_never_begin(conn: AsyncConnection) -> None:
    batch = await begun(conn, rows=1)
    await begin_row(conn, batch)
    assert await batches.next_open(conn, batch.id, 5) == []
    assert await statuses(conn, batch) == ["running", "bad"]


async def test_each_row_ends_as_what_was_made_for_it(conn: AsyncConnection) -> None:
    batch = await begun(conn, rows=5)
    made, failed, unsure, late, waits = [await begin_row(conn, batch) for _ in range(5)]
    await makings.mark_made(conn, made)
    delivered = await makings.get(conn, made.id)
    await makings.end(conn, delivered, MakingStatus.DELIVERED, "done")
    await makings.end(conn, failed, MakingStatus.FAILED, "no")
    step = await makings.intend(conn, unsure, attempt=1, engine="bfl", key="k", sealed=b"")
    assert step is not None
    await makings.fail(conn, step, Step.UNSURE, "crash")
    await makings.end(conn, unsure, MakingStatus.FAILED, "who knows")
    await makings.mark_made(conn, late)
    await makings.end(conn, await makings.get(conn, late.id), MakingStatus.CANCELLED, "stopped")
    assert await batches.settle(conn, batch.id) == 4
    assert await batches.settle(conn, batch.id) == 0
    assert await statuses(conn, batch) == ["done", "failed", "unsure", "done", "running", "bad"]
    assert (await row_of(conn, failed)).problem == "no"
    assert await batches.at_work_in_chat(conn, batch) == 1
    assert waits.row_id is not None


async def test_only_what_failed_or_is_unsure_is_opened_again(conn: AsyncConnection) -> None:
    batch = await begun(conn, rows=2)
    failed = await begin_row(conn, batch)
    await makings.end(conn, failed, MakingStatus.FAILED, "no")
    await batches.settle(conn, batch.id)
    await batches.stop(conn, batch)
    assert await statuses(conn, batch) == ["failed", "cancelled", "bad"]
    assert await batches.open_failed(conn, batch.id) == 1
    again = await begin_row(conn, batch)
    assert again.id != failed.id
    assert await statuses(conn, batch) == ["running", "cancelled", "bad"]


async def test_stopped_nothing_further_begins_and_what_is_at_work_is_named(
    conn: AsyncConnection,
) -> None:
    batch = await begun(conn)
    making = await begin_row(conn, batch)
    assert [it.id for it in await batches.stop(conn, batch)] == [making.id]
    assert await batches.next_open(conn, batch.id, 5) == []
    assert await batches.active_in_chat(conn, 1, 0) == []


async def test_a_page_is_told_of_each_change_and_given_up_after_some_tries(
    conn: AsyncConnection,
) -> None:
    batch = await begun(conn, pages=True)
    assert await batches.untold(conn, batch.id, 9) == []
    making = await begin_row(conn, batch)
    [row] = await batches.untold(conn, batch.id, 9)
    await makings.end(conn, making, MakingStatus.FAILED, "no")
    await batches.settle(conn, batch.id)
    await batches.note_told(conn, row)  # as it was when it was read
    [row] = await batches.untold(conn, batch.id, 9)
    assert row.status is RowStatus.FAILED
    for _ in range(TELLS):
        await batches.count_tell(conn, row)
    assert await batches.untold(conn, batch.id, 9) == []
