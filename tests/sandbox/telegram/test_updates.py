"""How a bot gets its updates: polling and webhook, in order, and none lost."""

import asyncio
import json
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot, Update
from telegram.error import Conflict, NetworkError
from telegram.ext import Application, CommandHandler, ContextTypes, MessageHandler, filters

from sandbox.faults import CallLog, Faults, ResetFault
from sandbox.listen import bind, listening, url_of

if TYPE_CHECKING:
    from tests.sandbox.conftest import Inbox, Json, People, Person, TelegramServer


async def _until(fulfilled: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not fulfilled():  # noqa: ASYNC110  # what is polled belongs to a library
            await asyncio.sleep(0.01)


def _texts(updates: "list[Update] | tuple[Update, ...]") -> list[str | None]:
    return [update.message.text for update in updates if update.message]


async def test_updates_stay_until_they_are_confirmed(bot: Bot, ann: "Person") -> None:
    for text in ("1", "2", "3"):
        await ann.say(text)
    first = await bot.get_updates(limit=2)
    assert _texts(first) == ["1", "2"]
    assert _texts(await bot.get_updates()) == ["1", "2", "3"]
    assert _texts(await bot.get_updates(offset=first[-1].update_id + 1)) == ["3"]
    assert _texts(await bot.get_updates()) == ["3"]


async def test_a_negative_offset_keeps_only_the_newest(bot: Bot, ann: "Person") -> None:
    for text in ("1", "2", "3"):
        await ann.say(text)
    assert _texts(await bot.get_updates(offset=-1)) == ["3"]
    assert _texts(await bot.get_updates()) == ["3"]


async def test_a_waiting_poll_answers_as_soon_as_something_happens(
    bot: Bot, ann: "Person", calls: CallLog
) -> None:
    started = time.monotonic()
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await _until(lambda: bool(calls.find(operation="getUpdates")))
    await ann.say("wake up")
    assert _texts(await poll) == ["wake up"]
    assert time.monotonic() - started < 10


async def test_a_poll_without_news_ends_after_its_timeout(bot: Bot) -> None:
    assert await bot.get_updates(timeout=1) == ()


async def test_a_second_poller_ends_the_first(
    http: httpx.AsyncClient, telegram_server: "TelegramServer", bot: Bot, calls: CallLog
) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await _until(lambda: bool(calls.find(operation="getUpdates")))
    second = await http.post(f"{telegram_server.bot_url}/getUpdates")
    assert second.json() == {"ok": True, "result": []}
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await first


async def test_a_poller_that_died_takes_nothing_with_it(
    http: httpx.AsyncClient,
    telegram_server: "TelegramServer",
    ann: "Person",
    bot: Bot,
    calls: CallLog,
) -> None:
    url = f"{telegram_server.bot_url}/getUpdates"
    dying = asyncio.create_task(http.post(url, data={"timeout": "30"}))
    await _until(lambda: bool(calls.find(operation="getUpdates")))
    dying.cancel()
    await _until(lambda: calls.find(operation="getUpdates")[0].status is not None)
    await ann.say("still here?")
    assert (await ann.state())["read_up_to"] == 0
    assert _texts(await bot.get_updates()) == ["still here?"]


async def test_only_the_kinds_asked_for_are_queued(bot: Bot, ann: "Person") -> None:
    await bot.get_updates(allowed_updates=["edited_message"])
    (said,) = await ann.say("one")
    await ann.post("/chat/edit", message_id=said["id"], text="two")
    (update,) = await bot.get_updates(allowed_updates=[])
    assert update.edited_message is not None
    assert update.edited_message.text == "two"
    await ann.say("three")
    assert len(await bot.get_updates()) == 2


async def test_blocking_is_told_to_the_bot(ann: "Person", inbox: "Inbox") -> None:
    await ann.post("/chat/block", blocked=True)
    await ann.post("/chat/block", blocked=True)
    change = (await inbox.one()).my_chat_member
    assert change is not None
    assert (change.old_chat_member.status, change.new_chat_member.status) == ("member", "kicked")


async def test_a_reset_poll_loses_nothing(bot: Bot, ann: "Person", faults: Faults) -> None:
    await ann.say("hello")
    faults.arm(ResetFault(service="telegram", operation="getUpdates"))
    with pytest.raises(NetworkError):
        await bot.get_updates()
    assert _texts(await bot.get_updates()) == ["hello"]


async def test_a_real_application_polls_answers_and_stops(
    telegram_server: "TelegramServer", ann: "Person", calls: CallLog
) -> None:
    async def start(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.effective_message
        await update.effective_message.reply_text("welcome")

    async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.effective_message
        await update.effective_message.reply_text(f"you said {update.effective_message.text}")

    application = (
        Application.builder()
        .token(telegram_server.token)
        .base_url(f"{telegram_server.url}/bot")
        .base_file_url(f"{telegram_server.url}/file/bot")
        .build()
    )
    application.add_handler(CommandHandler("start", start))
    application.add_handler(MessageHandler(filters.TEXT, echo))
    async with application:
        await application.start()
        assert application.updater
        await application.updater.start_polling()
        await ann.say("/start")
        await ann.say("hi")
        await _until(lambda: len(calls.find(operation="sendMessage")) == 2)
        await application.updater.stop()
        await application.stop()
    state = await ann.state()
    said = [m["text"] for m in state["messages"] if m["from"] == "bot"]
    assert said == ["welcome", "you said hi"]


class Hook:
    """A bot's webhook, which can be told to fail."""

    def __init__(self) -> None:
        self.bodies: list[Json] = []
        self.secrets: list[str | None] = []
        self.failures = 0
        self.app = Starlette(routes=[Route("/hook", self._receive, methods=["POST"])])

    def texts(self) -> list[str]:
        return [body["message"]["text"] for body in self.bodies]

    async def _receive(self, request: Request) -> Response:
        if self.failures:
            self.failures -= 1
            return Response(status_code=503)
        self.secrets.append(request.headers.get("x-telegram-bot-api-secret-token"))
        self.bodies.append(json.loads(await request.body()))
        return Response()


async def test_a_webhook_gets_updates_with_the_secret_and_they_are_read(
    bot: Bot, ann: "Person"
) -> None:
    hook, bound = Hook(), bind("127.0.0.1", 0)
    await ann.say("before")
    async with listening(hook.app, bound):
        url = f"{url_of(bound)}/hook"
        await bot.set_webhook(url, secret_token="s3cret", max_connections=5)
        await ann.say("after")
        await _until(lambda: len(hook.bodies) == 2)
        info = await bot.get_webhook_info()
        assert (info.url, info.pending_update_count) == (url, 0)
        with pytest.raises(Conflict, match="webhook is active"):
            await bot.get_updates()
        await bot.delete_webhook()
    assert hook.texts() == ["before", "after"]
    assert set(hook.secrets) == {"s3cret"}
    assert (await ann.state())["read_up_to"] == 2
    await ann.say("polled")
    assert _texts(await bot.get_updates()) == ["polled"]


async def test_a_failing_webhook_is_tried_again_in_the_order_of_each_chat(
    bot: Bot, people: "People", ann: "Person"
) -> None:
    bob = await people.join("Bob")
    hook, bound = Hook(), bind("127.0.0.1", 0)
    hook.failures = 2
    async with listening(hook.app, bound):
        await bot.set_webhook(f"{url_of(bound)}/hook")
        for text in ("a1", "a2", "a3"):
            await ann.say(text)
            await bob.say(text.replace("a", "b"))
        await _until(lambda: len(hook.bodies) == 6)
        info = await bot.get_webhook_info()
        await bot.delete_webhook()
    assert info.last_error_message == "Wrong response from the webhook: 503 Service Unavailable"
    for letter in "ab":
        own = [text for text in hook.texts() if text.startswith(letter)]
        assert own == [f"{letter}{number}" for number in (1, 2, 3)]


async def test_a_webhook_may_be_set_again_while_it_is_set(bot: Bot, ann: "Person") -> None:
    hook, bound = Hook(), bind("127.0.0.1", 0)
    async with listening(hook.app, bound):
        for secret in ("one", "two", "three"):
            await bot.set_webhook(f"{url_of(bound)}/hook", secret_token=secret)
        await ann.say("hello")
        await _until(lambda: hook.texts() == ["hello"])
        await bot.delete_webhook()
    assert hook.secrets == ["three"]


async def test_a_webhook_that_is_away_keeps_its_updates(bot: Bot, ann: "Person") -> None:
    unused = bind("127.0.0.1", 0)
    await bot.set_webhook(f"{url_of(unused)}/hook")
    await ann.say("hello")
    async with asyncio.timeout(10):
        while not (await bot.get_webhook_info()).last_error_message:
            pass
    unused.close()
    await bot.delete_webhook()
    assert _texts(await bot.get_updates()) == ["hello"]
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()
