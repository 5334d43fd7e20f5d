"""`python -m sandbox`: runs all servers, and with `-- COMMAND` a program that uses them.

It knows how to start the services, and nothing of what they do.
"""

import argparse
import asyncio
import os
import signal
import socket
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass
from pathlib import Path

from sandbox import control
from sandbox.faults import CallLog, Faults
from sandbox.listen import bind, listening, url_of
from sandbox.nemo import app as nemo
from sandbox.nemo.accounts import PER_ADDRESS, REGISTERED_TOKEN
from sandbox.telegram import app as telegram
from sandbox.telegram.flood import Flood
from sandbox.telegram.profile import TOKEN

PORTS = {"telegram": 8081, "nemo": 8082, "control": 8083}
STOP_WITHIN_S = 20.0
RESTART_PAUSE_S = 1.0


class CannotListen(Exception):  # it says what is wrong
    """A port cannot be had; the text says which, and how to mend it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sockets:
    """A bound socket for each server."""

    telegram: socket.socket
    nemo: socket.socket
    control: socket.socket


def main(arguments: Sequence[str]) -> int:
    """Run until the command ends or a signal comes; the exit code."""
    options = _parser().parse_args(arguments)
    with ExitStack() as stack:
        try:
            sockets = Sockets(
                **{name: stack.enter_context(_bound(options, name)) for name in PORTS}
            )
        except CannotListen as exc:
            sys.stderr.write(f"{exc}\n")
            return 1
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="sandbox-"))
        return asyncio.run(_serve(options, sockets, Path(folder)))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m sandbox",
        description="Local servers that speak the APIs of Telegram and NemoVideo.",
        epilog="`python -m sandbox say --help` tells how to play a user against them.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen at")
    for name, port in PORTS.items():
        parser.add_argument(
            f"--{name}-port", type=int, default=port, help=f"(default {port}; 0: any free one)"
        )
    parser.add_argument("--seed", type=int, default=7, help="of all dice")
    parser.add_argument("--pace", type=float, default=1.0, help="0: without delays for the eye")
    parser.add_argument(
        "--tokens-per-address",
        type=int,
        default=PER_ADDRESS,
        metavar="N",
        help=f"how many anonymous users one address may have (default {PER_ADDRESS})",
    )
    parser.add_argument("--flood", action="store_true", help="keep Telegram's flood limits")
    parser.add_argument("command", nargs="*", help="after --: a program to run with the settings")
    return parser


def _bound(options: argparse.Namespace, name: str) -> socket.socket:
    port: int = getattr(options, f"{name}_port")
    try:
        return bind(options.host, port)
    except OverflowError as exc:
        raise CannotListen(f"There is no port {port}: ports go from 0 to 65535.") from exc
    except OSError as exc:
        flag = f"--{name}-port"
        if isinstance(exc, PermissionError) or exc.errno is None or exc.strerror is None:
            raise CannotListen(f"Cannot listen at {options.host} port {port}: {exc}.") from exc
        what = "is in use" if "in use" in exc.strerror else f"cannot be used ({exc.strerror})"
        raise CannotListen(
            f"Port {port} {what}. Stop what uses it, "
            f"or choose another: python -m sandbox {flag} {port + 100}"
        ) from exc


async def _serve(options: argparse.Namespace, sockets: Sockets, folder: Path) -> int:
    signals = _signals()
    faults, calls = Faults(), CallLog()
    telegram_app = telegram.create_app(
        folder=folder / "telegram",
        faults=faults,
        calls=calls,
        flood=Flood() if options.flood else None,
        pace=options.pace,
    )
    nemo_app = nemo.create_app(
        public_url=url_of(sockets.nemo),
        folder=folder / "nemo",
        faults=faults,
        calls=calls,
        seed=options.seed,
        pace=options.pace,
        tokens_per_address=options.tokens_per_address,
    )
    control_app = control.create_app(
        faults=faults,
        calls=calls,
        services={
            "telegram": control.Service(reset=telegram_app.state.reset),
            "nemo": nemo_app.state.control,
        },
    )
    async with AsyncExitStack() as stack:
        for app, bound in (
            (telegram_app, sockets.telegram),
            (nemo_app, sockets.nemo),
            (control_app, sockets.control),
        ):
            await stack.enter_async_context(listening(app, bound))
        settings = {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": url_of(sockets.telegram),
            "NEMO_API_URL": url_of(sockets.nemo),
            "NEMO_WEB_URL": url_of(sockets.nemo),
            # An account with plenty of credits, so that trying things out does not end soon.
            "NEMO_TOKEN": REGISTERED_TOKEN,
        }
        _announce(settings, url_of(sockets.control))
        return await _until_stopped(options.command, settings, signals)


def _announce(settings: Mapping[str, str], control_url: str) -> None:
    lines = [
        "# Settings for a bot:",
        *(f"{name}={value}" for name, value in settings.items()),
        f"# Faults, weather, books, log of calls, reset: {control_url}",
        f"Open {settings['TELEGRAM_API_URL']}/ in a browser",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def _signals() -> "asyncio.Queue[signal.Signals]":
    """The signals to stop, as they come."""
    signals: asyncio.Queue[signal.Signals] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, signals.put_nowait, number)
    return signals


async def _until_stopped(
    command: Sequence[str],
    settings: Mapping[str, str],
    signals: "asyncio.Queue[signal.Signals]",
) -> int:
    """Wait for a signal or the command's end; the exit code."""
    if not command:
        await signals.get()
        return 0
    while True:
        try:
            child = await asyncio.create_subprocess_exec(
                *command,
                env={**os.environ, **settings},  # noqa: TID251  # handed on, not read
                # A group of its own: Ctrl-C reaches it once, through us.
                process_group=0,
            )
        except OSError as exc:
            sys.stderr.write(f"Cannot run {command[0]}: {exc.strerror}\n")
            return 1
        code = await _until_ended(child, signals)
        if code is not None:
            return code
        sys.stdout.write(f"{Path(command[0]).name} was killed; starting it again.\n")
        sys.stdout.flush()
        await asyncio.sleep(RESTART_PAUSE_S)


async def _until_ended(
    child: asyncio.subprocess.Process, signals: "asyncio.Queue[signal.Signals]"
) -> int | None:
    """Wait for a signal to us or for the child's end; None if it was killed by somebody else."""
    ended = asyncio.create_task(child.wait())
    stopped = asyncio.create_task(signals.get())
    await asyncio.wait({ended, stopped}, return_when=asyncio.FIRST_COMPLETED)
    if not stopped.done():
        stopped.cancel()
        code = ended.result()
        return code if code >= 0 else None
    if not ended.done():
        child.send_signal(stopped.result())
        again = asyncio.create_task(signals.get())
        await asyncio.wait(
            {ended, again}, timeout=STOP_WITHIN_S, return_when=asyncio.FIRST_COMPLETED
        )
        again.cancel()
        if not ended.done():
            child.kill()
        await ended
    return 0
