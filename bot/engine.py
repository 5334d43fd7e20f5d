"""The durable jobs: puts them down, runs them, and keeps their workers running.

It knows no task's meaning.
"""

import asyncio
from asyncio import CancelledError
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

import attr
import psycopg
import structlog
from procrastinate import App, PsycopgConnector, RetryDecision, RetryStrategy
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Job
from procrastinate.types import JSONValue
from psycopg import AsyncConnection
from typing_extensions import override

from bot.fencing import WAKE, FencedManager, owned
from bot.store.pool import Pool, configure
from wire.clock import Clock, SystemClock

Work: TypeAlias = Callable[..., Awaitable[None]]

# A waiting job holds up all later ones of its lock, so one that is planned for a later time may
# hold none that many jobs share.
SHARED_LOCKS = ("chat:", "project:")
TAKEOVER_EVERY_S = 2.0
POLL_EVERY_S = 0.5
RESTART_PAUSE_S = 1.0
# How long jobs are kept that ended badly; those that succeeded go at once.
KEEP_ENDED_H = 14 * 24

# A job that ends with one of these is handed back; it must let them through.
HANDED_BACK = (CancelledError, psycopg.OperationalError, ConnectorException)

# Who has much waiting goes behind who has little. Within a lock the order stays: a later job never
# gets a higher priority than an earlier one that has not ended.
_IN_LINE = """
    SELECT lock, count(*), min(priority) FROM procrastinate_jobs
    WHERE lock = ANY(%s) AND status IN ('todo', 'doing') GROUP BY lock
"""
_SWEEP = "sweep"
_LONGEST_WAIT_S = 300.0

log = structlog.get_logger()


class WorkerEndedError(Exception):
    """A worker returned without being asked to: the library ends it when a side task fails."""


@attr.dataclass(kw_only=True)
class _HandBack(RetryStrategy):
    """Waits as the library does, but some minutes at most, and never less than the error wants.

    At most, because the deaths of its workers count as attempts of a job, too.
    """

    not_before_s: Callable[[BaseException], float]

    @override
    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        decision = super().get_retry_decision(exception=exception, job=job)
        if decision is not None and decision.retry_at is not None:
            now = datetime.now(UTC)
            latest = now + timedelta(seconds=_LONGEST_WAIT_S)
            not_before = now + timedelta(seconds=self.not_before_s(exception))
            decision.retry_at = max(min(decision.retry_at, latest), not_before)
        return decision


