"""Marks in texts, as a table: what is shown, and what is refused with which words."""

import contextlib

import pytest

from sandbox.telegram.errors import ApiError
from sandbox.telegram.formatting import formatted


def _entities(text: str, parse_mode: str | None) -> list[tuple[str, int, int, str | None]]:
    rich = formatted(text, parse_mode=parse_mode)
    return [(e.type, e.offset, e.length, e.url or e.language) for e in rich.entities]


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>bo😀ld</b> x", "bo😀ld x", [("bold", 0, 6, None)]),
        ("a &lt;b&gt; &amp; &#233; &nope; & c", "a <b> & é &nope; & c", []),
        ("<b><i>x</i></b>", "x", [("bold", 0, 1, None), ("italic", 0, 1, None)]),
        ("  <u> x </u>  ", "x", [("underline", 0, 1, None)]),
        (
            '<a href="http://x.y/?a=1&amp;b=2">l</a>',
            "l",
            [("text_link", 0, 1, "http://x.y/?a=1&b=2")],
        ),
        ("<a>no link</a>", "no link", []),
        ("<pre><code class='language-py'>x=1</code></pre>", "x=1", [("pre", 0, 3, "py")]),
        ("<code>a.b/c</code>", "a.b/c", [("code", 0, 5, None)]),
        ("<span class='tg-spoiler'>s</span>", "s", [("spoiler", 0, 1, None)]),
        ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1, None)]),
        ("<b></b>x", "x", []),
    ],
)
def test_html_becomes_entities(
    source: str, text: str, entities: list[tuple[str, int, int, str | None]]
) -> None:
    assert formatted(source, parse_mode="HTML").text == text
    assert _entities(source, "HTML") == entities


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        (
            "*b _i_ __u__*\\.",
            "b i u.",
            [("bold", 0, 5, None), ("italic", 2, 1, None), ("underline", 4, 1, None)],
        ),
        ("~s~ ||h||", "s h", [("strikethrough", 0, 1, None), ("spoiler", 2, 1, None)]),
        ("`co*de\\``", "co*de`", [("code", 0, 6, None)]),
        ("```py\nx=1\n```", "x=1", [("pre", 0, 3, "py")]),
        ("[l](http://x.y/a\\)b)", "l", [("text_link", 0, 1, "http://x.y/a)b")]),
        (">q1\n>q2\nafter", "q1\nq2\nafter", [("blockquote", 0, 5, None)]),
        (">to the end", "to the end", [("blockquote", 0, 10, None)]),
    ],
)
def test_markdown_becomes_entities(
    source: str, text: str, entities: list[tuple[str, int, int, str | None]]
) -> None:
    assert formatted(source, parse_mode="MarkdownV2").text == text
    assert _entities(source, "MarkdownV2") == entities


@pytest.mark.parametrize(
    ("parse_mode", "source", "reason"),
    [
        ("HTML", "a < b", 'Unsupported start tag "" at byte offset 2'),
        ("HTML", "é <x>", 'Unsupported start tag "x" at byte offset 3'),
        ("HTML", "<b", "Unclosed start tag at byte offset 0"),
        ("HTML", "<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("HTML", "x</b>", "Unexpected end tag at byte offset 1"),
        (
            "HTML",
            "<b><i>x</b>",
            'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
        ),
        ("HTML", "<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("MarkdownV2", "*b", "Can't find end of Bold entity at byte offset 0"),
        ("MarkdownV2", "[l", "Can't find end of TextUrl entity at byte offset 0"),
        ("MarkdownV2", "```x", "Can't find end of PreCode entity at byte offset 0"),
        (
            "MarkdownV2",
            "a.b",
            "Character '.' is reserved and must be escaped with the preceding '\\'",
        ),
        (
            "MarkdownV2",
            "50% - x",
            "Character '-' is reserved and must be escaped with the preceding '\\'",
        ),
    ],
)
def test_marks_that_cannot_be_parsed_are_refused_in_telegrams_words(
    parse_mode: str, source: str, reason: str
) -> None:
    with pytest.raises(ApiError) as refused:
        formatted(source, parse_mode=parse_mode)
    assert refused.value.code == 400
    assert refused.value.description == f"Bad Request: can't parse entities: {reason}"


def test_an_unknown_parse_mode_is_refused() -> None:
    with pytest.raises(ApiError, match="unsupported parse_mode"):
        formatted("x", parse_mode="wiki")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start now", [("bot_command", 0, 6, None)]),
        ("/start@some_bot x", [("bot_command", 0, 15, None)]),
        ("1/2 a/b http://x/y", [("url", 8, 10, None)]),
        ("see https://x.y/z, ok", [("url", 4, 13, None)]),
        (
            "😀 me@x.org @someone #tag #1",
            [("email", 3, 8, None), ("mention", 12, 8, None), ("hashtag", 21, 4, None)],
        ),
        ("把这张照片 /导出 /export", [("bot_command", 10, 7, None)]),
        ("plain", []),
    ],
)
def test_links_and_commands_are_found_in_plain_text(
    text: str, found: list[tuple[str, int, int, str | None]]
) -> None:
    assert _entities(text, None) == found


def test_no_link_is_found_inside_code() -> None:
    assert _entities("<code>http://x.y/z</code>", "HTML") == [("code", 0, 12, None)]


@pytest.mark.parametrize("parse_mode", [None, "HTML", "MarkdownV2"])
def test_a_hostile_text_is_parsed_in_no_time(parse_mode: str | None) -> None:
    for source in ("<" * 4000, "&" * 4000, "<b>" * 1000, "/" * 4000, "@a" * 2000, "[" * 4000):
        with contextlib.suppress(ApiError):
            formatted(source, parse_mode=parse_mode)
