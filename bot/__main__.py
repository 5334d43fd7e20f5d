"""`python -m bot`: reads the settings, sets up the logs, and runs the bot until it is stopped."""

import argparse
import asyncio
import sys
from dataclasses import dataclass

from bot.app import Role
from bot.lifetime import live
from bot.logs import set_up_logs
from bot.settings import ConfigError, read_settings
from bot.store.postgres_account import PostgresError
from wire.redact import Redactor


@dataclass(slots=True)
class _Arguments(argparse.Namespace):
    role: Role = Role.ALL
    forget_old_key: bool = False


def main() -> int:
    """0 after an orderly stop; 1 with one line that says what is wrong."""
    parser = argparse.ArgumentParser(
        prog="python -m bot",
        description="Run the Telegram bot. Settings come from the environment and from .env;"
        " .env.example explains each.",
    )
    parser.add_argument(
        "role",
        nargs="?",
        default=Role.ALL,
        type=Role,
        choices=list(Role),
        help="receive: only take what comes in; work: only do the jobs; without: everything",
    )
    parser.add_argument(
        "--forget-old-key",
        action="store_true",
        help="go on although the key that sealed secrets in the database is lost",
    )
    arguments = parser.parse_args(namespace=_Arguments())
    exit_code = 0
    try:
        settings = read_settings()
        set_up_logs(settings.log_level, settings.log_format, Redactor(settings.secrets()))
        asyncio.run(live(settings, arguments.role, forget_old_key=arguments.forget_old_key))
    except* (ConfigError, PostgresError) as group:
        print(_first(group), file=sys.stderr)
        exit_code = 1
    return exit_code


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    first = group.exceptions[0]
    return _first(first) if isinstance(first, BaseExceptionGroup) else first


if __name__ == "__main__":
    sys.exit(main())
