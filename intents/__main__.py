"""Says what messages ask for (a line in, a JSON line out), measures that, and learns it anew."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from intents import commands


def main() -> int:
    """Do what the first argument says; without one, answer the standard input line by line."""
    parser = argparse.ArgumentParser(prog="python -m intents", description=__doc__)
    parser.add_argument("--explain", action="store_true", help="add why")
    tasks = parser.add_subparsers(dest="task", metavar="")
    evaluate = tasks.add_parser("evaluate", help="measure with a file of labelled messages")
    evaluate.add_argument("file", type=Path)
    tasks.add_parser("train", help="learn the weights anew from intents/data")
    crossval = tasks.add_parser("crossval", help="measure writers by what the others taught")
    crossval.add_argument("--folds", type=_count, default=6, help="groups of writers (6)")
    for task in (evaluate, crossval):
        task.add_argument("--json", action="store_true", help="JSON objects, one a line")
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    for line in _task(parser.parse_args()):
        print(line, flush=True)
    return 0


def _count(text: str) -> int:
    count = int(text)
    if count < 2:
        raise argparse.ArgumentTypeError("at least 2: some must be left to learn from")
    return count


def _task(options: argparse.Namespace) -> Iterator[str]:
    match options.task:
        case "evaluate":
            return commands.evaluate(options.file, as_json=options.json)
        case "train":
            return commands.train()
        case "crossval":
            return commands.crossval(options.folds, as_json=options.json)
        case _:
            return commands.answers(sys.stdin.buffer, explain=options.explain)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:
        # Whoever read has gone; the interpreter must not try to flush into nothing.
        sys.stdout = None
        sys.exit(0)
