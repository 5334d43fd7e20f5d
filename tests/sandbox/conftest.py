"""A running sandbox Telegram, a bot that talks to it, and people who play with it."""

import io
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image
from telegram import Bot, Update

from sandbox.faults import CallLog, Faults
from sandbox.listen import bind, listening, url_of
from sandbox.telegram.app import create_app
from sandbox.telegram.profile import TOKEN

Json = dict[str, Any]
# Enough of an MP4 for whoever looks only at its first box.
MP4 = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramServer:
    """Where it runs."""

    url: str
    token: str

    @property
    def bot_url(self) -> str:
        """Where methods are called: `<bot_url>/sendMessage`."""
        return f"{self.url}/bot{self.token}"


class Person:
    """A user of the chat page, over its API."""

    def __init__(self, client: httpx.AsyncClient, joined: Json) -> None:
        self.client = client
        self.id: int = joined["chat_id"]
        self.key: str = joined["key"]
        self._headers = {"X-Chat-Key": self.key}

    async def post(self, path: str, **body: object) -> httpx.Response:
        return await self.client.post(path, json=body, headers=self._headers)

    async def get(self, path: str, **headers: str) -> httpx.Response:
        return await self.client.get(path, headers={**self._headers, **headers})

    async def state(self) -> Json:
        state: Json = (await self.get("/chat/state")).json()
        return state

    async def say(self, text: str = "", *files: tuple[str, bytes], **fields: str) -> Sequence[Json]:
        answer = await self.send(text, *files, **fields)
        assert answer.status_code == 200, answer.text
        messages: list[Json] = answer.json()["messages"]
        return messages

    async def send(self, text: str, *files: tuple[str, bytes], **fields: str) -> httpx.Response:
        return await self.client.post(
            "/chat/send",
            data={"text": text, **fields},
            files=[("files", (name, content)) for name, content in files] or None,
            headers=self._headers,
        )

    async def newest(self) -> Json:
        message: Json = (await self.state())["messages"][-1]
        return message


class People:
    """Lets people join."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    async def join(self, name: str, **body: object) -> Person:
        answer = await self._client.post("/chat/users", json={"name": name, **body})
        assert answer.status_code == 200, answer.text
        return Person(self._client, answer.json())


@pytest.fixture
def faults() -> Iterator[Faults]:
    """The faults of all services; a test that arms one has to run into it."""
    faults = Faults()
    yield faults
    assert not faults.unmet()


@pytest.fixture
def calls() -> CallLog:
    return CallLog()


@pytest.fixture
async def telegram_server(
    tmp_path: Path, faults: Faults, calls: CallLog
) -> AsyncIterator[TelegramServer]:
    app = create_app(folder=tmp_path / "telegram", faults=faults, calls=calls)
    bound = bind("127.0.0.1", 0)
    async with listening(app, bound):
        yield TelegramServer(url=url_of(bound), token=TOKEN)


@pytest.fixture
async def http(telegram_server: TelegramServer) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=telegram_server.url, timeout=30) as client:
        yield client


@pytest.fixture
async def people(http: httpx.AsyncClient) -> People:
    return People(http)


@pytest.fixture
async def ann(people: People) -> Person:
    return await people.join("Ann")


@pytest.fixture
async def bot(telegram_server: TelegramServer) -> AsyncIterator[Bot]:
    """python-telegram-bot, which the real bot is built on."""
    bot = Bot(
        telegram_server.token,
        base_url=f"{telegram_server.url}/bot",
        base_file_url=f"{telegram_server.url}/file/bot",
    )
    async with bot:
        yield bot


class Inbox:
    """Fetches updates as a bot does, confirming what it has got."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._offset = 0

    async def fetch(self) -> Sequence[Update]:
        updates = await self._bot.get_updates(offset=self._offset)
        if updates:
            self._offset = updates[-1].update_id + 1
        return updates

    async def one(self) -> Update:
        (update,) = await self.fetch()
        return update


@pytest.fixture
def inbox(bot: Bot) -> Inbox:
    return Inbox(bot)


@pytest.fixture
def png() -> bytes:
    """A picture of 2000 x 1000 pixels."""
    return picture(2000, 1000)


@pytest.fixture
def mp4() -> bytes:
    return MP4


def picture(width: int, height: int, form: str = "PNG") -> bytes:
    """A red picture."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(out, form)
    return out.getvalue()
