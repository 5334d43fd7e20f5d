"""An error from a remote service becomes the one sentence that the user reads about it."""

from dataclasses import dataclass
from enum import StrEnum

from bot.identity import NoAccount
from bot.texts import say
from wire.errors import (
    AuthExpired,
    BadMedia,
    Broken,
    JobFailed,
    Moderated,
    OutOfCredits,
    PlanBlocked,
    RateLimited,
    Rejected,
    ServiceError,
    SessionLost,
    Uncertain,
    Unreachable,
)

# What we take: what the video service does, by its contract, and HEIC, which is converted.
KINDS = "mp4, mov, avi, webm, mkv, jpg, png, gif, webp, heic, mp3, wav, m4a, aac"
PATIENCE_S = 30.0

# The most special class first: the first that fits is the one.
TEXT_IDS: tuple[tuple[type[ServiceError], str], ...] = (
    (Unreachable, "error-unreachable"),
    (Uncertain, "error-uncertain"),
    (AuthExpired, "error-auth"),
    (SessionLost, "error-session"),
    (OutOfCredits, "error-out-of-credits"),
    (PlanBlocked, "error-plan"),
    (BadMedia, "error-media"),
    (Moderated, "error-moderated"),
    (NoAccount, "error-no-account"),
    (RateLimited, "error-rate"),
    (Rejected, "error-rejected"),
    (Broken, "error-broken"),
    (JobFailed, "error-failed"),
    (ServiceError, "error-failed"),
)

# Nothing was done in these cases, so the same wish may be tried again by the user's own press.
MAY_BE_TRIED_AGAIN = (Unreachable, AuthExpired, OutOfCredits, PlanBlocked, RateLimited, SessionLost)

# What is over in a moment, so that asking again helps.
PASSES = frozenset({"error-unreachable", "error-uncertain", "error-broken"})
# Who only asks to see something has chosen no words and sent no file that could be refused.
ABOUT_A_WISH = frozenset({"error-rejected", "error-media"})


class Doing(StrEnum):
    """What was being done, for it decides what the user can do next."""

    WISH = "wish"
    EXPORT = "export"
    LOOK = "look"


@dataclass(frozen=True, slots=True, kw_only=True)
class Apology:
    """What to say, and whether a wish may be tried again as it is."""

    text: str
    may_retry: bool


def apologise(error: ServiceError, language: str, doing: Doing, *, url: str = "") -> Apology:
    """The sentence for this error and what can be done now; its own text stays in the log.

    `url` is where the user gets more credits or another plan.
    """
    text_id = next(text_id for kind, text_id in TEXT_IDS if isinstance(error, kind))
    if doing is Doing.LOOK and text_id in ABOUT_A_WISH:
        text_id = "error-broken"
    wait_s = (isinstance(error, RateLimited) and error.retry_after_s) or PATIENCE_S
    seconds = max(round(wait_s), 1)
    minutes = max(round(wait_s / 60), 1)
    fields: dict[str, str | float] = {
        "kinds": KINDS,
        "seconds": seconds,
        "minutes": minutes,
        "url": url,
        "doing": doing,
    }
    sorry = say(text_id, language, **fields)
    may_retry = isinstance(error, MAY_BE_TRIED_AGAIN)
    helps = text_id in PASSES if doing is Doing.LOOK else may_retry
    hint = say(f"try-again-{doing}", language) if helps else ""
    return Apology(text=f"{sorry} {hint}".strip(), may_retry=may_retry and doing is Doing.WISH)
