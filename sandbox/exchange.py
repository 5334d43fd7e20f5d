"""One request and its answer while they pass: counted, cut, stalled; knows no fault's name."""

import asyncio
import json
import re
import socket
import struct
from dataclasses import dataclass
from urllib.parse import parse_qsl

from pydantic import JsonValue
from starlette.types import Message, Receive, Scope, Send

from sandbox.listen import TRANSPORT

BODY_READ = 64 * 1024
STRING_KEPT = 500
_SECRET_NAME = re.compile("token|secret|password|api_?key", re.IGNORECASE)
_BOT_TOKEN = re.compile(r"bot\d+(:|%3A)[^/\s\"]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Connection:
    """The connection that a request came by; ending it is the only thing one can do with it."""

    _transport: asyncio.Transport

    def close(self) -> None:
        """End it after what was sent has been delivered."""
        self._transport.close()

    def reset(self) -> None:
        """Drop it so that the other side gets ECONNRESET, not a clean end."""
        linger_0 = struct.pack("ii", 1, 0)
        sock = self._transport.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger_0)
        self._transport.abort()


def connection_of(scope: Scope) -> Connection:
    """The request's connection; raises TypeError outside a server of `sandbox.listen`."""
    transport = scope.get("extensions", {}).get(TRANSPORT)
    if not isinstance(transport, asyncio.Transport):
        raise TypeError("faults that end a connection need a server of sandbox.listen")
    return Connection(transport)


class Exchange:
    """One request and its answer: counts what passes, and can end the connection."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._scope = scope
        self._receive = receive
        self._send = send
        self._read = bytearray()
        self.status: int | None = None
        self.request_bytes = 0
        self.response_bytes = 0

    async def receive(self) -> Message:
        """ASGI's receive."""
        message = await self._receive()
        chunk = message.get("body", b"")
        self.request_bytes += len(chunk)
        if len(self._read) <= BODY_READ:
            self._read += chunk
        return message

    async def send(self, message: Message) -> None:
        """ASGI's send."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
        self.response_bytes += len(message.get("body", b""))
        await self._send(message)

    async def drain(self) -> None:
        """Read the request to its end, as a server does that refuses it politely."""
        while (await self.receive()).get("more_body"):
            pass

    async def reset(self) -> None:
        """Drop the connection so that the other side gets ECONNRESET, not a clean end."""
        connection_of(self._scope).reset()
        await self.gone()

    def close(self) -> None:
        """End the connection after what was sent has been delivered."""
        connection_of(self._scope).close()

    async def gone(self) -> None:
        """Wait until the server has noticed that the connection ended."""
        while (await self._receive())["type"] != "http.disconnect":
            pass

    def body(self) -> JsonValue:
        """The request's JSON or form fields without secrets; None for other or big bodies."""
        if not self._read or len(self._read) > BODY_READ:
            return None
        headers = dict(self._scope["headers"])
        kind = headers.get(b"content-type", b"").split(b";")[0].strip().lower()
        try:
            if kind == b"application/json":
                return _clean(json.loads(self._read))
            if kind == b"application/x-www-form-urlencoded":
                return _clean(dict(parse_qsl(self._read.decode())))
        except ValueError:
            return None
        return None


class Cut:
    """Passes the first bytes of the body on and then ends the connection."""

    def __init__(self, exchange: Exchange, after_bytes: int) -> None:
        self._exchange = exchange
        self._left = after_bytes
        self._closed = False

    async def send(self, message: Message) -> None:
        """Pass on what may still pass."""
        if self._closed:
            return
        if message["type"] != "http.response.body":
            await self._exchange.send(message)
            return
        body = message.get("body", b"")
        # more_body: the end of the body is never said, so that the client can tell it was cut.
        await self._exchange.send({**message, "body": body[: self._left], "more_body": True})
        self._left -= len(body)
        if self._left <= 0 or not message.get("more_body"):
            self._closed = True
            self._exchange.close()


class Stall:
    """Passes everything on, with one wait."""

    def __init__(self, exchange: Exchange, *, seconds: float, after_bytes: int | None) -> None:
        self._exchange = exchange
        self._seconds = seconds
        self._left = after_bytes
        self._done = False

    async def send(self, message: Message) -> None:
        """Pass on, before or after the wait; with `after_bytes` it comes inside the body."""
        if self._done:
            await self._exchange.send(message)
        elif self._left is None:
            await self._wait()
            await self._exchange.send(message)
        elif message["type"] == "http.response.body":
            await self._send_body(message, self._left)
        else:
            await self._exchange.send(message)

    async def _send_body(self, message: Message, left: int) -> None:
        body = message.get("body", b"")
        if len(body) < left and message.get("more_body"):
            self._left = left - len(body)
            await self._exchange.send(message)
            return
        await self._exchange.send({**message, "body": body[:left], "more_body": True})
        await self._wait()
        await self._exchange.send({**message, "body": body[left:]})

    async def _wait(self) -> None:
        self._done = True
        await asyncio.sleep(self._seconds)


def without_bot_token(text: str) -> str:
    """The text with `bot<token>` where a bot's token was."""
    return _BOT_TOKEN.sub("bot<token>", text)


def _clean(value: JsonValue) -> JsonValue:
    match value:
        case dict():
            return {
                name: "<secret>" if _SECRET_NAME.search(name) else _clean(part)
                for name, part in value.items()
            }
        case list():
            return [_clean(part) for part in value]
        case str():
            text = without_bot_token(value)
            return text if len(text) <= STRING_KEPT else text[:STRING_KEPT] + "…"
        case _:
            return value
