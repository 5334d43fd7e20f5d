"""What a person can do in the chat: the API of the chat page and of `python -m sandbox say`.

It knows nothing of the Bot API's wire format; what happens here reaches the bot as updates.
"""

import json
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from sandbox.telegram.api import MAX_CAPTION, MAX_TEXT
from sandbox.telegram.chats import Chat
from sandbox.telegram.composing import add_files, add_text
from sandbox.telegram.formatting import formatted
from sandbox.telegram.incoming import received
from sandbox.telegram.media import Upload, from_user
from sandbox.telegram.model import Media, MediaType
from sandbox.telegram.page_json import message_json, user_json
from sandbox.telegram.world import World

MAX_FILES = 10
MAX_SEND_BYTES = 2_000_000_000
KEEP_ALIVE_S = 15.0
_INLINE = ("image/", "video/", "audio/")

M = TypeVar("M", bound="_Body")


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True)


class Join(_Body):
    """`POST /chat/users`."""

    name: str = Field(min_length=1, max_length=64)
    language: str = Field(default="en", pattern="^[A-Za-z]{2,3}(-[A-Za-z0-9]+)*$")
    resume: bool = False


class Change(_Body):
    """`PATCH /chat/users/me`."""

    name: str | None = Field(default=None, min_length=1, max_length=64)
    language: str | None = Field(default=None, pattern="^[A-Za-z]{2,3}(-[A-Za-z0-9]+)*$")


class Press(_Body):
    """`POST /chat/press`."""

    message_id: int
    data: str


class Edit(_Body):
    """`POST /chat/edit`."""

    message_id: int
    text: str = Field(max_length=MAX_TEXT)


class Block(_Body):
    """`POST /chat/block`."""

    blocked: bool


