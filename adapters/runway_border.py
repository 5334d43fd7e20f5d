"""The border to Runway: headers, what its refusals mean, and its words as values of ours."""

import json
from collections.abc import Mapping
from typing import Final, TypeVar

import httpx
from pydantic import BaseModel, ConfigDict, Field, JsonValue, SecretStr, ValidationError

from adapters.answers import JSON, amount, ascii_json, clipped, json_of, usable_key
from adapters.base import Asset, Failure, JobState, Look, Medium
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
from wire.http import place, send
from wire.redact import Redactor

SERVICE: Final = "runway"
BASE_URL: Final = "https://api.dev.runwayml.com"
VERSION: Final = "2024-11-06"

#: What a 429 means is a cap over 24 hours: what runs too much at once is THROTTLED instead.
DAILY_CAP_WAIT_S: Final = 3600.0

#: The longest prefix of a `failureCode`, whole parts only, that stands here; new leaves appear.
FAILURES: Final[Mapping[str, Failure]] = {
    "SAFETY": Failure.MODERATED,
    "SAFETY.INPUT": Failure.MODERATED,
    "SAFETY.OUTPUT": Failure.RESULT_MODERATED,
    "INPUT_PREPROCESSING": Failure.INPUT,
    "INPUT_PREPROCESSING.SAFETY": Failure.MODERATED,
    "INPUT_PREPROCESSING.INTERNAL": Failure.SERVICE,
    "ASSET": Failure.INPUT,
    "INTERNAL": Failure.SERVICE,
    "THIRD_PARTY": Failure.SERVICE,
}

#: An unknown word is taken for RUNNING: only a known end is an end.
STATES: Final[Mapping[str, JobState]] = {
    "PENDING": JobState.WAITING,
    "THROTTLED": JobState.WAITING,
    "RUNNING": JobState.RUNNING,
    "SUCCEEDED": JobState.DONE,
    "FAILED": JobState.FAILED,
    "CANCELLED": JobState.CANCELLED,
    "CANCELED": JobState.CANCELLED,
}

_STATUS: Final[Mapping[int, type[Rejected]]] = {
    401: AuthExpired,
    402: OutOfCredits,
    403: PlanBlocked,
    413: BadMedia,
    415: BadMedia,
}
#: A gateway did not get an answer; what it passed on may have been acted on all the same.
_GAVE_UP_WAITING: Final = frozenset((408, 504, 524))
_PICTURES: Final = frozenset(("promptImage", "referenceImages", "references"))
_PICTURE_ENDINGS: Final = (".png", ".jpg", ".jpeg", ".webp", ".svg")
_CONNECT_S: Final = 10.0

A = TypeVar("A", bound=BaseModel)
Body = Mapping[str, JsonValue]


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, populate_by_name=True)


class Created(_Answer):
    """What a create call answers; in 2024-25 the id alone."""

    id: str = Field(min_length=1)
    estimated_cost: JsonValue = Field(default=None, alias="estimatedCost")

    @property
    def estimate(self) -> float | None:
        """Credits; a paid order is not lost because they cannot be read."""
        return _credits(self.estimated_cost)


class Task(_Answer):
    """A job as the service tells it."""

    status: str
    progress: JsonValue = None
    output: JsonValue = None
    failure: JsonValue = None
    failure_code: JsonValue = Field(default=None, alias="failureCode")
    cost: JsonValue = None


class Slot(_Answer):
    """Where a file may be put, the form fields that go before it, and how it is then called."""

    upload_url: str = Field(alias="uploadUrl", repr=False)
    fields: Mapping[str, str] = Field(repr=False)
    uri: str = Field(alias="runwayUri")


class Limits(_Answer):
    """What the tier allows of a model; None: no limit."""

    at_once: int | None = Field(default=None, alias="maxConcurrentGenerations")
    a_day: int | None = Field(default=None, alias="maxDailyGenerations")


class Used(_Answer):
    """What was made of a model in the last 24 hours."""

    today: int = Field(default=0, alias="dailyGenerations")


class Tier(_Answer):
    """Limits by model."""

    models: Mapping[str, Limits] = Field(default_factory=dict)


class Usage(_Answer):
    """Use by model."""

    models: Mapping[str, Used] = Field(default_factory=dict)


class Organization(_Answer):
    """The account behind the key."""

    credit_balance: float = Field(alias="creditBalance")
    tier: Tier = Tier()
    usage: Usage = Usage()


