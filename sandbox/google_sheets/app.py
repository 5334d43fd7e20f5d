"""The sandbox's Google Sheets as one web app; operations are the names of the routes."""

import html
import secrets
from collections.abc import Mapping

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Match, Route
from starlette.types import Scope

from sandbox.control import Service
from sandbox.faults import CallLog, Faults
from sandbox.scripted import Script, Words
from sandbox.scripted import read as read_script
from sandbox.watch import Watch
from sandbox.weather import Menu

SERVICE = "google_sheets"
DEMO, PRIVATE = "demo", "private"
DEMO_CSV = (
    "Prompt,Engine,Ratio,Duration,Style\n"
    '"A red fox runs through fresh snow, slow motion",auto,16:9,5,cinematic\n'
    "A cup of coffee on a wooden table in the morning,auto,9:16,5,\n"
    "一只熊猫在竹林里打太极,auto,1:1,5,水墨风\n"
)
LARGEST_BYTES = 5 * 1024 * 1024
MOST_SHEETS = 200
# Where a link leads that was made for one reader, as Google's do.
_CONTENT = "/sandbox/content/"
_WORDS = {
    "export": Words(
        plain=frozenset(("html", "sign_in", "foreign", "circle", "huge", "empty", "direct"))
    ),
    "content": Words(),
}
MENU: Menu = {"export": ("429", "500", "503", "reset"), "content": ("500", "503", "reset")}
_SIGN_IN = (
    "<!DOCTYPE html><html><head><title>Sign in - Google Accounts</title></head>"
    "<body><h1>Sign in</h1><p>to continue to Google Sheets</p></body></html>"
)
_NOT_FOUND = "<!DOCTYPE html><html><head><title>Page not found</title></head><body></body></html>"


class World:
    """The sheets, by their document and number; `faults` are those of all services."""

    def __init__(self, *, public_url: str, faults: Faults) -> None:
        self.public_url = public_url.rstrip("/")
        self.faults = faults
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self.sheets: dict[str, dict[str, bytes]] = {DEMO: {"0": DEMO_CSV.encode()}}
        self.handed: dict[str, bytes] = {}
        self.given = 0

    def put(self, document: str, gid: str, content: bytes) -> None:
        """Put a sheet in the place of what was there."""
        self.sheets.setdefault(document, {})[gid] = content

    def books(self) -> Mapping[str, object]:
        """What was given out."""
        return {"sheets": sum(map(len, self.sheets.values())), "given": self.given}


def create_app(*, public_url: str, faults: Faults, calls: CallLog) -> Starlette:
    """The app; `app.state.control` is what the control address needs of it."""
    world = World(public_url=public_url, faults=faults)
    app = Starlette(
        routes=[*_OPERATIONS, *_OURS],
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


def _script(request: Request, operation: str) -> Script:
    world: World = request.app.state.world
    return check(operation, world.faults.backend(SERVICE, operation) or "")


async def _export(request: Request) -> Response:
    world: World = request.app.state.world
    script = _script(request, "export")
    if scripted := _scripted(script, request):
        return scripted
    document = request.path_params["document"]
    if document == PRIVATE:
        return RedirectResponse(f"{world.public_url}/sandbox/sign-in", status_code=307)
    wanted = "output" if request.url.path.endswith("/pub") else "format"
    if request.query_params.get(wanted) != "csv":
        return HTMLResponse(_NOT_FOUND, status_code=400)
    sheets = world.sheets.get(document)
    if sheets is None:
        return HTMLResponse(_NOT_FOUND, status_code=404)
    content = sheets.get(request.query_params.get("gid", next(iter(sheets))))
    if content is None:
        return HTMLResponse(_NOT_FOUND, status_code=400)
    if "huge" in script:
        content = content.ljust(LARGEST_BYTES + 1, b"\n")
    content = b"" if "empty" in script else content
    if "direct" in script:
        return _csv(world, content)
    handle = secrets.token_hex(16)
    world.handed[handle] = content
    return RedirectResponse(f"{world.public_url}{_CONTENT}{handle}", status_code=307)


def _scripted(script: Script, request: Request) -> Response | None:
    if script.status is not None:
        return HTMLResponse(_NOT_FOUND, status_code=script.status, headers={"Retry-After": "7"})
    if "html" in script:
        return HTMLResponse(_SIGN_IN)
    if "sign_in" in script:
        url = "https://accounts.google.com/ServiceLogin?service=wise"
        return RedirectResponse(url, status_code=302)
    if "foreign" in script:
        return RedirectResponse("https://googleusercontent.com.invalid/x", status_code=307)
    return RedirectResponse(str(request.url), status_code=307) if "circle" in script else None


async def _content(request: Request) -> Response:
    world: World = request.app.state.world
    script = _script(request, "content")
    content = world.handed.pop(request.path_params["handle"], None)
    if script.status or content is None:
        return HTMLResponse(_NOT_FOUND, status_code=script.status or 404)
    return _csv(world, content)


def _csv(world: World, content: bytes) -> Response:
    world.given += 1
    headers = {"Content-Disposition": 'attachment; filename="sheet.csv"'}
    return Response(content, media_type="text/csv", headers=headers)


async def _sign_in(_: Request) -> Response:
    return HTMLResponse(_SIGN_IN)


async def _put(request: Request) -> Response:
    world: World = request.app.state.world
    document, gid = request.path_params["document"], request.query_params.get("gid", "0")
    content = await request.body()
    if document == PRIVATE or not gid.isdecimal() or len(content) > 2 * LARGEST_BYTES:
        return JSONResponse({"error": "this cannot be put in"}, status_code=400)
    if len(world.sheets) >= MOST_SHEETS and document not in world.sheets:
        return JSONResponse({"error": "there are too many documents"}, status_code=400)
    world.put(document, gid, content)
    return JSONResponse({"link": _link(world, document, gid)})


def _link(world: World, document: str, gid: str) -> str:
    return f"{world.public_url}/spreadsheets/d/{document}/edit#gid={gid}"


async def _page(request: Request) -> Response:
    """What is there, with links to paste; one document's page shows its sheets."""
    world: World = request.app.state.world
    document = request.path_params.get("document")
    if document == PRIVATE:
        return HTMLResponse(_SIGN_IN)
    items = [
        f"<li><p>{html.escape(_link(world, name, gid))}</p>"
        f"<pre>{html.escape(content.decode('utf-8', 'replace')[:2000])}</pre></li>"
        for name, sheets in world.sheets.items()
        if document in (None, name)
        for gid, content in sheets.items()
    ]
    if document is not None and not items:
        return HTMLResponse(_NOT_FOUND, status_code=404)
    return HTMLResponse(f"<!DOCTYPE html><title>Sheets</title><ul>{''.join(items)}</ul>")


_OPERATIONS = (
    Route("/spreadsheets/d/{document}/export", _export, methods=["GET"], name="export"),
    Route("/spreadsheets/d/e/{document}/pub", _export, methods=["GET"], name="export"),
    Route(f"{_CONTENT}{{handle}}", _content, methods=["GET"], name="content"),
)
_OURS = (
    Route("/", _page, methods=["GET"]),
    Route("/spreadsheets/d/{document}/edit", _page, methods=["GET"]),
    Route("/sandbox/sign-in", _sign_in, methods=["GET"]),
    Route("/sandbox/sheets/{document}", _put, methods=["PUT"]),
)
