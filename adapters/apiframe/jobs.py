"""What Apiframe v2 says of a job, read into a Look; the same for an answer and for a webhook."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import urlsplit

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, JsonValue

from adapters.apiframe.answers import GRID
from adapters.apiframe.border import JsonObject
from adapters.apiframe.failures import LONGEST, failure_of
from adapters.apiframe.fields import is_address
from adapters.apiframe.lenient import Cost, Percent, Text, Texts
from adapters.base import Asset, Failure, JobState, Look, Medium
from wire.redact import redact

_STATES: Final[Mapping[str, JobState]] = {
    "queued": JobState.WAITING,
    "pending": JobState.WAITING,
    "processing": JobState.RUNNING,
    "completed": JobState.DONE,
    "failed": JobState.FAILED,
    "cancelled": JobState.CANCELLED,
    "canceled": JobState.CANCELLED,
}

_ENDINGS: Final[Mapping[str, Medium]] = {
    **dict.fromkeys((".mp4", ".mov", ".webm", ".m4v"), Medium.VIDEO),
    **dict.fromkeys((".mp3", ".wav", ".m4a", ".aac", ".ogg", ".flac"), Medium.AUDIO),
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".webp", ".gif", ".avif"), Medium.IMAGE),
}
_NAMES: Final = (
    (("image", "picture"), Medium.IMAGE),
    (("video",), Medium.VIDEO),
    (("audio", "song", "track", "music", "stem", "vocal", "instrumental"), Medium.AUDIO),
)
#: Pictures beside a result that are not the result.
_ASIDE: Final = ("cover", "thumb", "poster", "preview", "artwork", "waveform", "input", "source")
_DEEPEST: Final = 6


class JobBody(BaseModel):
    """A job as the service tells it; nothing about `result` is promised."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: Text = Field("", validation_alias=AliasChoices("id", "jobId", "job_id"))
    status: Text = ""
    model: Text = ""
    progress: Percent = None
    result: JsonValue = None
    error: JsonValue = None
    cost: Cost = Field(None, validation_alias=AliasChoices("creditCost", "credit_cost"))
    expired: bool | None = None
    actions: Texts = ()


def read_job(answer: JsonObject) -> JobBody:
    """The job in an answer, or in the message around it."""
    for name in ("job", "data"):
        if isinstance(inner := answer.get(name), dict):
            answer = inner
    known = {name: value for name, value in answer.items() if value is not None}
    if not isinstance(known.get("expired"), bool):
        known.pop("expired", None)
    return JobBody.model_validate(known)


def look_at_job(answer: JsonObject) -> Look:
    """How far the job is."""
    job = read_job(answer)
    # An unknown status is no end: the next look may show one that we know.
    state = _STATES.get(job.status.lower(), JobState.RUNNING)
    if state is JobState.FAILED:
        reason = redact(_words(job.error))[:LONGEST] or "failed without a reason"
        return _failed(failure_of(reason), reason, job.cost)
    if state is not JobState.DONE:
        return Look(state=state, percent=job.progress, cost=job.cost)
    if job.expired:
        return _failed(Failure.SERVICE, "its files were deleted; they are kept for a day", job.cost)
    assets = _assets(job.result)
    if not assets:
        return _failed(Failure.UNKNOWN, "completed, but with no result that can be read", job.cost)
    return Look(state=state, percent=100, assets=assets, actions=job.actions, cost=job.cost)


def _failed(failure: Failure, reason: str, cost: float | None) -> Look:
    return Look(state=JobState.FAILED, failure=failure, reason=reason, cost=cost)


def _words(error: JsonValue) -> str:
    match error:
        case str():
            return error
        case {"message": str(told), **_rest}:
            return told
        case _:
            return ""


def _assets(result: JsonValue) -> tuple[Asset, ...]:
    """Everything that was made, once each, the picture of a whole grid last."""
    found: dict[str, Asset] = {}
    for name, title, url in _addresses(result, "", ""):
        label = GRID if "grid" in name or "original" in name else title
        found.setdefault(url, Asset(medium=_medium(name, url), url=url, text=label))
    assets = sorted(found.values(), key=lambda asset: asset.text == GRID)
    main = {asset.medium for asset in assets}
    if Medium.VIDEO in main or Medium.AUDIO in main:
        # Their pictures are covers and first frames.
        assets = [asset for asset in assets if asset.medium is not Medium.IMAGE]
    text = result.get("text") if isinstance(result, dict) else None
    if not assets and isinstance(text, str):
        return (Asset(medium=Medium.TEXT, text=text),)
    return tuple(assets)


def _addresses(
    value: JsonValue, name: str, title: str, depth: int = 0
) -> Iterator[tuple[str, str, str]]:
    """Name, title and address of all that is fetched from somewhere."""
    match value:
        case str() if is_address(value):
            yield name, title, value
        case list() if depth < _DEEPEST:
            for part in value:
                yield from _addresses(part, name, title, depth + 1)
        case dict() if depth < _DEEPEST:
            own = value.get("title")
            told = own if isinstance(own, str) else title
            for key, part in value.items():
                if not any(word in key.lower() for word in _ASIDE):
                    yield from _addresses(part, f"{name} {key}".lower(), told, depth + 1)


def _medium(name: str, url: str) -> Medium:
    ending = PurePosixPath(urlsplit(url).path).suffix.lower()
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    # The nearest name says most: a track has a picture too.
    for part in reversed(name.split()):
        for words, medium in _NAMES:
            if any(word in part for word in words):
                return medium
    return Medium.IMAGE
