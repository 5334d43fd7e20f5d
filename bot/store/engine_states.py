"""Breakers: an engine that failed is left alone for a while, by all workers."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from psycopg import AsyncConnection

from bot.store.query import fetch_all
from bot.store.rows import EngineState


async def resting(conn: AsyncConnection, now: datetime) -> Mapping[str, datetime]:
    """The engines that are left alone now, and until when."""
    query = "SELECT * FROM engines WHERE rests_until > %s"
    found = await fetch_all(conn, EngineState, query, (now,))
    return {state.name: state.rests_until for state in found if state.rests_until is not None}


async def failed(conn: AsyncConnection, name: str, now: datetime, rest_s: float) -> None:
    """It failed: leave it alone, each time in a row twice as long, up to eight times."""
    await conn.execute(
        "INSERT INTO engines (name, failures, rests_until) VALUES (%(name)s, 1, %(first)s)"
        " ON CONFLICT (name) DO UPDATE SET failures = engines.failures + 1,"
        " rests_until = %(now)s + %(rest)s * (2 ^ least(engines.failures, 3))",
        {
            "name": name,
            "now": now,
            "rest": timedelta(seconds=rest_s),
            "first": now + timedelta(seconds=rest_s),
        },
    )


async def worked(conn: AsyncConnection, name: str) -> None:
    """It works (again)."""
    await conn.execute(
        "UPDATE engines SET failures = 0, rests_until = NULL WHERE name = %s AND failures > 0",
        (name,),
    )
