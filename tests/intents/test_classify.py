"""Where a message goes: a table of messages, and what holds for any string at all."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.classify import Known, classify
from intents.corpus import DATA, everything
from intents.lexicon import LANGUAGES
from intents.routing import Intent, Routing

MESSAGES = [json.loads(line) for line in (DATA / "table.jsonl").read_text("utf-8").splitlines()]
TEXTS = [message["text"] for message in MESSAGES]
SEVERAL_WORDS = [text for text in TEXTS if " " in text]


@pytest.mark.parametrize("message", MESSAGES, ids=TEXTS)
def test_a_message_goes_where_its_verb_points(message: dict[str, str | None]) -> None:
    routing = classify(message["text"] or "")
    assert (routing.intent, routing.then) == (message["intent"], message["then"]), routing.why


def test_the_table_has_every_intent_in_both_languages() -> None:
    for intent in Intent:
        texts = [message["text"] for message in MESSAGES if message["intent"] == intent]
        assert sum(text.isascii() for text in texts) >= 20
        assert sum(not text.isascii() for text in texts) >= 15


@pytest.mark.parametrize("text", ["Export", "导出", "how many credits do I have", "还剩多少积分"])
@pytest.mark.parametrize("quote", ['""', "''", "“”", "‘’", "「」", "『』", "《》", "«»", "``"])
def test_what_stands_in_quotes_is_not_a_wish(text: str, quote: str) -> None:
    assert classify(f"add the words {quote[0]}{text}{quote[1]}").intent is Intent.EDIT
    assert classify(f"加上文字{quote[0]}{text}{quote[1]}").intent is Intent.EDIT


@pytest.mark.parametrize("text", ['"export"', "“Export”", "「导出」", "`export`"])
def test_a_copied_hint_is_read_within_its_quotes(text: str) -> None:
    assert classify(text).intent is Intent.EXPORT


def test_a_quote_that_is_never_closed_hides_the_rest_of_its_line() -> None:
    assert classify('add "download now').intent is Intent.EDIT
    assert classify('add "download now\nthen export').then is Intent.EXPORT


@pytest.mark.parametrize(
    "text",
    ["add a title that says export now, download later", "加个标题写着先导出，再下载全部文件吧"],
)
def test_words_to_be_written_are_no_second_wish(text: str) -> None:
    assert (classify(text).intent, classify(text).then) == (Intent.EDIT, None)


@pytest.mark.parametrize(
    ("text", "known", "intent"),
    [
        ("my cat Tom", Known(attached=True), Intent.UPLOAD),
        ("my cat Tom", Known(), Intent.EDIT),
        ("make it brighter", Known(attached=True), Intent.EDIT),
        ("turn this into a clip", Known(replied_to_video=True), Intent.EDIT),
        ("turn this photo into a clip", Known(replied_to_video=True), Intent.GENERATE_VIDEO),
        ("5 seconds", Known(has_media=True), Intent.GENERATE_VIDEO),
        ("5 seconds", Known(), Intent.EDIT),
        ("hello", Known(has_media=True), Intent.EDIT),
        ("??", Known(busy=True), Intent.STATUS),
        ("??", Known(), Intent.EDIT),
        ("export", Known(busy=True, has_media=True, attached=True), Intent.EXPORT),
        ("export", Known(asked=True), Intent.EXPORT),
        ("is it done?", Known(asked=True), Intent.STATUS),
    ],
)
def test_what_is_known_decides_where_words_do_not(text: str, known: Known, intent: Intent) -> None:
    assert classify(text, known).intent is intent


def test_what_is_unsure_answers_the_question_that_was_asked() -> None:
    unsure = [
        example
        for example in everything()[::10]
        if (found := classify(example.text)).confidence < 0.7 and found.intent is not Intent.EDIT
    ]
    assert len(unsure) > 10
    for example in unsure:
        answer = classify(example.text, Known(asked=True))
        assert (answer.intent, answer.why) == (Intent.EDIT, "answers a question")
        assert answer.then is not Intent.EDIT


@pytest.mark.parametrize(
    "text", ["exprot", "downlaod it", "expotr", "exportt", "EXPORTTTT", "xport"]
)
def test_a_slip_of_the_finger_is_forgiven_but_makes_less_sure(text: str) -> None:
    routing = classify(text)
    assert routing.intent is Intent.EXPORT
    assert routing.confidence < classify("export").confidence


@pytest.mark.parametrize("text", ["an expert", "a statue", "the reader", "a covert concert"])
def test_a_word_of_its_own_is_not_taken_for_a_slip(text: str) -> None:
    # Beside talk, a thing alone may be the scene of a clip.
    assert classify(text).intent in {Intent.EDIT, Intent.GENERATE_VIDEO}


def test_traditional_characters_are_read_like_simplified_ones() -> None:
    assert classify("請幫我匯出影片") == classify("请帮我汇出影片")


def test_the_reason_names_what_was_heard() -> None:
    assert classify("make it brighter and then export").why == (
        'speaks of a thing on the timeline: "make it brighter"; then wants the video: "export"'
    )


def test_words_that_nobody_knows_make_unsure() -> None:
    assert classify("asdf qwer").confidence <= 0.5 < classify("export").confidence


@pytest.mark.parametrize("text", SEVERAL_WORDS[::5])
def test_case_and_spaces_do_not_matter(text: str) -> None:
    expected = classify(text)
    assert _wishes(classify(f"  {text.upper()} \n")) == _wishes(expected)
    assert _wishes(classify(text.replace(" ", "   "))) == _wishes(expected)


@pytest.mark.parametrize("text", [text for text in SEVERAL_WORDS if text.isascii()][::3])
def test_politeness_does_not_matter(text: str) -> None:
    assert _wishes(classify(f"hey, could you please {text}")) == _wishes(classify(text))
    assert _wishes(classify(f"{text}, thanks a lot")) == _wishes(classify(text))


def _wishes(routing: Routing) -> tuple[Intent, Intent | None]:
    return routing.intent, routing.then


KNOWN = st.builds(
    Known,
    has_media=st.booleans(),
    attached=st.booleans(),
    replied_to_video=st.booleans(),
    busy=st.booleans(),
    asked=st.booleans(),
)
# Broken surrogates too: JSON can hold them.
ANY_CHARACTER = st.characters(exclude_categories=())
OUR_WORDS = st.sampled_from(
    sorted(
        {word for language in LANGUAGES for words in language.values() for word in words.split(",")}
    )
)


@given(st.text(ANY_CHARACTER), KNOWN)
def test_any_string_gets_an_answer(text: str, known: Known) -> None:
    _check(classify(text, known))


@given(st.lists(st.one_of(OUR_WORDS, st.sampled_from(list("，。?!,:“”\"'「」 \n")))), KNOWN)
def test_any_heap_of_our_words_gets_an_answer(words: list[str], known: Known) -> None:
    _check(classify("".join(words), known))


def _check(routing: Routing) -> None:
    assert 0 < routing.confidence <= 1
    assert routing.then is not routing.intent
    assert routing.why


@pytest.mark.parametrize(
    "piece",
    [
        "export ",
        "a",
        "“",
        "\"' ",
        "导",
        "把照片做成",
        "make the ",
        "not ",
        "if it ",
        "?",
        ", ",
        "\ud800",
        "saying and ",
        "exprot ",
        "is it the ",
        "how many ",
        "https://a ",
        "\ufdfa",
        "'a",
        "\u202e",
        "\0",
    ],
)
def test_a_book_takes_no_longer_than_a_page(piece: str) -> None:
    text = (piece * 100_000)[:100_000]
    classify(text)
    started = time.process_time()
    classify(text)
    # Forty times what is measured: a loaded machine, not a slow algorithm, may use it.
    assert time.process_time() - started < 0.5


def test_no_phrase_stands_for_two_things_in_one_language() -> None:
    for language in LANGUAGES:
        phrases = [phrase.strip() for words in language.values() for phrase in words.split(",")]
        assert sorted(phrases) == sorted(set(phrases))
        assert all(phrases)
