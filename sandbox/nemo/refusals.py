"""How the backend says no: its codes, and the forms in which they come over the wire."""

from enum import StrEnum

from starlette.requests import Request
from starlette.responses import JSONResponse, Response


class Form(StrEnum):
    """Where a refusal carries its code; sources differ, so every code can come in every form."""

    BODY = "body"
    STATUS = "status"
    BOTH = "both"


# Codes from 1000 on are described as codes in a body under HTTP 200, those below as HTTP statuses.
_STATUS = {1001: 401, 1002: 404, 2001: 402, 4001: 415, 4002: 413, 400: 400, 402: 402, 429: 429}
_MESSAGES = {
    1001: "token is invalid or expired",
    1002: "session not found",
    2001: "insufficient credits",
    4001: "unsupported file type",
    4002: "file too large",
    400: "bad request",
    402: "export is not available on your plan",
    429: "too many requests",
}


class RefusedError(Exception):
    """The request is understood and refused with one of the contract's codes."""

    def __init__(self, code: int, message: str = "", *, form: Form | None = None) -> None:
        self.code = code
        self.message = message or _MESSAGES[code]
        self.form = form or (Form.BODY if code >= 1000 else Form.BOTH)
        super().__init__(self.message)


class DetailError(Exception):
    """A refusal of ADK's own, before its stream begins: `{"detail": …}`, no envelope."""

    def __init__(self, status: int, detail: object) -> None:
        self.status = status
        self.detail = detail
        super().__init__(str(detail))


def is_code(word: str) -> bool:
    """Whether a scripted word is one of the contract's codes."""
    return word.isdecimal() and int(word) in _STATUS


async def answer_refused(_request: Request, exc: Exception) -> Response:
    """Starlette's handler of both errors."""
    if isinstance(exc, DetailError):
        return JSONResponse({"detail": exc.detail}, status_code=exc.status)
    if not isinstance(exc, RefusedError):
        raise exc
    code = exc.code if exc.form is not Form.STATUS else None
    body: dict[str, object] = {"code": code, "message": exc.message, "data": None}
    if code is None:
        del body["code"]
    headers = {"Retry-After": "30"} if exc.code == 429 else None
    status = 200 if exc.form is Form.BODY else _STATUS[exc.code]
    return JSONResponse(body, status_code=status, headers=headers)
