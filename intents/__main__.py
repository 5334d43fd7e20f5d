"""Says what messages ask for: one message a line in, one JSON object a line out."""

import argparse
import json
import sys

from intents.classify import classify


def main() -> int:
    """Answer every line of the standard input at once; 0 when it ends."""
    parser = argparse.ArgumentParser(prog="python -m intents", description=__doc__)
    parser.add_argument("--explain", action="store_true", help="add why")
    explain = parser.parse_args().explain
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    # Bytes, so that a message in a broken encoding is answered too.
    for line in sys.stdin.buffer:
        routing = classify(line.decode("utf-8", "replace").rstrip("\r\n"))
        answer: dict[str, object] = {
            "intent": routing.intent,
            "then": routing.then,
            "confidence": routing.confidence,
        }
        if explain:
            answer["why"] = routing.why
        print(json.dumps(answer, ensure_ascii=False), flush=True)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:
        # Whoever read has gone; the interpreter must not try to flush into nothing.
        sys.stdout = None
        sys.exit(0)
