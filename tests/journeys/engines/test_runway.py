"""Flux and Runway's own service: words and photos become clips, and results are gone on with."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.engines.places import EngineTown, engine_town, film, spread
from tests.journeys.quick import NewDatabase
from tests.journeys.town import wait_until

LONG = "A fox runs through deep snow under tall trees while the sun goes down. " * 20

pytestmark = pytest.mark.timeout(400)


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


async def test_words_and_photos_become_clips_and_other_forms_and_lengths_are_told(
    town: EngineTown, tmp_path: Path, cat: Path
) -> None:
    ann, ben, cleo = town.guest(), town.guest(), town.guest()
    for guest in (ann, ben, cleo):
        guest.say("/engine runway")
    before = town.spent()
    words = ann.ask("make a 7 second 4:5 video of a fox in the snow")
    photo = ben.ask("turn this image into a 10-second clip", cat)
    long = cleo.ask(f"/animate {LONG}")

    answer = words.end()
    (clip,) = answer.media("video")
    info = await film(ann.save(clip, tmp_path))
    assert info.height * 3 == pytest.approx(info.width * 4, rel=0.05)
    assert info.duration_ms == pytest.approx(5000, abs=300)
    assert "Runway makes it 5 s long" in answer.text
    assert "Runway makes it 3:4" in answer.text
    assert "Made with Flux + Runway." in clip["text"]
    assert clip["media"]["duration"] == 5

    answer = photo.end()
    (clip,) = answer.media("video")
    info = await film(ben.save(clip, tmp_path))
    assert info.height * 3 == pytest.approx(info.width * 4, rel=0.05)
    assert info.duration_ms == pytest.approx(10_000, abs=300)
    assert "Made with Runway." in clip["text"]
    assert "nearest" not in answer.text

    answer = long.end()
    assert "Runway does not take so many words" in answer.text
    assert len(answer.media("video")) == 1
    assert town.spent_since(before) == {"bfl": 2, "runway": 3}


async def test_flux_draws_and_every_reply_goes_on_with_the_picture(
    town: EngineTown, tmp_path: Path
) -> None:
    ann, ben = town.guest(), town.guest()
    ben.say("/engine runway")
    before = town.spent()
    hers, his = ann.ask("generate a picture of a fox"), ben.ask("/flux a lighthouse at noon")
    (fox,) = hers.end().media("photo")
    (noon,) = his.end().media("photo")
    assert spread(ann.save(fox, tmp_path)) > 12
    assert "Made with Flux." in fox["text"]
    assert town.spent_since(before) == {"bfl": 2}

    hers = ann.ask("/flux make it night", reply_to=str(fox["id"]))
    his = ben.ask("make it evening", reply_to=str(noon["id"]))
    (night,) = hers.end().media("photo")
    (evening,) = his.end().media("photo")
    assert town.spent_since(before) == {"bfl": 4}
    models = [job["model"] for job in town.all_books()["bfl"]["jobs"].values()]
    assert models[-2:] == ["flux-kontext-pro", "flux-kontext-pro"]

    hers = ann.ask("animate it", reply_to=str(night["id"]))
    his = ben.ask("animate it", reply_to=str(evening["id"]))
    assert len(hers.end().media("video")) == 1  # `auto`: by the editing agent
    assert len(his.end().media("video")) == 1
    assert town.spent_since(before) == {"bfl": 4, "runway": 1, "nemo": 1}
    state = town.calls("upload")
    assert len(state) >= 1  # the agent has got what it was asked about


def test_a_clip_of_something_else_does_not_start_from_the_picture_before(town: EngineTown) -> None:
    ann = town.guest()
    ann.say("/engine runway")
    ann.say("/flux a lighthouse at noon")
    before = town.spent()
    assert len(ann.say("a 5-second clip of a red fox").media("video")) == 1
    assert town.spent_since(before) == {"bfl": 1, "runway": 1}
    assert len(ann.say("animate this picture").media("video")) == 1
    assert town.spent_since(before) == {"bfl": 1, "runway": 2}


def test_with_nemo_pictures_are_asked_of_the_agent(town: EngineTown) -> None:
    ann, ben = town.guest(), town.guest("zh")
    ann.say("/engine nemo")
    before = town.spent()
    hers, his = ann.ask("generate a picture of a fox"), ben.ask("画一张狐狸的图")
    hers.end()
    answer = his.end()
    assert len(answer.media("photo")) == 1
    assert "制作" in answer.text, answer.text
    assert town.spent_since(before) == {"nemo": 1, "bfl": 1}
    assert not [text for text in answer.shown if "making" in text or "Done" in text]


def test_an_edit_of_the_timeline_is_the_agents_in_every_chat(
    town: EngineTown, small_cat: Path
) -> None:
    ann, ben = town.guest(), town.guest()
    ann.say("/engine runway")
    before = town.spent()
    both = 'turn this photo into a clip with the title "Hello cat" at the bottom and music'
    hers = ann.ask(both, small_cat)
    his = ben.ask("/animate he looks up", small_cat)
    assert len(his.end().media("video")) == 1
    edited = ben.ask('add a title "Good morning"')
    wait_until(lambda: town.spent_since(before).get("nemo") == 2, "both edits to be handed on")
    for answer in (edited.end(), hers.end()):
        assert answer.buttons == ["Export", "Show tracks", "New project"]
    hers, his = ann.ask("/status"), ben.ask("/status")
    assert "Hello cat" in hers.end().text
    assert "Good morning" in his.end().text
    assert town.spent_since(before) == {"runway": 1, "nemo": 2}


def test_what_was_wished_for_after_a_clip_is_done(town: EngineTown) -> None:
    ann, ben = town.guest(), town.guest("zh")
    ann.say("/engine runway")
    ben.say("/engine runway")
    before = town.spent()
    hers = ann.ask("make a clip of a cat and then tell me my credits")
    his = ben.ask("做一个猫的视频然后导出")
    hers.until_sent("video")
    hers.until_shown("You have")
    answer = his.end()
    assert len(answer.media("video")) == 1
    assert "完成，用时" in answer.text, answer.text
    assert "Runway 正在让画面动起来" in "".join(answer.shown), answer.shown
    assert town.spent_since(before) == {"bfl": 2, "runway": 2}


def test_what_is_stopped_is_stopped_at_runway_and_never_comes(
    town: EngineTown, small_cat: Path
) -> None:
    ann, ben = town.guest(), town.guest("zh")
    town.arm("image_to_video", service="runway", kind="backend", value="stuck", count=2)
    mark = town.mark()
    hers, his = ann.ask("/animate it purrs", small_cat), ben.ask("/animate 猫在叫", small_cat)
    hers.until_shown("Runway is making it move")
    his.until_shown("Runway")
    wait_until(lambda: len(town.since(mark, "image_to_video", "runway")) >= 2, "the orders")
    ann.say("/cancel")
    answer = ben.press("取消")
    assert "Stopped." in ann.bot_messages()[-1]["text"]
    assert "停" in answer.text
    wait_until(lambda: len(town.since(mark, "task.delete", "runway")) == 2, "both to be stopped")
    assert not ann.videos()
    assert not ben.videos()
    assert "Nothing is running" in ann.say("/cancel").text


async def test_every_kind_of_picture_is_taken(
    town: EngineTown, pictures: Path, small_film: Path
) -> None:
    guests = [town.guest() for _ in range(4)]
    before = town.spent()
    watches = [
        guest.ask("/flux make it blue", pictures / name, as_document="1")
        for guest, name in zip(guests, ("it.gif", "it.heic", "it.webp", "it.png"), strict=True)
    ]
    for watch in watches:
        answer = watch.end()
        assert len(answer.media("photo")) == 1, answer.text
    models = [job["model"] for job in town.all_books()["bfl"]["jobs"].values()]
    assert models[-4:] == ["flux-kontext-pro"] * 4
    ann = town.guest()
    for answer in (
        ann.say("/animate it runs", small_film),
        ann.reply(ann.first_id(), "/animate faster"),
    ):
        said = [message["text"] for message in answer.messages]
        assert any(it.startswith("This can only be done with a photo.") for it in said)
    assert town.spent_since(before) == {"bfl": 4}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("/flux", "Say what the picture should show"),
        ("/imagine", "Say what the pictures should show"),
        ("/animate", "Send a photo with /animate, or say what the clip should show"),
        ("/faceswap", "No engine here swaps faces"),
        ("/describe", "No engine here describes pictures"),
        ("/blend", "No engine here blends pictures"),
        ("/music happy ukulele", "No engine here makes music"),
    ],
)
def test_what_is_missing_is_said_in_one_sentence(town: EngineTown, words: str, said: str) -> None:
    before = town.spent()
    answer = town.guest().say(words)
    assert said in answer.text
    assert len(answer.messages) == 1
    assert not town.spent_since(before)


def test_engines_shows_what_there_is_and_how_long_it_took(town: EngineTown) -> None:
    ann, ben = town.guest(), town.guest("zh")
    assert ann.say("/flux a small stone").media("photo")
    shown = ann.say("/engines").text
    assert "Clips are made by: auto." in shown
    assert "• Flux: pictures (about $0.04), changing pictures (about $0.04)" in shown
    assert "• Runway: pictures (about $0.08), clips (about $0.25); about " in shown
    assert "changing pictures (about $0.04); about 8 s" not in shown  # measured by now
    assert "Apiframe" not in shown
    assert "RapidAPI" not in shown
    assert "视频制作方式：auto" in ben.say("/engines").text


def test_an_engine_is_chosen_for_the_chat_and_stays_chosen(town: EngineTown) -> None:
    ann, ben = town.guest(), town.guest("zh")
    for name, said in (
        ("nemo", "NemoVideo only"),
        ("local", "on this machine"),
        ("auto", "the next engine"),
        ("runway", "Runway, from pictures by Flux"),
    ):
        assert said in ann.say(f"/engine {name}").text
    for name in ("apiframe", "nonsense", ""):
        answer = ann.say(f"/engine {name}".strip())
        assert answer.text == (
            "Choose with /engine and one of: auto, nemo, runway, local. Now it is runway."
        )
    ann.say("/new")
    assert "Clips are made by: runway." in ann.say("/engines").text
    assert "auto" in ben.say("/engine").text
    assert "runway" not in ben.say("/engines").text.splitlines()[0]
