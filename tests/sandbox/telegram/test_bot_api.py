"""The Bot API as python-telegram-bot sees it, and as a bot without a library does."""

import asyncio
import json
from typing import TYPE_CHECKING

import httpx
import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MessageEntity,
    ReactionTypeEmoji,
    ReplyParameters,
)
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter

from sandbox.faults import Faults, ResetAfterFault, StatusFault
from sandbox.telegram.chats import Chats

if TYPE_CHECKING:
    from tests.sandbox.conftest import Inbox, People, Person, TelegramServer


def _keyboard(*rows: tuple[str, ...]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(label, callback_data=f"do:{label}") for label in row]
            for row in rows
        ]
    )


async def test_the_bot_knows_who_it_is(bot: Bot) -> None:
    me = await bot.get_me()
    assert (me.is_bot, me.username) == (True, "image_to_video_sandbox_bot")


@pytest.mark.parametrize(
    ("token", "status"),
    [("7000000001:" + "x" * 35, 401), ("7000000001:short", 404), ("nonsense", 404)],
)
async def test_a_wrong_token_opens_nothing(
    http: httpx.AsyncClient, token: str, status: int
) -> None:
    for path in (f"/bot{token}/getMe", f"/file/bot{token}/photos/file_1.jpg"):
        answer = await http.get(path)
        assert (answer.status_code, answer.json()["ok"]) == (status, False)


async def test_an_unknown_method_is_not_found(
    http: httpx.AsyncClient, telegram_server: "TelegramServer"
) -> None:
    answer = await http.post(f"{telegram_server.bot_url}/sendTelepathy")
    assert answer.status_code == 404
    assert answer.json() == {"ok": False, "error_code": 404, "description": "Not Found"}


async def test_a_rejected_token_is_an_invalid_token_to_the_library(
    telegram_server: "TelegramServer",
) -> None:
    stranger = Bot("7000000001:" + "x" * 35, base_url=f"{telegram_server.url}/bot")
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()


