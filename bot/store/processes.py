"""The running processes, by their heartbeats."""

from psycopg import AsyncConnection

from bot.store.query import fetch_all
from bot.store.rows import Process

# A heartbeat every BEAT_S; who missed three of them is not counted any more.
BEAT_S = 5.0
SILENT_S = 20.0


async def register(conn: AsyncConnection, role: str, version: str) -> int:
    """Begin; the id to beat with. Rows of processes that died long ago go."""
    await conn.execute(
        "DELETE FROM processes WHERE seen_at < clock_timestamp() - interval '1 hour'"
    )
    row = await (
        await conn.execute(
            "INSERT INTO processes (role, version) VALUES (%s, %s) RETURNING id", (role, version)
        )
    ).fetchone()
    if row is None:
        raise LookupError("the process was not registered")
    return int(row[0])


async def beat(conn: AsyncConnection, process_id: int) -> bool:
    """Show that it lives; False if its row is gone, because it was silent for long."""
    done = await conn.execute(
        "UPDATE processes SET seen_at = clock_timestamp() WHERE id = %s", (process_id,)
    )
    return done.rowcount == 1


async def leave(conn: AsyncConnection, process_id: int) -> None:
    """End in order."""
    await conn.execute("DELETE FROM processes WHERE id = %s", (process_id,))


async def alive(conn: AsyncConnection) -> list[Process]:
    """Who lives."""
    return await fetch_all(
        conn,
        Process,
        "SELECT role, version, extract(epoch FROM clock_timestamp() - seen_at)::float AS silent_s"
        " FROM processes WHERE seen_at > clock_timestamp() - make_interval(secs => %s)"
        " ORDER BY id",
        (SILENT_S,),
    )
