"""Addresses under which finished files can be fetched for a while; knows no chat and no job.

An address is a sealed note of which file it stands for and since when. Nobody but the bot can make
one, and nobody can read where the file lies.
"""

import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Final

from cryptography.fernet import Fernet, InvalidToken

from bot.store.vault import Vault
from wire.clock import Clock

LIVES: Final = timedelta(hours=24)
#: The folders of the data folder whose files may be given away; its keys and its database may not.
SHELVES: Final = ("films", "makings")
_PURPOSE: Final = "addresses of results"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a file can be fetched, and until when."""

    url: str
    until: datetime


class Results:
    """Gives files of the data folder addresses, and finds them again by these."""

    def __init__(
        self,
        *,
        vault: Vault,
        data_dir: Path,
        public_url: str,
        clock: Clock,
        shelves: Sequence[str] = SHELVES,
    ) -> None:
        self._seal = Fernet(vault.derive(_PURPOSE))
        self._data_dir = data_dir
        self._public_url = public_url.rstrip("/")
        self._clock = clock
        self._shelves = tuple(shelves)

    def address(self, path: Path) -> Address:
        """An address for a file, given by its path or by that within the data folder.

        It holds for 24 hours from now. Raises ValueError for a file that may not be given away.
        """
        found = self._inside(self._data_dir / path)
        if found is None:
            raise ValueError("only finished files can be given away")
        now = self._clock.now()
        named = found.relative_to(self._data_dir.resolve()).as_posix()
        token = self._seal.encrypt_at_time(named.encode(), int(now.timestamp())).decode()
        return Address(url=f"{self._public_url}/results/{token}", until=now + LIVES)

    def find(self, token: str) -> Path | None:
        """The file of an address; None where the address is not ours or too old, or it is gone."""
        now = int(self._clock.now().timestamp())
        try:
            named = self._seal.decrypt_at_time(token, int(LIVES.total_seconds()), now).decode()
        except (InvalidToken, ValueError):
            return None
        path = self._inside(self._data_dir / PurePosixPath(named))
        return path if path is not None and path.is_file() else None

    def _inside(self, path: Path) -> Path | None:
        """The path without links and dots, where it is in one of the shelves."""
        real = path.resolve()
        shelves = (self._data_dir.resolve() / shelf for shelf in self._shelves)
        return real if any(shelf in real.parents for shelf in shelves) else None


def kind_of(path: Path) -> str:
    """The file's content type, by its name."""
    return mimetypes.guess_type(path.name)[0] or "application/octet-stream"
