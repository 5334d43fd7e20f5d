"""Files that people and attackers send: each is a table or one clear error, quickly."""

import io
import time
import tracemalloc
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from datetime import time as day_time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from bot.batch.cells import CELL_LONGEST, COLUMNS_MOST, LINES_MOST
from bot.batch.files import FILE_LARGEST_BYTES, TableError, TableReason, read_bytes, read_file
from bot.batch.rows import read_table

HEADER = ["Prompt", "Ratio", "Duration"]


def reason_of(content: bytes, name: str = "x.csv") -> TableReason:
    with pytest.raises(TableError) as caught:
        read_bytes(content, name)
    assert str(caught.value) == caught.value.reason
    return caught.value.reason


def excel(*rows: Sequence[object], title: str = "Sheet") -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def changed(content: bytes, parts: Mapping[str, str | bytes | None]) -> bytes:
    """The file with parts put in, or taken out (None)."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            if part is not None:
                new.writestr(name, part)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def sheet_xml(inner: str, before: str = "") -> str:
    return (
        f'<?xml version="1.0"?>{before}<worksheet xmlns="{MAIN}"><sheetData>{inner}</sheetData>'
        "</worksheet>"
    )


# CSV


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_table_is_read_in_every_spelling(sign: str, encoding: str, end: str) -> None:
    text = end.join((sign.join(HEADER), sign.join(('"A cat"', "9:16", "5")), ""))
    cells = read_bytes(text.encode(encoding))
    assert [list(row) for row in cells] == [HEADER, ["A cat", "9:16", "5"]]


@pytest.mark.parametrize(
    ("encoding", "rows"),
    [
        (
            "gb18030",
            ["提示词;比例", "一只猫在海滩上奔跑，阳光明媚;9:16", "一只熊猫在竹林里打太极;1:1"],
        ),
        ("gb18030", ["一只猫", "小狗在跑"]),
        ("cp1252", ["Prompt;Größe", "Ein Bär läuft über die Straße;9:16"]),
        ("cp1252", ["Une forêt à l’aube, très calme", "Le café où l’été s’achève"]),
        ("cp1251", ["промпт;формат", "Рыжая лиса бежит по свежему снегу;16:9"]),
    ],
)
def test_old_encodings_are_told_apart(encoding: str, rows: list[str]) -> None:
    cells = read_bytes("\r\n".join(rows).encode(encoding))
    assert [";".join(row) for row in cells] == rows


@pytest.mark.parametrize(
    "text",
    [
        "A cat, running\nA dog, sleeping, happy\n",
        "A cat, running\nA dog, sleeping\n",
        "A cat; then a dog\nA fish; then a bird\n",
        "One prompt, with a comma",
        "Prompt\nA cat, running\nA dog\n",
    ],
)
def test_commas_in_sentences_part_no_cells(text: str) -> None:
    assert [row[0] for row in read_bytes(text.encode())] == text.splitlines()


def test_a_sign_that_is_known_is_not_guessed() -> None:
    content = b'"A cat, running",x\nA dog,y\n'
    assert [list(row) for row in read_bytes(content, sign=",")] == [
        ["A cat, running", "x"],
        ["A dog", "y"],
    ]


def test_a_quoted_cell_may_hold_lines_and_commas() -> None:
    cells = read_bytes(b'prompt,ratio\r\n"A cat,\r\nthen ""rain""",1:1\r\n\r\nB,1:1\r\n')
    table = read_table(cells)
    assert [(row.number, row.prompt) for row in table.rows] == [
        (2, 'A cat,\nthen "rain"'),
        (4, "B"),
    ]


def test_a_quote_that_is_never_closed_swallows_nothing() -> None:
    cells = read_bytes(b'prompt,ratio\nA 5" screen,1:1\n"B,1:1\nC,1:1\n')
    assert len(cells) == 4


def test_a_quote_inside_a_sentence_holds_nothing_together() -> None:
    cells = read_bytes(b'prompt,ratio\nA 5" screen,1:1\n"two\nlines",1:1\n"Hi" she said,1:1\n')
    assert [row[0] for row in cells] == ["prompt", 'A 5" screen', '"two', 'lines"', '"Hi" she said']
    cells = read_bytes(b'prompt,ratio\nA 5" screen,1:1\n"two\nlines",1:1\n')
    assert [row[0] for row in cells] == ["prompt", 'A 5" screen', "two\nlines"]


