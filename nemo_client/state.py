"""A session's state: the truth after a turn that was silent or cut."""

from dataclasses import dataclass

from nemo_client.border import Border, part
from nemo_client.models import SessionId, State
from wire.retry import reads


@dataclass(frozen=True, slots=True)
class States:
    """`nemo.state`."""

    _border: Border

    async def latest(self, session_id: SessionId) -> State:
        """What is on the timeline now. Raises ServiceError; SessionLost for an unknown one."""
        path = f"/api/state/nemo_agent/me/{part(session_id)}/latest"
        return await reads(self._border.get, path, State)
