"""What the sandboxes' services send by themselves passes the bot's door: order, news, a look."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

import httpx
import pytest
from pydantic import SecretStr
from starlette.applications import Starlette
from structlog.testing import capture_logs
from structlog.typing import EventDict

from adapters.apiframe import ApiframeV1, ApiframeV2
from adapters.base import Order, Ticket
from adapters.bfl import Bfl
from adapters.rapid_runway import RapidRunway
from sandbox.apiframe import app as apiframe
from sandbox.apiframe.world import KEYS as APIFRAME_KEYS
from sandbox.bfl import app as bfl
from sandbox.bfl.world import KEY as BFL_KEY
from sandbox.faults import BackendFault, CallLog, Faults
from sandbox.listen import bind, listening, url_of
from sandbox.runway import rapid
from tests.bot.web_stage import Told, Web, web_running
from wire.clock import SystemClock
from wire.http import new_client

CAT = Order(task="imagine", prompt="a cat")
PICTURE = Order(task="image", prompt="a cat")


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A sandbox's service; whatever a test arms has to be met."""

    name: str
    url: str
    app: Starlette
    faults: Faults

    def script(self, operation: str, words: str) -> None:
        self.faults.arm(BackendFault(service=self.name, operation=operation, value=words, count=1))


@asynccontextmanager
async def running(name: str, make: Callable[[str, Faults], Starlette]) -> AsyncIterator[Service]:
    bound, faults = bind("127.0.0.1", 0), Faults()
    app = make(url_of(bound), faults)
    async with listening(app, bound):
        yield Service(name=name, url=url_of(bound), app=app, faults=faults)
    assert not faults.unmet()


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    async with web_running(apiframe_key=SecretStr(APIFRAME_KEYS[2])) as web:
        yield web


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with new_client() as http:
        yield http


@pytest.fixture
def logged() -> Iterator[list[EventDict]]:
    with capture_logs() as logs:
        yield logs


@pytest.fixture
async def frames(tmp_path: Path) -> AsyncIterator[Service]:
    def make(url: str, faults: Faults) -> Starlette:
        return apiframe.create_app(
            public_url=url,
            folder=tmp_path / "apiframe",
            faults=faults,
            calls=CallLog(),
            pace=0,
            side=64,
            song_s=1,
        )

    async with running("apiframe", make) as service:
        yield service


@pytest.fixture
async def flux() -> AsyncIterator[Service]:
    def make(url: str, faults: Faults) -> Starlette:
        return bfl.create_app(public_url=url, faults=faults, calls=CallLog(), pace=0)

    async with running("bfl", make) as service:
        yield service


@pytest.fixture
async def reseller(tmp_path: Path) -> AsyncIterator[Service]:
    def make(url: str, faults: Faults) -> Starlette:
        return rapid.create_app(
            public_url=url, folder=tmp_path / "rapid", faults=faults, calls=CallLog(), pace=0
        )

    async with running(rapid.SERVICE, make) as service:
        yield service


def reasons(logs: list[EventDict]) -> list[str]:
    return [line["reason"] for line in logs if line["event"] == "hook_refused"]


async def until(fact: Callable[[], object]) -> None:
    deadline = time.monotonic() + 20
    while not fact():
        assert time.monotonic() < deadline, "it never came true"
        await asyncio.sleep(0.01)


async def order_v1(web: Web, frames: Service, http: httpx.AsyncClient, key: str) -> Ticket:
    """Ordered as the bot does: the order is known before it goes out, its id after the answer."""
    maker = ApiframeV1(
        http=http,
        key=SecretStr(APIFRAME_KEYS[1]),
        base_url=frames.url,
        callback=web.addresses.apiframe_v1,
    )
    web.orders.put("apiframe", key)
    ticket = await maker.submit(CAT, key=key)
    web.orders.put("apiframe", key, ticket.id)
    await frames.app.state.world.settled()
    return ticket


async def test_apiframe_tells_its_progress_and_its_end(
    web: Web, frames: Service, http: httpx.AsyncClient, logged: list[EventDict]
) -> None:
    key = token_hex(16)
    ticket = await order_v1(web, frames, http, key)
    assert {(t.key, t.job_id) for t in web.orders.told} == {(key, ticket.id)}
    assert [t.percent for t in web.orders.told][-5:] == [20, 40, 60, 80, 100]
    assert not reasons(logged)


