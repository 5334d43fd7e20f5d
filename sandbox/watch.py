"""ASGI middleware that acts faults out and writes calls down; it knows no service's rules."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import assert_never

from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sandbox.exchange import Cut, Exchange, Stall, without_bot_token
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
        exchange = Exchange(scope, receive, send)
        call_id, at = self._calls.next_id(), datetime.now(UTC)

        def write_down() -> None:
            self._calls.put(
                Call(
                    id=call_id,
                    at=at,
                    service=self._service,
                    operation=operation,
                    method=scope["method"],
                    path=without_bot_token(scope["path"]),
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
        exchange: Exchange,
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
                cut = Cut(exchange, fault.after_bytes)
                await self._app(scope, exchange.receive, cut.send)
                await exchange.gone()
            case StallFault():
                stall = Stall(exchange, seconds=fault.seconds, after_bytes=fault.after_bytes)
                await self._app(scope, exchange.receive, stall.send)
            case _:
                assert_never(fault)


async def _swallow(message: Message) -> None:
    """Take an answer nobody will get."""


def _answer(fault: StatusFault) -> Response:
    if fault.body is None or isinstance(fault.body, str):
        return Response(fault.body, status_code=fault.status, headers=fault.headers)
    return JSONResponse(fault.body, status_code=fault.status, headers=fault.headers)
