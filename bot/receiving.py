"""How updates reach the bot: asked for, or brought to a webhook. It knows no update's meaning.

An update is written down before Telegram may forget it: the next ones are asked for only then, and
a webhook's call is answered only then. Nothing pending is ever dropped.
"""

import asyncio
import hmac
import json
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final, TypeAlias

import psycopg
import structlog
from pydantic import SecretStr
from telegram import Bot, Update, WebhookInfo
from telegram.error import BadRequest, Conflict, InvalidToken, RetryAfter, TelegramError

from bot import commands
from bot.settings import ConfigError
from bot.store.duty import Duty
from bot.store.vault import Vault
from wire.clock import Clock

#: Writes updates down, in their order; all of them or none.
Accept: TypeAlias = Callable[[Sequence[Update]], Awaitable[None]]

#: The header in which Telegram proves itself. https://core.telegram.org/bots/api#setwebhook
SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # the header's name
PATH: Final = "/telegram"
ALLOWED_UPDATES: Final = ("message", "edited_message", "callback_query")
ASK_FOR_S: Final = 30
FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 30.0
# While someone else asks, too, and while the database is away: short, for the end of that is near.
RIVAL_PAUSE_S: Final = 3.0
DATABASE_PAUSE_S: Final = 1.0
LOOK_AT_WEBHOOK_S, LOOK_AGAIN_S = 60.0, 5.0
# Two conflicts that are less apart belong to the same rival.
SAME_RIVAL_S: Final = 60.0
FRESH: Final = timedelta(minutes=5)
_PURPOSE: Final = "telegram's webhook"

_RIVAL: Final = (
    "Another program asks Telegram for this bot's messages with the same TELEGRAM_BOT_TOKEN and"
    " takes a part of them. Stop it, or give it a token of its own. This one goes on by itself"
    " as soon as the other has ended."
)
_FOREIGN_WEBHOOK: Final = (
    "Something else has set a webhook for this bot, and Telegram sends its messages there. Stop it"
    " and start this bot again, which takes the webhook away."
)

log = structlog.get_logger()


class State(StrEnum):
    """How receiving is going."""

    STARTING = "starting"
    STANDING_BY = "standing by"
    RECEIVING = "receiving"
    TELEGRAM_AWAY = "telegram is away"
    DATABASE_AWAY = "the database is away"
    RIVAL = "another program receives with the same token"
    REFUSED = "telegram refuses the webhook"
    UNDELIVERED = "telegram cannot deliver to the webhook"
    TOKEN_REFUSED = "telegram refuses the token"  # noqa: S105  # no secret


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """Where Telegram brings updates to, and what it has to show there.

    The secret is derived from the vault's, so that all receivers know the same one.
    """

    url: str
    secret: SecretStr

    @classmethod
    def of(cls, vault: Vault, public_url: str | None) -> "Webhook":
        """Raises ConfigError where there is no public address."""
        if not public_url:
            raise ConfigError(
                "TELEGRAM_WEBHOOK needs PUBLIC_URL, the https address at which Telegram reaches"
                " this bot. Set it, or leave TELEGRAM_WEBHOOK empty: then messages are asked for."
            )
        # Telegram allows no padding in it.
        secret = vault.derive(_PURPOSE).rstrip("=")
        return cls(url=f"{public_url.rstrip('/')}{PATH}", secret=SecretStr(secret))

    def proves(self, shown: str | None) -> bool:
        """Whether whoever shows this is Telegram; how long that takes tells nothing."""
        secret = self.secret.get_secret_value().encode()
        return hmac.compare_digest((shown or "").encode(), secret)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inlet:
    """The webhook's own end: takes what Telegram brings."""

    webhook: Webhook
    bot: Bot
    accept: Accept

    async def take(self, body: bytes) -> bool:
        """Write the update down; False where it is none. Raises psycopg.Error, TimeoutError."""
        try:
            data = json.loads(body)
            update = Update.de_json(data, self.bot)
        except (ValueError, KeyError, TypeError, AttributeError) as exc:
            log.warning("webhook_unreadable", error=type(exc).__name__)
            return False
        await self.accept([update])
        return True


