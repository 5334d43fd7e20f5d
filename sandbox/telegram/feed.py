"""What happened in one chat, numbered, for those who watch it; knows no Telegram."""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import JsonValue

EVENTS_KEPT = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """`cursor` grows by one with every event of a feed."""

    cursor: int
    data: dict[str, JsonValue]


class Feed:
    """Events that can be read from any cursor on, as often as wished."""

    def __init__(self) -> None:
        self._events: deque[Event] = deque(maxlen=EVENTS_KEPT)
        self._changed = asyncio.Event()
        self.cursor = 0
        self.closed = False

    def publish(self, data: dict[str, JsonValue]) -> None:
        """Append an event and wake all watchers."""
        self.cursor += 1
        self._events.append(Event(cursor=self.cursor, data=data))
        self._wake()

    def close(self) -> None:
        """Let every watcher go; nothing will come any more."""
        self.closed = True
        self._wake()

    async def after(self, cursor: int, *, patience_s: float) -> Sequence[Event]:
        """The events after `cursor`; waits for one, but not longer than `patience_s`."""
        if self.cursor <= cursor and not self.closed:
            try:
                await asyncio.wait_for(self._changed.wait(), patience_s)
            except TimeoutError:
                return ()
        return tuple(event for event in self._events if event.cursor > cursor)

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
