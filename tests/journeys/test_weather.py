"""Services that fail, refuse or fall silent: what the user reads, and what is never done twice."""

from pathlib import Path

from tests.journeys.people import Person
from tests.journeys.town import Town, wait_until

WISH = "make a 1 second clip"


def test_a_render_whose_answer_was_lost_is_found_again(town: Town, cat: Path) -> None:
    town.arm("render.submit", kind="reset_after")
    town.arm("render.poll", kind="status", status=503, count=4)
    town.arm("render.download", kind="cut", after_bytes=1000)
    assert town.say(WISH, file=cat).has("video")
    assert len(town.calls("render.submit")) == 1


def test_a_service_that_is_away_costs_nothing_and_may_be_tried_again(town: Town, cat: Path) -> None:
    town.arm("session.create", kind="status", status=503, count=2)
    heard = town.say(WISH, file=cat)
    assert "cannot reach the video service" in heard.texts
    assert not town.calls("run_sse")
    assert town.say("--press", "Try again").has("video")
    assert len(town.calls("run_sse")) == 1


def test_used_up_credits_are_told_and_the_wish_is_kept(town: Town, cat: Path) -> None:
    town.arm("run_sse", kind="backend", value="2001")
    assert "credits are used up" in town.say(WISH, file=cat).texts
    assert town.say("--press", "Try again").has("video")


def test_a_plan_that_does_not_export_is_told_as_a_plan(town: Town, cat: Path) -> None:
    town.arm("render.submit", kind="backend", value="402")
    words = town.say(WISH, file=cat).texts
    assert "plan" in words
    assert "credits would not help" in words


def test_a_forgotten_session_is_made_anew_and_has_the_files_again(town: Town, cat: Path) -> None:
    town.say(WISH, file=cat)
    town.arm("state", kind="backend", value="1002")
    heard = town.say("make a 2 second clip of this photo")
    assert "had forgotten this project" in heard.texts
    assert heard.has("video")
    assert len(town.calls("session.create")) == 2


def test_a_token_that_ran_out_is_renewed_unseen(town: Town, cat: Path) -> None:
    town.say(WISH, file=cat)
    town.arm("run_sse", kind="backend", value="1001")
    heard = town.say("add the title 'Hello'")
    assert "Hello" in heard.texts
    assert len(town.calls("auth.anonymous")) == 2


def test_a_file_that_the_service_refuses_is_told(town: Town, cat: Path) -> None:
    town.arm("upload", kind="backend", value="4001")
    assert "refused by the video service" in town.say(file=cat).texts


def test_telegram_asking_for_patience_is_given_it(town: Town) -> None:
    town.arm(
        "sendMessage",
        service="telegram",
        kind="status",
        status=429,
        body={
            "ok": False,
            "error_code": 429,
            "description": "Too Many Requests: retry after 1",
            "parameters": {"retry_after": 1},
        },
    )
    assert "by plain words" in town.say("/help").texts


def test_a_video_whose_sending_broke_off_is_sent_again(town: Town, cat: Path) -> None:
    town.arm("sendVideo", service="telegram", kind="reset")
    ann = Person(town, "Ann")
    ann.send(WISH, cat)
    wait_until(ann.videos, "the video", 60)
    wait_until(lambda: ann.reads("✅"), "the end of the progress message")
    assert ann.videos() == 1


def test_a_user_who_blocked_the_bot_stops_nobody_else(town: Town, cat: Path) -> None:
    ann = Person(town, "Ann")
    ann.send("/help")
    wait_until(lambda: ann.reads("by plain words"), "the answer")
    ann.send(WISH, cat)
    ann.block()
    wait_until(lambda: "chat_gone" in town.logged(), "the bot to notice")
    assert "by plain words" in town.say("/help", name="Bob").texts
