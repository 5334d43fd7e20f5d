"""The border to Apiframe, both versions: requests get their key here, answers are judged here."""

import json
import math
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

import httpx
from pydantic import JsonValue, SecretStr

from adapters.apiframe.failures import LONGEST, failure_of, is_about_credits
from adapters.apiframe.fields import is_address
from adapters.base import Failure
from wire.errors import (
    AuthExpired,
    BadMedia,
    Broken,
    Moderated,
    OutOfCredits,
    RateLimited,
    Rejected,
    ServiceError,
    Uncertain,
)
from wire.http import place, send
from wire.redact import Redactor

SERVICE: Final = "apiframe"

#: The service's gateway refuses programs that name no browser.
USER_AGENT: Final = "Mozilla/5.0 (compatible; image-to-video-in-flow)"

_KINDS: Final[Mapping[int, type[Rejected]]] = {
    401: AuthExpired,
    402: OutOfCredits,
    403: AuthExpired,  # the key is inactive or may not do this
    413: BadMedia,
    415: BadMedia,
    429: RateLimited,
}

#: A gateway did not get an answer; what it passed on may be running and paid.
_GAVE_UP_WAITING: Final = frozenset((408, 504, 522, 524))

_JSON: Final = {"Content-Type": "application/json"}

JsonObject = Mapping[str, JsonValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class Border:
    """Sends requests. Raises ValueError for a key or an address that is none."""

    http: httpx.AsyncClient
    base_url: str
    key: SecretStr = field(repr=False)
    key_header: str
    connect_s: float = 10.0
    answer_s: float = 120.0  # some calls answer only when the picture is there
    read_s: float = 30.0
    user_agent: str = USER_AGENT

    def __post_init__(self) -> None:
        secret = self.key.get_secret_value()
        # A bad character would come back inside the transport's error message.
        if not (secret and secret.isascii() and secret.isprintable() and " " not in secret):
            raise ValueError("the Apiframe key is empty or holds a blank or unusual character")
        if not is_address(self.base_url):
            raise ValueError("the Apiframe address is not one of the form http(s)://host")

    async def get(self, path: str) -> JsonObject:
        """Ask once. Raises ServiceError."""
        return await self._exchange(self._request("GET", path, answer_s=self.read_s))

    async def ask(self, path: str, body: JsonObject) -> JsonObject:
        """Ask once, where the service wants the question in a body. Raises ServiceError."""
        content = json.dumps(body).encode()
        request = self._request("POST", path, content=content, headers=_JSON, answer_s=self.read_s)
        return await self._exchange(request)

    async def post(
        self, path: str, body: JsonObject, headers: Mapping[str, str] | None = None
    ) -> JsonObject:
        """Send an order once. Raises ServiceError; Uncertain for an acceptance we cannot read."""
        # Pure ASCII: half an emoji in a prompt would have no bytes in UTF-8.
        content = json.dumps(body).encode()
        more = {**_JSON, **(headers or {})}
        request = self._request("POST", path, content=content, headers=more)
        return await self._exchange(request, unreadable=Uncertain)

    async def post_file(self, path: str, form_field: str, file: Path, mime: str) -> JsonObject:
        """Send a file once, streamed from where it is. Raises ServiceError, OSError."""
        with file.open("rb") as opened:
            form = {form_field: (f"upload{file.suffix.lower()[:8]}", opened, mime)}
            return await self._exchange(self._request("POST", path, files=form))

    def _request(
        self,
        method: str,
        path: str,
        *,
        content: bytes | None = None,
        files: Mapping[str, tuple[str, IO[bytes], str]] | None = None,
        headers: Mapping[str, str] | None = None,
        answer_s: float | None = None,
    ) -> httpx.Request:
        return self.http.build_request(
            method,
            self.base_url.rstrip("/") + path,
            headers={
                self.key_header: self.key.get_secret_value(),
                "Accept": "application/json",
                "User-Agent": self.user_agent,
                **(headers or {}),
            },
            content=content,
            files=files,
            timeout=httpx.Timeout(answer_s or self.answer_s, connect=self.connect_s),
        )

    async def _exchange(
        self, request: httpx.Request, *, unreadable: type[ServiceError] = Broken
    ) -> JsonObject:
        response = await send(self.http, request, service=SERVICE)
        return judged(response, Redactor((self.key.get_secret_value(),)), unreadable)


def judged(
    response: httpx.Response, redactor: Redactor, unreadable: type[ServiceError]
) -> JsonObject:
    """The body of an answer; raises the error that it stands for, `unreadable` for a success
    without a JSON object.
    """
    body = _json(response)
    envelope = body if isinstance(body, dict) else {}
    status, reason = response.status_code, redactor.text(reason_in(envelope))[:LONGEST]
    if response.is_success and isinstance(body, dict):
        return envelope
    where = place(response.request)
    if response.is_success:
        raise unreadable(f"{where}: {status} without a JSON object", service=SERVICE)
    if status < 400:
        raise Broken(f"{where}: {status} leads somewhere else", service=SERVICE)
    raise refusal(status, reason, envelope, response.headers, where)


def refusal(
    status: int, reason: str, envelope: JsonObject, headers: Mapping[str, str], where: str
) -> ServiceError:
    """The error that a status and a body stand for."""
    message = f"{where}: {status}: {reason or 'no reason given'}"
    request_id = headers.get("x-request-id")
    if status in _GAVE_UP_WAITING:
        return Uncertain(message, service=SERVICE, request_id=request_id)
    if status >= 500:
        return Broken(message, service=SERVICE, request_id=request_id)
    kind = _KINDS.get(status) or _kind_by_words(reason)
    if kind is RateLimited:
        return RateLimited(
            message,
            service=SERVICE,
            request_id=request_id,
            code=status,
            retry_after_s=_retry_after_s(headers),
        )
    if kind is OutOfCredits:
        message += _amounts(envelope)
    return kind(message, service=SERVICE, request_id=request_id, code=status)


def reason_in(envelope: JsonObject) -> str:
    """What a body says went wrong, in whichever of its fields; "" where it says nothing."""
    told = [_words(envelope.get(name)) for name in ("errors", "error", "message", "details")]
    if not any(told[:2]):
        told.append(_words(envelope.get("detail")))
    return "; ".join(dict.fromkeys(text for text in told if text))


def _words(value: JsonValue) -> str:
    match value:
        case str():
            return value.strip()
        case list():
            return ", ".join(filter(None, map(_words, value)))
        case {"msg": told, **_rest}:
            return _words(told)
        case {"message": told, **_rest}:
            return _words(told)
        case dict():
            return ", ".join(f"{name}: {_words(told)}" for name, told in value.items() if told)
        case _:
            return ""


def _kind_by_words(reason: str) -> type[Rejected]:
    if is_about_credits(reason):
        return OutOfCredits
    return Moderated if failure_of(reason) is Failure.MODERATED else Rejected


def _amounts(envelope: JsonObject) -> str:
    needed, left = envelope.get("creditsRequired"), envelope.get("creditsAvailable")
    if not isinstance(needed, int | float) or not isinstance(left, int | float):
        return ""
    return f" ({needed:g} credits are needed, {left:g} are left)"


def _retry_after_s(headers: Mapping[str, str]) -> float | None:
    with suppress(TypeError, ValueError):
        wait_s = float(headers.get("retry-after", ""))
        if math.isfinite(wait_s):
            return max(0.0, wait_s)
    return None


def _json(response: httpx.Response) -> JsonValue:
    try:
        body: JsonValue = json.loads(response.content)
    except (ValueError, RecursionError):
        return None
    return body
