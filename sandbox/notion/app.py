"""The sandbox's Notion as one web app; operations are the names of the routes."""

import secrets
from typing import Annotated, Literal, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Match, Route
from starlette.types import Scope

from sandbox.control import Service
from sandbox.faults import CallLog, Faults
from sandbox.notion.world import KEY, SERVICE, STATUSES, Base, World, schema, shown
from sandbox.scripted import Script, Words
from sandbox.scripted import read as read_script
from sandbox.watch import Watch
from sandbox.weather import Menu

VERSIONS = ("2022-06-28", "2025-09-03")
RETRY_AFTER_S = 3
_REFUSALS = frozenset(("html", "unreadable"))
_WORDS = {
    "database": Words(plain=_REFUSALS),
    "source": Words(plain=_REFUSALS),
    "query": Words(plain=_REFUSALS | {"endless"}),
    "update": Words(plain=_REFUSALS | {"worked"}),
}
_BUSY = ("429", "500", "502 html", "503", "reset")
MENU: Menu = {
    "database": _BUSY,
    "source": _BUSY,
    "query": _BUSY,
    "update": (*_BUSY, "409", "504 worked", "reset_after"),
}
_CODES = {
    400: "validation_error",
    401: "unauthorized",
    403: "restricted_resource",
    404: "object_not_found",
    409: "conflict_error",
    429: "rate_limited",
    503: "service_unavailable",
    504: "gateway_timeout",
    529: "service_overload",
}


A = TypeVar("A", bound=BaseModel)


class _Refused(Exception):  # it carries what the answer says
    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class _Sort(_Strict):
    timestamp: Literal["created_time", "last_edited_time"]
    direction: Literal["ascending", "descending"]


class _Query(_Strict):
    page_size: Annotated[int, Field(ge=1, le=100)] = 100
    start_cursor: str | None = None
    sorts: list[_Sort] = Field(default_factory=list)


class _Update(_Strict):
    properties: dict[str, dict[str, JsonValue]] = Field(default_factory=dict)
    in_trash: bool = False


def create_app(*, public_url: str, faults: Faults, calls: CallLog) -> Starlette:
    """The app; `app.state.control` is what the control address needs of it."""
    world = World(faults=faults)
    app = Starlette(
        routes=_OPERATIONS,
        middleware=[
            Middleware(
                Watch, service=SERVICE, faults=faults, calls=calls, operation_of=_operation_of
            )
        ],
        exception_handlers={_Refused: _answer_refused},
    )
    app.state.world = world
    app.state.public_url = public_url.rstrip("/")
    app.state.control = Service(reset=world.forget, check=check, books=world.books, menu=MENU)
    return app


def check(operation: str, value: str) -> Script:
    """The script in a fault's value. Raises ValueError."""
    if operation not in _WORDS:
        raise ValueError(f"there is no operation {operation!r}")
    return read_script(value, _WORDS[operation])


def _operation_of(scope: Scope) -> str | None:
    return next((r.name for r in _OPERATIONS if r.matches(scope)[0] is Match.FULL), None)


def _begun(request: Request, operation: str) -> Script:
    """The script of a call that has a token and a version."""
    world: World = request.app.state.world
    script = check(operation, world.faults.backend(SERVICE, operation) or "")
    given = request.headers.get("authorization", "")
    if not secrets.compare_digest(given.encode(), f"Bearer {KEY}".encode()):
        raise _Refused(401, "API token is invalid.")
    if request.headers.get("notion-version") not in VERSIONS:
        raise _Refused(400, "Notion-Version header failed validation")
    return script


def _scripted(script: Script) -> Response | None:
    if script.status is None:
        return JSONResponse({"object": "list"}) if "unreadable" in script else None
    if "html" in script:
        page = "<html><body><h1>Oops</h1></body></html>"
        return HTMLResponse(page, status_code=script.status)
    return _told(script.status, f"refused with {script.status}")


def _told(status: int, message: str) -> Response:
    body = {
        "object": "error",
        "status": status,
        "code": _CODES.get(status, "internal_server_error"),
        "message": message,
        "request_id": secrets.token_hex(8),
    }
    headers = {"Retry-After": str(RETRY_AFTER_S)} if status in (429, 529) else None
    return JSONResponse(body, status_code=status, headers=headers)


async def _answer_refused(_: Request, exc: Exception) -> Response:
    assert isinstance(exc, _Refused)  # noqa: S101  # Starlette's types cannot say so
    return _told(exc.status, exc.message)


def _is_new(request: Request) -> bool:
    return request.headers["notion-version"] == VERSIONS[1]


def _id(request: Request) -> str:
    try:
        return str(UUID(request.path_params["id"]))
    except ValueError as exc:
        raise _Refused(400, "path failed validation: path.id should be a valid uuid") from exc