@pytest.mark.parametrize("how", ["hooks_twice", "hooks_reordered"])
async def test_apiframe_may_tell_it_twice_and_in_any_order(
    how: str, web: Web, frames: Service, http: httpx.AsyncClient, logged: list[EventDict]
) -> None:
    frames.script("v1.imagine", how)
    ticket = await order_v1(web, frames, http, token_hex(16))
    assert {t.job_id for t in web.orders.told} == {ticket.id}
    assert 100 in {t.percent for t in web.orders.told}
    assert not reasons(logged)


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ("hooks_wrong", "the secret or signature is wrong"),
        ("hooks_bare", "no secret or signature"),
    ],
)
async def test_who_does_not_know_apiframes_secret_is_refused(
    how: str,
    reason: str,
    web: Web,
    frames: Service,
    http: httpx.AsyncClient,
    logged: list[EventDict],
) -> None:
    frames.script("v1.imagine", how)
    await order_v1(web, frames, http, token_hex(16))
    assert not web.orders.told
    assert set(reasons(logged)) == {reason}


@pytest.mark.parametrize("how", ["", "hooks_twice", "hooks_reordered", "hooks_wrong"])
async def test_apiframes_version_2_signs_with_the_accounts_key(
    how: str, web: Web, frames: Service, http: httpx.AsyncClient, logged: list[EventDict]
) -> None:
    if how:
        frames.script("v2.images/generate", how)
    maker = ApiframeV2(
        http=http,
        key=SecretStr(APIFRAME_KEYS[2]),
        clock=SystemClock(),
        base_url=frames.url,
        webhook_url=web.addresses.apiframe_v2(),
    )
    key = token_hex(16)
    web.orders.put("apiframe", key)
    ticket = await maker.submit(Order(task="image", prompt="a cat"), key=key)
    await frames.app.state.world.settled()
    if how == "hooks_wrong":
        assert not web.orders.told
        assert set(reasons(logged)) == {"the secret or signature is wrong"}
        return
    assert {(t.key, t.job_id) for t in web.orders.told} == {("", ticket.id)}
    assert not reasons(logged)


@pytest.mark.parametrize(
    ("how", "times"),
    [("", 1), ("webhook=field", 1), ("webhook=twice", 2), ("error", 1)],
)
async def test_bfl_tells_the_end(
    how: str,
    times: int,
    web: Web,
    flux: Service,
    http: httpx.AsyncClient,
    logged: list[EventDict],
) -> None:
    if how:
        flux.script("submit", how)
    key = token_hex(16)
    web.orders.put("bfl", key)
    maker = Bfl(http=http, key=SecretStr(BFL_KEY), base_url=flux.url, webhook=web.addresses.bfl())
    ticket = await maker.submit(PICTURE, key=key)
    await until(lambda: len(web.orders.told) == times)
    assert web.orders.told == [Told("bfl", key, ticket.id, None)] * times
    assert not reasons(logged)


async def test_who_signs_otherwise_than_bfl_is_refused(
    web: Web, flux: Service, http: httpx.AsyncClient, logged: list[EventDict]
) -> None:
    flux.script("submit", "webhook=wrong")
    key = token_hex(16)
    web.orders.put("bfl", key)
    maker = Bfl(http=http, key=SecretStr(BFL_KEY), base_url=flux.url, webhook=web.addresses.bfl())
    await maker.submit(PICTURE, key=key)
    await until(lambda: reasons(logged))
    assert set(reasons(logged)) == {"the signature is wrong"}
    assert not web.orders.told


async def test_the_reseller_calls_the_orders_own_address(
    web: Web, reseller: Service, http: httpx.AsyncClient, logged: list[EventDict]
) -> None:
    key = token_hex(16)
    web.orders.put("rapid_runway", key)
    maker = RapidRunway(http=http, key=SecretStr(rapid.KEY), base_url=reseller.url)
    reseller.script("text", "fail=001")
    clip = Order(task="video", prompt="a cat", extra=web.addresses.rapid_runway(key))
    ticket = await maker.submit(clip, key=key)
    deadline = time.monotonic() + 20
    while not web.orders.told:
        assert time.monotonic() < deadline
        await maker.look(ticket)
    assert web.orders.told == [Told("rapid_runway", key, ticket.id, None)]
    assert not reasons(logged)
