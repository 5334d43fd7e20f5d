"""The sandbox's FLUX on RapidAPI keeps the rules of its contract."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import httpx
import pytest
import pytest_asyncio
from PIL import Image

from sandbox.control import Service
from sandbox.faults import BackendFault, CallLog, Faults
from sandbox.listen import bind, listening, url_of
from sandbox.rapidapi.flux import HOST, KEY, MENU, PATH, check, create_app

pytestmark = pytest.mark.asyncio(loop_scope="module")

HEADERS = {"x-rapidapi-key": KEY, "x-rapidapi-host": HOST}
BODY = {"prompt": "a lighthouse", "style_id": 4, "size": "9-16"}


@dataclass(kw_only=True)
class Visited:
    """The sandbox, and a visitor who speaks plain HTTP."""

    http: httpx.AsyncClient
    faults: Faults
    control: Service

    async def order(self, **body: object) -> httpx.Response:
        return await self.http.post(PATH, json={**BODY, **body}, headers=HEADERS)

    def script(self, value: str) -> None:
        self.faults.arm(BackendFault(service="rapid_flux", operation="quick", value=value))

    @property
    def books(self) -> dict[str, Any]:
        assert self.control.books
        return dict(self.control.books())


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def running() -> AsyncIterator[Visited]:
    bound = bind("127.0.0.1", 0)
    faults = Faults()
    app = create_app(public_url=url_of(bound), faults=faults, calls=CallLog(), pace=0)
    async with (
        listening(app, bound),
        httpx.AsyncClient(base_url=url_of(bound), trust_env=False, timeout=30) as http,
    ):
        yield Visited(http=http, faults=faults, control=app.state.control)


@pytest.fixture
def visited(running: Visited) -> Iterator[Visited]:
    running.control.reset()
    yield running
    unmet = running.faults.unmet()
    running.faults.disarm_all()
    assert unmet == ()


async def test_words_become_two_pictures_and_their_small_ones(visited: Visited) -> None:
    answer = await visited.order()
    first, second = answer.json()["final_result"]
    assert first["origin"] != second["origin"]
    sizes = []
    for url in (first["origin"], first["thumb"]):
        with Image.open(BytesIO((await visited.http.get(url)).content)) as picture:
            sizes.append(picture.size)
    assert sizes == [(768, 1344), (192, 336)]
    assert answer.headers["x-ratelimit-requests-remaining"] == "999"


async def test_the_other_form_holds_the_same(visited: Visited) -> None:
    visited.script("form_b")
    answer = (await visited.order()).json()
    assert len(answer["result"]["data"]["results"]) == 2


async def test_a_key_at_the_image_host_is_refused_and_counted(visited: Visited) -> None:
    (first, _) = (await visited.order()).json()["final_result"]
    for name in HEADERS:
        answer = await visited.http.get(first["origin"], headers={name: "x"})
        assert answer.status_code == 400
    assert visited.books["keys_at_images"] == 2


@pytest.mark.parametrize("style", [1, "1", 49])
async def test_a_style_may_be_a_number_or_its_text(visited: Visited, style: object) -> None:
    assert (await visited.order(style_id=style)).status_code == 200


@pytest.mark.parametrize(
    "body",
    [{"prompt": ""}, {"prompt": 3}, {"size": "4-3"}, {"style_id": "x"}, {"odd": 1}],
)
async def test_a_body_that_does_not_fit_is_refused(
    visited: Visited, body: dict[str, object]
) -> None:
    assert (await visited.order(**body)).status_code == 400
    assert visited.books["orders"] == 0


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"x-rapidapi-key": "wrong", "x-rapidapi-host": HOST}, 401),
        ({"x-rapidapi-key": KEY}, 404),
        ({"x-rapidapi-key": KEY, "x-rapidapi-host": "another"}, 404),
    ],
)
async def test_the_gateway_asks_for_key_and_product(
    visited: Visited, headers: dict[str, str], status: int
) -> None:
    answer = await visited.http.post(PATH, json=BODY, headers=headers)
    assert answer.status_code == status
    assert set(answer.json()) == {"message"}
    assert visited.books["requests"] == 0


@pytest.mark.parametrize("path", ["/images/nobody/origin.webp", "/nowhere"])
async def test_a_picture_that_was_never_made_is_not_there(visited: Visited, path: str) -> None:
    assert (await visited.http.get(path)).status_code == 404


@pytest.mark.parametrize(
    ("operation", "value"), [(name, value) for name, values in MENU.items() for value in values]
)
async def test_everything_on_the_menu_can_be_acted_out(operation: str, value: str) -> None:
    if value not in ("reset", "reset_after"):
        check(operation, value)


async def test_a_script_that_makes_no_sense_is_refused() -> None:
    for operation, value in (("quick", "odd"), ("image", "empty"), ("delete", "402")):
        with pytest.raises(ValueError, match=r"."):
            check(operation, value)
