"""Many chats at once against Telegram's limits: in order, nothing lost, nobody waits for others."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.quick import SHORT, NewDatabase, Person, QuickTown
from tests.journeys.town import Pause, running_town, wait_until

CHATS, MESSAGES = 40, 3
MOST = 5
AT_ONCE = 2


@pytest.fixture(scope="module")
def town(
    tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase
) -> Iterator[QuickTown]:
    folder = tmp_path_factory.mktemp("flood")
    with (
        new_database() as database_url,
        running_town(folder, database_url, "--pace", "0.1", "--flood", kind=QuickTown) as town,
    ):
        town.start_bot(
            **{**SHORT, "RENDER_TIMEOUT_S": "90"},
            NEMO_TOKEN=town.operator_token,
            MOST_WAITING=str(MOST),
            NEMO_AT_ONCE=str(AT_ONCE),
            TELEGRAM_CHAT_BURST="5",
        )
        yield town


def answers(person: Person) -> list[dict[str, Any]]:
    """The bot's messages, in their order."""
    return [message for message in person.state()["messages"] if message["from"] == "bot"]


def answered(person: Person) -> list[int]:
    """Which of the person's messages were answered, in the order of the answers."""
    return [message["reply_to"]["id"] for message in answers(person)]


def refused(town: QuickTown, mark: int) -> int:
    """How often the sandbox's Telegram said that it was too much."""
    query = {"service": "telegram", "limit": "5000"}
    calls = town.http.get(f"{town.control}/calls", params=query).json()["calls"]
    return sum(call["id"] > mark and call["status"] == 429 for call in calls)


def test_a_flood_of_many_chats_is_answered_in_order_and_nobody_else_waits(
    town: QuickTown,
) -> None:
    people, quiet = [town.person() for _ in range(CHATS)], [town.person() for _ in range(3)]
    mark = town.mark()

    def flood(person: Person) -> list[int]:
        return [person.send("/cancel") for _ in range(MESSAGES)]

    with ThreadPoolExecutor(8) as pool:
        sending = [pool.submit(flood, person) for person in people]
        waited = [_until_answered(person) for person in quiet]
        said = [one.result() for one in sending]
    wait_until(
        lambda: all(len(answers(person)) >= MESSAGES for person in people),
        "everybody to be answered",
        60,
    )
    assert [answered(person) for person in people] == said
    assert min(waited) < 2.5, waited  # a second, and what a busy machine needs
    assert refused(town, mark) <= CHATS // 20


def _until_answered(person: Person) -> float:
    begun, pause = time.monotonic(), Pause()
    person.send("/help")
    while not answers(person):
        assert time.monotonic() < begun + 20
        pause.short()
    return time.monotonic() - begun


def test_a_chat_that_floods_waits_for_itself_alone(town: QuickTown) -> None:
    flooding, other = town.person(), town.person()
    ids = [flooding.send("/cancel") for _ in range(15)]
    _until_answered(other)
    assert len(answers(flooding)) < 15
    wait_until(lambda: len(answers(flooding)) == 15, "all to be answered", 60)
    assert answered(flooding) == ids


def test_progress_never_costs_the_answer(town: QuickTown, small_cat: Path) -> None:
    person = town.person()
    mark = town.mark()
    person.say("make it 1 second long", small_cat)
    for number in range(3):
        assert "Export" in person.say(f"add the title 'Number {number}'").buttons
    assert refused(town, mark) == 0


def test_too_much_at_once_is_not_taken_and_said_so(town: QuickTown) -> None:
    person = town.person()
    for number in range(MOST + 3):
        person.send(f"make the title number {number}")
    wait_until(
        lambda: sum("have not taken this one" in it["text"] for it in answers(person)) >= 1,
        "the sentence that it is too much",
    )
    person.send("/cancel")


def test_the_service_is_handed_no_more_wishes_at_once_than_it_may(town: QuickTown) -> None:
    people = [town.person() for _ in range(3 * AT_ONCE)]
    mark = town.mark()
    town.arm("run_sse", kind="stall", seconds=2, after_bytes=40, count=len(people))
    for number, person in enumerate(people):
        person.send(f"make the title number {number}")
    wait_until(lambda: len(town.since(mark, "run_sse")) == len(people), "all to be handed on", 60)
    began = sorted(datetime.fromisoformat(it["at"]) for it in town.since(mark, "run_sse"))
    # Each takes two seconds, so of any three that follow each other the first has ended.
    apart = [(late - early).total_seconds() for early, late in pairwise(began[::AT_ONCE])]
    assert min(apart) > 1.5, apart
    wait_until(lambda: all(len(answers(it)) >= 1 for it in people), "the answers", 60)
    town.forget_faults()
