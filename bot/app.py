"""Puts the bot together from its parts, runs it, and takes it down in the right order."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from enum import StrEnum
from pathlib import Path

import httpx
import structlog
from telegram import Bot, Update
from telegram.ext import ExtBot

from adapters.google_sheets import GoogleSheets
from adapters.notion import Notion
from bot import links
from bot.calling import not_before_s
from bot.context import Context
from bot.engine import Engine
from bot.engines.registry import engines_of, key_of_v2
from bot.flows import firing
from bot.flows.news import News
from bot.health import Health
from bot.hooks import HookAddresses
from bot.identity import Identities
from bot.inbound import chat_of
from bot.jobs import HAND_BACK_ON, Jobs
from bot.keeping import Keeper
from bot.onward import Receiver
from bot.outbound import Outbound
from bot.plan import Plan, Task, queues
from bot.presence import SharedClock, look_at_time, show_presence
from bot.receiving import Inlet, Receiving, Webhook, introduce
from bot.results import Results
from bot.settings import ConfigError, Settings
from bot.store import inbox
from bot.store.agreement import DisagreementError, agree
from bot.store.duty import Duty, Sharing
from bot.store.migrate import migrate
from bot.store.pool import Pool, open_pool
from bot.store.postgres import EmbeddedPostgres
from bot.store.vault import Vault
from bot.telegram_http import ShardedRequest
from bot.upkeep import keep_alive, wait_for_database
from bot.web import create_app, serve
from nemo_client import Timeouts, read_attribution
from wire.clock import Clock
from wire.http import new_client

log = structlog.get_logger()

SKILL = Path(__file__).parent.parent / "SKILL.md"
POOL_SIZE = 20


class Role(StrEnum):
    """What a process does; all of one database share the work."""

    ALL = "all"
    RECEIVE = "receive"
    WORK = "work"

    @property
    def receives(self) -> bool:
        """Whether it takes what Telegram and the engines tell."""
        return self is not Role.WORK

    @property
    def works(self) -> bool:
        """Whether it does jobs."""
        return self is not Role.RECEIVE


async def run(
    settings: Settings, stop: asyncio.Event, role: Role = Role.ALL, *, forget_old_key: bool = False
) -> None:
    """Run the bot until `stop` is set. Raises ConfigError, PostgresError, psycopg.Error."""
    clock = SharedClock()
    async with AsyncExitStack() as stack:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        vault = _vault(settings)
        webhook = Webhook.of(vault, settings.public_url) if settings.telegram_webhook else None
        server = _own_database(settings, role, stack)
        url = server.url if server else _url(settings)
        if not await _migrated(url, stop):
            return
        pool = await stack.enter_async_context(open_pool(url, max_size=POOL_SIZE))
        await _agree(pool, vault, settings, forget_old_key=forget_old_key)
        await look_at_time(pool, clock)
        bot = _telegram(settings)
        engine = Engine(
            pool,
            last_word=Task.LAST_WORD,
            hand_back_on=HAND_BACK_ON,
            not_before_s=not_before_s,
            clock=clock,
        )
        engine.sweep_also(Keeper.of(settings, pool, clock).keep_house)
        plan = Plan(engine=engine, clock=clock)
        addresses = HookAddresses.of(vault, settings.public_url)
        results = _results(settings, vault, clock)
        http = await stack.enter_async_context(new_client())
        ctx = Context(
            settings=settings,
            pool=pool,
            outbound=Outbound.of(
                bot,
                pool,
                clock,
                burst=settings.telegram_chat_burst,
                per_second=settings.telegram_per_second,
            ),
            links=await stack.enter_async_context(links.new_client()),
            identities=_identities(settings, pool, clock, vault, http),
            engines=engines_of(settings, http, clock, addresses),
            plan=plan,
            clock=clock,
            sheets=GoogleSheets(http=http, base_url=settings.sheets_url),
            notion=_notion(settings, http),
            results=results,
            onward=Receiver.of(
                http=http,
                url=settings.onward_url,
                secret=settings.onward_secret,
                results=results,
            ),
        )
        Jobs(ctx=ctx, bot=bot).register(engine)
        await firing.plan_all(ctx)

        async def accept(updates: Sequence[Update]) -> None:
            async with pool.connection() as conn, conn.transaction():
                new = await inbox.accept(conn, {it.update_id: it.to_json() for it in updates})
                chats = {it.update_id: chat_of(it) for it in updates if it.update_id in new}
                await plan.receive(conn, chats)

        receiving = Receiving(
            bot=bot, accept=accept, duty=_duty(url, webhook, clock), clock=clock, webhook=webhook
        )
        web = create_app(
            News(ctx),
            addresses=addresses,
            clock=clock,
            apiframe_key=key_of_v2(settings),
            results=results,
            inlet=Inlet(webhook=webhook, bot=bot, accept=accept) if webhook else None,
            health=Health(pool=pool, receiving=receiving, data_dir=settings.data_dir, clock=clock),
        )
        # After the workers: a last answer still goes out through the same connection.
        stack.push_async_callback(bot.shutdown)
        async with asyncio.TaskGroup() as group:
            group.create_task(show_presence(pool, role, clock, stop))
            if server:
                group.create_task(keep_alive(server, stop))
            if role.works:
                group.create_task(engine.run_workers(queues(settings.work_at_once), stop))
            group.create_task(receiving.run(stop) if role.receives else _only_work(bot, stop))
            if role.receives and settings.has_door:
                group.create_task(serve(web, settings.web_host, settings.web_port, stop))


def _duty(url: str, webhook: Webhook | None, clock: Clock) -> Duty:
    return Duty(url, Sharing.TOGETHER if webhook else Sharing.ALONE, clock)


async def _only_work(bot: Bot, stop: asyncio.Event) -> None:
    await introduce(bot, stop, publish=False)
    log.info("ready", way="work")


def _own_database(settings: Settings, role: Role, stack: AsyncExitStack) -> EmbeddedPostgres | None:
    """The built-in server, where no other one is set."""
    if settings.database_url is not None:
        return None
    if role is not Role.ALL:
        raise ConfigError(
            f"`python -m bot {role}` needs DATABASE_URL, the PostgreSQL that all processes of the"
            " bot share. Set it, or run `python -m bot`, which does everything in one process."
        )
    return stack.enter_context(EmbeddedPostgres(settings.data_dir / "postgres"))


async def _migrated(url: str, stop: asyncio.Event) -> bool:
    """Whether the database is there and in shape; False where `stop` was set before."""
    await wait_for_database(url, stop)
    if not stop.is_set():
        await migrate(url)
    return not stop.is_set()


def _url(settings: Settings) -> str:
    return settings.database_url.get_secret_value() if settings.database_url else ""


async def _agree(pool: Pool, vault: Vault, settings: Settings, *, forget_old_key: bool) -> None:
    try:
        async with pool.connection() as conn:
            await agree(conn, vault, settings.data_dir, forget_old_key=forget_old_key)
    except DisagreementError as exc:
        raise ConfigError(str(exc)) from None


def _telegram(settings: Settings) -> Bot:
    api = settings.telegram_api_url.rstrip("/")
    return ExtBot(
        settings.telegram_bot_token.get_secret_value(),
        base_url=f"{api}/bot",
        base_file_url=f"{api}/file/bot",
        request=ShardedRequest(),
    )


def _vault(settings: Settings) -> Vault:
    try:
        key = settings.secret_key
        return Vault(key.get_secret_value()) if key else Vault.beside(settings.data_dir)
    except ValueError:
        name = "SECRET_KEY" if settings.secret_key else settings.data_dir / "secret.key"
        raise ConfigError(
            f"{name} is not a key: it has to be 32 bytes in URL-safe base64, such as"
            " `openssl rand -base64 32 | tr +/ -_` prints."
        ) from None


def _notion(settings: Settings, http: httpx.AsyncClient) -> Notion | None:
    """Notion, where the operator has set a token. Raises ConfigError."""
    if settings.notion_token is None:
        return None
    try:
        return Notion(http=http, token=settings.notion_token, base_url=settings.notion_api_url)
    except ValueError as exc:
        raise ConfigError(f"NOTION_TOKEN or NOTION_API_URL is not right: {exc}.") from exc


def _results(settings: Settings, vault: Vault, clock: Clock) -> Results | None:
    if not settings.public_url:
        return None
    return Results(
        vault=vault, data_dir=settings.data_dir, public_url=settings.public_url, clock=clock
    )


def _identities(
    settings: Settings, pool: Pool, clock: Clock, vault: Vault, http: httpx.AsyncClient
) -> Identities:
    return Identities(
        pool=pool,
        vault=vault,
        http=http,
        base_url=settings.nemo_api_url,
        web_url=settings.nemo_web_url.rstrip("/"),
        clock=clock,
        attribution=read_attribution(SKILL, platform=settings.skill_source or ""),
        timeouts=Timeouts(quiet_s=settings.heartbeat_timeout_s, turn_s=settings.turn_timeout_s),
        operator_token=settings.nemo_token,
    )
