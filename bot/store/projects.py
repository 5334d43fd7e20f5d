"""Projects: what each chat is working on, one open at a time."""

from collections.abc import Mapping

from psycopg import AsyncConnection

from bot.store import batches
from bot.store.query import fetch, fetch_one
from bot.store.rows import Batch, Export, Making, Project, Turn


async def get(conn: AsyncConnection, project_id: int) -> Project:
    """The project; LookupError if there is none."""
    return await fetch(conn, Project, "SELECT * FROM projects WHERE id = %s", (project_id,))


async def open_for(
    conn: AsyncConnection, chat_id: int, thread_id: int, user_id: int, language: str
) -> Project:
    """The open project of a chat, or of a topic in it, made if there is none.

    Its language follows the user's.
    """
    query = (
        "UPDATE projects SET language = %s WHERE chat_id = %s AND thread_id = %s"
        " AND closed_at IS NULL RETURNING *"
    )
    if project := await fetch_one(conn, Project, query, (language, chat_id, thread_id)):
        return project
    query = (
        "INSERT INTO projects (chat_id, thread_id, user_id, language) VALUES (%s, %s, %s, %s)"
        " ON CONFLICT (chat_id, thread_id) WHERE closed_at IS NULL"
        " DO UPDATE SET language = excluded.language RETURNING *"
    )
    return await fetch(conn, Project, query, (chat_id, thread_id, user_id, language))


async def close(conn: AsyncConnection, project_id: int) -> None:
    """Put the project aside."""
    await conn.execute("UPDATE projects SET closed_at = now() WHERE id = %s", (project_id,))


async def keep_session(
    conn: AsyncConnection, project_id: int, session_id: str, task_id: str | None
) -> None:
    """Bind the project to a session at the video service, and to what a link to it needs."""
    await conn.execute(
        "UPDATE projects SET session_id = %s, task_id = %s WHERE id = %s",
        (session_id, task_id, project_id),
    )


async def forget_session(conn: AsyncConnection, project_id: int) -> None:
    """The session is gone, and with it the files that it had."""
    async with conn.transaction():
        await conn.execute("UPDATE projects SET session_id = NULL WHERE id = %s", (project_id,))
        await conn.execute(
            "UPDATE media SET status = 'fetched'"
            " WHERE project_id = %s AND status IN ('uploading', 'uploaded')",
            (project_id,),
        )


async def of_job(conn: AsyncConnection, args: Mapping[str, object]) -> Project | None:
    """The project that a job with these arguments works for; None where it works for none."""
    query = (
        "SELECT * FROM projects WHERE id IN (%(project_id)s,"
        " (SELECT project_id FROM turns WHERE id = %(turn_id)s),"
        " (SELECT project_id FROM exports WHERE id = %(export_id)s),"
        " (SELECT project_id FROM makings WHERE id = %(making_id)s),"
        " (SELECT project_id FROM batches WHERE id = %(batch_id)s),"
        " (SELECT project_id FROM media WHERE id = %(media_id)s))"
        " OR (chat_id = %(chat_id)s AND closed_at IS NULL) ORDER BY id DESC LIMIT 1"
    )
    names = ("project_id", "chat_id", "turn_id", "export_id", "making_id", "batch_id", "media_id")
    return await fetch_one(conn, Project, query, {name: args.get(name) for name in names})


async def work_of_job(
    conn: AsyncConnection, args: Mapping[str, object]
) -> Turn | Export | Making | Batch | None:
    """What a job with these arguments works at, if anything: of a file, the wish that it has."""
    query = "SELECT * FROM turns WHERE id = %s OR origin = (SELECT origin FROM media WHERE id = %s)"
    if turn := await fetch_one(conn, Turn, query, (args.get("turn_id"), args.get("media_id"))):
        return turn
    query = "SELECT * FROM exports WHERE id = %s"
    if export := await fetch_one(conn, Export, query, (args.get("export_id"),)):
        return export
    query = "SELECT * FROM makings WHERE id = %s"
    if making := await fetch_one(conn, Making, query, (args.get("making_id"),)):
        return making
    query = "SELECT * FROM batches WHERE id = %s"
    return await fetch_one(conn, Batch, query, (args.get("batch_id"),))


async def end_work_of_job(conn: AsyncConnection, args: Mapping[str, object], words: str) -> None:
    """What a job with these arguments works at is not worked at any more.

    `words` are what its user reads. A wish that came with a file is kept, because it would mean
    something else without it.
    """
    await conn.execute(
        "UPDATE turns SET status = 'held' FROM media WHERE media.id = %s"
        " AND media.status = 'received' AND turns.origin = media.origin"
        " AND turns.status = 'waiting'",
        (args.get("media_id"),),
    )
    await conn.execute(
        "UPDATE media SET status = 'refused' WHERE id = %s AND status = 'received'",
        (args.get("media_id"),),
    )
    await conn.execute(
        "UPDATE turns SET status = 'failed', reply = %s, may_retry = false"
        " WHERE id = %s AND status IN ('waiting', 'sent', 'answered')",
        (words, args.get("turn_id")),
    )
    await conn.execute(
        "UPDATE exports SET status = 'failed', ending = %s, draft_sealed = NULL"
        " WHERE id = %s AND status IN ('waiting', 'queued', 'intended', 'submitted', 'rendered')",
        (words, args.get("export_id")),
    )
    await conn.execute(
        "UPDATE makings SET status = 'failed', ending = %s"
        " WHERE id = %s AND status IN ('waiting', 'made')",
        (words, args.get("making_id")),
    )
    await batches.break_off(conn, args.get("batch_id"), words)
