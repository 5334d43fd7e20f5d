"""The engine on this machine, from the order to the file, with the real studio."""

from pathlib import Path

import av
import pytest
from PIL import Image, ImageDraw

from adapters.base import Asset, Order
from bot.local_engine import frame_of, local_engine, make_clip, usual_ratio
from studio.probe import has_fast_start, probe
from wire.errors import BadMedia


@pytest.fixture
def portrait(tmp_path: Path) -> Path:
    """White, with a black square in the middle."""
    path = tmp_path / "portrait.png"
    picture = Image.new("RGB", (90, 160), "white")
    ImageDraw.Draw(picture).rectangle((30, 65, 60, 95), fill="black")
    picture.save(path)
    return path


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


async def _asset(order: Order) -> Asset:
    engine = local_engine()
    look = await engine.look(await engine.submit(order, key="5a" * 16))
    return look.assets[0]


def _dark(frame: av.VideoFrame) -> int:
    return int((frame.to_ndarray(format="gray") < 60).sum())


async def test_a_portrait_becomes_a_film_for_a_phone_into_which_the_camera_moves(
    portrait: Path, tmp_path: Path
) -> None:
    asset = await _asset(Order(task="video", images=(str(portrait),), seconds=2))
    out = tmp_path / "clip.mp4"
    assert await local_engine().fetch(asset, out) == out.stat().st_size
    found = await probe(out)
    assert (found.width, found.height) == (1080, 1920)
    assert found.duration_ms == pytest.approx(2000, abs=50)
    assert has_fast_start(out)
    with av.open(str(out)) as film:
        assert film.streams.video[0].codec_context.name == "h264"
        frames = list(film.decode(video=0))
    assert len(frames) == 60
    assert _dark(frames[-1]) > 1.2 * _dark(frames[0])
    assert _names(tmp_path) == {"portrait.png", "clip.mp4"}


async def test_a_wish_for_another_shape_and_motion_is_kept(portrait: Path, tmp_path: Path) -> None:
    order = Order(task="video", prompt="zoom out", images=(str(portrait),), ratio="1:1", seconds=2)
    await local_engine().fetch(await _asset(order), tmp_path / "clip.mp4")
    with av.open(str(tmp_path / "clip.mp4")) as film:
        frames = list(film.decode(video=0))
    assert (frames[0].width, frames[0].height) == (1080, 1080)
    assert _dark(frames[0]) > 1.1 * _dark(frames[-1])


async def test_words_become_a_card_or_a_film_of_a_card(tmp_path: Path) -> None:
    engine = local_engine()
    card, film = tmp_path / "card.png", tmp_path / "film.mp4"
    await engine.fetch(await _asset(Order(task="image", prompt="海上日落", ratio="4:5")), card)
    with Image.open(card) as drawn:
        assert (drawn.format, drawn.size) == ("PNG", (1080, 1350))
    await engine.fetch(await _asset(Order(task="video", prompt="海上日落", seconds=2)), film)
    found = await probe(film)
    assert (found.width, found.height) == (1080, 1920)


async def test_a_file_that_is_no_picture_is_told_as_bad_media(tmp_path: Path) -> None:
    bad = tmp_path / "bad.jpg"
    bad.write_bytes(b"this is no picture")
    asset = await _asset(Order(task="video", images=(str(bad),)))
    with pytest.raises(BadMedia):
        await local_engine().fetch(asset, tmp_path / "clip.mp4")
    assert _names(tmp_path) == {"bad.jpg"}


async def test_a_film_is_no_picture(portrait: Path, tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    await make_clip(portrait, film, ratio="1:4", seconds=2, motion="still")
    with pytest.raises(BadMedia):
        await make_clip(film, tmp_path / "again.mp4", ratio="", seconds=2, motion="still")


def test_ratios_become_frames_that_the_studio_can_make() -> None:
    frames = {
        "9:16": (1080, 1920),
        "16:9": (1920, 1080),
        "1:1": (1080, 1080),
        "4:5": (1080, 1350),
        "21:9": (1920, 822),
        "1:4": (480, 1920),
        "1280:720": (1920, 1080),
    }
    assert {ratio: frame_of(ratio) for ratio in frames} == frames


def test_the_picture_decides_where_no_shape_is_wished() -> None:
    assert [usual_ratio(3, 4), usual_ratio(4, 3), usual_ratio(100, 95)] == ["9:16", "16:9", "1:1"]
