"""Timelines and films as a person reads them: kinds and numbers become sentences of the texts."""

from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import assert_never

from bot.outbound import Film
from bot.texts import say
from intents import changes as c
from intents.timeline import Row, Timeline, TrackKind, summary
from studio.picture import Bar, TrackRow, TracksPicture
from studio.picture import TrackKind as RowKind

PICTURED = {
    TrackKind.VIDEO: RowKind.VIDEO,
    TrackKind.AUDIO: RowKind.AUDIO,
    TrackKind.TEXT: RowKind.TITLE,
}
MEGABYTE = 1024 * 1024


def changes_in_words(changes: Iterable[c.Change], language: str) -> str:
    """One sentence that names every change."""
    comma = "；" if language == "zh" else "; "
    return say("changed", language, changes=comma.join(_change(one, language) for one in changes))


def tracks_in_words(timeline: Timeline, language: str) -> str:
    """The timeline line by line, or that it is empty."""
    if not timeline.tracks:
        return say("status-empty", language)
    headline = say(
        "status-tracks",
        language,
        count=len(timeline.tracks),
        seconds=_seconds(timeline.duration_ms),
        width=str(timeline.width),
        height=str(timeline.height),
    )
    rows = (f"{number}. {_row(row, language)}" for number, row in enumerate(summary(timeline), 1))
    return "\n".join((headline, *rows))


def picture_of(timeline: Timeline, sources: Mapping[str, Path], language: str) -> TracksPicture:
    """The timeline as the studio draws it; `sources` has our copies of the files by their names."""
    rows = tuple(
        TrackRow(
            kind=PICTURED[track.kind],
            label=say(f"track-{track.kind}", language),
            bars=tuple(
                Bar(
                    start_ms=segment.start_ms,
                    duration_ms=segment.duration_ms,
                    label=segment.name,
                    media=sources.get(segment.name),
                )
                for segment in track.segments
            ),
        )
        for track in timeline.tracks
        if track.kind in PICTURED
    )
    size = f"{timeline.width}×{timeline.height}"
    return TracksPicture(title=say("picture-title", language, size=size), rows=rows)


def film_caption(film: Film, language: str) -> str:
    """Size, length and weight of a film."""
    return say(
        "video-caption",
        language,
        width=str(film.width),
        height=str(film.height),
        seconds=_seconds(film.duration_ms),
        size=f"{film.size_bytes / MEGABYTE:.1f}",
    )


def _row(row: Row, language: str) -> str:
    tell = partial(
        say,
        language=language,
        name=row.name,
        start=_seconds(row.start_ms),
        end=_seconds(row.end_ms),
    )
    if row.kind is TrackKind.AUDIO and row.volume_percent is not None:
        return tell("row-loud", volume=str(row.volume_percent))
    return tell(f"row-{row.kind}")


def _change(change: c.Change, language: str) -> str:  # noqa: C901, PLR0911, PLR0912 -- a table
    tell = partial(say, language=language)
    match change:
        case c.TitleAdded(text=text, start_ms=start, end_ms=end):
            return tell("change-title-added", text=text, start=_seconds(start), end=_seconds(end))
        case c.TitleRemoved(text=text):
            return tell("change-title-removed", text=text)
        case c.TitleChanged(before=before, text=text):
            return tell("change-title-changed", before=before, text=text)
        case c.TitleMoved(text=text, start_ms=start, end_ms=end):
            return tell("change-title-moved", text=text, start=_seconds(start), end=_seconds(end))
        case c.MusicAdded(name=name, volume=None):
            return tell("change-music-added", name=name)
        case c.MusicAdded(name=name, volume=volume):
            return tell("change-music-added-loud", name=name, volume=_percent(volume or 0))
        case c.MusicRemoved(name=name):
            return tell("change-music-removed", name=name)
        case c.VolumeChanged(name=name, volume=volume):
            return tell("change-volume", name=name, volume=_percent(volume))
        case c.ClipAdded(name=name, duration_ms=duration):
            return tell("change-clip-added", name=name, seconds=_seconds(duration))
        case c.ClipRemoved(name=name):
            return tell("change-clip-removed", name=name)
        case c.ClipsReordered(names=names):
            return tell("change-order", name=", ".join(names))
        case c.ClipTrimmed(name=name, duration_ms=duration):
            return tell("change-trim", name=name, seconds=_seconds(duration))
        case c.SpeedChanged(name=name, speed=speed):
            return tell("change-speed", name=name, speed=f"{speed:g}")
        case c.BrightnessChanged(name=name, brightness=brightness):
            return tell("change-brightness", name=name, percent=_percent(brightness))
        case c.LookChanged(name=name, grayscale=grayscale):
            return tell("change-look", name=name, look="grayscale" if grayscale else "colour")
        case c.MotionChanged(name=name):
            return tell("change-motion", name=name)
        case c.DurationChanged(duration_ms=duration):
            return tell("change-duration", seconds=_seconds(duration))
        case c.CanvasChanged(width=width, height=height):
            return tell("change-canvas", width=str(width), height=str(height))
        case c.OtherChanged():
            return tell("change-other")
        case _:
            assert_never(change)


def _seconds(ms: int) -> str:
    return f"{ms / 1000:.1f}".removesuffix(".0")


def _percent(share: float) -> str:
    return str(round(share * 100))
