"""Apiframe's first version: Midjourney's four pictures with all their buttons, and the others."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.journeys.engines.places import EngineTown, Guest, engine_town, film, spread
from tests.journeys.quick import Answer, Json, NewDatabase

OF_FOUR = ["U1", "U2", "U3", "U4", "V1", "V2", "V3", "V4", "🔄 Four new ones"]
OF_ONE = ["Upscale (subtle)", "Upscale (creative)", "Zoom out", "⬅️", "➡️", "⬆️", "⬇️"]
ANIMATE = "🎬 Animate"


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


def grid_of(answer: Answer) -> Json:
    """The picture with the buttons of four."""
    return next(m for m in answer.media("photo") if m["buttons"])


def labels(message: Json) -> list[str]:
    return [button["text"] for row in message["buttons"] for button in row]


def test_imagine_gives_an_album_and_a_grid_with_buttons(town: EngineTown, tmp_path: Path) -> None:
    ann = town.guest()
    before = town.spent()
    answer = ann.say("/imagine a lighthouse in a storm")
    photos = answer.media("photo")
    album = [photo for photo in photos if photo["group"]]
    assert len(album) == 4
    assert len({photo["group"] for photo in album}) == 1
    grid = grid_of(answer)
    assert labels(grid) == OF_FOUR
    assert "Made with Apiframe." in grid["text"]
    sizes = [Image.open(ann.save(photo, tmp_path)).size for photo in (*album, grid)]
    assert sizes[4][0] > sizes[0][0]
    assert all(spread(ann.save(photo, tmp_path)) > 12 for photo in photos)
    assert any("making four pictures. 20 %" in text for text in answer.shown), answer.shown
    assert town.spent_since(before) == {"apiframe imagine": 1}


def test_each_of_the_four_can_be_upscaled_and_varied(town: EngineTown) -> None:
    ann = town.guest()
    grid = grid_of(ann.say("/imagine a red balloon"))
    before = town.spent()
    answer = ann.push_and_see(grid, *OF_FOUR)
    assert town.spent_since(before) == {
        "apiframe upscale-1x": 4,
        "apiframe variations": 4,
        "apiframe reroll": 1,
    }
    with_buttons = [m for m in answer.media("photo") if m["buttons"]]
    ones = [m for m in with_buttons if "U1" not in labels(m)]
    assert len(ones) == 4
    assert all(labels(m) == [*OF_ONE, ANIMATE] for m in ones)
    assert len(with_buttons) == 9
    again = ann.push_and_see(grid, "U1")
    print(again.text, town.spent_since(before))
    on = ann.push_and_see(ones[0], *OF_ONE)
    print(on.text)
    spent = town.spent_since(before)
    assert spent["apiframe upscale-alt"] == 2
    assert spent["apiframe outpaint"] == 1
    assert spent["apiframe pan"] == 4


def test_one_of_four_becomes_a_clip(town: EngineTown, tmp_path: Path) -> None:
    ann = town.guest()
    answer = ann.say("/imagine a boat on a lake")
    upscaled = ann.push_and_see(grid_of(answer), "U2")
    before = town.spent()
    clip = ann.push_and_see(upscaled.media("photo")[0], ANIMATE)
    print(clip.text)
    (video,) = clip.media("video")
    print(town.spent_since(before))
    third = answer.media("photo")[2]
    moved = ann.reply(third, "/animate it rocks gently")
    print(moved.text, town.spent_since(before))
    assert moved.media("video")


def test_a_button_pressed_twice_makes_it_once(town: EngineTown) -> None:
    ann = town.guest()
    grid = grid_of(ann.say("/imagine a green door"))
    before = town.spent()
    answer = ann.push_and_see(grid, "U1", "U1", "V1", "V1")
    assert town.spent_since(before) == {"apiframe upscale-1x": 1, "apiframe variations": 1}, answer.text


def test_words_become_a_clip(town: EngineTown, tmp_path: Path) -> None:
    ann = town.guest()
    ann.say("/engine apiframe")
    before = town.spent()
    answer = ann.say("make a 5 second square video of a whale")
    (clip,) = answer.media("video")
    info = film and clip
    print(info, answer.text)
    assert town.spent_since(before) == {"apiframe flux-imagine": 1, "apiframe runway-imagine": 1}


def test_faces_are_swapped_of_two_photos_asked_for_in_turn(
    town: EngineTown, small_cat: Path, cat: Path
) -> None:
    ann = town.guest()
    before = town.spent()
    print(ann.say("/faceswap").text)
    print(ann.say("", small_cat).text)
    end = ann.say("", cat)
    print(end.text)
    assert len(end.media("photo")) == 1
    assert town.spent_since(before) == {"apiframe faceswap": 1}


def test_a_photo_is_described(town: EngineTown, small_cat: Path) -> None:
    ann = town.guest()
    before = town.spent()
    ann.say("", small_cat)
    mine = next(m for m in ann.state()["messages"] if m["from"] == "user")
    answer = ann.reply(mine, "/describe")
    print(answer.text)
    assert town.spent_since(before) == {"apiframe describe": 1}


def test_an_album_is_blended(town: EngineTown, small_cat: Path, cat: Path) -> None:
    ann = town.guest()
    before = town.spent()
    answer = ann.say("/blend", small_cat, cat)
    print(answer.text)
    assert grid_of(answer)
    assert town.spent_since(before) == {"apiframe blend": 1}


def test_music(town: EngineTown) -> None:
    ann = town.guest()
    before = town.spent()
    answer = ann.say("/music happy ukulele")
    print([m["media"]["type"] for m in answer.messages if m["media"]], answer.text)
    assert len(answer.media("audio")) == 2
    assert town.spent_since(before) == {"apiframe suno-imagine": 1}
