"""The form and the length that words ask for: "9:16", "vertical", "8 seconds", "5秒"."""

import re
from typing import Final

_SECONDS: Final = re.compile(
    r"(?<![\d.,:])(\d{1,3}(?:[.,]\d)?)\s*[-‑]?\s*(?:"
    r"s|secs?|seconds?|second|seg|segs|segundos?|sekunden?|sek|secondes?|saniye(?:lik)?|sn|detik|dtk"
    r"|giây|giay|秒钟?|秒鐘|秒間?|초|сек(?:\.|унд\w*)?"
    r"|с|ث(?:وان|انية)\w*|सेकंड|सेकेंड|sekend"
    r")(?![a-zа-я])",
    re.IGNORECASE,
)
_RATIO: Final = re.compile(r"(?<![\d:.])([1-9]\d?)\s*[:：x×]\s*([1-9]\d?)(?![\d:.])")
_FORMS: Final = (
    (
        re.compile(
            r"vertical|portrait|hochformat|hochkant|retrato|tegak|potret|dọc|dikey|竖|縦|세로"
            r"|вертикал|عمودي|रील|reels?\b|tiktok|shorts\b|story\b|stories\b",
            re.IGNORECASE,
        ),
        "9:16",
    ),
    (
        re.compile(
            r"landscape|horizontal|widescreen|querformat|paysage|paisaje|yatay|ngang|横屏|横版|横向"
            r"|橫|가로|горизонт|أفقي",
            re.IGNORECASE,
        ),
        "16:9",
    ),
    (
        re.compile(
            r"(?<!times )(?<!red )(?<!town )(?<!market )(?<!trafalgar )\bsquare\b"
            r"|quadratisch|cuadrad|carré\b|方形|正方形|정사각",
            re.IGNORECASE,
        ),
        "1:1",
    ),
)
LONGEST_S: Final = 60
RATIOS: Final = frozenset(
    ("9:16", "16:9", "1:1", "4:3", "3:4", "4:5", "5:4", "3:2", "2:3", "21:9", "9:21", "2:1", "1:2")
)


def seconds_in(text: str) -> int:
    """The length in whole seconds that the words ask for, at most a minute; 0 where none."""
    found = _SECONDS.search(text[:2000])
    if found is None:
        return 0
    return min(max(round(float(found[1].replace(",", "."))), 1), LONGEST_S)


def ratio_in(text: str) -> str:
    """The form that the words ask for, like "9:16"; "" where none."""
    head = text[:2000]
    for found in _RATIO.finditer(head):
        if (ratio := f"{found[1]}:{found[2]}") in RATIOS:  # else it is a time of day
            return ratio
    return next((ratio for form, ratio in _FORMS if form.search(head)), "")
