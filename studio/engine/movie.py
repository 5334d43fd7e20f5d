"""Makes the MP4 and its poster from a timeline, a frame at a time.

It puts the parts together; how pictures move and how a film is written is not its business.
"""

import itertools
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import av
import cv2
from PIL import Image

from studio.engine import sound
from studio.engine.planes import Planes, Size, empty_frame, to_rgb, view
from studio.engine.shots import shot
from studio.engine.titles import Titles
from studio.engine.writing import SoundTrack, film, picture_stream
from studio.timeline import ImageSegment, Timeline, VideoSegment

_FRAMES_PER_PROGRESS = 10
_VIDEO_OPTIONS = {
    "crf": "20",
    # Grain would else make files too large for a chat.
    "maxrate": "8M",
    "bufsize": "16M",
}
_AUDIO_BITS_PER_SECOND = 128_000
# The poster shows titles that have faded in.
_POSTER_MS = 700
_POSTER_QUALITY = 90


def make(
    timeline: Timeline, video: Path, poster: Path, on_progress: Callable[[float], None]
) -> None:
    """Writes both files; `on_progress` gets the share done, 0 to 1.

    Raises:
        MediaError: a source cannot be used.
    """
    cv2.setNumThreads(2)
    count = frame_count(timeline)
    poster_at = min(count - 1, round(_POSTER_MS * timeline.fps / 1000), count // 2)
    size = Size(width=timeline.width, height=timeline.height)
    with film(video) as container:
        picture = picture_stream(container, size, timeline.fps, _VIDEO_OPTIONS)
        track = SoundTrack(container, sound.blocks(timeline), bits_per_s=_AUDIO_BITS_PER_SECOND)
        for number, frame in enumerate(frames(timeline)):
            frame.pts, frame.time_base = number, Fraction(1, timeline.fps)
            container.mux(picture.encode(frame))
            track.write_until(number / timeline.fps)
            if number == poster_at:
                Image.fromarray(to_rgb(view(frame))).save(poster, "JPEG", quality=_POSTER_QUALITY)
            if number % _FRAMES_PER_PROGRESS == 0:
                on_progress(number / count)
        container.mux(picture.encode(None))
        track.finish()
    on_progress(1.0)


def frame_count(timeline: Timeline) -> int:
    """How many frames a timeline has, at least one."""
    return max(1, round(timeline.duration_ms * timeline.fps / 1000))


def frames(timeline: Timeline) -> Iterator[av.VideoFrame]:
    """The finished frames in order, each a new one."""
    size = Size(width=timeline.width, height=timeline.height)
    titles = Titles(timeline.titles, size)
    times_ms = [number * 1000 / timeline.fps for number in range(frame_count(timeline))]
    for segment, group in itertools.groupby(times_ms, lambda time_ms: _shown(timeline, time_ms)):
        span_ms = list(group)
        start_ms = segment.start_ms if segment else 0
        shots = shot(segment, size, [time_ms - start_ms for time_ms in span_ms])
        for time_ms, planes in zip(span_ms, shots, strict=True):
            frame = empty_frame(size)
            canvas = view(frame)
            _copy(planes, canvas)
            titles.lay_over(canvas, time_ms)
            yield frame


def _copy(planes: Planes, canvas: Planes) -> None:
    for target, plane in zip(canvas, planes, strict=True):
        target[:] = plane


def _shown(timeline: Timeline, time_ms: float) -> ImageSegment | VideoSegment | None:
    """What is seen at a time: of overlapping segments, the one listed last."""
    return next(
        (
            segment
            for segment in reversed(timeline.pictures)
            if segment.start_ms <= time_ms < segment.start_ms + segment.duration_ms
        ),
        None,
    )
