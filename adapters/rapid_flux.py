"""FLUX by "AI text to image generator flux free", a small vendor on RapidAPI.

One call makes the pictures and answers with their addresses; there is no job to look up. What is
known of it was seen in the field. It knows no other service.
"""

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Final

import httpx
from pydantic import JsonValue, SecretStr

from adapters.addresses import is_open, origin_host, parsed
from adapters.answers import (
    JSON,
    amount,
    ascii_json,
    has_bytes,
    json_of,
    kind_of,
    told,
    usable_key,
)
from adapters.base import Asset, Failure, JobState, Look, Medium, Order, Ticket
from adapters.download import Download
from wire.errors import (
    AuthExpired,
    Broken,
    JobFailed,
    OutOfCredits,
    PlanBlocked,
    RateLimited,
    Rejected,
    ServiceError,
    Uncertain,
)
from wire.http import send
from wire.redact import Redactor
from wire.retry import writes

SERVICE: Final = "rapid_flux"
HOST: Final = "ai-text-to-image-generator-flux-free-api.p.rapidapi.com"
#: The odd path is real.
PATH: Final = "/aaaaaaaaaaaaaaaaaiimagegenerator/quick.php"
#: Only these sizes were ever seen, and the styles 1, 2, 4 (in all samples), 17 and 49.
SIZES: Final[Mapping[str, str]] = {"": "1-1", "1:1": "1-1", "9:16": "9-16", "16:9": "16-9"}
DEFAULT_STYLE: Final = 4
#: Ours: the vendor names no limit.
LONGEST_PROMPT: Final = 2_000
MOST_PICTURES: Final = 20

_CONNECT_S: Final = 10.0
_GAVE_UP_WAITING: Final = frozenset((504, 524))
_TOLD: Final = ("message", "messages", "error")
_KEYS_NAMED: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """What the gateway said last of the plan: requests, and seconds until they are counted anew."""

    limit: int | None
    remaining: int | None
    reset_s: float | None


class RapidFlux:
    """The product with one account's key; a `Maker` whose tickets are finished.

    A ticket carries the addresses of the pictures (in `look_at`, as a list in JSON), so whoever
    keeps it can look and fetch after a restart. A crash between the order and the keeping of the
    ticket loses the pictures: nothing can be asked for.
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
        extra_hosts: Collection[str] = (),
        answer_s: float = 120.0,
    ) -> None:
        self._http = http
        self._key = usable_key(key, SERVICE)
        self._base_url = base_url.rstrip("/")
        self._gateway_host = gateway_host
        self._hosts = frozenset((*extra_hosts, origin_host(base_url)))
        self._timeout = httpx.Timeout(answer_s, connect=_CONNECT_S)
        self._secrets = Redactor([self._key])
        self._files = Download(http=http, service=SERVICE, extra_hosts=self._hosts)
        self.quota: Quota | None = None

    def __repr__(self) -> str:
        return f"RapidFlux({self._base_url!r})"

    async def submit(self, order: Order, *, key: str) -> Ticket:
        """Have the pictures made; it takes as long as that takes. `key` becomes the ticket's id.

        Raises JobFailed where it ran and made no picture.
        """
        try:
            body = body_of(order)
        except ValueError as exc:
            raise Rejected(str(exc), service=SERVICE) from exc
        response = await writes(self._order, body)
        addresses = [url for url in self._addresses(response) if is_open(url, self._hosts)]
        if not addresses:
            raise JobFailed("no picture came of it", service=SERVICE)
        return Ticket(id=key, look_at=json.dumps(addresses[:MOST_PICTURES]))

    async def look(self, ticket: Ticket) -> Look:
        """What the ticket carries; the service is not asked."""
        addresses = _kept(ticket.look_at)
        if not addresses:
            reason = "the ticket carries no addresses"
            return Look(state=JobState.FAILED, failure=Failure.UNKNOWN, reason=reason)
        assets = tuple(Asset(medium=Medium.IMAGE, url=url) for url in addresses)
        return Look(state=JobState.DONE, percent=100, assets=assets)

    async def cancel(self, ticket: Ticket) -> None:
        """Do nothing: what has a ticket is over."""

    async def fetch(self, asset: Asset, path: Path) -> int:
        """Stream a picture to `path`, from the vendor's image host, which never sees the key."""
        return await self._files.to(path, asset.url)

    async def _order(self, body: Mapping[str, JsonValue]) -> httpx.Response:
        request = self._http.build_request(
            "POST",
            f"{self._base_url}{PATH}",
            headers={
                "x-rapidapi-key": self._key,
                "x-rapidapi-host": self._gateway_host,
                **JSON,
            },
            content=ascii_json(body),
            timeout=self._timeout,
        )
        response = await send(self._http, request, service=SERVICE)
        self.quota = _quota(response.headers) or self.quota
        if error := refusal(response, self._secrets):
            raise error
        return response

    def _addresses(self, response: httpx.Response) -> Sequence[str]:
        body = json_of(response)
        if body is None:
            kind = kind_of(response.headers)[:50]
            raise Broken(f"200: {kind or 'nothing named'} where JSON was due", service=SERVICE)
        results = _results(body)
        if results is None:
            why = told(body, _TOLD, self._secrets) or _keys(body)
            raise Broken(f"200: no pictures in the answer ({why})", service=SERVICE)
        return [url for result in results if (url := _address(result))]


