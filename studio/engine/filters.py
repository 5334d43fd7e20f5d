"""A row of FFmpeg's sound filters as a function from frames to stereo waves.

The filters' arguments are numbers of ours only; no text of a user ever gets into a graph.
"""

from collections.abc import Iterator
from fractions import Fraction

import av
import numpy as np
from av.filter import Graph

from studio.engine.music import RATE, Wave

_FORMAT = ("aformat", f"sample_fmts=flt:channel_layouts=stereo:sample_rates={RATE}")


class Chain:
    """The filters with what they hold back; the frames of one stream go in, in order."""

    def __init__(self, *filters: tuple[str, str], stream: av.AudioStream | None = None) -> None:
        self._graph = Graph()
        self._source = (
            self._graph.add_abuffer(template=stream)
            if stream
            else self._graph.add_abuffer(
                sample_rate=RATE, format="flt", layout="stereo", time_base=Fraction(1, RATE)
            )
        )
        last = self._source
        for name, arguments in (*_widening(stream), *filters, _FORMAT):
            following = self._graph.add(name, arguments)
            last.link_to(following)
            last = following
        last.link_to(self._graph.add("abuffersink"))
        self._graph.configure()

    def through(self, frame: av.AudioFrame | None) -> Iterator[Wave]:
        """What comes out when `frame` goes in; None says that it was the last one."""
        self._source.push(frame)
        while True:
            try:
                wave = self._graph.pull().to_ndarray()
            except (av.BlockingIOError, av.EOFError):
                return
            yield wave.reshape(-1, 2).astype(np.float32, copy=False)


def _widening(stream: av.AudioStream | None) -> list[tuple[str, str]]:
    # FFmpeg makes stereo from mono 3 dB softer; a voice should stay as loud as it was.
    return [("pan", "stereo|c0=c0|c1=c0")] if stream and stream.channels == 1 else []


def tempo(speed: float) -> list[tuple[str, str]]:
    """The filters that play faster or slower at the same pitch, for speeds of 0.25 to 4."""
    if speed == 1:
        return []
    # One atempo goes down to 0.5; two of the root go down to 0.25.
    return [("atempo", f"{speed**0.5:.6f}")] * 2


def frame_of(wave: Wave, at: int) -> av.AudioFrame:
    """A wave as a frame whose first sample has the number `at`."""
    frame = av.AudioFrame.from_ndarray(
        np.ascontiguousarray(wave).reshape(1, -1), format="flt", layout="stereo"
    )
    frame.sample_rate, frame.pts, frame.time_base = RATE, at, Fraction(1, RATE)
    return frame
