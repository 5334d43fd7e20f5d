"""Wishes are fitted to what the operator's model of Runway can do, and the user is told."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.engines.places import EngineTown, engine_town, film
from tests.journeys.quick import SHORT, NewDatabase

pytestmark = pytest.mark.timeout(400)


@pytest.fixture(scope="module")
def town(
    tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase
) -> Iterator[EngineTown]:
    folder = tmp_path_factory.mktemp("models")
    with engine_town(folder, new_database, "--engines", "runway") as town:
        yield town


@pytest.mark.parametrize(
    ("settings", "model", "seconds", "told"),
    [
        ({"RUNWAY_MODEL": "veo3.1"}, "veo3.1", 6, ("6 s long", "Runway makes it 16:9")),
        ({"RUNWAY_MODEL": "gen4.5"}, "gen4.5", 7, ("Done",)),
        (
            {
                "RUNWAY_MODEL": "gen3a_turbo",
                "RUNWAY_SUCCESSORS": json.dumps({"gen3a_turbo": "gen4_turbo"}),
            },
            "gen4_turbo",
            7,
            ("Done",),
        ),
    ],
)
async def test_lengths_and_forms_are_those_of_the_model(
    town: EngineTown,
    tmp_path: Path,
    small_cat: Path,
    settings: dict[str, str],
    model: str,
    seconds: int,
    told: tuple[str, ...],
) -> None:
    town.stop_bot()
    town.start_bot(**{**SHORT, "NEMO_TOKEN": town.operator_token, "ENGINE": "runway", **settings})
    ann = town.guest()
    answer = ann.say("/animate the cat looks up, 7 seconds, 21:9", small_cat)
    (clip,) = answer.media("video")
    info = await film(ann.save(clip, tmp_path))
    assert info.duration_ms == pytest.approx(seconds * 1000, abs=300)
    assert town.all_books()["runway"]["made"][-1]["model"] == model
    assert all(words in answer.text for words in told), answer.text
