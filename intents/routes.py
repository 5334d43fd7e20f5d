"""The routing table: which words of a message, in which order, mean which wish; no language here.

The keywords that the service's own skill names are all in it: export 导出 download "send me the
video"; credits 积分 balance 余额; status 状态 "show tracks"; upload 上传 or a link; all else is
talk with the editor. The words behind a name in capitals stand in `intents.lexicon`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from intents.lexicon import Concept
from intents.routing import Intent

# In a clause, the pattern that begins at the earliest word wins (the verb that acts), and of
# those that begin at the same word the upper one. A clause ends at a comma, "then", "and" + verb.
#
#   A|B one of them     ? perhaps    * any number    + at least one    !A not followed by A
#   ..  up to three words    ...  up to eight words    ^ $  the ends of the clause
#
# Groups begin with: wish, how sure (0 to 1), why. "none" is no wish: read on behind it.
TABLE = """
none 1.0 says what not to do
    NOT .. DOING
none 1.0 says when, not what
    IF ... DONE
    IF .. CREDITS
    IF THE* EXPORT|PAST|SENDME|SEND|UPLOAD

edit 0.95 wants a change
    BA ... EDIT|SAYS
    CREDITS|STATUS|TIMELINE|EXPORT|UPLOAD SHOULD

credits 0.95 asks for the balance
    ENOUGH ... CREDITS|EXPORT
    ASK|DID|WHAT|WHATIS|HOW|HOWMANY|SHOW|LEFT ... CREDITS
    CREDITS ... LEFT|ENOUGH|ISDONE|HOWMANY|MARK
credits 0.9 asks what is left
    HOWMANY ... LEFT
    LEFT $|MARK
credits 0.85 names the balance
    CREDITS

status 0.95 asks whether the work is done
    ASK|DID|WHEN|WHAT ... DONE
    DONE ... MARK
    EXPORT|UPLOAD|PAST|PART|VIDEO|PHOTO|MAKE|EDIT|DONE .. ISDONE
    EXPORT|UPLOAD .. STATUS
    PART .. EDIT ISDONE
    ISDONE
    ASK|DID .. EXPORT|UPLOAD|PAST|SAVE
    DID ... EDIT|MAKE
    WHEN ... EXPORT|VIDEO|SENDME
    HOWLONG
    HOW THE EXPORT|VIDEO
status 0.95 asks what is on the timeline
    SHOW|WHAT|WHATIS|HOW|HOWMANY|WHERE|ASK ... TIMELINE|STATUS
    SHOW ... DONE
    WHAT DID
    TIMELINE|VIDEO ... WHAT|WHATIS|HOWMANY
    WHATIS|HOWMANY .. VIDEO|PHOTO|PART|TIMELINE
    WHAT PART|VIDEO|PHOTO ASK|DID
    SENDME .. STATUS|TIMELINE
    WHAT .. IN THE* VIDEO
    ASK PART IN THE
    ASK PART MARK
status 0.85 names the state
    ^ THE* STATUS|TIMELINE $|MARK
    STATUS !PART
status 0.75 asks for the work
    WHERE THE EXPORT !PART
    WHERE THE* VIDEO $|MARK

edit 0.9 wants to know what is possible
    WHAT|WHATIS FORMAT
    WHAT|ASK .. FORMAT
edit 0.9 speaks of a thing in the picture
    EXPORT|UPLOAD PART !WHERE
    THE EXPORT ASK|LOOK
    THE EXPORT|UPLOAD PART|VIDEO
    STATUS PART
    UPLOAD ... SITE
upload 0.9 gives a link
    EXPORT ... URL
edit>export 0.9 wants it delivered after a change
    EXPORT|SENDME THE|VIDEO|FILE* IF .. EDIT|MAKE|LOOK
export 0.95 wants the video
    EXPORT
    WHERE|PRESS .. EXPORT
    SENDME|WANT THE|ADJ|DONE|PAST* FILE
    SHOW THE|DONE* FILE
    SEND THE|DONE+ FILE
    SENDME|WANT|TURN|SAVE|MAKE ... INTO ADJ* FILE
    WANT .. PAST
    SAVE THE* FILE|VIDEO
export 0.85 wants the video
    SENDME|SEND THE|DONE* VIDEO $|IN|INTO|AND|MARK|SENDME
    SENDME THE+ $|MARK|IN|INTO
    SEND IT
    SENDME $|MARK|IN|INTO
    FILE|VIDEO .. SENDME
    SHOW|WANT THE+ VIDEO|FILE $|MARK|IN
    WHERE THE+ FILE $|MARK|IN
    SAVE IT|IN|INTO
export 0.75 names the file
    ^ THE|ADJ* FILE $|MARK|IN
    ^ SAVE|SEND $

upload 0.9 wants to send a file
    EDIT INDEF+ FILE $|MARK
    UPLOAD
    SENDYOU
    SEND ADJ* PHOTO
    SEND INDEF+ FILE|VIDEO
    PHOTO .. SEND $
    HERE THE|ADJ* PHOTO|VIDEO|FILE

edit 0.95 speaks of a thing on the timeline
    MAKE|TURN|ANIMATE|BRING|WANT|SENDME|SHOW THE|INDEF|LOOK* PART
    MAKE|TURN|WANT|SENDME|INDEF ... VIDEO ... WITH|AND THE|ADJ* PART
    MAKE|TURN|WANT|SENDME ... WITH PART ... VIDEO
    MAKE|WANT|SENDME .. VIDEO SAYS
    MAKE|TURN THE* VIDEO LOOK
    MAKE|TURN THE* LOOK
    MAKE|TURN THE* VIDEO .. INTO
    VIDEO TURNINTO|INTO
