"""Calls the addresses that orders named when their jobs have ended; knows no request."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import httpx
from pydantic import JsonValue

from sandbox.bfl.world import READY_S, Job, World

FORMS = ("field", "wrong", "twice")
_TRIES_AFTER_S = (0.0, 1.0, 5.0)


class Webhooks:
    """Sends what was promised."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self.tasks: set[asyncio.Task[None]] = set()

    def promise(self, world: World, job: Job) -> None:
        """Call the job's address, where it has one, when the job ends."""
        if job.order.webhook_url is None:
            return
        task = asyncio.create_task(self._call(world, job, job.order.webhook_url))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _call(self, world: World, job: Job, url: str) -> None:
        await asyncio.sleep(READY_S * world.pace)
        form = job.script.value("webhook") or ""
        job.looks += job.script.number("pending")
        body = json.dumps(_body(world.look(job), form)).encode()
        headers = {"Content-Type": "application/json"}
        if job.order.webhook_secret and form != "field":
            secret = "another" if form == "wrong" else job.order.webhook_secret
            due = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
            headers["X-BFL-Signature"] = f"sha256={due}"
        for _ in range(2 if form == "twice" else 1):
            await self._send(url, body, headers, world.pace)

    async def _send(self, url: str, body: bytes, headers: dict[str, str], pace: float) -> None:
        for after_s in _TRIES_AFTER_S:
            await asyncio.sleep(after_s * pace)
            with suppress(httpx.HTTPError):
                if (await self._client.post(url, content=body, headers=headers)).is_success:
                    return


def _body(look: dict[str, JsonValue], form: str) -> dict[str, JsonValue]:
    ready = look["status"] == "Ready"
    if form == "field":
        status = "SUCCESS" if ready else "FAILED"
        return {"task_id": look["id"], "status": status, "result": look["result"], "progress": 1}
    if ready:
        return {"id": look["id"], "status": "Ready", "result": look["result"], "timestamp": "now"}
    return {"id": look["id"], "status": "Error", "error": look["status"], "message": "no picture"}


@asynccontextmanager
async def sending() -> AsyncIterator[Webhooks]:
    """Webhooks that end with the block."""
    async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
        webhooks = Webhooks(client)
        yield webhooks
        for task in list(webhooks.tasks):
            task.cancel()
        await asyncio.gather(*webhooks.tasks, return_exceptions=True)
