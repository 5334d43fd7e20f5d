"""What people write after /schedule, and when it is time again."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.schedule import (
    EVERY_MINUTES,
    ScheduleProblem,
    Wanted,
    known_zone,
    next_time,
    parse_schedule,
)

Z = "Asia/Shanghai"


@pytest.mark.parametrize(
    ("text", "cron", "words"),
    [
        ("daily 09:00 a cat", "0 9 * * *", "a cat"),
        ("Daily at 9:05 a cat", "5 9 * * *", "a cat"),
        ("every day at 9am: a cat", "0 9 * * *", "a cat"),
        ("daily 9:30 pm a cat", "30 21 * * *", "a cat"),
        ("daily 9 p.m. a cat", "0 21 * * *", "a cat"),
        ("daily 12am a cat", "0 0 * * *", "a cat"),
        ("daily 12:15pm a cat", "15 12 * * *", "a cat"),
        ("daily 14:00 pm a cat", "0 14 * * *", "a cat"),
        ("daily 9h30 a cat", "30 9 * * *", "a cat"),
        ("daily 9.30 a cat", "30 9 * * *", "a cat"),
        ("daily 00:00 a cat", "0 0 * * *", "a cat"),
        ("daily 09:00 3 cats at 10:00", "0 9 * * *", "3 cats at 10:00"),
        ("daily 09:00\na cat\nand a dog", "0 9 * * *", "a cat\nand a dog"),
        ("weekly mon 09:00 a cat", "0 9 * * 1", "a cat"),
        ("weekly on Sunday 09:00 a cat", "0 9 * * 0", "a cat"),
        ("every tuesday at 9am a cat", "0 9 * * 2", "a cat"),
        ("weekly mon,wed and fri 9am a cat", "0 9 * * 1,3,5", "a cat"),
        ("weekdays 9:00 a cat", "0 9 * * 1-5", "a cat"),
        ("every weekday 9:00 a cat", "0 9 * * 1-5", "a cat"),
        ("weekends 9:00 a cat", "0 9 * * 0,6", "a cat"),
        ("monthly 1 09:00 a cat", "0 9 1 * *", "a cat"),
        ("monthly on the 15th 09:00 a cat", "0 9 15 * *", "a cat"),
        ("monthly last 09:00 a cat", "0 9 L * *", "a cat"),
        ("monthly 31 09:00 a cat", "0 9 L * *", "a cat"),
        ('cron "0 9 * * 1-5" a cat', "0 9 * * 1-5", "a cat"),
        ("cron “*/15 9-17 * * mon-fri” a cat", "*/15 9-17 * * MON-FRI", "a cat"),
        ("cron 0 9 * * 1-5 a cat", "0 9 * * 1-5", "a cat"),
        ("0 9 * * 1-5 a cat", "0 9 * * 1-5", "a cat"),
        ("0 9 1 1 * a cat", "0 9 1 1 *", "a cat"),
        ("每天 09:00 一只猫", "0 9 * * *", "一只猫"),
        ("每天9:00一只猫", "0 9 * * *", "一只猫"),
        ("每日九", "", ""),
        ("每天早上8点半 一只猫", "30 8 * * *", "一只猫"),
        ("每天下午3点20分，一只猫", "20 15 * * *", "一只猫"),
        ("每天晚上12点 一只猫", "0 0 * * *", "一只猫"),
        ("每天中午12点 一只猫", "0 12 * * *", "一只猫"),
        ("每天下午3:30 一只猫", "30 15 * * *", "一只猫"),
        ("每天9点三刻 一只猫", "45 9 * * *", "一只猫"),
        ("每周一 9:00 一只猫", "0 9 * * 1", "一只猫"),
        ("每星期天 9:00 一只猫", "0 9 * * 0", "一只猫"),
        ("每周一、三、五 9:00 一只猫", "0 9 * * 1,3,5", "一只猫"),
        ("工作日 9:00 一只猫", "0 9 * * 1-5", "一只猫"),
        ("周末 10点 一只猫", "0 10 * * 0,6", "一只猫"),
        ("每月1号 9:00 一只猫", "0 9 1 * *", "一只猫"),
        ("每月最后一天 9:00 一只猫", "0 9 L * *", "一只猫"),
    ],
)
def test_a_schedule_is_read_as_people_write_it(text: str, cron: str, words: str) -> None:
    read = parse_schedule(text, Z)
    if not cron:
        assert read is ScheduleProblem.TIME_WRONG
    else:
        assert read == Wanted(cron=cron, zone=Z, words=words)


@pytest.mark.parametrize(
    ("text", "zone", "words"),
    [
        ("daily 09:00 Europe/Berlin a cat", "Europe/Berlin", "a cat"),
        ("daily 09:00 europe/berlin, a cat", "Europe/Berlin", "a cat"),
        ("daily 9am (America/New_York) a cat", "America/New_York", "a cat"),
        ("daily 09:00 America/Argentina/Buenos_Aires a", "America/Argentina/Buenos_Aires", "a"),
        ("daily 09:00 UTC a cat", "UTC", "a cat"),
        ("daily 09:00 GMT a cat", "UTC", "a cat"),
        ("daily 09:00 UTC+8 a cat", "Etc/GMT-8", "a cat"),
        ("daily 09:00 utc-05 a cat", "Etc/GMT+5", "a cat"),
        ("每天 09:00 北京时间 一只猫", "Asia/Shanghai", "一只猫"),
        ('cron "0 9 * * *" Europe/Paris a cat', "Europe/Paris", "a cat"),
        # Words that are names of zones too.
        ("daily 09:00 Japan by night", Z, "Japan by night"),
        ("daily 09:00 before/after of a room", Z, "before/after of a room"),
        ("daily 09:00 Utcubamba river", Z, "Utcubamba river"),
    ],
)
def test_a_zone_may_follow_the_time(text: str, zone: str, words: str) -> None:
    read = parse_schedule(text, Z)
    assert isinstance(read, Wanted)
    assert (read.zone, read.words) == (zone, words)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", ScheduleProblem.NOT_UNDERSTOOD),
        ("hello", ScheduleProblem.NOT_UNDERSTOOD),
        ("every 5 minutes a cat", ScheduleProblem.NOT_UNDERSTOOD),
        ("daily", ScheduleProblem.TIME_WRONG),
        ("daily a cat", ScheduleProblem.TIME_WRONG),
        ("daily 9 a cat", ScheduleProblem.TIME_WRONG),
        ("daily 25:00 a cat", ScheduleProblem.TIME_WRONG),
        ("daily 09:60 a cat", ScheduleProblem.TIME_WRONG),
        ("daily 0900 a cat", ScheduleProblem.TIME_WRONG),
        ("daily 13pm a cat", ScheduleProblem.TIME_WRONG),
        ("daily 09:005 a cat", ScheduleProblem.TIME_WRONG),
        ("weekly 09:00 a cat", ScheduleProblem.DAY_WRONG),
        ("weekly someday 09:00 a cat", ScheduleProblem.DAY_WRONG),
        ("monthly 0 09:00 a cat", ScheduleProblem.DAY_WRONG),
        ("monthly 32 09:00 a cat", ScheduleProblem.DAY_WRONG),
        ("每周 09:00 一只猫", ScheduleProblem.DAY_WRONG),
        ("daily 09:00", ScheduleProblem.NO_WORDS),
        ("daily 09:00 Europe/Berlin", ScheduleProblem.NO_WORDS),
        ("daily 09:00 Europe/Berln a cat", ScheduleProblem.ZONE_UNKNOWN),
        ("daily 09:00 UTC+30 a cat", ScheduleProblem.ZONE_UNKNOWN),
        ("daily 09:00 " + "a" * 2001, ScheduleProblem.WORDS_TOO_LONG),
        ("daily 09:00 " + "a" * 9999, ScheduleProblem.WORDS_TOO_LONG),
        ("cron a cat", ScheduleProblem.CRON_WRONG),
        ("cron 0 9 * * a cat", ScheduleProblem.CRON_WRONG),
        ("61 9 * * * a cat", ScheduleProblem.CRON_WRONG),
        ("0 9 * * 5L/2 a cat", ScheduleProblem.CRON_WRONG),
        ("0 9 30 2 * a cat", ScheduleProblem.CRON_WRONG),
        (f"0 {'9' * 39} * * * a cat", ScheduleProblem.CRON_WRONG),
        ("0 9 * 4 1#6 a cat", ScheduleProblem.CRON_WRONG),
        ("* * * * * a cat", ScheduleProblem.TOO_OFTEN),
        ("*/4 * * * * a cat", ScheduleProblem.TOO_OFTEN),
        ("0,58 9-10 * * * a cat", ScheduleProblem.TOO_OFTEN),
        ("0,58 0,23 * * * a cat", ScheduleProblem.TOO_OFTEN),
        ("1,2 9 1 1 * a cat", ScheduleProblem.TOO_OFTEN),
    ],
)
def test_what_is_not_understood_has_a_reason(text: str, problem: ScheduleProblem) -> None:
    assert parse_schedule(text, Z) is problem


def test_five_minutes_are_often_enough() -> None:
    assert isinstance(parse_schedule("*/5 * * * * a cat"), Wanted)
    assert isinstance(parse_schedule("0,58 9 * * * a cat"), Wanted)


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("europe/berlin", "Europe/Berlin"),
        (" UTC+3 ", "Etc/GMT-3"),
        ("../../etc/passwd", None),
        ("Europe/../../etc/passwd", None),
        ("Japan", None),
        ("", None),
    ],
)
def test_a_zone_is_known_or_not(name: str, zone: str | None) -> None:
    assert known_zone(name) == zone


def local(zone: str, *when: int, fold: int = 0) -> datetime:
    year, month, day, hour, minute = when
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(zone), fold=fold)


BERLIN, CAIRO, HOWE, APIA = "Europe/Berlin", "Africa/Cairo", "Australia/Lord_Howe", "Pacific/Apia"


@pytest.mark.parametrize(
    ("cron", "zone", "after", "due"),
    [
        ("0 9 * * *", BERLIN, (2026, 1, 1, 9, 0), [(2026, 1, 2, 9, 0), (2026, 1, 3, 9, 0)]),
        ("0 9 * * *", BERLIN, (2026, 1, 1, 8, 59), [(2026, 1, 1, 9, 0)]),
        # The same time of day on both sides of a change.
        ("0 9 * * *", BERLIN, (2026, 3, 28, 9, 0), [(2026, 3, 29, 9, 0), (2026, 3, 30, 9, 0)]),
        # 02:30 is missing on the 29th.
        ("30 2 * * *", BERLIN, (2026, 3, 28, 2, 30), [(2026, 3, 29, 3, 0), (2026, 3, 30, 2, 30)]),
        ("*/30 2 * * *", BERLIN, (2026, 3, 28, 2, 30), [(2026, 3, 29, 3, 0), (2026, 3, 30, 2, 0)]),
        ("9,30 2 * * *", BERLIN, (2026, 3, 28, 3, 0), [(2026, 3, 29, 3, 0), (2026, 3, 30, 2, 9)]),
        # 02:30 comes twice on October 25th.
        ("9 2 * * *", BERLIN, (2026, 10, 24, 2, 9), [(2026, 10, 25, 2, 9), (2026, 10, 26, 2, 9)]),
        # Midnight is missing.
        ("0 0 * * *", CAIRO, (2026, 4, 23, 0, 0), [(2026, 4, 24, 1, 0), (2026, 4, 25, 0, 0)]),
        ("0 */6 * * *", CAIRO, (2026, 4, 23, 18, 0), [(2026, 4, 24, 1, 0), (2026, 4, 24, 6, 0)]),
        # Half an hour is missing.
        ("15 2 * * *", HOWE, (2026, 10, 3, 2, 15), [(2026, 10, 4, 2, 30), (2026, 10, 5, 2, 15)]),
        # A whole day is missing.
        ("0 9 * * *", APIA, (2011, 12, 29, 9, 0), [(2011, 12, 31, 0, 0), (2011, 12, 31, 9, 0)]),
        ("0 9 L * *", BERLIN, (2026, 1, 31, 9, 0), [(2026, 2, 28, 9, 0), (2026, 3, 31, 9, 0)]),
        ("0 9 29 2 *", BERLIN, (2026, 1, 31, 9, 0), [(2028, 2, 29, 9, 0)]),
        ("0 9 * * MON#1", BERLIN, (2026, 1, 31, 9, 0), [(2026, 2, 2, 9, 0), (2026, 3, 2, 9, 0)]),
    ],
)  # fmt: skip
def test_the_next_time_is_right_through_changes_of_the_clocks(
    cron: str, zone: str, after: tuple[int, ...], due: list[tuple[int, ...]]
) -> None:
    moment = local(zone, *after)
    for wanted in due:
        moment = next_time(cron, zone, moment)
        assert moment == local(zone, *wanted).astimezone(UTC)
        assert moment.tzinfo is UTC


def test_a_doubled_time_runs_once_whenever_it_is_asked_for() -> None:
    first = local(BERLIN, 2026, 10, 25, 2, 30)
    for minutes in range(1, 120):
        due = next_time("30 2 * * *", BERLIN, first + timedelta(minutes=minutes))
        assert due == local(BERLIN, 2026, 10, 26, 2, 30).astimezone(UTC)


def test_each_hour_is_each_hour_through_changes_too() -> None:
    for start in (local(BERLIN, 2026, 3, 28, 20, 0), local(BERLIN, 2026, 10, 24, 20, 0)):
        moment = start.astimezone(UTC)
        for _ in range(12):
            due = next_time("0 * * * *", BERLIN, moment)
            assert due - moment == timedelta(hours=1)
            moment = due


@pytest.mark.parametrize("cron", ["0 0 30 2 1#5", "nonsense", "61 * * * *", "0 0 31 2 *", ""])
def test_a_line_that_is_none_is_a_value_error(cron: str) -> None:
    try:
        due = next_time(cron, "UTC", datetime(2026, 1, 1, tzinfo=UTC))
    except ValueError:
        return
    assert due > datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["Nowhere/Town", "Europe", "../../etc/passwd", "", "\0"])
def test_a_zone_that_is_none_is_a_value_error(zone: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        next_time("0 9 * * *", zone, datetime(2026, 1, 1, tzinfo=UTC))


zones = st.sampled_from([BERLIN, CAIRO, HOWE, APIA, "America/New_York", "Africa/Casablanca", "UTC"])
moments = st.datetimes(datetime(2005, 1, 1), datetime(2035, 1, 1)).map(  # noqa: DTZ001
    lambda moment: moment.replace(tzinfo=UTC)
)


@settings(max_examples=300, deadline=2000)
@given(
    st.integers(0, 59), st.integers(0, 23), st.sampled_from(["* * *", "* * 1-5", "L * *"]),
    zones, moments,
)  # fmt: skip
def test_time_runs_forward_and_keeps_the_hour(
    minute: int, hour: int, days: str, zone: str, after: datetime
) -> None:
    cron = f"{minute} {hour} {days}"
    due = next_time(cron, zone, after)
    assert due > after
    assert next_time(cron, zone, due) > due
    # Asked a moment earlier, it is the same.
    assert next_time(cron, zone, due - timedelta(seconds=1)) == due
    shown = due.astimezone(ZoneInfo(zone))
    wanted = shown.replace(hour=hour, minute=minute)
    missing = wanted.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != (
        wanted.replace(tzinfo=None)
    )
    assert (shown.hour, shown.minute) == (hour, minute) or missing or zone == APIA


@settings(max_examples=300, deadline=2000)
@given(
    st.one_of(
        st.text(max_size=60),
        st.builds(
            "{} {} {} {}".format,
            st.sampled_from(["daily", "weekly mon", "每天", "monthly 3", "cron", "每周一"]),
            st.text("0123456789:apm点半 */,-", max_size=12),
            st.sampled_from(["", "Europe/Berlin", "UTC+1", "UTC+99", "a/b"]),
            st.text(max_size=10),
        ),
        st.lists(
            st.text("0123456789*/,-L#WMON", min_size=1, max_size=6), min_size=5, max_size=7
        ).map(" ".join),
    )
)
def test_any_text_is_a_schedule_that_can_be_kept_or_a_problem(text: str) -> None:
    read = parse_schedule(text)
    if isinstance(read, Wanted):
        now = datetime(2026, 1, 1, tzinfo=UTC)
        due = next_time(read.cron, read.zone, now)
        assert next_time(read.cron, read.zone, due) - due >= timedelta(minutes=EVERY_MINUTES)
        assert read.words == read.words.strip() != ""


@pytest.mark.parametrize(
    "text",
    [
        "daily " + " " * 4000,
        "每周" + "一" * 4000,
        "weekly " + "mon," * 1000,
        "1" * 4000,
        "0 " * 2000,
        "cron " + "*/" * 2000,
        "daily 09:00 " + "europe/" * 580,
        "daily 09:00" + "(" * 4000,
    ],
)
def test_long_nonsense_is_read_at_once(text: str) -> None:
    parse_schedule(text)
