"""How fast may be written to Telegram, as all processes keep it together.

The database's clock counts, so that machines whose clocks differ, or jump, keep the same limits.
"""

from dataclasses import dataclass

from psycopg import AsyncConnection

from bot.store.query import fetch


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """Fills by one each `every_s`, and holds `burst`; `kept` is what some leave for others."""

    every_s: float
    burst: int
    kept: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Seconds until there is room in the chat's bucket and in everybody's; none: it was taken.

    `light` is a chat that has taken little of late.
    """

    chat_s: float
    all_s: float
    light: bool

    @property
    def taken(self) -> bool:
        """Whether it may go out now."""
        return self.chat_s <= 0 and self.all_s <= 0


async def take(
    conn: AsyncConnection,
    chat_id: int,
    cost: int,
    *,
    own: Bucket,
    long_run: Bucket,
    overall: Bucket,
) -> Room:
    """Take `cost` out of the chat's bucket and one out of everybody's, if there is room in both.

    Who leaves something of its own bucket (`kept`) also leaves something of everybody's.
    """
    query = "SELECT * FROM take_sending(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
    params = (
        *(chat_id, cost, own.every_s, own.burst, own.kept),
        *(long_run.every_s, long_run.burst),
        *(overall.every_s, overall.burst, overall.kept),
    )
    return await fetch(conn, Room, query, params)


async def hold(conn: AsyncConnection, chat_id: int, seconds: float) -> None:
    """Telegram wants nothing in this chat (0: in no chat) for so long."""
    await conn.execute("SELECT hold_sending(%s, %s)", (chat_id, seconds))
