"""A process among others: it shows that it lives, and goes by the time that all of them share."""

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta
from importlib.metadata import version

import psycopg
import structlog

from bot.store import processes
from bot.store.pool import Pool
from wire.clock import SystemClock

VERSION = version("image-to-video-in-flow")
# So far a clock may be off before somebody should know.
NOTABLE_S = 5.0
LEAVE_WITHIN_S = 1.0

log = structlog.get_logger()


class SharedClock:
    """The database's time of day, so that all machines agree when something is due.

    Between two looks at it, it goes on as `monotonic` does; a jump of this machine's clock is not
    seen at all, one of the database's within seconds. Before the first look it is the machine's.
    """

    def __init__(self) -> None:
        self._machine = SystemClock()
        self._told, self._told_at_s = self._machine.now(), self.monotonic()

    def now(self) -> datetime:
        """The time of day, in UTC."""
        return self._told + timedelta(seconds=self.monotonic() - self._told_at_s)

    def monotonic(self) -> float:
        """Seconds that never run backwards."""
        return self._machine.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await self._machine.sleep(seconds)

    def set(self, now: datetime) -> None:
        """Go by this time from now on."""
        off_s = (now - self.now()).total_seconds()
        if abs(off_s) > NOTABLE_S:
            log.warning("clock_set", by_s=round(off_s, 1), hint="it goes by the database's time")
        self._told, self._told_at_s = now, self.monotonic()


async def look_at_time(pool: Pool, clock: SharedClock) -> None:
    """Set the clock by the database's. Raises psycopg.Error."""
    async with pool.connection() as conn:
        row = await (await conn.execute("SELECT clock_timestamp()")).fetchone()
    if row is not None:
        clock.set(row[0])


async def show_presence(pool: Pool, role: str, clock: SharedClock, stop: asyncio.Event) -> None:
    """Beat until `stop` is set, then say good-bye; a database that is away is waited for."""
    known: int | None = None
    while not stop.is_set():
        try:
            async with pool.connection() as conn:
                if known is None or not await processes.beat(conn, known):
                    known = await processes.register(conn, role, VERSION)
            await look_at_time(pool, clock)
        except psycopg.Error as exc:
            log.warning("heartbeat_failed", error=type(exc).__name__)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), processes.BEAT_S)
    if known is not None:
        with suppress(psycopg.Error, TimeoutError):
            async with asyncio.timeout(LEAVE_WITHIN_S), pool.connection() as conn:
                await processes.leave(conn, known)
