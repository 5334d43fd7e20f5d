"""Reads a draft that a client submitted for rendering into the studio's timeline.

The client may have changed it, so everything is checked: kinds, lengths, and that each source is a
file this server holds. It knows no HTTP.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from sandbox.nemo.draft import LONGEST_MS
from studio.timeline import (
    AudioSegment,
    ImageSegment,
    Look,
    Mood,
    Motion,
    Position,
    TextSegment,
    Timeline,
    VideoSegment,
)

Ms = Annotated[int, Field(ge=0, le=LONGEST_MS)]
Length = Annotated[int, Field(gt=0, le=LONGEST_MS)]
Side = Annotated[int, Field(ge=16, le=1920, multiple_of=2)]
Volume = Annotated[float, Field(ge=0, le=1)]
Find = Callable[[str], Path | None]


class UnusableDraftError(Exception):
    """The draft cannot be rendered; the text says why, for the client's developer."""


class _Wire(BaseModel):
    model_config = ConfigDict(frozen=True)


class _Picture(_Wire):
    start_ms: Ms = 0
    src: str
    kind: Literal["image", "video"]
    motion: Motion | None = None
    trim_ms: int = Field(default=0, ge=0)
    speed: float = Field(default=1.0, ge=0.25, le=4)
    volume: Volume = 1.0
    brightness: float = Field(default=1.0, ge=0.2, le=3)
    grayscale: bool = False


class _Sound(_Wire):
    start_ms: Ms = 0
    src: str | None = None
    mood: Mood = Mood.CALM
    volume: Volume = 0.35
    trim_ms: int = Field(default=0, ge=0)


class _Words(_Wire):
    start_ms: Ms = 0
    text: str = Field(min_length=1, max_length=1000)
    position: Position = Position.BOTTOM


class _PictureSegment(_Wire):
    d: Length
    m: _Picture


class _SoundSegment(_Wire):
    d: Length
    m: _Sound


class _WordsSegment(_Wire):
    d: Length
    m: _Words


class _PictureTrack(_Wire):
    tt: Literal[0]
    sg: tuple[_PictureSegment, ...] = Field(default=(), max_length=200)


class _SoundTrack(_Wire):
    tt: Literal[1]
    sg: tuple[_SoundSegment, ...] = Field(default=(), max_length=20)


class _WordsTrack(_Wire):
    tt: Literal[7]
    sg: tuple[_WordsSegment, ...] = Field(default=(), max_length=100)


class _Frame(_Wire):
    width: Side
    height: Side


class _Submitted(_Wire):
    m: _Frame
    t: tuple[
        Annotated[_PictureTrack | _SoundTrack | _WordsTrack, Field(discriminator="tt")], ...
    ] = Field(max_length=100)


def has_segments(draft: JsonValue) -> bool:
    """Ready to export, as the contract says: `t` exists and a track has a non-empty `sg`."""
    tracks = draft.get("t") if isinstance(draft, dict) else None
    return isinstance(tracks, list) and any(
        isinstance(track, dict) and bool(track.get("sg")) for track in tracks
    )


def read_submitted(draft: JsonValue, find: Find) -> Timeline:
    """The studio's timeline; `find` gives the file of a source. Raises UnusableDraftError."""
    try:
        submitted = _Submitted.model_validate(draft)
    except ValidationError as exc:
        first = exc.errors()[0]
        where = ".".join(str(step) for step in first["loc"])
        raise UnusableDraftError(f"draft.{where}: {first['msg']}") from exc
    pictures: list[ImageSegment | VideoSegment] = []
    sounds: list[AudioSegment] = []
    titles: list[TextSegment] = []
    for track in submitted.t:
        match track:
            case _PictureTrack(sg=segments):
                pictures += [_picture(segment, find) for segment in segments]
            case _SoundTrack(sg=segments):
                sounds += [_sound(segment, find) for segment in segments]
            case _WordsTrack(sg=segments):
                titles += [_title(segment) for segment in segments]
    timeline = Timeline(
        width=submitted.m.width,
        height=submitted.m.height,
        pictures=tuple(sorted(pictures, key=lambda segment: segment.start_ms)),
        sounds=tuple(sounds),
        titles=tuple(titles),
    )
    if timeline.duration_ms > LONGEST_MS:
        raise UnusableDraftError(f"the draft is longer than {LONGEST_MS // 1000} seconds")
    return timeline


def _picture(segment: _PictureSegment, find: Find) -> ImageSegment | VideoSegment:
    fields = segment.m
    path = _file(fields.src, find)
    look = Look(brightness=fields.brightness, grayscale=fields.grayscale)
    if fields.kind == "image":
        return ImageSegment(
            start_ms=fields.start_ms,
            duration_ms=segment.d,
            path=path,
            motion=fields.motion or Motion.STILL,
            look=look,
        )
    return VideoSegment(
        start_ms=fields.start_ms,
        duration_ms=segment.d,
        path=path,
        trim_ms=fields.trim_ms,
        speed=fields.speed,
        volume=fields.volume,
        look=look,
    )


def _sound(segment: _SoundSegment, find: Find) -> AudioSegment:
    fields = segment.m
    return AudioSegment(
        start_ms=fields.start_ms,
        duration_ms=segment.d,
        path=_file(fields.src, find) if fields.src is not None else None,
        mood=fields.mood,
        volume=fields.volume,
        trim_ms=fields.trim_ms,
    )


def _title(segment: _WordsSegment) -> TextSegment:
    fields = segment.m
    return TextSegment(
        start_ms=fields.start_ms,
        duration_ms=segment.d,
        text=fields.text,
        position=fields.position,
    )


def _file(src: str, find: Find) -> Path:
    path = find(src)
    if path is None:
        raise UnusableDraftError(f"no media behind {src}")
    return path
