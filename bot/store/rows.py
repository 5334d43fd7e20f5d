"""The rows that the bot keeps, as frozen values; the columns are those of the migrations."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic.dataclasses import dataclass


class MediaStatus(StrEnum):
    """How far a file has come on its way from the chat to the video service.

    `MADE` is a result of ours, which goes there only when somebody goes on with it.
    """

    RECEIVED = "received"
    FETCHED = "fetched"
    UPLOADING = "uploading"
    UPLOADED = "uploaded"
    REFUSED = "refused"
    MADE = "made"


class TurnStatus(StrEnum):
    """How far a wish has come; from `SENT` on its words never go out again.

    `UNCLEAR` waits for the user's word what was meant, `ASKED` that it may cost what it costs. What
    was `TAKEN_OVER` an engine makes, on the same card.
    """

    UNCLEAR = "unclear"
    ASKED = "asked"
    WAITING = "waiting"
    SENT = "sent"
    ANSWERED = "answered"
    TOLD = "told"
    HELD = "held"
    FAILED = "failed"
    CANCELLED = "cancelled"
    TAKEN_OVER = "taken_over"


class ExportStatus(StrEnum):
    """How far a video has come; from `INTENDED` on a crash looks for the render first."""

    WAITING = "waiting"
    QUEUED = "queued"
    INTENDED = "intended"
    SUBMITTED = "submitted"
    RENDERED = "rendered"
    DELIVERED = "delivered"
    FAILED = "failed"
    CANCELLED = "cancelled"
    TAKEN_OVER = "taken_over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A user's identity at the video service; `token_sealed` is encrypted."""

    user_id: int
    client_id: UUID
    token_sealed: bytes | None
    token_until: datetime | None
    account_id: str | None
    refused_until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """What a chat is working on, and the session at the video service that holds it."""

    id: int
    chat_id: int
    thread_id: int
    user_id: int
    language: str
    session_id: str | None
    task_id: str | None
    created_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A file of a project; `path` is relative to the data folder, None until it was fetched.

    A file with a `link_sealed` never comes to us: the video service fetches it itself.
    """

    id: int
    origin: str
    project_id: int
    message_id: int
    file_id: str
    name: str
    path: str | None
    album: str | None
    link_sealed: bytes | None
    status: MediaStatus
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A wish in words; `card_id` is the message that shows its progress.

    `cost` is in credits; `aftermath` is what its reply asks to be done. One that `generates` is a
    plain request for a clip, which another engine can take over.
    """

    id: int
    origin: str
    project_id: int
    message_id: int
    text: str
    next_intent: str | None
    status: TurnStatus
    generates: bool
    timeline_before: object
    timeline_seen: object
    balance_before: float | None
    cost: float | None
    reply: str | None
    aftermath: object
    may_retry: bool
    looks: int
    waits: int
    card_id: int | None
    job_id: int | None
    sent_at: datetime | None
    answered_at: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A video asked for: the timeline as it was then, `draft_sealed`.

    `lead` is what its card says above the progress, `ending` how it ended, in words.
    """

    id: int
    origin: str
    project_id: int
    message_id: int
    turn_id: int | None
    lead: str
    draft_sealed: bytes | None
    newest_turn_id: int | None
    render_id: str | None
    attempts: int
    percent: int
    sends: int
    waits: int
    ending: str | None
    status: ExportStatus
    card_id: int | None
    job_id: int | None
    submitted_at: datetime | None
    created_at: datetime


class MakingStatus(StrEnum):
    """How far something has come that an engine makes; `MADE` lies here and is to be sent."""

    WAITING = "waiting"
    MADE = "made"
    DELIVERED = "delivered"
    FAILED = "failed"
    CANCELLED = "cancelled"


class StepStatus(StrEnum):
    """How far a paid call has come; from `INTENDED` on it never goes out again by itself.

    `UNSURE`: it may have been accepted, and nobody can tell.
    """

    INTENDED = "intended"
    SUBMITTED = "submitted"
    DONE = "done"
    FAILED = "failed"
    UNSURE = "unsure"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """What a chat (or a topic) has chosen; `asked` is what the bot waits for from it."""

    chat_id: int
    thread_id: int
    engine: str | None
    style: object
    zone: str | None
    asked: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """One thing that an engine makes: `craft` says what, `stage` how far along its chain it is.

    `ratio` like "9:16" and `seconds` are the wish, "" and 0 where there is none. `lead` is what its
    card says above the progress, `ending` how it ended, in words. With a `row_id` it is one row of
    a batch, on whose card its progress stands.
    """

    id: int
    origin: str
    project_id: int
    message_id: int
    craft: str
    prompt: str
    ratio: str
    seconds: int
    seed: int | None
    extra: dict[str, str]
    policy: str
    media_ids: list[int]
    of_step: int | None
    lead: str
    stage: int
    status: MakingStatus
    sends: int
    ending: str | None
    may_retry: bool
    card_id: int | None
    row_id: int | None
    created_at: datetime
    made_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One paid call of a making; costs are in the engine's own credits.

    `files` are results, relative to the data folder; `words` a result in words.
    """

    id: int
    making_id: int
    stage: int
    attempt: int
    engine: str
    key: str
    order_sealed: bytes
    status: StepStatus
    ticket: str | None
    look_at_sealed: bytes | None
    percent: int | None
    looks: int
    estimate: float | None
    cost: float | None
    actions: list[str]
    files: list[str]
    words: str
    failure: str | None
    news_at: datetime | None
    submitted_at: datetime | None
    ended_at: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineState:
    """How an engine is doing; one that failed is left alone until `rests_until`."""

    name: str
    failures: int
    rests_until: datetime | None


