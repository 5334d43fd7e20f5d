"""Drafts as other versions of the backend might write them; a client has to read them all."""

from collections.abc import Callable, Mapping

from pydantic import JsonValue

_MS = frozenset(("d", "start_ms", "trim_ms"))


def odd(draft: JsonValue, words: frozenset[str]) -> JsonValue:
    """The draft in the ways that a script's words ask for; they name ODD's keys."""
    for word, write in ODD.items():
        if word in words:
            draft = write(draft)
    return draft


def _ms_as_text(value: JsonValue) -> JsonValue:
    match value:
        case dict():
            return {k: str(v) if k in _MS else _ms_as_text(v) for k, v in value.items()}
        case list():
            return [_ms_as_text(item) for item in value]
        case _:
            return value


def _unknown_keys(value: JsonValue) -> JsonValue:
    match value:
        case dict():
            return {**{k: _unknown_keys(v) for k, v in value.items()}, "x": {"new": [1, None]}}
        case list():
            return [_unknown_keys(item) for item in value]
        case _:
            return value


def _bare_tracks(draft: JsonValue) -> JsonValue:
    if not isinstance(draft, dict) or not isinstance(draft.get("t"), list):
        return draft
    tracks = draft["t"]
    assert isinstance(tracks, list)  # noqa: S101  # seen above
    return {**draft, "t": [{"tt": 0}, *tracks, {"tt": 7, "sg": []}]}


def _no_draft(_: JsonValue) -> JsonValue:
    return None


ODD: Mapping[str, Callable[[JsonValue], JsonValue]] = {
    "ms_as_text": _ms_as_text,
    "unknown_keys": _unknown_keys,
    "bare_tracks": _bare_tracks,
    "no_draft": _no_draft,
}
