"""Runway's sandbox on a real port, and plain HTTP to talk to it."""

import base64
import io
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from PIL import Image
from starlette.applications import Starlette

from sandbox.faults import CallLog, Faults
from sandbox.listen import bind, listening, url_of
from sandbox.runway import app as official
from sandbox.runway import rapid
from sandbox.runway.world import Account, World

ACCOUNT = Account(credits=200, at_once=1, a_day=3, longest_side=64)
HEADERS = {"Authorization": f"Bearer {official.KEY}", "X-Runway-Version": official.VERSION}
RAPID = {"x-rapidapi-key": rapid.KEY, "x-rapidapi-host": rapid.HOST}


@pytest.fixture
def at() -> list[float]:
    """The server's time; its one number can be changed."""
    return [1_800_000_000.0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where it runs, and what it remembers."""

    url: str
    world: World


@asynccontextmanager
async def _serving(app: Starlette, bound: socket.socket) -> AsyncIterator[Server]:
    async with listening(app, bound):
        yield Server(url=url_of(bound), world=app.state.world)


@pytest.fixture
async def server(
    tmp_path: Path, faults: Faults, calls: CallLog, at: list[float]
) -> AsyncIterator[Server]:
    """Runway's own API."""
    bound = bind("127.0.0.1", 0)
    app = official.create_app(
        public_url=url_of(bound),
        folder=tmp_path / "server",
        faults=faults,
        calls=calls,
        pace=0,
        account=ACCOUNT,
        now=lambda: at[0],
    )
    async with _serving(app, bound) as server:
        yield server


@pytest.fixture
async def rapid_server(
    tmp_path: Path, faults: Faults, calls: CallLog, at: list[float]
) -> AsyncIterator[Server]:
    """The reseller."""
    bound = bind("127.0.0.1", 0)
    app = rapid.create_app(
        public_url=url_of(bound),
        folder=tmp_path / "server",
        faults=faults,
        calls=calls,
        pace=0,
        account=ACCOUNT,
        now=lambda: at[0],
    )
    async with _serving(app, bound) as server:
        yield server


@pytest.fixture
async def runway(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    """A client of Runway's own API."""
    async with _client(server, HEADERS) as client:
        yield client


@pytest.fixture
async def reseller(rapid_server: Server) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the reseller."""
    async with _client(rapid_server, RAPID) as client:
        yield client


def _client(server: Server, headers: dict[str, str]) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=server.url, headers=headers, timeout=30, trust_env=False)


@pytest.fixture
def world(server: Server) -> World:
    return server.world


@pytest.fixture
def rapid_world(rapid_server: Server) -> World:
    return rapid_server.world


@pytest.fixture
def picture() -> Callable[..., bytes]:
    def draw(width: int = 90, height: int = 160, form: str = "PNG") -> bytes:
        out = io.BytesIO()
        Image.new("RGB", (width, height), "teal").save(out, form)
        return out.getvalue()

    return draw


@pytest.fixture
def data_uri(picture: Callable[..., bytes]) -> str:
    return f"data:image/png;base64,{base64.b64encode(picture()).decode()}"
