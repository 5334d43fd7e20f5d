"""What a backend says about buttons, what is left of it in a chat, and what is to be done."""

import json
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.gui_parts import masked_of
from intents.gui_phrases import Wish
from intents.gui_speak import Heard, translate
from intents.gui_stream import translate_so_far

Row = dict[str, object]

REPLIES: list[Row] = [
    json.loads(line)
    for line in Path(__file__).with_name("replies.jsonl").read_text("utf-8").splitlines()
]
SAID = [str(row["reply"]) for row in REPLIES]
PLAIN = [str(row["reply"]) for row in REPLIES if row["reply"] == row["text"]]
ORDERS = [row for row in REPLIES if row["reply"] != row["text"]]
LONE_ORDERS = [
    str(row["reply"]) for row in ORDERS if not row["text"] and "\n" not in str(row["reply"])
]

SCREEN_TALK = re.compile(
    r"\b(?:click|tap|drag|press|hover|panel|button|slider|timeline view|toolbar|sidebar)"
    r"|点击|點擊|双击|单击|点选|拖[动拽曳放到]|面板|按钮|滑块|时间线视图|工具栏|右键",
)
CONTENT = st.text(st.sampled_from("Click here, drag! 点击导出。Export panel 3s"), min_size=1)
QUOTES = ["“{}”", '"{}"', "「{}」", "『{}』", "《{}》", "«{}»", "`{}`", "‘{}’"]


@pytest.mark.parametrize("row", REPLIES, ids=SAID)
def test_orders_are_taken_out_and_told_and_content_is_kept(row: Row) -> None:
    heard = translate(str(row["reply"]))
    assert heard.text == row["text"]
    assert sorted(heard.wishes) == row.get("wishes", [])
    assert sorted(heard.offers) == row.get("offers", [])
    assert heard.edit == row.get("edit")
    assert heard.offered_edit == row.get("offered_edit")


@pytest.mark.parametrize("row", ORDERS, ids=[str(row["reply"]) for row in ORDERS])
def test_no_word_of_the_screen_is_left_where_something_was_ordered(row: Row) -> None:
    heard = translate(str(row["reply"]))
    for said in (heard.text, heard.edit or "", heard.offered_edit or ""):
        assert not SCREEN_TALK.search(masked_of(said))


def test_the_table_is_large_and_knows_both_languages() -> None:
    chinese = [reply for reply in SAID if re.search("[一-鿿]", masked_of(reply))]
    assert len(chinese) >= 90
    assert len(SAID) - len(chinese) >= 90
    assert len(SAID) == len(set(SAID))


@pytest.mark.parametrize("reply", LONE_ORDERS)
@pytest.mark.parametrize("hedge", ["If you like: {}", "You can: {}", "Ready? {}", "如果需要，{}"])
def test_what_is_left_to_the_user_is_only_offered(reply: str, hedge: str) -> None:
    heard = translate(hedge.format(reply))
    assert not heard.wishes
    assert heard.edit is None


def test_what_follows_an_offer_is_offered_too() -> None:
    heard = translate("If you like it, open the Export panel. Then click Export.")
    assert heard == Heard(text="", offers=frozenset({Wish.EXPORT}))


@pytest.mark.parametrize(
    "heading", ["You can now:", "**Tips**", "## What you could try", "您可以："]
)
def test_a_heading_that_offers_makes_offers_of_its_list(heading: str) -> None:
    heard = translate(f"Done!\n\n{heading}\n\n- Click Export\n- Drag the title to the bottom")
    assert heard == Heard(
        text="Done!", offers=heard.offers, offered_edit="Move the title to the bottom"
    )
    assert sorted(heard.offers) == ["export"]


def test_several_edits_are_one_instruction() -> None:
    reply = "1. Drag the title to the top\n2. Set the volume slider to 20%\n3. Click Export"
    assert translate(reply).edit == "Move the title to the top. Set the volume to 20%"
    reply = "请把标题拖到顶部。请把音量滑块拖到20%。"
    assert translate(reply).edit == "把标题移到顶部；把音量调到20%"


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


