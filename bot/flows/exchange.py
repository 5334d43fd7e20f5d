"""The words go out, once, and the answer is shown in the chat while it comes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import replace

import structlog

from bot.card import Card
from bot.context import Context
from bot.flows import sessions
from bot.flows.styling import told_to_agent, unsaid
from bot.store import chats, projects, turns
from bot.store.rows import Project, Turn, TurnStatus
from bot.texts import say
from intents.gui_stream import translate_so_far
from intents.routing import Intent
from nemo_client import NemoClient
from nemo_client import Turn as Exchange
from wire.errors import Broken, Rejected, ServiceError, Uncertain

log = structlog.get_logger()

# Drafts are made for growing texts, but a chat takes about one message a second.
DRAFT_EVERY_S = 1.0
# More than a message holds, of which only the beginning is read with care: that takes time.
LONGEST_SHOWN = 10_000


class LiveAnswer:
    """The place in the chat where a growing answer is read.

    In a private chat that is a draft below the card, elsewhere the card itself; an answer that is
    followed by a video stays on the card, where the video's progress comes next.
    """

    def __init__(self, ctx: Context, project: Project, turn: Turn, card: Card) -> None:
        self.drafted = False
        self._ctx = ctx
        self._project = project
        self._turn = turn
        self._card = card
        self._may_draft = turn.next_intent != Intent.EXPORT
        self._shown = ""
        self._news_at = ctx.clock.monotonic()

    async def grow(self, exchange: Exchange) -> None:
        """Show what was said so far, unless something was shown a moment ago."""
        self._news_at = self._ctx.clock.monotonic()
        drafts = self._may_draft and self._card.place.private
        may_draft = drafts and self._card.quiet_s() >= DRAFT_EVERY_S
        if not (may_draft or self._card.may_step()):
            return  # before the words are read with care, which takes time
        said = translate_so_far(exchange.text[:LONGEST_SHOWN])
        if not said or said == self._shown:
            return
        if may_draft:
            place = self._ctx.place(self._project)
            if await self._ctx.outbound.draft(place, self._turn.id, said):
                self.drafted, self._shown = True, said
                return
        if not self.drafted and self._card.may_step():
            self._shown = said
            await self._card.step(said)

    @asynccontextmanager
    async def patient(self) -> AsyncIterator[None]:
        """While the block runs, silence is explained every two minutes."""
        task = asyncio.create_task(self._explain_silence())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _explain_silence(self) -> None:
        clock = self._ctx.clock
        told_at = self._news_at
        while True:
            since = max(told_at, self._news_at)
            await clock.sleep(since + self._ctx.settings.still_working_s - clock.monotonic())
            if (
                clock.monotonic() - max(told_at, self._news_at)
                >= self._ctx.settings.still_working_s
            ):
                told_at = clock.monotonic()
                await self._card.hint(say("still-working", self._project.language))


async def converse(ctx: Context, turn: Turn, live: LiveAnswer) -> Exchange:
    """Send the words, once, and show the answer as it comes.

    Raises ServiceError if they were refused or never arrived; the turn waits again then.
    """
    async with ctx.pool.connection() as conn:
        project = await projects.get(conn, turn.project_id)
        chat = await chats.get(conn, project.chat_id, project.thread_id)
    words = told_to_agent(chat, turn.text) if turn.generates else turn.text
    try:
        session_id = await sessions.connect(ctx, project)
    except ServiceError:  # whatever it was, the words did not go out
        async with ctx.pool.connection() as conn:
            await turns.move(conn, turn, TurnStatus.WAITING)
        raise

    async def use(nemo: NemoClient) -> Exchange:
        exchange = Exchange()
        try:
            async with aclosing(nemo.turns.stream(session_id, words)) as exchanges:
                async for heard in exchanges:
                    exchange = _without_style(heard, turn.text, words)
                    await live.grow(exchange)
        except Rejected as exc:
            if exchange == Exchange():
                raise
            return replace(exchange, error=str(exc))
        return exchange

    try:
        async with live.patient():
            return await ctx.identities.call(project.user_id, use)
    except (Uncertain, Broken) as exc:
        log.warning("answer_lost", turn_id=turn.id, error=str(exc))
        return Exchange(uncertain=True)
    except ServiceError:
        async with ctx.pool.connection() as conn:
            await turns.move(conn, turn, TurnStatus.WAITING)
        raise


def _without_style(heard: Exchange, wish: str, told: str) -> Exchange:
    """The agent likes to repeat what it was told; the user has not said that."""
    return replace(
        heard,
        said=tuple(unsaid(text, wish, told) for text in heard.said),
        fragment=unsaid(heard.fragment, wish, told),
    )
