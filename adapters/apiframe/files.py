"""Which files of ours Apiframe takes, checked before they are sent."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from adapters.apiframe.border import SERVICE
from wire.errors import BadMedia

IMAGES: Final[Mapping[str, str]] = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".gif": "image/gif",
}
AUDIO: Final[Mapping[str, str]] = {
    ".mp3": "audio/mpeg",
    ".wav": "audio/wav",
    ".m4a": "audio/mp4",
    ".aac": "audio/aac",
    ".ogg": "audio/ogg",
    ".flac": "audio/flac",
}
VIDEOS: Final[Mapping[str, str]] = {
    ".mp4": "video/mp4",
    ".mov": "video/quicktime",
    ".webm": "video/webm",
}


def checked(path: Path, kinds: Mapping[str, str], largest: int) -> str:
    """The file's MIME type. Raises BadMedia for a kind or size not accepted, OSError."""
    ending = path.suffix.lower()
    if ending not in kinds:
        raise BadMedia(f"a file {ending[:10]!r}; taken are {', '.join(kinds)}", service=SERVICE)
    size = path.stat().st_size
    if not 0 < size <= largest:
        raise BadMedia(f"{size} bytes; taken are 1 to {largest}", service=SERVICE)
    return kinds[ending]
