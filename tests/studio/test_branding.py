"""A logo is laid over a picture or a film, where it belongs, and the rest stays as it was."""

from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image, ImageDraw

from studio.branding import lay_logo
from studio.errors import MediaError
from studio.probe import probe
from studio.render import render
from studio.timeline import AudioSegment, ImageSegment, Motion, Timeline


@pytest.fixture
def logo(tmp_path: Path) -> Path:
    """A red disc on nothing, wider than it is high."""
    picture = Image.new("RGBA", (600, 300))
    ImageDraw.Draw(picture).ellipse((0, 0, 599, 299), fill=(230, 20, 20, 255))
    path = tmp_path / "logo.logo"  # told by its content
    picture.save(path, "PNG")
    return path


@pytest.fixture
def wall(tmp_path: Path) -> Path:
    path = tmp_path / "wall.png"
    Image.new("RGB", (1000, 600), (120, 130, 140)).save(path)
    return path


def red(pixels: np.ndarray) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what is red."""
    colours = pixels.astype(int)
    rows, columns = np.nonzero((colours[..., 0] > 170) & (colours[..., 1] < 90))
    return int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1


@pytest.mark.parametrize("form", ["png", "jpg"])
async def test_it_lies_in_the_lower_right_corner_of_a_picture(
    wall: Path, logo: Path, tmp_path: Path, form: str
) -> None:
    source = tmp_path / f"source.{form}"
    Image.open(wall).save(source, quality=95)
    out = tmp_path / f"out.{form}"
    await lay_logo(source, logo, out)
    with Image.open(out) as made:
        assert made.format == {"png": "PNG", "jpg": "JPEG"}[form]
        pixels = np.asarray(made.convert("RGB"))
    left, top, right, bottom = red(pixels)
    assert right - left == pytest.approx(120, abs=3)
    assert bottom - top == pytest.approx(60, abs=3)
    assert (1000 - right, 600 - bottom) == pytest.approx((30, 30), abs=3)
    # Its corners are transparent, and all else is as it was.
    assert np.abs(pixels[top + 2, left + 2].astype(int) - (120, 130, 140)).max() < 12
    assert np.abs(pixels[:400].astype(int) - (120, 130, 140)).max() < 4


async def test_it_lies_over_a_film_whose_sound_and_length_stay(
    wall: Path, logo: Path, tmp_path: Path
) -> None:
    film, out = tmp_path / "film.mp4", tmp_path / "out.mp4"
    still = ImageSegment(start_ms=0, duration_ms=1000, path=wall, motion=Motion.STILL)
    sound = AudioSegment(start_ms=0, duration_ms=1000)
    timeline = Timeline(width=500, height=300, pictures=(still,), sounds=(sound,))
    await render(timeline, film, poster=tmp_path / "poster.jpg")
    await lay_logo(film, logo, out)
    made = await probe(out)
    assert (made.width, made.height, made.has_audio) == (500, 300, True)
    assert made.duration_ms == pytest.approx(1000, abs=60)
    with av.open(str(out)) as container:
        frames = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    assert len(frames) == 30
    for frame in (frames[0], frames[-1]):
        left, _, right, bottom = red(frame)
        assert right - left == pytest.approx(60, abs=4)
        assert (500 - right, 300 - bottom) == pytest.approx((15, 15), abs=4)


async def test_what_is_no_picture_is_no_logo(wall: Path, tmp_path: Path) -> None:
    no_logo = tmp_path / "logo.logo"
    no_logo.write_bytes(b"\x89PNG\r\n\x1a\n broken")
    with pytest.raises(MediaError):
        await lay_logo(wall, no_logo, tmp_path / "out.png")
    assert not (tmp_path / "out.png").exists()
