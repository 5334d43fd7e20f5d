"""What each chat has chosen for itself."""

from collections.abc import Mapping

from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from bot.store.query import fetch, fetch_one
from bot.store.rows import Chat


async def get(conn: AsyncConnection, chat_id: int, thread_id: int) -> Chat:
    """The chat's choices; made where it has none yet."""
    query = "SELECT * FROM chats WHERE chat_id = %s AND thread_id = %s"
    if found := await fetch_one(conn, Chat, query, (chat_id, thread_id)):
        return found
    query = (
        "INSERT INTO chats (chat_id, thread_id) VALUES (%s, %s)"
        " ON CONFLICT (chat_id, thread_id) DO UPDATE SET chat_id = excluded.chat_id RETURNING *"
    )
    return await fetch(conn, Chat, query, (chat_id, thread_id))


async def choose_engine(conn: AsyncConnection, chat: Chat, engine: str) -> None:
    """From now on this chat's clips are made so."""
    await conn.execute(
        "UPDATE chats SET engine = %s WHERE chat_id = %s AND thread_id = %s",
        (engine, chat.chat_id, chat.thread_id),
    )


async def choose_zone(conn: AsyncConnection, chat: Chat, zone: str) -> None:
    """From now on this chat's times are of this zone."""
    await conn.execute(
        "UPDATE chats SET zone = %s WHERE chat_id = %s AND thread_id = %s",
        (zone, chat.chat_id, chat.thread_id),
    )


async def set_style(conn: AsyncConnection, chat: Chat, part: Mapping[str, object] | None) -> None:
    """Keep this part of the chat's style, and what else it has; None: it has none any more."""
    await conn.execute(
        "UPDATE chats SET style = coalesce(style, '{}'::jsonb) || %s::jsonb"
        " WHERE chat_id = %s AND thread_id = %s",
        (None if part is None else Jsonb(part), chat.chat_id, chat.thread_id),
    )


async def ask(conn: AsyncConnection, chat_id: int, thread_id: int, asked: str | None) -> None:
    """The bot waits for this from the chat, or for nothing any more."""
    await conn.execute(
        "INSERT INTO chats (chat_id, thread_id, asked) VALUES (%s, %s, %s)"
        " ON CONFLICT (chat_id, thread_id) DO UPDATE SET asked = excluded.asked",
        (chat_id, thread_id, asked),
    )
