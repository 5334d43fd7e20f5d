"""Time zones as people name them, and times as people read them."""

from datetime import UTC, datetime

import pytest

from bot.times import moment_in_words, when_in_words
from bot.zones import zone_in_words, zone_named


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("Berlin", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("New_York", "America/New_York"),
        ("America/New York", "America/New_York"),
        ("Sao Paulo", "America/Sao_Paulo"),
        ("Ho Chi Minh", "Asia/Ho_Chi_Minh"),
        ("UTC", "UTC"),
        ("gmt", "UTC"),
        ("UTC+8", "Etc/GMT-8"),
        ("utc -5", "Etc/GMT+5"),
        ("GMT+0", "UTC"),
        ("+05:30", "Asia/Kolkata"),
        ("UTC+5:45", "Asia/Kathmandu"),
        ("UTC−3", "Etc/GMT+3"),
        ("北京时间", "Asia/Shanghai"),
        ("北京", "Asia/Shanghai"),
        ("纽约", "America/New_York"),
        (" Tokyo. ", "Asia/Tokyo"),
    ],
)
def test_a_zone_is_known_by_its_name_its_city_or_its_offset(name: str, zone: str) -> None:
    assert zone_named(name) == zone


@pytest.mark.parametrize(
    "name", ["", "Mars", "UTC+20", "UTC+5:17", "Europe/Atlantis", "posix", "localtime", "x" * 5000]
)
def test_what_is_no_zone_is_none(name: str) -> None:
    assert zone_named(name) is None


def test_offsets_are_written_as_people_write_them() -> None:
    assert zone_in_words("Etc/GMT-8") == "UTC+8"
    assert zone_in_words("Etc/GMT+5") == "UTC-5"
    assert zone_in_words("Europe/Berlin") == "Europe/Berlin"


@pytest.mark.parametrize(
    ("cron", "english", "chinese"),
    [
        ("0 9 * * *", "every day at 09:00", "每天 09:00"),
        ("30 18 * * 1-5", "Monday to Friday at 18:30", "周一至周五 18:30"),
        ("5 7 * * 1,4", "every Mon, Thu at 07:05", "每周一、周四 07:05"),
        ("0 9 * * 0,6", "every Sun, Sat at 09:00", "每周日、周六 09:00"),
        ("0 9 * * 7", "every Sun at 09:00", "每周日 09:00"),
        ("0 9 1 * *", "on day 1 of each month at 09:00", "每月1日 09:00"),
        ("0 9 L * *", "on the last day of each month at 09:00", "每月最后一天 09:00"),
        ("*/10 * * * *", "by the cron line */10 * * * *", "按 cron：*/10 * * * *"),
        ("0 9 1 * 1", "by the cron line 0 9 1 * 1", "按 cron：0 9 1 * 1"),
    ],
)
def test_when_it_is_due_is_said_in_words(cron: str, english: str, chinese: str) -> None:
    assert when_in_words(cron, "en") == english
    assert when_in_words(cron, "zh") == chinese


def test_a_moment_is_told_in_its_zone() -> None:
    at = datetime(2026, 11, 26, 23, 30, tzinfo=UTC)
    assert moment_in_words(at, "Etc/GMT-8", "en") == "Fri 2026-11-27 07:30 (UTC+8)"
    assert moment_in_words(at, "Etc/GMT-8", "zh") == "周五 2026-11-27 07:30 (UTC+8)"
