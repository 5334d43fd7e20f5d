"""How the backend says no: its codes, and the forms in which they come over the wire."""

from enum import StrEnum
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response


class Form(StrEnum):
    """How a refusal is told; sources differ, so every code can come in every form.

    The first three say where the code is. The others are what proxies and frameworks send.
    """

    BODY = "body"
    STATUS = "status"
    BOTH = "both"
    DETAIL = "detail"
    DETAIL_LIST = "detail_list"
    HTML = "html"
    BROKEN_JSON = "broken_json"
    EMPTY = "empty"


OK = 0
"""Stands for a form that comes without a code: an HTTP status of 200, and no refusal in it."""

# Codes from 1000 on are described as codes in a body under HTTP 200, those below as HTTP statuses.
_STATUS = {OK: 200, 1001: 401, 1002: 404, 2001: 402, 4001: 415, 4002: 413}
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
_CODELESS = {Form.DETAIL: 404, Form.DETAIL_LIST: 422}
_PAGE = "<!DOCTYPE html><html><head><title>{0}</title></head><body><h1>{0}</h1></body></html>"


class RefusedError(Exception):
    """The request is refused, with a code of the contract or another one, in some form.

    `retry_after` is that header's value where the code is 429; None leaves it out.
    """

    def __init__(
        self,
        code: int,
        message: str = "",
        *,
        form: Form | None = None,
        retry_after: str | None = "30",
    ) -> None:
        self.form = form or (Form.BODY if code >= 1000 else Form.BOTH)
        self.code = code or _CODELESS.get(self.form, OK)
        self.message = message or _MESSAGES.get(self.code, f"refused for reason {self.code}")
        self.retry_after = retry_after
        super().__init__(self.message)

    @property
    def status(self) -> int:
        """The HTTP status it comes with."""
        if self.form is Form.BODY:
            return 200
        return _STATUS.get(self.code, self.code if 200 <= self.code <= 599 else 400)


class DetailError(Exception):
    """A refusal of ADK's own, before its stream begins: `{"detail": …}`, no envelope."""

    def __init__(self, status: int, detail: object) -> None:
        self.status = status
        self.detail = detail
        super().__init__(str(detail))


async def answer_refused(_request: Request, exc: Exception) -> Response:
    """Starlette's handler of both errors."""
    if isinstance(exc, DetailError):
        return JSONResponse({"detail": exc.detail}, status_code=exc.status)
    if not isinstance(exc, RefusedError):
        raise exc
    response = _told(exc)
    if exc.code == 429 and exc.retry_after is not None:
        response.headers["Retry-After"] = exc.retry_after
    return response


def _told(refused: RefusedError) -> Response:
    status = refused.status
    match refused.form:
        case Form.BODY | Form.BOTH:
            body: dict[str, object] = {"code": refused.code}
            return JSONResponse(body | {"message": refused.message, "data": None}, status)
        case Form.STATUS:
            return JSONResponse({"message": refused.message, "data": None}, status)
        case Form.DETAIL:
            return JSONResponse({"detail": refused.message}, status)
        case Form.DETAIL_LIST:
            where = {"type": "missing", "loc": ["body", "userId"], "msg": refused.message}
            return JSONResponse({"detail": [where]}, status)
        case Form.HTML:
            return HTMLResponse(_PAGE.format(_title(status)), status)
        case Form.BROKEN_JSON:
            return Response('{"code": 0, "data": {"tok', status, media_type="application/json")
        case Form.EMPTY:
            return Response(status_code=status)


def _title(status: int) -> str:
    return "Welcome" if status == 200 else HTTPStatus(status).phrase
