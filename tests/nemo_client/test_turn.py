"""The fold from events to a turn, as a table."""

from collections.abc import Sequence
from functools import reduce

import pytest

from nemo_client.stream import Event
from nemo_client.turn import Turn, fold

ALARM = "I encountered a temporary issue. Please try again later."


def _fragment(text: str) -> Event:
    return Event(text=text, partial=True)


def _whole(text: str) -> Event:
    return Event(text=text)


@pytest.mark.parametrize(
    ("events", "text"),
    [
        ([], ""),
        ([_whole("Done.")], "Done."),
        ([_whole("  Done.\n")], "Done."),
        ([_whole("   ")], ""),
        ([_fragment("Do"), _fragment("ne."), _whole("Done.")], "Done."),
        ([_fragment("Do"), _fragment("ne.")], "Done."),
        ([_fragment("Do"), Event(), _fragment("ne."), _whole("Done.")], "Done."),
        ([_whole("One."), Event(tools=("t",)), _whole("Two.")], "One.\n\nTwo."),
        ([_fragment("On"), _whole("One."), _fragment("Tw"), _whole("Two.")], "One.\n\nTwo."),
        ([_whole("One."), _fragment("Tw")], "One.\n\nTw"),
        ([_whole("Done."), _whole(ALARM)], "Done."),
        ([_whole("Done."), _whole(f"⚠️ {ALARM}")], "Done."),
        ([_whole("Done."), _whole("I'm sorry, but I’ve encountered a temporary issue.")], "Done."),
        ([_whole(f"Done. {ALARM}")], "Done."),
        ([_whole(f"Done!\n\n{ALARM}\n")], "Done!"),
        ([_whole("好了。" + ALARM)], "好了。"),
        ([_whole("好了。"), _whole("我遇到了临时问题，请稍后再试。")], "好了。"),
        ([_whole("好了。抱歉，遇到了一个暂时性的问题。")], "好了。"),
        ([_whole("我遇到了临时问题，请稍后再试。")], "我遇到了临时问题，请稍后再试。"),
        ([_whole(ALARM)], ALARM),
        ([_whole(ALARM), _whole("Done.")], f"{ALARM}\n\nDone."),
        (
            [_whole('The title now says "I encountered a temporary issue".')],
            'The title now says "I encountered a temporary issue".',
        ),
        (
            [_whole("Done."), _whole(f"{ALARM}\nYour clip is ready.")],
            f"Done.\n\n{ALARM}\nYour clip is ready.",
        ),
    ],
)
def test_the_user_reads_this(events: Sequence[Event], text: str) -> None:
    turn = reduce(fold, events, Turn())
    assert turn.text == text
    assert turn.silent is (text == "")


def test_tools_are_named_in_order_and_as_often_as_they_were_called() -> None:
    events = [Event(tools=("a", "b")), Event(tools=("a",))]
    assert reduce(fold, events, Turn()).tools == ("a", "b", "a")


@pytest.mark.parametrize("event", [Event(error="boom"), Event(garbled=True)])
def test_an_error_or_a_hole_is_not_silence(event: Event) -> None:
    assert not reduce(fold, [event], Turn()).silent


@pytest.mark.parametrize(
    ("events", "error", "text", "uncertain"),
    [
        ([Event(error="boom"), _whole("Done.")], "boom", "Done.", False),
        ([_whole("Done."), Event(error="boom")], "boom", "Done.", False),
        ([_fragment("Do"), Event(error="boom")], "boom", "Do", False),
        ([Event(error="first"), Event(error="last")], "last", "", False),
        ([Event(tools=("t",)), Event(error="boom")], "boom", "", False),
        ([_whole("Done."), _whole(ALARM), Event(error="boom")], "boom", "Done.", False),
        ([Event(error="boom", garbled=True)], "boom", "", True),
        ([Event(garbled=True), _whole("Done.")], None, "Done.", True),
    ],
)
def test_an_error_takes_nothing_away_and_stays(
    events: Sequence[Event], error: str | None, text: str, uncertain: object
) -> None:
    turn = reduce(fold, events, Turn())
    assert (turn.error, turn.text, turn.uncertain) == (error, text, uncertain)
    assert not turn.silent


def test_one_strange_event_does_not_take_away_what_was_read() -> None:
    turn = reduce(fold, [_whole("One."), Event(garbled=True), _whole("Two.")], Turn())
    assert (turn.text, turn.uncertain) == ("One.\n\nTwo.", True)
