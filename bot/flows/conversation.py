"""One update becomes what is done about it; everything that takes time is put down as a job."""

from collections.abc import Awaitable, Callable
from typing import assert_never

import structlog
from psycopg import AsyncConnection
from telegram.constants import ChatAction

from bot.context import TELEGRAM_MB, Context
from bot.flows import (
    batch_checking,
    batching,
    crafting,
    intake,
    logos,
    stopping,
    styling,
    timetable,
    wishes,
)
from bot.flows.request import Request
from bot.store import backlog, chats, exports, media, projects, turns
from bot.store.rows import Project, Turn, TurnStatus
from bot.texts import say
from intents.actions import (
    Action,
    AskForFile,
    AskWhich,
    BeginBatch,
    Cancel,
    CarryOut,
    ChangeSchedule,
    CheckTable,
    ChooseEngine,
    ChooseZone,
    Confirm,
    Explain,
    Export,
    GoOn,
    Greet,
    Import,
    InOrder,
    Instruct,
    KeepLogo,
    Make,
    MakeAgain,
    Meant,
    Refuse,
    RepeatBatch,
    Restyle,
    Retry,
    ShowCredits,
    ShowEngines,
    ShowStatus,
    StartOver,
    TakeIn,
    Timetable,
)
from intents.crafts import Craft
from intents.decide import decide
from intents.model import Incoming, Snapshot

log = structlog.get_logger()

# What is not taken where too much waits in a chat already.
MORE_WORK = (
    *(TakeIn, Import, InOrder, Instruct, Retry, Confirm, Meant, CarryOut),
    *(Make, GoOn, MakeAgain, Export),
)


async def respond(ctx: Context, incoming: Incoming, origin: str) -> None:
    """Decide about a message and do what can be done at once."""
    async with ctx.pool.connection() as conn:
        project = await projects.open_for(
            conn, incoming.chat_id, incoming.thread_id, incoming.user_id, incoming.language
        )
        known = await _snapshot(ctx, conn, project, incoming)
        waiting = await backlog.waiting(conn, incoming.chat_id, but=origin)
    action = decide(incoming, known)
    log.info("decided", chat_id=incoming.chat_id, action=type(action).__name__)
    request = Request(incoming=incoming, project=project, origin=origin)
    if waiting >= ctx.settings.most_waiting and isinstance(action, MORE_WORK):
        await request.say(ctx, "too-much-waiting", count=waiting)
    else:
        await _do(ctx, request, action)


async def _snapshot(
    ctx: Context, conn: AsyncConnection, project: Project, incoming: Incoming
) -> Snapshot:
    held = await turns.held_in_project(conn, project.id)
    chat = await chats.get(conn, incoming.chat_id, incoming.thread_id)
    answers = (
        await media.of_message(conn, project.id, incoming.reply_to) if incoming.reply_to else []
    )
    newest = await turns.newest(conn, project.id)
    return Snapshot(
        has_media=bool(await media.of_project(conn, project.id)),
        replied=bool(answers),
        replied_picture=any(crafting.may_be_a_picture(file) for file in answers),
        engine=ctx.policy(chat),
        crafts=ctx.engines.crafts(),
        asked=Craft(chat.asked.partition(":")[0]) if chat.asked else None,
        table_linked=batch_checking.is_linked(ctx.settings, incoming.text),
        busy=await _is_busy(conn, incoming),
        questioned=newest is not None and _is_a_question(newest),
        held_text=held.text if held else None,
        ask_first=ctx.settings.ask_before_costs,
        max_file_bytes=ctx.settings.telegram_max_download_mb * TELEGRAM_MB,
    )


async def _is_busy(conn: AsyncConnection, incoming: Incoming) -> bool:
    """Whether a wish or a film of the chat is at work."""
    at_work = await turns.active_in_chat(conn, incoming.chat_id, incoming.thread_id)
    films = await exports.active_in_chat(conn, incoming.chat_id, incoming.thread_id)
    return bool(films) or any(turn.status is not TurnStatus.ASKED for turn in at_work)


