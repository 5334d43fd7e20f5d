"""Anonymous identity: a token for a client that has none."""

from dataclasses import dataclass, replace

from nemo_client.border import Border
from nemo_client.models import AnonymousToken
from wire.retry import writes


@dataclass(frozen=True, slots=True)
class Auth:
    """`nemo.auth`."""

    _border: Border

    async def anonymous_token(self, client_id: str) -> AnonymousToken:
        """Mint a token. The backend gives one per client id in seven days, ten per address.

        `client_id` is 1 to 64 printable ASCII characters, chosen once and kept. Raises
        ServiceError; RateLimited where a limit is met.
        """
        if not (0 < len(client_id) <= 64 and client_id.isascii() and client_id.isprintable()):
            raise ValueError("a client id has 1 to 64 printable ASCII characters")
        nobody = replace(self._border, token=None)
        return await writes(
            nobody.post,
            "/api/auth/anonymous-token",
            AnonymousToken,
            headers={"X-Client-Id": client_id},
        )
