"""Lays a logo over a finished picture or film.

It opens no media itself, and knows nothing of who wants it.
"""

import tempfile
from pathlib import Path

from studio import worker
from studio.jobs import Brand
from studio.probe import probe

_START_S, _PER_SECOND_S = 60, 30


async def lay_logo(source: Path, logo: Path, out: Path) -> None:
    """Writes `source` with the logo in its lower right corner to `out`; it appears only when whole.

    The logo takes 12 % of the width; where it is transparent, one sees through it. A picture
    becomes a JPEG if it is one, else a PNG; a film becomes H.264 and AAC in an MP4 of the same
    size, length and pace.

    Raises:
        MediaError: one of the two cannot be used; its `path` says which.
        StudioBroken: the process that did it died.
    """
    was = await probe(source)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".logo-") as scratch:
        job = Brand(source=source, logo=logo, out=Path(scratch, "out"), duration_ms=was.duration_ms)
        timeout_s = _START_S + _PER_SECOND_S * was.duration_ms / 1000
        await worker.run(job, timeout_s=timeout_s)
        job.out.replace(out)
