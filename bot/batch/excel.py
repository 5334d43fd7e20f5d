"""Reads the first sheet of an XLSX file, after a look at all of it that bounds time and memory.

openpyxl builds trees of what it reads, and trusts the file; so it is handed a copy that holds only
parts that were walked through before.
"""

import io
import warnings
import zipfile
import zlib
from collections.abc import Sized
from datetime import date, datetime, time, timedelta
from typing import Final
from xml.parsers import expat

from bot.batch.cells import (
    COLUMNS_MOST,
    LINES_MOST,
    Cells,
    TableError,
    TableReason,
    cleaned,
)

_PARTS_MOST: Final = 1000
_PARTS_LARGEST_BYTES: Final = 16 * 1024 * 1024
#: Elements and attributes of all parts; of those that are built into trees as a whole, fewer.
_ELEMENTS_MOST: Final = 500_000
_TREE_MOST: Final = 100_000
_STREAMED: Final = ("xl/worksheets/", "xl/sharedStrings")
#: No tag is longer.
_LONGEST_TAG_BYTES: Final = 256 * 1024
_DEEPEST: Final = 64
_CHUNK_BYTES: Final = 64 * 1024

# What openpyxl and the libraries below it raise at files that are not as they should be.
_BROKEN: Final = (
    *(ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, OSError),
    *(RuntimeError, SyntaxError, TypeError, ValueError, zipfile.BadZipFile, zlib.error),
)


def read_excel(content: bytes) -> Cells:
    """The cells of the first sheet that can be seen. Raises TableError."""
    try:
        copy = _looked_through(content)
        with warnings.catch_warnings():
            # It warns of everything that it does not keep: rules, colours, drop-down lists.
            warnings.simplefilter("ignore")
            return _cells(copy)
    except expat.ExpatError as exc:
        raise TableError(TableReason.DAMAGED) from exc
    except _BROKEN as exc:
        raise TableError(TableReason.DAMAGED) from exc


def _looked_through(content: bytes) -> io.BytesIO:
    """A copy with the parts in XML alone, none of which is more than can be read."""
    copy = io.BytesIO()
    census = _Census()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(copy, "w") as kept:
        parts = given.infolist()
        names = {part.filename for part in parts}
        if len(parts) > _PARTS_MOST:
            raise TableError(TableReason.TOO_BIG)
        if len(names) != len(parts):
            raise TableError(TableReason.DAMAGED)
        if not any(name.startswith("xl/workbook") for name in names):
            raise TableError(TableReason.NOT_A_TABLE)
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                kept.writestr(part.filename, census.walk(given, part))
    return copy


class _Census:
    """Counts what is in all parts together."""

    def __init__(self) -> None:
        self._bytes = 0
        self._all = 0
        self._here = 0
        self._most_here = 0
        self._depth = 0

    def walk(self, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
        """The part's content. Raises TableError, and what expat and zipfile raise."""
        # The module reads no more of a part than its entry says.
        self._bytes += part.file_size
        if self._bytes > _PARTS_LARGEST_BYTES:
            raise TableError(TableReason.TOO_BIG)
        streamed = part.filename.startswith(_STREAMED)
        self._most_here = _ELEMENTS_MOST if streamed else _TREE_MOST
        self._here = self._depth = 0
        parser = self._parser()
        content = bytearray()
        with archive.open(part) as file:
            while chunk := file.read(_CHUNK_BYTES):
                content += chunk
                parser.Parse(chunk, False)  # noqa: FBT003  # it knows no names
                if len(content) - parser.CurrentByteIndex > _LONGEST_TAG_BYTES:
                    raise TableError(TableReason.TOO_BIG)
        parser.Parse(b"", True)  # noqa: FBT003
        return bytes(content)

    def _parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate()
        parser.ordered_attributes = True
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        return parser

    def _begin(self, _name: str, attributes: Sized) -> None:
        count = 1 + len(attributes) // 2
        self._all += count
        self._here += count
        self._depth += 1
        if self._here > self._most_here or self._all > _ELEMENTS_MOST or self._depth > _DEEPEST:
            raise TableError(TableReason.TOO_BIG)

    def _end(self, _name: str) -> None:
        self._depth -= 1

    def _refuse(self, *_: object) -> None:
        # No program writes such a declaration into a sheet; it is how XML is made to explode.
        raise TableError(TableReason.DAMAGED)


def _cells(copy: io.BytesIO) -> Cells:
    from openpyxl import load_workbook

    book = load_workbook(copy, read_only=True, data_only=True, keep_links=False)
    try:
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        if not sheets:
            raise TableError(TableReason.EMPTY)
        # What a file says of its size is not to be believed.
        sheets[0].reset_dimensions()
        rows = sheets[0].iter_rows(max_row=LINES_MOST, max_col=COLUMNS_MOST, values_only=True)
        lines = [_trimmed([_text(value) for value in row]) for row in rows]
    finally:
        book.close()
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _trimmed(row: list[str]) -> list[str]:
    while row and not row[-1]:
        row.pop()
    return row


def _text(value: object) -> str:
    """What the cell shows, roughly: 5.0 is 5, and 16:09 is what Excel makes of 16:9."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case float():
            whole = value.is_integer() and abs(value) < 1e15
            return str(int(value)) if whole else f"{value:.10g}"
        case datetime() | date() | time():
            return value.isoformat().replace("T", " ").removesuffix(" 00:00:00")
        case timedelta():
            return str(value)
        case _:
            return cleaned(str(value))
