"""A running sandbox Apiframe, clients of both versions, and somebody who takes their news."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field

import httpx
import pytest
import pytest_asyncio
import stamina
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.apiframe import ApiframeV1, ApiframeV2, Callback, secret_of
from adapters.base import Look, Order, Ticket
from sandbox.apiframe.app import create_app
from sandbox.apiframe.world import KEYS, World
from sandbox.faults import BackendFault, CallLog, Faults
from sandbox.listen import bind, listening, url_of
from wire.clock import HandClock
from wire.http import new_client

NEW_YEAR = 1_767_225_600.0  # where a HandClock begins
ROOT = SecretStr("the bot's own secret")


@dataclass(slots=True)
class HandTime:
    """Seconds since 1970, turned by hand."""

    seconds: float = NEW_YEAR

    def __call__(self) -> float:
        return self.seconds


@dataclass(slots=True)
class Inbox:
    """What was posted to us, and what we answer."""

    url: str
    status: int = 200
    got: list[tuple[httpx.Headers, bytes]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Server:
    """The sandbox."""

    url: str
    world: World
    faults: Faults
    calls: CallLog
    time: HandTime

    def script(self, operation: str, value: str, count: int = 1) -> None:
        self.faults.arm(
            BackendFault(service="apiframe", operation=operation, value=value, count=count)
        )

    def asked(self, operation: str) -> int:
        return len(self.calls.find(operation=operation))


@dataclass(frozen=True, slots=True)
class Hand:
    """Orders, and looks when all is done."""

    server: Server
    maker: ApiframeV1 | ApiframeV2

    async def order(self, task: str, prompt: str = "", **parts: object) -> Ticket:
        key = f"order-{len(self.server.world.tasks)}"
        order = Order(task=task, prompt=prompt, **parts)  # type: ignore[arg-type]
        return await self.maker.submit(order, key=key)

    async def end(self, ticket: Ticket) -> Look:
        await self.server.world.settled()
        return await self.maker.look(ticket)

    async def made(self, task: str, prompt: str = "", **parts: object) -> Look:
        return await self.end(await self.order(task, prompt, **parts))


@pytest.fixture(autouse=True)
def _no_waiting_between_tries() -> Iterator[None]:
    with stamina.set_testing(True, attempts=3):
        yield


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def running(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Server]:
    """One server for all tests: starting and ending it takes longer than most of them."""
    faults, calls, time = Faults(), CallLog(), HandTime()
    bound = bind("127.0.0.1", 0)
    app = create_app(
        public_url=url_of(bound),
        folder=tmp_path_factory.mktemp("sandbox") / "apiframe",
        faults=faults,
        calls=calls,
        pace=0,
        side=64,
        song_s=1,
        now=time,
    )
    async with listening(app, bound):
        yield Server(url_of(bound), app.state.world, faults, calls, time)


@pytest.fixture
def server(running: Server) -> Iterator[Server]:
    """The server, knowing nothing yet; whatever a test arms has to be met."""
    running.faults.disarm_all()
    running.calls.clear()
    running.world.forget()
    running.time.seconds = NEW_YEAR
    yield running
    assert not running.faults.unmet()


@pytest_asyncio.fixture(loop_scope="session")
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with new_client() as client:
        yield client


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def one_inbox() -> AsyncIterator[Inbox]:
    bound = bind("127.0.0.1", 0)
    box = Inbox(url=f"{url_of(bound)}/news")

    async def take(request: Request) -> Response:
        box.got.append((httpx.Headers(request.headers.raw), await request.body()))
        return Response(status_code=box.status)

    async with listening(Starlette(routes=[Route("/news", take, methods=["POST"])]), bound):
        yield box


@pytest.fixture
def inbox(one_inbox: Inbox) -> Inbox:
    one_inbox.got.clear()
    one_inbox.status = 200
    return one_inbox


@pytest.fixture
def v1(server: Server, http: httpx.AsyncClient) -> ApiframeV1:
    return ApiframeV1(http=http, key=SecretStr(KEYS[1]), base_url=server.url)


@pytest.fixture
def v2(server: Server, http: httpx.AsyncClient) -> ApiframeV2:
    return ApiframeV2(http=http, key=SecretStr(KEYS[2]), base_url=server.url, clock=HandClock())


@pytest.fixture
def hand(server: Server, v1: ApiframeV1) -> Hand:
    return Hand(server, v1)


@pytest.fixture
def hand2(server: Server, v2: ApiframeV2) -> Hand:
    return Hand(server, v2)


@pytest.fixture
def told(server: Server, http: httpx.AsyncClient, inbox: Inbox) -> Hand:
    """A client of v1 whose tasks send their news to `inbox`."""
    maker = ApiframeV1(
        http=http,
        key=SecretStr(KEYS[1]),
        base_url=server.url,
        callback=lambda key: Callback(url=inbox.url, secret=secret_of(ROOT, key)),
    )
    return Hand(server, maker)


@pytest.fixture
def told2(server: Server, http: httpx.AsyncClient, inbox: Inbox) -> Hand:
    """A client of v2 whose jobs send their news to `inbox`."""
    maker = ApiframeV2(
        http=http,
        key=SecretStr(KEYS[2]),
        base_url=server.url,
        webhook_url=inbox.url,
        clock=HandClock(),
    )
    return Hand(server, maker)
