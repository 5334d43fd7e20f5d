"""Reads tables that are text: the encoding, the sign between cells, and the cells."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final, Literal

from charset_normalizer import from_bytes

from bot.batch.cells import (
    COLUMNS_MOST,
    LINES_MOST,
    Cells,
    TableError,
    TableReason,
    cleaned,
)
from bot.batch.headings import columns

_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
#: What Excel and editors of the last thirty years write; the likelier ones in front.
_OLD_ENCODINGS: Final = (
    *("gb18030", "cp1252", "big5", "cp932", "cp949", "cp1251", "cp1250", "cp1254"),
    *("cp1256", "cp1258", "mac_roman"),
)
_SHORT: Final = 100
#: The first byte of the last of the 3755 letters that are used most.
_PLAINEST_END: Final = 0xD7
_SIGNS: Final = (",", ";", "\t", "|")
_NO_SIGN: Final = "\x1f"
#: So much is looked at to find the sign.
_SAMPLE: Final = 16_384
_SAMPLE_LINES: Final = 50
_WITHIN: Final = 10
_EXCEL_SAYS: Final = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)
_FORBIDDEN: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_PROSE: Final = re.compile(r"[,;|] ")
_OTHER_FORMS: Final = ("<!doctype", "<html", "<?xml", "%pdf", "{\\rtf")


def read_text(content: bytes, sign: str = "") -> Cells:
    """The cells of a table in text, parted by `sign` where that is known. Raises TableError."""
    text = _decoded(content)
    if text[:20].lstrip().lower().startswith(_OTHER_FORMS) or _FORBIDDEN.search(text):
        raise TableError(TableReason.NOT_A_TABLE)
    said = _EXCEL_SAYS.match(text)
    if said:
        # Excel does not count this line.
        return _parsed(text[said.end() :], said[1])
    return _parsed(text, sign or _sign(text))


def _decoded(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _by(encoding, content)
    nothing = content[:_SAMPLE].count(0)
    if nothing:
        # Without a mark: half of the bytes of Latin letters in UTF-16 are zeros.
        if 5 * nothing < len(content[:_SAMPLE]):
            raise TableError(TableReason.NOT_A_TABLE)
        return _by("utf-16-be" if content[0] == 0 else "utf-16-le", content)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _guessed(content)


def _by(encoding: str, content: bytes) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as exc:
        raise TableError(TableReason.DAMAGED) from exc


def _guessed(content: bytes) -> str:
    if _is_short_chinese(content):
        return content.decode("gb18030")
    best = from_bytes(content, cp_isolation=list(_OLD_ENCODINGS)).best()
    if best is None:
        raise TableError(TableReason.NOT_A_TABLE)
    return str(best)


def _is_short_chinese(content: bytes) -> bool:
    """Too little for statistics, and in the plainest third of Chinese letters."""
    if sum(byte > 0x7F for byte in content) > _SHORT:
        return False
    try:
        letters = content.decode("gb2312")
    except UnicodeDecodeError:
        return False
    return all(letter.encode("gb2312")[0] <= _PLAINEST_END for letter in letters)


def _sign(text: str) -> str:
    """The sign between cells; one that stands nowhere where each line is one cell.

    Prompts are full of commas, so that a sign counts only where headings or all lines speak for
    it; counting letters as `csv.Sniffer` does takes "a cat, a dog" for two cells.
    """
    sample = text[:_SAMPLE]
    best, most = "", 0
    for sign in _SIGNS:
        for row in islice(_records(sample, sign), _WITHIN):
            named = len(columns(row))
            if named > most and (named > 1 or len(row) > 1):
                best, most = sign, named
    return best or next((sign for sign in _SIGNS if _holds(sample, sign)), _NO_SIGN)


def _holds(sample: str, sign: str) -> bool:
    """Whether the sign stands equally often in all lines, and not as in a sentence."""
    if sign != "\t" and _PROSE.search(sample):
        return False
    rows = [row for row in islice(_records(sample, sign), _SAMPLE_LINES) if row]
    if len(rows) > 1 and len(sample) == _SAMPLE:
        rows.pop()  # it may be cut
    return len({len(row) for row in rows}) == 1 and len(rows[0]) > 1


def _records(text: str, sign: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(_lines(text), delimiter=sign)
    except csv.Error:
        return  # a cell of more than 128 KB


def _parsed(text: str, sign: str) -> Cells:
    try:
        reader = csv.reader(_lines(text), delimiter=sign, quoting=_quoting(text, sign))
        return [_line(row) for row in islice(reader, LINES_MOST)]
    except csv.Error as exc:
        raise TableError(TableReason.DAMAGED) from exc


def _quoting(text: str, sign: str) -> Literal[0, 3]:
    """Whether quotes hold cells together; one that is never closed would swallow the rest."""
    try:
        for _ in islice(csv.reader(_lines(text), delimiter=sign, strict=True), LINES_MOST):
            pass
    except csv.Error as exc:
        # `"Hello" she said` is an error in this strict reading only.
        harmless = "expected after" in str(exc) and text.count('"') % 2 == 0
        return csv.QUOTE_MINIMAL if harmless else csv.QUOTE_NONE
    return csv.QUOTE_MINIMAL


def _lines(text: str) -> io.StringIO:
    return io.StringIO(text, newline="")


def _line(row: Sequence[str]) -> list[str]:
    return [cleaned(cell) for cell in row[:COLUMNS_MOST]]
