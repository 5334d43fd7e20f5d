"""Draws what stands in for a generated picture: a landscape by seed, with the words on it.

Nobody could take it for the real thing. The same words, seed and size give the same bytes.
"""

import io
import math
import zlib
from collections.abc import Sequence
from colorsys import hls_to_rgb
from random import Random
from typing import Literal

from PIL import Image, ImageDraw, ImageFilter, ImageOps

from studio.engine import lettering

FORMS = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}
LARGEST_SIDE = 4096
_LONGEST_WORDS = 240
_LAYERS = 4
# Words that decide how it looks: hue of the sky, and whether it is night.
_HUES = {
    "sunset": 0.04,
    "fire": 0.02,
    "red": 0.99,
    "gold": 0.12,
    "autumn": 0.08,
    "desert": 0.1,
    "forest": 0.36,
    "green": 0.35,
    "sea": 0.53,
    "ocean": 0.53,
    "ice": 0.55,
    "blue": 0.6,
    "night": 0.66,
    "space": 0.72,
    "dragon": 0.78,
    "neon": 0.85,
    "pink": 0.92,
}
_DARK = ("night", "space", "neon", "moon", "dark")

Colour = tuple[int, int, int]


def draw(words: str, *, width: int, height: int, seed: int = 0, form: str = "jpeg") -> bytes:
    """A picture for these words, as the bytes of a file in one of `FORMS`."""
    picture = landscape(words, width=width, height=height, seed=seed)
    return _file(_lettered(picture, whole(words)), form)


