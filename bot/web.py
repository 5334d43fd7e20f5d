"""What the bot serves: news of the engines, finished files, Telegram's updates, and its health.

Whatever calls is a stranger. News are hints: proven ones only have a job look, and everything else
changes nothing. It knows neither the store nor any flow, and trusts no forwarded header.
"""

import asyncio
import errno
import re
import socket
from collections.abc import Awaitable, Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Final, Protocol

import psycopg
import structlog
import uvicorn
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from adapters.apiframe import News, read_v1, read_v2
from adapters.apiframe.webhooks import NO_PROOF, WRONG_PROOF
from adapters.bfl import read_webhook
from adapters.hints import LARGEST_BYTES, Hint, Refused
from adapters.rapid_runway import Callback, read_callback
from bot.health import Health
from bot.hooks import HookAddresses
from bot.receiving import PATH, SECRET_HEADER, Inlet
from bot.results import Results, kind_of
from bot.settings import ConfigError
from wire.clock import Clock

WITHIN_S: Final = 10.0
MOST_LINES_A_MINUTE: Final = 30
MOST_CONNECTIONS: Final = 256
# Telegram names no limit; a message of 4096 signs with all that it answers stays far below.
LARGEST_UPDATE_BYTES: Final = 2 * 1024 * 1024
LONGEST_HEAD_BYTES: Final = 16 * 1024
_STOP_WITHIN_S: Final = 1
_KEY: Final = re.compile(r"[0-9a-f]{32}")
_UNPROVEN: Final = frozenset(
    (NO_PROOF.reason, WRONG_PROOF.reason, "the signature is wrong", "the secret is wrong")
)
_SAFE: Final = {
    "cache-control": "private, no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex",
}

log = structlog.get_logger()


class Hooks(Protocol):
    """What the web knows of orders. Both bear being called twice, late, and in any order."""

    async def knows(self, service: str, key: str) -> bool:
        """Whether an order with this key was ever made at this service."""
        ...

    async def news(self, service: str, key: str, job_id: str, percent: int | None) -> bool:
        """Have a job look at the order; `percent` is a claim, fit to be shown.

        `key` is "" where only the service's `job_id` tells the order. False, and nothing is
        changed, where no pending order has that id; an order whose id is not known yet counts as
        having it.
        """
        ...


