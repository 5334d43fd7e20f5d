"""Kraken.io: makes pictures smaller, and keeps what it made at a public address for an hour.

So it serves as a host for services that take addresses only. Its credentials travel inside the
body of each call, so no body may be logged. It knows no other service.
"""

import json
from collections.abc import Collection, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final, TypeVar
from urllib.parse import parse_qsl

import filetype  # type: ignore[import-untyped]  # it comes without types
import httpx
from pydantic import (
    AliasChoices,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    SecretStr,
    ValidationError,
)

from adapters.addresses import belongs, is_open, origin_host, parsed
from adapters.answers import JSON, amount, ascii_json, json_of, kind_of, told, usable_key
from adapters.base import Hosted
from adapters.hints import LARGEST_BYTES, Refused, an_id, json_object
from wire.errors import (
    AuthExpired,
    BadMedia,
    Broken,
    PlanBlocked,
    RateLimited,
    Rejected,
    ServiceError,
)
from wire.http import send
from wire.redact import Redactor
from wire.retry import reads, writes

SERVICE: Final = "kraken"
BASE_URL: Final = "https://api.kraken.io"
DOMAIN: Final = "kraken.io"
LIVES_S: Final = 3600.0
#: Of the smallest plans; a bigger plan takes more, so the service has the last word.
LARGEST_FILE_BYTES: Final = 32 * 1024 * 1024
#: It takes more; these are what the services take that fetch from it.
ACCEPTED: Final = frozenset(("image/jpeg", "image/png", "image/gif", "image/webp"))

_CONNECT_S: Final = 10.0
_TOLD: Final = ("message", "error")
_KINDS: Final[Mapping[int, type[Rejected]]] = {
    401: AuthExpired,
    402: PlanBlocked,
    403: PlanBlocked,
    413: BadMedia,
    415: BadMedia,
    429: RateLimited,
}

A = TypeVar("A", bound=BaseModel)


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


class _Kraked(_Answer):
    """A picture that is done; a list of sizes gives `results` by their ids."""

    kraked_url: str | None = None
    results: Mapping[str, JsonValue] | None = None


class _Begun(_Answer):
    id: str = Field(min_length=1, max_length=200)


