"""The reseller of Runway on RapidAPI as one web app, with its gateway and its host of clips.

Every field has its real type here: a back end that tests truthiness reads the text "false" as true.
"""

import base64
import binascii
import secrets
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Annotated, Final, Literal, TypeVar

import httpx
from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Match, Route
from starlette.types import Scope

from sandbox.control import Service
from sandbox.faults import CallLog, Faults
from sandbox.runway import border
from sandbox.runway.assets import InvalidAsset, checked, load
from sandbox.runway.border import Refused, answer_refused, course_of, scripted, world_of
from sandbox.runway.films import Wish
from sandbox.runway.jobs import Job, Shown
from sandbox.runway.world import USUAL, Account, World
from sandbox.scripted import Script, Words
from sandbox.watch import Watch
from sandbox.weather import Menu

SERVICE: Final = "rapid_runway"
KEY: Final = "rapidapi-sandbox-key"
HOST: Final = "runwayml.p.rapidapi.com"
MOST_BODY: Final = 8 * 1024 * 1024
LIMIT: Final = 1000
RESET_S: Final = 86_400

_STATES: Final = {
    "THROTTLED": "in queue",
    "PENDING": "in queue",
    "RUNNING": "submitted",
    "SUCCEEDED": "success",
    "FAILED": "failed",
}
_CODES: Final = {
    "000": "unexpected error",
    "001": "text moderated",
    "002": "image moderated",
}
_MESSAGES: Final = {
    401: "Invalid API key. Go to https://docs.rapidapi.com/docs/keys for more info.",
    403: "You are not subscribed to this API.",
    404: "Endpoint does not exist",
    429: "Too many requests",
}
_QUOTA: Final = "You have exceeded the MONTHLY quota for Requests on your current plan, BASIC."


def _words(*plain: str, valued: frozenset[str] = frozenset()) -> Words:
    return border.words("quota", *plain, valued=valued | {"code"})


_CREATE: Final = _words("stuck", "no_output", valued=border.OF_CREATES)
_WORDS: Final = {
    "imageDescription": _CREATE,
    "text": _CREATE,
    "status": _words("with_uuid", valued=frozenset(("says",))),
    "clip": border.words(),
}
_BUSY: Final = ("429", "429 quota", "500", "502 html", "403", "reset")
MENU: Final[Menu] = {
    **dict.fromkeys(
        ("imageDescription", "text"),
        (*_BUSY, "reset_after", "504 worked", "code=001", "fail=000", "fail=002", "no_output"),
    ),
    "status": (*_BUSY, "with_uuid", "html", "empty"),
    "clip": ("403", "503", "reset"),
}