class BatchStatus(StrEnum):
    """How far a table of prompts has come; `ASKED` waits for the user's word to begin.

    `ENDING`: all rows have ended, and the files with everything are on their way. What is `REFUSED`
    could not be read, and what `BROKE` ended by a mistake of ours.
    """

    CHECKING = "checking"
    ASKED = "asked"
    RUNNING = "running"
    ENDING = "ending"
    DONE = "done"
    CANCELLED = "cancelled"
    REFUSED = "refused"
    BROKE = "broke"


class Source(StrEnum):
    """Where a table of prompts is."""

    FILE = "file"
    SHEET = "sheet"
    NOTION = "notion"


class RowStatus(StrEnum):
    """How far one row has come; `BAD` rows have problems of their own and are never made.

    `UNSURE`: it may have been paid for, and nobody can tell.
    """

    BAD = "bad"
    OPEN = "open"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    UNSURE = "unsure"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A table of prompts: where it is (`where_sealed`), and how far its rows have come.

    `ratio` and `seconds` are for rows that leave them open. `headings` are those of the table,
    `targets` where results are written to. `run` counts how often it was begun; `papers` how many
    of the files at the end have been sent, `sends` how often the next one may have been.
    """

    id: int
    origin: str
    project_id: int
    message_id: int
    source: Source
    name: str
    where_sealed: bytes
    ratio: str
    seconds: int
    headings: list[str]
    targets: object
    status: BatchStatus
    begun_by: str
    stopped: bool
    run: int
    papers: int
    sends: int
    ending: str | None
    card_id: int | None
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchRow:
    """One row: its cells as they stand in the table, and what they say.

    `number` is that of the spreadsheet. `told` is what the row's page was last told of, `tells` how
    often that was tried.
    """

    id: int
    batch_id: int
    number: int
    cells: list[str]
    prompt: str
    engine: str
    ratio: str
    seconds: int
    style: str
    page_id: str
    making_id: int | None
    run: int
    status: RowStatus
    problem: str
    told: str
    tells: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """A running process, and how long ago it gave a sign of life."""

    role: str
    version: str
    silent_s: float
