"""Lays a logo into the lower right corner of a finished picture or film."""

from collections.abc import Callable
from pathlib import Path

import cv2
from PIL import Image, ImageOps

from studio.engine import sound, stills
from studio.engine.compression import film_of, frames_of
from studio.engine.overlays import lay, overlays
from studio.engine.planes import Size, even, view
from studio.engine.sniff import kind_of, sniff
from studio.engine.writing import SoundTrack, film, picture_stream
from studio.errors import MediaError, Reason
from studio.media import Format, Kind

# Shares of the frame's width, and the most of its height that a tall logo takes.
_WIDTH, _MARGIN, _TALLEST = 0.12, 0.03, 0.2
_PICTURE_QUALITY = 95
# A film that was made once already is hardly made worse.
_VIDEO_OPTIONS = {"crf": "18", "maxrate": "12M", "bufsize": "24M"}
_SOUND_BITS_PER_S = 160_000
_FRAMES_PER_PROGRESS = 10


def brand(source: Path, logo: Path, out: Path, on_progress: Callable[[float], None]) -> None:
    """Writes `source` with the logo to `out`.

    Raises:
        MediaError: one of the two cannot be used.
    """
    cv2.setNumThreads(2)
    found = sniff(source)
    match kind_of(found):
        case Kind.IMAGE:
            _brand_picture(source, found, logo, out)
        case Kind.VIDEO:
            _brand_film(source, logo, out, on_progress)
        case Kind.AUDIO:
            raise MediaError(Reason.UNKNOWN_KIND, source)


def _brand_picture(source: Path, found: Format, logo: Path, out: Path) -> None:
    with stills.opened(source, found) as image:
        whole = ImageOps.exif_transpose(image).convert("RGBA")
        profile = image.info.get("icc_profile")
    small, x, y = _placed(logo, Size(width=whole.width, height=whole.height))
    whole.alpha_composite(small, (x, y))
    if found is Format.JPEG:
        whole.convert("RGB").save(out, "JPEG", quality=_PICTURE_QUALITY, icc_profile=profile)
    else:
        whole.save(out, "PNG", icc_profile=profile)


def _brand_film(source: Path, logo: Path, out: Path, on_progress: Callable[[float], None]) -> None:
    original = film_of(source)
    over = overlays(*_placed(logo, original.size))
    count = original.frame_count
    with film(out) as container:
        picture = picture_stream(container, original.size, original.fps, _VIDEO_OPTIONS)
        track = None
        if original.has_audio:
            waves = sound.decoded(source)
            track = SoundTrack(container, waves, bits_per_s=_SOUND_BITS_PER_S)
        for number, frame in enumerate(frames_of(original, original.size)):
            lay(view(frame), over)
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


def _placed(logo: Path, frame: Size) -> tuple[Image.Image, int, int]:
    """The logo in its size, with its transparency, and where its upper left corner is."""
    found = sniff(logo)
    if kind_of(found) is not Kind.IMAGE:
        raise MediaError(Reason.UNKNOWN_KIND, logo)
    with stills.opened(logo, found) as image:
        whole = ImageOps.exif_transpose(image).convert("RGBA")
    scale = min(_WIDTH * frame.width / whole.width, _TALLEST * frame.height / whole.height)
    size = even(whole.width * scale), even(whole.height * scale)
    # Colours of what cannot be seen must not shine through at its edges.
    small = whole.convert("RGBa").resize(size, Image.Resampling.LANCZOS).convert("RGBA")
    margin = _MARGIN * frame.width
    x, y = frame.width - size[0] - margin, frame.height - size[1] - margin
    return small, 2 * max(0, round(x / 2)), 2 * max(0, round(y / 2))
