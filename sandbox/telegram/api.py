"""What every Bot API method works with: the request as values, and the chat it is about."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, JsonValue, ValidationError

from sandbox.telegram.chats import Chat
from sandbox.telegram.errors import ApiError, bad_request
from sandbox.telegram.formatting import formatted
from sandbox.telegram.media import Upload
from sandbox.telegram.model import Button, Entity, Keyboard, RichText
from sandbox.telegram.world import World

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_CALLBACK_DATA_BYTES = 64
_OTHER_ACTIONS = {
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
}

T = TypeVar("T")
R = TypeVar("R", bound="Request")


def _decoded(value: JsonValue) -> JsonValue:
    return json.loads(value) if isinstance(value, str) else value


# Forms carry objects as JSON text; JSON bodies carry them as they are.
FromJson = Annotated[T, BeforeValidator(_decoded)]


class Request(BaseModel):
    """The parameters of a method; unknown ones are ignored, as Telegram does."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class ChatRequest(Request):
    """A method about one chat."""

    chat_id: int


class EntityIn(Request):
    """A `MessageEntity`."""

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None


class ButtonIn(BaseModel):
    """An `InlineKeyboardButton`."""

    model_config = ConfigDict(frozen=True, extra="allow")

    text: str
    callback_data: str | None = None
    url: str | None = None

    def checked(self) -> Button:
        """The button; raises ApiError where Telegram refuses it."""
        if (
            not self.callback_data
            and not self.url
            and not _OTHER_ACTIONS & {*(self.model_extra or ())}
        ):
            raise bad_request(
                "can't parse inline keyboard button: "
                "Text buttons are unallowed in the inline keyboard"
            )
        if len((self.callback_data or "").encode()) > MAX_CALLBACK_DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
        if self.url and not self.url.startswith(("http://", "https://", "tg://")):
            raise bad_request(
                f"inline keyboard button URL '{self.url}' is invalid: Unsupported URL protocol"
            )
        return Button(text=self.text, data=self.callback_data, url=self.url)


class Markup(Request):
    """A `reply_markup`; only inline keyboards are shown, the other kinds are accepted."""

    inline_keyboard: tuple[tuple[ButtonIn, ...], ...] = ()

    def keyboard(self) -> Keyboard:
        """The buttons; raises ApiError where Telegram refuses one."""
        rows = (tuple(button.checked() for button in row) for row in self.inline_keyboard)
        return tuple(row for row in rows if row)


class WithMarkup(Request):
    """A method that may put buttons under a message."""

    reply_markup: FromJson[Markup | None] = None

    def keyboard(self) -> Keyboard:
        """The buttons; raises ApiError where Telegram refuses one."""
        return self.reply_markup.keyboard() if self.reply_markup else ()


class WithCaption(Request):
    """A method or part of one that carries a caption."""

    caption: str = ""
    parse_mode: str | None = None
    caption_entities: FromJson[tuple[EntityIn, ...]] = ()

    def content(self) -> RichText:
        """The caption; raises ApiError where it is too long or cannot be parsed."""
        rich = formatted(
            self.caption, parse_mode=self.parse_mode, entities=entities_of(self.caption_entities)
        )
        if len(rich.text) > MAX_CAPTION:
            raise bad_request("message caption is too long")
        return rich


class WithText(Request):
    """A method that carries a text."""

    text: str = ""
    parse_mode: str | None = None
    entities: FromJson[tuple[EntityIn, ...]] = ()

    def content(self) -> RichText:
        """The text; raises ApiError where it is empty, too long or cannot be parsed."""
        rich = formatted(self.text, parse_mode=self.parse_mode, entities=entities_of(self.entities))
        if not rich.text:
            raise bad_request("message text is empty")
        if len(rich.text) > MAX_TEXT:
            raise bad_request("message is too long")
        return rich


class ReplyParameters(Request):
    """A `ReplyParameters`."""

    message_id: int
    allow_sending_without_reply: bool = False


class Sending(ChatRequest, WithMarkup):
    """A method that sends a message."""

    reply_parameters: FromJson[ReplyParameters | None] = None

    def reply_to(self, chat: Chat) -> int | None:
        """The message replied to; raises ApiError where it is gone and that matters."""
        reply = self.reply_parameters
        if reply is None or reply.message_id in chat.messages:
            return reply.message_id if reply else None
        if reply.allow_sending_without_reply:
            return None
        raise bad_request("message to be replied not found")


def entities_of(sent: tuple[EntityIn, ...]) -> tuple[Entity, ...]:
    """Entities as values of ours."""
    return tuple(Entity(**entity.model_dump()) for entity in sent)


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """One call: the world it acts on, and the files that came with it by part name."""

    world: World
    uploads: Mapping[str, Upload]

    def chat(self, chat_id: int) -> Chat:
        """The chat; raises ApiError where there is none or the user does not want the bot."""
        chat = self.world.chats.by_id(chat_id)
        if chat is None:
            raise bad_request("chat not found")
        if chat.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        return chat

    def writable_chat(self, chat_id: int) -> Chat:
        """The same, where the flood limit has to be kept too."""
        chat = self.chat(chat_id)
        if self.world.flood:
            self.world.flood.spend(chat_id)
        return chat


Fields = Mapping[str, JsonValue]
Method = Callable[[Api, Fields], Awaitable[JsonValue]]


def method(model: type[R], act: Callable[[Api, R], Awaitable[JsonValue]]) -> Method:
    """A method that takes its parameters as `model`."""

    async def run(api: Api, fields: Fields) -> JsonValue:
        try:
            request = model.model_validate(fields)
        except ValidationError as exc:
            raise _refusal(exc) from exc
        return await act(api, request)

    return run


def _refusal(exc: ValidationError) -> ApiError:
    error = exc.errors(include_url=False)[0]
    name = ".".join(str(part) for part in error["loc"])
    if error["type"] == "missing" and name == "chat_id":
        return bad_request("chat_id is empty")
    if name == "chat_id":
        return bad_request("chat not found")
    return bad_request(f"can't parse parameter {name}: {error['msg']}")
