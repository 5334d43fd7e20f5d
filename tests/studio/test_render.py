"""Renders small timelines for real and looks at, and listens to, what came out."""

import asyncio
import contextlib
import os
import signal
import struct
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import av
import numpy as np
import psutil  # type: ignore[import-untyped]
import pytest
from numpy.typing import NDArray
from PIL import Image

from studio.errors import MediaError, Reason, StudioBroken
from studio.probe import has_fast_start, probe
from studio.render import Rendered, render
from studio.timeline import (
    AudioSegment,
    ImageSegment,
    Look,
    Mood,
    Motion,
    Position,
    TextSegment,
    Timeline,
    VideoSegment,
)

Make = Callable[[str], Path]
Colour = tuple[int, int, int]


class Seen(Protocol):
    """What the fixture `watch` gives."""

    frames: list[NDArray[np.uint8]]
    sound: NDArray[np.float32]
    sound_rate: int


Watch = Callable[[Path], Seen]
pytestmark = pytest.mark.usefixtures("no_leftovers")


async def _render(folder: Path, timeline: Timeline) -> Rendered:
    return await render(timeline, folder / "out.mp4", poster=folder / "out.jpg")


def _still(path: Path, duration_ms: int = 1000, motion: Motion = Motion.STILL) -> ImageSegment:
    return ImageSegment(start_ms=0, duration_ms=duration_ms, path=path, motion=motion)


def _small(*pictures: ImageSegment | VideoSegment, **rest: object) -> Timeline:
    return Timeline(width=120, height=160, pictures=pictures, **rest)  # type: ignore[arg-type]


def _near(pixel: NDArray[np.uint8], colour: tuple[int, int, int]) -> bool:
    return bool(np.abs(pixel.astype(int) - colour).max() < 30)


async def test_a_photo_becomes_the_video_that_was_promised(picture: Make, tmp_path: Path) -> None:
    rendered = await _render(
        tmp_path,
        Timeline(
            width=270,
            height=480,
            pictures=(_still(picture("still.jpeg"), 5000, Motion.ZOOM_IN),),
            sounds=(AudioSegment(start_ms=0, duration_ms=5000, mood=Mood.HAPPY),),
        ),
    )
    assert (rendered.width, rendered.height, rendered.duration_ms) == (270, 480, 5000)
    assert rendered.size_bytes == rendered.path.stat().st_size
    assert has_fast_start(rendered.path)
    with av.open(str(rendered.path)) as container:
        video, sound = container.streams.video[0], container.streams.audio[0]
        context = video.codec_context
        assert (context.name, context.profile, context.pix_fmt) == ("h264", "High", "yuv420p")
        # 1 stands for BT.709, and for the limited range of values.
        tags = (context.colorspace, context.color_primaries, context.color_trc)
        assert (*tags, context.color_range) == (1, 1, 1, 1)
        assert (sound.codec_context.name, sound.rate, sound.layout.name) == (
            "aac",
            48_000,
            "stereo",
        )
        assert container.duration == pytest.approx(5_000_000, abs=100_000)
        times = [frame.time for frame in container.decode(video)]
    assert np.allclose(times, np.arange(150) / 30, atol=1e-4)
    with Image.open(rendered.poster) as poster:
        assert (poster.format, poster.size) == ("JPEG", (270, 480))


async def test_every_kind_of_picture_is_shown_in_its_colours(
    picture: Make, watch: Watch, tmp_path: Path
) -> None:
    endings = ("jpeg", "png", "webp", "gif", "heic")
    stills = [
        replace(_still(picture(f"still.{ending}"), 200), start_ms=200 * index)
        for index, ending in enumerate(endings)
    ]
    frames = watch((await _render(tmp_path, _small(*stills))).path).frames
    for index, ending in enumerate(endings):
        frame = frames[6 * index + 3]
        assert _near(frame[20, 20], (255, 0, 0)), ending
        assert _near(frame[20, 100], (0, 255, 0)), ending
        assert _near(frame[140, 20], (0, 0, 255)), ending
        assert _near(frame[140, 100], (255, 255, 255)), ending


