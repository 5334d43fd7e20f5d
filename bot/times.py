"""Times of schedules in the reader's words; pure."""

import re
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.texts import say
from bot.zones import zone_in_words

_CLOCK: Final = re.compile(
    r"(?P<minute>\d+) (?P<hour>\d+) (?P<day>\d+|L|\*) \* (?P<days>[\d,-]+|\*)"
)
_WEEKDAYS: Final = re.compile(r"[0-7](?:,[0-7])*")
_SUNDAY: Final = 7


def when_in_words(cron: str, language: str) -> str:
    """ "every day at 09:00"; a line that says more than that is shown as it is."""
    found = _CLOCK.fullmatch(cron)
    if found is None:
        return say("when-cron", language, text=cron)
    day, days = found["day"], found["days"]
    start = f"{int(found['hour']):02}:{int(found['minute']):02}"
    if (day, days) == ("*", "*"):
        return say("when-daily", language, start=start)
    if (day, days) == ("*", "1-5"):
        return say("when-workdays", language, start=start)
    if day == "*" and _WEEKDAYS.fullmatch(days):
        names = [say("weekday", language, count=int(it) % _SUNDAY) for it in days.split(",")]
        comma = "、" if language == "zh" else ", "
        return say("when-weekly", language, name=comma.join(names), start=start)
    if day == "L" and days == "*":
        return say("when-last", language, start=start)
    if days == "*":
        return say("when-monthly", language, count=int(day), start=start)
    return say("when-cron", language, text=cron)


def moment_in_words(at: datetime, zone: str, language: str) -> str:
    """ "Fri 2026-11-27 09:00 (Europe/Berlin)"."""
    local = at.astimezone(ZoneInfo(zone))
    day = say("weekday", language, count=local.isoweekday() % _SUNDAY)
    return f"{day} {local:%Y-%m-%d %H:%M} ({zone_in_words(zone)})"
