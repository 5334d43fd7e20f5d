"""Says what a media file is, by its content and by decoding some of it in a process apart."""

from pathlib import Path
from typing import BinaryIO

from studio import worker
from studio.errors import MediaError, Reason, StudioBroken
from studio.jobs import Examine
from studio.media import Format, Kind, MediaInfo

__all__ = ["Format", "Kind", "MediaInfo", "has_fast_start", "probe"]

_TIMEOUT_S = 30.0


async def probe(path: Path) -> MediaInfo:
    """Opens the file and decodes enough of it to know that it can be used.

    Raises:
        MediaError: empty, of no accepted kind, damaged, too large, or too slow to decode.
    """
    try:
        found = await worker.run(Examine(path=path), timeout_s=_TIMEOUT_S)
    except StudioBroken as exc:
        # Whatever brings the decoder down is no file to go on with.
        raise MediaError(Reason.DAMAGED, path) from exc
    if found is None:
        raise StudioBroken("the process examined the file and said nothing of it")
    return found


def has_fast_start(path: Path) -> bool:
    """Whether an MP4's index (`moov`) comes before its data (`mdat`), so that it plays at once."""
    with path.open("rb") as file:
        while header := file.read(8):
            kind = header[4:8]
            if kind in {b"moov", b"mdat"}:
                return kind == b"moov"
            if not _skip_box(file, int.from_bytes(header[:4])):
                return False
    return False


def _skip_box(file: BinaryIO, size: int) -> bool:
    """Moves behind a box whose 8 bytes of header were read; false where it cannot be one."""
    rest = size - 8
    if size == 1:  # the real size follows in 8 more bytes
        rest = int.from_bytes(file.read(8)) - 16
    if rest < 0:
        return False
    file.seek(rest, 1)
    return True
