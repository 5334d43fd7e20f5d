"""Time zones as people name them: a name of the IANA's, a city, an offset; pure."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final
from zoneinfo import available_timezones

from bot.schedule import known_zone

#: Cities that have another name in the database, or none.
_CITIES: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        ("北京", "北京时间", "北京時間", "上海", "beijing", "shenzhen"), "Asia/Shanghai"
    ),
    **dict.fromkeys(("台北", "臺北"), "Asia/Taipei"),
    "香港": "Asia/Hong_Kong",
    "新加坡": "Asia/Singapore",
    **dict.fromkeys(("东京", "東京"), "Asia/Tokyo"),
    **dict.fromkeys(("首尔", "首爾"), "Asia/Seoul"),
    **dict.fromkeys(("伦敦", "倫敦"), "Europe/London"),
    **dict.fromkeys(("柏林",), "Europe/Berlin"),
    **dict.fromkeys(("巴黎",), "Europe/Paris"),
    **dict.fromkeys(("纽约", "紐約", "new york city", "nyc"), "America/New_York"),
    **dict.fromkeys(("洛杉矶", "洛杉磯", "旧金山", "san francisco"), "America/Los_Angeles"),
    **dict.fromkeys(("mumbai", "delhi", "new delhi", "bangalore", "bengaluru"), "Asia/Kolkata"),
    **dict.fromkeys(("munich", "hamburg", "cologne", "frankfurt"), "Europe/Berlin"),
}
_AREAS: Final = (
    *("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia"),
    *("Europe", "Indian", "Pacific"),
)
#: Offsets with a part of an hour, by a zone that has no summer time.
_PARTS: Final[Mapping[str, str]] = {
    "+3:30": "Asia/Tehran",
    "+4:30": "Asia/Kabul",
    "+5:30": "Asia/Kolkata",
    "+5:45": "Asia/Kathmandu",
    "+6:30": "Asia/Yangon",
    "+8:45": "Australia/Eucla",
    "+9:30": "Australia/Darwin",
    "-9:30": "Pacific/Marquesas",
}
_OFFSET: Final = re.compile(
    r"(?:utc|gmt)?\s*(?P<sign>[+-])\s*0?(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?",
    re.IGNORECASE | re.ASCII,
)
_ETC: Final = re.compile(r"Etc/GMT(?P<sign>[+-])(?P<hours>\d+)")
_LONGEST: Final = 60


def zone_named(name: str) -> str | None:
    """The IANA's name of a zone: of "europe/berlin", "Berlin", "New York", "UTC+8", "+05:30"."""
    name = " ".join(name.strip(" .。").split())
    if not name or len(name) > _LONGEST:
        return None
    if found := _OFFSET.fullmatch(name.replace("−", "-").replace("：", ":")):
        return _by_offset(found)
    return known_zone(name.replace(" ", "_")) or _cities().get(name.lower().replace("_", " "))


def zone_in_words(zone: str) -> str:
    """The zone as people write it; the sign in the IANA's own offsets is the other way round."""
    found = _ETC.fullmatch(zone)
    if found is None:
        return zone
    return f"UTC{'-' if found['sign'] == '+' else '+'}{found['hours']}"


def _by_offset(found: re.Match[str]) -> str | None:
    sign, hours = found["sign"], int(found["hours"])
    minutes = int(found["minutes"] or 0)
    return _PARTS.get(f"{sign}{hours}:{minutes:02}") if minutes else known_zone(f"UTC{sign}{hours}")


@cache
def _cities() -> Mapping[str, str]:
    """Zones by the last part of their names; of those that share one, the shortest."""
    names = [name for name in available_timezones() if name.partition("/")[0] in _AREAS]
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    found = {name.rpartition("/")[2].lower().replace("_", " "): name for name in longest_first}
    return {**found, **_CITIES}
