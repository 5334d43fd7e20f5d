"""Where the service keeps files: results at addresses that end, and uploads; knows no HTTP."""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

RESULT_LIVES_S: Final = 24 * 3600.0
UPLOAD_LIVES_S: Final = 24 * 3600.0
LEAST_BYTES: Final = 512
MOST_BYTES: Final = 200_000_000


@dataclass(slots=True, kw_only=True)
class Slot:
    """A place for an upload; `content` None until something came."""

    id: str
    uri: str
    fields: Mapping[str, str]
    at: float
    content: bytes | None = None


class Store:
    """Signs the addresses of results anew each time, and takes uploads."""

    def __init__(self, *, public_url: str, folder: Path, now: Callable[[], float]) -> None:
        self.folder = folder
        self._public_url = public_url
        self._now = now
        self._secret = secrets.token_bytes(16)
        self._slots: dict[str, Slot] = {}

    def sign(self, name: str) -> str:
        """An address of a file in the folder, from now on for a day."""
        until = f"{self._now() + RESULT_LIVES_S:.3f}"
        # Two looks in the same moment show two addresses as well.
        salt = secrets.token_hex(4)
        signature = f"{until}.{salt}.{self._signature(name, until, salt)}"
        return f"{self._public_url}/results/{quote(name)}?_jwt={signature}"

    def result(self, name: str, signature: str) -> Path | None:
        """The file behind an address that was signed and has not ended."""
        parts = signature.rsplit(".", 2)
        if len(parts) != 3:
            return None
        until, salt, shown = parts
        if not hmac.compare_digest(shown, self._signature(name, until, salt)):
            return None
        path = self.folder / name
        return path if float(until) > self._now() and path.is_file() else None

    def open_slot(self, filename: str) -> Slot:
        """A place for a file."""
        slot_id = secrets.token_hex(12)
        slot = Slot(
            id=slot_id,
            uri=f"runway://{secrets.token_urlsafe(24)}",
            fields={
                "key": f"uploads/{slot_id}/{filename}",
                "bucket": "sandbox-uploads",
                "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
                "Policy": secrets.token_urlsafe(24),
                "X-Amz-Signature": secrets.token_hex(32),
            },
            at=self._now(),
        )
        self._slots[slot_id] = slot
        return slot

    def slot(self, slot_id: str) -> Slot | None:
        """The place of this id."""
        return self._slots.get(slot_id)

    def uploaded(self, uri: str) -> bytes | None:
        """What was put there, for a day."""
        for slot in self._slots.values():
            if slot.uri == uri and self._now() - slot.at < UPLOAD_LIVES_S:
                return slot.content
        return None

    def _signature(self, name: str, until: str, salt: str) -> str:
        signed = f"{name}/{until}/{salt}".encode()
        return hmac.new(self._secret, signed, hashlib.sha256).hexdigest()[:32]
