"""The border to the backend: every call gets its headers here, and every answer is judged here."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Final, TypeVar
from urllib.parse import quote

import httpx
from pydantic import BaseModel, JsonValue, SecretStr, ValidationError

from nemo_client.attribution import Attribution
from nemo_client.codes import SERVICE, unwrap
from wire.errors import Broken
from wire.http import open_stream, place, read, send

A = TypeVar("A", bound=BaseModel)

Body = Mapping[str, JsonValue]

#: A file of a multipart form: field name, and (file name, content, content type).
FormFile = tuple[str, tuple[str, IO[bytes], str]]

_JSON: Final = {"Content-Type": "application/json"}

_NO_STREAM: Final = frozenset(("application/json", "text/html"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """How long the client waits, in seconds; the last two as the backend's documents say."""

    connect_s: float = 10.0
    answer_s: float = 60.0
    upload_s: float = 600.0
    quiet_s: float = 600.0  # a chat that sends nothing but keep-alives
    turn_s: float = 900.0  # a chat in all


@dataclass(frozen=True, slots=True, kw_only=True)
class Border:
    """Sends requests for the parts of the client. Raises ValueError for a token that is none."""

    http: httpx.AsyncClient
    base_url: str
    attribution: Attribution
    token: SecretStr | None
    timeouts: Timeouts

    def __post_init__(self) -> None:
        secret = "-" if self.token is None else self.token.get_secret_value()
        # A bad character would come back inside the transport's error message.
        if not (secret and secret.isascii() and secret.isprintable() and " " not in secret):
            raise ValueError("the NemoVideo token is empty or holds a blank or unusual character")
        if not _is_address(self.base_url):
            raise ValueError("the NemoVideo address is not one of the form http(s)://host")

    async def get(self, path: str, shape: type[A]) -> A:
        """Ask once. Raises ServiceError."""
        return await self._exchange(self._request("GET", path, self.timeouts.answer_s), shape)

    async def post(
        self,
        path: str,
        shape: type[A],
        body: Body | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> A:
        """Send once. Raises ServiceError."""
        request = self._request("POST", path, self.timeouts.answer_s, body=body, headers=headers)
        return await self._exchange(request, shape)

    async def post_files(self, path: str, shape: type[A], files: Sequence[FormFile]) -> A:
        """Send files once, streamed from where they are. Raises ServiceError."""
        request = self._request("POST", path, self.timeouts.upload_s, files=files)
        return await self._exchange(request, shape)

    async def open_events(self, path: str, body: Body) -> httpx.Response:
        """Send once; the answer's body is a stream, unread. The caller closes it.

        Raises ServiceError, also for a refusal.
        """
        headers = {"Accept": "text/event-stream", "Cache-Control": "no-store"}
        request = self._request("POST", path, self.timeouts.quiet_s, body=body, headers=headers)
        return await self._open(request)

    async def open_file(self, path: str) -> httpx.Response:
        """Ask once; the answer's body is a file, unread. The caller closes it.

        Raises ServiceError, also for a refusal.
        """
        return await self._open(self._request("GET", path, self.timeouts.answer_s))

    async def _open(self, request: httpx.Request) -> httpx.Response:
        response = await open_stream(self.http, request, service=SERVICE)
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if response.is_success and kind not in _NO_STREAM:
            return response
        try:
            await read(response, service=SERVICE)
        finally:
            await response.aclose()
        unwrap(response)
        raise Broken(f"{response.status_code}: {kind} where a stream was due", service=SERVICE)

    def _request(
        self,
        method: str,
        path: str,
        answer_s: float,
        *,
        body: Body | None = None,
        files: Sequence[FormFile] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Request:
        return self.http.build_request(
            method,
            self.base_url.rstrip("/") + path,
            headers={**self._headers(), **(headers or {}), **(_JSON if body is not None else {})},
            # Pure ASCII: half an emoji in a draft would have no bytes in UTF-8.
            content=None if body is None else json.dumps(body).encode(),
            files=files,
            timeout=httpx.Timeout(answer_s, connect=self.timeouts.connect_s),
        )

    def _headers(self) -> Mapping[str, str]:
        # Compression would hold back small events, and media gains nothing by it.
        headers = {**self.attribution.headers, "Accept-Encoding": "identity"}
        if self.token is not None:
            headers["Authorization"] = f"Bearer {self.token.get_secret_value()}"
        return headers

    async def _exchange(self, request: httpx.Request, shape: type[A]) -> A:
        response = await send(self.http, request, service=SERVICE)
        try:
            return shape.model_validate(unwrap(response))
        except ValidationError as exc:
            wrong = ", ".join(".".join(map(str, error["loc"])) for error in exc.errors())
            message = f"{place(request)}: cannot read {wrong}"
            raise Broken(message, service=SERVICE) from exc


def _is_address(url: str) -> bool:
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL:
        return False
    return parsed.scheme in ("http", "https") and bool(parsed.host)


def part(name: str) -> str:
    """An id as one part of a path, whatever it holds."""
    return quote(name, safe="")
