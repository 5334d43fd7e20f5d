"""Runway as an unofficial reseller on RapidAPI sells it (`runwayml`): clips from words or pictures.

What is known of it are its documents and calls seen in the field. It knows no other service.
"""

import asyncio
import base64
import hmac
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from types import MappingProxyType
from typing import Final, NoReturn, TypeVar
from urllib.parse import parse_qs

import httpx
from pydantic import AliasChoices, BaseModel, ConfigDict, Field, JsonValue, SecretStr
from pydantic import ValidationError as Unreadable

from adapters.addresses import is_open, is_web, origin_host
from adapters.answers import JSON, amount, ascii_json, clipped, json_of, kind_of, told, usable_key
from adapters.base import Asset, Failure, JobState, Look, Medium, Order, Ticket
from adapters.download import Download
from adapters.hints import Hint, Refused, an_id
from adapters.progress import percent_of
from wire.errors import (
    AuthExpired,
    BadMedia,
    Broken,
    Moderated,
    OutOfCredits,
    PlanBlocked,
    RateLimited,
    Rejected,
    ServiceError,
    Uncertain,
)
from wire.http import send
from wire.poll import Schedule
from wire.redact import Redactor
from wire.retry import reads, writes

SERVICE: Final = "rapid_runway"
HOST: Final = "runwayml.p.rapidapi.com"
#: How often to look: each look is one request of the plan's quota. See `progress.jittered`.
PACE: Final = Schedule(first_s=15.0, longest_s=30.0, total_s=1800.0, growth=1.2)

DEFAULT_MODEL: Final = "gen4"
#: The sizes of a model by ratio: width, height. gen4 wants the picture to have that size already.
SIZES: Final[Mapping[str, Mapping[str, tuple[int, int]]]] = MappingProxyType(
    {
        "gen3": {"16:9": (1280, 768), "9:16": (768, 1280)},
        "gen4": {"16:9": (1280, 720), "9:16": (720, 1280)},
    }
)
SECONDS: Final = (5, 10)
SEEDS: Final = range(1, 2**32)  # 0 asks for a random one
MOTIONS: Final = range(1, 11)
DEFAULT_MOTION: Final = 5
#: Ours: the vendor names no limits.
LONGEST_PROMPT: Final = 2_000
MOST_PICTURE_BYTES: Final = 3_300_000
LARGEST_RESULT_BYTES: Final = 1024**3

_KINDS: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")
_CONNECT_S: Final = 10.0
_GAVE_UP_WAITING: Final = frozenset((408, 504, 524))
_TOLD: Final = ("message", "messages", "error", "detail")
#: An order may name a callback of its own, whose path is a secret and which the vendor may echo.
_ADDRESS: Final = re.compile(r"https?:[^\s\"']+", re.IGNORECASE)
_EXTRA: Final = frozenset(("motion", "image_as_end_frame", "callback_url"))

#: An unknown word is taken for RUNNING: only a known end is an end.
_STATES: Final[Mapping[str, JobState]] = {
    "in queue": JobState.WAITING,
    "queued": JobState.WAITING,
    "submitted": JobState.RUNNING,
    "success": JobState.DONE,
    "failed": JobState.FAILED,
}
#: What a reply's code says; 000 is "unexpected".
_CODES: Final[Mapping[str, Failure]] = {
    "000": Failure.SERVICE,
    "001": Failure.MODERATED,
    "002": Failure.MODERATED,
}

A = TypeVar("A", bound=BaseModel)


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


class _Accepted(_Answer):
    uuid: str = Field(min_length=1, max_length=200)


class _Status(_Answer):
    """`uuid` is echoed by some replies only, so it is not read."""

    status: str | None = None
    progress: JsonValue = None
    url: JsonValue = None
    code: JsonValue = Field(
        default=None, validation_alias=AliasChoices("code", "error_code", "errorCode")
    )
    message: JsonValue = Field(
        default=None, validation_alias=AliasChoices("message", "error", "reason")
    )


