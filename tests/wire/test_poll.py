"""Asking again and again: the pace, the end, and patience when it is asked for."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

import pytest

from wire.clock import HandClock
from wire.errors import Broken, RateLimited, Uncertain
from wire.poll import Schedule, poll

SCHEDULE = Schedule(first_s=1, growth=2, longest_s=5, total_s=60)


@dataclass(frozen=True)
class Seen:
    status: str


class Service:
    """Answers from a list, and remembers when it was asked."""

    def __init__(self, clock: HandClock, answers: Iterable[str | Exception]) -> None:
        self._clock = clock
        self._answers = iter(answers)
        self.asked_at: list[float] = []

    async def look(self) -> Seen:
        self.asked_at.append(self._clock.monotonic())
        answer = next(self._answers)
        if isinstance(answer, Exception):
            raise answer
        return Seen(answer)


async def _poll(clock: HandClock, service: Service) -> list[str]:
    jobs = poll(
        service.look,
        ended=frozenset({"done", "failed", "cancelled"}),
        schedule=SCHEDULE,
        clock=clock,
        service="x",
    )
    task = asyncio.create_task(_statuses(jobs))
    await clock.advance(120)
    assert task.done()
    return await task


async def _statuses(jobs: object) -> list[str]:
    return [job.status async for job in jobs]  # type: ignore[attr-defined]


async def test_waits_grow_up_to_the_longest() -> None:
    clock = HandClock()
    service = Service(clock, ["new", "busy", "busy", "busy", "done"])
    assert await _poll(clock, service) == ["new", "busy", "busy", "busy", "done"]
    assert service.asked_at == [0, 1, 3, 7, 12]


@pytest.mark.parametrize("end", ["done", "failed", "cancelled"])
async def test_every_end_is_an_end(end: str) -> None:
    clock = HandClock()
    assert await _poll(clock, Service(clock, [end])) == [end]


async def test_a_service_that_asks_for_patience_gets_it() -> None:
    clock = HandClock()
    limited = [
        RateLimited("slow", service="x", retry_after_s=30),
        RateLimited("slow", service="x"),
    ]
    service = Service(clock, [*limited, "done"])
    assert await _poll(clock, service) == ["done"]
    assert service.asked_at == [0, 30, 35]


async def test_other_errors_pass_through() -> None:
    clock = HandClock()
    with pytest.raises(Broken):
        await _poll(clock, Service(clock, [Broken("x", service="x")]))


async def test_a_job_without_an_end_is_uncertain_in_time() -> None:
    clock = HandClock()
    service = Service(clock, ["busy"] * 100)
    with pytest.raises(Uncertain):
        await _poll(clock, service)
    assert service.asked_at[-1] <= 60


async def test_patience_has_the_same_limit() -> None:
    clock = HandClock()
    service = Service(clock, [RateLimited("slow", service="x", retry_after_s=61)])
    with pytest.raises(Uncertain):
        await _poll(clock, service)
