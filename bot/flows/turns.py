"""A wish in words: handed to the editing agent once, its answer told in the chat."""

from contextlib import aclosing
from dataclasses import replace

import structlog
from pydantic import TypeAdapter
from telegram import InlineKeyboardMarkup
from telegram.constants import ChatAction

from bot.apology import apologise
from bot.buttons import keyboard
from bot.card import Card
from bot.context import Context
from bot.flows import exports, files, sessions
from bot.store import projects, turns
from bot.store.rows import Project, Turn, TurnStatus
from bot.texts import say
from bot.wording import changes_in_words
from intents.changes import Change
from intents.diff import diff
from intents.gui_speak import translate
from intents.model import Button
from intents.routing import Intent
from intents.timeline import Timeline
from nemo_client import NemoClient
from nemo_client import Turn as Exchange
from wire.errors import Broken, Rejected, ServiceError, Uncertain, Unreachable

log = structlog.get_logger()

TIMELINE = TypeAdapter(Timeline)
AFTER_EDIT = (Button.EXPORT, Button.TRACKS, Button.NEW)

# When to look at the timeline after a lost stream: half a minute, then each minute; five looks
# without a change mean that nothing came of it. From the backend's own instructions.
LOOKS_AFTER_S = (30, 60, 60, 60, 60)


async def run(ctx: Context, turn_id: int) -> None:
    """Take the turn as far as it goes now. Raises ServiceError."""
    turn, project = await _read(ctx, turn_id)
    card = ctx.card(project, turn)
    async with card.acting(ChatAction.TYPING):
        if turn.status is TurnStatus.WAITING:
            await _hand_over(ctx, project, turn, card)
        elif turn.status is TurnStatus.SENT:
            # The words went out before a crash: whether they arrived, only the timeline tells.
            await _wait_for_the_timeline(ctx, project, turn, card)
        elif turn.status is TurnStatus.ANSWERED:
            await _tell(ctx, project, turn, card)


async def look(ctx: Context, turn_id: int) -> None:
    """After a lost stream: has the timeline changed?"""
    turn, project = await _read(ctx, turn_id)
    card = ctx.card(project, turn)
    if turn.status is TurnStatus.SENT:
        if changes := await _changes_since(ctx, project, turn):
            await _answer(ctx, project, turn, card, changes_in_words(changes, project.language))
        elif turn.looks < len(LOOKS_AFTER_S):
            await _wait_for_the_timeline(ctx, project, turn, card)
        else:
            await _end(ctx, turn, card, say("cut-off-no-change", project.language))
    elif turn.status is TurnStatus.ANSWERED:
        await _tell(ctx, project, turn, card)


async def fail(ctx: Context, turn_id: int, error: ServiceError) -> None:
    """Say what went wrong. Words that went out are not offered again: that would be paid twice."""
    turn, project = await _read(ctx, turn_id)
    card = ctx.card(project, turn)
    if turn.status is TurnStatus.SENT:
        await _wait_for_the_timeline(ctx, project, turn, card)
    elif turn.status is TurnStatus.WAITING:
        if isinstance(error, Uncertain | Broken):
            # Only the way there failed: the words never went out.
            error = Unreachable(error.message, service=error.service)
        apology = apologise(error, project.language)
        buttons = keyboard(project.language, *apology.buttons, target=turn.id)
        await _end(ctx, turn, card, apology.text, buttons)


async def _read(ctx: Context, turn_id: int) -> tuple[Turn, Project]:
    async with ctx.pool.connection() as conn:
        turn = await turns.get(conn, turn_id)
        return turn, await projects.get(conn, turn.project_id)


