"""What both servers do with every request: its script, and refusals in every form."""

import json
from collections.abc import Mapping
from typing import Final

from pydantic import JsonValue
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from sandbox.runway.jobs import Course, steps_of
from sandbox.runway.world import World
from sandbox.scripted import Script, Words
from sandbox.scripted import read as read_script

FORMS: Final = frozenset(("html", "broken_json", "empty", "worked"))
OF_CREATES: Final = frozenset(("steps", "fail"))
_PAGE: Final = "<!DOCTYPE html><html><body><h1>{}</h1></body></html>"


class Refused(Exception):  # it is an answer
    """The request is not acted on; `response` says why."""

    def __init__(self, response: Response) -> None:
        super().__init__(str(response.status_code))
        self.response = response


async def answer_refused(_: Request, exc: Exception) -> Response:
    """Starlette's handler of Refused."""
    assert isinstance(exc, Refused)  # noqa: S101  # Starlette's types cannot say so
    return exc.response


def world_of(request: Request) -> World:
    """The memory behind the app."""
    world: World = request.app.state.world
    return world


def words(*plain: str, valued: frozenset[str] = frozenset()) -> Words:
    """The words of an operation, with those that every one has."""
    return Words(plain=FORMS | set(plain), valued=valued, whole=frozenset(("retry_after",)))


def check(operation: str, value: str, known: Mapping[str, Words]) -> Script:
    """The script in a fault's value. Raises ValueError."""
    if operation not in known:
        raise ValueError(f"there is no operation {operation!r}")
    # `fail` alone ends a job without a code.
    value = " ".join("fail=-" if word == "fail" else word for word in value.split())
    script = read_script(value, known[operation])
    steps_of(script.value("steps") or "")
    return script


def course_of(script: Script) -> Course:
    """How the job of a call is to go."""
    code = script.value("fail") or ""
    return Course(
        steps=steps_of(script.value("steps") or ""),
        fails="fail" in script,
        code="" if code == "-" else code,
        stuck="stuck" in script,
        no_output="no_output" in script,
    )


def scripted(script: Script, body: Mapping[str, JsonValue], status: int | None) -> Response | None:
    """The refusal that is scripted, in its form; None if there is none."""
    headers = {"Retry-After": str(script.number("retry_after"))} if "retry_after" in script else {}
    code = status or 200
    if "html" in script:
        return HTMLResponse(_PAGE.format(code), status_code=code, headers=headers)
    if "broken_json" in script:
        cut = json.dumps(body)[:-2]
        return Response(cut, code, headers, media_type="application/json")
    if "empty" in script:
        return Response(status_code=code, headers=headers)
    return JSONResponse(body, code, headers) if status else None


async def content_of(request: Request, most_bytes: int) -> bytes | None:
    """The body, read to its end as a polite server does; None where it is too much."""
    content, size = bytearray(), 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= most_bytes:
            content += chunk
    return bytes(content) if size <= most_bytes else None


def json_of(content: bytes) -> JsonValue:
    """The body as JSON. Raises ValueError."""
    body: JsonValue = json.loads(content)
    return body
