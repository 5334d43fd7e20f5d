"""Temporary."""
from pathlib import Path
async def fit_film(source: Path, out: Path, *, max_bytes: int) -> None:
    raise NotImplementedError
