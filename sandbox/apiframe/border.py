"""What every endpoint does with a request first: script, key, body."""

import secrets

from pydantic import JsonValue
from starlette.requests import Request

from sandbox.apiframe.hooks import body_json
from sandbox.apiframe.refusals import RefusedError, scripted
from sandbox.apiframe.script import Script, read
from sandbox.apiframe.world import KEYS, World

SERVICE = "apiframe"
_LARGEST_BODY = 20_000_000


def world_of(request: Request) -> World:
    """The memory behind the app."""
    world: World = request.app.state.world
    return world


def script_for(request: Request, operation: str) -> Script:
    """What is scripted for this call; a refusal among it is raised, unless the work comes first."""
    script = read(operation, world_of(request).faults.backend(SERVICE, operation) or "")
    if script.refuses and "worked" not in script:
        raise scripted(script, int(operation[1]))
    return script


def refuse_late(script: Script, version: int) -> None:
    """Answer with the scripted refusal though the work is done, as a gateway does."""
    if script.refuses:
        raise scripted(script, version)


def check_key(request: Request, version: int) -> None:
    """v1 takes the bare key, and tolerates "Bearer " before it; v2 takes X-API-Key."""
    if version == 1:
        told = request.headers.get("Authorization", "").removeprefix("Bearer ")
    else:
        told = request.headers.get("X-API-Key", "")
    if not secrets.compare_digest(told.encode(), KEYS[version].encode()):
        raise RefusedError(401, "Invalid API key", version=version)


async def body_of(request: Request, version: int) -> dict[str, JsonValue]:
    """The JSON object. Raises RefusedError."""
    kind = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    body = await request.body()
    if len(body) > _LARGEST_BODY:
        raise RefusedError(413, "Request too large", version=version)
    told = body_json(body) if kind == "application/json" else None
    if not isinstance(told, dict):
        raise RefusedError(400, "Invalid request: JSON expected", version=version)
    return told
