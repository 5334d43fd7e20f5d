"""Makes a finished film small enough for whoever takes files only up to some size.

It opens no media itself, and knows nothing of who wants the film.
"""

import tempfile
from collections.abc import Callable
from pathlib import Path

from studio import worker
from studio.errors import MediaError, Reason, StudioBroken
from studio.jobs import Compress
from studio.media import Kind, MediaInfo
from studio.probe import probe

_START_S, _PER_SECOND_S = 60, 30


async def fit_film(
    source: Path,
    out: Path,
    *,
    max_bytes: int,
    on_progress: Callable[[float], None] | None = None,
) -> MediaInfo:
    """Writes the film to `out`, H.264 and AAC in an MP4 of `max_bytes` at most; what it is now.

    Its length and shape stay; so does its size, unless so few bits ask for a smaller one. `out`
    appears only when whole, and may be `source`. `on_progress` gets the share done, 0 to 1, and
    begins anew when the film has to be made once more. When the task is cancelled the work stops
    at once and leaves no files.

    Raises:
        CannotFit: it would not be worth watching any more.
        MediaError: `source` is no clip, or cannot be decoded.
        StudioBroken: the process that did it died.
    """
    was = await probe(source)
    if was.kind is not Kind.VIDEO:
        raise MediaError(Reason.UNKNOWN_KIND, source)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".fit-") as scratch:
        job = Compress(
            source=source,
            out=Path(scratch, "film"),
            max_bytes=max_bytes,
            duration_ms=was.duration_ms,
        )
        timeout_s = _START_S + _PER_SECOND_S * was.duration_ms / 1000
        found = await worker.run(job, timeout_s=timeout_s, on_progress=on_progress)
        if found is None:
            raise StudioBroken("the process made the film and said nothing of it")
        job.out.replace(out)
    return found
