"""Receiving and working apart: nothing is lost and nothing done twice."""

import subprocess
import sys
import time
from pathlib import Path

from cryptography.fernet import Fernet

from tests.journeys.many.crew import Crew
from tests.journeys.people import Person
from tests.journeys.town import environment, wait_until

WISH = "turn this image into a 3-second clip"
HELP = "by plain words"


def test_a_killed_workers_render_is_delivered_once_by_another_one(
    crew: Crew, small_cat: Path
) -> None:
    town, ann = crew.town, Person(crew.town)
    crew.start("receive")
    first = crew.start("work")
    # It speaks for so long that the first worker is surely killed in the middle.
    town.arm("run_sse", kind="stall", seconds=15, after_bytes=40)
    ann.send(WISH, small_cat)
    wait_until(lambda: town.calls("run_sse"), "the first worker to be at work")
    second = crew.start("work")
    first.kill()
    second.hears("jobs_taken_over", 30)
    wait_until(ann.videos, "the video", 60)
    wait_until(lambda: ann.reads("✅"), "the end of the progress message")
    assert ann.videos() == 1
    assert len(town.calls("run_sse")) == len(town.calls("render.submit")) == 1


def test_a_frozen_worker_is_replaced_and_does_nothing_more_when_it_wakes(
    crew: Crew, small_cat: Path
) -> None:
    town, ann = crew.town, Person(crew.town)
    # It speaks for so long that the first worker is surely frozen in the middle.
    town.arm("run_sse", kind="stall", seconds=4, after_bytes=40)
    crew.start("receive")
    first = crew.start("work")
    ann.send(WISH, small_cat)
    wait_until(lambda: town.calls("run_sse"), "the first worker to be at work")
    first.freeze()
    frozen = time.monotonic()
    second = crew.start("work")
    second.hears("jobs_taken_over", 40)
    assert time.monotonic() - frozen < 30
    first.wake()
    first.hears("late_worker_refused")
    wait_until(ann.videos, "the video", 60)
    wait_until(lambda: ann.reads("✅"), "the end of the progress message")
    assert ann.videos() == 1
    assert len(town.calls("run_sse")) == len(town.calls("render.submit")) == 1


def test_every_kind_of_process_stops_in_time_and_the_render_goes_on_later(
    crew: Crew, small_cat: Path
) -> None:
    town, ann = crew.town, Person(crew.town)
    receiver, worker = crew.start("receive"), crew.start("work")
    ann.send(WISH, small_cat)
    wait_until(lambda: town.calls("run_sse"), "the worker to be at work")
    stopped = [receiver.stop(), worker.stop()]
    assert [code for code, _ in stopped] == [0, 0]
    assert max(took_s for _, took_s in stopped) < 10
    ann.send("/help")
    crew.start()
    wait_until(lambda: ann.videos() and ann.reads(HELP), "the video and the answer", 60)
    assert len(town.calls("run_sse")) == len(town.calls("render.submit")) == 1


def test_a_process_that_does_not_share_key_or_folder_may_not_start(crew: Crew) -> None:
    town = crew.town
    crew.start("receive")

    def refused(*arguments: str, **settings: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            check=False,
            capture_output=True,
            text=True,
            cwd=town.folder,
            env={**environment(), **town.settings, **settings},
            timeout=60,
        )
        assert done.returncode == 1, done.stderr
        assert "Traceback" not in done.stderr
        return done.stderr

    assert "sealed with another key" in refused("work", SECRET_KEY=Fernet.generate_key().decode())
    key = (town.folder / "data" / "secret.key").read_text()
    elsewhere = {"DATA_DIR": str(town.folder / "elsewhere"), "SECRET_KEY": key}
    assert "not the folder that the other processes" in refused("work", **elsewhere)
    assert "SECRET_KEY is not a key" in refused("work", SECRET_KEY="hunter2")
    assert "needs DATABASE_URL" in refused("work", DATABASE_URL="")
    wrong = town.settings["DATABASE_URL"].replace("dbname=", "dbname=no_")
    assert "Correct DATABASE_URL" in refused("work", DATABASE_URL=wrong)
