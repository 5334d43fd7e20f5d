"""The sandbox's Kraken.io as one web app; operations are the names of the routes."""

import asyncio
import json
import re
import secrets
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote, urlencode, urlsplit

import httpx
from pydantic import JsonValue, ValidationError
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Match, Route
from starlette.types import Scope

from sandbox.control import Service
from sandbox.faults import CallLog, Faults
from sandbox.kraken.options import Auth, Options, Resize, shrink
from sandbox.kraken.world import (
    KEY,
    LARGEST_BYTES,
    LIVES_S,
    QUOTA_BYTES,
    SECRET,
    SERVICE,
    World,
)
from sandbox.scripted import Script, Words
from sandbox.scripted import read as read_script
from sandbox.watch import Watch
from sandbox.weather import Menu

CALLBACK_S = 1.0
_REFUSALS = frozenset(("error", "html", "failed"))
_WORK = Words(
    plain=_REFUSALS
    | frozenset(
        ("worked", "no_url", "results", "http_kraken", "foreign", "json", "broken", "twice")
    )
)
_WORDS = {
    "upload": _WORK,
    "url": _WORK,
    "user_status": Words(plain=_REFUSALS),
    "file": Words(),
}
_BUSY = ("429", "500", "502 html", "503", "504 worked", "reset", "reset_after", "failed")
MENU: Menu = {"upload": _BUSY, "url": _BUSY, "file": ("404", "503", "reset")}
_MESSAGES = {
    400: "Incoming request body does not contain a valid JSON object",
    401: "Unnknown API Key. Please check your API key and try again",  # the vendor's own slip
    402: "Your account has an overdue invoice",
    403: "Your account has been suspended",
    413: f"File size too large. The maximum file size for your plan is {LARGEST_BYTES} bytes",
    415: "File type not supported",
    422: "You need to specify either callback_url or wait flag",
    429: "Too many requests",
}
_MAGIC = {b"\xff\xd8\xff": "jpeg", b"\x89PNG": "png", b"GIF8": "gif", b"RIFF": "webp"}
_PAGE = "<html><body><h1>{0}</h1></body></html>"


