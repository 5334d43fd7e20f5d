"""Connections to the database, set so that a cut line or a frozen process cannot hold it up.

It knows no table.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypeAlias

from psycopg import AsyncConnection
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg_pool import AsyncConnectionPool

IDLE_IN_TRANSACTION = "15s"

Pool: TypeAlias = AsyncConnectionPool[AsyncConnection]


@asynccontextmanager
async def open_pool(url: str, *, max_size: int = 10) -> AsyncIterator[Pool]:
    """A pool of connections in autocommit mode: whoever needs a transaction says so.

    `url` is a libpq URL or connection string. Raises psycopg_pool.PoolTimeout (a
    psycopg.OperationalError) if the database cannot be reached within 30 seconds.
    """
    pool: Pool = AsyncConnectionPool(
        conninfo(url),
        min_size=2,
        max_size=max_size,
        timeout=10.0,
        # The pauses between attempts double: short rounds, so that a database that was away for
        # a minute is not missed for another one.
        reconnect_timeout=3.0,
        configure=configure,
        check=AsyncConnectionPool.check_connection,
        open=False,
    )
    async with pool:
        await pool.wait()
        yield pool


def conninfo(url: str) -> str:
    """`url` with short timeouts for a line that went dead, where it does not set its own."""
    noticing_dead_lines = {
        "connect_timeout": 10,
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 25_000,
    }
    return make_conninfo("", **{**noticing_dead_lines, **conninfo_to_dict(url)})


async def configure(conn: AsyncConnection) -> None:
    """Make a new connection one of ours."""
    await conn.set_autocommit(True)
    # A process frozen in the middle of a transaction would keep its row locks for ever.
    limit = "SELECT set_config('idle_in_transaction_session_timeout', %s, false)"
    await conn.execute(limit, (IDLE_IN_TRANSACTION,))