class People:
    """The endpoints under `/chat`; each finds its user by key."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> Sequence[Route]:
        """All endpoints."""
        return (
            Route("/chat/users", self.join, methods=["POST"]),
            Route("/chat/users/me", self.change, methods=["PATCH"]),
            Route("/chat/state", self.state),
            Route("/chat/events", self.events),
            Route("/chat/send", self.send, methods=["POST"]),
            Route("/chat/press", self.press, methods=["POST"]),
            Route("/chat/edit", self.edit, methods=["POST"]),
            Route("/chat/messages/{message_id:int}", self.delete, methods=["DELETE"]),
            Route("/chat/block", self.block, methods=["POST"]),
            Route("/chat/file/{file_id}", self.file),
            Route("/chat/thumb/{file_id}", self.file),
        )

    async def join(self, request: Request) -> Response:
        """A new user, or with `resume` the one of that name."""
        body = await _body(request, Join)
        chat = self._world.chats.by_name(body.name) if body.resume else None
        if chat is None:
            chat = self._world.chats.join(body.name, body.language)
        user = chat.user
        return JSONResponse({"user": user_json(user), "chat_id": user.id, "key": user.key})

    async def change(self, request: Request) -> Response:
        """Change one's name or language."""
        chat = self._chat(request)
        body = await _body(request, Change)
        chat.user = replace(
            chat.user,
            first_name=body.name or chat.user.first_name,
            language_code=body.language or chat.user.language_code,
        )
        chat.feed.publish({"type": "commands", "commands": self._world.menu_for(chat)})
        return JSONResponse({"user": user_json(chat.user)})

    async def state(self, request: Request) -> Response:
        """Everything a page needs to draw the chat; `cursor` is where its events go on."""
        chat = self._chat(request)
        language = chat.user.language_code
        bot = self._world.bot_user()
        for kind in ("name", "description", "short_description"):
            field = "first_name" if kind == "name" else kind
            bot[field] = self._world.profile.text(kind, language)
        return JSONResponse(
            {
                "bot": bot,
                "me": user_json(chat.user),
                "messages": [message_json(m, chat.messages) for m in chat.messages.values()],
                "commands": self._world.menu_for(chat),
                "action": chat.action,
                "read_up_to": chat.read_up_to,
                "blocked": chat.blocked,
                "now": int(time.time()),
                "cursor": chat.feed.cursor,
            }
        )

    async def events(self, request: Request) -> Response:
        """Server-Sent Events after a cursor, for as long as the other side listens."""
        chat = self._chat(request)
        sent = request.headers.get("last-event-id") or request.query_params.get("after", "")
        cursor = int(sent) if sent.isascii() and sent.isdigit() else chat.feed.cursor
        return StreamingResponse(
            _stream(chat, cursor),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store"},
        )

    async def send(self, request: Request) -> Response:
        """Send a text, a file, or an album."""
        chat = self._talking_chat(request)
        if int(request.headers.get("content-length", "0")) > MAX_SEND_BYTES:
            raise HTTPException(413, "A file can have up to 2 GB.")
        # What is sent later arrives later, even if the files before it take their time.
        async with chat.sending, request.form(max_files=MAX_FILES) as form:
            text = str(form.get("text") or "")
            reply_to = _number(form.get("reply_to"))
            as_type: MediaType | None = "document" if form.get("as_document") == "1" else None
            files = [sent for sent in form.getlist("files") if isinstance(sent, UploadFile)]
            uploads = [await received(sent, self._world.files) for sent in files]
            if reply_to not in chat.messages:
                reply_to = None
            if uploads:
                media = await self._taken_in(uploads, text, as_type)
                messages = add_files(chat, media, text, reply_to)
            else:
                messages = add_text(chat, text, reply_to)
            if not messages:
                raise HTTPException(400, "A message needs some text or a file.")
        for message in messages:
            self._world.tell_message("message", message, chat)
        return JSONResponse({"messages": [message_json(m, chat.messages) for m in messages]})

    async def press(self, request: Request) -> Response:
        """Press a button under a message."""
        chat = self._talking_chat(request)
        body = await _body(request, Press)
        message = chat.messages.get(body.message_id)
        buttons = [b.data for row in message.keyboard for b in row] if message else []
        if message is None or body.data not in buttons:
            raise HTTPException(400, "This button is not there any more.")
        return JSONResponse({"query_id": self._world.press(message, chat, body.data)})

    async def edit(self, request: Request) -> Response:
        """Change one's own message."""
        chat = self._talking_chat(request)
        body = await _body(request, Edit)
        message = chat.messages.get(body.message_id)
        if message is None or message.author != "user":
            raise HTTPException(404, "There is no such message of yours.")
        content = formatted(body.text)
        if not content.text and not message.media:
            raise HTTPException(400, "A message needs some text.")
        if content != message.content:
            message = chat.edit(replace(message, content=content))
            self._world.tell_message("edited_message", message, chat)
        return JSONResponse({"message": message_json(message, chat.messages)})

    async def delete(self, request: Request) -> Response:
        """Remove a message for both sides; bots are not told of that."""
        chat = self._chat(request)
        message_id: int = request.path_params["message_id"]
        if message_id not in chat.messages:
            raise HTTPException(404, "There is no such message.")
        chat.delete([message_id])
        return JSONResponse({})

    async def block(self, request: Request) -> Response:
        """Block the bot, or take it back."""
        chat = self._chat(request)
        body = await _body(request, Block)
        self._world.set_blocked(chat, blocked=body.blocked)
        return JSONResponse({"blocked": chat.blocked})

    async def file(self, request: Request) -> Response:
        """A file's bytes, also in ranges, so that a video can be sought in."""
        self._chat(request)
        stored = self._world.files.by_id(request.path_params["file_id"])
        if stored is None:
            raise HTTPException(404, "There is no such file.")
        mime = stored.traits.mime
        # A page someone has sent must not run with the rights of the chat page.
        shown = mime.startswith(_INLINE) and "svg" not in mime
        return FileResponse(
            stored.path,
            media_type=mime,
            filename=stored.traits.name,
            content_disposition_type="inline" if shown else "attachment",
            headers={
                "X-Content-Type-Options": "nosniff",
                "Cache-Control": "private, max-age=86400",
            },
        )

    def _chat(self, request: Request) -> Chat:
        key = request.headers.get("x-chat-key") or request.query_params.get("key", "")
        chat = self._world.chats.by_key(key)
        if chat is None:
            raise HTTPException(401, "Nobody has this key; join with POST /chat/users.")
        return chat

    def _talking_chat(self, request: Request) -> Chat:
        chat = self._chat(request)
        if chat.blocked:
            raise HTTPException(400, "You have blocked the bot; unblock it first.")
        return chat

    async def _taken_in(
        self, uploads: Sequence[Upload], text: str, as_type: MediaType | None
    ) -> Sequence[Media]:
        if len(formatted(text).text) > MAX_CAPTION:
            self._world.files.discard([upload.path for upload in uploads])
            raise HTTPException(400, f"A caption can have up to {MAX_CAPTION} characters.")
        return [await from_user(self._world.files, one, as_type=as_type) for one in uploads]


async def _stream(chat: Chat, cursor: int) -> AsyncIterator[str]:
    yield "retry: 1000\n\n"
    while not chat.feed.closed:
        events = await chat.feed.after(cursor, patience_s=KEEP_ALIVE_S)
        if not events:
            yield ": still here\n\n"
        for event in events:
            data = json.dumps(event.data, ensure_ascii=False)
            yield f"id: {event.cursor}\ndata: {data}\n\n"
            cursor = event.cursor


async def _body(request: Request, model: type[M]) -> M:
    try:
        return model.model_validate_json(await request.body())
    except ValidationError as exc:
        error = exc.errors(include_url=False)[0]
        field = ".".join(str(part) for part in error["loc"]) or "The body"
        raise HTTPException(400, f"{field}: {error['msg']}.") from exc


def _number(sent: object) -> int | None:
    return int(sent) if isinstance(sent, str) and sent.isascii() and sent.isdigit() else None
