"""What is drawn as the picture of a timeline: rows of bars, with words that the caller chose.

It draws nothing; `studio.picture` does.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class TrackKind(StrEnum):
    """What a row holds; it decides the colour and the sign."""

    VIDEO = "video"
    AUDIO = "audio"
    TITLE = "title"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One segment; `media` is a picture or clip to show in it, if there is one."""

    start_ms: int
    duration_ms: int
    label: str
    media: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackRow:
    """One track; bars that overlap are drawn below each other."""

    kind: TrackKind
    label: str
    bars: tuple[Bar, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TracksPicture:
    """The whole picture: a headline, and the rows from top to bottom."""

    title: str
    rows: tuple[TrackRow, ...]

    @property
    def duration_ms(self) -> int:
        """The end of the last bar."""
        ends = (bar.start_ms + bar.duration_ms for row in self.rows for bar in row.bars)
        return max(ends, default=0)
