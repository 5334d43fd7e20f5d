"""People talk to the bot while everything goes wrong; a short run here, `make soak` a long one."""

from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest

from benchmarks.soak_chat import Chat
from benchmarks.soak_judge import Evidence, wrong
from benchmarks.soak_talk import conversation
from bot.texts import say
from sandbox.chat_client import Json
from tests.journeys.benchmark import figures_of
from tests.journeys.people import Person
from tests.journeys.town import Town, wait_until

TURNS = 30
WITHIN_S = 220.0  # half a minute, but not on a machine that is busy


@pytest.mark.timeout(WITHIN_S + 30)
def test_in_all_weathers_every_message_is_answered_and_nothing_is_done_twice(
    database_url: str, tmp_path: Path
) -> None:
    figures = figures_of(
        *("soak", "--turns", str(TURNS), "--seed", "7"),
        *("--database", database_url, "--folder", str(tmp_path)),
        within_s=WITHIN_S,
    )
    assert figures["wrong"] == []
    assert figures["turns"] == TURNS
    assert figures["prompts"] > 0
    assert sum(figures["weather"].values()) > 0


def test_the_same_seed_says_the_same_and_no_wish_twice() -> None:
    plans = [conversation(7, number, "en", 100) for number in range(10)]
    assert plans == [conversation(7, number, "en", 100) for number in range(10)]
    assert plans != [conversation(8, number, "en", 100) for number in range(10)]
    steps = chain.from_iterable(plans)
    wishes = [step.words for step in steps if step.words and step.kind not in {"ask", "press"}]
    assert len(wishes) == len(set(wishes))


WISH = "add the title 'Kiwi 101'"
CALL: Json = {
    "operation": "run_sse",
    "status": 200,
    "fault": None,
    "body": {"new_message": {"parts": [{"text": WISH}]}},
}


def _message(message_id: int, text: str, **more: object) -> Json:
    message = {"id": message_id, "from": "bot", "text": text, "buttons": [], "media": None}
    return {"type": "message", "message": {**message, "reply_to": {"id": 1}, **more}}


def _evidence(*events: Json) -> Evidence:
    chat = Chat(name="Ann", language="en")
    for event in events:
        chat.take(event)
    books: Json = {
        "prompts": {"s": [WISH]},
        "prompts_total": 1,
        "uploads": {"s": ["a.jpg"]},
        "renders": {},
        "charges": [{"session_id": "s", "user_id": "u", "credits": 50}],
        "credits_charged": 50,
        "credits_by_account": {"u": 50},
    }
    return Evidence(
        chats=[chat],
        books=books,
        weather={"drawn": {}},
        prompt_calls=[CALL],
        telegram_faults=[],
        wishes=frozenset({WISH}),
        from_words=frozenset(),
        log="all is well",
    )


DONE = _message(2, "✅ Done in 3 s.")
VIDEO = _message(3, "", media={"type": "video"})
CANCEL = [[{"text": "Cancel", "data": "stop:1"}]]
SUBMITTED = {"submitted": 2, "status": "completed"}
TWICE = [{"session_id": "s", "user_id": "u", "credits": 50}] * 2
FINE = _evidence(DONE, VIDEO)


def test_the_judge_has_nothing_to_say_where_nothing_is_wrong() -> None:
    assert wrong(FINE) == []


@pytest.mark.parametrize(
    ("evidence", "words"),
    [
        (_evidence(_message(2, "⏳ Rendering: 4 %", buttons=CANCEL)), "still open"),
        (_evidence(_message(2, say("error-unknown", "en", id="12"))), "went wrong"),
        (_evidence(DONE), "1 exports called done, 0 videos"),
        (_evidence(DONE, VIDEO, {**VIDEO, "message": {**VIDEO["message"], "id": 4}}), "twice"),
        (replace(FINE, books={**FINE.books, "prompts": {"s": [WISH, WISH]}}), "worked on twice"),
        (replace(FINE, prompt_calls=[{**CALL, "fault": "reset_after"}, CALL]), "uncertain"),
        (replace(FINE, books={**FINE.books, "charges": TWICE}), "more than was asked for"),
        (replace(FINE, books={**FINE.books, "renders": {"r": SUBMITTED}}), "submitted 2 times"),
        (replace(FINE, log="Traceback (most recent call last)"), "Traceback"),
        (replace(FINE, log="used nmv_usr_0123456789"), "secret"),
    ],
    ids=lambda value: value.replace(" ", "-") if isinstance(value, str) else "",
)
def test_the_judge_finds_what_is_wrong(evidence: Evidence, words: str) -> None:
    assert any(words in line for line in wrong(evidence))


def test_a_file_is_acknowledged_though_telegram_lost_the_first_sentence(
    town: Town, cat: Path
) -> None:
    town.arm("sendMessage", service="telegram", kind="reset")
    ann = Person(town, "Ann")
    ann.send("", cat)
    wait_until(lambda: ann.reads("Got it"), "the answer")


def test_a_file_that_cannot_be_used_is_told_though_telegram_lost_the_first_sentence(
    town: Town, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_text("I am no photo. " * 50)
    town.arm("sendMessage", service="telegram", kind="reset")
    ann = Person(town, "Ann")
    ann.send("", broken)
    wait_until(lambda: ann.reads("I take mp4"), "the answer")


def test_a_stopped_wish_offers_no_button_to_stop_it_though_telegram_lost_the_first_edit(
    town: Town, cat: Path
) -> None:
    town.arm("run_sse", kind="backend", value="stall_before for=20")
    ann = Person(town, "Ann")
    ann.send("make a 1 second clip", cat)
    wait_until(lambda: town.calls("run_sse"), "the words to go out")
    town.arm("editMessageText", service="telegram", kind="reset")
    ann.send("/cancel")
    wait_until(lambda: ann.reads("Stopped waiting"), "the end of the progress message")
    assert not ann.reads("Nothing is running")


def test_a_video_that_is_ready_is_fetched_later_where_the_service_asks_for_patience(
    town: Town, cat: Path
) -> None:
    town.arm("render.download", kind="backend", value="429 retry_after=1")
    assert town.say("make a 1 second clip", file=cat).has("video")
    assert len(town.calls("render.submit")) == 1


def test_an_answer_in_words_is_told_though_the_timeline_cannot_be_seen(town: Town) -> None:
    town.arm("run_sse", kind="backend", value="spoken")
    town.arm("state", kind="backend", value="503", count=3)
    heard = town.say("make a 1-second square video of a red balloon")
    assert "1-second clip" in heard.texts
    assert "did not finish" not in heard.texts


def test_a_first_wish_that_ends_without_a_word_is_told_by_what_it_changed(town: Town) -> None:
    town.arm("run_sse", kind="backend", value="silent")
    heard = town.say("make a 1-second square video of a red balloon")
    assert "was added" in heard.texts
    assert "nothing on the timeline changed" not in heard.texts
