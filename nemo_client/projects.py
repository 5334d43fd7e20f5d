"""Projects: handing one over to a browser, without handing over the account."""

from dataclasses import dataclass

from nemo_client.border import Border
from nemo_client.models import ClaimToken, SessionId, TaskId
from wire.retry import writes


@dataclass(frozen=True, slots=True)
class Projects:
    """`nemo.projects`."""

    _border: Border

    async def claim(self, task_id: TaskId, session_id: SessionId) -> ClaimToken:
        """A token for a link to the project, valid for seven days. Raises ServiceError."""
        body = {"task_id": task_id, "session_id": session_id}
        return await writes(self._border.post, "/api/auth/claim-token", ClaimToken, body)
