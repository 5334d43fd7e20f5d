"""`make bench`: runs every measurement and prints one JSON line for each."""

import subprocess
import sys

MEASUREMENTS = ("intents", "journey", "render", "engines", "sending", "many", "stopping", "day")


def main() -> int:
    """Each in a process of its own, so that none warms another's caches."""
    codes = [
        subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False).returncode
        for name in MEASUREMENTS
    ]
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
