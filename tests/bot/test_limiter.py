"""Telegram's limits: kept by all processes together, results before progress, each for itself."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from bot.limiter import (
    EVERYBODY,
    GROUP,
    LONG_RUN,
    MOST_IN_LINE,
    OVERALL,
    PATIENCE_S,
    PRIVATE,
    Limiter,
    NotNow,
)
from bot.store import sending
from bot.store.pool import Pool, open_pool
from wire.clock import HandClock, SystemClock

# Room without end, for what is not looked at.
ENDLESS = sending.Bucket(every_s=0.000001, burst=1000)
AGE = """
    UPDATE sending SET full_at = full_at - by, light_at = light_at - by, held_at = held_at - by,
                       held_until = held_until - by, slow_until = slow_until - by
    FROM (VALUES (%(by)s::interval)) passed (by)
"""


@pytest.fixture(autouse=True)
def _lengths_of_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # else the library warns of its numbers


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[Pool]:
    async with open_pool(database_url) as pool:
        yield pool


class Stage:
    """A limiter whose time passes by hand, here and in the database."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.clock = HandClock()
        self.limiter = Limiter(pool, self.clock)

    async def passes(self, seconds: float) -> None:
        async with self.pool.connection() as conn:
            await conn.execute(AGE.encode(), {"by": f"{seconds} s"})
        await self.clock.advance(seconds)
        await self.let_run()

    async def let_run(self) -> None:
        """Time for questions to the database."""
        await asyncio.sleep(0.05)

    async def until_somebody_sleeps(self) -> None:
        end = time.monotonic() + 10
        while not self.clock.sleepers:
            assert time.monotonic() < end
            await asyncio.sleep(0.005)


@pytest.fixture
def stage(pool: Pool) -> Stage:
    return Stage(pool)


async def test_a_chat_gets_a_few_messages_at_once_and_then_one_a_second(stage: Stage) -> None:
    for _ in range(PRIVATE.burst):
        await stage.limiter.wait_turn(7)
    async with asyncio.TaskGroup() as group:
        fifth = group.create_task(stage.limiter.wait_turn(7))
        await stage.until_somebody_sleeps()
        await stage.passes(0.5)
        assert not fifth.done()
        await stage.passes(0.6)
        await asyncio.wait_for(fifth, 5)


async def test_one_chat_s_waiting_is_nobody_else_s(stage: Stage) -> None:
    await stage.limiter.wait_turn(7, cost=10)
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(stage.limiter.wait_turn(7))
        await stage.until_somebody_sleeps()
        await asyncio.wait_for(stage.limiter.wait_turn(8), 5)
        assert waiting.cancel()


async def test_a_group_gets_never_more_than_twenty_in_a_minute(stage: Stage) -> None:
    went: list[int] = []
    async with stage.pool.connection() as conn:
        for second in range(180):
            for _ in range(3):
                room = await sending.take(
                    conn, -5, 1, own=GROUP_FOR_RESULTS, long_run=LONG_RUN, overall=ENDLESS
                )
                if room.taken:
                    went.append(second)
            await conn.execute(AGE.encode(), {"by": "1 s"})
    windows = [sum(begin <= at < begin + 60 for at in went) for begin in range(120)]
    assert max(windows) <= 20
    assert len(went) >= 45


GROUP_FOR_RESULTS = sending.Bucket(every_s=GROUP.every_s, burst=GROUP.burst)


async def test_an_album_counts_each_of_its_pictures(stage: Stage) -> None:
    await stage.limiter.wait_turn(7, cost=10)  # more than the bucket holds: when it is full
    async with asyncio.TaskGroup() as group:
        next_one = group.create_task(stage.limiter.wait_turn(7))
        await stage.until_somebody_sleeps()
        await stage.passes(10 - PRIVATE.burst + 0.2)
        assert not next_one.done()
        await stage.passes(0.9)
        await asyncio.wait_for(next_one, 5)


async def test_progress_is_dropped_where_it_would_take_the_room_of_a_result(stage: Stage) -> None:
    shown = []
    for _ in range(PRIVATE.burst):
        shown.append(await stage.limiter.has_room(7))
        await stage.passes(0.1)  # so that there is room for everybody's
    assert shown == [True, True, True, True, False]
    for _ in range(PRIVATE.kept):
        await asyncio.wait_for(stage.limiter.wait_turn(7), 5)
    assert not stage.clock.sleepers


async def test_progress_is_dropped_while_a_result_waits(stage: Stage) -> None:
    await stage.limiter.wait_turn(7, cost=PRIVATE.burst)
    async with asyncio.TaskGroup() as group:
        result = group.create_task(stage.limiter.wait_turn(7))
        await stage.until_somebody_sleeps()
        assert not await stage.limiter.has_room(7)
        await stage.passes(1.1)
        await asyncio.wait_for(result, 5)


async def test_what_telegram_holds_waits_and_others_go_on(stage: Stage) -> None:
    await stage.limiter.hold(7, 9)
    assert not await stage.limiter.has_room(7, cost=0)
    async with asyncio.TaskGroup() as group:
        held = group.create_task(stage.limiter.wait_turn(7))
        await stage.until_somebody_sleeps()
        await asyncio.wait_for(stage.limiter.wait_turn(8), 5)
        await stage.passes(8)
        assert not held.done()
        await stage.passes(1.1)
        await asyncio.wait_for(held, 5)


async def test_nobody_waits_for_what_is_held_for_long(stage: Stage) -> None:
    await stage.limiter.hold(7, 200)
    with pytest.raises(NotNow) as caught:
        await stage.limiter.wait_turn(7)
    assert 190 < caught.value.after_s <= 200
    assert not stage.clock.sleepers


