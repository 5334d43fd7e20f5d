"""Things that engines make, and the paid calls they take; each step happens once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from bot.store.query import fetch, fetch_all, fetch_one
from bot.store.rows import Making, MakingStatus, Step, StepStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be made, as it is written down; see `rows.Making`."""

    craft: str
    policy: str
    prompt: str = ""
    ratio: str = ""
    seconds: int = 0
    seed: int | None = None
    extra: Mapping[str, str] = field(default_factory=dict)
    media_ids: Sequence[int] = ()
    of_step: int | None = None
    lead: str = ""
    row_id: int | None = None


async def open_once(
    conn: AsyncConnection, origin: str, wish: Wish, *, project_id: int, message_id: int
) -> Making:
    """The making that `origin` asked for, noted if it is new; asked again, it is found again."""
    query = (
        "INSERT INTO makings (origin, project_id, message_id, craft, prompt, ratio, seconds, seed,"
        " extra, policy, media_ids, of_step, lead, row_id)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
        " ON CONFLICT (origin) DO UPDATE SET craft = makings.craft RETURNING *"
    )
    params = (
        *(origin, project_id, message_id, wish.craft, wish.prompt, wish.ratio, wish.seconds),
        *(wish.seed, Jsonb(dict(wish.extra)), wish.policy, list(wish.media_ids)),
        *(wish.of_step, wish.lead, wish.row_id),
    )
    return await fetch(conn, Making, query, params)


async def get(conn: AsyncConnection, making_id: int) -> Making:
    """The making; LookupError if there is none."""
    return await fetch(conn, Making, "SELECT * FROM makings WHERE id = %s", (making_id,))


async def by_origin(conn: AsyncConnection, origin: str) -> Making | None:
    """The making that this update or turn asked for, if it asked for one."""
    return await fetch_one(conn, Making, "SELECT * FROM makings WHERE origin = %s", (origin,))


async def of_chat(conn: AsyncConnection, making_id: int, chat_id: int) -> Making | None:
    """The making, if it belongs to this chat."""
    query = (
        "SELECT makings.* FROM makings JOIN projects ON projects.id = project_id"
        " WHERE makings.id = %s AND chat_id = %s"
    )
    return await fetch_one(conn, Making, query, (making_id, chat_id))


async def active_in_chat(conn: AsyncConnection, chat_id: int, thread_id: int) -> list[Making]:
    """What is being made for a chat (or topic), oldest first, in all its projects."""
    query = (
        "SELECT makings.* FROM makings JOIN projects ON projects.id = project_id"
        " WHERE chat_id = %s AND thread_id = %s AND status IN ('waiting', 'made')"
        " ORDER BY makings.id"
    )
    return await fetch_all(conn, Making, query, (chat_id, thread_id))


async def newest_of_step(
    conn: AsyncConnection, step_id: int, craft: str, extra: Mapping[str, str]
) -> Making | None:
    """The newest making that went on with a step's result in this very way."""
    query = (
        "SELECT * FROM makings WHERE of_step = %s AND craft = %s AND extra = %s"
        " ORDER BY id DESC LIMIT 1"
    )
    return await fetch_one(conn, Making, query, (step_id, craft, Jsonb(dict(extra))))


async def of_album(conn: AsyncConnection, album: str) -> list[Making]:
    """What was asked for under an album's parts and has not begun, because they were to come."""
    query = (
        "SELECT makings.* FROM makings JOIN media ON media.origin = makings.origin"
        " WHERE album = %s AND makings.status = 'waiting' AND media_ids = '{}'"
        " ORDER BY makings.id"
    )
    return await fetch_all(conn, Making, query, (album,))


async def start_from(conn: AsyncConnection, making: Making, media_ids: Sequence[int]) -> Making:
    """The files that it starts from are known now."""
    query = "UPDATE makings SET media_ids = %s WHERE id = %s RETURNING *"
    return await fetch(conn, Making, query, (list(media_ids), making.id))


