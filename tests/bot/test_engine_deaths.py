"""Workers in processes of their own: killed, frozen, stopped, and what becomes of their jobs."""

import asyncio
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import LiteralString

import pytest
from procrastinate import JobContext
from procrastinate.types import JSONValue
from psycopg.rows import class_row

from bot.engine import Engine
from bot.store.pool import Pool, open_pool

PROGRAM = Path(__file__).with_name("engine_process.py")
JOURNAL = """
    CREATE TABLE journal (id bigint GENERATED ALWAYS AS IDENTITY, job_id bigint, pid int,
                          event text, at timestamptz DEFAULT clock_timestamp())
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A line of the journal."""

    job_id: int
    pid: int
    event: str
    at: datetime


class Desk:
    """A database with a journal, and an engine that only puts jobs down."""

    def __init__(self, url: str, pool: Pool) -> None:
        self.url = url
        self.pool = pool
        self.engine = Engine(pool)
        for task in ("work", "die"):
            self.engine.register(task, _never, queue="work")

    async def put_down(
        self, task: str = "work", *, lock: str | None = None, **args: JSONValue
    ) -> int:
        async with self.pool.connection() as conn:
            job_id = await self.engine.defer(conn, task, args, lock=lock)
        assert job_id is not None
        return job_id

    async def journal(self) -> list[Note]:
        async with self.pool.connection() as conn, conn.cursor(row_factory=class_row(Note)) as rows:
            await rows.execute("SELECT job_id, pid, event, at FROM journal ORDER BY id")
            return await rows.fetchall()

    async def told(self, job_id: int, event: str, pid: int | None = None) -> Note:
        """The journal's line about that, by that process, as soon as it is there."""
        deadline = time.monotonic() + 20
        while True:
            for note in await self.journal():
                if (note.job_id, note.event) == (job_id, event) and pid in {None, note.pid}:
                    return note
            assert time.monotonic() < deadline, f"never told: {job_id} {event}"
            await asyncio.sleep(0.02)

    async def until(self, question: LiteralString, *params: object) -> None:
        """Wait until the database says yes."""
        deadline = time.monotonic() + 20
        async with self.pool.connection() as conn:
            while await (await conn.execute(question, params)).fetchone() != (True,):
                assert time.monotonic() < deadline, question
                await asyncio.sleep(0.02)

    async def became(self, job_id: int, status: str) -> None:
        question = (
            "SELECT status = %s::procrastinate_job_status FROM procrastinate_jobs WHERE id = %s"
        )
        await self.until(question, status, job_id)

    @contextmanager
    def worker(self, *, dead_after_s: float = 20.0) -> Iterator[subprocess.Popen[bytes]]:
        """A worker in a process of its own; killed at the end."""
        command = [sys.executable, str(PROGRAM), self.url, str(dead_after_s)]
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
            try:
                yield process
            finally:
                process.kill()


async def _never(context: JobContext) -> None:
    raise AssertionError("this engine only puts jobs down")


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[Pool]:
    async with open_pool(database_url) as pool:
        async with pool.connection() as conn:
            await conn.execute(JOURNAL)
        yield pool


@pytest.fixture
def desk(database_url: str, pool: Pool) -> Desk:
    return Desk(database_url, pool)


async def test_a_killed_workers_job_is_taken_over_by_another_one(desk: Desk) -> None:
    with desk.worker() as first:
        job = await desk.put_down(seconds=[60], lock="project:1")
        assert (await desk.told(job, "start")).pid == first.pid
        with desk.worker() as second:
            witness = await desk.put_down(seconds=[])
            while (await desk.told(witness, "done")).pid != second.pid:
                witness = await desk.put_down(seconds=[])
            first.kill()
            killed = datetime.now(UTC)
            done = await desk.told(job, "done")
    assert done.pid == second.pid
    assert done.at - killed < timedelta(seconds=5)


async def test_a_single_worker_takes_its_job_up_again_when_restarted(desk: Desk) -> None:
    with desk.worker() as first:
        job = await desk.put_down(seconds=[60], lock="project:1")
        await desk.told(job, "start")
        first.kill()
    restarted = datetime.now(UTC)
    with desk.worker() as second:
        done = await desk.told(job, "done")
    assert done.pid == second.pid
    assert done.at - restarted < timedelta(seconds=5)


async def test_a_frozen_worker_is_replaced_and_refused_when_it_wakes(desk: Desk) -> None:
    with desk.worker(dead_after_s=2) as first:
        job = await desk.put_down(seconds=[0.5, 1.5], lock="project:1")
        after = await desk.put_down(seconds=[], lock="project:1")
        await desk.told(job, "start")
        first.send_signal(signal.SIGSTOP)
        with desk.worker(dead_after_s=2) as second:
            await desk.told(job, "start", second.pid)
            # It ends its attempt while the second is in the middle of its own.
            first.send_signal(signal.SIGCONT)
            await desk.told(after, "done")
    assert [(note.job_id, note.event) for note in await desk.journal()] == [
        *((job, "start"), (job, "start"), (job, "done")),
        *((after, "start"), (after, "done")),
    ]
    assert (await desk.told(job, "done")).pid == second.pid


async def test_a_job_that_kills_its_workers_is_given_up_and_the_user_hears_of_it(
    desk: Desk,
) -> None:
    job = await desk.put_down("die", lock="project:1")
    for _ in range(3):
        with desk.worker() as process:
            assert await asyncio.to_thread(process.wait) == -signal.SIGKILL
    with desk.worker():
        await desk.became(job, "failed")
        await desk.until("SELECT count(*) = 1 FROM journal WHERE event = 'die {} failed'")


async def test_a_wish_to_cancel_outlives_the_worker(desk: Desk) -> None:
    with desk.worker() as process:
        job = await desk.put_down(seconds=[60], lock="project:1")
        await desk.told(job, "start")
        process.send_signal(signal.SIGSTOP)
        async with desk.pool.connection() as conn:
            assert await desk.engine.cancel(conn, job)
    with desk.worker():
        await desk.became(job, "aborted")
        after = await desk.put_down(seconds=[], lock="project:1")
        await desk.told(after, "done")


async def test_sigterm_hands_the_job_back_within_ten_seconds(desk: Desk) -> None:
    with desk.worker() as process:
        job = await desk.put_down(seconds=[60])
        await desk.told(job, "start")
        process.terminate()
        assert await asyncio.to_thread(process.wait, timeout=10) == 0
    await desk.became(job, "todo")
