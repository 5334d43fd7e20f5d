"""Tables of prompts and their rows; each row is begun once in each run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from bot.store.query import fetch, fetch_all, fetch_one
from bot.store.rows import Batch, BatchRow, BatchStatus, Making, RowStatus, Source

#: So often a row's page is tried to be written to.
TELLS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A table somewhere, as it is noted before anybody has looked at it; see `rows.Batch`."""

    source: Source
    name: str
    where_sealed: bytes
    ratio: str = ""
    seconds: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row that was read; with a `problem` it is never made."""

    number: int
    cells: Sequence[str]
    prompt: str = ""
    engine: str = ""
    ratio: str = ""
    seconds: int = 0
    style: str = ""
    page_id: str = ""
    problem: str = ""


async def open_once(
    conn: AsyncConnection, origin: str, found: Found, *, project_id: int, message_id: int
) -> Batch:
    """The batch that `origin` brought, noted if it is new."""
    query = (
        "INSERT INTO batches (origin, project_id, message_id, source, name, where_sealed, ratio,"
        " seconds) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
        " ON CONFLICT (origin) DO UPDATE SET name = batches.name RETURNING *"
    )
    params = (
        *(origin, project_id, message_id, found.source, found.name, found.where_sealed),
        *(found.ratio, found.seconds),
    )
    return await fetch(conn, Batch, query, params)


async def get(conn: AsyncConnection, batch_id: int) -> Batch:
    """The batch; LookupError if there is none."""
    return await fetch(conn, Batch, "SELECT * FROM batches WHERE id = %s", (batch_id,))


async def locked(conn: AsyncConnection, batch_id: int) -> Batch:
    """The batch, which nobody else changes before this transaction ends."""
    return await fetch(conn, Batch, "SELECT * FROM batches WHERE id = %s FOR UPDATE", (batch_id,))


async def of_chat(conn: AsyncConnection, batch_id: int, chat_id: int) -> Batch | None:
    """The batch, if it belongs to this chat."""
    query = (
        "SELECT batches.* FROM batches JOIN projects ON projects.id = project_id"
        " WHERE batches.id = %s AND chat_id = %s"
    )
    return await fetch_one(conn, Batch, query, (batch_id, chat_id))


async def active_in_chat(conn: AsyncConnection, chat_id: int, thread_id: int) -> list[Batch]:
    """What is not at its end in a chat (or topic), oldest first, in all its projects."""
    query = (
        "SELECT batches.* FROM batches JOIN projects ON projects.id = project_id"
        " WHERE chat_id = %s AND thread_id = %s AND status IN ('checking', 'asked', 'running')"
        " AND NOT stopped ORDER BY batches.id"
    )
    return await fetch_all(conn, Batch, query, (chat_id, thread_id))


async def set_card(conn: AsyncConnection, batch_id: int, card_id: int) -> Batch:
    """Note which message shows the progress."""
    query = "UPDATE batches SET card_id = %s WHERE id = %s RETURNING *"
    return await fetch(conn, Batch, query, (card_id, batch_id))


async def move(conn: AsyncConnection, batch: Batch, to: BatchStatus, ending: str = "") -> bool:
    """Take it further, with these words; False if it is not any more where `batch` saw it."""
    done = await conn.execute(
        "UPDATE batches SET status = %s, ending = %s WHERE id = %s AND status = %s",
        (to, ending, batch.id, batch.status),
    )
    return done.rowcount == 1


async def begin(conn: AsyncConnection, batch: Batch, origin: str) -> Batch | None:
    """Begin it (again) because of this update; None if it is not where `batch` saw it.

    Again, it needs a new card: the old one stands far above what has come since.
    """
    query = (
        "UPDATE batches SET status = 'running', begun_by = %s, run = run + 1, papers = 0,"
        " sends = 0, stopped = false, ending = NULL,"
        " card_id = CASE status WHEN 'asked' THEN card_id END"
        " WHERE id = %s AND status = %s RETURNING *"
    )
    return await fetch_one(conn, Batch, query, (origin, batch.id, batch.status))


async def stop(conn: AsyncConnection, batch: Batch) -> list[Making]:
    """No further row begins; what is being made just now is to be stopped by the caller."""
    await conn.execute("UPDATE batches SET stopped = true WHERE id = %s", (batch.id,))
    await conn.execute(
        "UPDATE batch_rows SET status = 'cancelled' WHERE batch_id = %s AND status = 'open'",
        (batch.id,),
    )
    query = (
        "SELECT makings.* FROM makings JOIN batch_rows ON making_id = makings.id"
        " WHERE batch_id = %s AND makings.status IN ('waiting', 'made') ORDER BY makings.id"
    )
    return await fetch_all(conn, Making, query, (batch.id,))


async def count_papers(conn: AsyncConnection, batch: Batch, *, papers: int, sends: int) -> None:
    """How many of the files at the end were sent, and how often the next one may have been."""
    await conn.execute(
        "UPDATE batches SET papers = %s, sends = %s WHERE id = %s AND run = %s",
        (papers, sends, batch.id, batch.run),
    )


async def keep_table(
    conn: AsyncConnection,
    batch: Batch,
    headings: Sequence[str],
    targets: Mapping[str, object] | None,
    lines: Sequence[Line],
) -> None:
    """What was read; read once more, it takes the place of what was there."""
    await conn.execute("DELETE FROM batch_rows WHERE batch_id = %s", (batch.id,))
    await conn.execute(
        "UPDATE batches SET headings = %s, targets = %s WHERE id = %s",
        (list(headings), Jsonb(targets) if targets is not None else None, batch.id),
    )
    async with conn.cursor() as cursor:
        await cursor.executemany(
            "INSERT INTO batch_rows (batch_id, number, cells, prompt, engine, ratio, seconds,"
            " style, page_id, problem, status)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                (
                    *(batch.id, it.number, list(it.cells), it.prompt, it.engine, it.ratio),
                    *(it.seconds, it.style, it.page_id, it.problem),
                    RowStatus.BAD if it.problem else RowStatus.OPEN,
                )
                for it in lines
            ],
        )


async def rows_of(conn: AsyncConnection, batch_id: int) -> list[BatchRow]:
    """All its rows, in the table's order."""
    query = "SELECT * FROM batch_rows WHERE batch_id = %s ORDER BY number"
    return await fetch_all(conn, BatchRow, query, (batch_id,))