async def test_a_moving_picture_moves_and_begins_again(
    animation: Make, watch: Watch, tmp_path: Path
) -> None:
    endings = ("gif", "webp", "png")
    moving = [
        replace(_still(animation(f"moving.{ending}"), 700), start_ms=700 * index)
        for index, ending in enumerate(endings)
    ]
    frames = watch((await _render(tmp_path, _small(*moving))).path).frames
    red, green, blue = (255, 0, 0), (0, 255, 0), (0, 0, 255)
    for index, ending in enumerate(endings):
        shown = [frames[21 * index + 3 * tenth + 1][80, 60] for tenth in range(7)]
        wanted = (red, green, blue, red, green, blue, red)
        assert all(_near(*pair) for pair in zip(shown, wanted, strict=True)), ending


async def test_an_orientation_note_is_followed(watch: Watch, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise: what is left below comes to the top left
    lying = Image.new("RGB", (160, 120), "blue")
    lying.paste("red", (0, 60, 80, 120))
    lying.save(tmp_path / "lying.jpg", exif=exif, quality=95)
    rendered = await _render(tmp_path, _small(_still(tmp_path / "lying.jpg", 200)))
    frame = watch(rendered.path).frames[0]
    assert _near(frame[20, 20], (255, 0, 0))
    assert _near(frame[20, 100], (0, 0, 255))


async def test_transparency_never_hides_a_dark_drawing(watch: Watch, tmp_path: Path) -> None:
    for name, ink in (("dark", 0), ("light", 255)):
        drawing = Image.new("RGBA", (120, 160))
        drawing.paste((ink, ink, ink, 255), (40, 60, 80, 100))
        drawing.save(tmp_path / f"{name}.png")
    dark, light = _still(tmp_path / "dark.png", 200), _still(tmp_path / "light.png", 200)
    rendered = await _render(tmp_path, _small(dark, replace(light, start_ms=200)))
    for frame in watch(rendered.path).frames[3::6]:
        assert abs(int(frame[80, 60, 0]) - int(frame[10, 10, 0])) > 150


async def test_a_wide_picture_stands_whole_before_a_dim_copy_of_itself(
    watch: Watch, tmp_path: Path
) -> None:
    Image.new("RGB", (400, 200), (200, 60, 60)).save(tmp_path / "wide.png")
    rendered = await _render(tmp_path, _small(_still(tmp_path / "wide.png", 200)))
    frame = watch(rendered.path).frames[0].astype(int)
    assert _near(frame[80, 60], (200, 60, 60))
    red, green, _ = frame[8, 60]
    assert green + 20 < red < 130


async def test_grey_of_sixteen_bits_keeps_its_shades(watch: Watch, tmp_path: Path) -> None:
    shades = np.full((160, 120), 30_000, np.uint16)
    Image.fromarray(shades).save(tmp_path / "deep.png")
    frames = watch(
        (await _render(tmp_path, _small(_still(tmp_path / "deep.png", 100)))).path
    ).frames
    assert frames[1][80, 60].mean() == pytest.approx(30_000 / 257, abs=4)


async def test_pictures_of_any_shape_are_shown(watch: Watch, tmp_path: Path) -> None:
    stills: list[ImageSegment] = []
    for width, height in ((1, 1), (1, 3000), (3000, 1), (3000, 7), (1, 2)):
        path = tmp_path / f"{width}x{height}.png"
        Image.new("RGB", (width, height), "lime").save(path)
        for kind in (Motion.ZOOM_IN, Motion.PAN_LEFT, Motion.PAN_DOWN, Motion.STILL):
            still = _still(path, 100, kind)
            stills.append(replace(still, start_ms=100 * len(stills)))
    frames = watch((await _render(tmp_path, _small(*stills))).path).frames
    assert len(frames) == 3 * len(stills)
    assert all(frame[80, 60, 1] > 90 for frame in frames)


async def test_bright_and_grey_are_seen(picture: Make, watch: Watch, tmp_path: Path) -> None:
    grey = ImageSegment(
        start_ms=0,
        duration_ms=200,
        path=picture("still.png"),
        motion=Motion.STILL,
        look=Look(brightness=0.5, grayscale=True),
    )
    frame = watch((await _render(tmp_path, _small(grey))).path).frames[0].astype(int)
    assert np.ptp(frame[20, 20]) < 8
    assert frame[140, 100].mean() == pytest.approx(128, abs=12)


async def test_a_clip_is_trimmed_sped_up_and_heard_at_its_pitch(
    media: Make, watch: Watch, tmp_path: Path
) -> None:
    endings = ("mp4", "mov", "avi", "webm", "mkv")
    clips = [
        VideoSegment(
            start_ms=600 * index,
            duration_ms=600,
            path=media(f"clip.{ending}"),
            trim_ms=400,
            speed=2.0,
        )
        for index, ending in enumerate(endings)
    ]
    seen = watch((await _render(tmp_path, _small(*clips))).path)
    for index, ending in enumerate(endings):
        # The clip's grey grows by 4 a frame at 25 fps: 100 a second, here twice as fast.
        greys = [float(frame[80, 60, 0]) for frame in seen.frames[18 * index : 18 * (index + 1)]]
        assert greys[0] == pytest.approx(40 + 40, abs=8), ending
        assert greys[15] == pytest.approx(40 + 40 + 100, abs=10), ending
        length = seen.sound_rate * 6 // 10
        heard = seen.sound[0][length * index + 2000 : length * (index + 1) - 2000]
        spectrum = np.abs(np.fft.rfft(heard * np.hanning(len(heard))))
        loudest = np.fft.rfftfreq(len(heard), 1 / seen.sound_rate)[spectrum.argmax()]
        assert loudest == pytest.approx(440, abs=5), ending


async def test_a_clip_shorter_than_its_segment_holds_its_last_frame(
    media: Make, watch: Watch, tmp_path: Path
) -> None:
    clip = VideoSegment(start_ms=0, duration_ms=600, path=media("clip.mp4"), trim_ms=1800)
    seen = watch((await _render(tmp_path, _small(clip))).path)
    assert len(seen.frames) == 18
    assert abs(int(seen.frames[-1][80, 60, 0]) - int(seen.frames[8][80, 60, 0])) < 4


async def test_a_phone_clip_stands_upright(media: Make, watch: Watch, tmp_path: Path) -> None:
    path = tmp_path / "phone.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 160, 120, "yuv420p"
        lying = np.zeros((120, 160, 3), np.uint8)
        lying[60:, :80] = 255
        for _ in range(10):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(lying, format="rgb24")))
        container.mux(stream.encode(None))
    content = bytearray(path.read_bytes())
    # The track header's matrix, from "as it is" to "a quarter turn clockwise", as phones write it.
    straight = struct.pack(">9i", 1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30)
    turned = struct.pack(">9i", 0, 1 << 16, 0, -(1 << 16), 0, 0, 120 << 16, 0, 1 << 30)
    at = content.index(straight, content.index(b"tkhd"))
    content[at : at + len(straight)] = turned
    path.write_bytes(content)
    info = await probe(path)
    assert (info.width, info.height) == (120, 160)
    clip = VideoSegment(start_ms=0, duration_ms=200, path=path)
    frame = watch((await _render(tmp_path, _small(clip))).path).frames[0]
    assert _near(frame[20, 20], (255, 255, 255))
    assert _near(frame[20, 100], (0, 0, 0))
    assert _near(frame[140, 20], (0, 0, 0))


