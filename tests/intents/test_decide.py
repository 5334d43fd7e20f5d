"""The table from a message, and what is known, to what is done about it."""

from dataclasses import replace

import pytest

from intents.actions import (
    Action,
    AskForFile,
    BeginBatch,
    Cancel,
    CarryOut,
    ChangeSchedule,
    CheckTable,
    ChooseEngine,
    ChooseZone,
    Confirm,
    Export,
    Import,
    InOrder,
    Instruct,
    KeepLogo,
    Refusal,
    Refuse,
    RepeatBatch,
    Restyle,
    Retry,
    ShowCredits,
    ShowStatus,
    StartOver,
    TakeIn,
    Timetable,
)
from intents.decide import COMMANDS, decide
from intents.model import Attachment, Button, FileKind, Incoming, Press, Snapshot
from intents.routing import Intent

MB = 1024 * 1024
PHOTO = Attachment(kind=FileKind.PHOTO, file_id="f", name="photo.jpg", size_bytes=1000)


def incoming(
    text: str = "",
    *,
    command: str | None = None,
    file: Attachment | None = None,
    press: Press | None = None,
) -> Incoming:
    return Incoming(
        chat_id=1,
        user_id=1,
        message_id=1,
        text=text,
        command=command,
        attachment=file,
        press=press,
    )


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("export", Export()),
        ("导出", Export()),
        ("how many credits are left?", ShowCredits()),
        ("状态", ShowStatus()),
        ("I want to upload a photo", AskForFile()),
        ("make it brighter", Instruct("make it brighter")),
        (
            "make it brighter and then export",
            Instruct("make it brighter and then export", Intent.EXPORT),
        ),
        (
            "add a title saying 'Download now'",
            Instruct("add a title saying 'Download now'"),
        ),
        ("  ", Refuse(Refusal.NOT_UNDERSTOOD)),
    ],
)
def test_words(text: str, action: Action) -> None:
    assert decide(incoming(text), Snapshot(has_media=True)) == action


def test_what_goes_on_in_the_chat_decides_where_words_do_not() -> None:
    assert decide(incoming("??"), Snapshot(has_media=True, busy=True)) == ShowStatus()
    assert decide(incoming("??"), Snapshot(has_media=True)) == Instruct("??")

    shorter = "turn this into a clip of 3 seconds"
    assert decide(incoming(shorter), Snapshot()) == Instruct(shorter, Intent.EXPORT, generates=True)
    of_a_video = replace(incoming(shorter), reply_to=5, to_our_video=True)
    assert decide(of_a_video, Snapshot()) == Instruct(shorter)

    assert decide(incoming("export"), Snapshot(questioned=True)) == Export()
    unsure = "yes make a new clip"
    assert decide(incoming(unsure), Snapshot(questioned=True)) == Instruct(unsure)


@pytest.mark.parametrize(("name", "action"), COMMANDS.items())
def test_commands(name: str, action: Action) -> None:
    assert decide(incoming(command=name), Snapshot()) == action


@pytest.mark.parametrize(
    ("command", "text", "action"),
    [
        ("engine", " Runway ", ChooseEngine("runway")),
        ("schedule", "daily 09:00 /flux a Ship", Timetable("daily 09:00 /flux a Ship")),
        ("schedule", "", Timetable()),
        ("timezone", "Europe/Berlin", ChooseZone("Europe/Berlin")),
        ("style", "Warm film look", Restyle("Warm film look")),
        ("style", "logo", KeepLogo()),
    ],
)
def test_words_behind_a_command_are_read_later(command: str, text: str, action: Action) -> None:
    assert decide(incoming(text, command=command), Snapshot()) == action


def test_a_logo_is_no_file_to_work_with() -> None:
    assert decide(incoming("Logo", command="style", file=PHOTO), Snapshot()) == KeepLogo(PHOTO)
    action = decide(incoming("warm", command="style", file=PHOTO), Snapshot())
    assert action == TakeIn(PHOTO, Restyle("warm"))


def test_an_unknown_command_is_no_wish() -> None:
    assert decide(incoming(command="nonsense"), Snapshot()) == Refuse(Refusal.UNKNOWN_COMMAND)


def test_an_edited_message_starts_nothing() -> None:
    edited = Incoming(chat_id=1, user_id=1, message_id=1, text="export", edited=True)
    assert decide(edited, Snapshot()) == Refuse(Refusal.EDITED)


def test_a_photo_with_a_wish_is_taken_in_and_the_wish_carried_out_to_the_video() -> None:
    words = "turn this image into a 5-second clip"
    action = decide(incoming(words, file=PHOTO), Snapshot())
    assert action == TakeIn(PHOTO, Instruct(words, Intent.EXPORT, generates=True))


def test_a_new_clip_is_asked_about_first_where_the_operator_wants_that() -> None:
    words = "make a 10 second video of a dragon"
    asked = Instruct(words, Intent.EXPORT, generates=True, ask_first=True)
    assert decide(incoming(words), Snapshot(ask_first=True)) == asked
    edit = "make it brighter"
    assert decide(incoming(edit), Snapshot(ask_first=True)) == Instruct(edit)


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("https://example.com/cat.mp4", Import(("https://example.com/cat.mp4",))),
        ("看看这个 https://example.com/a.jpg。", Import(("https://example.com/a.jpg",))),
        (
            "add this song as music: https://example.com/a.mp3",
            Import(
                ("https://example.com/a.mp3",),
                Instruct("add this song as music: https://example.com/a.mp3"),
            ),
        ),
    ],
)
def test_links_are_fetched_before_what_is_wished_for_them(text: str, action: Action) -> None:
    assert decide(incoming(text), Snapshot()) == action


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("show me the status and then export", InOrder(ShowStatus(), Export())),
        ("how many credits are left? then export", InOrder(ShowCredits(), Export())),
    ],
)
def test_two_wishes_are_done_in_order(text: str, action: Action) -> None:
    assert decide(incoming(text), Snapshot(has_media=True)) == action