def body_of(order: Order) -> Mapping[str, JsonValue]:
    """The order as the product takes it. Raises ValueError, which says what does not fit."""
    prompt = order.prompt.strip()
    if order.task != "image":
        raise ValueError(f"there is no task {order.task!r}")
    if order.images or order.videos or order.seconds:
        raise ValueError("pictures are made from words only")
    if order.model not in ("", "flux"):
        raise ValueError("there is no choice of models")
    if not 0 < len(prompt) <= LONGEST_PROMPT:
        raise ValueError(f"the prompt has 1 to {LONGEST_PROMPT} characters")
    if not has_bytes(prompt):
        raise ValueError("the prompt holds half of a character")
    if order.ratio not in SIZES:
        raise ValueError("the ratio is 1:1, 9:16 or 16:9")
    if unknown := set(order.extra) - {"style_id"}:
        raise ValueError(f"there is no field {min(unknown)[:40]!r}")
    style = order.extra.get("style_id", str(DEFAULT_STYLE))
    if not re.fullmatch(r"[1-9][0-9]{0,2}", style):
        raise ValueError("style_id is from 1 to 999")
    return {"prompt": prompt, "style_id": int(style), "size": SIZES[order.ratio]}


def refusal(response: httpx.Response, secrets: Redactor) -> ServiceError | None:
    """The error that an answer of RapidAPI's gateway stands for; None if it is none."""
    status = response.status_code
    if response.is_success:
        return None
    body = json_of(response)
    reason = told(body, _TOLD, secrets) or _phrase(status)
    message = f"{status}: {reason}"
    match status:
        case 401:
            return AuthExpired(message, service=SERVICE, code=status)
        case 403:
            return PlanBlocked(message, service=SERVICE, code=status)
        case 429 if "quota" in reason.lower():
            # It may take a month until there is more.
            return OutOfCredits(message, service=SERVICE, code=status)
        case 429:
            named = ("retry-after", "x-ratelimit-requests-reset")
            wait_s = amount(*(response.headers.get(name) for name in named))
            return RateLimited(message, service=SERVICE, code=status, retry_after_s=wait_s)
        case _ if status in _GAVE_UP_WAITING:
            return Uncertain(message, service=SERVICE)
        case _ if status >= 500 or status < 400:
            return Broken(message, service=SERVICE)
    return Rejected(message, service=SERVICE, code=status)


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "no reason given"


def _quota(headers: Mapping[str, str]) -> Quota | None:
    limit, remaining, reset_s = (
        amount(headers.get(f"x-ratelimit-requests-{name}"))
        for name in ("limit", "remaining", "reset")
    )
    if limit is None and remaining is None and reset_s is None:
        return None
    return Quota(
        limit=None if limit is None else int(limit),
        remaining=None if remaining is None else int(remaining),
        reset_s=reset_s,
    )


def _results(body: JsonValue) -> Sequence[JsonValue] | None:
    """The list of pictures, of either form; None where there is no list."""
    if isinstance(body, dict) and isinstance(found := body.get("final_result"), list):
        return found
    for step in ("result", "data", "results"):
        body = body.get(step) if isinstance(body, dict) else None
    return body if isinstance(body, list) else None


def _address(result: JsonValue) -> str:
    if not isinstance(result, dict):
        return ""
    for name in ("origin", "thumb"):
        url = result.get(name)
        if isinstance(url, str) and parsed(url):
            return url
    return ""


def _keys(body: JsonValue) -> str:
    if not isinstance(body, dict):
        return type(body).__name__
    return "it has " + ", ".join(key[:30] for key in list(body)[:_KEYS_NAMED])


def _kept(look_at: str) -> Sequence[str]:
    try:
        addresses = json.loads(look_at)
    except ValueError:
        return ()
    if not isinstance(addresses, list):
        return ()
    return [url for url in addresses if isinstance(url, str)]
