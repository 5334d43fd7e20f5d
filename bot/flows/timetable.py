"""What a chat wants done by the clock: noted, listed, paused, removed; and the chat's zone."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from psycopg import AsyncConnection
from telegram import InlineKeyboardMarkup

from bot.buttons import Row, rows
from bot.context import Context
from bot.flows import wishes
from bot.flows.request import Request
from bot.inbound import split_command
from bot.schedule import ScheduleProblem, Wanted, next_time, parse_schedule
from bot.store import chats, schedules
from bot.store.rows import Chat
from bot.store.schedules import MOST, New, Schedule, ScheduleStatus
from bot.texts import say
from bot.times import moment_in_words, when_in_words
from bot.zones import zone_in_words, zone_named
from intents.model import Button, ChangeSchedule, Refusal, Refuse

LIST: Final = frozenset(("", "list", "show", "all", "列表", "查看", "全部"))
WORDS_FOR: Final[Mapping[str, Button]] = {
    **dict.fromkeys(("pause", "stop", "暂停", "暫停"), Button.PAUSE),
    **dict.fromkeys(("resume", "continue", "恢复", "恢復", "继续", "繼續"), Button.RESUME),
    **dict.fromkeys(("remove", "delete", "删除", "刪除", "移除"), Button.REMOVE),
}
_ONE: Final = re.compile(
    rf"(?P<word>{'|'.join(WORDS_FOR)})\s*(?:#|no\.?|第)?\s*(?P<number>\d{{1,4}})?\s*[个個号]?",
    re.IGNORECASE | re.ASCII,
)
LONGEST_SHOWN: Final = 120
COMMAND: Final = "schedule"


async def answer(ctx: Context, request: Request, text: str) -> None:
    """Do what stands behind /schedule."""
    if text.strip().lower() in LIST:
        await _list(ctx, request)
    elif found := _ONE.fullmatch(text.strip()):
        await _change_one(ctx, request, WORDS_FOR[found["word"].lower()], found["number"])
    else:
        await _add(ctx, request, text)


async def change(ctx: Context, request: Request, wanted: ChangeSchedule) -> None:
    """Do what the button under a list says, and show the list anew in its place."""
    here = await _of_chat(ctx, request)
    chosen = next((it for it in here if it.id == wanted.schedule_id), None)
    if chosen is None:
        await wishes.refuse(ctx, request, Refuse(Refusal.OLD_BUTTON))
        return
    await _set(ctx, chosen, wanted.button)
    words, buttons = await _listed(ctx, request)
    place, message_id = request.place, request.incoming.message_id
    if not await ctx.outbound.edit(place.chat_id, message_id, words, buttons=buttons):
        await ctx.outbound.text(place, words, buttons=buttons)


async def choose_zone(ctx: Context, request: Request, name: str) -> None:
    """Keep the chat's zone; its schedules that name none of their own follow it."""
    chat = await _chat(ctx, request)
    if not name:
        now = zone_in_words(zone_of_chat(ctx, chat))
        await request.say(ctx, "zone-is" if chat.zone else "zone-is-usual", name=now)
        return
    zone = zone_named(name)
    if zone is None:
        await request.say(ctx, "zone-unknown")
        return
    async with ctx.pool.connection() as conn, conn.transaction():
        await chats.choose_zone(conn, chat, zone)
        for schedule in await schedules.of_chat(conn, chat.chat_id, chat.thread_id):
            if not schedule.zone and schedule.status is ScheduleStatus.ON:
                await plan(ctx, conn, schedule, zone)
    now = moment_in_words(ctx.clock.now(), zone, request.project.language)
    await request.say(ctx, "zone-chosen", now=now)


def zone_of_chat(ctx: Context, chat: Chat) -> str:
    """What the chat has chosen, or what is set for all."""
    return chat.zone or ctx.settings.time_zone


async def plan(ctx: Context, conn: AsyncConnection, schedule: Schedule, zone: str) -> None:
    """Have it carried out at the next time there is, in the caller's transaction."""
    next_at = next_time(schedule.cron, schedule.zone or zone, ctx.clock.now())
    schedule = await schedules.plan(conn, schedule.id, next_at)
    await ctx.plan.fire(conn, schedule, anew=True)


