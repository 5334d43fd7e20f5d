"""What the studio's two processes say to each other: one job as a line of JSON, then answers.

It opens no media and starts no process.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from studio.errors import Reason
from studio.media import MediaInfo
from studio.timeline import Timeline
from studio.tracks import TracksPicture


@dataclass(frozen=True, slots=True, kw_only=True)
class Render:
    """Make an MP4 and its poster."""

    timeline: Timeline
    video: Path
    poster: Path
    job: Literal["render"] = "render"


@dataclass(frozen=True, slots=True, kw_only=True)
class Examine:
    """Say what a file is."""

    path: Path
    job: Literal["examine"] = "examine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shrink:
    """Make a JPEG of a picture or a clip, with so many pixels a side and bytes at the most."""

    source: Path
    out: Path
    longest: int
    most_bytes: int
    job: Literal["shrink"] = "shrink"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """Draw the picture of a timeline."""

    tracks: TracksPicture
    out: Path
    job: Literal["draw"] = "draw"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Draw words on a background of their own; sizes in pixels."""

    words: str
    out: Path
    width: int
    height: int
    job: Literal["card"] = "card"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compress:
    """Make a film again that has so many bytes at the most; it lasts about `duration_ms`."""

    source: Path
    out: Path
    max_bytes: int
    duration_ms: int
    job: Literal["compress"] = "compress"


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """Lay a logo over a picture or a film, which lasts about `duration_ms` (0 for a picture)."""

    source: Path
    logo: Path
    out: Path
    duration_ms: int
    job: Literal["brand"] = "brand"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The share that is done, 0 to 1."""

    share: float
    answer: Literal["progress"] = "progress"


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """The job is done; `media` answers `Examine`, and tells what `Compress` made."""

    media: MediaInfo | None = None
    answer: Literal["done"] = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A source cannot be used."""

    reason: Reason
    path: Path | None
    answer: Literal["refused"] = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfit:
    """The film cannot be made so small; it needs about so many bytes."""

    least_bytes: int
    answer: Literal["unfit"] = "unfit"


Job = Render | Examine | Shrink | Draw | Card | Compress | Brand
Answer = Progress | Done | Refused | Unfit

JOBS: TypeAdapter[Job] = TypeAdapter(Annotated[Job, Field(discriminator="job")])
ANSWERS: TypeAdapter[Answer] = TypeAdapter(Annotated[Answer, Field(discriminator="answer")])


def length_ms(job: Job) -> int:
    """Of what has to be encoded."""
    match job:
        case Render():
            return job.timeline.duration_ms
        case Compress() | Brand():
            return job.duration_ms
        case _:
            return 0
