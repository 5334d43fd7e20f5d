"""Puts two looks at one job together; news may come late, twice, and in the wrong order."""

from dataclasses import replace

from adapters.base import ENDED, JobState, Look


def later(known: Look, seen: Look) -> Look:
    """What is known after one more look: an end stays, and nothing goes backwards."""
    if known.state in ENDED:
        return known
    if seen.state in ENDED:
        return seen
    running = JobState.RUNNING in (known.state, seen.state)
    told = [percent for percent in (known.percent, seen.percent) if percent is not None]
    return replace(
        seen,
        state=JobState.RUNNING if running else JobState.WAITING,
        percent=max(told, default=None),
    )
