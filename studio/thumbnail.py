"""Makes JPEGs: the small one that a chat shows for a video, and one that everybody can open."""

from pathlib import Path

from studio import worker
from studio.jobs import Shrink

_TIMEOUT_S = 30.0


async def thumbnail(source: Path, out: Path) -> None:
    """Writes a JPEG of at most 320 pixels a side and 200 kB, as Telegram wants it.

    Raises:
        MediaError: `source` is neither a picture nor a clip, or cannot be decoded.
    """
    job = Shrink(source=source, out=out, longest=320, most_bytes=200_000)
    await worker.run(job, timeout_s=_TIMEOUT_S)


async def to_jpeg(source: Path, out: Path) -> None:
    """Writes a JPEG for those who cannot open `source`, such as a HEIC from a phone.

    At most 4096 pixels a side, upright, without the original's other data.

    Raises:
        MediaError: `source` is neither a picture nor a clip, or cannot be decoded.
    """
    job = Shrink(source=source, out=out, longest=4096, most_bytes=10_000_000)
    await worker.run(job, timeout_s=_TIMEOUT_S)


async def small_jpeg(source: Path, out: Path, *, most_bytes: int) -> None:
    """Writes a JPEG of at most 2048 pixels a side and this many bytes.

    Raises:
        MediaError: `source` is neither a picture nor a clip, or cannot be decoded.
    """
    job = Shrink(source=source, out=out, longest=2048, most_bytes=most_bytes)
    await worker.run(job, timeout_s=_TIMEOUT_S)
