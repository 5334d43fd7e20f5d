"""The file at the end of a batch: every row, what became of it, and what it cost; pure.

It is a CSV that spreadsheets open by a double click, and that cannot make them calculate.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.batch.rows import Row

#: What a spreadsheet takes for the beginning of a formula, in narrow and in wide letters.
_BEGINS_FORMULA: Final = tuple("=+-@＝＋－＠\t\r\n|%")


@dataclass(frozen=True, slots=True, kw_only=True)
class Titles:
    """The headings of the columns that are added, in the user's language."""

    status: str
    reason: str
    file: str
    seconds: str
    cost: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row: its cells as they were, and what became of it.

    `status` and `reason` are plain words, `file` a name or an address; None where nothing is known.
    """

    cells: Sequence[str]
    status: str
    reason: str = ""
    file: str = ""
    seconds: float | None = None
    cost: float | None = None


def cells_of(row: Row) -> tuple[str, ...]:
    """A row's cells, where the source itself is not at hand; they belong to `CELLS`."""
    length = str(row.seconds) if row.seconds else ""
    return (str(row.number), row.prompt, row.engine, row.ratio, length, row.style)


CELLS: Final = ("#", "prompt", "engine", "ratio", "seconds", "style")


def report(headings: Sequence[str], entries: Sequence[Entry], titles: Titles) -> bytes:
    """The file, in UTF-8 with a mark that Excel needs.

    `headings` are those of the source's columns.
    """
    width = max((len(headings), *(len(entry.cells) for entry in entries)))
    added = (titles.status, titles.reason, titles.file, titles.seconds, titles.cost)
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow([*_filled(headings, width), *map(_harmless, added)])
    for entry in entries:
        writer.writerow(
            [
                *_filled(entry.cells, width),
                *map(_harmless, (entry.status, entry.reason, entry.file)),
                _number(entry.seconds),
                _number(entry.cost),
            ]
        )
    # Half a character has no bytes in UTF-8.
    return out.getvalue().encode("utf-8-sig", "replace")


def _filled(cells: Sequence[str], width: int) -> list[str]:
    return [*map(_harmless, cells), *[""] * (width - len(cells))]


def _harmless(cell: str) -> str:
    """The cell, with a sign in front that makes it a text where it would be a formula."""
    clean = cell.replace("\0", "")
    begins = clean.lstrip(" \u00a0\u3000\ufeff\u200b")
    return f"'{clean}" if begins.startswith(_BEGINS_FORMULA) else clean


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.10g}"
