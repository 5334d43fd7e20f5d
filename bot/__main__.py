"""`python -m bot`: reads the settings, sets up the logs, and runs the bot until it is stopped."""

import argparse
import asyncio
import os
import signal
import sys

import structlog

from bot.app import run
from bot.logs import set_up_logs
from bot.settings import ConfigError, Settings, read_settings
from bot.store.postgres_account import PostgresError
from wire.redact import Redactor

log = structlog.get_logger()

STOP_WITHIN_S = 9.0


def main() -> int:
    """0 after an orderly stop; 1 with one line that says what is wrong."""
    argparse.ArgumentParser(
        prog="python -m bot",
        description="Run the Telegram bot. Settings come from the environment and from .env;"
        " .env.example explains each.",
    ).parse_args()
    exit_code = 0
    try:
        settings = read_settings()
        set_up_logs(settings.log_level, settings.log_format, Redactor(settings.secrets()))
        asyncio.run(_run(settings))
    except* (ConfigError, PostgresError) as group:
        print(_first(group), file=sys.stderr)
        exit_code = 1
    return exit_code


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    first = group.exceptions[0]
    return _first(first) if isinstance(first, BaseExceptionGroup) else first


async def _run(settings: Settings) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    work = asyncio.create_task(run(settings, stop))
    await asyncio.wait({work, asyncio.create_task(stop.wait())}, return_when="FIRST_COMPLETED")
    # What cannot end in time is taken up again by the next start, as after a crash.
    done, _ = await asyncio.wait({work}, timeout=STOP_WITHIN_S)
    if not done:
        log.error("stop_took_too_long", limit_s=STOP_WITHIN_S)
        os._exit(1)
    work.result()


if __name__ == "__main__":
    sys.exit(main())
