"""Measures whether the database grows: days of traffic in fast motion, with the house kept.

Run with `python -m benchmarks.day [--hours N] [--wishes N]`. Each hour's rows are written through
the bot's own store, and an hour is as long as they take; what the bot keeps for days is kept for
some of these hours. Then the house is kept, and the database cleans up as it does by itself in an
hour. Prints the size after each hour, and whether it was level in the last third.
"""

import argparse
import asyncio
import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from psycopg import AsyncConnection

from bot import keeping
from bot.keeping import Keeper
from bot.store import exports, inbox, makings, media, onward, projects, sending, turns
from bot.store.makings import Wish
from bot.store.migrate import migrate
from bot.store.onward import OnwardStatus
from bot.store.pool import Pool, open_pool
from bot.store.postgres import EmbeddedPostgres
from bot.store.rows import ExportStatus, MakingStatus, Project, TurnStatus
from wire.clock import SystemClock

KEPT_HOURS = 4
UPDATE = json.dumps({"message": {"text": "turn this into a clip, with music " * 5}})
TIMELINE = {"tracks": [{"segments": [{"start_ms": n, "url": "x" * 60} for n in range(10)]}]}


class Traffic:
    """Chats that wish, export, and have things made; everything ends well."""

    def __init__(self, pool: Pool, folder: Path) -> None:
        self._pool = pool
        self._folder = folder
        self._number = count(1)

    async def wish(self) -> None:
        """One message from its update to its film."""
        number = next(self._number)
        async with self._pool.connection() as conn:
            await inbox.accept(conn, {number: UPDATE})
            project = await projects.open_for(conn, number % 500 + 1, 0, 1, "en")
            await self._edit(conn, project, number)
            if number % 3 == 0:
                await self._make(conn, project, number)
            if number % 10 == 0:
                await projects.close(conn, project.id)
            await sending.take(conn, number % 500 + 1, 1, own=WIDE, long_run=WIDE, overall=WIDE)
            await inbox.handled(conn, number)

    async def _edit(self, conn: AsyncConnection, project: Project, number: int) -> None:
        file = await media.open_once(
            conn, f"update:{number}", project_id=project.id, message_id=1, file_id="f", name="a.jpg"
        )
        path = self._folder / "media" / str(file.id) / "a.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * 100)
        await media.fetched(conn, file.id, "a.jpg", str(path.relative_to(self._folder)))
        turn = await turns.open_once(
            conn,
            f"update:{number}",
            project_id=project.id,
            message_id=1,
            text="w",
            next_intent=None,
        )
        await turns.mark_sent(conn, turn, TIMELINE, 100.0)
        turn = await turns.get(conn, turn.id)
        await turns.mark_answered(conn, turn, "Done.", next_intent=None, aftermath={}, cost=1.0)
        turn = await turns.get(conn, turn.id)
        await turns.move(conn, turn, TurnStatus.TOLD)
        export = await exports.open_once(
            conn, f"turn:{turn.id}", project_id=project.id, message_id=1, turn_id=turn.id, lead=""
        )
        await exports.keep_draft(conn, export, b"x" * 2000, turn.id)
        export = await exports.get(conn, export.id)
        await exports.intend(conn, export, f"render_{number}")
        export = await exports.get(conn, export.id)
        await exports.mark_submitted(conn, export)
        export = await exports.get(conn, export.id)
        for percent in range(0, 100, 20):
            await exports.set_percent(conn, export, percent)
        await exports.move(conn, export, ExportStatus.RENDERED)
        export = await exports.get(conn, export.id)
        await exports.end(conn, export, ExportStatus.DELIVERED, "Here it is.")

    async def _make(self, conn: AsyncConnection, project: Project, number: int) -> None:
        making = await makings.open_once(
            conn,
            f"making:{number}",
            Wish(craft="clip", policy="auto", prompt="a cat"),
            project_id=project.id,
            message_id=1,
        )
        step = await makings.intend(
            conn, making, attempt=0, engine="local", key=f"k{number}", sealed=b"x" * 500
        )
        assert step is not None
        await makings.submitted(conn, step, ticket="t", look_at=b"x" * 200, estimate=1.0)
        await makings.finish(conn, step, files=[], words="", actions=(), cost=1.0)
        await makings.mark_made(conn, making)
        making = await makings.get(conn, making.id)
        await makings.end(conn, making, MakingStatus.DELIVERED, "Here it is.")
        await onward.note(conn, f"o{number}", "{}" * 100, path=None, at=datetime.now(UTC))
        await onward.end(conn, f"o{number}", OnwardStatus.SENT)


WIDE = sending.Bucket(every_s=0.000001, burst=100)


async def main(hours: int, wishes: int) -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        with EmbeddedPostgres(folder / "postgres") as server:
            await migrate(server.url)
            async with open_pool(server.url) as pool:
                print(json.dumps(await _measure(pool, folder / "data", hours, wishes)))


async def _measure(pool: Pool, folder: Path, hours: int, wishes: int) -> dict[str, object]:
    traffic, sizes, files, kept_s = Traffic(pool, folder), [], [], []
    begun = [datetime.now(UTC)]
    for _ in range(hours):
        for _ in range(wishes):
            await traffic.wish()
        begun.append(datetime.now(UTC))
        kept = begun[-1] - begun[max(len(begun) - 1 - KEPT_HOURS, 0)]
        started = time.perf_counter()
        with _kept_for(kept):
            await Keeper(
                pool=pool, clock=SystemClock(), data_dir=folder, keep_rows=kept, keep_files=kept
            ).keep_house()
        kept_s.append(time.perf_counter() - started)
        async with pool.connection() as conn:
            await conn.execute("VACUUM ANALYZE")
            row = await (
                await conn.execute("SELECT pg_database_size(current_database())")
            ).fetchone()
        assert row is not None
        sizes.append(row[0] / 2**20)
        files.append(await asyncio.to_thread(_count_files, folder))
    third = len(sizes) // 3
    before, after = max(sizes[third : 2 * third]), max(sizes[2 * third :])
    return {
        "measured": "database under steady traffic",
        "hours": hours,
        "wishes_an_hour": wishes,
        "kept_hours": KEPT_HOURS,
        "size_mb": [round(size, 1) for size in sizes],
        "files": files,
        "keeping_s": [round(it, 2) for it in kept_s],
        "level": after <= before * 1.05,
    }


def _count_files(folder: Path) -> int:
    return sum(path.is_file() for path in folder.rglob("*"))


@contextmanager
def _kept_for(kept: timedelta) -> Iterator[None]:
    """What is fixed in days is as short as the rest."""
    usual = keeping.KEEP_INBOX, keeping.KEEP_LIMITS
    keeping.KEEP_INBOX = keeping.KEEP_LIMITS = kept
    try:
        yield
    finally:
        keeping.KEEP_INBOX, keeping.KEEP_LIMITS = usual


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hours", type=int, default=24)
    parser.add_argument("--wishes", type=int, default=50)
    options = parser.parse_args()
    asyncio.run(main(options.hours, options.wishes))
