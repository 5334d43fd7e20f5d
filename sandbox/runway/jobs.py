"""The jobs of both servers: they wait, run and end by themselves, or as scripted; knows no HTTP."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from studio.errors import StudioError

QUEUED_S: Final = 1.0
RUNNING_S: Final = 4.0
FASTEST_LOOK_S: Final = 5.0

State = Literal["THROTTLED", "PENDING", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLED"]
GOING: Final = frozenset(("THROTTLED", "PENDING", "RUNNING"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What one look shows; `state` may be a word that nobody knows."""

    state: str
    progress: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What is scripted for a job: the first looks, and how it ends."""

    steps: tuple[Shown, ...] = ()
    fails: bool = False
    code: str = ""
    stuck: bool = False
    no_output: bool = False


def steps_of(text: str) -> tuple[Shown, ...]:
    """`PENDING,RUNNING:0.4` as what is shown. Raises ValueError."""
    steps = []
    for step in text.split(",") if text else ():
        state, _, progress = step.partition(":")
        steps.append(Shown(state=state, progress=float(progress) if progress else None))
    return tuple(steps)


@dataclass(slots=True, kw_only=True)
class Job:
    """One job; times are seconds of the server's clock. `began` is whether it came to run."""

    id: str
    call: str
    model: str
    at: float
    cost: int
    path: Path
    course: Course
    old: bool = False
    state: State = "PENDING"
    began: float | None = None
    looks: list[float] = field(default_factory=list)
    steps: deque[Shown] = field(default_factory=deque)
    work: "asyncio.Task[None] | None" = field(default=None, repr=False)

    @property
    def charged(self) -> bool:
        """It costs what it costs, unless it was stopped before it ran."""
        return self.state != "CANCELLED" or self.began is not None

    async def ended(self) -> None:
        """Wait for the end of its work."""
        if self.work:
            await asyncio.wait({self.work})

    def cancel(self) -> None:
        """Stop it where it is."""
        self.state = "CANCELLED"
        self.steps.clear()
        if self.work:
            self.work.cancel()


class Line:
    """Jobs of one model: so many run at once, the others wait. `pace` scales every wait."""

    def __init__(self, *, at_once: int, pace: float, now: Callable[[], float]) -> None:
        self._places = asyncio.Semaphore(at_once)
        self._pace = pace
        self._now = now

    async def run(self, job: Job, make: Callable[[], Awaitable[None]]) -> None:
        """Take the job through its states; `make` writes its file."""
        if self._places.locked():
            job.state = "THROTTLED"
        async with self._places:
            job.state = "PENDING"
            await asyncio.sleep(QUEUED_S * self._pace)
            job.state, job.began = "RUNNING", self._now()
            if job.course.stuck:
                await asyncio.Event().wait()
            pause = asyncio.create_task(asyncio.sleep(RUNNING_S * self._pace))
            try:
                if not job.course.fails:
                    await make()
                await pause
            except (StudioError, ValueError, OSError):
                job.state = "FAILED"
                return
            finally:
                pause.cancel()
            job.state = "FAILED" if job.course.fails else "SUCCEEDED"

    async def show(self, job: Job) -> Shown:
        """What a look shows. Without a pace it waits for the end, so that nobody else has to."""
        job.looks.append(self._now())
        if job.steps:
            return job.steps.popleft()
        if self._pace == 0 and job.state != "THROTTLED" and not job.course.stuck:
            await job.ended()
        if job.state != "RUNNING":
            return Shown(state=job.state)
        return Shown(state="RUNNING", progress=self._progress(job))

    def _progress(self, job: Job) -> float:
        passed_s = self._now() - (job.began if job.began is not None else self._now())
        return round(min(0.95, passed_s / (RUNNING_S * (self._pace or 1) + 1)), 2)


def hasty(job: Job) -> int:
    """How many looks came sooner after the last one than anything new could be seen."""
    return sum(b - a < FASTEST_LOOK_S for a, b in zip(job.looks, job.looks[1:], strict=False))
