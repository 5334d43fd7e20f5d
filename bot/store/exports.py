"""Videos on their way from the timeline to the chat; each step happens once."""

from psycopg import AsyncConnection

from bot.store.query import fetch, fetch_all, fetch_one
from bot.store.rows import Export, ExportStatus


async def open_once(
    conn: AsyncConnection,
    origin: str,
    *,
    project_id: int,
    message_id: int,
    turn_id: int | None,
    lead: str,
) -> Export:
    """The export that `origin` asked for, made if it is new; asked again, it is found again."""
    query = (
        "INSERT INTO exports (origin, project_id, message_id, turn_id, lead)"
        " VALUES (%s, %s, %s, %s, %s)"
        " ON CONFLICT (origin) DO UPDATE SET lead = exports.lead RETURNING *"
    )
    return await fetch(conn, Export, query, (origin, project_id, message_id, turn_id, lead))


async def get(conn: AsyncConnection, export_id: int) -> Export:
    """The export; LookupError if there is none."""
    return await fetch(conn, Export, "SELECT * FROM exports WHERE id = %s", (export_id,))


async def by_origin(conn: AsyncConnection, origin: str) -> Export | None:
    """The export that this update or turn asked for, if it asked for one."""
    return await fetch_one(conn, Export, "SELECT * FROM exports WHERE origin = %s", (origin,))


async def active_in_chat(conn: AsyncConnection, chat_id: int, thread_id: int) -> list[Export]:
    """The exports of a chat (or topic) that are not ended, oldest first, in all its projects."""
    query = (
        "SELECT exports.* FROM exports JOIN projects ON projects.id = project_id"
        " WHERE chat_id = %s AND thread_id = %s"
        " AND status IN ('waiting', 'queued', 'intended', 'submitted', 'rendered')"
        " ORDER BY exports.id"
    )
    return await fetch_all(conn, Export, query, (chat_id, thread_id))


async def may_render(conn: AsyncConnection, export: Export) -> bool:
    """Whether no other video of the project is at work or was queued before this one."""
    query = (
        "SELECT * FROM exports WHERE project_id = %s AND id <> %s AND (status IN"
        " ('intended', 'submitted', 'rendered') OR (status = 'queued' AND id < %s)) LIMIT 1"
    )
    params = (export.project_id, export.id, export.id)
    return await fetch_one(conn, Export, query, params) is None


async def next_queued(conn: AsyncConnection, project_id: int) -> Export | None:
    """The video that waits longest for its project's renderer."""
    query = "SELECT * FROM exports WHERE project_id = %s AND status = 'queued' ORDER BY id LIMIT 1"
    return await fetch_one(conn, Export, query, (project_id,))


async def keep_draft(
    conn: AsyncConnection, export: Export, draft_sealed: bytes, newest_turn_id: int | None
) -> bool:
    """Keep what is to be rendered, and wait for the renderer; False if it was stopped meanwhile."""
    done = await conn.execute(
        "UPDATE exports SET status = 'queued', draft_sealed = %s, newest_turn_id = %s"
        " WHERE id = %s AND status = 'waiting'",
        (draft_sealed, newest_turn_id, export.id),
    )
    return done.rowcount == 1


async def set_card(conn: AsyncConnection, export_id: int, card_id: int) -> None:
    """Note which message shows the progress."""
    await conn.execute("UPDATE exports SET card_id = %s WHERE id = %s", (card_id, export_id))


async def set_job(conn: AsyncConnection, export_id: int, job_id: int | None) -> None:
    """Note which job carries the export now, so that it can be stopped."""
    await conn.execute("UPDATE exports SET job_id = %s WHERE id = %s", (job_id, export_id))


async def set_percent(conn: AsyncConnection, export: Export, percent: int) -> bool:
    """Note how far the render is; False if the export was stopped meanwhile."""
    done = await conn.execute(
        "UPDATE exports SET percent = %s WHERE id = %s AND status = 'submitted'",
        (percent, export.id),
    )
    return done.rowcount == 1


async def move(conn: AsyncConnection, export: Export, to: ExportStatus) -> bool:
    """Go on to the next status; False if the export is not any more where `export` saw it."""
    done = await conn.execute(
        "UPDATE exports SET status = %s WHERE id = %s AND status = %s",
        (to, export.id, export.status),
    )
    return done.rowcount == 1


async def end(conn: AsyncConnection, export: Export, to: ExportStatus, ending: str) -> bool:
    """End it with these words; False if the export is not any more where `export` saw it."""
    done = await conn.execute(
        "UPDATE exports SET status = %s, ending = %s, draft_sealed = NULL"
        " WHERE id = %s AND status = %s",
        (to, ending, export.id, export.status),
    )
    return done.rowcount == 1


async def count_sends(conn: AsyncConnection, export: Export, change: int) -> None:
    """The video may have reached the chat once more (or, with -1, surely did not)."""
    await conn.execute("UPDATE exports SET sends = sends + %s WHERE id = %s", (change, export.id))


async def count_wait(conn: AsyncConnection, export: Export) -> None:
    """The service asked for patience once more."""
    await conn.execute("UPDATE exports SET waits = waits + 1 WHERE id = %s", (export.id,))


async def intend(conn: AsyncConnection, export: Export, render_id: str) -> bool:
    """Write down the id under which the render is about to be submitted.

    False if the export is not any more where `export` saw it.
    """
    done = await conn.execute(
        "UPDATE exports SET status = 'intended', render_id = %s, attempts = attempts + 1,"
        " percent = 0 WHERE id = %s AND status = %s AND render_id IS NOT DISTINCT FROM %s",
        (render_id, export.id, export.status, export.render_id),
    )
    return done.rowcount == 1


async def mark_submitted(conn: AsyncConnection, export: Export) -> bool:
    """The video service has the render; False if the export was stopped meanwhile."""
    done = await conn.execute(
        "UPDATE exports SET status = 'submitted', submitted_at = now()"
        " WHERE id = %s AND status = 'intended'",
        (export.id,),
    )
    return done.rowcount == 1
