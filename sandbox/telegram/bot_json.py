"""Messages as the Bot API spells them; it knows nothing of the chat page.

Source: https://core.telegram.org/bots/api#message and the types it refers to.
"""

from collections.abc import Mapping

from pydantic import JsonValue

from sandbox.telegram.chats import Chat
from sandbox.telegram.files import Files, StoredFile
from sandbox.telegram.model import Button, Entity, Keyboard, Media, Message, User

Json = dict[str, JsonValue]


class BotJson:
    """Writes Bot API objects; needs the bot's own `User` object and the files' sizes."""

    def __init__(self, bot_user: Json, files: Files) -> None:
        self._bot_user = bot_user
        self._files = files

    def message(self, message: Message, chat: Chat) -> Json:
        """A `Message`, with the one it replies to."""
        data = self._plain_message(message, chat)
        original = chat.messages.get(message.reply_to) if message.reply_to else None
        if original:
            data["reply_to_message"] = self._plain_message(original, chat)
        return data

    def callback_query(self, query_id: str, message: Message, chat: Chat, data: str) -> Json:
        """A `CallbackQuery`."""
        return {
            "id": query_id,
            "from": user_json(chat.user),
            "message": self.message(message, chat),
            "chat_instance": str(chat.user.id),
            "data": data,
        }

    def bot_member(self, chat: Chat, *, was: str, now: str, date: int) -> Json:
        """A `ChatMemberUpdated` of the bot: a user blocked it, or took it back."""
        old: Json = {"status": was, "user": self._bot_user}
        new: Json = {"status": now, "user": self._bot_user}
        for member in (old, new):
            if member["status"] == "kicked":
                member["until_date"] = 0
        return {
            "chat": chat_json(chat.user),
            "from": user_json(chat.user),
            "date": date,
            "old_chat_member": old,
            "new_chat_member": new,
        }

    def file(self, stored: StoredFile) -> Json:
        """A `File`, with the path to load it from."""
        return {
            "file_id": stored.file_id,
            "file_unique_id": stored.unique_id,
            "file_size": stored.size,
            "file_path": stored.api_path,
        }

    def _plain_message(self, message: Message, chat: Chat) -> Json:
        data: Json = {
            "message_id": message.id,
            "from": self._bot_user if message.author == "bot" else user_json(chat.user),
            "chat": chat_json(chat.user),
            "date": message.date,
        }
        if message.edit_date:
            data["edit_date"] = message.edit_date
        if message.group:
            data["media_group_id"] = message.group
        if message.media:
            data |= self._media(message.media)
        if message.content.text:
            text, entities = (
                ("caption", "caption_entities") if message.media else ("text", "entities")
            )
            data[text] = message.content.text
            if message.content.entities:
                data[entities] = [_entity(entity) for entity in message.content.entities]
        if message.keyboard:
            data["reply_markup"] = _keyboard(message.keyboard)
        return data

    def _media(self, media: Media) -> Json:
        stored = self._stored(media.file_id)
        thumb = self._photo_size(self._stored(media.thumb)) if media.thumb else None
        if media.type == "photo":
            sizes = [thumb] if thumb else []
            return {"photo": [*sizes, self._photo_size(stored)]}
        data: Json = {
            "file_id": media.file_id,
            "file_unique_id": stored.unique_id,
            "mime_type": media.mime,
            "file_size": media.size,
        }
        if media.type not in ("voice", "video_note"):
            data["file_name"] = media.name
        if media.type in ("video", "animation"):
            data |= {"width": media.width, "height": media.height}
        if media.type == "video_note":
            data["length"] = media.width
        if media.type != "document":
            data["duration"] = media.duration
        if thumb:
            data["thumbnail"] = thumb
        if media.type == "animation":
            # Telegram fills in both, for bots that do not know animations.
            document = {k: v for k, v in data.items() if k not in ("width", "height", "duration")}
            return {"animation": data, "document": document}
        return {media.type: data}

    def _photo_size(self, stored: StoredFile) -> Json:
        return {
            "file_id": stored.file_id,
            "file_unique_id": stored.unique_id,
            "width": stored.traits.width,
            "height": stored.traits.height,
            "file_size": stored.size,
        }

    def _stored(self, file_id: str) -> StoredFile:
        stored = self._files.by_id(file_id)
        if stored is None:
            raise LookupError(f"a message refers to a file that is gone: {file_id}")
        return stored


def user_json(user: User) -> Json:
    """A `User` who is a person."""
    return {
        "id": user.id,
        "is_bot": False,
        "first_name": user.first_name,
        "language_code": user.language_code,
    }


def chat_json(user: User) -> Json:
    """The `Chat` with a person."""
    return {"id": user.id, "type": "private", "first_name": user.first_name}


def _entity(entity: Entity) -> Json:
    data: Json = {"type": entity.type, "offset": entity.offset, "length": entity.length}
    optional: Mapping[str, str | None] = {"url": entity.url, "language": entity.language}
    return data | {name: value for name, value in optional.items() if value}


def _keyboard(keyboard: Keyboard) -> Json:
    return {"inline_keyboard": [[_button(button) for button in row] for row in keyboard]}


def _button(button: Button) -> Json:
    if button.url:
        return {"text": button.text, "url": button.url}
    return {"text": button.text, "callback_data": button.data}
