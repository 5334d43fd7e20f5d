"""Makes of a picture what Telegram makes of a photo: small JPEGs; knows no message."""

from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps

PHOTO_SIDE = 1280
THUMB_SIDE = 320
MAX_PHOTO_SUM = 10_000
MAX_PHOTO_RATIO = 20
MAX_THUMB_BYTES = 200_000
# What Pillow raises for hostile files; its own errors are OSErrors.
_UNREADABLE = (
    OSError,
    SyntaxError,
    ValueError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


class NotAPhoto(Exception):  # it says what the file is not
    """The file is no picture Telegram takes as a photo; the text is Telegram's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Pixels."""

    width: int
    height: int


def fits_photo(size: Size) -> bool:
    """Telegram takes a picture of these dimensions as a photo."""
    shorter, longer = sorted((size.width, size.height))
    return shorter > 0 and shorter + longer <= MAX_PHOTO_SUM and longer <= MAX_PHOTO_RATIO * shorter


def shrink_photo(source: Path, out: Path, *, longest_side: int) -> Size:
    """Write a JPEG without metadata, no longer than that; raises NotAPhoto."""
    import pillow_heif

    pillow_heif.register_heif_opener()
    try:
        with Image.open(source) as picture:
            # Before anything is decoded: a small file can hold a huge picture.
            if not fits_photo(Size(width=picture.width, height=picture.height)):
                raise NotAPhoto("PHOTO_INVALID_DIMENSIONS")
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except _UNREADABLE as exc:
        raise NotAPhoto("IMAGE_PROCESS_FAILED") from exc
    upright.thumbnail((longest_side, longest_side), Image.Resampling.LANCZOS)
    photo = Image.new("RGB", upright.size, "white")
    photo.paste(upright, mask=upright)
    photo.save(out, "JPEG", quality=87)
    return Size(width=photo.width, height=photo.height)


def thumbnail_size(path: Path) -> Size | None:
    """The size of a thumbnail; None where Telegram would ignore it: no small JPEG of 320 pixels."""
    if path.stat().st_size > MAX_THUMB_BYTES:
        return None
    try:
        with Image.open(path, formats=["JPEG"]) as picture:
            size = Size(width=picture.width, height=picture.height)
    except _UNREADABLE:
        return None
    return size if max(size.width, size.height) <= THUMB_SIDE else None
