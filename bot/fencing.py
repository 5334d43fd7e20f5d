"""Who owns a running job: Procrastinate's job manager, with proof of life and a fence.

It knows the library's tables, and no task's meaning. What is added, and why:

- A worker holds a lock of its database session, so that its death shows within seconds; stock, a
  dead worker's job stays `doing` and blocks its lock for ever.
- Only the attempt that still owns a job may end it; stock, a late worker ends its successor's.
- The end of a job wakes the workers for the next one of its lock; stock, that waits for a poll.
- A job of a task that this version does not know is left to the newer version that put it down;
  stock, the older one fails it.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TypeAlias

import psycopg
import structlog
from procrastinate.connector import BaseConnector
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager
from psycopg import AsyncConnection
from psycopg.rows import dict_row
from typing_extensions import override

from bot.store.pool import Pool

GivenUp: TypeAlias = Callable[[AsyncConnection, Job], Awaitable[None]]

log = structlog.get_logger()

_ALIVE = 0x5049  # our class among the database's advisory locks
_OWNED = """
    SELECT FROM procrastinate_jobs
    WHERE id = %s AND status = 'doing' AND worker_id = %s AND attempts = %s FOR UPDATE
"""
# Alive is who holds its lock and has a heartbeat; the lock alone does not show a frozen process.
# A late heartbeat of our own means that we were frozen, and that nobody took over meanwhile.
_DEAD = """
    SELECT j.id FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w ON w.id = j.worker_id
    WHERE j.status = 'doing' AND NOT EXISTS (
        SELECT FROM pg_locks l
        WHERE l.locktype = 'advisory' AND l.classid = %s AND l.objid = w.id::oid AND l.granted
          AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND (l.pid = pg_backend_pid()
               OR w.last_heartbeat > clock_timestamp() - make_interval(secs => %s)))
    FOR UPDATE OF j SKIP LOCKED
"""
# The queueing lock goes, because the job may have put down its own successor under it already. What
# has outlived many workers waits longer and longer, for it may be what kills them; not sooner, for
# a job that waits has less of the next worker's life before it.
_GIVE_BACK = """
    UPDATE procrastinate_jobs
    SET status = (CASE WHEN abort_requested THEN 'aborted' WHEN attempts + 1 >= %s THEN 'failed'
                  ELSE 'todo' END)::procrastinate_job_status,
        attempts = attempts + 1, abort_requested = false, worker_id = NULL,
        queueing_lock = NULL,
        scheduled_at = COALESCE(%s, CASE WHEN attempts >= 8 THEN
            clock_timestamp() + make_interval(secs => least(power(2, attempts - 8), 15)) END)
    WHERE id = ANY(%s) RETURNING *
"""
_LEAVE = """
    UPDATE procrastinate_jobs
    SET status = 'todo', worker_id = NULL,
        scheduled_at = clock_timestamp() + make_interval(secs => %s * (1 + random()))
    WHERE id = %s AND status = 'doing' AND worker_id = %s AND attempts = %s
"""
# At random up to twice as long, so that no older worker is always there first when it is due.
LEFT_FOR_S = 0.5
_FINISH = "SELECT procrastinate_finish_job_v1(%s, %s::procrastinate_job_status, %s)"
WAKE = """
    SELECT pg_notify('procrastinate_queue_v1#' || %s, '{"type": "job_inserted", "job_id": 0}')
"""


class LostJobError(Exception):
    """This attempt at a job does not own it any more: another worker took it over."""


@asynccontextmanager
async def owned(pool: Pool, job: Job) -> AsyncIterator[AsyncConnection]:
    """A transaction in which this attempt at `job` surely owns it; LostJobError if it does not."""
    async with pool.connection() as conn, conn.transaction():
        cursor = await conn.execute(_OWNED, (job.id, job.worker_id, job.attempts))
        if await cursor.fetchone() is None:
            raise LostJobError(f"job {job.id}, attempt {job.attempts}")
        yield conn


class FencedManager(JobManager):
    """The library's manager, where only a living worker that owns a job ends it.

    A job that is given back for the `max_attempts`-th time fails, and one that was to be cancelled
    ends as aborted. `given_up` is awaited for both, in the same transaction.
    """

    alive: AsyncConnection
    """Shows that our workers live: they hold their locks on it, and end when it is lost."""

    def __init__(
        self,
        connector: BaseConnector,
        pool: Pool,
        *,
        knows: Callable[[str], bool],
        max_attempts: int,
        given_up: GivenUp,
    ) -> None:
        super().__init__(connector)
        self._pool = pool
        self._knows = knows
        self._max_attempts = max_attempts
        self._given_up = given_up

    @override
    async def register_worker(self) -> int:
        worker_id = await super().register_worker()
        await self.alive.execute("SELECT pg_advisory_lock(%s, %s::int)", (_ALIVE, worker_id))
        return worker_id

    @override
    async def fetch_job(self, queues: Iterable[str] | None, worker_id: int) -> Job | None:
        while (job := await super().fetch_job(queues, worker_id)) and not self._knows(
            job.task_name
        ):
            log.info("left_to_a_newer_version", job_id=job.id, task=job.task_name)
            async with self._pool.connection() as conn:
                await conn.execute(_LEAVE, (LEFT_FOR_S, job.id, job.worker_id, job.attempts))
        return job

    @override
    async def finish_job(self, job: Job, status: Status, delete_job: bool) -> None:
        async def finish(conn: AsyncConnection) -> None:
            await conn.execute(_FINISH, (job.id, status.value, delete_job))
            await conn.execute(WAKE, (job.queue,))

        await self._end(job, finish)

    @override
    async def retry_job(
        self,
        job: Job,
        retry_at: datetime | None = None,
        priority: int | None = None,
        queue: str | None = None,
        lock: str | None = None,
    ) -> None:
        async def give_back(conn: AsyncConnection) -> None:
            await self._give_back(conn, [job.id], retry_at)

        await self._end(job, give_back)

    async def take_over(self, dead_after_s: float) -> None:
        """Give back the jobs of workers that lost their lock, or had no heartbeat for so long."""
        async with self.alive.transaction():
            cursor = await self.alive.execute(_DEAD, (_ALIVE, dead_after_s))
            if dead := [row[0] for row in await cursor.fetchall()]:
                log.warning("jobs_taken_over", job_ids=dead)
                await self._give_back(self.alive, dead, None)

    async def _end(self, job: Job, ending: Callable[[AsyncConnection], Awaitable[None]]) -> None:
        try:
            async with owned(self._pool, job) as conn:
                await ending(conn)
        except LostJobError:
            log.warning("late_worker_refused", job_id=job.id, attempt=job.attempts)
        except psycopg.Error:
            # The job would stay `doing` under a worker that lives; so that one must not live on.
            await self.alive.close()
            raise

    async def _give_back(
        self, conn: AsyncConnection, job_ids: list[int | None], at: datetime | None
    ) -> None:
        async with conn.cursor(row_factory=dict_row) as cursor:
            await cursor.execute(_GIVE_BACK, (self._max_attempts, at, job_ids))
            jobs = [Job.from_row(row) for row in await cursor.fetchall()]
        for job in jobs:
            await conn.execute(WAKE, (job.queue,))
            if job.status != Status.TODO.value:
                log.error("job_given_up", job_id=job.id, task=job.task_name, status=job.status)
                await self._given_up(conn, job)
