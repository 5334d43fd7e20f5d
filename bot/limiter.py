"""Telegram's limits: how often may be written to a chat, to a group, and overall.

It knows when something may go out, and not what. The buckets are the database's, so that all
processes keep to them together; whoever waits stands in a line of this process's own.

- In each chat one after the other, and at most so many waiting: who would wait for long is sent
  away, so that a chat that floods holds up nobody's workers but its own.
- Progress never waits: it goes out if there is room to spare, or not at all, and the next one says
  more. So results and answers find room.
- A chat that has taken little of late goes before those that take much.

Source: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

import psycopg
import structlog
from telegram.error import RetryAfter

from bot.store import sending
from bot.store.pool import Pool
from bot.store.sending import Bucket, Room
from wire.clock import Clock

log = structlog.get_logger()

# Each holds in every window: burst + window / every_s is at most what Telegram documents.
PRIVATE = Bucket(every_s=1.0, burst=5, kept=1)
GROUP = Bucket(every_s=4.0, burst=5, kept=2)  # 20 a minute
OVERALL = Bucket(every_s=1 / 25, burst=5, kept=3)  # 30 a second
# More than this, and a chat counts as one that takes much.
LONG_RUN = Bucket(every_s=5.0, burst=6)

PATIENCE_S = 15.0
MOST_IN_LINE = 4
EVERYBODY = 0
ASK_WITHIN_S = 5.0


class NotNow(RetryAfter):
    """There is no room for so long that nobody should wait for it: come back after `after_s`."""

    def __init__(self, after_s: float) -> None:
        super().__init__(max(round(after_s), 1))
        self.after_s = after_s


@dataclass(slots=True)
class _Line:
    """Who waits in this process to write to a chat."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    length: int = 0


class Limiter:
    """Asked before every call to Telegram. A chat id of 0 stands for a call that has none."""

    def __init__(
        self, pool: Pool, clock: Clock, private: Bucket = PRIVATE, overall: Bucket = OVERALL
    ) -> None:
        self._private = private
        self._overall = overall
        self._pool = pool
        self._clock = clock
        self._lines: dict[int, _Line] = {}
        # Only the first of those who wait for all asks again and again; by whether a chat is light.
        self._gates = {True: asyncio.Lock(), False: asyncio.Lock()}

    async def wait_turn(self, chat_id: int, cost: int = 1) -> None:
        """Wait until something may be sent; raises NotNow where that would take long."""
        async with self._in_line(chat_id), AsyncExitStack() as gate:
            left_s, at_gate = PATIENCE_S, False
            while not (room := await self._ask(chat_id, cost, kept=0)).taken:
                if room.chat_s > left_s:
                    raise NotNow(room.chat_s)
                if room.chat_s > 0:
                    await gate.aclose()  # who waits for its own chat holds up nobody else
                    at_gate = False
                    left_s -= room.chat_s
                    await self._clock.sleep(room.chat_s)
                elif at_gate:
                    await self._clock.sleep(room.all_s)
                else:
                    await gate.enter_async_context(self._gates[room.light])
                    at_gate = True

    async def has_room(self, chat_id: int, cost: int = 1) -> bool:
        """Whether something that nobody would miss may be sent now; if so, it counts as sent.

        What costs nothing counts for all, and not for the chat.
        """
        if chat_id in self._lines:
            return False
        kept = 0 if chat_id == EVERYBODY else self._bucket(chat_id).kept
        return (await self._ask(chat_id, cost, kept=kept)).taken

    async def hold(self, chat_id: int, seconds: float) -> None:
        """Telegram says that it wants nothing in this chat for so long."""
        log.info("telegram_waits", chat_id=chat_id, wait_s=seconds)
        try:
            async with self._pool.connection(ASK_WITHIN_S) as conn:
                await sending.hold(conn, chat_id, seconds)
        except psycopg.Error as exc:
            log.info("limits_not_known", error=type(exc).__name__)
            await self._clock.sleep(min(seconds, PATIENCE_S))

    def _bucket(self, chat_id: int) -> Bucket:
        return self._private if chat_id >= 0 else GROUP

    async def _ask(self, chat_id: int, cost: int, *, kept: int) -> Room:
        bucket = self._bucket(chat_id)
        own = Bucket(every_s=bucket.every_s, burst=bucket.burst, kept=kept)
        try:
            async with self._pool.connection(ASK_WITHIN_S) as conn:
                return await sending.take(
                    conn, chat_id, cost, own=own, long_run=LONG_RUN, overall=self._overall
                )
        except psycopg.Error as exc:
            # A message is worth more than the limits, which Telegram keeps in any case; what nobody
            # would miss is not.
            log.info("limits_not_known", error=type(exc).__name__)
            return Room(chat_s=kept, all_s=0, light=True)

    @asynccontextmanager
    async def _in_line(self, chat_id: int) -> AsyncIterator[None]:
        if chat_id == EVERYBODY:
            yield
            return
        line = self._lines.setdefault(chat_id, _Line())
        if line.length >= MOST_IN_LINE:
            raise NotNow(PATIENCE_S)
        line.length += 1
        try:
            async with line.lock:
                yield
        finally:
            line.length -= 1
            if not line.length:
                del self._lines[chat_id]
