"""The state machines of what the bot works at: which status may follow which, and nothing else.

The database keeps to the same tables (its triggers are in the migrations). A status that is written
once more is no transition, for every step may be repeated after a crash.

    turns     unclear, asked -> waiting -> sent -> answered -> told
    exports   waiting -> queued -> intended -> submitted -> rendered -> delivered
    makings   waiting -> made -> delivered
    steps     intended -> submitted -> done
    media     received -> fetched -> uploading -> uploaded
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeAlias

from bot.store.rows import ExportStatus as E
from bot.store.rows import MakingStatus as M
from bot.store.rows import MediaStatus as F
from bot.store.rows import StepStatus as S
from bot.store.rows import TurnStatus as T

Machine: TypeAlias = Mapping[StrEnum | None, frozenset[StrEnum]]


def _to(*following: StrEnum) -> frozenset[StrEnum]:
    return frozenset(following)


# What follows None is what a new row may begin with.
TURNS: Machine = {
    None: _to(T.UNCLEAR, T.ASKED, T.WAITING),
    T.UNCLEAR: _to(T.WAITING, T.CANCELLED),
    T.ASKED: _to(T.WAITING, T.CANCELLED),
    T.WAITING: _to(T.SENT, T.HELD, T.FAILED, T.CANCELLED, T.TAKEN_OVER),
    # Back, where the words were refused or surely never arrived.
    T.SENT: _to(T.WAITING, T.ANSWERED, T.FAILED, T.CANCELLED, T.TAKEN_OVER),
    T.ANSWERED: _to(T.TOLD, T.FAILED, T.CANCELLED),
    T.HELD: _to(T.CANCELLED),
    T.FAILED: _to(T.WAITING),  # only one that may be tried again
    T.TOLD: _to(),
    T.CANCELLED: _to(),
    T.TAKEN_OVER: _to(),
}
EXPORTS: Machine = {
    None: _to(E.WAITING),
    E.WAITING: _to(E.QUEUED, E.FAILED, E.CANCELLED, E.TAKEN_OVER),
    E.QUEUED: _to(E.INTENDED, E.FAILED, E.CANCELLED, E.TAKEN_OVER),
    E.INTENDED: _to(E.SUBMITTED, E.FAILED, E.CANCELLED, E.TAKEN_OVER),
    # A render that failed is tried once more, under another id.
    E.SUBMITTED: _to(E.INTENDED, E.RENDERED, E.FAILED, E.CANCELLED, E.TAKEN_OVER),
    E.RENDERED: _to(E.DELIVERED, E.FAILED, E.CANCELLED, E.TAKEN_OVER),
    E.DELIVERED: _to(),
    E.FAILED: _to(),
    E.CANCELLED: _to(),
    E.TAKEN_OVER: _to(),
}
MAKINGS: Machine = {
    None: _to(M.WAITING),
    M.WAITING: _to(M.MADE, M.FAILED, M.CANCELLED),
    M.MADE: _to(M.DELIVERED, M.FAILED, M.CANCELLED),
    M.DELIVERED: _to(),
    M.FAILED: _to(),
    M.CANCELLED: _to(),
}
STEPS: Machine = {
    None: _to(S.INTENDED),
    S.INTENDED: _to(S.SUBMITTED, S.FAILED, S.UNSURE, S.CANCELLED),
    S.SUBMITTED: _to(S.DONE, S.FAILED, S.UNSURE, S.CANCELLED),
    S.DONE: _to(),
    S.FAILED: _to(),
    S.UNSURE: _to(),
    S.CANCELLED: _to(),
}
MEDIA: Machine = {
    None: _to(F.RECEIVED),
    F.RECEIVED: _to(F.FETCHED, F.REFUSED),
    F.FETCHED: _to(F.UPLOADING, F.REFUSED, F.MADE),
    # A session that is lost takes its files with it.
    F.UPLOADING: _to(F.UPLOADED, F.FETCHED, F.REFUSED),
    F.UPLOADED: _to(F.FETCHED),
    F.MADE: _to(F.FETCHED),  # somebody goes on with it
    F.REFUSED: _to(),
}
MACHINES: Mapping[str, Machine] = {
    "turns": TURNS,
    "exports": EXPORTS,
    "makings": MAKINGS,
    "steps": STEPS,
    "media": MEDIA,
}
