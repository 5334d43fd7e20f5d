"""Lays a drawn picture, with its transparency, over the planes of a frame."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from studio.engine.planes import Planes, from_rgb

_Layer = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """What lies over one plane: its colour times its opacity, its opacity, and its place."""

    colour: _Layer
    opacity: _Layer
    x: int
    y: int


def overlays(picture: Image.Image, x: int, y: int) -> list[Overlay]:
    """An RGBA picture at a place, for each plane; its sides and its place must be even."""
    rgba = np.asarray(picture)
    opacity = np.asarray(rgba[:, :, 3] / 255, np.float32)
    half = _halved(opacity)
    colours = from_rgb(rgba[:, :, :3])
    return [
        Overlay(colour=plane * alpha, opacity=alpha, x=x // step, y=y // step)
        for plane, alpha, step in zip(colours, (opacity, half, half), (1, 2, 2), strict=True)
    ]


def lay(canvas: Planes, over: Sequence[Overlay], strength: float = 1.0) -> None:
    """Writes it onto the planes; a `strength` below 1 lets more of them through."""
    for plane, overlay in zip(canvas, over, strict=False):
        height, width = overlay.opacity.shape
        seen = plane[overlay.y : overlay.y + height, overlay.x : overlay.x + width]
        mixed = seen * (1 - strength * overlay.opacity) + strength * overlay.colour
        seen[:] = (mixed + 0.5).astype(np.uint8)


def _halved(opacity: _Layer) -> _Layer:
    height, width = opacity.shape
    half = cv2.resize(opacity, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    return half.astype(np.float32, copy=False)
