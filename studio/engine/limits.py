"""Keeps a process that opens strangers' files within bounds; it knows nothing of media."""

import os
import resource
from pathlib import Path

_MEMORY_BYTES = 2_000_000_000
_FILE_BYTES = 2_000_000_000
_NICENESS = 5


def limit(cpu_s: int) -> None:
    """Limits this process for good: memory, the size of files, and `cpu_s` seconds of work."""
    # The libraries reserve address space for each core of the machine before they are asked.
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    for what, value in (
        (resource.RLIMIT_AS, pages * resource.getpagesize() + _MEMORY_BYTES),
        (resource.RLIMIT_CPU, cpu_s),
        (resource.RLIMIT_FSIZE, _FILE_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        resource.setrlimit(
            what, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard)
        )
    os.nice(_NICENESS)
