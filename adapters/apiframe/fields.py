"""What a field of a request may hold: one small language for the tables, and its one reader."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pydantic import JsonValue

from adapters.addresses import parsed


class Kind(StrEnum):
    """How a value is written on the wire."""

    TEXT = "text"
    CHOICE = "choice"  # a text out of a list; numbers stay texts
    WHOLE = "whole"
    NUMBER = "number"
    FLAG = "flag"
    RATIO = "ratio"
    ADDRESS = "address"
    ADDRESSES = "addresses"
    BASE64 = "base64"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field. `least` and `most` bound a number, the length of a text, or how many addresses.

    `choices` are compared as texts, whatever the kind.
    """

    kind: Kind = Kind.TEXT
    required: bool = False
    choices: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None


Fields = Mapping[str, Field]

_RATIO: Final = re.compile(r"[1-9]\d{0,3}:[1-9]\d{0,3}")
_BASE64: Final = re.compile(r"(?:data:[\w/+.;-]+,)?[A-Za-z0-9+/\s]+={0,2}\s*")
_FLAGS: Final = {"true": True, "false": False}


def read_field(name: str, field: Field, told: str | tuple[str, ...]) -> JsonValue:
    """The value as it goes over the wire. Raises ValueError, in words for the log."""
    if field.kind is Kind.ADDRESSES:
        return _addresses(name, field, told if isinstance(told, tuple) else tuple(told.split()))
    if not isinstance(told, str):
        raise ValueError(f"{name} takes one value")  # noqa: TRY004 -- all that does not fit is one
    if field.choices and told not in field.choices:
        raise ValueError(f"{name} is one of {', '.join(field.choices)}")
    match field.kind:
        case Kind.WHOLE | Kind.NUMBER:
            return _number(name, field, told)
        case Kind.FLAG:
            return _flag(name, told)
        case _:
            return _text(name, field, told)


def is_address(text: str) -> bool:
    """Whether others can fetch it: a web address."""
    return parsed(text) is not None


def _text(name: str, field: Field, told: str) -> str:
    if field.kind is Kind.ADDRESS and not is_address(told):
        raise ValueError(f"{name} is no web address")
    if field.kind is Kind.RATIO and not _RATIO.fullmatch(told):
        raise ValueError(f"{name} is no ratio like 9:16")
    if field.kind is Kind.BASE64 and not _BASE64.fullmatch(told):
        raise ValueError(f"{name} is not Base64")
    if field.required and not told.strip():
        raise ValueError(f"{name} is empty")
    _bounded(f"the length of {name}", field, len(told))
    return told


def _number(name: str, field: Field, told: str) -> int | float:
    try:
        number = int(told) if field.kind is Kind.WHOLE else float(told)
    except ValueError:
        raise ValueError(f"{name} is no {field.kind} number") from None
    _bounded(name, field, number)
    return int(number) if number == int(number) else number


def _flag(name: str, told: str) -> bool:
    if told.lower() not in _FLAGS:
        raise ValueError(f"{name} is true or false")
    return _FLAGS[told.lower()]


def _addresses(name: str, field: Field, told: tuple[str, ...]) -> JsonValue:
    if bad := sum(not is_address(address) for address in told):
        raise ValueError(f"{bad} of {name} are no web addresses")
    _bounded(f"the number of {name}", field, len(told))
    return list(told)


def _bounded(what: str, field: Field, number: float) -> None:
    low, high = field.least, field.most
    # Not a number is neither below nor above anything.
    if not (low is None or number >= low) or not (high is None or number <= high):
        raise ValueError(f"{what} is {number:g}, outside {low or 0:g} to {high or 0:g}")
    # As `math.isfinite` would ask, which fails on a whole number that no float can hold.
    if number in (math.inf, -math.inf) or number != number:  # noqa: PLR0124 -- see above
        raise ValueError(f"{what} is no number")
