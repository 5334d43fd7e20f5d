"""Makes small noisy films smaller, and looks at what came out."""

import asyncio
import contextlib
import shutil
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np
import psutil  # type: ignore[import-untyped]
import pytest

from studio.compression import fit_film
from studio.engine.compression import Film, plan
from studio.engine.planes import Size
from studio.errors import CannotFit, MediaError, Reason
from studio.probe import has_fast_start, probe

if TYPE_CHECKING:
    from tests.studio.conftest import Seen

SECONDS, FPS = 3, 25
WIDTH, HEIGHT = 480, 640
SOUND_RATE = 44_100
MIB = 1024 * 1024


@pytest.fixture(scope="session")
def noisy(folder: Path) -> Path:
    """A portrait film of noise over a rising grey, the hardest there is, with a tone."""
    path = folder / "noisy.mp4"
    dice = np.random.default_rng(7)
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=FPS, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        track = container.add_stream("aac", rate=SOUND_RATE, layout="stereo")
        for number in range(SECONDS * FPS):
            noise = dice.integers(0, 100, (HEIGHT, WIDTH, 1), np.uint8) + np.uint8(number)
            frame = av.VideoFrame.from_ndarray(np.repeat(noise, 3, axis=2), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        at = np.arange(SECONDS * SOUND_RATE) / SOUND_RATE
        wave = np.repeat((0.5 * np.sin(2 * np.pi * 440 * at)).astype(np.float32), 2)
        sound = av.AudioFrame.from_ndarray(wave.reshape(1, -1), format="flt", layout="stereo")
        sound.sample_rate, sound.pts, sound.time_base = SOUND_RATE, 0, Fraction(1, SOUND_RATE)
        container.mux(track.encode(sound))
        container.mux(track.encode(None))
    assert path.stat().st_size > MIB
    return path


def _names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


@pytest.mark.parametrize(
    ("max_bytes", "size"),
    [(400_000, (480, 640)), (250_000, (480, 640)), (130_000, (360, 480)), (80_000, (360, 480))],
)
async def test_a_film_fits_keeps_its_length_and_shape_and_plays_everywhere(
    noisy: Path,
    watch: "Callable[[Path], Seen]",
    tmp_path: Path,
    max_bytes: int,
    size: tuple[int, int],
) -> None:
    out = tmp_path / "small.mp4"
    shares: list[float] = []
    info = await fit_film(noisy, out, max_bytes=max_bytes, on_progress=shares.append)
    assert 0.7 * max_bytes < out.stat().st_size <= max_bytes
    assert info == await probe(out)
    assert (info.width, info.height) == size
    assert info.duration_ms == pytest.approx(SECONDS * 1000, abs=60)
    assert info.has_audio
    assert has_fast_start(out)
    with av.open(str(out)) as film:
        picture, sound = film.streams.video[0], film.streams.audio[0]
        assert (picture.codec_context.name, sound.codec_context.name) == ("h264", "aac")
        assert picture.codec_context.pix_fmt == "yuv420p"
        assert picture.average_rate == FPS
    assert shares[0] == 0.0
    assert shares[-1] == 1.0
    seen = watch(out)
    greys = [float(frame.mean()) for frame in seen.frames]
    assert len(greys) == SECONDS * FPS
    assert greys[-1] - greys[0] == pytest.approx(SECONDS * FPS, abs=8), "frames are out of order"
    assert np.sqrt((seen.sound**2).mean()) == pytest.approx(0.5 / np.sqrt(2), rel=0.1)


async def test_a_film_that_would_not_be_worth_watching_is_refused(
    noisy: Path, tmp_path: Path
) -> None:
    with pytest.raises(CannotFit) as caught:
        await fit_film(noisy, tmp_path / "small.mp4", max_bytes=30_000)
    assert _names(tmp_path) == []
    least = caught.value.least_bytes
    assert 30_000 < least < 100_000
    # What is called enough is enough.
    await fit_film(noisy, tmp_path / "small.mp4", max_bytes=least + 1000)


async def test_a_film_can_be_made_smaller_in_its_own_place(noisy: Path, tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    shutil.copy(noisy, path)
    await fit_film(path, path, max_bytes=250_000)
    assert path.stat().st_size <= 250_000
    assert _names(tmp_path) == ["film.mp4"]


async def test_a_silent_clip_stays_silent(tmp_path: Path, noisy: Path) -> None:
    silent = tmp_path / "silent.mp4"
    with av.open(str(noisy)) as source, av.open(str(silent), "w") as out:
        stream = out.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(source.streams.video[0]):
            if packet.dts is not None:
                packet.stream = stream
                out.mux(packet)
    info = await fit_film(silent, tmp_path / "small.mp4", max_bytes=150_000)
    assert not info.has_audio
    assert info.duration_ms == SECONDS * 1000


async def test_what_is_no_clip_is_refused(picture: Callable[[str], Path], tmp_path: Path) -> None:
    with pytest.raises(MediaError) as caught:
        await fit_film(picture("still.png"), tmp_path / "small.mp4", max_bytes=MIB)
    assert caught.value.reason is Reason.UNKNOWN_KIND


async def test_when_it_is_cancelled_it_ends_at_once_and_leaves_nothing(
    noisy: Path, tmp_path: Path
) -> None:
    going = asyncio.Event()
    task = asyncio.create_task(
        fit_film(
            noisy,
            tmp_path / "small.mp4",
            max_bytes=400_000,
            on_progress=lambda _: going.set(),
        )
    )
    await asyncio.wait_for(going.wait(), 30)
    started = time.monotonic()
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    assert task.cancelled()
    assert time.monotonic() - started < 1
    children = [c for c in psutil.Process().children() if "studio" in c.cmdline()]
    assert children == []
    assert _names(tmp_path) == []


@pytest.mark.parametrize(
    ("duration_s", "size"),
    [(60, (1080, 1920)), (120, (1080, 1920)), (240, (720, 1280)), (400, (540, 960)),
     (600, (360, 640)), (1400, (360, 640))],
)  # fmt: skip
def test_the_longer_a_film_is_the_smaller_its_picture(
    duration_s: float, size: tuple[int, int]
) -> None:
    film = Film(
        path=Path("film.mp4"),
        size=Size(width=1080, height=1920),
        fps=Fraction(30),
        duration_s=duration_s,
        has_audio=True,
    )
    made = plan(film, 0.94 * 50_000_000)
    assert (made.size.width, made.size.height) == size
    assert made.sound_bits_per_s in {96_000, 128_000}
    whole = (made.picture_bits_per_s + made.sound_bits_per_s) * duration_s / 8
    assert 0.8 * 50_000_000 < whole < 0.94 * 50_000_000
