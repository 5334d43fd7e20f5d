"""What the user asks the engines for: noted once, with what it starts from, and put in line."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

import structlog
from psycopg import AsyncConnection

from bot.buttons import keyboard
from bot.context import Context
from bot.engines.catalogue import FAMILIES
from bot.flows import wishes
from bot.flows.request import Request
from bot.flows.styling import with_style
from bot.store import chats, makings, media
from bot.store.makings import Wish
from bot.store.rows import Making, MakingStatus, Media, MediaStatus, Project, Step
from bot.texts import say
from intents.actions import GoOn, Make, Refusal, Refuse
from intents.crafts import Craft, speaks_of_a_picture
from intents.frame import ratio_in, seconds_in
from intents.model import Button

log = structlog.get_logger()

#: How many pictures a craft starts from, at least and at most.
STARTS_FROM: Mapping[Craft, tuple[int, int]] = {
    Craft.FACESWAP: (2, 2),
    Craft.DESCRIBE: (1, 1),
    Craft.BLEND: (2, 5),
    Craft.RETOUCH: (1, 1),
}
NEEDS_WORDS = frozenset({Craft.GRID, Craft.PICTURE, Craft.MUSIC, Craft.RETOUCH})
FROM_PICTURES = frozenset({Craft.CLIP, *STARTS_FROM})
PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".heic", ".heif")
#: What each button under a picture goes on with.
GOES_ON: Mapping[Button, tuple[Craft, Mapping[str, str]]] = {
    **{Button(f"u{at}"): (Craft.UPSCALE, {"index": str(at)}) for at in range(1, 5)},
    **{Button(f"v{at}"): (Craft.VARY, {"index": str(at)}) for at in range(1, 5)},
    Button.REROLL: (Craft.REROLL, {}),
    Button.SUBTLE: (Craft.REFINE, {"type": "subtle"}),
    Button.CREATIVE: (Craft.REFINE, {"type": "creative"}),
    Button.ZOOM_OUT: (Craft.ZOOM_OUT, {}),
    **{
        Button(f"pan_{way}"): (Craft.PAN, {"direction": way})
        for way in ("left", "right", "up", "down")
    },
    Button.ANIMATE: (Craft.CLIP, {}),
}


async def make(ctx: Context, request: Request, wish: Make) -> None:
    """Note what is to be made and have it begun, or ask for what is missing."""
    async with ctx.pool.connection() as conn:
        pictures = await _pictures(conn, request, wish)
    craft = _exact(ctx, wish.craft, pictures, request)
    missing = _missing(ctx, craft, wish, pictures)
    if missing != f"craft-no-engine-{craft}" and craft in FROM_PICTURES and not pictures:
        async with ctx.pool.connection() as conn:
            missing = "craft-only-photos" if await _meant(conn, request) else missing
    if missing is not None:
        await request.say(ctx, missing)
        return
    least, _ = STARTS_FROM.get(craft, (0, 0))
    if len(pictures) < least:
        await _ask_for_pictures(ctx, request, craft, pictures)
        return
    await _ask(ctx, request, None)
    await begin(ctx, request, await _written(ctx, request, wish, craft, pictures), request.origin)


async def note_for_album(ctx: Context, request: Request, wish: Make) -> None:
    """Note what is to be made of an album, of which more parts are to come."""
    missing = _missing(ctx, wish.craft, wish, [])
    if missing is not None and wish.craft is not Craft.CLIP:
        await request.say(ctx, missing)
        return
    await _note(ctx, request, await _written(ctx, request, wish, wish.craft, []), request.origin)


async def begin_with(
    ctx: Context, project: Project, making: Making, parts: Sequence[Media]
) -> None:
    """Start what was noted for an album, now that it is complete."""
    craft = Craft(making.craft)
    least, most = STARTS_FROM.get(craft, (1, 1))
    usable = [file for file in parts if may_be_a_picture(file)][:most]
    language = project.language
    if len(usable) < least:
        words = say(f"craft-needs-picture-{craft}", language, have=len(usable))
        async with ctx.pool.connection() as conn:
            await makings.end(conn, making, MakingStatus.FAILED, words)
    else:
        async with ctx.pool.connection() as conn:
            making = await makings.start_from(conn, making, [file.id for file in usable])
            if craft is Craft.CLIP and len(parts) > 1:
                making = await makings.add_lead(conn, making, say("making-first-picture", language))
    async with ctx.pool.connection() as conn:
        await ctx.plan.make(conn, making)


async def _written(
    ctx: Context, request: Request, wish: Make, craft: Craft, pictures: Sequence[Media]
) -> Wish:
    async with ctx.pool.connection() as conn:
        chat = await chats.get(conn, request.incoming.chat_id, request.incoming.thread_id)
    wanted = Craft.PICTURE if craft is Craft.RETOUCH else wish.craft
    made = Wish(
        craft=craft,
        policy=ctx.policy(chat),
        prompt=wish.text,
        ratio=ratio_in(wish.text),
        seconds=seconds_in(wish.text),
        media_ids=[file.id for file in pictures],
        extra={"then": wish.then, "then_text": wish.then_text} if wish.then else {},
        lead=say("making-one-picture", request.project.language)
        if wanted is Craft.GRID and craft is not wanted
        else "",
    )
    return with_style(chat, made)


async def begin(ctx: Context, request: Request, wish: Wish, origin: str) -> Making:
    """Write the wish down, show its card and start it, each once."""
    making = await _note(ctx, request, wish, origin)
    async with ctx.pool.connection() as conn:
        await ctx.plan.make(conn, making)
    return making


async def _note(ctx: Context, request: Request, wish: Wish, origin: str) -> Making:
    project = request.project
    async with ctx.pool.connection() as conn:
        making = await makings.open_once(
            conn, origin, wish, project_id=project.id, message_id=request.incoming.message_id
        )
    if making.card_id is not None:
        return making
    buttons = keyboard(project.language, Button.HALT, target=making.id)
    text = "\n\n".join(it for it in (making.lead, say("making", project.language)) if it)
    card_id = await ctx.outbound.text(request.place, text, buttons=buttons)
    async with ctx.pool.connection() as conn:
        return await makings.set_card(conn, making.id, card_id)


async def go_on(ctx: Context, request: Request, what: GoOn) -> None:
    """Do with a picture what its button says."""
    found = await _step_of_chat(ctx, request, what.step_id)
    if found is None or what.button not in GOES_ON:
        await wishes.refuse(ctx, request, Refuse(Refusal.OLD_BUTTON))
        return
    step, made = found
    craft, extra = GOES_ON[what.button]
    async with ctx.pool.connection() as conn:
        chat = await chats.get(conn, request.incoming.chat_id, request.incoming.thread_id)
        picture = await media.by_origin(conn, f"making:{made.id}:0")
    if craft is Craft.CLIP and picture is None:
        await wishes.refuse(ctx, request, Refuse(Refusal.OLD_BUTTON))
        return
    if await _is_there(ctx, request, step, craft, extra):
        return
    wish = Wish(
        craft=craft,
        policy=ctx.policy(chat) if craft is Craft.CLIP else step.engine,
        prompt=made.prompt,
        ratio=made.ratio,
        extra=extra,
        media_ids=[picture.id] if craft is Craft.CLIP and picture else [],
        of_step=step.id,
    )
    await begin(ctx, request, with_style(chat, wish), request.origin)


async def _is_there(
    ctx: Context, request: Request, step: Step, craft: Craft, extra: Mapping[str, str]
) -> bool:
    """Whether the very same is under way, or was made and would be the same again; says so."""
    async with ctx.pool.connection() as conn:
        other = await makings.newest_of_step(conn, step.id, craft, extra)
        if other is None or other.origin == request.origin:
            return False
        made = await media.by_origin(conn, f"making:{other.id}:0")
    if other.status in {MakingStatus.WAITING, MakingStatus.MADE}:
        await request.say(ctx, "making-already")
        return True
    if craft is Craft.UPSCALE and other.status is MakingStatus.DELIVERED and made is not None:
        place = replace(request.place, reply_to=made.message_id)
        await ctx.outbound.text(place, say("made-already", request.project.language))
        return True
    return False


async def make_again(ctx: Context, request: Request, making_id: int) -> None:
    """Make something anew that did not work out; the user knows that it may cost again."""
    async with ctx.pool.connection() as conn:
        before = await makings.of_chat(conn, making_id, request.incoming.chat_id)
    if before is None or not before.may_retry or before.status is not MakingStatus.FAILED:
        await wishes.refuse(ctx, request, Refuse(Refusal.OLD_BUTTON))
        return
    wish = Wish(
        craft=before.craft,
        policy=before.policy,
        prompt=before.prompt,
        ratio=before.ratio,
        seconds=before.seconds,
        seed=before.seed,
        extra=before.extra,
        media_ids=before.media_ids,
        of_step=before.of_step,
    )
    # Pressed twice, it is made once.
    await begin(ctx, request, wish, f"again:{before.id}")


async def choose_engine(ctx: Context, request: Request, name: str) -> None:
    """Keep what the chat wants its clips made by, or say what there is."""
    async with ctx.pool.connection() as conn:
        chat = await chats.get(conn, request.incoming.chat_id, request.incoming.thread_id)
    there = ["auto", "nemo", *(it for it in FAMILIES if _has(ctx, it))]
    if name not in there:
        await request.say(ctx, "engine-which", engines=", ".join(there), now=ctx.policy(chat))
        return
    async with ctx.pool.connection() as conn:
        await chats.choose_engine(conn, chat, name)
    await request.say(ctx, f"engine-chosen-{name}")


def _has(ctx: Context, family: str) -> bool:
    return any(engine.entry.family == family for engine in ctx.engines)


def _exact(ctx: Context, craft: Craft, pictures: Sequence[Media], request: Request) -> Craft:
    """What is really made: one picture where nobody makes four, a change where one is there."""
    if craft is Craft.GRID and craft not in ctx.engines.crafts():
        return Craft.PICTURE
    with_one = request.incoming.attachment is not None or request.incoming.reply_to is not None
    return Craft.RETOUCH if craft is Craft.PICTURE and with_one and pictures else craft


def _missing(ctx: Context, craft: Craft, wish: Make, pictures: Sequence[Media]) -> str | None:
    """The id of the sentence that says what is missing; None where it can begin."""
    if craft not in ctx.engines.crafts():
        return f"craft-no-engine-{craft}"
    if craft in NEEDS_WORDS and not wish.text.strip():
        return f"craft-needs-words-{craft if craft is Craft.RETOUCH else wish.craft}"
    if craft is Craft.CLIP and not wish.text.strip() and not pictures:
        return "craft-needs-words-clip"
    return None


async def _ask_for_pictures(
    ctx: Context, request: Request, craft: Craft, have: Sequence[Media]
) -> None:
    await _ask(ctx, request, f"{craft}:{have[0].id}" if have else craft)
    await request.say(ctx, f"craft-needs-picture-{craft}", have=len(have))


async def _ask(ctx: Context, request: Request, asked: str | None) -> None:
    async with ctx.pool.connection() as conn:
        await chats.ask(conn, request.incoming.chat_id, request.incoming.thread_id, asked)


async def _pictures(conn: AsyncConnection, request: Request, wish: Make) -> list[Media]:
    """What the wish starts from: what it came with or answers, else what is there."""
    _, most = STARTS_FROM.get(wish.craft, (0, 1))
    files = await _meant(conn, request)
    if not files and request.incoming.reply_to is None:
        files = await _newest(conn, request.project, wish, most)
    return [file for file in files if may_be_a_picture(file)][:most]


async def _meant(conn: AsyncConnection, request: Request) -> list[Media]:
    """The files that the wish came with, or answers."""
    here = await media.by_origin(conn, request.origin)
    if here is not None:
        return [*await _asked_before(conn, request), here]
    reply_to = request.incoming.reply_to
    return await media.of_message(conn, request.project.id, reply_to) if reply_to else []


async def _asked_before(conn: AsyncConnection, request: Request) -> list[Media]:
    """The picture that was sent when the first of two was asked for."""
    chat = await chats.get(conn, request.incoming.chat_id, request.incoming.thread_id)
    _, _, number = (chat.asked or "").partition(":")
    # Not the very picture that is being handled once more after a crash.
    before = await media.get(conn, int(number)) if number else None
    return [before] if before is not None and before.origin != request.origin else []


async def _newest(conn: AsyncConnection, project: Project, wish: Make, most: int) -> list[Media]:
    """The newest pictures of the project, where the words are about them."""
    files = [it for it in await media.of_project(conn, project.id) if may_be_a_picture(it)]
    files = [it for it in files if it.status is not MediaStatus.MADE]
    if not files or wish.craft in {Craft.GRID, Craft.PICTURE, Craft.MUSIC, Craft.FACESWAP}:
        return []
    if wish.craft is Craft.BLEND:
        album = files[-1].album
        return [it for it in files if album is not None and it.album == album] or files[-most:]
    if wish.craft is Craft.CLIP and wish.text:
        return await newest_meant(conn, project, wish.text)
    return files[-1:]


async def newest_meant(
    conn: AsyncConnection, project: Project, words: str, before: datetime | None = None
) -> list[Media]:
    """The project's newest picture if the words are about it, else none.

    Words alone are about a picture only if the user has just sent it and nothing was made of it
    yet; one that an engine made has to be answered, or spoken of.
    """
    files = [
        file
        for file in await media.of_project(conn, project.id)
        if may_be_a_picture(file)
        and file.status is not MediaStatus.MADE
        and (before is None or file.created_at < before)
    ]
    if not files:
        return []
    newest = files[-1]
    unused = not newest.origin.startswith("making:") and not await makings.uses(conn, newest.id)
    return [newest] if unused or speaks_of_a_picture(words) else []


def may_be_a_picture(file: Media) -> bool:
    """By its name, which is put right when the file is fetched; what has come as a photo is one."""
    fits = file.status is not MediaStatus.REFUSED and file.link_sealed is None
    return fits and file.name.lower().endswith(PICTURES)


async def _step_of_chat(ctx: Context, request: Request, step_id: int) -> tuple[Step, Making] | None:
    async with ctx.pool.connection() as conn:
        try:
            step = await makings.step(conn, step_id)
        except LookupError:
            return None
        making = await makings.of_chat(conn, step.making_id, request.incoming.chat_id)
    return (step, making) if making is not None else None


async def fall_back(
    ctx: Context, project: Project, wish: Wish, origin: str, message_id: int, card_id: int | None
) -> Making:
    """Let the engines make what the editing agent could not, on the same card."""
    async with ctx.pool.connection() as conn, conn.transaction():
        making = await makings.open_once(
            conn, origin, wish, project_id=project.id, message_id=message_id
        )
        if making.card_id is None and card_id is not None:
            making = await makings.set_card(conn, making.id, card_id)
        await ctx.plan.make(conn, making)
    return making
