"""What a sheet's cells are, how much of them is taken, and why a file is not taken; pure."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

LINES_MOST: Final = 5000
COLUMNS_MOST: Final = 64
CELL_LONGEST: Final = 10_000

Cells = Sequence[Sequence[str]]


class TableReason(StrEnum):
    """Why a file is not taken; each is one sentence for the user."""

    EMPTY = "empty"
    TOO_BIG = "too_big"
    DAMAGED = "damaged"
    OLD_EXCEL = "old_excel"  # the form before 2007, or one with a password
    NOT_A_TABLE = "not_a_table"


class TableError(Exception):
    """The file is not taken. The text is the reason alone."""

    def __init__(self, reason: TableReason) -> None:
        super().__init__(reason.value)
        self.reason = reason


def cleaned(cell: str) -> str:
    """A cell's text without what cannot be seen, clipped."""
    text = cell[:CELL_LONGEST].replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in text if c in "\n\t" or c >= " ").strip(" \t\n\u00a0\u3000\ufeff\x7f")
