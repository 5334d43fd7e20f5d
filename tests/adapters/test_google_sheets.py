"""The adapter of Google Sheets against the sandbox's, over real local sockets."""

import logging
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import httpx
import pytest
import pytest_asyncio
import stamina

from adapters.google_sheets import GoogleSheets, SheetLink, find_link
from bot.batch.files import read_bytes
from bot.batch.rows import read_table
from sandbox.faults import (
    BackendFault,
    CallLog,
    CutFault,
    Faults,
    ResetFault,
    StallFault,
    StatusFault,
)
from sandbox.google_sheets.app import DEMO, DEMO_CSV, PRIVATE, World, create_app
from sandbox.listen import bind, listening, url_of
from wire.errors import Broken, RateLimited, Rejected, ServiceError, Uncertain, Unreachable
from wire.http import new_client

pytestmark = pytest.mark.asyncio(loop_scope="module")

ID = "1AbC-dEf_GhIjKlMnOpQrStUvWxYz0123456789abcde"


@dataclass(kw_only=True)
class Served:
    """The sandbox, and what a test may do with it."""

    url: str
    world: World
    faults: Faults
    calls: CallLog
    http: httpx.AsyncClient

    def script(self, value: str, *, operation: str = "export", count: int = 1) -> None:
        self.faults.arm(
            BackendFault(service="google_sheets", operation=operation, value=value, count=count)
        )

    def sheets(self, *, url: str = "", within_s: float = 20) -> GoogleSheets:
        return GoogleSheets(http=self.http, base_url=url or self.url, within_s=within_s)

    def asked(self, operation: str = "export") -> int:
        return len(self.calls.find(service="google_sheets", operation=operation))


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


DEMO_LINK = SheetLink(id=DEMO)


async def test_a_link_of_the_sandbox_is_known(served: Served) -> None:
    link = served.sheets().find(f"look: {served.url}/spreadsheets/d/{DEMO}/edit#gid=0")
    assert link == SheetLink(id=DEMO, gid="0")
    assert find_link(f"{served.url}/spreadsheets/d/{DEMO}/edit") is None


async def test_a_sheet_comes_as_csv(served: Served) -> None:
    assert await served.sheets().fetch(DEMO_LINK) == DEMO_CSV.encode()
    assert served.asked("content") == 1


async def test_what_comes_is_a_table_of_prompts(served: Served) -> None:
    table = read_table(read_bytes(await served.sheets().fetch(DEMO_LINK), sign=","))
    assert [row.ratio for row in table.rows] == ["16:9", "9:16", "1:1"]
    assert table.problems == ()


async def test_a_further_sheet_and_a_published_one_are_found(served: Served) -> None:
    served.world.put(DEMO, "7", b"prompt\nA dog\n")
    sheets = served.sheets()
    assert await sheets.fetch(SheetLink(id=DEMO, gid="7")) == b"prompt\nA dog\n"
    assert await sheets.fetch(SheetLink(id=DEMO, published=True)) == DEMO_CSV.encode()


async def test_a_sheet_may_come_at_once_and_be_empty(served: Served) -> None:
    served.script("direct empty")
    assert await served.sheets().fetch(DEMO_LINK) == b""


@pytest.mark.parametrize(
    ("link", "script", "code"),
    [
        (SheetLink(id=PRIVATE), "", 401),
        (DEMO_LINK, "html", 401),
        (DEMO_LINK, "sign_in", 401),
        (DEMO_LINK, "foreign", 401),
        (DEMO_LINK, "401", 401),
        (DEMO_LINK, "403", 403),
        (SheetLink(id="nowhere"), "", 404),
        (DEMO_LINK, "410", 410),
        (SheetLink(id=DEMO, gid="99"), "", 400),
        (DEMO_LINK, "huge", 413),
    ],
)
async def test_a_sheet_that_is_not_to_be_had_is_told_by_a_code(
    served: Served, link: SheetLink, script: str, code: int
) -> None:
    if script:
        served.script(script)
    with pytest.raises(Rejected) as caught:
        await served.sheets().fetch(link)
    assert type(caught.value) is Rejected
    assert caught.value.code == code
    assert served.asked() == 1


async def test_too_many_questions_are_told_with_the_wait(served: Served) -> None:
    served.script("429")
    with pytest.raises(RateLimited) as caught:
        await served.sheets().fetch(DEMO_LINK)
    assert caught.value.retry_after_s == 7


@pytest.mark.parametrize("script", ["500", "503", "circle"])
async def test_a_hiccup_is_passed_over_and_a_lasting_one_told(served: Served, script: str) -> None:
    served.script(script, count=2 if script != "circle" else 5)
    if script == "circle":
        served.script(script, count=10)
    else:
        assert await served.sheets().fetch(DEMO_LINK)
        served.script(script, count=3)
    with pytest.raises(Broken):
        await served.sheets().fetch(DEMO_LINK)


async def test_a_dropped_and_a_cut_answer_are_asked_for_again(served: Served) -> None:
    served.faults.arm(ResetFault(service="google_sheets", operation="export"))
    served.faults.arm(CutFault(service="google_sheets", operation="content", after_bytes=10))
    assert await served.sheets().fetch(DEMO_LINK) == DEMO_CSV.encode()


async def test_an_answer_of_another_kind_is_broken(served: Served) -> None:
    served.faults.arm(
        StatusFault(service="google_sheets", operation="export", status=200, body={"a": 1}, count=3)
    )
    with pytest.raises(Broken, match="no CSV"):
        await served.sheets().fetch(DEMO_LINK)


async def test_a_slow_sheet_is_not_waited_for(served: Served) -> None:
    served.faults.arm(
        StallFault(service="google_sheets", operation="content", seconds=20, after_bytes=10)
    )
    with pytest.raises(Uncertain, match=r"0\.3 s"):
        await served.sheets(within_s=0.3).fetch(DEMO_LINK)


@pytest.mark.parametrize("script", ["reset", "404", "500"])
async def test_no_error_and_no_log_shows_the_address(
    served: Served, script: str, caplog: pytest.LogCaptureFixture
) -> None:
    if script == "reset":
        served.faults.arm(ResetFault(service="google_sheets", operation="export", count=3))
    else:
        served.script(script, count=1 if script == "404" else 3)
    link = SheetLink(id=ID)
    with caplog.at_level(logging.INFO, logger="wire"), pytest.raises(ServiceError) as caught:
        await served.sheets().fetch(link)
    assert ID not in str(caught.value) + repr(link) + repr(caught.value.__cause__)


async def test_a_server_that_is_not_there_is_unreachable(served: Served) -> None:
    bound = bind("127.0.0.1", 0)
    url = url_of(bound)
    bound.close()
    with pytest.raises(Unreachable):
        await served.sheets(url=url).fetch(DEMO_LINK)


async def test_an_address_that_is_none_is_refused_at_once(served: Served) -> None:
    with pytest.raises(ValueError, match="address"):
        served.sheets(url="nowhere")
    assert "127" in repr(served.sheets())
