"""Client of Apiframe v2, `api.apiframe.ai`: one form for all models, and orders with a key of ours.

Source of the contract: the service's OpenAPI 2.0.0. A repeated order with the same key within 24
hours finds the same job, so that an uncertain answer can be cleared up without paying twice.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Literal
from urllib.parse import quote

import httpx
from pydantic import BaseModel, ConfigDict, Field, JsonValue, SecretStr, ValidationError

from adapters.addresses import origin_host
from adapters.apiframe.border import SERVICE, Border, reason_in, refusal
from adapters.apiframe.calls_v2 import path_and_body
from adapters.apiframe.fields import is_address
from adapters.apiframe.files import AUDIO, IMAGES, VIDEOS, checked
from adapters.apiframe.jobs import look_at_job, read_job
from adapters.apiframe.lenient import Address, Text
from adapters.base import Asset, Hosted, Look, Order, Ticket
from adapters.download import Download
from wire.clock import Clock
from wire.errors import Broken, Rejected, Uncertain
from wire.poll import Schedule
from wire.retry import reads, writes

BASE_URL: Final = "https://api.apiframe.ai"
#: As the service's SDK looks; films take many minutes.
PACE: Final = Schedule(first_s=2.0, longest_s=5.0, total_s=1800.0, growth=1.3)
LARGEST_RESULT: Final = 500_000_000
LONGEST_KEY: Final = 255
EVENTS: Final = ("progress", "completed", "failed")

#: The limits of uploads are documented nowhere; the service refuses what it does not take.
LARGEST_UPLOAD: Final = 100_000_000
#: Where the service does not say how long an upload lives.
UPLOAD_LIVES_S: Final = 3600.0


class Team(BaseModel):
    """Who pays."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    credits: float | None = None
    plan: Text = ""
    name: Text = ""


class Me(BaseModel):
    """The account of the key."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    team: Team | None = None


class _Upload(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    url: Address = Field("", repr=False)
    expires_at: datetime | None = Field(None, alias="expiresAt")


class _Listed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    jobs: list[dict[str, JsonValue]] = Field(default_factory=list)
    next_cursor: str | None = Field(None, alias="nextCursor")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some of the jobs by their ids, newest first; `next` asks for more, "" at the end."""

    looks: Mapping[str, Look]
    next: str


