"""How both versions say no."""

from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from sandbox.apiframe.script import Script

_REASONS = {
    400: "Invalid request",
    402: "Insufficient credits",
    403: "API key is inactive",
    404: "Not found",
    409: "This action is not available for the parent job",
    429: "Rate limit exceeded",
}


class RefusedError(Exception):
    """The request is refused. `version` decides the form: v1's `errors` list, or v2's `error`."""

    def __init__(
        self,
        status: int,
        reason: str = "",
        *,
        version: int = 1,
        form: str | None = None,
        headers: dict[str, str] | None = None,
        more: dict[str, object] | None = None,
    ) -> None:
        self.status = status
        self.reason = reason or _REASONS.get(status, HTTPStatus(status).phrase)
        self.form = form or _usual_form(status, version)
        self.headers = headers or {}
        self.more = more or {}
        super().__init__(self.reason)


def scripted(script: Script, version: int) -> RefusedError:
    """The refusal that a script asks for."""
    status = script.code or 200
    headers = {"Retry-After": script.of("retry_after", "30")} if status == 429 else {}
    amounts: dict[str, object] = {"creditsRequired": 16, "creditsAvailable": 3}
    return RefusedError(
        status,
        script.says,
        version=version,
        form=script.form,
        headers={} if "no_retry_after" in script else headers,
        more=amounts if version == 2 and status == 402 else {},
    )


async def answer_refused(_request: Request, exc: Exception) -> Response:
    """Starlette's handler."""
    if not isinstance(exc, RefusedError):
        raise exc
    return _told(exc)


def _usual_form(status: int, version: int) -> str:
    if version == 2:
        return "error"
    return "empty" if status in (401, 500) else "errors"


def _told(refused: RefusedError) -> Response:
    status, headers = refused.status, refused.headers
    match refused.form:
        case "html":
            page = f"<!DOCTYPE html><html><body><h1>{status}</h1></body></html>"
            return HTMLResponse(page, status, headers)
        case "broken_json":
            return Response('{"task_id": "29e9', status, headers, "application/json")
        case "empty":
            return JSONResponse({}, status, headers)
        case "errors":
            body: dict[str, object] = {"errors": [{"msg": refused.reason}]}
        case form:
            body = {form: refused.reason}
    return JSONResponse(body | refused.more, status, headers)
