"""A scripted server on a real port that can be as nasty on the wire as a network is."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import httpx
import pytest
import stamina
from pydantic import SecretStr

from nemo_client import Attribution, NemoClient, Timeouts
from wire.http import new_client

End = Literal["clean", "cut", "reset", "stall"]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the server does with one call: the chunks of the body, and how it ends.

    `framed` is chunked transfer; without it the closing of the connection is the end. A stall
    comes after the chunks, or, with `silent`, before the head of the answer.
    """

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    chunks: Sequence[bytes] = ()
    end: End = "clean"
    framed: bool = True
    silent: bool = False


@dataclass(frozen=True, kw_only=True)
class Call:
    """What the server was asked. Of a long body only the beginning is kept."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    body_bytes: int

    @property
    def json(self) -> object:
        return json.loads(self.body)


class Double:
    """The server: answers are queued by path, calls are kept."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.url = ""
        self._answers: dict[str, deque[Answer]] = defaultdict(deque)
        self._released = asyncio.Event()
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def will(self, path: str, *answers: Answer) -> None:
        self._answers[path].extend(answers)

    def anything(self, answer: Answer) -> None:
        """Queue an answer for calls whose path is not known beforehand."""
        self._answers[""].append(answer)

    def asked(self, path: str) -> list[Call]:
        return [call for call in self.calls if call.path == path]

    @property
    def unmet(self) -> dict[str, int]:
        return {path: len(queue) for path, queue in self._answers.items() if queue}

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"

    async def stop(self) -> None:
        assert self._server is not None
        self._released.set()
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            # A client that gives up early is part of many of these tests.
            with suppress(ConnectionError, asyncio.IncompleteReadError):
                call = await _read_call(reader)
                self.calls.append(call)
                queue = self._answers[call.path] or self._answers[""]
                answer = queue.popleft() if queue else Answer(status=404)
                await self._answer(answer, writer)
        finally:
            writer.close()

    async def _answer(self, answer: Answer, writer: asyncio.StreamWriter) -> None:
        if not answer.silent:
            writer.write(_head(answer))
            for chunk in answer.chunks:
                writer.write(_framed(chunk) if answer.framed else chunk)
                await writer.drain()
        match answer.end:
            case "clean":
                writer.write(b"0\r\n\r\n" if answer.framed else b"")
                await writer.drain()
            case "stall":
                await self._released.wait()
            case "reset":
                await writer.drain()
                sock: socket.socket = writer.get_extra_info("socket")
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                writer.transport.abort()
            case "cut":
                pass


async def _read_call(reader: asyncio.StreamReader) -> Call:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    first, *lines = head.rstrip().split("\r\n")
    method, path, _ = first.split(" ")
    headers = {name.lower(): value for name, _, value in (ln.partition(": ") for ln in lines)}
    left = int(headers.get("content-length", 0))
    kept, total = b"", left
    while left:
        chunk = await reader.read(min(left, 1 << 18))
        if not chunk:
            raise asyncio.IncompleteReadError(kept, total)
        left -= len(chunk)
        kept = kept if len(kept) > 1 << 20 else kept + chunk
    return Call(method=method, path=path, headers=headers, body=kept, body_bytes=total)


def _head(answer: Answer) -> bytes:
    headers = {"Connection": "close", **answer.headers}
    if answer.framed:
        headers["Transfer-Encoding"] = "chunked"
    lines = [f"HTTP/1.1 {answer.status} X", *(f"{name}: {val}" for name, val in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _framed(chunk: bytes) -> bytes:
    return f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n"


def _as_json(body: object, status: int = 200, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(
        status=status,
        headers={"Content-Type": "application/json", **named},
        chunks=[json.dumps(body).encode()],
    )


def _as_events(*chunks: bytes, end: End = "clean", framed: bool = True) -> Answer:
    headers = {"Content-Type": "text/event-stream; charset=utf-8"}
    return Answer(headers=headers, chunks=chunks, end=end, framed=framed)


@pytest.fixture
def as_json() -> Callable[..., Answer]:
    return _as_json


@pytest.fixture
def as_events() -> Callable[..., Answer]:
    return _as_events


@pytest.fixture
def answer() -> type[Answer]:
    return Answer


@pytest.fixture
def recordings() -> Path:
    return Path(__file__).parent / "recordings"


@pytest.fixture
async def double() -> AsyncIterator[Double]:
    server = Double()
    await server.start()
    yield server
    await server.stop()
    assert not server.unmet, "an armed answer was never asked for"


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with new_client() as client:
        yield client


@pytest.fixture
def attribution() -> Attribution:
    return Attribution(source="image-to-video-in-flow", version="0.1.0", platform="unknown")


@pytest.fixture
def nemo(double: Double, http: httpx.AsyncClient, attribution: Attribution) -> NemoClient:
    return NemoClient(
        http=http,
        base_url=double.url,
        attribution=attribution,
        token=SecretStr("nmv_usr_secret"),
        timeouts=Timeouts(connect_s=2, answer_s=2, upload_s=10, quiet_s=2, turn_s=4),
    )


@pytest.fixture(autouse=True)
def _no_waiting_between_tries() -> Iterator[None]:
    with stamina.set_testing(True, attempts=3):
        yield
