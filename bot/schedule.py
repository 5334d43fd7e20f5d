"""Reads what stands after /schedule, and tells when it is time again; pure.

A schedule is kept as a cron line with a zone. `cronsim` reads such lines as Debian's cron does.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from cronsim import CronSim, CronSimError

EVERY_MINUTES: Final = 5
WORDS_LONGEST: Final = 2000
TEXT_LONGEST: Final = 4096


class ScheduleProblem(StrEnum):
    """Why a schedule is not understood; each is one sentence for the user."""

    NOT_UNDERSTOOD = "not_understood"
    TIME_WRONG = "time_wrong"
    DAY_WRONG = "day_wrong"
    CRON_WRONG = "cron_wrong"
    ZONE_UNKNOWN = "zone_unknown"
    TOO_OFTEN = "too_often"
    NEVER = "never"
    NO_WORDS = "no_words"
    WORDS_TOO_LONG = "words_too_long"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to do when. `cron` has five fields, `zone` is a name of the IANA's."""

    cron: str
    zone: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _When:
    """The fields of a cron line that name days, and the text that follows them."""

    days: str
    rest: str


_WEEKDAYS: Final[Mapping[str, int]] = {
    **{name: i % 7 for i, name in enumerate("一二三四五六日", 1)},
    "天": 0,
    **{
        form: number
        for number, name in enumerate(
            ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
        )
        for form in (name, name[:3], f"{name}s")
    },
    "tues": 2,
    "weds": 3,
    "thur": 4,
    "thurs": 4,
}
_DAY: Final = "|".join(
    sorted((name for name in _WEEKDAYS if name.isascii()), key=len, reverse=True)
)
_IGNORED: Final = re.IGNORECASE | re.DOTALL
_DAILY: Final = re.compile(r"(?:daily|every\s?day|each day|每天|每日)(?P<rest>.*)", _IGNORED)
_WORKDAYS: Final = re.compile(
    r"(?:(?:every |each )?(?P<which>weekdays?|workdays?|weekends?)|"
    r"(?:每个?)?(?P<whose>工作日|周末|週末))(?P<rest>.*)",
    _IGNORED,
)
_WEEKLY: Final = re.compile(
    rf"(?:weekly|every|each)\s+(?:on\s+)?(?P<days>(?:{_DAY})(?:(?:\s*,\s*|\s+and\s+)(?:{_DAY}))*)\b"
    r"(?P<rest>.*)",
    _IGNORED,
)
_WEEKLY_ZH: Final = re.compile(
    r"每(?:个)?(?:周|週|星期|礼拜)(?P<days>[一二三四五六日天](?:[、,和]?[一二三四五六日天]){0,6})"
    r"(?P<rest>.*)",
    _IGNORED,
)
_MONTHLY: Final = re.compile(
    r"(?:monthly|every month)\s+(?:on\s+)?(?:the\s+)?(?:day\s+)?"
    r"(?P<day>\d{1,4}|last)(?:st|nd|rd|th)?(?:\s+day)?\b(?P<rest>.*)",
    _IGNORED | re.ASCII,
)
_MONTHLY_ZH: Final = re.compile(
    r"每(?:个)?月\s*(?P<day>\d{1,4}|最后一天|月底)\s*[号號日]?(?P<rest>.*)", _IGNORED
)
_NO_DAY: Final = re.compile(
    r"(?:weekly|monthly|every month|每(?:个)?(?:周|週|星期|礼拜|月))(?!\w)", re.IGNORECASE
)

_TIME: Final = re.compile(
    r"[\s,，]*(?:at\s+)?(?P<hour>\d{1,2})(?:[:：.h](?P<minute>\d{2})(?!\d))?\s*"
    r"(?P<half>[ap]\.?m\b\.?)?(?=$|[\s,，:：]|[^\x00-\x7f])",
    re.IGNORECASE | re.ASCII,
)
_TIME_ZH: Final = re.compile(
    r"[\s,，]*(?:(?P<part>凌晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里)\s*)?(?P<hour>\d{1,2})"
    r"(?:\s*[点點时時]\s*(?:(?P<half>半)|(?P<quarter>一刻|三刻)|(?P<minute>\d{1,2})\s*分?|整)?"
    r"|[:：](?P<colon>\d{2})(?!\d))",
)
_LATER: Final = frozenset(("下午", "傍晚", "晚上", "夜里"))
_SEPARATORS: Final = " \t\r\n,，:：-—"

