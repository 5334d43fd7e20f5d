"""What Apiframe's words about a failure mean; they are written for people and not documented."""

import re
from typing import Final

from adapters.base import Failure

LONGEST: Final = 300

_MEANINGS: Final = (
    (
        Failure.MODERATED,
        (
            *("moderat", "banned", "nsfw", "not.?safe", "polic(?:y|ies)", "inappropriate"),
            *("blocked", "prohibit", "sensitive", "image denied", "image filter", "violat"),
        ),
    ),
    (
        Failure.SERVICE,
        (
            *("time.?d?.?out", "internal", "server error", "overload", "unavailable", "try again"),
            *("queue", "busy", "capacity", "returned 5", "connection"),
        ),
    ),
    (
        Failure.INPUT,
        (
            *("invalid", "supported", "no face", "one face", "missing", "required", "parameter"),
            *("too (?:long|large|many|small)", "not found"),
            "(?:can ?not|could not|unable to) (?:download|access|read|fetch)",
        ),
    ),
)

_CREDITS: Final = re.compile(
    r"(?:credit|balance|quota).{0,40}(?:insufficient|enough|exceed|out|used|low|0)"
    r"|(?:insufficient|not enough|no|out of).{0,20}(?:credit|balance|quota)",
    re.IGNORECASE,
)


def failure_of(reason: str) -> Failure:
    """By what may be done next."""
    for failure, words in _MEANINGS:
        if re.search("|".join(words), reason, re.IGNORECASE):
            return failure
    return Failure.UNKNOWN


def is_about_credits(reason: str) -> bool:
    """Whether it says that the credits are used up."""
    return _CREDITS.search(reason) is not None