async def _hand_over(ctx: Context, project: Project, turn: Turn, card: Card) -> None:
    before = await sessions.timeline(ctx, project)
    await files.upload_waiting(ctx, project)
    await card.stage(say("working", project.language))
    async with ctx.pool.connection() as conn:
        if not await turns.mark_sent(conn, turn, TIMELINE.dump_python(before, mode="json")):
            return
        turn = await turns.get(conn, turn.id)
    exchange = await _converse(ctx, turn, card)
    if exchange.uncertain:
        await _wait_for_the_timeline(ctx, project, turn, card)
    else:
        reply = await _reply(ctx, project, exchange, before)
        await _answer(ctx, project, turn, card, reply)


async def _converse(ctx: Context, turn: Turn, card: Card) -> Exchange:
    """Send the words, once, and show the answer as it comes.

    Raises ServiceError if they were refused or never arrived; the turn waits again then.
    """
    async with ctx.pool.connection() as conn:
        project = await projects.get(conn, turn.project_id)
    session_id = await sessions.connect(ctx, project)

    async def use(nemo: NemoClient) -> Exchange:
        exchange = Exchange()
        try:
            async with aclosing(nemo.turns.stream(session_id, turn.text)) as exchanges:
                async for exchange in exchanges:
                    if said := translate(exchange.text).text:
                        await card.step(said)
        except Rejected as exc:
            if exchange == Exchange():
                raise
            return replace(exchange, error=str(exc))
        return exchange

    try:
        return await ctx.identities.call(project.user_id, use)
    except (Uncertain, Broken) as exc:
        log.warning("answer_lost", turn_id=turn.id, error=str(exc))
        return Exchange(uncertain=True)
    except ServiceError:
        async with ctx.pool.connection() as conn:
            await turns.move(conn, turn, TurnStatus.WAITING)
        raise


async def _reply(ctx: Context, project: Project, exchange: Exchange, before: Timeline) -> str:
    """What the user reads: the agent's words without its screen talk, else what has changed."""
    said = translate(exchange.text).text
    if said and not exchange.error:
        return said
    changes = diff(before, await sessions.timeline(ctx, project))
    if changes:
        return changes_in_words(changes, project.language)
    return say("error-failed" if exchange.error else "no-change", project.language)


async def _changes_since(ctx: Context, project: Project, turn: Turn) -> tuple[Change, ...]:
    """What the timeline has become since the words went out; nothing where it cannot be asked."""
    try:
        now = await sessions.timeline(ctx, project)
    except ServiceError as exc:
        log.warning("timeline_not_seen", turn_id=turn.id, error=str(exc))
        return ()
    return diff(TIMELINE.validate_python(turn.timeline_before), now)


async def _wait_for_the_timeline(ctx: Context, project: Project, turn: Turn, card: Card) -> None:
    await card.stage(say("cut-off", project.language))
    after_s = LOOKS_AFTER_S[min(turn.looks, len(LOOKS_AFTER_S) - 1)]
    async with ctx.pool.connection() as conn, conn.transaction():
        await turns.count_look(conn, turn)
        await ctx.plan.look(conn, turn, after_s=after_s)


async def _answer(ctx: Context, project: Project, turn: Turn, card: Card, reply: str) -> None:
    async with ctx.pool.connection() as conn:
        if not await turns.mark_answered(conn, turn, reply):
            return
        turn = await turns.get(conn, turn.id)
    await _tell(ctx, project, turn, card)


async def _tell(ctx: Context, project: Project, turn: Turn, card: Card) -> None:
    """Say the answer, and go on with what the user wanted next."""
    reply = turn.reply or ""
    if turn.next_intent == Intent.EXPORT:
        await exports.follow(ctx, turn, lead=reply)
    else:
        await card.close(reply, keyboard(project.language, *AFTER_EDIT))
    async with ctx.pool.connection() as conn:
        await turns.move(conn, turn, TurnStatus.TOLD)


async def _end(
    ctx: Context, turn: Turn, card: Card, text: str, buttons: InlineKeyboardMarkup | None = None
) -> None:
    async with ctx.pool.connection() as conn:
        ended = await turns.move(conn, turn, TurnStatus.FAILED)
    if ended:
        await card.close(text, buttons)
