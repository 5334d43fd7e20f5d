"""Jobs are put down in the caller's transaction, under locks that do not hurt others."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from procrastinate import JobContext
from procrastinate.exceptions import TaskNotFound

from bot.engine import Engine
from bot.store.pool import Pool, open_pool


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[Pool]:
    async with open_pool(database_url) as pool:
        yield pool


@pytest.fixture
def engine(pool: Pool) -> Engine:
    async def work(context: JobContext) -> None:
        raise AssertionError("no worker runs here")

    engine = Engine(pool)
    engine.register("work", work, queue="work")
    return engine


async def waiting(pool: Pool) -> int:
    async with pool.connection() as conn:
        row = await (await conn.execute("SELECT count(*) FROM procrastinate_jobs")).fetchone()
    assert row is not None
    return int(row[0])


async def test_a_job_exists_only_if_the_callers_transaction_does(
    pool: Pool, engine: Engine
) -> None:
    async with pool.connection() as conn, conn.transaction(force_rollback=True):
        assert await engine.defer(conn, "work", {}) is not None
    assert await waiting(pool) == 0


async def test_a_queueing_lock_that_is_taken_leaves_the_callers_transaction_whole(
    pool: Pool, engine: Engine
) -> None:
    async with pool.connection() as conn, conn.transaction():
        assert await engine.defer(conn, "work", {}, queueing_lock="poll:1") is not None
        assert await engine.defer(conn, "work", {}, queueing_lock="poll:1") is None
    assert await waiting(pool) == 1


async def test_a_task_that_nobody_registered_is_refused(pool: Pool, engine: Engine) -> None:
    async with pool.connection() as conn:
        with pytest.raises(TaskNotFound):
            await engine.defer(conn, "misspelt", {})


@pytest.mark.parametrize("lock", ["chat:1", "project:1"])
async def test_a_job_for_later_may_not_hold_a_lock_that_others_need(
    pool: Pool, engine: Engine, lock: str
) -> None:
    later = datetime.now(UTC) + timedelta(seconds=30)
    async with pool.connection() as conn:
        with pytest.raises(ValueError, match=lock):
            await engine.defer(conn, "work", {}, lock=lock, at=later)
        assert await engine.defer(conn, "work", {}, lock="job:1", at=later) is not None


async def test_a_waiting_job_can_be_cancelled_once(pool: Pool, engine: Engine) -> None:
    async with pool.connection() as conn:
        job_id = await engine.defer(conn, "work", {})
        assert job_id is not None
        assert await engine.cancel(conn, job_id)
        assert not await engine.cancel(conn, job_id)
