"""Apiframe's second version: the same, with the buttons that it has."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.engines.grids import (
    ANIMATE,
    PANS,
    UPSCALES,
    VARIATIONS,
    album_of,
    grid_of,
    labels,
    singles_of,
)
from tests.journeys.engines.places import EngineTown, engine_town, film
from tests.journeys.quick import NewDatabase

pytestmark = pytest.mark.timeout(400)


@pytest.fixture(scope="module")
def town(
    tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase
) -> Iterator[EngineTown]:
    folder, options = tmp_path_factory.mktemp("apiframe2"), ("--engines", "apiframe")
    with engine_town(folder, new_database, *options, "--apiframe-v2", hooks=True) as town:
        yield town
        assert town.keys_where_none_belongs() == 0


def test_the_buttons_are_those_that_it_has(town: EngineTown) -> None:
    ann = town.guest()
    answer = ann.say("/imagine a red balloon")
    assert len(album_of(answer)) == 4
    grid = grid_of(answer)
    assert labels(grid) == [*UPSCALES, *VARIATIONS]
    before = town.spent()
    first = ann.push_and_see(grid, "U1", "V4", "U1", within_s=90)
    (one,) = singles_of(first)
    assert labels(one) == ["Zoom out", *PANS, ANIMATE]
    assert town.spent_since(before) == {"apiframe upscale-1x": 1, "apiframe variations": 1}
    more = ann.push_and_see(one, "Zoom out", *PANS, within_s=90)
    assert "did not work" not in more.text
    assert town.spent_since(before) == {
        "apiframe upscale-1x": 1,
        "apiframe variations": 1,
        "apiframe outpaint": 1,
        "apiframe pan": 4,
    }


def test_who_answers_the_grid_means_the_first_of_the_four(town: EngineTown) -> None:
    ann = town.guest()
    ann.say("/engine apiframe")
    grid = grid_of(ann.say("/imagine a blue boat"))
    before = town.spent()
    answer = ann.ask("animate it", reply_to=str(grid["id"])).end(within_s=90)
    assert len(answer.media("video")) == 1
    spent = town.spent_since(before)
    assert sum(spent.values()) == 1, spent  # a clip, and no picture before it


async def test_words_and_photos_become_clips_and_music_is_made(
    town: EngineTown, tmp_path: Path, small_cat: Path
) -> None:
    ann, ben, cleo = town.guest(), town.guest(), town.guest("zh")
    ann.say("/engine apiframe")
    before = town.spent()
    words, photo = ann.ask("make a 5 second video of a whale"), ben.ask("/animate", small_cat)
    music = cleo.ask("/music 欢快的吉他")
    (clip,) = words.end().media("video")
    await film(ann.save(clip, tmp_path))
    assert len(photo.end().media("video")) == 1
    assert len(music.end().media("audio")) == 2
    spent = town.spent_since(before)
    assert sum(spent.values()) == 4, spent
    for command in ("faceswap", "describe", "blend"):
        assert "需要 Apiframe" in cleo.say(f"/{command}").text
