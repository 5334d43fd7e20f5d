"""What every endpoint does with a request first: script, token, session, body."""

from typing import TypeVar

from pydantic import BaseModel, JsonValue, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse

from sandbox.nemo.accounts import Account
from sandbox.nemo.refusals import RefusedError
from sandbox.nemo.script import Script, read
from sandbox.nemo.world import Session, World

SERVICE = "nemo"
_BAD_TOKEN = frozenset((1001, 1010, 1011, 401))
Body = TypeVar("Body", bound=BaseModel)


def world_of(request: Request) -> World:
    """The memory behind the app."""
    world: World = request.app.state.world
    return world


def script_for(request: Request, operation: str) -> Script:
    """What a test or a demo has scripted for this call (a `backend` fault's value).

    A refusal among it is raised as RefusedError, unless the work is to be done first: then the
    endpoint ends with `refuse_late`. Raises ValueError for a script that makes no sense.
    """
    world = world_of(request)
    script = read(operation, world.faults.backend(SERVICE, operation) or "")
    if script.refused:
        if script.refused.code in _BAD_TOKEN:  # so that its client may really have a new one
            world.accounts.revoke(_token(request))
        if "worked" not in script:
            raise script.refused
    return script


def refuse_late(script: Script) -> None:
    """Answer with the scripted refusal though the work is done, as a gateway does."""
    if script.refused:
        raise script.refused


def account_of(request: Request) -> Account:
    """The account of the bearer token; raises RefusedError 1001."""
    return world_of(request).accounts.of(_token(request))


def session_of(request: Request, session_id: str) -> Session:
    """A session of the caller's own; raises RefusedError 1001 or 1002."""
    account = account_of(request)
    session = world_of(request).sessions.get(session_id)
    if session is None or session.owner != account.user_id:
        raise RefusedError(1002)
    return session


async def body_of(request: Request, model: type[Body]) -> Body:
    """The JSON body; an empty one is an empty object. Raises RefusedError 400."""
    try:
        return model.model_validate_json(await request.body() or b"{}")
    except ValidationError as exc:
        first = exc.errors()[0]
        where = ".".join(str(step) for step in first["loc"])
        raise RefusedError(400, f"{where}: {first['msg']}") from exc


def ok(data: JsonValue) -> JSONResponse:
    """The envelope of everything but renders and the chat stream."""
    return JSONResponse({"code": 0, "message": "ok", "data": data})


def _token(request: Request) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
