"""Messages again as they come out of hurried fingers, to learn from; never measured."""

import random
from collections.abc import Sequence
from dataclasses import replace

from intents.corpus import Example

_ROWS = "qwertyuiop asdfghjkl zxcvbnm"
_LETTERS_A_SLIP = 25


def misspelt(examples: Sequence[Example]) -> list[Example]:
    """Each message with a slip every few words; the same for the same examples."""
    dice = random.Random(1)  # noqa: S311 - must be seeded, not secret
    return [replace(example, text=_misspelt(example.text, dice)) for example in examples]


def _misspelt(text: str, dice: random.Random) -> str:
    for _ in range(1 + len(text) // _LETTERS_A_SLIP):
        at = dice.randrange(max(1, len(text)))
        if text[at : at + 1].isalpha():
            text = text[:at] + _slip(text[at : at + 2], dice) + text[at + 2 :]
    return text


def _slip(two: str, dice: random.Random) -> str:
    """A letter lost, swapped with the next, doubled, or its neighbour on the keyboard."""
    match dice.choice(("lost", "swapped", "doubled", "neighbour")):
        case "lost":
            return two[1:]
        case "swapped":
            return two[::-1]
        case "doubled":
            return two[0] + two
        case _:
            place = _ROWS.find(two[0].lower())
            return two if place < 0 else _ROWS[place - 1].strip() + two[1:]
