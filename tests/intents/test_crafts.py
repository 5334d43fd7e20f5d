"""What plain words ask engines for, in which form, how long, and what is done afterwards."""

import pytest

from intents.clauses import halves
from intents.crafts import Craft, changes_a_picture, craft_in, speaks_of_a_picture
from intents.decide import decide
from intents.frame import ratio_in, seconds_in
from intents.model import (
    Action,
    Attachment,
    Button,
    ChooseEngine,
    FileKind,
    GoOn,
    Incoming,
    Instruct,
    Make,
    MakeAgain,
    Press,
    Refusal,
    Refuse,
    ShowEngines,
    Snapshot,
    TakeIn,
)
from intents.routing import Intent

EVERYTHING = frozenset(Craft)
PHOTO = Attachment(kind=FileKind.PHOTO, file_id="f", name="photo.jpg", size_bytes=1000)


@pytest.mark.parametrize(
    ("text", "craft"),
    [
        ("generate a picture of a fox", Craft.PICTURE),
        ("please draw me an illustration of a castle", Craft.PICTURE),
        ("画一张狐狸的图", Craft.PICTURE),
        ("請畫一張狐狸的圖", Craft.PICTURE),
        ("erstelle ein Bild von einem Fuchs", Craft.PICTURE),
        ("crea una imagen de un zorro", Craft.PICTURE),
        ("нарисуй картинку с лисой", Craft.PICTURE),
        ("swap the faces", Craft.FACESWAP),
        ("换脸", Craft.FACESWAP),
        ("describe this photo", Craft.DESCRIBE),
        ("这张图里是什么？", Craft.DESCRIBE),
        ("blend these", Craft.BLEND),
        ("write me a happy song about summer", Craft.MUSIC),
        ("写一首快乐的歌", Craft.MUSIC),
        ("make a video of a fox", None),
        ("generate a picture of a fox and make a clip of it", None),
        ("add a title", None),
        ("make it brighter", None),
        ("add happy music", None),
        ("describe the video", None),
        ("", None),
    ],
)
def test_plain_words_ask_for_a_craft_where_they_surely_do(text: str, craft: Craft | None) -> None:
    assert craft_in(text) is craft


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("5 seconds", 5),
        ("a 7-second clip", 7),
        ("7s", 7),
        ("3.6 sec", 4),
        ("2,5 Sekunden", 2),
        ("5秒", 5),
        ("10 секунд", 10),
        ("99 seconds", 60),
        ("0 s", 1),
        ("5 stars", 0),
        ("at 10:05 s", 0),
        ("9:16", 0),
        ("", 0),
    ],
)
def test_seconds(text: str, seconds: int) -> None:
    assert seconds_in(text) == seconds


@pytest.mark.parametrize(
    ("text", "ratio"),
    [
        ("in 9:16", "9:16"),
        ("16x9", "16:9"),
        ("4：5", "4:5"),
        ("--ar 21:9", "21:9"),
        ("at 10:30", ""),
        ("vertical", "9:16"),
        ("a reel", "9:16"),
        ("竖屏", "9:16"),
        ("landscape", "16:9"),
        ("horizontal 1:1", "1:1"),
        ("square", "1:1"),
        ("people on Times Square", ""),
        ("", ""),
    ],
)
def test_ratios(text: str, ratio: str) -> None:
    assert ratio_in(text) == ratio


def said(text: str = "", *, command: str | None = None) -> Incoming:
    return Incoming(chat_id=1, user_id=1, message_id=1, text=text, command=command)


def chat(
    engine: str = "auto",
    *,
    crafts: frozenset[Craft] = EVERYTHING,
    asked: Craft | None = None,
    has_media: bool = False,
    replied: bool = False,
) -> Snapshot:
    return Snapshot(
        engine=engine,
        crafts=crafts,
        asked=asked,
        has_media=has_media or replied,
        replied=replied,
        replied_picture=replied,
    )


@pytest.mark.parametrize(
    ("command", "text", "action"),
    [
        ("imagine", "a fox", Make(Craft.GRID, "a fox")),
        ("flux", "a fox", Make(Craft.PICTURE, "a fox")),
        ("animate", "", Make(Craft.CLIP)),
        ("faceswap", "", Make(Craft.FACESWAP)),
        ("describe", "", Make(Craft.DESCRIBE)),
        ("blend", "", Make(Craft.BLEND)),
        ("music", " happy ", Make(Craft.MUSIC, "happy")),
        ("engine", " Runway ", ChooseEngine("runway")),
        ("engine", "", ChooseEngine("")),
        ("engines", "", ShowEngines()),
    ],
)
def test_commands(command: str, text: str, action: Action) -> None:
    assert decide(said(text, command=command), chat()) == action


@pytest.mark.parametrize("engine", ["auto", "runway", "apiframe", "local"])
def test_a_picture_is_asked_of_engines(engine: str) -> None:
    words = "generate a picture of a fox"
    assert decide(said(words), chat(engine)) == Make(Craft.PICTURE, words)


