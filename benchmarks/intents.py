"""Measures how long understanding takes: microseconds a message, and the import in milliseconds."""

import json
import statistics
import subprocess
import sys
import time

MESSAGES = (
    "turn this image into a 5-second clip",
    "add the title 'Download now' at the top and make it brighter, then export",
    "is the export finished?",
    "把标题改成“立即下载”，然后导出",
    "how many credits do I have left",
)
ROUNDS = 400


def main() -> None:
    """Print the figures."""
    start = time.perf_counter()
    from intents.classify import classify

    import_ms = (time.perf_counter() - start) * 1000
    took_us = []
    for _ in range(ROUNDS):
        for message in MESSAGES:
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
        "start_ratio": round(statistics.median(loaded) / statistics.median(bare), 2),
    }
    print(json.dumps(figures))


def _start_s(code: str) -> float:
    before = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - before


if __name__ == "__main__":
    main()
