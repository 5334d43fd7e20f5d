"""The one loop that asks again and again until a remote job has ended; it knows no service."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import Protocol, TypeVar

from wire.clock import Clock
from wire.errors import RateLimited, Uncertain


class Job(Protocol):
    """Anything that says how far it is."""

    @property
    def status(self) -> str:
        """One word."""
        ...


J = TypeVar("J", bound=Job)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Waits between two looks: `first_s`, then `growth` times longer each, up to `longest_s`.

    After `total_s` the loop gives up.
    """

    first_s: float
    longest_s: float
    total_s: float
    growth: float = 1.5


async def poll(
    look: Callable[[], Awaitable[J]],
    *,
    ended: Collection[str],
    schedule: Schedule,
    clock: Clock,
    service: str,
) -> AsyncGenerator[J, None]:
    """Yield what each look saw; the last one has a status in `ended`.

    A service that asks for patience (`RateLimited`) is given it; other errors of `look` pass
    through. Raises Uncertain when the schedule's time is over: the job may still end later.
    """
    deadline = clock.monotonic() + schedule.total_s
    wait_s = schedule.first_s
    while True:
        patience_s = 0.0
        try:
            job = await look()
        except RateLimited as exc:
            patience_s = exc.retry_after_s or schedule.longest_s
        else:
            yield job
            if job.status in ended:
                return
        pause_s = max(wait_s, patience_s)
        if clock.monotonic() + pause_s > deadline:
            raise Uncertain(f"no end seen in {schedule.total_s:g} s", service=service)
        await clock.sleep(pause_s)
        wait_s = min(wait_s * schedule.growth, schedule.longest_s)
