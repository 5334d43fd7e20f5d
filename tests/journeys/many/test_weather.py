"""What the machine and the net do to a bot: what it says then, and that it goes on by itself."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from bot.store.postgres import EmbeddedPostgres
from tests.journeys.many.crew import ANY_PORT, Crew, make_room
from tests.journeys.people import Person
from tests.journeys.town import Pause, wait_until

HELP = "by plain words"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[EmbeddedPostgres]:
    """A server of its own, which the bot takes for one that somebody else runs."""
    with EmbeddedPostgres(tmp_path / "elsewhere") as server:
        yield server


def postmaster(folder: Path) -> int:
    return int((folder / "cluster" / "postmaster.pid").read_text().splitlines()[0])


def pause(seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        Pause().short()


def test_the_built_in_database_is_killed_and_comes_back_with_everything(crew: Crew) -> None:
    town, ann = crew.town, Person(crew.town)
    bot = crew.start(without=["DATABASE_URL"], settings=ANY_PORT)
    ann.send("/help")
    wait_until(lambda: ann.reads(HELP), "the answer")
    os.kill(postmaster(town.folder / "data" / "postgres"), signal.SIGKILL)
    ann.send("/status")
    bot.hears("database_started_again")
    wait_until(lambda: len(ann.messages()) >= 2, "the next answer")
    bot.becomes(200)
    assert bot.stop()[0] == 0


def test_a_database_that_goes_away_is_waited_for_and_nothing_is_dropped(
    crew: Crew, database: EmbeddedPostgres, tmp_path: Path
) -> None:
    ann, bob = Person(crew.town), Person(crew.town, "Bob")
    outside = {"DATABASE_URL": database.url}
    receiver = crew.start("receive", settings={**outside, **ANY_PORT})
    worker = crew.start("work", settings=outside)
    assert receiver.becomes(200)["status"] == "ok"
    os.kill(postmaster(tmp_path / "elsewhere"), signal.SIGINT)
    told = receiver.becomes(503)
    assert told["database"] == "away"
    ann.send("/help")
    late = crew.start("work", until="database_away", settings=outside)
    pause(8)
    bob.send("/help")
    database.revive()
    wait_until(lambda: ann.reads(HELP) and bob.reads(HELP), "the answers", 60)
    late.hears("ready  ", 60)
    receiver.becomes(200)
    assert len(ann.messages()) == len(bob.messages()) == 1
    assert "Traceback" not in receiver.said
    assert [member.stop()[0] for member in (receiver, worker, late)] == [0, 0, 0]


def test_a_database_that_is_restarted_under_three_workers_costs_nothing_twice(
    crew: Crew, database: EmbeddedPostgres, tmp_path: Path, small_cat: Path
) -> None:
    town, ann = crew.town, Person(crew.town)
    outside = {"DATABASE_URL": database.url}
    for role in ("receive", "work", "work", "work"):
        crew.start(role, settings=outside)
    ann.send("turn this image into a 3-second clip", small_cat)
    wait_until(lambda: town.calls("run_sse"), "a worker to be at work")
    os.kill(postmaster(tmp_path / "elsewhere"), signal.SIGINT)
    pause(1)
    database.revive()
    wait_until(ann.videos, "the video", 90)
    wait_until(lambda: ann.reads("✅"), "the end of the progress message")
    assert ann.videos() == 1
    assert len(town.calls("run_sse")) == len(town.calls("render.submit")) == 1


def test_telegram_that_cannot_be_found_is_waited_for(crew: Crew) -> None:
    nowhere = {"TELEGRAM_API_URL": "http://telegram.invalid"}
    bot = crew.start(until="telegram_away", settings={**nowhere, **ANY_PORT})
    assert bot.becomes(503)["telegram"]["state"] == "telegram is away"
    code, took_s = bot.stop()
    assert code == 0
    assert took_s < 10
    assert "Traceback" not in bot.said


def test_telegram_that_goes_away_for_a_while_loses_no_message(crew: Crew) -> None:
    town, ann = crew.town, Person(crew.town)
    bot = crew.start()
    town.arm("getUpdates", service="telegram", kind="status", status=502, count=2)
    town.arm("sendMessage", service="telegram", kind="status", status=502, count=1)
    ann.send("/help")
    wait_until(lambda: ann.reads(HELP), "the answer", 60)
    wait_until(lambda: not town.unmet_faults(), "both faults to be met", 60)
    assert "Traceback" not in bot.said


def test_a_video_service_that_cannot_be_found_is_told_in_a_sentence(
    crew: Crew, small_cat: Path
) -> None:
    ann = Person(crew.town)
    crew.start(settings={"NEMO_API_URL": "http://nemo.invalid"})
    ann.send("turn this image into a 3-second clip", small_cat)
    wait_until(lambda: ann.reads("cannot reach the video service"), "the sentence", 60)
    ann.send("/help")
    wait_until(lambda: ann.reads(HELP), "the answer")


def test_a_full_disk_is_told_once_and_the_work_goes_on_when_there_is_room(
    crew: Crew, tmp_path: Path
) -> None:
    ann = Person(crew.town)
    photo = tmp_path / "big.png"
    Image.effect_noise((1000, 1500), 90).convert("RGB").save(photo)
    bot = crew.start(largest_file=512 * 1024)
    ann.send("turn this image into a 1-second clip", photo)
    bot.hears("disk_full")
    wait_until(lambda: ann.reads("no room for files"), "the sentence")
    pause(3)
    make_room(bot)
    wait_until(ann.videos, "the video", 90)
    assert bot.said.count("Traceback") == 0
    assert not ann.reads("Something went wrong")