class _Refusal(Exception):
    def __init__(self, status: int, service: str, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.service = service
        self.reason = reason


@dataclass(slots=True, kw_only=True)
class _Complaints:
    """Writes refusals to the log, but so many a minute at most."""

    clock: Clock
    _since_s: float = float("-inf")
    _count: int = 0

    def note(self, service: str, reason: str) -> None:
        now_s = self.clock.monotonic()
        if now_s - self._since_s >= 60:
            if self._count > MOST_LINES_A_MINUTE:
                log.warning("hooks_refused", more=self._count - MOST_LINES_A_MINUTE)
            self._since_s, self._count = now_s, 0
        self._count += 1
        if self._count <= MOST_LINES_A_MINUTE:
            log.warning("hook_refused", service=service, reason=reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Doors:
    """One method for each address."""

    hooks: Hooks
    addresses: HookAddresses
    apiframe_key: SecretStr | None
    results: Results | None
    inlet: Inlet | None
    checkup: Health | None
    within_s: float

    async def health(self, _: Request) -> Response:
        if self.checkup is None:
            return JSONResponse({"status": "ok"})
        report = await self.checkup.report()
        return JSONResponse(report.told, status_code=200 if report.well else 503, headers=_SAFE)

    async def telegram(self, request: Request) -> Response:
        if self.inlet is None:
            raise _Refusal(404, "telegram", "there is no webhook")
        if not self.inlet.webhook.proves(request.headers.get(SECRET_HEADER)):
            raise _Refusal(401, "telegram", "the secret is wrong")
        body = await self._body(request, "telegram", LARGEST_UPDATE_BYTES)
        try:
            taken = await self.inlet.take(body)
        except (psycopg.Error, TimeoutError):
            # Telegram keeps it, and brings it again.
            raise _Refusal(503, "telegram", "the database is away") from None
        if not taken:
            raise _Refusal(400, "telegram", "no update")
        return Response(status_code=200)

    async def apiframe_v1(self, request: Request) -> Response:
        key = await self._known(request, "apiframe")
        body = await self._body(request, "apiframe")
        read = read_v1(request.headers, body, self.addresses.secret("apiframe", key))
        return await self._tell("apiframe", key, read)

    async def apiframe_v2(self, request: Request) -> Response:
        if self.apiframe_key is None:
            raise _Refusal(404, "apiframe", "there is no key")
        body = await self._body(request, "apiframe")
        return await self._tell("apiframe", "", read_v2(request.headers, body, self.apiframe_key))

    async def bfl(self, request: Request) -> Response:
        key = await self._known(request, "bfl")
        body = await self._body(request, "bfl")
        read = read_webhook(request.headers, body, self.addresses.secret("bfl"))
        return await self._tell("bfl", key, read)

    async def rapid_runway(self, request: Request) -> Response:
        key = await self._known(request, "rapid_runway")
        call = Callback(
            method=request.method,
            secret=request.path_params["secret"],
            query=request.url.query,
        )
        read = read_callback(call, self.addresses.secret("rapid_runway", key))
        return await self._tell("rapid_runway", key, read)

    async def result(self, request: Request) -> Response:
        path = self.results.find(request.path_params["token"]) if self.results else None
        if path is None:
            raise _Refusal(404, "results", "no such file")
        return FileResponse(path, media_type=kind_of(path), filename=path.name, headers=_SAFE)

    async def _known(self, request: Request, service: str) -> str:
        key: str = request.path_params["key"]
        if not _KEY.fullmatch(key) or not await self.hooks.knows(service, key):
            raise _Refusal(404, service, "unknown key")
        return key

    async def _body(
        self, request: Request, service: str, largest_bytes: int = LARGEST_BYTES
    ) -> bytes:
        """The body, of which never more than the largest allowed is held."""
        if int(request.headers.get("content-length", "0")) > largest_bytes:
            raise _Refusal(413, service, "too big")
        body = bytearray()
        try:
            async with asyncio.timeout(self.within_s):
                async for chunk in request.stream():
                    body += chunk
                    if len(body) > largest_bytes:
                        raise _Refusal(413, service, "too big")
        except TimeoutError:
            raise _Refusal(408, service, "too slow") from None
        except ClientDisconnect:
            raise _Refusal(400, service, "cut short") from None
        return bytes(body)

    async def _tell(self, service: str, key: str, read: Hint | Refused) -> Response:
        if isinstance(read, Refused):
            raise _Refusal(401 if read.reason in _UNPROVEN else 400, service, read.reason)
        percent = read.look.percent if isinstance(read, News) else None
        if not await self.hooks.news(service, key, read.id, percent):
            raise _Refusal(404, service, "no pending order has that id")
        return Response(status_code=204)


def create_app(
    hooks: Hooks,
    *,
    addresses: HookAddresses,
    clock: Clock,
    apiframe_key: SecretStr | None = None,
    results: Results | None = None,
    inlet: Inlet | None = None,
    health: Health | None = None,
    within_s: float = WITHIN_S,
) -> Starlette:
    """The app. `apiframe_key` is that of Apiframe v2, None where it is not used.

    A body has to arrive `within_s` seconds. Without `results` no file is given away, without an
    `inlet` nothing of Telegram's is taken, and without `health` it is only told that we answer.
    """
    doors = _Doors(
        hooks=hooks,
        addresses=addresses,
        apiframe_key=apiframe_key,
        results=results,
        inlet=inlet,
        checkup=health,
        within_s=within_s,
    )
    complaints = _Complaints(clock=clock)

    async def refuse(_: Request, exc: Exception) -> Response:
        if not isinstance(exc, _Refusal):
            raise exc
        complaints.note(exc.service, exc.reason)
        return Response(status_code=exc.status)

    async def refuse_path(request: Request, exc: Exception) -> Response:
        if not isinstance(exc, HTTPException):
            raise exc
        reason = "wrong method" if exc.status_code == 405 else "unknown path"
        complaints.note(_service_in(request.url.path), reason)
        return Response(status_code=exc.status_code, headers=exc.headers)

    app = Starlette(
        routes=[
            _route("/hooks/apiframe", doors.apiframe_v2, "POST"),
            _route("/hooks/apiframe/{key}", doors.apiframe_v1, "POST"),
            _route("/hooks/bfl/{key}", doors.bfl, "POST"),
            # A GET that has an effect: one that only wants the head is none of the vendor's.
            _route("/hooks/rapid_runway/{key}/{secret}", doors.rapid_runway, "GET"),
            _route(PATH, doors.telegram, "POST"),
            _route("/health", doors.health, "GET", "HEAD"),
            _route("/results/{token}", doors.result, "GET", "HEAD"),
        ],
        exception_handlers={_Refusal: refuse, HTTPException: refuse_path},
    )
    app.router.redirect_slashes = False  # it would send strangers on to what they name as our host
    return app


async def serve(
    app: ASGIApp,
    host: str,
    port: int,
    stop: asyncio.Event,
    *,
    on_ready: Callable[[int], None] = lambda _: None,
) -> None:
    """Serve until `stop` is set; calls that are still running then have a second to end.

    `on_ready` is told the port, which for `port` 0 is any free one. Raises ConfigError where it
    cannot listen there.
    """
    with _listening(host, port) as bound:
        config = uvicorn.Config(
            _alone(app),
            http=_Protocol,
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="error",  # it warns of every stranger who does not speak HTTP
            access_log=False,  # its lines hold keys
            proxy_headers=False,
            server_header=False,
            limit_concurrency=MOST_CONNECTIONS,
            h11_max_incomplete_event_size=LONGEST_HEAD_BYTES,
            timeout_graceful_shutdown=_STOP_WITHIN_S,
        )
        server = _Server(config)
        serving = asyncio.create_task(server.serve(sockets=[bound]))
        stopping = asyncio.create_task(stop.wait())
        bound_port: int = bound.getsockname()[1]
        on_ready(bound_port)
        log.info("web_ready", host=host, port=bound_port)
        try:
            await asyncio.wait({serving, stopping}, return_when="FIRST_COMPLETED")
        finally:
            stopping.cancel()
            server.should_exit = True
            await serving
            for connection in list(server.server_state.connections):
                connection.transport.abort()


def _route(path: str, door: Callable[[Request], Awaitable[Response]], *methods: str) -> Route:
    route = Route(path, door)
    route.methods = set(methods)  # told to take GET, it would take HEAD too
    return route


def _service_in(path: str) -> str:
    """The service that a path is for; nothing else of a path is fit for the log."""
    if path == PATH:
        return "telegram"
    named = re.match(r"/hooks/(apiframe|bfl|rapid_runway)(?:/|$)", path)
    return named[1] if named else ""


class _Protocol(H11Protocol):
    """Hangs up on who does not come to the end of a head; uvicorn would wait for ever."""

    _deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._deadline = self.loop.call_later(WITHIN_S, self._hang_up)

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        if self._deadline is not None:
            self._deadline.cancel()

    def _hang_up(self) -> None:
        if self.cycle is None:
            self.transport.close()


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """Signals belong to whoever runs the bot."""
        yield


def _alone(app: ASGIApp) -> ASGIApp:
    """The app with a connection for each call, so that what a refused one still sends is not read.

    A call that is cancelled because the bot stops is no error.
    """

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_and_close(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"connection", b"close")]
            await send(message)

        with suppress(asyncio.CancelledError):
            await app(scope, receive, send_and_close)

    return answer


@contextmanager
def _listening(host: str, port: int) -> Generator[socket.socket]:
    bound = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    with bound:
        try:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.bind((host, port))
            bound.listen()
        except OSError as exc:
            raise _cannot_listen(host, port, exc) from exc
        yield bound


def _cannot_listen(host: str, port: int, exc: OSError) -> ConfigError:
    if isinstance(exc, socket.gaierror) or exc.errno == errno.EADDRNOTAVAIL:
        return ConfigError(f"{host} is no address of this machine. Correct WEB_HOST.")
    return ConfigError(
        f"The bot cannot listen at port {port}: {exc.strerror}. Stop what uses it, or choose"
        " another WEB_PORT."
    )
