"""Bot API methods that write, change and remove messages, without files.

Error texts are those of the Bot API server 10.0 (https://github.com/tdlib/telegram-bot-api).
"""

from dataclasses import replace

from pydantic import Field, JsonValue

from sandbox.telegram.api import (
    Api,
    ChatRequest,
    FromJson,
    Request,
    Sending,
    WithCaption,
    WithMarkup,
    WithText,
)
from sandbox.telegram.chats import Chat
from sandbox.telegram.errors import bad_request
from sandbox.telegram.model import Keyboard, Media, Message, RichText
from sandbox.telegram.reactions import REACTIONS

MAX_CALLBACK_TEXT = 200
MAX_TEXT = 4096
CHAT_ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "record_audio",
    "upload_audio",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}


class SendMessage(Sending, WithText):
    """`sendMessage`."""


class EditMessageText(ChatRequest, WithText, WithMarkup):
    """`editMessageText`."""

    message_id: int


class EditMessageCaption(ChatRequest, WithCaption, WithMarkup):
    """`editMessageCaption`."""

    message_id: int


class EditMessageReplyMarkup(ChatRequest, WithMarkup):
    """`editMessageReplyMarkup`."""

    message_id: int


class DeleteMessage(ChatRequest):
    """`deleteMessage`."""

    message_id: int


class DeleteMessages(ChatRequest):
    """`deleteMessages`."""

    message_ids: FromJson[tuple[int, ...]] = Field(min_length=1, max_length=100)


class SendChatAction(ChatRequest):
    """`sendChatAction`."""

    action: str = ""


class SendMessageDraft(ChatRequest):
    """`sendMessageDraft`."""

    draft_id: int = 0
    text: str = ""


class AnswerCallbackQuery(Request):
    """`answerCallbackQuery`."""

    callback_query_id: str = ""
    text: str = ""
    show_alert: bool = False


class ReactionIn(Request):
    """A `ReactionType`."""

    type: str
    emoji: str = ""


class SetMessageReaction(ChatRequest):
    """`setMessageReaction`."""

    message_id: int
    reaction: FromJson[tuple[ReactionIn, ...]] = ()


async def send_message(api: Api, request: SendMessage) -> JsonValue:
    """Answers the message sent."""
    content, keyboard = request.content(), request.keyboard()
    chat = api.writable_chat(request.chat_id)
    message = chat.add("bot", content, reply_to=request.reply_to(chat), keyboard=keyboard)
    return api.world.json.message(message, chat)


async def edit_message_text(api: Api, request: EditMessageText) -> JsonValue:
    """Answers the message as it is now."""
    content, keyboard = request.content(), request.keyboard()
    chat = api.writable_chat(request.chat_id)
    message = editable(chat, request.message_id)
    if message.media:
        raise bad_request("there is no text in the message to edit")
    return edited(api, chat, message, content=content, keyboard=keyboard)


async def edit_message_caption(api: Api, request: EditMessageCaption) -> JsonValue:
    """Answers the message as it is now."""
    content, keyboard = request.content(), request.keyboard()
    chat = api.writable_chat(request.chat_id)
    message = editable(chat, request.message_id)
    if not message.media:
        raise bad_request("there is no caption in the message to edit")
    return edited(api, chat, message, content=content, keyboard=keyboard)


async def edit_message_reply_markup(api: Api, request: EditMessageReplyMarkup) -> JsonValue:
    """Answers the message as it is now; Telegram does not date a change of buttons."""
    keyboard = request.keyboard()
    chat = api.writable_chat(request.chat_id)
    message = editable(chat, request.message_id)
    _refuse_same(message, replace(message, keyboard=keyboard))
    return api.world.json.message(chat.put(replace(message, keyboard=keyboard)), chat)


def editable(chat: Chat, message_id: int) -> Message:
    """A message of the bot; raises ApiError where it is gone or a person's."""
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request("message to edit not found")
    if message.author != "bot":
        raise bad_request("message can't be edited")
    return message


def edited(
    api: Api,
    chat: Chat,
    message: Message,
    *,
    content: RichText,
    keyboard: Keyboard,
    media: Media | None = None,
) -> JsonValue:
    """Change a message and answer it; raises ApiError where nothing would change."""
    changed = replace(message, content=content, keyboard=keyboard, media=media or message.media)
    _refuse_same(message, changed)
    return api.world.json.message(chat.edit(changed), chat)


def _refuse_same(message: Message, changed: Message) -> None:
    if changed == message:
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly "
            "the same as a current content and reply markup of the message"
        )


async def delete_message(api: Api, request: DeleteMessage) -> JsonValue:
    """Answers True."""
    chat = api.chat(request.chat_id)
    if request.message_id not in chat.messages:
        raise bad_request("message to delete not found")
    chat.delete([request.message_id])
    return True


async def delete_messages(api: Api, request: DeleteMessages) -> JsonValue:
    """Answers True; what is gone already is skipped."""
    api.chat(request.chat_id).delete(request.message_ids)
    return True


async def send_chat_action(api: Api, request: SendChatAction) -> JsonValue:
    """Answers True."""
    chat = api.chat(request.chat_id)
    if request.action not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.show_action(request.action)
    return True


async def send_message_draft(api: Api, request: SendMessageDraft) -> JsonValue:
    """Answers True; the chat page shows a draft as typing."""
    chat = api.chat(request.chat_id)
    if request.draft_id == 0:
        raise bad_request("draft_id must be non-zero")
    if len(request.text) > MAX_TEXT:
        raise bad_request("message is too long")
    chat.show_action("typing")
    return True


async def answer_callback_query(api: Api, request: AnswerCallbackQuery) -> JsonValue:
    """Answers True."""
    if len(request.text) > MAX_CALLBACK_TEXT:
        raise bad_request("MESSAGE_TOO_LONG")
    chat = api.world.chats.close_query(request.callback_query_id)
    if chat is None:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    chat.feed.publish(
        {
            "type": "callback_answer",
            "query_id": request.callback_query_id,
            "text": request.text,
            "show_alert": request.show_alert,
        }
    )
    return True


async def set_message_reaction(api: Api, request: SetMessageReaction) -> JsonValue:
    """Answers True; a bot has one reaction to a message."""
    chat = api.chat(request.chat_id)
    message = chat.messages.get(request.message_id)
    if message is None:
        raise bad_request("message to react not found")
    emoji = request.reaction[0].emoji.replace("\ufe0f", "") if request.reaction else None
    if len(request.reaction) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if emoji is not None and emoji not in REACTIONS:
        raise bad_request("REACTION_INVALID")
    chat.put(replace(message, reaction=emoji))
    return True
