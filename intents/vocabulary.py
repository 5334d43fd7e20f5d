"""From a word or phrase to its concept, over all languages at once; it knows no sentences."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from operator import itemgetter
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
_LONGEST_STEM = 14
_SHORTEST_STEM = 3


class Meaning(NamedTuple):
    """What a word means (None: nothing to us), and whether a misspelling was guessed behind it."""

    concept: Concept | None
    guessed: bool = False


#: A known phrase without its first token: how many tokens that leaves, which, and its concept.
#: A plain tuple, because twenty thousand of them are made at every start.
Phrase: TypeAlias = tuple[int, list[str], Concept]


def longest(phrases: Sequence[Phrase], tokens: list[str], at: int) -> tuple[Concept | None, int]:
    """The longest of the phrases that stands at a token, and its length in tokens."""
    for size, rest, concept in phrases:
        if not size or tokens[at + 1 : at + 1 + size] == rest:
            return concept, size + 1
    return None, 1


@lru_cache(maxsize=8192)
def meaning(token: str) -> Meaning:
    """What a word means that is no phrase by itself: by its stem, or by what was meant."""
    calm = calmed(token)
    if calm != token and (concept := _alone(calm)):
        return Meaning(concept, guessed=True)
    if meant := respelt(calm):
        return Meaning(_alone(meant), guessed=True)
    for end in range(min(len(token), _LONGEST_STEM), _SHORTEST_STEM - 1, -1):
        if concept := _STEMS.get(token[:end]):
            return Meaning(concept)
    if "؀" < token[0] < "ۿ":
        return Meaning(next(filter(None, map(_alone, _without_prefix(token))), None))
    return Meaning(None)


def _alone(word: str) -> Concept | None:
    return longest(WITH_CHINESE.get(word, ()), [word], 0)[0]


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


def _read_in(*languages: dict[Concept, str]) -> dict[str, list[Phrase]]:
    """Every phrase by its first token, and stems to their own table; the first language has it."""
    found: dict[str, list[Phrase]] = {}
    for language in languages:
        for phrase, concept in _entries(language):
            if phrase.endswith("*"):
                _STEMS.setdefault(phrase[:-1], concept)
            else:
                first, *rest = _pieces(phrase)
                found.setdefault(first, []).append((len(rest), rest, concept))
    return found


def _longest_first(
    known: dict[str, tuple[Phrase, ...]], *more: dict[str, list[Phrase]]
) -> dict[str, tuple[Phrase, ...]]:
    """What is known, and more."""
    merged = dict(known)
    for part in more:
        for first, phrases in part.items():
            together = [*merged[first], *phrases] if first in merged else phrases
            if len(together) > 1:
                together = sorted(together, key=itemgetter(0), reverse=True)
            merged[first] = tuple(together)
    return merged


# Chinese and Japanese write different words with the same characters: kana tell that it is
# Japanese; without them it is Chinese, or Japanese where Chinese has no such word.
_STEMS: dict[str, Concept] = {}
_OTHERS = [words for words in LANGUAGES if words not in (CHINESE, JAPANESE)]
_ALIKE = _longest_first({}, _read_in(*_OTHERS, EVERYWHERE))
_IN_JAPANESE = _read_in(JAPANESE)
_EVERY_DAY = _read_in(EVERYDAY)
WITH_CHINESE = _longest_first(_ALIKE, _read_in(CHINESE), _IN_JAPANESE, _EVERY_DAY)
WITH_JAPANESE = _longest_first(_ALIKE, _IN_JAPANESE, _EVERY_DAY)
