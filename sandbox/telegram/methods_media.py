"""Bot API methods that send, change and load files.

Error texts are those of the Bot API server 10.0 (https://github.com/tdlib/telegram-bot-api).
"""

import secrets
from collections.abc import Awaitable, Callable
from typing import Literal

from pydantic import JsonValue

from sandbox.telegram.api import (
    Api,
    ChatRequest,
    FromJson,
    Request,
    Sending,
    WithCaption,
    WithMarkup,
)
from sandbox.telegram.errors import bad_request
from sandbox.telegram.media import BotMedia, Upload, again, from_bot
from sandbox.telegram.methods_text import editable, edited
from sandbox.telegram.model import Media, MediaType

MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024
ATTACHED = "attach://"


class FileDetails(Request):
    """What a bot may say of a file, whatever its kind."""

    width: int = 0
    height: int = 0
    duration: int = 0
    thumbnail: str = ""


class SendFile(Sending, WithCaption, FileDetails):
    """`sendPhoto`, `sendVideo`, …: each looks for its file under its own name."""

    photo: str = ""
    video: str = ""
    animation: str = ""
    audio: str = ""
    document: str = ""
    voice: str = ""
    video_note: str = ""


class InputMedia(WithCaption, FileDetails):
    """An `InputMedia`."""

    type: Literal["photo", "video", "animation", "audio", "document"]
    media: str


class SendMediaGroup(Sending):
    """`sendMediaGroup`."""

    media: FromJson[tuple[InputMedia, ...]] = ()


class EditMessageMedia(ChatRequest, WithMarkup):
    """`editMessageMedia`."""

    message_id: int
    media: FromJson[InputMedia]


class GetFile(Request):
    """`getFile`."""

    file_id: str = ""


def sender(type_: MediaType) -> Callable[[Api, SendFile], Awaitable[JsonValue]]:
    """The method that sends this kind of file and answers the message sent."""

    async def send(api: Api, request: SendFile) -> JsonValue:
        content, keyboard = request.content(), request.keyboard()
        chat = api.writable_chat(request.chat_id)
        reply_to = request.reply_to(chat)
        media = await _taken_in(api, getattr(request, type_), type_, request)
        message = chat.add("bot", content, media=media, reply_to=reply_to, keyboard=keyboard)
        return api.world.json.message(message, chat)

    return send


async def send_media_group(api: Api, request: SendMediaGroup) -> JsonValue:
    """Answers the messages sent."""
    _check_album([item.type for item in request.media])
    contents = [item.content() for item in request.media]
    chat = api.chat(request.chat_id)
    for _ in request.media:
        api.writable_chat(request.chat_id)
    reply_to = request.reply_to(chat)
    media = [await _taken_in(api, item.media, item.type, item) for item in request.media]
    group = str(secrets.randbits(60))
    messages = [
        chat.add("bot", content, media=one, group=group, reply_to=reply_to)
        for content, one in zip(contents, media, strict=True)
    ]
    return [api.world.json.message(message, chat) for message in messages]


async def edit_message_media(api: Api, request: EditMessageMedia) -> JsonValue:
    """Answers the message as it is now."""
    content, keyboard = request.media.content(), request.keyboard()
    chat = api.writable_chat(request.chat_id)
    message = editable(chat, request.message_id)
    media = await _taken_in(api, request.media.media, request.media.type, request.media)
    return edited(api, chat, message, content=content, keyboard=keyboard, media=media)


async def get_file(api: Api, request: GetFile) -> JsonValue:
    """Answers a `File`."""
    stored = api.world.files.by_id(request.file_id)
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if stored.size > MAX_DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return api.world.json.file(stored)


def _check_album(types: list[MediaType]) -> None:
    if len(types) > 10:
        raise bad_request("too many messages to send as an album")
    if len(types) < 2:
        raise bad_request("there are no messages to send")
    if "animation" in types:
        raise bad_request("can't parse InputMedia: type \"animation\" can't be used")
    for alone in ("document", "audio"):
        if alone in types and len(set(types)) > 1:
            raise bad_request(f"{alone} can't be mixed with other media types")


async def _taken_in(api: Api, sent: str, type_: MediaType, details: FileDetails) -> Media:
    """The file named by a parameter: uploaded with the call, or one Telegram has already."""
    if upload := _attached(api, sent):
        said = BotMedia(
            type=type_,
            width=details.width,
            height=details.height,
            duration=details.duration,
            thumbnail=_attached(api, details.thumbnail),
        )
        return await from_bot(api.world.files, upload, said)
    if not sent:
        raise bad_request(f"there is no {type_} in the request")
    if sent.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    stored = api.world.files.by_id(sent)
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    media = again(stored)
    if "photo" in {media.type, type_} and media.type != type_:
        raise bad_request(
            f"can't use file of type {media.type.capitalize()} as {type_.capitalize()}"
        )
    return media


def _attached(api: Api, sent: str) -> Upload | None:
    return api.uploads.get(sent.removeprefix(ATTACHED)) if sent.startswith(ATTACHED) else None
