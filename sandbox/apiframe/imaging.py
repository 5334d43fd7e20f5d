"""What is done with pictures: grids, zooms, pans, blends, swapped faces; PIL and no HTTP."""

import base64
import io
from binascii import Error as Base64Error
from collections.abc import Sequence

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from sandbox.pictures_drawn import draw

_GAP = 8
_NAMES = (
    ((40, 40, 45), "black"),
    ((235, 235, 235), "white"),
    ((200, 60, 50), "red"),
    ((220, 140, 60), "orange"),
    ((210, 190, 90), "golden"),
    ((80, 150, 80), "green"),
    ((80, 170, 180), "turquoise"),
    ((70, 100, 190), "blue"),
    ((140, 90, 180), "violet"),
    ((210, 130, 170), "pink"),
    ((130, 130, 130), "grey"),
)


class UnusableError(Exception):
    """A picture cannot be used; the text says why, as the service would."""


def opened(content: bytes) -> Image.Image:
    """The picture in a file's bytes. Raises UnusableError."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            return ImageOps.exif_transpose(picture).convert("RGB")
    except (OSError, SyntaxError, Image.DecompressionBombError) as exc:
        raise UnusableError("Invalid image: it cannot be read") from exc


def jpeg(picture: Image.Image) -> bytes:
    """The bytes of a file."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90)
    return out.getvalue()


def drawn(words: str, size: tuple[int, int], seed: int) -> Image.Image:
    """A picture for these words."""
    return opened(draw(words, width=size[0], height=size[1], seed=seed))


def grid(four: Sequence[Image.Image]) -> Image.Image:
    """Four pictures of one size as one."""
    width, height = four[0].size
    whole = Image.new("RGB", (2 * width + _GAP, 2 * height + _GAP), (16, 16, 20))
    for place, picture in enumerate(four):
        whole.paste(picture, ((place % 2) * (width + _GAP), (place // 2) * (height + _GAP)))
    return whole


def bigger(picture: Image.Image, times: int, *, most: int = 4096) -> Image.Image:
    """The picture with more pixels."""
    factor = min(times, most / max(picture.size))
    size = (round(picture.width * factor), round(picture.height * factor))
    return picture.resize(size, Image.Resampling.LANCZOS).filter(ImageFilter.UnsharpMask(1.5, 60))


def varied(picture: Image.Image, words: str, seed: int, strength: float) -> Image.Image:
    """Something like it."""
    return Image.blend(picture, drawn(words, picture.size, seed), strength)


def zoomed_out(picture: Image.Image, ratio: float, words: str, seed: int) -> Image.Image:
    """The picture in the middle of more of the same."""
    around = drawn(words, picture.size, seed).filter(ImageFilter.GaussianBlur(3))
    size = (round(picture.width / ratio), round(picture.height / ratio))
    at = ((picture.width - size[0]) // 2, (picture.height - size[1]) // 2)
    mask = Image.new("L", size, 0)
    soft = max(2, min(size) // 20)
    ImageDraw.Draw(mask).rectangle((soft, soft, size[0] - soft, size[1] - soft), fill=255)
    around.paste(picture.resize(size), at, mask.filter(ImageFilter.GaussianBlur(soft / 2)))
    return around


def panned(picture: Image.Image, direction: str, words: str, seed: int) -> Image.Image:
    """The picture with half as much again on one side."""
    width, height = picture.size
    more = drawn(words, picture.size, seed)
    if direction in ("left", "right"):
        whole = Image.new("RGB", (width + width // 2, height))
        whole.paste(more, (0 if direction == "left" else whole.width - width, 0))
        whole.paste(picture, (whole.width - width if direction == "left" else 0, 0))
        return whole
    whole = Image.new("RGB", (width, height + height // 2))
    whole.paste(more, (0, 0 if direction == "up" else whole.height - height))
    whole.paste(picture, (0, whole.height - height if direction == "up" else 0))
    return whole


def repainted(picture: Image.Image, mask: str, words: str, seed: int) -> Image.Image:
    """The picture with something else where the mask, in Base64, is white."""
    try:
        where = opened(base64.b64decode(mask.rpartition(",")[2], validate=True))
    except (Base64Error, ValueError) as exc:
        raise UnusableError("Invalid mask: it is not Base64") from exc
    area = where.convert("L").resize(picture.size)
    return Image.composite(drawn(words, picture.size, seed), picture, area)


def swapped(target: Image.Image, face: Image.Image) -> Image.Image:
    """The target with the other picture's middle where a face may be."""
    side = min(target.size) // 3
    head = ImageOps.fit(face, (side, side), centering=(0.5, 0.35))
    mask = Image.new("L", (side, side))
    ImageDraw.Draw(mask).ellipse((2, 2, side - 2, side - 2), fill=255)
    whole = target.copy()
    soft = mask.filter(ImageFilter.GaussianBlur(side / 30))
    whole.paste(head, ((target.width - side) // 2, target.height // 5), soft)
    return whole


def blended(pictures: Sequence[Image.Image], size: tuple[int, int], seed: int) -> Image.Image:
    """All of them at once, each time in another mixture."""
    first, *others = (ImageOps.fit(picture, size) for picture in pictures)
    turn = seed % len(pictures)
    for place, other in enumerate(others):
        first = Image.blend(first, other, 0.35 + 0.15 * ((place + turn) % 3))
    return ImageOps.autocontrast(first) if turn % 2 else ImageChops.lighter(first, others[0])


def described(picture: Image.Image) -> list[str]:
    """Four prompts that might have led to it, by its colours."""
    small = picture.resize((2, 2), Image.Resampling.BOX)
    colours = []
    for x, y in ((0, 0), (1, 0), (0, 1), (1, 1)):
        pixel = small.getpixel((x, y))
        colours.append(_name(pixel if isinstance(pixel, tuple) else (0, 0, 0)))
    shape = "wide" if picture.width > picture.height else "tall"
    one, two, three, four = colours
    return [
        f"a {one} and {four} scene, {shape} view, soft light",
        f"{two} sky over {three} ground, detailed, calm mood",
        f"study in {one}, {two} and {three}, painterly",
        f"poster of a {four} landscape under {one} clouds",
    ]


def _name(pixel: Sequence[float]) -> str:
    def distance(colour: Sequence[int]) -> float:
        return sum((a - b) ** 2 for a, b in zip(colour, pixel, strict=False))

    return min(_NAMES, key=lambda entry: distance(entry[0]))[1]