def landscape(words: str, *, width: int, height: int, seed: int = 0) -> Image.Image:
    """The same picture before the words are written on it."""
    words = whole(words)
    dice = Random(f"{seed}/{words}")
    small = words.lower()
    dark = any(word in small for word in _DARK)
    hue = next((hue for word, hue in _HUES.items() if word in small), dice.random())
    # Shapes are drawn at half the size of the biggest pictures, and grown.
    scale = 2 if width * height > 2_000_000 else 1
    size = (max(1, width // scale), max(1, height // scale))
    picture = _sky(size, hue, dark=dark)
    if dark:
        _stars(picture, dice)
    _sun(picture, dice, hue, dark=dark)
    _hills(picture, dice, hue, dark=dark)
    return picture.resize((width, height), Image.Resampling.BICUBIC)


def edit(
    source: bytes, words: str, *, width: int, height: int, seed: int = 0, form: str = "png"
) -> bytes:
    """The picture, cut to size, in other colours, with the words on it.

    0 for width or height leaves the picture's own size. Raises ValueError for what is no picture.
    """
    try:
        with Image.open(io.BytesIO(source)) as opened:
            if opened.width > LARGEST_SIDE * 2 or opened.height > LARGEST_SIDE * 2:
                raise ValueError("the picture is too big")
            picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (OSError, SyntaxError, Image.DecompressionBombError) as exc:
        raise ValueError("this is no picture") from exc
    if not (width and height):
        picture.thumbnail((1536, 1536))
        width, height = picture.size
    picture = ImageOps.fit(picture, (width, height))
    words = whole(words)
    hue = (zlib.crc32(words.encode()) + seed) / 2**32 % 1
    toned = ImageOps.colorize(
        ImageOps.autocontrast(picture.convert("L")),
        black=_colour(hue, 0.12, 0.6),
        mid=_colour(hue + 0.06, 0.5, 0.6),
        white=_colour(hue + 0.14, 0.93, 0.7),
    )
    # At the top: at the foot there may be words of an earlier picture.
    return _file(_lettered(Image.blend(picture, toned, 0.55), words, place="top"), form)


def whole(words: str) -> str:
    """The words without halves of characters, which have no bytes."""
    return words.encode(errors="replace").decode()


def _file(picture: Image.Image, form: str) -> bytes:
    out = io.BytesIO()
    picture.save(out, FORMS[form], quality=88)
    return out.getvalue()


def _colour(hue: float, lightness: float, saturation: float) -> Colour:
    red, green, blue = hls_to_rgb(hue % 1, lightness, saturation)
    return round(red * 255), round(green * 255), round(blue * 255)


def _sky(size: tuple[int, int], hue: float, *, dark: bool) -> Image.Image:
    top, middle, low = (0.06, 0.14, 0.34) if dark else (0.42, 0.66, 0.88)
    ramp = Image.linear_gradient("L").resize(size, Image.Resampling.BICUBIC)
    return ImageOps.colorize(
        ramp,
        black=_colour(hue, top, 0.62),
        mid=_colour(hue + 0.05, middle, 0.68),
        white=_colour(hue + 0.13, low, 0.8),
    )


def _stars(picture: Image.Image, dice: Random) -> None:
    pen = ImageDraw.Draw(picture)
    width, height = picture.size
    for _ in range(140):
        x, y = dice.randrange(width), round(dice.random() ** 1.4 * height * 0.7)
        radius = dice.choice((0.6, 0.9, 1.5)) * min(width, height) / 700
        shade = dice.randrange(150, 256)
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(shade, shade, 255))


def _sun(picture: Image.Image, dice: Random, hue: float, *, dark: bool) -> None:
    width, height = picture.size
    x, y = dice.uniform(0.2, 0.8) * width, dice.uniform(0.2, 0.42) * height
    radius = min(width, height) * dice.uniform(0.07, 0.13)
    # The glow is drawn small: a blur of this width costs too much at full size.
    small = Image.new("L", (160, max(1, 160 * height // width)))
    share = 160 / width
    reach = radius * 1.9 * share
    cx, cy = x * share, y * share
    ImageDraw.Draw(small).ellipse((cx - reach, cy - reach, cx + reach, cy + reach), fill=150)
    glow = small.filter(ImageFilter.GaussianBlur(reach / 1.5)).resize(picture.size)
    light = _colour(hue + 0.12, 0.9, 0.3 if dark else 0.9)
    picture.paste(light, (0, 0), glow)
    ImageDraw.Draw(picture).ellipse((x - radius, y - radius, x + radius, y + radius), fill=light)


def _hills(picture: Image.Image, dice: Random, hue: float, *, dark: bool) -> None:
    width, height = picture.size
    pen = ImageDraw.Draw(picture)
    step = max(2, width // 160)
    for layer in range(_LAYERS):
        depth = layer / (_LAYERS - 1)
        base = height * (0.52 + 0.13 * layer)
        ridge = _ridge(dice, width, step, base, height * (0.1 - 0.015 * layer))
        lightness = (0.24 - 0.17 * depth) if dark else (0.62 - 0.44 * depth)
        colour = _colour(hue + 0.5 - 0.1 * depth, lightness, 0.28 + 0.14 * depth)
        pen.polygon([(0, height), *ridge, (width, height)], fill=colour)


def _ridge(
    dice: Random, width: int, step: int, base: float, reach: float
) -> Sequence[tuple[float, float]]:
    waves = [(dice.uniform(1, 2), dice.random() * 6, 1.0)]
    waves += [(dice.uniform(3, 6), dice.random() * 6, 0.4), (dice.uniform(9, 17), 0.0, 0.12)]
    return [
        (x, base + reach * sum(a * math.sin(f * 6.28 * x / width + p) for f, p, a in waves))
        for x in range(0, width + step, step)
    ]


def _lettered(
    picture: Image.Image, words: str, place: Literal["top", "foot"] = "foot"
) -> Image.Image:
    """The words at the edge of the picture, on a dark plate."""
    width, height = picture.size
    text = " ".join(words.split())[:_LONGEST_WORDS]
    size = max(10, min(width, height) // 18)
    margin = size
    if not text or width < 8 * size or height < 4 * size:
        return picture
    fitted = lettering.wrapped(text, size, width - 4 * margin)
    most = max(1, (height // 2 - 2 * margin) // fitted.line_height)
    lines = fitted.lines[:most]
    tall = len(lines) * fitted.line_height
    bottom = height - margin if place == "foot" else tall + 2 * margin
    top = bottom - tall - margin
    plate = Image.new("L", picture.size)
    ImageDraw.Draw(plate).rounded_rectangle(
        (margin, top, width - margin, bottom), radius=size // 2, fill=120
    )
    picture.paste((8, 10, 20), (0, 0), plate)
    mask, emoji = Image.new("L", picture.size), Image.new("RGBA", picture.size)
    for number, line in enumerate(lines):
        x = (width - lettering.width_of(line, size)) // 2
        y = top + margin // 2 + number * fitted.line_height
        lettering.draw(mask, x, y, line, size)
        lettering.draw_emoji(emoji, x, y, line, size)
    picture.paste((255, 255, 255), (0, 0), mask)
    picture.paste(emoji, (0, 0), emoji)
    return picture
