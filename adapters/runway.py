"""Runway's own API: moving clips from pictures and words, and pictures from words.

Wire facts are from the types of the vendor's package (5.24.0) and its documents. It has no webhooks
and no list of jobs: a job whose id was never read cannot be found again.
"""

import asyncio
import base64
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final
from urllib.parse import quote

import httpx
import structlog
from pydantic import SecretStr

from adapters.addresses import is_open, is_web, origin_host
from adapters.base import ENDED, Asset, Look, Order, Ticket
from adapters.download import Download
from adapters.runway_border import (
    BASE_URL,
    SERVICE,
    Border,
    Created,
    Organization,
    Slot,
    Task,
    look_of,
)
from adapters.runway_order import MODELS, Fit, body_of, fitted, pictures_of, refuse_media
from wire.errors import BadMedia, Broken, Rejected, ServiceError
from wire.http import send
from wire.poll import Schedule
from wire.retry import reads, writes

#: A job is refreshed at most each 5 s; looking more often shows nothing new.
FASTEST_LOOK_S: Final = 5.0
#: How often to look at a job, and how long. It does not slow down, so that half of all results are
#: seen within 3 s. See `progress.jittered`.
PACE: Final = Schedule(first_s=5.0, longest_s=5.0, total_s=1200.0, growth=1.0)
#: The same while it is WAITING: a queue over the account's concurrency can last for hours.
QUEUE_PACE: Final = Schedule(first_s=5.0, longest_s=15.0, total_s=6 * 3600.0, growth=1.2)

UPLOAD_LIVES_S: Final = 24 * 3600.0

#: A data URI may have 5 MB, which the documents put at 3.3 MB of picture.
MOST_INLINE_BYTES: Final = 3_300_000
MOST_DATA_URI: Final = 5_000_000
LEAST_UPLOAD_BYTES: Final = 512
MOST_UPLOAD_BYTES: Final = 200_000_000
LONGEST_ADDRESS: Final = 2048
LARGEST_RESULT_BYTES: Final = 1024**3

_KINDS: Final = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"RIFF", "webp"),
)
log = structlog.stdlib.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Picture:
    path: Path
    kind: str
    size_bytes: int

    def data_uri(self) -> str:
        content = base64.b64encode(self.path.read_bytes()).decode()
        return f"data:image/{self.kind};base64,{content}"


