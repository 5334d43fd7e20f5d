"""A wish in words: handed to the editing agent once, its answer told in the chat."""

import structlog
from pydantic import TypeAdapter
from telegram.constants import ChatAction

from bot.apology import Doing, apologise
from bot.buttons import keyboard
from bot.card import Card
from bot.context import Context
from bot.flows import falling_back, files, patience, sessions, telling
from bot.flows.exchange import LONGEST_SHOWN, LiveAnswer, converse
from bot.store import projects, turns
from bot.store.rows import Project, Turn, TurnStatus
from bot.texts import say
from bot.wording import changes_in_words
from intents.changes import Change
from intents.diff import diff
from intents.gui_phrases import Wish
from intents.gui_speak import translate
from intents.model import Button
from intents.routing import Intent
from intents.timeline import Timeline
from nemo_client import Turn as Exchange
from nemo_client.models import Balance
from wire.errors import Broken, ServiceError, SessionLost, Uncertain, Unreachable

log = structlog.get_logger()

TIMELINE = TypeAdapter(Timeline)

# So many looks without a change mean that nothing came of a wish whose answer was lost; from the
# backend's own instructions, as the waits between the looks (see the settings).
LOOKS = 5
# A generation puts the raw film on the timeline first, and music and titles a little later.
GENERATES = "generate"
LOOKS_UNTIL_SETTLED = 15


async def run(ctx: Context, turn_id: int) -> None:
    """Take the turn as far as it goes now. Raises ServiceError."""
    turn, project = await _read(ctx, turn_id)
    card = ctx.card(project, turn)
    if turn.status is TurnStatus.FAILED:  # the end was written down, but perhaps not read
        await _close(project, turn, card)
        return
    async with card.acting(ChatAction.TYPING):
        if turn.status is TurnStatus.WAITING:
            try:
                await _hand_over(ctx, project, turn, card)
            except SessionLost:  # since the look at the timeline; nothing was done with the words
                await sessions.reopen(ctx, project)
                turn, project = await _read(ctx, turn_id)
                await _hand_over(ctx, project, turn, card)
        elif turn.status is TurnStatus.SENT:
            # The words went out before a crash: whether they arrived, only the timeline tells.
            await _wait_for_the_timeline(ctx, project, turn, card)
        elif turn.status is TurnStatus.ANSWERED:
            await telling.tell(ctx, project, turn, card)


async def look(ctx: Context, turn_id: int) -> None:
    """After a lost stream: has the timeline changed, and does it change no more?"""
    turn, project = await _read(ctx, turn_id)
    card = ctx.card(project, turn)
    if turn.status in {TurnStatus.FAILED, TurnStatus.CANCELLED}:
        await _close(project, turn, card)
    elif turn.status is TurnStatus.ANSWERED:
        await telling.tell(ctx, project, turn, card)
    elif turn.status is TurnStatus.SENT:
        await _look(ctx, project, turn, card)


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
        if await patience.asked_for(ctx, project, turn, error, card):
            return
        reason = falling_back.why(error)
        if await falling_back.from_turn(ctx, project, turn, reason):
            return
        url = await ctx.identities.where_to_pay(project.user_id)
        apology = apologise(error, project.language, Doing.WISH, url=url)
        words = apology.text
        if reason is not None and (other := await falling_back.what_works(ctx, project)):
            words = f"{words}\n\n{other}"
        await _end(ctx, project, turn, card, words, may_retry=apology.may_retry)


async def _read(ctx: Context, turn_id: int) -> tuple[Turn, Project]:
    async with ctx.pool.connection() as conn:
        turn = await turns.get(conn, turn_id)
        return turn, await projects.get(conn, turn.project_id)


async def _hand_over(ctx: Context, project: Project, turn: Turn, card: Card) -> None:
    if await patience.for_earlier_wishes(ctx, turn):
        return
    async with ctx.pool.connection() as conn, conn.transaction():
        if await patience.for_room(ctx, conn, turn):
            return
    if await falling_back.instead_of_resting(ctx, project, turn):
        return
    before = await sessions.timeline(ctx, project)
    await files.upload_waiting(ctx, project)
    balance = await _balance(ctx, project)
    await card.stage(say("working", project.language))
    sent = await _mark_sent(ctx, turn, card, before, balance)
    if sent is None:
        return
    turn = sent
    live = LiveAnswer(ctx, project, turn, card)
    exchange = await converse(ctx, turn, live)
    turn, project = await _read(ctx, turn.id)  # whose session may be made only now
    if exchange.uncertain:
        await _wait_for_the_timeline(ctx, project, turn, card)
        return
    await falling_back.agent_works(ctx)
    says_enough = bool(translate(exchange.text[:LONGEST_SHOWN]).text) and not exchange.error
    generates = any(GENERATES in tool for tool in exchange.tools)
    now = before
    try:
        if generates or not says_enough:
            now = await _settled(ctx, project, generates=generates)
    except ServiceError as exc:
        if not says_enough:
            raise
        log.info("timeline_not_seen", turn_id=turn.id, error=str(exc))
    await _answer(ctx, project, turn, card, exchange, now, drafted=live.drafted)


async def _mark_sent(
    ctx: Context, turn: Turn, card: Card, before: Timeline, balance: Balance | None
) -> Turn | None:
    """Write down that the words go out now; None if they do not, or not yet."""
    async with ctx.pool.connection() as conn, conn.transaction():
        if turn.card_id is None and card.message_id is not None:
            await turns.set_card(conn, turn.id, card.message_id)
        if await patience.for_room(ctx, conn, turn):  # others have been let in meanwhile
            return None
        plain = TIMELINE.dump_python(before, mode="json")
        total = balance.total if balance else None
        sent = await turns.mark_sent(conn, turn, plain, total)
        return await turns.get(conn, turn.id) if sent else None


