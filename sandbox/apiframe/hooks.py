"""Sends news of tasks to whoever ordered them, and runs the course that there is news of."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import Mapping

import httpx
from pydantic import JsonValue

from sandbox.apiframe.imaging import UnusableError
from sandbox.apiframe.making import make
from sandbox.apiframe.telling import job_json, task_json
from sandbox.apiframe.world import KEYS, Task, World
from studio.errors import StudioError

_STAGES = (
    ("staged", 0),
    ("pending", 0),
    ("starting", 0),
    *(("processing", p) for p in (20, 40, 60, 80)),
)
_STAGE_S = 1.2
_ANSWER_WITHIN_S = 5.0
_TRIES = 3
_STUCK_AT = 40


async def run(world: World, task: Task) -> None:
    """Everything that happens to a task after it was accepted."""
    held: list[bytes] = []
    for status, percent in _STAGES:
        task.status, task.percent = status, percent
        await _tell(world, task, held, event="progress")
        if "stuck" in task.script and percent == _STUCK_AT:
            return
        await world.wait(_STAGE_S)
    try:
        await _end(world, task)
    except (UnusableError, StudioError, ValueError, LookupError) as exc:
        told = str(exc) if isinstance(exc, UnusableError) else "Internal error"
        task.status, task.error = "failed", told
        world.credits += task.cost
    task.ended = world.now()
    await _tell(world, task, held, event="completed" if task.status == "finished" else "failed")
    for body in held:
        await _send(world, task, body)


async def _end(world: World, task: Task) -> None:
    if "cancel" in task.script:
        task.status = "cancelled"
    elif "fail" in task.script:
        task.status, task.error = "failed", task.script.says or "Something went wrong, try again"
    else:
        made = await make(world, task)
        task.made, task.percent, task.status = made, 100, "finished"
    if task.status != "finished":
        world.credits += task.cost


async def _tell(world: World, task: Task, held: list[bytes], *, event: str) -> None:
    if not _target(task) or "no_hooks" in task.script or not _wanted(task, event):
        return
    told = task_json(task) if task.version == 1 else job_json(world, task)
    body = json.dumps(told).encode()
    if "hooks_reordered" in task.script and event == "progress":
        held.append(body)
        return
    for _ in range(2 if "hooks_twice" in task.script else 1):
        await _send(world, task, body)


def _target(task: Task) -> str:
    return str(task.body.get("webhook_url") or task.body.get("webhookUrl") or "")


def _wanted(task: Task, event: str) -> bool:
    events = task.body.get("webhookEvents")
    return not isinstance(events, list) or event in events


async def _send(world: World, task: Task, body: bytes) -> None:
    task.hook_status = "pending"
    headers = {"Content-Type": "application/json", **_proof(task, body)}
    for attempt in range(_TRIES if task.version == 2 else 1):
        await world.wait(attempt)
        try:
            async with httpx.AsyncClient(timeout=_ANSWER_WITHIN_S, trust_env=False) as client:
                answer = await client.post(_target(task), content=body, headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL):
            continue
        if answer.is_success:
            task.hook_status = "delivered"
            return
    task.hook_status = "failed"


def _proof(task: Task, body: bytes) -> Mapping[str, str]:
    if "hooks_bare" in task.script:
        return {}
    wrong = "hooks_wrong" in task.script
    if task.version == 2:
        key = hashlib.sha256((KEYS[2] + ("x" if wrong else "")).encode()).digest()
        return {"X-Webhook-Signature": f"sha256={hmac.new(key, body, hashlib.sha256).hexdigest()}"}
    secret = task.body.get("webhook_secret")
    if not isinstance(secret, str):
        return {}
    return {"x-webhook-secret": secret[::-1] + "x" if wrong else secret}


async def at_once(world: World, task: Task) -> None:
    """The whole course while the caller waits."""
    await asyncio.shield(world.start(run(world, task)))


def body_json(body: bytes) -> JsonValue:
    """A request's JSON; None for what is none."""
    try:
        told: JsonValue = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return told
