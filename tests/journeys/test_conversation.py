"""What else a person does in a chat: commands, buttons, stopping, starting over, chatting."""

import time
from pathlib import Path

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from tests.journeys.people import Person
from tests.journeys.town import Town, wait_until


def test_start_connects_once_and_says_what_can_be_done(town: Town) -> None:
    first = town.say("/start", "--all", quiet_s=1.5)
    texts = [event["text"] for event in first.events if event.get("text")]
    assert texts[0] == "Connecting…"
    assert texts[-1].startswith("Ready.")
    assert "Connecting" not in town.say("/start", "--all", quiet_s=1.5).texts


def test_an_answer_comes_within_a_second(town: Town, cat: Path) -> None:
    ann = Person(town, "Ann")
    ann.send("/start")
    wait_until(lambda: ann.reads("Ready."), "the greeting")
    before = len(ann.messages())
    asked = time.monotonic()
    ann.send("turn this image into a 5-second clip", cat)
    wait_until(lambda: len(ann.messages()) > before, "a first word")
    assert time.monotonic() - asked < 1.0


def test_a_file_without_words_is_asked_about_and_the_next_words_are_its_wish(
    town: Town, cat: Path
) -> None:
    assert "What should happen with it?" in town.say(file=cat).texts
    assert town.say("make a 1 second clip from it").has("video")


def test_show_tracks_and_export_are_buttons_under_an_edit(town: Town, cat: Path) -> None:
    town.say("make a 1 second clip", file=cat)
    edited = town.say("make it black and white")
    assert any("Export" in (event.get("buttons") or []) for event in edited.events)
    assert "Timeline" in town.say("--press", "Show tracks").only("photo")["text"]
    assert town.say("--press", "Export").has("video")


def test_credits_are_told_while_long_work_runs(town: Town, cat: Path) -> None:
    ann = Person(town, "Ann")
    ann.send("make a 30 second clip of this", cat)
    wait_until(lambda: town.calls("render.submit"), "the render to begin")
    asked = time.monotonic()
    ann.send("/credits")
    wait_until(lambda: ann.reads("You have"), "the balance")
    assert time.monotonic() - asked < 1.5
    ann.send("/cancel")
    wait_until(lambda: ann.reads("Stopped."), "the end")


def test_cancel_stops_the_render_and_the_video_does_not_come(town: Town, cat: Path) -> None:
    ann = Person(town, "Ann")
    ann.send("make a 20 second clip of this", cat)
    wait_until(lambda: town.calls("render.poll"), "the render to run")
    ann.send("/cancel")
    wait_until(lambda: ann.reads("Stopped."), "the bot to stop")
    wait_until(lambda: town.calls("render.cancel"), "the render to be stopped at the service")
    assert ann.videos() == 0
    assert "Nothing is running" in town.say("/cancel").texts
    assert ann.videos() == 0


def test_new_begins_an_empty_project(town: Town, cat: Path) -> None:
    town.say("make a 1 second clip", file=cat)
    assert "new, empty project" in town.say("/new").texts
    assert "empty" in town.say("status").texts
    assert "nothing on the timeline" in town.say("export").texts


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("/nonsense", "do not know this command"),
        ("/help", "by plain words"),
        ("I want to upload a photo", "Just send it here"),
        ("how many credits are left?", "You have"),
    ],
)
def test_small_questions_get_small_answers(town: Town, words: str, answer: str) -> None:
    heard = town.say(words)
    assert answer in heard.texts
    assert heard.messages == 1


def test_the_backends_talk_of_buttons_never_reaches_the_user(town: Town, cat: Path) -> None:
    words = town.say("make a 1 second clip", file=cat).texts
    words += town.say("add the title 'Click here'").texts
    words += town.say("what can you do?").texts
    plain = words.replace("Click here", "").lower()
    for order in ("click", "drag", "panel", "top right", "export button"):
        assert order not in plain
    assert "Click here" in words


def test_two_people_have_two_projects(town: Town, cat: Path) -> None:
    town.say("make a 1 second clip", file=cat)
    assert "empty" in town.say("status", name="Bob").texts


def test_no_secret_is_in_any_log_line_or_row(empty_town: Town, cat: Path) -> None:
    empty_town.start_bot(LOG_LEVEL="DEBUG")
    empty_town.say("make a 1 second clip", file=cat)
    log = empty_town.logged()
    assert empty_town.settings["TELEGRAM_BOT_TOKEN"].partition(":")[2] not in log
    assert "nmv_usr_" not in log.replace("nmv_usr_[hidden]", "")
    assert "export_delivered" in log
    with psycopg.connect(empty_town.settings["DATABASE_URL"]) as conn:
        tables = conn.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        rows = [
            str(row)
            for (table,) in tables.fetchall()
            for row in conn.execute(SQL("SELECT t::text FROM {} t").format(Identifier(table)))
        ]
    assert any("make a 1 second clip" in row for row in rows)
    assert not [row for row in rows if "nmv_usr_" in row or "/cdn/" in row]
