"""A small file that many processes may try to make at once, and that all of them then read."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path


def written_once(path: Path, text: str) -> str:
    """What the file holds, which is `text` if there was none; its owner alone may read it.

    It is there whole or not at all, however many processes do this at once and whenever they die.
    """
    if not path.exists():
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        try:
            with os.fdopen(handle, "w") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileExistsError):
                os.link(draft, path)
        finally:
            Path(draft).unlink(missing_ok=True)
    return path.read_text().strip()
