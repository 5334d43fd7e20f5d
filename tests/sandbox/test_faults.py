"""Faults over a real socket: what the client sees, and what is counted."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Scope

from sandbox.faults import (
    BackendFault,
    CallLog,
    CutFault,
    Faults,
    ResetAfterFault,
    ResetFault,
    StallFault,
    StatusFault,
)
from sandbox.listen import bind, listening, url_of
from sandbox.watch import Watch


class Shop:
    """A little service: every order is remembered, so that a test knows what was acted on."""

    def __init__(self) -> None:
        self.orders: list[str] = []
        self.ordered = asyncio.Event()
        self.faults = Faults()
        self.calls = CallLog()

    @asynccontextmanager
    async def open(self) -> AsyncIterator[httpx.AsyncClient]:
        routes = [
            Route("/order", self._order, methods=["POST"]),
            Route("/stream", self._stream),
            Route("/page", self._order, methods=["GET"]),
        ]
        app = Watch(
            Starlette(routes=routes),
            service="shop",
            faults=self.faults,
            calls=self.calls,
            operation_of=_operation_of,
        )
        bound = bind("127.0.0.1", 0)
        async with (
            listening(app, bound),
            httpx.AsyncClient(base_url=url_of(bound), timeout=5) as client,
        ):
            yield client

    async def _order(self, request: Request) -> Response:
        self.orders.append((await request.body()).decode())
        self.ordered.set()
        return JSONResponse({"ok": True})

    async def _stream(self, request: Request) -> Response:
        async def lines() -> AsyncIterator[bytes]:
            for number in range(10):
                yield b"%d\n" % number * 50
                await asyncio.sleep(0)

        return StreamingResponse(lines())


def _operation_of(scope: Scope) -> str | None:
    return {"/order": "order", "/stream": "stream"}.get(scope["path"])


async def _read_into(received: bytearray, response: httpx.Response) -> None:
    async for chunk in response.aiter_bytes():
        received += chunk


@pytest.fixture
def shop() -> Shop:
    return Shop()


async def test_a_status_is_answered_without_acting(shop: Shop) -> None:
    shop.faults.arm(
        StatusFault(
            service="shop",
            operation="order",
            status=429,
            body={"retry_after": 3},
            headers={"Retry-After": "3"},
        )
    )
    async with shop.open() as client:
        refused = await client.post("/order", content="tea" * 100_000)
        accepted = await client.post("/order", content="tea")
    assert (refused.status_code, refused.json()) == (429, {"retry_after": 3})
    assert refused.headers["Retry-After"] == "3"
    assert accepted.status_code == 200
    assert shop.orders == ["tea"]


async def test_a_reset_drops_the_connection_before_acting(shop: Shop) -> None:
    shop.faults.arm(ResetFault(service="shop", operation="order", count=2))
    async with shop.open() as client:
        for _ in range(2):
            with pytest.raises(httpx.ReadError):
                await client.post("/order", content="tea")
        assert (await client.post("/order", content="milk")).status_code == 200
    assert shop.orders == ["milk"]
    assert not shop.faults.unmet()


async def test_a_reset_after_drops_the_connection_of_a_deed_that_was_done(shop: Shop) -> None:
    shop.faults.arm(ResetAfterFault(service="shop", operation="order"))
    async with shop.open() as client:
        with pytest.raises(httpx.ReadError):
            await client.post("/order", content="tea")
    assert shop.orders == ["tea"]
    (call,) = shop.calls.find()
    assert (call.status, call.fault) == (None, "reset_after")


@pytest.mark.parametrize("after_bytes", [0, 1, 250, 5000])
async def test_a_cut_ends_a_stream_after_exactly_so_many_bytes(
    shop: Shop, after_bytes: int
) -> None:
    shop.faults.arm(CutFault(service="shop", operation="stream", after_bytes=after_bytes))
    received = bytearray()
    async with shop.open() as client, client.stream("GET", "/stream") as response:
        assert response.status_code == 200
        with pytest.raises(httpx.RemoteProtocolError):
            await _read_into(received, response)
    assert len(received) == min(after_bytes, 1000)


async def test_a_cut_ends_a_plain_answer_too(shop: Shop) -> None:
    shop.faults.arm(CutFault(service="shop", operation="order", after_bytes=4))
    async with shop.open() as client:
        with pytest.raises(httpx.RemoteProtocolError):
            await client.post("/order", content="tea")
    assert shop.orders == ["tea"]


async def test_a_stall_before_the_answer_lets_the_client_time_out_after_the_deed(
    shop: Shop,
) -> None:
    shop.faults.arm(StallFault(service="shop", operation="order", seconds=60))
    async with shop.open() as client:
        with pytest.raises(httpx.ReadTimeout):
            await client.post("/order", content="tea", timeout=0.2)
    assert shop.orders == ["tea"]


async def test_a_stall_inside_the_body_comes_after_exactly_so_many_bytes(shop: Shop) -> None:
    shop.faults.arm(StallFault(service="shop", operation="stream", seconds=60, after_bytes=250))
    received = bytearray()
    async with shop.open() as client, client.stream("GET", "/stream", timeout=0.2) as response:
        with pytest.raises(httpx.ReadTimeout):
            await _read_into(received, response)
    assert len(received) == 250


async def test_a_short_stall_loses_nothing(shop: Shop) -> None:
    shop.faults.arm(StallFault(service="shop", operation="stream", seconds=0.01, after_bytes=250))
    async with shop.open() as client:
        whole = await client.get("/stream")
    assert len(whole.content) == 1000


async def test_a_backend_fault_is_left_to_the_service(shop: Shop) -> None:
    shop.faults.arm(BackendFault(service="shop", operation="order", value="1002"))
    async with shop.open() as client:
        assert (await client.post("/order", content="tea")).status_code == 200
    assert len(shop.faults.unmet()) == 1
    assert shop.faults.backend("shop", "order") == "1002"
    assert shop.faults.backend("shop", "order") is None
    assert not shop.faults.unmet()


async def test_what_is_no_operation_meets_no_fault_and_no_log(shop: Shop) -> None:
    shop.faults.arm(ResetFault(service="shop", operation="order"))
    async with shop.open() as client:
        assert (await client.get("/page")).status_code == 200
    assert len(shop.faults.unmet()) == 1
    assert shop.calls.find() == ()


def test_a_fault_without_a_count_stays_and_must_be_met_once() -> None:
    faults = Faults()
    faults.arm(BackendFault(service="shop", operation="order", value="slow", count=None))
    assert len(faults.unmet()) == 1
    assert [faults.backend("shop", "order") for _ in range(3)] == ["slow"] * 3
    assert not faults.unmet()
    assert faults.report()[0].met == 3


def test_faults_of_one_operation_are_met_in_the_order_of_arming() -> None:
    faults = Faults()
    faults.arm(StatusFault(service="shop", operation="order", status=503))
    faults.arm(ResetFault(service="shop", operation="order"))
    met = [faults.transport("shop", "order") for _ in range(3)]
    assert [fault.kind if fault else None for fault in met] == ["status", "reset", None]


async def test_the_log_holds_the_body_without_its_secrets(shop: Shop) -> None:
    async with shop.open() as client:
        await client.post(
            "/order",
            json={
                "what": "tea",
                "access_token": "s3cret",
                "deep": [{"Password": "s3cret"}],
                "url": "http://x/bot123:s3cret/getMe",
                "long": "x" * 2000,
            },
        )
        await client.post("/order", data={"what": "milk", "secret_token": "s3cret"})
        await client.post("/order", content=b"\xff{", headers={"Content-Type": "application/json"})
    tea, milk, broken = shop.calls.find(service="shop", operation="order")
    assert "s3cret" not in repr((tea, milk))
    assert isinstance(tea.body, dict)
    assert tea.body["what"] == "tea"
    assert len(str(tea.body["long"])) < 600
    assert isinstance(milk.body, dict)
    assert milk.body["what"] == "milk"
    assert broken.body is None
    assert (tea.status, tea.response_bytes) == (200, 11)
    assert shop.calls.find(limit=1) == (broken,)


async def test_stopping_the_server_ends_requests_that_would_wait_for_ever(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    shop.faults.arm(StallFault(service="shop", operation="order", seconds=600))
    async with asyncio.timeout(5), shop.open() as client:
        waiting = asyncio.create_task(client.post("/order", content="tea"))
        await shop.ordered.wait()
    with pytest.raises(httpx.HTTPError):
        await waiting
    assert not caplog.records
