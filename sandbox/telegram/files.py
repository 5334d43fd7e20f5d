"""Files people and the bot have sent, byte for byte on disk; it does not look into them."""

import asyncio
import secrets
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import BinaryIO, Literal

from sandbox.telegram.model import MediaType


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What a file is: sides in pixels, duration in seconds, 0 where nobody said."""

    type: MediaType | Literal["thumbnail"]
    name: str
    mime: str
    width: int = 0
    height: int = 0
    duration: int = 0
    thumb: str | None = None
    """The file id of a small JPEG."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file on disk, and what is known of it; `api_path` is its `file_path` in the Bot API."""

    file_id: str
    unique_id: str
    path: Path
    api_path: str
    size: int
    traits: Traits


class Files:
    """All files, by the id that goes over the wire."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._files: dict[str, StoredFile] = {}
        self._last = 0

    def new_path(self) -> Path:
        """A place for a file that is being made."""
        self._last += 1
        return self._folder / str(self._last)

    async def receive(self, source: BinaryIO) -> Path:
        """Copy an upload to a place of its own, in constant memory."""
        path = self.new_path()
        await asyncio.to_thread(_copy, source, path)
        return path

    def keep(self, path: Path, traits: Traits) -> StoredFile:
        """Give the file at a path of ours its ids."""
        suffix = PurePath(traits.name).suffix
        if not suffix[1:].isalnum() or not suffix.isascii():
            suffix = ""
        stored = StoredFile(
            file_id=secrets.token_urlsafe(40),
            unique_id=secrets.token_urlsafe(11),
            path=path,
            api_path=f"{traits.type}s/file_{path.name}{suffix}",
            size=path.stat().st_size,
            traits=traits,
        )
        self._files[stored.file_id] = stored
        return stored

    def by_id(self, file_id: str) -> StoredFile | None:
        """The file with this id."""
        return self._files.get(file_id)

    def by_api_path(self, api_path: str) -> StoredFile | None:
        """The file that `getFile` gave this path for."""
        return next((f for f in self._files.values() if f.api_path == api_path), None)

    def discard(self, paths: Sequence[Path]) -> None:
        """Remove what was received and is not kept."""
        for path in paths:
            path.unlink(missing_ok=True)

    def forget_all(self) -> None:
        """Remove every file."""
        self.discard([stored.path for stored in self._files.values()])
        self._files.clear()


def _copy(source: BinaryIO, path: Path) -> None:
    with path.open("wb") as out:
        shutil.copyfileobj(source, out, 1024 * 1024)
