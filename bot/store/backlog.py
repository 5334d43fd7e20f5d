"""How much a chat has waiting."""

from psycopg import AsyncConnection

_WAITING = """
    SELECT (SELECT count(*) FROM turns JOIN projects ON projects.id = project_id
            WHERE chat_id = %(chat)s AND status IN ('waiting', 'sent', 'answered')
              AND origin <> %(but)s)
         + (SELECT count(*) FROM exports JOIN projects ON projects.id = project_id
            WHERE chat_id = %(chat)s AND origin <> %(but)s
              AND status IN ('waiting', 'queued', 'intended', 'submitted', 'rendered'))
         + (SELECT count(*) FROM makings JOIN projects ON projects.id = project_id
            WHERE chat_id = %(chat)s AND status IN ('waiting', 'made') AND origin <> %(but)s)
"""


async def waiting(conn: AsyncConnection, chat_id: int, *, but: str) -> int:
    """How many works of a chat have not ended, without what `but` asked for."""
    row = await (await conn.execute(_WAITING, {"chat": chat_id, "but": but})).fetchone()
    return int(row[0]) if row else 0
