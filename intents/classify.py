"""What a message asks for: a pure function of its words and of what is known about the chat.

A message is read (`reading`), cut into clauses (`clauses`), and looked up in the routing table
(`routes`, `table`). If the table has understood every word of a short message, it decides; else
the learned weights do (`features`, `network`). What the chat knows decides where words do not.
"""

from dataclasses import dataclass, replace

from intents.clauses import parts_of
from intents.lexicon import Concept
from intents.lexicon.concepts import EVERYDAY_CONCEPTS
from intents.look import look
from intents.network import Hidden, Network, load
from intents.reading import Reading
from intents.routing import Intent, Routing
from intents.table import Wish, names_photo, second, wishes

_INTENTS = tuple(Intent)
_THENS: tuple[Intent | None, ...] = (None, *Intent)
# Where in `_THENS` a second wish may stand, after each first one.
_AFTER = {
    intent: [i for i, then in enumerate(_THENS) if then not in (None, intent)] for intent in Intent
}

# The table decides alone up to this length, where it is that sure and has understood every word,
# and where the weights do not find its answer unlikely.
_SHORT_WORDS = 8
_SURE = 0.85
_UNLIKELY = 0.2
_RESPELT = 0.9
# A second wish is believed from here on; it costs a render if it is imagined.
_BELIEVED = 0.2
# Where there may be a second wish, the parts are listened to alone. A part that is as likely as
# `_QUIET` to hold a wish changes nothing; none is taken for fainter than `_FAINTEST`, for a wish
# may lie in no part alone.
_QUIET = 0.25
_FAINTEST = 0.1
# What a message may hold without asking for anything.
_TELL_NOTHING = frozenset(
    {Concept.MARK, Concept.INDEF, Concept.DEF, Concept.TALK, Concept.STOP, Concept.COMMA}
    | EVERYDAY_CONCEPTS
)
# To a question, what is no surer than this to be anything else is the answer.
_ANSWER = 0.7
# The runner-up is a rival if it is at least this likely, compared to the winner.
_CLOSE = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the chat tells beside the words.

    `has_media`: the project has a picture or clip to work on. `attached`: a file came with this
    very message. `replied_to_video`: it answers one of our videos. `busy`: work is going on.
    `asked`: the last thing that the editor said was a question.
    """

    has_media: bool = False
    attached: bool = False
    replied_to_video: bool = False
    busy: bool = False
    asked: bool = False


def classify(text: str, known: Known = Known()) -> Routing:
    """The wish in a message, and the one after it; any string at all gets an answer.

    Where nothing else is asked for, it is talk with the editor (`Intent.EDIT`).
    """
    return classify_with(_NETWORK, text, known)


def classify_with(network: Network, text: str, known: Known = Known()) -> Routing:
    """The same, by other weights than the committed ones."""
    seen = look(text)
    wished = wishes(seen.clauses, seen.found)
    hidden = network.hidden(seen.features)
    likely = network.first(hidden)
    if wished and _understood(seen.reading, wished, likely):
        routing = _by_table(wished, seen.reading, likely)
    else:
        routing = _by_weights(network, hidden, likely, wished, seen.reading)
    return _in_context(_in_the_talk(routing, known, seen.reading), known, seen.reading, wished)


def _understood(reading: Reading, wished: list[Wish], likely: list[float]) -> bool:
    return (
        not reading.unknown
        and len(reading.words) <= _SHORT_WORDS
        and wished[0].sure >= _SURE
        and likely[_INTENTS.index(wished[0].intent)] > _UNLIKELY
    )


def _by_table(wished: list[Wish], reading: Reading, likely: list[float]) -> Routing:
    first, then = wished[0], second(wished)
    likely_here = likely[_INTENTS.index(first.intent)]
    agreed = first.sure if likely_here == max(likely) else (first.sure + likely_here) / 2
    sure = agreed * (_RESPELT if reading.respelt else 1)
    return Routing(
        intent=first.intent,
        then=then.intent if then else None,
        confidence=round(sure, 2),
        why=f"{first.why}; then {then.why}" if then else first.why,
    )


def _by_weights(
    network: Network,
    hidden: Hidden,
    likely: list[float],
    wished: list[Wish],
    reading: Reading,
) -> Routing:
    best, runner_up, *_ = sorted(range(len(likely)), key=likely.__getitem__, reverse=True)
    intent = _INTENTS[best]
    then = None if _only_writes(reading, wished) else _second(network, hidden, intent, reading.text)
    return Routing(
        intent=intent,
        then=then,
        confidence=round(likely[best], 2),
        why=_reasons(intent, then, wished, reading),
        rival=_INTENTS[runner_up] if likely[runner_up] > _CLOSE * likely[best] else None,
    )


def _second(network: Network, hidden: Hidden, intent: Intent, text: str) -> Intent | None:
    """The wish after `intent`, by the message as a whole and, where it matters, by its parts."""
    after = network.then(hidden)
    others = _AFTER[intent]
    best = max(others, key=after.__getitem__)
    loud, faint = after[best] / _QUIET, after[best] * _FAINTEST / _QUIET
    if loud <= _BELIEVED * (after[0] + loud):
        return None  # whatever the parts say
    rest = (1 - after[0] - after[best]) / _QUIET
    if faint > rest and faint > _BELIEVED * (after[0] + faint + rest):
        return _THENS[best]  # whatever the parts say
    after = _heard_again(network, after, text)
    best = max(others, key=after.__getitem__)
    return _THENS[best] if after[best] > _BELIEVED else None


def _heard_again(network: Network, after: list[float], text: str) -> list[float]:
    """The likelihoods of a second wish, with the parts of the message listened to alone.

    The first part, too: "give me the film, but cut the end before" names the second wish first.
    """
    parts = parts_of(text)
    if len(parts) < 2:
        return after
    heard = [network.first(network.hidden(look(part).features)) for part in parts]
    loudest = [max(_FAINTEST, *likely) for likely in zip(*heard, strict=True)]
    weighed = [after[0], *(a * b / _QUIET for a, b in zip(after[1:], loudest, strict=True))]
    total = sum(weighed)
    return [value / total for value in weighed]


def _only_writes(reading: Reading, wished: list[Wish]) -> bool:
    """Whether all that follows is to be written: "a title that says export, then download"."""
    says = any(word.concept is Concept.SAYS for word in reading.words)
    return says and len(wished) == 1 and wished[0].intent is Intent.EDIT


def _reasons(intent: Intent, then: Intent | None, wished: list[Wish], reading: Reading) -> str:
    """The table's words where it agrees, else the words that were known."""
    whys = [wish.why for wish in wished if wish.intent in (intent, then)]
    if whys and wished[0].intent is intent:
        return "; then ".join(whys[:2] if then else whys[:1])
    heard = ", ".join(f'"{word.text}"' for word in reading.words[:6] if word.text.strip())
    return f"weighed as a whole; known words: {heard}" if heard else "weighed as a whole"