def test_a_photo_alone_is_taken_in_and_asked_about() -> None:
    assert decide(incoming(file=PHOTO), Snapshot()) == TakeIn(PHOTO)


@pytest.mark.parametrize(
    ("command", "after"), [("export", Export()), ("foo", Refuse(Refusal.UNKNOWN_COMMAND))]
)
def test_a_command_as_a_caption_is_carried_out_after_the_file(command: str, after: Action) -> None:
    message = incoming("", command=command, file=PHOTO)
    assert decide(message, Snapshot()) == TakeIn(PHOTO, after)


def test_words_that_waited_for_a_file_are_carried_out_with_the_next_one() -> None:
    action = decide(incoming(file=PHOTO), Snapshot(held_text="make it brighter"))
    assert action == TakeIn(PHOTO, Instruct("make it brighter"))


def test_new_words_win_over_those_that_waited() -> None:
    action = decide(incoming("make it darker", file=PHOTO), Snapshot(held_text="brighter"))
    assert action == TakeIn(PHOTO, Instruct("make it darker"))


@pytest.mark.parametrize(
    ("size", "why"),
    [(0, Refusal.EMPTY_FILE), (20 * MB + 1, Refusal.TOO_BIG), (201 * MB, Refusal.TOO_BIG)],
)
def test_a_file_that_cannot_be_fetched_is_refused_at_once(size: int, why: Refusal) -> None:
    file = Attachment(kind=FileKind.VIDEO, file_id="f", name="a.mp4", size_bytes=size)
    action = decide(incoming("make it short", file=file), Snapshot())
    assert action == Refuse(why, size if why is Refusal.TOO_BIG else 0)


@pytest.mark.parametrize("size", [None, 20 * MB])
def test_a_file_up_to_the_limit_or_of_unknown_size_is_taken(size: int | None) -> None:
    file = Attachment(kind=FileKind.VIDEO, file_id="f", name="a.mp4", size_bytes=size)
    assert decide(incoming(file=file), Snapshot()) == TakeIn(file)


@pytest.mark.parametrize(
    ("press", "action"),
    [
        (Press(button=Button.EXPORT), Export()),
        (Press(button=Button.TRACKS), ShowStatus()),
        (Press(button=Button.NEW), StartOver()),
        (Press(button=Button.CANCEL), Cancel()),
        (Press(button=Button.CANCEL, target=3), Cancel(3)),
        (Press(button=Button.STOP, target=3), Cancel(export_id=3)),
        (Press(button=Button.CREDITS), ShowCredits()),
        (Press(button=Button.GO, target=3), Confirm(3)),
        (Press(button=Button.GO), Refuse(Refusal.OLD_BUTTON)),
        (Press(button=Button.EDIT, target=3), CarryOut(3)),
        (Press(button=Button.EDIT), Refuse(Refusal.OLD_BUTTON)),
        (Press(button=Button.RETRY, target=3), Retry(3)),
        (Press(button=Button.PAUSE, target=3), ChangeSchedule(Button.PAUSE, 3)),
        (Press(button=Button.RESUME, target=3), ChangeSchedule(Button.RESUME, 3)),
        (Press(button=Button.REMOVE, target=3), ChangeSchedule(Button.REMOVE, 3)),
        (Press(button=Button.REMOVE), Refuse(Refusal.OLD_BUTTON)),
        (Press(button=Button.RETRY), Refuse(Refusal.OLD_BUTTON)),
        (Press(button=None), Refuse(Refusal.OLD_BUTTON)),
    ],
)
def test_buttons(press: Press, action: Action) -> None:
    assert decide(incoming(press=press), Snapshot()) == action


def table(name: str, kind: FileKind = FileKind.DOCUMENT) -> Attachment:
    return Attachment(kind=kind, file_id="f", name=name, size_bytes=100)


@pytest.mark.parametrize("name", ["ads.csv", "ADS.CSV", "计划.xlsx", "old.xls", "a.b.tsv", "x.ods"])
def test_a_table_is_checked_and_never_taken_for_media(name: str) -> None:
    for words, command in (("", None), ("make a video of it", None), ("", "animate")):
        message = incoming(words, command=command, file=table(name))
        assert decide(message, Snapshot(has_media=True)) == CheckTable(words, table(name))


@pytest.mark.parametrize(
    "file", [table("csv"), table("ads.csv.mp4"), table("ads.csv", FileKind.VIDEO), table("a.txt")]
)
def test_what_is_not_called_a_table_is_none(file: Attachment) -> None:
    assert isinstance(decide(incoming(file=file), Snapshot()), TakeIn)


def test_a_link_to_a_table_is_checked_and_not_fetched_as_media() -> None:
    words = "make https://docs.google.com/spreadsheets/d/abc/edit please"
    assert decide(incoming(words), Snapshot(table_linked=True)) == CheckTable(words)
    assert decide(incoming("", command="status"), Snapshot(table_linked=True)) == ShowStatus()


@pytest.mark.parametrize(
    ("button", "action"),
    [
        (Button.BATCH_GO, BeginBatch(7)),
        (Button.BATCH_STOP, Cancel(batch_id=7)),
        (Button.BATCH_AGAIN, RepeatBatch(7)),
    ],
)
def test_a_batch_has_buttons_of_its_own(button: Button, action: Action) -> None:
    assert decide(incoming(press=Press(button=button, target=7)), Snapshot()) == action
    without = decide(incoming(press=Press(button=button)), Snapshot())
    assert without == Refuse(Refusal.OLD_BUTTON)