async def test_every_encoding_of_parameters_is_read(
    http: httpx.AsyncClient, telegram_server: "TelegramServer", ann: "Person"
) -> None:
    url = f"{telegram_server.bot_url}/SENDmessage"
    markup = {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
    fields = {"chat_id": str(ann.id), "text": "1", "reply_markup": json.dumps(markup)}
    answers = [
        await http.get(url, params=fields),
        await http.post(url, data=fields),
        await http.post(url, json={"chat_id": ann.id, "text": "1", "reply_markup": markup}),
        await http.post(url, data=fields, files={"unused": b"x"}),
    ]
    results = [answer.json()["result"] for answer in answers]
    assert [result["message_id"] for result in results] == [1, 2, 3, 4]
    assert [result["reply_markup"] for result in results] == [markup] * 4


TOO_LONG_DATA = {"inline_keyboard": [[{"text": "A", "callback_data": "é" * 33}]]}
NO_ACTION = {"inline_keyboard": [[{"text": "A"}]]}
BAD_URL = {"inline_keyboard": [[{"text": "A", "url": "javascript:alert(1)"}]]}


@pytest.mark.parametrize(
    ("method", "fields", "reason"),
    [
        ("sendMessage", {"text": ""}, "message text is empty"),
        ("sendMessage", {"text": " \n "}, "message text is empty"),
        ("sendMessage", {"text": "x" * 4097}, "message is too long"),
        ("sendMessage", {"text": "x", "chat_id": 1}, "chat not found"),
        ("sendMessage", {"text": "x", "chat_id": "@nobody"}, "chat not found"),
        ("sendMessage", {"text": "x", "chat_id": None}, "chat not found"),
        ("sendMessage", {"text": "x", "reply_markup": TOO_LONG_DATA}, "BUTTON_DATA_INVALID"),
        (
            "sendMessage",
            {"text": "x", "reply_markup": NO_ACTION},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            "sendMessage",
            {"text": "x", "reply_markup": BAD_URL},
            "inline keyboard button URL 'javascript:alert(1)' is invalid: Unsupported URL protocol",
        ),
        (
            "sendMessage",
            {"text": "x", "reply_parameters": {"message_id": 99}},
            "message to be replied not found",
        ),
        ("sendPhoto", {"photo": "", "caption": "x" * 1025}, "message caption is too long"),
        ("sendPhoto", {}, "there is no photo in the request"),
        ("sendVideo", {"video": "nonsense"}, "wrong file identifier/HTTP URL specified"),
        ("sendVideo", {"video": "https://x.y/z.mp4"}, "failed to get HTTP URL content"),
        ("sendMediaGroup", {"media": []}, "there are no messages to send"),
        (
            "sendMediaGroup",
            {"media": [{"type": "photo", "media": "x"}] * 11},
            "too many messages to send as an album",
        ),
        (
            "sendMediaGroup",
            {"media": [{"type": "photo", "media": "x"}, {"type": "document", "media": "x"}]},
            "document can't be mixed with other media types",
        ),
        ("editMessageText", {"message_id": 99, "text": "x"}, "message to edit not found"),
        ("editMessageText", {"message_id": 1, "text": "x"}, "message can't be edited"),
        ("deleteMessage", {"message_id": 99}, "message to delete not found"),
        ("sendChatAction", {"action": "dancing"}, "wrong parameter action in request"),
        ("sendMessageDraft", {"draft_id": 0, "text": "x"}, "draft_id must be non-zero"),
        (
            "answerCallbackQuery",
            {"callback_query_id": "1"},
            "query is too old and response timeout expired or query ID is invalid",
        ),
        ("answerCallbackQuery", {"text": "x" * 201}, "MESSAGE_TOO_LONG"),
        ("sendMessageDraft", {"draft_id": 1, "text": "x" * 4097}, "message is too long"),
        (
            "setMessageReaction",
            {"message_id": 99, "reaction": []},
            "message to react not found",
        ),
        (
            "setMessageReaction",
            {"message_id": 1, "reaction": [{"type": "emoji", "emoji": "👍"}] * 2},
            "REACTIONS_TOO_MANY",
        ),
        (
            "sendMediaGroup",
            {"media": [{"type": "photo", "media": "x"}, {"type": "animation", "media": "x"}]},
            "can't parse InputMedia: type \"animation\" can't be used",
        ),
        ("getMyCommands", {"language_code": "english"}, "language_code is invalid"),
        ("setWebhook", {"url": "http://x", "secret_token": "a" * 257}, "secret token is too long"),
        (
            "setWebhook",
            {"url": "ftp://x"},
            "bad webhook: An HTTPS URL must be provided for webhook",
        ),
        ("getFile", {"file_id": "x"}, "wrong file_id or the file is temporarily unavailable"),
        (
            "setMyCommands",
            {"commands": [{"command": "Bad", "description": "x"}]},
            "BOT_COMMAND_INVALID",
        ),
        (
            "setMyCommands",
            {"commands": [{"command": "a", "description": ""}]},
            "BOT_COMMAND_DESCRIPTION_INVALID",
        ),
        (
            "setMyCommands",
            {"commands": [{"command": "a", "description": "x"}] * 101},
            "BOT_COMMANDS_TOO_MUCH",
        ),
        (
            "setWebhook",
            {"url": "http://x", "secret_token": "a b"},
            "secret token contains unallowed characters",
        ),
    ],
)
async def test_what_telegram_refuses_is_refused_in_its_words(
    http: httpx.AsyncClient,
    telegram_server: "TelegramServer",
    ann: "Person",
    method: str,
    fields: dict[str, object],
    reason: str,
) -> None:
    await ann.say("one message of a person")
    answer = await http.post(
        f"{telegram_server.bot_url}/{method}", json={"chat_id": ann.id, **fields}
    )
    assert (answer.status_code, answer.json()["description"]) == (400, f"Bad Request: {reason}")


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b"{"),
        ("application/json", b"[1]"),
        ("application/json", b'{"chat_id": 1, "reply_markup": "{"}'),
        ("application/json", b'{"chat_id": 1, "text": {"a": 1}}'),
        ("multipart/form-data; boundary=b", b"--b\r\nnonsense"),
    ],
)
async def test_a_body_that_cannot_be_read_is_a_bad_request(
    http: httpx.AsyncClient, telegram_server: "TelegramServer", kind: str, body: bytes
) -> None:
    url = f"{telegram_server.bot_url}/sendMessage"
    answer = await http.post(url, content=body, headers={"Content-Type": kind})
    assert (answer.status_code, answer.json()["ok"]) == (400, False)
    assert answer.json()["description"].startswith("Bad Request: ")


