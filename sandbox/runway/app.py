"""Runway's own API as one web app; operations are the names of the routes."""

import secrets
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

from pydantic import JsonValue
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Match, Route
from starlette.types import Scope

from sandbox.control import Service
from sandbox.faults import CallLog, Faults
from sandbox.runway import border
from sandbox.runway.assets import InvalidAsset, load
from sandbox.runway.border import Refused, answer_refused, course_of, scripted, world_of
from sandbox.runway.films import Wish
from sandbox.runway.issues import DOCS, Issues
from sandbox.runway.issues import check as check_body
from sandbox.runway.jobs import GOING, Job, Shown
from sandbox.runway.store import LEAST_BYTES, MOST_BYTES
from sandbox.runway.tables import RULES, USUAL_SECONDS, cost
from sandbox.runway.world import USUAL, Account, World
from sandbox.scripted import Script
from sandbox.watch import Watch
from sandbox.weather import Menu

SERVICE: Final = "runway"
KEY: Final = "key_" + "5a" * 32
VERSION: Final = "2024-11-06"
MOST_BODY: Final = 24 * 1024 * 1024

_CREDITS: Final = "You do not have enough credits to run this task."
_DAILY: Final = "You have reached the daily task limit for this model."
_MESSAGES: Final = {
    400: "Validation of body failed",
    401: "The API key is missing or not valid for this host.",
    404: "Not found",
    405: "Method not allowed",
    413: "Request body too large",
    429: _DAILY,
}
_CREATES: Final = tuple(RULES)
_WORDS: Final = {
    **dict.fromkeys(
        _CREATES,
        border.words(*("credits", "daily", "stuck", "no_output", "old"), valued=border.OF_CREATES),
    ),
    "task.get": border.words(valued=frozenset(("says",))),
    "task.delete": border.words(),
    "organization": border.words(),
    "upload": border.words("daily"),
    "upload.file": border.words(),
    "result": border.words(),
}
_BUSY: Final = ("429 retry_after=1", "502 html", "503", "500", "reset")
MENU: Final[Menu] = {
    **dict.fromkeys(
        _CREATES,
        (
            *(*_BUSY, "reset_after", "504 worked", "credits", "daily", "401"),
            *("fail", "fail=SAFETY.OUTPUT.VIDEO", "fail=SAFETY.INPUT.TEXT", "no_output", "old"),
            "steps=THROTTLED,THROTTLED,PENDING",
        ),
    ),
    "task.get": (*_BUSY, "504", "broken_json"),
    "upload": ("429", "503", "reset"),
    "upload.file": ("503", "reset"),
    "result": ("403", "500", "503", "reset"),
}


def create_app(
    *,
    public_url: str,
    folder: Path,
    faults: Faults,
    calls: CallLog,
    seed: int = 7,
    pace: float = 1.0,
    account: Account = USUAL,
    now: Callable[[], float] = time.time,
) -> Starlette:
    """The app; `folder` is its own and is emptied. `app.state.control` is what the control
    address needs of it. `seed` decides how what has no seed looks; `pace` 0 takes the waiting out.
    """
    world = World(
        public_url=public_url,
        folder=folder,
        faults=faults,
        seed=seed,
        pace=pace,
        account=account,
        now=now,
    )

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await world.close()

    app = Starlette(
        routes=_ROUTES,
        middleware=[
            Middleware(
                Watch, service=SERVICE, faults=faults, calls=calls, operation_of=_operation_of
            )
        ],
        exception_handlers={Refused: answer_refused, HTTPException: _not_here},
        lifespan=lifespan,
    )
    app.state.world = world
    app.state.control = Service(
        reset=world.forget,
        check=partial(border.check, known=_WORDS),
        books=world.books,
        menu=MENU,
    )
    return app


def _operation_of(scope: Scope) -> str | None:
    return next((r.name for r in _ROUTES if r.matches(scope)[0] is Match.FULL), None)


async def _not_here(_: Request, exc: Exception) -> Response:
    assert isinstance(exc, HTTPException)  # noqa: S101  # Starlette's types cannot say so
    return _error(exc.status_code)


def _error(status: int, message: str = "", **more: JsonValue) -> Response:
    told = message or _MESSAGES.get(status, f"refused with {status}")
    return JSONResponse({"error": told, **more}, status_code=status)


