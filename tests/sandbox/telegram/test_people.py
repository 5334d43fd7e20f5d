"""The people's side: joining, chatting, and news that come without a gap."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

if TYPE_CHECKING:
    from tests.sandbox.conftest import Inbox, Json, People, Person, TelegramServer


async def _events(
    http: httpx.AsyncClient, person: "Person", **headers: str
) -> AsyncIterator["Json"]:
    """The events of a person's chat, each with its `id`."""
    async with http.stream(
        "GET", "/chat/events", params={"key": person.key, "after": "0"}, headers=headers
    ) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        number = ""
        async for line in response.aiter_lines():
            if line.startswith("id: "):
                number = line[4:]
            elif line.startswith("data: "):
                yield {"id": number, **json.loads(line[6:])}


async def _take(events: AsyncIterator["Json"], count: int) -> "list[Json]":
    async with asyncio.timeout(10):
        return [await anext(events) for _ in range(count)]


async def test_a_name_is_another_person_unless_it_is_resumed(people: "People") -> None:
    first = await people.join("Ann", language="de")
    second = await people.join("Ann")
    again = await people.join("Ann", resume=True)
    assert len({first.id, second.id}) == 2
    assert (again.id, again.key) == (second.id, second.key)
    assert (await first.state())["me"]["language_code"] == "de"


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'{"name": ""}', b'{"name": "Ann", "language": "<b>"}', b'{"name": 7}']
)
async def test_nonsense_is_refused_with_a_sentence(http: httpx.AsyncClient, body: bytes) -> None:
    answer = await http.post("/chat/users", content=body)
    assert answer.status_code == 400
    assert answer.json()["error"]


async def test_without_a_key_there_is_no_chat(http: httpx.AsyncClient, ann: "Person") -> None:
    for path in ("/chat/state", "/chat/events", "/chat/file/x"):
        for key in ("", "wrong"):
            assert (await http.get(path, params={"key": key})).status_code == 401
    assert (await http.post("/chat/send", data={"text": "x"})).status_code == 401


async def test_people_do_not_see_each_others_chats(
    bot: Bot, people: "People", ann: "Person"
) -> None:
    bob = await people.join("Bob")
    await bot.send_message(ann.id, "only for Ann")
    assert (await bob.state())["messages"] == []


async def test_a_changed_language_reaches_the_bot(ann: "Person", inbox: "Inbox") -> None:
    headers = {"X-Chat-Key": ann.key}
    answer = await ann.client.patch("/chat/users/me", json={"language": "zh"}, headers=headers)
    assert answer.json()["user"]["language_code"] == "zh"
    await ann.say("你好")
    user = (await inbox.one()).effective_user
    assert user is not None
    assert user.language_code == "zh"


async def test_a_text_is_cleaned_and_a_long_one_split_as_telegrams_apps_do(
    ann: "Person", inbox: "Inbox"
) -> None:
    assert (await ann.send("  \n ")).status_code == 400
    (short,) = await ann.say("  /start \r\n")
    assert short["text"] == "/start"
    assert [len(m["text"]) for m in await ann.say("x" * 5000)] == [4096, 904]
    command, *_ = await inbox.fetch()
    assert command.message is not None
    assert command.message.parse_entities(["bot_command"])


async def test_events_tell_everything_that_happens(
    http: httpx.AsyncClient, bot: Bot, ann: "Person", inbox: "Inbox"
) -> None:
    await ann.say("make a clip")
    await inbox.fetch()
    await bot.send_chat_action(ann.id, "typing")
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Stop", callback_data="stop")]])
    message = await bot.send_message(ann.id, "10 %", reply_markup=keyboard)
    await ann.post("/chat/press", message_id=message.message_id, data="stop")
    query = (await inbox.one()).callback_query
    assert query is not None
    await query.answer("Stopping", show_alert=True)
    await bot.edit_message_text("stopped", ann.id, message.message_id)
    await bot.delete_message(ann.id, message.message_id)
    await bot.set_my_commands([("new", "New")])
    events = await _take(_events(http, ann), 9)
    assert [event["type"] for event in events] == [
        *("message", "read", "action", "action", "message"),
        *("callback_answer", "edit", "delete", "commands"),
    ]
    assert [event["id"] for event in events] == [str(n) for n in range(1, 10)]
    assert (events[1]["up_to"], events[2]["action"], events[3]["action"]) == (1, "typing", None)
    assert (events[5]["text"], events[5]["show_alert"]) == ("Stopping", True)
    assert (events[6]["message"]["text"], events[7]["message_ids"]) == ("stopped", [2])


