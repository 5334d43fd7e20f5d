"""Runs a query and gives its rows as values."""

from collections.abc import Mapping
from typing import LiteralString, TypeAlias, TypeVar

from psycopg import AsyncConnection
from psycopg.rows import class_row

Row = TypeVar("Row")
Params: TypeAlias = tuple[object, ...] | Mapping[str, object]


async def fetch_all(
    conn: AsyncConnection, row: type[Row], query: LiteralString, params: Params
) -> list[Row]:
    """All rows."""
    async with conn.cursor(row_factory=class_row(row)) as cursor:
        await cursor.execute(query, params)
        return await cursor.fetchall()


async def fetch_one(
    conn: AsyncConnection, row: type[Row], query: LiteralString, params: Params
) -> Row | None:
    """The first row, or None."""
    async with conn.cursor(row_factory=class_row(row)) as cursor:
        await cursor.execute(query, params)
        return await cursor.fetchone()


async def fetch(conn: AsyncConnection, row: type[Row], query: LiteralString, params: Params) -> Row:
    """The one row that must be there; LookupError if it is not."""
    found = await fetch_one(conn, row, query, params)
    if found is None:
        raise LookupError(f"no {row.__name__} for {params}")
    return found