def _script(request: Request, operation: str) -> Script:
    """The script of the call, its refusal raised unless the work is to be done first.

    Raises Refused, also for a missing or wrong key or version.
    """
    fault = world_of(request).faults.backend(SERVICE, operation)
    script = border.check(operation, fault or "", _WORDS)
    if "worked" not in script:
        _refuse(script)
    if operation not in ("result", "upload.file"):
        _admit(request)
    return script


def _refuse(script: Script) -> None:
    """Raise what is scripted."""
    if "credits" in script:
        raise Refused(_error(400, _CREDITS, docUrl=DOCS))
    status = 429 if "daily" in script else script.status
    told = _MESSAGES.get(status or 200, f"refused with {status}")
    if response := scripted(script, {"error": told}, status):
        raise Refused(response)


def _admit(request: Request) -> None:
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not secrets.compare_digest(key.encode(), KEY.encode()):
        raise Refused(_error(401))
    version = request.headers.get("x-runway-version")
    if version != VERSION:
        told = "X-Runway-Version is required" if version is None else "unknown X-Runway-Version"
        raise Refused(_error(400, told, docUrl=DOCS))


async def _create(request: Request) -> Response:
    """`POST /v1/<call>`."""
    call = request.url.path.rpartition("/")[2]
    world = world_of(request)
    content = await border.content_of(request, MOST_BODY)
    script = _script(request, call)
    if content is None:
        return _error(413)
    try:
        wanted = check_body(call, border.json_of(content))
    except ValueError:
        return _error(400, "The body is not JSON.", docUrl=DOCS)
    except Issues as exc:
        return _error(400, issues=[dict(issue) for issue in exc.issues], docUrl=DOCS)
    try:
        pictures = [
            await load(uri, world.store.uploaded, home=world.public_url) for uri in wanted.pictures
        ]
    except InvalidAsset as exc:
        return _error(400, str(exc), docUrl=DOCS)
    seconds = wanted.seconds or USUAL_SECONDS
    price = cost(call, wanted.model, seconds)
    if price > world.balance:
        return _error(400, _CREDITS, docUrl=DOCS)
    if world.made_today(wanted.model) >= world.account.a_day:
        return _error(429)
    wish = Wish(
        words=wanted.prompt,
        ratio=wanted.ratio,
        seed=world.seed if wanted.seed is None else wanted.seed,
        seconds=seconds,
        pictures=pictures,
    )
    job = world.begin(
        call, wanted.model, wish, course=course_of(script), cost=price, old="old" in script
    )
    _refuse(script)
    answer: dict[str, JsonValue] = {"id": job.id}
    return JSONResponse(answer if job.old else answer | {"estimatedCost": {"credits": job.cost}})


async def _task(request: Request) -> Response:
    """`GET /v1/tasks/<id>`."""
    script = _script(request, "task.get")
    world, job = world_of(request), _job(request)
    shown = await world.line(job.model).show(job)
    if says := script.value("says"):
        shown = Shown(state=says)
    answer = JSONResponse(_told(world, job, shown))
    _refuse(script)
    return answer


async def _delete(request: Request) -> Response:
    """`DELETE /v1/tasks/<id>`: stops what goes on, deletes what is over."""
    script = _script(request, "task.delete")
    world, job = world_of(request), _job(request)
    if job.state in GOING:
        job.cancel()
    else:
        world.delete(job)
    _refuse(script)
    return Response(status_code=204)


def _job(request: Request) -> Job:
    job = world_of(request).jobs.get(request.path_params["task_id"])
    if job is None:
        raise Refused(_error(404, "Task not found"))
    return job


def _told(world: World, job: Job, shown: Shown) -> Mapping[str, JsonValue]:
    at = datetime.fromtimestamp(job.at, UTC).isoformat(timespec="milliseconds")
    told: dict[str, JsonValue] = {
        "id": job.id,
        "createdAt": at.replace("+00:00", "Z"),
        "status": shown.state,
    }
    if shown.state == "RUNNING":
        told["progress"] = shown.progress or 0.0
    if shown.state == "FAILED":
        told["failure"] = "An unexpected error occurred."
        if job.course.code:
            told |= {"failure": f"Refused: {job.course.code}", "failureCode": job.course.code}
    if shown.state == "SUCCEEDED":
        told["output"] = [] if job.course.no_output else [world.store.sign(job.path.name)]
    if not job.old:
        over = shown.state in ("SUCCEEDED", "FAILED", "CANCELLED")
        credits_ = {"credits": job.cost if job.charged else 0}
        told["cost" if over else "estimatedCost"] = dict(credits_)
    return told


