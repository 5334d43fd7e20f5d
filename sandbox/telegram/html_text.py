"""Parses `parse_mode=HTML` as strictly as Telegram does; knows no other mark-up.

Source: https://core.telegram.org/bots/api#html-style
"""

import html
import re

from sandbox.telegram.entity_builder import EntityBuilder
from sandbox.telegram.errors import ApiError, bad_request
from sandbox.telegram.model import RichText

_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-emoji": "",  # shown as the emoji inside it
}
_PIECE = re.compile(
    r"<(?P<close>/?)(?P<name>[\w-]*)(?P<attributes>[^<>]*)(?P<end>>?)"
    r"|(?P<reference>&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});)"
    r"|(?P<text>[^<&]+|&)"
)
_ATTRIBUTE = re.compile(r"([\w-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+)))?")


def parse(source: str) -> RichText:
    """The text and entities of HTML; raises ApiError "can't parse entities: …"."""
    builder = EntityBuilder()
    for piece in _PIECE.finditer(source):
        at_byte = len(source[: piece.start()].encode())
        if piece["text"]:
            builder.add(piece["text"])
        elif piece["reference"]:
            builder.add(html.unescape(piece["reference"]))
        elif piece["close"]:
            _close(builder, piece["name"].lower(), at_byte)
        else:
            _open(builder, piece, at_byte)
    if builder.open:
        raise _cannot(f'Can\'t find end tag corresponding to start tag "{builder.open[-1].mark}"')
    return builder.built()


def _open(builder: EntityBuilder, piece: re.Match[str], at_byte: int) -> None:
    name = piece["name"].lower()
    if name not in _TYPES:
        raise _cannot(f'Unsupported start tag "{name}" at byte offset {at_byte}')
    if not piece["end"]:
        raise _cannot(f"Unclosed start tag at byte offset {at_byte}")
    attributes = {
        match[1].lower(): html.unescape(match[2] or match[3] or match[4] or "")
        for match in _ATTRIBUTE.finditer(piece["attributes"])
    }
    type_ = _TYPES[name]
    if name == "span" and attributes.get("class") != "tg-spoiler":
        raise _cannot(f'Tag "span" must have class "tg-spoiler" at byte offset {at_byte}')
    if name == "blockquote" and "expandable" in attributes:
        type_ = "expandable_blockquote"
    language = None
    if name == "code" and builder.open and builder.open[-1].mark == "pre":
        # <pre><code class="language-x"> is one block of code, not code in code.
        pre = builder.open.pop()
        language = attributes.get("class", "").removeprefix("language-") or None
        builder.begin("pre", "pre", pre.at_byte, lang=language)
        type_ = ""
    builder.begin(name, type_, at_byte, url=attributes.get("href"))


def _close(builder: EntityBuilder, name: str, at_byte: int) -> None:
    if not builder.open:
        raise _cannot(f"Unexpected end tag at byte offset {at_byte}")
    opened = builder.open[-1]
    if name not in ("", opened.mark):
        raise _cannot(
            f"Unmatched end tag at byte offset {at_byte}, "
            f'expected "</{opened.mark}>", found "</{name}>"'
        )
    if opened.type == "text_link" and not opened.url:
        text = builder.text_since(opened)
        builder.end(url=text if "." in text else None)
        return
    builder.end()


def _cannot(reason: str) -> ApiError:
    return bad_request(f"can't parse entities: {reason}")
