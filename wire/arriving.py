"""A file that appears under its name only when it is whole; it knows not where it comes from."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO


def unfinished(path: Path) -> Path:
    """A name beside `path` for what is to become it; no other attempt at the same has it."""
    return path.with_name(f"{path.name}.{token_hex(4)}.part")


@contextmanager
def arriving(path: Path) -> Iterator[BinaryIO]:
    """Write to the file beside; it takes the name of `path` at the end, or goes after an error."""
    part = unfinished(path)
    try:
        with part.open("w+b") as file:
            yield file
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def is_media(file: BinaryIO) -> bool:
    """Whether it may be media: it is neither empty nor a web page nor JSON."""
    file.seek(0)
    return file.read(256).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in (b"", b"<", b"{", b"[")
