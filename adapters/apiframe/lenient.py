"""Reads values that come in more than one form; whatever cannot be read counts as not there."""

import math
from contextlib import suppress
from typing import Annotated

from pydantic import BeforeValidator

from adapters.apiframe.fields import is_address


def _text(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return str(value).strip()


def _texts(value: object) -> tuple[str, ...]:
    """One text, several, or objects that each hold one."""
    match value:
        case str() | int():
            found = [_text(value)]
        case dict():
            found = [_text(told) for told in value.values()]
        case list() | tuple():
            found = [text for part in value for text in _texts(part)]
        case _:
            found = []
    return tuple(text for text in found if text)


def _addresses(value: object) -> tuple[str, ...]:
    return tuple(text for text in _texts(value) if is_address(text))


def _address(value: object) -> str:
    return next(iter(_addresses(value)), "")


def _percent(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    with suppress(ValueError):
        told = float(value.strip().removesuffix("%") if isinstance(value, str) else value)
        if math.isfinite(told):
            return min(max(round(told), 0), 100)
    return None


def _cost(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if math.isfinite(value) else None


#: A text; a number is one too.
Text = Annotated[str, BeforeValidator(_text)]
Texts = Annotated[tuple[str, ...], BeforeValidator(_texts)]
#: A web address, or the first of several; "" where there is none.
Address = Annotated[str, BeforeValidator(_address)]
Addresses = Annotated[tuple[str, ...], BeforeValidator(_addresses)]
#: 0 to 100, from "80", "80%", 80 or 79.6.
Percent = Annotated[int | None, BeforeValidator(_percent)]
Cost = Annotated[float | None, BeforeValidator(_cost)]
