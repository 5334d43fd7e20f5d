"""Time as a value that is handed in: the machine's clock, and one that tests turn by hand."""

import asyncio
import heapq
import time
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Protocol


class Clock(Protocol):
    """What a waiting part of the program may know of time."""

    def now(self) -> datetime:
        """The time of day, in UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds that never run backwards; only differences mean something."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The time of day, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds that never run backwards."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)


class HandClock:
    """A clock that stands still until `advance` is called.

    Sleepers wake in the order of their times, and each one runs before the next is woken.
    """

    def __init__(self, start: datetime = datetime(2026, 1, 1, tzinfo=UTC)) -> None:
        self._start = start
        self._passed_s = 0.0
        self._order = count()
        self._sleepers: list[tuple[float, int, asyncio.Event]] = []

    def now(self) -> datetime:
        """The start and what was advanced since."""
        return self._start + timedelta(seconds=self._passed_s)

    def monotonic(self) -> float:
        """Seconds advanced since the clock was made."""
        return self._passed_s

    @property
    def sleepers(self) -> int:
        """How many are waiting now."""
        return len(self._sleepers)

    async def sleep(self, seconds: float) -> None:
        """Wait until the clock has been advanced by that much."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        wake = asyncio.Event()
        sleeper = (self._passed_s + seconds, next(self._order), wake)
        heapq.heappush(self._sleepers, sleeper)
        try:
            await wake.wait()
        finally:
            if sleeper in self._sleepers:
                self._sleepers.remove(sleeper)
                heapq.heapify(self._sleepers)

    async def advance(self, seconds: float) -> None:
        """Let time pass, waking whoever is due on the way."""
        end_s = self._passed_s + seconds
        await _let_others_run()
        while self._sleepers and self._sleepers[0][0] <= end_s:
            self._passed_s, _, wake = heapq.heappop(self._sleepers)
            wake.set()
            await _let_others_run()
        self._passed_s = end_s


async def _let_others_run() -> None:
    # A woken task may need several turns of the loop before it sleeps again.
    for _ in range(10):
        await asyncio.sleep(0)
