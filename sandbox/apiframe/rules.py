"""The rules that bodies are held against, as short texts, and the reader of these.

A rule lists fields: `name`, with `*` where it is required, and after a colon what it holds: a kind
(`text`, `ratio`, `url`, `id`, `b64`, `bool`, `int(a,b)`, `num(a,b)`, `urls(a,b)`, `text(a,b)`), or
the texts it may be, `fast|turbo`, or numbers, `=5|10`. `...` lets other fields pass, and `a/b?`
wants one of two.
"""

import base64
import re
from binascii import Error as Base64Error
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from pydantic import JsonValue

Problems = dict[str, list[str]]

_FIELD = re.compile(r"(?P<name>[\w]+)(?P<star>\*?)(?::(?P<kind>.+))?")
_KIND = re.compile(r"(?P<kind>\w+)\((?P<low>[\d.]+),(?P<high>[\d.]+)\)")


def problems(rule: str, body: Mapping[str, JsonValue]) -> Problems:
    """What is wrong with a body, by field."""
    found: Problems = {}
    known = set()
    parts = rule.split()
    for part in parts:
        if part == "...":
            continue
        if part.endswith("?"):
            names = part[:-1].split("/")
            if not any(body.get(name) for name in names):
                found[names[0]] = [f"{' or '.join(names)} is required"]
            continue
        field = _FIELD.fullmatch(part)
        if field is None:
            raise ValueError(f"{part!r} is no rule")
        name, kind = field["name"], field["kind"] or "text"
        known.add(name)
        if name not in body:
            if field["star"]:
                found[name] = [f"{name} is required"]
        elif wrong := _wrong(kind, body[name], required=bool(field["star"])):
            found[name] = [f"{name} {wrong}"]
    if "..." not in parts:
        found |= {name: [f"{name} is not known"] for name in body if name not in known}
    return found


def _wrong(kind: str, value: JsonValue, *, required: bool) -> str:
    """What is wrong with a value; "" if nothing is."""
    if kind.startswith("="):
        numbers = [float(number) for number in kind[1:].split("|")]
        right = _is_number(value) and float(str(value)) in numbers
        return "" if right else f"must be one of {kind[1:].replace('|', ', ')}"
    if "|" in kind:
        return "" if value in kind.split("|") else f"must be one of {kind.replace('|', ', ')}"
    bounds = _KIND.fullmatch(kind)
    low, high = (float(bounds["low"]), float(bounds["high"])) if bounds else (0.0, float("inf"))
    match bounds["kind"] if bounds else kind:
        case "bool":
            return "" if isinstance(value, bool) else "must be a boolean"
        case "int" | "num" as name:
            return _wrong_number(value, low, high, whole=name == "int")
        case "urls":
            return _wrong_urls(value, low, high)
        case name:
            return _wrong_text(name, value, low, high, required=required)


def _is_number(value: JsonValue) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _wrong_number(value: JsonValue, low: float, high: float, *, whole: bool) -> str:
    if not _is_number(value) or (whole and not isinstance(value, int)):
        return "must be an integer" if whole else "must be a number"
    return "" if low <= float(str(value)) <= high else f"must be between {low:g} and {high:g}"


def _wrong_urls(value: JsonValue, low: float, high: float) -> str:
    if not isinstance(value, list) or _not_urls(value):
        return "must be an array of URLs"
    return "" if low <= len(value) <= high else f"must hold {low:g} to {high:g} URLs"


def _not_urls(value: list[JsonValue]) -> bool:
    return any(not isinstance(url, str) or not _is_url(url) for url in value)


def _wrong_text(kind: str, value: JsonValue, low: float, high: float, *, required: bool) -> str:
    if not isinstance(value, str):
        return "must be a string"
    if required and not value.strip():
        return "must not be empty"
    if not low <= len(value) <= high:
        return f"must have at most {high:g} characters"
    checks: Mapping[str, Callable[[str], bool]] = {
        "id": lambda text: 0 < len(text) < 200,
        "url": _is_url,
        "ratio": lambda text: re.fullmatch(r"[1-9]\d*:[1-9]\d*", text) is not None,
        "b64": _is_base64,
    }
    return "" if kind == "text" or checks[kind](value) else f"is no valid {kind}"


def _is_url(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _is_base64(text: str) -> bool:
    try:
        base64.b64decode(text.rpartition(",")[2], validate=True)
    except (Base64Error, ValueError):
        return False
    return True
