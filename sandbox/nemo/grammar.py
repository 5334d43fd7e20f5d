"""Reads a message in English or Chinese into wishes; it knows no project and changes nothing.

A message is masked (what it quotes cannot be an order), written plainly, and split into clauses. A
clause that asks for nothing by itself ("at the top", "for 3 seconds") belongs to its neighbour.
"""

from sandbox.nemo import complaints
from sandbox.nemo import lexicon as words
from sandbox.nemo.quoting import Masked, mask
from sandbox.nemo.rules import Clause, wishes_in
from sandbox.nemo.wishes import Wish
from sandbox.nemo.wording import plain

READ_AT_MOST = 4000
"""Characters of a message that are read; it keeps every pattern's cost in bounds."""


def read(message: str) -> tuple[Wish, ...]:
    """The wishes of a message in its order; empty where the grammar understands nothing."""
    masked = mask(message[:READ_AT_MOST])
    wishes: list[Wish] = []
    complaint: tuple[Wish, ...] = ()
    for clause in (_clause(text, masked) for text in _clauses(masked)):
        found = wishes_in(clause)
        # "It is too loud, turn it down" is one wish.
        wished = {type(wish) for wish in found}
        wishes = [w for w in wishes if not (w in complaint and type(w) in wished)]
        wishes.extend(found)
        complaint = found if clause.has(complaints.ANY) else ()
    return tuple(wishes)


def _clauses(masked: Masked) -> list[str]:
    """Pieces that each ask for something; the others are added to the piece before (or after)."""
    clauses: list[str] = []
    lead = ""
    for part in words.SPLIT.split(plain(masked.text)):
        piece = _inherited(part, clauses[-1]) + part if clauses else part
        if words.LEFT_ALONE.search(piece):
            continue
        if wishes_in(_clause(piece, masked)):
            clauses.append(lead + piece)
            lead = ""
        elif clauses:
            clauses[-1] += piece
        else:
            lead += piece
    return clauses or [lead]


def _clause(text: str, masked: Masked) -> Clause:
    return Clause(text=text, quotes=masked.quoted_in(text), masked=masked)


def _inherited(piece: str, before: str) -> str:
    """The verb that a piece without one takes over from the clause before."""
    for bare, verbal, verb in words.INHERITED:
        if bare.fullmatch(piece) and verbal.search(before):
            return verb
    return ""