_FIELD: Final = r"[\d*/,\-]{1,40}"
_CRON: Final = re.compile(
    rf"(?:cron\s*)?(?P<open>[\"“”'‘`「]?)(?P<fields>{_FIELD}\s+{_FIELD}\s+[\d*/,\-LW]{{1,40}}\s+"
    r"[\d*/,\-a-z]{1,40}\s+[\d*/,\-#a-z]{1,40})(?P<close>[\"“”'’`」]?)(?=\s|$)(?P<rest>.*)",
    _IGNORED | re.ASCII,
)
_AREAS: Final = frozenset(
    (
        *("africa", "america", "antarctica", "arctic", "asia", "atlantic", "australia"),
        *("europe", "indian", "pacific", "etc"),
    )
)
_ZONE: Final = re.compile(
    r"\s*[(（]?(?P<name>(?P<area>[a-z]{3,10})/[a-z_+\-/0-9]{1,60}|(?:utc|gmt)(?![\w+-])|"
    r"(?:utc|gmt)(?P<offset>[+-]\d{1,2})(?![\d:])|北京时间|北京時間)[)）]?(?=$|[\s,，:：]|[^\x00-\x7f])",
    re.IGNORECASE | re.ASCII,
)


def parse_schedule(text: str, zone: str = "UTC") -> Wanted | ScheduleProblem:
    """What is wanted: days, a time, a zone where one is named (else `zone`), and words.

    Forms: `daily 09:00 words`, `weekly mon 9am words`, `weekdays …`, `monthly 1 …`,
    `cron "0 9 * * 1-5" words`, `0 9 * * 1-5 words`, `每周一 9:00 words`.
    """
    text = text.strip()
    if len(text) > TEXT_LONGEST:
        return ScheduleProblem.WORDS_TOO_LONG
    if found := _CRON.match(text):
        return _finished(found["fields"], found["rest"], zone)
    if re.match(r"cron\b", text, re.IGNORECASE):
        return ScheduleProblem.CRON_WRONG
    when = _days(text)
    if isinstance(when, ScheduleProblem):
        return when
    for form, read in ((_TIME, _clock), (_TIME_ZH, _clock_zh)):
        time = form.match(when.rest)
        clock = read(time) if time else None
        if time and clock:
            return _finished(f"{clock} {when.days}", when.rest[time.end() :], zone)
    return ScheduleProblem.TIME_WRONG


def next_time(cron: str, zone: str, after: datetime) -> datetime:
    """The first time after `after` at which it is due, in UTC.

    A time of day that a change of the clocks leaves out comes at the next moment there is; one that
    comes twice counts once. Raises ValueError for a line or a zone that is none, and where it is
    never due.
    """
    after = after.astimezone(UTC)
    try:
        local = after.astimezone(ZoneInfo(zone))
    except (KeyError, OSError) as exc:  # not known; a folder of zones
        raise ValueError(f"not a time zone: {zone!r}") from exc
    try:
        # The library may give again what a doubled or a missing hour has given already.
        for due in CronSim(_fixed(cron), local):
            if (moment := due.astimezone(UTC)) > after:
                return moment
    except (CronSimError, AssertionError, TypeError, OverflowError) as exc:
        raise ValueError(f"not a cron line: {cron!r}") from exc
    raise ValueError(f"never due: {cron!r}")


def _fixed(cron: str) -> str:
    """The line in a form whose hours the library keeps through changes of the clocks.

    Like Debian's cron it treats a field that begins with a star as "always", and skips an hour that
    is named beside it and missing that day.
    """
    minute, hour, *days = cron.split()
    if hour == "*":
        return cron
    minute, hour = (
        field.replace("*", whole, 1) if field.startswith("*") else field
        for field, whole in ((minute, "0-59"), (hour, "0-23"))
    )
    return " ".join((minute, hour, *days))


