"""Tells a file's format by its first bytes, by an allow-list; it decodes nothing."""

from pathlib import Path

import filetype  # type: ignore[import-untyped]

from studio.errors import MediaError, Reason
from studio.media import Format, Kind

_HEAD_BYTES = 8192

# The names that `filetype` gives; what is not listed is refused.
_FORMATS = {
    "jpg": Format.JPEG,
    "png": Format.PNG,
    "apng": Format.PNG,
    "webp": Format.WEBP,
    "gif": Format.GIF,
    "heic": Format.HEIC,
    "mp4": Format.MP4,
    "m4v": Format.MP4,
    "3gp": Format.MP4,
    "mov": Format.MOV,
    "avi": Format.AVI,
    "webm": Format.WEBM,
    "mkv": Format.MKV,
    "mp3": Format.MP3,
    "wav": Format.WAV,
    "m4a": Format.M4A,
    "aac": Format.AAC,
}
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1")
# MPEG-1 layer III with a checksum, which `filetype` does not list.
_MP3_SYNC = b"\xff\xfa"

MIMES = {
    Format.JPEG: "image/jpeg",
    Format.PNG: "image/png",
    Format.WEBP: "image/webp",
    Format.GIF: "image/gif",
    Format.HEIC: "image/heic",
    Format.MP4: "video/mp4",
    Format.MOV: "video/quicktime",
    Format.AVI: "video/x-msvideo",
    Format.WEBM: "video/webm",
    Format.MKV: "video/x-matroska",
    Format.MP3: "audio/mpeg",
    Format.WAV: "audio/wav",
    Format.M4A: "audio/mp4",
    Format.AAC: "audio/aac",
}


def sniff(path: Path) -> Format:
    """The format of a file by its content.

    Raises:
        MediaError: the file is empty or of a kind that is not accepted.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if not head:
        raise MediaError(Reason.EMPTY, path)
    guess = filetype.guess(head)
    found = _FORMATS.get(guess.extension) if guess else _by_brand(head)
    if found is None:
        raise MediaError(Reason.UNKNOWN_KIND, path)
    return found


def _by_brand(head: bytes) -> Format | None:
    # Phones and phone apps use more ISO brands than `filetype` lists; the decoder confirms.
    if head[4:8] != b"ftyp":
        return Format.MP3 if head.startswith(_MP3_SYNC) else None
    return Format.HEIC if head[8:12] in _HEIC_BRANDS else Format.MP4


def kind_of(found: Format) -> Kind:
    """What a format is usually used as."""
    return Kind(MIMES[found].partition("/")[0])
