"""From a message to the concepts of its words: spelling, quotes, scripts; it knows no routes."""

import re
import unicodedata
from dataclasses import dataclass

from intents.lexicon import LANGUAGES, MISSPELT_OFTEN, REAL_WORDS, Concept
from intents.lexicon.traditional import TO_SIMPLIFIED

# Telegram sends no longer message; a pasted book beyond it holds no wish.
READ_CHARS = 4096

_INVISIBLE = dict.fromkeys([*range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF, 0xFE0F])
_APOSTROPHE = re.compile(r"(?<=[a-z])[’‘`´](?=[a-z])")
_STRETCHED = re.compile(r"(.)\1{2,}")

_QUOTES = "\"'“”„«»‘’「」『』《》【】`"

# Every alternative takes at least what it looked at, so reading is linear.
_TOKEN = re.compile(
    r"""(?P<url>(?:https?://|www\.)[^\s㐀-鿿，。、）]+)
    |(?P<quote>(?<!\d)"[^"\n]*"? | “[^”]*”? | „[^“”]*[“”]? | «[^»]*»? | ‘[^’]*’?
        | 「[^」]*」? | 『[^』]*』? | 《[^》]*》? | 【[^】]*】? | `[^`\n]*`?
        | (?<![a-z])'(?:[^'\n]|(?<=[a-z])'(?=[a-z]))+'(?![a-z]))
    |(?P<number>\d+(?:[.:]\d+)*[a-z%]*)
    |(?P<word>[㐀-鿿] | (?:(?![㐀-鿿])[^\W\d_])(?:(?![㐀-鿿])[^\W_])*(?:'[a-z]+)? | &)
    |(?P<comma>,|[—–]|\s-+\s)
    |(?P<colon>:)
    |(?P<mark>\?)
    |(?P<stop>[!;。\n]|\.(?!\w))""",
    re.VERBOSE,
)
_PUNCTUATION = {
    "url": Concept.URL,
    "quote": Concept.QUOTE,
    "number": Concept.INDEF,
    "comma": Concept.COMMA,
    "colon": Concept.COMMA,
    "mark": Concept.MARK,
    "stop": Concept.STOP,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word or phrase that means something to us, as it was written."""

    concept: Concept
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The known words in their order; `respelt` where one was guessed behind a misspelling."""

    words: tuple[Word, ...]
    respelt: bool = False


def plain(text: str) -> str:
    """Lower case, one width, simplified characters, straight apostrophes, nothing invisible."""
    text = unicodedata.normalize("NFKC", text[:READ_CHARS])[:READ_CHARS].lower()
    if not text.isascii():
        text = text.translate(_INVISIBLE).translate(TO_SIMPLIFIED)
        text = _APOSTROPHE.sub("'", text)
    return text


def read(text: str) -> Reading:
    """The concepts in a message; what stands in quotes counts as one QUOTE and is not read.

    A message that is one single quotation is read from within: people copy our own hints.
    """
    text = plain(text)
    matches = list(_TOKEN.finditer(text))
    if len(matches) == 1 and matches[0].lastgroup == "quote":
        text = text.strip().strip(_QUOTES)
        matches = list(_TOKEN.finditer(text))
    return _known_words(text, matches)


def _known_words(text: str, matches: list[re.Match[str]]) -> Reading:
    tokens = [match.group() for match in matches]
    words: list[Word] = []
    respelt, i = False, 0
    while i < len(tokens):
        token, kind, length = tokens[i], matches[i].lastgroup, 1
        concept = _PUNCTUATION.get(kind or "")
        if kind == "word":
            if token not in _PHRASES and (meant := _respell(token)):
                respelt, token = True, meant
            concept, length = _longest(token, tokens, i)
        elif kind == "colon" and words and words[-1].concept is Concept.PART:
            concept = Concept.SAYS
        if concept is not None and concept is not Concept.SKIP:
            written = text[matches[i].start() : matches[i + length - 1].end()]
            words.append(Word(concept=concept, text=written))
        i += length
    return Reading(words=tuple(words), respelt=respelt)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Phrase:
    rest: list[str]
    concept: Concept


def _longest(first: str, tokens: list[str], at: int) -> tuple[Concept | None, int]:
    for phrase in _PHRASES.get(first, ()):
        end = at + 1 + len(phrase.rest)
        if tokens[at + 1 : end] == phrase.rest:
            return phrase.concept, end - at
    return None, 1


def _phrases() -> dict[str, tuple[_Phrase, ...]]:
    """Every phrase by its first token, the longest first."""
    found: dict[str, list[_Phrase]] = {}
    for language in LANGUAGES:
        for concept, listed in language.items():
            for phrase in listed.split(","):
                first, *rest = (match.group() for match in _TOKEN.finditer(phrase.strip()))
                found.setdefault(first, []).append(_Phrase(rest=rest, concept=concept))
    return {
        first: tuple(sorted(phrases, key=lambda phrase: -len(phrase.rest)))
        for first, phrases in found.items()
    }


def _without_one(word: str) -> set[str]:
    return {word[:i] + word[i + 1 :] for i in range(len(word))}


def _misspellings() -> dict[str, str]:
    """A word with one letter missing, to the word: half of a symmetric-delete look-up."""
    return {
        short: word
        for word in reversed([word.strip() for word in MISSPELT_OFTEN.split(",")])
        for short in (word, *_without_one(word))
    }


_PHRASES = _phrases()
_MISSPELT = _misspellings()
_REAL = frozenset(word.strip() for word in REAL_WORDS.split(","))


def _respell(word: str) -> str | None:
    """The word that was meant, where it is one slip (letter lost, added, wrong, swapped) away."""
    calm = _STRETCHED.sub(r"\1", word)
    if calm != word and calm in _PHRASES:
        return calm
    if not 5 <= len(calm) <= 12 or not calm.isascii() or calm in _REAL:
        return None
    if meant := _MISSPELT.get(calm):
        return meant
    for short in _without_one(calm):
        # Equal after one loss each covers a wrong letter, and also two far slips: look closer.
        if (meant := _MISSPELT.get(short)) and _one_slip(calm, meant):
            return meant
    return None


def _one_slip(written: str, meant: str) -> bool:
    if len(written) != len(meant):
        return True
    wrong = [i for i, (a, b) in enumerate(zip(written, meant, strict=True)) if a != b]
    if len(wrong) == 2:
        i, j = wrong
        return j == i + 1 and written[i] == meant[j] and written[j] == meant[i]
    return len(wrong) == 1
