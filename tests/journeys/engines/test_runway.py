"""Flux and Runway's own service: words and photos become clips, and results are gone on with."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.probe import probe
from tests.journeys.engines.places import EngineTown, engine_town, film, spread
from tests.journeys.quick import NewDatabase


@pytest.fixture(scope="module")
def town(
    tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase
) -> Iterator[EngineTown]:
    folder = tmp_path_factory.mktemp("runway")
    with engine_town(folder, new_database, "--engines", "bfl,runway") as town:
        yield town
        assert town.keys_where_none_belongs() == 0


@pytest.fixture(autouse=True)
def _all_faults_met(town: EngineTown) -> Iterator[None]:
    yield
    town.forget_faults()


async def test_words_become_a_clip_by_flux_and_runway(town: EngineTown, tmp_path: Path) -> None:
    ann = town.guest()
    ann.say("/engine runway")
    before = town.spent()
    answer = ann.say("make a 7 second vertical video of a fox in the snow")
    (clip,) = answer.media("video")
    info = await film(ann.save(clip, tmp_path))
    assert info.height * 9 == pytest.approx(info.width * 16, rel=0.05)
    assert info.duration_ms == pytest.approx(5000, abs=300)
    assert "Runway makes it 5 s long" in answer.text
    assert "Made with Flux + Runway." in clip["text"]
    assert town.spent_since(before) == {"bfl": 1, "runway": 1}


async def test_a_photo_with_words_becomes_a_clip(
    town: EngineTown, tmp_path: Path, cat: Path
) -> None:
    ann = town.guest()
    ann.say("/engine runway")
    before = town.spent()
    answer = ann.say("turn this image into a 10-second clip", cat)
    (clip,) = answer.media("video")
    info = await film(ann.save(clip, tmp_path))
    assert info.height > info.width
    assert info.duration_ms == pytest.approx(10_000, abs=300)
    assert "Made with Runway." in clip["text"]
    assert "nearest" not in answer.text
    assert town.spent_since(before) == {"runway": 1}


async def test_animate_takes_the_photo_that_it_comes_with(
    town: EngineTown, tmp_path: Path, small_cat: Path
) -> None:
    ann = town.guest()
    before = town.spent()
    answer = ann.say("/animate the cat looks up", small_cat)
    (clip,) = answer.media("video")
    await film(ann.save(clip, tmp_path))
    assert town.spent_since(before) == {"runway": 1}


async def test_flux_draws_and_every_reply_goes_on_with_it(
    town: EngineTown, tmp_path: Path
) -> None:
    ann = town.guest()
    before = town.spent()
    drawn = ann.say("/flux a lighthouse in a storm")
    (picture,) = drawn.media("photo")
    saved = ann.save(picture, tmp_path)
    assert spread(saved) > 12
    assert town.spent_since(before) == {"bfl": 1}
    changed = ann.reply(picture, "/flux make it night")
    (night,) = changed.media("photo")
    assert town.spent_since(before) == {"bfl": 2}
    assert "flux-kontext-pro" in str(town.all_books()["bfl"]["jobs"])
    moved = ann.reply(night, "animate it")
    assert moved.media("video"), moved.text
    print(town.spent_since(before), moved.text)
