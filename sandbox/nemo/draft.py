"""The project's draft: what the agent edits and `/state` shows; it knows no words and no network.

The contract fixes the short keys of the wire form (`t` tracks, `tt` track type, `sg` segments, `d`
duration in ms, `m` metadata). Nothing inside `m` is public: those fields are this sandbox's own.
"""

from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Literal

from pydantic import JsonValue

from studio.timeline import Mood, Motion, Position

VIDEO_TRACK, AUDIO_TRACK, TEXT_TRACK = 0, 1, 7
LONGEST_MS = 300_000
SHORTEST_MS = 200
TITLE_MS = 3000
MUSIC_VOLUME = 0.35


@dataclass(frozen=True, slots=True, kw_only=True)
class Canvas:
    """The frame in pixels, and its ratio as people say it."""

    width: int
    height: int
    ratio: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """A picture or a piece of a video; clips follow each other without gaps.

    `source_ms` is the length of the uploaded video, None for a picture, which can be shown for any
    time. The source is used from `trim_ms` on, for `duration_ms * speed`.
    """

    id: str
    name: str
    src: str
    kind: Literal["image", "video"]
    duration_ms: int
    source_ms: int | None = None
    motion: Motion = Motion.ZOOM_IN
    trim_ms: int = 0
    speed: float = 1.0
    volume: float = 1.0
    brightness: float = 1.0
    grayscale: bool = False

    @property
    def longest_ms(self) -> int:
        """How long it can play on the timeline at its speed."""
        if self.source_ms is None:
            return LONGEST_MS
        return round((self.source_ms - self.trim_ms) / self.speed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Music:
    """Background music under the whole project; `src` None means it is synthesised by mood."""

    id: str
    name: str
    src: str | None
    mood: Mood
    volume: float = MUSIC_VOLUME


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """Words over the picture."""

    id: str
    text: str
    start_ms: int
    duration_ms: int
    position: Position


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A stretch of time that lies within a timeline."""

    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of time as people say it: like Python's indices, a negative start counts from the
    end, and `length_ms` None means up to the end.
    """

    start_ms: int
    length_ms: int | None

    def within(self, duration_ms: int) -> Window:
        """The part of it that a timeline of that length has, at least a moment."""
        start_ms = max(self.start_ms + (duration_ms if self.start_ms < 0 else 0), 0)
        start_ms = min(start_ms, max(duration_ms - SHORTEST_MS, 0))
        end_ms = duration_ms if self.length_ms is None else start_ms + self.length_ms
        return Window(start_ms=start_ms, end_ms=min(end_ms, duration_ms))


VERTICAL = Canvas(width=1080, height=1920, ratio="9:16")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A whole project. Every edit makes a new one, so that `undo` is taking the one before."""

    canvas: Canvas = VERTICAL
    clips: tuple[Clip, ...] = ()
    music: Music | None = None
    titles: tuple[Title, ...] = ()

    @property
    def duration_ms(self) -> int:
        """Length of the picture track."""
        return sum(clip.duration_ms for clip in self.clips)

    @property
    def starts_ms(self) -> tuple[int, ...]:
        """Where each clip begins."""
        return tuple(accumulate((clip.duration_ms for clip in self.clips), initial=0))[:-1]

    def fitted(self) -> "Draft":
        """The same with no title that reaches beyond the picture, or lies there altogether."""
        end = self.duration_ms
        titles = tuple(
            replace(title, duration_ms=min(title.duration_ms, end - title.start_ms))
            for title in self.titles
            if end - title.start_ms >= SHORTEST_MS
        )
        return replace(self, titles=titles, music=self.music if self.clips else None)


def wire(draft: Draft) -> dict[str, JsonValue]:
    """The draft as `/state` shows it and `/api/render/proxy/lambda` takes it back."""
    end = draft.duration_ms
    pictures: list[JsonValue] = [
        {"d": clip.duration_ms, "m": _clip_fields(clip, start_ms)}
        for clip, start_ms in zip(draft.clips, draft.starts_ms, strict=True)
    ]
    sounds: list[JsonValue] = [
        {"d": end, "m": _music_fields(music)} for music in (draft.music,) if music
    ]
    titles: list[JsonValue] = [
        {"d": title.duration_ms, "m": _title_fields(title)} for title in draft.titles
    ]
    tracks = {VIDEO_TRACK: pictures, AUDIO_TRACK: sounds, TEXT_TRACK: titles}
    return {
        "d": end,
        "m": {
            "title": "project",
            "width": draft.canvas.width,
            "height": draft.canvas.height,
            "note": "inner fields are this sandbox's own",
        },
        "t": [{"tt": kind, "sg": segments} for kind, segments in tracks.items() if segments],
    }


def _clip_fields(clip: Clip, start_ms: int) -> dict[str, JsonValue]:
    return {
        "id": clip.id,
        "start_ms": start_ms,
        "name": clip.name,
        "src": clip.src,
        "kind": clip.kind,
        "motion": clip.motion.value if clip.kind == "image" else None,
        "trim_ms": clip.trim_ms,
        "speed": clip.speed,
        "volume": clip.volume,
        "brightness": clip.brightness,
        "grayscale": clip.grayscale,
    }


def _music_fields(music: Music) -> dict[str, JsonValue]:
    return {
        "id": music.id,
        "start_ms": 0,
        "name": music.name,
        "src": music.src,
        "mood": music.mood.value,
        "volume": music.volume,
        "trim_ms": 0,
    }


def _title_fields(title: Title) -> dict[str, JsonValue]:
    return {
        "id": title.id,
        "start_ms": title.start_ms,
        "name": title.text,
        "text": title.text,
        "position": title.position.value,
    }
