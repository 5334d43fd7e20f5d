"""Answers about where things stand: what is on the timeline, and how many credits are left."""

from pathlib import Path
from tempfile import TemporaryDirectory

from bot.buttons import keyboard
from bot.context import Context
from bot.flows import batching, sessions
from bot.store import batches, exports, media, turns
from bot.store.rows import BatchStatus, ExportStatus, Project
from bot.texts import say
from bot.wording import picture_of, tracks_in_words
from intents.model import Button
from studio.picture import draw_tracks

AFTER_STATUS = (Button.EXPORT, Button.NEW)


async def show(ctx: Context, project: Project, reply_to: int) -> None:
    """What is being worked on, and the timeline in words and as a picture. Raises ServiceError."""
    place = ctx.place(project, reply_to=reply_to)
    work = await _work_in_words(ctx, project)
    timeline = await sessions.timeline(ctx, project)
    words = "\n".join([*work, tracks_in_words(timeline, project.language)])
    if not timeline.tracks:
        await ctx.outbound.text(place, words)
        return
    async with ctx.pool.connection() as conn:
        files = await media.of_project(conn, project.id)
    sources = {file.name: ctx.settings.data_dir / file.path for file in files if file.path}
    with TemporaryDirectory(prefix="tracks-") as folder:
        picture = Path(folder) / "timeline.png"
        await draw_tracks(picture_of(timeline, sources, project.language), picture)
        buttons = keyboard(project.language, *AFTER_STATUS)
        await ctx.outbound.photo(place, picture, words, buttons=buttons)


async def show_credits(ctx: Context, project: Project, reply_to: int) -> None:
    """How many credits are left. Raises ServiceError."""
    language = project.language
    balance = await ctx.identities.call(project.user_id, lambda nemo: nemo.credits.balance())
    lines = [
        say(
            "credits",
            language,
            available=balance.available,
            frozen=balance.frozen,
            total=balance.total,
        )
    ]
    async with ctx.pool.connection() as conn:
        last = await turns.newest_sent(conn, project.id)
    if last is not None and last.cost is not None:
        lines.append(say("credits-last", language, cost=last.cost))
    if balance.available < ctx.settings.low_credits:
        url = await ctx.identities.where_to_pay(project.user_id)
        lines.append(say("credits-more", language, url=url))
    lines.append(say("credits-hint", language))
    await ctx.outbound.text(ctx.place(project, reply_to=reply_to), "\n".join(lines))


async def _work_in_words(ctx: Context, project: Project) -> list[str]:
    async with ctx.pool.connection() as conn:
        wishes = await turns.active_in_chat(conn, project.chat_id, project.thread_id)
        videos = await exports.active_in_chat(conn, project.chat_id, project.thread_id)
        tables = await batches.active_in_chat(conn, project.chat_id, project.thread_id)
        counts = {it.id: await batches.counts(conn, it.id) for it in tables}
    lines = [say("status-working", project.language)] if wishes else []
    return (
        lines
        + [
            say("status-rendering", project.language, percent=video.percent)
            for video in videos
            if video.status is ExportStatus.SUBMITTED
        ]
        + [
            batching.in_words(project, batch, counts[batch.id])
            for batch in tables
            if batch.status is BatchStatus.RUNNING
        ]
    )