async def test_music_from_a_file_is_heard_at_its_volume_and_fades_away(
    media: Make, picture: Make, watch: Watch, tmp_path: Path
) -> None:
    endings = ("mp3", "wav", "m4a", "aac")
    sounds = tuple(
        AudioSegment(
            start_ms=500 + 2000 * index,
            duration_ms=1500,
            path=media(f"sound.{ending}"),
            volume=0.5,
            trim_ms=300,
        )
        for index, ending in enumerate(endings)
    )
    timeline = _small(_still(picture("still.png"), 8000), sounds=sounds)
    whole = watch((await _render(tmp_path, timeline)).path).sound[0]
    for index, ending in enumerate(endings):
        sound = whole[96_000 * index : 96_000 * (index + 1)]
        assert np.abs(sound[2000:20_000]).max() < 0.01, ending
        # A tone of half the full level at half the volume.
        assert np.abs(sound[40_000:60_000]).max() == pytest.approx(0.25, abs=0.04), ending
        assert np.abs(sound[94_000:95_900]).max() < 0.05, ending


async def test_many_loud_sounds_do_not_clip(
    media: Make, picture: Make, watch: Watch, tmp_path: Path
) -> None:
    loud = AudioSegment(start_ms=0, duration_ms=1500, path=media("sound.wav"), volume=1.0)
    timeline = _small(_still(picture("still.png"), 1500), sounds=(loud,) * 5)
    sound = watch((await _render(tmp_path, timeline)).path).sound
    assert 0.6 < np.abs(sound).max() < 1.0


