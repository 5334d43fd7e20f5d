"""Draws words in large letters on a calm background, whose colours follow from the words."""

import zlib
from colorsys import hls_to_rgb
from pathlib import Path

from PIL import Image, ImageFilter

from studio.engine import lettering
from studio.engine.fonts import clean

_MOST_CHARACTERS = 500
# Shares of the card.
_TEXT_WIDTH, _TEXT_HEIGHT = 0.82, 0.7
_LARGEST, _SMALLEST, _SMALLER = 0.14, 0.036, 0.92
_GLOW = 0.6
# White on it has a contrast of at least 4.5 to 1, by the rules for readable web pages.
_MOST_LUMINANCE = 0.18
_SHADOW = 0.4

_Colour = tuple[int, int, int]


def draw(words: str, size: tuple[int, int], out: Path) -> None:
    """Writes the card as a PNG."""
    text = clean(words)[:_MOST_CHARACTERS].strip()
    card = _background(text, size)
    if text:
        _letter(card, _fitted(text, size))
    card.save(out, "PNG")


def _background(text: str, size: tuple[int, int]) -> Image.Image:
    number = zlib.crc32(" ".join(text.lower().split()).encode())
    hue, turn = number / 2**32, 0.16 if number % 2 else -0.16
    corners = Image.new("RGB", (2, 2))
    corners.putpixel((0, 0), _colour(hue, 0.34))
    corners.putpixel((1, 0), _colour(hue + turn / 2, 0.27))
    corners.putpixel((0, 1), _colour(hue + turn / 2, 0.24))
    corners.putpixel((1, 1), _colour(hue + turn, 0.13))
    # From the middle of one pixel to that of the next: without it the edges would be flat.
    card = corners.resize(size, Image.Resampling.BILINEAR, box=(0.5, 0.5, 1.5, 1.5))
    reach = round(max(size) * 1.1)
    # Pillow's gradient is 0 in its middle and 179 where it meets its edges.
    glow = Image.radial_gradient("L").point(
        [round(255 * _GLOW * max(0.0, 1 - v / 179) ** 1.6) for v in range(256)]
    )
    glow = glow.resize((reach, reach), Image.Resampling.BICUBIC)
    at = (round(size[0] * 0.22) - reach // 2, round(size[1] * 0.2) - reach // 2)
    card.paste(_colour(hue - turn / 2, 0.5), at, glow)
    return card


def _colour(hue: float, lightness: float) -> _Colour:
    """The colour, darker where white letters could not be read on it."""
    while True:
        red, green, blue = hls_to_rgb(hue % 1, lightness, 0.55)
        if _luminance(red, green, blue) <= _MOST_LUMINANCE:
            return round(red * 255), round(green * 255), round(blue * 255)
        lightness *= 0.96


def _luminance(red: float, green: float, blue: float) -> float:
    return float(0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2)


def _fitted(text: str, size: tuple[int, int]) -> lettering.Text:
    """The largest letters in which the text fits; where none does, its beginning."""
    width, height = round(size[0] * _TEXT_WIDTH), round(size[1] * _TEXT_HEIGHT)
    letters, smallest = min(size) * _LARGEST, max(8.0, min(size) * _SMALLEST)
    while True:
        fitted = lettering.wrapped(text, max(8, round(letters)), width)
        most = max(1, height // fitted.line_height)
        if len(fitted.lines) <= most:
            return lettering.balanced(text, fitted, width)
        if letters <= smallest:
            break
        letters = max(smallest, letters * _SMALLER)
    *shown, last = fitted.lines[:most]
    last = lettering.shortened(f"{last}  …", fitted.size, width)
    return lettering.Text(lines=(*shown, last), size=fitted.size)


def _letter(card: Image.Image, text: lettering.Text) -> None:
    fill, emoji = Image.new("L", card.size), Image.new("RGBA", card.size)
    top = (card.height - text.line_height * len(text.lines)) // 2
    for number, line in enumerate(text.lines):
        x = (card.width - lettering.width_of(line, text.size)) // 2
        y = top + number * text.line_height
        lettering.draw(fill, x, y, line, text.size)
        lettering.draw_emoji(emoji, x, y, line, text.size)
    shadow = Image.new("L", card.size)
    shadow.paste(255, mask=fill)
    shadow.paste(255, mask=emoji.getchannel("A"))
    soft = shadow.filter(ImageFilter.GaussianBlur(text.size * 0.14)).point(
        [round(v * _SHADOW) for v in range(256)]
    )
    card.paste((0, 0, 0), (0, round(text.size * 0.05)), soft)
    card.paste((255, 255, 255), (0, 0), fill)
    card.paste(emoji, (0, 0), emoji)
