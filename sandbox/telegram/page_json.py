"""Messages as the chat page and `python -m sandbox say` read them; knows no Bot API."""

from collections.abc import Mapping

from pydantic import JsonValue

from sandbox.telegram.model import Entity, Media, Message, User


def message_json(message: Message, others: Mapping[int, Message]) -> dict[str, JsonValue]:
    """A message; `others` are those of its chat, by id, for the one it replies to."""
    original = others.get(message.reply_to) if message.reply_to else None
    return {
        "id": message.id,
        "date": message.date,
        "edit_date": message.edit_date,
        "from": message.author,
        "text": message.content.text,
        "entities": [_entity(entity) for entity in message.content.entities],
        "media": _media(message.media) if message.media else None,
        "group": message.group,
        "reply_to": _short(original) if original else None,
        "buttons": [
            [{"text": button.text, "data": button.data, "url": button.url} for button in row]
            for row in message.keyboard
        ],
        "reaction": message.reaction,
    }


def user_json(user: User) -> dict[str, JsonValue]:
    """A user, without the key."""
    return {"id": user.id, "first_name": user.first_name, "language_code": user.language_code}


def _short(message: Message) -> dict[str, JsonValue]:
    return {
        "id": message.id,
        "text": message.content.text,
        "from": message.author,
        "media": _media(message.media) if message.media else None,
    }


def _entity(entity: Entity) -> dict[str, JsonValue]:
    data: dict[str, JsonValue] = {
        "type": entity.type,
        "offset": entity.offset,
        "length": entity.length,
    }
    if entity.url:
        data["url"] = entity.url
    if entity.language:
        data["language"] = entity.language
    return data


def _media(media: Media) -> dict[str, JsonValue]:
    return {
        "type": media.type,
        "file_id": media.file_id,
        "name": media.name,
        "mime": media.mime,
        "size": media.size,
        "width": media.width,
        "height": media.height,
        "duration": media.duration,
        "thumb": media.thumb,
    }
