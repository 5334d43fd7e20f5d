"""The bot ends in the middle of an engine's work: nothing lost, nothing paid or shown twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.journeys.engines.engine_stage import engine_town, paid, rows, wait_until
from tests.journeys.quick import NewDatabase, Person, QuickTown

UNSURE = 'I could not see whether this was begun. "Make it again" starts it anew'


@pytest.fixture(scope="module")
def town(
    tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase
) -> Iterator[QuickTown]:
    """A bot that may be killed, with Flux, Runway and Apiframe's second version."""
    folder = tmp_path_factory.mktemp("crash")
    options = ("--engines", "bfl,runway,apiframe", "--apiframe-v2")
    with engine_town(folder, new_database, *options) as town:
        yield town


@contextmanager
def killed(town: QuickTown) -> Iterator[None]:
    """The bot is dead while the block runs, and then starts again."""
    town.kill_bot()
    yield
    town.start_bot()


def pictures(person: Person) -> int:
    return sum((m["media"] or {}).get("type") == "photo" for m in person.state()["messages"])


def begun(town: QuickTown, service: str, operation: str) -> None:
    """Wait until a call of the bot's is being answered, or was."""
    wait_until(lambda: town.calls(operation, service), f"{service} {operation}")


def in_flight(town: QuickTown) -> None:
    """Wait until an order is written down and has been on its way for a moment."""
    query = "SELECT 1 FROM steps WHERE status = 'intended' AND created_at < now() - interval '1 s'"
    wait_until(lambda: rows(town, query), "an order to be on its way")


def test_killed_while_an_order_is_on_its_way_the_user_decides_and_twice_pressed_it_is_made_once(
    town: QuickTown,
) -> None:
    town.arm("submit", service="bfl", kind="stall", seconds=8)
    ann, before = town.person(), paid(town)
    ann.send("/flux a red lamp")
    in_flight(town)
    with killed(town):
        pass
    ann.waits_for(UNSURE)
    (card,) = [m for m in ann.state()["messages"] if m["buttons"]]
    for _ in range(2):
        ann._call(
            "POST", "press", json={"message_id": card["id"], "data": card["buttons"][0][0]["data"]}
        )
    wait_until(lambda: pictures(ann), "the picture")
    ann.say("/help")
    assert pictures(ann) == 1
    assert paid(town)["bfl"] - before["bfl"] == 2
    assert paid(town)["apiframe"] == before["apiframe"]


def test_killed_while_an_order_is_on_its_way_it_is_adopted_where_the_service_knows_our_key(
    town: QuickTown,
) -> None:
    town.arm("v2.music/generate", service="apiframe", kind="stall", seconds=8)
    ann, before = town.person(), paid(town)
    ann.send("/music a slow waltz")
    in_flight(town)
    with killed(town):
        pass
    wait_until(
        lambda: any((m["media"] or {}).get("type") == "audio" for m in ann.state()["messages"]),
        "the song",
        60,
    )
    assert paid(town)["apiframe"] - before["apiframe"] == 1
    assert not any(UNSURE in m["text"] for m in ann.state()["messages"])


def test_killed_while_it_looks_fetches_or_sends_it_goes_on_and_the_picture_comes_once(
    town: QuickTown,
) -> None:
    town.arm("submit", service="bfl", kind="backend", value="pending=4")
    town.arm("sample", service="bfl", kind="stall", seconds=8)
    town.arm("sendPhoto", service="telegram", kind="stall", seconds=8)
    ann, before = town.person(), paid(town)
    ann.send("/flux a green lamp")
    wait_until(
        lambda: rows(town, "SELECT 1 FROM steps WHERE looks > 0 AND status = 'submitted'"), "a look"
    )
    with killed(town):
        pass
    wait_until(lambda: len(town.unmet_faults()) <= 1, "the picture to be fetched")
    with killed(town):
        assert pictures(ann) == 0
    wait_until(
        lambda: rows(town, "SELECT 1 FROM makings WHERE sends = 1 AND status = 'made'"),
        "the sending",
    )
    with killed(town):
        pass
    wait_until(lambda: pictures(ann), "the picture")
    ann.waits_for("✅ Done in")
    # Telegram may have had it before the bot died: then it came once more, and never a third time.
    assert 1 <= pictures(ann) <= 2
    assert paid(town)["bfl"] - before["bfl"] == 1
    town.forget_faults()


def test_stopped_in_the_middle_of_an_order_the_answer_is_waited_for(town: QuickTown) -> None:
    town.arm("submit", service="bfl", kind="stall", seconds=4)
    ann, before = town.person(), paid(town)
    ann.send("/flux a blue lamp")
    wait_until(lambda: not town.unmet_faults(), "the order")
    assert town.stop_bot() == 0
    town.start_bot()
    wait_until(lambda: pictures(ann), "the picture")
    assert not any(UNSURE in m["text"] for m in ann.state()["messages"])
    assert paid(town)["bfl"] - before["bfl"] == 1


def test_killed_while_this_machine_makes_a_clip_it_is_made_anew_and_comes_once(
    town: QuickTown, small_cat: Path
) -> None:
    ann = town.person()
    ann.say("/engine local")
    ann.send("/animate 4 seconds, zoom out", small_cat)
    query = "SELECT 1 FROM steps WHERE engine = 'local' AND status = 'submitted'"
    wait_until(lambda: rows(town, query), "the drawing")
    with killed(town):
        assert not ann.videos()
    wait_until(ann.videos, "the clip", 90)
    ann.waits_for("✅ Done in")
    assert len(ann.videos()) == 1
