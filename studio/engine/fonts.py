"""The typefaces that come with us, and which of them can draw a piece of text.

Pillow has no fallback between fonts, so text is split by what each font's `cmap` holds. Fonts are
never looked for on the machine.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib.resources import files
from pathlib import Path

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from PIL import ImageFont

from studio.engine import bidi

_SELECTOR_EMOJI, _KEYCAP = "\ufe0f", "\u20e3"
_ZWNJ, _ZWJ = "\u200c", "\u200d"
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_TAGS = range(0xE0020, 0xE0080)
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)
_BOLD, _NORMAL_WIDTH = 700, 100

EMOJI_PPEM = 109
"""The one size in which the colour emoji exist; others are made by scaling the picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A font file inside an installed package."""

    package: str
    file: str
    index: int = 0

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return Path(str(files(self.package).joinpath(self.file)))


class Face(Enum):
    """Our typefaces in the order in which they are tried; the last one is the last resort."""

    LATIN = Source(package="fontpkg_noto_sans", file="files/NotoSans[wdth,wght].ttf")
    ARABIC = Source(
        package="justmytype_intl_rtl", file="fonts/ofl/notosansarabic/NotoSansArabic[wdth,wght].ttf"
    )
    HEBREW = Source(
        package="justmytype_intl_rtl", file="fonts/ofl/notosanshebrew/NotoSansHebrew[wdth,wght].ttf"
    )
    EMOJI = Source(package="studio", file="fonts/NotoColorEmoji.ttf")
    CJK = Source(package="noto_cjk_sans_otc", file="NotoSansCJK-Regular.ttc", index=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A piece of a line in one face and one direction."""

    text: str
    face: Face
    level: int


@cache
def font(face: Face, size: int) -> ImageFont.FreeTypeFont:
    """The face in bold at a size in pixels; the CJK face has one weight only."""
    source = face.value
    loaded = ImageFont.truetype(
        source.path, size, index=source.index, layout_engine=ImageFont.Layout.RAQM
    )
    if face in {Face.LATIN, Face.ARABIC, Face.HEBREW}:
        loaded.set_variation_by_axes([_BOLD, _NORMAL_WIDTH])
    return loaded


def clean(text: str) -> str:
    """The text without control characters and invisible ones that could disorder a line."""
    kept = (
        char
        for char in unicodedata.normalize("NFC", text.replace("\t", " "))
        if char == "\n"
        or char in {_ZWJ, _ZWNJ}
        or ord(char) in _TAGS
        or unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    return "".join(kept)


def clusters(text: str) -> list[str]:
    """The text in the pieces that a reader takes for one character."""
    pieces: list[str] = []
    for char in text:
        if pieces and _belongs_to(pieces[-1], char):
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces


def _belongs_to(piece: str, char: str) -> bool:
    point = ord(char)
    if point in _FLAG_LETTERS:
        return len(piece) == 1 and ord(piece) in _FLAG_LETTERS
    return (
        unicodedata.category(char).startswith("M")
        or char in {_ZWJ, _ZWNJ}
        or point in _SKIN_TONES
        or point in _TAGS
        or (piece.endswith(_ZWJ) and _covers(Face.EMOJI, char))
    )


def runs(line: str) -> list[Run]:
    """A line of clean text in runs from left to right as they are seen."""
    return bidi.in_visual_order(list(_logical_runs(line)))


def _logical_runs(line: str) -> Iterator[Run]:
    levels = bidi.levels(line)
    text, face, level, at = "", Face.LATIN, 0, 0
    for piece in clusters(line):
        its_face = _face(piece, face)
        if text and (its_face, levels[at]) != (face, level):
            yield Run(text=text, face=face, level=level)
            text = ""
        text, face, level = text + piece, its_face, levels[at]
        at += len(piece)
    if text:
        yield Run(text=text, face=face, level=level)


def _face(piece: str, current: Face) -> Face:
    if _SELECTOR_EMOJI in piece or _KEYCAP in piece:
        return Face.EMOJI
    # Spaces and points stay with their neighbours: shaping and spacing are then that font's own.
    neutral = current is not Face.EMOJI and not piece[0].isalpha()
    order = (current, *Face) if neutral and current is not Face.CJK else tuple(Face)
    return next((face for face in order if _covers(face, piece[0])), Face.CJK)


def _covers(face: Face, char: str) -> bool:
    # Reading the large table takes a quarter of a second, and nothing comes after it anyway.
    return face is Face.CJK or ord(char) in _characters(face)


@cache
def _characters(face: Face) -> frozenset[int]:
    with TTFont(face.value.path, lazy=True) as file:
        return frozenset(file.getBestCmap())
