"""What can change on a timeline, as values; the words for it are found elsewhere."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class CanvasChanged:
    """The picture has another size, in pixels."""

    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipAdded:
    """A picture or clip is new."""

    name: str
    duration_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipRemoved:
    """A picture or clip is gone."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipsReordered:
    """The clips that stayed come in another order."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipTrimmed:
    """Another piece of the clip is shown, or a longer or shorter one."""

    name: str
    duration_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeedChanged:
    """The clip plays at another speed, 1.0 being its own."""

    name: str
    speed: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BrightnessChanged:
    """The clip is brighter or darker, 1.0 being its own brightness."""

    name: str
    brightness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LookChanged:
    """The clip turned black and white, or back to its colours."""

    name: str
    grayscale: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MotionChanged:
    """The still picture moves in another way, in the backend's word for it."""

    name: str
    motion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeChanged:
    """Music, or the clip's own sound, is louder or quieter; 1.0 is full."""

    name: str
    volume: float


@dataclass(frozen=True, slots=True, kw_only=True)
class DurationChanged:
    """The whole is longer or shorter."""

    duration_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MusicAdded:
    """Music is new; `volume` 1.0 is full, None where it is not known."""

    name: str
    volume: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MusicRemoved:
    """Music is gone."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleAdded:
    """A title is new."""

    text: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleRemoved:
    """A title is gone."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleChanged:
    """A title says something else."""

    before: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleMoved:
    """A title stands elsewhere in time or in the picture."""

    text: str
    start_ms: int
    end_ms: int
    position: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherChanged:
    """Something changed on a track of a kind that we do not know."""


Change: TypeAlias = (
    CanvasChanged
    | ClipAdded
    | ClipRemoved
    | ClipsReordered
    | ClipTrimmed
    | SpeedChanged
    | BrightnessChanged
    | LookChanged
    | MotionChanged
    | VolumeChanged
    | DurationChanged
    | MusicAdded
    | MusicRemoved
    | TitleAdded
    | TitleRemoved
    | TitleChanged
    | TitleMoved
    | OtherChanged
)