async def test_there_is_always_a_sound_track(picture: Make, watch: Watch, tmp_path: Path) -> None:
    sound = watch((await _render(tmp_path, _small(_still(picture("still.png"), 300)))).path).sound
    assert sound.shape[0] == 2
    assert np.abs(sound).max() < 0.001


async def test_a_title_comes_where_and_when_it_should(watch: Watch, tmp_path: Path) -> None:
    title = TextSegment(start_ms=400, duration_ms=600, text="Sale 夏", position=Position.TOP)
    timeline = Timeline(
        width=240,
        height=320,
        titles=(title, TextSegment(start_ms=0, duration_ms=1200, text=" ")),
    )
    frames = watch((await _render(tmp_path, timeline)).path).frames
    brightest = [int(frame.max()) for frame in frames]
    assert max(brightest[:11]) < 20
    assert brightest[20] > 230
    assert brightest[12] < brightest[15] < brightest[19]  # it fades in
    assert max(brightest[31:]) < 20
    rows = np.nonzero(frames[20].max(axis=(1, 2)) > 128)[0]
    assert 30 < rows.min() < rows.max() < 110


async def test_gaps_are_black_and_the_later_of_two_segments_is_on_top(
    watch: Watch, tmp_path: Path
) -> None:
    for colour in ("red", "lime"):
        Image.new("RGB", (120, 160), colour).save(tmp_path / f"{colour}.png")

    def piece(colour: str, start_ms: int, duration_ms: int) -> ImageSegment:
        path = tmp_path / f"{colour}.png"
        return ImageSegment(
            start_ms=start_ms, duration_ms=duration_ms, path=path, motion=Motion.STILL
        )

    timeline = _small(piece("red", 200, 600), piece("lime", 400, 200))
    frames = watch((await _render(tmp_path, timeline)).path).frames
    shown = [frames[number][80, 60] for number in (2, 9, 15, 21)]
    wanted = ((0, 0, 0), (255, 0, 0), (0, 255, 0), (255, 0, 0))
    assert all(_near(*pair) for pair in zip(shown, wanted, strict=True)), shown


async def test_progress_rises_to_one(picture: Make, tmp_path: Path) -> None:
    shares: list[float] = []
    timeline = _small(_still(picture("still.png"), 1500))
    await render(
        timeline, tmp_path / "out.mp4", poster=tmp_path / "out.jpg", on_progress=shares.append
    )
    assert shares == sorted(shares)
    assert len(shares) >= 5
    assert shares[-1] == 1.0


