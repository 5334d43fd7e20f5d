"""What a media file is, as far as anybody outside the studio needs to know it.

It opens no file.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a file can be used as; an animated GIF is an image that moves."""

    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"


class Format(StrEnum):
    """The containers that are accepted, told apart by content and never by name."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    GIF = "gif"
    HEIC = "heic"
    MP4 = "mp4"
    MOV = "mov"
    AVI = "avi"
    WEBM = "webm"
    MKV = "mkv"
    MP3 = "mp3"
    WAV = "wav"
    M4A = "m4a"
    AAC = "aac"


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaInfo:
    """A file that was opened and partly decoded.

    Width and height are as shown, after rotation, in pixels; 0 for sound. `duration_ms` is that
    of one loop for an animated image and 0 for a still one.
    """

    kind: Kind
    format: Format
    mime: str
    width: int = 0
    height: int = 0
    duration_ms: int = 0
    animated: bool = False
    has_audio: bool = False
