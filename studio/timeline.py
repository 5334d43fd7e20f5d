"""The timeline that the studio renders: what plays when, in milliseconds and pixels.

It says nothing of where the wish came from; whoever asks for a render builds one of these.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Motion(StrEnum):
    """How a still picture moves while it is shown."""

    STILL = "still"
    ZOOM_IN = "zoom_in"
    ZOOM_OUT = "zoom_out"
    PAN_LEFT = "pan_left"
    PAN_RIGHT = "pan_right"
    PAN_UP = "pan_up"
    PAN_DOWN = "pan_down"


class Position(StrEnum):
    """Where a title stands."""

    TOP = "top"
    CENTER = "center"
    BOTTOM = "bottom"


class Mood(StrEnum):
    """The character of music that is synthesised where none was uploaded."""

    CALM = "calm"
    HAPPY = "happy"
    EPIC = "epic"
    LOFI = "lofi"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Colour treatment of a picture or clip; `brightness` 1.0 leaves it as it is (0.2 to 3.0)."""

    brightness: float = 1.0
    grayscale: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageSegment:
    """A still picture, or an animated GIF/WebP, which plays in a loop."""

    start_ms: int
    duration_ms: int
    path: Path
    motion: Motion = Motion.ZOOM_IN
    look: Look = Look()


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoSegment:
    """A piece of a clip, from `trim_ms` of the source on, played at `speed` (0.25 to 4.0).

    `duration_ms` is the length on the timeline, so `duration_ms * speed` of the source is used.
    `volume` 0.0 to 1.0 is that of the clip's own sound.
    """

    start_ms: int
    duration_ms: int
    path: Path
    trim_ms: int = 0
    speed: float = 1.0
    volume: float = 1.0
    look: Look = Look()


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioSegment:
    """Sound from a file, or, where `path` is None, music synthesised in the given mood."""

    start_ms: int
    duration_ms: int
    path: Path | None = None
    mood: Mood = Mood.CALM
    volume: float = 0.35
    trim_ms: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSegment:
    """A title over the picture, in any script; long text is wrapped to the frame."""

    start_ms: int
    duration_ms: int
    text: str
    position: Position = Position.BOTTOM


_Segment = ImageSegment | VideoSegment | AudioSegment | TextSegment


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Everything that is shown and heard. Width and height are even, at most 1920 each.

    The duration is the end of the last segment on the picture track, or of any segment where
    there is no picture.
    """

    width: int
    height: int
    fps: int = 30
    pictures: tuple[ImageSegment | VideoSegment, ...] = ()
    sounds: tuple[AudioSegment, ...] = ()
    titles: tuple[TextSegment, ...] = ()

    @property
    def duration_ms(self) -> int:
        """Length of the whole, in milliseconds."""
        main: tuple[_Segment, ...] = self.pictures or (*self.sounds, *self.titles)
        return max((s.start_ms + s.duration_ms for s in main), default=0)
