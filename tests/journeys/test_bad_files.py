"""Files that cannot be used: one clear sentence each, and the next message works."""

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.town import Town

MB = 1024 * 1024


def text_as_photo(path: Path) -> None:
    path.with_suffix(".jpg").write_text("I am no photo. " * 50)


def zero_bytes(path: Path) -> None:
    path.with_suffix(".jpg").touch()


def truncated_png(path: Path) -> None:
    whole = path.with_suffix(".png")
    whole.write_bytes(_png(400, 400, zlib.compress(b"\0" + bytes(range(256)) * 700))[:900])


def giant_png(path: Path) -> None:
    row = zlib.compressobj(9)
    lines = b"".join(row.compress(bytes(5001 * 400)) for _ in range(100)) + row.flush()
    path.with_suffix(".png").write_bytes(_png(40_000, 40_000, lines, bits=1))


def much_too_big(path: Path) -> None:
    with path.with_suffix(".mp4").open("wb") as file:
        file.truncate(201 * MB)


def unknown_kind(path: Path) -> None:
    path.with_suffix(".xyz").write_bytes(bytes(range(256)) * 20)


def _png(width: int, height: int, pixels: bytes, bits: int = 8) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", width, height, bits, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


CASES: dict[str, tuple[Callable[[Path], None], str]] = {
    "text-as-photo": (text_as_photo, "is not a picture, a clip or a sound"),
    "zero-bytes": (zero_bytes, "is empty (0 bytes)"),
    "truncated-png": (truncated_png, "damaged or incomplete"),
    "giant-png": (giant_png, "more pixels than I can open"),
    "much-too-big": (much_too_big, "This file is 201 MB, and I can fetch up to 20 MB"),
    "unknown-kind": (unknown_kind, "is not a picture, a clip or a sound"),
}


def test_each_gets_one_clear_sentence_and_the_next_message_works(
    town: Town, cat: Path, tmp_path: Path
) -> None:
    for name, (make, sentence) in CASES.items():
        folder = tmp_path / name
        folder.mkdir()
        make(folder / "file")
        (file,) = folder.iterdir()
        heard = town.say("turn this into a 5-second clip", file=file)
        assert sentence in heard.texts, name
        assert heard.messages == 1, (name, heard.events)
        assert not heard.has("video")
    # The words that came with the last unusable file were kept: the photo alone is enough.
    assert town.say(file=cat).has("video")


@pytest.mark.parametrize("language", ["zh"])
def test_the_sentence_is_in_the_language_of_the_user(
    town: Town, tmp_path: Path, language: str
) -> None:
    file = tmp_path / "照片.jpg"
    file.write_text("不是照片")
    heard = town.say("做成视频", name="小红", file=file)
    assert "不是我能打开的图片" in heard.texts
