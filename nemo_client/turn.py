"""One exchange with the agent as a value, grown event by event; pure, it knows no network."""

import re
from dataclasses import dataclass, field, replace
from typing import Final

from nemo_client.stream import Event

#: The backend likes to end a good answer with this; the work was done all the same.
_FALSE_ALARM: Final = re.compile(
    r"(?:^|([\n.!?。！？…]))[^\w\"'“‘「]{0,8}"
    r"(?:(?:I[’']m )?sorry,? (?:but )?|unfortunately,? |however,? |but |(?:抱歉|对不起)[，,]?)?"
    r"(?:I(?:[’']ve| have)? encountered a temporary issue\b"
    r"|我?遇到了?(?:一些|一个)?(?:临时|暂时性?)的?问题)"
    r"[^\n]{0,200}\s*\Z",
    re.IGNORECASE,
)

#: Where a message may have ended.
_ENDED: Final = re.compile(r"[.!?…:。！？：]\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What the agent said and did so far.

    `said` are whole messages, `fragment` is the beginning of the next one. `tools` are the names
    of the tools it called, in order. `uncertain`: the stream was cut or could not be read in
    full, so the work may go on, or may be done; ask for the state, never send again.
    """

    said: tuple[str, ...] = ()
    fragment: str = ""
    tools: tuple[str, ...] = ()
    error: str | None = None
    uncertain: bool = False
    goes_on: bool = field(default=False, compare=False, repr=False)
    """Whether the last message was loose: the next loose one may go on with it."""

    @property
    def text(self) -> str:
        """What the user reads: all messages, and what is there of an unfinished one."""
        texts = [text.strip() for text in (*self.said, self.fragment) if text.strip()]
        if not texts:
            return ""
        normal = _FALSE_ALARM.sub(r"\1", texts[-1]).strip()
        # Alone the alarm is the answer: nothing else was said.
        return "\n\n".join([*texts[:-1], normal]).strip() or texts[-1]

    @property
    def silent(self) -> bool:
        """Whether it ended well but without a word; the work was probably done all the same."""
        return not (self.text or self.error or self.uncertain)


def fold(turn: Turn, event: Event) -> Turn:
    """The turn after one more event.

    Fragments are for display only: the whole message that follows them repeats them. Events have
    ids, but each fragment its own, so `partial` alone decides.
    """
    if event.partial:
        turn = replace(turn, fragment=turn.fragment + event.text)
    elif event.loose and turn.goes_on and not _is_anew(turn.said[-1], event.text):
        turn = replace(turn, said=(*turn.said[:-1], turn.said[-1] + event.text))
    elif event.text.strip():
        turn = replace(turn, said=(*turn.said, event.text), fragment="")
    return replace(
        turn,
        tools=turn.tools + event.tools,
        goes_on=event.loose and bool(turn.said),
        error=event.error or turn.error,
        uncertain=turn.uncertain or event.garbled,
    )


def _is_anew(before: str, text: str) -> bool:
    """Whether a text after another is a message of its own; in a sentence a space is first."""
    return bool(_ENDED.search(before)) and (text[:1].isupper() or text[:1] > "\u2e7f")
