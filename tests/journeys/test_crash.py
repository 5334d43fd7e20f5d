"""The bot is killed in the middle of its work and started again: nothing lost, nothing twice."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.journeys.town import Town, wait_until


class Person:
    """Somebody who sends without waiting, and looks into the chat now and then."""

    def __init__(self, town: Town, name: str) -> None:
        joined = httpx.post(
            f"{town.telegram}/chat/users", json={"name": name, "language": "en", "resume": True}
        ).json()
        self._url = f"{town.telegram}/chat"
        self._key = {"X-Chat-Key": joined["key"]}

    def send(self, text: str, file: Path | None = None) -> None:
        files = {"files": (file.name, file.read_bytes())} if file else None
        sent = httpx.post(
            f"{self._url}/send", data={"text": text}, files=files, headers=self._key, timeout=30
        )
        sent.raise_for_status()

    def block(self) -> None:
        """Have nothing to do with the bot any more."""
        body = {"blocked": True}
        httpx.post(f"{self._url}/block", json=body, headers=self._key).raise_for_status()

    def messages(self) -> list[dict[str, Any]]:
        """What the bot has sent so far."""
        state = httpx.get(f"{self._url}/state", headers=self._key).json()
        return [message for message in state["messages"] if message["from"] == "bot"]

    def videos(self) -> int:
        return sum((message["media"] or {}).get("type") == "video" for message in self.messages())

    def reads(self, words: str) -> bool:
        return any(words in message["text"] for message in self.messages())


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
    town: Town, cat: Path, moment: str, operation: str
) -> None:
    ann = Person(town, "Ann")
    ann.send("turn this image into a 5-second clip", cat)
    wait_until(lambda: town.calls(operation), moment)
    assert ann.videos() == 0, "too late to be a test of anything"
    town.kill_bot()
    town.start_bot()
    wait_until(ann.videos, "the video", 90)
    wait_until(lambda: ann.reads("✅"), "the end of the progress message")
    assert ann.videos() == 1
    assert len(town.calls("run_sse")) == 1, "the words went out twice"
    assert len(town.calls("render.submit")) == 1, "rendered twice"


def test_a_message_sent_while_the_bot_is_dead_is_answered_when_it_is_back(town: Town) -> None:
    ann = Person(town, "Ann")
    town.kill_bot()
    ann.send("/help")
    town.start_bot()
    wait_until(lambda: ann.reads("by plain words"), "the answer")
    assert len(ann.messages()) == 1


def test_a_kill_right_after_a_message_was_taken_loses_nothing(town: Town) -> None:
    people = [Person(town, f"P{number}") for number in range(8)]
    for person in people:
        person.send("/help")
    town.kill_bot()
    town.start_bot()
    wait_until(lambda: all(person.reads("by plain words") for person in people), "the answers")


def test_it_stops_in_time_and_takes_the_work_up_again(town: Town, cat: Path) -> None:
    ann = Person(town, "Ann")
    ann.send("turn this image into a 5-second clip", cat)
    wait_until(lambda: town.calls("render.submit"), "the render to begin")
    assert town.stop_bot() == 0
    town.start_bot()
    wait_until(ann.videos, "the video", 90)
    assert len(town.calls("render.submit")) == 1


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
