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
_PLAIN: Final = frozenset(("url", "email", "phone_number", "string", "created_time"))
_DEEPEST: Final = 4


def text_of(value: JsonValue, depth: int = 0) -> str:
    """What a property's value shows, "" for what shows nothing that could be a cell."""
    if not isinstance(value, dict) or depth > _DEEPEST:
        return ""
    kind = value.get("type")
    held = value.get(kind) if isinstance(kind, str) else None
    match kind, held:
        case "title" | "rich_text", list():
            return "".join(_string(part, "plain_text") for part in held)
        case "select" | "status", dict():
            return _string(held, "name")
        case "multi_select", list():
            return ", ".join(filter(None, (_string(part, "name") for part in held)))
        case "number" | "checkbox" | "boolean", bool() | int() | float():
            return _number(held)
        case "date", dict():
            return _string(held, "start")
        case "formula" | "rollup", dict():
            return text_of(held, depth + 1)
        case "array", list():
            return ", ".join(filter(None, (text_of(part, depth + 1) for part in held)))
        case str(), str() if kind in _PLAIN:
            return held
        case _:
            return ""


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
