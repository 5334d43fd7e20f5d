"""Black Forest Labs: FLUX makes pictures from words, and changes pictures by words.

Wire facts are from its OpenAPI of 2026-05 and its documents; where they disagree every form is
read. It knows no other service.
"""

import asyncio
import base64
import hashlib
import hmac
import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeVar
from urllib.parse import quote

import httpx
from pydantic import BaseModel, ConfigDict, Field, JsonValue, SecretStr, ValidationError

from adapters.addresses import belongs, is_open, is_web, origin_host
from adapters.answers import JSON, amount, ascii_json, clipped, json_of, usable_key
from adapters.base import ENDED, Asset, Failure, JobState, Look, Medium, Order, Ticket
from adapters.bfl_models import Model, body_of, model_named
from adapters.bfl_refusals import SERVICE, refusal
from adapters.download import Download
from adapters.hints import Hint, Refused, an_id, json_object
from wire.errors import BadMedia, Broken, Rejected, Uncertain
from wire.http import place, send
from wire.poll import Schedule
from wire.redact import Redactor
from wire.retry import reads, writes

DOMAIN: Final = "bfl.ai"
GLOBAL: Final = "https://api.bfl.ai"
REGIONS: Final = ("https://api.us.bfl.ai", "https://api.eu.bfl.ai")
#: Which model does a task where the order names none.
MODELS: Final = MappingProxyType({"image": "flux-2-pro", "edit": "flux-kontext-pro"})
#: How often to look: its own samples ask each half second, its advice grows to 5 s.
PACE: Final = Schedule(first_s=0.5, longest_s=5.0, total_s=180.0, growth=1.25)
LARGEST_PICTURE_BYTES: Final = 20 * 1024 * 1024
#: So many looks in a row, at each place, must find no job before it is believed.
GRACE_LOOKS: Final = 3

_CONNECT_S: Final = 10.0
_GAVE_UP_WAITING: Final = frozenset((504, 524))
_NOT_FOUND: Final = "task not found"
_GOING_ON: Final[Mapping[str, JobState]] = {
    "pending": JobState.WAITING,
    "reasoning": JobState.RUNNING,
    "generating": JobState.RUNNING,
}
_FAILED: Final[Mapping[str, Failure]] = {
    "request moderated": Failure.MODERATED,
    "content moderated": Failure.RESULT_MODERATED,
    "error": Failure.SERVICE,
    "failed": Failure.SERVICE,
    _NOT_FOUND: Failure.UNKNOWN,
}

A = TypeVar("A", bound=BaseModel)


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class _Accepted(_Answer):
    """Of 2024 there was only the id; with a webhook there is still no address to look at.

    An order that was paid is not lost for a field that it can do without.
    """

    id: str = Field(min_length=1, max_length=200)
    polling_url: JsonValue = None
    cost: JsonValue = None


class _Result(_Answer):
    status: str = Field(min_length=1)
    result: JsonValue = None
    progress: JsonValue = None
    details: JsonValue = None
    cost: JsonValue = None


