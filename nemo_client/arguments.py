"""The words of the command line, as argparse reads them; what they do is in `commands`."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

from nemo_client import commands
from nemo_client.border import Timeouts
from nemo_client.commands import Command

_AddParser: TypeAlias = Callable[..., argparse.ArgumentParser]


def parser(environ: Mapping[str, str]) -> argparse.ArgumentParser:
    """The whole command line; settings come from `environ` where no flag is given."""
    top = argparse.ArgumentParser(
        prog="python -m nemo_client",
        description="Look at a NemoVideo session, and work in it.",
        epilog="Exit codes: 0 done, 1 refused or failed, 2 wrong usage, 3 the outcome is not known"
        " (look at the state; never send the same message again).",
    )
    top.add_argument(
        "--api-url",
        default=environ.get("NEMO_API_URL") or "https://mega-api-prod.nemovideo.ai",
        help="address of the backend (or NEMO_API_URL; now %(default)s)",
    )
    top.add_argument(
        "--token", default=environ.get("NEMO_TOKEN"), help="the user's token (or NEMO_TOKEN)"
    )
    top.add_argument(
        "--skill",
        type=Path,
        default=Path(__file__).parent.parent / "SKILL.md",
        help="the SKILL.md whose name and version go out with each call (now %(default)s)",
    )
    top.set_defaults(platform=environ.get("SKILL_SOURCE", ""), timeout=Timeouts().turn_s)
    _add_commands(top.add_subparsers(dest="command", required=True, metavar="COMMAND").add_parser)
    return top


def _add_commands(to: _AddParser) -> None:
    token = _add(to, "token", commands.make_token, "make an anonymous token and print it")
    token.add_argument("--client-id", help="1 to 64 characters; always the same for one user")

    session = _add(to, "session", commands.make_session, "begin a project and print its session")
    session.add_argument("--language", default="en", help="what the agent speaks (%(default)s)")
    session.add_argument("--name", default="project", help="the project's name (%(default)s)")

    _add(to, "credits", commands.show_credits, "show the credits that are left")

    state = _add(to, "state", commands.show_state, "show a session's state as JSON")
    _needs_session(state)

    say = _add(to, "say", commands.say, "send one message and print the answer")
    _needs_session(say)
    say.add_argument("--json", action="store_true", help="print one JSON object")
    say.add_argument(
        "--timeout",
        type=float,
        metavar="S",
        default=Timeouts().turn_s,
        help="wait so long, then the outcome is not known (%(default)g)",
    )
    say.add_argument("text", metavar="TEXT")

    upload = _add(to, "upload", commands.upload, "upload files, or media at web addresses")
    _needs_session(upload)
    upload.add_argument("media", nargs="+", metavar="FILE|URL")

    export = _add(to, "export", commands.export, "render the project and fetch the MP4")
    _needs_session(export)
    export.add_argument("--out", type=Path, metavar="FILE", help="default: the render's id")

    cancel = _add(to, "cancel", commands.cancel, "stop a render")
    cancel.add_argument("render", metavar="ID")


def _add(
    to: _AddParser,
    name: str,
    run: Command,
    purpose: str,
) -> argparse.ArgumentParser:
    command = to(name, help=purpose, description=purpose)
    command.set_defaults(run=run)
    return command


def _needs_session(command: argparse.ArgumentParser) -> None:
    command.add_argument("--session", required=True, metavar="SID", help="the session's id")