def _is_a_question(turn: Turn) -> bool:
    """Whether the editing agent's answer to a wish ended by asking for something."""
    words = (turn.reply or "").rstrip()
    return turn.status is TurnStatus.TOLD and words.endswith(("?", "？", "؟"))


# One row for each action.
async def _do(ctx: Context, request: Request, action: Action) -> None:  # noqa: C901, PLR0912, PLR0915
    match action:
        case Greet():
            await _greet(ctx, request)
        case StartOver():
            await _start_over(ctx, request)
        case Explain():
            await request.say(ctx, "help")
        case AskForFile():
            await request.say(ctx, "ask-for-file")
        case Refuse():
            await wishes.refuse(ctx, request, action)
        case Cancel():
            await stopping.stop(ctx, request.project, request.place, action)
        case TakeIn():
            after = await intake.take_in(ctx, request, action)
            if after is not None:
                await _do(ctx, request, after)
        case Import():
            await intake.take_links(ctx, request, action)
        case InOrder():
            await _do(ctx, request, action.first)
            await _do(ctx, request, action.second)
        case Instruct():
            await wishes.instruct(ctx, request, action)
        case Retry():
            await wishes.retry(ctx, request, action.turn_id)
        case Confirm():
            await wishes.confirm(ctx, request, action.turn_id)
        case AskWhich():
            await wishes.ask_which(ctx, request, action.text)
        case Meant():
            await wishes.meant(ctx, request, action)
        case CarryOut():
            await wishes.carry_out(ctx, request, action.turn_id)
        case Make():
            await crafting.make(ctx, request, action)
        case GoOn():
            await crafting.go_on(ctx, request, action)
        case MakeAgain():
            await crafting.make_again(ctx, request, action.making_id)
        case CheckTable():
            await batch_checking.take(ctx, request, action)
        case BeginBatch():
            await batching.begin(ctx, request, action.batch_id)
        case RepeatBatch():
            await batching.repeat(ctx, request, action.batch_id)
        case ChooseEngine():
            await crafting.choose_engine(ctx, request, action.name)
        case Timetable():
            await timetable.answer(ctx, request, action.text)
        case ChangeSchedule():
            await timetable.change(ctx, request, action)
        case ChooseZone():
            await timetable.choose_zone(ctx, request, action.name)
        case Restyle():
            await styling.restyle(ctx, request, action.text)
        case KeepLogo():
            await logos.keep(ctx, request, action)
        case ShowEngines():
            await _show(ctx, request, ctx.plan.show_engines)
        case Export():
            await wishes.export(ctx, request)
        case ShowStatus():
            await _show(ctx, request, ctx.plan.show_status)
        case ShowCredits():
            await _show(ctx, request, ctx.plan.show_credits)
        case _:
            assert_never(action)


async def _show(
    ctx: Context, request: Request, plan: Callable[[AsyncConnection, Project, int], Awaitable[None]]
) -> None:
    await ctx.outbound.action(request.place, ChatAction.TYPING)
    async with ctx.pool.connection() as conn:
        await plan(conn, request.project, request.incoming.message_id)


async def _greet(ctx: Context, request: Request) -> None:
    if request.project.session_id is not None:
        await request.say(ctx, "ready")
    else:
        await _connect(ctx, request, request.project, "ready")


async def _start_over(ctx: Context, request: Request) -> None:
    incoming = request.incoming
    async with ctx.pool.connection() as conn, conn.transaction():
        await projects.close(conn, request.project.id)
        project = await projects.open_for(
            conn, incoming.chat_id, incoming.thread_id, incoming.user_id, incoming.language
        )
    await _connect(ctx, request, project, "new-project")


async def _connect(ctx: Context, request: Request, project: Project, then_say: str) -> None:
    card_id = await ctx.outbound.text(request.place, say("connecting", project.language))
    async with ctx.pool.connection() as conn:
        await ctx.plan.connect(conn, project, card_id, then_say)
