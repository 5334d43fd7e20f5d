"""The main job in a real browser, on a desktop's and on a phone's size; pictures of it are left."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.journeys.town import Town

CHROMIUM = shutil.which("chromium")
ARTEFACTS = Path(__file__).parents[2] / "artefacts"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
SECOND = 1000

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium here (Debian: apt-get install chromium)"
)


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def send(page: Page, words: str, photo: Path | None = None) -> None:
    if photo is not None:
        page.get_by_test_id("file-input").set_input_files(photo)
    page.get_by_test_id("composer").fill(words)
    page.get_by_test_id("send").click()


def keep_picture(page: Page, name: str) -> None:
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"{name}.png")


@pytest.mark.parametrize(("name", "width", "height"), [("desktop", 1280, 800), ("phone", 390, 844)])
def test_a_visitor_makes_a_video_and_exports_it_again(
    town: Town, cat: Path, browser: Browser, name: str, width: int, height: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": height})
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.goto(town.telegram)
    page.get_by_test_id("start").click()
    from_bot = page.locator('[data-testid="message"][data-from="bot"]')
    expect(from_bot.filter(has_text="Ready.")).to_be_visible(timeout=10 * SECOND)
    keep_picture(page, f"{name}-1-ready")

    send(page, "turn this image into a 5-second clip", cat)
    expect(from_bot.filter(has_text="Rendering")).to_be_visible(timeout=30 * SECOND)
    keep_picture(page, f"{name}-2-rendering")
    video = page.get_by_test_id("video").first
    expect(video).to_be_visible(timeout=60 * SECOND)
    expect(from_bot.filter(has_text="✅")).to_be_visible(timeout=10 * SECOND)
    page.get_by_role("button", name="Play").click()
    playing = page.locator("video").first
    expect(playing).to_have_js_property("paused", value=False, timeout=10 * SECOND)
    assert playing.evaluate("video => video.videoWidth + 'x' + video.videoHeight") == "1080x1920"
    assert playing.evaluate("video => video.duration") == pytest.approx(5.0, abs=0.1)
    keep_picture(page, f"{name}-3-video")

    send(page, "add the title 'Hello' at the top")
    expect(from_bot.filter(has_text="Hello").last).to_be_visible(timeout=30 * SECOND)
    page.get_by_test_id("button").filter(has_text="Export").last.click()
    expect(page.get_by_test_id("video")).to_have_count(2, timeout=60 * SECOND)
    keep_picture(page, f"{name}-4-exported")
    assert not problems


def test_a_second_profile_is_a_second_person(town: Town, browser: Browser) -> None:
    first, second = browser.new_context().new_page(), browser.new_context().new_page()
    for page in (first, second):
        page.goto(town.telegram)
    send(first, "/help")
    expect(first.locator('[data-from="bot"]')).to_have_count(1, timeout=10 * SECOND)
    expect(second.locator('[data-from="bot"]')).to_have_count(0)
