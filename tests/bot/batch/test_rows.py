"""Cells become rows and problems; every table here is what somebody might send."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.batch import values
from bot.batch.headings import Column, meaning
from bot.batch.rows import (
    PROMPT_LONGEST,
    ROWS_MOST,
    STYLE_LONGEST,
    Kind,
    Row,
    read_table,
    rows_with_problems,
)


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Prompt", Column.PROMPT),
        (" PROMPT * ", Column.PROMPT),
        ("prompt_text", Column.PROMPT),
        ("提示词", Column.PROMPT),
        ("描述", Column.PROMPT),
        ("Idea", Column.PROMPT),
        ("промпт", Column.PROMPT),
        ("Ｐｒｏｍｐｔ", Column.PROMPT),
        ("Duration (s)", Column.SECONDS),
        ("时长（秒）", Column.SECONDS),
        ("Length [sec]", Column.SECONDS),
        ("aspect_ratio", Column.RATIO),
        ("Aspect Ratio:", Column.RATIO),
        ("比例", Column.RATIO),
        ("Format", Column.RATIO),
        ("engine", Column.ENGINE),
        ("引擎", Column.ENGINE),
        ("Model", Column.ENGINE),
        ("风格", Column.STYLE),
        ("Notes", None),
        ("", None),
        ("prompt" * 100, None),
    ],
)
def test_a_heading_is_known_in_many_spellings(heading: str, column: Column | None) -> None:
    assert meaning(heading) is column


@pytest.mark.parametrize(
    ("text", "ratio"),
    [
        ("9:16", "9:16"),
        ("9 : 16", "9:16"),
        ("16x9", "16:9"),
        ("16×9", "16:9"),
        ("9：16", "9:16"),
        ("9/16", "9:16"),
        ("9-16", "9:16"),
        ("1080x1920", "9:16"),
        ("1920*1080", "16:9"),
        ("2:2", "1:1"),
        ("21:9", "21:9"),
        ("42:18", "21:9"),
        ("9:21", "9:21"),
        ("Portrait", "9:16"),
        ("竖屏", "9:16"),
        ("横屏", "16:9"),
        ("square", "1:1"),
        ("正方形", "1:1"),
        # What Excel and its CSV make of 9:16 and 16:9.
        ("09:16", "9:16"),
        ("9:16:00", "9:16"),
        ("16:09:00", "16:9"),
        ("01:01", "1:1"),
        ("4:09:00 PM", "16:9"),
        ("9:16 AM", "9:16"),
        ("12:00 am", None),
        ("", ""),
        ("  ", ""),
        ("banana", None),
        ("0:1", None),
        ("1:0", None),
        ("1:99", None),
        ("1921:1080", None),
        ("9:16:30", None),
        ("9:16" * 40, None),
        ("٩:١٦", None),
    ],
)
def test_a_shape_is_read_as_people_write_it(text: str, ratio: str | None) -> None:
    assert values.ratio(text) == ratio


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("5", 5),
        ("5s", 5),
        ("5 S.", 5),
        ("5 sec", 5),
        ("5秒", 5),
        ("５秒", 5),
        ("10 Sekunden", 10),
        ("5.0", 5),
        ("5,0", 5),
        ("0:05", 5),
        ("00:00:05", 5),
        ("00:05:00", 5),
        ("0:01:30", 90),
        ("01:00:00", 60),
        ("1:00:30", None),
        ("1:30", 90),
        ("1 min", 60),
        ("600", 600),
        ("", 0),
        ("0", None),
        ("601", None),
        ("-5", None),
        ("5.5", None),
        ("five", None),
        ("9" * 50, None),
        ("5" + " " * 70 + "x", 5),
    ],
)
def test_a_length_is_read_as_people_write_it(text: str, seconds: int | None) -> None:
    assert values.seconds(text) == seconds


@pytest.mark.parametrize(
    ("text", "engine"),
    [
        ("Runway", "runway"),
        (" NEMO ", "nemo"),
        ("flux", "flux"),
        ("自动", "auto"),
        ("", ""),
        ("sora", None),
        ("runway " * 100, None),
    ],
)
def test_an_engine_is_known_by_its_name(text: str, engine: str | None) -> None:
    assert values.engine(text) == engine


def test_a_full_table_is_read() -> None:
    table = read_table(
        [
            ["Prompt", "Engine", "Ratio", "Duration", "Style"],
            ["A cat", "Runway", "portrait", "5s", "noir"],
            ["A dog", "", "", "", ""],
        ]
    )
    assert table.problems == ()
    assert table.headings == 1
    assert table.rows == (
        Row(number=2, prompt="A cat", engine="runway", ratio="9:16", seconds=5, style="noir"),
        Row(number=3, prompt="A dog"),
    )


def test_numbers_are_those_of_the_spreadsheet_in_spite_of_empty_rows() -> None:
    table = read_table([[], ["prompt"], ["a"], ["", " "], ["b"], []])
    assert [row.number for row in table.rows] == [3, 5]


def test_columns_may_stand_in_any_order_and_beside_others() -> None:
    table = read_table([["id", "时长", "note", "提示词"], ["1", "5秒", "x", "一只猫"]])
    assert table.rows == (Row(number=2, prompt="一只猫", seconds=5),)


def test_a_title_may_stand_above_the_headings() -> None:
    table = read_table([["My campaign"], [], ["Prompt", "Ratio"], ["A cat", "1:1"]])
    assert table.headings == 3
    assert [row.number for row in table.rows] == [4]


def test_a_name_is_the_prompt_only_where_nothing_else_is() -> None:
    assert read_table([["Name", "Ratio"], ["A cat", "1:1"]]).rows[0].prompt == "A cat"
    assert read_table([["Name", "Prompt"], ["Tom", "A cat"]]).rows[0].prompt == "A cat"


def test_without_headings_the_first_column_holds_the_prompts() -> None:
    table = read_table([["A cat", "x"], ["A dog", "y"]])
    assert [row.prompt for row in table.rows] == ["A cat", "A dog"]
    assert table.headings == 0


def test_a_prompt_that_is_one_of_the_words_is_not_taken_for_headings() -> None:
    table = read_table([["A cat"], ["Text"], ["A dog"]])
    assert [row.prompt for row in table.rows] == ["A cat", "Text", "A dog"]


@pytest.mark.parametrize(
    "cells",
    [
        [["1", "2"], ["3", "4"]],
        [["Engine", "Ratio"], ["runway", "1:1"]],
    ],
)
def test_a_table_without_prompts_says_so(cells: list[list[str]]) -> None:
    table = read_table(cells)
    assert table.rows == ()
    assert [problem.kind for problem in table.problems] == [Kind.NO_PROMPT_COLUMN]


@pytest.mark.parametrize("cells", [[], [[]], [["", " "]], [["Prompt"]], [["Prompt", "Ratio"], []]])
def test_a_table_without_rows_says_so(cells: list[list[str]]) -> None:
    table = read_table(cells)
    assert table.rows == ()
    assert [problem.kind for problem in table.problems] == [Kind.NO_ROWS]


def test_every_problem_names_its_row_and_column() -> None:
    table = read_table(
        [
            ["prompt", "engine", "ratio", "seconds", "style"],
            ["", "sora", "round", "long", "s" * (STYLE_LONGEST + 1)],
            ["p" * (PROMPT_LONGEST + 1)],
            ["fine"],
        ]
    )
    found = [(problem.row, problem.column, problem.kind) for problem in table.problems]
    assert found == [
        (2, Column.PROMPT, Kind.NO_PROMPT),
        (2, Column.STYLE, Kind.STYLE_TOO_LONG),
        (2, Column.ENGINE, Kind.ENGINE_UNKNOWN),
        (2, Column.RATIO, Kind.RATIO_UNKNOWN),
        (2, Column.SECONDS, Kind.SECONDS_UNKNOWN),
        (3, Column.PROMPT, Kind.PROMPT_TOO_LONG),
    ]
    assert [row.number for row in table.rows] == [4]
    assert list(rows_with_problems(table)) == [2, 3]
    assert all(len(problem.value) <= 80 for problem in table.problems)


def test_a_prompt_of_the_longest_length_passes() -> None:
    assert read_table([["prompt"], ["p" * PROMPT_LONGEST]]).problems == ()


def test_rows_that_are_the_same_stay() -> None:
    assert len(read_table([["prompt"], ["a"], ["a"]]).rows) == 2


def test_too_many_rows_are_one_problem() -> None:
    cells = [["prompt"], *[["a cat"]] * (ROWS_MOST + 20)]
    table = read_table(cells)
    assert len(table.rows) == ROWS_MOST
    (problem,) = table.problems
    assert (problem.kind, problem.row, problem.value) == (Kind.TOO_MANY_ROWS, 502, "520")


def test_a_page_stays_with_its_row() -> None:
    table = read_table([["prompt"], ["a"], [], ["b"]], ["", "p1", "p2", "p3"])
    assert [row.page_id for row in table.rows] == ["p1", "p3"]
    assert [row.page_id for row in read_table([["prompt"], ["a"]], []).rows] == [""]


cell = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["prompt", "engine", "ratio", "9:16", "5s", "runway", "提示词", " "]),
)


@given(st.lists(st.lists(cell, max_size=6), max_size=15))
def test_any_cells_give_rows_or_problems_and_never_both(cells: list[list[str]]) -> None:
    table = read_table(cells)
    good = {row.number for row in table.rows}
    assert good.isdisjoint(rows_with_problems(table))
    assert all(1 <= number <= len(cells) for number in good)
    assert all(row.prompt.strip() and row.engine in ("", *values.ENGINES) for row in table.rows)
    assert table.rows or table.problems


@given(st.text(max_size=100))
def test_any_text_is_a_value_or_not(text: str) -> None:
    ratio, seconds = values.ratio(text), values.seconds(text)
    assert ratio is None or values.ratio(ratio) == ratio
    assert seconds is None or 0 <= seconds <= values.SECONDS_MOST
    assert values.engine(text) in (None, "", *values.ENGINES)
