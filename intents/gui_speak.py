"""What a backend that assumes a screen full of buttons says, as a person in a chat should read it.

It takes away the orders that nobody can follow here and tells what they were for; the words that
offer the same in the chat are not its business. Quotations are the user's content: never read.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from intents import gui_phrases as gui
from intents.gui_asks import SHOWS, Ask, is_condition, is_hedged, is_negated, is_required, wish_of
from intents.gui_edits import edit_from
from intents.gui_layout import body_start, is_heading, is_item, is_quoted, left_over
from intents.gui_parts import SENTENCE_END, Clause, clauses_of, masked_of, plain
from intents.gui_phrases import Wish

_JOINT = re.compile(r"(?:and|but|or|so|then)\s+|但是?|不过|不過|而且|并且|並且", re.IGNORECASE)
_CONTENT = re.compile(r"[^\W\d]|[§¶]")
_NEAR = 200  # characters in which the name of a slider is looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """The reply without its orders ("" if nothing is left), and what they were for.

    `wishes` and `edit` stand between the user and what they want, and may be carried out at once;
    `offers` and `offered_edit` may only be offered. No wish is in both. An edit is an instruction
    in the reply's own language, ready to be sent.
    """

    text: str
    wishes: frozenset[Wish] = frozenset()
    offers: frozenset[Wish] = frozenset()
    edit: str | None = None
    offered_edit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What is left of a sentence or a line, and what was asked in it."""

    text: str
    asks: tuple[Ask, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lead:
    """What stands above a line or sentence: its heading, what was said, and what became of it."""

    heading: str = ""
    said: str = ""
    lost: bool = False  # the sentence before was nothing but an order
    optional: bool = False  # and one that left the user the choice
    gap: bool = False  # an empty line is between

    @property
    def leaves_the_choice(self) -> bool:
        """Whether what stands above makes offers of the orders below."""
        asked = self.said.rstrip(" *_").endswith(("?", "？"))
        return self.optional or asked or is_hedged(self.heading)

    def then(self, said: str, *, lost: bool, heading: str) -> "_Lead":
        """What stands above the sentence or line that comes after this one."""
        optional = lost and (self.leaves_the_choice or is_hedged(said))
        return _Lead(heading=heading, said=said, lost=lost, optional=optional)


def translate(reply: str) -> Heard:
    """Take the orders to use a screen out of a reply; what orders nothing is left as it is.

    English and Chinese are read alike, also mixed. Never raises; translating its own text again
    changes nothing more.
    """
    reply = reply.strip()
    masked = masked_of(reply)
    if not gui.HINT.search(masked):
        return Heard(text=reply)
    lines, masked_lines = reply.split("\n"), masked.split("\n")
    said = _lines(lines, masked_lines)
    text = [part.text for part in said]
    return _heard(reply if text == lines else left_over(lines, text), said)


def _heard(text: str, said: Sequence[_Said]) -> Heard:
    asks = [ask for part in said for ask in part.asks]
    wishes = frozenset(ask.wish for ask in asks if ask.wish and ask.required)
    edits = list(dict.fromkeys(ask.edit for ask in asks if ask.edit and ask.required))
    offered = [ask.edit for ask in asks if ask.edit and not ask.required]
    # Several edits are one instruction: each that is sent is charged.
    between = ". " if "".join(edits).isascii() else "；"
    return Heard(
        text=text,
        wishes=wishes,
        offers=frozenset(ask.wish for ask in asks if ask.wish) - wishes,
        edit=between.join(edits) or None,
        offered_edit=offered[0] if offered else None,
    )


def _lines(lines: Sequence[str], masked_lines: Sequence[str]) -> list[_Said]:
    said: list[_Said] = []
    lead = _Lead()
    for line, masked in zip(lines, masked_lines, strict=True):
        if not masked.strip() or is_quoted(masked):
            said.append(_Said(text=line))
            lead = replace(lead, gap=True)
            continue
        goes_on = is_item(masked) or not lead.gap
        below = is_item(masked) or (lead.said and is_heading(lead.said))
        lead = replace(
            lead,
            heading=lead.heading if below else "",
            lost=lead.lost and goes_on,
            optional=lead.optional and goes_on,
            gap=False,
        )
        said.append(_line(line, masked, lead))
        heading = masked if is_heading(masked) else lead.heading
        lead = lead.then(masked, lost=not said[-1].text, heading=heading)
    return _without_steps_before(said, masked_lines)


def _without_steps_before(said: list[_Said], masked_lines: Sequence[str]) -> list[_Said]:
    """An item that only picks what the lost item below it works on is lost with it."""
    for i in reversed(range(len(said) - 1)):
        both_items = is_item(masked_lines[i]) and is_item(masked_lines[i + 1])
        if both_items and not said[i + 1].text and said[i].text:
            body = plain(masked_lines[i][body_start(masked_lines[i]) :])
            if gui.LEADS_ITEM.search(body):
                said[i] = _Said(text="", asks=said[i].asks)
    return said


def _line(line: str, masked: str, lead: _Lead) -> _Said:
    if not lead.lost and not gui.HINT.search(masked):
        return _Said(text=line)
    start = at = body_start(masked)
    said: list[_Said] = []
    for end in SENTENCE_END.finditer(masked, start):
        sentence = masked[at : end.start()]
        said.append(_sentence(line[at : end.start()], sentence, end.group(), lead))
        lost = bool(sentence.strip()) and not said[-1].text
        lead = lead.then(masked[at : end.end()].rstrip(), lost=lost, heading=lead.heading)
        at = end.end()
    said.append(_sentence(line[at:], masked[at:], "", lead))
    text = "".join(sentence.text for sentence in said)
    asks = tuple(ask for sentence in said for ask in sentence.asks)
    if text == line[start:]:
        return _Said(text=line)
    if not _CONTENT.search(text):
        return _Said(text="", asks=asks)
    if text.count("**") % 2 and not line.count("**") % 2:
        # The other half of an emphasis was lost.
        text = "".join(text.rpartition("**")[::2])
    return _Said(text=(line[:start] + text).rstrip(), asks=asks)


def _sentence(sentence: str, masked: str, end: str, lead: _Lead) -> _Said:
    whole = _Said(text=sentence + end)
    if not lead.lost and not gui.HINT.search(masked):
        return whole
    clauses = list(clauses_of(sentence, masked))
    if lead.lost and gui.GOES_ON.search(clauses[0].plain) and not _is_own_doing(clauses[0].plain):
        orders = [True] * len(clauses)
    else:
        orders = _orders(clauses)
    if not any(orders):
        return whole
    asks = _without_shows(tuple(_asks(clauses, orders, lead)))
    kept = [clause for clause, order in zip(clauses, orders, strict=True) if not order]
    if not any(_CONTENT.search(clause.masked) for clause in kept):
        return _Said(text="", asks=asks)
    text = "".join(clause.before + clause.text for clause in kept).removeprefix(kept[0].before)
    if kept[0] is not clauses[0]:
        joint = _JOINT.match(text)
        text = text[joint.end() :] if joint else text
        text = text[:1].upper() + text[1:]
    return _Said(text=text + end, asks=asks)


def _without_shows(asks: tuple[Ask, ...]) -> tuple[Ask, ...]:
    """Where something is to be edited, the screen is only the place to do it."""
    if not any(ask.edit for ask in asks):
        return asks
    return tuple(ask for ask in asks if ask.edit or ask.wish not in SHOWS)


def _orders(clauses: list[Clause]) -> list[bool]:
    """Which clauses order something, alone or together with the one they lean on."""
    orders = [_is_order(clause.plain) for clause in clauses]
    if any(orders):
        _take_back_what_is_seen(clauses, orders)
    for i in range(1, len(clauses)):
        words = clauses[i].plain
        leans = gui.FOLLOWS_IT.search(words) or gui.GOES_ON.search(words)
        if orders[i - 1] and leans and not _is_own_doing(words):
            orders[i] = True
    for i in reversed(range(len(clauses) - 1)):
        if orders[i + 1] and _leads_to_an_order(clauses[i].plain):
            orders[i] = True
    return orders


def _take_back_what_is_seen(clauses: list[Clause], orders: list[bool]) -> None:
    """Somebody in the picture who drags a sled orders nothing."""
    narrated = False
    for i, clause in enumerate(clauses):
        narrated = narrated or bool(gui.NARRATES.search(clause.plain))
        if narrated and orders[i] and not gui.ON_SCREEN.search(clause.plain):
            orders[i] = False


def _is_order(clause: str) -> bool:
    if gui.LINK in clause or gui.LABEL.search(clause) or _is_own_doing(clause):
        return False
    if gui.OPERATES.search(clause) or gui.BUTTON.search(clause):
        return True
    return bool(gui.PLACE.search(clause) and gui.GOES.search(clause))


def _is_own_doing(clause: str) -> bool:
    if gui.PUT_IN.search(clause):
        return True
    return bool(gui.OWN.search(clause)) and not gui.TO_THE_USER.search(clause)


def _leads_to_an_order(clause: str) -> bool:
    if gui.LINK in clause or _is_own_doing(clause):
        return False
    if gui.LEADS_TO_IT.search(clause):
        return True
    return bool(gui.AT.search(clause) and gui.PLACE.search(clause))


def _asks(clauses: list[Clause], orders: list[bool], lead: _Lead) -> Iterator[Ask]:
    left_to_choose = lead.leaves_the_choice
    about = lead.said[-_NEAR:]
    conditions = [is_condition(clause.plain) for clause in clauses]
    last_condition = max((i for i, found in enumerate(conditions) if found), default=-1)
    forbidden = False
    for i, clause in enumerate(clauses):
        about = f"{about} {clause.plain}"[-_NEAR:]
        # What only leans on a thing not to be done is not to be done either.
        forbidden = is_negated(clause.plain) or (forbidden and not _is_order(clause.plain))
        if orders[i] and not forbidden:
            words = plain(clause.text)
            edit = edit_from(words, clause.plain, about)
            # A label in quotes ("Export") tells what the order is for.
            wish = None if edit else wish_of(words)
            required = is_required(clause.plain, wish) and i > last_condition
            # An edit is charged: what was said before counts too.
            optional = left_to_choose or (edit is not None and is_hedged(lead.said))
            if edit or wish:
                yield Ask(wish=wish, edit=edit, required=required and not optional)
        left_to_choose = left_to_choose or is_hedged(clause.plain)
