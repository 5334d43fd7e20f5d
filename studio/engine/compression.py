"""Makes a film again with fewer bits, and smaller where they would not do for its size."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from pathlib import Path

import av
import cv2

from studio.engine import clips, containers, sound
from studio.engine.planes import Size, empty_frame, even, view
from studio.engine.sniff import sniff
from studio.engine.writing import SoundTrack, film, picture_stream
from studio.errors import CannotFit, MediaError, Reason

# Shorter sides, in pixels, for films that get too few bits for their own.
_RUNGS = (1080, 720, 540, 360)
# Bits for each pixel of each frame: what looks decent with x264's `veryfast`, and what may still
# be watched in the smallest size.
_DECENT, _LEAST = 0.045, 0.02
_SOUND_BITS_PER_S, _LEAN_SOUND_BITS_PER_S = 128_000, 96_000
_LEAN_BELOW_BITS_PER_S = 1_200_000
# What an MP4 keeps about each frame in its index. AAC has 1024 samples a frame.
_INDEX_BYTES_PER_FRAME, _INDEX_BYTES_PER_S_OF_SOUND = 16, 400
_FILLED = 0.94
_ATTEMPTS = 3
# Asked once more, the encoder gets a little less than it missed the aim by.
_CAUTION = 0.97
_MOST_FPS = 60
_FRAMES_PER_PROGRESS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """What is made smaller: size as shown, and how long it is."""

    path: Path
    size: Size
    fps: Fraction
    duration_s: float
    has_audio: bool

    @property
    def frame_count(self) -> int:
        """At the pace of the source, for its whole length."""
        return max(1, round(self.duration_s * self.fps))


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Size and bits of the new film."""

    size: Size
    picture_bits_per_s: int
    sound_bits_per_s: int


def compress(source: Path, out: Path, max_bytes: int, on_progress: Callable[[float], None]) -> None:
    """Writes the film to `out` with `max_bytes` at most; the share done is of one attempt.

    Raises:
        MediaError: `source` is no clip, or cannot be decoded.
        CannotFit: it would not be worth watching any more.
    """
    cv2.setNumThreads(2)
    original = film_of(source)
    # A film does not get better by more bits than it had.
    wanted_bytes = min(_FILLED * max_bytes, source.stat().st_size)
    size_bytes = 0
    for attempt in range(_ATTEMPTS):
        made = plan(original, wanted_bytes)
        _write(original, made, out, strictly=attempt > 0, on_progress=on_progress)
        size_bytes = out.stat().st_size
        if size_bytes <= max_bytes:
            return
        wanted_bytes *= _CAUTION * min(1.0, _FILLED * max_bytes / size_bytes)
    raise CannotFit(least_bytes=size_bytes)


def plan(original: Film, wanted_bytes: float) -> Plan:
    """The largest size for which so many bytes do.

    Raises:
        CannotFit: they do not even for the smallest.
    """
    rest = wanted_bytes * 8 / original.duration_s - _index_bits_per_s(original)
    sound_bits = 0
    if original.has_audio:
        lean = rest < _LEAN_BELOW_BITS_PER_S
        sound_bits = _LEAN_SOUND_BITS_PER_S if lean else _SOUND_BITS_PER_S
    sizes = _sizes(original.size)
    size = next((s for s in sizes if rest - sound_bits >= _DECENT * _pace(original, s)), sizes[-1])
    least = _LEAST * _pace(original, size)
    if rest - sound_bits < least:
        sound_bits = min(sound_bits, _LEAN_SOUND_BITS_PER_S)
        bits_per_s = least + sound_bits + _index_bits_per_s(original)
        raise CannotFit(least_bytes=round(bits_per_s * original.duration_s / 8 / _FILLED))
    return Plan(size=size, picture_bits_per_s=round(rest - sound_bits), sound_bits_per_s=sound_bits)


def _sizes(size: Size) -> list[Size]:
    """The film's own size and all smaller ones, with even sides."""
    shorter = min(size.width, size.height)
    scales = [1.0, *(rung / shorter for rung in _RUNGS if rung < shorter)]
    return [Size(width=even(size.width * s), height=even(size.height * s)) for s in scales]


def _pace(original: Film, size: Size) -> float:
    """Pixels a second."""
    return float(size.width * size.height * original.fps)


def _index_bits_per_s(original: Film) -> float:
    sound_bytes = _INDEX_BYTES_PER_S_OF_SOUND if original.has_audio else 0
    return 8 * (_INDEX_BYTES_PER_FRAME * float(original.fps) + sound_bytes)


def film_of(source: Path) -> Film:
    """What a film is.

    Raises:
        MediaError: `source` is no clip, or cannot be decoded.
    """
    with containers.opened(source, sniff(source)) as container:
        stream = containers.video_stream(container)
        if stream is None or not container.duration:
            raise MediaError(Reason.UNKNOWN_KIND, source)
        first = next(containers.pictures(container, stream), None)
        if first is None:
            raise MediaError(Reason.DAMAGED, source)
        return Film(
            path=source,
            size=clips.shown_size(first, stream),
            fps=min(Fraction(_MOST_FPS), stream.average_rate or Fraction(25)),
            duration_s=container.duration / 1_000_000,
            has_audio=containers.audio_stream(container) is not None,
        )


def _write(
    original: Film, made: Plan, out: Path, *, strictly: bool, on_progress: Callable[[float], None]
) -> None:
    count = original.frame_count
    with film(out) as container:
        options = _rate(made, strictly=strictly)
        picture = picture_stream(container, made.size, original.fps, options)
        picture.bit_rate = made.picture_bits_per_s
        track = None
        if original.has_audio:
            waves = sound.decoded(original.path)
            track = SoundTrack(container, waves, bits_per_s=made.sound_bits_per_s)
        for number, frame in enumerate(frames_of(original, made.size)):
            frame.pts, frame.time_base = number, 1 / original.fps
            container.mux(picture.encode(frame))
            if track:
                track.write_until(number / float(original.fps))
            if number % _FRAMES_PER_PROGRESS == 0:
                on_progress(number / count)
        container.mux(picture.encode(None))
        if track:
            track.finish()
    on_progress(1.0)


def frames_of(original: Film, size: Size) -> Iterator[av.VideoFrame]:
    """The frames of the film in this size, each a new one."""
    fps, count = float(original.fps), original.frame_count
    # In the middle of each frame's time, so that rounding shows none twice and leaves none out.
    times_s = chain([0.0], ((number + 0.5) / fps for number in range(1, count)))
    with containers.opened(original.path, sniff(original.path)) as container:
        stream = containers.video_stream(container)
        if stream is None:
            raise MediaError(Reason.UNKNOWN_KIND, original.path)
        for planes in clips.frames_at(container, stream, times_s, size):
            frame = empty_frame(size)
            for target, plane in zip(view(frame), planes, strict=True):
                target[:] = plane
            yield frame


def _rate(made: Plan, *, strictly: bool) -> dict[str, str]:
    """How far the encoder may stray from the average: the second time hardly at all."""
    bits_per_s = made.picture_bits_per_s
    most, within = (bits_per_s, bits_per_s) if strictly else (bits_per_s * 3 // 2, bits_per_s * 2)
    return {"maxrate": str(most), "bufsize": str(within)}
