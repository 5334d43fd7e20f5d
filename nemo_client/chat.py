"""The chat: one message out, once, and the turn that comes back, grown as it arrives."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, replace

import structlog

from nemo_client.border import Body, Border
from nemo_client.codes import SERVICE
from nemo_client.models import SessionId
from nemo_client.stream import Event, read_events
from nemo_client.turn import Turn, fold
from wire.errors import Uncertain
from wire.retry import writes

log = structlog.stdlib.get_logger()


@dataclass(frozen=True, slots=True)
class Turns:
    """`nemo.turns`. A message that may have arrived is never sent again: it would be charged."""

    _border: Border

    async def send(self, session_id: SessionId, text: str) -> Turn:
        """Send a message and wait for the whole turn. Raises as `stream` does."""
        whole = Turn()
        async with aclosing(self.stream(session_id, text)) as turns:
            async for turn in turns:
                whole = turn
        return whole

    async def stream(self, session_id: SessionId, text: str) -> AsyncGenerator[Turn, None]:
        """Send a message; yield the turn after each event, and at the end the whole turn.

        A cut stream or a time limit is no error: the last turn is `uncertain` then. Raises
        ServiceError where the message was refused, or never arrived. Wrap it in
        `contextlib.aclosing` to leave early.
        """
        turn = Turn()
        try:
            async with aclosing(self._events(session_id, text)) as events:
                async for event in events:
                    turn = fold(turn, event)
                    yield turn
        except Uncertain as exc:
            log.info("nemo_turn_uncertain", session_id=session_id, reason=str(exc))
            turn = replace(turn, uncertain=True)
        yield turn

    async def _events(self, session_id: SessionId, text: str) -> AsyncGenerator[Event, None]:
        message: Body = {
            "app_name": "nemo_agent",
            "user_id": "me",
            "session_id": session_id,
            "new_message": {"parts": [{"text": text}]},
        }
        limits = self._border.timeouts
        now = asyncio.get_running_loop().time
        end = now() + limits.turn_s
        async with _uncertain_at(end):
            response = await writes(self._border.open_events, "/run_sse", message)
        try:
            async with aclosing(read_events(response)) as events:
                while True:
                    # Keep-alives are no events, so this is also how long they may go on alone.
                    async with _uncertain_at(min(end, now() + limits.quiet_s)):
                        event = await anext(events, None)
                    if event is None:
                        return
                    yield event
        finally:
            await response.aclose()


@asynccontextmanager
async def _uncertain_at(when: float) -> AsyncIterator[None]:
    try:
        async with asyncio.timeout_at(when):
            yield
    except TimeoutError as exc:
        raise Uncertain("no news within the time limit", service=SERVICE) from exc
