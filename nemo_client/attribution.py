"""Who is calling: the three headers without which the backend refuses an export (402)."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

# Where an agent platform installs skills, below the home folder.
_INSTALLED_BY: Final = {".clawhub": "clawhub", ".cursor/skills": "cursor"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """The skill's name and version, and the platform that runs it; each printable ASCII.

    Raises ValueError for a value that cannot stand in a header.
    """

    source: str
    version: str
    platform: str

    def __post_init__(self) -> None:
        for name in ("source", "version", "platform"):
            value: str = getattr(self, name)
            if not value or not (value.isascii() and value.isprintable()):
                raise ValueError(f"attribution: {name} {value!r} cannot stand in a header")

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers as the backend names them."""
        return {
            "X-Skill-Source": self.source,
            "X-Skill-Version": self.version,
            "X-Skill-Platform": self.platform,
        }


def read_attribution(skill: Path, *, platform: str = "", home: Path | None = None) -> Attribution:
    """Read the front matter of a SKILL.md.

    `platform` is the value of SKILL_SOURCE; when empty, the place of the file below `home` tells.
    Raises OSError, ValueError (which names the file).
    """
    front = _front_matter(skill)
    try:
        return Attribution(
            source=front.get("name", ""),
            version=front.get("version", ""),
            platform=platform.strip() or _platform_of(skill, home or Path.home()),
        )
    except ValueError as exc:
        raise ValueError(f"{skill}: {exc}") from exc


def _front_matter(skill: Path) -> Mapping[str, str]:
    lines = skill.read_text(encoding="utf-8-sig").splitlines()
    if not lines or lines[0].rstrip() != "---":
        raise ValueError(f"{skill}: no front matter (the first line is not '---')")
    body = [line.rstrip() for line in lines[1:]]
    if "---" not in body:
        raise ValueError(f"{skill}: the front matter has no end ('---')")
    try:
        # BaseLoader builds nothing but strings, lists and maps: version 1.10 stays "1.10".
        front = yaml.load("\n".join(body[: body.index("---")]), Loader=yaml.BaseLoader)  # noqa: S506
    except yaml.YAMLError as exc:
        raise ValueError(f"{skill}: the front matter is not YAML") from exc
    pairs = front.items() if isinstance(front, dict) else ()
    return {key: value for key, value in pairs if isinstance(value, str)}


def _platform_of(skill: Path, home: Path) -> str:
    for place, platform in _INSTALLED_BY.items():
        if skill.absolute().is_relative_to(home / place):
            return platform
    return "unknown"