class _Credits(_Answer):
    credits: float = Field(allow_inf_nan=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """Where the service is to call when a job has ended: `url`/<our id of the order>."""

    url: str
    secret: SecretStr


class Bfl:
    """The service with one account's key; a `Maker`.

    Tasks are "image" and "edit" (needs a picture). Pictures are files of ours; all models but the
    FLUX 1.1 ones take web addresses too. The key is sent to the host of `base_url`, to bfl.ai and
    what is under it, and to `extra_hosts`, and nowhere else; from `media_hosts` results may come.
    Raises ValueError for a key or an address that is none.
    """

    name = SERVICE
    idempotent = False

    def __init__(
        self,
        *,
        http: httpx.AsyncClient,
        key: SecretStr,
        base_url: str = GLOBAL,
        models: Mapping[str, str] = MODELS,
        webhook: Webhook | None = None,
        extra_hosts: Collection[str] = (),
        media_hosts: Collection[str] = (),
        answer_s: float = 60.0,
    ) -> None:
        self._http = http
        self._key = usable_key(key, SERVICE)
        self._base_url = base_url.rstrip("/")
        # Whoever runs us has chosen that host to give the key to.
        self._hosts = frozenset((*extra_hosts, origin_host(base_url)))
        self._models = {**MODELS, **models}
        self._webhook = webhook
        self._timeout = httpx.Timeout(answer_s, connect=_CONNECT_S)
        hidden = [self._key] + ([webhook.secret.get_secret_value()] if webhook else [])
        self._secrets = Redactor(hidden)
        results_from = frozenset((*self._hosts, *media_hosts))
        self._files = Download(http=http, service=SERVICE, extra_hosts=results_from)
        self._missed: dict[str, int] = {}

    def __repr__(self) -> str:
        return f"Bfl({self._base_url!r})"

    async def submit(self, order: Order, *, key: str) -> Ticket:
        """Send the order out, once. `key` goes into the webhook's address only."""
        try:
            model = self._model(order)
            body = body_of(order, model, await _pictures(order, model))
        except ValueError as exc:
            raise Rejected(str(exc), service=SERVICE) from exc
        if self._webhook:
            body["webhook_url"] = f"{self._webhook.url.rstrip('/')}/{quote(key, safe='')}"
            body["webhook_secret"] = self._webhook.secret.get_secret_value()
        response = await writes(self._order, f"{self._base_url}/v1/{model.name}", body)
        accepted = _read(_Accepted, response)
        if accepted is None:
            # It may be running, and nothing is known by which to find it.
            raise Uncertain("accepted, but the answer cannot be read", service=SERVICE)
        named = accepted.polling_url
        return Ticket(
            id=accepted.id,
            look_at=self._address(accepted.id, named if isinstance(named, str) else ""),
            estimate=amount(accepted.cost),
        )

    async def look(self, ticket: Ticket) -> Look:
        """How far the job is. An unknown state counts as going on, with its name in `reason`."""
        return await reads(self._look, ticket)

    async def cancel(self, ticket: Ticket) -> None:
        """Do nothing: the service has no such call."""

    async def fetch(self, asset: Asset, path: Path) -> int:
        """Stream a result to `path`. Its address ends ten minutes after the job."""
        return await self._files.to(path, asset.url)

    async def credits(self) -> float:
        """What the account still has, in credits (US cents). Raises ServiceError."""
        response = await reads(self._ask, f"{self._base_url}/v1/credits")
        read = _read(_Credits, response)
        if read is None:
            raise Broken("the credits cannot be read", service=SERVICE)
        return read.credits

    def _model(self, order: Order) -> Model:
        if order.task not in MODELS:
            raise ValueError(f"there is no task {order.task!r}")
        if order.task == "edit" and not order.images:
            raise ValueError("there is no picture to change")
        if order.videos or order.seconds:
            raise ValueError("only pictures are made")
        return model_named(order.model or self._models[order.task])

    def _address(self, job_id: str, named: str) -> str:
        """Where to look: as the service says, unless the key would leave its hosts."""
        if belongs(named, DOMAIN, self._hosts):
            return named
        return f"{self._base_url}/v1/get_result?id={quote(job_id, safe='')}"

    async def _order(self, url: str, body: Mapping[str, JsonValue]) -> httpx.Response:
        request = self._request("POST", url, body)
        response = await send(self._http, request, service=SERVICE)
        if response.status_code in _GAVE_UP_WAITING:
            message = f"{response.status_code}: a gateway did not wait"
            raise Uncertain(message, service=SERVICE)
        return self._judged(response)

    async def _ask(self, url: str) -> httpx.Response:
        return self._judged(
            await send(self._http, self._request("GET", url, None), service=SERVICE)
        )

    async def _look(self, ticket: Ticket) -> Look:
        addresses = self._addresses(ticket)
        misses = self._missed.get(ticket.id, 0)
        request = self._request("GET", addresses[misses % len(addresses)], None)
        response = await send(self._http, request, service=SERVICE)
        if response.status_code == 404:
            return self._not_found(ticket, misses + 1)
        result = _read(_Result, self._judged(response))
        if result is None:
            if response.status_code == 202:
                return Look(state=JobState.WAITING)
            raise Broken(f"{place(request)}: cannot read the job's state", service=SERVICE)
        status = result.status.lower().replace("_", " ").strip()
        if status == _NOT_FOUND:
            return self._not_found(ticket, misses + 1)
        look = self._seen(status, result)
        # Where it was found it is looked for again.
        self._count(ticket, 0 if look.state in ENDED else misses % len(addresses))
        return look

    def _not_found(self, ticket: Ticket, misses: int) -> Look:
        if misses >= GRACE_LOOKS * len(self._addresses(ticket)):
            self._count(ticket, 0)
            return Look(state=JobState.FAILED, failure=Failure.UNKNOWN, reason=_NOT_FOUND)
        self._count(ticket, misses)
        return Look(state=JobState.WAITING)

    def _count(self, ticket: Ticket, misses: int) -> None:
        if misses:
            self._missed[ticket.id] = misses
        else:
            self._missed.pop(ticket.id, None)

    def _addresses(self, ticket: Ticket) -> Sequence[str]:
        """Where the job may be. Ids are bound to a cluster, and not every answer names it."""
        address = self._address(ticket.id, ticket.look_at)
        if address != self._address(ticket.id, "") or self._base_url != GLOBAL:
            return (address,)
        return (address, *(address.replace(GLOBAL, region, 1) for region in REGIONS))

    def _seen(self, status: str, result: _Result) -> Look:
        cost = amount(result.cost)
        if failure := _FAILED.get(status):
            reason = f"{result.status}: {self._why(result)}".rstrip(": ")
            return Look(state=JobState.FAILED, failure=failure, reason=reason, cost=cost)
        if status == "ready":
            url = result.result.get("sample") if isinstance(result.result, dict) else None
            if not (isinstance(url, str) and is_open(url, self._hosts)):
                reason = "Ready, but without a picture that can be fetched"
                return Look(state=JobState.FAILED, failure=Failure.SERVICE, reason=reason)
            return Look(
                state=JobState.DONE,
                percent=100,
                assets=(Asset(medium=Medium.IMAGE, url=url),),
                cost=cost,
            )
        percent = _percent(result.progress)
        if status not in _GOING_ON:
            reason = f"unknown state {clipped(result.status, self._secrets)}"
            return Look(state=JobState.RUNNING, percent=percent, reason=reason)
        return Look(state=JobState.RUNNING if percent else _GOING_ON[status], percent=percent)

    def _why(self, result: _Result) -> str:
        details = result.details if isinstance(result.details, dict) else {}
        reasons = details.get("Moderation Reasons") or result.details
        if isinstance(reasons, list):
            return clipped(", ".join(str(reason) for reason in reasons), self._secrets)
        return clipped(reasons, self._secrets) if reasons else ""

    def _request(
        self, method: str, url: str, body: Mapping[str, JsonValue] | None
    ) -> httpx.Request:
        return self._http.build_request(
            method,
            url,
            headers={
                "x-key": self._key,
                "Accept": "application/json",
                **(JSON if body is not None else {}),
            },
            content=None if body is None else ascii_json(body),
            timeout=self._timeout,
        )

    def _judged(self, response: httpx.Response) -> httpx.Response:
        if error := refusal(response, self._secrets):
            raise error
        return response


def read_webhook(
    headers: Mapping[str, str], body: bytes, secret: SecretStr | None
) -> Hint | Refused:
    """What a call of the service comes to.

    Its documents describe a signature (`X-BFL-Signature: sha256=<hex of HMAC-SHA256 of the raw
    body>`), receivers in the field report none; so one that is there has to be right.
    """
    named = {name.lower(): value for name, value in headers.items()}
    signature = named.get("x-bfl-signature")
    signed = signature is not None and secret is not None
    if signature is not None and secret is not None and not _is_right(signature, body, secret):
        return Refused(reason="the signature is wrong")
    told_us = json_object(body)
    if isinstance(told_us, Refused):
        return told_us
    job_id = an_id(told_us.get("id")) or an_id(told_us.get("task_id"))
    return Hint(id=job_id, signed=signed) if job_id else Refused(reason="no id of a job")


def _is_right(signature: str, body: bytes, secret: SecretStr) -> bool:
    due = hmac.new(secret.get_secret_value().encode(), body, hashlib.sha256).hexdigest()
    shown = signature.strip().lower().removeprefix("sha256=")
    return hmac.compare_digest(due.encode(), shown.encode())


async def _pictures(order: Order, model: Model) -> list[str]:
    pictures: list[str] = []
    for image in order.images:
        if not is_web(image):
            pictures.append(await asyncio.to_thread(_encoded, Path(image)))
        elif model.by_address:
            pictures.append(image)
        else:
            raise ValueError(f"{model.name} takes pictures as files, not by their address")
    return pictures


def _encoded(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_PICTURE_BYTES + 1)
    except OSError as exc:
        raise BadMedia("a picture cannot be read", service=SERVICE) from exc
    if not 0 < len(content) <= LARGEST_PICTURE_BYTES:
        raise BadMedia("a picture is empty or has more than 20 MB", service=SERVICE)
    return base64.b64encode(content).decode()


def _read(shape: type[A], response: httpx.Response) -> A | None:
    try:
        return shape.model_validate(json_of(response))
    except ValidationError:
        return None


def _percent(progress: JsonValue) -> int | None:
    """The scale is not told: up to 1 it is taken for a share. 1 itself could be either."""
    if isinstance(progress, bool) or not isinstance(progress, int | float):
        return None
    if not math.isfinite(progress) or not 0 <= progress <= 100 or progress == 1:
        return None
    return round(progress * 100 if progress < 1 else progress)
