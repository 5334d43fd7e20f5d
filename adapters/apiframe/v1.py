"""Client of Apiframe v1: Midjourney and many others behind one key, `api.apiframe.pro`.

Source of the contract: docs.apiframe.ai and the service's Node SDK 1.x; the tables are in
`adapters.apiframe.tasks`. v1 knows no key of ours for an order: a lost answer is a lost task.
"""

import base64
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Final

import httpx
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from adapters.addresses import origin_host
from adapters.apiframe.answers import look_at, read_task
from adapters.apiframe.bodies import Body, body_of
from adapters.apiframe.border import SERVICE, Border, JsonObject, reason_in, refusal
from adapters.apiframe.files import AUDIO, IMAGES, checked
from adapters.apiframe.lenient import Text
from adapters.apiframe.webhooks import Callback
from adapters.base import ENDED, Asset, Hosted, Look, Order, Ticket
from adapters.download import Download
from wire.errors import Broken, Rejected, Uncertain
from wire.poll import Schedule
from wire.retry import reads, writes

BASE_URL: Final = "https://api.apiframe.pro"
#: The service's SDK looks every 3 s, and 5 s are usual; films take many minutes.
PACE: Final = Schedule(first_s=3.0, longest_s=5.0, total_s=1800.0, growth=1.1)
LARGEST_RESULT: Final = 500_000_000
#: Files of ours are taken up to this size.
LARGEST_UPLOAD: Final = 2_000_000
#: The life of an uploaded file is promised nowhere.
UPLOAD_LIVES_S: Final = 3600.0
MOST_AT_ONCE: Final = 20

_AT_ONCE: Final = "data:application/json;base64,"


