"""How right the answers are on labelled messages, and how fast; it prints nothing."""

import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from intents.corpus import Example
from intents.routing import Intent, Routing

# What must not happen to somebody who wants an edit: each of these costs or disturbs.
_ACTIONS = frozenset({Intent.EXPORT, Intent.CREDITS, Intent.STATUS, Intent.UPLOAD})
_CREATIVE = frozenset({Intent.EDIT, Intent.GENERATE_VIDEO})


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Shares are from 0 to 1; `confusion` counts answers by what was wanted."""

    messages: int
    accuracy: float
    macro_f1: float
    by_language: dict[str, float]
    by_kind: dict[str, float]
    sent_to_an_action: float
    then_on_compounds: float
    both_on_compounds: float
    then_imagined: float
    confusion: dict[str, dict[str, int]]
    median_us: float

    def as_dict(self) -> dict[str, object]:
        """The figures under their names."""
        return asdict(self)


def measure(examples: Sequence[Example], answer: Callable[[str], Routing]) -> Figures:
    """Ask for each example, and compare."""
    answers, took_us = [], []
    for example in examples:
        started = time.perf_counter()
        answers.append(answer(example.text))
        took_us.append((time.perf_counter() - started) * 1e6)
    pairs = list(zip(examples, answers, strict=True))
    creative = [pair for pair in pairs if pair[0].intent in _CREATIVE]
    compounds = [pair for pair in pairs if pair[0].then]
    simple = [pair for pair in pairs if not pair[0].then]
    confusion: dict[str, Counter[str]] = {intent.value: Counter() for intent in Intent}
    for example, routing in pairs:
        confusion[example.intent.value][routing.intent.value] += 1
    return Figures(
        messages=len(pairs),
        accuracy=_share([e.intent is r.intent for e, r in pairs]),
        macro_f1=_macro_f1(confusion),
        by_language=_by(pairs, "language"),
        by_kind=_by(pairs, "kind"),
        sent_to_an_action=_share([r.intent in _ACTIONS for _, r in creative]),
        then_on_compounds=_share([e.then is r.then for e, r in compounds]),
        both_on_compounds=_share([(e.intent, e.then) == (r.intent, r.then) for e, r in compounds]),
        then_imagined=_share([r.then is not None for _, r in simple]),
        confusion={wanted: dict(counts) for wanted, counts in confusion.items()},
        median_us=round(statistics.median(took_us), 1) if took_us else 0.0,
    )


def _share(truths: Sequence[bool]) -> float:
    return round(sum(truths) / len(truths), 4) if truths else 0.0


def _by(pairs: Sequence[tuple[Example, Routing]], field: str) -> dict[str, float]:
    groups: dict[str, list[bool]] = defaultdict(list)
    for example, routing in pairs:
        groups[getattr(example, field)].append(example.intent is routing.intent)
    return {name: _share(truths) for name, truths in sorted(groups.items())}


def _macro_f1(confusion: dict[str, Counter[str]]) -> float:
    scores = []
    for intent in (name for name, counts in confusion.items() if counts):
        right = confusion[intent][intent]
        answered = sum(counts[intent] for counts in confusion.values())
        wanted = sum(confusion[intent].values())
        scores.append(2 * right / (answered + wanted))
    return round(sum(scores) / len(scores), 4) if scores else 0.0