def test_the_line_that_excel_writes_for_itself_is_not_counted() -> None:
    cells = read_bytes(b"sep=;\r\nprompt;ratio\r\nA;1:1\r\n")
    assert [list(row) for row in cells] == [["prompt", "ratio"], ["A", "1:1"]]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", TableReason.EMPTY),
        (b" \r\n\t\n", TableReason.EMPTY),
        (b"\xef\xbb\xbf", TableReason.EMPTY),
        (b",,,\n,,,\n", TableReason.EMPTY),
        (b"%PDF-1.7\n", TableReason.NOT_A_TABLE),
        (b"<!DOCTYPE html><html>", TableReason.NOT_A_TABLE),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", TableReason.NOT_A_TABLE),
        (bytes(range(256)), TableReason.NOT_A_TABLE),
        (b"\xff\xfea\x00b", TableReason.DAMAGED),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", TableReason.OLD_EXCEL),
        (b"PK\x03\x04 broken", TableReason.DAMAGED),
        (b"a,b\n" * FILE_LARGEST_BYTES, TableReason.TOO_BIG),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(content: bytes, reason: TableReason) -> None:
    assert reason_of(content) is reason


def test_text_that_calls_itself_excel_is_damaged() -> None:
    assert reason_of(b"prompt\nA", "table.xlsx") is TableReason.DAMAGED


def test_a_long_table_and_a_long_cell_are_cut() -> None:
    cells = read_bytes(b"prompt\n" + b"a\n" * 50_000)
    assert len(cells) == LINES_MOST
    cells = read_bytes(b"prompt,ratio\n" + b"a" * 100_000 + b",1:1\n")
    assert len(cells[1][0]) == CELL_LONGEST
    assert len(read_bytes(b"a;" * 10_000)[0]) == COLUMNS_MOST


def test_a_cell_beyond_all_measure_is_refused() -> None:
    assert reason_of(b"prompt\n" + b"a" * 1_000_000) is TableReason.DAMAGED


def test_a_file_is_read_by_its_path_and_not_when_it_is_too_big(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"prompt\nA cat\n")
    assert len(read_file(path, "prompts.csv")) == 2
    path.write_bytes(b"a" * (FILE_LARGEST_BYTES + 1))
    with pytest.raises(TableError, match="too_big"):
        read_file(path, "prompts.csv")


@settings(max_examples=200, deadline=2000)
@example(b"\xff\xfe\x00\xd8")
@example(b"sep=\x1f\na")
@example(b'sep="\na')
@given(st.one_of(st.binary(max_size=400), st.text(max_size=200).map(lambda t: t.encode("utf-8"))))
def test_any_bytes_are_a_table_or_an_error_of_ours(content: bytes) -> None:
    try:
        cells = read_bytes(content)
    except TableError:
        return
    assert all(len(row) <= COLUMNS_MOST for row in cells)
    read_table(cells)


@settings(max_examples=60, deadline=2000)
@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=20),
            min_size=3,
            max_size=3,
        ),
        min_size=1,
        max_size=8,
    )
)
def test_what_a_spreadsheet_writes_comes_back(rows: list[list[str]]) -> None:
    import csv

    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([HEADER, *rows])
    cells = read_bytes(out.getvalue().encode("utf-8-sig"))
    stripped = [[cell.strip(" \t\n\u00a0\u3000\ufeff") for cell in row] for row in rows]
    assert [list(row) for row in cells] == [HEADER, *stripped]


# XLSX


def test_an_excel_file_is_read_as_its_cells_show() -> None:
    content = excel(
        ["Prompt", "Duration", "Ratio", "Note", "Day"],
        ["A cat", 5, day_time(9, 16), True, date(2026, 1, 2)],
        [],
        ["一只狗", 5.0, "16:9", 2.5, datetime(2026, 1, 2, 3, 4)],  # noqa: DTZ001
    )
    cells = read_bytes(content, "x.xlsx")
    assert [list(row) for row in cells] == [
        ["Prompt", "Duration", "Ratio", "Note", "Day"],
        ["A cat", "5", "09:16:00", "TRUE", "2026-01-02"],
        [],
        ["一只狗", "5", "16:9", "2.5", "2026-01-02 03:04:00"],
    ]
    table = read_table(cells)
    assert [(row.number, row.ratio, row.seconds) for row in table.rows] == [
        (2, "9:16", 5),
        (4, "16:9", 5),
    ]


