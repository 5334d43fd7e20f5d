"""Users' identities at the video service."""

from datetime import datetime

from psycopg import AsyncConnection

from bot.store.query import fetch
from bot.store.rows import Person


async def get_or_add(conn: AsyncConnection, user_id: int) -> Person:
    """The person, with a client id that stays theirs for ever."""
    await conn.execute(
        "INSERT INTO people (user_id) VALUES (%s) ON CONFLICT DO NOTHING", (user_id,)
    )
    return await fetch(conn, Person, "SELECT * FROM people WHERE user_id = %s", (user_id,))


async def keep_token(
    conn: AsyncConnection,
    user_id: int,
    token_sealed: bytes,
    account_id: str | None,
    until: datetime,
) -> None:
    """Remember the (encrypted) token, how long it lives, and the account it belongs to."""
    await conn.execute(
        "UPDATE people SET token_sealed = %s, account_id = coalesce(%s, account_id),"
        " token_until = %s, refused_until = NULL WHERE user_id = %s",
        (token_sealed, account_id, until, user_id),
    )


async def keep_account(conn: AsyncConnection, user_id: int, account_id: str) -> None:
    """Remember the account that a registration binds to, unless it is known."""
    await conn.execute(
        "UPDATE people SET account_id = coalesce(account_id, %s) WHERE user_id = %s",
        (account_id, user_id),
    )


async def refused(conn: AsyncConnection, user_id: int, until: datetime) -> None:
    """The video service gives this person no account now; asking again before is no use."""
    await conn.execute("UPDATE people SET refused_until = %s WHERE user_id = %s", (until, user_id))
