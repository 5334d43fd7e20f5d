"""Faults that nobody armed, drawn by a seed for a share of the calls; it knows no service.

Which faults an operation may meet is the service's to say: its menu.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

Menu = Mapping[str, Sequence[str]]
"""For each operation what may be drawn: `reset`, `reset_after`, or a `backend` fault's value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """What was drawn so far is in `calls` (how many there were) and `drawn`, by operation.

    What a call meets depends on the seed, the operation, and how many calls of that operation
    came before; so it is the same again, whatever else happens in between.
    """

    service: str
    seed: int
    rate: float
    menu: Menu
    calls: Counter[str] = field(default_factory=Counter)
    drawn: dict[str, Counter[str]] = field(default_factory=dict)

    def draw(self, service: str, operation: str) -> str | None:
        """What this call is to meet; mostly nothing."""
        choices = self.menu.get(operation, ())
        if service != self.service or not choices:
            return None
        dice = Random(f"{self.seed}/{operation}/{self.calls[operation]}")
        self.calls[operation] += 1
        if dice.random() >= self.rate:
            return None
        name = dice.choice(choices)
        self.drawn.setdefault(operation, Counter())[name] += 1
        return name

    def json(self) -> Mapping[str, object]:
        """What it is, and what it brought so far."""
        return {
            "service": self.service,
            "seed": self.seed,
            "rate": self.rate,
            "menu": self.menu,
            "calls": self.calls,
            "drawn": self.drawn,
        }