async def test_a_later_shorter_hold_does_not_end_a_longer_one(stage: Stage) -> None:
    await stage.limiter.hold(7, 200)
    await stage.limiter.hold(7, 1)
    with pytest.raises(NotNow):
        await stage.limiter.wait_turn(7)


async def test_only_a_few_wait_for_one_chat_and_the_others_come_back_later(stage: Stage) -> None:
    await stage.limiter.hold(7, PATIENCE_S - 1)
    async with asyncio.TaskGroup() as group:
        waiting = [group.create_task(stage.limiter.wait_turn(7)) for _ in range(MOST_IN_LINE)]
        await stage.until_somebody_sleeps()
        with pytest.raises(NotNow):
            await stage.limiter.wait_turn(7)
        await stage.passes(PATIENCE_S)
        await asyncio.wait_for(asyncio.gather(*waiting), 5)
    await stage.limiter.has_room(7)


async def test_a_hold_without_a_chat_holds_everybody(stage: Stage) -> None:
    await stage.limiter.hold(EVERYBODY, 5)
    async with asyncio.TaskGroup() as group:
        anybody = group.create_task(stage.limiter.wait_turn(8))
        await stage.until_somebody_sleeps()
        await stage.passes(5.1)
        await asyncio.wait_for(anybody, 5)


async def test_holds_in_three_chats_at_once_slow_everybody_down(stage: Stage) -> None:
    async def went_in_a_second() -> int:
        count = 0
        async with stage.pool.connection() as conn:
            for step in range(10):
                for chat_id in range(100 + 10 * step, 110 + 10 * step):
                    room = await sending.take(
                        conn, chat_id, 1, own=ENDLESS, long_run=ENDLESS, overall=EVERYBODY_S
                    )
                    count += room.taken
                await conn.execute(AGE.encode(), {"by": "0.1 s"})
        return count

    usual = await went_in_a_second()
    for chat_id in (1, 2, 3):
        await stage.limiter.hold(chat_id, 1)
    await stage.passes(1)
    slow = await went_in_a_second()
    assert usual <= 25 + OVERALL.burst + SLACK
    assert slow < usual * 0.75
    await stage.passes(31)
    assert await went_in_a_second() > slow


EVERYBODY_S = sending.Bucket(every_s=OVERALL.every_s, burst=OVERALL.burst)
SLACK = 6  # for the time that the test itself takes


async def test_a_chat_that_takes_little_goes_before_those_that_take_much(stage: Stage) -> None:
    own = sending.Bucket(every_s=0.000001, burst=1000)
    async with stage.pool.connection() as conn:
        for _ in range(LONG_RUN.burst):
            await sending.take(conn, 7, 1, own=own, long_run=LONG_RUN, overall=ENDLESS)
        # Two of everybody's five are left, and the busy chat has to leave three.
        await conn.execute(
            "UPDATE sending SET full_at = clock_timestamp() + make_interval(secs => 300)"
            " WHERE chat_id = 0"
        )
        slow = sending.Bucket(every_s=100, burst=5, kept=3)
        busy = await sending.take(conn, 7, 1, own=own, long_run=LONG_RUN, overall=slow)
        quiet = await sending.take(conn, 8, 1, own=own, long_run=LONG_RUN, overall=slow)
    assert not busy.light
    assert not busy.taken
    assert quiet.light
    assert quiet.taken


async def test_without_the_database_results_go_out_and_progress_does_not(
    database_url: str,
) -> None:
    async with AsyncExitStack() as stack:
        pool = await stack.enter_async_context(open_pool(database_url))
        limiter = Limiter(pool, SystemClock())
        await pool.close()
        await asyncio.wait_for(limiter.wait_turn(7), 20)
        assert not await limiter.has_room(7)


FLOODING = """
import asyncio, sys, time
from bot.limiter import Limiter
from bot.store.pool import open_pool
from wire.clock import SystemClock

async def main(url, first, until):
    async with open_pool(url) as pool:
        limiter = Limiter(pool, SystemClock())
        async def flood(chat_id):
            while time.time() < until:
                await limiter.wait_turn(chat_id)
                print(chat_id, time.time(), flush=True)
        print("ready", flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        until += time.time()
        await asyncio.gather(*(flood(chat_id) for chat_id in range(first, first + 20)), flood(7))

asyncio.run(main(sys.argv[1], int(sys.argv[2]), 4.0))
"""


async def test_several_processes_keep_the_limits_together(database_url: str) -> None:
    processes = [
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", FLOODING, make_conninfo(database_url), str(100 * number)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        for number in (1, 2, 3)
    ]
    for process in processes:
        assert process.stdout is not None
        assert await process.stdout.readline() == b"ready\n"
    told = await asyncio.gather(*(process.communicate(b"go\n") for process in processes))
    assert [process.returncode for process in processes] == [0, 0, 0]
    lines = b"".join(out for out, _ in told).decode().split("\n")
    went = sorted((float(at), int(chat)) for chat, at in (line.split() for line in lines if line))
    times = [at for at, _ in went]
    ofchat = [at for at, chat in went if chat == 7]
    # Between the database's answer and the print lies what the machine needs: two more at most.
    assert _most_in_a_second(times) <= 30 + 2
    assert _most_in_a_second(ofchat) <= PRIVATE.burst + 1 + 1
    assert len(times) >= 80  # and not much less than is allowed, either


def _most_in_a_second(times: list[float]) -> int:
    return max(sum(begin <= at < begin + 1 for at in times) for begin in times)


def test_the_table_is_not_logged(database_url: str) -> None:
    query = "SELECT relpersistence FROM pg_class WHERE relname = 'sending'"
    with psycopg.connect(database_url) as conn:
        row = conn.execute(query).fetchone()
    assert row in {("u",), (b"u",)}