class Engine:
    """Puts jobs down in the caller's transaction, and runs them.

    A job runs at least once, one at a time per lock and in order, so its work must bear being
    repeated. It is handed back when the worker stops or dies, and when the database is away. A
    job whose worker dies at the `max_attempts`-th attempt fails, for it may be what kills them;
    so many that a job of some seconds outlives even kills that come every few seconds.

    It is also handed back when it ends with one of the `hand_back_on`, and then is not due before
    `not_before_s` of it.

    `last_word` names the task that hears of a job that failed so (`failed`) or was cancelled
    while it ran (`aborted`); its arguments are `task`, `args` and `status`.
    """

    def __init__(
        self,
        pool: Pool,
        *,
        last_word: str | None = None,
        hand_back_on: tuple[type[Exception], ...] = (),
        not_before_s: Callable[[BaseException], float] = lambda _: 0.0,
        max_attempts: int = 25,
        dead_after_s: float = 20.0,
        grace_s: float = 3.0,
        clock: Clock | None = None,
    ) -> None:
        self._pool = pool
        self._last_word = last_word
        # The library tries any BaseException against these; its annotation is narrower. Each wait
        # is twice as long as the one before.
        self._hand_back = _HandBack(
            exponential_wait=2,
            retry_exceptions=(*HANDED_BACK, *hand_back_on),  # type: ignore[arg-type]
            not_before_s=not_before_s,
        )
        self._dead_after_s = dead_after_s
        self._grace_s = grace_s
        self._clock = clock or SystemClock()
        self._app = App(connector=PsycopgConnector())
        self._manager = FencedManager(
            self._app.connector,
            pool,
            knows=self._app.tasks.__contains__,
            max_attempts=max_attempts,
            given_up=self._say_last_word,
        )
        self._app.job_manager = self._manager
        # Also keeps the library's watch over its heartbeat and its listener awake: that one ends
        # with the first side task that returns, as the one for periodic jobs does without any.
        self._housework: list[Callable[[], Awaitable[None]]] = []
        sweep = self._app.task(
            name=_SWEEP, queue=_SWEEP, queueing_lock=_SWEEP, lock=_SWEEP, retry=self._hand_back
        )(self._sweep)
        self._app.periodic(cron="7 * * * *")(sweep)

    def register(self, task: str, work: Work, *, queue: str) -> None:
        """Name the coroutine function that does a task's jobs.

        It is called with the job's `procrastinate.JobContext` and its arguments by name.
        """
        self._app.task(name=task, queue=queue, pass_context=True, retry=self._hand_back)(work)

    def sweep_also(self, keep_house: Callable[[], Awaitable[None]]) -> None:
        """Have this done once an hour, by one of all workers; it must bear being repeated."""
        self._housework.append(keep_house)

    async def defer(
        self,
        conn: AsyncConnection,
        task: str,
        args: Mapping[str, JSONValue],
        *,
        lock: str | None = None,
        queueing_lock: str | None = None,
        at: datetime | None = None,
    ) -> int | None:
        """Put a job down in the caller's transaction; gives its id.

        Under a lock that others share, it goes behind the jobs of those who have less waiting.

        Gives None if one with this queueing lock waits already. Raises
        procrastinate.exceptions.TaskNotFound for a task that is not registered, and ValueError
        for a later job under a lock that others share.
        """
        shared = lock is not None and lock.startswith(SHARED_LOCKS)
        if at and shared:
            raise ValueError(f"a job for later must not hold {lock}: it would hold up all others")
        job = self._app.configure_task(
            task,
            allow_unknown=False,
            connection=conn,
            lock=lock,
            priority=(await _in_line(conn, [lock]))[lock].next() if lock and shared else 0,
            queueing_lock=queueing_lock,
            schedule_at=at,
        )
        try:
            # Without a savepoint, a queueing lock that is taken would break the caller's own.
            async with conn.transaction():
                return await job.defer_async(**args)
        except AlreadyEnqueued:
            return None

    async def defer_all(
        self,
        conn: AsyncConnection,
        task: str,
        jobs: Sequence[tuple[Mapping[str, JSONValue], str]],
    ) -> None:
        """Put several jobs of a task down at once, in this order; arguments and lock of each."""
        lines = await _in_line(conn, [lock for _, lock in jobs])
        put_down = []
        for args, lock in jobs:
            priority = lines[lock].next()
            job = self._app.configure_task(task, allow_unknown=False, lock=lock, priority=priority)
            put_down.append(job.make_new_job(**args))
        if put_down:
            await self._manager.batch_defer_jobs_async(put_down, connection=conn)

    async def hasten(self, conn: AsyncConnection, queueing_lock: str) -> None:
        """A waiting job with this queueing lock is due now, and the workers are woken for it.

        The library has no call for it.
        """
        cursor = await conn.execute(
            "UPDATE procrastinate_jobs SET scheduled_at = now() WHERE queueing_lock = %s"
            " AND status = 'todo' AND scheduled_at > now() RETURNING queue_name",
            (queueing_lock,),
        )
        for (queue,) in await cursor.fetchall():
            await conn.execute(WAKE, (queue,))

    async def cancel(self, conn: AsyncConnection, job_id: int) -> bool:
        """Cancel a waiting job, or have a running one cancelled; False if it has ended."""
        return await self._manager.cancel_job_by_id_async(job_id, abort=True, connection=conn)

    def transaction(self, job: Job) -> AbstractAsyncContextManager[AsyncConnection]:
        """A transaction for what a running job writes, while it still owns the job.

        Keep it short, and wait for no network in it: it holds up a takeover of the job. Entering
        raises bot.fencing.LostJobError if another worker has taken the job over.
        """
        return owned(self._pool, job)

    async def run_workers(self, queues: Mapping[str, int], stop: asyncio.Event) -> None:
        """Do the jobs of these queues, so many at a time in each, until `stop` is set.

        Then running jobs have `grace_s` to end; after that they are cancelled and handed back. A
        job that swallows its cancellation, or a database that is away just then, holds this up;
        the caller bounds it. However this ends, `stop` is set.
        """
        async with self._app.open_async(self._pool), asyncio.TaskGroup() as group:
            working = group.create_task(self._keep_working(queues, stop))
            try:
                await stop.wait()
            finally:
                stop.set()
                working.cancel()

    async def _keep_working(self, queues: Mapping[str, int], stop: asyncio.Event) -> None:
        # Not `while True`: an error in the middle of a cancellation takes its place.
        while not stop.is_set():
            try:
                await self._work(queues)
            except* (psycopg.Error, ConnectorException, WorkerEndedError) as group:
                log.warning("workers_broke_off", reasons=[repr(e) for e in group.exceptions])
            await self._clock.sleep(RESTART_PAUSE_S)

    async def _work(self, queues: Mapping[str, int]) -> None:
        async with await AsyncConnection.connect(str(self._pool.conninfo)) as alive:
            await configure(alive)
            self._manager.alive = alive
            async with asyncio.TaskGroup() as group:
                group.create_task(self._keep_taking_over())
                for queue, at_a_time in queues.items():
                    group.create_task(self._run_worker(queue, at_a_time))

    async def _keep_taking_over(self) -> None:
        while True:
            await self._manager.take_over(self._dead_after_s)
            await self._clock.sleep(TAKEOVER_EVERY_S)

    async def _run_worker(self, queue: str, at_a_time: int) -> None:
        await self._app.run_worker_async(
            queues=[queue, _SWEEP],
            name=queue,
            concurrency=at_a_time,
            fetch_job_polling_interval=POLL_EVERY_S,
            shutdown_graceful_timeout=self._grace_s,
            update_heartbeat_interval=self._dead_after_s / 4,
            delete_jobs="successful",
            # The library's handler would take SIGTERM away from ours.
            install_signal_handlers=False,
        )
        raise WorkerEndedError(queue)

    async def _sweep(self, timestamp: int) -> None:  # noqa: ARG002 -- the library passes it
        await self._manager.delete_old_jobs(
            KEEP_ENDED_H, include_failed=True, include_cancelled=True, include_aborted=True
        )
        for keep_house in self._housework:
            await keep_house()

    async def _say_last_word(self, conn: AsyncConnection, job: Job) -> None:
        if self._last_word and job.task_name != self._last_word:
            words = {"task": job.task_name, "args": job.task_kwargs, "status": job.status}
            await self.defer(conn, self._last_word, words)


@dataclass(slots=True)
class _Line:
    """What waits or runs under a lock: how many jobs, and the lowest of their priorities."""

    jobs: int = 0
    lowest: int = 0

    def next(self) -> int:
        """The priority of one more."""
        self.lowest = min(self.lowest, -self.jobs)
        self.jobs += 1
        return self.lowest


async def _in_line(conn: AsyncConnection, locks: Sequence[str]) -> defaultdict[str, _Line]:
    cursor = await conn.execute(_IN_LINE, (list(locks),))
    found = {lock: _Line(jobs, lowest) for lock, jobs, lowest in await cursor.fetchall()}
    return defaultdict(_Line, found)
