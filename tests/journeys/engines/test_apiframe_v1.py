"""Apiframe's first version: Midjourney's four pictures, clips, faces, blends, words, and music."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.journeys.engines.grids import ANIMATE, album_of, grid_of, singles_of
from tests.journeys.engines.places import EngineTown, engine_town, film, spread
from tests.journeys.quick import NewDatabase

pytestmark = pytest.mark.timeout(400)


@pytest.fixture(scope="module")
def town(
    tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase
) -> Iterator[EngineTown]:
    folder = tmp_path_factory.mktemp("apiframe")
    with engine_town(folder, new_database, "--engines", "apiframe", hooks=True) as town:
        yield town
        assert town.keys_where_none_belongs() == 0


@pytest.fixture(autouse=True)
def _all_faults_met(town: EngineTown) -> Iterator[None]:
    yield
    town.forget_faults()


async def test_imagine_gives_an_album_and_a_grid_of_which_one_becomes_a_clip(
    town: EngineTown, tmp_path: Path
) -> None:
    ann = town.guest()
    before = town.spent()
    answer = ann.say("/imagine a lighthouse in a storm --ar 16:9")
    album, grid = album_of(answer), grid_of(answer)
    assert len(album) == 4
    assert len({photo["group"] for photo in album}) == 1
    assert "Made with Apiframe." in grid["text"]
    sizes = []
    for photo in (*album, grid):
        saved = ann.save(photo, tmp_path)
        assert spread(saved) > 12
        with Image.open(saved) as image:
            sizes.append(image.size)
    assert sizes[4][0] > sizes[0][0] > sizes[0][1]
    percents = [text for text in answer.shown if "making four pictures." in text and "%" in text]
    assert percents, answer.shown
    assert town.spent_since(before) == {"apiframe imagine": 1}

    (one,) = singles_of(ann.push_and_see(grid, "U2"))
    before = town.spent()
    clip = ann.push_and_see(one, ANIMATE)
    info = await film(ann.save(clip.media("video")[0], tmp_path))
    assert info.width > info.height
    assert town.spent_since(before) == {"apiframe runway-imagine": 1}
    third = ann.reply(album[2], "/animate it rocks gently")
    assert len(third.media("video")) == 1
    assert town.spent_since(before) == {"apiframe runway-imagine": 2}


async def test_one_of_the_four_is_handed_to_the_agent_when_it_is_answered(
    town: EngineTown, tmp_path: Path
) -> None:
    ann = town.guest()
    album = album_of(ann.say("/imagine a boat on a lake"))
    before, mark = town.spent(), town.mark()
    answer = ann.reply(album[1], "animate it")
    assert len(answer.media("video")) == 1
    assert town.spent_since(before) == {"nemo": 1}
    assert len(town.since(mark, "upload")) == 1


async def test_words_and_big_photos_become_clips(
    town: EngineTown, tmp_path: Path, pictures: Path
) -> None:
    ann, ben = town.guest(), town.guest()
    ann.say("/engine apiframe")
    before = town.spent()
    words = ann.ask("make a 5 second square video of a whale")
    photo = ben.ask("/animate the waves roll", pictures / "big.jpg", as_document="1")
    (clip,) = words.end().media("video")
    info = await film(ann.save(clip, tmp_path))
    assert info.width == info.height
    answer = photo.end()
    assert len(answer.media("video")) == 1, answer.text
    assert town.spent_since(before) == {"apiframe flux-imagine": 1, "apiframe runway-imagine": 2}


def test_two_faces_are_asked_for_in_turn(town: EngineTown, small_cat: Path, cat: Path) -> None:
    ann = town.guest()
    before = town.spent()
    assert ann.say("/faceswap").text == "Send the photo whose face is to be replaced."
    assert ann.say("", small_cat).text == "Now send the photo with the new face."
    end = ann.say("", cat)
    assert len(end.media("photo")) == 1
    assert town.spent_since(before) == {"apiframe faceswap": 1}
    later = ann.say("", small_cat)
    assert "What should happen with it?" in later.text  # it is over


def test_photos_are_described_and_blended_and_music_is_made(
    town: EngineTown, small_cat: Path, cat: Path
) -> None:
    ann, ben, cleo, dan = town.guest(), town.guest("zh"), town.guest(), town.guest()
    before = town.spent()
    ann.say("", small_cat)
    asked = ben.say("/describe")
    assert asked.text == "请发送要我描述的照片。"
    watches = [
        ann.ask("/describe", reply_to=str(ann.first_id())),
        ben.ask("", small_cat),
        cleo.ask("/blend", small_cat, cat),
        dan.ask("write me a happy song about summer"),
    ]
    described, other, blended, song = (watch.end() for watch in watches)
    assert "grey" in described.text
    assert "grey" in other.text
    assert len(album_of(blended)) == 4
    assert grid_of(blended)
    assert len(song.media("audio")) == 2
    assert town.spent_since(before) == {
        "apiframe describe": 2,
        "apiframe blend": 1,
        "apiframe suno-imagine": 1,
    }
    alone = cleo.say("/blend", small_cat)
    assert "two to five photos" in alone.text
