"""Where a message may be an export or an edit, the bot asks once, and silence decides nothing."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from intents.classify import classify
from intents.corpus import everything
from intents.decide import SURE_ENOUGH
from intents.routing import Intent
from tests.journeys.quick import NewDatabase, Person, QuickTown, quick_town

EITHER = {Intent.EXPORT, Intent.EDIT}


@pytest.fixture(scope="module")
def town(
    tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase
) -> Iterator[QuickTown]:
    with quick_town(tmp_path_factory.mktemp("asking"), new_database) as town:
        yield town


@pytest.fixture
def ann(town: QuickTown, small_cat: Path) -> Person:
    """Somebody with a clip of one second."""
    person = town.person()
    person.say("make it 1 second long", small_cat)
    return person


@pytest.fixture(scope="module")
def unclear() -> str:
    """Words in English that may be either; which those are depends on what was learned."""
    for example in everything():
        if example.language == "en" and len(example.text) < 80 and example.text.isascii():
            found = classify(example.text)
            if found.confidence < SURE_ENOUGH and {found.intent, found.rival} == EITHER:
                return example.text
    raise AssertionError("nothing is unclear")


def orders(town: QuickTown, mark: int) -> tuple[int, int]:
    """How many wishes went to the agent since then, and how many renders."""
    return len(town.since(mark, "run_sse")), len(town.since(mark, "render.submit"))


def test_it_asks_once_and_does_what_is_pressed(town: QuickTown, ann: Person, unclear: str) -> None:
    mark = town.mark()
    asked = ann.say(unclear)
    assert "Shall I export" in asked.text
    assert asked.buttons == ["Export it", "Change it"]
    assert orders(town, mark) == (0, 0)
    assert len(ann.press("Export it").media("video")) == 1
    assert orders(town, mark) == (0, 1)

    mark = town.mark()
    ann.say(unclear)
    assert "Export" in ann.press("Change it").buttons
    assert orders(town, mark) == (1, 0)


def test_silence_decides_nothing(town: QuickTown, ann: Person, unclear: str) -> None:
    mark = town.mark()
    ann.say(unclear)
    changed = ann.say("add the title 'Quiet'")
    assert "Quiet" in changed.text
    assert orders(town, mark) == (1, 0)
    # The same words are asked about again: nothing was learned from the silence.
    assert "Shall I export" in ann.say(unclear).text
    assert orders(town, mark) == (1, 0)


def test_after_a_question_of_the_editor_what_is_unsure_is_the_answer(
    town: QuickTown, ann: Person
) -> None:
    """Nothing that our stand-in says is a question, so one is put into its mouth."""
    unsure = _unsurely_the_state()
    mark = town.mark()
    ann.say(unsure)
    assert orders(town, mark) == (0, 0)

    ann.say("add the title 'Which?'")
    with psycopg.connect(town.settings["DATABASE_URL"]) as conn:
        asked = "UPDATE turns SET reply = 'In which colour?\n' WHERE text LIKE '%Which?%'"
        assert conn.execute(asked).rowcount == 1
    mark = town.mark()
    ann.say(unsure)
    assert orders(town, mark) == (1, 0)


def _unsurely_the_state() -> str:
    for example in everything():
        if example.language == "en" and len(example.text) < 60 and example.text.isascii():
            found = classify(example.text)
            if found.intent is Intent.STATUS and found.confidence < 0.65 and not found.then:
                return example.text
    raise AssertionError("nothing is unclear")


def test_what_follows_a_wish_is_done_after_it(town: QuickTown, ann: Person) -> None:
    mark = town.mark()
    answer = ann.say("make it brighter and then export")
    assert len(answer.media("video")) == 1
    assert orders(town, mark) == (1, 1)
    (wish,), (render,) = town.since(mark, "run_sse"), town.since(mark, "render.submit")
    assert wish["id"] < render["id"]
