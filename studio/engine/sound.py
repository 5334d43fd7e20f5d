"""Mixes everything that is heard on a timeline into stereo blocks, a second at a time."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from studio.engine import containers
from studio.engine.filters import Chain, frame_of, tempo
from studio.engine.music import RATE, Wave, music
from studio.engine.sniff import kind_of, sniff
from studio.errors import MediaError, Reason
from studio.media import Kind
from studio.timeline import AudioSegment, Timeline, VideoSegment

_MUSIC_FADE_IN_MS, _MUSIC_FADE_OUT_MS = 250, 1200
_CLIP_FADE_MS = 15
# With look-ahead and without making quiet passages louder.
_LIMITER = ("alimiter", "limit=0.92:level=disabled:latency=1:attack=4:release=60")


def blocks(timeline: Timeline) -> Iterator[Wave]:
    """The whole sound of a timeline, silence included, in arrays of (samples, 2) at `RATE`.

    Raises:
        MediaError: a sound source cannot be decoded.
    """
    total = samples(timeline.duration_ms)
    clips = [segment for segment in timeline.pictures if isinstance(segment, VideoSegment)]
    segments: list[AudioSegment | VideoSegment] = [*timeline.sounds, *clips]
    voices = [_Voice(segment) for segment in segments if segment.volume > 0]
    limiter = Chain(_LIMITER)
    for start in range(0, total, RATE):
        block = np.zeros((min(RATE, total - start), 2), np.float32)
        for voice in voices:
            voice.add_to(block, start)
        yield from limiter.through(frame_of(block, start))
    yield from limiter.through(None)


def samples(duration_ms: float) -> int:
    """How many samples a time takes."""
    return round(duration_ms * RATE / 1000)


class _Voice:
    """One segment while it is played: where its source stands, and how loud it is."""

    def __init__(self, segment: AudioSegment | VideoSegment) -> None:
        self._segment = segment
        self._start = samples(segment.start_ms)
        self._length = samples(segment.duration_ms)
        self._source = _source(segment)
        self._rest = np.zeros((0, 2), np.float32)

    def add_to(self, block: Wave, at: int) -> None:
        """Adds what is heard in `block`, whose first sample is the timeline's sample `at`."""
        first, last = max(at, self._start), min(at + len(block), self._start + self._length)
        if first >= last:
            return
        wave = self._read(last - first)
        block[first - at : first - at + len(wave)] += wave * self._gain(
            first - self._start, len(wave)
        )

    def _gain(self, position: int, length: int) -> Wave:
        """The volume of each sample from `position` in the segment on, fades included."""
        is_clip = isinstance(self._segment, VideoSegment)
        fade_in = samples(_CLIP_FADE_MS if is_clip else _MUSIC_FADE_IN_MS)
        fade_out = samples(_CLIP_FADE_MS if is_clip else _MUSIC_FADE_OUT_MS)
        at = np.arange(position, position + length, dtype=np.float32)
        rising = at / min(fade_in, self._length / 3)
        falling = (self._length - at) / min(fade_out, self._length / 3)
        gain = np.clip(np.minimum(rising, falling), 0, 1) * np.float32(self._segment.volume)
        return np.asarray(gain[:, np.newaxis], np.float32)

    def _read(self, wanted: int) -> Wave:
        """The next samples of the source; fewer when it is over."""
        parts, have = [self._rest], len(self._rest)
        while have < wanted and (part := next(self._source, None)) is not None:
            parts.append(part)
            have += len(part)
        wave = np.concatenate(parts)
        self._rest = wave[wanted:]
        return wave[:wanted]


def _source(segment: AudioSegment | VideoSegment) -> Iterator[Wave]:
    """Waves from the place on where the segment begins in its source; opened when first asked."""
    skipped = samples(segment.trim_ms)
    if isinstance(segment, VideoSegment):
        yield from decoded(segment.path, skipped, segment.speed)
    elif segment.path:
        yield from decoded(segment.path, skipped)
    else:
        yield from _after(music(segment.mood), skipped)


def _after(waves: Iterator[Wave], skipped: int) -> Iterator[Wave]:
    for wave in waves:
        if skipped < len(wave):
            yield wave[skipped:]
        skipped = max(0, skipped - len(wave))


def decoded(path: Path, skipped: int = 0, speed: float = 1.0) -> Iterator[Wave]:
    """The sound of a file as it is, without its first `skipped` samples.

    Raises:
        MediaError: it cannot be decoded.
    """
    found = sniff(path)
    if kind_of(found) is Kind.IMAGE:
        raise MediaError(Reason.UNKNOWN_KIND, path)
    with containers.opened(path, found) as container:
        stream = containers.audio_stream(container)
        if stream is None:
            return  # a silent clip
        origin_s = containers.origin_s(container)
        from_s = origin_s + skipped / RATE
        # Read from the start: seeking in MP3 and AAC lands only somewhere near.
        chain = Chain(("atrim", f"start={from_s:.6f}"), *tempo(speed), stream=stream)
        begun = False
        for frame in containers.sounds(container, stream):
            if not begun:
                # Sound may set in later than the picture.
                late_s = max(0.0, (frame.time or 0.0) - from_s)
                yield np.zeros((samples(late_s * 1000 / speed), 2), np.float32)
                begun = True
            yield from chain.through(frame)
        yield from chain.through(None)
