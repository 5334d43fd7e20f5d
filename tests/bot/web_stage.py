"""The bot's web app on a real port, and orders that remember what they were told."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from pydantic import SecretStr
from starlette.types import ASGIApp

from bot.hooks import HookAddresses
from bot.results import Results
from bot.web import create_app, serve
from wire.clock import Clock, SystemClock

ROOT = SecretStr("a key derived from the vault's")
API_KEY = SecretStr("afk_the-account's-key")


@dataclass(frozen=True, slots=True)
class Told:
    """News that were let through."""

    service: str
    key: str
    job_id: str
    percent: int | None


@dataclass(slots=True)
class Orders:
    """Orders by service and key: the service's id, "" while it is not known. Ended ones wake none.

    `told` is everything that had an effect, `asked` every question.
    """

    pending: dict[tuple[str, str], str] = field(default_factory=dict)
    ended: set[tuple[str, str]] = field(default_factory=set)
    told: list[Told] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)

    def put(self, service: str, key: str, job_id: str = "") -> None:
        self.pending[service, key] = job_id

    def end(self, service: str, key: str) -> None:
        self.ended.add((service, key))
        del self.pending[service, key]

    async def knows(self, service: str, key: str) -> bool:
        self.asked.append((service, key))
        return (service, key) in self.pending or (service, key) in self.ended

    async def news(self, service: str, key: str, job_id: str, percent: int | None) -> bool:
        found = [
            name
            for name, known in self.pending.items()
            if name[0] == service and key in ("", name[1]) and known in ("", job_id)
        ]
        if found:
            self.told.append(Told(service, key, job_id, percent))
        return bool(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """The app as it is reached."""

    port: int
    orders: Orders
    addresses: HookAddresses

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@asynccontextmanager
async def served(app: ASGIApp) -> AsyncIterator[int]:
    """Any app on a free port, by the bot's own server; the port."""
    stop = asyncio.Event()
    port: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    serving = asyncio.create_task(serve(app, "127.0.0.1", 0, stop, on_ready=port.set_result))
    try:
        yield await port
    finally:
        stop.set()
        await asyncio.wait_for(serving, 3)


@asynccontextmanager
async def web_running(
    *,
    apiframe_key: SecretStr | None = API_KEY,
    results: Results | None = None,
    clock: Clock | None = None,
    within_s: float = 5.0,
) -> AsyncIterator[Web]:
    orders = Orders()
    app = create_app(
        orders,
        addresses=HookAddresses(public_url=None, root=ROOT),
        clock=clock or SystemClock(),
        apiframe_key=apiframe_key,
        results=results,
        within_s=within_s,
    )
    async with served(app) as port:
        addresses = HookAddresses(public_url=f"http://127.0.0.1:{port}", root=ROOT)
        yield Web(port=port, orders=orders, addresses=addresses)
