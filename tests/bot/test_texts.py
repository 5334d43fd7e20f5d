"""Every text in every language, and every error and refusal with words of its own."""

import re

import pytest

from bot.apology import Doing, apologise
from bot.batch.cells import TableReason
from bot.batch.rows import Kind
from bot.commands import MENU
from bot.engines.catalogue import FAMILIES, Link
from bot.flows import crafting, engine_list, falling_back
from bot.flows.batch_checking import HOPELESS
from bot.links import LinkReason
from bot.store.rows import RowStatus
from bot.texts import LANGUAGES, language_of, say, text_ids
from intents.model import Button, Refusal
from studio.errors import Reason
from wire.errors import OutOfCredits, PlanBlocked, RateLimited, ServiceError

# Any field that a text may have; numbers where a plural looks at them.
FIELDS: dict[str, str | float] = {
    **dict.fromkeys(
        ("name", "kinds", "text", "before", "changes", "id", "look", "url", "doing"), "x"
    ),
    **dict.fromkeys(("engine", "engines", "can", "now", "ratio", "dollars"), "x"),
    "have": 2,
    **dict.fromkeys(("number", "when", "next"), "x"),
    **dict.fromkeys(("width", "height", "speed", "start", "end"), "2"),
    **dict.fromkeys(("size", "limit", "percent", "seconds", "volume", "count"), 2),
    **dict.fromkeys(("available", "frozen", "total", "cost", "minutes"), 2),
    **dict.fromkeys(("done", "failed", "left"), "2"),
}

FAILURES = ("moderated", "input", "credits", "rate", "service", "unsure", "none")
#: Figures, arrows, and what is called the same everywhere.
WITHOUT_WORDS = frozenset(
    {"video-caption", "making-percent"}
    | {f"button-{kind}{at}" for kind in "uv" for at in range(1, 5)}
    | {f"button-pan-{way}" for way in ("left", "right", "up", "down")}
)


def all_errors(kind: type[ServiceError] = ServiceError) -> list[type[ServiceError]]:
    return [kind, *(found for child in kind.__subclasses__() for found in all_errors(child))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_text(language: str) -> None:
    assert text_ids(language) == text_ids("en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text_id", sorted(text_ids("en")))
def test_every_text_can_be_said(text_id: str, language: str) -> None:
    text = say(text_id, language, **FIELDS)
    assert text.strip()
    assert "{" not in text


@pytest.mark.parametrize("text_id", sorted(text_ids("en")))
def test_all_languages_use_the_same_fields(text_id: str) -> None:
    assert len({frozenset(used(text_id, language)) for language in LANGUAGES}) == 1


def used(text_id: str, language: str) -> set[str]:
    """The fields without which the text cannot be said."""
    needed = set()
    for name in FIELDS:
        rest = {other: value for other, value in FIELDS.items() if other != name}
        try:
            say(text_id, language, **rest)
        except ValueError:
            needed.add(name)
    return needed


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("doing", Doing)
@pytest.mark.parametrize("error", all_errors(), ids=lambda error: error.__name__)
def test_no_error_is_left_without_words(
    error: type[ServiceError], doing: Doing, language: str
) -> None:
    apology = apologise(error("secret inner text", service="nemo"), language, doing)
    assert apology.text
    assert "secret inner text" not in apology.text
    assert "nemo" not in apology.text


@pytest.mark.parametrize("doing", [Doing.EXPORT, Doing.LOOK])
@pytest.mark.parametrize("error", all_errors(), ids=lambda error: error.__name__)
def test_only_a_wish_is_told_of_the_button_that_only_a_wish_has(
    error: type[ServiceError], doing: Doing
) -> None:
    apology = apologise(error("inner", service="nemo"), "en", doing)
    assert not apology.may_retry
    assert "Try again" not in apology.text


def test_who_may_pay_is_told_where() -> None:
    for error in (OutOfCredits("2001", service="nemo"), PlanBlocked("402", service="nemo")):
        apology = apologise(error, "en", Doing.WISH, url="https://nemovideo.com/register?bind=a")
        assert "https://nemovideo.com/register?bind=a" in apology.text


def test_a_rate_limit_says_how_long() -> None:
    error = RateLimited("slow down", service="nemo", retry_after_s=41.6)
    assert "42 s" in apologise(error, "en", Doing.WISH).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_command_button_and_bad_file_has_words(language: str) -> None:
    needed = [
        *(f"refused-{why}" for why in Refusal),
        *(f"command-{name}" for name in MENU),
        *(f"button-{button.replace('_', '-')}" for button in Button),
        *(f"bad-file-{reason.replace('_', '-')}" for reason in Reason),
        *(f"bad-link-{reason.replace('_', '-')}" for reason in LinkReason),
        *(f"making-{link}" for link in Link),
        *(f"can-{link}" for link in engine_list.NAMED),
        *(f"engine-chosen-{choice}" for choice in ("auto", "nemo", *FAMILIES)),
        *(f"fell-back-{reason}" for _, reason in falling_back.WHY),
        *(f"craft-needs-words-{craft}" for craft in crafting.NEEDS_WORDS),
        *(f"craft-needs-picture-{craft}" for craft in crafting.STARTS_FROM),
        *(f"making-failed-{kind}" for kind in FAILURES),
        *(f"batch-file-{reason.replace('_', '-')}" for reason in TableReason),
        *(f"batch-{kind.replace('_', '-')}" for kind in HOPELESS),
        *(f"batch-problem-{kind.replace('_', '-')}" for kind in set(Kind) - HOPELESS),
        *(f"batch-status-{status}" for status in RowStatus),
    ]
    assert set(needed) <= text_ids(language)


@pytest.mark.parametrize("text_id", sorted(text_ids("zh")))
def test_chinese_texts_are_chinese(text_id: str) -> None:
    if text_id not in WITHOUT_WORDS:
        assert re.search(r"[\u4e00-\u9fff]", say(text_id, "zh", **FIELDS))


@pytest.mark.parametrize(
    ("code", "language"),
    [("zh-hans", "zh"), ("zh_TW", "zh"), ("en-GB", "en"), ("de", "en"), (None, "en"), ("", "en")],
)
def test_an_unknown_language_falls_back_to_english(code: str | None, language: str) -> None:
    assert language_of(code) == language
