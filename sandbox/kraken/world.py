"""The pictures that the sandbox's Kraken keeps, in memory, each for an hour; knows no HTTP."""

import hashlib
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sandbox.faults import Faults

SERVICE = "kraken"
KEY = "kraken-sandbox-key"
SECRET = "kraken-sandbox-secret"  # noqa: S105  # opens nothing but this
LIVES_S = 3600.0
LARGEST_BYTES = 32 * 1024 * 1024
QUOTA_BYTES = 10 * 1024 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One picture at its address."""

    content: bytes
    form: str
    born_s: float


class World:
    """Pictures and books; `now` is in seconds."""

    def __init__(
        self,
        *,
        public_url: str,
        faults: Faults,
        pace: float,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.public_url = public_url.rstrip("/")
        self.faults = faults
        self.pace = pace
        self.now = now
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self._kept: dict[str, Kept] = {}
        self.used_bytes = 0
        self.worked = 0

    def keep(self, content: bytes, *, name: str, form: str) -> str:
        """The address where it lies from now on, as Kraken's are made."""
        digest = hashlib.sha1(secrets.token_bytes(16), usedforsecurity=False).hexdigest()
        path = f"/api/{digest[:2]}/{digest[2:4]}/{digest[4:6]}/{digest}/{name}"
        self._kept[path] = Kept(content=content, form=form, born_s=self.now())
        return self.public_url + path

    def find(self, path: str) -> Kept | None:
        """The picture at a path, while it lives."""
        kept = self._kept.get(path)
        if kept is None or self.now() - kept.born_s >= LIVES_S:
            return None
        return kept

    def charge(self, size: int) -> None:
        """Count a picture that was worked on."""
        self.worked += 1
        self.used_bytes += size

    def books(self) -> Mapping[str, object]:
        """What was worked on."""
        return {"pictures": self.worked, "quota_used": self.used_bytes, "kept": len(self._kept)}
