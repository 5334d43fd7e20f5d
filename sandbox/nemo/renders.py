"""The render jobs: a queue of one at a time, done by the studio; knows no HTTP."""

import asyncio
import re
import secrets
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import JsonValue

from sandbox.nemo.submitted import Find, UnusableDraftError, read_submitted
from studio.errors import StudioError
from studio.render import render

AT_ONCE = 1
"""One render already uses both cores of the smallest machine this is meant for."""
QUEUED_PERCENT = 5

_ID = re.compile(r"[\w.-]{1,100}", re.ASCII)
Status = Literal["pending", "processing", "completed", "failed", "cancelled"]


@dataclass(slots=True, kw_only=True)
class RenderJob:
    """One render; times are Unix milliseconds, `url` serves the file without a token."""

    id: str
    owner: str
    path: Path
    url: str
    created_ms: int
    status: Status = "pending"
    progress: int = QUEUED_PERCENT
    error: str | None = None
    duration_ms: int = 0
    size_bytes: int = 0
    completed_ms: int | None = None
    task: asyncio.Task[None] | None = field(default=None, repr=False)

    def cancel(self) -> None:
        """Stop it where it is; what is over stays as it was."""
        if self.status in {"pending", "processing"} and self.task:
            self.status = "cancelled"
            self.task.cancel()


class Renders:
    """All render jobs by their ids, which the clients choose."""

    def __init__(self, *, folder: Path, public_url: str, find: Find) -> None:
        self._folder = folder
        self._public_url = public_url
        self._find = find
        self._turn = asyncio.Semaphore(AT_ONCE)
        self.jobs: dict[str, RenderJob] = {}

    def add(self, render_id: str, owner: str) -> RenderJob | None:
        """A new pending job; None where the id was used before or cannot be used."""
        if render_id in self.jobs or not _ID.fullmatch(render_id):
            return None
        # The client chose the id, so the public URL needs something that it did not choose.
        name = f"{render_id}-{secrets.token_hex(8)}.mp4"
        job = RenderJob(
            id=render_id,
            owner=owner,
            path=self._folder / name,
            url=f"{self._public_url}/render-result/{name}",
            created_ms=_now_ms(),
        )
        self.jobs[render_id] = job
        return job

    def by_file(self, name: str) -> RenderJob | None:
        """The finished job whose file has this name."""
        for job in self.jobs.values():
            if job.path.name == name and job.status == "completed":
                return job
        return None

    async def run(self, job: RenderJob, draft: JsonValue, lasts_s: float) -> None:
        """Wait for the job's turn, then render the submitted draft; it takes `lasts_s` or more."""
        await self._dawdle(job, lasts_s)
        async with self._turn:
            job.status = "processing"
            try:
                await self._render(job, draft)
            except (UnusableDraftError, StudioError, ValueError) as exc:
                self.fail(job, str(exc))

    async def _dawdle(self, job: RenderJob, lasts_s: float) -> None:
        for percent in range(QUEUED_PERCENT, 100) if lasts_s else ():
            job.status, job.progress = "processing", percent
            await asyncio.sleep(lasts_s / (100 - QUEUED_PERCENT))

    def fail(self, job: RenderJob, error: str) -> None:
        """End a job without a result."""
        job.status, job.error, job.completed_ms = "failed", error, _now_ms()

    async def _render(self, job: RenderJob, draft: JsonValue) -> None:
        def note(share: float) -> None:
            job.progress = max(job.progress, min(round(share * 100), 99))

        timeline = read_submitted(draft, self._find)
        poster = job.path.with_suffix(".jpg")
        rendered = await render(timeline, job.path, poster=poster, on_progress=note)
        job.duration_ms, job.size_bytes = rendered.duration_ms, rendered.size_bytes
        job.status, job.progress, job.completed_ms = "completed", 100, _now_ms()


def _now_ms() -> int:
    return round(time.time() * 1000)
