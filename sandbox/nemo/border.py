"""What every endpoint does with a request first: script, token, session, body."""

from typing import TypeVar

from pydantic import BaseModel, JsonValue, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse

from sandbox.nemo.accounts import Account
from sandbox.nemo.refusals import Form, RefusedError, is_code
from sandbox.nemo.world import Session, World

SERVICE = "nemo"
Body = TypeVar("Body", bound=BaseModel)


def world_of(request: Request) -> World:
    """The memory behind the app."""
    world: World = request.app.state.world
    return world


def script_for(request: Request, operation: str) -> frozenset[str]:
    """The words a test or a demo has scripted for this call (a `backend` fault's value).

    A code among them (`1002`, or with a form, `1002 status`, `1002 both`) is raised as
    RefusedError; the other words mean what the endpoint says.
    """
    world = world_of(request)
    words = frozenset((world.faults.backend(SERVICE, operation) or "").split())
    form = next((Form(word) for word in words if word in set(Form)), None)
    for word in words:
        if is_code(word):
            if word == "1001":  # so that its client may really have a new one
                world.accounts.revoke(_token(request))
            raise RefusedError(int(word), form=form)
    return words


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
