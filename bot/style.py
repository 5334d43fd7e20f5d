"""Reads what stands after /style, and puts a chat's style into the words of a prompt; pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar

from bot.batch.values import ratio as read_ratio

V = TypeVar("V")

WORDS_LONGEST: Final = 500
COLOURS_MOST: Final = 8
SEED_LARGEST: Final = 2**32 - 1
#: What services take at least.
PROMPT_LONGEST: Final = 2000


class StyleProblem(StrEnum):
    """Why a style is not understood; each is one sentence for the user."""

    EMPTY = "empty"
    WORDS_TOO_LONG = "words_too_long"
    PALETTE_WRONG = "palette_wrong"
    RATIO_WRONG = "ratio_wrong"
    SEED_WRONG = "seed_wrong"


class Off(StrEnum):
    """The style is to be forgotten."""

    OFF = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What all prompts of a chat have in common; colours are like "#1a2b3c"."""

    words: str = ""
    palette: tuple[str, ...] = ()
    ratio: str = ""
    seed: int | None = None


_OFF: Final = frozenset(("off", "none", "no", "clear", "reset", "关", "關", "关闭", "關閉", "无"))
_COLOUR: Final = re.compile(r"#([0-9a-f]{6}|[0-9a-f]{3})", re.IGNORECASE | re.ASCII)
_PALETTE: Final = re.compile(
    r"(?<!\w)(?:palette|colou?rs|配色|色板|调色板)\s*[:：=]?\s*(?P<value>#[^\s,，;；]*"
    r"(?:[\s,，;；]+#[^\s,，;；]*)*)",
    re.IGNORECASE,
)
# "gold ratio" and "ratio of light to dark" are words; only what looks like a shape is one. Where a
# part between commas is nothing but a shape, it needs no name.
_RATIO: Final = re.compile(
    r"(?:(?<!\w)(?:ratio|比例|画幅)\s*[:：=]?\s*"
    r"|(?:^|(?<=[,，;；]))\s*(?=\d+\s*[:：]\s*\d+\s*(?:$|[,，;；])))"
    r"(?P<value>\d+\s*[:：x×/]\s*\d+|portrait|landscape|square|vertical|horizontal|竖屏|横屏|方形)"
    r"(?!\w)",
    re.IGNORECASE,
)
_SEED: Final = re.compile(
    r"(?<!\w)(?:seed|种子)\s*[:：=]?\s*(?P<value>-?\d+)(?![\w])", re.IGNORECASE | re.ASCII
)
_NAMED: Final = (
    *(("black", 0x000000), ("white", 0xFFFFFF), ("grey", 0x808080), ("light grey", 0xD3D3D3)),
    *(("dark grey", 0x404040), ("red", 0xE01020), ("dark red", 0x8B0000), ("orange", 0xFF8C00)),
    *(("brown", 0x8B4513), ("beige", 0xF5F0DC), ("yellow", 0xFFE000), ("gold", 0xD4AF37)),
    *(("olive", 0x808000), ("lime green", 0x7FFF00), ("green", 0x228B22), ("mint", 0xAAF0D1)),
    *(("dark green", 0x00401A), ("teal", 0x008080), ("turquoise", 0x40E0D0), ("cyan", 0x00E5FF)),
    *(("light blue", 0xADD8E6), ("sky blue", 0x4FA8E8), ("blue", 0x1E50E0), ("navy", 0x001F5B)),
    *(("indigo", 0x4B0082), ("purple", 0x800080), ("violet", 0x9A5CE0), ("lavender", 0xE6E0FA)),
    *(("magenta", 0xF000D0), ("pink", 0xFF9EC0), ("salmon", 0xFA8072), ("maroon", 0x5A0F1E)),
)


def parse_style(text: str) -> Style | Off | StyleProblem:
    """The style in words, with `palette #112233 #445566`, `ratio 9:16`, `seed 42`; or `off`."""
    text = " ".join(text.split())
    if text.strip(".!").casefold() in _OFF:
        return Off.OFF
    if not text:
        return StyleProblem.EMPTY
    # Before anything is searched in it; the options may be as long again.
    if len(text) > 2 * WORDS_LONGEST:
        return StyleProblem.WORDS_TOO_LONG
    try:
        words, palette = _taken(text, _PALETTE, _colours, StyleProblem.PALETTE_WRONG)
        words, shape = _taken(words, _RATIO, read_ratio, StyleProblem.RATIO_WRONG)
        words, seed = _taken(words, _SEED, _seed, StyleProblem.SEED_WRONG)
    except _Wrong as exc:
        return exc.problem
    if len(words) > WORDS_LONGEST:
        return StyleProblem.WORDS_TOO_LONG
    return Style(words=words, palette=palette or (), ratio=shape or "", seed=seed)


class _Wrong(Exception):  # an option has a value that makes no sense
    def __init__(self, problem: StyleProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


def _taken(
    words: str, option: re.Pattern[str], read: Callable[[str], V | None], problem: StyleProblem
) -> tuple[str, V | None]:
    """The words without the option, and its value where it is there. Raises _Wrong."""
    found = option.search(words)
    if found is None:
        return words, None
    value = read(found["value"])
    if value is None:
        raise _Wrong(problem)
    # What stood before and after it.
    parts = (words[: found.start()].rstrip(" ,，;；"), words[found.end() :].lstrip(" ,，;；."))
    return ", ".join(filter(None, parts)).strip(), value


def _seed(text: str) -> int | None:
    seed = int(text) if len(text) <= 10 else -1
    return seed if 0 <= seed <= SEED_LARGEST else None


def apply(style: Style, prompt: str, longest: int = PROMPT_LONGEST) -> str:
    """The prompt with the style's words and colours after it.

    The prompt itself is never cut: of the style only what fits is added.
    """
    result = prompt.rstrip()
    for part in (style.words, _palette_words(style.palette)):
        if not part or part in result:
            continue
        joined = f"{result}{' ' if result.endswith(_ENDS) else '. '}{part}" if result else part
        if len(joined) <= longest:
            result = joined
    return result


_ENDS: Final = (".", "!", "?", "。", "！", "？", "…", ":", ";", ",")


def _palette_words(palette: tuple[str, ...]) -> str:
    if not palette:
        return ""
    return "Colours: " + ", ".join(f"{colour_name(colour)} ({colour})" for colour in palette)


def colour_name(colour: str) -> str:
    """The plain name of the nearest colour: engines know names better than numbers."""
    wanted = _parts(int(colour[1:], 16))

    def distance(value: int) -> float:
        red, green, blue = (a - b for a, b in zip(wanted, _parts(value), strict=True))
        # Eyes see green best and blue worst.
        return 2 * red * red + 4 * green * green + 3 * blue * blue

    return min(_NAMED, key=lambda named: distance(named[1]))[0]


def _parts(value: int) -> tuple[int, int, int]:
    return value >> 16, value >> 8 & 0xFF, value & 0xFF


def _colours(text: str) -> tuple[str, ...] | None:
    colours = []
    for item in re.split(r"[\s,，;；]+", text.strip(" ,，;；.。")):
        found = _COLOUR.fullmatch(item.rstrip(".。"))
        if found is None:
            return None
        digits = found[1].lower()
        colours.append("#" + (digits if len(digits) == 6 else "".join(d * 2 for d in digits)))
    return tuple(dict.fromkeys(colours)) if len(colours) <= COLOURS_MOST else None