async def test_events_go_on_where_a_cut_connection_ended(
    http: httpx.AsyncClient, ann: "Person"
) -> None:
    await ann.say("1")
    (seen,) = await _take(_events(http, ann), 1)
    await ann.say("2")
    await ann.say("3")
    rest = _events(http, ann, **{"Last-Event-ID": seen["id"]})
    assert [e["message"]["text"] for e in await _take(rest, 2)] == ["2", "3"]
    waiting = asyncio.create_task(_take(rest, 1))
    await ann.say("4")
    assert [e["message"]["text"] for e in await waiting] == ["4"]


async def test_a_press_on_a_button_that_is_gone_is_refused(bot: Bot, ann: "Person") -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Stop", callback_data="stop")]])
    message = await bot.send_message(ann.id, "x", reply_markup=keyboard)
    for message_id, data in ((message.message_id, "go"), (99, "stop")):
        answer = await ann.post("/chat/press", message_id=message_id, data=data)
        assert (answer.status_code, "button" in answer.json()["error"]) == (400, True)
    await bot.edit_message_reply_markup(ann.id, message.message_id)
    answer = await ann.post("/chat/press", message_id=message.message_id, data="stop")
    assert answer.status_code == 400


async def test_people_change_and_remove_only_what_is_there(
    bot: Bot, ann: "Person", inbox: "Inbox"
) -> None:
    (said,) = await ann.say("one")
    answer = await bot.send_message(ann.id, "bot's")
    changed = await ann.post("/chat/edit", message_id=said["id"], text="two")
    assert changed.json()["message"]["text"] == "two"
    await ann.post("/chat/edit", message_id=said["id"], text="two")
    _, edit = await inbox.fetch()
    assert edit.edited_message is not None
    assert edit.edited_message.text == "two"
    for message_id, text, status in (
        (answer.message_id, "x", 404),
        (99, "x", 404),
        (said["id"], " ", 400),
    ):
        refused = await ann.post("/chat/edit", message_id=message_id, text=text)
        assert refused.status_code == status
    headers = {"X-Chat-Key": ann.key}
    for status in (200, 404):
        gone = await ann.client.delete(f"/chat/messages/{said['id']}", headers=headers)
        assert gone.status_code == status
    assert [m["text"] for m in (await ann.state())["messages"]] == ["bot's"]


async def test_who_has_blocked_the_bot_cannot_write_to_it(ann: "Person") -> None:
    await ann.post("/chat/block", blocked=True)
    answer = await ann.send("hello")
    assert (answer.status_code, "unblock" in answer.json()["error"]) == (400, True)
    assert (await ann.state())["blocked"] is True


async def test_a_text_sent_after_a_picture_arrives_after_it(
    http: httpx.AsyncClient, ann: "Person", inbox: "Inbox", png: bytes
) -> None:
    rest_may_come = asyncio.Event()

    async def slow_upload() -> AsyncIterator[bytes]:
        head = 'Content-Disposition: form-data; name="files"; filename="a.png"'
        yield f"--b\r\n{head}\r\n\r\n".encode()
        await rest_may_come.wait()
        yield png + b"\r\n--b--\r\n"

    headers = {"X-Chat-Key": ann.key, "Content-Type": "multipart/form-data; boundary=b"}
    picture = asyncio.create_task(http.post("/chat/send", content=slow_upload(), headers=headers))
    await ann.state()
    text = asyncio.create_task(ann.say("turn this into a clip"))
    await ann.state()
    rest_may_come.set()
    await asyncio.gather(picture, text)
    first, second = await inbox.fetch()
    assert first.message is not None
    assert first.message.photo
    assert second.message is not None
    assert second.message.text == "turn this into a clip"


async def test_the_page_is_served_with_nothing_loaded_from_elsewhere(
    http: httpx.AsyncClient,
) -> None:
    page = await http.get("/")
    assert (page.status_code, page.headers["cache-control"]) == (200, "no-cache")
    assert page.headers["content-security-policy"].startswith("default-src 'self';")
    script = await http.get("/page/app.js")
    assert (script.status_code, script.headers["cache-control"]) == (200, "no-cache")
    assert (await http.get("/page/../app.py")).status_code == 404
    assert (await http.get("/page/%2e%2e/app.py")).status_code == 404


async def test_a_file_of_3_gb_is_refused_before_it_is_read(
    telegram_server: "TelegramServer", ann: "Person"
) -> None:
    host, port = telegram_server.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    head = f"POST /chat/send HTTP/1.1\r\nHost: x\r\nX-Chat-Key: {ann.key}\r\n"
    writer.write(f"{head}Content-Length: 3000000000\r\n\r\n".encode())
    async with asyncio.timeout(10):
        assert b" 413 " in await reader.readline()
    writer.close()
    await writer.wait_closed()
