"""Reads single values as people write them in tables and in chat: shapes, lengths, engines.

Each function gives the value in our own form, "" or 0 for an empty one, None where it makes no
sense.
"""

import re
import unicodedata
from collections.abc import Mapping
from math import gcd
from typing import Final

ENGINES: Final = ("auto", "nemo", "runway", "apiframe", "local", "flux")
SECONDS_MOST: Final = 600

_LONGEST: Final = 60
_ENGINE_NAMES: Final[Mapping[str, str]] = {
    **{name: name for name in ENGINES},
    **dict.fromkeys(("自动", "自動", "automatic", "any", "default", "默认"), "auto"),
    **dict.fromkeys(("nemovideo", "nemo video"), "nemo"),
    **dict.fromkeys(("runwayml", "runway ml"), "runway"),
    **dict.fromkeys(("本地", "this machine"), "local"),
    "bfl": "flux",
}
_RATIO_WORDS: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        (
            *("portrait", "vertical", "upright", "tall", "story", "stories", "reel", "reels"),
            *("shorts", "tiktok", "hochformat", "hochkant", "retrato", "vertikal"),
            *("竖屏", "竖", "竖版", "豎屏", "纵向", "縦", "縦長", "세로", "вертикальное"),
        ),
        "9:16",
    ),
    **dict.fromkeys(
        (
            *("landscape", "horizontal", "wide", "widescreen", "youtube", "querformat", "quer"),
            *("paysage", "paisaje", "paisagem", "yatay", "лежачее", "горизонтальное"),
            *("横屏", "横", "横版", "橫屏", "横向", "横長", "가로"),
        ),
        "16:9",
    ),
    **dict.fromkeys(
        (
            *("square", "quadrat", "quadratisch", "carré", "carre", "cuadrado", "quadrado"),
            *("kare", "квадрат", "方形", "正方形", "方", "정사각형"),
        ),
        "1:1",
    ),
}
# Spreadsheets take 16:9 for a time of day, and keep it as 16:09, 16:09:00 or 4:09:00 PM.
_RATIO: Final = re.compile(
    r"(\d{1,5})\s*(?:[:/x×*-]|\bto\b)\s*(\d{1,5})(?::0?0)?(?:\s?(a|p)m)?", re.ASCII
)
_WIDEST: Final = 4
_LARGEST_PART: Final = 64
_SECONDS: Final = re.compile(
    r"(\d{1,5})(?:[.,]0+)?\s*"
    r"(?:s|sec|secs|second|seconds|sek|sekunden|seg|segundos|secondes|сек|с|秒|秒钟|초|\")?\.?",
    re.ASCII,
)
_MINUTES: Final = re.compile(r"(\d{1,2})\s*(?:m|min|mins|minute|minutes|分|分钟|분)", re.ASCII)
_CLOCK: Final = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII)


def plain(text: str) -> str:
    """Wide and narrow letters alike, small, without outer space."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def engine(text: str) -> str | None:
    """One of `ENGINES`."""
    if not text.strip():
        return ""
    return _ENGINE_NAMES.get(plain(text[:_LONGEST]))


def ratio(text: str) -> str | None:
    """The shape as "9:16", from "9x16", "1080x1920", "portrait", and the like."""
    wanted = plain(text[: _LONGEST + 1])
    if not wanted or len(wanted) > _LONGEST:
        return None if wanted else ""
    if wanted in _RATIO_WORDS:
        return _RATIO_WORDS[wanted]
    found = _RATIO.fullmatch(wanted)
    if found is None:
        return None
    wide, high = int(found[1]), int(found[2])
    if found[3] == "p" and wide < 12:
        wide += 12
    if not wide or not high or max(wide, high) > _WIDEST * min(wide, high):
        return None
    common = gcd(wide, high)
    wide, high = wide // common, high // common
    if (wide, high) in {(7, 3), (3, 7)}:  # nobody calls 21:9 so
        wide, high = wide * 3, high * 3
    return f"{wide}:{high}" if max(wide, high) <= _LARGEST_PART else None


def seconds(text: str) -> int | None:
    """The length in whole seconds, 1 to `SECONDS_MOST`; 0 for an empty one."""
    wanted = plain(text[: _LONGEST + 1])
    if not wanted:
        return 0
    if found := _SECONDS.fullmatch(wanted):
        length = int(found[1])
    elif found := _MINUTES.fullmatch(wanted):
        length = 60 * int(found[1])
    elif found := _CLOCK.fullmatch(wanted):
        length = _clock(int(found[1]), int(found[2]), found[3])
    else:
        return None
    return length if 1 <= length <= SECONDS_MOST else None


def _clock(first: int, second: int, third: str | None) -> int:
    """Seconds of 0:05 and 0:00:05; 0:05:00 is what spreadsheets make of 0:05, not five minutes."""
    if third is None or third == "00":
        return 60 * first + second
    return 3600 * first + 60 * second + int(third)
