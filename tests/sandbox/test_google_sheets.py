"""The sandbox's Google Sheets gives out what was put in, and nothing that is private."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest
import pytest_asyncio

from sandbox.control import Service
from sandbox.faults import CallLog, Faults
from sandbox.google_sheets.app import DEMO, DEMO_CSV, MENU, MOST_SHEETS, PRIVATE, check, create_app
from sandbox.listen import bind, listening, url_of

pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass(kw_only=True)
class Visited:
    """The sandbox, and a visitor who speaks plain HTTP."""

    http: httpx.AsyncClient
    control: Service

    async def export(self, document: str, **query: str) -> httpx.Response:
        return await self.http.get(
            f"/spreadsheets/d/{document}/export",
            params={"format": "csv", **query},
            follow_redirects=True,
        )


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def running() -> AsyncIterator[Visited]:
    bound = bind("127.0.0.1", 0)
    app = create_app(public_url=url_of(bound), faults=Faults(), calls=CallLog())
    async with (
        listening(app, bound),
        httpx.AsyncClient(base_url=url_of(bound), trust_env=False, timeout=30) as http,
    ):
        yield Visited(http=http, control=app.state.control)


@pytest.fixture
def visited(running: Visited) -> Visited:
    running.control.reset()
    return running


async def test_a_sheet_that_was_put_in_comes_out(visited: Visited) -> None:
    put = await visited.http.put("/sandbox/sheets/mine", content="prompt\nA cat\n")
    assert put.json()["link"].endswith("/spreadsheets/d/mine/edit#gid=0")
    answer = await visited.export("mine")
    assert answer.text == "prompt\nA cat\n"
    assert answer.headers["content-type"].startswith("text/csv")
    await visited.http.put("/sandbox/sheets/mine?gid=7", content="prompt\nA dog\n")
    assert (await visited.export("mine", gid="7")).text == "prompt\nA dog\n"
    assert (await visited.export("mine")).text == "prompt\nA cat\n"


async def test_the_content_is_handed_out_once_at_an_address_of_its_own(visited: Visited) -> None:
    answer = await visited.http.get(f"/spreadsheets/d/{DEMO}/export?format=csv")
    assert answer.status_code == 307
    first = await visited.http.get(answer.headers["location"])
    second = await visited.http.get(answer.headers["location"])
    assert (first.text, second.status_code) == (DEMO_CSV, 404)
    assert visited.control.books
    assert visited.control.books()["given"] == 1


async def test_a_private_sheet_leads_to_a_page_to_sign_in_at(visited: Visited) -> None:
    answer = await visited.export(PRIVATE)
    assert "Sign in" in answer.text
    assert "Sign in" in (await visited.http.get(f"/spreadsheets/d/{PRIVATE}/edit")).text
    assert (await visited.http.put(f"/sandbox/sheets/{PRIVATE}", content="x")).status_code == 400


async def test_what_is_not_there_is_told(visited: Visited) -> None:
    assert (await visited.export("nowhere")).status_code == 404
    assert (await visited.export(DEMO, gid="99")).status_code == 400
    assert (await visited.export(DEMO, format="pdf")).status_code == 400
    assert (await visited.http.get("/spreadsheets/d/nowhere/edit")).status_code == 404


async def test_a_published_sheet_is_csv_too(visited: Visited) -> None:
    answer = await visited.http.get(
        f"/spreadsheets/d/e/{DEMO}/pub?output=csv", follow_redirects=True
    )
    assert answer.text == DEMO_CSV


async def test_the_page_shows_links_to_paste_and_runs_nothing(visited: Visited) -> None:
    await visited.http.put("/sandbox/sheets/mine", content="<script>")
    page = (await visited.http.get("/")).text
    assert f"/spreadsheets/d/{DEMO}/edit#gid=0" in page
    assert "<script>" not in page
    assert "&lt;script&gt;" in (await visited.http.get("/spreadsheets/d/mine/edit")).text


async def test_not_everything_can_be_put_in(visited: Visited) -> None:
    assert (await visited.http.put("/sandbox/sheets/x?gid=a", content="x")).status_code == 400
    for number in range(MOST_SHEETS - 1):
        assert (await visited.http.put(f"/sandbox/sheets/{number}")).status_code == 200
    assert (await visited.http.put("/sandbox/sheets/more")).status_code == 400
    visited.control.reset()
    assert (await visited.http.put("/sandbox/sheets/more")).status_code == 200


@pytest.mark.parametrize(
    ("operation", "value"), [(name, value) for name, values in MENU.items() for value in values]
)
async def test_everything_on_the_menu_can_be_acted_out(operation: str, value: str) -> None:
    if value != "reset":
        check(operation, value)


async def test_a_script_that_makes_no_sense_is_refused() -> None:
    for operation, value in (("export", "odd"), ("content", "html"), ("delete", "402")):
        with pytest.raises(ValueError, match=r"."):
            check(operation, value)
