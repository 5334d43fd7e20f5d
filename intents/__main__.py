"""Says what messages ask for (a line in, a JSON line out), measures that, and learns it anew."""

import argparse
import json
import sys
from pathlib import Path

from intents.routing import Intent, Routing

_COMMANDS = {f"/{intent.value}": intent for intent in Intent}


def main() -> int:
    """Do what the first argument says; without one, answer the standard input line by line."""
    parser = argparse.ArgumentParser(prog="python -m intents", description=__doc__)
    parser.add_argument("--explain", action="store_true", help="add why")
    tasks = parser.add_subparsers(dest="task", metavar="")
    evaluate = tasks.add_parser("evaluate", help="measure with a file of labelled messages")
    evaluate.add_argument("file", type=Path)
    evaluate.add_argument("--json", action="store_true", help="one JSON object")
    tasks.add_parser("train", help="learn the weights anew from intents/data")
    crossval = tasks.add_parser("crossval", help="measure each writer by what the others taught")
    crossval.add_argument("--json", action="store_true", help="one JSON object")
    options = parser.parse_args()
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    match options.task:
        case "evaluate":
            _evaluate(options.file, as_json=options.json)
        case "train":
            _train()
        case "crossval":
            _crossval(as_json=options.json)
        case _:
            _answer_lines(explain=options.explain)
    return 0


def _answer_lines(*, explain: bool) -> None:
    from intents.classify import classify

    # Bytes, so that a message in a broken encoding is answered too.
    for line in sys.stdin.buffer:
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        routing = _command(text) or classify(text)
        answer: dict[str, object] = {
            "intent": routing.intent,
            "then": routing.then,
            "confidence": routing.confidence,
        }
        if explain:
            answer["why"] = routing.why
        print(json.dumps(answer, ensure_ascii=False), flush=True)


def _command(text: str) -> Routing | None:
    if not text.startswith("/"):
        return None
    first = text.split(maxsplit=1)[0].lower().partition("@")[0]
    intent = _COMMANDS.get(first)
    return Routing(intent=intent, confidence=1.0, why=f"the command {first}") if intent else None


def _evaluate(path: Path, *, as_json: bool) -> None:
    from intents.classify import classify
    from intents.corpus import read_file
    from intents.measure import measure
    from intents.report import report

    figures = measure(read_file(path), classify)
    print(json.dumps(figures.as_dict()) if as_json else report(figures))


def _train() -> None:
    from intents.training import train_and_write

    for line in train_and_write():
        print(line, flush=True)


def _crossval(*, as_json: bool) -> None:
    from intents.crossval import leave_one_writer_out
    from intents.report import report

    for name, figures in leave_one_writer_out():
        if as_json:
            print(json.dumps({"writer": name, **figures.as_dict()}), flush=True)
        else:
            print(f"== {name}\n{report(figures)}\n", flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:
        # Whoever read has gone; the interpreter must not try to flush into nothing.
        sys.stdout = None
        sys.exit(0)
