"""ASGI middleware that acts faults out and writes calls down; it knows no service's rules."""

import asyncio
import json
import re
import socket
import struct
from collections.abc import Callable
from datetime import UTC, datetime
from typing import assert_never
from urllib.parse import parse_qsl

from pydantic import JsonValue
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sandbox.faults import (
    Call,
    CallLog,
    CutFault,
    Faults,
    ResetAfterFault,
    ResetFault,
    StallFault,
    StatusFault,
)
from sandbox.listen import TRANSPORT

BODY_READ = 64 * 1024
STRING_KEPT = 500
_SECRET_NAME = re.compile("token|secret|password|api_?key", re.IGNORECASE)
_BOT_TOKEN = re.compile(r"bot\d+(:|%3A)[^/\s\"]+", re.IGNORECASE)


class Watch:
    """Wraps a service's app: every call with an operation's name may meet a fault and is logged.

    `operation_of` names the operation of a request, or None for what is not the service's API (a
    page, a file), which passes untouched.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        service: str,
        faults: Faults,
        calls: CallLog,
        operation_of: Callable[[Scope], str | None],
    ) -> None:
        self._app = app
        self._service = service
        self._faults = faults
        self._calls = calls
        self._operation_of = operation_of

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection event of ASGI."""
        operation = self._operation_of(scope) if scope["type"] == "http" else None
        if operation is None:
            await self._app(scope, receive, send)
            return
        fault = self._faults.transport(self._service, operation)
        exchange = _Exchange(scope, receive, send)
        call_id, at = self._calls.next_id(), datetime.now(UTC)

        def write_down() -> None:
            self._calls.put(
                Call(
                    id=call_id,
                    at=at,
                    service=self._service,
                    operation=operation,
                    method=scope["method"],
                    path=_BOT_TOKEN.sub("bot<token>", scope["path"]),
                    status=exchange.status,
                    body=exchange.body(),
                    request_bytes=exchange.request_bytes,
                    response_bytes=exchange.response_bytes,
                    fault=fault.kind if fault else None,
                )
            )

        write_down()  # at once, so that a call that never ends is seen too
        try:
            await self._act(fault, scope, exchange)
        finally:
            write_down()

    async def _act(
        self,
        fault: StatusFault | ResetFault | ResetAfterFault | CutFault | StallFault | None,
        scope: Scope,
        exchange: "_Exchange",
    ) -> None:
        match fault:
            case None:
                await self._app(scope, exchange.receive, exchange.send)
            case StatusFault():
                await exchange.drain()
                await _answer(fault)(scope, exchange.receive, exchange.send)
            case ResetFault():
                await exchange.reset()
            case ResetAfterFault():
                await self._app(scope, exchange.receive, _swallow)
                await exchange.reset()
            case CutFault():
                cut = _Cut(exchange, fault.after_bytes)
                await self._app(scope, exchange.receive, cut.send)
                await exchange.gone()
            case StallFault():
                await self._app(scope, exchange.receive, _Stall(exchange, fault).send)
            case _:
                assert_never(fault)


class _Exchange:
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
        message = await self._receive()
        chunk = message.get("body", b"")
        self.request_bytes += len(chunk)
        if len(self._read) <= BODY_READ:
            self._read += chunk
        return message

    async def send(self, message: Message) -> None:
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
        transport = self._transport()
        linger_0 = struct.pack("ii", 1, 0)
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger_0)
        transport.abort()
        await self.gone()

    def close(self) -> None:
        """End the connection after what was sent has been delivered."""
        self._transport().close()

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

    def _transport(self) -> asyncio.Transport:
        transport = self._scope.get("extensions", {}).get(TRANSPORT)
        if not isinstance(transport, asyncio.Transport):
            raise TypeError("faults that end a connection need a server of sandbox.listen")
        return transport


class _Cut:
    """Passes the first bytes of the body on and then ends the connection."""

    def __init__(self, exchange: _Exchange, after_bytes: int) -> None:
        self._exchange = exchange
        self._left = after_bytes
        self._closed = False

    async def send(self, message: Message) -> None:
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


class _Stall:
    """Passes everything on, with one wait."""

    def __init__(self, exchange: _Exchange, fault: StallFault) -> None:
        self._exchange = exchange
        self._seconds = fault.seconds
        self._left = fault.after_bytes
        self._done = False

    async def send(self, message: Message) -> None:
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


async def _swallow(message: Message) -> None:
    """Take an answer nobody will get."""


def _answer(fault: StatusFault) -> Response:
    if fault.body is None or isinstance(fault.body, str):
        return Response(fault.body, status_code=fault.status, headers=fault.headers)
    return JSONResponse(fault.body, status_code=fault.status, headers=fault.headers)


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
            text = _BOT_TOKEN.sub("bot<token>", value)
            return text if len(text) <= STRING_KEPT else text[:STRING_KEPT] + "…"
        case _:
            return value
