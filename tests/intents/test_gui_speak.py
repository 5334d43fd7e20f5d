"""What a backend says about buttons, and what is left of it in a chat."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.gui_speak import translate

REPLIES = [
    json.loads(line)
    for line in Path(__file__).with_name("replies.jsonl").read_text("utf-8").splitlines()
]
SAID = [row["reply"] for row in REPLIES]
PLAIN = [row["reply"] for row in REPLIES if row["reply"] == row["text"]]


@pytest.mark.parametrize("row", REPLIES, ids=SAID)
def test_orders_are_taken_out_and_content_is_kept(row: dict[str, object]) -> None:
    heard = translate(str(row["reply"]))
    assert heard.text == row["text"]
    assert sorted(heard.wishes) == row["wishes"]


def test_lines_numbers_and_blank_lines_survive() -> None:
    reply = (
        "Done! Here is your video:\n\n"
        "1. Clip: cat.jpg (0-5.5s)\n"
        '2. Title: "Click me" (0-3s)\n'
        "   - bold, red\n\n"
        "Click Export to save it.\n\n"
        "Anything else?"
    )
    assert translate(reply).text == (
        "Done! Here is your video:\n\n"
        "1. Clip: cat.jpg (0-5.5s)\n"
        '2. Title: "Click me" (0-3s)\n'
        "   - bold, red\n\n"
        "Anything else?"
    )


@given(st.lists(st.sampled_from(SAID), max_size=6), st.sampled_from([" ", "\n", "\n- ", "\n\n"]))
def test_a_translated_reply_has_nothing_left_to_translate(said: list[str], between: str) -> None:
    heard = translate(between.join(said))
    assert translate(heard.text).text == heard.text


@given(st.lists(st.sampled_from(PLAIN)))
def test_a_reply_without_orders_stays_as_it_is(said: list[str]) -> None:
    reply = "\n".join(said)
    heard = translate(reply)
    assert heard.text == reply
    assert not heard.wishes


@given(st.text(st.characters(exclude_categories=())))
def test_any_string_can_be_translated(reply: str) -> None:
    assert isinstance(translate(reply).text, str)


@pytest.mark.parametrize(
    "piece",
    [
        "i ",
        ". ",
        ".",
        " ",
        "“",
        "you click ",
        "点击",
        "1. a:\n",
        "(",
        "::::a",
        "you ",
        "- \n",
        "'a ",
        "\ud800",
        "在",
        "*",
        "_ ",
        "x\t-",
        "click, ",
        "and ",
    ],
)
def test_time_grows_with_the_length_and_no_faster(piece: str) -> None:
    def took_s(length: int) -> float:
        reply = "x" + (piece * length)[:length]
        started = time.perf_counter()
        translate(reply)
        return time.perf_counter() - started

    took_s(1000)
    # Ten times the length: a quadratic way would take a hundred times as long.
    assert took_s(50_000) < 40 * took_s(5_000) + 0.1
