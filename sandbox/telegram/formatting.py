"""Turns what was typed or sent into a text with entities, by Telegram's rules; knows no message.

Source: https://core.telegram.org/bots/api#formatting-options and the texts of the server's errors.
"""

import re
from dataclasses import replace

from sandbox.telegram import html_text, markdown_text
from sandbox.telegram.entity_builder import utf16_length
from sandbox.telegram.errors import bad_request
from sandbox.telegram.model import Entity, RichText

# What Telegram finds in a text by itself, in both directions.
_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"']+[^\s<>\"'.,!?;:)])"
    r"|(?P<email>[\w.+-]+@[\w-]+\.[\w.-]*\w)"
    r"|(?P<bot_command>(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?!\w))"
    r"|(?P<mention>(?<!\w)@\w{4,32})"
    r"|(?P<hashtag>(?<!\w)#\w*[^\W\d]\w*)"
)
_OPAQUE = {"code", "pre", "text_link", "url"}


def formatted(
    text: str, *, parse_mode: str | None = None, entities: tuple[Entity, ...] = ()
) -> RichText:
    """The text as it is read: marks parsed, blanks around it gone, links and commands found.

    Raises ApiError where the marks cannot be parsed.
    """
    return _with_found(_trimmed(_parsed(text.replace("\r", ""), parse_mode, entities)))


def _parsed(text: str, parse_mode: str | None, entities: tuple[Entity, ...]) -> RichText:
    match (parse_mode or "").lower():
        case "":
            return RichText(text=text, entities=entities)
        case "html":
            return html_text.parse(text)
        case "markdownv2":
            return markdown_text.parse(text)
        case _:
            raise bad_request("unsupported parse_mode")


def _trimmed(rich: RichText) -> RichText:
    text = rich.text.strip()
    before = utf16_length(rich.text[: len(rich.text) - len(rich.text.lstrip())])
    length = utf16_length(text)
    kept = []
    for entity in rich.entities:
        start = max(entity.offset - before, 0)
        end = min(entity.offset + entity.length - before, length)
        if end > start:
            kept.append(replace(entity, offset=start, length=end - start))
    return RichText(text=text, entities=tuple(kept))


def _with_found(rich: RichText) -> RichText:
    taken = [(e.offset, e.offset + e.length) for e in rich.entities if e.type in _OPAQUE]
    found = list(rich.entities)
    for match in _FOUND.finditer(rich.text):
        offset, length = utf16_length(rich.text[: match.start()]), utf16_length(match.group())
        if any(start < offset + length and offset < end for start, end in taken):
            continue
        found.append(Entity(type=match.lastgroup or "", offset=offset, length=length))
    found.sort(key=lambda entity: (entity.offset, -entity.length))
    return RichText(text=rich.text, entities=tuple(found))
