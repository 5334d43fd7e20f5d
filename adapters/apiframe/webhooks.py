"""Reads what Apiframe reports by itself. It is a hint only: whoever gets one looks at the job.

v1 sends the secret that the order named, in clear, in `x-webhook-secret`. v2 signs the raw body,
HMAC-SHA256 under the 32 bytes of SHA-256 of the API key, in `x-webhook-signature`.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pydantic import SecretStr

from adapters.apiframe.answers import look_at, read_task
from adapters.apiframe.border import JsonObject
from adapters.apiframe.jobs import look_at_job, read_job
from adapters.base import Look

MOST_BYTES: Final = 1_000_000
LONGEST_ID: Final = 200

_HEX: Final = re.compile(r"[0-9a-fA-F]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback:
    """Where a task's news are to be sent, and what proves that they come from the service."""

    url: str
    secret: SecretStr


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """News of a job, by the service's id; `look` is what they claim, to be confirmed by a look."""

    id: str
    look: Look


class Refused(StrEnum):
    """Why a message is not from the service, or none of ours."""

    TOO_LONG = "too_long"
    NO_PROOF = "no_proof"
    WRONG_PROOF = "wrong_proof"
    UNREADABLE = "unreadable"
    NO_JOB = "no_job"


def secret_of(root: SecretStr, key: str) -> SecretStr:
    """An order's own secret, as good as random, that nobody has to keep: `key` names the order."""
    digest = hmac.new(root.get_secret_value().encode(), key.encode(), hashlib.sha256)
    return SecretStr(digest.hexdigest())


def read_v1(headers: Mapping[str, str], body: bytes, secret: SecretStr) -> Hint | Refused:
    """A message to the address of the task that has this secret."""
    if len(body) > MOST_BYTES:
        return Refused.TOO_LONG
    told, due = _header(headers, "x-webhook-secret"), secret.get_secret_value()
    if not told or not due:
        return Refused.NO_PROOF
    if not hmac.compare_digest(told.encode(), due.encode()):
        return Refused.WRONG_PROOF
    answer = _object(body)
    if answer is None:
        return Refused.UNREADABLE
    task_id = read_task(answer).task_id
    return Hint(id=task_id, look=look_at(answer)) if _is_id(task_id) else Refused.NO_JOB


def read_v2(headers: Mapping[str, str], body: bytes, key: SecretStr) -> Hint | Refused:
    """A message of the account that has this API key."""
    if len(body) > MOST_BYTES:
        return Refused.TOO_LONG
    told = _header(headers, "x-webhook-signature").strip().removeprefix("sha256=")
    if not told or not key.get_secret_value():
        return Refused.NO_PROOF
    signing_key = hashlib.sha256(key.get_secret_value().encode()).digest()
    due = hmac.new(signing_key, body, hashlib.sha256).hexdigest()
    if not _HEX.fullmatch(told) or not hmac.compare_digest(told.lower(), due):
        return Refused.WRONG_PROOF
    answer = _object(body)
    if answer is None:
        return Refused.UNREADABLE
    job_id = read_job(answer).id
    return Hint(id=job_id, look=look_at_job(answer)) if _is_id(job_id) else Refused.NO_JOB


def _header(headers: Mapping[str, str], name: str) -> str:
    return next((value for told, value in headers.items() if told.lower() == name), "")


def _is_id(text: str) -> bool:
    return 0 < len(text) <= LONGEST_ID


def _object(body: bytes) -> JsonObject | None:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None
