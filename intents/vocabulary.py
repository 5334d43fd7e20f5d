"""From a word or phrase to its concept, over all languages at once; it knows no sentences."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import NamedTuple, TypeAlias

from intents.lexicon import CHINESE, EVERYDAY, EVERYWHERE, JAPANESE, LANGUAGES, Concept
from intents.spelling import calmed, fold, respelt

# Scripts without spaces give a token for each character; the marks of Indian vowels belong to
# their word.
WORD = r"""[㐀-鿿぀-ヿ가-힣]
    | (?:(?![㐀-鿿぀-ヿ가-힣])[^\W\d_])(?:(?![㐀-鿿぀-ヿ가-힣])[^\W_]|[ऀ-ःऺ-ॏॢॣ])*(?:'[a-z]+)? | &"""
_PIECE = re.compile(rf"{WORD} | \d+(?:[.:]\d+)*[a-z%]* | [^\w\s]", re.VERBOSE)

# Kana, Chinese characters and Hangul, which are no words but their parts, begin here.
_DENSE_FROM = "぀"
# Stems stand under their first letters; none is shorter.
_STEM_LETTERS = 3


class Meaning(NamedTuple):
    """What a word means (None: nothing to us), and whether a misspelling was guessed behind it."""

    concept: Concept | None
    guessed: bool = False


#: How the phrases that begin alike go on, token by token, and under "" what they mean if nothing
#: follows; a phrase that no other goes on from is its meaning alone.
Node: TypeAlias = "Concept | dict[str, Node]"


def longest(node: "Node | None", tokens: list[str], at: int) -> tuple[Concept | None, int]:
    """The longest phrase from a token on, by that token's node, and its length in tokens."""
    concept, length, end = None, 1, at
    while node is not None:
        end += 1
        if isinstance(node, Concept):
            return node, end - at
        here = node.get("")
        if isinstance(here, Concept):
            concept, length = here, end - at
        node = node.get(tokens[end]) if end < len(tokens) else None
    return concept, length


@lru_cache(maxsize=8192)
def meaning(token: str) -> Meaning:
    """What a word means that is no phrase by itself: by its stem, or by what was meant."""
    calm = calmed(token)
    if calm != token and (concept := _alone(calm)):
        return Meaning(concept, guessed=True)
    if meant := respelt(calm):
        return Meaning(_alone(meant), guessed=True)
    for stem, concept in _STEMS.get(token[:_STEM_LETTERS], ()):
        if token.startswith(stem):
            return Meaning(concept)
    if "؀" < token[0] < "ۿ":
        return Meaning(next(filter(None, map(_alone, _without_prefix(token))), None))
    return Meaning(None)


def _alone(word: str) -> Concept | None:
    return longest(WITH_CHINESE.get(word), [word], 0)[0]


def _without_prefix(word: str) -> Iterator[str]:
    """An Arabic word without "and", "the", "for" that are written onto it."""
    for prefix in ("وال", "بال", "لل", "ال", "و", "ف", "ب", "ل", "ه"):
        if word.startswith(prefix) and len(word) > len(prefix) + 2:
            yield word[len(prefix) :]


def _entries(language: dict[Concept, str]) -> Iterator[tuple[str, Concept]]:
    for concept, listed in language.items():
        for phrase in fold(" ".join(listed.split())).split(","):
            yield phrase.strip(), concept


def _pieces(phrase: str) -> list[str]:
    """The tokens of a phrase; most are one plain word, or characters without spaces."""
    if phrase.isalpha():
        if max(phrase) < _DENSE_FROM:
            return [phrase]
        if min(phrase) >= _DENSE_FROM:
            return list(phrase)
    return _PIECE.findall(phrase)


def _read_in(*languages: dict[Concept, str]) -> list[tuple[list[str], Concept]]:
    """Every phrase in its tokens, and stems to their own table; the first language has it."""
    found = []
    for language in languages:
        for phrase, concept in _entries(language):
            if phrase.endswith("*"):
                _STEMS.setdefault(phrase[:_STEM_LETTERS], []).append((phrase[:-1], concept))
            else:
                found.append((_pieces(phrase), concept))
    return found


def _tree(phrases: Iterable[tuple[list[str], Concept]]) -> dict[str, Node]:
    """The nodes of first tokens; of phrases that are alike, the first counts."""
    firsts: dict[str, Node] = {}
    for (*tokens, last), concept in phrases:
        branch = firsts
        for token in tokens:
            node = branch.get(token)
            if not isinstance(node, dict):
                node = branch[token] = {} if node is None else {"": node}
            branch = node
        node = branch.setdefault(last, concept)
        if isinstance(node, dict):
            node.setdefault("", concept)
    return firsts


def _trees() -> tuple[dict[str, Node], dict[str, Node]]:
    """The phrases for a text without kana, and for one with them.

    Chinese and Japanese write different words with the same characters: kana tell that it is
    Japanese; without them it is Chinese, or Japanese where Chinese has no such word.
    """
    others = (words for words in LANGUAGES if words not in (CHINESE, JAPANESE))
    alike, chinese, japanese = _read_in(*others, EVERYWHERE), _read_in(CHINESE), _read_in(JAPANESE)
    every_day = _read_in(EVERYDAY)
    with_japanese = _tree(chain(alike, japanese, every_day))
    starts = {tokens[0] for tokens, _ in chinese}
    in_chinese = chain(alike, chinese, japanese, every_day)
    only_there = _tree((tokens, concept) for tokens, concept in in_chinese if tokens[0] in starts)
    return with_japanese | only_there, with_japanese


_STEMS: dict[str, list[tuple[str, Concept]]] = {}
WITH_CHINESE, WITH_JAPANESE = _trees()
for _alike in _STEMS.values():
    _alike.sort(key=lambda stem: len(stem[0]), reverse=True)
