"""A table's cells become rows that can be made, and problems that a person can mend; pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar

from bot.batch import values
from bot.batch.headings import Column, columns

ROWS_MOST: Final = 500
PROMPT_LONGEST: Final = 2000
STYLE_LONGEST: Final = 500
#: So far down may the headings stand, below a title.
_HEADINGS_WITHIN: Final = 10
_SHOWN: Final = 80

V = TypeVar("V")


class Kind(StrEnum):
    """What is wrong; each is one sentence for the user."""

    NO_ROWS = "no_rows"
    NO_PROMPT_COLUMN = "no_prompt_column"
    NO_PROMPT = "no_prompt"
    PROMPT_TOO_LONG = "prompt_too_long"
    ENGINE_UNKNOWN = "engine_unknown"
    RATIO_UNKNOWN = "ratio_unknown"
    SECONDS_UNKNOWN = "seconds_unknown"
    STYLE_TOO_LONG = "style_too_long"
    TOO_MANY_ROWS = "too_many_rows"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing to make. `number` is the row's in the spreadsheet, beginning with 1.

    "" and 0 stand for what the table leaves open. `page_id` is of a row that has a page.
    """

    number: int
    prompt: str
    engine: str = ""
    ratio: str = ""
    seconds: int = 0
    style: str = ""
    page_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What cannot be used. `row` 0 and `column` None where it is about the whole.

    `value` is what stands there, clipped.
    """

    row: int
    column: Column | None
    kind: Kind
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A row is either in `rows` or has problems. `headings` is the row of headings, 0 for none."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    headings: int = 0


def read_table(cells: Sequence[Sequence[str]], page_ids: Sequence[str] = ()) -> Table:
    """The table of a sheet's cells, empty rows and all, so that the numbers are the sheet's.

    `page_ids` belong to the rows of cells one by one. Rows beyond `ROWS_MOST` are left out, which
    is one problem.
    """
    filled = [number for number, row in enumerate(cells, 1) if any(map(str.strip, row))]
    if not filled:
        return _hopeless(Kind.NO_ROWS)
    headings, places = _headings(cells, filled)
    body = [number for number in filled if number > headings]
    if not body:
        return _hopeless(Kind.NO_ROWS, headings)
    if not headings and _is_text(cells, body):
        places = {Column.PROMPT: 0}
    if Column.PROMPT not in places:
        return _hopeless(Kind.NO_PROMPT_COLUMN, headings)
    rows: list[Row] = []
    problems: list[Problem] = []
    for number in body[:ROWS_MOST]:
        page_id = page_ids[number - 1] if number <= len(page_ids) else ""
        row = _Reading(number, cells[number - 1], places)
        made = row.read(page_id)
        problems += row.problems
        if not row.problems:
            rows.append(made)
    if len(body) > ROWS_MOST:
        number = body[ROWS_MOST]
        problems.append(
            Problem(row=number, column=None, kind=Kind.TOO_MANY_ROWS, value=str(len(body)))
        )
    return Table(rows=tuple(rows), problems=tuple(problems), headings=headings)


def _hopeless(kind: Kind, headings: int = 0) -> Table:
    return Table(rows=(), problems=(Problem(row=0, column=None, kind=kind),), headings=headings)


def _headings(
    cells: Sequence[Sequence[str]], filled: Sequence[int]
) -> tuple[int, Mapping[Column, int]]:
    """The row of headings and its columns; 0 and none where there is no such row."""
    first = filled[0]
    for number in filled[:_HEADINGS_WITHIN]:
        places = columns(cells[number - 1])
        # One word in the first row is enough; further down it may be a prompt of one word.
        if len(places) > 1 or (number == first and Column.PROMPT in places):
            return number, places
    return 0, {}


def _is_text(cells: Sequence[Sequence[str]], body: Sequence[int]) -> bool:
    """Whether most cells of the first column hold letters."""
    lettered = sum(any(map(str.isalpha, cells[n - 1][0])) for n in body if cells[n - 1])
    return 2 * lettered > len(body)


@dataclass(slots=True)
class _Reading:
    """One row while it is read."""

    number: int
    cells: Sequence[str]
    places: Mapping[Column, int]
    problems: tuple[Problem, ...] = ()

    def read(self, page_id: str) -> Row:
        """The row; it is of no use where there are problems."""
        prompt = self._cell(Column.PROMPT)
        if not prompt:
            self._complain(Column.PROMPT, Kind.NO_PROMPT, "")
        elif len(prompt) > PROMPT_LONGEST:
            self._complain(Column.PROMPT, Kind.PROMPT_TOO_LONG, prompt)
        style = self._cell(Column.STYLE)
        if len(style) > STYLE_LONGEST:
            self._complain(Column.STYLE, Kind.STYLE_TOO_LONG, style)
        return Row(
            number=self.number,
            prompt=prompt,
            engine=self._value(Column.ENGINE, values.engine, Kind.ENGINE_UNKNOWN) or "",
            ratio=self._value(Column.RATIO, values.ratio, Kind.RATIO_UNKNOWN) or "",
            seconds=self._value(Column.SECONDS, values.seconds, Kind.SECONDS_UNKNOWN) or 0,
            style=style,
            page_id=page_id,
        )

    def _cell(self, column: Column) -> str:
        place = self.places.get(column, len(self.cells))
        return self.cells[place].strip() if place < len(self.cells) else ""

    def _value(self, column: Column, reader: Callable[[str], V | None], kind: Kind) -> V | None:
        text = self._cell(column)
        value = reader(text)
        if value is None:
            self._complain(column, kind, text)
        return value

    def _complain(self, column: Column, kind: Kind, value: str) -> None:
        problem = Problem(row=self.number, column=column, kind=kind, value=value[:_SHOWN])
        self.problems = (*self.problems, problem)


def rows_with_problems(table: Table) -> Iterator[int]:
    """The numbers of the rows that cannot be made, each once."""
    yield from dict.fromkeys(problem.row for problem in table.problems if problem.column)
