"""Tells the operator's own address of finished results, signed; it knows no chat and no database.

The form is that of Standard Webhooks (standardwebhooks.com), for which there are receivers
ready-made.
"""

import asyncio
import base64
import binascii
import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

import httpx
from pydantic import JsonValue, SecretStr
from standardwebhooks import Webhook

from bot.results import Address, Results
from bot.settings import ConfigError
from wire.errors import (
    Broken,
    RateLimited,
    Rejected,
    ServiceError,
    Uncertain,
    Unreachable,
)
from wire.http import open_step

SERVICE: Final = "onward"
ANSWER_S: Final = 20.0
SHORTEST_SECRET, LONGEST_SECRET = 24, 64  # bytes, as the standard says
_PREFIX: Final = "whsec_"
# The receiver, or what stands before it, did not come to an answer.
_TRY_AGAIN: Final = frozenset((408, 425))


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A finished file; `sha256` is in hex."""

    name: str
    size_bytes: int
    sha256: str

    @classmethod
    def of(cls, path: Path) -> "File":
        """A file of ours. Raises OSError."""
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return cls(name=path.name, size_bytes=path.stat().st_size, sha256=digest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """What came of a making. `chat_id` is None where the receiver is not to know it."""

    id: str
    created_at: datetime
    kind: str
    prompt: str
    engine: str
    status: str
    chat_id: int | None = None
    cost: float | None = None
    duration_s: float | None = None
    width: int | None = None
    height: int | None = None
    file: File | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receiver:
    """Who is told. `results` makes download addresses; None where the bot has no public address."""

    http: httpx.AsyncClient
    url: str = field(repr=False)  # it may hold a secret of the receiver's
    secret: SecretStr
    results: Results | None = None

    @classmethod
    def of(
        cls,
        *,
        http: httpx.AsyncClient,
        url: str | None,
        secret: SecretStr | None,
        results: Results | None,
    ) -> "Receiver | None":
        """The receiver that the settings name, if any. Raises ConfigError."""
        if not url:
            return None
        _check_url(url)
        if secret is None:
            raise ConfigError("ONWARD_SECRET is missing. " + _HOW_TO_MAKE_ONE)
        _signer(secret)
        return cls(http=http, url=url, secret=secret, results=results)


def payload(made: Finished) -> dict[str, JsonValue]:
    """What is told, without an address: that is added when it goes out, for it does not live long.

    Times are ISO 8601 in UTC.
    """
    told: dict[str, JsonValue] = {
        "type": "making.finished",
        "id": made.id,
        "created_at": made.created_at.isoformat(),
        "kind": made.kind,
        "prompt": made.prompt,
        "engine": made.engine,
        "status": made.status,
        "cost": made.cost,
        "duration_s": made.duration_s,
        "width": made.width,
        "height": made.height,
        "file": None,
    }
    if made.chat_id is not None:
        told["chat_id"] = made.chat_id
    if made.file is not None:
        told["file"] = {
            "name": made.file.name,
            "bytes": made.file.size_bytes,
            "sha256": made.file.sha256,
        }
    return told


def body_of(stored: str, address: Address | None) -> bytes:
    """The body as it goes out: what was stored, and where the file can be fetched until when."""
    told: dict[str, JsonValue] = json.loads(stored)
    file = told["file"]
    if isinstance(file, dict) and address is not None:
        until = address.until.isoformat()
        told["file"] = {**file, "url": address.url, "url_until": until}
    return json.dumps(told).encode()


async def send(
    http: httpx.AsyncClient,
    url: str,
    secret: SecretStr,
    message_id: str,
    body: bytes,
    *,
    now: datetime,
) -> None:
    """Tell it, once; the receiver knows a repeat by its `message_id`.

    Raises Unreachable, Uncertain, Broken and RateLimited, after which it may be told again, and
    Rejected, after which it will be refused again; with code 410 nothing is wanted any more.
    """
    headers = {
        "content-type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": _signer(secret).sign(message_id, now, body.decode()),
    }
    request = http.build_request("POST", url, headers=headers, content=body, timeout=ANSWER_S)
    try:
        async with asyncio.timeout(ANSWER_S):
            answer = await open_step(http, request, service=SERVICE)
            await answer.aclose()  # what else it says is of no interest
    except TimeoutError:
        raise Uncertain("no answer in time", service=SERVICE) from None
    except (Unreachable, Uncertain) as exc:
        # Without its cause: the address may hold a secret.
        raise type(exc)(type(exc.__cause__).__name__, service=SERVICE) from None
    if error := _refusal(answer):
        raise error


def _refusal(answer: httpx.Response) -> ServiceError | None:
    status = answer.status_code
    if answer.is_success:
        return None
    message = f"it answered {status}"
    if status == 429:
        wait = answer.headers.get("retry-after", "")
        wait_s = float(wait) if wait.isascii() and wait.isdigit() else None
        return RateLimited(message, service=SERVICE, code=status, retry_after_s=wait_s)
    if status >= 500 or status in _TRY_AGAIN:
        return Broken(message, service=SERVICE)
    return Rejected(message, service=SERVICE, code=status)


_HOW_TO_MAKE_ONE: Final = (
    "It is whsec_ and 24 to 64 random bytes in base64, as `openssl rand -base64 32` prints them;"
    " the receiver needs the same."
)


def _signer(secret: SecretStr) -> Webhook:
    """Raises ConfigError, without the secret, where it is none."""
    encoded = secret.get_secret_value().removeprefix(_PREFIX)
    try:
        key = base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not SHORTEST_SECRET <= len(key) <= LONGEST_SECRET:
        raise ConfigError("ONWARD_SECRET is not right. " + _HOW_TO_MAKE_ONE)
    return Webhook(key)


def _check_url(text: str) -> None:
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL:
        url = httpx.URL("")
    if url.scheme not in ("http", "https") or not url.host:
        raise ConfigError("ONWARD_URL is not an address of the form https://host/path. Correct it.")