def test_a_formula_shows_what_it_came_to() -> None:
    inner = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>prompt</t></is></c></row>'
        '<row r="2"><c r="A2" t="str"><f>CONCAT("A ","cat")</f><v>A cat</v></c></row>'
    )
    cells = read_bytes(changed(excel(["x"]), {SHEET: sheet_xml(inner)}))
    assert [list(row) for row in cells] == [["prompt"], ["A cat"]]


TYPES = "[Content_Types].xml"
SHARED = "xl/sharedStrings.xml"
SHARED_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"


def with_shared(strings: str, inner: str) -> bytes:
    """A file whose texts lie beside the sheet, as Excel writes them."""
    content = excel(["x"])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        types = archive.read(TYPES).decode()
    override = f'<Override PartName="/{SHARED}" ContentType="{SHARED_TYPE}"/></Types>'
    return changed(
        content,
        {
            TYPES: types.replace("</Types>", override),
            SHARED: f'<sst xmlns="{MAIN}">{strings}</sst>',
            SHEET: sheet_xml(inner),
        },
    )


def test_texts_that_lie_beside_the_sheet_are_found() -> None:
    content = with_shared(
        "<si><t>prompt</t></si><si><r><t xml:space='preserve'>A </t></r><r><rPr><b/></rPr>"
        "<t>cat</t></r></si><si><t>猫</t><rPh sb='0' eb='1'><t>ねこ</t></rPh></si>",
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="3"><c r="A3" t="s"><v>1</v></c>'
        '<c r="C3" t="s"><v>2</v></c></row>',
    )
    assert [list(row) for row in read_bytes(content)] == [["prompt"], [], ["A cat", "", "猫"]]


def test_lists_to_choose_from_and_colours_do_no_harm() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["prompt", "engine"])
    sheet.append(["A cat", "runway"])
    choices = DataValidation(type="list", formula1='"runway,nemo"')
    choices.add("B2:B100")
    sheet.add_data_validation(choices)
    sheet["A1"].fill = PatternFill("solid", fgColor="00FF00")
    sheet.merge_cells("A5:B5")
    out = io.BytesIO()
    book.save(out)
    assert [list(row) for row in read_bytes(out.getvalue())] == [
        ["prompt", "engine"],
        ["A cat", "runway"],
    ]


def test_hidden_sheets_are_passed_over() -> None:
    book = Workbook()
    hidden, shown = book.active, book.create_sheet("shown")
    assert hidden is not None
    hidden.sheet_state = "hidden"
    hidden.append(["secret"])
    shown.append(["prompt"])
    shown.append(["A cat"])
    out = io.BytesIO()
    book.save(out)
    assert [list(row) for row in read_bytes(out.getvalue())] == [["prompt"], ["A cat"]]


def test_an_empty_workbook_is_empty() -> None:
    assert reason_of(excel()) is TableReason.EMPTY


