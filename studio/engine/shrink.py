"""Makes JPEGs of a wanted size from pictures and clips."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from studio.engine import clips, containers, stills
from studio.engine.planes import Size, even, to_rgb
from studio.engine.sniff import kind_of, sniff
from studio.errors import MediaError, Reason
from studio.media import Format, Kind

_QUALITIES = (90, 80, 70, 50, 30)
# Clips often begin in black.
_CLIP_AT_S = 0.5


def shrink(source: Path, out: Path, longest: int, most_bytes: int) -> None:
    """Writes a JPEG of at most `longest` pixels a side, and as good as `most_bytes` allow.

    Raises:
        MediaError: there is no picture in `source`.
    """
    small = Image.fromarray(small_picture(source, longest))
    for quality in _QUALITIES:
        small.save(out, "JPEG", quality=quality)
        if out.stat().st_size < most_bytes:
            return


def small_picture(source: Path, longest: int) -> NDArray[np.uint8]:
    """The picture, or one from near a clip's start, as (height, width, 3), `longest` at most.

    Raises:
        MediaError: there is no picture in `source`.
    """
    found = sniff(source)
    if kind_of(found) is Kind.IMAGE:
        with stills.opened(source, found) as image:
            return stills.pixels(image, _within(stills.shown_size(image), longest))
    return _of_clip(source, found, longest)


def _of_clip(source: Path, found: Format, longest: int) -> NDArray[np.uint8]:
    with containers.opened(source, found) as container:
        stream = containers.video_stream(container)
        if stream is None:
            raise MediaError(Reason.UNKNOWN_KIND, source)
        chosen = None
        for chosen in clips.timed(container, stream, 0):
            if chosen.at_s >= _CLIP_AT_S:
                break
        if chosen is None:
            raise MediaError(Reason.DAMAGED, source)
        wanted = _within(clips.shown_size(chosen.frame, stream), longest)
        return to_rgb(clips.upright(chosen.frame, wanted))


def _within(natural: Size, longest: int) -> Size:
    scale = min(1.0, longest / max(natural.width, natural.height))
    return Size(width=even(natural.width * scale), height=even(natural.height * scale))
