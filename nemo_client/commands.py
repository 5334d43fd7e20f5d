"""What the command line can do: each command asks the client once and reports; it prints nothing.

Progress goes to the error stream, so that the output can be used by scripts.
"""

import argparse
import json
import sys
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, replace
from enum import IntEnum
from pathlib import Path
from typing import Final
from uuid import uuid4

from nemo_client.client import NemoClient
from nemo_client.codes import SERVICE
from nemo_client.models import RenderId, RenderState
from nemo_client.render import ENDED
from nemo_client.turn import Turn
from wire.clock import SystemClock
from wire.errors import ServiceError
from wire.poll import Schedule, poll


class Exit(IntEnum):
    """Exit codes that a script can use; 2, for wrong usage, is argparse's."""

    OK = 0
    ERROR = 1
    UNCERTAIN = 3


@dataclass(frozen=True, slots=True)
class Report:
    """What a command found out."""

    text: str
    code: Exit = Exit.OK


Command = Callable[[NemoClient, argparse.Namespace], Awaitable[Report]]

_RENDER_SCHEDULE: Final = Schedule(first_s=1.0, longest_s=10.0, total_s=900.0)


async def make_token(nemo: NemoClient, args: argparse.Namespace) -> Report:
    """Mint an anonymous token."""
    minted = await nemo.auth.anonymous_token(args.client_id or str(uuid4()))
    sys.stderr.write(f"{minted.credits} credits, until {minted.expires_at or 'not told'}\n")
    return Report(minted.token.get_secret_value())


async def make_session(nemo: NemoClient, args: argparse.Namespace) -> Report:
    """Begin a project."""
    session = await nemo.sessions.create(language=args.language, name=args.name)
    return Report(session.session_id)


async def show_credits(nemo: NemoClient, _args: argparse.Namespace) -> Report:
    """Say what is left."""
    balance = await nemo.credits.balance()
    return Report(f"available {balance.available}, frozen {balance.frozen}, total {balance.total}")


async def show_state(nemo: NemoClient, args: argparse.Namespace) -> Report:
    """Show a session as JSON."""
    state = await nemo.state.latest(args.session)
    shown = {"ready": state.ready, **state.model_dump(mode="json", exclude_none=True)}
    return Report(json.dumps(shown, indent=2, ensure_ascii=False))


async def say(nemo: NemoClient, args: argparse.Namespace) -> Report:
    """Send one message and read the answer to its end."""
    turn = Turn()
    try:
        async with aclosing(nemo.turns.stream(args.session, args.text)) as turns:
            async for grown in turns:
                turn = grown
    except ServiceError as exc:
        turn = replace(turn, error=str(exc))
    code = Exit.UNCERTAIN if turn.uncertain else Exit.ERROR if turn.error else Exit.OK
    return Report(json.dumps(_plain(turn)) if args.json else _in_words(turn), code)


async def upload(nemo: NemoClient, args: argparse.Namespace) -> Report:
    """Upload files, then addresses."""
    urls = [item for item in args.media if item.startswith(("http://", "https://"))]
    paths = [Path(item) for item in args.media if item not in urls]
    files = await nemo.uploads.files(args.session, paths) if paths else ()
    files += await nemo.uploads.urls(args.session, urls) if urls else ()
    return Report("\n".join(f"{file.kind or 'file'} {file.name} {file.url}" for file in files))


async def export(nemo: NemoClient, args: argparse.Namespace) -> Report:
    """Render the project and fetch the file."""
    state = await nemo.state.latest(args.session)
    if not state.ready:
        return Report("there is nothing on the timeline to export", Exit.ERROR)
    clock = SystemClock()
    render_id = RenderId(f"render_{clock.now().timestamp() * 1000:.0f}")
    render = await nemo.renders.submit(render_id, args.session, state.draft)
    async for render in poll(
        lambda: nemo.renders.poll(render_id),
        ended=ENDED,
        schedule=_RENDER_SCHEDULE,
        clock=clock,
        service=SERVICE,
    ):
        sys.stderr.write(f"{render_id} {render.status} {render.progress:.0f} %\n")
    if render.status is not RenderState.COMPLETED:
        return Report(f"{render_id} {render.status}: {render.reason or 'no reason'}", Exit.ERROR)
    out = args.out or Path(f"{render_id}.mp4")
    size = await nemo.renders.download(render_id, out)
    sys.stderr.write(f"{size} bytes\n")
    return Report(str(out))


async def cancel(nemo: NemoClient, args: argparse.Namespace) -> Report:
    """Stop a render."""
    await nemo.renders.cancel(args.render)
    return Report(f"asked to cancel {args.render}")


def _plain(turn: Turn) -> dict[str, object]:
    return {
        "text": turn.text,
        "tools": turn.tools,
        "silent": turn.silent,
        "error": turn.error,
        "uncertain": turn.uncertain,
    }


def _in_words(turn: Turn) -> str:
    lines = [turn.text] if turn.text else []
    if turn.tools:
        lines.append(f"[tools: {', '.join(turn.tools)}]")
    if turn.error:
        lines.append(f"[error: {turn.error}]")
    if turn.uncertain:
        lines.append("[the answer was cut: look at the state, do not send it again]")
    if turn.silent:
        lines.append("[done without a word: look at the state]")
    return "\n".join(lines)