async def uses(conn: AsyncConnection, media_id: int) -> bool:
    """Whether anything was made of this file already."""
    query = "SELECT * FROM makings WHERE %s = ANY(media_ids) LIMIT 1"
    return await fetch_one(conn, Making, query, (media_id,)) is not None


async def set_card(conn: AsyncConnection, making_id: int, card_id: int) -> Making:
    """Note which message shows the progress."""
    query = "UPDATE makings SET card_id = %s WHERE id = %s RETURNING *"
    return await fetch(conn, Making, query, (card_id, making_id))


async def add_lead(conn: AsyncConnection, making: Making, words: str) -> Making:
    """Say one thing more above the progress."""
    query = "UPDATE makings SET lead = trim(lead || E'\\n' || %s, E'\\n') WHERE id = %s RETURNING *"
    return await fetch(conn, Making, query, (words, making.id))


async def next_stage(conn: AsyncConnection, making: Making) -> bool:
    """Go on to the next link of the chain; False if another job did so already."""
    done = await conn.execute(
        "UPDATE makings SET stage = stage + 1 WHERE id = %s AND stage = %s AND status = 'waiting'",
        (making.id, making.stage),
    )
    return done.rowcount == 1


async def mark_made(conn: AsyncConnection, making: Making) -> bool:
    """The result lies here; False if the making was stopped meanwhile."""
    done = await conn.execute(
        "UPDATE makings SET status = 'made', made_at = now() WHERE id = %s AND status = 'waiting'",
        (making.id,),
    )
    return done.rowcount == 1


async def end(
    conn: AsyncConnection,
    making: Making,
    to: MakingStatus,
    ending: str,
    *,
    may_retry: bool = False,
) -> bool:
    """End it with these words; False if it is not any more where `making` saw it."""
    done = await conn.execute(
        "UPDATE makings SET status = %s, ending = %s, may_retry = %s WHERE id = %s AND status = %s",
        (to, ending, may_retry, making.id, making.status),
    )
    return done.rowcount == 1


async def count_sends(conn: AsyncConnection, making: Making, change: int) -> None:
    """The result may have reached the chat once more (or, with -1, surely did not)."""
    await conn.execute("UPDATE makings SET sends = sends + %s WHERE id = %s", (change, making.id))


async def steps_of(conn: AsyncConnection, making_id: int) -> list[Step]:
    """All its paid calls, in their order."""
    query = "SELECT * FROM steps WHERE making_id = %s ORDER BY stage, attempt"
    return await fetch_all(conn, Step, query, (making_id,))


async def step(conn: AsyncConnection, step_id: int) -> Step:
    """The step; LookupError if there is none."""
    return await fetch(conn, Step, "SELECT * FROM steps WHERE id = %s", (step_id,))


async def intend(
    conn: AsyncConnection, making: Making, *, attempt: int, engine: str, key: str, sealed: bytes
) -> Step | None:
    """Write down that this call goes out now, under `key`; None if the making was stopped."""
    query = (
        "INSERT INTO steps (making_id, stage, attempt, engine, key, order_sealed)"
        " SELECT id, stage, %s, %s, %s, %s FROM makings"
        " WHERE id = %s AND stage = %s AND status = 'waiting'"
        " ON CONFLICT (making_id, stage, attempt) DO NOTHING RETURNING *"
    )
    params = (attempt, engine, key, sealed, making.id, making.stage)
    return await fetch_one(conn, Step, query, params)


async def submitted(
    conn: AsyncConnection, step: Step, *, ticket: str, look_at: bytes, estimate: float | None
) -> None:
    """The engine has accepted it."""
    await conn.execute(
        "UPDATE steps SET status = 'submitted', ticket = %s, look_at_sealed = %s, estimate = %s,"
        " submitted_at = now() WHERE id = %s AND status = 'intended'",
        (ticket, look_at, estimate, step.id),
    )


