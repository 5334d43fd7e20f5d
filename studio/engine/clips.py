"""Reads a video clip at given times, upright and in the frame's size."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import cv2
import numpy as np
from av.container import InputContainer

from studio.engine import containers, fit
from studio.engine.planes import Planes, Size, from_frame
from studio.errors import MediaError, Reason

_TURNS = {
    90: cv2.ROTATE_90_COUNTERCLOCKWISE,
    180: cv2.ROTATE_180,
    270: cv2.ROTATE_90_CLOCKWISE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """A decoded frame and when it appears, in seconds from the start of the clip."""

    frame: av.VideoFrame
    at_s: float


def shown_size(frame: av.VideoFrame, stream: av.VideoStream) -> Size:
    """Width and height after rotation and with square pixels."""
    ratio = stream.sample_aspect_ratio or 1
    width, height = round(frame.width * ratio), frame.height
    if frame.rotation % 180:
        width, height = height, width
    return Size(width=width, height=height)


def timed(container: InputContainer, stream: av.VideoStream, from_s: float) -> Iterator[Timed]:
    """The frames from the key frame before `from_s` on."""
    origin_s = containers.origin_s(container)
    if from_s > 0:
        container.seek(int((from_s + origin_s) * av.time_base))
    for frame in containers.pictures(container, stream):
        yield Timed(frame=frame, at_s=(frame.time or 0.0) - origin_s)


def frames_at(
    container: InputContainer, stream: av.VideoStream, times_s: Iterable[float], size: Size
) -> Iterator[Planes]:
    """What the clip shows at each of the rising times; the last frame stays when it is over."""
    times = iter(times_s)
    first_s = next(times)
    source = timed(container, stream, first_s)
    current, coming = next(source, None), next(source, None)
    if current is None:
        raise MediaError(Reason.DAMAGED, Path(container.name))
    shown: Planes | None = None
    for time_s in (first_s, *times):
        while coming and coming.at_s <= time_s:
            current, coming, shown = coming, next(source, None), None
        if shown is None:
            wanted = fit.scaled(shown_size(current.frame, stream), size)
            shown = fit.settle(upright(current.frame, wanted), size)
        yield shown


def upright(frame: av.VideoFrame, wanted: Size) -> Planes:
    """A frame turned as the camera noted, in the size `wanted`."""
    turn = _TURNS.get(round(frame.rotation) % 360)
    if turn is None:
        return from_frame(frame, wanted)
    lying = turn != cv2.ROTATE_180
    stored = Size(width=wanted.height, height=wanted.width) if lying else wanted
    return from_frame(frame, stored).map(
        lambda plane: cv2.rotate(plane, turn).astype(np.uint8, copy=False)
    )
