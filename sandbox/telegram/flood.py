"""Telegram's limits on how often a bot may write; it knows only chat ids and a clock.

Source: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
The real limits are soft and secret; these are the documented ones, with a short burst.
"""

import math
import time

from sandbox.telegram.errors import ApiError

PER_CHAT_PER_S = 1.0
BURST = 5.0
PENALTY_S = 2.0


class Flood:
    """A bucket per chat; what asks while it is empty waits longer for it to fill."""

    def __init__(self) -> None:
        self._full_at: dict[int, float] = {}

    def spend(self, chat_id: int) -> None:
        """Count one message or edit; raises ApiError 429 with `retry_after`."""
        now = time.monotonic()
        full_at = max(self._full_at.get(chat_id, now), now)
        excess_s = full_at - now - (BURST - 1) / PER_CHAT_PER_S
        if excess_s > 0:
            self._full_at[chat_id] = full_at + PENALTY_S
            wait_s = math.ceil(excess_s + PENALTY_S)
            raise ApiError(429, f"Too Many Requests: retry after {wait_s}", retry_after=wait_s)
        self._full_at[chat_id] = full_at + 1 / PER_CHAT_PER_S
