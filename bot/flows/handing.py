"""What an engine has made comes to the chat, at most twice, with what can be done next."""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path

import structlog
from psycopg import AsyncConnection
from telegram import InlineKeyboardMarkup
from telegram.error import NetworkError, RetryAfter

from bot.buttons import keyboard
from bot.calling import surely_not_sent
from bot.card import Card
from bot.context import TELEGRAM_MB, Context
from bot.engines.catalogue import Link
from bot.flows import batch_rows, delivery, logos, onward
from bot.onward import File, Finished
from bot.outbound import Place
from bot.store import makings, media, turns
from bot.store.rows import Making, MakingStatus, MediaStatus, Project, Step, StepStatus
from bot.texts import say
from bot.wording import film_caption
from intents.crafts import Craft
from intents.model import Button
from intents.routing import Intent
from studio.probe import probe

log = structlog.get_logger()

SENDS = 2
SOUNDS = frozenset({".mp3", ".wav", ".m4a", ".aac", ".ogg"})
OF_FOUR = (
    *(Button.U1, Button.U2, Button.U3, Button.U4),
    *(Button.V1, Button.V2, Button.V3, Button.V4),
    Button.REROLL,
)
OF_ONE = (
    *(Button.SUBTLE, Button.CREATIVE, Button.ZOOM_OUT),
    *(Button.PAN_LEFT, Button.PAN_RIGHT, Button.PAN_UP, Button.PAN_DOWN),
)
LINK_OF: Mapping[Button, Link] = {
    **{it: Link.UPSCALE for it in OF_FOUR if it.startswith("u")},
    **{it: Link.VARY for it in OF_FOUR if it.startswith("v")},
    Button.REROLL: Link.REROLL,
    Button.SUBTLE: Link.REFINE,
    Button.CREATIVE: Link.REFINE,
    Button.ZOOM_OUT: Link.ZOOM_OUT,
    **{it: Link.PAN for it in OF_ONE if it.startswith("pan")},
}
#: Where an engine gives several of these, the first is taken: one was asked for.
ONE = frozenset({Craft.PICTURE, Craft.RETOUCH, Craft.FACESWAP, Craft.UPSCALE, Craft.REFINE})
ENDED = frozenset({MakingStatus.DELIVERED, MakingStatus.FAILED, MakingStatus.CANCELLED})
LONGEST_SHOWN = 200


async def closed(project: Project, making: Making, card: Card) -> bool:
    """Whether the making has ended; its end is shown (again, where it may not have been read)."""
    if making.status in ENDED:
        buttons = (Button.MAKE_AGAIN,) if making.may_retry else ()
        await card.close(
            making.ending or "", keyboard(project.language, *buttons, target=making.id)
        )
    return making.status in ENDED


async def hand_out(ctx: Context, project: Project, making: Making, card: Card) -> None:
    """Send the result. Raises NetworkError, after which the job is repeated."""
    async with ctx.pool.connection() as conn:
        steps = await makings.steps_of(conn, making.id)
    done = [step for step in steps if step.status is StepStatus.DONE]
    if making.sends < SENDS:
        async with ctx.pool.connection() as conn:
            await makings.count_sends(conn, making, 1)
        try:
            sent = await _send(ctx, project, making, done, card)
        except (NetworkError, RetryAfter) as exc:
            if surely_not_sent(exc):
                async with ctx.pool.connection() as conn:
                    await makings.count_sends(conn, making, -1)
            raise
        seconds = round((ctx.clock.now() - making.created_at).total_seconds())
        status, words = MakingStatus.DELIVERED, say("made", project.language, seconds=seconds)
        log.info("making_delivered", making_id=making.id, took_s=seconds)
    else:
        sent, status = [], MakingStatus.FAILED
        words = say("making-unsure-arrived", project.language)
    ending = "\n\n".join(part for part in (making.lead, words) if part)
    async with ctx.pool.connection() as conn, conn.transaction():
        await _keep(ctx, conn, project, making, sent)
        if await makings.end(conn, making, status, ending) and sent:
            await _go_on(ctx, conn, project, making)
            await _tell_onward(ctx, conn, project, making, done)
        making = await makings.get(conn, making.id)
    await closed(project, making, card)


async def _keep(
    ctx: Context,
    conn: AsyncConnection,
    project: Project,
    making: Making,
    sent: Sequence[tuple[Path, int]],
) -> None:
    """Results are files of the project, so that everything can be done with them.

    A single one is what the next wish is about; one of four, or of a batch, only when it is chosen.
    Who answers the grid of four means the first.
    """
    alone = len(sent) == 1 and making.row_id is None
    status = MediaStatus.FETCHED if alone else MediaStatus.MADE
    for number, (path, message_id) in enumerate(sent):
        file = await media.open_once(
            conn,
            f"making:{making.id}:{number}",
            project_id=project.id,
            message_id=message_id,
            file_id="",
            name=f"made-{making.id}-{number + 1}{path.suffix}",
        )
        name, where = file.name, str(path.relative_to(ctx.settings.data_dir))
        await media.fetched(conn, file.id, name, where)
        await media.set_status(conn, file.id, status)