async def _add(ctx: Context, request: Request, text: str) -> None:
    wanted = parse_schedule(text, "")  # whose zone is "" where it names none
    if isinstance(wanted, ScheduleProblem):
        await request.say(ctx, f"schedule-{wanted.replace('_', '-')}")
        return
    if split_command(wanted.words)[0] == COMMAND:
        await request.say(ctx, "schedule-of-schedules")
        return
    chat = await _chat(ctx, request)
    async with ctx.pool.connection() as conn, conn.transaction():
        new = _new(ctx, request, wanted, zone_of_chat(ctx, chat))
        schedule = await schedules.open_once(conn, request.origin, new)
        if schedule is not None and schedule.status is ScheduleStatus.ON:
            await ctx.plan.fire(conn, schedule)
    if schedule is None:
        await request.say(ctx, "schedule-enough", limit=MOST)
        return
    language = request.project.language
    lines = [say("schedule-set", language), _line(ctx, chat, schedule, language)]
    if chat.zone is None and not schedule.zone and len(await _of_chat(ctx, request)) == 1:
        lines.append(say("schedule-zone", language, name=zone_in_words(ctx.settings.time_zone)))
    await ctx.outbound.text(
        request.place, "\n".join(lines), buttons=rows(language, [_row(schedule)])
    )


def _new(ctx: Context, request: Request, wanted: Wanted, zone: str) -> New:
    incoming = request.incoming
    return New(
        chat_id=incoming.chat_id,
        thread_id=incoming.thread_id,
        user_id=incoming.user_id,
        language=incoming.language,
        cron=wanted.cron,
        zone=wanted.zone,
        words=wanted.words,
        next_at=next_time(wanted.cron, wanted.zone or zone, ctx.clock.now()),
    )


async def _change_one(ctx: Context, request: Request, button: Button, number: str | None) -> None:
    """By its number; where there is only one, that one."""
    here = await _of_chat(ctx, request)
    numbers = [int(number)] if number else [it.number for it in here]
    chosen = [it for it in here if it.number in numbers]
    if not here or len(numbers) > 1 or not chosen:
        await (_list(ctx, request) if not here else request.say(ctx, "schedule-which"))
        return
    await _set(ctx, chosen[0], button)
    await _list(ctx, request)


async def _set(ctx: Context, schedule: Schedule, button: Button) -> None:
    async with ctx.pool.connection() as conn, conn.transaction():
        if button is not Button.RESUME:
            off = ScheduleStatus.PAUSED if button is Button.PAUSE else ScheduleStatus.REMOVED
            await schedules.set_status(conn, schedule.id, off)
        elif schedule.status is ScheduleStatus.PAUSED:
            chat = await chats.get(conn, schedule.chat_id, schedule.thread_id)
            await schedules.set_status(conn, schedule.id, ScheduleStatus.ON)
            await plan(ctx, conn, schedule, zone_of_chat(ctx, chat))


async def _list(ctx: Context, request: Request) -> None:
    words, buttons = await _listed(ctx, request)
    await ctx.outbound.text(request.place, words, buttons=buttons)


async def _listed(ctx: Context, request: Request) -> tuple[str, InlineKeyboardMarkup | None]:
    language = request.project.language
    here = await _of_chat(ctx, request)
    if not here:
        return say("schedule-none", language), None
    chat = await _chat(ctx, request)
    lines = [_line(ctx, chat, it, language) for it in here]
    return "\n\n".join([say("schedule-all", language), *lines]), rows(
        language, [_row(it) for it in here]
    )


def _row(schedule: Schedule) -> Row:
    on = schedule.status is ScheduleStatus.ON
    return Row(
        label=str(schedule.number),
        target=schedule.id,
        buttons=(Button.PAUSE if on else Button.RESUME, Button.REMOVE),
    )


def _line(ctx: Context, chat: Chat, schedule: Schedule, language: str) -> str:
    words = schedule.words
    when = when_in_words(schedule.cron, language)
    if schedule.zone:
        when = f"{when} ({zone_in_words(schedule.zone)})"
    return say(
        "schedule-line" if schedule.status is ScheduleStatus.ON else "schedule-line-paused",
        language,
        number=str(schedule.number),
        when=when,
        text=words if len(words) <= LONGEST_SHOWN else words[: LONGEST_SHOWN - 1] + "…",
        next=moment_in_words(schedule.next_at, zone_of_chat(ctx, chat), language),
    )


async def _chat(ctx: Context, request: Request) -> Chat:
    async with ctx.pool.connection() as conn:
        return await chats.get(conn, request.incoming.chat_id, request.incoming.thread_id)


async def _of_chat(ctx: Context, request: Request) -> Sequence[Schedule]:
    async with ctx.pool.connection() as conn:
        return await schedules.of_chat(conn, request.incoming.chat_id, request.incoming.thread_id)
