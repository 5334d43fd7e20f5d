"""Wishes on their way through the editing agent; each step is a transition that happens once."""

from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from bot.store.query import fetch, fetch_all, fetch_one
from bot.store.rows import Turn, TurnStatus


async def open_once(
    conn: AsyncConnection,
    origin: str,
    *,
    project_id: int,
    message_id: int,
    text: str,
    next_intent: str | None,
) -> Turn:
    """The turn that `origin` asked for, made if it is new; asked again, it is found again."""
    query = (
        "INSERT INTO turns (origin, project_id, message_id, text, next_intent)"
        " VALUES (%s, %s, %s, %s, %s)"
        " ON CONFLICT (origin) DO UPDATE SET text = turns.text RETURNING *"
    )
    return await fetch(conn, Turn, query, (origin, project_id, message_id, text, next_intent))


async def get(conn: AsyncConnection, turn_id: int) -> Turn:
    """The turn; LookupError if there is none."""
    return await fetch(conn, Turn, "SELECT * FROM turns WHERE id = %s", (turn_id,))


async def by_origin(conn: AsyncConnection, origin: str) -> Turn | None:
    """The turn that this update or turn asked for, if it asked for one."""
    return await fetch_one(conn, Turn, "SELECT * FROM turns WHERE origin = %s", (origin,))


async def active_in_chat(conn: AsyncConnection, chat_id: int) -> list[Turn]:
    """The chat's turns that are not ended, oldest first, in all its projects."""
    query = (
        "SELECT turns.* FROM turns JOIN projects ON projects.id = project_id"
        " WHERE chat_id = %s AND status IN ('waiting', 'sent', 'answered') ORDER BY turns.id"
    )
    return await fetch_all(conn, Turn, query, (chat_id,))


async def held_in_project(conn: AsyncConnection, project_id: int) -> Turn | None:
    """The newest wish that waits for a file, because the one it came with could not be used."""
    query = "SELECT * FROM turns WHERE project_id = %s AND status = 'held' ORDER BY id DESC LIMIT 1"
    return await fetch_one(conn, Turn, query, (project_id,))


async def release_held(conn: AsyncConnection, project_id: int) -> None:
    """The wishes that waited for a file were taken up under a new message."""
    await conn.execute(
        "UPDATE turns SET status = 'cancelled' WHERE project_id = %s AND status = 'held'",
        (project_id,),
    )


async def of_chat(conn: AsyncConnection, turn_id: int, chat_id: int) -> Turn | None:
    """The turn, if it belongs to this chat."""
    query = (
        "SELECT turns.* FROM turns JOIN projects ON projects.id = project_id"
        " WHERE turns.id = %s AND chat_id = %s"
    )
    return await fetch_one(conn, Turn, query, (turn_id, chat_id))


async def set_card(conn: AsyncConnection, turn_id: int, card_id: int) -> Turn:
    """Note which message shows the progress."""
    query = "UPDATE turns SET card_id = %s WHERE id = %s RETURNING *"
    return await fetch(conn, Turn, query, (card_id, turn_id))


async def set_job(conn: AsyncConnection, turn_id: int, job_id: int | None) -> None:
    """Note which job carries the turn, so that it can be stopped."""
    await conn.execute("UPDATE turns SET job_id = %s WHERE id = %s", (job_id, turn_id))


async def move(conn: AsyncConnection, turn: Turn, to: TurnStatus) -> bool:
    """Go on to the next status; False if the turn is not any more where `turn` saw it."""
    done = await conn.execute(
        "UPDATE turns SET status = %s WHERE id = %s AND status = %s", (to, turn.id, turn.status)
    )
    return done.rowcount == 1


async def mark_sent(conn: AsyncConnection, turn: Turn, timeline_before: object) -> bool:
    """Write down that the words go out now; False if the turn was stopped meanwhile."""
    done = await conn.execute(
        "UPDATE turns SET status = 'sent', timeline_before = %s"
        " WHERE id = %s AND status = 'waiting'",
        (Jsonb(timeline_before), turn.id),
    )
    return done.rowcount == 1


async def mark_answered(conn: AsyncConnection, turn: Turn, reply: str) -> bool:
    """Keep what the user will read; False if the turn was stopped meanwhile."""
    done = await conn.execute(
        "UPDATE turns SET status = 'answered', reply = %s WHERE id = %s AND status = 'sent'",
        (reply, turn.id),
    )
    return done.rowcount == 1


async def count_look(conn: AsyncConnection, turn: Turn) -> None:
    """One more look at the timeline after a cut."""
    await conn.execute("UPDATE turns SET looks = looks + 1 WHERE id = %s", (turn.id,))
