"""Puts finished files into archives that are small enough to be sent; knows no chat."""

import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

#: What an archive needs for itself, and for each file beside its content and its name (twice).
_OWN_BYTES: Final = 1024
_EACH_BYTES: Final = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """A file, and what it is called in the archive."""

    name: str
    path: Path
    size_bytes: int


def parts(files: Iterable[Packed], most_bytes: int) -> list[tuple[Packed, ...]]:
    """The files in their order, in as few archives as that allows.

    One that fits into none by itself is left out.
    """
    packed: list[tuple[Packed, ...]] = []
    here: list[Packed] = []
    room = most_bytes - _OWN_BYTES
    for file in files:
        needs = file.size_bytes + _EACH_BYTES + 2 * len(file.name.encode())
        if needs > most_bytes - _OWN_BYTES:
            continue
        if needs > room:
            packed.append(tuple(here))
            here, room = [], most_bytes - _OWN_BYTES
        here.append(file)
        room -= needs
    return [*packed, tuple(here)] if here else packed


def pack(into: BinaryIO, files: Sequence[Packed]) -> None:
    """Write an archive, a piece at a time. Raises OSError.

    Films and pictures are compressed already, so they are stored as they are.
    """
    with zipfile.ZipFile(into, "w", zipfile.ZIP_STORED, strict_timestamps=False) as archive:
        for file in files:
            archive.write(file.path, file.name)