async def test_given_entities_and_links_on_buttons_are_kept(bot: Bot, ann: "Person") -> None:
    entity = MessageEntity(MessageEntity.TEXT_LINK, 0, 4, url="https://x.y/")
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Open", url="https://x.y/z")]])
    message = await bot.send_message(ann.id, "here", entities=[entity], reply_markup=keyboard)
    assert (message.entities, message.reply_markup) == ((entity,), keyboard)
    shown = await ann.newest()
    assert shown["entities"][0]["url"] == "https://x.y/"
    assert shown["buttons"] == [[{"text": "Open", "data": None, "url": "https://x.y/z"}]]


async def test_text_of_the_full_length_is_sent(bot: Bot, ann: "Person") -> None:
    message = await bot.send_message(ann.id, "😀" * 4096)
    assert message.text == "😀" * 4096


async def test_marks_become_entities_for_the_bot_and_the_page(bot: Bot, ann: "Person") -> None:
    message = await bot.send_message(ann.id, "😀 <b>bold</b>", parse_mode="HTML")
    assert message.parse_entities() == {message.entities[0]: "bold"}
    assert (await ann.newest())["entities"] == [{"type": "bold", "offset": 3, "length": 4}]


async def test_a_reply_carries_the_message_it_replies_to(bot: Bot, ann: "Person") -> None:
    (asked,) = await ann.say("question")
    answer = await bot.send_message(ann.id, "answer", reply_parameters=ReplyParameters(asked["id"]))
    assert answer.reply_to_message is not None
    assert answer.reply_to_message.text == "question"
    assert (await ann.newest())["reply_to"]["text"] == "question"


async def test_a_reply_to_what_is_gone_is_sent_where_that_is_allowed(
    bot: Bot, ann: "Person"
) -> None:
    lost = ReplyParameters(99, allow_sending_without_reply=True)
    answer = await bot.send_message(ann.id, "answer", reply_parameters=lost)
    assert answer.reply_to_message is None


async def test_an_edit_changes_the_message_in_place(bot: Bot, ann: "Person") -> None:
    message = await bot.send_message(ann.id, "10 %", reply_markup=_keyboard(("Cancel",)))
    edited = await bot.edit_message_text("20 %", ann.id, message.message_id)
    assert isinstance(edited, type(message))
    assert (edited.text, edited.reply_markup) == ("20 %", None)
    assert edited.edit_date is not None
    shown = await ann.newest()
    assert (shown["id"], shown["text"], shown["buttons"]) == (message.message_id, "20 %", [])


async def test_an_edit_that_changes_nothing_is_refused(bot: Bot, ann: "Person") -> None:
    message = await bot.send_message(ann.id, "<b>x</b>", parse_mode="HTML")
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_text("<b> x </b>", ann.id, message.message_id, parse_mode="HTML")
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_reply_markup(ann.id, message.message_id)
    await bot.edit_message_reply_markup(ann.id, message.message_id, reply_markup=_keyboard(("A",)))
    assert (await ann.newest())["edit_date"] is None


async def test_a_text_has_no_caption_and_a_photo_no_text_to_edit(
    bot: Bot, ann: "Person", png: bytes
) -> None:
    text = await bot.send_message(ann.id, "x")
    photo = await bot.send_photo(ann.id, png)
    with pytest.raises(BadRequest, match="There is no caption in the message to edit"):
        await bot.edit_message_caption(ann.id, text.message_id, caption="y")
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await bot.edit_message_text("y", ann.id, photo.message_id)
    await bot.edit_message_caption(ann.id, photo.message_id, caption="y")
    assert (await ann.newest())["text"] == "y"


async def test_messages_are_deleted(bot: Bot, ann: "Person") -> None:
    sent = [(await bot.send_message(ann.id, str(n))).message_id for n in range(3)]
    await bot.delete_message(ann.id, sent[0])
    await bot.delete_messages(ann.id, [*sent[:2], 99])
    assert [message["text"] for message in (await ann.state())["messages"]] == ["2"]


async def test_a_button_press_is_answered_once(bot: Bot, ann: "Person", inbox: "Inbox") -> None:
    message = await bot.send_message(ann.id, "x", reply_markup=_keyboard(("Export", "Stop")))
    pressed = await ann.post("/chat/press", message_id=message.message_id, data="do:Export")
    query = (await inbox.one()).callback_query
    assert query is not None
    assert (query.id, query.data) == (pressed.json()["query_id"], "do:Export")
    assert query.message is not None
    assert query.message.message_id == message.message_id
    assert await query.answer("Exporting")
    with pytest.raises(BadRequest, match="Query is too old"):
        await query.answer()