async def row(conn: AsyncConnection, row_id: int) -> BatchRow:
    """The row; LookupError if there is none."""
    return await fetch(conn, BatchRow, "SELECT * FROM batch_rows WHERE id = %s", (row_id,))


async def counts(conn: AsyncConnection, batch_id: int) -> dict[RowStatus, int]:
    """How many rows are how far."""
    cursor = await conn.execute(
        "SELECT status, count(*) FROM batch_rows WHERE batch_id = %s GROUP BY status", (batch_id,)
    )
    return {RowStatus(status): count for status, count in await cursor.fetchall()}


async def settle(conn: AsyncConnection, batch_id: int) -> int:
    """Note what became of rows whose makings have ended; of how many.

    What was made is made, whether or not the chat has got it by itself.
    """
    done = await conn.execute(
        "UPDATE batch_rows SET problem = coalesce(makings.ending, ''), status = CASE"
        " WHEN makings.status = 'delivered' OR made_at IS NOT NULL THEN 'done'"
        " WHEN makings.status = 'cancelled' THEN 'cancelled'"
        " WHEN EXISTS (SELECT FROM steps WHERE steps.making_id = makings.id"
        "  AND steps.status = 'unsure') THEN 'unsure'"
        " ELSE 'failed' END"
        " FROM makings WHERE makings.id = making_id AND batch_id = %s"
        " AND batch_rows.status = 'running'"
        " AND makings.status IN ('delivered', 'failed', 'cancelled')",
        (batch_id,),
    )
    return done.rowcount


async def at_work_in_chat(conn: AsyncConnection, batch: Batch) -> int:
    """How many rows of all batches of its chat are being made."""
    cursor = await conn.execute(
        "SELECT count(*) FROM batch_rows JOIN batches ON batches.id = batch_id"
        " JOIN projects ON projects.id = project_id WHERE batch_rows.status = 'running'"
        " AND (chat_id, thread_id) ="
        "  (SELECT chat_id, thread_id FROM projects WHERE projects.id = %s)",
        (batch.project_id,),
    )
    found = await cursor.fetchone()
    return int(found[0]) if found else 0


async def next_open(conn: AsyncConnection, batch_id: int, most: int) -> list[BatchRow]:
    """The next rows to begin."""
    query = (
        "SELECT * FROM batch_rows WHERE batch_id = %s AND status = 'open' ORDER BY number LIMIT %s"
    )
    return await fetch_all(conn, BatchRow, query, (batch_id, most))


async def begin_row(conn: AsyncConnection, begun: BatchRow, making: Making) -> None:
    """This is what the row is made by."""
    await conn.execute(
        "UPDATE batch_rows SET status = 'running', making_id = %s, problem = ''"
        " WHERE id = %s AND status = 'open'",
        (making.id, begun.id),
    )


async def open_failed(conn: AsyncConnection, batch_id: int) -> int:
    """What did not work out may begin again, once more paid; how many rows."""
    done = await conn.execute(
        "UPDATE batch_rows SET status = 'open', run = run + 1, tells = 0"
        " WHERE batch_id = %s AND status IN ('failed', 'unsure')",
        (batch_id,),
    )
    return done.rowcount


async def untold(conn: AsyncConnection, batch_id: int, most: int) -> list[BatchRow]:
    """Rows with pages that do not know yet how far they are."""
    query = (
        "SELECT * FROM batch_rows WHERE batch_id = %s AND page_id <> ''"
        " AND status NOT IN ('open', 'bad') AND told <> status || run AND tells < %s"
        " ORDER BY tells, number LIMIT %s"
    )
    return await fetch_all(conn, BatchRow, query, (batch_id, TELLS, most))


async def note_told(conn: AsyncConnection, told: BatchRow) -> None:
    """The row's page knows how far `told` was."""
    await conn.execute(
        "UPDATE batch_rows SET told = %s, tells = 0 WHERE id = %s",
        (f"{told.status}{told.run}", told.id),
    )


async def count_tell(conn: AsyncConnection, told: BatchRow) -> None:
    """Its page could not be written to this time."""
    await conn.execute("UPDATE batch_rows SET tells = tells + 1 WHERE id = %s", (told.id,))


async def break_off(conn: AsyncConnection, batch_id: object, words: str) -> None:
    """Something of ours broke: nothing further begins; what is being made comes by itself."""
    await conn.execute(
        "UPDATE batches SET status = 'broke', ending = %s"
        " WHERE id = %s AND status IN ('checking', 'asked', 'running', 'ending')",
        (words, batch_id),
    )
