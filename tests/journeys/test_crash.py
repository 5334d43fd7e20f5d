"""The bot is killed in the middle of its work and started again: nothing lost, nothing twice."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.people import Person
from tests.journeys.town import Town, wait_until


@pytest.mark.parametrize(
    ("moment", "operation"),
    [
        ("while the file is on its way", "upload"),
        ("while the agent speaks", "run_sse"),
        ("when the render was submitted", "render.submit"),
        ("while it renders", "render.poll"),
        ("while the video is fetched", "render.download"),
    ],
    ids=lambda value: value.replace(" ", "-"),
)
def test_killed_at_any_moment_it_goes_on_and_the_video_arrives_once(
    own_town: Town, cat: Path, moment: str, operation: str
) -> None:
    ann = Person(own_town, "Ann")
    ann.send("turn this image into a 3-second clip", cat)
    wait_until(lambda: own_town.calls(operation), moment)
    assert ann.videos() == 0, "too late to be a test of anything"
    own_town.kill_bot()
    own_town.start_bot()
    wait_until(ann.videos, "the video", 90)
    wait_until(lambda: ann.reads("✅"), "the end of the progress message")
    assert ann.videos() == 1
    assert len(own_town.calls("run_sse")) == 1, "the words went out twice"
    assert len(own_town.calls("render.submit")) == 1, "rendered twice"


def test_a_message_sent_while_the_bot_is_dead_is_answered_when_it_is_back(own_town: Town) -> None:
    ann = Person(own_town, "Ann")
    own_town.kill_bot()
    ann.send("/help")
    own_town.start_bot()
    wait_until(lambda: ann.reads("by plain words"), "the answer")
    assert len(ann.messages()) == 1


def test_a_kill_right_after_a_message_was_taken_loses_nothing(own_town: Town) -> None:
    people = [Person(own_town, f"P{number}") for number in range(8)]
    for person in people:
        person.send("/help")
    own_town.kill_bot()
    own_town.start_bot()
    wait_until(lambda: all(person.reads("by plain words") for person in people), "the answers")


def test_it_stops_in_time_and_takes_the_work_up_again(own_town: Town, cat: Path) -> None:
    ann = Person(own_town, "Ann")
    ann.send("turn this image into a 3-second clip", cat)
    wait_until(lambda: own_town.calls("render.submit"), "the render to begin")
    assert own_town.stop_bot() == 0
    own_town.start_bot()
    wait_until(ann.videos, "the video", 90)
    assert len(own_town.calls("render.submit")) == 1


def test_the_words_went_out_but_the_answer_was_cut_they_are_not_sent_again(
    town: Town, cat: Path
) -> None:
    town.arm("run_sse", kind="cut", after_bytes=40)
    ann = Person(town, "Ann")
    ann.send("make a 3 second clip", cat)
    wait_until(lambda: ann.reads("connection was lost"), "the bot to say that it looks")
    assert len(town.calls("run_sse")) == 1


def test_without_a_token_the_bot_says_what_is_missing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot"],
        check=False,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={"PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert done.returncode == 1
    first = done.stderr.splitlines()[0]
    assert "TELEGRAM_BOT_TOKEN is missing" in first
    assert "make demo" in first
