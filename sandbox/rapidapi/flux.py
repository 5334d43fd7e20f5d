"""The sandbox's "AI text to image generator flux free", with its gateway and its image host."""

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Match, Route
from starlette.types import Scope

from sandbox import pictures_drawn
from sandbox.control import Service
from sandbox.faults import CallLog, Faults
from sandbox.scripted import Script, Words
from sandbox.scripted import read as read_script
from sandbox.watch import Watch
from sandbox.weather import Menu

SERVICE = "rapid_flux"
KEY = "rapidapi-sandbox-key"
HOST = "ai-text-to-image-generator-flux-free-api.p.rapidapi.com"
PATH = "/aaaaaaaaaaaaaaaaaiimagegenerator/quick.php"
PICTURES = 2
LIMIT = 1000
RESET_S = 86_400
TAKES_S = 3.0
THUMB_SHARE = 4
_SIZES = {"1-1": (1024, 1024), "9-16": (768, 1344), "16-9": (1344, 768)}
_WORDS = {
    "quick": Words(
        plain=frozenset(
            ("html", "quota", "form_b", "empty", "unreadable", "strange", "private", "thumbs")
        )
    ),
    "image": Words(),
}
MENU: Menu = {
    "quick": (
        *("429", "429 quota", "500", "502 html", "403", "reset", "reset_after"),
        *("form_b", "empty", "unreadable", "strange"),
    ),
    "image": ("404", "503", "reset"),
}
_MESSAGES = {
    401: "Invalid API key. Go to https://docs.rapidapi.com/docs/keys for more info.",
    403: "You are not subscribed to this API.",
    404: "Endpoint does not exist",
    429: "Too many requests",
}
_QUOTA = "You have exceeded the MONTHLY quota for Requests on your current plan, BASIC."
_PAGE = "<!DOCTYPE html><html><body><h1>{0}</h1></body></html>"


class _Body(BaseModel):
    """A style may come as a number or as its text; both pass."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    prompt: Annotated[str, Field(min_length=1, strict=True)]
    style_id: Annotated[int, Field(ge=1)] = 4
    size: Literal["1-1", "9-16", "16-9"] = "1-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Picture:
    words: str
    width: int
    height: int
    seed: int


class World:
    """Pictures that were made, and books."""

    def __init__(self, *, public_url: str, faults: Faults, pace: float) -> None:
        self.public_url = public_url.rstrip("/")
        self.faults = faults
        self.pace = pace
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self.pictures: dict[str, _Picture] = {}
        self.requests = 0
        self.made = 0
        self.keys_at_images = 0

    def books(self) -> Mapping[str, object]:
        """What was asked for and made; `keys_at_images` counts keys that the image host saw."""
        return {
            "requests": self.requests,
            "orders": self.made,
            "keys_at_images": self.keys_at_images,
        }

    def add(self, body: _Body, index: int) -> str:
        """The path of a new picture."""
        width, height = _SIZES[body.size]
        name = secrets.token_hex(12)
        self.pictures[name] = _Picture(
            words=body.prompt, width=width, height=height, seed=index + 100 * body.style_id
        )
        return f"/images/{name}"


def create_app(
    *,
    public_url: str,
    faults: Faults,
    calls: CallLog,
    pace: float = 1.0,
) -> Starlette:
    """The app; `app.state.control` is what the control address needs of it."""
    world = World(public_url=public_url, faults=faults, pace=pace)
    app = Starlette(
        routes=_OPERATIONS,
        middleware=[
            Middleware(
                Watch, service=SERVICE, faults=faults, calls=calls, operation_of=_operation_of
            )
        ],
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


async def _quick(request: Request) -> Response:
    world: World = request.app.state.world
    script = check("quick", world.faults.backend(SERVICE, "quick") or "")
    content = await request.body()
    if refused := _refused(request, script):
        return refused
    world.requests += 1
    try:
        body = _Body.model_validate_json(content)
    except ValidationError:
        return JSONResponse({"message": "Bad request"}, status_code=400, headers=_quota(world))
    await asyncio.sleep(TAKES_S * world.pace)
    if "unreadable" in script:
        return HTMLResponse(_PAGE.format("Fatal error"), headers=_quota(world))
    if "strange" in script:
        return JSONResponse({"status": "ok", "data": None}, headers=_quota(world))
    world.made += 1
    count = 0 if "empty" in script else PICTURES
    results = [_result(world, body, index, script) for index in range(1, count + 1)]
    return JSONResponse(_form(results, script), headers=_quota(world))


def _result(world: World, body: _Body, index: int, script: Script) -> JsonValue:
    base = "http://10.0.0.1" if "private" in script else world.public_url
    path = world.add(body, index)
    thumb = f"{base}{path}/thumb.webp"
    if "thumbs" in script:
        return {"index": index, "thumb": thumb}
    return {"index": index, "origin": f"{base}{path}/origin.webp", "thumb": thumb}


def _form(results: list[JsonValue], script: Script) -> JsonValue:
    if "form_b" in script:
        return {"code": 0, "result": {"data": {"results": results}}}
    return {"final_result": results}


async def _image(request: Request) -> Response:
    """The image host, which belongs to somebody else: a key that comes here is lost."""
    world: World = request.app.state.world
    script = check("image", world.faults.backend(SERVICE, "image") or "")
    if any(name.startswith("x-rapidapi") for name in request.headers):
        world.keys_at_images += 1
        return Response("a key does not belong here", status_code=400)
    picture = world.pictures.get(request.path_params["name"])
    if script.status or picture is None:
        return Response(status_code=script.status or 404)
    share = THUMB_SHARE if request.path_params["file"].startswith("thumb") else 1
    drawn = await asyncio.to_thread(
        pictures_drawn.draw,
        picture.words,
        width=picture.width // share,
        height=picture.height // share,
        seed=picture.seed,
        form="webp",
    )
    return Response(drawn, media_type="image/webp")


def _refused(request: Request, script: Script) -> Response | None:
    """The scripted refusal, or the gateway's own."""
    world: World = request.app.state.world
    status = script.status
    if status is None:
        key = request.headers.get("x-rapidapi-key", "")
        if not secrets.compare_digest(key.encode(), KEY.encode()):
            status = 401
        elif request.headers.get("x-rapidapi-host") != HOST:
            status = 404
    if status is None:
        return None
    message = _MESSAGES.get(status, f"refused with {status}")
    if "quota" in script:
        message = _QUOTA
    if "html" in script:
        return HTMLResponse(_PAGE.format(message), status_code=status)
    headers = _quota(world) if status == 429 else None
    return JSONResponse({"message": message}, status_code=status, headers=headers)


def _quota(world: World) -> Mapping[str, str]:
    return {
        "x-ratelimit-requests-limit": str(LIMIT),
        "x-ratelimit-requests-remaining": str(max(0, LIMIT - world.requests)),
        "x-ratelimit-requests-reset": str(RESET_S),
    }


_OPERATIONS = (
    Route(PATH, _quick, methods=["POST"], name="quick"),
    Route("/images/{name}/{file}", _image, name="image"),
)
