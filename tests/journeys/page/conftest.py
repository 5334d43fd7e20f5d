"""Visitors of the chat page in Chromium, on the sandbox's Telegram; the test itself is the bot."""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass
from io import BytesIO

import av
import httpx
import numpy as np
import pytest
import pytest_asyncio
from PIL import Image
from playwright.async_api import Browser, FilePayload, Locator, Page, async_playwright, expect
from pydantic import JsonValue
from starlette.applications import Starlette

from sandbox.faults import CallLog, Faults
from sandbox.listen import bind, listening, url_of
from sandbox.telegram.app import create_app
from sandbox.telegram.profile import TOKEN

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Bot:
    """Speaks the Bot API as the test wants; remembers which updates it has read."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http
        self._offset = 0

    async def call(self, method: str, **fields: JsonValue) -> JsonValue:
        """A method with JSON parameters; its result."""
        return _result(await self._http.post(method, json=fields))

    async def send_file(
        self, method: str, field: str, file: FilePayload, **fields: JsonValue
    ) -> int:
        """Upload a file with a method such as `sendVideo`; the message's id."""
        data = {name: str(value) for name, value in fields.items()}
        files = {field: (file["name"], file["buffer"])}
        return _message_id(_result(await self._http.post(method, data=data, files=files)))

    async def say(self, chat_id: int, text: str, **fields: JsonValue) -> int:
        """A text; the message's id."""
        return _message_id(await self.call("sendMessage", chat_id=chat_id, text=text, **fields))

    async def updates(self) -> list[dict[str, JsonValue]]:
        """What has come since the last time; waits for at least one."""
        result = await self.call("getUpdates", offset=self._offset, timeout=10)
        assert isinstance(result, list)
        assert result, "no update came"
        updates = [update for update in result if isinstance(update, dict)]
        self._offset = max(int(str(update["update_id"])) for update in updates) + 1
        # Asked once more, the server knows that these have arrived.
        await self.call("getUpdates", offset=self._offset, timeout=0)
        return updates

    async def next(self, kind: str = "message") -> dict[str, JsonValue]:
        """The one update that has come, which is of this kind."""
        [update] = await self.updates()
        found = update[kind]
        assert isinstance(found, dict)
        return found


@dataclass(slots=True, kw_only=True)
class Visitor:
    """A user with a browser profile of their own, and the bot they talk to."""

    page: Page
    bot: Bot
    chat_id: int = 0

    def at(self, testid: str) -> Locator:
        return self.page.get_by_test_id(testid)

    def message(self, text: str) -> Locator:
        return self.at("message").filter(has_text=text)

    async def say(self, text: str) -> None:
        await self.at("composer").fill(text)
        await self.at("send").click()

    async def meet(self) -> None:
        """Say something, so that the bot knows the chat."""
        await self.say("hello")
        chat = (await self.bot.next())["chat"]
        assert isinstance(chat, dict)
        self.chat_id = int(str(chat["id"]))

    async def hear(self, text: str, **fields: JsonValue) -> int:
        """A text from the bot; its id."""
        return await self.bot.say(self.chat_id, text, **fields)


Visiting = Callable[..., AbstractAsyncContextManager[Visitor]]


class Line:
    """The way between a browser and the server, which can be cut and mended."""

    def __init__(self) -> None:
        self._target = httpx.URL()
        self._port = 0
        self._server: asyncio.Server | None = None
        self._writers: list[asyncio.StreamWriter] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    async def lead_to(self, url: str) -> None:
        """Connect, on the same port as before, to the server at `url`."""
        self._target = httpx.URL(url)
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    def cut(self) -> None:
        assert self._server
        self._server.close()
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(self._target.host, self._target.port)
        self._writers += [writer, back]
        with suppress(OSError):
            await asyncio.gather(_pour(reader, back), _pour(there, writer))


async def _pour(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    while data := await source.read(65536):
        target.write(data)
        await target.drain()
    target.close()


def _result(response: httpx.Response) -> JsonValue:
    body: dict[str, JsonValue] = response.json()
    assert body["ok"], body
    return body["result"]


def _message_id(result: JsonValue) -> int:
    assert isinstance(result, dict)
    return int(str(result["message_id"]))


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("there is no `chromium` on this machine")
    async with async_playwright() as playwright:
        yield await playwright.chromium.launch(executable_path=program, args=ARGUMENTS)


@pytest.fixture(scope="module")
def new_app(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Starlette]:
    """Makes a Telegram that knows nobody yet."""

    def make() -> Starlette:
        folder = tmp_path_factory.mktemp("telegram")
        return create_app(folder=folder, faults=Faults(), calls=CallLog())

    return make


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def url(new_app: Callable[[], Starlette]) -> AsyncIterator[str]:
    """A running Telegram."""
    bound = bind("127.0.0.1", 0)
    async with listening(new_app(), bound):
        yield url_of(bound)


@pytest.fixture
def visiting(browser: Browser) -> Visiting:
    """`visiting(url, bot_url=None, **profile)`: a visitor with the given browser profile.

    When they leave, the page must have run without an error.
    """

    @asynccontextmanager
    async def visit(
        url: str, *, bot_url: str | None = None, locale: str = "en-US", **profile: object
    ) -> AsyncIterator[Visitor]:
        errors: list[str] = []
        context = await browser.new_context(locale=locale, **profile)  # type: ignore[arg-type]
        context.set_default_timeout(30_000)
        page = await context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("dialog", lambda dialog: errors.append(dialog.message))
        page.on("console", lambda line: errors.append(line.text) if "Policy" in line.text else None)
        await page.goto(url)
        await expect(page.get_by_test_id("status")).to_have_text(re.compile("^(bot|机器人)$"))
        api = f"{bot_url or url}/bot{TOKEN}/"
        async with httpx.AsyncClient(base_url=api, timeout=20) as http:
            bot = Bot(http)
            # What earlier visitors have left unread is not for this one's test.
            await bot.call("deleteWebhook", drop_pending_updates=True)
            yield Visitor(page=page, bot=bot)
        await context.close()
        assert errors == []

    return visit


@pytest_asyncio.fixture(loop_scope="module")
async def ann(visiting: Visiting, url: str) -> AsyncIterator[Visitor]:
    """A visitor at a desk, on their first visit."""
    async with visiting(url, viewport={"width": 1280, "height": 800}) as visitor:
        yield visitor


@pytest_asyncio.fixture(loop_scope="module")
async def line(url: str) -> AsyncIterator[Line]:
    """A line to the running Telegram."""
    line = Line()
    await line.lead_to(url)
    yield line
    line.cut()


@pytest.fixture(scope="module")
def photo() -> FilePayload:
    picture = BytesIO()
    Image.linear_gradient("L").resize((300, 400)).convert("RGB").save(picture, "PNG")
    return {"name": "cat.png", "mimeType": "image/png", "buffer": picture.getvalue()}


@pytest.fixture(scope="module")
def clip() -> FilePayload:
    """Five seconds, 180 x 320."""
    video = BytesIO()
    with av.open(video, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = 180, 320, "yuv420p"
        for number in range(150):
            picture = np.full((320, 180, 3), number, dtype=np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())
    return {"name": "clip.mp4", "mimeType": "video/mp4", "buffer": video.getvalue()}
