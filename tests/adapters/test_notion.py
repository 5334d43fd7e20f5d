"""The adapter of Notion against the sandbox's, over real local sockets."""

import logging
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio
import stamina
from pydantic import JsonValue, SecretStr

from adapters.notion import MOST_ROWS, PAGE_SIZE, Notion, Target, Targets
from bot.batch.rows import read_table
from sandbox.faults import BackendFault, CallLog, Faults, ResetAfterFault, ResetFault, StatusFault
from sandbox.listen import bind, listening, url_of
from sandbox.notion.app import create_app
from sandbox.notion.world import (
    COLUMNS,
    DATABASE_ID,
    HIDDEN_DATABASE_ID,
    KEY,
    OLD_DATABASE_ID,
    World,
)
from wire.errors import (
    AuthExpired,
    BadMedia,
    Broken,
    RateLimited,
    Rejected,
    ServiceError,
    Unreachable,
)
from wire.http import new_client

pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass(kw_only=True)
class Served:
    """The sandbox, and what a test may do with it."""

    url: str
    world: World
    faults: Faults
    calls: CallLog
    http: httpx.AsyncClient

    def script(self, operation: str, value: str, count: int = 1) -> None:
        self.faults.arm(
            BackendFault(service="notion", operation=operation, value=value, count=count)
        )

    def notion(self, *, token: str = KEY, url: str = "") -> Notion:
        return Notion(http=self.http, token=SecretStr(token), base_url=url or self.url, answer_s=20)

    def asked(self, operation: str) -> int:
        return len(self.calls.find(service="notion", operation=operation))


@pytest.fixture(autouse=True)
def _no_waiting_between_tries() -> Iterator[None]:
    with stamina.set_testing(True, attempts=3):
        yield


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def running() -> AsyncIterator[Served]:
    bound = bind("127.0.0.1", 0)
    faults, calls = Faults(), CallLog()
    app = create_app(public_url=url_of(bound), faults=faults, calls=calls)
    async with listening(app, bound), new_client() as http:
        yield Served(
            url=url_of(bound), world=app.state.world, faults=faults, calls=calls, http=http
        )


@pytest.fixture
def served(running: Served) -> Iterator[Served]:
    running.world.forget()
    running.calls.clear()
    yield running
    unmet = running.faults.unmet()
    running.faults.disarm_all()
    assert unmet == ()


async def test_a_link_of_the_sandbox_is_known(served: Served) -> None:
    assert served.notion().find(f"{served.url}/{DATABASE_ID}") == DATABASE_ID


@pytest.mark.parametrize(
    "database_id", [DATABASE_ID, DATABASE_ID.replace("-", ""), OLD_DATABASE_ID]
)
async def test_a_database_is_read_as_cells(served: Served, database_id: str) -> None:
    base = await served.notion().read(database_id)
    assert base.cells[0] == ("Prompt", *(name for name in COLUMNS if name != "Prompt"))
    assert base.cells[1][:5] == (
        "A red fox runs through fresh snow",
        "auto",
        "5",
        "16:9",
        "cinematic",
    )
    assert len(base.cells) == len(base.page_ids) == 4
    assert base.page_ids[0] == ""
    assert not base.more


async def test_what_comes_is_a_table_of_prompts(served: Served) -> None:
    base = await served.notion().read(DATABASE_ID)
    table = read_table(base.cells, base.page_ids)
    assert [row.page_id for row in table.rows] == list(base.page_ids[1:])
    assert (table.rows[0].ratio, table.rows[0].seconds) == ("16:9", 5)
    assert table.problems == ()


async def test_where_results_go_is_seen_from_the_columns(served: Served) -> None:
    base = await served.notion().read(DATABASE_ID)
    assert base.targets.status
    assert (base.targets.status.kind, "Done" in base.targets.status.options) == ("status", True)
    assert base.targets.result == Target(name="Result", kind="url")
    served.world.add(HIDDEN_DATABASE_ID, {"Prompt": "title", "Status": "number"}, ())
    assert (await served.notion().read(HIDDEN_DATABASE_ID)).targets == Targets()


