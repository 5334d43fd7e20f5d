"""How a reply falls into sentences and clauses, and what of it is quoted; it knows no order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from intents.gui_phrases import FOLDED, LINK

# No body may hold its own opening mark, and a run is entered at its start only: linear time.
_QUOTED = re.compile(
    r"""(?P<link>https?://\S+|\[[^\[\]\n]*\]\(https?://[^()\s]*\))|```[^`]*```|"[^"\n]*"|“[^“”\n]*”|‘[^‘’\n]*’(?!\w)|「[^「」\n]*」|『[^『』\n]*』"""
    r"""|《[^《》\n]*》|【[^【】\n]*】|«[^«»\n]*»|`[^`\n]*`|(?<!\w)'[^'\n]+'(?!\w)"""
)
SENTENCE_END = re.compile(r"(?:(?<![.!?…])[.!?…]+[)*_]*(?=\s|$)|[。！？]+[）*_]*)\s*")
BETWEEN_CLAUSES = re.compile(
    r" ?[,;:]\s+|[，；：]|\s[-—–]\s|——|\s(?=(?:and|but|or|so|then|while)\b)"
    r"|\s?(?=[(（])|(?<=[)）])\s?",
    re.IGNORECASE,
)
_EMPHASIS = re.compile(r"\*+|__+|(?<![^\W_])_|_(?![^\W_])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A piece of a sentence that can be kept or taken away."""

    before: str  # what joins it to its predecessor
    text: str
    masked: str  # folded, its quotations masked
    plain: str  # masked, without emphasis


def masked_of(reply: str) -> str:
    """A reply of the same length to look for phrases in, with § for each quoted character."""
    return _QUOTED.sub(_mask, reply).translate(FOLDED)


def _mask(quoted: re.Match[str]) -> str:
    mark = LINK if quoted["link"] else "§"
    return "".join("\n" if char == "\n" else mark for char in quoted[0])


def plain(words: str) -> str:
    """Words without emphasis."""
    return _EMPHASIS.sub("", words)


def clauses_of(sentence: str, masked: str) -> Iterator[Clause]:
    """The clauses of a sentence, at least one."""
    joined_at = at = 0
    for between in BETWEEN_CLAUSES.finditer(masked):
        start, end = between.span()
        if start > at:
            yield _clause(sentence[joined_at:at], sentence[at:start], masked[at:start])
            joined_at = start
        at = end
    yield _clause(sentence[joined_at:at], sentence[at:], masked[at:])


def _clause(before: str, text: str, masked: str) -> Clause:
    return Clause(before=before, text=text, masked=masked, plain=plain(masked))
