"""Reads and writes the values of Notion's properties; it sends nothing.

Shapes: https://developers.notion.com/reference/property-value-object
"""

from collections.abc import Mapping, Sequence
from typing import Final

from pydantic import JsonValue

from adapters.answers import has_bytes

#: Of a text or an address that is sent (https://developers.notion.com/reference/request-limits).
TEXT_LONGEST: Final = 2000
OPTION_LONGEST: Final = 100
#: Types whose value is a text by itself.
_TEXTS: Final = frozenset(("url", "email", "phone_number", "string", "created_time"))
_NUMBERS: Final = frozenset(("number", "checkbox", "boolean"))
#: Types whose value has its text in the field of this name.
_NAMED: Final = {"select": "name", "status": "name", "date": "start"}
#: Types whose value is a value once more.
_WRAPPED: Final = frozenset(("formula", "rollup"))
_DEEPEST: Final = 4


def text_of(value: JsonValue, depth: int = 0) -> str:
    """What a property's value shows, "" for what shows nothing that could be a cell."""
    kind = value.get("type") if isinstance(value, dict) else None
    if not isinstance(value, dict) or not isinstance(kind, str) or depth > _DEEPEST:
        return ""
    held = value.get(kind)
    if isinstance(held, list):
        return _joined(kind, held, depth)
    if isinstance(held, dict):
        inner = text_of(held, depth + 1) if kind in _WRAPPED else ""
        return _string(held, _NAMED[kind]) if kind in _NAMED else inner
    if isinstance(held, str):
        return held if kind in _TEXTS else ""
    return _number(held) if held is not None and kind in _NUMBERS else ""


def _joined(kind: str, held: Sequence[JsonValue], depth: int) -> str:
    match kind:
        case "title" | "rich_text":
            return "".join(_string(part, "plain_text") for part in held)
        case "multi_select":
            parts = [_string(part, "name") for part in held]
        case "array":
            parts = [text_of(part, depth + 1) for part in held]
        case _:
            parts = []
    return ", ".join(filter(None, parts))


def _string(value: JsonValue, name: str) -> str:
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""


def _number(value: float) -> str:
    if isinstance(value, float):
        whole = value.is_integer() and abs(value) < 1e15
        return str(int(value)) if whole else f"{value:.10g}"
    return str(value).lower()


def value_for(kind: str, text: str, options: Sequence[str] = ()) -> JsonValue:
    """The value to send for a property of this type; None where it cannot hold the text.

    `options` are those of a "status", which takes no new ones; a "select" takes any.
    """
    if not text or not has_bytes(text):
        return None
    match kind:
        case "rich_text":
            return {"rich_text": [{"type": "text", "text": {"content": text[:TEXT_LONGEST]}}]}
        case "url":
            web = text.startswith(("https://", "http://")) and len(text) <= TEXT_LONGEST
            return {"url": text} if web else None
        case "select":
            # A comma parts options in Notion and is refused in a name.
            return {"select": {"name": text.replace(",", " ")[:OPTION_LONGEST]}}
        case "status":
            found = next((o for o in options if o.casefold() == text.casefold()), None)
            return {"status": {"name": found}} if found else None
        case _:
            return None


def options_of(schema: Mapping[str, JsonValue]) -> tuple[str, ...]:
    """The names that a property of the type "status" can have."""
    held = schema.get("status")
    options = held.get("options") if isinstance(held, dict) else None
    if not isinstance(options, list):
        return ()
    return tuple(filter(None, (_string(option, "name") for option in options)))
