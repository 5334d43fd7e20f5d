"""Makes messages of what a person sends at once, as Telegram's apps do; knows no HTTP."""

import secrets
from collections.abc import Sequence

from sandbox.telegram.api import MAX_TEXT
from sandbox.telegram.chats import Chat
from sandbox.telegram.formatting import formatted
from sandbox.telegram.model import Media, Message


def add_text(chat: Chat, text: str, reply_to: int | None) -> Sequence[Message]:
    """Several messages where one would be too long, as Telegram's apps do; none for no text."""
    whole = formatted(text).text
    pieces = [whole[at : at + MAX_TEXT] for at in range(0, len(whole), MAX_TEXT)]
    return [chat.add("user", formatted(piece), reply_to=reply_to) for piece in pieces]


def add_files(
    chat: Chat, media: Sequence[Media], caption: str, reply_to: int | None
) -> Sequence[Message]:
    """One album where its files may go together, else several messages; one caption in all."""
    messages: list[Message] = []
    for album in _albums(media):
        group = str(secrets.randbits(60)) if len(album) > 1 else None
        for one in album:
            content = formatted("" if messages else caption)
            messages.append(chat.add("user", content, media=one, group=group, reply_to=reply_to))
    return messages


def _albums(media: Sequence[Media]) -> Sequence[Sequence[Media]]:
    """Photos and videos go together; documents, and audio, only among themselves."""
    albums: list[list[Media]] = []
    for one in media:
        if albums and one.type != "animation" and _family(albums[-1][-1]) == _family(one):
            albums[-1].append(one)
        else:
            albums.append([one])
    return albums


def _family(media: Media) -> str:
    return "visual" if media.type in ("photo", "video") else media.type
