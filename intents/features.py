"""What the learned weights look at in a message: pieces of its words, and the order of concepts."""

import re
from collections.abc import Iterable
from itertools import pairwise

from intents.lexicon import Concept
from intents.reading import Reading, Word
from intents.routes import Found

# Of a longer text, the head and the tail are looked at: wishes stand at the ends.
_HEAD, _TAIL = 300, 200
_CONCEPTS = 60
_REACH = 5
# A Chinese or Japanese character is worth two or three letters.
_SIZES, _DENSE_SIZES = (3, 4), (2, 3)
# Emoji and Chinese characters, which mean something alone, come behind the letters.
_SIGNS_FROM = "\u2190"
_DENSE = re.compile("[぀-ヿ㐀-鿿가-힣]")

# One character for each concept, so that runs of concepts are pieces of a string.
_CHAR = {concept: chr(0xF000 + i) for i, concept in enumerate(Concept)}


def features(
    reading: Reading, clauses: list[list[Word]], found: Iterable[Found | None]
) -> set[str]:
    """The features of a message, each counted once."""
    text = f" {' '.join(reading.text.split())} "
    if len(text) > _HEAD + _TAIL:
        text = text[:_HEAD] + text[-_TAIL:]
    looked_at = set() if text.isascii() else {c for c in text if c > _SIGNS_FROM}
    for size in _DENSE_SIZES if _DENSE.search(text) else _SIZES:
        looked_at.update([text[i : i + size] for i in range(len(text) - size + 1)])
    words = text.split()
    looked_at.update(["w" + word for word in words])
    looked_at.update([f"{one} {two}" for one, two in pairwise(words)])
    _look_at_concepts(looked_at, _string(reading.words))
    _look_at_clauses(looked_at, clauses, found)
    return looked_at


def _string(words: Iterable[Word]) -> str:
    return "".join([_CHAR[word.concept] for word in words])


def _look_at_concepts(looked_at: set[str], concepts: str) -> None:
    if len(concepts) > _CONCEPTS:
        concepts = concepts[: _CONCEPTS // 2] + concepts[-_CONCEPTS // 2 :]
    run = f"^{concepts}$"
    for size in (2, 3):
        looked_at.update([run[i : i + size] for i in range(len(run) - size + 1)])
    looked_at.update(concepts)
    looked_at.update([a + "~" + b for i, a in enumerate(run) for b in run[i + 2 : i + _REACH + 1]])
    looked_at.update(["<" + c for c in concepts[:4]])
    looked_at.update([">" + c for c in concepts[-4:]])


def _look_at_clauses(
    looked_at: set[str], clauses: list[list[Word]], found: Iterable[Found | None]
) -> None:
    """The wishes that the table sees, and what stands in the first and in the last clause."""
    place = "1"
    for one in found:
        if one is not None:
            looked_at.add(f"{place}{one.route.intent}")
            looked_at.add("#" + one.route.why)
            place = "2" if place == "1" else "3"
    if len(clauses) > 1:
        looked_at.add("several")
        for mark, clause in (("F", clauses[0]), ("L", clauses[-1])):
            run = _string(clause[:12])
            looked_at.update([mark + c for c in run])
            looked_at.update([mark + run[i : i + 2] for i in range(len(run) - 1)])
