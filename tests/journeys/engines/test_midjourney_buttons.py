"""Every button under Midjourney's pictures, by the first version of Apiframe, once each."""

from collections.abc import Iterator

import pytest

from tests.journeys.engines.grids import (
    ANIMATE,
    OF_ONE,
    REROLL,
    UPSCALES,
    VARIATIONS,
    grid_of,
    labels,
    singles_of,
)
from tests.journeys.engines.places import EngineTown, engine_town
from tests.journeys.quick import NewDatabase

pytestmark = pytest.mark.timeout(400)


@pytest.fixture(scope="module")
def town(
    tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase
) -> Iterator[EngineTown]:
    folder = tmp_path_factory.mktemp("buttons")
    with engine_town(folder, new_database, "--engines", "apiframe") as town:
        yield town
        assert town.keys_where_none_belongs() == 0


def test_every_button_goes_on_once_however_often_it_is_pressed(town: EngineTown) -> None:
    ann = town.guest()
    grid = grid_of(ann.say("/imagine a red balloon"))
    assert labels(grid) == [*UPSCALES, *VARIATIONS, REROLL]
    before = town.spent()
    twice = (*UPSCALES, "U1", *VARIATIONS, "V2", REROLL, REROLL)
    answer = ann.push_and_see(grid, *twice, within_s=120)
    assert town.spent_since(before) == {
        "apiframe upscale-1x": 4,
        "apiframe variations": 4,
        "apiframe reroll": 1,
    }
    assert answer.text.count("I am already making this.") == 3
    ones = singles_of(answer)
    assert [labels(one) for one in ones] == [[*OF_ONE, ANIMATE]] * 4
    assert len(answer.media("photo")) == 4 + 5 * (4 + 1)

    before = town.spent()
    again = ann.push_and_see(grid, "U3")
    assert "made already" in again.text
    assert again.messages[-1]["reply_to"]["id"] in {one["id"] for one in ones}

    more = ann.push_and_see(ones[0], *OF_ONE, "Zoom out", within_s=120)
    assert town.spent_since(before) == {
        "apiframe upscale-alt": 2,
        "apiframe outpaint": 1,
        "apiframe pan": 4,
    }
    # What Midjourney would refuse is not offered.
    assert [labels(one) for one in singles_of(more)] == [[ANIMATE]] * 2
    assert "did not work" not in more.text
