"""The command line's edge: environment, network and streams meet here; see `--help`."""

import argparse
import asyncio
import logging
import os
import sys

import structlog
from pydantic import SecretStr

from nemo_client import NemoClient, Timeouts, read_attribution
from nemo_client.arguments import parser
from nemo_client.commands import Exit, Report, make_token
from wire.errors import ServiceError, Uncertain
from wire.http import new_client
from wire.redact import Redactor


async def _run(args: argparse.Namespace) -> Report:
    async with new_client() as http:
        nemo = NemoClient(
            http=http,
            base_url=args.api_url,
            attribution=read_attribution(args.skill, platform=args.platform),
            token=SecretStr(args.token.strip()) if args.token else None,
            timeouts=Timeouts(turn_s=args.timeout),
        )
        return await args.run(nemo, args)  # type: ignore[no-any-return]


def main() -> int:
    """Run one command; the return value is the exit code."""
    commands = parser(os.environ)  # noqa: TID251  (the edge: nobody else reads it)
    args = commands.parse_args()
    if args.run is not make_token and not args.token:
        commands.error("no token: set NEMO_TOKEN (the command `token` makes one)")
    # The output belongs to the answer; stamina's and our own log lines do not.
    structlog.configure(
        processors=[Redactor([args.token or ""]), structlog.dev.ConsoleRenderer(colors=False)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    # Half an emoji must not end us.
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        report = asyncio.run(_run(args))
    except ValueError as exc:
        commands.error(str(exc))
    except (ServiceError, OSError) as exc:
        print(exc, file=sys.stderr)
        return Exit.UNCERTAIN if isinstance(exc, Uncertain) else Exit.ERROR
    except KeyboardInterrupt:
        return 130
    print(report.text)
    return report.code


if __name__ == "__main__":
    sys.exit(main())