def _base(request: Request) -> Base:
    world: World = request.app.state.world
    base_id = _id(request)
    base = world.bases.get(base_id)
    if base is None and world.page(base_id):
        raise _Refused(400, f"Provided ID {base_id} is a page, not a database.")
    if base is None:
        raise _Refused(404, f"Could not find database with ID: {base_id}.")
    return base


def _source(request: Request) -> Base:
    world: World = request.app.state.world
    base = world.source(_id(request)) if _is_new(request) else None
    if base is None:
        raise _Refused(404, "Could not find data source.")
    return base


async def _database(request: Request) -> Response:
    script = _begun(request, "database")
    base = _base(request)
    body: dict[str, JsonValue] = {"object": "database", "id": base.id}
    if _is_new(request) and base.source_id:
        body["data_sources"] = [{"id": base.source_id, "name": "Prompts"}]
    else:
        body["properties"] = schema(base)
    return _scripted(script) or JSONResponse(body)


async def _data_source(request: Request) -> Response:
    script = _begun(request, "source")
    base = _source(request)
    body = {"object": "data_source", "id": base.source_id, "properties": schema(base)}
    return _scripted(script) or JSONResponse(body)


async def _query(request: Request) -> Response:
    script = _begun(request, "query")
    is_source = request.url.path.startswith("/v1/data_sources/")
    base = _source(request) if is_source else _base(request)
    if not is_source and _is_new(request):
        raise _Refused(400, "Databases are not queried in this version.")
    wanted = _read(_Query, await request.body())
    if scripted := _scripted(script):
        return scripted
    pages = sorted((p for p in base.pages if not p.in_trash), key=lambda p: p.created)
    if any(sort.direction == "descending" for sort in wanted.sorts):
        pages.reverse()
    ids = [page.id for page in pages]
    if wanted.start_cursor not in (None, *ids):
        raise _Refused(400, "The start_cursor provided is invalid.")
    start = ids.index(wanted.start_cursor) if wanted.start_cursor else 0
    end = start + wanted.page_size
    following = ids[end] if end < len(ids) else None
    if "endless" in script:
        following = ids[0]
    return JSONResponse(
        {
            "object": "list",
            "results": [shown(base, page) for page in pages[start:end]],
            "next_cursor": following,
            "has_more": following is not None,
        }
    )


async def _update(request: Request) -> Response:
    world: World = request.app.state.world
    script = _begun(request, "update")
    wanted = _read(_Update, await request.body())
    refused = _scripted(script)
    if refused and "worked" not in script:
        return refused
    found = world.page(_id(request))
    if found is None:
        raise _Refused(404, "Could not find page.")
    base, page = found
    for name, value in wanted.properties.items():
        _check_value(base, name, value)
    for name, value in wanted.properties.items():
        kind = base.columns[name]
        page.properties[name] = {"type": kind, kind: _kept(value[kind])}
    page.in_trash = wanted.in_trash
    world.written += 1
    return refused or JSONResponse(shown(base, page))


def _kept(value: JsonValue) -> JsonValue:
    if not isinstance(value, list):
        return value
    texts = [_content(part) for part in value]
    return [{"type": "text", "plain_text": text, "text": {"content": text}} for text in texts]


def _content(part: JsonValue) -> str:
    text = part.get("text") if isinstance(part, dict) else None
    content = text.get("content") if isinstance(text, dict) else None
    if not isinstance(content, str) or len(content) > 2000:
        raise _Refused(400, "body failed validation: text.content")
    return content


def _check_value(base: Base, name: str, value: dict[str, JsonValue]) -> None:
    kind = base.columns.get(name)
    if kind is None:
        raise _Refused(400, f"{name} is not a property that exists.")
    held = value.get(kind)
    if set(value) - {"type", "id", kind} or kind not in value:
        raise _Refused(400, f"{name} is expected to be {kind}.")
    match kind, held:
        case "rich_text" | "title", list():
            right = all(_content(part) or True for part in held)
        case "url", str():
            right = 0 < len(held) <= 2000
        case "select", {"name": str(option)}:
            right = 0 < len(option) <= 100 and "," not in option
        case "status", {"name": str(option)}:
            right = option in STATUSES
        case _:
            right = False
    if not right:
        raise _Refused(400, f"body failed validation: {name}")


def _read(shape: type[A], body: bytes) -> A:
    try:
        return shape.model_validate_json(body or b"{}")
    except ValidationError as exc:
        first = exc.errors(include_url=False, include_context=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        raise _Refused(400, f"body failed validation: {where}: {first['msg']}") from exc


_OPERATIONS = (
    Route("/v1/databases/{id}", _database, methods=["GET"], name="database"),
    Route("/v1/data_sources/{id}", _data_source, methods=["GET"], name="source"),
    Route("/v1/databases/{id}/query", _query, methods=["POST"], name="query"),
    Route("/v1/data_sources/{id}/query", _query, methods=["POST"], name="query"),
    Route("/v1/pages/{id}", _update, methods=["PATCH"], name="update"),
)
