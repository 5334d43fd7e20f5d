"""A picture as three planes of BT.709 4:2:0, the form in which everything is composed.

Working in the encoder's own form halves the bytes to move and saves a conversion per frame. It
knows nothing of files.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, Interpolation
from numpy.typing import NDArray

Plane = NDArray[np.uint8]

BLACK_Y = 16
NEUTRAL = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Width and height in pixels; both even wherever planes are made."""

    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Planes:
    """Luma and the two chroma planes, the latter of half the width and height; limited range."""

    y: Plane
    u: Plane
    v: Plane

    def __iter__(self) -> Iterator[Plane]:
        return iter((self.y, self.u, self.v))

    @property
    def size(self) -> Size:
        """The size of the luma plane."""
        height, width = self.y.shape
        return Size(width=width, height=height)

    def map(self, change: Callable[[Plane], Plane]) -> "Planes":
        """The planes after `change` was applied to each."""
        return Planes(y=change(self.y), u=change(self.u), v=change(self.v))


def even(value: float) -> int:
    """The nearest even whole number, at least 2."""
    return max(2, 2 * round(value / 2))


def black(size: Size) -> Planes:
    """An empty picture."""
    half = (size.height // 2, size.width // 2)
    return Planes(
        y=np.full((size.height, size.width), BLACK_Y, np.uint8),
        u=np.full(half, NEUTRAL, np.uint8),
        v=np.full(half, NEUTRAL, np.uint8),
    )


def from_frame(frame: av.VideoFrame, size: Size) -> Planes:
    """A decoded frame in any colours, scaled to `size`."""
    wanted = frame.reformat(
        width=size.width,
        height=size.height,
        format="yuv420p",
        dst_colorspace=Colorspace.ITU709,
        dst_color_range=ColorRange.MPEG,
        interpolation=Interpolation.BICUBIC,
    )
    return view(wanted)


def from_rgb(pixels: NDArray[np.uint8]) -> Planes:
    """An array of (height, width, 3), both even, as planes."""
    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="rgb24")
    return from_frame(frame, Size(width=frame.width, height=frame.height))


def to_rgb(planes: Planes) -> NDArray[np.uint8]:
    """The planes as an array of (height, width, 3)."""
    frame = empty_frame(planes.size)
    for target, plane in zip(view(frame), planes, strict=True):
        target[:] = plane
    pixels = frame.reformat(
        format="rgb24", src_colorspace=Colorspace.ITU709, src_color_range=ColorRange.MPEG
    ).to_ndarray()
    return pixels.astype(np.uint8, copy=False)


def empty_frame(size: Size) -> av.VideoFrame:
    """A frame for the encoder whose planes are still to be written through `view`."""
    return av.VideoFrame(size.width, size.height, "yuv420p")


def view(frame: av.VideoFrame) -> Planes:
    """The planes of a yuv420p frame, without a copy: writing to them changes the frame."""
    y, u, v = (
        np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)[
            :, : plane.width
        ]
        for plane in frame.planes
    )
    return Planes(y=y, u=u, v=v)