class Runway:
    """The service with one account's key; a `Maker`.

    Tasks are "image", "video" (from a picture where there is one), and the calls by their own
    names. Images are files of ours, web addresses, or addresses of uploads; the second one of a
    clip is its last frame. `extra` are fields of the model, and "tags": names for the images of a
    picture, with blanks between them.

    A model that is off is refused unless `successors` names what to send in its place: then `fit`
    tells. The key is sent to the host of `base_url` alone. `extra_hosts` are those that results
    and pictures may come from in spite of the rules for public addresses.
    Raises ValueError for a key or an address that is none.
    """

    name = SERVICE
    idempotent = False

    def __init__(
        self,
        *,
        http: httpx.AsyncClient,
        key: SecretStr,
        base_url: str = BASE_URL,
        models: Mapping[str, str] = MODELS,
        successors: Mapping[str, str] = MappingProxyType({}),
        extra_hosts: Collection[str] = (),
        answer_s: float = 60.0,
        upload_s: float = 600.0,
    ) -> None:
        self._border = Border(http, key, base_url, answer_s)
        self._http = http
        self._hosts = frozenset((*extra_hosts, origin_host(base_url)))
        self._models = {**MODELS, **models}
        self._successors = dict(successors)
        self._upload_s = upload_s
        self._files = Download(
            http=http,
            service=SERVICE,
            extra_hosts=self._hosts,
            largest_bytes=LARGEST_RESULT_BYTES,
        )

    def __repr__(self) -> str:
        return f"Runway({self._border!r})"

    def fit(self, order: Order) -> Fit:
        """What will be sent for an order. Raises Rejected where it does not fit."""
        return fitted(order, self._models, self._successors)

    async def submit(self, order: Order, *, key: str) -> Ticket:  # noqa: ARG002  # it takes none
        """Send the order out, once; pictures of ours before it. `key` is not used.

        Raises ServiceError: Rejected, before anything was sent, where it does not fit.
        """
        fit = self.fit(order)
        if fit.model is None:
            log.warning("model_unknown", service=SERVICE, call=fit.call, model=fit.name)
        body = body_of(order, fit)
        for image in order.images:
            self._check_source(image)
        if sources := [await self._source(image) for image in order.images]:
            body |= pictures_of(fit.call, sources, order.extra.get("tags", "").split())
        created = await writes(self._border.post, f"/v1/{fit.call}", body, Created)
        return Ticket(id=created.id, look_at=fit.call, estimate=created.estimate)

    async def look(self, ticket: Ticket) -> Look:
        """How far the job is; the addresses in it are signed anew by each look.

        Raises ServiceError: Rejected with code 404 for a job that is not there any more.
        """
        task = await reads(self._border.get, _path(ticket), Task)
        return look_of(task, call=ticket.look_at, secrets=self._border.secrets)

    async def cancel(self, ticket: Ticket) -> None:
        """Stop a job that has not ended; credits come back only if it had not begun to run."""
        try:
            seen = await self.look(ticket)
        except Rejected as exc:
            if exc.code == 404:
                return
            raise
        # The same call deletes a job that has ended, with its result.
        if seen.state not in ENDED:
            await self.delete(ticket)

    async def delete(self, ticket: Ticket) -> None:
        """Stop a job that has not ended, delete one that has; one that is gone is fine."""
        await writes(self._border.delete, _path(ticket))

    async def fetch(self, asset: Asset, path: Path) -> int:
        """Stream a result to `path`. Its address ends after a day, so do it at once.

        Raises Rejected with the code of an address that has ended: `look` shows another one.
        """
        return await self._files.to(path, asset.url)

    async def upload(self, path: Path) -> str:
        """Put a picture of ours at the service; an address that it takes for a day.

        Raises ServiceError; BadMedia for a kind or size that it does not take.
        """
        with _read_by_us():
            picture = await asyncio.to_thread(_examine, path)
            if picture.size_bytes < LEAST_UPLOAD_BYTES:
                refuse_media(f"an upload has at least {LEAST_UPLOAD_BYTES} bytes")
            return await reads(self._upload, picture)

    async def organization(self) -> Organization:
        """The account: credits, limits, use. Raises ServiceError."""
        return await reads(self._border.get, "/v1/organization", Organization)

    def _check_source(self, image: str) -> None:
        if image.startswith("data:"):
            if not image.startswith("data:image/") or len(image) > MOST_DATA_URI:
                refuse_media("a data URI is no picture or has more than 5 MB")
        elif is_web(image) and not (is_open(image, self._hosts) and len(image) <= LONGEST_ADDRESS):
            refuse_media("a picture lies at an address that the service cannot fetch")

    async def _source(self, image: str) -> str:
        if is_web(image) or image.startswith(("data:", "runway://")):
            return image
        with _read_by_us():
            picture = await asyncio.to_thread(_examine, Path(image))
            if picture.size_bytes > MOST_INLINE_BYTES:
                return await reads(self._upload, picture)
            return await asyncio.to_thread(picture.data_uri)

    async def _upload(self, picture: _Picture) -> str:
        # The name is ours: what a user called the file is nobody's business.
        name = f"picture.{picture.kind}"
        slot = await self._border.post("/v1/uploads", {"filename": name, "type": "ephemeral"}, Slot)
        if not is_open(slot.upload_url, self._hosts):
            raise Broken("the address to upload to is not public", service=SERVICE)
        with picture.path.open("rb") as file:
            # The store wants its fields first and the file last; our key is not for it.
            request = self._http.build_request(
                "POST",
                slot.upload_url,
                data=dict(slot.fields),
                files={"file": (name, file, f"image/{picture.kind}")},
                timeout=httpx.Timeout(self._upload_s),
            )
            response = await send(self._http, request, service=SERVICE)
        if not response.is_success:
            raise _not_stored(response)
        return slot.uri


def _examine(path: Path) -> _Picture:
    """A picture of ours, told by its content.

    Raises BadMedia for a kind or size that is not taken, OSError.
    """
    with path.open("rb") as file:
        head = file.read(16)
    size = path.stat().st_size
    if not 0 < size <= MOST_UPLOAD_BYTES:
        refuse_media("a picture is empty or has more than 200 MB")
    kind = next((kind for mark, kind in _KINDS if head.startswith(mark)), "")
    if not kind or (kind == "webp" and head[8:12] != b"WEBP"):
        refuse_media("a picture is not JPEG, PNG or WebP")
    return _Picture(path=path, kind=kind, size_bytes=size)


@contextmanager
def _read_by_us() -> Iterator[None]:
    try:
        yield
    except OSError as exc:
        raise BadMedia("a picture cannot be read", service=SERVICE) from exc


def _not_stored(response: httpx.Response) -> ServiceError:
    # The store is not the service: its 403 says nothing of our key or plan.
    status = response.status_code
    message = f"the store of uploads answered with {status}"
    if status == 413:
        return BadMedia(message, service=SERVICE, code=status)
    if 400 <= status < 500:
        return Rejected(message, service=SERVICE, code=status)
    return Broken(message, service=SERVICE)


def _path(ticket: Ticket) -> str:
    return f"/v1/tasks/{quote(ticket.id, safe='')}"