class Account(_Answer):
    """What `user_status` tells; the quota is in bytes."""

    active: bool
    plan: str = Field(default="", validation_alias=AliasChoices("plan_name", "plan"))
    quota_total: float = 0
    quota_used: float = 0
    quota_remaining: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What a callback says: the id of the call, and the picture or why there is none.

    Nothing signs it: whoever knows the id can say it. The picture's address is one of Kraken's.
    """

    id: str
    hosted: Hosted | None = field(default=None)
    reason: str = ""


class Kraken:
    """The service with one account's credentials; an `ImageHost`.

    Raises ValueError for credentials or an address that are none.
    """

    name = SERVICE

    def __init__(
        self,
        *,
        http: httpx.AsyncClient,
        key: SecretStr,
        secret: SecretStr,
        base_url: str = BASE_URL,
        extra_hosts: Collection[str] = (),
        answer_s: float = 120.0,
    ) -> None:
        self._http = http
        self._auth: Mapping[str, str] = {
            "api_key": usable_key(key, SERVICE),
            "api_secret": usable_key(secret, SERVICE),
        }
        self._base_url = base_url.rstrip("/")
        self._hosts = frozenset((*extra_hosts, origin_host(base_url)))
        self._timeout = httpx.Timeout(answer_s, connect=_CONNECT_S)
        self._secrets = Redactor(self._auth.values())

    def __repr__(self) -> str:
        return f"Kraken({self._base_url!r})"

    async def host(self, path: Path) -> Hosted:
        """Upload a picture and wait until it is at its address.

        Asking twice costs twice the quota and nothing else. Raises ServiceError; BadMedia for a
        file that is no picture or too big.
        """
        return self._hosted(await writes(self._upload, path, {"wait": True}))

    async def host_url(self, url: str) -> Hosted:
        """Have it fetch a picture from a public address. Raises ServiceError."""
        return self._hosted(await writes(self._send_url, url, {"wait": True}))

    async def begin(self, path: Path, *, callback_url: str) -> str:
        """Upload a picture and do not wait; the id that the callback will name.

        `callback_url` has to hold something that nobody can guess. Raises ServiceError.
        """
        response = await writes(self._upload, path, {"callback_url": callback_url})
        return self._read(_Begun, response).id

    async def begin_url(self, url: str, *, callback_url: str) -> str:
        """As `begin`, for a picture at a public address. Raises ServiceError."""
        response = await writes(self._send_url, url, {"callback_url": callback_url})
        return self._read(_Begun, response).id

    async def user_status(self) -> Account:
        """The account and its quota. Raises ServiceError."""
        return self._read(Account, await reads(self._send, "/user_status", {}))

    def delivery(self, headers: Mapping[str, str], body: bytes) -> Delivery | Refused:
        """What a callback says; see `read_callback`."""
        return read_callback(headers, body, self._hosts)

    async def _upload(self, path: Path, how: Mapping[str, JsonValue]) -> httpx.Response:
        with ExitStack() as stack:
            file = _opened(path, stack)
            mime = _kind_of_picture(file)
            request = self._http.build_request(
                "POST",
                f"{self._base_url}/v1/upload",
                data={"data": json.dumps({"auth": self._auth, **how})},
                files={"upload": (f"picture.{mime.partition('/')[2]}", file, mime)},
                timeout=self._timeout,
            )
            return self._judged(await send(self._http, request, service=SERVICE))

    async def _send_url(self, url: str, how: Mapping[str, JsonValue]) -> httpx.Response:
        if not is_open(url, self._hosts):
            raise Rejected("the picture lies at an address that is not public", service=SERVICE)
        return await self._send("/v1/url", {"url": url, **how})

    async def _send(self, path: str, fields: Mapping[str, JsonValue]) -> httpx.Response:
        request = self._http.build_request(
            "POST",
            self._base_url + path,
            headers=JSON,
            content=ascii_json({"auth": {**self._auth}, **fields}),
            timeout=self._timeout,
        )
        return self._judged(await send(self._http, request, service=SERVICE))

    def _judged(self, response: httpx.Response) -> httpx.Response:
        if error := _refusal(response, self._secrets):
            raise error
        return response

    def _hosted(self, response: httpx.Response) -> Hosted:
        url = _address(self._read(_Kraked, response), self._hosts)
        if not url:
            raise Broken("the answer has no address of a picture", service=SERVICE)
        return Hosted(url=url, lives_s=LIVES_S)

    def _read(self, shape: type[A], response: httpx.Response) -> A:
        try:
            return shape.model_validate(json_of(response))
        except ValidationError as exc:
            wrong = ", ".join(".".join(map(str, error["loc"])) for error in exc.errors())
            # Without its cause: that would show what was read.
            raise Broken(f"cannot read {wrong or 'the answer'}", service=SERVICE) from None


def read_callback(
    headers: Mapping[str, str], body: bytes, extra_hosts: Collection[str] = ()
) -> Delivery | Refused:
    """What a callback says, in either of its encodings, form fields or JSON.

    Whose call it is has to be seen from its address, which holds something nobody can guess.
    """
    named = {name.lower(): value for name, value in headers.items()}
    fields: dict[str, JsonValue] | Refused
    if kind_of(named) == "application/json" or body.lstrip()[:1] == b"{":
        fields = json_object(body)
    else:
        fields = _form(body)
    if isinstance(fields, Refused):
        return fields
    call_id = an_id(fields.get("id"))
    if not call_id:
        return Refused(reason="no id of a call")
    if not _succeeded(fields):
        reason = told(fields, _TOLD, Redactor()) or "no reason given"
        return Delivery(id=call_id, reason=reason)
    try:
        url = _address(_Kraked.model_validate(fields), extra_hosts)
    except ValidationError:
        url = ""
    if not url:
        return Refused(reason="the picture is not at an address of Kraken's")
    return Delivery(id=call_id, hosted=Hosted(url=url, lives_s=LIVES_S))


def _form(body: bytes) -> dict[str, JsonValue] | Refused:
    if len(body) > LARGEST_BYTES:
        return Refused(reason="too big")
    try:
        pairs = parse_qsl(body.decode(), max_num_fields=100)
    except ValueError:
        return Refused(reason="not a form")
    return dict(pairs)


def _succeeded(fields: Mapping[str, JsonValue]) -> bool:
    return fields.get("success") in (True, "true", "True", "1")


def _address(kraked: _Kraked, extra_hosts: Collection[str]) -> str:
    """The picture's address, with https; nothing where it is not one of Kraken's."""
    first = next(iter((kraked.results or {}).values()), None)
    url = kraked.kraked_url or (first.get("kraked_url") if isinstance(first, dict) else None)
    if not isinstance(url, str) or (address := parsed(url)) is None:
        return ""
    if belongs(url, DOMAIN, extra_hosts):
        return url
    # Long ago they came with http, which the services that fetch them refuse.
    secure = str(address.copy_with(scheme="https", port=None))
    return secure if belongs(secure, DOMAIN, extra_hosts) else ""


def _opened(path: Path, stack: ExitStack) -> IO[bytes]:
    try:
        return stack.enter_context(path.open("rb"))
    except OSError as exc:
        raise BadMedia("the picture cannot be read", service=SERVICE) from exc


def _kind_of_picture(file: IO[bytes]) -> str:
    size = file.seek(0, 2)
    file.seek(0)
    mime = filetype.guess_mime(file.read(512))
    file.seek(0)
    if mime not in ACCEPTED:
        raise BadMedia("the file is no picture that it takes", service=SERVICE)
    if size > LARGEST_FILE_BYTES:
        raise BadMedia("the picture has more than 32 MB", service=SERVICE)
    return str(mime)


def _refusal(response: httpx.Response, secrets: Redactor) -> ServiceError | None:
    """The error that an answer stands for; None if it is none. The texts vary, the codes do not."""
    status = response.status_code
    body = json_of(response)
    failed = isinstance(body, dict) and body.get("success") in (False, "false")
    if response.is_success and not failed:
        return None
    message = f"{status}: {told(body, _TOLD, secrets) or 'no reason given'}"
    if status == 429:
        wait_s = amount(response.headers.get("retry-after"))
        return RateLimited(message, service=SERVICE, code=status, retry_after_s=wait_s)
    if status >= 500 or 300 <= status < 400:
        return Broken(message, service=SERVICE)
    return _KINDS.get(status, Rejected)(message, service=SERVICE, code=status)
