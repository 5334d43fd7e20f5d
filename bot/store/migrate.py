"""Brings a database to the shape this version needs: numbered SQL files, each applied once.

What the tables mean it must not know.
"""

from collections.abc import Iterable
from importlib.resources import files
from importlib.resources.abc import Traversable

import psycopg
import structlog
from procrastinate.schema import SchemaManager
from psycopg import AsyncConnection

log = structlog.get_logger()

MIGRATIONS = files("bot.store").joinpath("migrations")
# The library's whole schema, under the version it belongs to. Each later version brings files of
# its own (procrastinate/sql/migrations), which then become numbered files of ours.
FIRST_STEP = "0001_procrastinate_3.10"

_LOCK = 0x1715_0001


async def migrate(url: str, migrations: Traversable = MIGRATIONS) -> None:
    """Apply what is missing, each file in a transaction of its own; safe to run side by side.

    A file must not begin or end transactions itself. Raises psycopg.Error; what was applied
    before the error stays.
    """
    async with await AsyncConnection.connect(url, autocommit=True) as conn:
        await conn.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
        await conn.execute(
            "CREATE TABLE IF NOT EXISTS schema_migrations"
            " (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())"
        )
        cursor = await conn.execute("SELECT name FROM schema_migrations")
        applied = {row[0] for row in await cursor.fetchall()}
        await _apply(conn, FIRST_STEP, SchemaManager.get_schema(), applied)
        for file in _in_order(migrations.iterdir()):
            await _apply(conn, file.name.removesuffix(".sql"), file.read_text("utf-8"), applied)


def _in_order(entries: Iterable[Traversable]) -> list[Traversable]:
    sql = [entry for entry in entries if entry.name.endswith(".sql")]
    return sorted(sql, key=lambda entry: entry.name)


async def _apply(conn: AsyncConnection, name: str, sql: str, applied: set[str]) -> None:
    if name in applied:
        return
    try:
        async with conn.transaction():
            await conn.execute(sql.encode())
            await conn.execute("INSERT INTO schema_migrations (name) VALUES (%s)", (name,))
    except psycopg.Error as exc:
        exc.add_note(f"in migration {name}")
        raise
    log.info("migration_applied", name=name)
