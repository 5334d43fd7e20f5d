"""What a message asks for, as a value; it knows no words and no way to find out."""

from dataclasses import dataclass
from enum import StrEnum


class Intent(StrEnum):
    """What the user wants; everything that is none of the first five is talk with the editor."""

    EXPORT = "export"
    CREDITS = "credits"
    STATUS = "status"
    UPLOAD = "upload"
    GENERATE_VIDEO = "generate_video"
    EDIT = "edit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Routing:
    """The first wish of a message, the one that follows it, how sure we are (0 to 1), and why.

    `rival` is what else the message may well ask for, where that is close: then asking is better
    than guessing.
    """

    intent: Intent
    then: Intent | None = None
    confidence: float
    why: str
    rival: Intent | None = None
