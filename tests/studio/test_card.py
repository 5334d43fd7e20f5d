"""Words drawn as a picture, with the real process."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from studio.card import draw_card

SIZE = (270, 480)


def _names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def _drawn(folder: Path, words: str, size: tuple[int, int] = SIZE) -> NDArray[np.uint8]:
    out = folder / "card.png"
    await draw_card(words, out, size)
    assert _names(folder) == ["card.png"]
    with Image.open(out) as card:
        assert (card.format, card.size) == ("PNG", size)
        return np.asarray(card.convert("RGB"))


def _white(card: NDArray[np.uint8]) -> NDArray[np.bool_]:
    return np.asarray(card.min(axis=2) > 240)


def _contrast(colour: Sequence[int]) -> float:
    """Of white with a colour, by the formula of the web's accessibility guidelines."""
    red, green, blue = (
        v / 3294.6 if v <= 10 else ((v / 255 + 0.055) / 1.055) ** 2.4 for v in map(int, colour)
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


@pytest.mark.parametrize(
    "words", ["A dragon over a castle", "海上的日落", "غروب الشمس", "नमस्ते दुनिया"]
)
async def test_words_of_any_script_stand_large_in_the_middle(tmp_path: Path, words: str) -> None:
    rows, columns = np.nonzero(_white(await _drawn(tmp_path, words)))
    assert len(rows) > 800
    assert np.ptp(columns) > SIZE[0] * 0.35
    assert columns.min() > SIZE[0] * 0.05
    assert columns.max() < SIZE[0] * 0.95
    assert abs(rows.min() + rows.max() - SIZE[1]) < SIZE[1] * 0.1


async def test_every_background_lets_white_letters_be_read(tmp_path: Path) -> None:
    for words in ("sun", "lemon", "grass", "sea"):
        card = await _drawn(tmp_path, words, (128, 128))
        background = card[~_white(card)].reshape(-1, 3)
        # The edge of a letter is between both.
        lightest = background[np.argsort(background.sum(axis=1))[int(len(background) * 0.9)]]
        assert _contrast(lightest) > 4.3


async def test_the_same_words_have_the_same_colours_and_other_words_others(tmp_path: Path) -> None:
    first, again = await _drawn(tmp_path, "the sea"), await _drawn(tmp_path, "The  sea")
    other = await _drawn(tmp_path, "the wood")
    assert np.array_equal(first[:60], again[:60])
    assert np.abs(first[:60].astype(int) - other[:60]).mean() > 5


@pytest.mark.parametrize("words", ["word " * 400, "x" * 3000, "日" * 900])
async def test_more_words_than_fit_are_cut_and_stay_inside(tmp_path: Path, words: str) -> None:
    rows, columns = np.nonzero(_white(await _drawn(tmp_path, words)))
    assert rows.min() > SIZE[1] * 0.1
    assert rows.max() < SIZE[1] * 0.9
    assert columns.min() > SIZE[0] * 0.05
    assert columns.max() < SIZE[0] * 0.95


@pytest.mark.parametrize("words", ["", " \n ", "\u202e\x00"])
async def test_without_words_there_is_the_background(tmp_path: Path, words: str) -> None:
    assert not _white(await _drawn(tmp_path, words)).any()


async def test_emoji_keep_their_colours(tmp_path: Path) -> None:
    card = await _drawn(tmp_path, "🍋")
    assert ((card[:, :, 0] > 200) & (card[:, :, 1] > 150) & (card[:, :, 2] < 90)).sum() > 300


async def test_what_cannot_be_drawn_is_refused_and_leaves_no_file(tmp_path: Path) -> None:
    for words, size in (("a", (10, 480)), ("a", (270, 5000)), ("\ud83d", SIZE)):
        with pytest.raises(ValueError, match=r"pixels|surrogates"):
            await draw_card(words, tmp_path / "card.png", size)
    assert _names(tmp_path) == []