class Account(BaseModel):
    """The account of the key."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    email: Text = Field("", repr=False)
    credits: float | None = None
    total_images: int | None = None
    plan: Text = ""


class ApiframeV1:
    """The service with one account's key; a `Maker` and an `ImageHost`.

    Tasks are those of `adapters.apiframe.tasks`. Pictures and films of an order are web addresses;
    files of ours get one by `host`. What a task takes beyond the order's own parts (`index`,
    `parent_task_id`, …) stands in `extra`, under the service's names.
    `callback` says for an order's key where its news go; without it jobs are only looked at. The
    key is sent to the host of `base_url` and nowhere else. Results are fetched from public
    addresses, from that host, and from `extra_hosts`.
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
        callback: Callable[[str], Callback | None] | None = None,
        extra_hosts: Collection[str] = (),
        upload_lives_s: float = UPLOAD_LIVES_S,
        answer_s: float = 120.0,
    ) -> None:
        # The bare key, as documented; the SDK's "Bearer" before it is tolerated, not promised.
        self._border = Border(
            http=http, base_url=base_url, key=key, key_header="Authorization", answer_s=answer_s
        )
        self._callback = callback
        self._upload_lives_s = upload_lives_s
        self._files = Download(
            http=http,
            service=SERVICE,
            extra_hosts=frozenset((*extra_hosts, origin_host(base_url))),
            largest_bytes=LARGEST_RESULT,
        )

    def __repr__(self) -> str:
        return f"ApiframeV1({self._border.base_url!r})"

    async def submit(self, order: Order, *, key: str) -> Ticket:
        """Send the order out, once. Raises Rejected before sending where it fits no call."""
        try:
            body = body_of(order)
        except ValueError as exc:
            raise Rejected(str(exc), service=SERVICE) from exc
        answer = await writes(self._send, body, key)
        task = read_task(answer)
        if not task.task_id:
            if reason := reason_in(answer):
                raise refusal(400, reason, answer, {}, f"POST {body.path}")
            # It may be running, and nothing is known by which to find it.
            raise Uncertain(f"POST {body.path}: an answer without a task", service=SERVICE)
        return Ticket(id=task.task_id, look_at=_kept(answer))

    async def look(self, ticket: Ticket) -> Look:
        """How far the job is; safe to repeat."""
        if ticket.look_at.startswith(_AT_ONCE):
            return look_at(json.loads(base64.b64decode(ticket.look_at[len(_AT_ONCE) :])))
        return look_at(await reads(self._border.ask, "/fetch", {"task_id": ticket.id}))

    async def look_many(self, tickets: Sequence[Ticket]) -> Mapping[str, Look]:
        """How far many jobs are, by their ids; one that the service left out is not there."""
        looks: dict[str, Look] = {}
        ids = list(dict.fromkeys(ticket.id for ticket in tickets if not ticket.look_at))
        for ticket in tickets:
            if ticket.look_at:
                looks[ticket.id] = await self.look(ticket)
        for start in range(0, len(ids), MOST_AT_ONCE):
            some = ids[start : start + MOST_AT_ONCE]
            if len(some) == 1:  # the call for many takes two at least
                looks[some[0]] = await self.look(Ticket(id=some[0]))
                continue
            answer = await reads(self._border.ask, "/fetch-many", {"task_ids": list(some)})
            looks |= _many(answer, some)
        return looks

    async def cancel(self, ticket: Ticket) -> None:
        """Does nothing: the service has no such call."""

    async def fetch(self, asset: Asset, path: Path) -> int:
        """Stream a result to `path`; its size in bytes."""
        return await self._files.to(path, asset.url)

    async def host(self, path: Path) -> Hosted:
        """Give a picture of ours an address. Raises BadMedia for a kind or size not accepted."""
        mime = checked(path, IMAGES, LARGEST_UPLOAD)
        answer = await writes(self._border.post_file, "/upload", "image", path, mime)
        return self._hosted(answer, read_task(answer).picture)

    async def host_audio(self, path: Path) -> Hosted:
        """Give a sound of ours an address, up to 60 s. Raises BadMedia as `host`."""
        mime = checked(path, AUDIO, LARGEST_UPLOAD)
        answer = await writes(self._border.post_file, "/upload-audio", "audio", path, mime)
        return self._hosted(answer, read_task(answer).sound)

    async def account(self) -> Account:
        """What is left. Raises ServiceError."""
        answer = await reads(self._border.get, "/account")
        try:
            return Account.model_validate(answer)
        except ValidationError as exc:
            raise Broken("GET /account: cannot read it", service=SERVICE) from exc

    async def _send(self, body: Body, key: str) -> JsonObject:
        if body.file is not None:
            mime = checked(body.file, AUDIO, body.largest)
            return await self._border.post_file(body.path, body.form_field, body.file, mime)
        told = dict(body.fields)
        if self._callback and (callback := self._callback(key)):
            told |= {
                "webhook_url": callback.url,
                "webhook_secret": callback.secret.get_secret_value(),
            }
        return await self._border.post(body.path, told)

    def _hosted(self, answer: JsonObject, url: str) -> Hosted:
        if url:
            return Hosted(url=url, lives_s=self._upload_lives_s)
        if reason := reason_in(answer):
            raise refusal(400, reason, answer, {}, "POST /upload")
        raise Broken("POST /upload: an answer without an address", service=SERVICE)


def _kept(answer: JsonObject) -> str:
    """The answer itself, for calls that answer only when all is done; "" for all others."""
    if look_at(answer).state not in ENDED:
        return ""
    return _AT_ONCE + base64.b64encode(json.dumps(answer).encode()).decode()


def _many(answer: JsonObject, ids: Sequence[str]) -> dict[str, Look]:
    tasks = answer.get("tasks")
    if not isinstance(tasks, list):
        raise Broken("POST /fetch-many: an answer without tasks", service=SERVICE)
    looks: dict[str, Look] = {}
    for place, task in enumerate(tasks):
        if not isinstance(task, dict):
            continue
        task_id = read_task(task).task_id
        if not task_id and len(tasks) == len(ids):
            task_id = ids[place]
        if task_id in ids:
            looks[task_id] = look_at(task)
    return looks
