"""The wishes that the routing table finds in a message; it has learned nothing."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from intents.lexicon import Concept
from intents.reading import Word
from intents.routes import Found, Route
from intents.routing import Intent

# A wish below this counts only where there is no surer one: "the title is fine, export".
_WEAK = 0.7
# "make a clip, vertical" says how the new clip shall be; "make a clip, with music" edits it.
_MORE_THAN_A_LOOK = 0.8


class Wish(NamedTuple):
    """One wish, how sure the table is of it, and the words that it was heard in."""

    intent: Intent
    sure: float
    why: str


def wishes(clauses: Iterable[list[Word]], found: Iterable[Found | None]) -> list[Wish]:
    """The wishes in their order, what belongs together made one; empty if there is none."""
    return _merge(list(_each(clauses, found)))


def second(wished: list[Wish]) -> Wish | None:
    """The first surely heard wish that asks for something else than the first one."""
    others = (w for w in wished[1:] if w.intent is not wished[0].intent and w.sure > _WEAK)
    return next(others, None)


def _each(clauses: Iterable[list[Word]], found: Iterable[Found | None]) -> Iterator[Wish]:
    for clause, one in zip(clauses, found, strict=True):
        if one is not None:
            heard = " ".join(word.text for word in clause[one.start : one.end])
            yield from _as_wishes(one.route, heard)


def _as_wishes(route: Route, heard: str) -> Iterator[Wish]:
    wish = Wish(intent=route.intent or Intent.EDIT, sure=route.sure, why=f'{route.why}: "{heard}"')
    yield wish
    if route.then:
        yield wish._replace(intent=route.then)


def _merge(wished: list[Wish]) -> list[Wish]:
    """One wish where several clauses speak of one: a clip that is edited too is an edit."""
    if len(wished) < 2:
        return wished
    sure = [wish for wish in wished if wish.sure >= _WEAK]
    wished = sure or wished[:1]
    if Intent.GENERATE_VIDEO in {wish.intent for wish in wished}:
        wished = [w for w in wished if w.intent is not Intent.EDIT or w.sure >= _MORE_THAN_A_LOOK]
    intents = {wish.intent for wish in wished}
    if intents & {Intent.EDIT, Intent.GENERATE_VIDEO}:
        wished = [wish for wish in wished if wish.intent is not Intent.UPLOAD]
    if Intent.EDIT in intents:
        edit = next(wish for wish in wished if wish.intent is Intent.EDIT)
        wished = [edit if w.intent is Intent.GENERATE_VIDEO else w for w in wished]
    return wished


def names_photo(words: Iterable[Word]) -> bool:
    """Whether a picture is spoken of."""
    return any(word.concept is Concept.PHOTO for word in words)