class RapidRunway:
    """The product with one account's key; a `Maker`.

    The task is "video", from words or from one picture: a file of ours, or a web address where it
    lies with a picture's content type. Ratios are 16:9 and 9:16; gen4 makes a picture's clip only
    where the picture has that size already. `extra` are "motion" (1 to 10, for words and gen2),
    "image_as_end_frame" ("true"), and "callback_url" instead of the one given here.
    A model that is not in the tables goes out unchecked, with the sizes of gen4.
    Raises ValueError for a key or an address that is none.
    """

    name = SERVICE
    idempotent = False

    def __init__(
        self,
        *,
        http: httpx.AsyncClient,
        key: SecretStr,
        base_url: str = f"https://{HOST}",
        gateway_host: str = HOST,
        model: str = DEFAULT_MODEL,
        callback_url: str = "",
        extra_hosts: Collection[str] = (),
        answer_s: float = 60.0,
    ) -> None:
        self._http = http
        secret = usable_key(key, SERVICE)
        self._headers = {"x-rapidapi-key": secret, "x-rapidapi-host": gateway_host}
        self._base_url = base_url.rstrip("/")
        self._hosts = frozenset((*extra_hosts, origin_host(base_url)))
        self._model = model
        self._callback_url = callback_url
        self._timeout = httpx.Timeout(answer_s, connect=_CONNECT_S)
        # The callback's address holds a secret of ours, and the vendor may echo it.
        self._secrets = Redactor([secret, callback_url])
        self._files = Download(
            http=http,
            service=SERVICE,
            extra_hosts=self._hosts,
            largest_bytes=LARGEST_RESULT_BYTES,
        )

    def __repr__(self) -> str:
        return f"RapidRunway({self._base_url!r})"

    async def submit(self, order: Order, *, key: str) -> Ticket:  # noqa: ARG002  # it takes none
        """Send the order out, once. `key` is not used.

        Raises ServiceError: Rejected, before anything was sent, where it does not fit.
        """
        body = self._body(order)
        for image in order.images:
            body["img_prompt"] = await self._picture(image)
        path = "/generate/imageDescription" if order.images else "/generate/text"
        response = await writes(self._send, "POST", path, body=body)
        accepted = _read(_Accepted, response)
        if accepted is None:
            if failure := _CODES.get(_code_in(json_of(response))):
                kind = Moderated if failure is Failure.MODERATED else Rejected
                raise kind(f"{response.status_code}: refused", service=SERVICE)
            # It may be running, and nothing is known by which to find it.
            raise Uncertain("accepted, but the answer cannot be read", service=SERVICE)
        return Ticket(id=accepted.uuid)

    async def look(self, ticket: Ticket) -> Look:
        """How far the job is. An unknown state counts as going on, with its name in `reason`."""
        try:
            response = await reads(self._send, "GET", "/status", query={"uuid": ticket.id})
        except Moderated as exc:
            failure = Failure.MODERATED
            return Look(state=JobState.FAILED, failure=failure, reason=exc.message)
        status = _read(_Status, response)
        if status is None:
            kind = kind_of(response.headers)[:50]
            raise Broken(f"200: {kind or 'nothing named'} for a status", service=SERVICE)
        return self._seen(status)

    async def cancel(self, ticket: Ticket) -> None:
        """Do nothing: the service has no such call."""

    async def fetch(self, asset: Asset, path: Path) -> int:
        """Stream a clip to `path`, from a host that never sees the key."""
        return await self._files.to(path, asset.url)

    def _seen(self, status: _Status) -> Look:
        failure = _CODES.get(_code_of(status.code))
        word = (status.status or "").strip().lower().replace("_", " ")
        state = _STATES.get(word, JobState.RUNNING)
        if state is JobState.DONE:
            url = status.url if isinstance(status.url, str) else ""
            if is_open(url, self._hosts):
                return Look(state=state, percent=100, assets=(Asset(medium=Medium.VIDEO, url=url),))
            reason = "success, but without a clip that can be fetched"
            return Look(state=JobState.FAILED, failure=Failure.SERVICE, reason=reason)
        # A code without a state says that the content is refused, or nothing for sure.
        if state is JobState.FAILED or (failure is Failure.MODERATED and not word):
            why = clipped(status.message, self._secrets) if status.message else "no reason given"
            why = _ADDRESS.sub("[address]", why)
            reason = f"{_code_of(status.code) or 'no code'}: {why}"
            return Look(state=JobState.FAILED, failure=failure or Failure.UNKNOWN, reason=reason)
        reason = "" if word in _STATES else f"unknown state {clipped(word, self._secrets)}"
        return Look(state=state, percent=percent_of(status.progress), reason=reason)

    def _body(self, order: Order) -> dict[str, JsonValue]:
        """Every number and boolean as what it is: a text "false" would count as true."""
        model = order.model or self._model
        _check(order, model)
        width, height = _size(order, model)
        end_frame = order.extra.get("image_as_end_frame", "false")
        motion = order.extra.get("motion", str(DEFAULT_MOTION))
        if end_frame not in ("true", "false"):
            _refuse("image_as_end_frame is true or false")
        if not (motion.isascii() and motion.isdigit() and int(motion[:3]) in MOTIONS):
            _refuse(f"motion is from {MOTIONS.start} to {MOTIONS.stop - 1}")
        body: dict[str, JsonValue] = {
            "text_prompt": order.prompt.strip(),
            "model": model,
            "motion": int(motion),
            "seed": order.seed or 0,
            "time": order.seconds or SECONDS[0],
            "callback_url": order.extra.get("callback_url", self._callback_url),
        }
        if order.images:
            return body | {"flip": height > width, "image_as_end_frame": end_frame == "true"}
        if end_frame == "true":
            _refuse("there is no picture to end with")
        return body | {"width": width, "height": height}

    async def _picture(self, image: str) -> str:
        if is_web(image):
            if not is_open(image, self._hosts):
                _refuse("the picture lies at an address that the service cannot fetch")
            return image
        return await asyncio.to_thread(_encoded, Path(image))

    async def _send(
        self,
        method: str,
        path: str,
        *,
        body: Mapping[str, JsonValue] | None = None,
        query: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        request = self._http.build_request(
            method,
            f"{self._base_url}{path}",
            headers={**self._headers, **({} if body is None else JSON)},
            params=query,
            content=None if body is None else ascii_json(body),
            timeout=self._timeout,
        )
        response = await send(self._http, request, service=SERVICE)
        if error := _refusal(response, self._secrets):
            raise error
        return response


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback:
    """A call of the vendor to `callback_url`: the secret that stood in its path, and its query.

    The vendor appends `?uuid=…`, so the address has no query of its own and the secret is a part
    of the path.
    """

    method: str
    secret: str
    query: str


def read_callback(call: Callback, secret: SecretStr) -> Hint | Refused:
    """What a call comes to. Nothing is signed: the job has to be looked at."""
    if not hmac.compare_digest(call.secret.encode(), secret.get_secret_value().encode()):
        return Refused(reason="the secret is wrong")
    if call.method.upper() != "GET":
        return Refused(reason="not a GET")
    try:
        named = parse_qs(call.query[:2_000], max_num_fields=20)
    except ValueError:
        return Refused(reason="too many fields")
    uuids = named.get("uuid", [])
    job_id = an_id(uuids[0]) if len(uuids) == 1 else ""
    return Hint(id=job_id, signed=False) if job_id else Refused(reason="no id of a job")


def _check(order: Order, model: str) -> None:
    prompt = order.prompt.strip()
    if order.task != "video":
        _refuse(f"there is no task {order.task!r}")
    if not 0 < len(prompt) <= LONGEST_PROMPT:
        _refuse(f"the prompt has 1 to {LONGEST_PROMPT} characters")
    if order.videos or len(order.images) > 1:
        _refuse("a clip is made from words and one picture at most")
    if model in SIZES and order.seconds not in (0, *SECONDS):
        _refuse(f"{order.seconds} s; {model} makes {' or '.join(map(str, SECONDS))}")
    if order.seed is not None and order.seed not in SEEDS:
        _refuse("a seed is from 1 on; 0 would be a random one")
    if unknown := set(order.extra) - _EXTRA:
        _refuse(f"there is no field {min(unknown)[:40]!r}")


def _size(order: Order, model: str) -> tuple[int, int]:
    sizes = SIZES.get(model, SIZES[DEFAULT_MODEL])
    of_words = {f"{width}:{height}": (width, height) for width, height in sizes.values()}
    found = {"": sizes["16:9"], **sizes, **of_words}.get(order.ratio)
    if found is None:
        _refuse(f"{model} has no ratio {order.ratio!r}; {' '.join((*sizes, *of_words))}")
    return found


def _encoded(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_PICTURE_BYTES + 1)
    except OSError as exc:
        raise BadMedia("the picture cannot be read", service=SERVICE) from exc
    if not 0 < len(content) <= MOST_PICTURE_BYTES:
        raise BadMedia("the picture is empty or too big to be sent inline", service=SERVICE)
    if not content.startswith(_KINDS):
        raise BadMedia("the picture is not JPEG, PNG or WebP", service=SERVICE)
    return base64.b64encode(content).decode()


def _refusal(response: httpx.Response, secrets: Redactor) -> ServiceError | None:
    status = response.status_code
    if response.is_success:
        return None
    body = json_of(response)
    reason = _ADDRESS.sub("[address]", told(body, _TOLD, secrets)) or _phrase(status)
    message = f"{status}: {reason}"
    if status == 429 and "quota" not in reason.lower():
        named = ("retry-after", "x-ratelimit-requests-reset")
        wait_s = amount(*(response.headers.get(name) for name in named))
        return RateLimited(message, service=SERVICE, code=status, retry_after_s=wait_s)
    if status in _GAVE_UP_WAITING:
        return Uncertain(message, service=SERVICE)
    if status >= 500 or status < 400:
        return Broken(message, service=SERVICE)
    return _kind(status, body)(message, service=SERVICE, code=status)


def _kind(status: int, body: JsonValue) -> type[Rejected]:
    if _CODES.get(_code_in(body)) is Failure.MODERATED:
        return Moderated
    # A quota that is used up is a 429; it may take a month until there is more.
    known = {
        401: AuthExpired,
        402: OutOfCredits,
        403: PlanBlocked,
        413: BadMedia,
        429: OutOfCredits,
    }
    return known.get(status, Rejected)


def _code_in(body: JsonValue) -> str:
    if not isinstance(body, dict):
        return ""
    named = ("code", "error_code", "errorCode")
    return next((code for name in named if (code := _code_of(body.get(name)))), "")


def _code_of(code: JsonValue) -> str:
    """Three digits, however they were sent; nothing for what is no such code."""
    text = str(code) if isinstance(code, int | str) and not isinstance(code, bool) else ""
    return text.strip().zfill(3) if text.strip().isdecimal() else ""


def _read(shape: type[A], response: httpx.Response) -> A | None:
    try:
        return shape.model_validate(json_of(response))
    except Unreadable:
        return None


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "no reason given"


def _refuse(message: str) -> NoReturn:
    raise Rejected(message, service=SERVICE)
