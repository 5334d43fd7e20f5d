"""What the user asked for in words or by a button: noted, given a card, and put in line."""

from bot.buttons import keyboard
from bot.context import TELEGRAM_MB, Context
from bot.flows.request import Request
from bot.flows.telling import Aftermath
from bot.store import exports, media, turns
from bot.store.rows import Export, Project, Turn, TurnStatus
from bot.texts import say
from intents.model import Button, Instruct, Meant, Refusal, Refuse
from intents.routing import Intent


async def refuse(ctx: Context, request: Request, refusal: Refuse) -> None:
    """Say in one sentence why this cannot be done."""
    size = max(round(refusal.size_bytes / TELEGRAM_MB), 1)
    limit = ctx.settings.telegram_max_download_mb
    await request.say(ctx, f"refused-{refusal.why}", size=size, limit=limit)


async def instruct(ctx: Context, request: Request, wish: Instruct) -> None:
    """Note a wish, and have it begun unless the user is asked first."""
    turn = await note(ctx, request, wish)
    if turn.job_id is None and turn.status is TurnStatus.WAITING:
        await _begin(ctx, turn)


async def note(ctx: Context, request: Request, wish: Instruct) -> Turn:
    """Write the wish down and show its card, both once."""
    place, project = request.place, request.project
    async with ctx.pool.connection() as conn, conn.transaction():
        busy = await turns.active_in_chat(conn, place.chat_id, place.thread_id)
        await turns.release_held(conn, project.id)
        if request.incoming.reply_to is not None:
            await media.choose(conn, project.id, request.incoming.reply_to)
        turn = await turns.open_once(
            conn,
            request.origin,
            project_id=project.id,
            message_id=request.incoming.message_id,
            text=wish.text,
            next_intent=wish.then,
            status=TurnStatus.ASKED if wish.ask_first else TurnStatus.WAITING,
            generates=wish.generates,
        )
    if turn.card_id is not None:
        return turn
    others = [it for it in busy if it.id != turn.id and it.status is not TurnStatus.ASKED]
    text = say(_first_word(project, wish, others), project.language)
    first = (Button.GO, Button.CANCEL) if turn.status is TurnStatus.ASKED else (Button.CANCEL,)
    buttons = keyboard(project.language, *first, target=turn.id)
    card_id = await ctx.outbound.text(place, text, buttons=buttons)
    async with ctx.pool.connection() as conn:
        return await turns.set_card(conn, turn.id, card_id)


def _first_word(project: Project, wish: Instruct, busy: list[Turn]) -> str:
    if wish.ask_first:
        return "ask-cost"
    if busy:
        return "queued"
    if project.session_id is None:
        return "connecting"
    return "working-clip" if wish.generates else "working"


async def retry(ctx: Context, request: Request, turn_id: int) -> None:
    """Begin a wish again that ended without having been sent."""
    turn = await _of_chat(ctx, request, turn_id)
    if turn is None or turn.status is not TurnStatus.FAILED or not turn.may_retry:
        await refuse(ctx, request, Refuse(Refusal.OLD_BUTTON))
    else:
        # At once: what was wrong may be so still, and the press would seem to have done nothing.
        await ctx.card(request.project, turn).stage(say("working", request.project.language))
        await _begin(ctx, turn)


async def confirm(ctx: Context, request: Request, turn_id: int) -> None:
    """Begin a wish whose cost the user agreed to."""
    turn = await _of_chat(ctx, request, turn_id)
    if turn is None or turn.status is not TurnStatus.ASKED:
        await refuse(ctx, request, Refuse(Refusal.OLD_BUTTON))
    else:
        await ctx.card(request.project, turn).stage(say("working", request.project.language))
        await _begin(ctx, turn)