class ApiframeV2:
    """The service with one account's key; a `Maker` and an `ImageHost`.

    Tasks are those of `adapters.apiframe.calls_v2`. Pictures and films of an order are web
    addresses; files of ours get one by `host`, before the order: another address under the same
    key is another order. A model's parameters stand in `extra`, under the service's names.
    Without a `webhook_url` jobs are only looked at. The key is sent to the host of `base_url` and
    nowhere else. Results are fetched from public addresses, from that host, and from `extra_hosts`.
    Raises ValueError for a key or an address that is none.
    """

    name = SERVICE
    idempotent = True

    def __init__(
        self,
        *,
        http: httpx.AsyncClient,
        key: SecretStr,
        clock: Clock,
        base_url: str = BASE_URL,
        webhook_url: str = "",
        extra_hosts: Collection[str] = (),
        answer_s: float = 60.0,
    ) -> None:
        if webhook_url and not is_address(webhook_url):
            raise ValueError("the address for news is not one of the form http(s)://host")
        self._border = Border(
            http=http, base_url=base_url, key=key, key_header="X-API-Key", answer_s=answer_s
        )
        self._clock = clock
        self._webhook_url = webhook_url
        self._files = Download(
            http=http,
            service=SERVICE,
            extra_hosts=frozenset((*extra_hosts, origin_host(base_url))),
            largest_bytes=LARGEST_RESULT,
        )

    def __repr__(self) -> str:
        return f"ApiframeV2({self._border.base_url!r})"

    async def submit(self, order: Order, *, key: str) -> Ticket:
        """Send the order out. Again with the same key and order it finds the same job.

        Raises Rejected before sending where it fits no call; Rejected with code 409 where the key
        was used for another order, or the action is not possible on that job.
        """
        if not (0 < len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()):
            raise Rejected("the order's key is no key for this service", service=SERVICE)
        try:
            path, body = path_and_body(order)
        except ValueError as exc:
            raise Rejected(str(exc), service=SERVICE) from exc
        if self._webhook_url:
            body |= {"webhookUrl": self._webhook_url, "webhookEvents": list(EVENTS)}
        answer = await writes(self._border.post, path, body, {"Idempotency-Key": key})
        job = read_job(answer)
        if not job.id:
            # It may be running; the same order with the same key will tell.
            raise Uncertain(f"POST {path}: an answer without a job", service=SERVICE)
        return Ticket(id=job.id, estimate=job.cost)

    async def look(self, ticket: Ticket) -> Look:
        """How far the job is; safe to repeat."""
        path = f"/v2/jobs/{_part(ticket.id)}"
        return look_at_job(await reads(self._border.get, path))

    async def jobs(self, *, status: str = "", cursor: str = "", limit: int = 20) -> Page:
        """The account's jobs. Raises ServiceError."""
        told = {"status": status, "cursor": cursor, "limit": str(limit)}
        query = httpx.QueryParams({name: value for name, value in told.items() if value})
        answer = await reads(self._border.get, f"/v2/jobs?{query}")
        try:
            listed = _Listed.model_validate(answer)
        except ValidationError as exc:
            raise Broken("GET /v2/jobs: cannot read it", service=SERVICE) from exc
        looks = {read_job(job).id: look_at_job(job) for job in listed.jobs}
        return Page(looks=looks, next=listed.next_cursor or "")

    async def cancel(self, ticket: Ticket) -> None:
        """Does nothing: the service has no such call."""

    async def fetch(self, asset: Asset, path: Path) -> int:
        """Stream a result to `path`; its size in bytes."""
        return await self._files.to(path, asset.url)

    async def host(self, path: Path) -> Hosted:
        """Give a picture, film or sound of ours an address, for an hour or two.

        Raises BadMedia for a kind that is not accepted.
        """
        mime = checked(path, {**IMAGES, **VIDEOS, **AUDIO}, LARGEST_UPLOAD)
        answer = await writes(self._border.post_file, "/v2/uploads", "file", path, mime)
        try:
            upload = _Upload.model_validate(answer)
        except ValidationError as exc:
            raise Broken("POST /v2/uploads: cannot read it", service=SERVICE) from exc
        if not upload.url:
            raise Broken("POST /v2/uploads: an answer without an address", service=SERVICE)
        return Hosted(url=upload.url, lives_s=self._lives_s(upload.expires_at))

    async def me(self) -> Me:
        """The account. Raises ServiceError."""
        try:
            return Me.model_validate(await reads(self._border.get, "/v2/me"))
        except ValidationError as exc:
            raise Broken("GET /v2/me: cannot read it", service=SERVICE) from exc

    async def models(self, modality: Literal["image", "video", "music"] | None = None) -> list[str]:
        """The ids of the models on offer. Raises ServiceError."""
        query = f"?modality={modality}" if modality else ""
        answer = await reads(self._border.get, f"/v2/models{query}")
        models = answer.get("models")
        listed = models if isinstance(models, list) else []
        return [str(entry["id"]) for entry in listed if isinstance(entry, dict) and "id" in entry]

    async def register(self, url: str, medium: Literal["image", "video", "audio"]) -> str:
        """An address's id at the provider, which some film models ask for. Raises ServiceError."""
        answer = await writes(self._border.post, "/v2/assets/create", {"url": url, "type": medium})
        asset_id = answer.get("assetId")
        if not isinstance(asset_id, str):
            reason = reason_in(answer) or "an answer without an id"
            raise refusal(400, reason, answer, {}, "POST /v2/assets/create")
        return asset_id

    def _lives_s(self, expires_at: datetime | None) -> float:
        if expires_at is None or expires_at.tzinfo is None:
            return UPLOAD_LIVES_S
        return max(0.0, (expires_at - self._clock.now()).total_seconds())


def _part(job_id: str) -> str:
    """An id as one part of a path, whatever it holds."""
    return quote(job_id, safe="")
