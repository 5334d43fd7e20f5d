"""Encrypts what must never lie in the database in the clear."""

import base64
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.store.once import written_once


class Vault:
    """Seals and opens short secrets with one key (Fernet: AES-128-CBC and HMAC-SHA256)."""

    def __init__(self, key: str) -> None:
        """`key` is 32 bytes in URL-safe base64; ValueError if it is not."""
        self._fernet = Fernet(key)
        self._key = base64.urlsafe_b64decode(key)

    @classmethod
    def beside(cls, data_dir: Path) -> "Vault":
        """A vault whose key lies in the data folder, readable by its owner only; made once."""
        return cls(written_once(data_dir / "secret.key", Fernet.generate_key().decode()))

    def seal(self, secret: str) -> bytes:
        """The encrypted form, for the database."""
        return self._fernet.encrypt(secret.encode())

    def open(self, sealed: bytes) -> str | None:
        """The secret, or None where it was sealed with another key."""
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken:
            return None

    def derive(self, purpose: str) -> str:
        """A key for this purpose alone, in the form of the vault's own; it tells nothing of that.

        The same vault gives the same key again.
        """
        kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode())
        return base64.urlsafe_b64encode(kdf.derive(self._key)).decode()