edit 0.9 wants a picture
    MAKE ADJ* PHOTO !VIDEO|TURNINTO|INTO|MOVE
generate_video 0.95 wants a clip
    MAKE|TURN|EDIT THE|ADJ* PHOTO ... INTO|IN|TURNINTO INDEF|ADJ* VIDEO
    MAKE|TURN THE|ADJ* .. INTO|TURNINTO ADJ* VIDEO
    MAKE ADJ|TOPIC* VIDEO !PART
    MAKE THE+ INDEF+ ADJ* VIDEO
    MAKE ADJ* ABOUT ... VIDEO
    MAKE THE VIDEO $
    PHOTO INTO|TURNINTO ADJ* VIDEO
    TURNINTO ADJ* VIDEO
    INTO INDEF ADJ* VIDEO
    PHOTO MAKE ADJ* VIDEO
    ANIMATE
    BRING ... MOVE
    LET .. PHOTO|MOVE !LOOK
    MAKE THE .. IN THE PHOTO !LOOK
    MAKE|WANT THE+ PHOTO? INTO? MOVE
    PHOTO INTO? MOVE
    WANT|SENDME ADJ* INDEF ADJ* VIDEO
generate_video 0.75 wants a photo to do something
    MAKE THE PHOTO $
generate_video 0.85 describes a clip
    ^ ADJ+ VIDEO
    ^ VIDEO ABOUT
    ^ VIDEO IN THE|ADJ* PHOTO
    ABOUT .. VIDEO $
    ^ THE INDEF+ VIDEO MARK

edit 0.95 wants a change
    EDIT
    PART SAYS|QUOTE
    PART .. EDIT|LOOK|MOTION|SHOULD
edit 0.8 names a thing for the timeline
    ^ ADJ* PART $|AND|WITH|IN
edit 0.75 says how it shall be
    MAKE
    TURN
    LOOK
    MOTION
    SAYS
edit 0.6 speaks of a thing on the timeline
    PART
"""

GROUPS = {
    "DOING": "EXPORT|SAVE|SEND|SENDME|UPLOAD|MAKE|TURN|EDIT|SHOW|ANIMATE|PRESS",
    "THE": "DEF|IT",
    "ADJ": "INDEF|LOOK|MOTION|PHOTO|ANIMATE",
    "TOPIC": "EXPORT|UPLOAD|CREDITS|STATUS|TIMELINE|PAST|DONE",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A group of the table: the wish (None: no wish, read on), the one after it, how sure, why."""

    intent: Intent | None
    then: Intent | None
    sure: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A route, and where its pattern stands among the words of the clause."""

    route: Route
    start: int
    end: int


# One character for each concept, so that a clause is a string and the table one regex.
_CHAR = {concept: chr(0xE000 + i) for i, concept in enumerate(Concept)}
_PLACES = {"^": "^", "$": "$", "..": ".{0,3}?", "...": ".{0,8}?"}
# Bounded, so that a message of one word repeated cannot make the search slow.
_TIMES = {"": "", "?": "?", "*": "{0,6}", "+": "{1,6}"}


def find(concepts: Iterable[Concept]) -> Found | None:
    """The first wish in a clause, or None; time is linear in the number of words."""
    return _find("".join([_CHAR[concept] for concept in concepts]))


@lru_cache(maxsize=4096)  # nearly half of all clauses are like an earlier one
def _find(clause: str) -> Found | None:
    at = 0
    while match := _ANY_PATTERN.search(clause, at):
        # Exactly one group took part, and no pattern is empty.
        route = _ROUTES[(match.lastindex or 1) - 1]
        if route.intent is not None:
            return Found(route=route, start=match.start(), end=match.end())
        at = match.end()
    return None


def _element(element: str) -> str:
    """One element of a pattern as a piece of a regex."""
    if element in _PLACES:
        return _PLACES[element]
    if element.startswith("!"):
        return f"(?![{_chars(element[1:])}])"
    if element.startswith("$|"):
        return f"(?:$|[{_chars(element[2:])}])"
    names = element.rstrip("?*+")
    return f"[{_chars(names)}]{_TIMES[element[len(names) :]]}"


def _chars(names: str) -> str:
    """`A|B` as the characters of a regex class; a group's name stands for its members."""
    return "".join(
        _chars(GROUPS[name]) if name in GROUPS else _CHAR[Concept(name.lower())]
        for name in names.split("|")
    )


def _routes() -> Iterator[tuple[Route, str]]:
    """The rows of the table, each with its pattern as a regex."""
    for block in re.split(r"\n+(?=\w)", TABLE.strip()):
        header, *rows = block.splitlines()
        wish, sure, why = header.split(maxsplit=2)
        first, _, then = wish.partition(">")
        route = Route(
            intent=None if first == "none" else Intent(first),
            then=Intent(then) if then else None,
            sure=float(sure),
            why=why,
        )
        for row in rows:
            yield route, "".join(map(_element, row.split()))


_ROUTES = [route for route, _ in _routes()]
# The groups that tell which row it was are empty and come last: a branch that begins with a plain
# class is passed over much faster than one that begins with a group.
_ANY_PATTERN = re.compile("|".join(f"{pattern}()" for _, pattern in _routes()))