class Border:
    """Sends one request at a time. Raises ValueError for a key that is none."""

    def __init__(
        self, http: httpx.AsyncClient, key: SecretStr, base_url: str, answer_s: float
    ) -> None:
        secret = usable_key(key, SERVICE)
        self.secrets = Redactor([secret])
        self._http = http
        self._headers = {"Authorization": f"Bearer {secret}", "X-Runway-Version": VERSION}
        self._base_url = base_url.rstrip("/")
        self._timeout = httpx.Timeout(answer_s, connect=_CONNECT_S)

    def __repr__(self) -> str:
        return f"Border({self._base_url!r})"

    async def get(self, path: str, shape: type[A]) -> A:
        """Ask once. Raises ServiceError."""
        return await self._exchange("GET", path, shape)

    async def post(self, path: str, body: Body, shape: type[A]) -> A:
        """Send once. Raises ServiceError."""
        return await self._exchange("POST", path, shape, body)

    async def delete(self, path: str) -> None:
        """Send once; what is not there any more is fine. Raises ServiceError."""
        response = await self._send("DELETE", path)
        if not response.is_success and response.status_code != 404:
            raise refusal(response, self.secrets)

    async def _exchange(
        self, method: str, path: str, shape: type[A], body: Body | None = None
    ) -> A:
        response = await self._send(method, path, body)
        if not response.is_success:
            raise refusal(response, self.secrets)
        try:
            return shape.model_validate_json(response.content)
        except ValidationError as exc:
            wrong = ", ".join(".".join(map(str, error["loc"])) for error in exc.errors())
            message = f"{place(response.request)}: cannot read {wrong or 'the answer'}"
            # What was accepted may be running, and nothing is known to find it by.
            kind = Uncertain if method == "POST" else Broken
            # Without the cause: it would show the answer, with its signed addresses.
            raise kind(message, service=SERVICE) from None

    async def _send(self, method: str, path: str, body: Body | None = None) -> httpx.Response:
        request = self._http.build_request(
            method,
            self._base_url + path,
            headers={**self._headers, **({} if body is None else JSON)},
            content=None if body is None else ascii_json(body),
            timeout=self._timeout,
        )
        return await send(self._http, request, service=SERVICE)


def refusal(response: httpx.Response, secrets: Redactor) -> ServiceError:
    """The error that an answer stands for."""
    status = response.status_code
    body = json_of(response)
    fields = body if isinstance(body, dict) else {}
    told = clipped(_message_of(fields) or "no reason given", secrets)
    message = f"{place(response.request)}: {status} {told}"
    if status == 429:
        wait_s = amount(response.headers.get("retry-after"))
        if wait_s is None and response.request.method == "POST":
            wait_s = DAILY_CAP_WAIT_S
        return RateLimited(message, service=SERVICE, code=status, retry_after_s=wait_s)
    if status in _GAVE_UP_WAITING:
        return Uncertain(message, service=SERVICE)
    if status >= 500 or status < 400:
        return Broken(message, service=SERVICE)
    kind = _kind_of_400(fields) if status in (400, 422) else _STATUS.get(status, Rejected)
    return kind(message, service=SERVICE, code=status)


def look_of(task: Task, *, call: str, secrets: Redactor) -> Look:
    """What a task says that came of this call."""
    state = STATES.get(task.status.strip().upper(), JobState.RUNNING)
    cost = _credits(task.cost)
    if state is JobState.FAILED:
        code = _text_of(task.failure_code)
        reason = clipped(f"{code or 'no code'}: {_text_of(task.failure)}", secrets)
        return Look(state=state, cost=cost, failure=failure_of(code), reason=reason)
    if state is JobState.DONE:
        assets = tuple(Asset(medium=_medium(call, url), url=url) for url in _addresses(task.output))
        if not assets:
            reason = "it succeeded without a result"
            return Look(state=JobState.FAILED, cost=cost, failure=Failure.SERVICE, reason=reason)
        return Look(state=state, percent=100, assets=assets, cost=cost)
    known = task.status.strip().upper() in STATES
    reason = "" if known else f"unknown state {clipped(task.status, secrets)}"
    return Look(state=state, percent=percent_of(task.progress), cost=cost, reason=reason)


def failure_of(code: str) -> Failure:
    """Why a job failed, by its code's longest known prefix; without a code it is a hiccup."""
    parts = code.strip().upper().split(".")
    if not parts[0]:
        return Failure.SERVICE
    for length in range(len(parts), 0, -1):
        if known := FAILURES.get(".".join(parts[:length])):
            return known
    return Failure.UNKNOWN


def _credits(cost: JsonValue) -> float | None:
    return amount(cost.get("credits") if isinstance(cost, dict) else cost)


def _addresses(output: JsonValue) -> list[str]:
    match output:
        case str():
            return [output] if output else []
        case list():
            return [url for part in output for url in _addresses(part)]
        case dict():
            return _addresses(output.get("url") or output.get("uri"))
        case _:
            return []


def _medium(call: str, url: str) -> Medium:
    is_picture = url.partition("?")[0].lower().endswith(_PICTURE_ENDINGS)
    return Medium.IMAGE if is_picture or call.endswith("_to_image") else Medium.VIDEO


def _kind_of_400(body: Mapping[str, JsonValue]) -> type[Rejected]:
    # Credits are a 400 here, and are told by words alone.
    told = _message_of(body).lower()
    code = str(body.get("failureCode") or body.get("code") or "")
    if "enough credits" in told or "insufficient credits" in told:
        return OutOfCredits
    if failure_of(code) is Failure.MODERATED or "moderation" in told:
        return Moderated
    if "invalid asset" in told or any(field in _PICTURES for field, _ in _issues(body)):
        return BadMedia
    return Rejected


def _issues(body: Mapping[str, JsonValue]) -> list[tuple[str, str]]:
    issues = body.get("issues")
    found = []
    for issue in issues if isinstance(issues, list) else []:
        if isinstance(issue, dict):
            path = issue.get("path")
            steps = [str(step) for step in path] if isinstance(path, list) else []
            found.append((steps[0] if steps else "", f"{'.'.join(steps)}: {issue.get('message')}"))
    return found


def _message_of(body: Mapping[str, JsonValue]) -> str:
    told = _text_of(body.get("error") or body.get("message"))
    return "; ".join([told, *(issue for _, issue in _issues(body))]).strip("; ")


def _text_of(told: JsonValue) -> str:
    return told if isinstance(told, str) else "" if told is None else json.dumps(told)
