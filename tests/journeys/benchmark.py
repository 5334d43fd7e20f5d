"""A measurement that talks to the bot, run as the Makefile does it, in a test."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.journeys.town import environment

ROOT = Path(__file__).parents[2]


def figures_of(name: str, *arguments: str, within_s: float) -> dict[str, Any]:
    """What it prints; it must end well, and in time."""
    with subprocess.Popen(
        [sys.executable, "-m", f"benchmarks.{name}", *arguments],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as running:
        try:
            said, errors = running.communicate(timeout=within_s)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)  # with all that it started
            raise
    assert said, errors
    figures: dict[str, Any] = json.loads(said)
    assert figures.get("wrong", []) == []
    assert running.returncode == 0, (figures, errors)
    return figures