class _Refused(Exception):  # it carries what the answer says
    def __init__(self, status: int, message: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.message = message or _MESSAGES.get(status, f"refused with {status}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    name: str
    content: bytes


def create_app(
    *,
    public_url: str,
    faults: Faults,
    calls: CallLog,
    pace: float = 1.0,
    now: Callable[[], float] = time.time,
) -> Starlette:
    """The app; `app.state.control` is what the control address needs of it."""
    world = World(public_url=public_url, faults=faults, pace=pace, now=now)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        app.state.tasks = tasks = set[asyncio.Task[None]]()
        async with httpx.AsyncClient(trust_env=False, timeout=30) as app.state.http:
            yield
            for task in list(tasks):
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    app = Starlette(
        routes=_OPERATIONS,
        middleware=[
            Middleware(
                Watch, service=SERVICE, faults=faults, calls=calls, operation_of=_operation_of
            )
        ],
        exception_handlers={_Refused: _answer_refused},
        lifespan=lifespan,
    )
    app.state.world = world
    app.state.control = Service(reset=world.forget, check=check, books=world.books, menu=MENU)
    return app


def check(operation: str, value: str) -> Script:
    """The script in a fault's value. Raises ValueError."""
    if operation not in _WORDS:
        raise ValueError(f"there is no operation {operation!r}")
    return read_script(value, _WORDS[operation])


def _operation_of(scope: Scope) -> str | None:
    return next((r.name for r in _OPERATIONS if r.matches(scope)[0] is Match.FULL), None)


def _script(request: Request, operation: str) -> Script:
    world: World = request.app.state.world
    return check(operation, world.faults.backend(SERVICE, operation) or "")


async def _upload(request: Request) -> Response:
    script = _script(request, "upload")
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        await request.body()
        raise _Refused(400)
    async with request.form(max_part_size=LARGEST_BYTES) as form:
        data = form.get("data")
        options = _options(data if isinstance(data, str) else "")
        files = [part for part in form.values() if isinstance(part, UploadFile)]
        refused = _scripted(script)
        if refused and "worked" not in script:
            return refused
        if len(files) != 1:
            raise _Refused(422, "one file is expected")
        given = await _file(files[0])
    done = await _work(request, script, options, given)
    return refused or done


async def _file(part: UploadFile) -> _Given:
    if (part.size or 0) > LARGEST_BYTES:
        raise _Refused(413)
    if not part.filename or not (part.content_type or "").startswith("image/"):
        raise _Refused(415)
    return _Given(name=part.filename, content=await part.read())


async def _url(request: Request) -> Response:
    script = _script(request, "url")
    options = _options((await request.body()).decode("utf-8", "replace"))
    refused = _scripted(script)
    if refused and "worked" not in script:
        return refused
    if options.url is None:
        raise _Refused(422, "url: Field required")
    try:
        answer = await request.app.state.http.get(options.url, follow_redirects=True)
        content = answer.raise_for_status().content
    except (httpx.HTTPError, httpx.InvalidURL) as exc:
        raise _Refused(422, "The file at this URL cannot be fetched") from exc
    if len(content) > LARGEST_BYTES:
        raise _Refused(413)
    name = PurePosixPath(unquote(urlsplit(options.url).path)).name or "file"
    done = await _work(request, script, options, _Given(name=name, content=content))
    return refused or done


async def _user_status(request: Request) -> Response:
    script = _script(request, "user_status")
    _authorised(_object((await request.body()).decode("utf-8", "replace")))
    if refused := _scripted(script):
        return refused
    used = request.app.state.world.used_bytes
    return JSONResponse(
        {
            "success": True,
            "active": True,
            "plan_name": "Sandbox",
            "quota_total": QUOTA_BYTES,
            "quota_used": used,
            "quota_remaining": QUOTA_BYTES - used,
        }
    )


async def _stored(request: Request) -> Response:
    script = _script(request, "file")
    kept = request.app.state.world.find(request.url.path)
    if script.status or kept is None:
        return Response(status_code=script.status or 404)
    life = f"max-age={LIVES_S:.0f}"
    headers = {"Cache-Control": life}
    return Response(kept.content, media_type=f"image/{kept.form}", headers=headers)


def _options(text: str) -> Options:
    fields = _object(text)
    _authorised(fields)
    rest = {name: value for name, value in fields.items() if name != "auth"}
    try:
        options = Options.model_validate(rest)
    except ValidationError as exc:
        first = exc.errors(include_url=False, include_context=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        raise _Refused(422, f"{where}: {first['msg']}") from exc
    if not options.says_how_to_answer:
        raise _Refused(422)
    return options


def _object(text: str) -> Mapping[str, JsonValue]:
    try:
        fields = json.loads(text)
    except ValueError as exc:
        raise _Refused(400) from exc
    if not isinstance(fields, dict):
        raise _Refused(400)
    return fields


def _authorised(fields: Mapping[str, JsonValue]) -> None:
    try:
        auth = Auth.model_validate(fields.get("auth"))
    except ValidationError as exc:
        raise _Refused(401) from exc
    known = secrets.compare_digest(auth.api_key.encode(), KEY.encode())
    right = secrets.compare_digest(auth.api_secret.encode(), SECRET.encode())
    if not (known and right):
        raise _Refused(401)


async def _work(request: Request, script: Script, options: Options, given: _Given) -> Response:
    world: World = request.app.state.world
    own = next((form for magic, form in _MAGIC.items() if given.content.startswith(magic)), "")
    if not own:
        raise _Refused(415)
    try:
        fields = await _fields(world, script, options, given, own)
    except ValueError as exc:
        raise _Refused(415) from exc
    world.charge(len(given.content))
    if options.callback_url is None:
        return JSONResponse(fields)
    call_id = secrets.token_hex(16)
    tasks: set[asyncio.Task[None]] = request.app.state.tasks
    answer = {"id": call_id, **fields}
    task = asyncio.create_task(_call(request, options.callback_url, answer, script))
    tasks.add(task)
    task.add_done_callback(tasks.discard)
    return JSONResponse({"id": call_id})


async def _fields(
    world: World, script: Script, options: Options, given: _Given, own: str
) -> dict[str, JsonValue]:
    sizes = options.resize if isinstance(options.resize, list) else [options.resize]
    made = [await _made(world, script, options, given, own, size) for size in sizes]
    if isinstance(options.resize, list) or "results" in script:
        named = {
            (size.id if size else None) or "0": one for size, one in zip(sizes, made, strict=True)
        }
        return {"success": True, "file_name": given.name, "results": dict(named)}
    return {"success": True, **made[0]}


async def _made(
    world: World,
    script: Script,
    options: Options,
    given: _Given,
    own: str,
    size: Resize | None,
) -> dict[str, JsonValue]:
    content = await asyncio.to_thread(shrink, given.content, options, size, own)
    form = options.form(own)
    stem = re.sub(r"[^A-Za-z0-9.-]", "_", PurePosixPath(given.name).stem)[:80] or "file"
    suffix = "jpg" if form == "jpeg" else form
    url = world.keep(content, name=f"{stem}.{suffix}", form=form)
    made: dict[str, JsonValue] = {
        "file_name": given.name,
        "original_size": len(given.content),
        "kraked_size": len(content),
        "saved_bytes": len(given.content) - len(content),
    }
    path = url.removeprefix(world.public_url)
    if "http_kraken" in script:
        url = f"http://dl.kraken.io{path}"
    if "foreign" in script:
        url = f"https://kraken.io.invalid{path}"
    return made if "no_url" in script else {**made, "kraked_url": url}


async def _call(
    request: Request, url: str, fields: Mapping[str, JsonValue], script: Script
) -> None:
    http: httpx.AsyncClient = request.app.state.http
    await asyncio.sleep(CALLBACK_S * request.app.state.world.pace)
    if "broken" in script:
        fields = {"id": fields["id"], "success": False, "error": "the picture cannot be made"}
    for _ in range(2 if "twice" in script else 1):
        with suppress(httpx.HTTPError):
            if "json" in script:
                await http.post(url, json=dict(fields))
            else:
                plain = {k: str(v).lower() if isinstance(v, bool) else v for k, v in fields.items()}
                head = {"Content-Type": "application/x-www-form-urlencoded"}
                await http.post(url, content=urlencode(plain), headers=head)


def _scripted(script: Script) -> Response | None:
    if "failed" in script:
        return _told(200, "The file could not be optimised", script)
    if script.status is None:
        return None
    message = _MESSAGES.get(script.status, f"refused with {script.status}")
    return _told(script.status, message, script)


def _told(status: int, message: str, script: Script) -> Response:
    if "html" in script:
        return HTMLResponse(_PAGE.format(message), status_code=status)
    field = "error" if "error" in script else "message"
    return JSONResponse({"success": False, field: message}, status_code=status)


async def _answer_refused(_: Request, exc: Exception) -> Response:
    assert isinstance(exc, _Refused)  # noqa: S101  # Starlette's types cannot say so
    return JSONResponse({"success": False, "message": exc.message}, status_code=exc.status)


_OPERATIONS = (
    Route("/v1/upload", _upload, methods=["POST"], name="upload"),
    Route("/v1/url", _url, methods=["POST"], name="url"),
    Route("/user_status", _user_status, methods=["POST"], name="user_status"),
    Route("/api/{a}/{b}/{c}/{hash}/{name}", _stored, name="file"),
)
