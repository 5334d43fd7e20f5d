"""How far a job is, and how often to look at it; it names no service."""

import math
from dataclasses import replace
from random import Random
from typing import Final

from pydantic import JsonValue

from wire.poll import Schedule

#: By how much of itself a wait may grow, so that jobs started together do not look together.
JITTER: Final = 0.1


def jittered(schedule: Schedule, dice: Random) -> Schedule:
    """The schedule for one job: every wait is longer by the same share, never shorter."""
    share = 1 + dice.uniform(0, JITTER)
    return replace(schedule, first_s=schedule.first_s * share, longest_s=schedule.longest_s * share)


def percent_of(progress: JsonValue) -> int | None:
    """0 to 100 of a share of 1, number or text; what is more than 1 is taken for a percentage."""
    if isinstance(progress, bool) or not isinstance(progress, int | float | str):
        return None
    try:
        share = float(progress)
    except (ValueError, OverflowError):
        return None
    if not math.isfinite(share):
        return None
    return round(min(max(share if share > 1 else share * 100, 0), 100))
