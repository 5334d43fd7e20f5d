"""The buttons under our messages, and what their callback data says."""

from collections.abc import Sequence
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.texts import say
from intents.model import Button, Press

IN_A_ROW = 3
OF_FOUR_IN_A_ROW = 4


def keyboard(
    language: str, *buttons: Button, target: int | None = None
) -> InlineKeyboardMarkup | None:
    """Rows of buttons; `target` is the turn or export that they belong to."""
    if not buttons:
        return None
    made = [_made(button, language, target) for button in buttons]
    row = OF_FOUR_IN_A_ROW if Button.U1 in buttons else IN_A_ROW
    return InlineKeyboardMarkup([made[at : at + row] for at in range(0, len(made), row)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Buttons side by side that belong to one thing of several; `label` is what it is called."""

    label: str
    target: int
    buttons: tuple[Button, ...]


def rows(language: str, of: Sequence[Row]) -> InlineKeyboardMarkup:
    """A row of buttons for each thing, named after it."""
    return InlineKeyboardMarkup(
        [[_made(button, language, row.target, row.label) for button in row.buttons] for row in of]
    )


def _made(button: Button, language: str, target: int | None, of: str = "") -> InlineKeyboardButton:
    label = say(f"button-{button.replace('_', '-')}", language)
    label = f"{label} {of}" if of else label
    return InlineKeyboardButton(label, callback_data=_pack(button, target))


def _pack(button: Button, target: int | None) -> str:
    return button.value if target is None else f"{button.value}:{target}"


def unpack(data: str) -> Press:
    """What a button asks for; `button` is None for data that no button of ours has today."""
    name, _, target = data.partition(":")
    try:
        return Press(button=Button(name), target=int(target) if target else None)
    except ValueError:
        return Press(button=None)
