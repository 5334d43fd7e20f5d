"""What `python -m intents` can do: answer lines, measure, learn; it reads no arguments."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from intents.routing import Intent, Routing

_COMMANDS = {f"/{intent.value}": intent for intent in Intent}


def answers(lines: Iterable[bytes], *, explain: bool) -> Iterator[str]:
    """One JSON object for each line, as soon as the line is there.

    Lines are bytes, so that a message in a broken encoding is answered too.
    """
    from intents.classify import classify

    for line in lines:
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        routing = _command(text) or classify(text)
        answer: dict[str, object] = {
            "intent": routing.intent,
            "then": routing.then,
            "confidence": routing.confidence,
        }
        if explain:
            answer["why"] = routing.why
        yield json.dumps(answer, ensure_ascii=False)


def _command(text: str) -> Routing | None:
    if not text.startswith("/"):
        return None
    first = text.split(maxsplit=1)[0].lower().partition("@")[0]
    intent = _COMMANDS.get(first)
    return Routing(intent=intent, confidence=1.0, why=f"the command {first}") if intent else None


def evaluate(path: Path, *, as_json: bool) -> Iterator[str]:
    """The figures for a file of labelled messages."""
    from intents.classify import classify
    from intents.corpus import read_file
    from intents.measure import measure
    from intents.report import report

    figures = measure(read_file(path), classify)
    yield json.dumps(figures.as_dict()) if as_json else report(figures)


def train() -> Iterator[str]:
    """Learn the weights anew, and say how it went."""
    from intents.training import train_and_write

    yield from train_and_write()


def crossval(folds: int, *, as_json: bool) -> Iterator[str]:
    """The figures for each group of writers, by what the others taught."""
    from intents.crossval import leave_writers_out
    from intents.report import report

    for name, figures in leave_writers_out(folds):
        if as_json:
            yield json.dumps({"writers": name, **figures.as_dict()})
        else:
            yield f"== {name}\n{report(figures)}\n"
