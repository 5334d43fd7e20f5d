"""How the camera moves over a still picture, measured before the encoder adds its own noise."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from studio.engine import motion, movie, planes
from studio.timeline import ImageSegment, Motion, Timeline

Points = NDArray[np.float64]


@pytest.fixture(scope="module")
def path_of_a_spot(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Motion], Points]:
    """Where a soft spot of a photo is seen in each frame of two seconds: (frames, 2) in pixels."""
    path = tmp_path_factory.mktemp("motion") / "spot.png"
    at_y, at_x = np.mgrid[0:640, 0:480]
    spot = np.exp(-((at_x - 170) ** 2 + (at_y - 250) ** 2) / (2 * 14**2))
    Image.fromarray((spot * 235).astype(np.uint8)).convert("RGB").save(path)

    def follow(kind: Motion) -> Points:
        still = ImageSegment(start_ms=0, duration_ms=2000, path=path, motion=kind)
        frames = movie.frames(Timeline(width=240, height=320, pictures=(still,)))
        return np.array([_centre(planes.view(frame).y) for frame in frames])

    return follow


def _centre(luma: NDArray[np.uint8]) -> tuple[float, float]:
    light = np.clip(luma.astype(float) - 30, 0, None)
    at_y, at_x = np.mgrid[0 : light.shape[0], 0 : light.shape[1]]
    return float((light * at_x).sum() / light.sum()), float((light * at_y).sum() / light.sum())


@pytest.mark.parametrize("kind", list(Motion))
def test_motion_is_smooth_to_a_fraction_of_a_pixel(
    path_of_a_spot: Callable[[Motion], Points], kind: Motion
) -> None:
    # A camera that shakes changes its speed from frame to frame; whole pixels give 0.4 and more.
    shake = np.diff(path_of_a_spot(kind), n=2, axis=0)
    assert float(np.sqrt((shake**2).mean())) < 0.03
    assert float(np.abs(shake).max()) < 0.1


@pytest.mark.parametrize(
    ("kind", "right", "down"),
    [
        # The spot stands left of and above the middle. What the camera turns away from goes
        # the other way.
        (Motion.STILL, 0, 0),
        (Motion.ZOOM_IN, -1, -1),
        (Motion.ZOOM_OUT, 1, 1),
        (Motion.PAN_LEFT, 1, 0),
        (Motion.PAN_RIGHT, -1, 0),
        (Motion.PAN_UP, 0, 1),
        (Motion.PAN_DOWN, 0, -1),
    ],
)
def test_each_motion_goes_its_way(
    path_of_a_spot: Callable[[Motion], Points], kind: Motion, right: int, down: int
) -> None:
    points = path_of_a_spot(kind)
    moved = points[-1] - points[0]
    for way, sign in zip(moved, (right, down), strict=True):
        assert abs(way) < 0.05 if sign == 0 else way * sign > 4


def test_a_zoom_in_ends_where_the_zoom_out_begins() -> None:
    frame, stage = planes.Size(width=240, height=320), planes.Size(width=284, height=378)
    inward = motion.path(Motion.ZOOM_IN, stage, frame, 1000)
    outward = motion.path(Motion.ZOOM_OUT, stage, frame, 1000)
    assert inward.at(1) == outward.at(0)
    assert inward.at(0).scale == pytest.approx(motion.ZOOM, abs=0.01)


def test_a_pan_over_a_panorama_uses_what_the_frame_would_cut_off(tmp_path: Path) -> None:
    wide = np.zeros((320, 1280, 3), np.uint8)
    wide[:, :, 0] = np.linspace(0, 255, 1280)
    Image.fromarray(wide).save(tmp_path / "wide.png")
    still = ImageSegment(
        start_ms=0, duration_ms=6000, path=tmp_path / "wide.png", motion=Motion.PAN_RIGHT
    )
    timeline = Timeline(width=240, height=320, pictures=(still,))
    reds = [planes.to_rgb(planes.view(f))[10, 120, 0] for f in movie.frames(timeline)]
    # 0.16 of the frame's width a second: 230 of 1280 pixels.
    assert int(reds[-1]) - int(reds[0]) == pytest.approx(255 * 230 / 1280, abs=6)