def test_a_block_of_code_is_a_quotation() -> None:
    reply = "Your subtitles:\n```\n1\nClick Export.\n```\nClick Export."
    assert translate(reply).text == "Your subtitles:\n```\n1\nClick Export.\n```"


@given(st.lists(st.sampled_from(SAID), max_size=6), st.sampled_from([" ", "\n", "\n- ", "\n\n"]))
def test_a_translated_reply_has_nothing_left_to_translate(said: list[str], between: str) -> None:
    heard = translate(between.join(said))
    assert translate(heard.text).text == heard.text


@given(st.lists(st.sampled_from(PLAIN)))
def test_a_reply_without_orders_stays_as_it_is(said: list[str]) -> None:
    reply = "\n".join(said)
    heard = translate(reply)
    assert heard == Heard(text=reply)


@given(CONTENT, st.sampled_from(QUOTES), st.sampled_from(LONE_ORDERS))
def test_quoted_content_is_left_alone(content: str, quotes: str, order: str) -> None:
    quoted = quotes.format(content)
    assert translate(f"I've set the title to {quoted}.\n\n{order}").text == (
        f"I've set the title to {quoted}."
    )


@given(st.text(st.characters(exclude_categories=())))
def test_any_string_can_be_translated(reply: str) -> None:
    assert isinstance(translate(reply).text, str)
    assert isinstance(translate_so_far(reply), str)


@pytest.mark.parametrize("reply", SAID)
def test_what_is_shown_of_a_growing_reply_only_grows(reply: str) -> None:
    shown = ""
    for end in range(len(reply) + 1):
        more = translate_so_far(reply[:end])
        assert more.startswith(shown)
        shown = more
    assert translate(reply).text.startswith(shown)


@given(st.lists(st.sampled_from(SAID), min_size=2, max_size=4), st.sampled_from(["\n", "\n\n"]))
def test_what_is_shown_is_the_beginning_of_what_will_be_said(said: list[str], between: str) -> None:
    reply = between.join(said)
    whole = translate(reply).text
    for end in range(0, len(reply), 7):
        assert whole.startswith(translate_so_far(reply[:end]))


def test_a_growing_reply_is_shown_sentence_by_sentence() -> None:
    assert translate_so_far("I've trimmed the clip. Now clic") == "I've trimmed the clip."
    assert translate_so_far("I've trimmed it, made it warmer, and a") == (
        "I've trimmed it, made it warmer"
    )
    assert translate_so_far("Done! Next steps:\n- Click") == "Done!"


@pytest.mark.parametrize("read", [translate, translate_so_far])
@pytest.mark.parametrize(
    "piece",
    [
        "i ",
        ". ",
        ".",
        " ",
        "\n",
        "“",
        "you click ",
        "点击",
        "1. a:\n",
        "a:\n",
        "# a\n",
        "**a**\n",
        "---\n",
        "(",
        "::::a",
        "you ",
        "- \n",
        "'a ",
        "[a](",
        "```",
        "\ud800",
        "在",
        "*",
        "_ ",
        "x\t-",
        "click, ",
        "and ",
        "? ",
        "前!",
        "，",
        "press the ",
        "drag the slider to the left ",
        "drag the title to the bottom, ",
        "把标题拖到底部",
        "Done! You can:\n- click Export\n",
        "click Export. Choose MP4. ",
    ],
)
def test_time_grows_with_the_length_and_no_faster(
    read: Callable[[str], object], piece: str
) -> None:
    def took_s(length: int) -> float:
        reply = "x" + (piece * length)[:length]
        started = time.process_time()
        read(reply)
        return time.process_time() - started

    took_s(1000)
    # Ten times the length: a quadratic way would take a hundred times as long. The better of two,
    # because the machine may have had something else to do.
    assert min(took_s(30_000) for _ in range(2)) < 40 * took_s(3_000) + 0.1
