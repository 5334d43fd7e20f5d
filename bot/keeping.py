"""Keeping house: old rows and files are removed by age, in small steps, once over all workers.

What is at work stays, and so do the files of open projects; a project in which nothing has happened
for as long as rows are kept counts as closed.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import structlog

from bot.settings import Settings
from bot.store import keeping
from bot.store.pool import Pool
from wire.clock import Clock

log = structlog.get_logger()

# Telegram hands an update over again for a day; its numbers begin anew after a week.
KEEP_INBOX = timedelta(days=14)
KEEP_LIMITS = timedelta(hours=1)
KEEP_UNFINISHED = timedelta(days=1)
UNFINISHED = ".part"
SHELVES = ("media", "films", "makings", "batches")
FILES_AT_ONCE = 200
# Others come first; what is left over is removed the next time.
AT_MOST_S = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeper:
    """Removes what is old; `keep_rows` and `keep_files` say when that is."""

    pool: Pool
    clock: Clock
    data_dir: Path
    keep_rows: timedelta
    keep_files: timedelta

    @classmethod
    def of(cls, settings: Settings, pool: Pool, clock: Clock) -> "Keeper":
        """One that keeps things as long as the settings say."""
        return cls(
            pool=pool,
            clock=clock,
            data_dir=settings.data_dir,
            keep_rows=timedelta(days=settings.keep_rows_days),
            keep_files=timedelta(days=settings.keep_files_days),
        )

    async def keep_house(self) -> None:
        """Remove all that is old, or as much as can be done in five minutes."""
        until_s = self.clock.monotonic() + AT_MOST_S
        now = self.clock.now()

        async def all_of(step: Callable[[], Awaitable[int]]) -> int:
            count = 0
            while self.clock.monotonic() < until_s and (done := await step()):
                count += done
            return count

        closed = await all_of(partial(self._close_forgotten, now - self.keep_rows))
        removed = {
            old.table: await all_of(partial(self._remove, old, now - kept))
            for old, kept in (
                (keeping.INBOX, KEEP_INBOX),
                (keeping.LIMITS, KEEP_LIMITS),
                *((old, self.keep_rows) for old in keeping.ROWS),
            )
        }
        files = await self._remove_files(now, until_s)
        log.info("house_kept", closed=closed, files=files, **removed)

    async def _close_forgotten(self, before: datetime) -> int:
        async with self.pool.connection() as conn:
            return await keeping.close_forgotten(conn, before)

    async def _remove(self, old: keeping.Old, before: datetime) -> int:
        async with self.pool.connection() as conn:
            return await keeping.remove(conn, old, before)

    async def _remove_files(self, now: datetime, until_s: float) -> int:
        count = 0
        for shelf in SHELVES:
            files = await asyncio.to_thread(self._old_files, self.data_dir / shelf, now)
            for start in range(0, len(files), FILES_AT_ONCE):
                if self.clock.monotonic() < until_s:
                    count += await self._remove_some(files[start : start + FILES_AT_ONCE])
        return count

    def _old_files(self, folder: Path, now: datetime) -> list[Path]:
        return [path for path in _files(folder) if self._is_old(path, now)]

    def _is_old(self, path: Path, now: datetime) -> bool:
        kept = KEEP_UNFINISHED if path.name.endswith(UNFINISHED) else self.keep_files
        try:
            return path.stat().st_mtime < (now - kept).timestamp()
        except FileNotFoundError:  # its job has just ended
            return False

    async def _remove_some(self, files: list[Path]) -> int:
        named = {str(path.relative_to(self.data_dir)): path for path in files}
        exports = {path: _export_id(path) for path in files if path.parent.name == "films"}
        async with self.pool.connection() as conn:
            wanted = await keeping.wanted(conn, list(named))
            at_work = await keeping.at_work(conn, [it for it in exports.values() if it is not None])
        gone = [
            path
            for name, path in named.items()
            if name not in wanted and exports.get(path) not in at_work
        ]
        await asyncio.to_thread(_unlink, gone)
        return len(gone)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _export_id(film: Path) -> int | None:
    number = film.name.partition(".")[0].partition("-")[0]
    return int(number) if number.isdigit() else None


def _unlink(files: list[Path]) -> None:
    for path in files:
        path.unlink(missing_ok=True)
        if path.parent.parent.name == "media" and not any(path.parent.iterdir()):
            path.parent.rmdir()
