"""Figures as lines to read; it measures nothing."""

from intents.measure import Figures
from intents.routing import Intent


def report(figures: Figures) -> str:
    """The figures, one a line, and the confusion table."""
    lines = [
        f"messages                      {figures.messages}",
        f"accuracy                      {figures.accuracy:.1%}",
        f"macro-F1                      {figures.macro_f1:.3f}",
        f"edits sent to an action       {figures.sent_to_an_action:.1%}",
        f"`then` right on compounds     {figures.then_on_compounds:.1%}",
        f"both right on compounds       {figures.both_on_compounds:.1%}",
        f"`then` imagined elsewhere     {figures.then_imagined:.1%}",
        f"median                        {figures.median_us:.0f} microseconds a message",
        "by language  " + _shares(figures.by_language),
        "by kind      " + _shares(figures.by_kind),
        "wanted \\ answered".ljust(18) + "".join(intent[:8].rjust(9) for intent in Intent),
    ]
    for wanted, counts in figures.confusion.items():
        cells = [str(counts.get(intent, 0)).rjust(9) for intent in Intent]
        lines.append(wanted.ljust(18) + "".join(cells))
    return "\n".join(lines)


def _shares(shares: dict[str, float]) -> str:
    return "  ".join(f"{name} {share:.1%}" for name, share in shares.items())
