"""What can go wrong in the studio, sorted by what may be told to the person who sent the media.

It knows no words for users and no remote service.
"""

from enum import StrEnum
from pathlib import Path


class Reason(StrEnum):
    """Why a source cannot be used."""

    EMPTY = "empty"
    UNKNOWN_KIND = "unknown_kind"
    DAMAGED = "damaged"
    TOO_MANY_PIXELS = "too_many_pixels"
    TIMEOUT = "timeout"


class StudioError(Exception):
    """The studio could not do its work."""


class MediaError(StudioError):
    """A source cannot be used; `reason` says why, `path` which one where that is known."""

    def __init__(self, reason: Reason, path: Path | None = None) -> None:
        super().__init__(f"{reason}: {path.name if path else 'source'}")
        self.reason = reason
        self.path = path


class CannotFit(StudioError):
    """A film cannot be made so small; `least_bytes` is about what it would need."""

    def __init__(self, least_bytes: int) -> None:
        super().__init__(f"about {least_bytes} bytes are needed")
        self.least_bytes = least_bytes


class StudioBroken(StudioError):
    """The process that does the work ended without an answer: a fault of ours or of the machine."""
