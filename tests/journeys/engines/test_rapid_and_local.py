"""Flux and Runway by RapidAPI with Kraken between them, and the engine on this machine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.engines.places import EngineTown, engine_town, film
from tests.journeys.quick import NewDatabase

pytestmark = pytest.mark.timeout(400)


@pytest.fixture(scope="module")
def rapid(
    tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase
) -> Iterator[EngineTown]:
    folder, options = tmp_path_factory.mktemp("rapid"), ("--engines", "rapidapi,kraken")
    with engine_town(folder, new_database, *options, hooks=True) as town:
        yield town
        assert town.keys_where_none_belongs() == 0


@pytest.fixture(scope="module")
def local(
    tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase
) -> Iterator[EngineTown]:
    with engine_town(tmp_path_factory.mktemp("local"), new_database, "--engines", "none") as town:
        yield town


async def test_words_become_a_clip_by_flux_kraken_and_runway(
    rapid: EngineTown, tmp_path: Path, small_cat: Path
) -> None:
    ann, ben = rapid.guest(), rapid.guest()
    ann.say("/engine runway")
    before = rapid.spent()
    words = ann.ask("make a 10 second square video of a fox in the snow")
    photo = ben.ask("/animate", small_cat)
    answer = words.end()
    (clip,) = answer.media("video")
    info = await film(ann.save(clip, tmp_path))
    assert info.duration_ms == pytest.approx(10_000, abs=300)
    assert "Runway (RapidAPI) makes it" in answer.text
    assert "Made with Flux (RapidAPI) + Runway (RapidAPI)." in clip["text"]
    (clip,) = photo.end().media("video")
    info = await film(ben.save(clip, tmp_path))
    assert info.height > info.width
    assert rapid.spent_since(before) == {"rapid_flux": 1, "kraken": 2, "rapid_runway": 2}


def test_a_picture_alone_needs_no_host(rapid: EngineTown) -> None:
    ann = rapid.guest()
    before = rapid.spent()
    answer = ann.say("/flux a harbour")
    assert len(answer.media("photo")) == 1
    assert rapid.spent_since(before) == {"rapid_flux": 1}
    assert (
        "No engine here changes pictures"
        in ann.reply(answer.media("photo")[0], "/flux make it night").text
    )
    shown = ann.say("/engines").text
    assert "• Flux (RapidAPI): pictures; about" in shown
    assert "• Runway (RapidAPI): clips; about" in shown


async def test_without_keys_a_photo_moves_by_itself(
    local: EngineTown, tmp_path: Path, small_cat: Path
) -> None:
    ann, ben = local.guest(), local.guest("zh")
    for guest in (ann, ben):
        guest.say("/engine local")
    before = local.spent()
    photo = ann.ask("turn this image into a 4-second clip", small_cat)
    words = ben.ask("做一个3秒的竖屏视频：雪山上的日出")
    answer = photo.end()
    (clip,) = answer.media("video")
    info = await film(ann.save(clip, tmp_path))
    assert info.duration_ms == pytest.approx(4000, abs=200)
    assert info.width < info.height
    assert "without AI" in clip["text"]
    (clip,) = words.end().media("video")
    info = await film(ben.save(clip, tmp_path))
    assert info.height * 9 == info.width * 16
    assert not local.spent_since(before)


def test_engines_without_keys_are_absent(local: EngineTown) -> None:
    ann, ben = local.guest(), local.guest("zh")
    shown = ann.say("/engines").text.splitlines()
    assert len(shown) == 4
    assert shown[2].startswith("• this machine: clips (free); about")
    assert ann.say("/engine runway").text == (
        "Choose with /engine and one of: auto, nemo, local. Now it is auto."
    )
    for command in (
        "imagine a fox",
        "flux a fox",
        "faceswap",
        "describe",
        "blend",
        "music a waltz",
    ):
        assert "/engines" in ben.say(f"/{command}").text
    helped = ben.say("/help").text
    assert all(command in helped for command in ("/imagine", "/animate", "/engines"))
    assert "/engines" in ann.say("/start").text
