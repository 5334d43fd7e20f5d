"""Updates that Telegram handed over: written down before it may forget them."""

import json
from typing import Any

from psycopg import AsyncConnection


async def accept(conn: AsyncConnection, update_id: int, data: str) -> bool:
    """Keep an update (its JSON text); False if it was accepted before."""
    done = await conn.execute(
        "INSERT INTO inbox (update_id, data) VALUES (%s, %s) ON CONFLICT DO NOTHING",
        (update_id, data),
    )
    return done.rowcount == 1


async def read(conn: AsyncConnection, update_id: int) -> dict[str, Any] | None:
    """The update's JSON object, or None once it was handled."""
    cursor = await conn.execute("SELECT data FROM inbox WHERE update_id = %s", (update_id,))
    row = await cursor.fetchone()
    return json.loads(row[0]) if row and row[0] else None


async def handled(conn: AsyncConnection, update_id: int) -> None:
    """Forget what the update said; its id stays, so that a redelivery still does nothing."""
    await conn.execute("UPDATE inbox SET data = NULL WHERE update_id = %s", (update_id,))
