"""What Black Forest Labs' refusals mean: HTTP status and body become one of our errors.

Two bodies are documented: `detail`, a text or a list of fields, and `error` with `message` and
`retry_after`.
"""

from typing import Final

import httpx
from pydantic import JsonValue

from adapters.answers import amount, clipped, json_of, told
from wire.errors import (
    AuthExpired,
    BadMedia,
    Broken,
    Moderated,
    OutOfCredits,
    RateLimited,
    Rejected,
    ServiceError,
)
from wire.redact import Redactor

SERVICE: Final = "bfl"
_TOLD: Final = ("detail", "message", "error")


def refusal(response: httpx.Response, secrets: Redactor) -> ServiceError | None:
    """The error that an answer stands for; None if it is none."""
    status = response.status_code
    if response.is_success:
        return None
    body = json_of(response)
    reason = _detail(body, secrets) or told(body, _TOLD, secrets) or "no reason given"
    message = f"{status}: {reason}"
    if status == 429:
        wait_s = amount(
            response.headers.get("retry-after"),
            body.get("retry_after") if isinstance(body, dict) else None,
        )
        return RateLimited(message, service=SERVICE, code=status, retry_after_s=wait_s)
    if status >= 500 or status < 400:
        return Broken(message, service=SERVICE)
    return _kind(status, body, reason)(message, service=SERVICE, code=status)


def _kind(status: int, body: JsonValue, reason: str) -> type[Rejected]:
    if status in {401, 403}:
        return AuthExpired
    if status == 402:
        return OutOfCredits
    if status == 413:
        return BadMedia
    if "moderat" in reason.lower():
        return Moderated
    # A malformed key is told as a 422 whose detail is a text, not a list of fields.
    is_text = isinstance(body, dict) and isinstance(body.get("detail"), str)
    return AuthExpired if status == 422 and is_text and "key" in reason.lower() else Rejected


def _detail(body: JsonValue, secrets: Redactor) -> str:
    """The fields of a 422 with what is wrong about each; the values sent are left out."""
    detail = body.get("detail") if isinstance(body, dict) else None
    if not isinstance(detail, list):
        return ""
    parts = []
    for item in detail:
        if isinstance(item, dict):
            loc = item.get("loc")
            where = ".".join(str(step) for step in loc) if isinstance(loc, list) else ""
            parts.append(f"{where}: {item.get('msg')}")
    return clipped("; ".join(parts), secrets)
