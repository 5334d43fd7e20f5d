"""The camera's path over a still picture, smooth to the fraction of a pixel.

It takes planes and times and gives planes; it knows no file and no encoder.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from studio.engine.planes import Plane, Planes, Size, even
from studio.timeline import Motion

ZOOM = 1.18
# A longer picture would need too large a stage; it is fitted like any other.
_LONGEST_PANORAMA = 6.0
# How far a pan may travel over a picture that is larger than the frame, in frames per second.
_PAN_SPEED = 0.16

_DIRECTIONS = {
    Motion.PAN_LEFT: (-1, 0),
    Motion.PAN_RIGHT: (1, 0),
    Motion.PAN_UP: (0, -1),
    Motion.PAN_DOWN: (0, 1),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the camera sees: centre as shares of the stage, and stage pixels per frame pixel."""

    x: float = 0.5
    y: float = 0.5
    scale: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """From one view to another, with a gentle start and end."""

    start: View
    end: View

    def at(self, share: float) -> View:
        """The view after `share` (0 to 1) of the time."""
        share = min(1.0, max(0.0, share))
        eased = 0.4 * share + 0.6 * share * share * (3 - 2 * share)
        # A zoom looks even when the scale changes by equal factors, not by equal steps.
        ratio = self.end.scale / self.start.scale
        return View(
            x=self.start.x + (self.end.x - self.start.x) * eased,
            y=self.start.y + (self.end.y - self.start.y) * eased,
            scale=self.start.scale * ratio**eased,
        )


def stage_size(motion: Motion, frame: Size) -> Size:
    """The size to prepare a picture in, so that the closest view still shows real pixels."""
    if motion is Motion.STILL:
        return frame
    return Size(width=even(frame.width * ZOOM), height=even(frame.height * ZOOM))


def pans_across(motion: Motion, picture: Size, frame: Size) -> bool:
    """Whether the picture is so long in the direction of the pan that it needs no crop for it."""
    if motion not in _DIRECTIONS:
        return False
    x, _ = _DIRECTIONS[motion]
    ratio = (picture.width * frame.height) / (picture.height * frame.width)
    return ZOOM < (ratio if x else 1 / ratio) <= _LONGEST_PANORAMA


def path(motion: Motion, stage: Size, frame: Size, duration_ms: int) -> Path:
    """The camera's path over a stage for the time the picture is shown."""
    wide = View(scale=min(stage.width / frame.width, stage.height / frame.height))
    match motion:
        case Motion.STILL:
            return Path(start=wide, end=wide)
        case Motion.ZOOM_IN:
            return Path(start=wide, end=View())
        case Motion.ZOOM_OUT:
            return Path(start=View(), end=wide)
        case _:
            return _pan(motion, stage, frame, duration_ms)


def _pan(motion: Motion, stage: Size, frame: Size, duration_ms: int) -> Path:
    reach = _PAN_SPEED * max(1.0, duration_ms / 1000)
    x, y = _DIRECTIONS[motion]
    dx = x * min(stage.width - frame.width, reach * frame.width) / stage.width / 2
    dy = y * min(stage.height - frame.height, reach * frame.height) / stage.height / 2
    return Path(start=View(x=0.5 - dx, y=0.5 - dy), end=View(x=0.5 + dx, y=0.5 + dy))


def look_through(view: View, stage: Planes, frame: Size) -> Planes:
    """The part of the stage that the view shows, as planes of the frame's size."""
    half = Size(width=frame.width // 2, height=frame.height // 2)
    return Planes(
        y=_warped(stage.y, view, frame),
        u=_warped(stage.u, view, half),
        v=_warped(stage.v, view, half),
    )


def _warped(plane: Plane, view: View, frame: Size) -> Plane:
    height, width = plane.shape
    # OpenCV counts from the middle of the first pixel; shares count from its edge.
    left = view.x * width - view.scale * (frame.width - 1) / 2 - 0.5
    top = view.y * height - view.scale * (frame.height - 1) / 2 - 0.5
    matrix = np.array([[view.scale, 0.0, left], [0.0, view.scale, top]])
    return cv2.warpAffine(
        plane,
        matrix,
        (frame.width, frame.height),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    ).astype(np.uint8, copy=False)
