"""What the editing agent could not do, the engines make, where that is a plain clip."""

import structlog
from psycopg import AsyncConnection

from bot.context import Context
from bot.flows import crafting, handing
from bot.flows.styling import with_style
from bot.store import chats, engine_states, exports, makings, media, projects, turns
from bot.store.makings import Wish
from bot.store.rows import Chat, Export, ExportStatus, Media, Project, Turn, TurnStatus
from bot.texts import say
from intents.crafts import Craft
from intents.frame import ratio_in, seconds_in
from wire.errors import (
    AuthExpired,
    Broken,
    JobFailed,
    OutOfCredits,
    PlanBlocked,
    RateLimited,
    ServiceError,
    Uncertain,
    Unreachable,
)

log = structlog.get_logger()

NEMO = "nemo"
#: Why the editing agent cannot do it, by the error; the first that fits.
WHY: tuple[tuple[type[ServiceError], str], ...] = (
    (Unreachable, "away"),
    (Uncertain, "away"),
    (OutOfCredits, "credits"),
    (PlanBlocked, "plan"),
    (RateLimited, "busy"),
    (AuthExpired, "away"),
    (Broken, "broken"),
    (JobFailed, "failed"),
)
#: Reasons that have nothing to do with this user: the agent is left alone for a while.
RESTS = frozenset({"away", "broken"})
#: A film that is there already is not made a second time, however late it is.
UNFINISHED = frozenset(
    {
        *(ExportStatus.WAITING, ExportStatus.QUEUED),
        *(ExportStatus.INTENDED, ExportStatus.SUBMITTED),
    }
)


def why(error: ServiceError) -> str | None:
    """The reason in one word; None where another engine would not do better."""
    return next((reason for kind, reason in WHY if isinstance(error, kind)), None)


async def from_turn(ctx: Context, project: Project, turn: Turn, reason: str | None) -> bool:
    """Whether the engines take over a wish that the agent could not do; then they have it."""
    async with ctx.pool.connection() as conn:
        chat = await chats.get(conn, project.chat_id, project.thread_id)
    if reason is None or not turn.generates or ctx.policy(chat) != "auto":
        return False
    async with ctx.pool.connection() as conn, conn.transaction():
        by_link = await media.came_by_link(conn, turn.origin)
        if by_link or not await turns.move(conn, turn, TurnStatus.TAKEN_OVER):
            return False
        if reason in RESTS:
            await engine_states.failed(conn, NEMO, ctx.clock.now(), ctx.settings.engine_rest_s)
        wish = await _wish(conn, project, turn, reason, chat)
    await _hand_over(ctx, project, turn, wish, turn.card_id)
    log.info("fell_back", turn_id=turn.id, reason=reason)
    return True


async def from_export(ctx: Context, project: Project, export: Export, reason: str | None) -> bool:
    """The same for a clip that the agent has made, and that cannot be rendered."""
    if reason is None or export.turn_id is None:
        return False
    async with ctx.pool.connection() as conn:
        turn = await turns.get(conn, export.turn_id)
        chat = await chats.get(conn, project.chat_id, project.thread_id)
    if not turn.generates or ctx.policy(chat) != "auto":
        return False
    async with ctx.pool.connection() as conn, conn.transaction():
        by_link = await media.came_by_link(conn, turn.origin)
        if by_link or not await exports.end(conn, export, ExportStatus.TAKEN_OVER, ""):
            return False
        if export.status in {ExportStatus.INTENDED, ExportStatus.SUBMITTED}:
            await ctx.plan.stop_render(conn, export)
        wish = await _wish(conn, project, turn, reason, chat)
    await _hand_over(ctx, project, turn, wish, export.card_id)
    log.info("fell_back", export_id=export.id, reason=reason)
    return True


async def _hand_over(
    ctx: Context, project: Project, turn: Turn, wish: Wish, card_id: int | None
) -> None:
    """Give the wish to the engines; from now on the card stops what they do."""
    making = await crafting.fall_back(
        ctx, project, wish, f"turn:{turn.id}", turn.message_id, card_id
    )
    card = ctx.card(project, making)
    await card.hint(f"{making.lead}\n\n{say('making', project.language)}")
    async with ctx.pool.connection() as conn:
        making = await makings.get(conn, making.id)
    await handing.closed(project, making, card)  # where it was stopped, or done, meanwhile


async def if_too_slow(ctx: Context, turn_id: int) -> None:
    """Let the engines make a clip whose film has not come in time."""
    async with ctx.pool.connection() as conn:
        turn = await turns.get(conn, turn_id)
        project = await projects.get(conn, turn.project_id)
        export = await exports.by_origin(conn, f"turn:{turn.id}")
    if export is not None:
        if export.status in UNFINISHED:
            await from_export(ctx, project, export, "slow")
    elif turn.status in {TurnStatus.WAITING, TurnStatus.SENT} and await from_turn(
        ctx, project, turn, "slow"
    ):
        async with ctx.pool.connection() as conn:
            if turn.job_id is not None:
                await ctx.plan.engine.cancel(conn, turn.job_id)


async def instead_of_resting(ctx: Context, project: Project, turn: Turn) -> bool:
    """Whether the engines take over because the agent failed a short while ago, for everybody."""
    if not turn.generates:
        return False
    async with ctx.pool.connection() as conn:
        resting = await engine_states.resting(conn, ctx.clock.now())
    return NEMO in resting and await from_turn(ctx, project, turn, "resting")


async def agent_works(ctx: Context) -> None:
    """The agent has done something (again)."""
    async with ctx.pool.connection() as conn:
        await engine_states.worked(conn, NEMO)


async def what_works(ctx: Context, project: Project) -> str:
    """What can be done while the editing agent cannot be had; "" where only it is wanted."""
    async with ctx.pool.connection() as conn:
        chat = await chats.get(conn, project.chat_id, project.thread_id)
    if ctx.policy(chat) == NEMO:
        return ""
    honest = any(engine.entry.honest for engine in ctx.engines)
    return say("works-now-engines" if honest else "works-now-here", project.language)


async def _wish(
    conn: AsyncConnection, project: Project, turn: Turn, reason: str, chat: Chat
) -> Wish:
    """The same wish for the engines: it starts from the picture that came with it, or before it."""
    pictures = await _pictures_of(conn, project, turn)
    lead = say(f"fell-back-{reason}", project.language)
    if len(pictures) > 1:
        lead = f"{lead} {say('making-first-picture', project.language)}"
    wish = Wish(
        craft=Craft.CLIP,
        policy=chat.engine or "auto",
        prompt=turn.text,
        ratio=ratio_in(turn.text),
        seconds=seconds_in(turn.text),
        media_ids=[file.id for file in pictures[:1]],
        lead=lead,
    )
    return with_style(chat, wish)


async def _pictures_of(conn: AsyncConnection, project: Project, turn: Turn) -> list[Media]:
    own = await media.by_origin(conn, turn.origin)
    if own is not None and own.album is not None:
        return [it for it in await media.of_album(conn, own.album) if crafting.may_be_a_picture(it)]
    if own is not None:
        return [own] if crafting.may_be_a_picture(own) else []
    return await crafting.newest_meant(conn, project, turn.text, before=turn.created_at)
