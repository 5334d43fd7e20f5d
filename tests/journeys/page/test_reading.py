"""What the bot sends and does, as the chat page shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

if TYPE_CHECKING:
    from playwright.async_api import FilePayload
    from pydantic import JsonValue

    from tests.journeys.page.conftest import Visitor

pytestmark = pytest.mark.asyncio(loop_scope="module")

HARMFUL: list[dict[str, JsonValue]] = [
    {"type": "text_link", "offset": 0, "length": 5, "url": "javascript:alert(1)"},
    {"type": "text_link", "offset": 0, "length": 5, "url": "data:text/html,x"},
    {"type": "text_link", "offset": 0, "length": 5},
    {"type": "no such kind", "offset": 0, "length": 5},
    {"type": "toString", "offset": 0, "length": 5},
    {"type": "bold", "offset": 3, "length": 9999},
    {"type": "bold", "offset": 9999, "length": 1},
    {"type": "bold", "offset": -5, "length": 6},
]
SOME_TIME_PASSES = """video => new Promise((resolve) => {
    video.addEventListener("timeupdate", resolve, { once: true });
})"""
DRAWS_A_TEXT = """async (entity) => {
    const { richText } = await import("/page/richtext.js");
    const box = document.createElement("p");
    box.append(richText("words here", [entity, entity]));
    return [box.textContent, box.querySelectorAll("a").length];
}"""


async def test_markup_in_a_message_stays_text(ann: Visitor, photo: FilePayload) -> None:
    await ann.meet()
    evil = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    button: JsonValue = {"inline_keyboard": [[{"text": "<b>x</b>", "callback_data": "x"}]]}
    await ann.hear(evil, reply_markup=button)
    file: FilePayload = {**photo, "name": "'><b>x.bin"}
    await ann.bot.send_file("sendDocument", "document", file, chat_id=ann.chat_id)
    await expect(ann.message(evil)).to_be_visible()
    await expect(ann.page.get_by_text("<b>x</b>")).to_be_visible()
    await expect(ann.at("document")).to_contain_text("<b>x.bin")
    assert await ann.page.locator("#feed b, #feed script, #feed [src=x]").count() == 0


async def test_marked_words_look_as_marked(ann: Visitor) -> None:
    await ann.meet()
    text = "🎬 <b>bold <i>both</i></b> <code>x = 1</code> <tg-spoiler>secret</tg-spoiler>"
    await ann.hear(f'{text} <a href="https://example.com/">site</a>', parse_mode="HTML")
    row = ann.message("bold both")
    await expect(row.locator("strong em")).to_have_text("both")
    await expect(row.locator("code")).to_have_text("x = 1")
    await expect(row.get_by_role("link")).to_have_attribute("href", "https://example.com/")
    await row.locator(".spoiler").click()
    await expect(row.locator(".spoiler.shown")).to_have_text("secret")


async def test_no_entity_harms_a_text(ann: Visitor) -> None:
    for entity in HARMFUL:
        assert await ann.page.evaluate(DRAWS_A_TEXT, entity) == ["words here", 0]


async def test_a_video_plays_on_while_its_caption_changes(ann: Visitor, clip: FilePayload) -> None:
    await ann.meet()
    size: dict[str, JsonValue] = {"width": 180, "height": 320, "duration": 5}
    video_id = await ann.bot.send_file("sendVideo", "video", clip, chat_id=ann.chat_id, **size)
    video = ann.at("video")
    await ann.page.get_by_label("Play").click()
    await expect(ann.page.locator("video[controls]")).to_be_visible()
    await video.evaluate(SOME_TIME_PASSES)
    await video.evaluate("video => { video.marked = true; }")
    await ann.bot.call(
        "editMessageCaption", chat_id=ann.chat_id, message_id=video_id, caption="new"
    )
    await expect(ann.message("new")).to_be_visible()
    assert await video.evaluate("video => video.marked && !video.paused")
    box = await video.bounding_box()
    assert box is not None
    assert box["width"] / box["height"] == pytest.approx(180 / 320, rel=0.02)


async def test_a_button_spins_until_the_bot_has_answered(ann: Visitor) -> None:
    await ann.meet()
    keyboard: JsonValue = {"inline_keyboard": [[{"text": "Export", "callback_data": "go"}]]}
    await ann.hear("ready", reply_markup=keyboard)
    button = ann.at("button")
    await button.click()
    query = await ann.bot.next("callback_query")
    await expect(button).to_have_attribute("aria-busy", "true")
    await ann.bot.call("answerCallbackQuery", callback_query_id=query["id"], text="on its way")
    await expect(button).not_to_have_attribute("aria-busy", "true")
    await expect(ann.at("toast")).to_have_text("on its way")
    await button.click()
    query = await ann.bot.next("callback_query")
    await ann.bot.call(
        "answerCallbackQuery", callback_query_id=query["id"], text="look here", show_alert=True
    )
    await expect(ann.at("alert")).to_contain_text("look here")
    await ann.page.keyboard.press("Enter")
    await expect(ann.at("alert")).to_be_hidden()


async def test_the_bots_changes_appear_in_place(ann: Visitor) -> None:
    await ann.meet()
    progress = await ann.hear("10 %")
    await ann.bot.call("editMessageText", chat_id=ann.chat_id, message_id=progress, text="90 %")
    await expect(ann.message("90 %")).to_be_visible()
    await expect(ann.message("10 %")).to_have_count(0)
    await ann.bot.call("deleteMessage", chat_id=ann.chat_id, message_id=progress)
    await expect(ann.message("90 %")).to_have_count(0)


async def test_the_header_says_what_the_bot_does(ann: Visitor) -> None:
    await ann.meet()
    await ann.bot.call("sendChatAction", chat_id=ann.chat_id, action="upload_video")
    await expect(ann.at("status")).to_have_text("sending a video…")
    await ann.hear("done")
    await expect(ann.at("status")).to_have_text("bot")


async def test_far_from_the_newest_message_the_unread_are_counted(ann: Visitor) -> None:
    await ann.meet()
    await ann.hear("\n".join("many lines" for _ in range(100)))
    await ann.hear("below")
    await expect(ann.message("below")).to_be_in_viewport()
    await ann.page.locator("#scroller").evaluate("scroller => { scroller.scrollTop = 0; }")
    await expect(ann.at("to-bottom")).to_be_visible()
    await ann.hear("one more")
    await expect(ann.page.locator("#unread")).to_have_text("1")
    await ann.at("to-bottom").click()
    await expect(ann.message("one more")).to_be_in_viewport()
    await expect(ann.at("to-bottom")).to_be_hidden()
