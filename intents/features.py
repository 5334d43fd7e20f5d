"""What the learned weights look at in a message: pieces of its words, and the order of concepts."""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from intents.lexicon import Concept
from intents.reading import Reading, Word
from intents.routes import Found

# Of a longer text, the head and the tail are looked at: wishes stand at the ends.
_HEAD, _TAIL = 300, 200
_CONCEPTS = 60
# A word is looked at as a whole and in all its pieces of this size, with three letters at its ends;
# a Chinese or Japanese character is worth two or three letters.
_SIZE, _ENDS, _DENSE_SIZES = 4, 3, (2, 3)
_DENSE = re.compile("[぀-ヿ㐀-鿿가-힣]")
# How a word begins tells most: in many languages the rest is grammar.
_BEGINNINGS = (6, 7)
# Emoji and Chinese characters, which mean something alone, come behind the letters.
_SIGNS_FROM = "\u2190"
# What is kept of a word where it stands beside others, or at an end.
_STEM, _END = 4, 6

# One character for each concept, so that runs of concepts are pieces of a string.
_CHAR = {concept: chr(0xF000 + i) for i, concept in enumerate(Concept)}


class Features(NamedTuple):
    """The different words of a message, to be looked at in `pieces`, and all else about it."""

    words: Iterable[str]
    others: set[str]


def features(
    reading: Reading, clauses: list[list[Word]], found: Iterable[Found | None]
) -> Features:
    """The features of a message."""
    text = reading.text
    if len(text) > _HEAD + _TAIL:
        text = text[:_HEAD] + text[-_TAIL:]
    words = text.split()
    stems = [word[:_STEM] for word in words]
    others = {f"{one} {two}" for one, two in pairwise(stems)}
    others.update([f"{one}_{two}" for one, two in zip(stems, stems[2:], strict=False)])
    if words:
        last = words[-1]
        others.update(("^" + words[0][:_END], "$" + last[:_END], "$" + last[-_STEM:]))
    _look_at_concepts(others, _string(reading.words))
    _look_at_clauses(others, clauses, found)
    return Features(dict.fromkeys(words), others)


def pieces(word: str) -> Iterable[str]:
    """The features of a word, whatever it stands in; a space tells its beginning and its end."""
    spaced = f" {word} "
    found = [spaced, *(spaced[:size] for size in _BEGINNINGS)]
    plain = word.isascii()
    if plain or not _DENSE.search(word):
        found += (spaced[:_ENDS], spaced[-_ENDS:])
        found += [spaced[i : i + _SIZE] for i in range(len(spaced) - _SIZE + 1)]
    else:
        for size in _DENSE_SIZES:
            found += [spaced[i : i + size] for i in range(len(spaced) - size + 1)]
    if not plain:
        found += [sign for sign in word if sign > _SIGNS_FROM]
    return dict.fromkeys(found)


def _string(words: Iterable[Word]) -> str:
    return "".join([_CHAR[word.concept] for word in words])


def _look_at_concepts(others: set[str], concepts: str) -> None:
    if len(concepts) > _CONCEPTS:
        concepts = concepts[: _CONCEPTS // 2] + concepts[-_CONCEPTS // 2 :]
    run = f"^{concepts}$"
    others.update(concepts)
    others.update([a + b for a, b in pairwise(run)])
    others.update([f"{a}~{b}" for a, b in zip(run, run[2:], strict=False)])
    others.update([f"{a}~{b}" for a, b in zip(run, run[3:], strict=False)])


def _look_at_clauses(
    others: set[str], clauses: list[list[Word]], found: Iterable[Found | None]
) -> None:
    """The wishes that the table sees, and what stands in the first and in the last clause."""
    place = "1"
    for one in found:
        if one is not None:
            others.add(f"{place}{one.route.intent}")
            others.add("#" + one.route.why)
            place = "2" if place == "1" else "3"
    if len(clauses) > 1:
        others.add("several")
