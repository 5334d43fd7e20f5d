"""The report opens in a spreadsheet, and nothing in it is calculated."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.batch.files import read_bytes
from bot.batch.report import CELLS, Entry, Titles, cells_of, report
from bot.batch.rows import Row

TITLES = Titles(status="Status", reason="Why", file="File", seconds="Seconds", cost="Cost")


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_columns_of_the_source_come_first() -> None:
    entries = [
        Entry(cells=["A cat", "9:16"], status="done", file="1.mp4", seconds=12.5, cost=3),
        Entry(cells=["A dog"], status="failed", reason="refused, twice"),
    ]
    content = report(["Prompt", "Ratio"], entries, TITLES)
    assert content.startswith(b"\xef\xbb\xbf")
    assert read(content) == [
        ["Prompt", "Ratio", "Status", "Why", "File", "Seconds", "Cost"],
        ["A cat", "9:16", "done", "", "1.mp4", "12.5", "3"],
        ["A dog", "", "failed", "refused, twice", "", "", ""],
    ]


def test_rows_without_their_source_have_cells_too() -> None:
    row = Row(number=2, prompt="A cat", engine="runway", ratio="9:16", seconds=5, style="noir")
    assert cells_of(row) == ("2", "A cat", "runway", "9:16", "5", "noir")
    assert len(cells_of(row)) == len(CELLS)
    assert cells_of(Row(number=3, prompt="A dog"))[4] == ""


@pytest.mark.parametrize(
    "cell",
    [
        *("=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "　=1"),
        *("=HYPERLINK(\"http://x\")", "|calc", "\0=1", "\ufeff=1"),
    ],
)  # fmt: skip
def test_no_cell_is_a_formula(cell: str) -> None:
    entry = Entry(cells=[cell], status=cell, reason=cell, file=cell)
    lines = read(report([cell], [entry], TITLES))
    assert all(value.startswith("'") for value in (lines[0][0], *lines[1][:4]))


def test_half_a_character_and_no_rows_do_no_harm() -> None:
    assert read(report(["a"], [Entry(cells=["\ud83d"], status="")], TITLES))[1][0] == "?"
    assert len(read(report([], [], TITLES))) == 1


@given(st.lists(st.lists(st.text(max_size=15), max_size=4), max_size=6))
def test_any_cells_make_a_file_that_can_be_read_again(rows: list[list[str]]) -> None:
    content = report(["Prompt"], [Entry(cells=row, status="done") for row in rows], TITLES)
    lines = read(content)
    assert len(lines) == len(rows) + 1
    assert len({len(line) for line in lines}) == 1
    assert not any(
        cell.lstrip(" \t\r\n").startswith(("=", "+", "-", "@")) for line in lines for cell in line
    )
    if "\x1b" not in content.decode() and not any(c < " " for row in rows for x in row for c in x):
        read_bytes(content)
