"""One call to Telegram: at its turn, again where it surely did not arrive, and to the right chat.

It knows the moods of Telegram, and not what is sent.
"""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

import httpx
import structlog
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
)

from bot.limiter import PATIENCE_S, Limiter, NotNow
from wire.clock import Clock

log = structlog.get_logger()
T = TypeVar("T")

# Only these prove that a request never reached Telegram; any other failure may have been delivered.
NEVER_ARRIVED = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
TRIES = 5
MOVES_REMEMBERED = 1000


def surely_not_sent(error: Exception) -> bool:
    """Whether what was to be sent surely did not reach Telegram, or was refused by it."""
    if isinstance(error, RetryAfter | BadRequest | ChatGone):
        return True
    return isinstance(error, NetworkError) and isinstance(error.__cause__, NEVER_ARRIVED)


class ChatGone(Exception):
    """The user blocked the bot, or the chat does not exist any more: stop writing to it."""


class Caller:
    """Calls Telegram. `follow` is told when a group has become another chat."""

    def __init__(
        self, limiter: Limiter, clock: Clock, follow: Callable[[int, int], Awaitable[None]]
    ) -> None:
        self._limiter = limiter
        self._clock = clock
        self._follow = follow
        self._moved: dict[int, int] = {}

    async def call(self, chat_id: int, send: Callable[[int], Awaitable[T]], *, cost: int = 1) -> T:
        """Send it to this chat, or to what has become of it, once there is room for `cost` of them.

        Raises ChatGone, NotNow, BadRequest, and NetworkError where Telegram stays away or where it
        is not known whether it arrived.
        """
        for attempt in range(1, TRIES + 1):
            there = self._moved.get(chat_id, chat_id)
            await self._limiter.wait_turn(there, cost)
            try:
                return await send(there)
            except RetryAfter as exc:
                await self._obey(there, exc, attempt)
            except ChatMigrated as exc:
                await self._move(there, exc.new_chat_id)
                self._moved[chat_id] = exc.new_chat_id
            except Forbidden as exc:
                raise ChatGone(exc.message) from exc
            except BadRequest as exc:  # before NetworkError, because it is one
                if "chat not found" in exc.message.lower():
                    raise ChatGone(exc.message) from exc
                raise
            except NetworkError as exc:
                if attempt == TRIES or not isinstance(exc.__cause__, NEVER_ARRIVED):
                    raise
                log.info("telegram_away", attempt=attempt)
                await self._clock.sleep(2.0 ** (attempt - 2))
        raise NotNow(PATIENCE_S)

    async def call_if_room(
        self, chat_id: int, send: Callable[[int], Awaitable[object]], *, cost: int = 1
    ) -> bool:
        """Send what nobody would miss, unless others need the room; False if it was not sent.

        Raises TelegramError where Telegram refuses it for a reason that lies in it.
        """
        there = self._moved.get(chat_id, chat_id)
        if not await self._limiter.has_room(there, cost):
            return False
        try:
            await send(there)
        except RetryAfter as exc:
            await self._limiter.hold(there, seconds_of(exc))
            return False
        except (ChatMigrated, Forbidden) as exc:
            log.debug("dropped", error=type(exc).__name__)
            return False
        except NetworkError as exc:
            if isinstance(exc, BadRequest):
                raise
            log.debug("dropped", error=type(exc).__name__)
            return False
        return True

    async def _obey(self, chat_id: int, error: RetryAfter, attempt: int) -> None:
        wait_s = seconds_of(error)
        await self._limiter.hold(chat_id, wait_s)
        if attempt == TRIES or wait_s > PATIENCE_S:
            raise NotNow(wait_s) from error

    async def _move(self, old: int, new: int) -> None:
        log.info("chat_moved", chat_id=old, to=new)
        if len(self._moved) >= MOVES_REMEMBERED:
            self._moved.clear()  # Telegram says it again
        await self._follow(old, new)


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram, or we, want to wait."""
    if isinstance(error, NotNow):
        return error.after_s
    after = error.retry_after
    return after.total_seconds() if isinstance(after, timedelta) else after


def not_before_s(error: BaseException) -> float:
    """How long a job that ended so has to wait before it is worth another attempt."""
    return seconds_of(error) if isinstance(error, RetryAfter) else 0.0
