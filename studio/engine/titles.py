"""Lays titles over the picture: wrapped, outlined, within safe margins, faded in and out."""

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageFilter

from studio.engine import lettering
from studio.engine.fonts import clean
from studio.engine.overlays import Overlay, lay, overlays
from studio.engine.planes import Planes, Size, even
from studio.timeline import Position, TextSegment

_FADE_MS = 200
_MOST_CHARACTERS = 400
_MOST_LINES = 5
# Shares of the frame that players and phones cover with their own signs.
_SIDE_MARGIN = 0.08
_EDGE_MARGIN = 0.12
_LARGEST, _SMALLEST = 0.078, 0.03


class Titles:
    """The titles of a timeline; each is drawn when it first appears and dropped when it is over."""

    def __init__(self, segments: Sequence[TextSegment], frame: Size) -> None:
        self._segments = segments
        self._frame = frame
        self._drawn: dict[TextSegment, list[Overlay]] = {}

    def lay_over(self, canvas: Planes, at_ms: float) -> None:
        """Writes what is to be read at this time onto the planes."""
        for segment in self._segments:
            since_ms = at_ms - segment.start_ms
            if not 0 <= since_ms < segment.duration_ms:
                self._drawn.pop(segment, None)
                continue
            if segment not in self._drawn:
                self._drawn[segment] = _overlays(segment, self._frame)
            fade_ms = min(_FADE_MS, segment.duration_ms / 4)
            strength = min(1.0, since_ms / fade_ms, (segment.duration_ms - since_ms) / fade_ms)
            lay(canvas, self._drawn[segment], strength)


def _overlays(segment: TextSegment, frame: Size) -> list[Overlay]:
    text = _fitted(clean(segment.text)[:_MOST_CHARACTERS], frame)
    if not text.lines:
        return []
    picture = _picture(text, frame)
    x = even((frame.width - picture.width) / 2) if picture.width < frame.width else 0
    y = min(_top(segment.position, picture.height, frame), frame.height - picture.height)
    return overlays(picture, x, y)


def _fitted(text: str, frame: Size) -> lettering.Text:
    """The largest size in which the text takes few lines."""
    width = round(frame.width * (1 - 2 * _SIDE_MARGIN))
    shorter = min(frame.width, frame.height)
    for share in np.linspace(_LARGEST, _SMALLEST, 7):
        fitted = lettering.wrapped(text, max(8, round(shorter * share)), width)
        if len(fitted.lines) <= _MOST_LINES:
            return lettering.balanced(text, fitted, width)
    *shown, last = fitted.lines[:_MOST_LINES]
    last = lettering.shortened(f"{last}  …", fitted.size, width)
    return lettering.Text(lines=(*shown, last), size=fitted.size)


def _picture(text: lettering.Text, frame: Size) -> Image.Image:
    """The title with its outline and shadow, on nothing; even in width and height."""
    outline = max(1.5, text.size * 0.05)
    pad = round(text.size * 0.4)
    size = (
        min(frame.width, even(text.width + 2 * pad + 1)),
        min(frame.height, even(text.line_height * len(text.lines) + 2 * pad + 1)),
    )
    fill, edge, emoji = Image.new("L", size), Image.new("L", size), Image.new("RGBA", size)
    for index, line in enumerate(text.lines):
        x = (size[0] - lettering.width_of(line, text.size)) // 2
        y = pad + index * text.line_height
        lettering.draw(edge, x, y, line, text.size, stroke=outline)
        lettering.draw(fill, x, y, line, text.size)
        lettering.draw_emoji(emoji, x, y, line, text.size)
    shade = Image.new("L", size)
    shade.paste(255, mask=edge)
    shade.paste(255, mask=emoji.getchannel("A"))
    shadow = shade.filter(ImageFilter.GaussianBlur(text.size * 0.12)).point(lambda a: a * 0.4)
    picture = Image.new("RGBA", size)
    for colour, mask in (((0, 0, 0), shadow), ((12, 12, 16), edge), ((255, 255, 255), fill)):
        layer = Image.new("RGBA", size, colour)
        layer.putalpha(mask)
        picture.alpha_composite(layer)
    picture.alpha_composite(emoji)
    return picture


def _top(position: Position, height: int, frame: Size) -> int:
    edge = frame.height * _EDGE_MARGIN
    match position:
        case Position.TOP:
            return even(edge)
        case Position.CENTER:
            return even((frame.height - height) / 2)
        case Position.BOTTOM:
            return even(frame.height - edge - height)
