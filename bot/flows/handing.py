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
from bot.flows import delivery, onward
from bot.onward import File, Finished
from bot.outbound import Place
from bot.store import makings, media
from bot.store.rows import Making, MakingStatus, MediaStatus, Project, Step, StepStatus
from bot.texts import say
from bot.wording import film_caption
from intents.crafts import Craft
from intents.model import Button
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
MIDJOURNEYS = frozenset({Craft.UPSCALE, Craft.REFINE})
LINK_OF: Mapping[Button, Link] = {
    Button.SUBTLE: Link.REFINE,
    Button.CREATIVE: Link.REFINE,
    Button.ZOOM_OUT: Link.ZOOM_OUT,
    **{it: Link.PAN for it in OF_ONE if it.startswith("pan")},
}
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
        sent, status = {}, MakingStatus.FAILED
        words = say("making-unsure-arrived", project.language)
    ending = "\n\n".join(part for part in (making.lead, words) if part)
    async with ctx.pool.connection() as conn, conn.transaction():
        await _keep(ctx, conn, project, making, sent)
        if await makings.end(conn, making, status, ending) and sent:
            await _tell_onward(ctx, conn, project, making, done)
        making = await makings.get(conn, making.id)
    await closed(project, making, card)


async def _keep(
    ctx: Context, conn: AsyncConnection, project: Project, making: Making, sent: dict[Path, int]
) -> None:
    """Results are files of the project, so that everything can be done with them.

    A single one is what the next wish is about; one of four, only when it is chosen.
    """
    status = MediaStatus.FETCHED if len(sent) == 1 else MediaStatus.MADE
    for number, (path, message_id) in enumerate(sent.items()):
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
    path = ctx.settings.data_dir / done[-1].files[0]
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
    await onward.put_down(ctx, conn, finished, path=done[-1].files[0])


async def _send(
    ctx: Context, project: Project, making: Making, done: Sequence[Step], card: Card
) -> dict[Path, int]:
    """Send what was made; the messages in which it stands, by its files."""
    last, language, place = done[-1], project.language, card.place
    files = [ctx.settings.data_dir / name for name in last.files]
    makers = _makers(ctx, project, done)
    if last.words and not files:
        await ctx.outbound.text(place, last.words)
        return {}
    if Craft(making.craft) is Craft.CLIP:
        return await _send_film(ctx, project, files[0], makers, place)
    if files[0].suffix.lower() in SOUNDS:
        return {
            path: await ctx.outbound.audio(place, path, _caption(making, makers)) for path in files
        }
    grid = next((path for path in files if path.stem.endswith("-grid")), None)
    single = [path for path in files if path != grid]
    if len(single) == 1:
        buttons = _buttons_of_one(ctx, making, last, language)
        sent = await ctx.outbound.photo(place, single[0], _caption(making, makers), buttons=buttons)
        return {single[0]: sent}
    sent_album = await ctx.outbound.album(place, single)
    buttons = keyboard(language, *OF_FOUR, target=last.id) if last.ticket else None
    shown = grid or single[0]
    await ctx.outbound.photo(place, shown, _caption(making, makers), buttons=buttons)
    return dict(zip(single, sent_album, strict=False))


async def _send_film(
    ctx: Context, project: Project, path: Path, makers: str, place: Place
) -> dict[Path, int]:
    film = await delivery.film_of(path)
    limit = ctx.settings.telegram_max_upload_mb
    caption = f"{film_caption(film, project.language)}\n{makers}"
    if film.size_bytes > limit * TELEGRAM_MB:
        film = await delivery.fitted(ctx, film) or film
    buttons = keyboard(project.language, Button.EXPORT, Button.TRACKS, Button.NEW)
    return {path: await ctx.outbound.video(place, film, caption, buttons=buttons)}


def _buttons_of_one(
    ctx: Context, making: Making, step: Step, language: str
) -> InlineKeyboardMarkup | None:
    """What can be done with a picture; most of it only with one of Midjourney's."""
    engine = ctx.engines.get(step.engine)
    more = OF_ONE if engine and making.craft in MIDJOURNEYS else ()
    able = engine.entry.abilities if engine else {}
    possible = [button for button in more if LINK_OF.get(button) in able]
    return keyboard(language, *possible, Button.ANIMATE, target=step.id)


def _makers(ctx: Context, project: Project, done: Sequence[Step]) -> str:
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