def test_a_picture_is_asked_of_the_agent_where_that_was_chosen_or_nobody_else_can() -> None:
    words = "generate a picture of a fox"
    assert isinstance(decide(said(words), chat("nemo")), Instruct)
    assert isinstance(decide(said(words), chat(crafts=frozenset({Craft.CLIP}))), Instruct)


CLIP = "make a 5 second video of a fox"


@pytest.mark.parametrize(
    ("engine", "action"),
    [
        ("auto", Instruct(CLIP, Intent.EXPORT, generates=True)),
        ("nemo", Instruct(CLIP, Intent.EXPORT, generates=True)),
        ("runway", Make(Craft.CLIP, CLIP)),
        ("apiframe", Make(Craft.CLIP, CLIP)),
        ("local", Make(Craft.CLIP, CLIP)),
    ],
)
def test_clips_are_made_by_the_chosen_engine(engine: str, action: Action) -> None:
    assert decide(said(CLIP), chat(engine)) == action


@pytest.mark.parametrize(
    ("text", "first", "then", "rest"),
    [
        (
            "make a clip of a cat and then tell me my credits",
            "make a clip of a cat",
            Intent.CREDITS,
            "tell me my credits",
        ),
        ("做一个猫的视频然后告诉我余额", "做一个猫的视频", Intent.CREDITS, "告诉我余额"),
        (
            "make a 5 second video of a dog, then export it",
            "make a 5 second video of a dog",
            Intent.EXPORT,
            "export it",
        ),
        (
            'make a video of a cat and a dog, and then add the title "You and I"',
            "make a video of a cat and a dog",
            Intent.EDIT,
            'add the title "You and I"',
        ),
    ],
)
def test_an_engine_hears_its_own_part_of_two_wishes(
    text: str, first: str, then: Intent, rest: str
) -> None:
    assert decide(said(text), chat("runway")) == Make(Craft.CLIP, first, then, rest)


@pytest.mark.parametrize("text", ["make it evening", "remove the background", "make it night"])
def test_a_change_of_an_answered_picture_is_made_by_the_chosen_engine(text: str) -> None:
    assert decide(said(text), chat("runway", replied=True)) == Make(Craft.RETOUCH, text)
    for agents in (chat(replied=True), chat("nemo", replied=True), chat("runway", has_media=True)):
        assert decide(said(text), agents) == Instruct(text)


@pytest.mark.parametrize("text", ['add a title "Sale"', "add happy music", "加一个标题", "trim it"])
def test_work_on_the_timeline_is_always_the_agents(text: str) -> None:
    assert decide(said(text), chat("runway", replied=True)) == Instruct(text)
    assert not changes_a_picture(text)


def test_a_photo_with_a_command_or_a_wish_is_made_into_it() -> None:
    photo = Incoming(
        chat_id=1, user_id=1, message_id=1, attachment=PHOTO, command="animate", text="it purrs"
    )
    assert decide(photo, chat()) == TakeIn(PHOTO, Make(Craft.CLIP, "it purrs"))
    words = "turn this image into a 5-second clip"
    with_words = Incoming(chat_id=1, user_id=1, message_id=1, attachment=PHOTO, text=words)
    assert decide(with_words, chat("runway")) == TakeIn(PHOTO, Make(Craft.CLIP, words))


def test_a_photo_that_was_asked_for_is_what_it_was_asked_for() -> None:
    photo = Incoming(chat_id=1, user_id=1, message_id=1, attachment=PHOTO)
    assert decide(photo, chat(asked=Craft.FACESWAP)) == TakeIn(PHOTO, Make(Craft.FACESWAP))


@pytest.mark.parametrize("button", [Button.U1, Button.V4, Button.REROLL, Button.PAN_UP])
def test_buttons_under_pictures_go_on_with_them(button: Button) -> None:
    press = Incoming(chat_id=1, user_id=1, message_id=1, press=Press(button=button, target=7))
    assert decide(press, chat()) == GoOn(button, 7)
    lost = Incoming(chat_id=1, user_id=1, message_id=1, press=Press(button=button))
    assert decide(lost, chat()) == Refuse(Refusal.OLD_BUTTON)


def test_what_did_not_work_out_is_made_again() -> None:
    press = Press(button=Button.MAKE_AGAIN, target=3)
    assert decide(Incoming(chat_id=1, user_id=1, message_id=1, press=press), chat()) == MakeAgain(3)


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("animate this photo", True),
        ("make it move", True),
        ("animate it", True),
        ("让这张照片动起来", True),
        ("a dragon over a castle", False),
        ("", False),
    ],
)
def test_words_speak_of_a_picture_that_is_there(text: str, speaks: bool) -> None:  # noqa: FBT001
    assert speaks_of_a_picture(text) is speaks


def test_the_likeliest_cut_comes_first() -> None:
    assert next(halves("a cat and a dog, then export")) == ("a cat and a dog", "export")
    assert not list(halves("a cat"))
    assert len(list(halves("a, " * 2000))) <= 24