async def _settled(ctx: Context, project: Project, *, generates: bool) -> Timeline:
    """The timeline, after a generation once two looks in a row saw the same."""
    now = await sessions.timeline(ctx, project)
    for _ in range(LOOKS_UNTIL_SETTLED if generates else 0):
        await ctx.clock.sleep(ctx.settings.settled_after_s)
        before, now = now, await sessions.timeline(ctx, project)
        if before == now:
            break
    return now


async def _answer(
    ctx: Context,
    project: Project,
    turn: Turn,
    card: Card,
    exchange: Exchange,
    now: Timeline,
    *,
    drafted: bool = False,
) -> None:
    """Keep what the user will read, then say it."""
    heard = translate(exchange.text[:LONGEST_SHOWN])
    after = telling.aftermath(turn, heard)
    reply = heard.text
    if exchange.error or not reply:
        changes = diff(TIMELINE.validate_python(turn.timeline_before), now)
        failed = exchange.error and not changes
        if failed and await falling_back.from_turn(ctx, project, turn, "failed"):
            return
        reply = _changes_or_end(changes, after, exchange, reply, project.language)
    balance = await _balance(ctx, project)
    if balance is not None:
        reply = await telling.with_warning(ctx, project, reply, balance.available)
    async with ctx.pool.connection() as conn:
        kept = await turns.mark_answered(
            conn,
            turn,
            reply,
            next_intent=Intent.EXPORT if Wish.EXPORT in after.do else turn.next_intent,
            aftermath=after.plain(),
            cost=await _cost(ctx, turn, balance),
        )
        if not kept:
            return
        turn = await turns.get(conn, turn.id)
    await telling.tell(ctx, project, turn, card, drafted=drafted)


def _changes_or_end(
    changes: tuple[Change, ...],
    after: telling.Aftermath,
    exchange: Exchange,
    said: str,
    language: str,
) -> str:
    """What became of a turn that ended without words of its own, or badly."""
    if changes:
        return changes_in_words(changes, language)
    if exchange.error:
        return f"{said}\n\n{say('error-failed', language)}".strip()
    return say("done-silent" if after.do or after.edit_now else "no-change", language)


async def _balance(ctx: Context, project: Project) -> Balance | None:
    try:
        return await ctx.identities.call(project.user_id, lambda nemo: nemo.credits.balance())
    except ServiceError as exc:
        log.info("balance_not_told", project_id=project.id, error=str(exc))
        return None


async def _cost(ctx: Context, turn: Turn, balance: Balance | None) -> float | None:
    """What the turn cost; None where it cannot be told from what others' work cost."""
    if balance is None or turn.balance_before is None:
        return None
    async with ctx.pool.connection() as conn:
        alone = ctx.identities.operator_token is None or await turns.alone(conn, turn)
    spent = turn.balance_before - balance.total
    return spent if alone and spent >= 0 else None


async def _look(ctx: Context, project: Project, turn: Turn, card: Card) -> None:
    """Told are changes that the look before has seen as well: then the work has settled."""
    try:
        now = await sessions.timeline(ctx, project)
    except ServiceError as exc:
        log.warning("timeline_not_seen", turn_id=turn.id, error=str(exc))
        await _look_again_or_end(ctx, project, turn, card, seen=None)
        return
    plain = TIMELINE.dump_python(now, mode="json")
    if not diff(TIMELINE.validate_python(turn.timeline_before), now):
        await _look_again_or_end(ctx, project, turn, card, seen=plain)
    elif turn.timeline_seen is None or TIMELINE.validate_python(turn.timeline_seen) != now:
        await _look_again(ctx, turn, plain, after_s=ctx.settings.settled_after_s)
    else:
        await _answer(ctx, project, turn, card, Exchange(), now)


async def _look_again_or_end(
    ctx: Context, project: Project, turn: Turn, card: Card, *, seen: object
) -> None:
    if turn.looks < LOOKS:
        await _look_again(ctx, turn, seen, after_s=ctx.settings.look_again_s)
    elif not await falling_back.from_turn(ctx, project, turn, "failed"):
        words = say("cut-off-no-change", project.language)
        await _end(ctx, project, turn, card, words, may_retry=False)


async def _wait_for_the_timeline(ctx: Context, project: Project, turn: Turn, card: Card) -> None:
    await card.stage(say("cut-off", project.language))
    await _look_again(ctx, turn, turn.timeline_seen, after_s=ctx.settings.look_first_s)


async def _look_again(ctx: Context, turn: Turn, seen: object, *, after_s: float) -> None:
    async with ctx.pool.connection() as conn, conn.transaction():
        await turns.count_look(conn, turn, seen)
        await ctx.plan.look(conn, turn, after_s=after_s)


async def _end(
    ctx: Context, project: Project, turn: Turn, card: Card, words: str, *, may_retry: bool
) -> None:
    async with ctx.pool.connection() as conn:
        if not await turns.mark_failed(conn, turn, words, may_retry=may_retry):
            return
        turn = await turns.get(conn, turn.id)
    await _close(project, turn, card)


async def _close(project: Project, turn: Turn, card: Card) -> None:
    buttons = (Button.RETRY,) if turn.may_retry else ()
    await card.close(turn.reply or "", keyboard(project.language, *buttons, target=turn.id))