async def _go_on(ctx: Context, conn: AsyncConnection, project: Project, making: Making) -> None:
    """Do what was wished for after it; the video of a clip is there already."""
    match making.extra.get("then"):
        case Intent.CREDITS:
            await ctx.plan.show_credits(conn, project, making.message_id)
        case Intent.STATUS:
            await ctx.plan.show_status(conn, project, making.message_id)
        case Intent.EDIT if words := making.extra.get("then_text"):
            turn = await turns.open_once(
                conn,
                f"making:{making.id}",
                project_id=project.id,
                message_id=making.message_id,
                text=words,
                next_intent=None,
            )
            await turns.set_job(conn, turn.id, await ctx.plan.turn(conn, turn))
        case _:
            pass


async def _tell_onward(
    ctx: Context,
    conn: AsyncConnection,
    project: Project,
    making: Making,
    done: Sequence[Step],
) -> None:
    """Have the operator's own address told of it, where there is one."""
    if ctx.onward is None:
        return
    path = await logos.shown(ctx, making, ctx.settings.data_dir / done[-1].files[0])
    info = await probe(path)
    costs = [step.cost for step in done if step.cost is not None]
    finished = Finished(
        id=f"making-{making.id}",
        created_at=making.created_at,
        kind=making.craft,
        prompt=making.prompt,
        engine=done[-1].engine,
        status="delivered",
        chat_id=project.chat_id,
        cost=sum(costs) if costs else None,
        duration_s=info.duration_ms / 1000 if info.duration_ms else None,
        width=info.width or None,
        height=info.height or None,
        file=await asyncio.to_thread(File.of, path),
    )
    await onward.put_down(ctx, conn, finished, path=str(path.relative_to(ctx.settings.data_dir)))


async def _send(
    ctx: Context, project: Project, making: Making, done: Sequence[Step], card: Card
) -> list[tuple[Path, int]]:
    """Send what was made; its files, with the messages in which they stand."""
    last, language, place = done[-1], project.language, card.place
    files = [ctx.settings.data_dir / name for name in last.files]
    shown = {path: await logos.shown(ctx, making, path) for path in files}
    label = await batch_rows.label(ctx, project, making)
    by = makers(ctx, project, done)
    if last.words and not files:
        await ctx.outbound.text(place, last.words)
        return []
    if Craft(making.craft) is Craft.CLIP:
        return await _send_film(ctx, project, shown, by, place, label)
    if files[0].suffix.lower() in SOUNDS:
        caption = _caption(making, by)
        return [(path, await ctx.outbound.audio(place, path, caption)) for path in files]
    grid = next((path for path in files if path.stem.endswith("-grid")), None)
    single = [path for path in files if path != grid]
    single = single[:1] if making.craft in ONE else single
    if len(single) == 1:
        buttons = _buttons_of_one(ctx, making, last, language)
        caption = f"{label}\n{by}" if label else _caption(making, by)
        sent = await ctx.outbound.photo(place, shown[single[0]], caption, buttons=buttons)
        return [(single[0], sent)]
    sent_album = await ctx.outbound.album(place, [shown[path] for path in single])
    buttons = keyboard(language, *_possible(ctx, last, OF_FOUR), target=last.id)
    caption = _caption(making, by)
    grid_id = await ctx.outbound.photo(place, shown[grid or single[0]], caption, buttons=buttons)
    return [*zip(single, sent_album, strict=False), (single[0], grid_id)]


async def _send_film(
    ctx: Context,
    project: Project,
    shown: Mapping[Path, Path],
    by: str,
    place: Place,
    label: str,
) -> list[tuple[Path, int]]:
    path, with_logo = next(iter(shown.items()))
    film = await delivery.film_of(with_logo)
    limit = ctx.settings.telegram_max_upload_mb
    caption = "\n".join(it for it in (label, film_caption(film, project.language), by) if it)
    if film.size_bytes > limit * TELEGRAM_MB:
        film = await delivery.fitted(ctx, film) or film
    offered = () if label else (Button.EXPORT, Button.TRACKS, Button.NEW)
    buttons = keyboard(project.language, *offered)
    return [(path, await ctx.outbound.video(place, film, caption, buttons=buttons))]


def _buttons_of_one(
    ctx: Context, making: Making, step: Step, language: str
) -> InlineKeyboardMarkup | None:
    """What can be done with a picture; most of it only with one chosen of Midjourney's four."""
    more = OF_ONE if making.craft == Craft.UPSCALE else ()
    return keyboard(language, *_possible(ctx, step, more), Button.ANIMATE, target=step.id)


def _possible(ctx: Context, step: Step, buttons: Sequence[Button]) -> list[Button]:
    engine = ctx.engines.get(step.engine)
    able = engine.entry.abilities if engine and step.ticket else {}
    return [button for button in buttons if LINK_OF[button] in able]


def makers(ctx: Context, project: Project, done: Sequence[Step]) -> str:
    """Who made it; what was made here claims nothing."""
    if done[-1].engine == "local":
        return say("made-here", project.language)
    labels = []
    for step in done:
        engine = ctx.engines.get(step.engine)
        labels.append(engine.entry.label if engine else step.engine)
    return say("made-by", project.language, engines=" + ".join(dict.fromkeys(labels)))


def _caption(making: Making, makers: str) -> str:
    words = making.prompt
    short = words if len(words) <= LONGEST_SHOWN else words[: LONGEST_SHOWN - 1] + "…"
    return "\n".join(part for part in (short, makers) if part)
