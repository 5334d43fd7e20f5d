"""Puts the bot together from its parts, runs it, and takes it down in the right order."""

import asyncio
from contextlib import AsyncExitStack, suppress
from pathlib import Path

import httpx
import psycopg
import structlog
from telegram import Bot, Update
from telegram.error import InvalidToken, NetworkError
from telegram.ext import ExtBot, Updater

from adapters.google_sheets import GoogleSheets
from adapters.notion import Notion
from bot import commands, links
from bot.calling import not_before_s
from bot.context import Context
from bot.engine import Engine
from bot.engines.registry import engines_of, is_of_v2
from bot.flows import firing
from bot.flows.news import News
from bot.hooks import HookAddresses
from bot.identity import Identities
from bot.inbound import ALLOWED_UPDATES, DurableQueue, chat_of
from bot.jobs import FROM_TELEGRAM, Jobs
from bot.keeping import Keeper
from bot.onward import Receiver
from bot.outbound import Outbound
from bot.plan import QUEUES, Plan, Task
from bot.results import Results
from bot.settings import ConfigError, Settings
from bot.store import inbox
from bot.store.migrate import migrate
from bot.store.pool import Pool, open_pool
from bot.store.postgres import EmbeddedPostgres
from bot.store.vault import Vault
from bot.telegram_http import ShardedRequest
from bot.web import create_app, serve
from nemo_client import Timeouts, read_attribution
from wire.clock import Clock, SystemClock
from wire.http import new_client

log = structlog.get_logger()

SKILL = Path(__file__).parent.parent / "SKILL.md"
POOL_SIZE = 20
FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 30.0


async def run(settings: Settings, stop: asyncio.Event) -> None:
    """Run the bot until `stop` is set. Raises ConfigError, PostgresError, psycopg.Error."""
    clock = SystemClock()
    async with AsyncExitStack() as stack:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        url = _database(settings, stack)
        try:
            await migrate(url)
        except psycopg.OperationalError as exc:
            raise ConfigError("The database cannot be reached. Check DATABASE_URL.") from exc
        pool = await stack.enter_async_context(open_pool(url, max_size=POOL_SIZE))
        bot = _telegram(settings)
        engine = Engine(
            pool,
            last_word=Task.LAST_WORD,
            hand_back_on=FROM_TELEGRAM,
            not_before_s=not_before_s,
            clock=clock,
        )
        engine.sweep_also(Keeper.of(settings, pool, clock).keep_house)
        plan = Plan(engine=engine, clock=clock)
        vault = _vault(settings)
        addresses = HookAddresses.of(vault, settings.public_url)
        results = _results(settings, vault, clock)
        http = await stack.enter_async_context(new_client())
        ctx = Context(
            settings=settings,
            pool=pool,
            outbound=Outbound.of(bot, pool, clock),
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
        key = settings.apiframe_api_key
        web = create_app(
            News(ctx),
            addresses=addresses,
            clock=clock,
            apiframe_key=key if key is not None and is_of_v2(key) else None,
            results=results,
        )

        async def accept(update: Update) -> None:
            async with pool.connection() as conn, conn.transaction():
                if await inbox.accept(conn, update.update_id, update.to_json()):
                    await plan.receive(conn, update.update_id, chat_of(update))

        updater = Updater(bot, DurableQueue(accept))
        # After the workers: a last answer still goes out through the same connection.
        stack.push_async_callback(updater.shutdown)
        async with asyncio.TaskGroup() as group:
            group.create_task(engine.run_workers(QUEUES, stop))
            group.create_task(_poll(updater, stop))
            if settings.public_url:
                group.create_task(serve(web, settings.web_host, settings.web_port, stop))


def _database(settings: Settings, stack: AsyncExitStack) -> str:
    if settings.database_url is not None:
        return settings.database_url.get_secret_value()
    return stack.enter_context(EmbeddedPostgres(settings.data_dir / "postgres")).url


def _telegram(settings: Settings) -> Bot:
    api = settings.telegram_api_url.rstrip("/")
    return ExtBot(
        settings.telegram_bot_token.get_secret_value(),
        base_url=f"{api}/bot",
        base_file_url=f"{api}/file/bot",
        request=ShardedRequest(),
    )


def _vault(settings: Settings) -> Vault:
    key = settings.secret_key
    return Vault(key.get_secret_value()) if key else Vault.beside(settings.data_dir)


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


async def _poll(updater: Updater, stop: asyncio.Event) -> None:
    """Fetch updates until `stop` is set."""
    await _introduce(updater, stop)
    if not stop.is_set():
        await updater.start_polling(allowed_updates=ALLOWED_UPDATES, bootstrap_retries=-1)
        log.info("ready", bot=updater.bot.username)
        await stop.wait()
        await updater.stop()


async def _introduce(updater: Updater, stop: asyncio.Event) -> None:
    """Greet Telegram, waiting for it as long as it is away. Raises ConfigError."""
    pause_s = FIRST_PAUSE_S
    while not stop.is_set():
        try:
            await updater.initialize()
            await commands.publish(updater.bot)
            return
        except InvalidToken:
            raise ConfigError(
                "Telegram does not accept TELEGRAM_BOT_TOKEN. Copy it again from @BotFather."
            ) from None
        except NetworkError as exc:
            log.warning("telegram_away", error=type(exc).__name__, again_in_s=pause_s)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), pause_s)
            pause_s = min(pause_s * 2, LONGEST_PAUSE_S)