@dataclass(slots=True, kw_only=True)
class Receiving:
    """Receives while this process has the duty to; `state` and `detail` tell how it goes."""

    bot: Bot
    accept: Accept
    duty: Duty
    clock: Clock
    webhook: Webhook | None = None
    state: State = State.STARTING
    detail: str = ""
    pending: int | None = None
    _offset: int = 0
    _rival_seen_s: float = field(default=float("-inf"))

    @property
    def way(self) -> str:
        """How updates come."""
        return "webhook" if self.webhook else "polling"

    async def run(self, stop: asyncio.Event) -> None:
        """Receive until `stop` is set. Raises ConfigError for a token that is none."""
        await introduce(self.bot, stop, note=self._away)
        if stop.is_set():
            return
        receiving = asyncio.create_task(self._keep_receiving())
        stopping = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({receiving, stopping}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            receiving.cancel()
            stopping.cancel()
            with suppress(asyncio.CancelledError):
                await receiving

    async def _keep_receiving(self) -> None:
        work = self._be_brought if self.webhook else self._ask
        while True:
            try:
                await self.duty.serve(work, waiting=lambda: self._became(State.STANDING_BY))
            except psycopg.Error as exc:
                self._became(State.DATABASE_AWAY, type(exc).__name__)
            await self.clock.sleep(DATABASE_PAUSE_S)

    async def _ask(self) -> None:
        """Ask again and again for what is new."""
        await self._insist(self._take_webhook_away)
        self._became(State.RECEIVING)
        pause_s = FIRST_PAUSE_S
        while True:
            try:
                await self._ask_once()
            except (psycopg.Error, TimeoutError) as exc:
                self._became(State.DATABASE_AWAY, type(exc).__name__)
                await self.clock.sleep(DATABASE_PAUSE_S)
            except Conflict as exc:
                self._met_rival(exc)
                await self.clock.sleep(RIVAL_PAUSE_S)
            except TelegramError as exc:
                await self.clock.sleep(self._away(exc, pause_s))
                pause_s = min(pause_s * 2, LONGEST_PAUSE_S)
            else:
                pause_s = FIRST_PAUSE_S

    async def _ask_once(self) -> None:
        updates = await self.bot.get_updates(
            offset=self._offset, timeout=ASK_FOR_S, allowed_updates=ALLOWED_UPDATES
        )
        quiet_s = self.clock.monotonic() - self._rival_seen_s
        if self.state is not State.RIVAL or quiet_s > SAME_RIVAL_S:
            self._became(State.RECEIVING)
        # What came before is confirmed now. To confirm it once more would drop what comes next,
        # where Telegram, after a quiet week, begins again with smaller ids.
        self._offset = 0
        if updates:
            await self.accept(updates)
            self._offset = updates[-1].update_id + 1

    async def _be_brought(self) -> None:
        """Have Telegram bring what is new, and look now and then whether it does."""
        await self._insist(self._set_webhook)
        while True:
            await self._insist(self._look_at_webhook)
            well = self.state is State.RECEIVING
            await self.clock.sleep(LOOK_AT_WEBHOOK_S if well else LOOK_AGAIN_S)

    async def _insist(self, act: Callable[[], Awaitable[None]]) -> None:
        """Do it as soon as Telegram lets us."""
        pause_s = FIRST_PAUSE_S
        while True:
            try:
                return await act()
            except BadRequest as exc:
                self._became(State.REFUSED, exc.message)
                await self.clock.sleep(LONGEST_PAUSE_S)
            except TelegramError as exc:
                await self.clock.sleep(self._away(exc, pause_s))
                pause_s = min(pause_s * 2, LONGEST_PAUSE_S)

    async def _take_webhook_away(self) -> None:
        if (await self.bot.get_webhook_info()).url:
            log.info("webhook_taken_away", hint="from now on messages are asked for")
        await self.bot.delete_webhook(drop_pending_updates=False)

    async def _set_webhook(self) -> None:
        if self.webhook is not None:
            await self.bot.set_webhook(
                self.webhook.url,
                secret_token=self.webhook.secret.get_secret_value(),
                allowed_updates=ALLOWED_UPDATES,
                drop_pending_updates=False,
            )

    async def _look_at_webhook(self) -> None:
        info = await self.bot.get_webhook_info()
        self.pending = info.pending_update_count
        if self.webhook is None or info.url == self.webhook.url:
            trouble = _trouble(info)
            self._became(State.UNDELIVERED if trouble else State.RECEIVING, trouble)
        else:
            log.warning("webhook_was_taken_away", hint=_RIVAL)
            self._became(State.RIVAL, _RIVAL)
            await self._set_webhook()

    def _met_rival(self, exc: Conflict) -> None:
        """Explain it, once for each rival: two pollers throw each other out again and again.

        A single conflict is no rival: a process of ours that was killed or frozen leaves one.
        """
        now_s = self.clock.monotonic()
        again = now_s - self._rival_seen_s < SAME_RIVAL_S
        self._rival_seen_s = now_s
        if again and self.state is not State.RIVAL:
            detail = _FOREIGN_WEBHOOK if "webhook" in exc.message else _RIVAL
            log.error("telegram_conflict", what_to_do=detail)
            self.state, self.detail = State.RIVAL, detail

    def _away(self, exc: TelegramError, pause_s: float) -> float:
        """Note that Telegram is away; how long to wait."""
        if isinstance(exc, InvalidToken):
            self._became(State.TOKEN_REFUSED)
        else:
            self._became(State.TELEGRAM_AWAY, type(exc).__name__)
        return _asked_for_s(exc) or pause_s

    def _became(self, state: State, detail: str = "") -> None:
        """Note how it goes, and tell of changes only."""
        if state is self.state and detail == self.detail:
            return
        if state is State.RECEIVING:
            log.info("ready", bot=self.bot.username, way=self.way)
        elif state is State.STANDING_BY:
            log.info("standing_by", hint="another process of this database receives")
        else:
            log.warning("not_receiving", why=state.value, detail=detail)
        self.state, self.detail = state, detail


async def introduce(
    bot: Bot,
    stop: asyncio.Event,
    *,
    note: Callable[[TelegramError, float], float] | None = None,
    publish: bool = True,
) -> None:
    """Greet Telegram, waiting for it as long as it is away. Raises ConfigError."""
    pause_s = FIRST_PAUSE_S
    while not stop.is_set():
        try:
            await bot.initialize()
            if publish:
                await commands.publish(bot)
            return
        except InvalidToken:
            raise ConfigError(
                "Telegram does not accept TELEGRAM_BOT_TOKEN. Copy it again from @BotFather."
            ) from None
        except TelegramError as exc:
            wait_s = note(exc, pause_s) if note else (_asked_for_s(exc) or pause_s)
            log.warning("telegram_away", error=type(exc).__name__, again_in_s=wait_s)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), wait_s)
            pause_s = min(pause_s * 2, LONGEST_PAUSE_S)


def _asked_for_s(exc: TelegramError) -> float | None:
    """How long Telegram asked us to wait, where it did."""
    if not isinstance(exc, RetryAfter):
        return None
    wait = exc.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def _trouble(info: WebhookInfo) -> str:
    """What Telegram last met at the webhook, while updates still wait because of it."""
    at = info.last_error_date
    fresh = at is not None and datetime.now(UTC) - at < FRESH
    return info.last_error_message or "" if fresh and info.pending_update_count else ""
