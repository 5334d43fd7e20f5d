"""The engine on this machine: a moving clip of a still, or a card with the words; no network.

Whoever makes it hands it the two callables that draw; it opens no media itself.
"""

import json
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Protocol

from pydantic import BaseModel, ConfigDict, ValidationError

from adapters.addresses import is_web
from adapters.answers import has_bytes
from adapters.base import Asset, JobState, Look, Medium, Order, Ticket
from wire.errors import BadMedia, Rejected

SERVICE: Final = "local"
SHORTEST_S, LONGEST_S, USUAL_S = 2, 60, 5
LONGEST_PROMPT: Final = 2_000
#: Of a clip that is made of words alone.
USUAL_RATIO: Final = "9:16"
MOTIONS: Final = (
    *("still", "zoom_in", "zoom_out"),
    *("pan_left", "pan_right", "pan_up", "pan_down"),
)
_MEDIA: Final = {"image": Medium.IMAGE, "video": Medium.VIDEO}
_RATIO: Final = re.compile(r"([1-9][0-9]{0,3}):([1-9][0-9]{0,3})")
_MOST_RATIO: Final = 4
_CAMERA: Final = r"\b(pan(s|ning)?|tilt(s|ing)?|camera mov\w*|move the camera)( \w+ly)?( to the)? "
# The first that is found counts.
_NAMED: Final[Mapping[str, re.Pattern[str]]] = {
    name: re.compile(words, re.IGNORECASE)
    for name, words in {
        "zoom_out": r"\bzoom(s|ing)?[ -]?out\b|\bpull(s|ing)?[ -]?(back|out)\b|拉远|缩小|拉遠|縮小",
        "zoom_in": r"\bzoom(s|ing)?[ -]?in\b|\bpush(es|ing)?[ -]?in\b|推近|放大|拉近",
        "pan_left": rf"{_CAMERA}left\b|[向往]左|左移",
        "pan_right": rf"{_CAMERA}right\b|[向往]右|右移",
        "pan_up": rf"{_CAMERA}up\b|[向往]上|上移",
        "pan_down": rf"{_CAMERA}down\b|[向往]下|下移",
        "still": r"\b(no|without( any)?) camera (motion|movement)|\bstatic (camera|shot)|静止|靜止",
    }.items()
}


class DrawsClip(Protocol):
    """Writes a clip of a picture to `out`, which appears only when it is whole.

    `ratio` is "" where the picture decides, `motion` one of `MOTIONS`. Raises ServiceError:
    BadMedia where the picture cannot be used.
    """

    async def __call__(
        self, picture: Path, out: Path, *, ratio: str, seconds: int, motion: str
    ) -> None: ...


class DrawsCard(Protocol):
    """Writes a picture of the words to `out`, which appears only when it is whole.

    `ratio` is "" for the usual one. Raises ServiceError.
    """

    async def __call__(self, words: str, out: Path, *, ratio: str) -> None: ...


class _Work(BaseModel):
    """What is to be made; it travels in the ticket and in the asset."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    task: str
    words: str
    picture: str
    ratio: str
    seconds: int
    motion: str


class Local:
    """A `Maker` whose tickets are finished and whose work is done by `fetch`.

    Tasks are "video" (a clip of the first picture; without one, of a card with the words) and
    "image" (a card with the words). Pictures are paths of files of ours, which have to be there
    still when the result is fetched; web addresses are refused, since it has no network. `extra`
    may name the clip's "motion", one of `MOTIONS`; else the words may ("zoom out", "向左").

    Nothing is remembered: the ticket carries the order, and an asset's `url` is no address but
    the order again, as JSON. So after a restart a ticket can be looked at and fetched as before,
    and fetching twice makes the same thing twice. A fetch takes as long as the drawing does (a
    clip about as long as it plays), tells no progress, and ends at once when it is cancelled.
    """

    name = SERVICE
    idempotent = True

    def __init__(self, *, clip: DrawsClip, card: DrawsCard) -> None:
        self._clip = clip
        self._card = card

    def __repr__(self) -> str:
        return "Local()"

    async def submit(self, order: Order, *, key: str) -> Ticket:
        """Take the order; `key` becomes the ticket's id. Raises Rejected where it does not fit."""
        try:
            work = _work_of(order)
        except ValueError as exc:
            raise Rejected(str(exc), service=SERVICE) from exc
        return Ticket(id=key, look_at=work.model_dump_json())

    async def look(self, ticket: Ticket) -> Look:
        """What the ticket carries, which is to be fetched. Raises Rejected if that is nothing."""
        work = _read(ticket.look_at)
        asset = Asset(medium=_MEDIA[work.task], url=ticket.look_at)
        return Look(state=JobState.DONE, percent=100, assets=(asset,))

    async def cancel(self, ticket: Ticket) -> None:
        """Do nothing: what is not fetched is not made."""

    async def fetch(self, asset: Asset, path: Path) -> int:
        """Make the clip (MP4) or card (PNG) and write it to `path`; its size in bytes.

        Raises ServiceError: BadMedia where the picture is gone or cannot be used.
        """
        work = _read(asset.url)
        if work.task == "image":
            await self._card(work.words, path, ratio=work.ratio)
        elif work.picture:
            await self._move(work, Path(work.picture), path)
        else:
            with tempfile.TemporaryDirectory(dir=path.parent, prefix=".local-") as folder:
                card = Path(folder, "card.png")
                await self._card(work.words, card, ratio=work.ratio)
                await self._move(work, card, path)
        return _size_bytes(path)

    async def _move(self, work: _Work, picture: Path, path: Path) -> None:
        if not _is_there(picture):
            raise BadMedia("the picture is gone", service=SERVICE)
        await self._clip(picture, path, ratio=work.ratio, seconds=work.seconds, motion=work.motion)


