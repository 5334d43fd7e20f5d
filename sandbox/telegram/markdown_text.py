"""Parses `parse_mode=MarkdownV2` as strictly as Telegram does; knows no other mark-up.

Source: https://core.telegram.org/bots/api#markdownv2-style
"""

import re

from sandbox.telegram.entity_builder import EntityBuilder
from sandbox.telegram.errors import ApiError, bad_request
from sandbox.telegram.model import RichText

_TYPES = {
    "*": "bold",
    "_": "italic",
    "__": "underline",
    "~": "strikethrough",
    "||": "spoiler",
    "`": "code",
    "```": "pre",
    "[": "text_link",
    ">": "blockquote",
}
_NAMES = {
    "*": "Bold",
    "_": "Italic",
    "__": "Underline",
    "~": "Strikethrough",
    "||": "Spoiler",
    "`": "Code",
    "```": "PreCode",
    "[": "TextUrl",
    ">": "BlockQuote",
}
_PIECE = re.compile(
    r"\\(?P<escaped>[\x01-\x7e])"
    r"|(?P<quote>(?:^|(?<=\n))>)"
    r"|(?P<fence>```)(?P<language>[\w+-]*\n)?"
    r"|(?P<link_end>\](?:\((?P<url>(?:\\.|[^)\\])*)\))?)"
    r"|!?(?P<mark>\|\||__|[*_~`\[])"
    r"|(?P<reserved>[\]()>#+\-=|{}.!])"
    r"|(?P<text>\n|\\|[^\\`*_~|\[\]()>#+\-=|{}.!\n]+)"
)


def parse(source: str) -> RichText:
    """The text and entities of MarkdownV2; raises ApiError "can't parse entities: …"."""
    builder = EntityBuilder()
    for piece in _PIECE.finditer(source):
        at_byte = len(source[: piece.start()].encode())
        if _in_code(builder):
            _code_piece(builder, piece)
        else:
            _piece(builder, piece, at_byte)
    if builder.open and builder.open[-1].mark == ">":
        builder.end()
    if builder.open:
        opened = builder.open[-1]
        raise _cannot(
            f"Can't find end of {_NAMES[opened.mark]} entity at byte offset {opened.at_byte}"
        )
    return builder.built()


def _piece(builder: EntityBuilder, piece: re.Match[str], at_byte: int) -> None:
    match piece.lastgroup:
        case "escaped":
            builder.add(piece["escaped"])
        case "quote":
            if not any(opened.mark == ">" for opened in builder.open):
                builder.begin(">", "blockquote", at_byte)
        case "fence" | "language":
            language = (piece["language"] or "").strip() or None
            builder.begin("```", "pre", at_byte, lang=language)
        case "url" | "link_end" if builder.open and builder.open[-1].mark == "[":
            builder.end(url=re.sub(r"\\(.)", r"\1", piece["url"] or "") or None)
        case "mark":
            _mark(builder, piece["mark"], at_byte)
        case "text":
            _text(builder, piece)
        case _:
            raise _cannot(
                f"Character '{piece.group()[0]}' is reserved and must be escaped "
                "with the preceding '\\'"
            )


def _mark(builder: EntityBuilder, mark: str, at_byte: int) -> None:
    if builder.open and builder.open[-1].mark == mark:
        builder.end()
    else:
        builder.begin(mark, _TYPES[mark], at_byte)


def _text(builder: EntityBuilder, piece: re.Match[str]) -> None:
    # A quotation ends with its line, unless the next line is one too.
    quoted = builder.open and builder.open[-1].mark == ">"
    if quoted and piece.group() == "\n" and piece.string[piece.end() : piece.end() + 1] != ">":
        builder.end()
    builder.add(piece.group())


def _in_code(builder: EntityBuilder) -> bool:
    return bool(builder.open) and builder.open[-1].mark in ("`", "```")


def _code_piece(builder: EntityBuilder, piece: re.Match[str]) -> None:
    if piece["escaped"]:
        builder.add(piece["escaped"])
    elif builder.open[-1].mark in (piece["fence"], piece["mark"]):
        builder.end()
        builder.add(piece["language"] or "")
    else:
        builder.add(piece.group())


def _cannot(reason: str) -> ApiError:
    return bad_request(f"can't parse entities: {reason}")
