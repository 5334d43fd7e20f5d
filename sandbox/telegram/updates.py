"""The bot's queue of updates: kept until the bot confirms them, as Telegram does for 24 hours.

It does not know how an update travels: `getUpdates` and the webhook both read from here.
"""

import asyncio
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass

from pydantic import JsonValue

from sandbox.telegram.errors import ApiError

MAX_BATCH = 100
MAX_WAIT_S = 50
_NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """One thing the bot is told; `message_id` is set where a user's message is in it."""

    id: int
    kind: str
    chat_id: int
    message_id: int | None
    body: dict[str, JsonValue]

    def as_json(self) -> dict[str, JsonValue]:
        """The `Update` object of the Bot API."""
        return {"update_id": self.id, self.kind: self.body}


class Updates:
    """All updates that the bot has not confirmed; ids never repeat, not even over a restart.

    `fetched` is called with an update whenever it was handed over, which may be more than once.
    """

    def __init__(self, *, fetched: Callable[[Update], None]) -> None:
        self._fetched = fetched
        self._pending: list[Update] = []
        self._allowed: Collection[str] = ()
        self._polls = 0
        self._ended_by = ""
        self._changed = asyncio.Event()
        # A bot remembers the ids it has seen, and its memory may outlive this process.
        self._last_id = int(time.time())

    @property
    def pending(self) -> Sequence[Update]:
        """What is not confirmed, oldest first."""
        return tuple(self._pending)

    def put(
        self, kind: str, chat_id: int, body: dict[str, JsonValue], *, message_id: int | None = None
    ) -> None:
        """Queue an update, if the bot asked for its kind."""
        if (self._allowed and kind not in self._allowed) or (
            not self._allowed and kind in _NOT_BY_DEFAULT
        ):
            return
        self._last_id += 1
        self._pending.append(
            Update(id=self._last_id, kind=kind, chat_id=chat_id, message_id=message_id, body=body)
        )
        self._wake()

    def allow(self, kinds: Collection[str] | None) -> None:
        """From now on queue only these kinds; empty means the usual ones, None no change."""
        if kinds is not None:
            self._allowed = tuple(kinds)

    @property
    def allowed(self) -> Collection[str]:
        """What `allow` was told last."""
        return self._allowed

    def confirm(self, update_id: int) -> None:
        """Forget one update, which was delivered."""
        self._pending = [update for update in self._pending if update.id != update_id]

    def forget_all(self) -> None:
        """Drop what is queued."""
        self._pending.clear()

    def mark_fetched(self, update: Update) -> None:
        """Tell that the bot has this update now."""
        self._fetched(update)

    def stop_polls(self, by: str) -> None:
        """End the `getUpdates` call that waits, with a conflict that names what ended it."""
        self._polls += 1
        self._ended_by = by
        self._wake()

    async def poll(self, *, offset: int, limit: int, timeout_s: float) -> Sequence[Update]:
        """`getUpdates`: confirm what lies before `offset`, then hand over what is there.

        A negative offset keeps only so many of the newest. Waits up to `timeout_s` for an update;
        raises ApiError 409 when another call takes over meanwhile.
        """
        self.stop_polls("other getUpdates request; make sure that only one bot instance is running")
        mine = self._polls
        if offset > 0:
            self._pending = [update for update in self._pending if update.id >= offset]
        elif offset < 0:
            self._pending = self._pending[offset:]
        deadline = time.monotonic() + min(timeout_s, MAX_WAIT_S)
        while not self._pending and (left := deadline - time.monotonic()) > 0:
            await self.changed(left)
            if mine != self._polls:
                raise ApiError(409, f"Conflict: terminated by {self._ended_by}")
        batch = tuple(self._pending[: min(max(limit, 1), MAX_BATCH)])
        for update in batch:
            self._fetched(update)
        return batch

    async def changed(self, patience_s: float) -> None:
        """Wait until something is queued or changed, but not longer than `patience_s`."""
        # Not `wait_for`: in Python 3.11 that swallows a cancellation that meets the event.
        with suppress(TimeoutError):
            async with asyncio.timeout(patience_s):
                await self._changed.wait()

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
