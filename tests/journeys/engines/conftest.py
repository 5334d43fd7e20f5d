"""Files that people send to engines."""

from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from studio.render import render
from studio.timeline import ImageSegment, Timeline


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the same picture as PNG, WebP, GIF and HEIC, and a big one."""
    folder = tmp_path_factory.mktemp("pictures")
    photo = Image.effect_noise((640, 480), 60).convert("RGB")
    ImageDraw.Draw(photo).ellipse([160, 120, 480, 360], fill=(240, 170, 90))
    for ending in ("png", "webp", "gif"):
        photo.save(folder / f"it.{ending}")
    _heic(photo, folder / "it.heic")
    big = Image.effect_noise((2000, 1500), 90).convert("RGB")
    big.save(folder / "big.jpg", quality=95)
    assert (folder / "big.jpg").stat().st_size > 2_000_000
    return folder


def _heic(photo: Image.Image, path: Path) -> None:
    from pillow_heif import from_pillow

    from_pillow(photo).save(path)


@pytest.fixture
async def small_film(tmp_path: Path, pictures: Path) -> Path:
    """A clip of a second."""
    still = ImageSegment(start_ms=0, duration_ms=1000, path=pictures / "it.png")
    out = tmp_path / "film.mp4"
    await render(
        Timeline(width=320, height=240, pictures=(still,)), out, poster=tmp_path / "poster.jpg"
    )
    return out
