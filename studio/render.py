"""Renders a timeline to an MP4 that plays everywhere, and a poster.

It opens no media itself, and knows nothing of who wants the video.
"""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from studio import worker
from studio.jobs import Render
from studio.timeline import Timeline, VideoSegment

LARGEST_SIDE = 1920
MOST_FPS = 60
SLOWEST, FASTEST = 0.25, 4.0
_START_S, _PER_SECOND_S = 60, 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A finished video: H.264 and AAC in an MP4 whose index comes first; the poster is a JPEG."""

    path: Path
    poster: Path
    width: int
    height: int
    duration_ms: int
    size_bytes: int


async def render(
    timeline: Timeline,
    out: Path,
    *,
    poster: Path,
    on_progress: Callable[[float], None] | None = None,
) -> Rendered:
    """Writes the video to `out` and a picture of it to `poster`; both appear only when whole.

    `on_progress` gets the share done, 0 to 1, about three times per second of video. When the
    task is cancelled the work stops at once and leaves no files.

    Raises:
        ValueError: the timeline has no length, or a size or speed that cannot be made.
        MediaError: a source cannot be used; its `path` says which.
        StudioBroken: the rendering process died.
    """
    _check(timeline)
    timeout_s = _START_S + _PER_SECOND_S * timeline.duration_ms / 1000
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".render-") as scratch:
        job = Render(
            timeline=timeline, video=Path(scratch, "video"), poster=Path(scratch, "poster")
        )
        await worker.run(job, timeout_s=timeout_s, on_progress=on_progress)
        size_bytes = job.video.stat().st_size
        job.poster.replace(poster)
        job.video.replace(out)
    return Rendered(
        path=out,
        poster=poster,
        width=timeline.width,
        height=timeline.height,
        duration_ms=timeline.duration_ms,
        size_bytes=size_bytes,
    )


def _check(timeline: Timeline) -> None:
    for side in (timeline.width, timeline.height):
        if side % 2 or not 16 <= side <= LARGEST_SIDE:
            raise ValueError(f"{side} is not an even number of pixels up to {LARGEST_SIDE}")
    if timeline.duration_ms <= 0:
        raise ValueError("the timeline is empty")
    if not 1 <= timeline.fps <= MOST_FPS:
        raise ValueError(f"{timeline.fps} frames per second")
    for picture in timeline.pictures:
        if isinstance(picture, VideoSegment) and not SLOWEST <= picture.speed <= FASTEST:
            raise ValueError(f"a speed of {picture.speed}")
