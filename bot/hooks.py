"""Where the engines are to report to, and what proves that it is they who do; it serves nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import httpx
from pydantic import SecretStr

from adapters.apiframe import Callback, secret_of
from adapters.bfl import Webhook
from bot.settings import ConfigError
from bot.store.vault import Vault

_PURPOSE: Final = "news of engines"


@dataclass(frozen=True, slots=True, kw_only=True)
class HookAddresses:
    """Makes what the adapters' constructors want; nothing of it has to be kept.

    `public_url` is where the bot can be reached from outside, None where it cannot: then nobody is
    asked to report. A proxy before the bot that adds a folder to the path has to take it away
    again.
    """

    public_url: str | None
    root: SecretStr

    @classmethod
    def of(cls, vault: Vault, public_url: str | None) -> "HookAddresses":
        """Secrets are derived from the vault's. Raises ConfigError for an address that is none."""
        root = SecretStr(vault.derive(_PURPOSE))
        return cls(public_url=_checked(public_url) if public_url else None, root=root)

    def apiframe_v1(self, key: str) -> Callback | None:
        """For `ApiframeV1(callback=...)`: every order has an address and a secret of its own."""
        url = self._url("apiframe", key)
        return Callback(url=url, secret=self.secret("apiframe", key)) if url else None

    def apiframe_v2(self) -> str:
        """For `ApiframeV2(webhook_url=...)`: "" for none. Its proof is the account's API key."""
        return self._url("apiframe")

    def bfl(self) -> Webhook | None:
        """For `Bfl(webhook=...)`, which adds the order's key to the address by itself."""
        url = self._url("bfl")
        return Webhook(url=url, secret=self.secret("bfl")) if url else None

    def rapid_runway(self, key: str) -> Mapping[str, str]:
        """To be merged into `Order.extra`: nothing is signed, so the secret is in the address."""
        secret = self.secret("rapid_runway", key).get_secret_value()
        url = self._url("rapid_runway", key, secret)
        return {"callback_url": url} if url else {}

    def secret(self, service: str, key: str = "") -> SecretStr:
        """What the service has to show with news of the order that has this key."""
        return secret_of(self.root, f"{service}/{key}")

    def _url(self, *parts: str) -> str:
        return "/".join((self.public_url, "hooks", *parts)) if self.public_url else ""


def _checked(public_url: str) -> str:
    try:
        url = httpx.URL(public_url)
    except httpx.InvalidURL:
        url = httpx.URL("")
    if url.scheme not in ("http", "https") or not url.host or url.query or url.fragment:
        raise ConfigError(
            "PUBLIC_URL is not an address of the form https://bot.example.org. Correct it, or"
            " leave it empty: then results are asked for."
        )
    return public_url.rstrip("/")
