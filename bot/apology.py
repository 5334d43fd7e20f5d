"""An error from a remote service becomes the one sentence that the user reads about it."""

from dataclasses import dataclass

from bot.texts import say
from intents.model import Button
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
    (RateLimited, "error-rate"),
    (Rejected, "error-rejected"),
    (Broken, "error-broken"),
    (JobFailed, "error-failed"),
    (ServiceError, "error-failed"),
)

# Nothing was done in these cases, so the same wish may be tried again by the user's own press.
MAY_BE_TRIED_AGAIN = (Unreachable, AuthExpired, OutOfCredits, PlanBlocked, RateLimited, SessionLost)


@dataclass(frozen=True, slots=True, kw_only=True)
class Apology:
    """What to say, and the buttons that help."""

    text: str
    buttons: tuple[Button, ...]


def apologise(error: ServiceError, language: str) -> Apology:
    """The sentence for this error; its own text stays in the log."""
    text_id = next(text_id for kind, text_id in TEXT_IDS if isinstance(error, kind))
    seconds = (isinstance(error, RateLimited) and error.retry_after_s) or PATIENCE_S
    text = say(text_id, language, kinds=KINDS, seconds=round(seconds))
    again = isinstance(error, MAY_BE_TRIED_AGAIN)
    return Apology(text=text, buttons=(Button.RETRY,) if again else ())
