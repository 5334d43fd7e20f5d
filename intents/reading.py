"""From a message to the concepts of its words: quotes, links, phrases; it knows no routes."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from intents.lexicon import Concept
from intents.lexicon.concepts import EVERYDAY_CONCEPTS
from intents.spelling import plain
from intents.vocabulary import WITH_CHINESE, WITH_JAPANESE, WORD, longest, meaning

_KANA = re.compile("[぀-ヿ]")
_QUOTES = "\"'“”„«»‘’「」『』《》【】`"

# Every alternative takes at least what it looked at, so reading is linear. The groups that name it
# are empty and come last, which is faster.
_TOKEN = re.compile(
    rf"""(?:https?://|www\.)[^\s㐀-鿿，。、）]+(?P<url>)
    |(?:(?<!\d)"[^"\n]*"? | “[^”]*”? | „[^“”]*[“”]? | «[^»]*»? | ‘[^’]*’?
        | 「[^」]*」? | 『[^』]*』? | 《[^》]*》? | 【[^】]*】? | `[^`\n]*`?
        | (?<![a-z])'(?:[^'\n]|(?<=[a-z])'(?=[a-z]))+'(?![a-z]))(?P<quote>)
    |\d+(?:[.:]\d+)*[a-z%]*(?P<number>)
    |(?:{WORD})(?P<word>)
    |(?:[,、،]|[—–]|\s-+\s)(?P<comma>)
    |:(?P<colon>)
    |[?؟](?P<mark>)
    |(?:[!;؛。।\n]|\.(?!\w))(?P<stop>)""",
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


class Word(NamedTuple):
    """A word or phrase that means something to us, as it was written."""

    concept: Concept
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The known words in their order, and the plain text.

    In `text` a quotation is one `"` and a link one `@`. `unknown` counts the words that mean
    nothing to us; `respelt` says that a word was guessed behind a misspelling.
    """

    words: tuple[Word, ...]
    text: str
    unknown: int = 0
    respelt: bool = False


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
    kinds = [match.lastgroup for match in matches]
    phrases = WITH_JAPANESE if _KANA.search(text) else WITH_CHINESE
    words: list[Word] = []
    respelt, unknown, i = False, 0, 0
    while i < len(tokens):
        token, length = tokens[i], 1
        if kinds[i] == "word":
            node = phrases.get(token)
            concept, length = longest(node, tokens, i) if node else (None, 1)
            if concept is None:
                concept, guessed = meaning(token)
                respelt = respelt or guessed
                unknown += concept is None or concept in EVERYDAY_CONCEPTS
        elif kinds[i] == "colon" and words and words[-1].concept is Concept.PART:
            concept = Concept.SAYS
        else:
            concept = _PUNCTUATION[kinds[i] or ""]
        if concept is not None and concept is not Concept.SKIP:
            if length > 1:
                token = text[matches[i].start() : matches[i + length - 1].end()]
            words.append(Word(concept, token))
        i += length
    masked = _masked(text, matches) if "quote" in kinds or "url" in kinds else text
    return Reading(words=tuple(words), text=masked, unknown=unknown, respelt=respelt)


def _masked(text: str, matches: list[re.Match[str]]) -> str:
    parts, at = [], 0
    for match in matches:
        if match.lastgroup in ("quote", "url"):
            parts += [text[at : match.start()], '"' if match.lastgroup == "quote" else "@"]
            at = match.end()
    return "".join(parts) + text[at:]
