"""Orders the parts of a line that mixes scripts written to the left and to the right.

The Unicode Bidirectional Algorithm (UAX #9) without explicit embeddings and bracket pairs: a text
library shapes one run in one font well, but the runs of a line are placed by us. It knows no font.
"""

import unicodedata
from collections.abc import Sequence
from typing import Protocol, TypeVar

_STRONG = {"L": "L", "R": "R", "AL": "R"}


class Levelled(Protocol):
    """Something that has an embedding level: even reads to the right, odd to the left."""

    @property
    def level(self) -> int:
        """The embedding level."""


_L = TypeVar("_L", bound=Levelled)


def levels(text: str) -> list[int]:
    """The embedding level of each character of one paragraph."""
    raw = [unicodedata.bidirectional(char) or "L" for char in text]
    base = next((_STRONG[kind] for kind in raw if kind in _STRONG), "L")
    level = {"R": 1, "L": 0 if base == "L" else 2, "EN": 2, "AN": 2}
    return [level[kind] for kind in _resolve_neutrals(_resolve_weak(raw, base), base)]


def _resolve_weak(raw: Sequence[str], base: str) -> list[str]:
    """Rules W1 to W7: marks take the kind before them, numbers that of the text around them."""
    kinds: list[str] = []
    strong = base
    for index, kind in enumerate(raw):
        around = {*raw[max(0, index - 1) : index], *raw[index + 1 : index + 2]}
        if kind in _STRONG:
            strong = kind
            kinds.append(_STRONG[kind])
        elif kind in {"NSM", "BN"}:
            kinds.append(kinds[-1] if kinds else "N")
        elif kind in {"EN", "AN"}:
            kinds.append(_number(kind, strong))
        elif kind == "CS" and around in ({"EN"}, {"AN"}):
            kinds.append(_number(around.pop(), strong))
        elif strong != "AL" and (
            (kind == "ES" and around == {"EN"}) or (kind == "ET" and "EN" in around)
        ):
            kinds.append(_number("EN", strong))
        else:
            kinds.append("N")
    return kinds


def _number(kind: str, strong: str) -> str:
    if kind == "EN" and strong == "L":
        return "L"
    return "AN" if strong == "AL" else kind


def _resolve_neutrals(kinds: Sequence[str], base: str) -> list[str]:
    """Rules N1 and N2: a neutral between equal directions takes them, else that of the line."""
    resolved = list(kinds)
    for index, kind in enumerate(kinds):
        if kind != "N":
            continue
        before = next((k for k in reversed(kinds[:index]) if k != "N"), base)
        after = next((k for k in kinds[index:] if k != "N"), base)
        sides = {"L" if side == "L" else "R" for side in (before, after)}
        resolved[index] = sides.pop() if len(sides) == 1 else base
    return resolved


def in_visual_order(runs: Sequence[_L]) -> list[_L]:
    """Rule L2: the runs of a line from left to right."""
    ordered = list(runs)
    highest = max((run.level for run in ordered), default=0)
    for level in range(highest, 0, -1):
        start = 0
        while start < len(ordered):
            end = start
            while end < len(ordered) and ordered[end].level >= level:
                end += 1
            ordered[start:end] = reversed(ordered[start:end])
            start = end + 1
    return ordered
