"""Writes the two streams of an MP4 that plays everywhere: H.264 in BT.709, and AAC.

It knows the encoders, and nothing of where pictures and sound come from.
"""

import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import av
from av.container import OutputContainer
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc

from studio.engine.filters import frame_of
from studio.engine.music import RATE, Wave
from studio.engine.planes import Size

# Enough for two cores; each thread more would also ask for address space, which is limited.
_ENCODER_THREADS = 3
_SECONDS_PER_KEY_FRAME = 2


@contextmanager
def film(path: Path) -> Iterator[OutputContainer]:
    """An MP4 whose index will come first."""
    with av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"}) as container:
        yield container


def picture_stream(
    container: OutputContainer, size: Size, fps: Fraction | int, options: Mapping[str, str]
) -> av.VideoStream:
    """The stream of pictures; `options` say how many bits they get."""
    stream = container.add_stream(
        "libx264", rate=fps, options={"preset": "veryfast", "profile": "high", **options}
    )
    stream.width, stream.height, stream.pix_fmt = size.width, size.height, "yuv420p"
    context = stream.codec_context
    context.thread_count = _ENCODER_THREADS
    context.gop_size = round(_SECONDS_PER_KEY_FRAME * fps)
    # Untagged HD shows shifted colours in some players.
    context.colorspace = Colorspace.ITU709
    context.color_primaries = ColorPrimaries.BT709
    context.color_trc = ColorTrc.BT709
    context.color_range = ColorRange.MPEG
    return stream


class SoundTrack:
    """The sound, written little by little beside the picture, so that neither is held back."""

    def __init__(
        self, container: OutputContainer, waves: Iterator[Wave], *, bits_per_s: int
    ) -> None:
        self._container = container
        self._stream = container.add_stream("aac", rate=RATE, layout="stereo")
        self._stream.bit_rate = bits_per_s
        self._waves = waves
        self._written = 0

    def write_until(self, at_s: float) -> None:
        """Writes what is heard up to a time, and up to a second more."""
        while self._written <= at_s * RATE and (wave := next(self._waves, None)) is not None:
            if len(wave):  # FFmpeg cannot encode nothing
                self._container.mux(self._stream.encode(frame_of(wave, self._written)))
                self._written += len(wave)

    def finish(self) -> None:
        """Writes the rest."""
        self.write_until(math.inf)
        self._container.mux(self._stream.encode(None))
