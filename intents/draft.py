"""Reads a backend's draft into a `Timeline`, whatever is missing, misspelt or of another type.

No public source shows a filled draft. Sure are only the short keys `t` tracks, `tt` kind (0 video,
1 audio, 7 text), `sg` segments, `d` milliseconds, `m` fields. The names of the fields inside are
guessed from several habits. It judges nothing: what cannot be read is left out.
"""

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from intents.timeline import Clip, Music, Segment, Timeline, Title, TrackKind

KINDS = {
    "0": TrackKind.VIDEO,
    "video": TrackKind.VIDEO,
    "1": TrackKind.AUDIO,
    "audio": TrackKind.AUDIO,
    "7": TrackKind.TEXT,
    "text": TrackKind.TEXT,
}

# Per value, the names that a field may have, the likeliest first.
TRACKS = ("t", "tracks")
KIND = ("tt", "type", "track_type", "kind")
SEGMENTS = ("sg", "segments", "clips")
FIELDS = ("m", "metadata", "meta")
ID = ("id", "segment_id", "uid", "uuid")
START = ("start_ms", "start", "start_time", "startTime", "st", "s", "offset_ms", "offset", "begin")
DURATION = ("d", "duration_ms", "duration", "dur", "length")
NAME = ("name", "title", "label", "file_name", "filename", "display_name")
SOURCE = ("src", "url", "cdn_url", "path", "source")
WORDS = ("text", "content", "caption", "words", *NAME)
POSITION = ("position", "pos", "align")
TRIM = ("trim_ms", "trim", "source_start", "in")
SPEED = ("speed", "rate", "playback_rate")
VOLUME = ("volume", "vol", "gain")
BRIGHTNESS = ("brightness", "exposure")
GRAYSCALE = ("grayscale", "greyscale", "black_and_white", "bw")
MOTION = ("motion", "camera", "animation")

NAME_CHARS = 200
# A day; anything beyond it is no length of a video but a slip of units.
LONGEST_MS = 24 * 3600 * 1000

_TIME = re.compile(r"\s*([+-]?\d{1,15}(?:\.\d{0,9})?)\s*(ms|s|sec|seconds)?\s*", re.IGNORECASE)

Fields = Mapping[object, object]


def read_draft(draft: object) -> Timeline:
    """The timeline in a draft as it came out of JSON; an empty one where there is none.

    Takes anything at all and never raises. Lengths without a unit are milliseconds.
    """
    fields = _mapping(draft)
    about = _mapping(_first(fields, FIELDS))
    segments = [
        segment
        for number, track in enumerate(_list(_first(fields, TRACKS)))
        for segment in sorted(_segments(_mapping(track), number), key=lambda it: it.start_ms)
    ]
    return Timeline(
        width=_pixels(about.get("width")),
        height=_pixels(about.get("height")),
        clips=tuple(it for it in segments if isinstance(it, Clip)),
        sounds=tuple(it for it in segments if isinstance(it, Music)),
        titles=tuple(it for it in segments if isinstance(it, Title)),
        others=tuple(it for it in segments if type(it) is Segment),
    )


def _segments(track: Fields, number: int) -> Iterator[Segment]:
    kind = KINDS.get(_line(_first(track, KIND)).lower(), TrackKind.OTHER)
    end_ms = 0
    for item in _list(_first(track, SEGMENTS)):
        if isinstance(item, Mapping):
            # The inner fields win, but `d` stands outside.
            fields = {**item, **_mapping(_first(item, FIELDS))}
            segment = _segment(kind, number, fields, end_ms)
            end_ms = segment.end_ms
            yield segment


def _segment(kind: TrackKind, number: int, fields: Fields, after_ms: int) -> Segment:
    id_ = _line(_first(fields, ID))
    start = _ms(_first(fields, START))
    start_ms = after_ms if start is None else start
    duration_ms = _ms(_first(fields, DURATION)) or 0
    name = _line(_first(fields, NAME)) or _file_name(_line(_first(fields, SOURCE)))
    volume = _volume(fields)
    match kind:
        case TrackKind.VIDEO:
            return Clip(
                id=id_,
                name=name,
                track=number,
                start_ms=start_ms,
                duration_ms=duration_ms,
                trim_ms=_ms(_first(fields, TRIM)) or 0,
                speed=_number(_first(fields, SPEED), 1.0),
                volume=1.0 if volume is None else volume,
                brightness=_number(_first(fields, BRIGHTNESS), 1.0),
                grayscale=_first(fields, GRAYSCALE) in (True, 1, "true"),
                motion=_line(_first(fields, MOTION)),
            )
        case TrackKind.AUDIO:
            return Music(
                id=id_,
                name=name or _line(fields.get("mood")),
                track=number,
                start_ms=start_ms,
                duration_ms=duration_ms,
                volume=volume,
            )
        case TrackKind.TEXT:
            return Title(
                id=id_,
                name=_line(_first(fields, WORDS)),
                track=number,
                start_ms=start_ms,
                duration_ms=duration_ms,
                position=_line(_first(fields, POSITION)),
            )
        case TrackKind.OTHER:
            return Segment(
                id=id_, name=name, track=number, start_ms=start_ms, duration_ms=duration_ms
            )


def _first(fields: Fields, names: tuple[str, ...]) -> object:
    return next((fields[name] for name in names if fields.get(name) is not None), None)


def _mapping(value: object) -> Fields:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _ms(value: object) -> int | None:
    """Milliseconds from 5000, 5000.0, "5000", "5000ms" or "5s"."""
    text = str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
    match = _TIME.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        return None
    factor = 1000 if (match[2] or "ms").lower() != "ms" else 1
    return round(min(max(float(match[1]) * factor, 0.0), LONGEST_MS))


def _number(value: object, default: float) -> float:
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return default
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return default
    return number if math.isfinite(number) else default


def _volume(fields: Fields) -> float | None:
    if fields.get("muted") is True or fields.get("mute") is True:
        return 0.0
    volume = _number(_first(fields, VOLUME), -1.0)
    if volume < 0:
        return None
    # Nobody makes music five times as loud: such a number is a percentage.
    return volume / 100 if volume > 5 else volume


def _pixels(value: object) -> int:
    pixels = _number(value, 0.0)
    return int(pixels) if 0 < pixels < 100_000 else 0


def _line(value: object) -> str:
    """One clean line: no control characters and no broken ones, which no database takes."""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return ""
    text = str(value)[: NAME_CHARS * 2]
    clean = "".join(" " if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") else c for c in text)
    return " ".join(clean.split())[:NAME_CHARS]


def _file_name(source: str) -> str:
    path = re.split(r"[?#]", source, maxsplit=1)[0]
    return _line(unquote(path.rstrip("/").rpartition("/")[2]))
