"""The main job, as a person does it: a photo in, words, an MP4 out; in English and in Chinese."""

from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from studio.probe import has_fast_start
from tests.journeys.town import Heard, Town


def film_of(heard: Heard) -> Path:
    return Path(heard.only("video")["file"])


def check_film(path: Path, *, width: int = 1080, height: int = 1920, seconds: float = 5.0) -> None:
    """A film that plays everywhere, of the right shape and length, that moves smoothly."""
    assert has_fast_start(path)
    with av.open(str(path)) as film:
        picture, sound = film.streams.video[0], film.streams.audio[0]
        assert (picture.codec_context.name, sound.codec_context.name) == ("h264", "aac")
        assert picture.codec_context.pix_fmt == "yuv420p"
        assert (picture.width, picture.height) == (width, height)
        assert picture.average_rate is not None
        assert picture.average_rate >= 24
        frames = [frame.to_ndarray(format="gray")[::8, ::8] for frame in film.decode(picture)]
    assert len(frames) / picture.average_rate == pytest.approx(seconds, abs=0.1)
    steps = [np.abs(a.astype(int) - b).mean() for a, b in pairwise(frames)]
    assert np.median(steps) > 0.05, "the picture stands still"
    assert max(steps) < 8 * np.median(steps) + 1, "the picture jumps"


def test_a_photo_becomes_a_clip_and_is_edited_and_exported(
    town: Town, cat: Path, tmp_path: Path
) -> None:
    first = town.say("turn this image into a 5-second clip", file=cat, save=tmp_path / "first")
    check_film(film_of(first))
    video = first.only("video")
    assert (video["width"], video["height"], video["duration"]) == (1080, 1920, 5)
    assert video["buttons"] == ["Export", "Show tracks", "New project"]
    plain = _middle(film_of(first))

    title = town.say("add the title 'Hello' at the top")
    assert "Hello" in title.texts
    music = town.say("add happy music")
    assert not music.has("video")

    status = town.say("status")
    words = status.only("photo")["text"]
    assert "Timeline (3 tracks)" in words
    assert '"Hello"' in words

    again = town.say("export", save=tmp_path / "again")
    check_film(film_of(again))
    titled = _middle(film_of(again))
    top, rest = slice(0, titled.shape[0] // 3), slice(titled.shape[0] // 2, None)
    changed = np.abs(titled.astype(int) - plain)
    assert changed[top].max() > 60, "no title is seen"
    assert np.percentile(changed[rest], 95) < 30, "something else has changed"
    assert _loudness(film_of(again)) > 10 * _loudness(film_of(first)) + 1e-4


def test_the_same_in_chinese(town: Town, cat: Path, tmp_path: Path) -> None:
    first = town.say("把这张照片做成2秒的视频", name="小明", file=cat, save=tmp_path)
    check_film(film_of(first), seconds=2.0)
    assert first.only("video")["buttons"] == ["导出", "查看轨道", "新项目"]
    title = town.say("加个标题“夏日大促”", name="小明")
    assert "夏日大促" in title.texts
    status = town.say("状态", name="小明")
    assert "时间轴" in status.only("photo")["text"]
    balance = town.say("余额", name="小明")
    assert "积分" in balance.texts
    again = town.say("导出", name="小明", save=tmp_path)
    check_film(film_of(again), seconds=2.0)


def test_the_shape_that_was_asked_for_is_the_shape_of_the_film(
    town: Town, cat: Path, tmp_path: Path
) -> None:
    heard = town.say("make a 2 second square clip of this", file=cat, save=tmp_path)
    film = film_of(heard)
    with av.open(str(film)) as opened:
        picture = opened.streams.video[0]
        assert picture.width == picture.height
    check_film(film, width=picture.width, height=picture.height, seconds=2.0)


def _middle(path: Path) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """The frame one second in, in grey."""
    with av.open(str(path)) as film:
        for frame in film.decode(video=0):
            if frame.time >= 1:
                return frame.to_ndarray(format="gray").astype(np.uint8)
    raise AssertionError("the film is too short")


def _loudness(path: Path) -> float:
    with av.open(str(path)) as film:
        parts = [frame.to_ndarray().astype(float).ravel() for frame in film.decode(audio=0)]
    return float(np.sqrt(np.mean(np.concatenate(parts) ** 2)))
