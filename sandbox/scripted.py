"""Reads what is scripted for one call, a fault's value in words; it knows no service.

A value holds words separated by spaces: a number is the HTTP status of a refusal, others are
`word` or `word=value`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What an operation understands: plain words, and words that need a value."""

    plain: frozenset[str] = frozenset()
    valued: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()
    """Words whose value is a whole number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """The words of one call; `status` is that of a refusal."""

    values: Mapping[str, str] = field(default_factory=dict)
    status: int | None = None

    def __contains__(self, word: str) -> bool:
        return word in self.values

    def value(self, word: str) -> str | None:
        """The value of a word that was said."""
        return self.values.get(word)

    def number(self, word: str) -> int:
        """The value of a word that is a whole number; 0 where it was not said."""
        return int(self.values.get(word, "0"))


def read(text: str, words: Words) -> Script:
    """The script of a fault's value. Raises ValueError for what makes no sense."""
    values: dict[str, str] = {}
    statuses: list[int] = []
    for item in text.split():
        name, equals, told = item.partition("=")
        if item.isdecimal():
            statuses.append(_status(item))
        elif name in words.plain and not equals:
            values[name] = ""
        elif name in words.valued | words.whole and told:
            values[name] = told
        else:
            raise ValueError(f"there is no word {item!r} here")
        if name in words.whole and not told.isdecimal():
            raise ValueError(f"{name} is a whole number, not {told!r}")
    if len(statuses) > 1:
        raise ValueError("a call is refused with one status")
    return Script(values=values, status=statuses[0] if statuses else None)


def _status(item: str) -> int:
    if not 200 <= int(item) <= 599:
        raise ValueError(f"{item} is no HTTP status")
    return int(item)