async def seen(conn: AsyncConnection, step: Step, percent: int | None) -> Step:
    """One more look; the percentage never goes backwards."""
    query = (
        "UPDATE steps SET looks = looks + 1, percent = greatest(percent, %s)"
        " WHERE id = %s RETURNING *"
    )
    return await fetch(conn, Step, query, (percent, step.id))


async def finish(
    conn: AsyncConnection,
    step: Step,
    *,
    files: Sequence[str],
    words: str,
    actions: Sequence[str],
    cost: float | None,
) -> bool:
    """Its result lies here; False if another job has noted so already."""
    done = await conn.execute(
        "UPDATE steps SET status = 'done', files = %s, words = %s, actions = %s,"
        " cost = coalesce(%s, estimate), percent = 100, ended_at = now()"
        " WHERE id = %s AND status = 'submitted'",
        (list(files), words, list(actions), cost, step.id),
    )
    return done.rowcount == 1


async def fail(
    conn: AsyncConnection,
    step: Step,
    to: StepStatus,
    failure: str,
    cost: float | None = None,
) -> bool:
    """It ended without a result; False if another job has noted an end already."""
    done = await conn.execute(
        "UPDATE steps SET status = %s, failure = %s, cost = %s, ended_at = now()"
        " WHERE id = %s AND status IN ('intended', 'submitted')",
        (to, failure, cost, step.id),
    )
    return done.rowcount == 1


async def at_work(conn: AsyncConnection, engine: str) -> int:
    """How many calls an engine is working on for all of us; what was stopped does not count."""
    cursor = await conn.execute(
        "SELECT count(*) FROM steps JOIN makings ON makings.id = making_id WHERE engine = %s"
        " AND steps.status IN ('intended', 'submitted') AND makings.status = 'waiting'",
        (engine,),
    )
    row = await cursor.fetchone()
    return int(row[0]) if row else 0


async def is_key(conn: AsyncConnection, engine: str, key: str) -> bool:
    """Whether a call ever went out to this engine under this key."""
    query = "SELECT * FROM steps WHERE key = %s AND engine = %s"
    return await fetch_one(conn, Step, query, (key, engine)) is not None


async def by_key(conn: AsyncConnection, engine: str, key: str) -> Step | None:
    """The call that waits under this key at this engine."""
    query = (
        "SELECT * FROM steps WHERE key = %s AND engine = %s AND status IN ('intended', 'submitted')"
    )
    return await fetch_one(conn, Step, query, (key, engine))


async def by_ticket(conn: AsyncConnection, engine: str, ticket: str) -> Step | None:
    """The call that waits under the engine's own id."""
    query = "SELECT * FROM steps WHERE engine = %s AND ticket = %s AND status = 'submitted'"
    return await fetch_one(conn, Step, query, (engine, ticket))


async def note_news(conn: AsyncConnection, step: Step, percent: int | None) -> None:
    """Somebody says that something happened to this call."""
    await conn.execute(
        "UPDATE steps SET news_at = clock_timestamp(), percent = greatest(percent, %s)"
        " WHERE id = %s",
        (percent, step.id),
    )


async def newest_news(
    conn: AsyncConnection, making_id: int, *, lock: bool = False
) -> datetime | None:
    """When there was news of the making last; with `lock`, more come after this transaction."""
    query = "SELECT * FROM steps WHERE making_id = %s ORDER BY id"
    found = await fetch_all(conn, Step, f"{query} FOR UPDATE" if lock else query, (making_id,))
    return max((step.news_at for step in found if step.news_at is not None), default=None)


async def average_s(conn: AsyncConnection, engine: str) -> float | None:
    """How long its last twenty results took, in seconds."""
    cursor = await conn.execute(
        "SELECT avg(extract(epoch FROM ended_at - submitted_at)) FROM (SELECT * FROM steps"
        " WHERE engine = %s AND status = 'done' ORDER BY ended_at DESC LIMIT 20) newest",
        (engine,),
    )
    row = await cursor.fetchone()
    return float(row[0]) if row and row[0] is not None else None
