"""Cuts a message into the parts that can hold a wish each; it knows no routes."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from intents.lexicon import Concept
from intents.reading import Word

# Where a text without accents may be cut in two wishes, whatever its words mean.
_CUT = re.compile(
    r"""[.,;!?。、،؟؛।\n]+\s* | (?<=\s)(?:then|and|y|luego|e|depois|et|puis|und|dann|и|потом
    |aur|phir|फिर|और|terus|trus|lalu|dan|ثم|وبعدين|sonra|ve|roi|va|그리고)\s""",
    re.VERBOSE,
)
_MOST_PARTS = 7
# Where a second wish may begin that is carried out by somebody else than the first; the surer ones
# first, for "a cat and a dog" is one wish.
_JOINTS = (
    re.compile(
        r"""[\s,;.!，。；！、]*(?:
        (?<!\w)(?:(?:and|y|e|et|und|и|ve|dan|và)\s+)?
        (?:then|afterwards|after\ that|luego|después|despues|depois|puis|ensuite|dann|danach
        |anschließend|потом|затем|sonra|ardından|lalu|kemudian|terus|rồi|roi|sau\ đó|ثم
        |फिर|phir)(?!\w)
        |然后|然後|接着|接著|之后|之後|그\ 다음|それから|その後)[\s,，]*""",
        re.VERBOSE | re.IGNORECASE,
    ),
    re.compile(
        r"""[\s,;.!，。；！、]*(?:(?<!\w)(?:and|y|e|et|und|и|ve|dan|và|و|और|aur)(?!\w)
        |并且|並且|再|그리고|そして|[,;.!，。；！])[\s,，]*""",
        re.VERBOSE | re.IGNORECASE,
    ),
)
_MOST_JOINTS = 12
_READ = 2000

_ENDS = frozenset({Concept.STOP, Concept.MARK, Concept.COMMA, Concept.THEN})
STARTS_A_WISH = frozenset(
    {
        Concept.EXPORT, Concept.SAVE, Concept.SEND, Concept.SENDME, Concept.SENDYOU,
        Concept.UPLOAD, Concept.MAKE, Concept.TURN, Concept.TURNINTO, Concept.ANIMATE,
        Concept.BRING, Concept.EDIT, Concept.SHOW, Concept.PRESS, Concept.ASK, Concept.DID,
        Concept.WHAT, Concept.HOW, Concept.HOWMANY, Concept.HOWLONG, Concept.WHERE,
        Concept.NOT,
    }
)  # fmt: skip
_DELIVERS = frozenset({Concept.EXPORT, Concept.SAVE, Concept.SEND, Concept.SENDME})
_WHOLE = frozenset({Concept.IT, Concept.DEF, Concept.VIDEO, Concept.FILE})


def parts_of(text: str) -> list[str]:
    """A plain text in the parts that may hold a wish each, whatever its words mean."""
    return [part for part in _CUT.split(text) if len(part.strip()) > 1][:_MOST_PARTS]


def halves(text: str) -> Iterator[tuple[str, str]]:
    """Each way to cut a text into a first and a second wish, the likeliest cuts first."""
    for joints in _JOINTS:
        for joint in islice(joints.finditer(text[:_READ]), _MOST_JOINTS):
            first, rest = text[: joint.start()].strip(), text[joint.end() :].strip()
            if first and rest:
                yield first, rest


def clauses(words: Sequence[Word]) -> list[list[Word]]:
    """The parts of a message that can hold a wish each, without what is only to be written."""
    return [clause for clause in _cut(words) if clause]


def _cut(words: Sequence[Word]) -> Iterator[list[Word]]:
    clause: list[Word] = []
    content = False
    for i, word in enumerate(words):
        ends = _ends_content if content else _ends_clause
        if ends(words, i):
            if clause and word.concept is Concept.MARK:
                clause.append(word)
            yield clause
            clause, content = [], False
        elif word.concept is Concept.QUOTE:
            clause.append(word)
            content = False
        elif not content:
            clause.append(word)
            content = word.concept is Concept.SAYS
    yield clause


def _ends_clause(words: Sequence[Word], at: int) -> bool:
    if words[at].concept is Concept.AND:
        return at + 1 < len(words) and words[at + 1].concept in STARTS_A_WISH
    return words[at].concept in _ENDS


def _ends_content(words: Sequence[Word], at: int) -> bool:
    """Words to be written may hold "and" and commas; a wish behind them names its object."""
    ahead = [word.concept for word in words[at + 1 : at + 3]]
    match words[at].concept:
        case Concept.STOP | Concept.MARK:
            return True
        case Concept.THEN:
            return bool(ahead) and ahead[0] in _DELIVERS and _WHOLE.issuperset(ahead[1:])
        case Concept.AND | Concept.COMMA:
            return len(ahead) == 2 and ahead[0] in _DELIVERS and ahead[1] in _WHOLE
        case _:
            return False
