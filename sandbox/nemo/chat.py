"""Endpoint for the chat: `/run_sse` takes one message and streams the turn.

The work belongs to the session, not to the connection: a client that hangs up misses the words,
but the turn goes on to its end and is charged.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from random import Random

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from sandbox.exchange import connection_of
from sandbox.nemo.accounts import Account
from sandbox.nemo.agent import answer, language_of
from sandbox.nemo.border import account_of, refuse_late, script_for, world_of
from sandbox.nemo.course import course_of, worded
from sandbox.nemo.delivery import delivery_of
from sandbox.nemo.refusals import DetailError
from sandbox.nemo.script import Script
from sandbox.nemo.turns import Turn
from sandbox.nemo.voices import error_line
from sandbox.nemo.world import Session, World

AGENT = "nemo_agent"


class _Adk(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class _Part(_Adk):
    text: str = ""


class _Message(_Adk):
    parts: list[_Part] = []


class _Run(_Adk):
    app_name: str
    user_id: str
    session_id: str
    new_message: _Message | None = None


async def run_sse(request: Request) -> Response:
    """One message to a session's agent, answered as a stream of events.

    The words of a script say how the turn goes (`sandbox.nemo.course`) and how its bytes reach the
    client (`sandbox.nemo.delivery`).
    """
    script = script_for(request, "run_sse")
    account = account_of(request)
    run = await _read(request)
    world = world_of(request)
    session = _session(world, account, run)
    if run.new_message is None:
        lines: AsyncIterator[bytes] = _only(error_line("new_message is missing"))
    else:
        text = "".join(part.text for part in run.new_message.parts)
        lines = await _begin(world, account, session, text, script)
    refuse_late(script)
    bytes_of = delivery_of(script, connection_of(request.scope))
    return StreamingResponse(bytes_of.deliver(lines), media_type="text/event-stream")


async def _begin(
    world: World, account: Account, session: Session, text: str, script: Script
) -> AsyncIterator[bytes]:
    """Start the turn as soon as the one before is over; raises RefusedError 2001."""
    await session.turn.acquire()
    try:
        dice = Random(f"{world.seed}/{session.number}/{session.prompts}")
        thrown = dice.random(), dice.random()
        video = world.new_file(".mp4", "video/mp4")
        found = answer(
            text, session.project, language=session.language, video_url=video.url, dice=dice
        )
        found = replace(found, text=worded(found, script, language_of(text, session.language)))
        account.freeze(found.credits)
    except BaseException:
        session.turn.release()
        raise
    session.prompts += 1
    world.books.prompt(session.id, text)
    turn = Turn(
        world=world,
        session=session,
        account=account,
        answer=found,
        video=video,
        course=course_of(script, found.kind, refused=found.refused, dice=thrown),
    )
    world.start(turn.run())
    return _heard(turn.said)


async def _heard(said: asyncio.Queue[bytes | None]) -> AsyncIterator[bytes]:
    while (line := await said.get()) is not None:
        yield line


async def _only(line: bytes) -> AsyncIterator[bytes]:
    yield line


async def _read(request: Request) -> _Run:
    try:
        return _Run.model_validate_json(await request.body())
    except ValidationError as exc:
        errors = exc.errors(include_url=False, include_context=False, include_input=False)
        detail = [{**error, "loc": ["body", *error["loc"]]} for error in errors]
        raise DetailError(422, detail) from exc


def _session(world: World, account: Account, run: _Run) -> Session:
    if run.app_name != AGENT:
        raise DetailError(404, f"Agent not found: {run.app_name}")
    session = world.sessions.get(run.session_id)
    named = run.user_id in {"me", account.user_id}
    if session is None or session.owner != account.user_id or not named:
        raise DetailError(404, f"Session not found: {run.session_id}")
    return session
