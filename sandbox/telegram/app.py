"""The sandbox's Telegram as one web app: Bot API, people's API, chat page.

What the parts do is told in their modules; here is only how a request finds them.
"""

import asyncio
import os
import re
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from pathlib import Path

from pydantic import JsonValue
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from sandbox.control import Service
from sandbox.faults import CallLog, Faults
from sandbox.telegram.api import Api
from sandbox.telegram.errors import ApiError
from sandbox.telegram.flood import Flood
from sandbox.telegram.incoming import read_call
from sandbox.telegram.methods import METHODS, NAMES
from sandbox.telegram.people import People
from sandbox.telegram.profile import TOKEN
from sandbox.telegram.world import World
from sandbox.watch import Watch

SERVICE = "telegram"
PAGE = Path(__file__).parent / "page"
_CALL = re.compile(r"/bot[^/]+/(\w+)")
_FILE = re.compile(r"/file/bot[^/]+/.+")
_PAGE_HEADERS = {
    # Without this a browser may keep an old script for days.
    "Cache-Control": "no-cache",
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:"
    ),
}


def create_app(
    *,
    folder: Path,
    faults: Faults,
    calls: CallLog,
    flood: Flood | None = None,
    pace: float = 1.0,
) -> Starlette:
    """The app; `app.state.control` is what the control address needs of it, `app.state.world` what
    it remembers.

    `pace` scales for how long a chat action is shown.
    """
    world = World(folder, flood=flood, pace=pace)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await world.webhook.set(None)
        world.forget_people()

    app = Starlette(
        routes=[
            Route("/bot{token}/{method}", _call, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", _file),
            *People(world).routes(),
            Route("/", _page),
            Mount("/page", _PageFiles(directory=PAGE, check_dir=False)),
        ],
        middleware=[
            Middleware(
                Watch, service=SERVICE, faults=faults, calls=calls, operation_of=_operation_of
            )
        ],
        exception_handlers={ApiError: _refused_call, HTTPException: _refused_person},
        lifespan=lifespan,
    )
    app.state.world = world
    app.state.control = Service(reset=world.forget_people)
    return app


async def _call(request: Request) -> Response:
    """One Bot API call."""
    _check_token(request.path_params["token"])
    name = NAMES.get(request.path_params["method"].lower())
    if name is None:
        raise ApiError(404, "Not Found")
    return JSONResponse({"ok": True, "result": await _run(request, name)})


async def _run(request: Request, name: str) -> JsonValue:
    world: World = request.app.state.world
    incoming = await read_call(request, world.files)
    work = METHODS[name](Api(world=world, uploads=incoming.uploads), incoming.fields)
    try:
        # Anything else is done to its end, even if nobody waits for the answer any more.
        return await (_unless_gone(request, work) if name == "getUpdates" else work)
    except ApiError:
        world.files.discard([upload.path for upload in incoming.uploads.values()])
        raise


async def _unless_gone(request: Request, work: Awaitable[JsonValue]) -> JsonValue:
    """The result, or nothing once the other side has hung up: a dead poller is no rival."""

    async def hung_up() -> None:
        while (await request.receive())["type"] != "http.disconnect":
            pass

    working, gone = asyncio.ensure_future(work), asyncio.ensure_future(hung_up())
    try:
        await asyncio.wait({working, gone}, return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else None
    finally:
        working.cancel()
        gone.cancel()


async def _file(request: Request) -> Response:
    """A file the bot loads, by the path `getFile` gave."""
    _check_token(request.path_params["token"])
    world: World = request.app.state.world
    stored = world.files.by_api_path(request.path_params["path"])
    if stored is None:
        raise ApiError(404, "Not Found")
    return FileResponse(stored.path, media_type="application/octet-stream")


async def _page(_: Request) -> Response:
    return FileResponse(PAGE / "index.html", headers=_PAGE_HEADERS)


class _PageFiles(StaticFiles):
    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers.update(_PAGE_HEADERS)
        return response


def _check_token(token: str) -> None:
    if not re.fullmatch(r"\d+:[\w-]{35}", token):
        raise ApiError(404, "Not Found")
    if token != TOKEN:
        raise ApiError(401, "Unauthorized")


async def _refused_call(_: Request, exc: Exception) -> Response:
    assert isinstance(exc, ApiError)  # noqa: S101  # Starlette's types cannot say so
    body: dict[str, JsonValue] = {
        "ok": False,
        "error_code": exc.code,
        "description": exc.description,
    }
    if exc.retry_after:
        body["parameters"] = {"retry_after": exc.retry_after}
    return JSONResponse(body, status_code=exc.code)


async def _refused_person(_: Request, exc: Exception) -> Response:
    assert isinstance(exc, HTTPException)  # noqa: S101  # Starlette's types cannot say so
    return JSONResponse({"error": exc.detail}, status_code=exc.status_code)


def _operation_of(scope: Scope) -> str | None:
    if match := _CALL.fullmatch(scope["path"]):
        return NAMES.get(match[1].lower(), match[1])
    return "file" if _FILE.fullmatch(scope["path"]) else None
