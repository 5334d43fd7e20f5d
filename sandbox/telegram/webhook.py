"""Delivers updates by POST, one after the other in each chat; knows no Bot API method.

Source: https://core.telegram.org/bots/api#setwebhook
"""

import asyncio
import contextlib
import time
from dataclasses import dataclass

import httpx

from sandbox.telegram.updates import Update, Updates

FIRST_RETRY_S = 0.5
LONGEST_RETRY_S = 60.0
ANSWER_WITHIN_S = 60.0
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # the header's name


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where updates go, and what proves to the bot that they come from here."""

    url: str
    secret_token: str | None
    max_connections: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """The last delivery that failed; `at` is seconds since 1970."""

    at: int
    reason: str


class Webhook:
    """The webhook that is set, if one is."""

    def __init__(self, updates: Updates) -> None:
        self._updates = updates
        self._pump: asyncio.Task[None] | None = None
        self.target: Target | None = None
        self.failure: Failure | None = None

    async def set(self, target: Target | None) -> None:
        """Deliver to this target from now on; None stops."""
        if self._pump:
            self._pump.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._pump
            self._pump = None
        self.target, self.failure = target, None
        if target:
            self._pump = asyncio.create_task(self._run(target))

    async def _run(self, target: Target) -> None:
        busy: set[int] = set()
        free = asyncio.Semaphore(target.max_connections)
        async with (
            httpx.AsyncClient(timeout=ANSWER_WITHIN_S, trust_env=False) as client,
            asyncio.TaskGroup() as tasks,
        ):

            async def serve(chat_id: int) -> None:
                while update := self._next(chat_id):
                    async with free:
                        await self._deliver(client, target, update)
                busy.discard(chat_id)

            while True:
                for chat_id in {update.chat_id for update in self._updates.pending} - busy:
                    busy.add(chat_id)
                    tasks.create_task(serve(chat_id))
                await self._updates.changed(LONGEST_RETRY_S)

    def _next(self, chat_id: int) -> Update | None:
        return next((u for u in self._updates.pending if u.chat_id == chat_id), None)

    async def _deliver(self, client: httpx.AsyncClient, target: Target, update: Update) -> None:
        """Post until the bot takes it, with a growing delay."""
        headers = {SECRET_HEADER: target.secret_token} if target.secret_token else {}
        delay_s = FIRST_RETRY_S
        while True:
            try:
                answer = await client.post(target.url, json=update.as_json(), headers=headers)
            except httpx.HTTPError as exc:
                reason = f"{type(exc).__name__}: {exc}"
            else:
                if answer.is_success:
                    self._updates.mark_fetched(update)
                    self._updates.confirm(update.id)
                    return
                reason = f"Wrong response from the webhook: {answer.status_code}"
                reason = f"{reason} {answer.reason_phrase}"
            self.failure = Failure(at=int(time.time()), reason=reason)
            await asyncio.sleep(delay_s)
            delay_s = min(delay_s * 2, LONGEST_RETRY_S)
