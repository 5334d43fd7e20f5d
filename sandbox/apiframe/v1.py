"""Endpoints of v1: everything that starts a task, fetch, uploads, the account."""

import re
import zlib
from collections.abc import Awaitable, Callable

from pydantic import JsonValue
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.apiframe.border import body_of, check_key, refuse_late, script_for, world_of
from sandbox.apiframe.hooks import at_once, run
from sandbox.apiframe.imaging import UnusableError, opened
from sandbox.apiframe.refusals import RefusedError
from sandbox.apiframe.rules import problems
from sandbox.apiframe.rules_v1 import AT_ONCE, COSTS, HOOKS, PARENTS, RULES, USUAL_COST
from sandbox.apiframe.telling import task_json
from sandbox.apiframe.world import Task, World

Endpoint = Callable[[Request], Awaitable[Response]]

_SEED_FLAG = re.compile(r"--seed (\d+)")
_FLAGS = re.compile(r"\s--\w+( [^\s-][^\s]*)?")
_UPLOAD_LIMIT, _SUNO_LIMIT = 2_000_000, 10_000_000
_MANY = range(2, 21)


def submit(call: str) -> Endpoint:
    """The endpoint of a call that starts a task."""

    async def endpoint(request: Request) -> Response:
        script = script_for(request, f"v1.{call}")
        check_key(request, 1)
        world, body = world_of(request), await body_of(request, 1)
        if found := problems(f"{RULES[call]} {HOOKS}", body):
            raise RefusedError(400, "; ".join(text for texts in found.values() for text in texts))
        kind = call.replace("/", "-")
        parent = _parent(world, kind, body)
        cost = COSTS.get(kind, USUAL_COST)
        if cost > world.credits:
            raise RefusedError(400, "Insufficient credits")
        prompt = str(body.get("prompt") or (parent.prompt if parent else ""))
        task = Task(
            version=1,
            kind=kind,
            model=str(body.get("model") or ""),
            body={**_inherited(parent), **body},
            prompt=_FLAGS.sub("", prompt).strip(),
            seed=_seed(body, prompt, number=sum(world.submits.values())),
            cost=cost,
            script=script,
        )
        world.add(task)
        if kind in AT_ONCE or "at_once" in script:
            await at_once(world, task)
            refuse_late(script, 1)
            return JSONResponse(task_json(task))
        world.start(run(world, task))
        refuse_late(script, 1)
        if "no_id" in script:
            return JSONResponse({"status": "ok"})
        # The page of reroll shows this name.
        camel = "camel" in script or kind == "reroll"
        return JSONResponse({"taskId" if camel else "task_id": task.id})

    return endpoint


def _parent(world: World, kind: str, body: dict[str, JsonValue]) -> Task | None:
    told = body.get("parent_task_id") or (body.get("task_id") if "seed" in kind else None)
    if not told:
        return None
    parent = world.tasks.get(str(told))
    if parent is None or parent.version != 1:
        raise RefusedError(400, "Parent task not found")
    if parent.status != "finished":
        raise RefusedError(400, "Parent task is not finished")
    if kind in PARENTS and parent.kind != PARENTS[kind]:
        raise RefusedError(400, "You need to upscale 1x first")
    return parent


def _inherited(parent: Task | None) -> dict[str, JsonValue]:
    ratio = parent.body.get("aspect_ratio") if parent else None
    return {"aspect_ratio": ratio} if ratio else {}


def _seed(body: dict[str, JsonValue], prompt: str, *, number: int) -> int:
    """The one that is asked for; else another each time, but the same in every run."""
    told = body.get("seed")
    if isinstance(told, int):
        return told
    if found := _SEED_FLAG.search(prompt):
        return int(found[1])
    return zlib.crc32(f"{number}/{prompt}".encode())


async def suno_upload(request: Request) -> Response:
    """`POST /suno-upload`, a form with `audio` of up to 10 MB: a task."""
    script = script_for(request, "v1.suno-upload")
    check_key(request, 1)
    await _file(request, "audio", _SUNO_LIMIT)
    world = world_of(request)
    task = Task(
        version=1,
        kind="suno-upload",
        body={},
        prompt="",
        cost=0,
        script=script,
    )
    world.add(task)
    world.start(run(world, task))
    refuse_late(script, 1)
    return JSONResponse({"task_id": task.id})


async def upload(request: Request) -> Response:
    """`POST /upload`, a form with `image` of up to 2 MB."""
    script = script_for(request, "v1.upload")
    check_key(request, 1)
    content = await _file(request, "image", _UPLOAD_LIMIT)
    try:
        opened(content)
    except UnusableError as exc:
        raise RefusedError(400, str(exc)) from exc
    url = world_of(request).keep(content, ".jpg", "image/jpeg")
    refuse_late(script, 1)
    return JSONResponse({script.of("url_as", "imageURL"): url})


async def upload_audio(request: Request) -> Response:
    """`POST /upload-audio`, a form with `audio` of up to 2 MB."""
    script = script_for(request, "v1.upload-audio")
    check_key(request, 1)
    content = await _file(request, "audio", _UPLOAD_LIMIT)
    url = world_of(request).keep(content, ".mp3", "audio/mpeg")
    refuse_late(script, 1)
    return JSONResponse({script.of("url_as", "audioURL"): url})


async def _file(request: Request, name: str, limit: int) -> bytes:
    if not request.headers.get("Content-Type", "").startswith("multipart/form-data"):
        raise RefusedError(400, f"{name} is required")
    async with request.form() as form:
        told = form.get(name)
        content = await told.read() if isinstance(told, UploadFile) else b""
    if not content:
        raise RefusedError(400, f"{name} is required")
    if len(content) > limit:
        raise RefusedError(400, f"{name} is too large")
    return content


async def fetch(request: Request) -> Response:
    """`POST /fetch`."""
    script = script_for(request, "v1.fetch")
    check_key(request, 1)
    body = await body_of(request, 1)
    if problems("task_id*:id", body):
        raise RefusedError(400, "task_id is required")
    task = world_of(request).tasks.get(str(body["task_id"]))
    if task is None or task.version != 1:
        raise RefusedError(400, "Task not found")
    task.looks += 1
    return JSONResponse(task_json(task, script))


async def fetch_many(request: Request) -> Response:
    """`POST /fetch-many`, 2 to 20 tasks."""
    script = script_for(request, "v1.fetch_many")
    check_key(request, 1)
    ids = (await body_of(request, 1)).get("task_ids")
    if not isinstance(ids, list) or len(ids) not in _MANY:
        raise RefusedError(400, "task_ids must hold 2 to 20 ids")
    tasks = [task for task_id in ids if (task := world_of(request).tasks.get(str(task_id)))]
    if "left_out" in script:
        tasks = tasks[:-1]
    return JSONResponse({"tasks": [task_json(task, script) for task in tasks]})


async def account(request: Request) -> Response:
    """`GET /account`."""
    script_for(request, "v1.account")
    check_key(request, 1)
    world = world_of(request)
    return JSONResponse(
        {
            "email": "someone@example.com",
            "credits": world.credits,
            "total_images": world.pictures_made,
            "plan": "sandbox",
        }
    )
