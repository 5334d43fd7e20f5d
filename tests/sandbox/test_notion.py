"""The sandbox's Notion keeps the rules of its contract."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import pytest_asyncio

from sandbox.control import Service
from sandbox.faults import CallLog, Faults
from sandbox.listen import bind, listening, url_of
from sandbox.notion.app import MENU, VERSIONS, check, create_app
from sandbox.notion.world import DATABASE_ID, HIDDEN_DATABASE_ID, KEY, OLD_DATABASE_ID, World

pytestmark = pytest.mark.asyncio(loop_scope="module")

OLD, NEW = VERSIONS
Json = dict[str, Any]


@dataclass(kw_only=True)
class Visited:
    """The sandbox, and a visitor who speaks plain HTTP."""

    http: httpx.AsyncClient
    control: Service
    world: World

    async def ask(
        self, method: str, place: str, body: Json | None = None, version: str = NEW
    ) -> httpx.Response:
        headers = {"Authorization": f"Bearer {KEY}", "Notion-Version": version}
        return await self.http.request(method, f"/v1/{place}", json=body, headers=headers)

    async def update(self, **properties: Json) -> int:
        page = self.world.bases[DATABASE_ID].pages[0].id
        return (await self.ask("PATCH", f"pages/{page}", {"properties": properties})).status_code


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def running() -> AsyncIterator[Visited]:
    bound = bind("127.0.0.1", 0)
    app = create_app(public_url=url_of(bound), faults=Faults(), calls=CallLog())
    async with (
        listening(app, bound),
        httpx.AsyncClient(base_url=url_of(bound), trust_env=False, timeout=30) as http,
    ):
        yield Visited(http=http, control=app.state.control, world=app.state.world)


@pytest.fixture
def visited(running: Visited) -> Visited:
    running.control.reset()
    return running


async def test_a_new_database_holds_a_source_and_an_old_one_its_columns(visited: Visited) -> None:
    new = (await visited.ask("GET", f"databases/{DATABASE_ID}")).json()
    assert "properties" not in new
    source = new["data_sources"][0]["id"]
    columns = (await visited.ask("GET", f"data_sources/{source}")).json()["properties"]
    assert columns["Prompt"]["type"] == "title"
    for base_id, version in ((DATABASE_ID, OLD), (OLD_DATABASE_ID, NEW)):
        old = (await visited.ask("GET", f"databases/{base_id}", version=version)).json()
        assert "data_sources" not in old
        assert old["properties"]["Prompt"]["type"] == "title"


async def test_pages_come_page_by_page_in_either_form(visited: Visited) -> None:
    source = visited.world.bases[DATABASE_ID].source_id
    for place, version in (
        (f"data_sources/{source}/query", NEW),
        (f"databases/{DATABASE_ID}/query", OLD),
    ):
        first = (await visited.ask("POST", place, {"page_size": 2}, version)).json()
        rest = {"page_size": 2, "start_cursor": first["next_cursor"]}
        second = (await visited.ask("POST", place, rest, version)).json()
        assert (len(first["results"]), first["has_more"]) == (2, True)
        assert (len(second["results"]), second["next_cursor"]) == (1, None)
    sorts = [{"timestamp": "created_time", "direction": "descending"}]
    back = (await visited.ask("POST", f"data_sources/{source}/query", {"sorts": sorts})).json()
    assert back["results"][2]["id"] == first["results"][0]["id"]


async def test_each_version_has_its_own_calls(visited: Visited) -> None:
    source = visited.world.bases[DATABASE_ID].source_id
    for method, place, version, status in (
        ("POST", f"databases/{DATABASE_ID}/query", NEW, 400),
        ("POST", f"data_sources/{source}/query", OLD, 404),
        ("GET", f"data_sources/{source}", OLD, 404),
        ("GET", f"databases/{DATABASE_ID}", "2020-01-01", 400),
    ):
        assert (await visited.ask(method, place, {}, version)).status_code == status


async def test_what_is_not_shared_is_not_found(visited: Visited) -> None:
    for place in (f"databases/{HIDDEN_DATABASE_ID}", f"data_sources/{HIDDEN_DATABASE_ID}"):
        answer = await visited.ask("GET", place)
        assert (answer.status_code, answer.json()["code"]) == (404, "object_not_found")
    assert (await visited.ask("GET", "databases/nonsense")).status_code == 400
    page = visited.world.bases[DATABASE_ID].pages[0].id
    assert (await visited.ask("GET", f"databases/{page}")).status_code == 400
    assert (await visited.ask("PATCH", f"pages/{DATABASE_ID}", {})).status_code == 404


async def test_nobody_comes_in_without_the_token(visited: Visited) -> None:
    answer = await visited.http.get(f"/v1/databases/{DATABASE_ID}")
    assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized")


async def test_values_are_checked_by_the_type_of_their_column(visited: Visited) -> None:
    text = {"text": {"content": "x"}}
    assert await visited.update(Status={"status": {"name": "Done"}}) == 200
    assert await visited.update(Result={"url": "https://e.com"}, Ratio={"rich_text": [text]}) == 200
    assert await visited.update(Engine={"select": {"name": "new"}}) == 200
    assert visited.control.books
    assert visited.control.books()["written"] == 3
    long = {"text": {"content": "x" * 2001}}
    for name, value in (
        ("Status", {"status": {"name": "Odd"}}),
        ("Status", {"select": {"name": "Done"}}),
        ("Engine", {"select": {"name": "a, b"}}),
        ("Result", {"url": ""}),
        ("Result", {"url": "x" * 2001}),
        ("Ratio", {"rich_text": [long]}),
        ("Style", {"formula": {}}),
        ("Nowhere", {"url": "x"}),
    ):
        assert await visited.update(**{name: value}) == 400
    assert visited.control.books()["written"] == 3


async def test_a_strange_question_is_refused(visited: Visited) -> None:
    source = visited.world.bases[DATABASE_ID].source_id
    for body in ({"page_size": 101}, {"start_cursor": "x"}, {"odd": 1}):
        answer = await visited.ask("POST", f"data_sources/{source}/query", body)
        assert (answer.status_code, answer.json()["code"]) == (400, "validation_error")


@pytest.mark.parametrize(
    ("operation", "value"), [(name, value) for name, values in MENU.items() for value in values]
)
async def test_everything_on_the_menu_can_be_acted_out(operation: str, value: str) -> None:
    if value not in ("reset", "reset_after"):
        check(operation, value)


async def test_a_script_that_makes_no_sense_is_refused() -> None:
    for operation, value in (("query", "odd"), ("database", "endless"), ("delete", "402")):
        with pytest.raises(ValueError, match=r"."):
            check(operation, value)