async def test_a_blocked_bot_is_forbidden_to_write(bot: Bot, ann: "Person") -> None:
    await ann.post("/chat/block", blocked=True)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(ann.id, "x")
    await ann.post("/chat/block", blocked=False)
    await bot.send_message(ann.id, "x")


async def test_a_chat_action_fades_by_itself() -> None:
    chat = Chats(action_shown_s=0.05).join("Ann", "en")
    chat.show_action("typing")
    assert chat.action == "typing"
    await asyncio.sleep(0.2)
    assert chat.action is None
    chat.close()


async def test_a_chat_action_shows_until_a_message_comes(bot: Bot, ann: "Person") -> None:
    await bot.send_chat_action(ann.id, "upload_video")
    assert (await ann.state())["action"] == "upload_video"
    await bot.send_message(ann.id, "x")
    assert (await ann.state())["action"] is None


async def test_a_reaction_shows_on_the_message(bot: Bot, ann: "Person") -> None:
    (said,) = await ann.say("hello")
    await bot.set_message_reaction(ann.id, said["id"], ReactionTypeEmoji("👀"))
    assert (await ann.newest())["reaction"] == "👀"
    await bot.set_message_reaction(ann.id, said["id"], ReactionTypeEmoji("❤️"))
    with pytest.raises(BadRequest, match="Reaction_invalid"):
        await bot.set_message_reaction(ann.id, said["id"], "🎬")
    await bot.set_message_reaction(ann.id, said["id"], [])
    assert (await ann.newest())["reaction"] is None


async def test_the_narrowest_menu_in_the_users_language_is_shown(
    bot: Bot, people: "People", ann: "Person"
) -> None:
    li = await people.join("李", language="zh-hans")
    await bot.set_my_commands([BotCommand("new", "New")])
    await bot.set_my_commands([BotCommand("new", "新建")], language_code="zh")
    await bot.set_my_commands([BotCommand("admin", "Admin")], scope=BotCommandScopeChat(ann.id))
    assert (await li.state())["commands"] == [{"command": "new", "description": "新建"}]
    assert (await ann.state())["commands"] == [{"command": "admin", "description": "Admin"}]
    assert await bot.get_my_commands() == (BotCommand("new", "New"),)
    assert await bot.get_my_commands(scope=BotCommandScopeAllPrivateChats()) == ()
    await bot.delete_my_commands(scope=BotCommandScopeChat(ann.id))
    assert (await ann.state())["commands"] == [{"command": "new", "description": "New"}]


async def test_names_and_descriptions_are_kept_per_language(
    bot: Bot, people: "People", ann: "Person"
) -> None:
    li = await people.join("李", language="zh")
    await bot.set_my_name("Video Maker")
    await bot.set_my_description("Makes videos")
    await bot.set_my_short_description("制作视频", language_code="zh")
    assert (await bot.get_my_name()).name == "Video Maker"
    assert (await bot.get_my_short_description()).short_description == ""
    shown = (await li.state())["bot"]
    assert (shown["first_name"], shown["description"]) == ("Video Maker", "Makes videos")
    assert shown["short_description"] == "制作视频"
    with pytest.raises(BadRequest, match="too long"):
        await bot.set_my_short_description("x" * 121)


async def test_the_rest_of_the_api_answers_as_the_library_expects(bot: Bot, ann: "Person") -> None:
    assert (await bot.get_chat(ann.id)).first_name == "Ann"
    assert (await bot.get_user_profile_photos(ann.id)).total_count == 0
    assert await bot.send_message_draft(ann.id, 7, "thinking")
    assert await bot.log_out()
    assert await bot.close()


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
async def test_a_flood_fault_tells_how_long_to_wait(
    bot: Bot, ann: "Person", faults: Faults
) -> None:
    body = {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 3",
        "parameters": {"retry_after": 3},
    }
    faults.arm(StatusFault(service="telegram", operation="sendMessage", status=429, body=body))
    with pytest.raises(RetryAfter):
        await bot.send_message(ann.id, "x")
    assert (await ann.state())["messages"] == []


async def test_an_answer_that_is_lost_leaves_the_message_sent(
    bot: Bot, ann: "Person", faults: Faults
) -> None:
    faults.arm(ResetAfterFault(service="telegram", operation="sendMessage"))
    with pytest.raises(NetworkError, match="ReadError"):
        await bot.send_message(ann.id, "x")
    assert (await ann.newest())["text"] == "x"
