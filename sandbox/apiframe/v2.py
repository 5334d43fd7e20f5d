"""Endpoints of v2: generate, actions, jobs, uploads, the account, the models."""

import json
import zlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import JsonValue
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.apiframe.border import body_of, check_key, refuse_late, script_for, world_of
from sandbox.apiframe.hooks import run
from sandbox.apiframe.refusals import RefusedError
from sandbox.apiframe.rules import Problems, problems
from sandbox.apiframe.rules_v2 import ACTION_COST, ACTIONS, EVENTS, HOOKS, MODELS
from sandbox.apiframe.script import Script
from sandbox.apiframe.telling import job_json
from sandbox.apiframe.world import DAY_S, Task, World

Endpoint = Callable[[Request], Awaitable[Response]]

UPLOAD_LIVES_S = 7200.0
_LONGEST_KEY = 255
_KINDS = {"image": ".jpg", "video": ".mp4", "audio": ".mp3"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    """A body that was found good."""

    makes: str
    model: str
    fields: dict[str, JsonValue]
    prompt: str
    cost: int


def submit(path: str) -> Endpoint:
    """The endpoint of a call that starts a job."""

    async def endpoint(request: Request) -> Response:
        script = script_for(request, f"v2.{path}")
        check_key(request, 2)
        world, body = world_of(request), await body_of(request, 2)
        key = request.headers.get("Idempotency-Key", "")
        if len(key) > _LONGEST_KEY:
            raise _invalid({"Idempotency-Key": ["is too long"]})
        job = _replayed(world, key, path, body)
        if job is None:
            order = _action(world, path, body) if path in ACTIONS else _generate(path, body)
            job = _begun(world, order, script)
            if key:
                world.replays[key] = (world.now(), _print(path, body), job.id)
        refuse_late(script, 2)
        if "no_id" in script:
            return JSONResponse({"status": "QUEUED"}, 202)
        return JSONResponse({"jobId": job.id, "status": job_json(world, job)["status"]}, 202)

    return endpoint


def _print(path: str, body: Mapping[str, JsonValue]) -> str:
    return f"{path} {json.dumps(body, sort_keys=True)}"


def _replayed(world: World, key: str, path: str, body: Mapping[str, JsonValue]) -> Task | None:
    at, told, job_id = world.replays.get(key, (0.0, "", ""))
    if not key or not job_id or world.now() - at > DAY_S:
        return None
    if told != _print(path, body):
        reason = "Idempotency-Key was already used with a different request body"
        raise RefusedError(409, reason, version=2)
    return world.tasks[job_id]


def _begun(world: World, order: _Order, script: Script) -> Task:
    if order.cost > world.credits:
        raise RefusedError(
            402,
            version=2,
            more={"creditsRequired": order.cost, "creditsAvailable": world.credits},
        )
    seed = order.fields.get("seed")
    number = sum(world.submits.values())
    job = Task(
        version=2,
        kind=order.makes,
        model=order.model,
        body=order.fields,
        prompt=order.prompt,
        seed=seed if isinstance(seed, int) else zlib.crc32(f"{number}/{order.prompt}".encode()),
        cost=order.cost,
        script=script,
    )
    world.add(job)
    world.start(run(world, job))
    return job


def _generate(path: str, body: dict[str, JsonValue]) -> _Order:
    name = body.get("model")
    model = MODELS.get(name) if isinstance(name, str) else None
    if model is None or model.path != path:
        raise _invalid({"model": ["Invalid model"]})
    words = f"prompt*:text(1,{model.longest}) " if model.longest else ""
    rule = f"model* {words}{HOOKS} ..."
    top = {key: value for key, value in body.items() if key != "webhookEvents"}
    found = problems(rule, top) | _wrong_events(body)
    known = {"model", "prompt", "webhookUrl", "webhookEvents", model.block}
    found |= {key: [f"Unrecognized key: {key}"] for key in body if key not in known}
    block = body.get(model.block)
    if block is None and not model.needs_block:
        block = dict[str, JsonValue]()
    if not isinstance(block, dict):
        raise _invalid({**found, model.block: ["Required"]})
    inner = problems(model.rule, block)
    found |= {f"{model.block}.{key}": texts for key, texts in inner.items()}
    if found:
        raise _invalid(found)
    prompt = str(body.get("prompt") or block.get("prompt") or "")
    hooks: dict[str, JsonValue] = {
        key: body[key] for key in ("webhookUrl", "webhookEvents") if key in body
    }
    fields: dict[str, JsonValue] = {**block, **hooks, "prompt": prompt}
    return _Order(makes=model.makes, model=str(name), fields=fields, prompt=prompt, cost=model.cost)


def _action(world: World, path: str, body: dict[str, JsonValue]) -> _Order:
    name = body.get("action")
    action = ACTIONS[path].get(name) if isinstance(name, str) else None
    if action is None:
        raise _invalid({"action": ["Invalid action"]})
    top = {key: value for key, value in body.items() if key != "webhookEvents"}
    found = problems(f"action* parentJobId*:id {action.rule} {HOOKS}", top) | _wrong_events(body)
    if found:
        raise _invalid(found)
    parent = world.tasks.get(str(body["parentJobId"]))
    if parent is None or parent.version != 2:
        raise RefusedError(404, "Parent job not found", version=2)
    if parent.status != "finished" or parent.kind not in action.after:
        raise RefusedError(409, version=2)
    prompt = str(body.get("prompt") or parent.prompt)
    ratio = parent.body.get("aspect_ratio")
    fields = {**({"aspect_ratio": ratio} if ratio else {}), **body}
    return _Order(
        makes=action.makes, model=parent.model, fields=fields, prompt=prompt, cost=ACTION_COST
    )


def _wrong_events(body: Mapping[str, JsonValue]) -> Problems:
    events = body.get("webhookEvents", ["completed"])
    if isinstance(events, list) and events and all(event in EVENTS for event in events):
        return {}
    return {"webhookEvents": ["Invalid enum value"]}


def _invalid(found: Problems) -> RefusedError:
    return RefusedError(400, "Validation failed", version=2, more={"details": found})


async def job(request: Request) -> Response:
    """`GET /v2/jobs/<id>`."""
    script = script_for(request, "v2.jobs.get")
    check_key(request, 2)
    world = world_of(request)
    found = world.tasks.get(request.path_params["job_id"])
    if found is None or found.version != 2:
        raise RefusedError(404, "Job not found", version=2)
    found.looks += 1
    return JSONResponse(job_json(world, found, script))


async def jobs(request: Request) -> Response:
    """`GET /v2/jobs?status=&limit=&cursor=`, the newest first."""
    script = script_for(request, "v2.jobs")
    check_key(request, 2)
    world, asked = world_of(request), request.query_params
    told = [job_json(world, t, script) for t in world.tasks.values() if t.version == 2][::-1]
    fitting = [entry for entry in told if asked.get("status", entry["status"]) == entry["status"]]
    start, limit = asked.get("cursor", "0"), asked.get("limit", "20")
    if not (start.isdecimal() and limit.isdecimal() and 1 <= int(limit) <= 100):
        raise _invalid({"limit": ["must be between 1 and 100"]})
    end = int(start) + int(limit)
    more = end < len(fitting)
    return JSONResponse(
        {
            "jobs": fitting[int(start) : end],
            "nextCursor": str(end) if more else None,
            "hasMore": more,
        }
    )


async def upload(request: Request) -> Response:
    """`POST /v2/uploads`, a form with `file`."""
    script = script_for(request, "v2.uploads")
    check_key(request, 2)
    async with request.form() as form:
        told = form.get("file")
        if not isinstance(told, UploadFile):
            raise _invalid({"file": ["Required"]})
        content, mime = await told.read(), told.content_type or ""
    kind = mime.partition("/")[0]
    if kind not in _KINDS or not content:
        raise RefusedError(400, "Unsupported file type", version=2)
    world = world_of(request)
    url = world.keep(content, _KINDS[kind], mime, lives_s=UPLOAD_LIVES_S)
    until = datetime.fromtimestamp(world.now() + UPLOAD_LIVES_S, UTC)
    refuse_late(script, 2)
    told_upload: dict[str, JsonValue] = {
        "id": url.rpartition("/")[2].partition(".")[0],
        script.of("url_as", "url"): url,
        "kind": kind,
        "contentType": mime,
        "byteSize": len(content),
        "expiresAt": until.isoformat().replace("+00:00", "Z"),
    }
    return JSONResponse(told_upload, 201)


async def me(request: Request) -> Response:
    """`GET /v2/me`."""
    script_for(request, "v2.me")
    check_key(request, 2)
    none = "00000000-0000-0000-0000-00000000000"
    return JSONResponse(
        {
            "user": {"id": f"{none}1", "email": "someone@example.com", "role": "OWNER"},
            "team": {
                "id": f"{none}2",
                "name": "Sandbox",
                "credits": world_of(request).credits,
                "plan": "sandbox",
                "customerId": None,
            },
            "apiKey": {"id": f"{none}3", "name": "sandbox", "prefix": "afk_sand"},
        }
    )


async def models(request: Request) -> Response:
    """`GET /v2/models?modality=`, for everybody."""
    script_for(request, "v2.models")
    asked = request.query_params.get("modality", "")
    modality = {"images": "image", "videos": "video", "music": "music"}
    told = [
        {"id": name, "label": name.title(), "modality": modality[model.path.partition("/")[0]]}
        for name, model in MODELS.items()
    ]
    return JSONResponse({"models": [entry for entry in told if asked in ("", entry["modality"])]})


async def create_asset(request: Request) -> Response:
    """`POST /v2/assets/create`."""
    script_for(request, "v2.assets.create")
    check_key(request, 2)
    if found := problems("url*:url type*:image|video|audio", await body_of(request, 2)):
        raise _invalid(found)
    return JSONResponse({"assetId": f"asset-{len(world_of(request).tasks)}"}, 201)
