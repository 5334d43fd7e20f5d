"""Updates, read into one value."""

from typing import Any

import pytest
from telegram import Bot, Update

from bot.inbound import chat_of, read
from intents.model import Attachment, Button, FileKind, Press

PERSON = {"id": 7, "is_bot": False, "first_name": "Ann", "language_code": "zh-hans"}
CHAT = {"id": 42, "type": "private"}
PHOTOS = [
    {"file_id": "small", "file_unique_id": "s", "width": 90, "height": 120, "file_size": 900},
    {"file_id": "large", "file_unique_id": "l", "width": 900, "height": 1200, "file_size": 90_000},
]
FILE = {"file_id": "f", "file_unique_id": "u"}


def message(**fields: object) -> Update:
    data = {"message_id": 5, "date": 1, "chat": CHAT, "from": PERSON, **fields}
    return Update.de_json({"update_id": 1, "message": data}, Bot("1:a"))


def press(data: str) -> Update:
    pressed = {"message_id": 9, "date": 1, "chat": CHAT, "text": "Done."}
    query = {"id": "q", "from": PERSON, "chat_instance": "c", "message": pressed, "data": data}
    return Update.de_json({"update_id": 1, "callback_query": query}, Bot("1:a"))


@pytest.mark.parametrize(
    ("text", "command", "rest"),
    [
        ("hello", None, "hello"),
        ("/export", "export", ""),
        ("/Export@our_bot now please", "export", "now please"),
        ("/new\nproject", "new", "project"),
        ("/", "", ""),
        ("a/b", None, "a/b"),
    ],
)
def test_a_text_is_read_as_a_command_or_as_words(text: str, command: str | None, rest: str) -> None:
    incoming = read(message(text=text))
    assert incoming is not None
    assert (incoming.command, incoming.text) == (command, rest)
    assert (incoming.chat_id, incoming.user_id, incoming.message_id) == (42, 7, 5)
    assert incoming.language == "zh"


def test_characters_that_no_database_takes_are_left_out() -> None:
    incoming = read(message(text="a\0b\ud800c"))
    assert incoming is not None
    assert incoming.text == "abc"


@pytest.mark.parametrize(
    ("fields", "attachment"),
    [
        (
            {"photo": PHOTOS, "caption": "go"},
            Attachment(kind=FileKind.PHOTO, file_id="large", name="photo-5.jpg", size_bytes=90_000),
        ),
        (
            {"document": {**FILE, "file_name": "cat.heic", "file_size": 3}, "caption": "go"},
            Attachment(kind=FileKind.DOCUMENT, file_id="f", name="cat.heic", size_bytes=3),
        ),
        (
            {
                "animation": {**FILE, "width": 1, "height": 1, "duration": 1},
                "document": FILE,
                "caption": "go",
            },
            Attachment(kind=FileKind.ANIMATION, file_id="f", name="animation-5"),
        ),
        (
            {"video_note": {**FILE, "length": 1, "duration": 1}, "caption": "go"},
            Attachment(kind=FileKind.VIDEO, file_id="f", name="video-5"),
        ),
        (
            {"voice": {**FILE, "duration": 1}, "caption": "go"},
            Attachment(kind=FileKind.AUDIO, file_id="f", name="audio-5"),
        ),
    ],
)
def test_a_file_comes_with_its_caption(fields: dict[str, Any], attachment: Attachment) -> None:
    incoming = read(message(**fields))
    assert incoming is not None
    assert incoming.attachment == attachment
    assert incoming.text == "go"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("export", Press(button=Button.EXPORT)),
        ("cancel:12", Press(button=Button.CANCEL, target=12)),
        ("gone", Press(button=None)),
        ("cancel:x", Press(button=None)),
    ],
)
def test_a_press_says_which_button_and_of_what(data: str, expected: Press) -> None:
    incoming = read(press(data))
    assert incoming is not None
    assert incoming.press == expected


def test_an_edited_message_is_known_as_one() -> None:
    edited = {"message_id": 5, "date": 1, "chat": CHAT, "from": PERSON, "text": "x"}
    incoming = read(Update.de_json({"update_id": 1, "edited_message": edited}, Bot("1:a")))
    assert incoming is not None
    assert incoming.edited


def test_what_nobody_acts_on_is_no_message() -> None:
    post = {"message_id": 5, "date": 1, "chat": CHAT, "text": "x"}
    update = Update.de_json({"update_id": 1, "channel_post": post}, Bot("1:a"))
    assert read(update) is None
    assert chat_of(update) == 42


BOT = {"id": 1, "is_bot": True, "first_name": "Our bot"}
VIDEO = {**FILE, "width": 9, "height": 16, "duration": 5}


@pytest.mark.parametrize(
    ("sender", "file", "ours"),
    [
        (BOT, {"video": VIDEO}, True),
        (BOT, {"photo": PHOTOS}, False),
        (PERSON, {"video": VIDEO}, False),
    ],
)
def test_a_reply_tells_whether_it_answers_a_video_of_ours(
    sender: dict[str, Any], file: dict[str, Any], *, ours: bool
) -> None:
    answered = {"message_id": 3, "date": 1, "chat": CHAT, "from": sender, **file}
    incoming = read(message(text="faster", reply_to_message=answered))
    assert incoming is not None
    assert (incoming.reply_to, incoming.to_our_video) == (3, ours)
