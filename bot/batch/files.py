"""Turns a file that somebody sent into a sheet's cells; hostile and damaged ones end in one error.

It knows forms of files and not what the cells mean.
"""

from pathlib import Path
from typing import Final

from bot.batch.cells import Cells, TableError, TableReason
from bot.batch.excel import read_excel
from bot.batch.text import read_text

__all__ = ["FILE_LARGEST_BYTES", "Cells", "TableError", "TableReason", "read_bytes", "read_file"]

FILE_LARGEST_BYTES: Final = 5 * 1024 * 1024
_ZIP: Final = b"PK\x03\x04"
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_file(path: Path, name: str) -> Cells:
    """The cells of a CSV or XLSX file, line by line with the empty ones.

    The form is told by the content; `name` helps where that says nothing. It takes up to seconds,
    so it belongs into a thread. Raises TableError, and OSError where the file cannot be read.
    """
    if path.stat().st_size > FILE_LARGEST_BYTES:
        raise TableError(TableReason.TOO_BIG)
    return read_bytes(path.read_bytes(), name)


def read_bytes(content: bytes, name: str = "", sign: str = "") -> Cells:
    """As `read_file`, for what is at hand already.

    `sign` is what stands between the cells of a text, where that is known.
    """
    if len(content) > FILE_LARGEST_BYTES:
        raise TableError(TableReason.TOO_BIG)
    if not content.strip():
        raise TableError(TableReason.EMPTY)
    if content.startswith(_OLD_OFFICE):
        raise TableError(TableReason.OLD_EXCEL)
    if content.startswith(_ZIP):
        cells = read_excel(content)
    elif name.lower().endswith((".xlsx", ".xlsm")):
        raise TableError(TableReason.DAMAGED)
    else:
        cells = read_text(content, sign)
    if not any(any(row) for row in cells):
        raise TableError(TableReason.EMPTY)
    return cells