class _Order(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    text_prompt: Annotated[str, Field(min_length=1)]
    model: Literal["gen2", "gen3", "gen4"] = "gen3"
    motion: Annotated[int, Field(ge=1, le=10)] = 5
    seed: Annotated[int, Field(ge=0)] = 0
    time: Literal[5, 10] = 5
    callback_url: str = ""


Asked = TypeVar("Asked", bound=_Order)


class _OfPicture(_Order):
    img_prompt: Annotated[str, Field(min_length=1)]
    image_as_end_frame: bool = False
    flip: bool = True


class _OfWords(_Order):
    width: Annotated[int, Field(ge=64, le=2048)] = 1344
    height: Annotated[int, Field(ge=64, le=2048)] = 768


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
    return JSONResponse({"message": _MESSAGES[404]}, status_code=exc.status_code)


def _script(request: Request, operation: str) -> Script:
    """The script of the call. Raises Refused, also for a missing or wrong key."""
    world = world_of(request)
    world.counts["requests"] += 1
    script = border.check(operation, world.faults.backend(SERVICE, operation) or "", _WORDS)
    if "worked" not in script:
        _refuse(request, script)
    if operation == "clip":
        return script
    key = request.headers.get("x-rapidapi-key", "")
    if not secrets.compare_digest(key.encode(), KEY.encode()):
        raise Refused(JSONResponse({"message": _MESSAGES[401]}, status_code=401))
    if request.headers.get("x-rapidapi-host") != HOST:
        raise Refused(JSONResponse({"message": _MESSAGES[404]}, status_code=404))
    return script


def _refuse(request: Request, script: Script) -> None:
    """Raise what is scripted."""
    code = script.value("code")
    if code is not None:
        body = {"code": code, "message": _CODES.get(code, "refused")}
        raise Refused(JSONResponse(body, script.status or 400))
    told = _MESSAGES.get(script.status or 200, f"refused with {script.status}")
    body = {"message": _QUOTA if "quota" in script else told}
    if response := scripted(script, dict(body), script.status):
        response.headers.update(_headers(world_of(request)))
        raise Refused(response)


async def _image_description(request: Request) -> Response:
    """`POST /generate/imageDescription`."""
    content = await border.content_of(request, MOST_BODY)
    script = _script(request, "imageDescription")
    order = _order(content, _OfPicture)
    picture = await _picture(request, order.img_prompt)
    # gen3 has sizes of its own; gen4 keeps the shape of the picture.
    ratio = ("768:1280" if order.flip else "1280:768") if order.model == "gen3" else ""
    return _begin(request, script, order, ratio=ratio, pictures=[picture])


async def _text(request: Request) -> Response:
    """`POST /generate/text`."""
    content = await border.content_of(request, MOST_BODY)
    script = _script(request, "text")
    order = _order(content, _OfWords)
    return _begin(request, script, order, ratio=f"{order.width}:{order.height}", pictures=[])


def _order(content: bytes | None, shape: type[Asked]) -> Asked:
    if content is None:
        raise Refused(JSONResponse({"detail": "the body is too big"}, 413))
    try:
        return shape.model_validate_json(content)
    except ValidationError as exc:
        listed = exc.errors(include_url=False, include_context=False, include_input=False)
        raise Refused(JSONResponse({"detail": listed}, 422)) from exc


async def _picture(request: Request, given: str) -> bytes:
    try:
        if given.startswith(("http://", "https://")):
            world = world_of(request)
            return await load(given, world.store.uploaded, home=world.public_url)
        return checked(base64.b64decode(given, validate=True), "")
    except (InvalidAsset, binascii.Error) as exc:
        raise Refused(JSONResponse({"detail": f"img_prompt: {exc}"}, 400)) from exc


def _begin(
    request: Request, script: Script, order: _Order, *, ratio: str, pictures: list[bytes]
) -> Response:
    world = world_of(request)
    wish = Wish(
        words=order.text_prompt,
        ratio=ratio,
        seed=order.seed or world.seed,
        seconds=order.time,
        pictures=pictures,
    )
    job = world.begin("clip", order.model, wish, course=course_of(script), cost=1, old=False)
    if order.callback_url:
        world.start(_call_back(world, job, order.callback_url))
    _refuse(request, script)
    return JSONResponse({"uuid": job.id}, headers=_headers(world))


async def _call_back(world: World, job: Job, url: str) -> None:
    """Say by a GET that the job has ended; nothing proves who says it."""
    await job.ended()
    async with httpx.AsyncClient(trust_env=False, timeout=10) as client:
        try:
            answer = await client.get(f"{url}?uuid={job.id}")
        except httpx.HTTPError:
            world.counts["callbacks_lost"] += 1
        else:
            world.counts["callbacks"] += answer.is_success


async def _status(request: Request) -> Response:
    """`GET /status?uuid=`."""
    script = _script(request, "status")
    world = world_of(request)
    job = world.jobs.get(request.query_params.get("uuid", ""))
    if job is None:
        return JSONResponse({"detail": "there is no such uuid"}, 404, _headers(world))
    shown = await world.line(job.model).show(job)
    told = _told(world, job, shown)
    if says := script.value("says"):
        told["status"] = says
    if "with_uuid" in script:
        told["uuid"] = job.id
    _refuse(request, script)
    return JSONResponse(told, headers=_headers(world))


def _told(world: World, job: Job, shown: Shown) -> dict[str, JsonValue]:
    done = shown.state == "SUCCEEDED" and not job.course.no_output
    told: dict[str, JsonValue] = {
        "status": _STATES.get(shown.state, shown.state),
        "progress": 1.0 if shown.state == "SUCCEEDED" else shown.progress or 0.0,
        "url": world.store.sign(job.path.name) if done else None,
        "gif_url": None,
    }
    if shown.state == "FAILED" and job.course.code:
        told |= {
            "code": job.course.code,
            "message": _CODES.get(job.course.code, "refused"),
        }
    return told


async def _clip(request: Request) -> Response:
    """The host of clips, which belongs to somebody else: a key that comes here is lost."""
    _script(request, "clip")
    world = world_of(request)
    if any(name.startswith("x-rapidapi") for name in request.headers):
        world.counts["keys_at_files"] += 1
        return Response("a key does not belong here", status_code=400)
    path = world.store.result(request.path_params["name"], request.query_params.get("_jwt", ""))
    if path is None:
        return Response(status_code=403)
    world.counts["results_served"] += 1
    return FileResponse(path)


def _headers(world: World) -> Mapping[str, str]:
    return {
        "x-ratelimit-requests-limit": str(LIMIT),
        "x-ratelimit-requests-remaining": str(max(0, LIMIT - world.counts["requests"])),
        "x-ratelimit-requests-reset": str(RESET_S),
    }


_ROUTES: Final = (
    Route(
        "/generate/imageDescription", _image_description, methods=["POST"], name="imageDescription"
    ),
    Route("/generate/text", _text, methods=["POST"], name="text"),
    Route("/status", _status, methods=["GET"], name="status"),
    Route("/results/{name}", _clip, methods=["GET"], name="clip"),
)
