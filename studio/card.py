"""Draws words as a picture: large letters, in any script, on a calm background."""

import tempfile
from pathlib import Path

from studio import worker
from studio.jobs import Card

LEAST_SIDE, LARGEST_SIDE = 64, 4096
_TIMEOUT_S = 30.0


async def draw_card(words: str, out: Path, size: tuple[int, int]) -> None:
    """Writes a PNG of `size` (width and height in pixels), which appears only when whole.

    The same words have the same colours. Long ones are written smaller, and very long ones cut.

    Raises:
        ValueError: a side is not from 64 to 4096 pixels, or the words hold half of a character.
        StudioBroken: the drawing process died.
    """
    width, height = size
    if not all(LEAST_SIDE <= side <= LARGEST_SIDE for side in size):
        raise ValueError(f"{width} x {height} pixels")
    words.encode()  # a UnicodeEncodeError is a ValueError
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".card-") as scratch:
        job = Card(words=words, out=Path(scratch, "card"), width=width, height=height)
        await worker.run(job, timeout_s=_TIMEOUT_S)
        job.out.replace(out)
