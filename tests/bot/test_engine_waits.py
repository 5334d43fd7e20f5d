"""When a job is worth another attempt, and what is done once an hour."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from procrastinate import JobContext

from bot.engine import Engine
from bot.store.pool import Pool, open_pool


class NotYet(Exception):
    """Wants to be left alone for a while."""


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[Pool]:
    async with open_pool(database_url) as pool:
        yield pool


async def _give_up(context: JobContext) -> None:
    raise NotYet


async def test_a_job_is_not_due_before_its_error_wants(pool: Pool) -> None:
    engine = Engine(pool, hand_back_on=(NotYet,), not_before_s=lambda _: 200.0)
    assert 190 < await _waits_s(engine, pool, attempts=0) <= 200


async def test_a_job_that_was_often_tried_waits_some_minutes_and_no_longer(pool: Pool) -> None:
    engine = Engine(pool, hand_back_on=(NotYet,))
    assert 290 < await _waits_s(engine, pool, attempts=20) <= 300


async def _waits_s(engine: Engine, pool: Pool, *, attempts: int) -> float:
    """In how many seconds a job is due again that has failed after `attempts` others."""
    engine.register("work", _give_up, queue="work")
    async with pool.connection() as conn:
        await engine.defer(conn, "work", {}, lock="chat:1")
        await conn.execute("UPDATE procrastinate_jobs SET attempts = %s", (attempts,))
    stop = asyncio.Event()
    async with asyncio.timeout(40), asyncio.TaskGroup() as group:
        group.create_task(engine.run_workers({"work": 1}, stop))
        due, deadline = await _due(pool, attempts + 1), time.monotonic() + 30
        while due is None:
            assert time.monotonic() < deadline
            await asyncio.sleep(0.05)
            due = await _due(pool, attempts + 1)
        stop.set()
    return (due - datetime.now(UTC)).total_seconds()


async def _due(pool: Pool, attempts: int) -> datetime | None:
    query = "SELECT scheduled_at FROM procrastinate_jobs WHERE task_name = 'work' AND attempts = %s"
    async with pool.connection() as conn:
        row = await (await conn.execute(query, (attempts,))).fetchone()
    return row[0] if row else None


async def test_the_house_is_kept_with_the_old_jobs(pool: Pool) -> None:
    engine = Engine(pool)
    kept: list[str] = []

    async def keep() -> None:
        kept.append("house")

    engine.sweep_also(keep)
    async with engine._app.open_async(pool):
        await engine._sweep(0)
    assert kept == ["house"]
