"""A file that appears under its name only when it is whole; it knows not where it comes from."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def arriving(path: Path) -> Iterator[BinaryIO]:
    """Write to the file beside; it takes the name of `path` at the end, or goes after an error."""
    unfinished = path.with_name(f"{path.name}.part")
    try:
        with unfinished.open("w+b") as file:
            yield file
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def is_media(file: BinaryIO) -> bool:
    """Whether it may be media: it is neither empty nor a web page nor JSON."""
    file.seek(0)
    return file.read(256).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in (b"", b"<", b"{", b"[")