async def ask_which(ctx: Context, request: Request, text: str) -> None:
    """Ask whether the words ask for the video or for a change of it; silence does neither."""
    async with ctx.pool.connection() as conn:
        turn = await turns.open_once(
            conn,
            request.origin,
            project_id=request.project.id,
            message_id=request.incoming.message_id,
            text=text,
            next_intent=None,
            status=TurnStatus.UNCLEAR,
        )
    if turn.card_id is None:
        language = request.project.language
        buttons = keyboard(language, Button.MEANT_EXPORT, Button.MEANT_EDIT, target=turn.id)
        card_id = await ctx.outbound.text(
            request.place, say("ask-which", language), buttons=buttons
        )
        async with ctx.pool.connection() as conn:
            await turns.set_card(conn, turn.id, card_id)


async def meant(ctx: Context, request: Request, answer: Meant) -> None:
    """Do what the user says was meant."""
    turn = await _of_chat(ctx, request, answer.turn_id)
    if turn is None or turn.status is not TurnStatus.UNCLEAR:
        await refuse(ctx, request, Refuse(Refusal.OLD_BUTTON))
        return
    card = ctx.card(request.project, turn)
    if answer.intent is Intent.EXPORT:
        await export(ctx, request)
        async with ctx.pool.connection() as conn:
            await turns.move(conn, turn, TurnStatus.CANCELLED)
        await card.close(say("ask-which-export", request.project.language))
    else:
        await card.stage(say("working", request.project.language))
        await _begin(ctx, turn)


async def carry_out(ctx: Context, request: Request, turn_id: int) -> None:
    """Do the edit that the answer to an earlier wish has offered."""
    turn = await _of_chat(ctx, request, turn_id)
    offered = Aftermath.of(turn).edit if turn else None
    if offered is None:
        await refuse(ctx, request, Refuse(Refusal.OLD_BUTTON))
    else:
        await instruct(ctx, request, Instruct(offered))


async def _begin(ctx: Context, turn: Turn) -> None:
    async with ctx.pool.connection() as conn, conn.transaction():
        if turn.status is TurnStatus.WAITING or await turns.move(conn, turn, TurnStatus.WAITING):
            await turns.set_job(conn, turn.id, await ctx.plan.turn(conn, turn))
            if turn.generates:
                await ctx.plan.too_slow(conn, turn, after_s=ctx.settings.too_slow_s)


async def _of_chat(ctx: Context, request: Request, turn_id: int) -> Turn | None:
    async with ctx.pool.connection() as conn:
        return await turns.of_chat(conn, turn_id, request.incoming.chat_id)


async def export(ctx: Context, request: Request) -> None:
    """Begin an export, unless the very same film is on its way already."""
    project, place = request.project, request.place
    async with ctx.pool.connection() as conn:
        running = await exports.active_in_chat(conn, place.chat_id, place.thread_id)
        active = await turns.active_in_chat(conn, place.chat_id, place.thread_id)
        newest = await turns.newest_sent(conn, project.id)
    busy = [turn for turn in active if turn.status is not TurnStatus.ASKED]
    running = [other for other in running if other.origin != request.origin]
    if not busy and any(_is_same(other, project, newest) for other in running):
        await request.say(ctx, "export-running")
        return
    async with ctx.pool.connection() as conn:
        noted = await exports.open_once(
            conn,
            request.origin,
            project_id=project.id,
            message_id=request.incoming.message_id,
            turn_id=None,
            lead="",
        )
    if noted.card_id is None:
        text = say("queued" if busy else "preparing-export", project.language)
        buttons = keyboard(project.language, Button.STOP, target=noted.id)
        card_id = await ctx.outbound.text(place, text, buttons=buttons)
        async with ctx.pool.connection() as conn:
            await exports.set_card(conn, noted.id, card_id)
    if noted.job_id is None:
        async with ctx.pool.connection() as conn, conn.transaction():
            await exports.set_job(conn, noted.id, await ctx.plan.export(conn, noted))


def _is_same(other: Export, project: Project, newest: Turn | None) -> bool:
    """Whether another export makes the film that would be made now: nothing was sent since."""
    return other.project_id == project.id and (
        other.draft_sealed is None or other.newest_turn_id == (newest.id if newest else None)
    )
