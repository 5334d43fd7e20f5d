"""A link of a chain is ordered from the first engine that can do it: written down, then sent, once.

Nothing that was sent goes out again by itself, but where the engine knows our key for the order.
"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from secrets import token_hex

import structlog

from adapters.base import Order
from bot.card import Card
from bot.context import Context
from bot.engines.catalogue import LOCAL, Fitted, Link, fit, link_at, nearest_ratio
from bot.engines.registry import HOSTED_BYTES, Engine
from bot.flows.styling import spoken
from bot.store import engine_states, makings, media
from bot.store.rows import Making, MakingStatus, MediaStatus, Project, Step, StepStatus
from bot.texts import say
from intents.crafts import Craft
from studio.errors import MediaError
from studio.probe import probe
from studio.thumbnail import small_jpeg
from wire.errors import (
    AuthExpired,
    BadMedia,
    Moderated,
    OutOfCredits,
    PlanBlocked,
    RateLimited,
    Rejected,
    ServiceError,
    Uncertain,
)

log = structlog.get_logger()

USUAL_RATIO = "9:16"
# What is sent where somebody wants a picture to move and says no more.
USUAL_WORDS = "gentle natural movement, slow camera move"
BUSY_PAUSE_S = 2.0
SHORT_PAUSE_S = 30.0
# So often an engine may ask for patience before another one is asked.
PATIENCE = 6
# The same order under the same key is sent again so often, where the engine knows keys.
SAME_AGAIN = 5
# So long an order that is on its way may take yet when the bot stops.
LAST_ANSWER_S = 4.0
# What every engine takes.
PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp"})
# What a service says no to for longer than a moment: its keys, plan and credits.
LONG_REST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """The pictures that a link starts from; `waits` while one is still on its way to us."""

    paths: tuple[Path, ...] = ()
    waits: bool = False


def link_of(making: Making) -> Link | None:
    """The link that the making is at."""
    return link_at(Craft(making.craft), making.stage, has_picture=bool(making.media_ids))


async def sources(ctx: Context, making: Making, steps: Sequence[Step]) -> Sources:
    """What came out of the link before, or what the user has sent."""
    before = [it for it in steps if it.stage == making.stage - 1 and it.status is StepStatus.DONE]
    if before:
        return Sources(paths=tuple(ctx.settings.data_dir / name for name in before[-1].files[:1]))
    async with ctx.pool.connection() as conn:
        files = [await media.get(conn, media_id) for media_id in making.media_ids]
    waits = any(file.status is MediaStatus.RECEIVED for file in files)
    paths = (ctx.settings.data_dir / file.path for file in files if file.path)
    return Sources(paths=tuple(paths), waits=waits)


async def choose(ctx: Context, making: Making, steps: Sequence[Step]) -> Engine | None:
    """The engine for this link: not one that failed at it, nor one that rests; None: none left."""
    link = link_of(making)
    if link is None:
        return None
    here = [step for step in steps if step.stage == making.stage]
    async with ctx.pool.connection() as conn:
        resting = await engine_states.resting(conn, ctx.clock.now())
    able = ctx.engines.able(link, Craft(making.craft), making.policy)
    if any(step.engine == "local" for step in steps if step.stage < making.stage):
        # A picture that was drawn here is not worth an engine's price.
        able = tuple(engine for engine in able if engine.name == "local")
    if making.row_id is not None:
        # A row that failed can be made again by a press; nobody reads a hundred films to find those
        # that are mere camera moves. Where it is all that there is, the check has said so.
        honest = tuple(it for it in able if it.entry.honest)
        able = honest if honest and making.policy != LOCAL.family else able
    named = making.extra.get("engine")
    able = tuple(sorted(able, key=lambda engine: engine.name != named)) if named else able
    left = [engine for engine in able if not _failed_at(engine, here)]
    awake = [engine for engine in left if engine.name not in resting]
    # One that was asked for by name, and is the only one, is tried even while it rests.
    return next(iter(awake or left), None)


def _failed_at(engine: Engine, here: Sequence[Step]) -> bool:
    failures = [step.failure for step in here if step.engine == engine.name]
    waited = failures.count("rate")
    return waited >= PATIENCE or len(failures) > waited


async def order(
    ctx: Context, project: Project, making: Making, card: Card, steps: Sequence[Step]
) -> float | None:
    """Send the order for this link to an engine; after how many seconds to go on.

    None: no engine is left that could do it.
    """
    link = link_of(making)
    engine = await choose(ctx, making, steps)
    if engine is None or link is None:
        return None
    start = await sources(ctx, making, steps)
    async with ctx.pool.connection() as conn:
        busy = await makings.at_work(conn, engine.name)
    if start.waits or busy >= engine.entry.most_at_once:
        return BUSY_PAUSE_S / 4 if start.waits else BUSY_PAUSE_S
    ability = engine.entry.abilities[link]
    spoken = link in _SPOKEN and ability.words > 0
    attempt = len([step for step in steps if step.stage == making.stage]) + 1
    key = token_hex(16)
    try:
        fitted = fit(ability, making.ratio or await _natural_ratio(start), making.seconds)
        request = Order(
            task=ability.task,
            model=ability.model,
            prompt=_words(making, link, engine, ability.words) if spoken else "",
            images=await _reachable(ctx, engine, start.paths[: ability.pictures.stop - 1], key),
            ratio=fitted.ratio if link in _FORMED else "",
            seconds=fitted.seconds,
            seed=ability.seed(making.seed),
            extra={**await _extra(ctx, making, ability.extra), **engine.report_to(key)},
        )
    except ServiceError as exc:
        return await _note_refusal(ctx, making, engine, attempt, key, exc)
    cut = spoken and len(making.prompt.encode("utf-16-le")) > ability.words * 2
    making = await _tell_differences(ctx, project, making, engine, fitted, cut=cut)
    sealed = ctx.identities.vault.seal(json.dumps(asdict(request)))
    async with ctx.pool.connection() as conn:
        step = await makings.intend(
            conn, making, attempt=attempt, engine=engine.name, key=key, sealed=sealed
        )
    if step is None:  # stopped meanwhile
        return 0
    await card.stage(in_words(project, making, engine.entry.label, None))
    return await send(ctx, making, engine, step, request)


#: What is made by words.
_SPOKEN = frozenset(
    {Link.PICTURE, Link.ANIMATE, Link.RETOUCH, Link.GRID, Link.MUSIC, Link.VARY, Link.REROLL}
)
#: What has a form of its own; the others take over that of their picture.
_FORMED = frozenset({Link.PICTURE, Link.ANIMATE, Link.GRID, Link.BLEND, Link.RETOUCH})


async def send(
    ctx: Context, making: Making, engine: Engine, step: Step, request: Order | None = None
) -> float:
    """Send an order that is written down; after how many seconds to look at it."""
    sending = asyncio.create_task(_send(ctx, making, engine, step, request or _kept(ctx, step)))
    try:
        return await asyncio.shield(sending)
    except asyncio.CancelledError:  # the bot stops; what is on its way may still be accepted
        await asyncio.wait({sending}, timeout=LAST_ANSWER_S)
        raise
    finally:
        sending.cancel()


async def _send(ctx: Context, making: Making, engine: Engine, step: Step, request: Order) -> float:
    try:
        ticket = await engine.maker.submit(request, key=step.key)
    except Uncertain as exc:
        log.warning("order_uncertain", making_id=making.id, engine=engine.name, error=str(exc))
        async with ctx.pool.connection() as conn:
            if engine.maker.idempotent and step.looks < SAME_AGAIN:
                await makings.seen(conn, step, None)
                return BUSY_PAUSE_S
            await makings.fail(conn, step, StepStatus.UNSURE, "uncertain")
        return 0
    except ServiceError as exc:
        return await refused(ctx, making, engine, step, exc)
    async with ctx.pool.connection() as conn:
        await makings.submitted(
            conn,
            step,
            ticket=ticket.id,
            look_at=ctx.identities.vault.seal(ticket.look_at),
            estimate=ticket.estimate,
        )
        if (await makings.get(conn, making.id)).status is not MakingStatus.WAITING:
            await ctx.plan.stop_making(conn, making)  # stopped before there was anything to stop
    log.info("ordered", making_id=making.id, engine=engine.name, estimate=ticket.estimate)
    return engine.pace.first_s


async def refused(
    ctx: Context, making: Making, engine: Engine, step: Step, error: ServiceError
) -> float:
    """Note that an engine did not accept an order, or did not bring it to an end."""
    kind, rest_s = _judged(ctx, error)
    log.warning("order_refused", making_id=making.id, engine=engine.name, error=str(error))
    wait_s = error.retry_after_s if isinstance(error, RateLimited) else None
    async with ctx.pool.connection() as conn, conn.transaction():
        await makings.fail(conn, step, StepStatus.FAILED, kind)
        if rest_s:
            await engine_states.failed(conn, engine.name, ctx.clock.now(), rest_s)
    return (wait_s or BUSY_PAUSE_S) if kind == "rate" else 0


async def _note_refusal(
    ctx: Context, making: Making, engine: Engine, attempt: int, key: str, error: ServiceError
) -> float:
    """The same for an order whose pictures could not even be handed over."""
    async with ctx.pool.connection() as conn:
        step = await makings.intend(
            conn, making, attempt=attempt, engine=engine.name, key=key, sealed=b""
        )
    return await refused(ctx, making, engine, step, error) if step else 0


def _judged(ctx: Context, error: ServiceError) -> tuple[str, float]:
    """What kind of failure this is, and how long the engine is left alone for it, in seconds."""
    rest_s = ctx.settings.engine_rest_s
    match error:
        case RateLimited(retry_after_s=wait_s):
            return ("rate", 0) if (wait_s or 0) <= SHORT_PAUSE_S else ("service", wait_s or rest_s)
        case Moderated():
            return "moderated", 0
        case OutOfCredits() | PlanBlocked() | AuthExpired():
            return "credits", rest_s * LONG_REST
        case BadMedia() | Rejected():
            return "input", 0
        case _:
            return "service", rest_s


async def _natural_ratio(start: Sources) -> str:
    """The form of the first picture; where there is none, that of phones."""
    if not start.paths:
        return USUAL_RATIO
    try:
        info = await probe(start.paths[0])
    except MediaError as exc:
        raise BadMedia(f"the picture cannot be opened: {exc.reason}", service="bot") from exc
    return nearest_ratio(info.width, info.height) or USUAL_RATIO


async def _reachable(
    ctx: Context, engine: Engine, paths: Sequence[Path], key: str
) -> tuple[str, ...]:
    """The pictures as the engine can take them: as files, or at an address where it needs one."""
    handed_on = []
    for number, path in enumerate(paths):
        usable = await _usable(ctx, path, f"{key}-{number}", by_address=engine.host is not None)
        handed_on.append(
            str(usable) if engine.host is None else (await engine.host.host(usable)).url
        )
    return tuple(handed_on)


async def _usable(ctx: Context, path: Path, name: str, *, by_address: bool) -> Path:
    """The picture itself, or a JPEG of it where engines would not take its kind or size."""
    size = (await asyncio.to_thread(path.stat)).st_size
    too_big = by_address and size > HOSTED_BYTES
    if path.suffix.lower() in PICTURES and not too_big:
        return path
    out = ctx.made_dir / f"{name}.jpg"
    ctx.made_dir.mkdir(parents=True, exist_ok=True)
    await small_jpeg(path, out, most_bytes=HOSTED_BYTES)
    return out


async def _extra(ctx: Context, making: Making, fields: Mapping[str, str]) -> dict[str, str]:
    parent = ""
    if making.of_step is not None:
        async with ctx.pool.connection() as conn:
            parent = (await makings.step(conn, making.of_step)).ticket or ""
    return {name: told.format(parent=parent, **making.extra) for name, told in fields.items()}


def _words(making: Making, link: Link, engine: Engine, longest: int) -> str:
    """The prompt in its style, cut to what the engine takes; an emoji counts as two (UTF-16)."""
    words = making.prompt or (USUAL_WORDS if link is Link.ANIMATE else "")
    if engine.entry.honest:  # words that are only drawn have no style
        words = spoken(making, words, longest)
    cut = words.encode("utf-16-le")[: longest * 2]
    return cut.decode("utf-16-le", "ignore")


async def _tell_differences(
    ctx: Context,
    project: Project,
    making: Making,
    engine: Engine,
    fitted: Fitted,
    *,
    cut: bool,
) -> Making:
    """Say on the card where the result will differ from the wish."""
    differs = []
    if cut:
        differs.append(say("making-words-cut", project.language, engine=engine.entry.label))
    if fitted.seconds and making.seconds and fitted.seconds != making.seconds:
        differs.append(
            say(
                "making-other-length",
                project.language,
                engine=engine.entry.label,
                seconds=fitted.seconds,
            )
        )
    if fitted.ratio and making.ratio and fitted.ratio != making.ratio:
        label = engine.entry.label
        differs.append(say("making-other-form", project.language, engine=label, ratio=fitted.ratio))
    for words in differs:
        if words not in making.lead:
            async with ctx.pool.connection() as conn:
                making = await makings.add_lead(conn, making, words)
    return making


def in_words(project: Project, making: Making, label: str, percent: int | None) -> str:
    """What the card says while an engine is at work."""
    link = link_of(making)
    at_work = say(f"making-{link}", project.language, engine=label) if link else ""
    if percent is not None:
        at_work = f"{at_work} {say('making-percent', project.language, percent=percent)}"
    return "\n\n".join(part for part in (making.lead, at_work) if part)


def _kept(ctx: Context, step: Step) -> Order:
    told = json.loads(ctx.identities.vault.open(step.order_sealed) or "{}")
    told["images"], told["videos"] = tuple(told["images"]), tuple(told["videos"])
    return Order(**told)
