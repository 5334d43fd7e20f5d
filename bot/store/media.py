"""Files that came with messages."""

from psycopg import AsyncConnection

from bot.store.query import fetch, fetch_all, fetch_one
from bot.store.rows import Media, MediaStatus


async def open_once(
    conn: AsyncConnection,
    origin: str,
    *,
    project_id: int,
    message_id: int,
    file_id: str,
    name: str,
    album: str | None = None,
    link_sealed: bytes | None = None,
) -> Media:
    """The file that `origin` brought, noted if it is new; asked again, it is found again."""
    query = (
        "INSERT INTO media (origin, project_id, message_id, file_id, name, album, link_sealed)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s)"
        " ON CONFLICT (origin) DO UPDATE SET name = media.name RETURNING *"
    )
    params = (origin, project_id, message_id, file_id, name, album, link_sealed)
    return await fetch(conn, Media, query, params)


async def get(conn: AsyncConnection, media_id: int) -> Media:
    """The file; LookupError if there is none."""
    return await fetch(conn, Media, "SELECT * FROM media WHERE id = %s", (media_id,))


async def of_project(conn: AsyncConnection, project_id: int) -> list[Media]:
    """All files of a project, oldest first."""
    query = "SELECT * FROM media WHERE project_id = %s ORDER BY id"
    return await fetch_all(conn, Media, query, (project_id,))


async def came_by_link(conn: AsyncConnection, origin: str) -> bool:
    """Whether the message brought a file behind a link, which never comes to us."""
    query = "SELECT * FROM media WHERE origin LIKE %s AND status <> 'refused' LIMIT 1"
    return await fetch_one(conn, Media, query, (f"{origin}:link:%",)) is not None


async def of_album(conn: AsyncConnection, album: str) -> list[Media]:
    """All parts of an album that came so far, in their order."""
    query = "SELECT * FROM media WHERE album = %s ORDER BY message_id"
    return await fetch_all(conn, Media, query, (album,))


async def first_to_upload(conn: AsyncConnection, project_id: int) -> Media | None:
    """The first file, by its message, that the project's session does not surely have yet."""
    query = (
        "SELECT * FROM media WHERE project_id = %s AND status IN ('fetched', 'uploading')"
        " ORDER BY message_id, id LIMIT 1"
    )
    return await fetch_one(conn, Media, query, (project_id,))


async def fetched(conn: AsyncConnection, media_id: int, name: str, path: str | None) -> None:
    """It is really what `name` says; our copy lies at `path`, relative to the data folder.

    No `path` where it is behind a link.
    """
    await conn.execute(
        "UPDATE media SET status = 'fetched', name = %s, path = %s WHERE id = %s",
        (name, path, media_id),
    )


async def set_status(conn: AsyncConnection, media_id: int, status: MediaStatus) -> None:
    """Note how far the file has come."""
    await conn.execute("UPDATE media SET status = %s WHERE id = %s", (status, media_id))


async def mark_uploaded(conn: AsyncConnection, media_id: int) -> None:
    """The session has it, if it is still the one that it was handed to."""
    await conn.execute(
        "UPDATE media SET status = 'uploaded' WHERE id = %s AND status = 'uploading'", (media_id,)
    )


async def by_origin(conn: AsyncConnection, origin: str) -> Media | None:
    """The file that this update or making has brought, if it has brought one."""
    return await fetch_one(conn, Media, "SELECT * FROM media WHERE origin = %s", (origin,))


async def of_message(conn: AsyncConnection, project_id: int, message_id: int) -> list[Media]:
    """The files of a message of the project: one, or those of the album that it is a part of."""
    query = (
        "SELECT * FROM media WHERE project_id = %(project)s AND status <> 'refused' AND"
        " (message_id = %(message)s OR album = (SELECT album FROM media"
        " WHERE project_id = %(project)s AND message_id = %(message)s AND album IS NOT NULL"
        " LIMIT 1)) ORDER BY message_id, id"
    )
    return await fetch_all(conn, Media, query, {"project": project_id, "message": message_id})


async def choose(conn: AsyncConnection, project_id: int, message_id: int) -> None:
    """One of several results of ours is gone on with: it goes to the video service, too."""
    await conn.execute(
        "UPDATE media SET status = 'fetched'"
        " WHERE project_id = %s AND message_id = %s AND status = 'made'",
        (project_id, message_id),
    )
