"""The Kraken adapter against the sandbox's, over real local sockets."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
import stamina
from PIL import Image
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.base import Hosted, ImageHost
from adapters.hints import Refused
from adapters.kraken import LIVES_S, Delivery, Kraken
from sandbox.faults import BackendFault, CallLog, Faults, ResetAfterFault, StatusFault
from sandbox.kraken.app import create_app
from sandbox.kraken.world import KEY, SECRET, World
from sandbox.listen import bind, listening, url_of
from wire.errors import (
    AuthExpired,
    BadMedia,
    Broken,
    PlanBlocked,
    RateLimited,
    Rejected,
    ServiceError,
    Uncertain,
    Unreachable,
)
from wire.http import new_client

# One server for all: to start and end one takes longer than most tests.
pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass(kw_only=True)
class Served:
    """The sandbox, and what a test may do with it."""

    url: str
    world: World
    faults: Faults
    calls: CallLog
    http: httpx.AsyncClient
    clock_s: float = 0.0

    def script(self, operation: str, value: str, count: int = 1) -> None:
        self.faults.arm(
            BackendFault(service="kraken", operation=operation, value=value, count=count)
        )

    def kraken(self, *, key: str = KEY, secret: str = SECRET, base_url: str = "") -> Kraken:
        return Kraken(
            http=self.http,
            key=SecretStr(key),
            secret=SecretStr(secret),
            base_url=base_url or self.url,
            answer_s=20,
        )

    def asked(self, operation: str) -> int:
        return len(self.calls.find(service="kraken", operation=operation))


@pytest.fixture(autouse=True)
def _no_waiting_between_tries() -> Iterator[None]:
    with stamina.set_testing(True, attempts=3):
        yield


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def running() -> AsyncIterator[Served]:
    bound = bind("127.0.0.1", 0)
    faults, calls = Faults(), CallLog()
    clock: list[Served] = []
    app = create_app(
        public_url=url_of(bound),
        faults=faults,
        calls=calls,
        pace=0,
        now=lambda: 1_800_000_000.0 + (clock[0].clock_s if clock else 0.0),
    )
    async with listening(app, bound), new_client() as http:
        served = Served(
            url=url_of(bound), world=app.state.world, faults=faults, calls=calls, http=http
        )
        clock.append(served)
        yield served


@pytest.fixture
def served(running: Served) -> Iterator[Served]:
    running.world.forget()
    running.calls.clear()
    yield running
    unmet = running.faults.unmet()
    running.faults.disarm_all()
    assert unmet == ()


@pytest.fixture
def kraken(served: Served) -> Kraken:
    return served.kraken()


@pytest.fixture(params=["jpeg", "png", "webp", "gif"])
def picture(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    # Without a suffix: the kind is told by the content.
    path = tmp_path / "picture"
    Image.new("RGB", (400, 300), "teal").save(path, request.param)
    return path


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo of me.jpg"
    Image.new("RGB", (400, 300), "teal").save(path)
    return path


async def test_a_picture_gets_an_address_for_an_hour(
    served: Served, kraken: Kraken, picture: Path
) -> None:
    host: ImageHost = kraken
    hosted = await host.host(picture)
    assert hosted.lives_s == LIVES_S == 3600
    answer = await served.http.get(hosted.url)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("image/")
    served.clock_s += 3599
    assert (await served.http.get(hosted.url)).status_code == 200
    served.clock_s += 1
    assert (await served.http.get(hosted.url)).status_code == 404


async def test_the_name_of_a_file_stays_with_us(kraken: Kraken, photo: Path) -> None:
    assert "me" not in (await kraken.host(photo)).url.rpartition("/")[2]


async def test_a_picture_at_an_address_needs_no_upload(kraken: Kraken, photo: Path) -> None:
    first = await kraken.host(photo)
    second = await kraken.host_url(first.url)
    assert second.url != first.url


@pytest.mark.parametrize(
    "url", ["http://10.0.0.1/a.png", "file:///etc/passwd", "https://localhost/x", "nowhere"]
)
async def test_a_private_address_is_not_handed_on(served: Served, kraken: Kraken, url: str) -> None:
    with pytest.raises(Rejected, match="not public"):
        await kraken.host_url(url)
    assert served.asked("url") == 0


async def test_the_account_tells_its_quota_in_bytes(kraken: Kraken, photo: Path) -> None:
    before = await kraken.user_status()
    await kraken.host(photo)
    after = await kraken.user_status()
    assert (before.active, before.plan, before.quota_used) == (True, "Sandbox", 0)
    assert after.quota_used > 0
    assert after.quota_remaining == after.quota_total - after.quota_used


@pytest.mark.parametrize("form", ["", " error", " html"])
@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, Rejected),
        (401, AuthExpired),
        (402, PlanBlocked),
        (403, PlanBlocked),
        (413, BadMedia),
        (415, BadMedia),
        (422, Rejected),
        (429, RateLimited),
        (500, Broken),
        (502, Broken),
        (503, Broken),
        (504, Broken),
        (302, Broken),
    ],
)
async def test_every_refusal_is_told_by_what_may_be_done_next(
    served: Served, kraken: Kraken, photo: Path, status: int, error: type[ServiceError], form: str
) -> None:
    served.script("upload", f"{status}{form}")
    with pytest.raises(error) as caught:
        await kraken.host(photo)
    assert type(caught.value) is error
    assert served.asked("upload") == 1


@pytest.mark.parametrize("form", ["failed", "failed error"])
async def test_a_200_that_says_no_is_a_no(
    served: Served, kraken: Kraken, photo: Path, form: str
) -> None:
    served.script("upload", form)
    with pytest.raises(Rejected, match="could not be optimised"):
        await kraken.host(photo)
    served.script("user_status", form)
    with pytest.raises(Rejected, match="could not be optimised"):
        await kraken.user_status()


@pytest.mark.parametrize("fields", [{"key": "wrong-key"}, {"secret": "wrong-secret"}])
async def test_wrong_credentials_are_told_without_them(
    served: Served, photo: Path, fields: dict[str, str]
) -> None:
    kraken = served.kraken(**fields)
    for call in (kraken.host(photo), kraken.user_status()):
        with pytest.raises(AuthExpired) as caught:
            await call
        assert "wrong" not in str(caught.value)


async def test_a_refusal_that_repeats_the_credentials_is_told_without_them(
    served: Served, kraken: Kraken, photo: Path
) -> None:
    body = {"success": False, "message": f"bad auth {KEY} {SECRET}"}
    served.faults.arm(StatusFault(service="kraken", operation="upload", status=400, body=body))
    with pytest.raises(Rejected) as caught:
        await kraken.host(photo)
    assert KEY not in str(caught.value)
    assert SECRET not in str(caught.value)


async def test_no_log_shows_the_credentials(
    served: Served, kraken: Kraken, photo: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        await kraken.host(photo)
        await kraken.user_status()
    seen = caplog.text + repr(kraken) + str(served.calls.find())
    assert KEY not in seen
    assert SECRET not in seen


@pytest.mark.parametrize("key", ["", "two words", "käse"])
async def test_credentials_that_are_none_are_refused_at_once(served: Served, key: str) -> None:
    with pytest.raises(ValueError, match="key of kraken"):
        served.kraken(key=key)
    with pytest.raises(ValueError, match="key of kraken"):
        served.kraken(secret=key)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 ...", b"<svg/>", b"\0" * 600])
async def test_what_is_no_picture_is_not_uploaded(
    served: Served, kraken: Kraken, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "x.png"
    write(path, content)
    with pytest.raises(BadMedia):
        await kraken.host(path)
    with pytest.raises(BadMedia):
        await kraken.host(tmp_path / "missing.png")
    assert served.asked("upload") == 0


async def test_what_is_too_big_is_not_uploaded(served: Served, kraken: Kraken, photo: Path) -> None:
    grow(photo, 33 * 1024 * 1024)
    with pytest.raises(BadMedia, match="32 MB"):
        await kraken.host(photo)
    assert served.asked("upload") == 0


async def test_what_only_begins_like_a_picture_is_refused_by_the_service(
    kraken: Kraken, tmp_path: Path
) -> None:
    path = tmp_path / "x.png"
    write(path, b"\x89PNG\r\n\x1a\n" + b"\0" * 600)
    with pytest.raises(BadMedia):
        await kraken.host(path)


def write(path: Path, content: bytes) -> None:
    path.write_bytes(content)


def grow(path: Path, size: int) -> None:
    with path.open("r+b") as file:
        file.truncate(size)


@pytest.mark.parametrize("script", ["504 worked", "reset_after"])
async def test_an_upload_that_may_have_arrived_is_not_repeated_by_itself(
    served: Served, kraken: Kraken, photo: Path, script: str
) -> None:
    if script == "reset_after":
        served.faults.arm(ResetAfterFault(service="kraken", operation="upload"))
    else:
        served.script("upload", script)
    with pytest.raises((Uncertain, Broken)):
        await kraken.host(photo)
    assert served.world.worked == 1


async def test_an_upload_that_never_arrived_is_unreachable(served: Served, photo: Path) -> None:
    bound = bind("127.0.0.1", 0)
    url = url_of(bound)
    bound.close()
    with pytest.raises(Unreachable):
        await served.kraken(base_url=url).host(photo)


async def test_the_answer_for_several_sizes_is_read(
    served: Served, kraken: Kraken, photo: Path
) -> None:
    served.script("upload", "results")
    assert (await kraken.host(photo)).url.startswith(served.url)


async def test_an_address_of_long_ago_becomes_a_secure_one(
    served: Served, kraken: Kraken, photo: Path
) -> None:
    served.script("upload", "http_kraken")
    assert (await kraken.host(photo)).url.startswith("https://dl.kraken.io/api/")


@pytest.mark.parametrize("script", ["foreign", "no_url"])
async def test_an_answer_without_an_address_of_theirs_is_broken(
    served: Served, kraken: Kraken, photo: Path, script: str
) -> None:
    served.script("upload", script)
    with pytest.raises(Broken):
        await kraken.host(photo)


@pytest.mark.parametrize("body", ["<html>", "[]", '{"kraked_url": 3}', ""])
async def test_an_answer_that_cannot_be_read_is_broken(
    served: Served, kraken: Kraken, photo: Path, body: str
) -> None:
    served.faults.arm(StatusFault(service="kraken", operation="upload", status=200, body=body))
    with pytest.raises(Broken):
        await kraken.host(photo)


async def test_the_address_is_not_shown(kraken: Kraken, photo: Path) -> None:
    assert "http" not in repr(await kraken.host(photo))


# Callbacks


class Receiver:
    """Takes callbacks, as the bot does."""

    def __init__(self) -> None:
        self.url = ""
        self.calls: asyncio.Queue[tuple[Mapping[str, str], bytes]] = asyncio.Queue()

    async def take(self, request: Request) -> Response:
        self.calls.put_nowait((dict(request.headers), await request.body()))
        return Response()

    async def delivery(self, kraken: Kraken) -> Delivery | Refused:
        async with asyncio.timeout(10):
            headers, body = await self.calls.get()
        return kraken.delivery(headers, body)


@pytest_asyncio.fixture(loop_scope="module")
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    bound = bind("127.0.0.1", 0)
    receiver.url = url_of(bound)
    app = Starlette(routes=[Route("/{token}", receiver.take, methods=["POST"])])
    async with listening(app, bound):
        yield receiver


@pytest.mark.parametrize("script", ["", "json", "results json"])
async def test_a_callback_brings_the_address_in_either_encoding(
    served: Served, kraken: Kraken, photo: Path, receiver: Receiver, script: str
) -> None:
    served.script("upload", script)
    call_id = await kraken.begin(photo, callback_url=f"{receiver.url}/token")
    delivery = await receiver.delivery(kraken)
    assert isinstance(delivery, Delivery)
    assert delivery.id == call_id
    assert delivery.hosted is not None
    assert (await served.http.get(delivery.hosted.url)).status_code == 200


async def test_a_callback_can_be_had_for_an_address(
    kraken: Kraken, photo: Path, receiver: Receiver
) -> None:
    first = await kraken.host(photo)
    call_id = await kraken.begin_url(first.url, callback_url=f"{receiver.url}/token")
    delivery = await receiver.delivery(kraken)
    assert isinstance(delivery, Delivery)
    assert delivery.id == call_id


@pytest.mark.parametrize("script", ["broken", "broken json"])
async def test_a_callback_can_say_that_there_is_no_picture(
    served: Served, kraken: Kraken, photo: Path, receiver: Receiver, script: str
) -> None:
    served.script("upload", script)
    call_id = await kraken.begin(photo, callback_url=f"{receiver.url}/token")
    assert await receiver.delivery(kraken) == Delivery(
        id=call_id, reason="the picture cannot be made"
    )


async def test_a_callback_that_comes_twice_says_the_same(
    served: Served, kraken: Kraken, photo: Path, receiver: Receiver
) -> None:
    served.script("upload", "twice")
    await kraken.begin(photo, callback_url=f"{receiver.url}/token")
    assert await receiver.delivery(kraken) == await receiver.delivery(kraken)


FORM = {"content-type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json; charset=utf-8"}
THEIRS = "https://dl.kraken.io/api/aa/bb/cc/dd/a.png"


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (FORM, f"id=7&success=true&kraked_url={THEIRS}".encode()),
        ({}, f"id=7&success=1&kraked_url={THEIRS}".encode()),
        (JSON, f'{{"id": "7", "success": true, "kraked_url": "{THEIRS}"}}'.encode()),
        ({}, f' {{"id": "7", "success": "true", "kraked_url": "{THEIRS}"}}'.encode()),
        (FORM, f"id=7&success=true&kraked_url={THEIRS.replace('https', 'http')}".encode()),
    ],
)
async def test_every_encoding_of_a_callback_is_read(
    kraken: Kraken, headers: Mapping[str, str], body: bytes
) -> None:
    due = Delivery(id="7", hosted=Hosted(url=THEIRS, lives_s=LIVES_S))
    assert kraken.delivery(headers, body) == due


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (FORM, b""),
        (FORM, b"\xff\xfe"),
        (FORM, b"success=true"),
        (FORM, b"id=7&success=true"),
        (FORM, b"id=7&success=true&kraked_url=https://example.com/a.png"),
        (FORM, b"id=7&success=true&kraked_url=https://dl.kraken.io.example.com/a.png"),
        (FORM, b"id=7&success=true&kraked_url=https://dl.kraken.io@example.com/a.png"),
        (FORM, b"id=" + b"x" * 300_000),
        (FORM, b"&".join(b"a=1" for _ in range(200))),
        (JSON, b"[]"),
        (JSON, b"{"),
        (JSON, b'{"id": 7}'),
        (JSON, b'{"id": "7", "success": true, "kraked_url": 3}'),
        (JSON, b'{"id": "7", "success": true, "results": {"a": 3}}'),
    ],
)
async def test_a_callback_that_is_not_theirs_is_refused(
    kraken: Kraken, headers: Mapping[str, str], body: bytes
) -> None:
    assert isinstance(kraken.delivery(headers, body), Refused)
