"""Updates that Telegram handed over: written down before it may forget them."""

import json
from collections.abc import Mapping
from typing import Any

from psycopg import AsyncConnection


async def accept(conn: AsyncConnection, updates: Mapping[int, str]) -> set[int]:
    """Keep updates (their JSON texts by id); the ids of those that were not accepted before."""
    cursor = await conn.execute(
        "INSERT INTO inbox (update_id, data) SELECT * FROM unnest(%s::bigint[], %s::text[])"
        " ON CONFLICT DO NOTHING RETURNING update_id",
        (list(updates), list(updates.values())),
    )
    return {row[0] for row in await cursor.fetchall()}


async def read(conn: AsyncConnection, update_id: int) -> dict[str, Any] | None:
    """The update's JSON object, or None once it was handled."""
    cursor = await conn.execute("SELECT data FROM inbox WHERE update_id = %s", (update_id,))
    row = await cursor.fetchone()
    return json.loads(row[0]) if row and row[0] else None


async def handled(conn: AsyncConnection, update_id: int) -> None:
    """Forget what the update said; its id stays, so that a redelivery still does nothing."""
    await conn.execute("UPDATE inbox SET data = NULL WHERE update_id = %s", (update_id,))
