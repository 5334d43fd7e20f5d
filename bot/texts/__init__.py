"""Every word that a user reads, by id and language; nothing else in the program words anything."""

from functools import cache
from pathlib import Path

from fluent.runtime import FluentBundle, FluentResource

LANGUAGES = ("en", "zh")
FALLBACK = "en"


def language_of(code: str | None) -> str:
    """The language that we speak for an IETF tag such as `zh-hans`; English where we have none."""
    primary = (code or FALLBACK).lower().replace("_", "-").split("-")[0]
    return primary if primary in LANGUAGES else FALLBACK


@cache
def _bundle(language: str) -> FluentBundle:
    # Without isolation marks: Telegram shows them as boxes on some older phones.
    bundle = FluentBundle([language], use_isolating=False)
    source = Path(__file__).with_name(f"{language}.ftl").read_text(encoding="utf-8")
    bundle.add_resource(FluentResource(source))
    return bundle


def say(text_id: str, language: str, **fields: str | float) -> str:
    """The text with this id in this language.

    Raises KeyError for an id that the language does not have, ValueError for a missing field: both
    are mistakes of ours, which a test over all ids finds.
    """
    bundle = _bundle(language)
    message = bundle.get_message(text_id)
    if message.value is None:
        raise KeyError(text_id)
    text, errors = bundle.format_pattern(message.value, fields)
    if errors:
        raise ValueError(f"{text_id} in {language}: {errors}")
    return str(text)


def text_ids(language: str) -> frozenset[str]:
    """All ids that a language has."""
    source = Path(__file__).with_name(f"{language}.ftl").read_text(encoding="utf-8")
    body = FluentResource(source).body
    return frozenset(entry.id.name for entry in body if hasattr(entry, "id"))
