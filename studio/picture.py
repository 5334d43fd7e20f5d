"""Draws a timeline as a picture: a ruler, and the tracks as bars with thumbnails and names."""

from pathlib import Path

from studio import worker
from studio.jobs import Draw
from studio.tracks import Bar, TrackKind, TrackRow, TracksPicture

__all__ = ["Bar", "TrackKind", "TrackRow", "TracksPicture", "draw_tracks"]

_TIMEOUT_S = 30.0


async def draw_tracks(tracks: TracksPicture, out: Path) -> None:
    """Writes a PNG, 1280 pixels wide; a bar whose media cannot be read is drawn without it."""
    await worker.run(Draw(tracks=tracks, out=out), timeout_s=_TIMEOUT_S)
