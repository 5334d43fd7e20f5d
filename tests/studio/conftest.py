"""Small media files, made once per run; it knows the libraries and none of the studio's parts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pillow_heif
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

TONE_HZ = 440
SOUND_RATE = 44_100


@dataclass(frozen=True, slots=True, kw_only=True)
class Codecs:
    """What goes into a container."""

    video: str | None
    audio: str | None


CLIPS = {
    "mp4": Codecs(video="libx264", audio="aac"),
    "mov": Codecs(video="libx264", audio="aac"),
    "avi": Codecs(video="mpeg4", audio="libmp3lame"),
    "webm": Codecs(video="libvpx", audio="libopus"),
    "mkv": Codecs(video="libx264", audio="aac"),
}
SOUNDS = {
    "mp3": Codecs(video=None, audio="libmp3lame"),
    "wav": Codecs(video=None, audio="pcm_s16le"),
    "m4a": Codecs(video=None, audio="aac"),
    "aac": Codecs(video=None, audio="aac"),
}
_MUXERS = {"mkv": "matroska", "m4a": "ipod", "aac": "adts"}


def photo(width: int, height: int) -> Image.Image:
    """Four corners to tell apart: red, green, blue and white, from the top left by rows."""
    image = Image.new("RGB", (width, height))
    pen = ImageDraw.Draw(image)
    colours = ("red", "lime", "blue", "white")
    for index, colour in enumerate(colours):
        left, top = index % 2 * width // 2, index // 2 * height // 2
        pen.rectangle((left, top, left + width // 2, top + height // 2), fill=colour)
    return image


def tone(seconds: float, rate: int = SOUND_RATE) -> NDArray[np.float32]:
    """A tone at half the full level."""
    at = np.arange(round(seconds * rate)) / rate
    return np.asarray(0.5 * np.sin(2 * np.pi * TONE_HZ * at), np.float32)


def write_media(
    path: Path, codecs: Codecs, *, seconds: float = 2.0, size: tuple[int, int] = (160, 120)
) -> Path:
    """A clip whose grey grows with time from 40 by 4 a frame at 25 fps, with a tone; or a sound."""
    name = path.suffix.removeprefix(".")
    with av.open(str(path), "w", format=_MUXERS.get(name, name)) as container:
        rate = 48_000 if codecs.audio == "libopus" else SOUND_RATE
        track = (
            container.add_stream(codecs.audio, rate=rate, layout="mono") if codecs.audio else None
        )
        if codecs.video:
            stream = container.add_stream(codecs.video, rate=25)
            assert isinstance(stream, av.VideoStream)
            stream.width, stream.height = size
            stream.pix_fmt, stream.bit_rate = "yuv420p", 3_000_000
            for number in range(round(seconds * 25)):
                grey = np.full((size[1], size[0], 3), 40 + 4 * number % 200, np.uint8)
                container.mux(stream.encode(av.VideoFrame.from_ndarray(grey, format="rgb24")))
            container.mux(stream.encode(None))
        if track:
            assert isinstance(track, av.AudioStream)
            wave = (tone(seconds, rate) * 32767).astype(np.int16).reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(wave, format="s16", layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = rate, 0, Fraction(1, rate)
            resampler = av.AudioResampler(track.codec_context.format, track.layout, rate)
            for part in resampler.resample(frame):
                container.mux(track.encode(part))
            container.mux(track.encode(None))
    return path


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the files of the whole run lie."""
    return tmp_path_factory.mktemp("media")


@pytest.fixture(scope="session")
def picture(folder: Path) -> Callable[[str], Path]:
    """A photo of 120 x 160 in the format of the name's ending."""
    pillow_heif.register_heif_opener()

    def make(name: str) -> Path:
        path = folder / name
        if not path.exists():
            photo(120, 160).save(path, {"heic": "HEIF"}.get(path.suffix[1:]))
        return path

    return make


@pytest.fixture(scope="session")
def media(folder: Path) -> Callable[[str], Path]:
    """A clip or sound of two seconds in the container of the name's ending."""

    def make(name: str) -> Path:
        path = folder / name
        if not path.exists():
            write_media(path, (CLIPS | SOUNDS)[path.suffix[1:]])
        return path

    return make


@pytest.fixture(scope="session")
def animation(folder: Path) -> Callable[[str], Path]:
    """Red, then green, then blue, 100 ms each, in the format of the name's ending."""

    def make(name: str) -> Path:
        path = folder / name
        if not path.exists():
            first, *rest = (Image.new("RGB", (120, 160), c) for c in ("red", "lime", "blue"))
            first.save(path, save_all=True, append_images=rest, duration=100, loop=0)
        return path

    return make


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A decoded video: frames as arrays (height, width, 3), stereo sound as (2, samples)."""

    frames: list[NDArray[np.uint8]]
    sound: NDArray[np.float32]
    sound_rate: int


@pytest.fixture
def watch() -> Callable[[Path], Seen]:
    """Decodes a whole small video."""

    def decode(path: Path) -> Seen:
        with av.open(str(path)) as container:
            frames = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
        with av.open(str(path)) as container:
            waves = [frame.to_ndarray() for frame in container.decode(audio=0)]
            rate = container.streams.audio[0].rate
        return Seen(
            frames=[frame.astype(np.uint8, copy=False) for frame in frames],
            sound=np.concatenate(waves, axis=1).astype(np.float32, copy=False),
            sound_rate=rate,
        )

    return decode


@pytest.fixture
def no_leftovers(tmp_path: Path) -> Iterator[None]:
    """Fails a test that leaves a scratch folder behind."""
    yield
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".render")] == []
