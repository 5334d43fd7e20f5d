"""Who may fetch from Telegram: one poller, or any number behind a webhook, and never both.

It is a lock of a database session, so the database gives it back when its holder dies. A holder
that is frozen keeps its session; it is known by its silence, and whoever waits ends that session.
What is done while on duty, this must not know.
"""

import asyncio
from collections.abc import Awaitable, Callable
from enum import StrEnum

import psycopg
import structlog
from psycopg import AsyncConnection

from bot.store.pool import conninfo
from wire.clock import Clock

TRY_EVERY_S = 1.0
SIGN_EVERY_S = 2.0
ANSWER_WITHIN_S = 5.0
# After so long without a sign, a holder counts as frozen.
SILENT_S = 15.0

_KEY = (0x504A, 1)  # ours among the database's advisory locks
_ALONE = "SELECT pg_try_advisory_lock(%s, %s)"
_TOGETHER = "SELECT pg_try_advisory_lock_shared(%s, %s)"
_HELD = """
    FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
    WHERE l.locktype = 'advisory' AND l.granted AND (l.classid, l.objid) = (%s, %s)
      AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
_END_SILENT = f"""
    SELECT pg_terminate_backend(a.pid) {_HELD}
      AND a.state_change < clock_timestamp() - make_interval(secs => %s)
"""
_ANYBODY = f"SELECT EXISTS (SELECT {_HELD})"

log = structlog.get_logger()


class Sharing(StrEnum):
    """Whether the duty is for one process alone, or for several together."""

    ALONE = "alone"
    TOGETHER = "together"


class Duty:
    """The right to receive, which the processes of one database hand to each other."""

    def __init__(
        self, url: str, sharing: Sharing, clock: Clock, *, silent_s: float = SILENT_S
    ) -> None:
        self._url = conninfo(url)
        self._ask = _ALONE if sharing is Sharing.ALONE else _TOGETHER
        self._clock = clock
        self._silent_s = silent_s

    async def serve(
        self, work: Callable[[], Awaitable[None]], *, waiting: Callable[[], None]
    ) -> None:
        """Wait for the duty, then do `work` as long as it is held; `waiting` is told of each wait.

        Returns when `work` does. Raises psycopg.OperationalError as soon as the session is lost or
        does not answer; `work` has been cancelled by then.
        """
        async with await AsyncConnection.connect(self._url, autocommit=True) as session:
            while not await self._try(session):
                waiting()
                await session.execute(_END_SILENT, (*_KEY, self._silent_s))
                await self._clock.sleep(TRY_EVERY_S)
            working = asyncio.ensure_future(work())
            watching = asyncio.ensure_future(_watch(session))
            try:
                await asyncio.wait({working, watching}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in (working, watching):
                    task.cancel()
                await asyncio.wait({working, watching})
            for task in (working, watching):
                if not task.cancelled():
                    task.result()

    async def _try(self, session: AsyncConnection) -> bool:
        row = await (await session.execute(self._ask, _KEY)).fetchone()
        return row is not None and bool(row[0])


async def anybody_on_duty(conn: AsyncConnection) -> bool:
    """Whether any process receives now."""
    row = await (await conn.execute(_ANYBODY, _KEY)).fetchone()
    return row is not None and bool(row[0])


async def _watch(session: AsyncConnection) -> None:
    """Give a sign of life again and again; psycopg.OperationalError once the session is lost."""
    while True:
        try:
            async with asyncio.timeout(ANSWER_WITHIN_S):
                await session.execute("SELECT 1")
        except TimeoutError:
            raise psycopg.OperationalError("the database does not answer") from None
        # Nothing is ever sent here; what ends this early is the end of the session.
        async for _ in session.notifies(timeout=SIGN_EVERY_S):
            pass
