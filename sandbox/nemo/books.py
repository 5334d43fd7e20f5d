"""What the backend was asked and what it charged, so that others can count; kept small."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from pydantic import JsonValue

T = TypeVar("T")

NAMES_KEPT = 2000
"""Of sessions, clients, accounts and renders, in each list; the oldest are dropped first."""
ENTRIES_KEPT = 500
"""Of the prompts and uploads of one session, and of charges."""
LONGEST_TEXT = 2000


class Books:
    """Counts and lists. The totals are of everything, the lists of what was last."""

    def __init__(self) -> None:
        self._prompts: dict[str, list[str]] = {}
        self._uploads: dict[str, list[str]] = {}
        self._tokens: dict[str, int] = {}
        self._refused_tokens: dict[str, int] = {}
        self._credits: dict[str, int] = {}
        self._charges: list[dict[str, JsonValue]] = []
        self._downloads: dict[str, int] = {}
        self._submitted: dict[str, int] = {}
        self._totals = dict.fromkeys(("prompts", "tokens_minted", "credits_charged"), 0)

    def session(self, session_id: str) -> None:
        """A session begins; it has no prompts and uploads yet."""
        _entry(self._prompts, session_id, [])
        _entry(self._uploads, session_id, [])

    def prompt(self, session_id: str, text: str) -> None:
        """A message is worked on."""
        _note(_entry(self._prompts, session_id, []), text)
        self._totals["prompts"] += 1

    def upload(self, session_id: str, names: Iterable[str]) -> None:
        """Files arrived."""
        for name in names:
            _note(_entry(self._uploads, session_id, []), name)

    def token(self, client_id: str) -> None:
        """A token was made for a client."""
        _count(self._tokens, client_id)
        self._totals["tokens_minted"] += 1

    def token_refused(self, client_id: str) -> None:
        """A client was refused a token."""
        _count(self._refused_tokens, client_id[:LONGEST_TEXT])

    def charge(self, session_id: str, user_id: str, amount: int) -> None:
        """Credits were taken for a message."""
        self._charges.append({"session_id": session_id, "user_id": user_id, "credits": amount})
        del self._charges[:-ENTRIES_KEPT]
        _count(self._credits, user_id, amount)
        self._totals["credits_charged"] += amount

    def submitted(self, render_id: str) -> None:
        """A render was asked for, or asked for again."""
        _count(self._submitted, render_id[:LONGEST_TEXT])

    def downloaded(self, render_id: str) -> None:
        """A render's file was given out."""
        _count(self._downloads, render_id)

    def json(self, renders: Mapping[str, Mapping[str, JsonValue]]) -> Mapping[str, object]:
        """Everything; `renders` says how far each one is that was accepted."""
        return {
            "prompts": dict(self._prompts),
            "prompts_total": self._totals["prompts"],
            "uploads": dict(self._uploads),
            "tokens": dict(self._tokens),
            "tokens_refused": dict(self._refused_tokens),
            "tokens_minted": self._totals["tokens_minted"],
            "renders": {
                render_id: {
                    "submitted": times,
                    "status": "refused",
                    "progress": 0,
                    **renders.get(render_id, {}),
                    "downloaded": self._downloads.get(render_id, 0),
                }
                for render_id, times in self._submitted.items()
            },
            "credits_charged": self._totals["credits_charged"],
            "credits_by_account": dict(self._credits),
            "charges": list(self._charges),
        }


def _entry(book: dict[str, T], name: str, fresh: T) -> T:
    kept = book.setdefault(name, fresh)
    if len(book) > NAMES_KEPT:
        del book[next(iter(book))]
    return kept


def _note(entries: list[str], text: str) -> None:
    entries.append(text[:LONGEST_TEXT])
    del entries[:-ENTRIES_KEPT]


def _count(book: dict[str, int], name: str, by: int = 1) -> None:
    book[name] = _entry(book, name, 0) + by
