"""`python -m sandbox`: runs all servers, and with `-- COMMAND` a program that uses them.

It binds the ports, starts what `sandbox.services` lists, and says where everything is.
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
from pathlib import Path

from sandbox import control
from sandbox.faults import CallLog, Faults
from sandbox.listen import bind, listening, url_of
from sandbox.nemo.accounts import PER_ADDRESS
from sandbox.services import KEYS, SERVICES, Site, engines, settings

CONTROL = "control"
PORTS = {**{served.name: served.port for served in SERVICES}, CONTROL: 8083}
STOP_WITHIN_S = 20.0
RESTART_PAUSE_S = 1.0


class CannotListen(Exception):  # it says what is wrong
    """A port cannot be had; the text says which, and how to mend it."""


def main(arguments: Sequence[str]) -> int:
    """Run until the command ends or a signal comes; the exit code."""
    options = _parser().parse_args(arguments)
    with ExitStack() as stack:
        try:
            sockets = {name: stack.enter_context(_bound(options, name)) for name in PORTS}
        except CannotListen as exc:
            sys.stderr.write(f"{exc}\n")
            return 1
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="sandbox-"))
        return asyncio.run(_serve(options, sockets, Path(folder)))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m sandbox",
        description="Local servers that speak the APIs of Telegram, NemoVideo and other engines.",
        epilog="`python -m sandbox say --help` tells how to play a user against them.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen at")
    for name, port in PORTS.items():
        parser.add_argument(_flag(name), type=int, help=f"(default {port}; 0: any free one)")
    parser.add_argument("--any-port", action="store_true", help="any free one where none is named")
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
    parser.add_argument(
        "--engines",
        type=engines,
        default=tuple(KEYS),
        metavar="NAMES",
        help=f"whose keys the bot is handed: some of {','.join(KEYS)}; or none (default all)",
    )
    parser.add_argument(
        "--apiframe-v2", action="store_true", help="the bot is handed a key of Apiframe's version 2"
    )
    parser.add_argument("command", nargs="*", help="after --: a program to run with the settings")
    return parser


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}-port"


def _bound(options: argparse.Namespace, name: str) -> socket.socket:
    named: int | None = getattr(options, f"{name}_port")
    usual = 0 if options.any_port else PORTS[name]
    port = usual if named is None else named
    try:
        return bind(options.host, port)
    except OverflowError as exc:
        raise CannotListen(f"There is no port {port}: ports go from 0 to 65535.") from exc
    except OSError as exc:
        if isinstance(exc, PermissionError) or exc.errno is None or exc.strerror is None:
            raise CannotListen(f"Cannot listen at {options.host} port {port}: {exc}.") from exc
        what = "is in use" if "in use" in exc.strerror else f"cannot be used ({exc.strerror})"
        raise CannotListen(
            f"Port {port} {what}. Stop what uses it, "
            f"or choose another: python -m sandbox {_flag(name)} {port + 100}"
        ) from exc


async def _serve(
    options: argparse.Namespace, sockets: Mapping[str, socket.socket], folder: Path
) -> int:
    signals = _signals()
    faults, calls = Faults(), CallLog()
    urls = {served.name: url_of(sockets[served.name]) for served in SERVICES}
    apps = {
        served.name: served.create(
            Site(
                url=urls[served.name],
                folder=folder / served.name,
                faults=faults,
                calls=calls,
                options=options,
            )
        )
        for served in SERVICES
    }
    controlled = {name: app.state.control for name, app in apps.items()}
    apps[CONTROL] = control.create_app(faults=faults, calls=calls, services=controlled)
    async with AsyncExitStack() as stack:
        for name, app in apps.items():
            await stack.enter_async_context(listening(app, sockets[name]))
        told = settings(urls, options)
        _announce(told, url_of(sockets[CONTROL]))
        return await _until_stopped(options.command, told, signals)


def _announce(told: Mapping[str, str], control_url: str) -> None:
    lines = [
        "# Settings for a bot:",
        *(f"{name}={value}" for name, value in told.items()),
        f"# Faults, weather, books, log of calls, reset: {control_url}",
        f"Open {told['TELEGRAM_API_URL']}/ in a browser",
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
    told: Mapping[str, str],
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
                env={**os.environ, **told},  # noqa: TID251  # handed on, not read
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
