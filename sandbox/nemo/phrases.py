"""Reads times, places, shares, factors and ordinals out of a plainly written clause.

It knows no wishes: what a time or an ordinal means is the grammar's affair.
"""

import re

from sandbox.nemo.draft import TITLE_MS, Span
from studio.timeline import Position

_MS = r"第?(\d+)ms"
_BETWEEN = re.compile(rf"{_MS}\s*(?:to|until|till|and|-|–|—|~|到|至)\s*{_MS}")
_LAST = re.compile(
    rf"(?:last|final|最后|最後|末尾|结尾)的?\s*{_MS}|{_MS}\s*(?:from|off|of) the end"
)
_FIRST = re.compile(
    rf"(?:first|opening|开头|开始|最初|前面?)的?\s*{_MS}"
    rf"|{_MS}\s*(?:from|off|of) the (?:start|beginning)"
)
_START = re.compile(
    rf"(?:\bat|\bfrom|\bafter|\bstarting|在|从|從)\s*(?:the\s*|around\s*)?{_MS}|{_MS}\s*(?:处|后|之后|开始|时)"
)
_LENGTH = re.compile(
    rf"(?:\bfor|\blasting|\blast|持续|显示|停留|出现|播放)\s*(?:about\s*|only\s*|the\s*)?{_MS}"
)
_ALWAYS = re.compile(r"throughout|(?:the )?(?:whole|entire) (?:time|video|clip)|全程|一直|整个")
_AT_END = re.compile(r"\bat the (?:very )?end\b|片尾|结尾|末尾")

_ORDINALS = {
    "first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3,
    "fifth": 4, "5th": 4, "sixth": 5, "6th": 5, "seventh": 6, "7th": 6, "eighth": 7, "8th": 7,
    "ninth": 8, "9th": 8, "tenth": 9, "10th": 9, "last": -1, "final": -1,
}  # fmt: skip
_THING = r"(?:photo|picture|image|pic|clip|video|shot|scene|slide|segment)s?"
_THING_ZH = r"(?:张|張|个|個|段|幅|条|條)"
_WORD = rf"\b(?P<word>{'|'.join(_ORDINALS)})\b"
_NUMBERED = (
    rf"\b{_THING} (?:number |no\.? ?|#)?(?P<number>\d{{1,2}})(?![\d%x.])"
    rf"|第(?P<zh>\d{{1,2}}){_THING_ZH}|(?P<last>最后|最後)1?{_THING_ZH}|(?:首|头1){_THING_ZH}"
)
_ORDINAL = re.compile(rf"{_WORD}(?!\s*\d+ms)|{_NUMBERED}")
_CLIP_ORDINAL = re.compile(rf"{_WORD}\s+(?:uploaded\s+)?(?:{_THING}|one|1)\b|{_NUMBERED}")

_TITLE_THING = r"(?:(?:sub)?title|caption|text)s?"
_TITLE_ORDINAL = re.compile(
    rf"{_WORD}\s+{_TITLE_THING}\b"
    rf"|\b{_TITLE_THING} (?:number |no\.? ?|#)?(?P<number>\d{{1,2}})(?![\d%x.m])"
    r"|第(?P<zh>\d{1,2})[个個条條行段]?(?:标题|標題|字幕|文字)"
    r"|(?P<last>最后|最後)1?[个個条條行段]?(?:标题|標題|字幕|文字)"
)
_STRETCH = re.compile(rf"(?:\bfrom|\bbetween|从|從)\s*{_BETWEEN.pattern}")

_POSITIONS = (
    (Position.TOP, re.compile(r"\btop\b|\bupper\b|顶部|顶端|顶上|上方|上面|上部|最上|往上|頂部")),
    (Position.CENTER, re.compile(r"\bcent(?:er|re)d?\b|\bmiddle\b|中间|中央|居中|正中|中部|中間")),
    (
        Position.BOTTOM,
        re.compile(r"\bbottom\b|\blower\b|\bunderneath\b|底部|底端|下方|下面|下部|最下|往下"),
    ),
)


def duration_of(clause: str) -> int | None:
    """The first length of time in milliseconds."""
    found = re.search(r"(\d+)ms", clause)
    return int(found[1]) if found else None


def length_of(clause: str) -> int | None:
    """The first length of time that is not the beginning of a stretch, "from 1 to 3 seconds"."""
    return None if _STRETCH.search(clause) else duration_of(clause)


def percent_of(clause: str) -> float | None:
    """A share: 0.2 for "20%"."""
    found = re.search(r"(\d+(?:\.\d+)?)%", clause)
    return float(found[1]) / 100 if found else None


def times_of(clause: str) -> int:
    """How many times something is to happen: 2 for "the last 2 changes" and for "twice"."""
    found = re.search(r"(\d{1,2})(?:x|\s*(?:change|edit|step|time|thing)s?\b|[步次个])", clause)
    return max(int(found[1]), 1) if found else 1


def factor_of(clause: str) -> float | None:
    """A factor: 2.0 for "2x"."""
    found = re.search(r"(\d+(?:\.\d+)?)x", clause)
    return float(found[1]) if found else None


def position_of(clause: str) -> Position | None:
    """Where a title is to stand."""
    return next((place for place, pattern in _POSITIONS if pattern.search(clause)), None)


def span_of(clause: str) -> Span | None:
    """The stretch of time that a clause names, if it names one."""
    if found := _BETWEEN.search(clause):
        start, end = sorted((int(found[1]), int(found[2])))
        return Span(start_ms=start, length_ms=end - start)
    if found := _LAST.search(clause):
        return Span(start_ms=-int(found[1] or found[2]), length_ms=None)
    if found := _FIRST.search(clause):
        return Span(start_ms=0, length_ms=int(found[1] or found[2]))
    return _open_span_of(clause)


def _open_span_of(clause: str) -> Span | None:
    start, length = _START.search(clause), _LENGTH.search(clause)
    length_ms = int(length[1]) if length else None
    if start:
        return Span(start_ms=int(start[1] or start[2]), length_ms=length_ms or TITLE_MS)
    if _AT_END.search(clause):
        return Span(start_ms=-(length_ms or TITLE_MS), length_ms=None)
    if length:
        return Span(start_ms=0, length_ms=length_ms)
    return Span(start_ms=0, length_ms=None) if _ALWAYS.search(clause) else None


def ordinals_of(clause: str) -> tuple[int, ...]:
    """Every ordinal as an index; "last" is -1."""
    return tuple(_index(found) for found in _ORDINAL.finditer(clause))


def title_of(clause: str) -> int | None:
    """The index of the title that a clause is about; None where it names none."""
    found = _TITLE_ORDINAL.search(clause)
    return _index(found) if found else None


def clip_of(clause: str) -> int | None:
    """The index of the clip that a clause is about; None where it names none."""
    found = _CLIP_ORDINAL.search(clause)
    return _index(found) if found else None


def _index(found: re.Match[str]) -> int:
    if found["word"]:
        return _ORDINALS[found["word"]]
    if found["last"]:
        return -1
    return int(found["number"] or found["zh"] or 1) - 1
