"""One update becomes what is done about it; everything that takes time is put down as a job."""

from dataclasses import dataclass
from typing import assert_never

import structlog
from psycopg import AsyncConnection
from telegram.constants import ChatAction

from bot.buttons import keyboard
from bot.context import TELEGRAM_MB, Context
from bot.flows import stopping
from bot.outbound import Place
from bot.store import exports, media, projects, turns
from bot.store.rows import MediaStatus, Project, Turn, TurnStatus
from bot.texts import say
from intents.decide import decide
from intents.model import (
    Action,
    AskForFile,
    Button,
    Cancel,
    Explain,
    Export,
    Greet,
    Incoming,
    Instruct,
    Refusal,
    Refuse,
    Retry,
    ShowCredits,
    ShowStatus,
    Snapshot,
    StartOver,
    TakeIn,
)
from intents.routing import Intent

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A message with the project that it belongs to; `origin` names the update that brought it."""

    incoming: Incoming
    project: Project
    origin: str

    @property
    def place(self) -> Place:
        """Where the answer goes."""
        return Place(chat_id=self.incoming.chat_id, reply_to=self.incoming.message_id)


async def respond(ctx: Context, incoming: Incoming, origin: str) -> None:
    """Decide about a message and do what can be done at once."""
    async with ctx.pool.connection() as conn:
        project = await projects.open_for(
            conn, incoming.chat_id, incoming.user_id, incoming.language
        )
        known = await _snapshot(ctx, conn, project)
    action = decide(incoming, known)
    log.info("decided", chat_id=incoming.chat_id, action=type(action).__name__)
    await _do(ctx, Request(incoming=incoming, project=project, origin=origin), action)


async def _snapshot(ctx: Context, conn: AsyncConnection, project: Project) -> Snapshot:
    held = await turns.held_in_project(conn, project.id)
    return Snapshot(
        has_media=bool(await media.of_project(conn, project.id)),
        held_text=held.text if held else None,
        max_file_bytes=ctx.settings.telegram_max_download_mb * TELEGRAM_MB,
    )


async def _do(ctx: Context, request: Request, action: Action) -> None:  # noqa: C901, PLR0912
    match action:
        case Greet():
            await _greet(ctx, request)
        case StartOver():
            await _start_over(ctx, request)
        case Explain():
            await _say(ctx, request, "help")
        case AskForFile():
            await _say(ctx, request, "ask-for-file")
        case Refuse():
            await _refuse(ctx, request, action)
        case Cancel():
            await stopping.stop(ctx, request.project, request.place, action.turn_id)
        case TakeIn():
            await _take_in(ctx, request, action)
        case Instruct():
            await _instruct(ctx, request, action)
        case Retry():
            await _retry(ctx, request, action.turn_id)
        case Export():
            await _export(ctx, request)
        case ShowStatus():
            await ctx.outbound.action(request.incoming.chat_id, ChatAction.TYPING)
            async with ctx.pool.connection() as conn:
                await ctx.plan.show_status(conn, request.project, request.incoming.message_id)
        case ShowCredits():
            await ctx.outbound.action(request.incoming.chat_id, ChatAction.TYPING)
            async with ctx.pool.connection() as conn:
                await ctx.plan.show_credits(conn, request.project, request.incoming.message_id)
        case _:
            assert_never(action)


async def _say(ctx: Context, request: Request, text_id: str, **fields: str | float) -> None:
    text = say(text_id, request.incoming.language, **fields)
    await ctx.outbound.text(request.place, text)


async def _refuse(ctx: Context, request: Request, refusal: Refuse) -> None:
    size = max(round(refusal.size_bytes / TELEGRAM_MB), 1)
    limit = ctx.settings.telegram_max_download_mb
    await _say(ctx, request, f"refused-{refusal.why}", size=size, limit=limit)


async def _greet(ctx: Context, request: Request) -> None:
    if request.project.session_id is not None:
        await _say(ctx, request, "ready")
    else:
        await _connect(ctx, request, request.project, "ready")


async def _start_over(ctx: Context, request: Request) -> None:
    incoming = request.incoming
    async with ctx.pool.connection() as conn, conn.transaction():
        await projects.close(conn, incoming.chat_id)
        project = await projects.open_for(
            conn, incoming.chat_id, incoming.user_id, incoming.language
        )
    await _connect(ctx, request, project, "new-project")


async def _connect(ctx: Context, request: Request, project: Project, then_say: str) -> None:
    card_id = await ctx.outbound.text(request.place, say("connecting", project.language))
    async with ctx.pool.connection() as conn:
        await ctx.plan.connect(conn, project, card_id, then_say)


async def _take_in(ctx: Context, request: Request, action: TakeIn) -> None:
    await ctx.outbound.action(request.incoming.chat_id, ChatAction.TYPING)
    async with ctx.pool.connection() as conn:
        file = await media.open_once(
            conn,
            request.origin,
            project_id=request.project.id,
            message_id=request.incoming.message_id,
            file_id=action.attachment.file_id,
            name=action.attachment.name,
        )
        noted = await turns.by_origin(conn, request.origin)
    # Begun before a crash: then the wish stands in the books, whatever is known now.
    wish = Instruct(noted.text, _intent(noted)) if noted else action.after
    if isinstance(wish, Instruct):
        # The wish and its card stand before the file is looked at, which may find fault with it.
        await _note(ctx, request, wish)
    if file.status is MediaStatus.RECEIVED:
        async with ctx.pool.connection() as conn:
            await ctx.plan.take_in(conn, file)
    if wish is not None:
        await _do(ctx, request, wish)


async def _instruct(ctx: Context, request: Request, wish: Instruct) -> None:
    turn = await _note(ctx, request, wish)
    if turn.job_id is None:
        async with ctx.pool.connection() as conn, conn.transaction():
            await turns.set_job(conn, turn.id, await ctx.plan.turn(conn, turn))


async def _note(ctx: Context, request: Request, wish: Instruct) -> Turn:
    """Write the wish down and show its card, both once."""
    async with ctx.pool.connection() as conn, conn.transaction():
        busy = await turns.active_in_chat(conn, request.incoming.chat_id)
        await turns.release_held(conn, request.project.id)
        turn = await turns.open_once(
            conn,
            request.origin,
            project_id=request.project.id,
            message_id=request.incoming.message_id,
            text=wish.text,
            next_intent=wish.then,
        )
    if turn.card_id is not None:
        return turn
    language = request.project.language
    text = say(
        _first_word(request.project, [other for other in busy if other.id != turn.id]), language
    )
    buttons = keyboard(language, Button.CANCEL, target=turn.id)
    card_id = await ctx.outbound.text(request.place, text, buttons=buttons)
    async with ctx.pool.connection() as conn:
        return await turns.set_card(conn, turn.id, card_id)


def _intent(turn: Turn) -> Intent | None:
    return Intent(turn.next_intent) if turn.next_intent else None


def _first_word(project: Project, busy: list[Turn]) -> str:
    if busy:
        return "queued"
    return "working" if project.session_id else "connecting"


async def _retry(ctx: Context, request: Request, turn_id: int) -> None:
    async with ctx.pool.connection() as conn, conn.transaction():
        turn = await turns.of_chat(conn, turn_id, request.incoming.chat_id)
        again = turn is not None and turn.status is TurnStatus.FAILED
        if turn is not None and again and await turns.move(conn, turn, TurnStatus.WAITING):
            await turns.set_job(conn, turn.id, await ctx.plan.turn(conn, turn))
    if not again:
        await _refuse(ctx, request, Refuse(Refusal.OLD_BUTTON))


async def _export(ctx: Context, request: Request) -> None:
    """Begin an export, unless the same one is running: nothing was changed since it began."""
    project, language = request.project, request.project.language
    async with ctx.pool.connection() as conn:
        running = await exports.active_in_chat(conn, project.chat_id)
        wishes = await turns.active_in_chat(conn, project.chat_id)
    same = [other for other in running if other.project_id == project.id]
    if same and not wishes and all(other.origin != request.origin for other in same):
        await _say(ctx, request, "export-running")
        return
    async with ctx.pool.connection() as conn:
        export = await exports.open_once(
            conn,
            request.origin,
            project_id=project.id,
            message_id=request.incoming.message_id,
            turn_id=None,
            lead="",
        )
    if export.card_id is None:
        text_id = "queued" if wishes else "preparing-export"
        buttons = keyboard(language, Button.CANCEL)
        card_id = await ctx.outbound.text(request.place, say(text_id, language), buttons=buttons)
        async with ctx.pool.connection() as conn:
            await exports.set_card(conn, export.id, card_id)
    if export.job_id is None:
        async with ctx.pool.connection() as conn, conn.transaction():
            await exports.set_job(conn, export.id, await ctx.plan.export(conn, export))
