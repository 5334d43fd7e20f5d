"""Which engines are asked for what, and how wishes are fitted to what they can do."""

import pytest

from bot.engines.catalogue import (
    APIFRAME_V1,
    APIFRAME_V2,
    BFL,
    CHAINS,
    LOCAL,
    RAPID_FLUX,
    RAPID_RUNWAY,
    RUNWAY,
    Entry,
    Fitted,
    Link,
    engines_for,
    fit,
    link_at,
    nearest_ratio,
    shape_of,
)
from intents.crafts import Craft

ALL = (BFL, RAPID_FLUX, RUNWAY, RAPID_RUNWAY, APIFRAME_V1, LOCAL)


@pytest.mark.parametrize(
    ("entry", "ratio", "seconds", "fitted"),
    [
        (RUNWAY, "9:16", 5, ("9:16", 5)),
        (RUNWAY, "9:16", 0, ("9:16", 5)),
        (RUNWAY, "4:5", 7, ("3:4", 5)),
        (RUNWAY, "2:1", 8, ("16:9", 10)),
        (RUNWAY, "", 60, ("", 10)),
        (RAPID_RUNWAY, "1:1", 10, ("16:9", 10)),
        (RAPID_RUNWAY, "3:4", 1, ("9:16", 5)),
        (APIFRAME_V1, "21:9", 6, ("21:9", 5)),
        (LOCAL, "7:3", 7, ("7:3", 7)),
        (LOCAL, "1:1", 1, ("1:1", 2)),
        (LOCAL, "1:1", 99, ("1:1", 60)),
    ],
)
def test_a_clip_is_the_nearest_that_the_engine_can_make(
    entry: Entry, ratio: str, seconds: int, fitted: tuple[str, int]
) -> None:
    made = fit(entry.abilities[Link.ANIMATE], ratio, seconds)
    assert made == Fitted(ratio=fitted[0], seconds=fitted[1])


def test_a_picture_has_no_length() -> None:
    assert fit(BFL.abilities[Link.PICTURE], "5:4", 7) == Fitted(ratio="5:4", seconds=0)


@pytest.mark.parametrize(
    ("link", "craft", "policy", "names"),
    [
        (Link.ANIMATE, Craft.CLIP, "auto", ["runway", "rapid_runway", "apiframe", "local"]),
        (Link.ANIMATE, Craft.CLIP, "nemo", ["runway", "rapid_runway", "apiframe", "local"]),
        (Link.ANIMATE, Craft.CLIP, "runway", ["runway", "rapid_runway", "local"]),
        (Link.ANIMATE, Craft.CLIP, "apiframe", ["apiframe", "local"]),
        (Link.ANIMATE, Craft.CLIP, "local", ["local"]),
        (Link.PICTURE, Craft.CLIP, "apiframe", ["apiframe", "local"]),
        (Link.PICTURE, Craft.PICTURE, "auto", ["bfl", "rapid_flux", "runway", "apiframe"]),
        (Link.PICTURE, Craft.PICTURE, "apiframe", ["apiframe", "bfl", "rapid_flux", "runway"]),
        (Link.RETOUCH, Craft.RETOUCH, "local", ["bfl"]),
        (Link.GRID, Craft.GRID, "runway", ["apiframe"]),
    ],
)
def test_engines_are_tried_in_the_order_that_the_chat_has_chosen(
    link: Link, craft: Craft, policy: str, names: list[str]
) -> None:
    assert [entry.name for entry in engines_for(ALL, link, craft, policy)] == names


def test_what_is_drawn_here_is_never_sold_as_a_picture() -> None:
    assert engines_for((LOCAL,), Link.PICTURE, Craft.PICTURE, "local") == ()


def test_an_engine_without_a_key_is_not_asked() -> None:
    assert engines_for((LOCAL,), Link.ANIMATE, Craft.CLIP, "runway") == (LOCAL,)


@pytest.mark.parametrize("craft", list(Craft))
def test_every_craft_is_a_chain_that_ends(craft: Craft) -> None:
    assert link_at(craft, len(CHAINS[craft]), has_picture=False) is None
    assert link_at(craft, 0, has_picture=False) is CHAINS[craft][0]


def test_who_brings_a_picture_needs_none_drawn() -> None:
    assert link_at(Craft.CLIP, 0, has_picture=True) is Link.ANIMATE
    assert link_at(Craft.CLIP, 1, has_picture=True) is None


def test_the_second_version_of_apiframe_lacks_what_it_lacks() -> None:
    missing = APIFRAME_V1.abilities.keys() - APIFRAME_V2.abilities.keys()
    assert missing == {Link.FACESWAP, Link.DESCRIBE, Link.BLEND, Link.REROLL, Link.REFINE}


@pytest.mark.parametrize(
    ("width", "height", "ratio"),
    [
        (1200, 1600, "3:4"),
        (1080, 1920, "9:16"),
        (1920, 1080, "16:9"),
        (1000, 1010, "1:1"),
        (800, 1000, "4:5"),
        (3000, 1000, "21:9"),
        (0, 10, ""),
    ],
)
def test_the_usual_form_of_a_picture(width: int, height: int, ratio: str) -> None:
    assert nearest_ratio(width, height) == ratio


@pytest.mark.parametrize("text", ["", "x", "9:0", ":", "9:16:1"])
def test_what_is_no_ratio_is_square(text: str) -> None:
    assert shape_of(text) == 1.0
