"""What a message brings beside words, files and links, is noted and waits for its work."""

from datetime import timedelta

from telegram.constants import ChatAction

from bot.context import Context
from bot.flows import crafting, wishes
from bot.flows.request import Request
from bot.outbound import Place
from bot.store import makings, media, projects, turns
from bot.store.rows import MediaStatus, TurnStatus
from bot.texts import say
from intents.actions import Action, Import, Instruct, Make, TakeIn
from intents.routing import Intent

# The parts of an album come as messages of their own; so long after the last one it is complete.
ALBUM_QUIET_S = 1.0
LINK_MARK = "[link {}]"


async def take_in(ctx: Context, request: Request, action: TakeIn) -> Action | None:
    """Note a file and the wish that came with it; what is left to be done now."""
    await ctx.outbound.action(request.place, ChatAction.TYPING)
    album = request.incoming.album
    async with ctx.pool.connection() as conn:
        file = await media.open_once(
            conn,
            request.origin,
            project_id=request.project.id,
            message_id=request.incoming.message_id,
            file_id=action.attachment.file_id,
            name=action.attachment.name,
            album=album,
        )
        noted = await turns.by_origin(conn, request.origin)
    # Begun before a crash: then the wish stands in the books, whatever is known now.
    wish = (
        Instruct(
            noted.text,
            Intent(noted.next_intent) if noted.next_intent else None,
            generates=noted.generates,
        )
        if noted
        else action.after
    )
    if isinstance(wish, Instruct):
        # The wish and its card stand before the file is looked at, which may find fault with it.
        await wishes.note(ctx, request, wish)
    elif isinstance(wish, Make) and album is None:
        await crafting.make(ctx, request, wish)
        wish = None
    if file.status is MediaStatus.RECEIVED:
        async with ctx.pool.connection() as conn:
            await ctx.plan.take_in(conn, file)
    if album is not None:
        async with ctx.pool.connection() as conn:
            await ctx.plan.gather(conn, album, after_s=ALBUM_QUIET_S)
        if isinstance(wish, Make):
            await crafting.note_for_album(ctx, request, wish)
        if isinstance(wish, Instruct | Make):
            return None  # begins when the album is complete
    return wish


async def gather(ctx: Context, album: str) -> None:
    """Begin what was wished for an album, or ask what should happen with it, once it is complete.

    Its files are taken in before the wish, because both are done in order within the project.
    """
    async with ctx.pool.connection() as conn, conn.transaction():
        parts = await media.of_album(conn, album)
        newest = max(part.created_at for part in parts)
        if ctx.clock.now() - newest < timedelta(seconds=ALBUM_QUIET_S):
            await ctx.plan.gather(conn, album, after_s=ALBUM_QUIET_S)
            return
        project = await projects.get(conn, parts[0].project_id)
        wished = await turns.of_album(conn, album)
        for turn in wished:
            if turn.status is TurnStatus.WAITING and turn.job_id is None:
                await turns.set_job(conn, turn.id, await ctx.plan.turn(conn, turn))
                if turn.generates:
                    await ctx.plan.too_slow(conn, turn, after_s=ctx.settings.too_slow_s)
        to_make = await makings.of_album(conn, album)
    for making in to_make:
        await crafting.begin_with(ctx, project, making, parts)
    if not wished and not to_make:
        place = Place(
            chat_id=project.chat_id, thread_id=project.thread_id, reply_to=parts[0].message_id
        )
        await ctx.outbound.text(place, say("got-files", project.language, count=len(parts)))


async def take_links(ctx: Context, request: Request, action: Import) -> None:
    """Note links and the wish that came with them.

    In the wish marks stand for the links, which may be keys to what they lead to.
    """
    await ctx.outbound.action(request.place, ChatAction.TYPING)
    wish = action.after
    if wish is not None:
        text = wish.text
        for number, link in enumerate(action.links):
            text = text.replace(link, LINK_MARK.format(number), 1)
        wish = Instruct(text, wish.then, generates=wish.generates, ask_first=wish.ask_first)
        await wishes.note(ctx, request, wish)
    for number, link in enumerate(action.links):
        async with ctx.pool.connection() as conn, conn.transaction():
            file = await media.open_once(
                conn,
                f"{request.origin}:link:{number}",
                project_id=request.project.id,
                message_id=request.incoming.message_id,
                file_id="",
                name=LINK_MARK.format(number),
                link_sealed=ctx.identities.vault.seal(link),
            )
            if file.status is MediaStatus.RECEIVED:
                await ctx.plan.take_in(conn, file)
    if wish is not None:
        await wishes.instruct(ctx, request, wish)
