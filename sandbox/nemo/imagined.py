"""Stands in for the real backend's video model: a gradient with the words on it, as a short film.

Nobody could take it for the real thing, and the agent says what it is.
"""

import asyncio
import struct
import tempfile
import zlib
from colorsys import hsv_to_rgb
from pathlib import Path

from sandbox.nemo.project import Media
from studio.render import render
from studio.timeline import ImageSegment, Motion, Position, TextSegment, Timeline

_WIDTH, _HEIGHT = 90, 160


async def film(wanted: Media, out: Path) -> None:
    """Write the film, whose name are the words on it. Raises StudioError."""
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".film-") as scratch:
        picture = Path(scratch, "picture.png")
        hue = zlib.crc32(wanted.name.encode()) / 2**32
        await asyncio.to_thread(lambda: picture.write_bytes(_gradient(hue)))
        timeline = Timeline(
            width=wanted.width,
            height=wanted.height,
            pictures=(
                ImageSegment(
                    start_ms=0,
                    duration_ms=wanted.duration_ms,
                    path=picture,
                    motion=Motion.ZOOM_IN,
                ),
            ),
            titles=(
                TextSegment(
                    start_ms=0,
                    duration_ms=wanted.duration_ms,
                    text=wanted.name,
                    position=Position.CENTER,
                ),
            ),
        )
        await render(timeline, out, poster=Path(scratch, "poster.jpg"))


def _gradient(hue: float) -> bytes:
    """A small PNG that goes from one hue to a neighbouring one, from corner to corner."""
    rows = bytearray()
    for y in range(_HEIGHT):
        rows.append(0)  # the row's filter: none
        for x in range(_WIDTH):
            share = (x / _WIDTH + y / _HEIGHT) / 2
            colour = hsv_to_rgb((hue + 0.18 * share) % 1, 0.65, 0.35 + 0.5 * share)
            rows += bytes(round(channel * 255) for channel in colour)
    header = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(kind, data)
        for kind, data in (
            (b"IHDR", header),
            (b"IDAT", zlib.compress(bytes(rows))),
            (b"IEND", b""),
        )
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
