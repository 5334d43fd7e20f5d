"""One plain spelling for what people type in many: width, case, accents, scripts, slips."""

import re
import unicodedata

from intents.lexicon import MISSPELT_OFTEN, REAL_WORDS
from intents.lexicon.traditional import TO_SIMPLIFIED

# Telegram sends no longer message; of a pasted book, only its head and its tail hold a wish.
_HEAD_CHARS, _TAIL_CHARS = 3072, 1024
_READ_CHARS = _HEAD_CHARS + _TAIL_CHARS + 1

_INVISIBLE = dict.fromkeys(
    [*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2060, 0xFEFF, 0xFE0F]
)
# Accents and short vowels are left out by many who type; a dotless i is an i.
_ACCENTS = re.compile("[\u0300-\u036f\u064b-\u065f\u0670\u0640\u093c]+")
_FOLD = {**_INVISIBLE, **TO_SIMPLIFIED, **str.maketrans("ıđøłىیکة", "idolييكه")}
_APOSTROPHE = re.compile(r"(?<=[a-z])[’‘`´](?=[a-z])")
_STRETCHED = re.compile(r"(.)\1\1+")


def plain(text: str) -> str:
    """Lower case, one width, simplified characters, no accents, nothing invisible; cut if long."""
    if len(text) > _READ_CHARS:
        text = text[:_HEAD_CHARS] + "\n" + text[-_TAIL_CHARS:]
    return fold(text)[:_READ_CHARS]


def fold(text: str) -> str:
    """The same, for a text of any length."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", text).lower()
    text = unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", text)))
    return _APOSTROPHE.sub("'", text.translate(_FOLD))


def calmed(word: str) -> str:
    """A word without letters that were held down: "exportttt"."""
    return _STRETCHED.sub(r"\1", word) if _STRETCHED.search(word) else word


def respelt(word: str) -> str | None:
    """The word that was meant, where it is one slip (letter lost, added, wrong, swapped) away."""
    if not 5 <= len(word) <= 12 or not word.isascii() or word in _REAL:
        return None
    if meant := _MISSPELT.get(word):
        return meant
    for i in range(len(word)):
        # Equal after one loss each covers a wrong letter, and also two far slips: look closer.
        if (meant := _MISSPELT.get(word[:i] + word[i + 1 :])) and _one_slip(word, meant):
            return meant
    return None


def _without_one(word: str) -> set[str]:
    return {word[:i] + word[i + 1 :] for i in range(len(word))}


def _misspellings() -> dict[str, str]:
    """A word with one letter missing, to the word: half of a symmetric-delete look-up."""
    return {
        short: word
        for word in reversed([word.strip() for word in MISSPELT_OFTEN.split(",")])
        for short in (word, *_without_one(word))
    }


_MISSPELT = _misspellings()
_REAL = frozenset(word.strip() for word in REAL_WORDS.split(","))


def _one_slip(written: str, meant: str) -> bool:
    if len(written) != len(meant):
        return True
    wrong = [i for i, (a, b) in enumerate(zip(written, meant, strict=True)) if a != b]
    if len(wrong) == 2:
        i, j = wrong
        return j == i + 1 and written[i] == meant[j] and written[j] == meant[i]
    return len(wrong) == 1
