"""Reads what came back over HTTP, whatever it is; it names no service and raises nothing."""

import json
import math
from collections.abc import Mapping
from contextlib import suppress
from typing import Final

import httpx
from pydantic import JsonValue, SecretStr

from wire.redact import Redactor

LONGEST_TOLD = 300
JSON: Final = {"Content-Type": "application/json"}


def json_of(response: httpx.Response) -> JsonValue:
    """The body, None where it is not JSON."""
    try:
        body: JsonValue = json.loads(response.content)
    except (ValueError, RecursionError):
        return None
    return body


def told(body: JsonValue, names: tuple[str, ...], secrets: Redactor) -> str:
    """The first of these fields that says something, clipped and without secrets."""
    for name in names if isinstance(body, dict) else ():
        value = body.get(name) if isinstance(body, dict) else None
        if value:
            return clipped(value, secrets)
    return ""


def clipped(value: JsonValue, secrets: Redactor) -> str:
    """A value as a short text without secrets."""
    text = value if isinstance(value, str) else json.dumps(value)
    return secrets.text(text)[:LONGEST_TOLD]


def amount(*values: object) -> float | None:
    """The first value that is a number, of seconds or credits; at least 0."""
    for value in values:
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            continue
        with suppress(ValueError, OverflowError):
            number = float(value)
            if math.isfinite(number):
                return max(0.0, number)
    return None


def ascii_json(body: Mapping[str, JsonValue]) -> bytes:
    """The body of a request, in ASCII: half a character would have no bytes in UTF-8."""
    return json.dumps(body).encode()


def has_bytes(text: str) -> bool:
    """It can be sent: it holds no half of a character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def kind_of(headers: Mapping[str, str]) -> str:
    """The content type without its parameters."""
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def usable_key(key: SecretStr, service: str) -> str:
    """The key's text; ValueError where no header can carry it."""
    secret = key.get_secret_value()
    # A bad character would come back inside the transport's error message.
    if not (secret and secret.isascii() and secret.isprintable() and " " not in secret):
        raise ValueError(f"the key of {service} is empty or holds a blank or unusual character")
    return secret
