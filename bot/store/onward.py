"""What the operator's own address is to be told."""

from datetime import datetime
from enum import StrEnum

from psycopg import AsyncConnection
from pydantic.dataclasses import dataclass

from bot.store.query import fetch


class OnwardStatus(StrEnum):
    """How far a message has come."""

    PENDING = "pending"
    SENT = "sent"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Onward:
    """A message; `id` is the same at every attempt, `path` is relative to the data folder."""

    id: str
    body: str
    path: str | None
    attempts: int
    next_at: datetime
    status: OnwardStatus
    created_at: datetime


async def note(
    conn: AsyncConnection, onward_id: str, body: str, *, path: str | None, at: datetime
) -> bool:
    """Write a message down, due at once; False if it was already."""
    query = (
        "INSERT INTO onward (id, body, path, next_at, created_at) VALUES (%s, %s, %s, %s, %s)"
        " ON CONFLICT (id) DO NOTHING"
    )
    return (await conn.execute(query, (onward_id, body, path, at, at))).rowcount == 1


async def get(conn: AsyncConnection, onward_id: str) -> Onward:
    """The message; LookupError if there is none."""
    return await fetch(conn, Onward, "SELECT * FROM onward WHERE id = %s", (onward_id,))


async def end(conn: AsyncConnection, onward_id: str, status: OnwardStatus) -> None:
    """One more attempt was made, and no other will be."""
    await conn.execute(
        "UPDATE onward SET status = %s, attempts = attempts + 1 WHERE id = %s",
        (status, onward_id),
    )


async def postpone(conn: AsyncConnection, onward_id: str, until: datetime) -> None:
    """One more attempt was made, in vain."""
    await conn.execute(
        "UPDATE onward SET next_at = %s, attempts = attempts + 1 WHERE id = %s",
        (until, onward_id),
    )
