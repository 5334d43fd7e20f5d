"""Opens pictures, still and animated ones, safely and at the size that is needed."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pillow_heif
from numpy.typing import NDArray
from PIL import Image, ImageCms, ImageOps, ImageStat

from studio.engine.planes import Size
from studio.errors import MediaError, Reason
from studio.media import Format

MAX_PIXELS = 64_000_000
_PLUGINS = {
    Format.JPEG: "JPEG",
    Format.PNG: "PNG",
    Format.WEBP: "WEBP",
    Format.GIF: "GIF",
    Format.HEIC: "HEIF",
}
_SHORTEST_MS = 20
_USUAL_MS = 100
_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
# EXIF orientations that swap width and height.
_LYING = {5, 6, 7, 8}
_ORIENTATION = 0x0112


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One picture of an animation: array (height, width, 3) and for how long it is shown."""

    pixels: NDArray[np.uint8]
    duration_ms: int


@contextmanager
def opened(path: Path, found: Format) -> Iterator[Image.Image]:
    """A picture whose header was read; decoding errors inside the block become `MediaError`.

    Raises:
        MediaError: damaged, or more than `MAX_PIXELS`.
    """
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    if found is Format.HEIC:
        pillow_heif.register_heif_opener()
    try:
        with warnings.catch_warnings():
            # Between the limit and twice the limit Pillow would only warn.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            warnings.filterwarnings("ignore", category=UserWarning)
            with Image.open(path, formats=(_PLUGINS[found],)) as image:
                yield image
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as exc:
        raise MediaError(Reason.TOO_MANY_PIXELS, path) from exc
    except (OSError, SyntaxError, ValueError, EOFError, RuntimeError) as exc:
        raise MediaError(Reason.DAMAGED, path) from exc


def is_animated(image: Image.Image) -> bool:
    """Whether the picture has more than one moment; a phone's JPEG with a depth map has not."""
    return image.format in {"GIF", "WEBP", "PNG"} and getattr(image, "n_frames", 1) > 1


def shown_size(image: Image.Image) -> Size:
    """Width and height after the orientation that the camera noted was applied."""
    width, height = reversed(image.size) if _lying(image) else image.size
    return Size(width=width, height=height)


def pixels(image: Image.Image, wanted: Size) -> NDArray[np.uint8]:
    """The picture upright, without transparency, in sRGB, resized to `wanted`."""
    size = (wanted.height, wanted.width) if _lying(image) else (wanted.width, wanted.height)
    # A JPEG decoder can shrink while it decodes, a fifth of the work for a large photo.
    image.draft("RGB", size)
    # Smooth resizing needs real colours. All else comes later: copies of a large one are dear.
    small = _in_colours(image).resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    return np.asarray(_in_srgb(_opaque(ImageOps.exif_transpose(small)), image))


def moments(image: Image.Image, wanted: Size) -> Iterator[Moment]:
    """The pictures of an animation, once through."""
    for index in range(getattr(image, "n_frames", 1)):
        image.seek(index)
        image.load()
        yield Moment(pixels=pixels(image.copy(), wanted), duration_ms=shown_ms(image))


def shown_ms(image: Image.Image) -> int:
    """For how long the loaded moment is shown; browsers treat a zero like this, too."""
    duration = round(image.info.get("duration") or 0)
    return duration if duration >= _SHORTEST_MS else _USUAL_MS


def _lying(image: Image.Image) -> bool:
    return image.getexif().get(_ORIENTATION) in _LYING


def _in_colours(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):  # 16 bits of grey, which Pillow would cut off, not scale
        deep = np.asarray(image, dtype=np.uint32)
        return Image.fromarray((deep >> 8).astype(np.uint8)).convert("RGB")
    wanted = "RGBA" if image.has_transparency_data else "RGB"
    return image if image.mode == wanted else image.convert(wanted)


def _opaque(image: Image.Image) -> Image.Image:
    if image.mode == "RGB":
        return image
    alpha = image.getchannel("A")
    # A dark logo would vanish on black.
    brightness = ImageStat.Stat(image.convert("L"), alpha).mean[0] if alpha.getbbox() else 255
    backdrop = (18, 18, 18) if brightness > 90 else (236, 236, 236)
    opaque = Image.new("RGB", image.size, backdrop)
    opaque.paste(image, mask=alpha)
    return opaque


def _in_srgb(image: Image.Image, source: Image.Image) -> Image.Image:
    profile = source.info.get("icc_profile")
    if not profile:
        return image
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, own, _SRGB) or image
    except (ImageCms.PyCMSError, OSError):
        # Broken, or for another colour model: the colours stay as they are.
        return image
