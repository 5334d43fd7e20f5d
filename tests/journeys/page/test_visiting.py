"""Who visits the chat page: other people, other devices, a bad connection, a restart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from sandbox.listen import bind, listening, url_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.applications import Starlette

    from tests.journeys.page.conftest import Line, Visiting, Visitor

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_second_profile_is_a_second_user(
    ann: Visitor, visiting: Visiting, url: str
) -> None:
    await ann.meet()
    async with visiting(url) as bob:
        await bob.meet()
        assert bob.chat_id != ann.chat_id
        await bob.hear("for Bob only")
        await expect(bob.message("for Bob only")).to_be_visible()
        await expect(ann.message("for Bob only")).to_have_count(0)


async def test_a_visitor_is_known_again_after_a_reload(ann: Visitor) -> None:
    await ann.meet()
    await ann.page.reload()
    await expect(ann.message("hello")).to_be_visible()


async def test_a_name_in_the_address_opens_that_persons_chat(visiting: Visiting, url: str) -> None:
    async with visiting(f"{url}/?as=Ann", bot_url=url) as desk:
        await desk.meet()
        async with visiting(f"{url}/?as=Ann", bot_url=url) as sofa:
            await expect(sofa.message("hello")).to_be_visible()
            await sofa.say("from the sofa")
            await expect(desk.message("from the sofa")).to_have_count(1)


async def test_the_language_is_the_pages_and_the_users(ann: Visitor) -> None:
    await ann.at("language").click()
    await expect(ann.at("status")).to_have_text("机器人")
    await ann.say("你好")
    user = (await ann.bot.next())["from"]
    assert isinstance(user, dict)
    assert user["language_code"] == "zh-hans"
    await ann.page.reload()
    await expect(ann.at("composer")).to_have_attribute("placeholder", "输入消息")
    assert "undefined" not in await ann.page.locator("body").inner_text()


async def test_the_theme_is_remembered(ann: Visitor) -> None:
    background = "getComputedStyle(document.querySelector('.composer')).backgroundColor"
    light = await ann.page.evaluate(background)
    await ann.at("theme").click()
    dark = await ann.page.evaluate(background)
    assert dark != light
    await ann.page.reload()
    assert await ann.page.evaluate(background) == dark


async def test_long_words_of_any_script_fit_on_a_phone(visiting: Visiting, url: str) -> None:
    phone = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
    async with visiting(url, locale="zh-CN", **phone) as visitor:
        await visitor.meet()
        for text in (
            "Wort" * 200,
            "这张照片" * 60,
            "مرحبا بكم " * 40,
            f"https://example.com/{'a' * 300}",
        ):
            await visitor.hear(text)
        await expect(visitor.at("message")).to_have_count(5)
        assert await visitor.page.evaluate("document.documentElement.scrollWidth") == 360
        arabic = visitor.message("مرحبا").locator(".words")
        assert await arabic.evaluate("words => getComputedStyle(words).direction") == "rtl"


async def test_a_lost_connection_is_taken_up_without_a_gap(
    visiting: Visiting, line: Line, url: str
) -> None:
    async with visiting(line.url, bot_url=url) as visitor:
        await visitor.meet()
        line.cut()
        await expect(visitor.page.locator("#banner")).to_be_visible()
        await visitor.hear("while you were away")
        await line.lead_to(url)
        await expect(visitor.message("while you were away")).to_have_count(1)
        await expect(visitor.message("hello")).to_have_count(1)
        await expect(visitor.page.locator("#banner")).to_be_hidden()


async def test_a_restarted_sandbox_gives_a_new_chat(
    visiting: Visiting, line: Line, url: str, new_app: Callable[[], Starlette]
) -> None:
    bound = bind("127.0.0.1", 0)
    async with listening(new_app(), bound), visiting(line.url, bot_url=url) as visitor:
        await visitor.meet()
        line.cut()
        await line.lead_to(url_of(bound))
        await expect(visitor.at("toast")).to_contain_text("this is a new chat")
        await expect(visitor.at("message")).to_have_count(0)
        await visitor.say("hello again")
        await expect(visitor.message("hello again").get_by_label("Sent")).to_be_visible()
