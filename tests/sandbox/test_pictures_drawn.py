"""Pictures that stand in for generated ones, and the words that script them."""

from io import BytesIO

import pytest
from PIL import Image

from sandbox.pictures_drawn import FORMS, draw, edit
from sandbox.scripted import Words, read

WORDS = Words(
    plain=frozenset(("late", "empty")), valued=frozenset(("form",)), whole=frozenset(("pending",))
)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("size", [(768, 1344), (64, 64), (2048, 2048), (16, 400)])
def test_a_picture_has_the_size_and_form_that_is_asked_for(
    form: str, size: tuple[int, int]
) -> None:
    drawn = draw("a dragon at night", width=size[0], height=size[1], form=form)
    with Image.open(BytesIO(drawn)) as picture:
        assert (picture.size, picture.format) == (size, FORMS[form])


@pytest.mark.parametrize(
    "words", ["", "  ", "一只狐狸 🦊", "مرحبا بالعالم", "x" * 5000, "line\nline\n" * 50, "\0\ud800"]
)
def test_any_words_can_be_drawn(words: str) -> None:
    assert draw(words, width=320, height=240)


def test_the_same_words_and_seed_give_the_same_bytes() -> None:
    assert draw("hills", width=200, height=200, seed=1) == draw(
        "hills", width=200, height=200, seed=1
    )


def test_another_seed_gives_another_picture() -> None:
    assert draw("hills", width=200, height=200, seed=1) != draw(
        "hills", width=200, height=200, seed=2
    )


def test_a_changed_picture_keeps_its_size_where_none_is_asked_for() -> None:
    source = draw("hills", width=300, height=200)
    with Image.open(BytesIO(edit(source, "winter", width=0, height=0))) as picture:
        assert picture.size == (300, 200)
    with Image.open(BytesIO(edit(source, "winter", width=128, height=256))) as picture:
        assert picture.size == (128, 256)


@pytest.mark.parametrize("source", [b"", b"no picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 50])
def test_what_is_no_picture_cannot_be_changed(source: bytes) -> None:
    with pytest.raises(ValueError, match="no picture"):
        edit(source, "winter", width=0, height=0)


def test_a_script_is_read_word_by_word() -> None:
    script = read("late pending=3 form=odd 402", WORDS)
    assert "late" in script
    assert "empty" not in script
    assert (script.number("pending"), script.value("form"), script.status) == (3, "odd", 402)
    assert (read("", WORDS).status, read("", WORDS).number("pending")) == (None, 0)


@pytest.mark.parametrize(
    "text", ["early", "late=1", "form", "form=", "pending=x", "pending", "402 403", "42", "1000"]
)
def test_a_script_that_makes_no_sense_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read(text, WORDS)
