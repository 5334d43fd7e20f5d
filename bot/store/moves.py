"""A group that became a supergroup: Telegram gives it another id, which all rows follow."""

from psycopg import AsyncConnection
from psycopg.sql import SQL, Identifier

# What can be there once for each chat: of the old chat it gives way, for the new one is newer.
_PROJECTS = """
    UPDATE projects old SET closed_at = now()
    WHERE chat_id = %(old)s AND closed_at IS NULL AND EXISTS (
        SELECT FROM projects new
        WHERE new.chat_id = %(new)s AND new.thread_id = old.thread_id AND new.closed_at IS NULL)
"""
_CHATS = """
    DELETE FROM chats old WHERE chat_id = %(old)s AND EXISTS (
        SELECT FROM chats new WHERE new.chat_id = %(new)s AND new.thread_id = old.thread_id)
"""
_LIMITS = "DELETE FROM sending WHERE chat_id = %(old)s"
_WITH_CHATS = (
    "SELECT table_name FROM information_schema.columns JOIN information_schema.tables"
    " USING (table_schema, table_name) WHERE table_schema = current_schema()"
    " AND column_name = 'chat_id' AND table_type = 'BASE TABLE'"
)


async def follow(conn: AsyncConnection, old: int, new: int) -> None:
    """Write the chat's new id wherever the old one stands, all at once; a repeat does nothing.

    Jobs that wait under the old id stay in order behind each other: their lock is not touched.
    """
    async with conn.transaction():
        for statement in (_PROJECTS, _CHATS, _LIMITS):
            await conn.execute(statement, {"old": old, "new": new})
        tables = await (await conn.execute(_WITH_CHATS)).fetchall()
        for (table,) in tables:
            update = SQL("UPDATE {} SET chat_id = %s WHERE chat_id = %s").format(Identifier(table))
            await conn.execute(update, (new, old))
