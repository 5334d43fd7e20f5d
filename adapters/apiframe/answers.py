"""What Apiframe v1 says of a task, read into a Look; the same for an answer and for a webhook.

The form differs between the calls and over the years: names, types, whether there is a status.
"""

from collections.abc import Iterator
from typing import Final

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, JsonValue

from adapters.apiframe.border import JsonObject, reason_in
from adapters.apiframe.failures import LONGEST, failure_of
from adapters.apiframe.fields import is_address
from adapters.apiframe.lenient import Address, Addresses, Percent, Text, Texts
from adapters.base import Asset, Failure, JobState, Look, Medium
from wire.redact import redact

#: Stands in the text of the asset that shows all four pictures of a grid; it comes last.
GRID: Final = "grid"

_WAITING: Final = frozenset(("staged", "pending", "queued", "submitted", "waiting"))
_RUNNING: Final = frozenset(("starting", "processing", "retry", "running", "in_progress"))
_DONE: Final = frozenset(("finished", "completed", "success", "succeeded"))
_FAILED: Final = frozenset(
    ("failed", "failure", "error", "timeout", "timed_out", "expired", "rejected", "banned")
)
_CANCELLED: Final = frozenset(("cancelled", "canceled", "aborted"))

#: Tasks whose result is words. Elsewhere words are only an echo of the order.
_WORDS: Final = ("describe", "shorten", "seed", "lyrics")
#: Tasks that end with nothing but their id.
_ID_ONLY: Final = ("upload", "train")

_SONG_SOUND: Final = ("audio_url", "audioUrl", "audioURL", "audio", "song_path", "url")


def _names(*names: str) -> AliasChoices:
    return AliasChoices(*names)


class TaskBody(BaseModel):
    """A task as the service tells it."""

    model_config = ConfigDict(frozen=True, extra="allow")

    task_id: Text = Field("", validation_alias=_names("task_id", "taskId", "id"))
    task_type: Text = Field("", validation_alias=_names("task_type", "taskType", "type"))
    status: Text = ""
    percent: Percent = Field(None, validation_alias=_names("percentage", "progress"))
    grid: Address = Field("", validation_alias=_names("original_image_url", "originalImageUrl"))
    pictures: Addresses = Field(
        (), validation_alias=_names("image_urls", "imageUrls", "images", "output")
    )
    picture: Address = Field(
        "", validation_alias=_names("image_url", "imageUrl", "imageURL", "downloadUrl")
    )
    film: Address = Field("", validation_alias=_names("video_url", "videoUrl", "videoURL"))
    films: Addresses = Field((), validation_alias=_names("video_urls", "videoUrls", "videos"))
    sound: Address = Field("", validation_alias=_names("audioURL", "audio_url", "audioUrl"))
    songs: JsonValue = None
    title: Text = ""
    lyrics: Text = ""
    actions: Texts = ()
    texts: Texts = Field(
        (),
        validation_alias=_names(
            *("descriptions", "description", "shortened_prompts", "shortenedPrompts", "prompts"),
            *("content", "texts", "text", "seed", "results", "result"),
        ),
    )


def read_task(answer: JsonObject) -> TaskBody:
    """The task in an answer; never fails, since every field is optional."""
    return TaskBody.model_validate(_without_nothing(answer))


def look_at(answer: JsonObject) -> Look:
    """How far the task is."""
    task = read_task(answer)
    status = task.status.lower()
    reason = redact(reason_in(answer))[:LONGEST]
    # Without a status an error speaks for itself; a message may be a kind word.
    blamed = not status and (answer.get("error") or answer.get("errors")) and not _result(task)
    if status in _FAILED | _CANCELLED or blamed:
        if status in _CANCELLED:
            return Look(state=JobState.CANCELLED, percent=task.percent)
        return _failed(failure_of(reason), reason or "failed without a reason")
    if _finished(task, status):
        return _done(task)
    # An unknown status is no end: the next look may show one that we know.
    waiting = status in _WAITING or not answer
    return Look(state=JobState.WAITING if waiting else JobState.RUNNING, percent=task.percent)


def _finished(task: TaskBody, status: str) -> bool:
    if status in _DONE:
        return True
    # While it is worked on, pictures below 100 % are previews.
    early = status in _WAITING | _RUNNING and task.percent not in (None, 100)
    return not early and bool(_result(task))


def _done(task: TaskBody) -> Look:
    assets = _result(task) or _words(task)
    if not assets and not any(word in task.task_type for word in _ID_ONLY):
        return _failed(Failure.UNKNOWN, "finished, but with no result that can be read")
    return Look(state=JobState.DONE, percent=100, assets=assets, actions=task.actions)


def _failed(failure: Failure, reason: str) -> Look:
    return Look(state=JobState.FAILED, failure=failure, reason=reason)


def _result(task: TaskBody) -> tuple[Asset, ...]:
    """What was made, without texts that may be an echo of the order."""
    return (
        *(Asset(medium=Medium.VIDEO, url=url) for url in _once(task.film, *task.films)),
        *_songs(task.songs),
        *(Asset(medium=Medium.AUDIO, url=url) for url in _once(task.sound)),
        *([] if task.songs else _pictures(task)),
        *([_lyrics(task)] if task.lyrics else []),
    )


def _pictures(task: TaskBody) -> Iterator[Asset]:
    # A film's picture is its first frame.
    if task.film or task.films:
        return
    for url in _once(*task.pictures) or _once(task.picture):
        yield Asset(medium=Medium.IMAGE, url=url)
    if task.grid:
        yield Asset(medium=Medium.IMAGE, url=task.grid, text=GRID)


def _once(*urls: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(url for url in urls if url))


def _songs(songs: JsonValue) -> Iterator[Asset]:
    for song in songs if isinstance(songs, list) else [songs]:
        if isinstance(song, str) and is_address(song):
            yield Asset(medium=Medium.AUDIO, url=song)
        if isinstance(song, dict):
            told = (song.get(name) for name in _SONG_SOUND)
            title = song.get("title")
            for url in [url for url in told if isinstance(url, str) and is_address(url)][:1]:
                yield Asset(
                    medium=Medium.AUDIO, url=url, text=title if isinstance(title, str) else ""
                )


def _lyrics(task: TaskBody) -> Asset:
    return Asset(
        medium=Medium.TEXT, text="\n\n".join(part for part in (task.title, task.lyrics) if part)
    )


def _words(task: TaskBody) -> tuple[Asset, ...]:
    if task.task_type and not any(word in task.task_type for word in _WORDS):
        return ()
    texts = task.texts or tuple(_unknown_texts(task.model_extra or {}))
    return tuple(Asset(medium=Medium.TEXT, text=text) for text in texts)


def _unknown_texts(extra: JsonObject) -> Iterator[str]:
    """Words under names that we do not know; the names of these results are documented nowhere."""
    for value in extra.values():
        for text in value if isinstance(value, list) else [value]:
            if isinstance(text, str) and len(text.split()) > 1:
                yield text


def _without_nothing(answer: JsonObject) -> JsonObject:
    """Null and empty values left out: behind them may stand another name that has one."""
    return {name: value for name, value in answer.items() if value not in (None, "", [], {})}
