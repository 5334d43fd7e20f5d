"""Who each user is at the video service: the operator's token, or one anonymous token a person."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

import httpx
import structlog
from pydantic import SecretStr

from bot.store import people
from bot.store.pool import Pool
from bot.store.vault import Vault
from nemo_client import Attribution, NemoClient, Timeouts
from wire.errors import AuthExpired

log = structlog.get_logger()
T = TypeVar("T")


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
    attribution: Attribution
    timeouts: Timeouts
    operator_token: SecretStr | None

    async def call(self, user_id: int, use: Callable[[NemoClient], Awaitable[T]]) -> T:
        """Let `use` act for the user; a token that ran out is renewed once, and `use` repeated.

        A refused token means that nothing was done, so the repeat is safe. Raises AuthExpired where
        the operator's own token is refused, and whatever `use` raises.
        """
        try:
            return await use(self._client(await self._token(user_id)))
        except AuthExpired:
            if self.operator_token is not None:
                raise
            log.info("token_renewed", user_id=user_id)
            return await use(self._client(await self._mint(user_id)))

    def _client(self, token: SecretStr | None) -> NemoClient:
        return NemoClient(
            http=self.http,
            base_url=self.base_url,
            attribution=self.attribution,
            token=token,
            timeouts=self.timeouts,
        )

    async def _token(self, user_id: int) -> SecretStr:
        if self.operator_token is not None:
            return self.operator_token
        async with self.pool.connection() as conn:
            person = await people.get_or_add(conn, user_id)
        token = self.vault.open(person.token_sealed) if person.token_sealed else None
        return SecretStr(token) if token else await self._mint(user_id)

    async def _mint(self, user_id: int) -> SecretStr:
        async with self.pool.connection() as conn:
            person = await people.get_or_add(conn, user_id)
        account = await self._client(None).auth.anonymous_token(str(person.client_id))
        sealed = self.vault.seal(account.token.get_secret_value())
        async with self.pool.connection() as conn:
            await people.keep_token(conn, user_id, sealed, account.bind_id)
        return account.token
