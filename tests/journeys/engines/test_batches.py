"""Tables of prompts: checked, made row by row, written back, stopped, repeated; none paid twice."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid5

import pytest

from sandbox.google_sheets.app import PRIVATE
from sandbox.notion.world import DATABASE_ID, HIDDEN_DATABASE_ID, OLD_DATABASE_ID
from tests.journeys.engines.proof import prove
from tests.journeys.engines.tables import TableTown, csv_table, excel_table, table_town
from tests.journeys.quick import NewDatabase

#: Each waits for engines and renders; on a machine with other work that takes its time.
pytestmark = pytest.mark.timeout(300)

DOCS = "https://docs.google.com/spreadsheets/d"
NOTION = "https://www.notion.so/team/Prompts"


@pytest.fixture(scope="module")
def _studio(
    tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase
) -> Iterator[TableTown]:
    folder = tmp_path_factory.mktemp("tables")
    settings = {"BATCH_AT_ONCE": "4", "ENGINE_REST_S": "0", "TELEGRAM_MAX_UPLOAD_MB": "1"}
    with table_town(folder, new_database, settings) as town:
        yield town


@pytest.fixture
def studio(_studio: TableTown) -> Iterator[TableTown]:
    """The bot with Flux, Runway and this machine."""
    yield _studio
    _studio.forget_faults()


def test_a_csv_is_checked_first_and_then_made_in_one_go(studio: TableTown, tmp_path: Path) -> None:
    ann = studio.client()
    table = csv_table(
        tmp_path / "ads.csv",
        [
            ("a red fox in the snow", "flux", "16:9", "", "watercolour"),
            ("", "flux", "1:1", "", ""),
            ("a cup of coffee", "local", "9:16", 2, ""),
            ("a lighthouse", "photoshop", "9:16", 5, ""),
            ("a harbour", "flux", "nine by sixteen", "soon", ""),
            ("a bakery", "apiframe", "", "", ""),
        ],
    )
    mark = studio.mark()
    question = ann.begin(table)
    assert "2 rows can be made" in question
    assert "$0.04" in question
    assert "4 rows have a problem" in question
    assert "Row 3: There is no prompt." in question
    assert "Row 5: There is no engine “photoshop”." in question
    assert "Row 6:" in question
    assert "“nine by sixteen” is no ratio" in question
    assert "“soon” is no length" in question
    assert "Row 7: The engine “apiframe” is not set up here." in question
    ended = ann.ended()
    assert ended.statuses == {"Done": 2, "Left out": 4}
    assert ended.headings[:6] == ["#", "Prompt", "Engine", "Ratio", "Duration", "Style"]
    assert ended.column("#") == ["2", "3", "4", "5", "6", "7"]
    assert ended.column("Cost in US dollars (list price)")[:3] == ["0.04", "", "0"]
    assert [m["media"]["type"] for m in sorted(ann.results(), key=lambda m: m["text"])] == [
        "photo",
        "video",
    ]
    assert {m["text"].splitlines()[0] for m in ann.results()} == {
        "Row 2: a red fox in the snow",
        "Row 4: a cup of coffee",
    }
    [archive] = ann.documents(".zip")
    assert set(ann.archive(archive)) == set(filter(None, ended.column("File")))
    assert studio.orders("bfl", "submit", mark) == ["a red fox in the snow. watercolour"]
    assert not studio.since(mark, "upload"), "a table is no media for the editing agent"


def test_nothing_is_made_before_the_user_says_so(studio: TableTown, tmp_path: Path) -> None:
    ann = studio.client()
    mark = studio.mark()
    ann.send("", csv_table(tmp_path / "a.csv", [("a fox", "flux", "", "", "")]))
    question = ann.offered("Go ahead")
    ann.push(question, "Cancel")
    ann.waits_for("Stopped.")
    answer = ann.say("/status")
    assert not studio.orders("bfl", "submit", mark)
    assert "Go ahead" not in answer.buttons


def test_a_workbook_works_as_well_and_words_beside_it_fill_the_gaps(
    studio: TableTown, tmp_path: Path
) -> None:
    ann = studio.client()
    table = excel_table(
        tmp_path / "plan.xlsx",
        [("a bakery at dawn", "flux", "", None, ""), ("a mill", "flux", "16:9", None, None)],
    )
    mark = studio.mark()
    ann.begin(table, "vertical please")
    ended = ann.ended()
    assert ended.statuses == {"Done": 2}
    sizes = {}
    for call in studio.since(mark, "submit", "bfl"):
        body = call["body"]
        sizes[body["prompt"]] = body.get("aspect_ratio") or body["width"] > body["height"]
    assert sizes["a bakery at dawn"] in ("9:16", False)
    assert sizes["a mill"] in ("16:9", True)


def test_a_link_to_a_sheet_is_read_and_made(studio: TableTown) -> None:
    ann = studio.client()
    studio.put_sheet("abc123", "prompt,engine\na red kite,flux\na blue kite,flux\n")
    ann.send(f"please make these: {DOCS}/abc123/edit?usp=sharing#gid=0 thanks")
    assert "2 rows can be made" in ann.go()
    assert ann.ended().statuses == {"Done": 2}


@pytest.mark.parametrize(
    ("link", "words"),
    [
        (f"{DOCS}/{PRIVATE}/edit", "is not shared"),
        (f"{DOCS}/nothere/edit", "There is no sheet behind this link"),
        (f"{NOTION}-{UUID(HIDDEN_DATABASE_ID).hex}", "I cannot see this database"),
    ],
    ids=["private", "missing", "hidden"],
)
def test_a_link_that_cannot_be_read_is_told_in_one_sentence(
    studio: TableTown, link: str, words: str
) -> None:
    answer = studio.client().say(link)
    assert words in answer.text
    assert answer.buttons == []


def test_a_service_that_is_away_for_a_moment_is_asked_again(studio: TableTown) -> None:
    ann = studio.client()
    studio.arm("export", service="google_sheets", kind="status", status=503)
    studio.put_sheet("busy", "prompt,engine\na kite,flux\n")
    ann.send(f"{DOCS}/busy/edit")
    ann.push(ann.offered("Go ahead"), "Cancel")
    ann.waits_for("Stopped.")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"\n\n", "is empty"),
        ("a.xlsx", b"PK\x03\x04nonsense", "is damaged"),
        ("a.xlsx", b"prompt\na fox\n", "is damaged"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9, "old form of Excel"),
        ("a.csv", b"prompt,engine\n", "has no rows"),
        ("a.csv", b"1,2\n3,4\n", "no column with prompts"),
        ("a.csv", b"prompt,engine\na fox,paint\n", "No row of"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bad_table_is_told_in_one_clear_sentence(
    studio: TableTown, tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(content)
    answer = studio.client().say("", tmp_path / name)
    assert words in answer.text
    assert len(answer.messages) == 1
    assert answer.buttons == []


def test_what_becomes_of_a_row_is_written_into_its_notion_page(studio: TableTown) -> None:
    ann = studio.client()
    studio.arm("update", service="notion", kind="status", status=409)
    source = f"data_sources/{uuid5(UUID(DATABASE_ID), 'source')}"
    ann.send(f"{NOTION}-{UUID(DATABASE_ID).hex}?v=1")
    assert "3 rows can be made" in ann.go()
    assert ann.ended().statuses == {"Done": 3}
    ann.until(
        lambda: [_status(page) for page in studio.pages(source)] == ["Done"] * 3,
        "the pages to know",
    )


def test_an_old_database_takes_words_as_results(studio: TableTown) -> None:
    ann = studio.client()
    studio.arm("image_to_video", service="runway", kind="backend", value="fail=SAFETY.INPUT.TEXT")
    ann.send(f"{NOTION}-{UUID(OLD_DATABASE_ID).hex}")
    ann.go()
    assert ann.ended().statuses == {"Done": 2, "Failed": 1}
    ann.until(
        lambda: (
            Counter(_status(page) for page in studio.pages(f"databases/{OLD_DATABASE_ID}"))
            == {"Done": 2, "Failed": 1}
        ),
        "the pages to know",
    )
    results = [_result(page) for page in studio.pages(f"databases/{OLD_DATABASE_ID}")]
    assert sum(result.startswith("Made: ") for result in results) == 2
    assert sum("refuses this content" in result for result in results) == 1


def test_stopped_what_is_done_stays_and_comes_with_the_report(
    studio: TableTown, tmp_path: Path
) -> None:
    ann = studio.client()
    rows = [("a fox", "flux", "", "", ""), *[(f"hill {n}", "runway", "", 5, "") for n in range(9)]]
    mark = studio.mark()
    ann.begin(csv_table(tmp_path / "hills.csv", rows))
    ann.until(ann.results, "the first result")
    ann.send("/cancel")
    ended = ann.ended()
    assert "was stopped" in ended.message["text"]
    assert ended.statuses["Done"] >= 1
    assert ended.statuses["Cancelled"] >= 5
    assert sum(ended.statuses.values()) == 10
    assert len(ann.documents(".zip")) == 1
    # The first, four in its place, and one that began while the command was on its way.
    assert len(studio.orders("bfl", "submit", mark)) <= 6, "rows began after it was stopped"
    assert "Run failed rows again" not in _labels(ended.message)


def test_only_failed_rows_run_again_and_only_when_asked(studio: TableTown, tmp_path: Path) -> None:
    ann = studio.client()
    studio.arm("submit", service="bfl", kind="backend", value="moderated")
    studio.arm("submit", service="bfl", kind="backend", value="504 worked")
    rows = [(f"a boat {number}", "flux", "", "", "") for number in range(4)]
    mark = studio.mark()
    ann.begin(csv_table(tmp_path / "boats.csv", rows))
    first = ann.ended()
    assert first.statuses == {"Done": 2, "Failed": 1, "Unsure": 1}
    unsure = first.column("Status").index("Unsure")
    assert "may have been paid for" in first.column("Remark")[unsure]
    assert first.column("Cost in US dollars (list price)")[unsure] == ""
    assert Counter(studio.orders("bfl", "submit", mark)) == {words: 1 for words, *_ in rows}
    again = studio.mark()
    ann.push(first.message, "Run failed rows again")
    ann.push(first.message, "Run failed rows again")
    second = ann.ended(2)
    assert second.statuses == {"Done": 4}
    failed = [row[1] for row in first.rows if "Done" not in row]
    assert Counter(studio.orders("bfl", "submit", again)) == dict.fromkeys(failed, 1)
    ann.waits_for("This button is out of date")


def test_a_command_during_a_batch_is_answered_at_once(studio: TableTown, tmp_path: Path) -> None:
    ann = studio.client()
    rows = [(f"a hill {number}", "runway", "", 5, "") for number in range(4)]
    ann.begin(csv_table(tmp_path / "hills.csv", rows))
    ann.waits_for("⏳ 4")
    ann.send("/status")
    ann.waits_for("timeline", within_s=5)
    assert not ann.documents("report.csv")
    ann.send("/cancel")
    ann.ended()


def test_results_too_big_for_one_archive_come_in_several(studio: TableTown, tmp_path: Path) -> None:
    ann = studio.client()
    rows = [(f"a busy market {number}", "flux", "1:1", "", "") for number in range(4)]
    ann.begin(csv_table(tmp_path / "markets.csv", rows))
    ended = ann.ended()
    archives = ann.documents(".zip")
    assert all(message["media"]["size"] < 1024 * 1024 for message in archives)
    names = [name for message in archives for name in ann.archive(message)]
    assert names == ended.column("File")


def test_a_chinese_user_reads_chinese(studio: TableTown, tmp_path: Path) -> None:
    mei = studio.client("zh")
    (tmp_path / "表格.csv").write_bytes(
        "提示词,引擎,比例\n一只熊猫,flux,1:1\n一座灯塔,没有,1:1\n".encode("gb18030")
    )
    mei.send("", tmp_path / "表格.csv")
    question = mei.go("开始")
    assert "有 1 行可以制作" in question
    assert "第 3 行：没有叫“没有”的引擎" in question
    ended = mei.ended()
    assert ended.column("状态") == ["完成", "略过"]
    assert ended.headings[:4] == ["#", "提示词", "引擎", "比例"]
    assert "已完成" in ended.message["text"]
    [result] = mei.results()
    assert result["text"].startswith("第 2 行：一只熊猫")


def test_with_faults_and_two_kills_every_row_is_accounted_for_and_paid_once(
    tmp_path: Path, new_database: NewDatabase
) -> None:
    prove(tmp_path, new_database, rows=12, within_s=120)


def _status(page: dict[str, dict[str, dict[str, dict[str, str]]]]) -> str:
    value = page["properties"]["Status"]
    kind = value.get("status") or value.get("select")
    return kind["name"] if kind else ""


def _result(page: dict[str, dict[str, dict[str, list[dict[str, str]]]]]) -> str:
    return "".join(part["plain_text"] for part in page["properties"]["Result"]["rich_text"])


def _labels(message: dict[str, list[list[dict[str, str]]]]) -> list[str]:
    return [button["text"] for row in message["buttons"] for button in row]