def _size_bytes(path: Path) -> int:
    return path.stat().st_size


def _is_there(path: Path) -> bool:
    return path.is_file()


def motion_of(words: str) -> str:
    """The camera's motion that the words name; into the picture where they name none."""
    found = (name for name, pattern in _NAMED.items() if pattern.search(words))
    return next(found, "zoom_in")


def _work_of(order: Order) -> _Work:
    """Raises ValueError, which says what does not fit."""
    words = order.prompt.strip()
    picture = order.images[0] if order.images and order.task == "video" else ""
    _check_words(words, is_needed=not picture)
    _check_parts(order, picture)
    usual = "" if picture or order.task == "image" else USUAL_RATIO
    return _Work(
        task=order.task,
        words=words,
        picture=picture,
        ratio=_checked_ratio(order.ratio) or usual,
        seconds=_checked_seconds(order),
        motion=_checked_motion(order.extra, words),
    )


def _check_words(words: str, *, is_needed: bool) -> None:
    if is_needed and not words:
        raise ValueError("there are neither words nor a picture")
    if len(words) > LONGEST_PROMPT:
        raise ValueError(f"the prompt has at most {LONGEST_PROMPT} characters")
    if not has_bytes(words):
        raise ValueError("the prompt holds half of a character")


def _check_parts(order: Order, picture: str) -> None:
    if order.task not in _MEDIA:
        raise ValueError(f"there is no task {order.task[:40]!r}")
    if order.model not in ("", SERVICE):
        raise ValueError("there is no choice of models")
    if order.videos or (order.images and not picture):
        raise ValueError("a card is drawn from words, a clip from words or a picture")
    if is_web(picture):
        raise ValueError("the picture has to be a file of ours")


def _checked_ratio(ratio: str) -> str:
    if not ratio:
        return ""
    found = _RATIO.fullmatch(ratio)
    wide, tall = (int(side) for side in found.groups()) if found else (0, 1)
    if not 1 / _MOST_RATIO <= wide / tall <= _MOST_RATIO:
        raise ValueError("the ratio is like 9:16, with sides of 1:4 at the most")
    return ratio


def _checked_seconds(order: Order) -> int:
    seconds = order.seconds or USUAL_S
    if not SHORTEST_S <= seconds <= LONGEST_S:
        raise ValueError(f"a clip has {SHORTEST_S} to {LONGEST_S} seconds")
    return seconds


def _checked_motion(extra: Mapping[str, str], words: str) -> str:
    if unknown := set(extra) - {"motion"}:
        raise ValueError(f"there is no field {min(unknown)[:40]!r}")
    motion = extra.get("motion") or motion_of(words)
    if motion not in MOTIONS:
        raise ValueError(f"motion is one of {', '.join(MOTIONS)}")
    return motion


def _read(kept: str) -> _Work:
    try:
        work = _Work.model_validate(json.loads(kept))
    except (ValueError, ValidationError) as exc:
        raise Rejected("the ticket carries no order", service=SERVICE) from exc
    if work.task not in _MEDIA:
        raise Rejected("the ticket carries no order", service=SERVICE)
    return work
