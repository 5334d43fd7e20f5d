"""What a backend that assumes a screen full of buttons says, as a person in a chat should read it.

It takes away the orders that nobody can follow here and tells what they were for; the words that
offer the same in the chat are not its business. Quotations are the user's content: never read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from intents import gui_phrases as gui
from intents.gui_phrases import Wish
from intents.lexicon.traditional import TO_SIMPLIFIED

# No body may hold its own opening mark, and a run is entered at its start only: linear time.
_QUOTED = re.compile(
    r"""https?://\S+|"[^"\n]*"|“[^“”\n]*”|‘[^‘’\n]*’(?!\w)|「[^「」\n]*」|『[^『』\n]*』"""
    r"""|《[^《》\n]*》|«[^«»\n]*»|`[^`\n]*`|(?<!\w)'[^'\n]+'(?!\w)"""
)
_SENTENCE_END = re.compile(r"(?:(?<![.!?…])[.!?…]+[)*_]*(?=\s|$)|[。！？]+[）]?)\s*")
_BETWEEN_CLAUSES = re.compile(
    r" ?[,;:]\s+|[，；：]|\s[-—–]\s|——|\s(?=(?:and|but|or|so|then|while)\b)"
    r"|\s?(?=[(（])|(?<=[)）])\s?",
    re.IGNORECASE,
)
_ITEM = re.compile(r"\s*(?:(?:[-*•·>]|#+|\d+[.)])\s+|[①-⑳]\s*|\d+、\s*)")
_JOINT = re.compile(r"(?:and|but|or|so|then)\s+|但是?|不过|不過|而且|并且|並且", re.IGNORECASE)
_GAP = re.compile(r"\n{3,}")
_CONTENT = re.compile(r"[^\W\d]|§")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """The reply without its orders ("" if nothing is left), and what they were for."""

    text: str
    wishes: frozenset[Wish] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Clause:
    before: str  # what joins it to its predecessor
    text: str
    masked: str


def translate(reply: str) -> Heard:
    """Take the orders to use a screen out of a reply; what orders nothing is left as it is.

    English and Chinese are read alike, also mixed. Never raises; translating its own text again
    changes nothing more.
    """
    reply = reply.strip()
    masked = _QUOTED.sub(lambda match: "§" * len(match.group()), reply).translate(TO_SIMPLIFIED)
    lines = reply.split("\n")
    heard = [_line(*pair) for pair in zip(lines, masked.split("\n"), strict=True)]
    text = "\n".join(_without_emptied(lines, [line.text for line in heard])).strip()
    if text != reply:
        text = _GAP.sub("\n\n", text)
    return Heard(text=text, wishes=_all_wishes(heard))


def _line(line: str, masked: str) -> Heard:
    marker = _ITEM.match(masked)
    start = at = marker.end() if marker else 0
    said = []
    for end in _SENTENCE_END.finditer(masked, start):
        said.append(_sentence(line[at : end.start()], masked[at : end.start()], end.group()))
        at = end.end()
    said.append(_sentence(line[at:], masked[at:], ""))
    text = "".join(sentence.text for sentence in said)
    if text == line[start:]:
        return Heard(text=line)
    return Heard(text=(line[:start] + text).rstrip() if text else "", wishes=_all_wishes(said))


def _sentence(sentence: str, masked: str, end: str) -> Heard:
    clauses = list(_clauses(sentence, masked))
    orders = _orders(clauses)
    if not any(orders):
        return Heard(text=sentence + end)
    wishes = frozenset(
        wish
        for clause, order in zip(clauses, orders, strict=True)
        if order and (wish := _wish(clause))
    )
    kept = [clause for clause, order in zip(clauses, orders, strict=True) if not order]
    if not any(_CONTENT.search(clause.masked) for clause in kept):
        return Heard(text="", wishes=wishes)
    text = "".join(clause.before + clause.text for clause in kept).removeprefix(kept[0].before)
    if kept[0] is not clauses[0]:
        joint = _JOINT.match(text)
        text = text[joint.end() :] if joint else text
        text = text[:1].upper() + text[1:]
    return Heard(text=text + end, wishes=wishes)


def _clauses(sentence: str, masked: str) -> Iterator[_Clause]:
    before, at = "", 0
    for between in _BETWEEN_CLAUSES.finditer(masked):
        start, end = between.span()
        if start > at:
            yield _Clause(before=before, text=sentence[at:start], masked=masked[at:start])
            before = ""
        before, at = before + sentence[start:end], end
    yield _Clause(before=before, text=sentence[at:], masked=masked[at:])


def _orders(clauses: list[_Clause]) -> list[bool]:
    """Which clauses order something, alone or together with the one they lean on."""
    orders = [_is_order(clause.masked) for clause in clauses]
    for i in range(1, len(clauses)):
        masked = clauses[i].masked
        if orders[i - 1] and gui.FOLLOWS_IT.search(masked) and not _is_own_doing(masked):
            orders[i] = True
    for i in reversed(range(len(clauses) - 1)):
        if orders[i + 1] and _leads_to_an_order(clauses[i].masked):
            orders[i] = True
    return orders


def _is_order(clause: str) -> bool:
    if _is_own_doing(clause):
        return False
    if gui.OPERATES.search(clause) or gui.BUTTON.search(clause):
        return True
    return bool(gui.GOES.search(clause) and gui.PLACE.search(clause))


def _is_own_doing(clause: str) -> bool:
    if gui.PUT_IN.search(clause):
        return True
    return bool(gui.OWN.search(clause)) and not gui.TO_THE_USER.search(clause)


def _leads_to_an_order(clause: str) -> bool:
    if _is_own_doing(clause):
        return False
    if gui.LEADS_TO_IT.search(clause):
        return True
    return bool(gui.AT.search(clause) and gui.PLACE.search(clause))


def _wish(order: _Clause) -> Wish | None:
    # A label in quotes ("Export") tells what the order is for.
    words = order.text.translate(TO_SIMPLIFIED)
    return next((wish for wish, named in gui.WISHES if named.search(words)), None)


def _all_wishes(heard: list[Heard]) -> frozenset[Wish]:
    return frozenset(wish for part in heard for wish in part.wishes)


def _without_emptied(before: list[str], after: list[str]) -> Iterator[str]:
    """The lines that are left, without those that lost all, nor the heading of a lost list."""
    for i, line in enumerate(after):
        emptied = not line and bool(before[i].strip())
        if not emptied and not _heads_a_lost_list(i, before, after):
            yield line


def _heads_a_lost_list(at: int, before: list[str], after: list[str]) -> bool:
    if _ITEM.match(before[at]) or not after[at].rstrip(" *_").endswith((":", "：")):
        return False
    end = at + 1
    while end < len(before) and _ITEM.match(before[end]):
        end += 1
    return end > at + 1 and not any(after[at + 1 : end])
