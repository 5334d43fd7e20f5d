"""The edge of a job: what breaks is confessed, but only by the worker whose job it still is."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial
from typing import cast

import pytest
from procrastinate import JobContext
from procrastinate.types import JSONValue
from structlog.testing import capture_logs
from telegram import Bot

from bot.context import Context
from bot.jobs import Jobs
from bot.store.pool import Pool, open_pool
from tests.bot.test_engine import engine_that_does, put_down, until_jobs_are, working

TAKE_OVER = """UPDATE procrastinate_jobs SET attempts = attempts + 1, worker_id = NULL,
               status = 'todo', scheduled_at = now() + interval '1 hour'"""


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[Pool]:
    async with open_pool(database_url) as pool:
        yield pool


@dataclass(frozen=True)
class OnlyBooks:
    """All that the edge needs to know where nobody is to be told."""

    pool: Pool


@pytest.mark.parametrize("late", [False, True])
async def test_what_breaks_is_not_confessed_by_a_worker_that_lost_the_job(
    pool: Pool,
    late: bool,  # noqa: FBT001 -- a parameter of the test
) -> None:
    jobs = Jobs(ctx=cast(Context, OnlyBooks(pool)), bot=Bot("1:a"))

    async def breaks(**_: JSONValue) -> None:
        if late:
            async with pool.connection() as conn:
                await conn.execute(TAKE_OVER)
        raise FileNotFoundError("the other worker has taken it away")

    async def work(context: JobContext) -> None:
        await partial(jobs._at_the_edge, breaks)(context)

    engine = engine_that_does(pool, work=work)
    with capture_logs() as logs:
        async with working(engine):
            await put_down(engine, pool, "work")
            await until_jobs_are(pool, *[("work", "todo", 1)] * late)
    events = [it["event"] for it in logs]
    assert ("job_broke" in events) is not late
    assert ("late_worker_refused" in events) is late
