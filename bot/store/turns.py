"""Wishes on their way through the editing agent; each step is a transition that happens once."""

from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from bot.store.query import fetch, fetch_all, fetch_one
from bot.store.rows import Export, Turn, TurnStatus

_ROOM = 0x1715_0002  # ours among the database's advisory locks


async def open_once(
    conn: AsyncConnection,
    origin: str,
    *,
    project_id: int,
    message_id: int,
    text: str,
    next_intent: str | None,
    status: TurnStatus = TurnStatus.WAITING,
    generates: bool = False,
) -> Turn:
    """The turn that `origin` asked for, made if it is new; asked again, it is found again."""
    query = (
        "INSERT INTO turns (origin, project_id, message_id, text, next_intent, status, generates)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s)"
        " ON CONFLICT (origin) DO UPDATE SET text = turns.text RETURNING *"
    )
    params = (origin, project_id, message_id, text, next_intent, status, generates)
    return await fetch(conn, Turn, query, params)


async def get(conn: AsyncConnection, turn_id: int) -> Turn:
    """The turn; LookupError if there is none."""
    return await fetch(conn, Turn, "SELECT * FROM turns WHERE id = %s", (turn_id,))


async def by_origin(conn: AsyncConnection, origin: str) -> Turn | None:
    """The turn that this update or turn asked for, if it asked for one."""
    return await fetch_one(conn, Turn, "SELECT * FROM turns WHERE origin = %s", (origin,))


async def of_album(conn: AsyncConnection, album: str) -> list[Turn]:
    """The wishes that stood under the album's parts, in their order."""
    query = (
        "SELECT turns.* FROM turns JOIN media ON media.origin = turns.origin"
        " WHERE album = %s ORDER BY turns.message_id"
    )
    return await fetch_all(conn, Turn, query, (album,))


async def put_in(conn: AsyncConnection, turn_id: int, mark: str, words: str) -> None:
    """Put words in the place of a mark in the wish."""
    await conn.execute(
        "UPDATE turns SET text = replace(text, %s, %s) WHERE id = %s", (mark, words, turn_id)
    )


async def alone(conn: AsyncConnection, turn: Turn) -> bool:
    """Whether no other turn was at work at the video service between its sending and now."""
    query = (
        "SELECT other.* FROM turns other JOIN turns this ON this.id = %s"
        " WHERE other.id <> this.id AND other.sent_at IS NOT NULL"
        " AND (other.answered_at IS NULL OR other.answered_at > this.sent_at)"
        " AND other.sent_at > this.sent_at - interval '1 hour' LIMIT 1"
    )
    return await fetch_one(conn, Turn, query, (turn.id,)) is None


async def active_in_chat(conn: AsyncConnection, chat_id: int, thread_id: int) -> list[Turn]:
    """The turns of a chat (or topic) that are not ended, oldest first, in all its projects."""
    query = (
        "SELECT turns.* FROM turns JOIN projects ON projects.id = project_id"
        " WHERE chat_id = %s AND thread_id = %s"
        " AND status IN ('asked', 'waiting', 'sent', 'answered') ORDER BY turns.id"
    )
    return await fetch_all(conn, Turn, query, (chat_id, thread_id))


async def held_in_project(conn: AsyncConnection, project_id: int) -> Turn | None:
    """The newest wish that waits for a file, because the one it came with could not be used."""
    query = "SELECT * FROM turns WHERE project_id = %s AND status = 'held' ORDER BY id DESC LIMIT 1"
    return await fetch_one(conn, Turn, query, (project_id,))


async def ahead_of(conn: AsyncConnection, work: Turn | Export) -> bool:
    """Whether an earlier wish of the project still waits, or its outcome is not known yet."""
    query = (
        "SELECT * FROM turns WHERE project_id = %s AND created_at < %s"
        " AND status IN ('waiting', 'sent') AND job_id IS NOT NULL LIMIT 1"
    )
    return await fetch_one(conn, Turn, query, (work.project_id, work.created_at)) is not None


async def newest_sent(conn: AsyncConnection, project_id: int) -> Turn | None:
    """The newest turn whose words may have changed the project's timeline."""
    query = (
        "SELECT * FROM turns WHERE project_id = %s AND timeline_before IS NOT NULL"
        " ORDER BY id DESC LIMIT 1"
    )
    return await fetch_one(conn, Turn, query, (project_id,))


async def newest(conn: AsyncConnection, project_id: int) -> Turn | None:
    """The project's last wish in words, however far it has come."""
    query = "SELECT * FROM turns WHERE project_id = %s ORDER BY id DESC LIMIT 1"
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


async def has_room(conn: AsyncConnection, most: int) -> bool:
    """Whether the service has fewer wishes than so many; the answer holds for this transaction."""
    await conn.execute("SELECT pg_advisory_xact_lock(%s)", (_ROOM,))
    cursor = await conn.execute("SELECT count(*) < %s FROM turns WHERE status = 'sent'", (most,))
    row = await cursor.fetchone()
    return bool(row and row[0])


async def mark_sent(
    conn: AsyncConnection, turn: Turn, timeline_before: object, balance_before: float | None
) -> bool:
    """Write down that the words go out now; False if the turn was stopped meanwhile."""
    done = await conn.execute(
        "UPDATE turns SET status = 'sent', sent_at = now(), timeline_before = %s,"
        " balance_before = %s WHERE id = %s AND status = 'waiting'",
        (Jsonb(timeline_before), balance_before, turn.id),
    )
    return done.rowcount == 1


async def mark_answered(
    conn: AsyncConnection,
    turn: Turn,
    reply: str,
    *,
    next_intent: str | None,
    aftermath: object,
    cost: float | None,
) -> bool:
    """Keep what the user will read and what comes next; False if the turn was stopped meanwhile."""
    done = await conn.execute(
        "UPDATE turns SET status = 'answered', reply = %s, next_intent = %s, aftermath = %s,"
        " cost = %s, answered_at = now() WHERE id = %s AND status = 'sent'",
        (reply, next_intent, Jsonb(aftermath), cost, turn.id),
    )
    return done.rowcount == 1


async def cancel(conn: AsyncConnection, turn: Turn, words: str) -> bool:
    """Stop it with these words; False if the turn is not any more where `turn` saw it."""
    done = await conn.execute(
        "UPDATE turns SET status = 'cancelled', reply = %s WHERE id = %s AND status = %s",
        (words, turn.id, turn.status),
    )
    return done.rowcount == 1


async def mark_failed(conn: AsyncConnection, turn: Turn, words: str, *, may_retry: bool) -> bool:
    """End it with these words; False if the turn is not any more where `turn` saw it."""
    done = await conn.execute(
        "UPDATE turns SET status = 'failed', reply = %s, may_retry = %s"
        " WHERE id = %s AND status = %s",
        (words, may_retry, turn.id, turn.status),
    )
    return done.rowcount == 1


async def count_look(conn: AsyncConnection, turn: Turn, timeline_seen: object) -> None:
    """One more look at the timeline after a cut, and what was seen."""
    await conn.execute(
        "UPDATE turns SET looks = looks + 1, timeline_seen = %s WHERE id = %s",
        (Jsonb(timeline_seen), turn.id),
    )


async def count_wait(conn: AsyncConnection, turn: Turn) -> None:
    """The service asked for patience once more."""
    await conn.execute("UPDATE turns SET waits = waits + 1 WHERE id = %s", (turn.id,))
