"""The sandbox's Kraken.io keeps the rules of its contract."""

import json
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
from sandbox.kraken.app import MENU, check, create_app
from sandbox.kraken.world import KEY, LARGEST_BYTES, SECRET
from sandbox.listen import bind, listening, url_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

AUTH = {"api_key": KEY, "api_secret": SECRET}
Json = dict[str, Any]


def picture(form: str = "PNG", size: tuple[int, int] = (400, 300)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, form)
    return out.getvalue()


@dataclass(kw_only=True)
class Visited:
    """The sandbox, and a visitor who speaks plain HTTP."""

    http: httpx.AsyncClient
    faults: Faults
    control: Service

    async def upload(self, content: bytes, mime: str = "image/png", **data: object) -> Json:
        answer = await self.send(json.dumps({"auth": AUTH, "wait": True, **data}), content, mime)
        assert answer.status_code == 200, answer.text
        body: Json = answer.json()
        assert body["success"] is True
        return body

    async def send(
        self, data: str, content: bytes = b"", mime: str = "image/png", name: str = "a.png"
    ) -> httpx.Response:
        files = {"file": (name, content, mime)}
        return await self.http.post("/v1/upload", data={"data": data}, files=files)


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


async def test_an_upload_is_answered_with_sizes_and_an_address(visited: Visited) -> None:
    content = picture()
    body = await visited.upload(content)
    assert body["original_size"] == len(content)
    assert body["kraked_size"] == body["original_size"] - body["saved_bytes"]
    stored = await visited.http.get(body["kraked_url"])
    assert len(stored.content) == body["kraked_size"]
    assert visited.control.books
    assert visited.control.books()["pictures"] == 1


@pytest.mark.parametrize(
    ("resize", "size"),
    [
        ({"width": 200, "height": 100, "strategy": "exact"}, (200, 100)),
        ({"width": 200, "height": 100, "strategy": "auto"}, (133, 100)),
        ({"width": 200, "height": 100, "strategy": "fit"}, (133, 100)),
        ({"width": 200, "strategy": "landscape"}, (200, 150)),
        ({"height": 150, "strategy": "portrait"}, (200, 150)),
        ({"width": 100, "height": 90, "strategy": "crop"}, (100, 90)),
        ({"width": 90, "strategy": "square"}, (90, 90)),
        ({"width": 100, "height": 90, "strategy": "fill"}, (100, 90)),
        ({"strategy": "none"}, (400, 300)),
    ],
)
async def test_every_strategy_gives_its_size(
    visited: Visited, resize: Json, size: tuple[int, int]
) -> None:
    body = await visited.upload(picture(), resize=resize)
    stored = await visited.http.get(body["kraked_url"])
    with Image.open(BytesIO(stored.content)) as shrunk:
        assert shrunk.size == size


async def test_several_sizes_are_answered_by_their_names(visited: Visited) -> None:
    sizes = [{"id": "s", "width": 50, "strategy": "auto"}, {"id": "m", "width": 90}]
    body = await visited.upload(picture(), resize=sizes)
    assert set(body["results"]) == {"s", "m"}
    assert "kraked_url" not in body


@pytest.mark.parametrize("how", [{"convert": {"format": "webp"}}, {"webp": True}])
async def test_a_picture_can_become_a_webp(visited: Visited, how: Json) -> None:
    body = await visited.upload(picture("JPEG"), "image/jpeg", **how)
    stored = await visited.http.get(body["kraked_url"])
    assert stored.headers["content-type"] == "image/webp"


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ("", 400),
        ("[]", 400),
        ("{", 400),
        ("{}", 401),
        (json.dumps({"auth": {**AUTH, "api_key": "x"}, "wait": True}), 401),
        (json.dumps({"auth": {**AUTH, "api_secret": "x"}, "wait": True}), 401),
        (json.dumps({"auth": AUTH}), 422),
        (json.dumps({"auth": AUTH, "wait": True, "callback_url": "http://e.com"}), 422),
        (json.dumps({"auth": AUTH, "wait": "true"}), 422),
        (json.dumps({"auth": AUTH, "callback_url": "e.com"}), 422),
        (json.dumps({"auth": AUTH, "wait": True, "quality": 101}), 422),
        (json.dumps({"auth": AUTH, "wait": True, "resize": {"strategy": "odd"}}), 422),
        (json.dumps({"auth": AUTH, "wait": True, "odd": 1}), 422),
    ],
)
async def test_data_that_does_not_fit_is_refused(visited: Visited, data: str, status: int) -> None:
    answer = await visited.send(data, picture())
    assert (answer.status_code, answer.json()["success"]) == (status, False)


@pytest.mark.parametrize(
    ("content", "mime", "name", "status"),
    [
        (b"text", "image/png", "a.png", 415),
        (picture(), "text/plain", "a.png", 415),
        (b"\x89PNG" + bytes(100), "image/png", "a.png", 415),
        (picture() + bytes(LARGEST_BYTES), "image/png", "a.png", 413),
    ],
)
async def test_a_file_that_does_not_fit_is_refused(
    visited: Visited, content: bytes, mime: str, name: str, status: int
) -> None:
    answer = await visited.send(json.dumps({"auth": AUTH, "wait": True}), content, mime, name)
    assert answer.status_code == status


async def test_an_upload_needs_a_form_with_a_file(visited: Visited) -> None:
    data = json.dumps({"auth": AUTH, "wait": True})
    bare = await visited.http.post("/v1/upload", json={"auth": AUTH, "wait": True})
    none = await visited.http.post("/v1/upload", files={"data": (None, data)})
    assert (bare.status_code, none.status_code) == (400, 422)


async def test_a_picture_is_fetched_from_an_address(visited: Visited) -> None:
    first = await visited.upload(picture())
    body = {"auth": AUTH, "wait": True, "url": first["kraked_url"]}
    assert (await visited.http.post("/v1/url", json=body)).json()["success"] is True
    for url in (f"{first['kraked_url']}x", None, "ftp://e.com"):
        answer = await visited.http.post("/v1/url", json={**body, "url": url})
        assert answer.status_code == 422


async def test_the_account_is_shown_to_its_owner_only(visited: Visited) -> None:
    await visited.upload(picture())
    shown = (await visited.http.post("/user_status", json={"auth": AUTH})).json()
    assert shown["quota_total"] == shown["quota_used"] + shown["quota_remaining"]
    wrong = {**AUTH, "api_secret": "x"}
    answer = await visited.http.post("/user_status", json={"auth": wrong})
    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("operation", "value"), [(name, value) for name, values in MENU.items() for value in values]
)
async def test_everything_on_the_menu_can_be_acted_out(operation: str, value: str) -> None:
    if value not in ("reset", "reset_after"):
        check(operation, value)


async def test_a_script_that_makes_no_sense_is_refused() -> None:
    for operation, value in (("upload", "odd"), ("user_status", "worked"), ("delete", "402")):
        with pytest.raises(ValueError, match=r"."):
            check(operation, value)


async def test_a_refusal_can_come_though_the_work_is_done(visited: Visited) -> None:
    visited.faults.arm(BackendFault(service="kraken", operation="upload", value="504 worked"))
    answer = await visited.send(json.dumps({"auth": AUTH, "wait": True}), picture())
    assert answer.status_code == 504
    assert visited.control.books
    assert visited.control.books()["pictures"] == 1
