"""Makes the small JPEG that a chat shows before a file is loaded."""

from pathlib import Path

from studio import worker
from studio.jobs import Shrink

_TIMEOUT_S = 30.0


async def thumbnail(source: Path, out: Path) -> None:
    """Writes a JPEG of at most 320 pixels a side and 200 kB, as Telegram wants it.

    Raises:
        MediaError: `source` is neither a picture nor a clip, or cannot be decoded.
    """
    await worker.run(Shrink(source=source, out=out), timeout_s=_TIMEOUT_S)
