"""What the studio says of good files, of bad ones and of files that lie."""

import io
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import av
import pytest
from PIL import Image

from studio.errors import MediaError, Reason
from studio.probe import Format, Kind, has_fast_start, probe

Make = Callable[[str], Path]


@pytest.mark.parametrize("ending", ["jpeg", "png", "webp", "gif", "heic"])
async def test_a_still_picture_is_told_by_its_content(picture: Make, ending: str) -> None:
    info = await probe(picture(f"still.{ending}"))
    assert (info.kind, info.format) == (Kind.IMAGE, Format(ending))
    assert (info.width, info.height) == (120, 160)
    assert not info.animated
    assert info.duration_ms == 0


@pytest.mark.parametrize("ending", ["gif", "webp", "png"])
async def test_a_moving_picture_is_an_image_with_a_duration(animation: Make, ending: str) -> None:
    info = await probe(animation(f"moving.{ending}"))
    assert info.kind is Kind.IMAGE
    assert info.animated
    assert info.duration_ms == 300


@pytest.mark.parametrize("ending", ["mp4", "mov", "avi", "webm", "mkv"])
async def test_a_clip_is_told_with_size_length_and_sound(media: Make, ending: str) -> None:
    info = await probe(media(f"clip.{ending}"))
    assert (info.kind, info.format) == (Kind.VIDEO, Format(ending))
    assert (info.width, info.height) == (160, 120)
    assert info.duration_ms == pytest.approx(2000, abs=80)
    assert info.has_audio


@pytest.mark.parametrize("ending", ["mp3", "wav", "m4a", "aac"])
async def test_a_sound_is_told_with_its_length(media: Make, ending: str) -> None:
    info = await probe(media(f"sound.{ending}"))
    assert (info.kind, info.format) == (Kind.AUDIO, Format(ending))
    # ADTS has no header to say how long it is, so FFmpeg guesses from the bit rate.
    assert info.duration_ms == pytest.approx(2000, abs=80 if ending != "aac" else 400)
    assert info.has_audio


async def test_the_ending_of_a_name_is_not_believed(picture: Make, tmp_path: Path) -> None:
    path = tmp_path / "holiday.mp4"
    path.write_bytes(picture("still.png").read_bytes())
    assert (await probe(path)).format is Format.PNG


async def test_an_orientation_note_turns_width_and_height(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (80, 40)).save(tmp_path / "lying.jpg", exif=exif)
    info = await probe(tmp_path / "lying.jpg")
    assert (info.width, info.height) == (40, 80)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _png(width: int, height: int) -> bytes:
    packer = zlib.compressobj(9)
    row = bytes((width + 7) // 8 + 1)
    data = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    parts = (_chunk(b"IHDR", header), _chunk(b"IDAT", data), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", "b" * 1000)
    return file.getvalue()


_ISO_HEAD = b"\0\0\0\x18ftypisom\0\0\0\0isomiso2"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.jpg", b"", Reason.EMPTY),
        ("text.jpg", b"hello, I am no photo\n" * 99, Reason.UNKNOWN_KIND),
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg" width="9"/>', Reason.UNKNOWN_KIND),
        ("list.mp4", b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", Reason.UNKNOWN_KIND),
        ("concat.mp4", b"ffconcat version 1.0\nfile /etc/passwd\n", Reason.UNKNOWN_KIND),
        ("archive.jpg", _zip(), Reason.UNKNOWN_KIND),
        ("bomb.png", _png(40_000, 40_000), Reason.TOO_MANY_PIXELS),
        ("between.png", _png(9_000, 9_000), Reason.TOO_MANY_PIXELS),
        ("head.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0", Reason.DAMAGED),
        ("head.mp4", _ISO_HEAD + bytes(range(256)) * 20, Reason.DAMAGED),
        (
            "playlist.mp3",
            b"ID3\3\0\0\0\0\0\0" + b"#EXTM3U\nfile:///etc/passwd\n" * 40,
            Reason.DAMAGED,
        ),
        ("noise.wav", b"RIFF\xff\xff\xff\xffWAVEfmt " + b"\x99" * 200, Reason.DAMAGED),
        ("noise.webm", b"\x1aE\xdf\xa3\x93B\x82\x84webm" + b"\x55" * 5000, Reason.DAMAGED),
    ],
)
async def test_a_hostile_file_gets_a_clear_reason_soon(
    tmp_path: Path, name: str, content: bytes, reason: Reason
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    started = time.monotonic()
    with pytest.raises(MediaError) as caught:
        await probe(path)
    assert caught.value.reason is reason
    assert caught.value.path == path
    assert time.monotonic() - started < 10


@pytest.mark.parametrize("ending", ["jpeg", "png", "webp", "gif", "heic"])
async def test_a_picture_that_was_cut_off_is_damaged(tmp_path: Path, ending: str) -> None:
    whole = tmp_path / f"whole.{ending}"
    noise = Image.effect_noise((300, 200), 80).convert("RGB")
    noise.save(whole, {"heic": "HEIF"}.get(ending))
    content = whole.read_bytes()
    cut = tmp_path / f"cut.{ending}"
    cut.write_bytes(content[: len(content) * 2 // 3])
    with pytest.raises(MediaError) as caught:
        await probe(cut)
    assert caught.value.reason is Reason.DAMAGED


async def test_a_clip_without_its_index_is_damaged(media: Make, tmp_path: Path) -> None:
    content = media("clip.mp4").read_bytes()
    assert content.index(b"mdat") < content.index(b"moov")
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(content[: content.index(b"moov") - 4])
    with pytest.raises(MediaError) as caught:
        await probe(cut)
    assert caught.value.reason is Reason.DAMAGED


async def test_a_clip_of_giant_frames_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    path = tmp_path / "giant.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=1, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 8192, 2048, "yuv420p"
        container.mux(stream.encode(av.VideoFrame(8192, 2048, "yuv420p")))
        container.mux(stream.encode(None))
    with pytest.raises(MediaError) as caught:
        await probe(path)
    assert caught.value.reason is Reason.TOO_MANY_PIXELS


def test_fast_start_is_seen_in_the_order_of_the_boxes(media: Make, tmp_path: Path) -> None:
    late = media("clip.mp4")
    assert not has_fast_start(late)
    content = late.read_bytes()
    index = content.index(b"moov") - 4
    early = tmp_path / "early.mp4"
    early.write_bytes(content[:32] + content[index:] + content[32:index])
    assert has_fast_start(early)


@pytest.mark.parametrize("content", [b"", b"\0\0", b"\0\0\0\2free" * 9, bytes(range(64))])
def test_what_is_no_mp4_has_no_fast_start(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "odd.mp4"
    path.write_bytes(content)
    assert not has_fast_start(path)
