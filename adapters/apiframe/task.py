"""What one call of Apiframe v1 is, for the tables of calls, and the fields that many have."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from adapters.apiframe.fields import Field, Fields, Kind


class Makes(StrEnum):
    """What the finished task holds."""

    GRID = "grid"  # four pictures, and one of all four
    PICTURE = "picture"
    PICTURES = "pictures"
    FILM = "film"
    SONGS = "songs"
    TEXT = "text"
    ID = "id"  # nothing but an id for further calls


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One call.

    `pictures` and `films` are the fields that take the order's images and videos, in this order.
    `ratio` is the field of the order's ratio, and `ratios` what stands for it there (empty: the
    ratio itself). `flags` are parts of the order that ride inside a Midjourney prompt. One of
    `any_of` has to be there. `needs` names what a value of `generation_type` asks for. `file` is
    the field of a form that takes a file of ours, of `largest` bytes at most. An `open` task takes
    fields that we do not know.
    """

    path: str
    makes: Makes
    fields: Fields
    pictures: tuple[str, ...] = ()
    films: tuple[str, ...] = ()
    ratio: str = "aspect_ratio"
    ratios: Mapping[str, str] = field(default_factory=dict)
    flags: Mapping[str, str] = field(default_factory=dict)
    any_of: tuple[str, ...] = ()
    needs: Mapping[str, str] = field(default_factory=dict)
    file: str = ""
    largest: int = 0
    open: bool = False


def choice(*choices: str, required: bool = False) -> Field:
    """A field that holds one of these."""
    return Field(kind=Kind.CHOICE, choices=choices, required=required)


PROMPT: Final = Field(required=True)
TEXT: Final = Field()
ID: Final = Field(required=True, most=200)
MAYBE_ID: Final = Field(most=200)
RATIO: Final = Field(kind=Kind.RATIO)
ADDRESS: Final = Field(kind=Kind.ADDRESS)
THE_ADDRESS: Final = Field(kind=Kind.ADDRESS, required=True)
FLAG: Final = Field(kind=Kind.FLAG)
SEED: Final = Field(kind=Kind.WHOLE, least=0, most=2**32 - 1)
SHARE: Final = Field(kind=Kind.NUMBER, least=0, most=1)
PERCENT: Final = Field(kind=Kind.WHOLE, least=1, most=100)
DURATION: Final = Field(kind=Kind.WHOLE, choices=("5", "10"))
SPEED: Final = choice("fast", "turbo")
QUARTER: Final = choice("1", "2", "3", "4", required=True)
MAYBE_QUARTER: Final = choice("1", "2", "3", "4")
DIRECTION: Final = choice("up", "down", "left", "right", required=True)
PARENT: Final[Fields] = {"parent_task_id": ID}
REDRAW: Final[Fields] = {**PARENT, "prompt": TEXT, "aspect_ratio": RATIO}

IN_PROMPT: Final = {"seed": "--seed", "model": "--v"}
