"""What is old enough to be removed from the database, a few rows at a time.

A row that another one still points to is kept, whatever table that is in: the database itself is
asked which tables point to which.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString

from psycopg import AsyncConnection
from psycopg.sql import SQL, Composable, Identifier

AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Old:
    """Rows of a table that may go once `since` is older than they are kept."""

    table: str
    since: str
    ended: LiteralString = "true"
    key: str = "id"


INBOX = Old(table="inbox", since="received_at", key="update_id")
LIMITS = Old(
    table="sending",
    since="full_at",
    key="chat_id",
    ended="chat_id <> 0 AND held_until < now() AND light_at < now()",
)
# What is at work stays, whatever its age. In this order, because the later ones are pointed to.
ROWS = (
    Old(table="onward", since="created_at", ended="status <> 'pending'"),
    Old(
        table="steps",
        since="created_at",
        ended="making_id IN (SELECT id FROM makings WHERE status NOT IN ('waiting', 'made'))",
    ),
    # A row of a batch points to its making and the making to the row, so they go with the batch.
    Old(
        table="batches",
        since="created_at",
        ended="status NOT IN ('checking', 'asked', 'running', 'ending')",
    ),
    Old(table="makings", since="created_at", ended="status NOT IN ('waiting', 'made')"),
    Old(table="firings", since="due_at", ended="ended_at IS NOT NULL"),
    Old(
        table="exports",
        since="created_at",
        ended="status IN ('delivered', 'failed', 'cancelled', 'taken_over')",
    ),
    Old(table="turns", since="created_at", ended="status NOT IN ('waiting', 'sent', 'answered')"),
    Old(
        table="media",
        since="created_at",
        ended="status = 'refused'"
        " OR project_id IN (SELECT id FROM projects WHERE closed_at IS NOT NULL)",
    ),
    Old(table="projects", since="closed_at", ended="closed_at IS NOT NULL"),
)
_POINTING = """
    SELECT con.conrelid::regclass::text, att.attname
    FROM pg_constraint con JOIN pg_attribute att
      ON att.attrelid = con.conrelid AND att.attnum = con.conkey[1]
    WHERE con.contype = 'f' AND con.confrelid = %s::regclass
      AND con.confdeltype = 'a'  -- the others go along, or forget
"""
_FORGOTTEN = """
    UPDATE projects SET closed_at = now() WHERE id IN (
        SELECT id FROM projects project
        WHERE closed_at IS NULL AND created_at < %(before)s
          AND NOT EXISTS (SELECT FROM turns WHERE project_id = project.id
                          AND (created_at >= %(before)s OR status IN
                               ('waiting', 'sent', 'answered')))
          AND NOT EXISTS (SELECT FROM exports WHERE project_id = project.id
                          AND (created_at >= %(before)s OR status IN
                               ('waiting', 'queued', 'intended', 'submitted', 'rendered')))
          AND NOT EXISTS (SELECT FROM makings WHERE project_id = project.id
                          AND (created_at >= %(before)s OR status IN ('waiting', 'made')))
          AND NOT EXISTS (SELECT FROM media WHERE project_id = project.id
                          AND created_at >= %(before)s)
        ORDER BY id LIMIT %(most)s)
"""
_WANTED = """
    SELECT path FROM media JOIN projects ON projects.id = project_id
    WHERE path = ANY(%(paths)s) AND closed_at IS NULL
    UNION SELECT path FROM onward WHERE path = ANY(%(paths)s) AND status = 'pending'
    UNION SELECT unnest(files) FROM steps JOIN makings ON makings.id = making_id
    WHERE makings.status IN ('waiting', 'made')
"""


async def remove(conn: AsyncConnection, old: Old, before: datetime) -> int:
    """Remove some that are older and not pointed to; how many."""
    pointing = await (await conn.execute(_POINTING, (old.table,))).fetchall()
    free = [
        SQL("NOT EXISTS (SELECT FROM {} other WHERE other.{} = old.{})").format(
            SQL(table), Identifier(column), Identifier(old.key)
        )
        for table, column in pointing
    ]
    conditions: list[Composable] = [
        SQL("old.{} < %(before)s").format(Identifier(old.since)),
        SQL("({})").format(SQL(old.ended)),
        *free,
    ]
    query = SQL(
        "DELETE FROM {table} WHERE {key} IN"
        " (SELECT {key} FROM {table} old WHERE {which} ORDER BY {key} LIMIT %(most)s)"
    ).format(
        table=Identifier(old.table), key=Identifier(old.key), which=SQL(" AND ").join(conditions)
    )
    return (await conn.execute(query, {"before": before, "most": AT_ONCE})).rowcount


async def close_forgotten(conn: AsyncConnection, before: datetime) -> int:
    """Put projects aside in which nothing has happened since then; how many."""
    done = await conn.execute(_FORGOTTEN, {"before": before, "most": AT_ONCE})
    return done.rowcount


async def wanted(conn: AsyncConnection, paths: Sequence[str]) -> set[str]:
    """Which of these files, relative to the data folder, are still needed."""
    rows = await (await conn.execute(_WANTED, {"paths": list(paths)})).fetchall()
    return {row[0] for row in rows}


async def at_work(conn: AsyncConnection, export_ids: Sequence[int]) -> set[int]:
    """Which of these exports have not ended."""
    query = (
        "SELECT id FROM exports WHERE id = ANY(%s)"
        " AND status IN ('waiting', 'queued', 'intended', 'submitted', 'rendered')"
    )
    rows = await (await conn.execute(query, (list(export_ids),))).fetchall()
    return {row[0] for row in rows}
