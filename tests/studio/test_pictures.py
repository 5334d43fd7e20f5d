"""Thumbnails and the picture of a timeline."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from studio.errors import MediaError, Reason
from studio.picture import Bar, TrackKind, TrackRow, TracksPicture, draw_tracks
from studio.thumbnail import thumbnail, to_jpeg

Make = Callable[[str], Path]


async def test_a_thumbnail_is_small_enough_for_telegram(tmp_path: Path) -> None:
    Image.effect_noise((1800, 900), 120).convert("RGB").save(tmp_path / "large.png")
    await thumbnail(tmp_path / "large.png", tmp_path / "thumb.jpg")
    with Image.open(tmp_path / "thumb.jpg") as small:
        assert (small.format, small.size) == ("JPEG", (320, 160))
    assert (tmp_path / "thumb.jpg").stat().st_size < 200_000


@pytest.mark.parametrize("name", ["clip.mp4", "clip.webm"])
async def test_a_thumbnail_of_a_clip_shows_its_beginning(
    media: Make, tmp_path: Path, name: str
) -> None:
    await thumbnail(media(name), tmp_path / "thumb.jpg")
    with Image.open(tmp_path / "thumb.jpg") as small:
        assert small.size == (160, 120)
        # Half a second after the start, at 100 levels a second from 40 on.
        assert np.asarray(small).mean() == pytest.approx(40 + 50, abs=10)


async def test_sound_has_no_thumbnail(media: Make, tmp_path: Path) -> None:
    with pytest.raises(MediaError) as caught:
        await thumbnail(media("sound.mp3"), tmp_path / "thumb.jpg")
    assert caught.value.reason is Reason.UNKNOWN_KIND


async def test_a_heic_becomes_a_jpeg_of_the_same_size(picture: Make, tmp_path: Path) -> None:
    await to_jpeg(picture("phone.heic"), tmp_path / "phone.jpg")
    with Image.open(tmp_path / "phone.jpg") as plain:
        assert (plain.format, plain.size) == ("JPEG", (120, 160))


def _row(kind: TrackKind, *bars: Bar) -> TrackRow:
    return TrackRow(kind=kind, label="轨道", bars=bars)


async def test_bars_stand_where_their_times_are(picture: Make, tmp_path: Path) -> None:
    tracks = TracksPicture(
        title="Project",
        rows=(
            _row(
                TrackKind.VIDEO,
                Bar(start_ms=0, duration_ms=2000, label="cat.jpg", media=picture("still.png")),
            ),
            _row(TrackKind.AUDIO, Bar(start_ms=2000, duration_ms=2000, label="Lo-fi")),
        ),
    )
    await draw_tracks(tracks, tmp_path / "tracks.png")
    with Image.open(tmp_path / "tracks.png") as drawn:
        assert drawn.format == "PNG"
        assert drawn.width == 1280
        pixels = np.asarray(drawn.convert("RGB")).astype(int)
    middle = 190 + (1280 - 190 - 44) // 2
    green = np.abs(pixels - (22, 160, 133)).max(axis=2) < 8
    assert green[:, middle + 20 :].any()
    assert not green[:, 190 : middle - 20].any()
    red = np.abs(pixels - (255, 0, 0)).max(axis=2) < 40
    assert red[:, 190:middle].any()
    assert not red[:, middle + 20 :].any()


async def test_bars_that_overlap_stand_below_each_other(tmp_path: Path) -> None:
    heights = []
    for second_ms in (500, 400):
        bars = [Bar(start_ms=at, duration_ms=500, label="a") for at in (0, second_ms)]
        tracks = TracksPicture(title="", rows=(_row(TrackKind.TITLE, *bars),))
        await draw_tracks(tracks, tmp_path / "tracks.png")
        with Image.open(tmp_path / "tracks.png") as drawn:
            heights.append(drawn.height)
    assert heights[0] < heights[1]


async def test_odd_timelines_are_drawn_all_the_same(tmp_path: Path) -> None:
    missing = Bar(start_ms=0, duration_ms=1, label="x" * 999, media=tmp_path / "missing.jpg")
    crowd = [Bar(start_ms=0, duration_ms=9000, label="خصم 🎉\n夏") for _ in range(300)]
    for tracks in (
        TracksPicture(title="", rows=()),
        TracksPicture(title="夏 " * 300, rows=(_row(TrackKind.VIDEO, missing),)),
        TracksPicture(title="crowd", rows=(_row(TrackKind.AUDIO, *crowd),)),
        TracksPicture(
            title="long",
            rows=(_row(TrackKind.VIDEO, Bar(start_ms=0, duration_ms=9_000_000, label="")),),
        ),
    ):
        await draw_tracks(tracks, tmp_path / "odd.png")
        with Image.open(tmp_path / "odd.png") as drawn:
            # What Telegram accepts as a photo.
            assert sum(drawn.size) <= 10_000


def test_the_callers_process_never_loads_a_decoder() -> None:
    listing = (
        "import sys, studio.render, studio.probe, studio.thumbnail, studio.picture;"
        "print({'av', 'cv2', 'numpy', 'PIL', 'pillow_heif'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", listing], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"
