"""The sandbox's Black Forest Labs as one web app; operations are the names of the routes."""

import asyncio
import base64
import binascii
import re
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import httpx
from pydantic import JsonValue
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Match, Route
from starlette.types import Scope

from sandbox import pictures_drawn
from sandbox.bfl import webhooks
from sandbox.bfl.orders import MODELS, InvalidOrder
from sandbox.bfl.orders import read as read_order
from sandbox.bfl.world import KEY, SERVICE, Job, World
from sandbox.control import Service
from sandbox.faults import CallLog, Faults
from sandbox.scripted import Script, Words
from sandbox.scripted import read as read_script
from sandbox.watch import Watch
from sandbox.weather import Menu

_REFUSALS = frozenset(("skill", "html", "key", "unreadable"))
_WORDS = {
    "submit": Words(
        plain=_REFUSALS
        | frozenset(
            (
                *("moderated", "content_moderated", "error", "failed", "lost", "no_sample"),
                *("worked", "id_only", "foreign"),
            )
        ),
        valued=frozenset(("status", "webhook")),
        whole=frozenset(("pending",)),
    ),
    "get_result": Words(plain=_REFUSALS | {"lost"}),
    "credits": Words(plain=_REFUSALS),
    "sample": Words(),
}
_BUSY = ("429", "429 skill", "503", "503 html", "500", "reset")
MENU: Menu = {
    "submit": (
        *(*_BUSY, "402", "422", "422 key", "403", "reset_after", "504 worked"),
        *("moderated", "content_moderated", "error", "pending=3", "id_only", "no_sample"),
    ),
    "get_result": (*_BUSY, "reset_after", "lost", "202", "unreadable"),
    "sample": ("403", "500", "503", "reset"),
}
_KEY_FORM = re.compile(r"[A-Za-z0-9-]{8,80}")
_MESSAGES = {
    400: "Malformed request",
    401: "Invalid API key",
    402: "Insufficient credits. Please add credits at https://api.bfl.ai",
    403: "Not authenticated",
    429: "Too many active tasks",
}
_PAGE = "<!DOCTYPE html><html><head><title>{0}</title></head><body><h1>{0}</h1></body></html>"
_LARGEST_BYTES = 30 * 1024 * 1024

Handler = Callable[[Request], Awaitable[Response]]


def create_app(
    *,
    public_url: str,
    faults: Faults,
    calls: CallLog,
    pace: float = 1.0,
    cluster_url: str = "",
    credits_left: float = 100_000.0,
    now: Callable[[], float] = time.time,
) -> Starlette:
    """The app; `app.state.control` is what the control address needs of it.

    `cluster_url` is another name of the same server, to which jobs are bound. `pace` 0 takes the
    waiting out.
    """
    world = World(
        public_url=public_url,
        cluster_url=cluster_url or public_url,
        faults=faults,
        pace=pace,
        credits_left=credits_left,
        now=now,
    )

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with webhooks.sending() as app.state.webhooks:
            yield

    app = Starlette(
        routes=_OPERATIONS,
        middleware=[
            Middleware(
                Watch, service=SERVICE, faults=faults, calls=calls, operation_of=_operation_of
            )
        ],
        lifespan=lifespan,
    )
    app.state.world = world
    app.state.control = Service(reset=world.forget, check=check, books=world.books, menu=MENU)
    return app


def check(operation: str, value: str) -> Script:
    """The script in a fault's value. Raises ValueError."""
    if operation not in _WORDS:
        raise ValueError(f"there is no operation {operation!r}")
    script = read_script(value, _WORDS[operation])
    form = script.value("webhook")
    if form is not None and form not in webhooks.FORMS:
        raise ValueError(f"webhook is one of {', '.join(webhooks.FORMS)}")
    return script


def _operation_of(scope: Scope) -> str | None:
    return next((r.name for r in _OPERATIONS if r.matches(scope)[0] is Match.FULL), None)


def _script(request: Request, operation: str) -> Script:
    world: World = request.app.state.world
    return check(operation, world.faults.backend(SERVICE, operation) or "")


async def _submit(request: Request) -> Response:
    world: World = request.app.state.world
    script = _script(request, "submit")
    body = await request.body()
    refused = _refused(request, script)
    if refused and "worked" not in script:
        return refused
    model = request.path_params["model"]
    if model not in MODELS:
        return _detail(404, "Not Found")
    if len(body) > _LARGEST_BYTES:
        return _detail(413, "Request entity too large")
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        return _detail(422, [_wrong("Input should be a valid dictionary", "content-type")])
    try:
        order = read_order(model, body)
    except InvalidOrder as exc:
        return _detail(422, exc.detail)
    if world.credits <= 0:
        return _detail(402, _MESSAGES[402])
    if world.is_full(model):
        return _detail(429, _MESSAGES[429])
    job = world.begin(model, order, script)
    request.app.state.webhooks.promise(world, job)
    return refused or JSONResponse(_accepted(world, job))


