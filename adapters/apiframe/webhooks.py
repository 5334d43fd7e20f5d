"""Reads what Apiframe reports by itself. It is a hint only: whoever gets one looks at the job.

v1 sends the secret that the order named, in clear, in `x-webhook-secret`. v2 signs the raw body,
HMAC-SHA256 under the 32 bytes of SHA-256 of the API key, in `x-webhook-signature`.
"""

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pydantic import SecretStr

from adapters.apiframe.answers import look_at, read_task
from adapters.apiframe.jobs import look_at_job, read_job
from adapters.base import Look
from adapters.hints import LARGEST_BYTES, Hint, Refused, an_id, json_object

_HEX: Final = re.compile(r"[0-9a-fA-F]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback:
    """Where a task's news are to be sent, and what proves that they come from the service."""

    url: str
    secret: SecretStr


@dataclass(frozen=True, slots=True, kw_only=True)
class News(Hint):
    """`look` is what the message claims: fit to be shown, not to be acted on."""

    look: Look


TOO_LONG: Final = Refused(reason="too big")
NO_PROOF: Final = Refused(reason="no secret or signature")
WRONG_PROOF: Final = Refused(reason="the secret or signature is wrong")
NO_JOB: Final = Refused(reason="no id of a job")


def secret_of(root: SecretStr, key: str) -> SecretStr:
    """An order's own secret, as good as random, that nobody has to keep: `key` names the order."""
    digest = hmac.new(root.get_secret_value().encode(), key.encode(), hashlib.sha256)
    return SecretStr(digest.hexdigest())


def read_v1(headers: Mapping[str, str], body: bytes, secret: SecretStr) -> News | Refused:
    """A message to the address of the task that has this secret."""
    if len(body) > LARGEST_BYTES:
        return TOO_LONG
    told, due = _header(headers, "x-webhook-secret"), secret.get_secret_value()
    if not told or not due:
        return NO_PROOF
    if not hmac.compare_digest(told.encode(), due.encode()):
        return WRONG_PROOF
    answer = json_object(body)
    if isinstance(answer, Refused):
        return answer
    task_id = an_id(read_task(answer).task_id)
    return News(id=task_id, signed=True, look=look_at(answer)) if task_id else NO_JOB


def read_v2(headers: Mapping[str, str], body: bytes, key: SecretStr) -> News | Refused:
    """A message of the account that has this API key."""
    if len(body) > LARGEST_BYTES:
        return TOO_LONG
    told = _header(headers, "x-webhook-signature").strip().removeprefix("sha256=")
    if not told or not key.get_secret_value():
        return NO_PROOF
    signing_key = hashlib.sha256(key.get_secret_value().encode()).digest()
    due = hmac.new(signing_key, body, hashlib.sha256).hexdigest()
    if not _HEX.fullmatch(told) or not hmac.compare_digest(told.lower(), due):
        return WRONG_PROOF
    answer = json_object(body)
    if isinstance(answer, Refused):
        return answer
    job_id = an_id(read_job(answer).id)
    return News(id=job_id, signed=True, look=look_at_job(answer)) if job_id else NO_JOB


def _header(headers: Mapping[str, str], name: str) -> str:
    return next((value for told, value in headers.items() if told.lower() == name), "")
