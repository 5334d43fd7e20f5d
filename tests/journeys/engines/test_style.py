"""A chat's brand style goes with everything that is made for the chat; its logo is seen."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from tests.journeys.quick import Json, NewDatabase, Person, QuickTown, quick_town
from tests.journeys.town import wait_until

STYLE = "/style warm film look palette #102040 ratio 9:16 seed 42"
SPOKEN = "warm film look. Colours: navy (#102040)"
GREEN = (0, 200, 60)


@pytest.fixture(scope="module")
def _town(
    tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase
) -> Iterator[QuickTown]:
    folder = tmp_path_factory.mktemp("brand")
    with quick_town(folder, new_database, settings={"ENGINE": "auto"}) as town:
        yield town


@pytest.fixture
def town(_town: QuickTown) -> Iterator[QuickTown]:
    """Each test has a person of its own."""
    yield _town
    _town.forget_faults()


@pytest.fixture(scope="module")
def logo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ring that one can see through, green."""
    picture = Image.new("RGBA", (400, 400))
    ImageDraw.Draw(picture).ellipse((10, 10, 390, 390), outline=(*GREEN, 255), width=90)
    path = tmp_path_factory.mktemp("logo") / "logo.png"
    picture.save(path)
    return path


def sent_to_flux(town: QuickTown, mark: int) -> list[Any]:
    """The bodies of the orders that it got."""
    return [call["body"] for call in town.since(mark, "submit", "bfl")]


def keep_logo(person: Person, logo: Path) -> None:
    """As a file, which Telegram leaves as it is."""
    parts = [("files", (logo.name, logo.read_bytes()))]
    data = {"text": "/style logo", "as_document": "1"}
    person._call("POST", "send", data=data, files=parts)
    person.waits_for("This is the logo now")


def content(person: Person, message: Json) -> bytes:
    """The file of a message."""
    return person._call("GET", f"file/{message['media']['file_id']}").content


def green_share(pixels: NDArray[np.uint8]) -> float:
    """How much of the corner in which a logo lies has its colour."""
    height, width, _ = pixels.shape
    corner = pixels[height - round(width * 0.15) :, round(width * 0.85) :].astype(int)
    green = (corner[..., 1] > 150) & (corner[..., 0] < 90) & (corner[..., 2] < 130)
    return float(green.mean())


def test_a_style_is_kept_shown_replaced_and_put_off(town: QuickTown) -> None:
    ann = town.person()
    assert "No style is set here" in ann.say("/style").text
    said = ann.say(STYLE).text
    for part in ("• Words: warm film look", "navy #102040", "• Form: 9:16", "• Seed: 42"):
        assert part in said
    assert "warm film look" in ann.say("/style").text
    assert "• Words" not in ann.say("/style ratio 1:1").text
    assert "style is off" in ann.say("/style off").text
    assert "No style is set here" in ann.say("/style").text
    for wrong, answer in (
        ("palette #12", "did not understand the colours"),
        ("ratio 9:1000", "do not know this form"),
        ("seed 99999999999", "whole number"),
        ("x " * 400, "too many words"),
    ):
        assert answer in ann.say(f"/style {wrong}").text
    assert "没有设风格" in town.person("zh").say("/style").text


def test_it_goes_with_the_prompts_of_engines_and_the_chat_reads_its_own_words(
    town: QuickTown,
) -> None:
    ann = town.person()
    ann.say(STYLE)
    mark = town.mark()
    made = ann.say("/flux a lighthouse")
    (order,) = sent_to_flux(town, mark)
    assert order["prompt"] == f"a lighthouse. {SPOKEN}"
    assert order["seed"] == 42
    assert order["height"] > order["width"]
    assert "a lighthouse" in made.media("photo")[0]["text"]
    assert "warm film" not in made.text
    # What the wish says itself counts more.
    mark = town.mark()
    ann.say("/flux a castle, 16:9")
    (order,) = sent_to_flux(town, mark)
    assert order["width"] > order["height"]
    ann.say("/style off")
    mark = town.mark()
    ann.say("/flux a ship")
    (order,) = sent_to_flux(town, mark)
    assert order["prompt"] == "a ship"
    assert "seed" not in order


def test_the_editing_agent_hears_it_with_a_new_clip_and_not_with_an_edit(town: QuickTown) -> None:
    ann = town.person()
    ann.say(STYLE)
    mark = town.mark()
    made = ann.say("make a 1 second clip of a sunrise")
    ann.say("make it brighter")
    first, second = (str(call["body"]) for call in town.since(mark, "run_sse"))
    assert "make a 1 second clip of a sunrise. warm film look. Aspect ratio 9:16. Colo" in first
    assert "warm film look" not in second
    assert "warm film" not in "\n".join([*made.shown, made.text])


def test_the_logo_lies_in_the_corner_of_pictures_and_clips_and_not_of_what_is_made_of_them(
    town: QuickTown, logo: Path, small_cat: Path, tmp_path: Path
) -> None:
    ann = town.person()
    keep_logo(ann, logo)
    assert "• Logo" in ann.say("/style").text
    picture = ann.say("/flux a grey wall").media("photo")[0]
    pixels = np.asarray(Image.open(io.BytesIO(content(ann, picture))).convert("RGB"))
    assert 0.1 < green_share(pixels) < 0.8  # one sees through it
    ann.say("/engine local")
    ann.send("/animate 2 seconds", small_cat)
    wait_until(ann.videos, "the clip", 90)
    film = tmp_path / "film.mp4"
    film.write_bytes(content(ann, ann.videos()[-1]))
    with av.open(str(film)) as container:
        frames = [
            np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)
            for frame in container.decode(video=0)
        ]
    assert all(0.1 < green_share(frame) < 0.8 for frame in (frames[0], frames[-1]))
    assert "• Logo" in ann.say("/style ratio 1:1").text
    assert "• Logo" not in ann.say("/style logo off").text


def test_a_logo_is_a_picture_that_comes_with_the_command_or_is_answered(
    town: QuickTown, small_cat: Path, tmp_path: Path
) -> None:
    ann = town.person()
    assert "Send the logo with /style logo under it" in ann.say("/style logo").text
    ann.say("", small_cat)
    photo = next(m["id"] for m in ann.state()["messages"] if m["media"])
    ann._call("POST", "send", data={"text": "/style logo", "reply_to": str(photo)})
    ann.waits_for("This is the logo now")
    broken = tmp_path / "logo.png"
    broken.write_bytes(small_cat.read_bytes()[:300])
    assert "damaged" in ann.say("/style logo", broken).text
    song = tmp_path / "logo.txt"
    song.write_text("a logo?")
    assert "is not a picture" in ann.say("/style logo", song).text
    assert "• Logo" in ann.say("/style").text
