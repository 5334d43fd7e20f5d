"""Links and values of Notion's, as tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from adapters.notion import find_link
from adapters.notion_values import text_of, value_for

BARE = "0123456789abcdef0123456789ABCDEF"
NUMBER: JsonValue = {"type": "number", "number": 1}
WHOLE = "01234567-89ab-cdef-0123-456789abcdef"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"https://www.notion.so/team/My-Prompts-{BARE}?v={'0' * 32}", WHOLE),
        (f"https://www.notion.so/{BARE}", WHOLE),
        (f"https://notion.so/{WHOLE}?pvs=4", WHOLE),
        (f"https://team.notion.site/{BARE}?v=1", WHOLE),
        (f"https://app.notion.com/p/{BARE}", WHOLE),
        (f"take https://www.notion.so/{BARE}, please", WHOLE),
        (f"https://www.notion.so/%E6%8F%90-{BARE}", WHOLE),
        (f"https://evilnotion.so/{BARE}", None),
        (f"https://www.notion.so.evil.com/{BARE}", None),
        (f"https://www.notion.so@evil.com/{BARE}", None),
        (f"https://www.notion.so/x{BARE}", None),
        (f"https://www.notion.so/{BARE}0", None),
        ("https://www.notion.so/team", None),
        (f"https://www.notion.so/team?id={BARE}", None),
        ("a cat", None),
    ],
)
def test_a_link_of_notions_is_known(text: str, found: str | None) -> None:
    assert find_link(text) == found


@given(st.text(max_size=60), st.text("notin.so/:0123abcdef-?%@", max_size=80))
def test_any_text_has_a_link_or_none(text: str, more: str) -> None:
    find_link(text)
    find_link(f"https://{more}")
    found = find_link(f"https://www.notion.so/{more}")
    assert found is None or len(found) == 36


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"type": "title", "title": [{"plain_text": "A "}, {"plain_text": "cat"}]}, "A cat"),
        ({"type": "rich_text", "rich_text": []}, ""),
        ({"type": "select", "select": {"name": "runway"}}, "runway"),
        ({"type": "select", "select": None}, ""),
        ({"type": "multi_select", "multi_select": [{"name": "a"}, {"name": "b"}]}, "a, b"),
        ({"type": "number", "number": 5}, "5"),
        ({"type": "number", "number": 5.0}, "5"),
        ({"type": "number", "number": 0.1}, "0.1"),
        ({"type": "number", "number": None}, ""),
        ({"type": "checkbox", "checkbox": True}, "true"),
        ({"type": "url", "url": "https://e.com"}, "https://e.com"),
        ({"type": "date", "date": {"start": "2026-01-01", "end": None}}, "2026-01-01"),
        ({"type": "formula", "formula": {"type": "string", "string": "x"}}, "x"),
        ({"type": "formula", "formula": {"type": "number", "number": 4}}, "4"),
        ({"type": "rollup", "rollup": {"type": "array", "array": [NUMBER, NUMBER]}}, "1, 1"),
        ({"type": "people", "people": [{"name": "Ann"}]}, ""),
        ({"type": "files", "files": []}, ""),
        ({"type": 3}, ""),
        ({}, ""),
        (None, ""),
    ],
)
def test_a_value_shows_its_text(value: JsonValue, text: str) -> None:
    assert text_of(value) == text


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "title", "select", "formula", "number", "name", "array"]),
            inner,
        )
    ),
)
kinds = st.sampled_from(["title", "select", "formula", "number", "rollup", "array", "date", "url"])


@given(json_values, kinds)
def test_any_value_shows_some_text(value: JsonValue, kind: str) -> None:
    assert isinstance(text_of(value), str)
    assert isinstance(text_of({"type": kind, kind: value}), str)


@given(st.text(max_size=3000), st.sampled_from(["rich_text", "url", "select", "status", "odd"]))
def test_any_text_becomes_a_value_or_none(text: str, kind: str) -> None:
    value = value_for(kind, text, ("Done",))
    assert value is None or (isinstance(value, dict) and list(value) == [kind])
