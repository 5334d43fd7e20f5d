"""What an engine makes: ordered link by link, looked at until it is there, and handed to the chat.

Every step begins by reading the books, so a repeat after a crash goes on where the last one was.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from random import Random

import structlog
from telegram.constants import ChatAction

from adapters.apiframe import GRID
from adapters.base import Asset, Failure, JobState, Look, Medium, Ticket
from adapters.progress import jittered
from bot.card import Card
from bot.context import Context
from bot.engines.catalogue import Link, link_at
from bot.engines.registry import Engine
from bot.flows import batch_rows, handing, ordering
from bot.store import engine_states, makings, projects
from bot.store.rows import Making, MakingStatus, Project, Step, StepStatus
from bot.texts import say
from intents.crafts import Craft
from studio.errors import MediaError, Reason
from studio.media import Format, Kind
from studio.probe import probe
from wire.arriving import unfinished
from wire.errors import (
    AuthExpired,
    BadMedia,
    JobFailed,
    Moderated,
    RateLimited,
    Rejected,
    ServiceError,
)

log = structlog.get_logger()

# A result that cannot be fetched is looked at again, because that renews its address.
FETCH_AGAIN_S = 2.0
MEDIA = {Medium.IMAGE: Kind.IMAGE, Medium.VIDEO: Kind.VIDEO, Medium.AUDIO: Kind.AUDIO}


async def run(ctx: Context, making_id: int) -> None:
    """Take the making as far as it goes now, and plan the next step."""
    await _go_on(ctx, making_id)
    making, _ = await read(ctx, making_id)
    if making.status in handing.ENDED:
        await batch_rows.ended(ctx, making)


async def _go_on(ctx: Context, making_id: int) -> None:
    making, project = await read(ctx, making_id)
    card = ctx.card(project, making)
    if await handing.closed(project, making, card):
        return
    async with ctx.pool.connection() as conn:
        known = await makings.newest_news(conn, making.id)
    async with card.acting(ChatAction.UPLOAD_VIDEO):
        after_s = 0.0
        while after_s == 0 and making.status is MakingStatus.WAITING:
            after_s = await _step(ctx, project, making, card)
            making, project = await read(ctx, making_id)
        if making.status is MakingStatus.MADE:
            await handing.hand_out(ctx, project, making, card)
        elif making.status is MakingStatus.WAITING:
            await _plan(ctx, making, after_s, known)
        else:
            await handing.closed(project, making, card)


async def _plan(ctx: Context, making: Making, after_s: float, known: datetime | None) -> None:
    """Plan the next step; at once, where there was news of which the last look cannot have known.

    The lock keeps news out in between, which would find nothing yet to bring forward.
    """
    async with ctx.pool.connection() as conn, conn.transaction():
        newest = await makings.newest_news(conn, making.id, lock=True)
        await ctx.plan.make(conn, making, after_s=after_s)
        if newest != known:
            await ctx.plan.make_now(conn, making.id)


async def read(ctx: Context, making_id: int) -> tuple[Making, Project]:
    """The making and its project."""
    async with ctx.pool.connection() as conn:
        making = await makings.get(conn, making_id)
        return making, await projects.get(conn, making.project_id)


async def _step(ctx: Context, project: Project, making: Making, card: Card) -> float:
    """One step; after how many seconds the next one is due."""
    async with ctx.pool.connection() as conn:
        steps = await makings.steps_of(conn, making.id)
    here = [step for step in steps if step.stage == making.stage]
    last = here[-1] if here else None
    engine = ctx.engines.get(last.engine) if last else None
    if last is None or last.status in {StepStatus.FAILED, StepStatus.CANCELLED}:
        if last is not None and last.failure == "moderated":
            return await _give_up(ctx, project, making, "moderated")
        after_s = await ordering.order(ctx, project, making, card, steps)
        return await _give_up(ctx, project, making, _why(here)) if after_s is None else after_s
    if last.status is StepStatus.UNSURE:
        return await _give_up(ctx, project, making, "unsure")
    if last.status is StepStatus.DONE:
        return await _advance(ctx, making)
    if engine is None:  # its key was taken away while it was at work
        async with ctx.pool.connection() as conn:
            await makings.fail(conn, last, StepStatus.FAILED, "service")
        return 0
    if last.status is StepStatus.INTENDED:
        return await _after_a_crash(ctx, making, engine, last)
    return await _look(ctx, project, making, card, engine, last)


def _why(here: Sequence[Step]) -> str:
    return next((step.failure or "" for step in reversed(here) if step.engine != "local"), "none")


async def _after_a_crash(ctx: Context, making: Making, engine: Engine, step: Step) -> float:
    """It may have gone out. Where the engine knows our key, sending it again finds the same job."""
    if engine.maker.idempotent:
        return await ordering.send(ctx, making, engine, step)
    log.warning("order_lost_in_a_crash", making_id=making.id, engine=engine.name)
    async with ctx.pool.connection() as conn:
        await makings.fail(conn, step, StepStatus.UNSURE, "crash")
    return 0


async def _look(
    ctx: Context, project: Project, making: Making, card: Card, engine: Engine, step: Step
) -> float:
    ticket = _ticket(ctx, step)
    try:
        look = await engine.maker.look(ticket)
    except (Moderated, AuthExpired) as exc:
        return await ordering.refused(ctx, making, engine, step, exc)
    except RateLimited as exc:
        return await _later(ctx, making, engine, step, exc.retry_after_s or engine.pace.longest_s)
    except Rejected as exc:
        error = JobFailed(f"the job is gone: {exc.message}", service=engine.name)
        return await ordering.refused(ctx, making, engine, step, error)
    except ServiceError as exc:
        log.info("not_seen", making_id=making.id, engine=engine.name, error=str(exc))
        return await _later(ctx, making, engine, step, engine.pace.longest_s)
    if look.reason:
        log.info("engine_says", engine=engine.name, state=look.state, reason=look.reason)
    if look.state is JobState.DONE:
        return await _fetch(ctx, making, engine, step, look)
    if look.state in {JobState.FAILED, JobState.CANCELLED}:
        return await _failed(ctx, making, engine, step, look)
    async with ctx.pool.connection() as conn:
        step = await makings.seen(conn, step, look.percent)
    await card.step(ordering.in_words(project, making, engine.entry.label, step.percent))
    return await _later(ctx, making, engine, step, _pause_s(engine, step, look))


async def _later(ctx: Context, making: Making, engine: Engine, step: Step, after_s: float) -> float:
    """When to look again; an end where it takes too long."""
    queued = engine.queue_pace is not None and not step.percent
    pace = engine.queue_pace if queued and engine.queue_pace else engine.pace
    limit_s = min(pace.total_s, ctx.settings.engine_longest_s)
    if _waited_s(ctx, step) > limit_s:
        with suppress(ServiceError):  # whatever it says, nobody waits for it any more
            await engine.maker.cancel(_ticket(ctx, step))
        error = JobFailed(f"no end in {limit_s:g} s", service=engine.name)
        return await ordering.refused(ctx, making, engine, step, error)
    return after_s


def _pause_s(engine: Engine, step: Step, look: Look) -> float:
    """The next wait by the engine's schedule; each job's are longer by a share of its own."""
    waiting = look.state is JobState.WAITING and engine.queue_pace is not None
    pace = jittered((waiting and engine.queue_pace) or engine.pace, Random(step.id))  # noqa: S311
    return float(min(pace.first_s * pace.growth**step.looks, pace.longest_s))


async def _failed(ctx: Context, making: Making, engine: Engine, step: Step, look: Look) -> float:
    failure = look.failure or Failure.UNKNOWN
    log.warning("engine_failed", making_id=making.id, engine=engine.name, failure=failure)
    kind = "service"
    if failure in {Failure.MODERATED, Failure.RESULT_MODERATED}:
        kind = "moderated"
    elif failure is Failure.INPUT:
        kind = "input"
    async with ctx.pool.connection() as conn:
        await makings.fail(conn, step, StepStatus.FAILED, kind, look.cost)
        if failure is Failure.SERVICE:
            await engine_states.failed(
                conn, engine.name, ctx.clock.now(), ctx.settings.engine_rest_s
            )
    return 0


async def _fetch(ctx: Context, making: Making, engine: Engine, step: Step, look: Look) -> float:
    """Take the results here at once, for their addresses end."""
    ctx.made_dir.mkdir(parents=True, exist_ok=True)
    words = [asset.text for asset in look.assets if asset.medium is Medium.TEXT]
    try:
        files = [
            await _fetch_one(ctx, engine, asset, f"{step.id}-{number}")
            for number, asset in enumerate(_wanted(making, look.assets))
            if asset.medium is not Medium.TEXT
        ]
    except (BadMedia, JobFailed) as exc:
        return await ordering.refused(ctx, making, engine, step, exc)
    except MediaError as exc:
        if exc.reason is Reason.TIMEOUT:  # this machine is too busy; the result is paid for
            log.warning("result_not_opened", making_id=making.id, error=str(exc))
            return await _later(ctx, making, engine, step, FETCH_AGAIN_S)
        error = JobFailed(f"the result cannot be opened: {exc.reason}", service=engine.name)
        return await ordering.refused(ctx, making, engine, step, error)
    except ServiceError as exc:
        log.warning("result_not_fetched", making_id=making.id, error=str(exc))
        return await _later(ctx, making, engine, step, FETCH_AGAIN_S)
    async with ctx.pool.connection() as conn:
        await makings.finish(
            conn,
            step,
            files=[str(path.relative_to(ctx.settings.data_dir)) for path in files],
            words="\n\n".join(words),
            actions=look.actions,
            cost=look.cost,
        )
        await engine_states.worked(conn, engine.name)
    log.info("made", making_id=making.id, engine=engine.name, cost=look.cost, files=len(files))
    return 0


def _wanted(making: Making, assets: Sequence[Asset]) -> Sequence[Asset]:
    """Of several pictures the first, where one was asked for."""
    one = ordering.link_of(making) in {Link.PICTURE, Link.RETOUCH}
    return assets[:1] if one else assets


async def _fetch_one(ctx: Context, engine: Engine, asset: Asset, name: str) -> Path:
    """One result, named after what it is; four pictures in one have a name that says so."""
    part = unfinished(ctx.made_dir / name)
    try:
        await engine.maker.fetch(asset, part)
        info = await probe(part)
        if info.kind is not MEDIA[asset.medium]:
            raise JobFailed(f"{info.kind} came instead of {asset.medium}", service=engine.name)
        ending = "jpg" if info.format is Format.JPEG else info.format.value
        path = ctx.made_dir / f"{name}{'-grid' if asset.text == GRID else ''}.{ending}"
        return part.rename(path)
    finally:
        part.unlink(missing_ok=True)


async def _advance(ctx: Context, making: Making) -> float:
    following = link_at(Craft(making.craft), making.stage + 1, has_picture=bool(making.media_ids))
    async with ctx.pool.connection() as conn:
        if following is None:
            await makings.mark_made(conn, making)
        else:
            await makings.next_stage(conn, making)
    return 0


async def _give_up(ctx: Context, project: Project, making: Making, why: str) -> float:
    words = say(f"making-failed-{why}", project.language)
    async with ctx.pool.connection() as conn:
        await makings.end(
            conn, making, MakingStatus.FAILED, words, may_retry=why not in {"moderated", "none"}
        )
    return 0


def _ticket(ctx: Context, step: Step) -> Ticket:
    look_at = ctx.identities.vault.open(step.look_at_sealed) if step.look_at_sealed else None
    return Ticket(id=step.ticket or "", look_at=look_at or "")


def _waited_s(ctx: Context, step: Step) -> float:
    since = step.submitted_at or step.created_at
    return (ctx.clock.now() - since).total_seconds()
