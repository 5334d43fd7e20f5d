"""Everything that one of the sandbox's two Runway servers remembers; knows no HTTP."""

import asyncio
import secrets
import shutil
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sandbox.faults import Faults
from sandbox.runway.films import Wish, film, picture
from sandbox.runway.jobs import Course, Job, Line, hasty
from sandbox.runway.store import Store

DAY_S: Final = 24 * 3600.0
LONGEST_SIDE: Final = 1280


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What the account has: `at_once` and `a_day` are limits of each model.

    `longest_side` is what clips and pictures are shrunk to, in pixels.
    """

    credits: int = 100_000
    at_once: int = 2
    a_day: int = 1_000
    longest_side: int = LONGEST_SIDE


USUAL: Final = Account()


class World:
    """The account's jobs and files. `pace` scales every wait; 0 means none."""

    def __init__(
        self,
        *,
        public_url: str,
        folder: Path,
        faults: Faults,
        seed: int,
        pace: float,
        account: Account = USUAL,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.public_url = public_url.rstrip("/")
        self.faults = faults
        self.seed = seed
        self.pace = pace
        self.account = account
        self.now = now
        self._folder = folder
        self._tasks: set[asyncio.Task[None]] = set()
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        for task in self._tasks:
            task.cancel()
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True)
        self.jobs: dict[str, Job] = {}
        self.made: list[Mapping[str, object]] = []
        self.counts: Counter[str] = Counter()
        self._began: defaultdict[str, list[float]] = defaultdict(list)
        self._hasty_before = 0
        self._spent_before = 0
        self._lines: dict[str, Line] = {}
        self.store = Store(public_url=self.public_url, folder=self._folder, now=self.now)

    async def close(self) -> None:
        """Stop all work, and wait until it has stopped."""
        tasks = list(self._tasks)
        self.forget()
        await asyncio.gather(*tasks, return_exceptions=True)

    def begin(
        self, call: str, model: str, wish: Wish, *, course: Course, cost: int, old: bool
    ) -> Job:
        """A new job, which runs from now on."""
        job_id = _new_id()
        is_still = call == "text_to_image"
        path = self._folder / f"{job_id}{'.png' if is_still else '.mp4'}"
        job = Job(
            id=job_id,
            call=call,
            model=model,
            at=self.now(),
            cost=cost,
            path=path,
            course=course,
            old=old,
        )
        job.steps.extend(course.steps)
        self.jobs[job_id] = job
        self._began[model].append(job.at)
        self.made.append({"id": job_id, "call": call, "model": model, "credits": cost})

        def make() -> Awaitable[None]:
            return (picture if is_still else film)(
                wish, path, longest_side=self.account.longest_side
            )

        job.work = self.start(self.line(model).run(job, make))
        return job

    def line(self, model: str) -> Line:
        """Where the jobs of a model queue."""
        if model not in self._lines:
            self._lines[model] = Line(at_once=self.account.at_once, pace=self.pace, now=self.now)
        return self._lines[model]

    def delete(self, job: Job) -> None:
        """Forget a job and its file."""
        self._hasty_before += hasty(job)
        self._spent_before += job.cost if job.charged else 0
        del self.jobs[job.id]
        job.path.unlink(missing_ok=True)

    def start(self, work: Coroutine[None, None, None]) -> "asyncio.Task[None]":
        """Work that goes on when the request that asked for it is over."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    @property
    def balance(self) -> int:
        """Credits that are left; what runs is charged at once."""
        spent = sum(job.cost for job in self.jobs.values() if job.charged)
        return self.account.credits - self._spent_before - spent

    def made_today(self, model: str) -> int:
        """How many jobs of a model began in the last 24 hours."""
        since = self.now() - DAY_S
        return sum(at > since for at in self._began[model])

    def books(self) -> Mapping[str, object]:
        """What was asked for and charged, how often it was looked at too soon, and keys that
        were seen where none belongs.
        """
        return {
            "made": list(self.made),
            "states": {job.id: job.state for job in self.jobs.values()},
            "credits": self.balance,
            "looks": {job.id: len(job.looks) for job in self.jobs.values()},
            "hasty_looks": self._hasty_before + sum(map(hasty, self.jobs.values())),
            "keys_at_files": self.counts["keys_at_files"],
            "results_served": self.counts["results_served"],
            "uploads": self.counts["uploads"],
        }


def _new_id() -> str:
    digits = secrets.token_hex(16)
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
