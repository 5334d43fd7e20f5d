"""A schedule is due: noted once, carried out as if its words had just been sent to the chat.

The job that waits for the time only writes down that it was due; the job that carries it out comes
in the order of the chat's messages.
"""

from datetime import datetime, timedelta
from typing import Final

import structlog
from psycopg import AsyncConnection

from bot.context import Context
from bot.flows import conversation
from bot.flows.timetable import zone_of_chat
from bot.inbound import split_command
from bot.outbound import Place
from bot.schedule import next_time
from bot.store import chats, schedules
from bot.store.rows import Chat
from bot.store.schedules import Firing, Schedule, ScheduleStatus
from bot.texts import say
from bot.times import moment_in_words
from intents.model import Incoming

#: What is later than that is not made up for.
LATEST: Final = timedelta(hours=1)

log = structlog.get_logger()


async def plan_all(ctx: Context) -> None:
    """Each schedule that is on has a job that waits for it, whatever happened before."""
    async with ctx.pool.connection() as conn, conn.transaction():
        for schedule in await schedules.all_on(conn):
            await ctx.plan.fire(conn, schedule)


async def fire(ctx: Context, schedule_id: int) -> None:
    """Note that it is due and plan the next time, both or none; too early, it is planned again.

    However often this runs, each time is noted once.
    """
    async with ctx.pool.connection() as conn, conn.transaction():
        schedule = await schedules.locked(conn, schedule_id)
        if schedule.status is not ScheduleStatus.ON:
            return
        now = ctx.clock.now()
        if schedule.next_at <= now:
            chat = await chats.get(conn, schedule.chat_id, schedule.thread_id)
            zone = schedule.zone or zone_of_chat(ctx, chat)
            await _note(ctx, conn, schedule, _newest_due(schedule, zone, now), now)
            following = next_time(schedule.cron, zone, now)
            schedule = await schedules.plan(conn, schedule.id, following)
        await ctx.plan.fire(conn, schedule)


def _newest_due(schedule: Schedule, zone: str, now: datetime) -> datetime:
    """Of several times that have gone by, only the last one counts."""
    due = schedule.next_at
    following = next_time(schedule.cron, zone, max(due, now - LATEST))
    while following <= now:
        due, following = following, next_time(schedule.cron, zone, following)
    return due


async def _note(
    ctx: Context, conn: AsyncConnection, schedule: Schedule, due: datetime, now: datetime
) -> None:
    missed = now - due > LATEST
    firing = await schedules.note_firing(conn, schedule.id, due, missed=missed)
    log.info("schedule_due", schedule_id=schedule.id, missed=missed, known=firing is None)
    if firing is not None:
        await ctx.plan.carry_out(conn, firing, schedule.chat_id)


async def carry_out(ctx: Context, firing_id: int) -> None:
    """Do with the words what the chat does with a message, after all that came before."""
    async with ctx.pool.connection() as conn:
        firing = await schedules.firing(conn, firing_id)
        schedule = await schedules.get(conn, firing.schedule_id)
        chat = await chats.get(conn, schedule.chat_id, schedule.thread_id)
    place = Place(chat_id=schedule.chat_id, thread_id=schedule.thread_id)
    # Paused or removed in the meantime, it does not begin any more; what has begun is brought to
    # its end.
    off = schedule.status is not ScheduleStatus.ON and firing.message_id is None
    if firing.ended_at is None and not off:
        if firing.missed:
            await ctx.outbound.text(place, _missed(ctx, chat, schedule, firing))
        else:
            await _begin(ctx, schedule, firing, place)
    async with ctx.pool.connection() as conn:
        await schedules.ended(conn, firing.id)


async def _begin(ctx: Context, schedule: Schedule, firing: Firing, place: Place) -> None:
    message_id = firing.message_id
    if message_id is None:
        words = say("schedule-fires", schedule.language, text=schedule.words)
        message_id = await ctx.outbound.text(place, words)
        async with ctx.pool.connection() as conn:
            await schedules.begun(conn, firing.id, message_id)
    command, text = split_command(schedule.words)
    incoming = Incoming(
        chat_id=schedule.chat_id,
        user_id=schedule.user_id,
        message_id=message_id,
        thread_id=schedule.thread_id,
        language=schedule.language,
        text=text,
        command=command,
    )
    await conversation.respond(
        ctx, incoming, f"schedule:{schedule.id}:{firing.due_at:%Y-%m-%dT%H:%M:%S%z}"
    )


def _missed(ctx: Context, chat: Chat, schedule: Schedule, firing: Firing) -> str:
    language, zone = schedule.language, zone_of_chat(ctx, chat)
    return say(
        "schedule-missed",
        language,
        number=str(schedule.number),
        text=schedule.words,
        when=moment_in_words(firing.due_at, zone, language),
        next=moment_in_words(schedule.next_at, zone, language),
    )
