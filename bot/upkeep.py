"""Waits for a database that is away when the bot starts, and revives the built-in one that dies."""

import asyncio
from contextlib import suppress

import psycopg
import structlog
from psycopg import AsyncConnection

from bot.settings import ConfigError
from bot.store.pool import conninfo
from bot.store.postgres import EmbeddedPostgres
from bot.store.postgres_account import PostgresError

LOOK_EVERY_S = 1.0
FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 15.0
# What no waiting mends; libpq gives no code for what fails before the session begins.
_WRONG = ("authentication failed", "does not exist", "no pg_hba.conf entry", "no password supplied")

log = structlog.get_logger()


async def wait_for_database(url: str, stop: asyncio.Event) -> None:
    """Wait until it takes connections, or `stop` is set. ConfigError where it never will."""
    pause_s = FIRST_PAUSE_S
    while not stop.is_set():
        try:
            async with await AsyncConnection.connect(conninfo(url)):
                return
        except psycopg.OperationalError as exc:
            why = str(exc)
            if any(words in why for words in _WRONG):
                last = why.splitlines()[-1].strip()
                raise ConfigError(
                    f"The database refuses us: {last}. Correct DATABASE_URL."
                ) from None
            log.warning("database_away", hint="is DATABASE_URL right?", again_in_s=pause_s)
            await _pause(stop, pause_s)
            pause_s = min(pause_s * 2, LONGEST_PAUSE_S)
        except psycopg.ProgrammingError:
            raise ConfigError("DATABASE_URL is no address of a PostgreSQL. Correct it.") from None


async def keep_alive(server: EmbeddedPostgres, stop: asyncio.Event) -> None:
    """Start the built-in server again whenever it has died, until `stop` is set."""
    pause_s = LOOK_EVERY_S
    while not stop.is_set():
        await _pause(stop, pause_s)
        if stop.is_set() or server.runs():
            continue
        log.error("database_died", hint="it is started again")
        try:
            await asyncio.to_thread(server.revive)
        except PostgresError as exc:
            pause_s = min(pause_s * 2, LONGEST_PAUSE_S)
            log.warning("database_does_not_start", why=str(exc), again_in_s=pause_s)
        else:
            pause_s = LOOK_EVERY_S
            log.info("database_started_again")


async def _pause(stop: asyncio.Event, pause_s: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), pause_s)