def _accepted(world: World, job: Job) -> dict[str, JsonValue]:
    if "id_only" in job.script:
        return {"id": job.id}
    answer: dict[str, JsonValue] = {"id": job.id, "cost": job.cost}
    answer |= {"input_mp": 0.0, "output_mp": 1.0}
    if job.order.webhook_url:
        return {**answer, "status": "Pending", "webhook_url": job.order.webhook_url}
    host = "https://bfl.ai.invalid" if "foreign" in job.script else world.cluster_url
    return {**answer, "polling_url": f"{host}/v1/get_result?id={job.id}"}


async def _get_result(request: Request) -> Response:
    world: World = request.app.state.world
    script = _script(request, "get_result")
    if script.status == 202:
        return Response(status_code=202)
    if refused := _refused(request, script):
        return refused
    job = world.jobs.get(request.query_params.get("id", ""))
    if job is None or "lost" in script or not _is_home(request, world, job):
        return JSONResponse({"id": request.query_params.get("id"), "status": "Task not found"})
    return JSONResponse(world.look(job))


def _is_home(request: Request, world: World, job: Job) -> bool:
    """It is asked for where it is; an order with a webhook can be asked for anywhere."""
    if job.order.webhook_url or "id_only" in job.script or "foreign" in job.script:
        return True
    return world.cluster_url.endswith(f"//{request.url.netloc}")


async def _credits(request: Request) -> Response:
    world: World = request.app.state.world
    refused = _refused(request, _script(request, "credits"))
    return refused or JSONResponse({"credits": world.credits})


async def _sample(request: Request) -> Response:
    world: World = request.app.state.world
    script = _script(request, "sample")
    if "x-key" in request.headers or "auth" in request.headers:
        world.keys_at_delivery += 1
        return Response("a key does not belong here", status_code=400)
    if script.status:
        return Response(status_code=script.status)
    query = request.query_params
    job = world.sample_of(request.path_params["job_id"], query.get("sig", ""), query.get("se", ""))
    if job is None:
        return Response("<Error><Code>AuthenticationFailed</Code></Error>", status_code=403)
    try:
        picture = await _picture(job)
    except (ValueError, httpx.HTTPError):
        return Response(status_code=404)
    world.samples_served += 1
    return Response(picture, media_type=f"image/{job.form}")


async def _picture(job: Job) -> bytes:
    """Raises ValueError or HTTPError where the picture to change cannot be had."""
    words, source = job.order.prompt or "", job.order.source()
    width, height = job.order.size()
    if source is None:
        return await asyncio.to_thread(
            pictures_drawn.draw, words, width=width, height=height, seed=job.seed, form=job.form
        )
    given = await _source(source)
    return await asyncio.to_thread(
        pictures_drawn.edit, given, words, width=width, height=height, seed=job.seed, form=job.form
    )


async def _source(source: str) -> bytes:
    if source.startswith(("http://", "https://")):
        async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
            return (await client.get(source)).raise_for_status().content
    try:
        return base64.b64decode(source, validate=True)
    except binascii.Error as exc:
        raise ValueError("the picture is not base64") from exc


def _refused(request: Request, script: Script) -> Response | None:
    """The scripted refusal, or the one for a missing or wrong key."""
    if "unreadable" in script:
        return HTMLResponse(_PAGE.format("OK"))
    if script.status is not None:
        return _scripted(script, script.status)
    key = request.headers.get("x-key")
    if key is None:
        return _detail(403, "Not authenticated")
    if not _KEY_FORM.fullmatch(key):
        return _detail(422, "The API key is malformed")
    right = secrets.compare_digest(key.encode(), KEY.encode())
    return None if right else _detail(403, "Not authenticated - Invalid Authentication")


def _scripted(script: Script, status: int) -> Response:
    message = _MESSAGES.get(status, f"refused with {status}")
    if "html" in script:
        return HTMLResponse(_PAGE.format(message), status_code=status)
    if "skill" in script:
        body = {"error": "refused", "message": message, "details": None, "retry_after": 7}
        return JSONResponse(body, status_code=status, headers={"Retry-After": "7"})
    if status == 422:
        listed = [_wrong("Input should be a multiple of 32", "width")]
        return _detail(422, "The API key is malformed" if "key" in script else listed)
    return _detail(status, message)


def _wrong(message: str, field: str) -> dict[str, object]:
    return {"loc": ["body", field], "msg": message, "type": "value_error"}


def _detail(status: int, detail: object) -> Response:
    return JSONResponse({"detail": detail}, status_code=status)


_OPERATIONS = (
    Route("/v1/get_result", _get_result, name="get_result"),
    Route("/v1/credits", _credits, name="credits"),
    Route("/v1/{model}", _submit, methods=["POST"], name="submit"),
    Route("/delivery/{job_id}/{name}", _sample, name="sample"),
)
