"""What stands on a timeline, as values; it knows neither a draft's form nor any words for users."""

from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby


class TrackKind(StrEnum):
    """What a track holds."""

    VIDEO = "video"
    AUDIO = "audio"
    TEXT = "text"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A piece of a track: `id` and `name` are "" where the draft has none, one line each.

    `track` counts from 0 in the draft's order. Times are in milliseconds on the timeline.
    """

    id: str
    name: str
    track: int
    start_ms: int
    duration_ms: int

    @property
    def end_ms(self) -> int:
        """Where it ends on the timeline."""
        return self.start_ms + self.duration_ms


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip(Segment):
    """A picture or a moving clip; 1.0 is the unchanged speed, volume and brightness."""

    trim_ms: int = 0
    speed: float = 1.0
    volume: float = 1.0
    brightness: float = 1.0
    grayscale: bool = False
    motion: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Music(Segment):
    """Sound of its own; `volume` 1.0 is full, None where the draft does not say."""

    volume: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Title(Segment):
    """Words over the picture: its `name` is what it says."""

    position: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """All that is on the timeline, each kind by track and start; sizes are 0 where unknown."""

    width: int = 0
    height: int = 0
    clips: tuple[Clip, ...] = ()
    sounds: tuple[Music, ...] = ()
    titles: tuple[Title, ...] = ()
    others: tuple[Segment, ...] = ()

    @property
    def duration_ms(self) -> int:
        """The end of the last picture, or of anything where there is no picture."""
        shown: tuple[Segment, ...] = self.clips or (*self.sounds, *self.titles, *self.others)
        return max((segment.end_ms for segment in shown), default=0)

    @property
    def tracks(self) -> tuple["Track", ...]:
        """The tracks that hold something, in the draft's order."""
        kinds: tuple[tuple[TrackKind, tuple[Segment, ...]], ...] = (
            (TrackKind.VIDEO, self.clips),
            (TrackKind.AUDIO, self.sounds),
            (TrackKind.TEXT, self.titles),
            (TrackKind.OTHER, self.others),
        )
        found = (
            Track(number=number, kind=kind, segments=tuple(segments))
            for kind, all_of_kind in kinds
            for number, segments in groupby(all_of_kind, key=lambda segment: segment.track)
        )
        return tuple(sorted(found, key=lambda track: track.number))


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """One track with its segments by start."""

    number: int
    kind: TrackKind
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A segment as a line of a summary; `volume_percent` only where it is sound and known."""

    kind: TrackKind
    name: str
    start_ms: int
    end_ms: int
    volume_percent: int | None = None


def ready_to_export(timeline: Timeline) -> bool:
    """Whether a render makes sense: at least one track has a segment, as the backend demands."""
    return bool(timeline.tracks)


def summary(timeline: Timeline) -> tuple[Row, ...]:
    """Everything on the timeline, one row for each segment, track by track."""
    return tuple(
        Row(
            kind=track.kind,
            name=segment.name,
            start_ms=segment.start_ms,
            end_ms=segment.end_ms,
            volume_percent=_percent(segment),
        )
        for track in timeline.tracks
        for segment in track.segments
    )


def _percent(segment: Segment) -> int | None:
    if isinstance(segment, Music) and segment.volume is not None:
        return round(segment.volume * 100)
    return None
