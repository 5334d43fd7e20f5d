"""What the sandbox's Telegram remembers: frozen values, without any wire format."""

from dataclasses import dataclass
from typing import Literal

Author = Literal["user", "bot"]
MediaType = Literal["photo", "video", "document", "animation", "audio", "voice", "video_note"]


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A person who talks to the bot; `id` is the id of the private chat as well."""

    id: int
    first_name: str
    language_code: str
    key: str
    """What proves to the chat page's API that a request is this person's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A part of a text that has a meaning; offset and length are in UTF-16 code units."""

    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RichText:
    """A text as it is read, and its entities."""

    text: str
    entities: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A file in a message; sizes in pixels, duration in seconds, 0 where nobody said."""

    type: MediaType
    file_id: str
    name: str
    mime: str
    size: int
    width: int = 0
    height: int = 0
    duration: int = 0
    thumb: str | None = None
    """The file id of a small JPEG."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button under a message: it either answers `data` to the bot or opens `url`."""

    text: str
    data: str | None
    url: str | None


Keyboard = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message; with media, `content` is the caption. Dates are seconds since 1970."""

    id: int
    chat_id: int
    date: int
    author: Author
    content: RichText
    edit_date: int | None = None
    media: Media | None = None
    group: str | None = None
    reply_to: int | None = None
    keyboard: Keyboard = ()
    reaction: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """An entry of the bot's menu."""

    command: str
    description: str
