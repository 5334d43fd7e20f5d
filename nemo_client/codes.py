"""What the backend's refusals mean: one table from HTTP status and body code to our errors.

The backend has three envelopes: `{code, message, data}` where a nonzero code is an error even at
HTTP 200, `{success, data, error}` of the render proxy, and `{detail}` of the chat endpoint, whose
detail is a text or a list.
"""

import json
import math
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

import httpx
from pydantic import JsonValue

from wire.errors import (
    AuthExpired,
    BadMedia,
    Broken,
    OutOfCredits,
    PlanBlocked,
    RateLimited,
    Rejected,
    ServiceError,
    SessionLost,
    Uncertain,
)
from wire.redact import redact

SERVICE: Final = "nemo"

_LONGEST_MESSAGE: Final = 300
_NUMBER: Final = re.compile(r"[0-9]{1,9}")

#: A body's `code`, or the HTTP status: some sources show one, some the other.
ERRORS: Final[Mapping[int, type[Rejected]]] = {
    401: AuthExpired,
    1001: AuthExpired,
    1010: AuthExpired,
    1011: AuthExpired,
    1002: SessionLost,
    2001: OutOfCredits,
    402: PlanBlocked,  # the plan or missing attribution; never the credits
    413: BadMedia,
    415: BadMedia,
    4001: BadMedia,
    4002: BadMedia,
    429: RateLimited,
}

#: A gateway did not get an answer; what it passed on may have been acted on all the same.
_GAVE_UP_WAITING: Final = frozenset((504, 524))


def unwrap(response: httpx.Response) -> JsonValue:
    """The payload of an answer that was read whole: `data` where there is an envelope.

    Raises the error that the answer stands for; Broken for anything that is not JSON.
    """
    body = _json(response)
    if error := refusal(body, status=response.status_code, headers=response.headers):
        raise error
    if body is None:
        raise Broken(_seen(response), service=SERVICE)
    if isinstance(body, dict) and isinstance(body.get("data"), dict | list):
        return body["data"]
    return body


def refusal(
    body: JsonValue, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> ServiceError | None:
    """The error that a body and an HTTP status stand for; None if they are an answer."""
    envelope = body if isinstance(body, dict) else {}
    code = _code_of(envelope)
    if status < 300 and code == 0 and not _failed(envelope):
        return None
    message = f"{code or status}: {_message_of(envelope) or 'no reason given'}"
    request_id = (headers or {}).get("x-request-id")
    kind = ERRORS.get(code) or ERRORS.get(status)
    if status == 404 and "session not found" in message.lower():
        kind = SessionLost
    if kind is RateLimited:
        return RateLimited(
            message,
            service=SERVICE,
            request_id=request_id,
            code=code or status,
            retry_after_s=_retry_after_s(envelope, headers or {}),
        )
    if kind is None and status in _GAVE_UP_WAITING:
        return Uncertain(message, service=SERVICE, request_id=request_id)
    if kind is None and (status >= 500 or 300 <= status < 400 or 500 <= code < 600):
        return Broken(message, service=SERVICE, request_id=request_id)
    return (kind or Rejected)(message, service=SERVICE, request_id=request_id, code=code or status)


def _json(response: httpx.Response) -> JsonValue:
    if response.is_success and not response.content:
        return {}
    try:
        body: JsonValue = json.loads(response.content)
    except (ValueError, RecursionError):
        return None
    return body


def _code_of(envelope: Mapping[str, JsonValue]) -> int:
    error = envelope.get("error")
    for code in (envelope.get("code"), error.get("code") if isinstance(error, dict) else None):
        if isinstance(code, int) or (isinstance(code, str) and _NUMBER.fullmatch(code)):
            return int(code)
    return 0


def _failed(envelope: Mapping[str, JsonValue]) -> bool:
    # A failed render may say `success: false`, but it was asked for its status and told it.
    data = envelope.get("data")
    return envelope.get("success") is False and not (isinstance(data, dict) and "status" in data)


def _message_of(envelope: Mapping[str, JsonValue]) -> str:
    for key in ("message", "error", "detail"):
        if told := envelope.get(key):
            text = told if isinstance(told, str) else json.dumps(told)
            return redact(text)[:_LONGEST_MESSAGE]
    return ""


def _retry_after_s(envelope: Mapping[str, JsonValue], headers: Mapping[str, str]) -> float | None:
    data = envelope.get("data")
    told = data.get("retry_after") if isinstance(data, dict) else None
    for value in (headers.get("retry-after"), told):
        with suppress(TypeError, ValueError):
            wait_s = float(value)  # type: ignore[arg-type]
            if math.isfinite(wait_s):
                return max(0.0, wait_s)
    return None


def _seen(response: httpx.Response) -> str:
    kind = response.headers.get("content-type", "nothing named")
    return f"{response.status_code}: expected JSON, got {redact(kind)[:_LONGEST_MESSAGE]}"