@pytest.mark.parametrize(
    "timeline",
    [
        Timeline(width=120, height=160),
        Timeline(width=121, height=160, titles=(TextSegment(start_ms=0, duration_ms=9, text="a"),)),
        Timeline(width=1922, height=90, titles=(TextSegment(start_ms=0, duration_ms=9, text="a"),)),
        _small(VideoSegment(start_ms=0, duration_ms=9, path=Path("a.mp4"), speed=9)),
    ],
)
async def test_a_timeline_that_cannot_be_made_is_refused_at_once(
    tmp_path: Path, timeline: Timeline
) -> None:
    with pytest.raises(ValueError, match=r"speed|even|empty"):
        await _render(tmp_path, timeline)


async def test_a_bad_source_is_named_and_nothing_is_left(picture: Make, tmp_path: Path) -> None:
    folder = tmp_path / "results"
    folder.mkdir()
    content = picture("still.png").read_bytes()
    bad = tmp_path / "bad.png"
    bad.write_bytes(content[: len(content) // 2])
    for segment in (
        _still(bad),
        VideoSegment(start_ms=0, duration_ms=9, path=picture("still.png")),
    ):
        with pytest.raises(MediaError) as caught:
            await _render(folder, _small(segment))
        assert caught.value.path == segment.path
    assert list(folder.iterdir()) == []


async def test_a_download_that_stopped_is_damaged(picture: Make, tmp_path: Path) -> None:
    rendered = await _render(tmp_path, _small(_still(picture("still.png"), 5000, Motion.ZOOM_IN)))
    content = rendered.path.read_bytes()
    rendered.path.write_bytes(content[: len(content) - 700])
    with pytest.raises(MediaError) as caught:
        await probe(rendered.path)
    assert caught.value.reason is Reason.DAMAGED


def _children() -> list[psutil.Process]:
    return [child for child in psutil.Process().children() if "studio" in child.cmdline()]


def _long(picture: Make) -> Timeline:
    return Timeline(
        width=1080, height=1920, pictures=(_still(picture("still.png"), 60_000, Motion.ZOOM_IN),)
    )


async def _begin(timeline: Timeline, folder: Path) -> asyncio.Task[Rendered]:
    """A render that has made its first frames."""
    going = asyncio.Event()

    def on_progress(share: float) -> None:
        if share > 0:
            going.set()

    task = asyncio.create_task(
        render(timeline, folder / "out.mp4", poster=folder / "out.jpg", on_progress=on_progress)
    )
    await asyncio.wait_for(going.wait(), 30)
    return task


async def test_a_cancelled_render_ends_within_a_second_and_leaves_nothing(
    picture: Make, tmp_path: Path
) -> None:
    task = await _begin(_long(picture), tmp_path)
    assert _children()
    started = time.monotonic()
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    assert task.cancelled()
    assert time.monotonic() - started < 1
    assert _children() == []
    assert os.listdir(tmp_path) == []  # noqa: PTH208


async def test_a_render_whose_process_is_killed_says_so(picture: Make, tmp_path: Path) -> None:
    task = await _begin(_long(picture), tmp_path)
    [child] = _children()
    os.kill(child.pid, signal.SIGKILL)
    with pytest.raises(StudioBroken):
        await task
    assert os.listdir(tmp_path) == []  # noqa: PTH208


_ORPHANING = """
import asyncio, os, sys
from pathlib import Path
from studio.render import render
from studio.timeline import *
still = ImageSegment(start_ms=0, duration_ms=60_000, path=Path(sys.argv[1]))
timeline = Timeline(width=1080, height=1920, pictures=(still,))
out = Path(sys.argv[2])
asyncio.run(render(timeline, out / "o.mp4", poster=out / "o.jpg",
                   on_progress=lambda share: print("going", flush=True)))
"""


async def test_a_process_whose_parent_was_killed_ends_by_itself(
    picture: Make, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("orphan")
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _ORPHANING, str(picture("still.png")), str(folder),
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert parent.stdout
    assert await asyncio.wait_for(parent.stdout.readline(), 30) == b"going\n"
    [child] = psutil.Process(parent.pid).children()
    os.kill(parent.pid, signal.SIGKILL)
    await parent.communicate()
    assert psutil.wait_procs([child], timeout=5)[1] == []
