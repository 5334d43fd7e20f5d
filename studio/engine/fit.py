"""Settles a picture of any shape in the frame: cropped when little is lost, else over a blur."""

import cv2
import numpy as np

from studio.engine.planes import BLACK_Y, NEUTRAL, Plane, Planes, Size, black, even

# A 3:4 phone photo in a 9:16 frame keeps 75 % of itself: that is still cropped.
_LEAST_VISIBLE_SHARE = 0.74
_BACKDROP_LIGHT = 0.5
_BACKDROP_SHRINK = 24


def covers(picture: Size, frame: Size) -> bool:
    """Whether the picture may be cropped to fill the frame."""
    ratio = (picture.width * frame.height) / (picture.height * frame.width)
    return min(ratio, 1 / ratio) >= _LEAST_VISIBLE_SHARE


def scaled(picture: Size, frame: Size) -> Size:
    """The size at which `picture` is best made into planes, to be settled in `frame`."""
    if covers(picture, frame):
        return cover_size(picture, frame)
    scale = min(frame.width / picture.width, frame.height / picture.height)
    return Size(
        width=min(frame.width, even(picture.width * scale)),
        height=min(frame.height, even(picture.height * scale)),
    )


def cover_size(picture: Size, frame: Size) -> Size:
    """The smallest even size in the picture's shape that leaves no part of the frame empty."""
    scale = max(frame.width / picture.width, frame.height / picture.height)
    return Size(
        width=max(frame.width, even(picture.width * scale)),
        height=max(frame.height, even(picture.height * scale)),
    )


def settle(picture: Planes, frame: Size) -> Planes:
    """Planes of the frame's size, from a picture that already has the size `scaled` gave."""
    if picture.size == frame:
        return picture
    filled = picture.size.width >= frame.width and picture.size.height >= frame.height
    return _cropped(picture, frame) if filled else _over_backdrop(picture, frame)


def _cropped(picture: Planes, frame: Size) -> Planes:
    left = (picture.size.width - frame.width) // 4 * 2
    top = (picture.size.height - frame.height) // 4 * 2
    return Planes(
        y=picture.y[top : top + frame.height, left : left + frame.width],
        u=picture.u[top // 2 :, left // 2 :][: frame.height // 2, : frame.width // 2],
        v=picture.v[top // 2 :, left // 2 :][: frame.height // 2, : frame.width // 2],
    )


def _over_backdrop(picture: Planes, frame: Size) -> Planes:
    result = black(frame)
    left = (frame.width - picture.size.width) // 4 * 2
    top = (frame.height - picture.size.height) // 4 * 2
    rests = (BLACK_Y, NEUTRAL, NEUTRAL)
    for canvas, plane, rest, step in zip(result, picture, rests, (1, 2, 2), strict=True):
        canvas[:] = _backdrop(plane, canvas.shape, rest)
        x, y = left // step, top // step
        canvas[y : y + plane.shape[0], x : x + plane.shape[1]] = plane
    return result


def _backdrop(plane: Plane, shape: tuple[int, ...], rest: int) -> Plane:
    """A dim, blurred cover of `plane`; blurred while tiny, which costs next to nothing."""
    height, width = shape
    scale = max(width / plane.shape[1], height / plane.shape[0])
    seen_w, seen_h = max(1, round(width / scale)), max(1, round(height / scale))
    x, y = (plane.shape[1] - seen_w) // 2, (plane.shape[0] - seen_h) // 2
    middle = np.ascontiguousarray(plane[y : y + seen_h, x : x + seen_w])
    tiny_size = (max(2, width // _BACKDROP_SHRINK), max(2, height // _BACKDROP_SHRINK))
    tiny = cv2.resize(middle, tiny_size, interpolation=cv2.INTER_AREA).astype(np.float32)
    soft = cv2.GaussianBlur((tiny - rest) * _BACKDROP_LIGHT + rest, (0, 0), 1.6)
    large = cv2.resize(soft, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.clip(large, 0, 255).astype(np.uint8)
