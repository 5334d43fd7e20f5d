"""Turns one picture segment of a timeline into the planes to show at given times.

A shot is a lazy iterator: it holds one picture in memory, never a clip.
"""

from collections.abc import Iterable, Iterator

import cv2
import numpy as np
from PIL import Image

from studio.engine import clips, containers, fit, motion, stills
from studio.engine.planes import BLACK_Y, NEUTRAL, Plane, Planes, Size, black, from_rgb
from studio.engine.sniff import kind_of, sniff
from studio.errors import MediaError, Reason
from studio.media import Format, Kind
from studio.timeline import ImageSegment, Look, VideoSegment


def shot(
    segment: ImageSegment | VideoSegment | None, frame: Size, times_ms: Iterable[float]
) -> Iterator[Planes]:
    """The planes at each of the rising times, counted from the start of the segment.

    Raises:
        MediaError: the source is not what the segment says, or cannot be decoded.
    """
    if segment is None:
        empty = black(frame)
        return (empty for _ in times_ms)
    found = sniff(segment.path)
    wanted = Kind.IMAGE if isinstance(segment, ImageSegment) else Kind.VIDEO
    if kind_of(found) is not wanted:
        raise MediaError(Reason.UNKNOWN_KIND, segment.path)
    if isinstance(segment, ImageSegment):
        return _image_shot(segment, found, frame, times_ms)
    return _clip_shot(segment, found, frame, times_ms)


def _image_shot(
    segment: ImageSegment, found: Format, frame: Size, times_ms: Iterable[float]
) -> Iterator[Planes]:
    with stills.opened(segment.path, found) as image:
        if stills.is_animated(image):
            yield from _animated(image, segment.look, frame, times_ms)
            return
        natural = stills.shown_size(image)
        stage = motion.stage_size(segment.motion, frame)
        if motion.pans_across(segment.motion, natural, frame):
            stage = wanted = fit.cover_size(natural, frame)
        else:
            wanted = fit.scaled(natural, stage)
        pixels = stills.pixels(image, wanted)
    picture = treated(fit.settle(from_rgb(pixels), stage), segment.look)
    path = motion.path(segment.motion, stage, frame, segment.duration_ms)
    for time_ms in times_ms:
        view = path.at(time_ms / segment.duration_ms)
        yield motion.look_through(view, picture, frame)


def _animated(
    image: Image.Image, look: Look, frame: Size, times_ms: Iterable[float]
) -> Iterator[Planes]:
    wanted = fit.scaled(stills.shown_size(image), frame)
    ends_ms = 0.0
    loop = _endless(image, wanted)
    shown = black(frame)
    for time_ms in times_ms:
        while ends_ms <= time_ms:
            moment = next(loop)
            ends_ms += moment.duration_ms
            shown = treated(fit.settle(from_rgb(moment.pixels), frame), look)
        yield shown


def _endless(image: Image.Image, wanted: Size) -> Iterator[stills.Moment]:
    while True:
        yield from stills.moments(image, wanted)


def _clip_shot(
    segment: VideoSegment, found: Format, frame: Size, times_ms: Iterable[float]
) -> Iterator[Planes]:
    with containers.opened(segment.path, found) as container:
        stream = containers.video_stream(container)
        if stream is None:
            raise MediaError(Reason.UNKNOWN_KIND, segment.path)
        times_s = ((segment.trim_ms + time_ms * segment.speed) / 1000 for time_ms in times_ms)
        for planes in clips.frames_at(container, stream, times_s, frame):
            yield treated(planes, segment.look)


def treated(planes: Planes, look: Look) -> Planes:
    """The planes with the wished brightness and colour."""
    if look.grayscale:
        planes = Planes(
            y=planes.y, u=np.full_like(planes.u, NEUTRAL), v=np.full_like(planes.v, NEUTRAL)
        )
    if look.brightness == 1.0:
        return planes
    light, colour = _curve(look.brightness, BLACK_Y), _curve(look.brightness, NEUTRAL)
    return Planes(
        y=_looked_up(planes.y, light),
        u=_looked_up(planes.u, colour),
        v=_looked_up(planes.v, colour),
    )


def _curve(factor: float, rest: int) -> Plane:
    levels = (np.arange(256) - rest) * factor + rest
    return np.asarray(np.clip(levels, 16, 235 if rest == BLACK_Y else 240), np.uint8)


def _looked_up(plane: Plane, curve: Plane) -> Plane:
    return cv2.LUT(np.ascontiguousarray(plane), curve).astype(np.uint8, copy=False)
