"""Credits: what a user may still spend."""

from dataclasses import dataclass

from nemo_client.border import Border
from nemo_client.models import Balance
from wire.retry import reads


@dataclass(frozen=True, slots=True)
class Credits:
    """`nemo.credits`."""

    _border: Border

    async def balance(self) -> Balance:
        """What is left. Raises ServiceError."""
        return await reads(self._border.get, "/api/credits/balance/simple", Balance)
