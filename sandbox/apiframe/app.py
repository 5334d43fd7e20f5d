"""The sandbox's Apiframe, v1 and v2, as one web app: here is only how a request finds its part.

Operations, as faults and the log of calls name them, are the names of the routes.
"""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Match, Route
from starlette.types import Scope

from sandbox.apiframe import v1, v2
from sandbox.apiframe.border import SERVICE, world_of
from sandbox.apiframe.refusals import RefusedError, answer_refused
from sandbox.apiframe.rules_v1 import RULES
from sandbox.apiframe.rules_v2 import ACTIONS, MODELS
from sandbox.apiframe.script import read
from sandbox.apiframe.world import CDN, World
from sandbox.control import Service
from sandbox.faults import CallLog, Faults
from sandbox.watch import Watch

_KEY_HEADERS = ("authorization", "x-api-key")


def create_app(
    *,
    public_url: str,
    folder: Path,
    faults: Faults,
    calls: CallLog,
    pace: float = 1.0,
    side: int = 1024,
    song_s: float = 24.0,
    now: Callable[[], float] = time.time,
) -> Starlette:
    """The app; `folder` is its own and is emptied. `app.state.control` is what the control
    address needs of it, `app.state.world` what a test may look into.

    `pace` 0 takes the waiting out; `side` and `song_s` are the size of pictures and songs.
    """
    world = World(
        public_url=public_url,
        folder=folder,
        faults=faults,
        pace=pace,
        side=side,
        song_s=song_s,
        now=now,
    )

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        world.forget()

    app = Starlette(
        routes=[*OPERATIONS, Route(f"{CDN}{{name}}", _cdn), Route("/_sandbox/books", _books)],
        middleware=[
            Middleware(
                Watch, service=SERVICE, faults=faults, calls=calls, operation_of=_operation_of
            )
        ],
        exception_handlers={RefusedError: answer_refused},
        lifespan=lifespan,
    )
    app.state.world = world
    app.state.control = Service(reset=world.forget, check=read, books=world.books, menu=MENU)
    return app


def _operation_of(scope: Scope) -> str | None:
    return next((r.name for r in OPERATIONS if r.matches(scope)[0] is Match.FULL), None)


async def _cdn(request: Request) -> Response:
    """A result or an upload, for whoever has its address. A key has no business here."""
    world = world_of(request)
    if any(name in request.headers for name in _KEY_HEADERS):
        world.keys_leaked += 1
        return Response("no keys here", 400)
    stored = world.file(request.path_params["name"])
    if stored is None:
        return Response(status_code=404)
    return FileResponse(stored.path, media_type=stored.mime)


async def _books(request: Request) -> Response:
    return JSONResponse(world_of(request).books())


_POST = ["POST"]
_V2_PATHS = sorted({model.path for model in MODELS.values()} | set(ACTIONS))
OPERATIONS = (
    *(Route(f"/{call}", v1.submit(call), methods=_POST, name=f"v1.{call}") for call in RULES),
    Route("/suno-upload", v1.suno_upload, methods=_POST, name="v1.suno-upload"),
    Route("/upload", v1.upload, methods=_POST, name="v1.upload"),
    Route("/upload-audio", v1.upload_audio, methods=_POST, name="v1.upload-audio"),
    Route("/fetch", v1.fetch, methods=_POST, name="v1.fetch"),
    Route("/fetch-many", v1.fetch_many, methods=_POST, name="v1.fetch_many"),
    Route("/account", v1.account, name="v1.account"),
    *(
        Route(f"/v2/{path}", v2.submit(path), methods=_POST, name=f"v2.{path}")
        for path in _V2_PATHS
    ),
    Route("/v2/jobs", v2.jobs, name="v2.jobs"),
    Route("/v2/jobs/{job_id}", v2.job, name="v2.jobs.get"),
    Route("/v2/uploads", v2.upload, methods=_POST, name="v2.uploads"),
    Route("/v2/me", v2.me, name="v2.me"),
    Route("/v2/models", v2.models, name="v2.models"),
    Route("/v2/assets/create", v2.create_asset, methods=_POST, name="v2.assets.create"),
)

_LOST = ("reset", "reset_after")
_BUSY = ("429 retry_after=1", "503 html", "500", "broken_json", "html")
_ENDS = ("fail", "camel", "hooks_twice", "hooks_reordered", "no_hooks", "504 worked")

#: What random weather may bring.
MENU = {
    **{f"v1.{call}": (*_LOST, *_BUSY, *_ENDS) for call in RULES},
    **{f"v2.{path}": (*_LOST, *_BUSY, *_ENDS) for path in _V2_PATHS},
    "v1.fetch": (*_LOST, *_BUSY, "no_status", "percent_number", "no_percent", "camel"),
    "v2.jobs.get": (*_LOST, *_BUSY),
    "v1.upload": ("reset", *_BUSY),
    "v2.uploads": ("reset", *_BUSY),
}
