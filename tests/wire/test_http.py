"""Which transport error means what, and that none of them tells a secret."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress

import httpx
import pytest

from wire.errors import ServiceError, Uncertain, Unreachable
from wire.http import chunks, new_client, open_stream, read, send

SECRET_URL = "https://ann:pw@x.example/bot12:tok/file?sig=abc"


class Failing(httpx.AsyncBaseTransport):
    """A transport that fails in a given way, before the answer or in its body."""

    def __init__(self, error: Exception, *, begins: bool) -> None:
        self._error = error
        self._begins = begins

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self._begins:
            return httpx.Response(200, content=self._body())
        raise self._error

    async def _body(self) -> AsyncIterator[bytes]:
        yield b"begin"
        raise self._error


def _request() -> httpx.Request:
    return httpx.Request("POST", SECRET_URL)


@pytest.mark.parametrize(
    ("error", "means"),
    [
        (httpx.ConnectError, Unreachable),
        (httpx.ConnectTimeout, Unreachable),
        (httpx.PoolTimeout, Unreachable),
        (httpx.ReadTimeout, Uncertain),
        (httpx.WriteTimeout, Uncertain),
        (httpx.ReadError, Uncertain),
        (httpx.WriteError, Uncertain),
        (httpx.CloseError, Uncertain),
        (httpx.RemoteProtocolError, Uncertain),
        (httpx.LocalProtocolError, Uncertain),
        (httpx.ProxyError, Uncertain),
        (httpx.DecodingError, Uncertain),
        (httpx.TooManyRedirects, Uncertain),
    ],
)
async def test_an_error_before_the_answer_means_this(
    error: type[httpx.RequestError], means: type[ServiceError]
) -> None:
    original = error("went wrong at /bot12:tok/x")
    async with httpx.AsyncClient(transport=Failing(original, begins=False)) as client:
        for call in (send, open_stream):
            with pytest.raises(means) as caught:
                await call(client, _request(), service="x")
            assert type(caught.value) is means
            assert caught.value.__cause__ is original
            told = str(caught.value)
            assert told.startswith("x: POST https://x.example/bot")
            assert not any(secret in told for secret in ("ann", "pw", "tok", "abc"))


async def test_an_error_in_the_body_is_uncertain() -> None:
    failing = Failing(httpx.ReadError("cut"), begins=True)
    async with httpx.AsyncClient(transport=failing) as client:
        response = await open_stream(client, _request(), service="x")
        with pytest.raises(Uncertain):
            await read(response, service="x")
        response = await open_stream(client, _request(), service="x")
        seen = []
        with pytest.raises(Uncertain):
            seen = [chunk async for chunk in chunks(response, service="x")]
        assert not seen


async def test_our_own_cancellation_is_no_error_of_the_service() -> None:
    async with httpx.AsyncClient(
        transport=Failing(asyncio.CancelledError(), begins=False)  # type: ignore[arg-type]
    ) as client:
        with pytest.raises(asyncio.CancelledError):
            await send(client, _request(), service="x")


@pytest.fixture
async def forwarding() -> AsyncIterator[Callable[[], str]]:
    """A server that sends everybody on to /there."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            head = await reader.readuntil(b"\r\n\r\n")
            away = b"HTTP/1.1 302 X\r\nLocation: /there\r\nContent-Length: 0\r\n"
            there = b"HTTP/1.1 200 X\r\nContent-Length: 0\r\n"
            answer = there if b"/there" in head else away
            writer.write(answer + b"Connection: close\r\n\r\n")
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    yield lambda: f"http://127.0.0.1:{port}/here"
    server.close()


@pytest.mark.parametrize(("method", "status"), [("GET", 200), ("POST", 302)])
async def test_only_a_reading_stream_follows_a_redirect(
    method: str, status: int, forwarding: Callable[[], str]
) -> None:
    async with new_client() as client:
        request = client.build_request(method, forwarding())
        response = await open_stream(client, request, service="x")
        await response.aclose()
        assert response.status_code == status
