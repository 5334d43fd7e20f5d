"""The jobs of the sandbox's BFL, in memory: how far each is, by the clock and by its script."""

import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from pydantic import JsonValue

from sandbox.bfl.orders import COSTS, Order
from sandbox.faults import Faults
from sandbox.scripted import Script

SERVICE = "bfl"
KEY = "bfl-sandbox-key"
READY_S = 4.0
SAMPLE_LIVES_S = 600.0
MOST_ACTIVE = 24
MOST_ACTIVE_OF = {"flux-kontext-max": 6}
_ENDS = {
    "moderated": "Request Moderated",
    "content_moderated": "Content Moderated",
    "error": "Error",
    "failed": "Failed",
}


@dataclass(slots=True, kw_only=True)
class Job:
    """One order that was accepted; `looks` counts how often it was asked for."""

    id: str
    model: str
    order: Order
    script: Script
    born_s: float
    cost: float
    looks: int = 0
    secret: str = field(default_factory=lambda: secrets.token_hex(16))

    @property
    def seed(self) -> int:
        """As ordered, or one of its own."""
        chosen = int(hashlib.sha256(self.id.encode()).hexdigest()[:8], 16)
        return chosen if self.order.seed is None else self.order.seed

    @property
    def form(self) -> str:
        """The picture's file form."""
        return self.order.output_format or "jpeg"


class World:
    """Jobs and books. `pace` scales how long a job takes; `now` is in seconds."""

    def __init__(
        self,
        *,
        public_url: str,
        cluster_url: str,
        faults: Faults,
        pace: float,
        credits_left: float,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.public_url = public_url.rstrip("/")
        self.cluster_url = cluster_url.rstrip("/")
        self.faults = faults
        self.pace = pace
        self.now = now
        self._credits = credits_left
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self.jobs: dict[str, Job] = {}
        self.credits = self._credits
        self.keys_at_delivery = 0
        self.samples_served = 0

    def begin(self, model: str, order: Order, script: Script) -> Job:
        """A new job, and what it costs taken off."""
        job = Job(
            id=f"{secrets.token_hex(4)}-{secrets.token_hex(8)}",
            model=model,
            order=order,
            script=script,
            born_s=self.now(),
            cost=COSTS.get(model, 3.0),
        )
        self.jobs[job.id] = job
        self.credits -= job.cost
        return job

    def is_full(self, model: str) -> bool:
        """As many jobs are going on as the account may have."""
        going = [job for job in self.jobs.values() if not self.over(job)]
        own = sum(job.model == model for job in going)
        return len(going) >= MOST_ACTIVE or own >= MOST_ACTIVE_OF.get(model, MOST_ACTIVE)

    def over(self, job: Job) -> bool:
        """The job has ended."""
        waited = self.now() - job.born_s >= READY_S * self.pace
        pending = job.script.number("pending")
        return waited and (job.looks > pending or not pending)

    def look(self, job: Job) -> dict[str, JsonValue]:
        """How far the job is, and one more look at it."""
        job.looks += 1
        answer: dict[str, JsonValue] = {"id": job.id, "result": None, "progress": None}
        answer |= {"details": None, "preview": None}
        if not self.over(job):
            going = (job.script.value("status") or "Pending").replace("_", " ")
            return {**answer, "status": going, "progress": self._share(job)}
        if "lost" in job.script:
            return {**answer, "status": "Task not found"}
        for word, status in _ENDS.items():
            if word in job.script:
                moderated = "moderated" in word
                details: JsonValue = {"Moderation Reasons": ["Safety Filter"]}
                return {**answer, "status": status, "details": details if moderated else None}
        return {**answer, "status": "Ready", "result": self._result(job)}

    def sample_of(self, job_id: str, signature: str, expires: str) -> Job | None:
        """The job whose picture a signed address is for, while the address lives."""
        job = self.jobs.get(job_id)
        if job is None or not expires.isdecimal() or int(expires) <= self.now():
            return None
        return job if secrets.compare_digest(_signature(job, expires), signature) else None

    def result_url(self, job: Job) -> str:
        """The signed address of its picture, from now on for ten minutes."""
        expires = str(int(self.now() + SAMPLE_LIVES_S))
        signed = f"se={expires}&sig={_signature(job, expires)}"
        return f"{self.cluster_url}/delivery/{job.id}/sample.{job.form}?{signed}"

    def books(self) -> dict[str, object]:
        """What was ordered and charged."""
        return {
            "jobs": {
                job.id: {"model": job.model, "looks": job.looks} for job in self.jobs.values()
            },
            "credits": self.credits,
            "charged": sum(job.cost for job in self.jobs.values()),
            "keys_at_delivery": self.keys_at_delivery,
            "samples_served": self.samples_served,
        }

    def _share(self, job: Job) -> float | None:
        if not self.pace:
            return None
        return round(min(0.99, max(0.0, (self.now() - job.born_s) / (READY_S * self.pace))), 2)

    def _result(self, job: Job) -> JsonValue:
        if "no_sample" in job.script:
            return {"prompt": job.order.prompt}
        return {
            "sample": self.result_url(job),
            "prompt": job.order.prompt,
            "seed": job.seed,
            "start_time": job.born_s,
            "end_time": job.born_s + READY_S * self.pace,
            "duration": READY_S * self.pace,
        }


def _signature(job: Job, expires: str) -> str:
    return hashlib.sha256(f"{job.secret}/{expires}".encode()).hexdigest()
