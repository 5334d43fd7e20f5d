"""What a webhook comes to: a hint that a job should be looked at, or a refusal; it names no
service.
"""

import json
from dataclasses import dataclass

from pydantic import JsonValue

LARGEST_BYTES = 256 * 1024
LONGEST_ID = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """Somebody says that something happened to this job. Nothing else of it is believed.

    `signed` is whether the sender has shown that it knows our secret.
    """

    id: str
    signed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """The call is not what the service sends; `reason` is for the log."""

    reason: str


def json_object(body: bytes) -> dict[str, JsonValue] | Refused:
    """The body's JSON object."""
    if len(body) > LARGEST_BYTES:
        return Refused(reason="too big")
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return Refused(reason="not JSON")
    return value if isinstance(value, dict) else Refused(reason="not an object")


def an_id(value: object) -> str:
    """The value where it can be a job's id, else nothing."""
    fits = isinstance(value, str) and 0 < len(value) <= LONGEST_ID
    return value if fits and isinstance(value, str) and value.isprintable() else ""
