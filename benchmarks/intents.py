"""Measures how long understanding takes: microseconds a message, the import, and the memory."""

import json
import resource
import statistics
import subprocess
import sys
import time

ROUNDS = 10


def main() -> None:
    """Print the figures, over the messages that the weights never saw."""
    start = time.perf_counter()
    from intents.classify import classify

    import_ms = (time.perf_counter() - start) * 1000
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    from intents.corpus import blind

    messages = [example.text for example in blind()]
    took_us = []
    for _ in range(ROUNDS):
        for message in messages:
            before = time.perf_counter()
            classify(message)
            took_us.append((time.perf_counter() - before) * 1e6)
    bare = [_start_s("pass") for _ in range(5)]
    loaded = [_start_s("import intents.classify") for _ in range(5)]
    figures = {
        "measured": "understanding a message",
        "median_us": round(statistics.median(took_us), 1),
        "p99_us": round(statistics.quantiles(took_us, n=100)[98], 1),
        "import_ms": round(import_ms, 1),
        "memory_mb": round(memory_mb, 1),
        "start_ratio": round(statistics.median(loaded) / statistics.median(bare), 2),
    }
    print(json.dumps(figures))


def _start_s(code: str) -> float:
    before = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - before


if __name__ == "__main__":
    main()
