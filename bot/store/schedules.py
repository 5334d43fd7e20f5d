"""What chats want done again and again, and each time that it was due."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final

from psycopg import AsyncConnection
from pydantic.dataclasses import dataclass

from bot.store.query import fetch, fetch_all, fetch_one

MOST: Final = 10


class ScheduleStatus(StrEnum):
    """Whether it is carried out."""

    ON = "on"
    PAUSED = "paused"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Words that are carried out by a clock; `zone` is "" where it follows the chat's.

    `number` is what the chat calls it.
    """

    id: int
    origin: str
    chat_id: int
    thread_id: int
    user_id: int
    language: str
    number: int
    cron: str
    zone: str
    words: str
    status: ScheduleStatus
    next_at: datetime
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """A schedule that is to be written down."""

    chat_id: int
    thread_id: int
    user_id: int
    language: str
    cron: str
    zone: str
    words: str
    next_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Firing:
    """One time that a schedule was due; `message_id` is the message with which it begins."""

    id: int
    schedule_id: int
    due_at: datetime
    missed: bool
    message_id: int | None
    ended_at: datetime | None


async def open_once(conn: AsyncConnection, origin: str, new: New) -> Schedule | None:
    """The schedule that `origin` asked for, noted if it is new; None if the chat has enough."""
    query = (
        "INSERT INTO schedules (origin, chat_id, thread_id, user_id, language, number, cron, zone,"
        " words, next_at) SELECT %(origin)s, %(chat_id)s, %(thread_id)s, %(user_id)s, %(language)s,"
        " n, %(cron)s, %(zone)s, %(words)s, %(next_at)s FROM generate_series(1, %(most)s) n"
        " WHERE n NOT IN (SELECT number FROM schedules WHERE chat_id = %(chat_id)s"
        " AND thread_id = %(thread_id)s AND status <> 'removed') ORDER BY n LIMIT 1"
        " ON CONFLICT (origin) DO NOTHING"
    )
    params = {
        "origin": origin,
        "chat_id": new.chat_id,
        "thread_id": new.thread_id,
        "user_id": new.user_id,
        "language": new.language,
        "cron": new.cron,
        "zone": new.zone,
        "words": new.words,
        "next_at": new.next_at,
        "most": MOST,
    }
    await conn.execute(query, params)
    return await fetch_one(conn, Schedule, "SELECT * FROM schedules WHERE origin = %s", (origin,))


async def get(conn: AsyncConnection, schedule_id: int) -> Schedule:
    """The schedule; LookupError if there is none."""
    return await fetch(conn, Schedule, "SELECT * FROM schedules WHERE id = %s", (schedule_id,))


async def locked(conn: AsyncConnection, schedule_id: int) -> Schedule:
    """The schedule, which nobody else changes before the transaction ends."""
    query = "SELECT * FROM schedules WHERE id = %s FOR UPDATE"
    return await fetch(conn, Schedule, query, (schedule_id,))


async def of_chat(conn: AsyncConnection, chat_id: int, thread_id: int) -> Sequence[Schedule]:
    """Those of a chat (or topic) that were not removed, by their numbers."""
    query = (
        "SELECT * FROM schedules WHERE chat_id = %s AND thread_id = %s AND status <> 'removed'"
        " ORDER BY number"
    )
    return await fetch_all(conn, Schedule, query, (chat_id, thread_id))


async def all_on(conn: AsyncConnection) -> Sequence[Schedule]:
    """All that are on, of all chats."""
    return await fetch_all(conn, Schedule, "SELECT * FROM schedules WHERE status = 'on'", ())


async def set_status(conn: AsyncConnection, schedule_id: int, status: ScheduleStatus) -> None:
    """Carry it out from now on, or not; one that was removed stays so."""
    await conn.execute(
        "UPDATE schedules SET status = %s WHERE id = %s AND status <> 'removed'",
        (status, schedule_id),
    )


async def plan(conn: AsyncConnection, schedule_id: int, next_at: datetime) -> Schedule:
    """Note when it is due next."""
    query = "UPDATE schedules SET next_at = %s WHERE id = %s RETURNING *"
    return await fetch(conn, Schedule, query, (next_at, schedule_id))


async def note_firing(
    conn: AsyncConnection, schedule_id: int, due_at: datetime, *, missed: bool
) -> Firing | None:
    """Write down that it was due then; None if that was known."""
    query = (
        "INSERT INTO firings (schedule_id, due_at, missed) VALUES (%s, %s, %s)"
        " ON CONFLICT (schedule_id, due_at) DO NOTHING RETURNING *"
    )
    return await fetch_one(conn, Firing, query, (schedule_id, due_at, missed))


async def firing(conn: AsyncConnection, firing_id: int) -> Firing:
    """One time that it was due; LookupError if there is none."""
    return await fetch(conn, Firing, "SELECT * FROM firings WHERE id = %s", (firing_id,))


async def begun(conn: AsyncConnection, firing_id: int, message_id: int) -> None:
    """Note the message with which it begins."""
    await conn.execute("UPDATE firings SET message_id = %s WHERE id = %s", (message_id, firing_id))


async def ended(conn: AsyncConnection, firing_id: int) -> None:
    """All was done that a repeat of the job must not do again."""
    await conn.execute("UPDATE firings SET ended_at = now() WHERE id = %s", (firing_id,))
