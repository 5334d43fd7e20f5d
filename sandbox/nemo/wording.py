"""Writes a message in one plain way, so that the grammar needs few rules; it decides nothing.

After it, lengths of time read `5000ms`, shares `20%`, factors `2x`, numbers are digits in both
languages, and black and white is `monochrome`.
"""

import re
import unicodedata
from collections.abc import Callable

_ONES = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = [
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ENGLISH = {word: number for number, word in enumerate(_ONES + _TEENS, start=1)} | {
    word: 10 * number for number, word in enumerate(_TENS, start=2)
}
_CHINESE = {digit: number for number, digit in enumerate("零一二三四五六七八九")} | {
    "两": 2,
    "兩": 2,
}

_N = r"\d{1,5}(?:\.\d{1,3})?"
_MINUTES = r"(?:minutes?|mins?|m(?![a-z])|分钟|分鐘|分(?!之))"
_SECONDS = r"(?:seconds?|secs?|s|秒钟|秒鐘|秒)"
_UNIT = rf"(?:ms|毫秒|{_SECONDS}|{_MINUTES})"
_END = r"(?![a-z])"
_ZH_DIGITS = "零一二两兩三四五六七八九十百"
_ZH_COUNTED = "毫秒|秒|分|倍|张|張|个|個|段|幅|条|條|成|首|行|步|次|%"

Replacement = str | Callable[[re.Match[str]], str]


def plain(text: str) -> str:
    """The message in lower case with times, shares, factors and numbers in one notation."""
    text = unicodedata.normalize("NFKC", text).lower().replace("’", "'")
    for pattern, replacement in _REWRITES:
        text = pattern.sub(replacement, text)
    return re.sub(r"[ \t]+", " ", text)


def _english_number(found: re.Match[str]) -> str:
    return str(sum(_ENGLISH[word] for word in re.split(r"[ -]", found[0])))


def _chinese_number(found: re.Match[str]) -> str:
    whole, _, fraction = found[0].partition("点")
    value, digit = 0, 0
    for sign in whole:
        if sign == "十":
            value, digit = value + 10 * (digit or 1), 0
        elif sign == "百":
            value, digit = value + 100 * (digit or 1), 0
        else:
            digit = _CHINESE[sign]
    decimals = "".join(str(_CHINESE.get(sign, 0)) for sign in fraction)
    return f"{value + digit}.{decimals}" if decimals else str(value + digit)


def _minutes_and_seconds(found: re.Match[str]) -> str:
    return f"{float(found[1]) * 60 + float(found[2]):g} s"


def _milliseconds(found: re.Match[str]) -> str:
    number, unit = float(found[1]), found[2]
    if unit in {"ms", "毫秒"}:
        factor = 1
    elif unit.startswith(("m", "分")):
        factor = 60_000
    else:
        factor = 1000
    return f"{round(number * factor)}ms "


def _rewrite(pattern: str, replacement: Replacement) -> tuple[re.Pattern[str], Replacement]:
    return re.compile(pattern), replacement


# In this order: words to digits, then fixed phrases, then times.
_REWRITES = (
    _rewrite(
        rf"\b(?:(?:{'|'.join(_TENS)})[ -](?:{'|'.join(_ONES)})|{'|'.join(_ENGLISH)})\b",
        _english_number,
    ),
    _rewrite(
        rf"(?!百分之)[{_ZH_DIGITS}]{{1,6}}(?:点[{_ZH_DIGITS}]{{1,3}})?(?=\s*(?:{_ZH_COUNTED}))"
        rf"|(?<=第)[{_ZH_DIGITS}]{{1,6}}|(?<=百分之)[{_ZH_DIGITS}]{{1,6}}|(?<=最后)[一两]|(?<=最後)[一两]",
        _chinese_number,
    ),
    _rewrite(rf"({_N})\s*(?:分钟|分鐘|分)半", r"\1.5分"),
    _rewrite(r"半(?:个|個)?(?=\s*(?:秒|分))", "0.5"),
    _rewrite(r"\bhalf (?:an? )?(?=minute|second)", "0.5 "),
    _rewrite(r"\b(?:an? |1 )?(minute|second) and a half", r"1.5 \1"),
    _rewrite(r"\b(\d+) and a half", r"\1.5"),
    _rewrite(r"\ba couple (?:of )?(?=second|minute)", "2 "),
    _rewrite(r"\ba few (?=seconds|minutes)", "3 "),
    _rewrite(
        rf"\b(?:(?:from|between) )?seconds? ({_N})\s*(?:to|until|till|and|-|–)\s*(?:second )?({_N})"
        rf"(?!\d|\s*{_UNIT}{_END})",
        r"from \1 to \2 s",
    ),
    _rewrite(rf"\bbetween ({_N}\s*{_UNIT}?) and (?={_N}\s*-?\s*{_UNIT}{_END})", r"from \1 to "),
    _rewrite(r"\bsecond (\d+)\b(?! ?s)", r"\1 s"),
    _rewrite(r"\b(for|in|at|to|last|first|of) an? (?=(?:second|minute)\b)", r"\1 1 "),
    _rewrite(
        r"\b(first|last|final) (?=(?:second|minute)\b(?! (?:photo|picture|image|clip|video|one)))",
        r"\1 1 ",
    ),
    _rewrite(r"(?<!\d)00?:([0-5]\d)(?![\d:])", r"\1 s"),
    _rewrite(rf"百分之\s*({_N})", r"\1%"),
    _rewrite(rf"({_N})\s*(?:per ?cent\b|%)", r"\1%"),
    _rewrite(r"(?<!\d)(\d)成(?!\w)", r"\g<1>0%"),
    _rewrite(
        r"(?<!at )\bhal(?:f|ve) (?:the |its )(?:\w+ )?volume"
        r"|\bvolume (?:down )?by half|音量[^,，]{0,4}?减半|音量(?:降低|减小|减少|调低|调小)一半",
        "0.5x volume",
    ),
    _rewrite(
        r"\b(?:full|max(?:imum)?) (?:music )?volume|\bvolume to (?:the )?(?:full|max(?:imum)?)\b"
        r"|最大音量|音量[^,，]{0,4}?最大",
        "100% volume",
    ),
    _rewrite(
        rf"((?:\bvolume|音量)\s*(?:to |at |of |= ?|is |"
        r"调到|设为|设成|改成|改为|调成|到|为)?)(\d{1,3})"
        rf"(?![\d.:%]|\s*(?:%|per ?cent|times|倍|x|{_UNIT}{_END}))",
        r"\1\2%",
    ),
    _rewrite(r"一半|\bhalf(?= (?:the )?volume)|(?<=volume to )half", "50%"),
    _rewrite(r"\bhalf (?:the |its |of the )?(?:\w+ )?speed|半速", "0.5x speed"),
    _rewrite(r"\b(?:twice|double)\b", "2x"),
    _rewrite(rf"({_N})\s*(?:times\b|倍|x(?![\da-z]))", r"\1x "),
    _rewrite(
        r"\bblack\s*(?:and|&|n|/|-and-)\s*white\b|\bb\s?[&/n]\s?w\b|\bgr[ae]y-?scale\b|黑白|灰度|单色",
        " monochrome ",
    ),
    _rewrite(rf"({_N})\s*{_MINUTES}\s*(?:and\s*)?({_N})\s*{_SECONDS}{_END}", _minutes_and_seconds),
    # The unit is often said once: "from 1 to 4 seconds".
    _rewrite(
        rf"({_N})(?=\s*(?:-|–|—|~|to|until|到|至)\s*第?{_N}\s*-?\s*({_UNIT}){_END})",
        lambda found: f"{found[1]}{found[2]}",
    ),
    _rewrite(
        rf"({_N})(?=\s*and\s*{_N}\s*({_SECONDS}){_END})", lambda found: f"{found[1]}{found[2]}"
    ),
    _rewrite(rf"({_N})\s*-?\s*({_UNIT}){_END}", _milliseconds),
)
