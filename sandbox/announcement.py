"""Reads what the sandbox prints when it starts: the settings for a bot, and where it is controlled.

Standard library only, for whoever starts it as a process.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """The settings for a bot, by name, and the address of `sandbox.control`."""

    settings: dict[str, str]
    control_url: str


def read_announcement(lines: Iterable[str]) -> Announced:
    """Read up to the line that says where to open the chat; nothing after it is taken."""
    settings: dict[str, str] = {}
    control_url = ""
    for line in lines:
        name, found, value = line.strip().partition("=")
        if found and name.isupper():
            settings[name] = value
        elif line.startswith("# Faults"):
            control_url = line.split()[-1]
        elif line.startswith("Open"):
            break
    return Announced(settings=settings, control_url=control_url)
