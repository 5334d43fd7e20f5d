"""The clock that is turned by hand, and that the real one keeps time."""

import asyncio
from datetime import UTC, datetime, timedelta

from wire.clock import HandClock, SystemClock


async def test_a_hand_clock_stands_still() -> None:
    clock = HandClock(datetime(2026, 5, 1, tzinfo=UTC))
    assert clock.now() == datetime(2026, 5, 1, tzinfo=UTC)
    assert clock.monotonic() == clock.monotonic() == 0


async def test_sleepers_wake_in_the_order_of_their_times() -> None:
    clock = HandClock()
    woken: list[tuple[str, float]] = []

    async def sleeper(name: str, *seconds: float) -> None:
        for wait_s in seconds:
            await clock.sleep(wait_s)
            woken.append((name, clock.monotonic()))

    async with asyncio.TaskGroup() as group:
        group.create_task(sleeper("late", 5))
        group.create_task(sleeper("twice", 2, 2))
        await clock.advance(4)
        assert woken == [("twice", 2), ("twice", 4)]
        assert clock.sleepers == 1
        await clock.advance(1)
    assert woken[-1] == ("late", 5)
    assert clock.now() == HandClock().now() + timedelta(seconds=5)


async def test_a_cancelled_sleeper_is_forgotten() -> None:
    clock = HandClock()
    task = asyncio.create_task(clock.sleep(5))
    await clock.advance(1)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert clock.sleepers == 0
    await clock.advance(10)


async def test_no_time_is_no_wait() -> None:
    await HandClock().sleep(0)
    await HandClock().sleep(-1)


async def test_the_system_clock_runs() -> None:
    clock = SystemClock()
    before = clock.monotonic()
    await clock.sleep(0.01)
    assert clock.monotonic() - before >= 0.009
    assert clock.now().tzinfo is UTC