def _in_the_talk(routing: Routing, known: Known, reading: Reading) -> Routing:
    """What was said before: a video of ours that is answered, a question of the editor."""
    answers_video = known.replied_to_video and not names_photo(reading.words)
    if routing.intent is Intent.GENERATE_VIDEO and answers_video:
        return _as_an_edit(routing, "changes the video that it answers")
    if known.asked and routing.confidence < _ANSWER and routing.intent is not Intent.EDIT:
        return _as_an_edit(routing, "answers a question")
    return routing


def _as_an_edit(routing: Routing, why: str) -> Routing:
    then = None if routing.then is Intent.EDIT else routing.then
    return replace(routing, intent=Intent.EDIT, then=then, rival=None, why=why)


def _in_context(routing: Routing, known: Known, reading: Reading, wished: list[Wish]) -> Routing:
    """What the chat knows, for messages whose words alone do not tell."""
    if wished:
        return routing
    concepts = {word.concept for word in reading.words}
    if concepts - _TELL_NOTHING:
        return routing
    if known.attached and routing.intent is Intent.EDIT:
        return _guess(Intent.UPLOAD, "a file and no instruction")
    if reading.unknown:
        unsure = routing.intent is Intent.EDIT and not concepts
        return replace(routing, confidence=min(routing.confidence, 0.5)) if unsure else routing
    if concepts == {Concept.MARK}:
        return _guess(Intent.STATUS if known.busy else Intent.EDIT, "a question mark alone")
    if concepts == {Concept.INDEF}:
        kind = Intent.GENERATE_VIDEO if known.has_media else Intent.EDIT
        return _guess(kind, "a length alone")
    return routing if reading.text.strip() else _guess(Intent.EDIT, "nothing")


def _guess(intent: Intent, why: str) -> Routing:
    return Routing(intent=intent, confidence=0.6, why=why)


_NETWORK = load()