async def _organization(request: Request) -> Response:
    """`GET /v1/organization`."""
    script = _script(request, "organization")
    world = world_of(request)
    models = {name for table in RULES.values() for name in table}
    limits = {
        "maxConcurrentGenerations": world.account.at_once,
        "maxDailyGenerations": world.account.a_day,
    }
    answer = JSONResponse(
        {
            "creditBalance": world.balance,
            "tier": {
                "maxMonthlyCreditSpend": 100_000,
                "models": dict.fromkeys(sorted(models), limits),
            },
            "usage": {
                "models": {
                    name: {"dailyGenerations": world.made_today(name)} for name in sorted(models)
                }
            },
        }
    )
    _refuse(script)
    return answer


async def _upload(request: Request) -> Response:
    """`POST /v1/uploads`: a place for a file."""
    content = await border.content_of(request, 10_000)
    script = _script(request, "upload")
    try:
        body = border.json_of(content or b"")
    except ValueError:
        return _error(400, "The body is not JSON.", docUrl=DOCS)
    name = body.get("filename") if isinstance(body, dict) else None
    kind = body.get("type") if isinstance(body, dict) else None
    if not (isinstance(name, str) and 0 < len(name) <= 255) or kind != "ephemeral":
        path = "type" if isinstance(name, str) and name else "filename"
        issue: JsonValue = {"code": "invalid_type", "path": [path], "message": "Required"}
        return _error(400, issues=[issue], docUrl=DOCS)
    world = world_of(request)
    slot = world.store.open_slot(name)
    _refuse(script)
    return JSONResponse(
        {
            "uploadUrl": f"{world.public_url}/store/{slot.id}",
            "fields": dict(slot.fields),
            "runwayUri": slot.uri,
        }
    )


async def _upload_file(request: Request) -> Response:
    """`POST /store/<id>`: the form as a store of S3's kind wants it, the file last."""
    _script(request, "upload.file")
    world = world_of(request)
    if "authorization" in request.headers:
        world.counts["keys_at_files"] += 1
        return _xml(400, "InvalidRequest")
    slot = world.store.slot(request.path_params["slot_id"])
    async with request.form() as form:
        fields = form.multi_items()
        named = {name: value for name, value in fields if isinstance(value, str)}
        last, file = fields[-1] if fields else ("", "")
        if slot is None or any(named.get(n) != v for n, v in slot.fields.items()):
            return _xml(403, "AccessDenied")
        if last != "file" or not isinstance(file, UploadFile):
            return _xml(400, "InvalidArgument")
        content = await file.read()
    if not LEAST_BYTES <= len(content) <= MOST_BYTES:
        return _xml(400, "EntityTooSmall" if len(content) < LEAST_BYTES else "EntityTooLarge")
    slot.content = content
    world.counts["uploads"] += 1
    return Response(status_code=204)


def _xml(status: int, code: str) -> Response:
    body = f'<?xml version="1.0" encoding="UTF-8"?><Error><Code>{code}</Code></Error>'
    return Response(body, status_code=status, media_type="application/xml")


async def _result(request: Request) -> Response:
    """A result, for whoever has an address that has not ended."""
    _script(request, "result")
    world = world_of(request)
    if "authorization" in request.headers:
        world.counts["keys_at_files"] += 1
        return _xml(400, "InvalidRequest")
    path = world.store.result(request.path_params["name"], request.query_params.get("_jwt", ""))
    if path is None:
        return _xml(403, "AccessDenied")
    world.counts["results_served"] += 1
    return FileResponse(path)


_ROUTES: Final = (
    *(Route(f"/v1/{call}", _create, methods=["POST"], name=call) for call in _CREATES),
    Route("/v1/tasks/{task_id}", _task, methods=["GET"], name="task.get"),
    Route("/v1/tasks/{task_id}", _delete, methods=["DELETE"], name="task.delete"),
    Route("/v1/organization", _organization, methods=["GET"], name="organization"),
    Route("/v1/uploads", _upload, methods=["POST"], name="upload"),
    Route("/store/{slot_id}", _upload_file, methods=["POST"], name="upload.file"),
    Route("/results/{name}", _result, methods=["GET"], name="result"),
)
