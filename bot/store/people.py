"""Users' identities at the video service."""

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
    conn: AsyncConnection, user_id: int, token_sealed: bytes, account_id: str | None
) -> None:
    """Remember the (encrypted) token and the account it belongs to."""
    await conn.execute(
        "UPDATE people SET token_sealed = %s, account_id = %s WHERE user_id = %s",
        (token_sealed, account_id, user_id),
    )
