"""What a message asks for: a pure function of its words and of what is known about the chat."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from intents.lexicon import Concept
from intents.reading import Reading, Word, read
from intents.routes import Route, find
from intents.routing import Intent, Routing

# A wish below this counts only where there is no surer one: "the title is fine, export".
_WEAK = 0.7
# "make a clip, vertical" says how the new clip shall be; "make a clip, with music" edits it.
_MORE_THAN_A_LOOK = 0.8
_RESPELT = 0.9

_ENDS = frozenset({Concept.STOP, Concept.MARK, Concept.COMMA, Concept.THEN})
_STARTS_A_WISH = frozenset(
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the chat tells beside the words.

    `has_media`: the project has a picture or clip to work on. `attached`: a file came with this
    very message. `replied_to_video`: it answers one of our videos. `busy`: work is going on.
    """

    has_media: bool = False
    attached: bool = False
    replied_to_video: bool = False
    busy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    intent: Intent
    sure: float
    why: str


def classify(text: str, known: Known = Known()) -> Routing:
    """The wish in a message, and the one after it; any string at all gets an answer.

    Where nothing else is asked for, it is talk with the editor (`Intent.EDIT`).
    """
    reading = read(text)
    wishes = _merge(list(_wishes(reading, known)))
    if not wishes:
        wishes = [_default(reading, known)]
    first = wishes[0]
    then = next((w for w in wishes if w.intent is not first.intent and w.sure > _WEAK), None)
    sure = first.sure * (_RESPELT if reading.respelt else 1)
    return Routing(
        intent=first.intent,
        then=then.intent if then else None,
        confidence=round(sure, 2),
        why=f"{first.why}; then {then.why}" if then else first.why,
    )


def _wishes(reading: Reading, known: Known) -> Iterator[_Wish]:
    for clause in filter(None, _clauses(reading.words)):
        found = find([word.concept for word in clause])
        if found is None:
            continue
        heard = " ".join(word.text for word in clause[found.start : found.end])
        yield from _as_wishes(found.route, heard, clause, known)


def _as_wishes(route: Route, heard: str, clause: list[Word], known: Known) -> Iterator[_Wish]:
    intent = route.intent or Intent.EDIT
    names_photo = any(word.concept is Concept.PHOTO for word in clause)
    if intent is Intent.GENERATE_VIDEO and known.replied_to_video and not names_photo:
        intent = Intent.EDIT
    wish = _Wish(intent=intent, sure=route.sure, why=f'{route.why}: "{heard}"')
    yield wish
    if route.then:
        yield replace(wish, intent=route.then)


def _merge(wishes: list[_Wish]) -> list[_Wish]:
    """One wish where several clauses speak of one: a clip that is edited too is an edit."""
    sure = [wish for wish in wishes if wish.sure >= _WEAK]
    wishes = sure or wishes[:1]
    if Intent.GENERATE_VIDEO in {wish.intent for wish in wishes}:
        wishes = [w for w in wishes if w.intent is not Intent.EDIT or w.sure >= _MORE_THAN_A_LOOK]
    intents = {wish.intent for wish in wishes}
    if intents & {Intent.EDIT, Intent.GENERATE_VIDEO}:
        wishes = [wish for wish in wishes if wish.intent is not Intent.UPLOAD]
    if Intent.EDIT in intents:
        edit = next(wish for wish in wishes if wish.intent is Intent.EDIT)
        wishes = [edit if w.intent is Intent.GENERATE_VIDEO else w for w in wishes]
    return wishes


def _default(reading: Reading, known: Known) -> _Wish:
    concepts = {word.concept for word in reading.words}
    if Concept.URL in concepts:
        return _Wish(intent=Intent.UPLOAD, sure=0.8, why="a link and no instruction")
    if known.busy and Concept.MARK in concepts:
        return _Wish(intent=Intent.STATUS, sure=0.6, why="a question while work goes on")
    if known.has_media and concepts == {Concept.INDEF}:
        return _Wish(intent=Intent.GENERATE_VIDEO, sure=0.6, why="a length for the clip")
    if known.attached:
        return _Wish(intent=Intent.UPLOAD, sure=0.6, why="a file and no instruction")
    if not concepts:
        return _Wish(intent=Intent.EDIT, sure=0.5, why="no word that we know")
    sure = 0.6 if concepts & _STARTS_A_WISH else 0.8
    return _Wish(intent=Intent.EDIT, sure=sure, why="nothing else is asked for")


def _clauses(words: tuple[Word, ...]) -> Iterator[list[Word]]:
    """The parts of a message that can hold a wish each, without what is only to be written."""
    clause: list[Word] = []
    content = False
    for i, word in enumerate(words):
        ahead = [word.concept for word in words[i + 1 : i + 3]]
        ends = _ends_content if content else _ends_clause
        if ends(word.concept, ahead):
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


def _ends_clause(concept: Concept, ahead: list[Concept]) -> bool:
    if concept is Concept.AND:
        return bool(ahead) and ahead[0] in _STARTS_A_WISH
    return concept in _ENDS


def _ends_content(concept: Concept, ahead: list[Concept]) -> bool:
    """Words to be written may hold "and" and commas; a wish behind them names its object."""
    match concept:
        case Concept.STOP | Concept.MARK:
            return True
        case Concept.THEN:
            return bool(ahead) and ahead[0] in _DELIVERS and _WHOLE.issuperset(ahead[1:])
        case Concept.AND | Concept.COMMA:
            return len(ahead) == 2 and ahead[0] in _DELIVERS and ahead[1] in _WHOLE
        case _:
            return False
