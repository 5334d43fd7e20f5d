"""Measures, wraps and draws text in any script; it decides no colours of its own."""

import re
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageDraw

from studio.engine.fonts import EMOJI_PPEM, Face, Run, clusters, font, runs

# Han and kana may be broken anywhere, but not before a closing mark.
_HAN = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_WORDS = re.compile(rf"\s+|[{_HAN}][、。》」』】！），．：；？”]*|[^\s{_HAN}]+")
_ELLIPSIS = "…"
_LINE_HEIGHT = 1.3
_ASCENT = 0.98
# The CJK face comes in one weight; a thin stroke in the fill's colour makes it bold.
_CJK_STROKE = 0.022


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Lines of one size, ready to be drawn; sizes in pixels."""

    lines: tuple[str, ...]
    size: int

    @property
    def width(self) -> int:
        """The width of the widest line."""
        return max((width_of(line, self.size) for line in self.lines), default=0)

    @property
    def line_height(self) -> int:
        """From one baseline to the next."""
        return round(self.size * _LINE_HEIGHT)


def width_of(line: str, size: int) -> int:
    """The width of one line in pixels."""
    return round(sum(_advance(run, size) for run in runs(line)))


@cache
def _advance(run: Run, size: int) -> float:
    if run.face is Face.EMOJI:
        return font(run.face, EMOJI_PPEM).getlength(run.text) * size / EMOJI_PPEM
    return font(run.face, size).getlength(run.text, direction=_direction(run))


def _direction(run: Run) -> str:
    return "rtl" if run.level % 2 else "ltr"


def wrapped(text: str, size: int, width: int) -> Text:
    """The text in lines no wider than `width`."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in _WORDS.findall(paragraph):
            if width_of((line + word).rstrip(), size) <= width:
                line += word
                continue
            if line.strip():
                lines.append(line.strip())
            *whole, line = _broken(word.strip(), size, width)
            lines += whole
        lines.append(line.strip())
    return Text(lines=tuple(line for line in lines if line), size=size)


def balanced(text: str, fitted: Text, width: int) -> Text:
    """The same number of lines, as equal in width as may be: no word is left alone."""
    for narrower in range(width // 2, width, max(1, width // 40)):
        tried = wrapped(text, fitted.size, narrower)
        if len(tried.lines) <= len(fitted.lines):
            return tried
    return fitted


def _broken(word: str, size: int, width: int) -> list[str]:
    """A word in parts that fit; one part, if it fits as it is."""
    parts = [""]
    for piece in clusters(word):
        if parts[-1] and width_of(parts[-1] + piece, size) > width:
            parts.append("")
        parts[-1] += piece
    return parts


def shortened(line: str, size: int, width: int) -> str:
    """One line that fits `width`, with an ellipsis where something was left out."""
    if width_of(line, size) <= width:
        return line
    pieces = clusters(line)
    while pieces and width_of("".join(pieces) + _ELLIPSIS, size) > width:
        pieces.pop()
    return "".join(pieces).rstrip() + _ELLIPSIS if pieces else ""


def draw(layer: Image.Image, x: int, y: int, line: str, size: int, stroke: float = 0) -> None:
    """Draws one line onto an "L" mask, its box's top left at (x, y), `stroke` pixels bolder.

    Emoji leave a gap in a mask; `draw_emoji` fills it.
    """
    pen = ImageDraw.Draw(layer)
    left, baseline = float(x), y + round(size * _ASCENT)
    for run in runs(line):
        if run.face is not Face.EMOJI:
            weight = stroke + (size * _CJK_STROKE if run.face is Face.CJK else 0)
            pen.text(
                (left, baseline),
                run.text,
                fill=255,
                font=font(run.face, size),
                anchor="ls",
                direction=_direction(run),
                stroke_width=weight,
            )
        left += _advance(run, size)


def draw_emoji(layer: Image.Image, x: int, y: int, line: str, size: int) -> None:
    """Draws the emoji of one line onto an "RGBA" layer, where `draw` left gaps for them."""
    left, baseline = float(x), y + round(size * _ASCENT)
    for run in runs(line):
        if run.face is Face.EMOJI:
            picture = _emoji(run.text).copy()
            scale = size / EMOJI_PPEM
            picture = picture.resize(
                (max(1, round(picture.width * scale)), max(1, round(picture.height * scale))),
                Image.Resampling.LANCZOS,
            )
            top = baseline - round(EMOJI_PPEM * scale)
            layer.alpha_composite(picture, (max(0, round(left)), max(0, top)))
        left += _advance(run, size)


@cache
def _emoji(text: str) -> Image.Image:
    strike = font(Face.EMOJI, EMOJI_PPEM)
    picture = Image.new("RGBA", (max(1, round(strike.getlength(text))), round(EMOJI_PPEM * 1.4)))
    pen = ImageDraw.Draw(picture)
    pen.text((0, EMOJI_PPEM), text, font=strike, anchor="ls", embedded_color=True)
    return picture
