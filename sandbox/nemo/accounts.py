"""Users, their tokens and credits; it knows no HTTP and no projects."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.nemo.refusals import RefusedError

REGISTERED_TOKEN = "nmv_usr_sandbox"  # noqa: S105  # a name everybody may know, as in the docs
REGISTERED_CREDITS = 25_000
ANONYMOUS_CREDITS = 100
LIFETIME_S = 7 * 24 * 3600
PER_ADDRESS = 10
CLIENT_ID_LENGTH = 64


@dataclass(slots=True, kw_only=True)
class Account:
    """One user; `frozen` credits are set aside while a turn runs. Times are Unix seconds."""

    token: str
    user_id: str
    available: int
    expires_at: float | None
    frozen: int = 0
    minted_at: float = 0.0
    address: str = ""

    def freeze(self, amount: int) -> None:
        """Set credits aside; raises RefusedError 2001 where there are not enough."""
        if amount > self.available:
            raise RefusedError(2001)
        self.available -= amount
        self.frozen += amount

    def give_back(self, amount: int) -> None:
        """Take back what was set aside for a turn that broke off."""
        self.frozen -= amount
        self.available += amount

    def charge(self, amount: int) -> None:
        """Take credits that were set aside."""
        self.frozen -= amount


class Accounts:
    """All accounts. `now` gives Unix seconds; `per_address` is how many tokens one may have."""

    def __init__(self, now: Callable[[], float], *, per_address: int = PER_ADDRESS) -> None:
        registered = Account(
            token=REGISTERED_TOKEN,
            user_id="usr_sandbox",
            available=REGISTERED_CREDITS,
            expires_at=None,
        )
        self._now = now
        self._per_address = per_address
        self._by_token = {REGISTERED_TOKEN: registered}
        self._by_client: dict[str, Account] = {}
        self._minted_at: dict[str, list[float]] = {}

    def mint(self, client_id: str, address: str, *, lifetime_s: float = LIFETIME_S) -> Account:
        """A new token: for a new user, or for the client's user whose token is no longer good.

        Raises RefusedError 400 without a usable client id, 429 over the limits of seven days: one
        token for each client, `per_address` for each address.
        """
        if not client_id or len(client_id) > CLIENT_ID_LENGTH:
            raise RefusedError(400, "X-Client-Id is missing or longer than 64 characters")
        now = self._now()
        known = self._by_client.get(client_id)
        if known and known.token in self._by_token and not self._expired(known):
            raise RefusedError(429, "this client already has a token")
        times = self._minted_at.setdefault(address, [])
        if sum(now - at < LIFETIME_S for at in times) >= self._per_address:
            raise RefusedError(429, "too many tokens for this address")
        times.append(now)
        account = Account(
            token=f"nmv_usr_{secrets.token_hex(16)}",
            user_id=known.user_id if known else f"anon_{secrets.token_hex(8)}",
            available=ANONYMOUS_CREDITS,
            expires_at=now + lifetime_s,
            minted_at=now,
            address=address,
        )
        self._by_client[client_id] = self._by_token[account.token] = account
        return account

    def of(self, token: str) -> Account:
        """The account of a token; raises RefusedError 1001."""
        account = self._by_token.get(token)
        if account is None or self._expired(account):
            raise RefusedError(1001)
        return account

    def revoke(self, token: str) -> None:
        """Make an anonymous token bad, so that its client may have a new one in its place.

        The operator's stays good: nobody could renew it.
        """
        if token != REGISTERED_TOKEN and (account := self._by_token.pop(token, None)):
            self._minted_at[account.address].remove(account.minted_at)

    def _expired(self, account: Account) -> bool:
        return account.expires_at is not None and self._now() >= account.expires_at
