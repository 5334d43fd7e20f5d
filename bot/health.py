"""What `/health` says: what works, what does not, and why, for a person and for a machine.

Strangers may read it, so it holds no secret, no name of a host, and nothing of any user.
"""

import asyncio
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import psycopg
from psycopg import AsyncConnection
from pydantic import JsonValue

from bot.presence import VERSION
from bot.receiving import Receiving, State
from bot.store import processes
from bot.store.duty import anybody_on_duty
from bot.store.pool import Pool
from bot.store.rows import Process
from wire.clock import Clock

#: The answer is kept so long, so that nobody can keep the database busy by asking.
FRESH_FOR_S: Final = 1.0
ANSWER_WITHIN_S: Final = 5.0
#: A job that could begin at once, and has not for so long, waits for workers that are not there.
LONGEST_WAIT_S: Final = 60.0
LEAST_FREE_BYTES: Final = 256 << 20
WORKING: Final = frozenset({"all", "work"})

# Only heads of their lock: others wait for their turn, however many workers there are. Of a great
# backlog only the oldest are looked at. When a job was put down, only the library's events know.
_OLDEST = """
    SELECT extract(epoch FROM clock_timestamp() - min(coalesce(j.scheduled_at, e.at)))::float
    FROM (SELECT * FROM procrastinate_jobs
          WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())
          ORDER BY id LIMIT 200) j
    JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred'
    WHERE j.lock IS NULL OR NOT EXISTS (
        SELECT FROM procrastinate_jobs o
        WHERE o.lock = j.lock AND (o.status = 'doing' OR (o.status = 'todo' AND o.id < j.id)))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How the bot is, and all that is known of it."""

    well: bool
    told: dict[str, JsonValue]


@dataclass(slots=True, kw_only=True)
class Health:
    """Looks at everything the bot needs."""

    pool: Pool
    receiving: Receiving
    data_dir: Path
    clock: Clock
    _asking: asyncio.Lock = field(default_factory=asyncio.Lock)
    _last: Report | None = None
    _looked_at_s: float = float("-inf")

    async def report(self) -> Report:
        """What is so now, or was a second ago."""
        async with self._asking:
            if self._last is None or self.clock.monotonic() - self._looked_at_s > FRESH_FOR_S:
                self._last = await self._look()
                self._looked_at_s = self.clock.monotonic()
            return self._last

    async def _look(self) -> Report:
        told: dict[str, JsonValue] = {"version": VERSION}
        wrong: list[JsonValue] = []
        on_duty = False
        try:
            async with asyncio.timeout(ANSWER_WITHIN_S), self.pool.connection() as conn:
                on_duty = await anybody_on_duty(conn)
                told |= _of_work(await processes.alive(conn), await _oldest_s(conn), wrong.append)
            told["database"] = "ok"
        except (psycopg.Error, TimeoutError):
            told["database"] = "away"
            wrong.append("The database does not answer.")
        told["telegram"] = self._of_telegram(wrong.append, on_duty=on_duty)
        told["disk_free_mb"] = self._of_disk(wrong.append)
        status = "in trouble" if wrong else "ok"
        return Report(well=not wrong, told={"status": status, "wrong": wrong, **told})

    def _of_telegram(self, complain: Callable[[JsonValue], None], *, on_duty: bool) -> JsonValue:
        state = self.receiving.state
        well = state is State.RECEIVING or (state is State.STANDING_BY and on_duty)
        if not well:
            detail = f": {self.receiving.detail}" if self.receiving.detail else ""
            complain(f"No messages come in, {state.value}{detail}")
        return {
            "way": self.receiving.way,
            "state": state.value,
            "waiting_at_telegram": self.receiving.pending,
        }

    def _of_disk(self, complain: Callable[[JsonValue], None]) -> int | None:
        try:
            free = shutil.disk_usage(self.data_dir).free
        except OSError:
            complain("DATA_DIR cannot be read.")
            return None
        if free < LEAST_FREE_BYTES:
            complain(f"Less than {LEAST_FREE_BYTES >> 20} MB are free in DATA_DIR.")
        return free >> 20


def _of_work(
    alive: list[Process], oldest_s: float | None, complain: Callable[[JsonValue], None]
) -> dict[str, JsonValue]:
    if not any(process.role in WORKING for process in alive):
        complain("No worker is alive.")
    if oldest_s is not None and oldest_s > LONGEST_WAIT_S:
        complain(f"A job has waited for {round(oldest_s)} s.")
    shown: list[JsonValue] = [
        {"role": p.role, "version": p.version, "silent_s": round(p.silent_s, 1)} for p in alive
    ]
    waited = None if oldest_s is None else round(oldest_s, 1)
    return {"processes": shown, "oldest_waiting_job_s": waited}


async def _oldest_s(conn: AsyncConnection) -> float | None:
    row = await (await conn.execute(_OLDEST)).fetchone()
    return None if row is None else row[0]