async def test_a_result_is_written_and_can_be_written_again(served: Served) -> None:
    notion = served.notion()
    base = await notion.read(DATABASE_ID)
    for status in ("in progress", "done"):
        written = await notion.write(
            base.page_ids[1], base.targets, status=status, result="https://example.com/1.mp4"
        )
        assert written
    again = await notion.read(DATABASE_ID)
    assert again.cells[1][-2:] == ("Done", "https://example.com/1.mp4")
    assert again.cells[2][-2:] == ("", "")


async def test_other_types_hold_results_too(served: Served) -> None:
    notion = served.notion()
    base = await notion.read(OLD_DATABASE_ID)
    long = "refused, because of " + "x" * 3000
    assert await notion.write(base.page_ids[1], base.targets, status=long, result=long)
    cells = (await notion.read(OLD_DATABASE_ID)).cells
    assert cells[1][-2].startswith("refused  because of x")
    assert len(cells[1][-1]) == 2000


@pytest.mark.parametrize(
    ("targets", "status", "result"),
    [
        (Targets(), "Done", "https://e.com"),
        (Targets(status=Target(name="Status", kind="status", options=("Done",))), "Odd", ""),
        (Targets(result=Target(name="Result", kind="url")), "", "1.mp4"),
        (Targets(result=Target(name="Result", kind="url")), "Done", ""),
        (Targets(result=Target(name="Result", kind="rich_text")), "", "\ud83d"),
    ],
)
async def test_a_page_without_a_place_for_it_is_left_alone(
    served: Served, targets: Targets, status: str, result: str
) -> None:
    notion = served.notion()
    assert not await notion.write(str(uuid4()), targets, status=status, result=result)
    assert served.asked("update") == 0


async def test_a_long_database_is_read_page_by_page(served: Served) -> None:
    rows = [(f"prompt {n}", "auto", 5, "1:1", "") for n in range(2 * PAGE_SIZE + 1)]
    served.world.add(HIDDEN_DATABASE_ID, COLUMNS, rows)
    base = await served.notion().read(HIDDEN_DATABASE_ID)
    assert [row[0] for row in base.cells[1:]] == [row[0] for row in rows]
    assert served.asked("query") == 3
    assert not base.more


