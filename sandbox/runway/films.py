"""Makes what a job asks for: a clip of the given or of a drawn picture, or a drawn picture."""

import asyncio
import io
import tempfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image, ImageOps

from sandbox import pictures_drawn
from studio.render import render
from studio.timeline import ImageSegment, Motion, TextSegment, Timeline

FPS: Final = 24
LONGEST_TITLE: Final = 120
_MOVES: Final = {
    "left": Motion.PAN_LEFT,
    "right": Motion.PAN_RIGHT,
    "up": Motion.PAN_UP,
    "down": Motion.PAN_DOWN,
    "out": Motion.ZOOM_OUT,
    "away": Motion.ZOOM_OUT,
    "in": Motion.ZOOM_IN,
    "closer": Motion.ZOOM_IN,
}
_DICE: Final = (Motion.ZOOM_IN, Motion.PAN_RIGHT, Motion.ZOOM_OUT, Motion.PAN_LEFT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be made: `ratio` in pixels or as a shape, "" for that of the first picture."""

    words: str
    ratio: str
    seed: int
    seconds: int = 0
    pictures: Sequence[bytes] = ()


async def film(wish: Wish, out: Path, *, longest_side: int) -> None:
    """Write the clip as an MP4. Raises StudioError, or ValueError for pictures that are none."""
    width, height = _size(wish, longest_side)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".film-") as folder:
        stills = [Path(folder, f"{at}.png") for at in range(max(1, len(wish.pictures)))]
        await asyncio.to_thread(_lay_out, wish, stills, width, height)
        each_ms = wish.seconds * 1000 // len(stills)
        timeline = Timeline(
            width=width,
            height=height,
            fps=FPS,
            # On a drawn picture itself they would move out of the frame.
            titles=() if wish.pictures else (_title(wish),),
            pictures=tuple(
                ImageSegment(
                    start_ms=at * each_ms,
                    duration_ms=each_ms,
                    path=still,
                    motion=_motion(wish, at),
                )
                for at, still in enumerate(stills)
            ),
        )
        await render(timeline, out, poster=Path(folder, "poster.jpg"))


async def picture(wish: Wish, out: Path, *, longest_side: int) -> None:
    """Write the picture as a PNG; from pictures it is a change of the first one."""
    width, height = _size(wish, longest_side)

    def draw() -> None:
        if wish.pictures:
            given, words = wish.pictures[0], wish.words
            made = pictures_drawn.edit(given, words, width=width, height=height, seed=wish.seed)
        else:
            made = pictures_drawn.draw(
                wish.words, width=width, height=height, seed=wish.seed, form="png"
            )
        out.write_bytes(made)

    await asyncio.to_thread(draw)


def _lay_out(wish: Wish, stills: Sequence[Path], width: int, height: int) -> None:
    if not wish.pictures:
        drawn = pictures_drawn.landscape(wish.words, width=width, height=height, seed=wish.seed)
        drawn.save(stills[0])
    for given, still in zip(wish.pictures, stills, strict=False):
        with Image.open(io.BytesIO(given)) as opened:
            upright = ImageOps.exif_transpose(opened).convert("RGB")
        ImageOps.fit(upright, (width, height)).save(still)


def _title(wish: Wish) -> TextSegment:
    words = pictures_drawn.whole(" ".join(wish.words.split()))
    return TextSegment(start_ms=0, duration_ms=wish.seconds * 1000, text=words[:LONGEST_TITLE])


def _size(wish: Wish, longest_side: int) -> tuple[int, int]:
    wide, _, high = wish.ratio.partition(":")
    if wide.isdecimal() and high.isdecimal():
        width, height = int(wide), int(high)
        if width < 100:  # a shape, not pixels
            width, height = width * 1280 // max(width, height), height * 1280 // max(width, height)
    elif wish.pictures:
        with Image.open(io.BytesIO(wish.pictures[0])) as opened:
            width, height = opened.size
    else:
        width, height = 1280, 720
    share = min(1.0, longest_side / max(width, height))
    return max(16, round(width * share / 2) * 2), max(16, round(height * share / 2) * 2)


def _motion(wish: Wish, at: int) -> Motion:
    words = wish.words.lower().replace(",", " ").replace(".", " ").split()
    meant = next((_MOVES[word] for word in words if word in _MOVES), None)
    return (
        meant
        or _DICE[
            (zlib.crc32(pictures_drawn.whole(wish.words).encode()) + wish.seed + at) % len(_DICE)
        ]
    )
