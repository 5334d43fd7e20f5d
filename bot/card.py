"""The one message that shows how a piece of work goes, edited in place."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog
from telegram import InlineKeyboardMarkup
from telegram.constants import ChatAction
from telegram.error import NetworkError, RetryAfter

from bot.outbound import Edited, Outbound, Place
from wire.clock import Clock

log = structlog.get_logger()

# Telegram shows a chat action for five seconds.
ACTION_EVERY_S = 4.0
HINT_TRIES, HINT_AGAIN_S = 2, 0.25


class Card:
    """A progress message: stages are shown at once, steps at most every `interval_s`.

    `message_id` is None until the first text; if the user deletes the message, a new one is sent.
    """

    def __init__(
        self,
        outbound: Outbound,
        clock: Clock,
        place: Place,
        *,
        message_id: int | None,
        interval_s: float,
        buttons: InlineKeyboardMarkup | None = None,
    ) -> None:
        self.message_id = message_id
        self.place = place
        self._outbound = outbound
        self._clock = clock
        self._interval_s = interval_s
        self._buttons = buttons
        self._shown = ""

    async def stage(self, text: str) -> None:
        """Show a new stage of the work at once."""
        await self._show(text, self._buttons)

    async def step(self, text: str) -> None:
        """Show a small step, unless one was shown a moment ago or others need the room."""
        if self.may_step():
            await self._show_if_room(text)

    async def hint(self, text: str) -> None:
        """Show something that the work must not end for: never worth an error of Telegram's.

        It is said seldom, so that it waits for its turn, after having let others go first.
        """
        for _ in range(HINT_TRIES):
            if await self._show_if_room(text):
                return
            await self._clock.sleep(HINT_AGAIN_S)
        await self._show_or_drop(text)

    async def _show_if_room(self, text: str) -> bool:
        """Whether it stands there now, or nothing can be done for it."""
        if text == self._shown:
            return True
        try:
            if self.message_id is not None:
                became = await self._outbound.edit_if_room(
                    self.place.chat_id, self.message_id, text, buttons=self._buttons
                )
                if became is Edited.DROPPED:
                    return False
                if became is Edited.SHOWN:
                    self._shown = text
                    return True
        except (NetworkError, RetryAfter) as exc:
            log.debug("hint_dropped", error=type(exc).__name__)
            return True
        await self._show_or_drop(text)
        return True

    async def _show_or_drop(self, text: str) -> None:
        try:
            await self._show(text, self._buttons)
        except (NetworkError, RetryAfter) as exc:
            log.debug("hint_dropped", error=type(exc).__name__)

    def may_step(self) -> bool:
        """Whether nothing was shown a moment ago: what changes too often Telegram refuses."""
        return self.quiet_s() >= self._interval_s

    def quiet_s(self) -> float:
        """How long nothing was changed in this chat."""
        return self._outbound.since_edit_s(self.place.chat_id)

    async def close(self, text: str, buttons: InlineKeyboardMarkup | None = None) -> None:
        """Show the end of the work."""
        self._shown = ""
        await self._show(text, buttons)

    async def close_if_possible(self, text: str) -> None:
        """Show the end at once if that is possible; whoever calls it sees to it again."""
        try:
            await self.close(text)
        except (NetworkError, RetryAfter) as exc:
            log.debug("hint_dropped", error=type(exc).__name__)

    async def _show(self, text: str, buttons: InlineKeyboardMarkup | None) -> None:
        if text == self._shown:
            return
        chat_id = self.place.chat_id
        if self.message_id is None or not await self._outbound.edit(
            chat_id, self.message_id, text, buttons=buttons
        ):
            self.message_id = await self._outbound.text(self.place, text, buttons=buttons)
        self._shown = text

    @asynccontextmanager
    async def acting(self, action: ChatAction) -> AsyncIterator[None]:
        """Keep "typing…" or the like on show while the block runs."""

        async def keep_showing() -> None:
            while True:
                await self._outbound.action(self.place, action)
                await self._clock.sleep(ACTION_EVERY_S)

        task = asyncio.create_task(keep_showing())
        try:
            with self._outbound.acting(self.place, action):
                yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


class Unseen(Card):
    """The card of work whose progress is shown elsewhere: it has no message, and gets none."""

    async def _show(self, text: str, buttons: InlineKeyboardMarkup | None) -> None:
        """Show nothing."""

    @asynccontextmanager
    async def acting(self, _: ChatAction) -> AsyncIterator[None]:
        """Show nothing."""
        yield
