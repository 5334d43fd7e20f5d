"""Serves one app on one socket, so that a fault can really end a connection; knows no service."""

import asyncio
import socket
from collections.abc import AsyncIterator, Generator
from contextlib import asynccontextmanager, contextmanager, suppress

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

TRANSPORT = "sandbox.transport"
"""Key in the scope's extensions: the connection's `asyncio.Transport`."""


class _Protocol(H11Protocol):
    """Hands its transport to the app; ASGI itself has no way to drop a connection."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        app: ASGIApp = self.app

        async def with_transport(scope: Scope, receive: Receive, send: Send) -> None:
            scope["extensions"] = {**scope.get("extensions", {}), TRANSPORT: transport}
            # Cancelled is what `listening` does to requests that outlive it: no traceback for that.
            with suppress(asyncio.CancelledError):
                await app(scope, receive, send)

        self.app = with_transport


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """Signals belong to whoever runs the servers."""
        yield


def bind(host: str, port: int) -> socket.socket:
    """A socket bound to the port (0: any free one); raises OSError when it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
    except OSError:
        bound.close()
        raise
    return bound


def url_of(bound: socket.socket) -> str:
    """`http://host:port` of a bound socket as this machine reaches it, without a last slash."""
    host, port = bound.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


@asynccontextmanager
async def listening(app: ASGIApp, bound: socket.socket) -> AsyncIterator[None]:
    """Serve `app` on the socket while the block runs; then drop what is still connected."""
    config = uvicorn.Config(app, http=_Protocol, ws="none", log_config=None, access_log=False)
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[bound]))
    await server.ready.wait()
    if not server.started:
        raise RuntimeError("the app did not start; its reason is in the log")
    try:
        yield
    finally:
        for connection in list(server.server_state.connections):
            connection.transport.abort()
        for request in list(server.server_state.tasks):
            request.cancel()
        server.should_exit = True
        await task
        bound.close()
