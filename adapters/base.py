"""What all generation services have in common: an order goes out once, its job is looked at until
it has ended, and the result is fetched; it names no service.

Whatever has to survive a restart (`Order`, `Ticket`) is plain data that can be kept as JSON.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol


class Medium(StrEnum):
    """What an order or an asset is."""

    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is to be made.

    `task` is the adapter's own name of the call ("image", "video", "upscale", …), `model` "" for
    the adapter's default. `images` and `videos` are web addresses or paths of files of ours, as the
    adapter says. `ratio` is like "9:16", "" for the default; `seconds` 0 for the default. `extra`
    are further fields of the service, checked by the adapter.
    """

    task: str
    prompt: str = ""
    model: str = ""
    images: tuple[str, ...] = ()
    videos: tuple[str, ...] = ()
    ratio: str = ""
    seconds: int = 0
    seed: int | None = None
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """An order that was accepted: the service's id, and the address to look at where it names one.

    `look_at` is the adapter's own and may be signed, so it is not shown in logs.
    `estimate` is what the service says that it will cost, in its own credits.
    """

    id: str
    look_at: str = field(default="", repr=False)
    estimate: float | None = None


class JobState(StrEnum):
    """How far a job is; the last three are ends."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


ENDED = frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED})


class Failure(StrEnum):
    """Why a job failed, by what may be done next."""

    MODERATED = "moderated"  # the same words or picture will be refused again
    RESULT_MODERATED = "result_moderated"  # another seed may pass
    INPUT = "input"  # something in the order does not fit the service
    SERVICE = "service"  # the service's own fault: the same order may work
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """A result: an address that may end soon and may be signed (never log it), or a text."""

    medium: Medium
    url: str = field(default="", repr=False)
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a look at a job has shown. `percent` is 0 to 100, None where nothing is told.

    `cost` is in the service's own credits. `actions` are what the service offers to do with the
    result. `failure` stands with FAILED only, `reason` (for the log) with FAILED, and
    with RUNNING where the service's word for the state is not known.
    """

    state: JobState
    percent: int | None = None
    assets: tuple[Asset, ...] = ()
    actions: tuple[str, ...] = ()
    cost: float | None = None
    failure: Failure | None = None
    reason: str = ""


class Maker(Protocol):
    """A service that makes pictures, films, sounds or texts.

    Every call raises ServiceError (`wire.errors`). `submit` is never repeated by the adapter: after
    Uncertain the order may be running and paid. Where `idempotent` is true, `submit` may be called
    again with the same `key`, which is an id of ours for this order, and finds the same job.
    """

    name: str
    idempotent: bool

    async def submit(self, order: Order, *, key: str) -> Ticket:
        """Send the order out. Raises Rejected before sending where it does not fit the service."""
        ...

    async def look(self, ticket: Ticket) -> Look:
        """How far the job is; safe to repeat."""
        ...

    async def cancel(self, ticket: Ticket) -> None:
        """Ask for the end of it; does nothing where the service has no such call."""
        ...

    async def fetch(self, asset: Asset, path: Path) -> int:
        """Stream a result to `path`, which appears only when it is whole; its size in bytes."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Hosted:
    """A file that lies at an address others can fetch, until `lives_s` seconds from its upload."""

    url: str = field(repr=False)
    lives_s: float


class ImageHost(Protocol):
    """A service that gives a picture of ours an address, for services that take addresses only."""

    async def host(self, path: Path) -> Hosted:
        """Upload a picture. Raises ServiceError."""
        ...
