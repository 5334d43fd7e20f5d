"""The sandbox's NemoVideo backend as one web app: here is only how a request finds its part.

Operations, as faults and the log of calls name them, are the names of the routes.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from pydantic import JsonValue
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Match, Route
from starlette.types import Scope

from sandbox.control import Service
from sandbox.faults import CallLog, Faults
from sandbox.nemo import chat, exports, identity, sessions, uploads
from sandbox.nemo.accounts import PER_ADDRESS
from sandbox.nemo.border import SERVICE, world_of
from sandbox.nemo.menu import MENU
from sandbox.nemo.refusals import DetailError, RefusedError, answer_refused
from sandbox.nemo.script import read
from sandbox.nemo.world import CDN, World
from sandbox.watch import Watch


def create_app(
    *,
    public_url: str,
    folder: Path,
    faults: Faults,
    calls: CallLog,
    seed: int = 7,
    pace: float = 1.0,
    tokens_per_address: int = PER_ADDRESS,
) -> Starlette:
    """The app; `folder` is its own and is emptied. `app.state.control` is what the control
    address needs of it.

    `seed` decides which edits end without a word; `pace` 0 takes the waiting out.
    """
    world = World(
        public_url=public_url,
        folder=folder,
        faults=faults,
        seed=seed,
        pace=pace,
        tokens_per_address=tokens_per_address,
    )

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        world.forget()

    app = Starlette(
        routes=[*_OPERATIONS, *_OTHERS],
        middleware=[
            Middleware(
                Watch, service=SERVICE, faults=faults, calls=calls, operation_of=_operation_of
            )
        ],
        exception_handlers={RefusedError: answer_refused, DetailError: answer_refused},
        lifespan=lifespan,
    )
    app.state.world = world
    app.state.control = Service(
        reset=world.forget, check=read, books=lambda: books_of(world), menu=MENU
    )
    return app


def _operation_of(scope: Scope) -> str | None:
    return next((r.name for r in _OPERATIONS if r.matches(scope)[0] is Match.FULL), None)


async def _cdn(request: Request) -> Response:
    """An uploaded or generated file."""
    world = world_of(request)
    stored = world.file(f"{world.public_url}{request.url.path}")
    if stored is None:
        return Response(status_code=404)
    return FileResponse(stored.path, media_type=stored.mime)


async def _books(request: Request) -> Response:
    """What the backend was asked and what it charged, so that a test can count."""
    return JSONResponse(books_of(world_of(request)))


def books_of(world: World) -> Mapping[str, object]:
    """The books, with how far each render is now."""
    renders: dict[str, dict[str, JsonValue]] = {
        job.id: {"status": job.status, "progress": job.progress}
        for job in world.renders.jobs.values()
    }
    return world.books.json(renders)


_RENDER = "/api/render/proxy"
_OPERATIONS = (
    Route(
        "/api/auth/anonymous-token",
        identity.anonymous_token,
        methods=["POST"],
        name="auth.anonymous",
    ),
    Route("/api/auth/claim-token", identity.claim_token, methods=["POST"], name="auth.claim"),
    Route("/api/credits/balance/simple", identity.credits_balance, name="credits"),
    Route(
        "/api/tasks/me/with-session/nemo_agent",
        sessions.create_session,
        methods=["POST"],
        name="session.create",
    ),
    Route("/api/state/nemo_agent/me/{session_id}/latest", sessions.latest_state, name="state"),
    Route("/run_sse", chat.run_sse, methods=["POST"], name="run_sse"),
    Route(
        "/api/upload-video/nemo_agent/me/{session_id}",
        uploads.upload,
        methods=["POST"],
        name="upload",
    ),
    Route(f"{_RENDER}/lambda", exports.submit, methods=["POST"], name="render.submit"),
    Route(f"{_RENDER}/lambda/{{render_id}}", exports.poll, name="render.poll"),
    Route(
        f"{_RENDER}/lambda/{{render_id}}/cancel",
        exports.cancel,
        methods=["POST"],
        name="render.cancel",
    ),
    Route(f"{_RENDER}/{{render_id}}/download", exports.download, name="render.download"),
)
_OTHERS = (
    Route(f"{CDN}{{name}}", _cdn),
    Route("/render-result/{name}", exports.result_file),
    Route("/_sandbox/books", _books),
)