def test_a_zip_of_something_else_is_no_table() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    assert reason_of(out.getvalue()) is TableReason.NOT_A_TABLE


ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))
    + "]>"
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
CELL = '<row r="1"><c r="A1" t="inlineStr"><is><t>&{};</t></is></c></row>'
UTF16 = sheet_xml(CELL.format("a"), OUTSIDE).replace('"1.0"', '"1.0" encoding="utf-16"')
WIDE = sheet_xml(f'<row r="1">{"<c/>" * 600_000}</row>')
LONG_TAG = " ".join(f'a{n}=""' for n in range(500_000))
POINTS_NOWHERE = sheet_xml('<row r="1"><c r="A1" t="s"><v>77</v></c></row>')


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        pytest.param(parts, reason, id=name)
        for name, reason, parts in (
            ("a bomb of names", "damaged", {SHEET: sheet_xml(CELL.format("j"), ENTITIES)}),
            ("a file of ours", "damaged", {SHEET: sheet_xml(CELL.format("a"), OUTSIDE)}),
            ("the same in other letters", "damaged", {SHEET: UTF16.encode("utf-16")}),
            ("much of nothing", "too_big", {SHEET: sheet_xml(" " * 100_000_000)}),
            ("much beside", "too_big", {"xl/x.xml": f"<a>{' ' * 20_000_000}</a>"}),
            ("many cells", "too_big", {SHEET: WIDE}),
            ("deep", "too_big", {SHEET: sheet_xml("<row>" * 5000 + "</row>" * 5000)}),
            ("a long tag", "too_big", {SHEET: sheet_xml(f"<row {LONG_TAG}/>")}),
            ("a big tree", "too_big", {"xl/styles.xml": f"<a>{'<b/>' * 120_000}</a>"}),
            ("many parts", "too_big", {f"xl/{n}.xml": "<a/>" for n in range(1100)}),
            ("no XML", "damaged", {SHEET: b"\0\1\2"}),
            ("cut XML", "damaged", {SHEET: "<worksheet><sheetData><row>"}),
            ("no sheet", "empty", {SHEET: None}),
            ("a text that is not there", "damaged", {SHEET: POINTS_NOWHERE}),
            ("no book", "empty", {"xl/workbook.xml": "<a/>"}),
            ("a bomb in the book", "damaged", {"xl/workbook.xml": f"{ENTITIES}<a>&j;</a>"}),
            ("no types", "damaged", {"[Content_Types].xml": None}),
        )
    ],
)
def test_a_hostile_excel_file_ends_quickly_and_takes_little(
    parts: Mapping[str, str | bytes | None], reason: str
) -> None:
    content = changed(excel(["prompt"], ["A cat"]), parts)
    assert len(content) < FILE_LARGEST_BYTES
    del parts
    tracemalloc.start()
    begun = time.perf_counter()
    try:
        assert reason_of(content) == reason
        took_s = time.perf_counter() - begun
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 64 * 1024 * 1024
    assert took_s < 20  # memory is watched, which makes all of it several times slower


def test_the_worst_that_is_read_takes_little() -> None:
    inner = "".join(f'<row r="{n}">{"<c><v>1</v></c>" * 60}</row>' for n in range(1, 3000))
    content = changed(excel(["prompt"]), {SHEET: sheet_xml(inner)})
    tracemalloc.start()
    try:
        read_bytes(content)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 128 * 1024 * 1024


def test_rows_far_below_are_cut_off() -> None:
    inner = '<row r="1"><c r="A1"><v>1</v></c></row>'
    inner += '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    cells = read_bytes(changed(excel(["x"]), {SHEET: sheet_xml(inner)}))
    assert [list(row) for row in cells] == [["1"]]


def test_parts_with_the_same_name_are_refused() -> None:
    out = io.BytesIO(excel(["prompt"], ["A cat"]))
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(SHEET, sheet_xml(""))
    assert reason_of(out.getvalue()) is TableReason.DAMAGED


def test_a_size_that_is_a_lie_is_found_out() -> None:
    content = bytearray(excel(["prompt"], ["A cat"]))
    place = content.rindex(b"xl/worksheets/sheet1.xml") - 46 + 24
    content[place : place + 4] = (10).to_bytes(4, "little")
    assert reason_of(bytes(content)) is TableReason.DAMAGED


@settings(max_examples=150, deadline=5000)
@given(st.data())
def test_a_damaged_excel_file_is_read_or_refused(data: st.DataObject) -> None:
    content = bytearray(_SAMPLE)
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(4, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, 1) | st.integers(0, len(content) - 10))
    try:
        read_bytes(bytes(content[: len(content) - cut]), "x.xlsx")
    except TableError:
        return


@settings(max_examples=100, deadline=5000)
@given(st.data())
def test_a_sheet_with_odd_xml_is_read_or_refused(data: st.DataObject) -> None:
    xml = bytearray(_SAMPLE_XML)
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(xml) - 1))
        xml[start : start + data.draw(st.integers(0, 12))] = data.draw(
            st.sampled_from([b"", b"<c/>", b"x", b'"', b"-1", b"1e999", b"<row/>", b"&#0;"])
        )
    try:
        read_bytes(changed(_SAMPLE, {SHEET: bytes(xml)}))
    except TableError:
        return


_SAMPLE = excel(HEADER, ["A cat", day_time(9, 16), 5], ["A dog", "16:9", 1e300])
with zipfile.ZipFile(io.BytesIO(_SAMPLE)) as _archive:
    _SAMPLE_XML = _archive.read(SHEET)
