"""Who each user is at the video service: the operator's token, or one anonymous token a person."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar
from urllib.parse import quote

import httpx
import structlog
from pydantic import SecretStr

from bot.store import people
from bot.store.pool import Pool
from bot.store.rows import Person
from bot.store.vault import Vault
from nemo_client import Attribution, NemoClient, Timeouts
from wire.clock import Clock
from wire.errors import AuthExpired, RateLimited

log = structlog.get_logger()
T = TypeVar("T")

# An anonymous token lives so long where the service does not say; from its documents.
TOKEN_LIFE = timedelta(days=7)
# It is renewed a little before its end, so that no work begins with a token that ends in it.
RENEW_BEFORE = timedelta(minutes=30)
# How long a refusal to give an account is believed, where the service does not say.
REFUSED_FOR_S = 3600.0


class NoAccount(RateLimited):
    """The video service gives no new account now: it has a limit for each person and address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identities:
    """Gives out clients of the video service, each acting for one user.

    With `operator_token` all users act under it; else each gets an anonymous token of their own,
    made once and kept sealed.
    """

    pool: Pool
    vault: Vault
    http: httpx.AsyncClient
    base_url: str
    web_url: str
    attribution: Attribution
    timeouts: Timeouts
    clock: Clock
    operator_token: SecretStr | None

    async def call(self, user_id: int, use: Callable[[NemoClient], Awaitable[T]]) -> T:
        """Let `use` act for the user; a token that ran out is renewed once, and `use` repeated.

        A refused token means that nothing was done, so the repeat is safe. Raises AuthExpired where
        the operator's own token is refused, NoAccount, and whatever `use` raises.
        """
        try:
            return await use(self._client(await self._token(user_id)))
        except AuthExpired:
            if self.operator_token is not None:
                raise
            log.info("token_renewed", user_id=user_id)
            return await use(self._client(await self._mint(await self._person(user_id))))

    async def where_to_pay(self, user_id: int) -> str:
        """The page where this user gets more: registration for a guest, else the web site."""
        person = await self._person(user_id)
        if self.operator_token is not None or person.account_id is None:
            return self.web_url
        return f"{self.web_url}/register?bind={quote(person.account_id, safe='')}"

    async def keep_account(self, user_id: int, account_id: str | None) -> None:
        """Remember the account that a registration binds to, where it was told only now."""
        if account_id is not None and self.operator_token is None:
            async with self.pool.connection() as conn:
                await people.keep_account(conn, user_id, account_id)

    def _client(self, token: SecretStr | None) -> NemoClient:
        return NemoClient(
            http=self.http,
            base_url=self.base_url,
            attribution=self.attribution,
            token=token,
            timeouts=self.timeouts,
        )

    async def _person(self, user_id: int) -> Person:
        async with self.pool.connection() as conn:
            return await people.get_or_add(conn, user_id)

    async def _token(self, user_id: int) -> SecretStr:
        if self.operator_token is not None:
            return self.operator_token
        person = await self._person(user_id)
        token = self.vault.open(person.token_sealed) if person.token_sealed else None
        ends = person.token_until
        if token is None or (ends is not None and ends - RENEW_BEFORE < self.clock.now()):
            return await self._mint(person)
        return SecretStr(token)

    async def _mint(self, person: Person) -> SecretStr:
        """A new token under the same client id; the service is not asked while it refuses."""
        now = self.clock.now()
        if person.refused_until is not None and now < person.refused_until:
            raise NoAccount(
                "no account was given a short while ago",
                service="nemo",
                retry_after_s=(person.refused_until - now).total_seconds(),
            )
        try:
            made = await self._client(None).auth.anonymous_token(str(person.client_id))
        except RateLimited as exc:
            wait_s = exc.retry_after_s or REFUSED_FOR_S
            async with self.pool.connection() as conn:
                await people.refused(conn, person.user_id, now + timedelta(seconds=wait_s))
            raise NoAccount(exc.message, service="nemo", retry_after_s=wait_s) from exc
        sealed = self.vault.seal(made.token.get_secret_value())
        until = made.expires_at or now + TOKEN_LIFE
        async with self.pool.connection() as conn:
            await people.keep_token(conn, person.user_id, sealed, made.bind_id, until)
        return made.token
