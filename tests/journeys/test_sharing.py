"""What tests that share a town may rely on."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.journeys.people import Person
from tests.journeys.sharing import SharedTown


@pytest.fixture
def shared(
    tmp_path: Path, new_database: Callable[[], AbstractContextManager[str]]
) -> Iterator[SharedTown]:
    folders = [tmp_path / "first", tmp_path / "second"]
    for folder in folders:
        folder.mkdir()
    shared = SharedTown(iter(folders), new_database)
    yield shared
    shared.close()


def test_a_second_visit_sees_nothing_of_the_first_and_a_dead_bot_is_told_and_replaced(
    shared: SharedTown,
) -> None:
    with shared.visit() as town:
        assert "by plain words" in town.say("/help").texts
        assert town.calls("sendMessage", service="telegram")
        assert "decided" in town.logged()
    with pytest.raises(AssertionError, match="the bot died"):
        _see_nothing_and_kill_the_bot(shared)
    with shared.visit() as another:
        assert another is not town
        assert "by plain words" in another.say("/help").texts
    assert shared.deaths == []


def test_a_fault_that_is_not_met_is_told_and_does_not_meet_the_next_visitor(
    shared: SharedTown,
) -> None:
    with pytest.raises(AssertionError), shared.visit() as town:
        town.arm("sendMessage", service="telegram", kind="status", status=400)
    with shared.visit() as again:
        assert again is town
        assert "by plain words" in again.say("/help").texts


def _see_nothing_and_kill_the_bot(shared: SharedTown) -> None:
    with shared.visit() as town:
        assert Person(town).messages() == []
        assert town.calls("sendMessage", service="telegram") == []
        assert "decided" not in town.logged()
        assert town.bot is not None
        town.bot.kill()
        town.bot.wait()
