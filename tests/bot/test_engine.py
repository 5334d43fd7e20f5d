"""The durable jobs in one process: order, wake-ups, hand-backs, and a database that goes away."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from procrastinate import JobContext
from procrastinate.jobs import Job
from procrastinate.types import JSONValue
from psycopg.conninfo import conninfo_to_dict
from psycopg.sql import SQL, Identifier
from structlog.testing import capture_logs
from structlog.typing import EventDict

from bot import engine as engine_module
from bot.engine import Engine, Work
from bot.fencing import LostJobError
from bot.store.pool import Pool, open_pool

QUEUES = {"work": 8}
JOBS = "SELECT task_name, status::text, attempts FROM procrastinate_jobs ORDER BY id"
RUNNING = "SELECT lock FROM procrastinate_jobs WHERE status = 'doing'"
LISTENING = """SELECT count(*) > 0 FROM pg_stat_activity
               WHERE datname = current_database() AND query LIKE 'LISTEN%'"""


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[Pool]:
    async with open_pool(database_url) as pool:
        yield pool


def engine_that_does(pool: Pool, **works: Work) -> Engine:
    """An engine whose limits are short."""
    engine = Engine(pool, last_word="last_word", max_attempts=3, dead_after_s=2, grace_s=0.2)
    for task, work in ({"last_word": nothing} | works).items():
        engine.register(task, work, queue="work")
    return engine


async def nothing(context: JobContext, **args: JSONValue) -> None:
    pass


async def for_ever(context: JobContext) -> None:
    await asyncio.Event().wait()


@asynccontextmanager
async def working(engine: Engine, queues: Mapping[str, int] = QUEUES) -> AsyncIterator[None]:
    """Workers in this process, stopped at the end."""
    stop = asyncio.Event()
    async with asyncio.timeout(40), asyncio.TaskGroup() as group:
        group.create_task(engine.run_workers(queues, stop))
        try:
            yield
        finally:
            stop.set()


async def put_down(
    engine: Engine, pool: Pool, task: str, *, lock: str | None = None, **args: JSONValue
) -> int:
    async with pool.connection() as conn:
        job_id = await engine.defer(conn, task, args, lock=lock)
    assert job_id is not None
    return job_id


async def rows(pool: Pool, query: str) -> list[tuple[object, ...]]:
    async with pool.connection() as conn:
        return await (await conn.execute(query.encode())).fetchall()


async def run(pool: Pool, statements: str) -> None:
    async with pool.connection() as conn:
        await conn.execute(statements.encode())


async def until(fact: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not fact():
        assert time.monotonic() < deadline, "it never came true"
        await asyncio.sleep(0.01)


async def jobs(pool: Pool) -> list[tuple[object, ...]]:
    """Every job that has not succeeded: its task, its status, its attempts."""
    return await rows(pool, JOBS)


async def until_jobs_are(pool: Pool, *expected: tuple[object, ...]) -> None:
    await until_found(pool, JOBS, *expected)


async def until_workers_listen(pool: Pool) -> None:
    await until_found(pool, LISTENING, (True,))


async def until_found(pool: Pool, query: str, *expected: tuple[object, ...]) -> None:
    deadline = time.monotonic() + 20
    while (found := await rows(pool, query)) != list(expected):
        assert time.monotonic() < deadline, f"still {found}"
        await asyncio.sleep(0.01)


async def test_jobs_of_one_lock_run_in_order_and_one_at_a_time(pool: Pool) -> None:
    seen: list[tuple[str | None, int]] = []
    busy: set[str | None] = set()

    async def work(context: JobContext, number: int) -> None:
        assert context.job.lock not in busy
        busy.add(context.job.lock)
        await asyncio.sleep(0.001)
        busy.remove(context.job.lock)
        seen.append((context.job.lock, number))

    engine = engine_that_does(pool, work=work)
    async with working(engine):
        for number in range(60):
            await put_down(engine, pool, "work", lock=f"chat:{number % 3}", number=number)
        await until(lambda: len(seen) == 60)
    for chat in range(3):
        assert [n for lock, n in seen if lock == f"chat:{chat}"] == list(range(chat, 60, 3))


async def test_who_has_little_waiting_goes_before_who_has_much_and_order_stays(pool: Pool) -> None:
    seen: list[tuple[str | None, int]] = []
    begin = asyncio.Event()

    async def work(context: JobContext, number: int) -> None:
        await begin.wait()
        seen.append((context.job.lock, number))

    engine = engine_that_does(pool, work=work)
    async with working(engine, {"work": 1}):
        for number in range(9):
            await put_down(engine, pool, "work", lock="chat:1", number=number)
        await until_found(pool, RUNNING, ("chat:1",))
        await put_down(engine, pool, "work", lock="chat:2", number=0)
        await put_down(engine, pool, "work", lock="chat:2", number=1)
        begin.set()
        await until(lambda: len(seen) >= 6)
        # Little of the much is left, and still what comes now is the last.
        await put_down(engine, pool, "work", lock="chat:1", number=9)
        await until(lambda: len(seen) == 12)
    assert [n for lock, n in seen if lock == "chat:1"] == list(range(10))
    assert [n for lock, n in seen if lock == "chat:2"] == [0, 1]
    assert {("chat:2", 0), ("chat:2", 1)} <= set(seen[:5]), seen


async def test_the_end_of_a_job_starts_the_next_of_its_lock_at_once(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "POLL_EVERY_S", 60)
    started: list[float] = []
    go_on = asyncio.Event()

    async def work(context: JobContext) -> None:
        started.append(time.monotonic())
        await go_on.wait()

    engine = engine_that_does(pool, work=work)
    async with working(engine):
        await until_workers_listen(pool)
        for _ in range(3):
            await put_down(engine, pool, "work", lock="chat:1")
        await until(lambda: len(started) == 1)
        ended = time.monotonic()
        go_on.set()
        await until(lambda: len(started) == 3)
    assert started[2] - ended < 0.5


async def test_a_job_for_later_runs_when_its_time_has_come(pool: Pool) -> None:
    ran: list[datetime] = []

    async def work(context: JobContext) -> None:
        ran.append(datetime.now(UTC))

    engine = engine_that_does(pool, work=work)
    later = datetime.now(UTC) + timedelta(seconds=0.7)
    async with working(engine):
        async with pool.connection() as conn:
            await engine.defer(conn, "work", {}, at=later)
        await until(lambda: bool(ran))
    assert timedelta() <= ran[0] - later < timedelta(seconds=1)


async def test_queues_do_not_wait_for_each_other(pool: Pool) -> None:
    answered = asyncio.Event()

    async def chat(context: JobContext) -> None:
        answered.set()

    engine = engine_that_does(pool, work=for_ever)
    engine.register("chat", chat, queue="chat")
    async with working(engine, {"work": 1, "chat": 1}):
        await put_down(engine, pool, "work")
        await until_jobs_are(pool, ("work", "doing", 0))
        await put_down(engine, pool, "chat")
        await answered.wait()


async def test_an_older_version_leaves_what_it_does_not_know_to_a_newer_one(pool: Pool) -> None:
    done: list[int] = []

    async def fresh(context: JobContext, number: int) -> None:
        done.append(number)

    async def work(context: JobContext, number: int) -> None:
        done.append(number)

    older, newer = engine_that_does(pool, work=work), engine_that_does(pool, work=work, fresh=fresh)
    async with working(older):
        for number in range(6):
            await put_down(newer, pool, "fresh", lock="chat:1", number=number)
        await put_down(newer, pool, "work", number=100)
        await until(lambda: done == [100])
        await asyncio.sleep(1.5)  # it has been asked more than once
        assert await jobs(pool) == [("fresh", "todo", 0)] * 6
        async with working(newer):
            await until(lambda: len(done) == 7)
    assert done == [100, *range(6)]
    assert await jobs(pool) == []


async def test_a_stop_lets_short_jobs_end_and_hands_long_ones_back(pool: Pool) -> None:
    nearly_done = asyncio.Event()

    async def short(context: JobContext) -> None:
        await nearly_done.wait()

    engine = engine_that_does(pool, short=short, long=for_ever)
    async with working(engine):
        await put_down(engine, pool, "short")
        await put_down(engine, pool, "long", lock="project:1")
        both = ("short", "doing", 0), ("long", "doing", 0)
        await until_jobs_are(pool, *both)
        asked = time.monotonic()
        asyncio.get_running_loop().call_later(0.2, nearly_done.set)
    assert time.monotonic() - asked < 5
    assert await jobs(pool) == [("long", "todo", 1)]


async def test_a_job_that_put_down_its_own_successor_can_still_be_handed_back(pool: Pool) -> None:
    async def poll(context: JobContext) -> None:
        async with engine.transaction(context.job) as conn:
            await engine.defer(conn, "poll", {}, lock="job:1", queueing_lock="poll:1")
        await asyncio.Event().wait()

    engine = engine_that_does(pool, poll=poll)
    async with working(engine):
        async with pool.connection() as conn:
            await engine.defer(conn, "poll", {}, lock="job:1", queueing_lock="poll:1")
        await until_jobs_are(pool, ("poll", "doing", 0), ("poll", "todo", 0))
    assert await jobs(pool) == [("poll", "todo", 1), ("poll", "todo", 0)]


async def test_a_job_that_is_always_handed_back_fails_in_the_end_with_a_last_word(
    pool: Pool,
) -> None:
    words: list[tuple[JSONValue, ...]] = []

    async def work(context: JobContext, number: int) -> None:
        raise psycopg.OperationalError("the database is away")

    async def last_word(context: JobContext, task: str, args: JSONValue, status: str) -> None:
        words.append((task, args, status))

    engine = engine_that_does(pool, work=work, last_word=last_word)
    async with working(engine):
        await put_down(engine, pool, "work", number=7)
        await until(lambda: bool(words))
    assert words == [("work", {"number": 7}, "failed")]
    assert await jobs(pool) == [("work", "failed", 3)]


async def test_a_last_word_that_fails_too_has_none_of_its_own(pool: Pool) -> None:
    async def last_word(context: JobContext) -> None:
        raise psycopg.OperationalError("the database is away")

    engine = engine_that_does(pool, last_word=last_word)
    async with working(engine):
        await put_down(engine, pool, "last_word")
        await until_jobs_are(pool, ("last_word", "failed", 3))


async def test_a_running_job_can_be_cancelled(pool: Pool) -> None:
    engine = engine_that_does(pool, work=for_ever)
    async with working(engine):
        await until_workers_listen(pool)
        job_id = await put_down(engine, pool, "work", lock="project:1")
        await until_jobs_are(pool, ("work", "doing", 0))
        async with pool.connection() as conn:
            assert await engine.cancel(conn, job_id)
        await until_jobs_are(pool, ("work", "aborted", 1))
        async with pool.connection() as conn:
            assert not await engine.cancel(conn, job_id)


async def test_what_a_job_writes_is_refused_once_it_has_lost_the_job(pool: Pool) -> None:
    taken: list[Job] = []

    async def work(context: JobContext) -> None:
        taken.append(context.job)
        async with engine.transaction(context.job) as conn:
            await conn.execute("CREATE TABLE written ()")

    engine = engine_that_does(pool, work=work)
    async with working(engine):
        await put_down(engine, pool, "work")
        await until_jobs_are(pool)
    assert await rows(pool, "SELECT to_regclass('written')::text") == [("written",)]
    with pytest.raises(LostJobError):
        async with engine.transaction(taken[0]):
            raise AssertionError("the transaction began")


async def test_the_workers_start_anew_when_the_library_ends_one_quietly(pool: Pool) -> None:
    engine = engine_that_does(pool, work=nothing)
    with capture_logs() as logs:
        async with working(engine):
            await until_workers_listen(pool)
            await run(pool, "ALTER FUNCTION procrastinate_update_heartbeat_v1 RENAME TO away")
            await until(lambda: broke_off(logs))
            await run(pool, "ALTER FUNCTION away RENAME TO procrastinate_update_heartbeat_v1")
            await put_down(engine, pool, "work")
            await until_jobs_are(pool)


async def test_a_worker_that_lost_its_proof_of_life_starts_anew_and_loses_no_job(
    pool: Pool,
) -> None:
    attempts: list[int] = []

    async def work(context: JobContext) -> None:
        attempts.append(context.job.attempts)
        if context.job.attempts == 0:
            await asyncio.Event().wait()

    engine = engine_that_does(pool, work=work)
    async with working(engine):
        await put_down(engine, pool, "work", lock="chat:1")
        await until(lambda: attempts == [0])
        await run(pool, "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE classid = 0x5049")
        await until_jobs_are(pool)
    assert attempts == [0, 1]


async def test_a_late_heartbeat_of_our_own_is_no_death(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "TAKEOVER_EVERY_S", 0.05)
    engine = Engine(pool, grace_s=0)
    engine.register("ours", for_ever, queue="work")
    engine.register("orphan", nothing, queue="not worked")
    async with working(engine):
        await put_down(engine, pool, "ours")
        await put_down(engine, pool, "orphan")
        await until_jobs_are(pool, ("ours", "doing", 0), ("orphan", "todo", 0))
        await run(
            pool,
            """UPDATE procrastinate_workers SET last_heartbeat = now() - '1h'::interval;
               UPDATE procrastinate_jobs SET status = 'doing' WHERE task_name = 'orphan'""",
        )
        await until_jobs_are(pool, ("ours", "doing", 0), ("orphan", "todo", 1))


async def test_a_result_that_could_not_be_stored_is_not_forgotten(pool: Pool) -> None:
    attempts: list[int] = []

    async def work(context: JobContext) -> None:
        attempts.append(context.job.attempts)

    await run(
        pool,
        """CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
           BEGIN IF OLD.attempts = 0 THEN RAISE 'disk full'; END IF; RETURN OLD; END $$;
           CREATE TRIGGER refuse BEFORE DELETE ON procrastinate_jobs
           FOR EACH ROW EXECUTE FUNCTION refuse()""",
    )
    engine = engine_that_does(pool, work=work)
    async with working(engine):
        await put_down(engine, pool, "work", lock="chat:1")
        await until_jobs_are(pool)
    assert attempts == [0, 1]


@contextmanager
def database_away(pool: Pool, postgres_url: str) -> Iterator[None]:
    """Every connection is cut, and new ones are refused, until the end of the block."""
    database = Identifier(str(conninfo_to_dict(str(pool.conninfo))["dbname"]))
    allow = "ALTER DATABASE {} ALLOW_CONNECTIONS {}"
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE 'test_%'"
    with psycopg.connect(postgres_url, autocommit=True) as admin:
        admin.execute(SQL(allow).format(database, SQL("false")))
        admin.execute(cut)
        yield
        admin.execute(SQL(allow).format(database, SQL("true")))


def broke_off(logs: list[EventDict]) -> bool:
    return any(line["event"] == "workers_broke_off" for line in logs)


async def test_a_database_that_was_away_is_found_again(pool: Pool, postgres_url: str) -> None:
    engine = engine_that_does(pool, work=nothing)
    async with working(engine):
        await until_workers_listen(pool)
        with database_away(pool, postgres_url):
            await until(lambda: pool.get_stats().get("connections_errors", 0) > 0)
        await put_down(engine, pool, "work")
        await until_jobs_are(pool)


async def test_a_stop_is_heard_while_the_database_is_away(pool: Pool, postgres_url: str) -> None:
    with capture_logs() as logs, database_away(pool, postgres_url):
        async with working(engine_that_does(pool)):
            await until(lambda: broke_off(logs))
            asked = time.monotonic()
        assert time.monotonic() - asked < 3
