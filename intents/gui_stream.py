"""What can be shown of a reply while it is still being written, so that nothing is taken back.

A sentence that may be turning into an order waits until it is whole; what is shown once stays.
"""

import re
from itertools import pairwise
from string import ascii_lowercase

from intents import gui_phrases as gui
from intents.gui_layout import body_start, is_item, without_open_end
from intents.gui_parts import SENTENCE_END, clauses_of, masked_of, plain
from intents.gui_speak import translate

# An opening mark that was not closed yet, or the start of one.
_OPEN = re.compile(r"""[\"“‘「『《【«`\[]|(?<!\w)'""")
_UNSETTLED = re.compile(r"""[\"“‘「『《【«`\[:：]|\*\*|(?<!\w)'""")


def translate_so_far(reply: str) -> str:
    """The beginning of `translate(whole).text`, told by the beginning of the whole.

    It grows with the reply, by sentences and clauses, and lags behind by one at most.
    """
    reply = reply.lstrip()
    masked = masked_of(reply)
    end = _whole_until(masked)
    said = reply[:end] + _whole_clauses(reply[end:], masked[end:])
    shown = without_open_end(translate(said).text)
    above, _, last = shown.rpartition("\n")
    if is_item(last) and gui.LEADS_ITEM.search(plain(masked_of(last))[body_start(last) :]):
        return without_open_end(above)
    return shown


def _whole_until(masked: str) -> int:
    """Where the last whole sentence ends; nothing behind an open quotation is whole."""
    fence = masked.find("```")
    if fence >= 0:
        # A closed one is masked; so this is open.
        masked = masked[:fence]
    whole = at = masked.rfind("\n") + 1
    quotation = _OPEN.search(masked, whole)
    emphases = 0
    for end in SENTENCE_END.finditer(masked, at + body_start(masked[at:])):
        if end.end() == len(masked) or (quotation and quotation.start() < end.end()):
            break
        emphases += masked.count("**", at, end.end())
        at = end.end()
        if not emphases % 2:
            whole = at
    return whole


def _whole_clauses(sentence: str, masked: str) -> str:
    """The clauses that a sentence begins with, up to one that may be part of an order."""
    start = body_start(masked)
    end = len(masked.rstrip(ascii_lowercase))
    clauses = list(clauses_of(sentence[start:end], masked[start:end]))
    said = ""
    for clause, follower in pairwise(clauses):
        words = clause.plain
        leans = gui.LEADS_TO_IT.search(words) or gui.AT.search(words) or gui.GOES_ON.search(words)
        # What stands before a colon may be the heading of a list.
        behind = follower.before.strip() + follower.masked[:1]
        unsettled = not behind or _UNSETTLED.search(clause.masked + behind)
        if leans or unsettled or gui.HINT.search(words):
            break
        said += clause.before + clause.text
    return sentence[:start] + said if said.strip() else ""
