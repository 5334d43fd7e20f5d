"""Text in many scripts: order, faces, wrapping, and that hostile text does no harm."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.engine import bidi, lettering
from studio.engine.fonts import Face, clean, clusters, runs
from studio.engine.planes import Size, black
from studio.engine.titles import Titles
from studio.timeline import Position, TextSegment


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    level: int


def _seen(text: str) -> str:
    """The characters from left to right as they are seen."""
    pieces = [Piece(char, level) for char, level in zip(text, bidi.levels(text), strict=True)]
    return "".join(piece.text for piece in bidi.in_visual_order(pieces))


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("", ""),
        ("plain text 12.5%", "plain text 12.5%"),
        ("אבג", "גבא"),
        ("abc אבג def", "abc גבא def"),
        ("אבג abc def דה", "הד abc def גבא"),
        ("אבג 12.5% דה", "הד 12.5% גבא"),
        ("אבג ab 50% דה", "הד ab 50% גבא"),
        ("סעיף 3: קפה", "הפק :3 ףיעס"),
        # After Arabic letters digits are "Arabic numbers": the percent sign is not part of them.
        ("سعر 12.5% كل", "لك %12.5 رعس"),
        ("sale אבג 50 דה now", "sale הד 50 גבא now"),
        # Each bracket is drawn mirrored.
        ("(אבג) a", "a )גבא("),
    ],
)
def test_mixed_directions_are_ordered_as_unicode_says(written: str, seen: str) -> None:
    assert _seen(written) == seen


@pytest.mark.parametrize(
    ("text", "faces"),
    [
        ("Sale 50% — déjà vu", [Face.LATIN]),
        ("Распродажа Έκπτωση", [Face.LATIN]),
        ("夏日大促销！", [Face.CJK]),
        ("خصم كبير ١٢", [Face.ARABIC]),
        ("שלום עולם", [Face.HEBREW]),
        ("🎉🔥", [Face.EMOJI]),
        ("夏 Sale 🎉", [Face.CJK, Face.LATIN, Face.EMOJI]),
        ("1 2 #", [Face.LATIN]),
        ("1️⃣", [Face.EMOJI]),
    ],
)
def test_each_script_is_drawn_in_a_face_that_has_it(text: str, faces: list[Face]) -> None:
    used = list(
        dict.fromkeys(run.face for run in sorted(runs(text), key=lambda r: text.find(r.text)))
    )
    assert used == faces


@pytest.mark.parametrize(
    "sign", ["👩‍💻", "❤️‍🔥", "🇫🇷", "1️⃣", "👍🏽", "🏴\U000e0067\U000e0062\U000e007f", "हिं"]
)
def test_what_is_one_sign_to_a_reader_stays_in_one_piece(sign: str) -> None:
    assert clusters(f"a{sign}b") == ["a", sign, "b"]


def test_flags_beside_each_other_are_two() -> None:
    assert clusters("🇫🇷🇩🇪") == ["🇫🇷", "🇩🇪"]


def test_text_is_wrapped_at_words_or_between_han_characters() -> None:
    width = lettering.width_of("summer sale", 40)
    assert lettering.wrapped("summer sale today", 40, width).lines == ("summer sale", "today")
    han = lettering.wrapped("夏日大促销，限时优惠", 40, lettering.width_of("夏日大促销", 40)).lines
    assert len(han) > 1
    assert not any(line.startswith("，") for line in han)
    assert "".join(han) == "夏日大促销，限时优惠"
    assert lettering.wrapped("one\n\ntwo", 40, 999).lines == ("one", "two")


def test_a_word_wider_than_the_frame_is_broken() -> None:
    text = lettering.wrapped("x" * 200, 40, 300)
    assert "".join(text.lines) == "x" * 200
    assert text.width <= 300


def test_a_line_is_shortened_with_an_ellipsis() -> None:
    short = lettering.shortened("a very long name of a file.mp4", 30, 200)
    assert short.endswith("…")
    assert lettering.width_of(short, 30) <= 200
    assert lettering.shortened("short", 30, 200) == "short"
    assert lettering.shortened("anything", 30, 3) == ""


def test_characters_that_could_disorder_a_line_are_dropped() -> None:
    assert clean("a\u202eb\x00c\u2066d\ud800e\tf\ng") == "abcde f\ng"
    assert clean("👩‍💻") == "👩‍💻"


def _light(text: str, size: Size, position: Position = Position.CENTER) -> np.ndarray:
    canvas = black(size)
    title = TextSegment(start_ms=0, duration_ms=2000, text=text, position=position)
    Titles([title], size).lay_over(canvas, 1000)
    return canvas.y


@pytest.mark.parametrize("position", list(Position))
@pytest.mark.parametrize("size", [Size(width=270, height=480), Size(width=480, height=270)])
def test_a_title_keeps_to_the_safe_part_of_the_frame(size: Size, position: Position) -> None:
    rows, columns = np.nonzero(
        _light("Sale today only 夏日大促销 خصم 🎉 " * 3, size, position) > 60
    )
    assert rows.min() > 0.08 * size.height
    assert rows.max() < 0.92 * size.height
    assert columns.min() > 0.04 * size.width
    assert columns.max() < 0.96 * size.width


def test_emoji_have_colours() -> None:
    canvas = black(Size(width=200, height=200))
    title = TextSegment(start_ms=0, duration_ms=2000, text="❤️", position=Position.CENTER)
    Titles([title], canvas.size).lay_over(canvas, 1000)
    assert canvas.v.max() > 180


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_no_text_whatever_breaks_a_title(text: str) -> None:
    luma = _light(text, Size(width=96, height=64))
    assert luma.shape == (64, 96)


def test_a_very_long_text_is_drawn_small_and_cut() -> None:
    luma = _light("word " * 5000, Size(width=270, height=480))
    rows = np.nonzero(luma.max(axis=1) > 100)[0]
    assert np.ptp(rows) < 480 / 3
