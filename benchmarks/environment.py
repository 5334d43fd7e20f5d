"""What a process that a benchmark starts finds in its environment."""

import os
from collections.abc import Mapping

UNBUFFERED: Mapping[str, str] = {"PYTHONUNBUFFERED": "1"}


def inherited(settings: Mapping[str, str] = UNBUFFERED) -> dict[str, str]:
    """Our own environment, handed on whole, and these settings over it."""
    return {**os.environ, **settings}  # noqa: TID251 -- handed on, and no setting read from it
