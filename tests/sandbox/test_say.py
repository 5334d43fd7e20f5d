"""`python -m sandbox say`, run as people run it, against a small bot of its own."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

if TYPE_CHECKING:
    from tests.sandbox.conftest import Json, TelegramServer

ROOT = Path(__file__).parents[2]
QUIET_S = 0.5
# What is said to a new bot first is message 1.
FIRST_ANSWER = 2
KEYBOARD = InlineKeyboardMarkup(
    [[InlineKeyboardButton("📤 Export", callback_data="export")]],
)
_CANCEL = InlineKeyboardButton("✖ Cancel", callback_data="cancel")
CANCEL = InlineKeyboardMarkup([[_CANCEL]])
CHOICES = {
    "really?": InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="yes"), _CANCEL]]),
    "draw": InlineKeyboardMarkup([[InlineKeyboardButton("Draw", callback_data="silent")]]),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """How a run of `say` ended."""

    code: int
    lines: "list[Json]"
    error: str


async def _answer(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """A bot with one behaviour for each word."""
    message = update.effective_message
    assert message
    match message.text or message.caption or "":
        case "silence":
            return
        case "busy":
            await message.reply_chat_action("typing")
        case "work":
            await _work(message)
        case "long work":
            await _long_work(message)
        case "endless work":
            await message.reply_text("on it", reply_markup=CANCEL)
        case "edit the first":
            await message.get_bot().edit_message_text(
                "30 %", message.chat_id, FIRST_ANSWER, reply_markup=CANCEL
            )
            await message.reply_text("done")
        case "really?" | "draw" as words:
            await message.reply_text("sure?", reply_markup=CHOICES[words])
        case "album":
            await message.reply_document(b"1", filename="same.txt")
            await message.reply_document(b"2", filename="same.txt")
            await message.reply_document(b"3", filename="../.. a/b?.txt")
        case "who":
            user = update.effective_user
            assert user
            await message.reply_text(f"{user.first_name} {user.language_code} {user.id}")
        case words:
            kind = "photo" if message.photo else "document" if message.document else "words"
            reply = message.reply_to_message
            quoted = f" to {reply.text}" if reply else ""
            await message.reply_text(f"{kind}{quoted}: {words}", reply_markup=KEYBOARD)


async def _work(message: Message) -> None:
    """Half a minute of work in a second: an action, a progress message, a result."""
    await message.reply_chat_action("upload_video")
    progress = await message.reply_text("0 %")
    await message.reply_chat_action("upload_video")
    for percent in (30, 60, 90):
        await asyncio.sleep(0.2)
        await progress.edit_text(f"{percent} %")
    await progress.edit_text("100 %")
    await message.set_reaction("👍")
    await message.reply_video(
        b"\0\0\0\x18ftypmp42" + bytes(50), width=4, height=3, duration=2, filename="clip.mp4"
    )
    throwaway = await message.reply_text("gone soon")
    await throwaway.delete()


async def _long_work(message: Message) -> None:
    """Work that is quiet for longer than `say` waits, and that shows no action."""
    progress = await message.reply_text("0 %", reply_markup=CANCEL)
    for percent in (50, 100):
        await asyncio.sleep(QUIET_S * 1.6)
        await progress.edit_text(f"{percent} %", reply_markup=CANCEL)
    await asyncio.sleep(QUIET_S * 1.6)
    await message.reply_text("here it is")
    await progress.edit_text("done")


async def _press(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    query = update.callback_query
    assert query
    assert query.message
    if query.data == "silent":
        await query.answer()
        await asyncio.sleep(QUIET_S * 3)
        await query.message.chat.send_message("drawn")
        return
    await query.answer("On its way")
    if query.data == "export":
        await query.edit_message_text("exported")
        return
    await query.edit_message_text("again", reply_markup=CANCEL)
    await asyncio.sleep(QUIET_S * 1.6)
    await query.edit_message_text("stopped")


@pytest.fixture
async def answering(telegram_server: "TelegramServer") -> AsyncIterator[None]:
    """The bot, polling."""
    application = (
        Application.builder()
        .token(telegram_server.token)
        .base_url(f"{telegram_server.url}/bot")
        .base_file_url(f"{telegram_server.url}/file/bot")
        .build()
    )
    application.add_handler(CallbackQueryHandler(_press))
    application.add_handler(MessageHandler(filters.ALL, _answer))
    async with application:
        await application.start()
        assert application.updater
        await application.updater.start_polling()
        yield
        await application.updater.stop()
        await application.stop()


async def _say(server: "TelegramServer", *arguments: str, python: Sequence[str] = ()) -> Said:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, *python, "-m", "sandbox", "say"),
        *("--url", server.url, "--quiet", str(QUIET_S), *arguments),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=ROOT,
    )
    async with asyncio.timeout(60):
        out, err = await process.communicate()
    lines = [_telling(json.loads(line)) for line in out.decode().splitlines()]
    return Said(code=process.returncode or 0, lines=lines, error=err.decode())


def _telling(line: dict[str, object]) -> dict[str, object]:
    """The line without what says nothing; every line has the same four fields to begin with."""
    assert list(line)[:4] == ["kind", "text", "buttons", "file"]
    if line["file"] is None:
        del line["file"]
    if line["kind"] in {"action", "callback_answer", "delete", "reaction"}:
        del line["buttons"]
    return line


@pytest.mark.usefixtures("answering")
async def test_words_are_said_and_the_answer_is_printed(
    telegram_server: "TelegramServer",
) -> None:
    said = await _say(telegram_server, "hello", "there")
    assert said == Said(
        code=0,
        lines=[
            {"kind": "message", "id": 2, "text": "words: hello there", "buttons": ["📤 Export"]}
        ],
        error="",
    )


@pytest.mark.usefixtures("answering")
async def test_it_needs_nothing_but_the_standard_library(
    telegram_server: "TelegramServer", tmp_path: Path
) -> None:
    arguments = ("--save", str(tmp_path), "--file", __file__, "hello")
    said = await _say(telegram_server, *arguments, python=["-S"])
    assert (said.code, said.lines[0]["text"]) == (0, "document: hello")


@pytest.mark.usefixtures("answering")
async def test_it_waits_for_the_whole_work_and_tells_it_in_order(
    telegram_server: "TelegramServer", tmp_path: Path
) -> None:
    said = await _say(telegram_server, "--save", str(tmp_path / "out"), "work")
    assert said.code == 0
    assert [(line["kind"], line.get("text")) for line in said.lines] == [
        ("message", "0 %"),
        ("edit", "100 %"),
        ("reaction", "👍"),
        ("video", ""),
        ("message", "gone soon"),
        ("delete", ""),
    ]
    video = said.lines[3]
    assert (video["width"], video["height"], video["duration"]) == (4, 3, 2)
    assert video["file"] == str(tmp_path / "out" / "clip.mp4")
    assert (tmp_path / "out" / "clip.mp4").read_bytes().startswith(b"\0\0\0\x18ftyp")


@pytest.mark.usefixtures("answering")
async def test_work_goes_on_as_long_as_it_can_be_cancelled(
    telegram_server: "TelegramServer",
) -> None:
    said = await _say(telegram_server, "long work")
    assert said.code == 0
    assert [(line["kind"], line["text"]) for line in said.lines] == [
        ("message", "0 %"),
        ("message", "here it is"),
        ("edit", "done"),
    ]


@pytest.mark.usefixtures("answering")
async def test_work_that_can_still_be_cancelled_at_the_end_is_called_busy(
    telegram_server: "TelegramServer",
) -> None:
    said = await _say(telegram_server, "--timeout", "2", "endless work")
    assert (said.code, said.lines[0]["buttons"]) == (1, ["✖ Cancel"])
    assert "the bot is still busy (it offers to cancel what it does)" in said.error


@pytest.mark.usefixtures("answering")
async def test_work_of_earlier_words_is_not_waited_for(telegram_server: "TelegramServer") -> None:
    await _say(telegram_server, "hello")
    said = await _say(telegram_server, "--timeout", "10", "edit the first")
    assert said.code == 0
    assert [(line["text"], line["buttons"]) for line in said.lines] == [
        ("30 %", ["✖ Cancel"]),
        ("done", []),
    ]


@pytest.mark.usefixtures("answering")
async def test_to_cancel_beside_another_button_is_a_choice_and_not_work(
    telegram_server: "TelegramServer",
) -> None:
    said = await _say(telegram_server, "--timeout", "10", "really?")
    assert (said.code, said.lines[0]["buttons"]) == (0, ["Yes", "✖ Cancel"])


@pytest.mark.usefixtures("answering")
async def test_work_that_a_press_began_under_the_same_message_is_waited_for(
    telegram_server: "TelegramServer",
) -> None:
    await _say(telegram_server, "really?")
    said = await _say(telegram_server, "--press", "Yes")
    assert (said.code, said.lines[-1]["text"]) == (0, "stopped")


@pytest.mark.usefixtures("answering")
async def test_after_an_answer_to_a_press_that_says_nothing_something_is_waited_for(
    telegram_server: "TelegramServer",
) -> None:
    await _say(telegram_server, "draw")
    said = await _say(telegram_server, "--press", "Draw")
    assert (said.code, said.lines[-1]["text"]) == (0, "drawn")


@pytest.mark.usefixtures("answering")
async def test_all_edits_are_told_where_that_is_asked_for(
    telegram_server: "TelegramServer",
) -> None:
    said = await _say(telegram_server, "--all", "work")
    edits = [line["text"] for line in said.lines if line["kind"] == "edit"]
    assert edits == ["30 %", "60 %", "90 %", "100 %"]
    assert {"kind": "action", "text": "upload_video"} in said.lines


@pytest.mark.usefixtures("answering")
async def test_files_are_sent_and_saved_beside_each_other(
    telegram_server: "TelegramServer", tmp_path: Path, png: bytes
) -> None:
    picture = tmp_path / 'a "cat".png'
    picture.write_bytes(png)
    said = await _say(telegram_server, "--file", str(picture), "make a clip")
    assert said.lines[0]["text"] == "photo: make a clip"
    said = await _say(telegram_server, "--document", "--file", str(picture))
    assert said.lines[0]["text"] == "document:"
    out = tmp_path / "out"
    said = await _say(telegram_server, "--save", str(out), "album")
    saved = sorted(path.name for path in out.iterdir())
    assert saved == ["b_.txt", "same-2.txt", "same.txt"]
    assert (out / "same-2.txt").read_bytes() == b"2"


@pytest.mark.usefixtures("answering")
async def test_a_button_is_pressed_by_its_label(telegram_server: "TelegramServer") -> None:
    await _say(telegram_server, "hello")
    said = await _say(telegram_server, "--press", "export")
    assert said.code == 0
    assert said.lines == [
        {"kind": "callback_answer", "text": "On its way", "alert": False},
        {"kind": "edit", "id": 2, "text": "exported", "buttons": []},
    ]
    said = await _say(telegram_server, "--press", "Delete")
    assert said.code == 1
    assert "no button named like 'Delete'" in said.error


@pytest.mark.usefixtures("answering")
async def test_a_message_is_replied_to(telegram_server: "TelegramServer") -> None:
    await _say(telegram_server, "first")
    said = await _say(telegram_server, "--reply", "1", "second")
    assert said.lines[0]["text"] == "words to first: second"


@pytest.mark.usefixtures("answering")
async def test_a_name_is_a_person_with_a_language(telegram_server: "TelegramServer") -> None:
    async def who(*arguments: str) -> list[str]:
        said = await _say(telegram_server, *arguments, "who")
        words: list[str] = said.lines[-1]["text"].split()
        return words

    ann, again = await who(), await who("--language", "de")
    assert ann[:2] == ["Ann", "en"]
    assert again == ["Ann", "de", ann[2]]
    await _say(telegram_server, "--as", "李", "把这张照片做成5秒的视频")
    li = await who("--as", "李")
    assert li[:2] == ["李", "zh-hans"]
    assert li[2] != ann[2]


async def test_a_bot_that_does_not_run_is_named_as_the_reason(
    telegram_server: "TelegramServer",
) -> None:
    said = await _say(telegram_server, "--timeout", "0.5", "hello")
    assert (said.code, said.lines) == (1, [])
    assert "has not fetched the message" in said.error


@pytest.mark.usefixtures("answering")
@pytest.mark.parametrize(
    ("word", "reason"), [("silence", "has not answered"), ("busy", "has not answered")]
)
async def test_a_bot_that_does_not_answer_is_not_waited_for_for_ever(
    telegram_server: "TelegramServer", word: str, reason: str
) -> None:
    said = await _say(telegram_server, "--timeout", "1", word)
    assert said.code == 1
    assert reason in said.error


async def test_what_cannot_be_said_is_told_in_one_line(
    telegram_server: "TelegramServer", tmp_path: Path
) -> None:
    cases = {
        ("--file", str(tmp_path / "none.jpg"), "x"): "There is no file",
        (): "Give a text",
        ("--press", "A", "text"): "Give a text",
        ("x" * 1025, "--file", __file__): "A caption can have up to 1024 characters",
        ("--url", "http://127.0.0.1:9", "x"): "Start one with: make demo",
        ("--url", "nonsense", "x"): "Start one with: make demo",
        ("--file", __file__, "--file", str(tmp_path)): "There is no file",
    }
    for arguments, reason in cases.items():
        said = await _say(telegram_server, *arguments)
        assert (said.code, said.lines) == (1, [])
        assert reason in said.error
        assert "Traceback" not in said.error
