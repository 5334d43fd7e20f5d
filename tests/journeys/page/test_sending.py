"""What a visitor sends by the chat page, and how it reaches the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

if TYPE_CHECKING:
    from playwright.async_api import FilePayload
    from pydantic import JsonValue

    from tests.journeys.page.conftest import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="module")

HANDS_OVER_A_FILE = """(way) => {
    const data = new DataTransfer();
    data.items.add(new File(["some words"], "notes.txt", { type: "text/plain" }));
    const options = { dataTransfer: data, clipboardData: data, bubbles: true, cancelable: true };
    const types = way === "paste" ? ["paste"] : ["dragenter", "dragover", "drop"];
    const Event = way === "paste" ? ClipboardEvent : DragEvent;
    for (const type of types) document.body.dispatchEvent(new Event(type, options));
}"""


async def test_a_first_visitor_is_welcomed_and_starts_the_chat(ann: Visitor) -> None:
    await ann.at("start").click()
    assert (await ann.bot.next())["text"] == "/start"
    await expect(ann.at("start")).to_be_hidden()
    await expect(ann.message("/start")).to_have_attribute("data-from", "user")


async def test_an_example_brings_its_own_photo(ann: Visitor) -> None:
    await ann.page.get_by_text("Turn this image into a 5-second clip", exact=True).click()
    await expect(ann.at("tray-file")).to_have_count(1)
    await ann.at("send").click()
    message = await ann.bot.next()
    assert message["caption"] == "Turn this image into a 5-second clip"
    assert isinstance(message["photo"], list)


async def test_ticks_tell_that_the_bot_has_read(ann: Visitor) -> None:
    await ann.say("hello")
    await expect(ann.message("hello").get_by_label("Sent")).to_be_visible()
    await ann.bot.updates()
    await expect(ann.message("hello").get_by_label("Read by the bot")).to_be_visible()


async def test_a_photo_goes_out_with_its_caption(ann: Visitor, photo: FilePayload) -> None:
    await ann.at("file-input").set_input_files(photo)
    await ann.say("make it move")
    message = await ann.bot.next()
    assert message["caption"] == "make it move"
    assert "photo" in message
    await expect(ann.at("photo")).to_be_visible()
    await ann.at("photo").click()
    await expect(ann.at("lightbox")).to_be_visible()
    await ann.page.keyboard.press("Escape")
    await expect(ann.at("lightbox")).to_be_hidden()


async def test_a_photo_can_go_out_as_a_file(ann: Visitor, photo: FilePayload) -> None:
    await ann.at("file-input").set_input_files(photo)
    await ann.at("as-document").check()
    await ann.at("send").click()
    document = (await ann.bot.next())["document"]
    assert isinstance(document, dict)
    assert document["file_size"] == len(photo["buffer"])
    await expect(ann.at("document")).to_contain_text("cat.png")


async def test_a_file_can_leave_the_tray_again(ann: Visitor, photo: FilePayload) -> None:
    dog: FilePayload = {**photo, "name": "dog.png"}
    await ann.at("file-input").set_input_files([photo, dog])
    await ann.page.get_by_label("Remove: cat.png").click()
    await expect(ann.at("tray-file")).to_have_count(1)
    await expect(ann.at("tray-file")).to_contain_text("dog.png")


async def test_several_photos_are_one_album(ann: Visitor, photo: FilePayload) -> None:
    await ann.at("file-input").set_input_files([photo] * 4)
    await ann.say("all of them")
    updates = await ann.bot.updates()
    groups = {str(update["message"]["media_group_id"]) for update in updates}  # type: ignore[index,call-overload]
    assert (len(updates), len(groups)) == (4, 1)
    await expect(ann.message("all of them")).to_have_count(1)
    await expect(ann.message("all of them").get_by_test_id("photo")).to_have_count(4)


async def test_only_ten_files_go_out_at_once(ann: Visitor, photo: FilePayload) -> None:
    await ann.at("file-input").set_input_files([photo] * 12)
    await expect(ann.at("tray-file")).to_have_count(10)
    await expect(ann.at("toast")).to_have_text("Up to 10 files at once.")


@pytest.mark.parametrize("way", ["paste", "drop"])
async def test_files_come_in_by_hand(ann: Visitor, way: str) -> None:
    await ann.page.evaluate(HANDS_OVER_A_FILE, way)
    await expect(ann.at("tray-file")).to_contain_text("notes.txt")
    await expect(ann.page.locator("#drop-overlay")).to_be_hidden()


async def test_what_could_not_be_sent_can_be_sent_again(ann: Visitor) -> None:
    await ann.page.route("**/chat/send", lambda route: route.abort())
    await ann.say("important")
    await expect(ann.message("important")).to_contain_text("Not sent")
    await ann.page.unroute("**/chat/send")
    await ann.page.get_by_role("button", name="Try again").click()
    assert (await ann.bot.next())["text"] == "important"
    await expect(ann.message("important")).to_have_count(1)
    await expect(ann.message("important")).not_to_contain_text("Not sent")


async def test_several_texts_in_a_row_keep_their_order(ann: Visitor) -> None:
    for number in range(5):
        await ann.say(f"text {number}")
    seen: list[JsonValue] = []
    while len(seen) < 5:
        seen += [update["message"]["text"] for update in await ann.bot.updates()]  # type: ignore[index,call-overload]
    assert seen == [f"text {number}" for number in range(5)]
    await expect(ann.at("message")).to_have_count(5)


async def test_a_reply_quotes_its_message_and_leads_to_it(ann: Visitor) -> None:
    await ann.meet()
    first = await ann.hear("the first words")
    await ann.message("the first words").hover()
    await ann.message("the first words").get_by_label("Reply").click()
    await ann.say("my answer")
    original = (await ann.bot.next())["reply_to_message"]
    assert isinstance(original, dict)
    assert original["message_id"] == first
    await ann.message("my answer").locator(".quote").click()
    await expect(ann.page.locator(f'[data-id="{first}"].flash')).to_be_visible()


async def test_own_words_can_be_edited_and_deleted(ann: Visitor) -> None:
    await ann.meet()
    await ann.at("composer").press("ArrowUp")
    await ann.at("composer").fill("goodbye")
    await ann.at("composer").press("Enter")
    assert (await ann.bot.next("edited_message"))["text"] == "goodbye"
    await expect(ann.message("goodbye")).to_contain_text("edited")
    await ann.message("goodbye").click(button="right")
    await ann.page.get_by_role("menuitem", name="Delete").click()
    await expect(ann.at("message")).to_have_count(0)


async def test_a_slash_offers_the_bots_commands(ann: Visitor) -> None:
    commands: JsonValue = [
        {"command": "help", "description": "What I can do"},
        {"command": "status", "description": "Where we are"},
        {"command": "start", "description": "Begin"},
    ]
    await ann.bot.call("setMyCommands", commands=commands)
    await ann.at("composer").press_sequentially("/st")
    await expect(ann.at("command")).to_have_count(2)
    await ann.at("composer").press("ArrowDown")
    await ann.at("composer").press("Enter")
    assert (await ann.bot.next())["text"] == "/start"
    await expect(ann.at("command-menu")).to_be_hidden()
    await ann.at("command-button").click()
    await expect(ann.at("command")).to_have_count(3)