def _days(text: str) -> _When | ScheduleProblem:
    if found := _DAILY.match(text):
        return _When(days="* * *", rest=found["rest"])
    if found := _WORKDAYS.match(text):
        weekend = (found["which"] or "").lower().startswith("weekend") or found["whose"] in (
            "周末",
            "週末",
        )
        return _When(days="* * 0,6" if weekend else "* * 1-5", rest=found["rest"])
    if found := _WEEKLY.match(text) or _WEEKLY_ZH.match(text):
        named = re.findall(rf"{_DAY}|[一二三四五六日天]", found["days"], re.IGNORECASE)
        days = sorted({_WEEKDAYS[name.lower()] for name in named})
        return _When(days=f"* * {','.join(map(str, days))}", rest=found["rest"])
    if found := _MONTHLY.match(text) or _MONTHLY_ZH.match(text):
        day = found["day"].lower()
        # Whoever says 31 means the end of each month.
        if day in ("last", "最后一天", "月底", "31"):
            return _When(days="L * *", rest=found["rest"])
        if not 1 <= int(day) <= 30:
            return ScheduleProblem.DAY_WRONG
        return _When(days=f"{int(day)} * *", rest=found["rest"])
    return ScheduleProblem.DAY_WRONG if _NO_DAY.match(text) else ScheduleProblem.NOT_UNDERSTOOD


def _clock(time: re.Match[str]) -> str | None:
    """Minute and hour of "9:30 pm" or "21:30"; a number alone is no time."""
    hour, half = int(time["hour"]), (time["half"] or "").lower()[:1]
    if time["minute"] is None and not half:
        return None
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    elif half and (half == "a" or time["minute"] is None):
        return None  # "13 am", "14pm"; but 14:00 pm is a time
    return _fields(hour, int(time["minute"] or 0))


def _clock_zh(time: re.Match[str]) -> str | None:
    """Minute and hour of 下午3点半."""
    hour, part = int(time["hour"]), time["part"]
    if time["colon"] and not part:
        return None  # the other form has judged it
    if time["half"]:
        minute = 30
    elif time["quarter"]:
        minute = 15 if time["quarter"] == "一刻" else 45
    else:
        minute = int(time["minute"] or time["colon"] or 0)
    if part in _LATER and 1 <= hour < 12:
        hour += 12
    elif (part == "晚上" and hour == 12) or (part == "凌晨" and hour == 12):
        hour = 0
    elif part == "中午" and hour < 3:
        hour = hour + 12
    return _fields(hour, minute)


def _fields(hour: int, minute: int) -> str | None:
    return f"{minute} {hour}" if hour < 24 and minute < 60 else None


def _finished(cron: str, rest: str, zone: str) -> Wanted | ScheduleProblem:
    """With the zone and the words of the rest, and a cron line that was tried out."""
    found = _ZONE.match(rest)
    if found and (found["area"] is None or found["area"].lower() in _AREAS):
        named = _zone(found)
        if named is None:
            return ScheduleProblem.ZONE_UNKNOWN
        zone, rest = named, rest[found.end() :]
    cron = " ".join(cron.upper().split())
    problem = _tried(cron)
    words = rest.strip(_SEPARATORS)
    if problem is None and not words:
        problem = ScheduleProblem.NO_WORDS
    if problem is None and len(words) > WORDS_LONGEST:
        problem = ScheduleProblem.WORDS_TOO_LONG
    return problem or Wanted(cron=cron, zone=zone, words=words)


def _tried(cron: str) -> ScheduleProblem | None:
    try:
        line = CronSim(cron, datetime(2026, 1, 1, tzinfo=UTC))
        next(line)
    except StopIteration:
        return ScheduleProblem.NEVER
    except (CronSimError, AssertionError, TypeError, ValueError, OverflowError):
        return ScheduleProblem.CRON_WRONG
    minutes = sorted(line.minutes)
    gaps = [later - earlier for earlier, later in pairwise(minutes)]
    if any((hour + 1) % 24 in line.hours for hour in line.hours):
        gaps.append(60 + minutes[0] - minutes[-1])
    return ScheduleProblem.TOO_OFTEN if gaps and min(gaps) < EVERY_MINUTES else None


def known_zone(name: str) -> str | None:
    """The zone's proper name, however it is written: "europe/berlin", "UTC+8", "北京时间"."""
    found = _ZONE.fullmatch(name.strip())
    return _zone(found) if found else None


def _zone(found: re.Match[str]) -> str | None:
    name = found["name"].lower()
    if name.startswith("北京"):
        return "Asia/Shanghai"
    if found["offset"]:
        hours = int(found["offset"])
        # The names of these have the sign the other way round.
        name = f"etc/gmt{-hours:+d}" if hours else "utc"
    return _zones().get("utc" if name == "gmt" else name)


@cache
def _zones() -> Mapping[str, str]:
    return {name.lower(): name for name in available_timezones() if name[:1].isupper()}
