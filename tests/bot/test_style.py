"""What people write after /style, and what becomes of their prompts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.style import (
    COLOURS_MOST,
    Off,
    Style,
    StyleProblem,
    apply,
    colour_name,
    parse_style,
)


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("warm light, film grain", Style(words="warm light, film grain")),
        (
            "warm light palette #112233 #AABBCC ratio 9:16 seed 42",
            Style(words="warm light", palette=("#112233", "#aabbcc"), ratio="9:16", seed=42),
        ),
        (
            "seed 7 warm light, ratio: 16x9, film grain, colors: #fff, #000",
            Style(
                words="warm light, film grain",
                palette=("#ffffff", "#000000"),
                ratio="16:9",
                seed=7,
            ),
        ),
        ("palette #123456.", Style(palette=("#123456",))),
        ("palette #123456 #123456", Style(palette=("#123456",))),
        ("ratio portrait", Style(ratio="9:16")),
        ("warm colours, 16:9", Style(words="warm colours", ratio="16:9")),
        ("a score of 3:2 in neon", Style(words="a score of 3:2 in neon")),
        ("比例 9：16 水墨风 种子 3", Style(words="水墨风", ratio="9:16", seed=3)),
        ("配色 #c00 红色调", Style(words="红色调", palette=("#cc0000",))),
        ("palette of autumn", Style(words="palette of autumn")),
        ("the golden ratio", Style(words="the golden ratio")),
        ("a seed in the soil", Style(words="a seed in the soil")),
        ("linseed 4 oil", Style(words="linseed 4 oil")),
        ("seed 4294967295", Style(seed=4294967295)),
    ],
)
def test_a_style_is_read_as_people_write_it(text: str, style: Style) -> None:
    assert parse_style(text) == style


@pytest.mark.parametrize("text", ["off", "OFF", " none. ", "关闭"])
def test_a_style_can_be_put_off(text: str) -> None:
    assert parse_style(text) is Off.OFF


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", StyleProblem.EMPTY),
        (" \n", StyleProblem.EMPTY),
        ("w" * 501, StyleProblem.WORDS_TOO_LONG),
        ("w" * 9999, StyleProblem.WORDS_TOO_LONG),
        ("palette #12", StyleProblem.PALETTE_WRONG),
        ("palette #112233 #xyz", StyleProblem.PALETTE_WRONG),
        ("palette " + "#112233 " * (COLOURS_MOST + 1), StyleProblem.PALETTE_WRONG),
        ("ratio 1:99", StyleProblem.RATIO_WRONG),
        ("seed -1", StyleProblem.SEED_WRONG),
        ("seed 4294967296", StyleProblem.SEED_WRONG),
        ("seed " + "9" * 400, StyleProblem.SEED_WRONG),
    ],
)
def test_what_makes_no_sense_has_a_reason(text: str, problem: StyleProblem) -> None:
    assert parse_style(text) is problem


@pytest.mark.parametrize(
    ("style", "prompt", "result"),
    [
        (Style(words="noir"), "A cat", "A cat. noir"),
        (Style(words="noir"), "A cat!", "A cat! noir"),
        (Style(words="水墨风"), "一只猫。", "一只猫。 水墨风"),
        (Style(words="noir"), "", "noir"),
        (Style(words="noir"), "A cat, noir", "A cat, noir"),
        (Style(ratio="9:16", seed=1), "A cat", "A cat"),
        (
            Style(words="noir", palette=("#000000", "#008080")),
            "A cat",
            "A cat. noir. Colours: black (#000000), teal (#008080)",
        ),
    ],
)
def test_a_prompt_gets_the_style_in_words(style: Style, prompt: str, result: str) -> None:
    assert apply(style, prompt) == result
    assert apply(style, result) == result


def test_a_prompt_is_never_cut_for_its_style() -> None:
    style = Style(words="noir", palette=("#000000",))
    assert apply(style, "p" * 1990) == "p" * 1990 + ". noir"
    assert apply(style, "p" * 1999) == "p" * 1999
    assert apply(style, "p" * 3000) == "p" * 3000


@pytest.mark.parametrize(
    ("colour", "name"), [("#ff0000", "red"), ("#0a0a0a", "black"), ("#00ff00", "lime green")]
)
def test_a_colour_has_a_plain_name(colour: str, name: str) -> None:
    assert colour_name(colour) == name


part = st.sampled_from(
    ["palette", "#fff", "#12", "ratio", "9:16", "0:0", "seed", "42", "noir", ","]
)


@given(st.one_of(st.text(max_size=80), st.lists(part, max_size=12).map(" ".join)))
def test_any_text_is_a_style_that_can_be_put_on_or_a_problem(text: str) -> None:
    style = parse_style(text)
    if isinstance(style, Style):
        assert len(style.words) <= 500
        result = apply(style, "A cat")
        assert result.startswith("A cat")
        assert len(result) <= 2000


@pytest.mark.parametrize("text", ["palette " * 120, "#" * 990, "ratio 1" * 140, "seed " * 200])
def test_long_nonsense_is_read_at_once(text: str) -> None:
    parse_style(text)