async def test_a_database_without_end_is_not_read_to_it(served: Served) -> None:
    served.script("query", "endless", count=MOST_ROWS // PAGE_SIZE)
    base = await served.notion().read(DATABASE_ID)
    assert base.more
    assert served.asked("query") == MOST_ROWS // PAGE_SIZE


async def test_pages_in_the_bin_are_passed_over(served: Served) -> None:
    served.world.bases[DATABASE_ID].pages[0].in_trash = True
    assert len((await served.notion().read(DATABASE_ID)).cells) == 3


async def test_what_is_not_shared_or_no_database_is_told_by_a_code(served: Served) -> None:
    notion = served.notion()
    page = served.world.bases[DATABASE_ID].pages[0].id
    for database_id, code in ((HIDDEN_DATABASE_ID, 404), ("nonsense", 404), (page, 400)):
        with pytest.raises(Rejected) as caught:
            await notion.read(database_id)
        assert type(caught.value) is Rejected
        assert caught.value.code == code


@pytest.mark.parametrize("html", ["", " html"])
@pytest.mark.parametrize(
    ("status", "error", "tries"),
    [
        (400, Rejected, 1),
        (401, AuthExpired, 1),
        (403, Rejected, 1),
        (404, Rejected, 1),
        (409, RateLimited, 1),
        (413, BadMedia, 1),
        (429, RateLimited, 1),
        (529, RateLimited, 1),
        (302, Broken, 3),
        (500, Broken, 3),
        (503, Broken, 3),
    ],
)
async def test_every_refusal_is_told_by_what_may_be_done_next(
    served: Served, status: int, error: type[ServiceError], tries: int, html: str
) -> None:
    for operation in ("query", "update"):
        served.script(operation, f"{status}{html}", count=tries)
    notion = served.notion()
    targets = Targets(result=Target(name="Result", kind="url"))
    page = served.world.bases[DATABASE_ID].pages[0].id
    for call in (notion.read(DATABASE_ID), notion.write(page, targets, result="https://e.com")):
        with pytest.raises(error) as caught:
            await call
        assert type(caught.value) is error


async def test_patience_is_asked_for_in_seconds(served: Served) -> None:
    for status, wait_s in ((429, 3), (409, 1)):
        served.script("database", str(status))
        with pytest.raises(RateLimited) as caught:
            await served.notion().read(DATABASE_ID)
        assert caught.value.retry_after_s == wait_s
    served.script("database", "429 html")
    with pytest.raises(RateLimited) as caught:
        await served.notion().read(DATABASE_ID)
    assert caught.value.retry_after_s is None


@pytest.mark.parametrize("operation", ["database", "source", "query"])
async def test_a_hiccup_while_reading_is_passed_over(served: Served, operation: str) -> None:
    served.script(operation, "503")
    served.faults.arm(ResetFault(service="notion", operation=operation))
    assert len((await served.notion().read(DATABASE_ID)).cells) == 4


async def test_a_write_whose_refusal_is_a_lie_is_simply_repeated(served: Served) -> None:
    notion = served.notion()
    base = await notion.read(DATABASE_ID)
    served.script("update", "504 worked")
    assert await notion.write(base.page_ids[1], base.targets, result="https://e.com/1")
    assert served.world.written == 2


async def test_a_write_that_may_have_arrived_is_simply_repeated(served: Served) -> None:
    notion = served.notion()
    base = await notion.read(DATABASE_ID)
    served.faults.arm(ResetAfterFault(service="notion", operation="update"))
    assert await notion.write(base.page_ids[1], base.targets, result="https://e.com/1")
    assert served.world.written == 2
    assert (await notion.read(DATABASE_ID)).cells[1][-1] == "https://e.com/1"


@pytest.mark.parametrize("body", ["<html>", "[]", '{"results": 3}', '{"results": [{"id": 1}]}', ""])
async def test_an_answer_that_cannot_be_read_is_broken(served: Served, body: str) -> None:
    served.faults.arm(StatusFault(service="notion", operation="query", status=200, body=body))
    with pytest.raises(Broken):
        await served.notion().read(DATABASE_ID)
    served.script("source", "unreadable")
    assert (await served.notion().read(DATABASE_ID)).cells[0] == ()


async def test_a_source_with_a_strange_id_leads_nowhere(served: Served) -> None:
    body: JsonValue = {"data_sources": [{"id": "../../users"}]}
    served.faults.arm(StatusFault(service="notion", operation="database", status=200, body=body))
    with pytest.raises(Rejected):
        await served.notion().read(DATABASE_ID)


async def test_the_token_is_shown_nowhere(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    notion = served.notion()
    body = {"object": "error", "code": "unauthorized", "message": f"bad token {KEY}"}
    served.faults.arm(StatusFault(service="notion", operation="database", status=401, body=body))
    with caplog.at_level(logging.DEBUG), pytest.raises(AuthExpired) as caught:
        await notion.read(DATABASE_ID)
    await notion.read(DATABASE_ID)
    assert KEY not in caplog.text + repr(notion) + str(caught.value) + str(served.calls.find())
    with pytest.raises(AuthExpired):
        await served.notion(token="ntn_other").read(DATABASE_ID)


@pytest.mark.parametrize("token", ["", "two words", "käse"])
async def test_a_token_that_is_none_is_refused_at_once(served: Served, token: str) -> None:
    with pytest.raises(ValueError, match="key of notion"):
        served.notion(token=token)


async def test_a_server_that_is_not_there_is_unreachable(served: Served) -> None:
    bound = bind("127.0.0.1", 0)
    url = url_of(bound)
    bound.close()
    with pytest.raises(Unreachable):
        await served.notion(url=url).read(DATABASE_ID)
    with pytest.raises(ValueError, match="address"):
        served.notion(url="nowhere")
