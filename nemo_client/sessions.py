"""Sessions: each is one conversation about one project."""

from dataclasses import dataclass

from nemo_client.border import Border
from nemo_client.models import Session
from wire.retry import writes


@dataclass(frozen=True, slots=True)
class Sessions:
    """`nemo.sessions`."""

    _border: Border

    async def create(self, *, language: str, name: str = "project") -> Session:
        """Begin a project; the agent speaks `language` ("en", "zh"). Raises ServiceError."""
        body = {"task_name": name, "language": language}
        return await writes(
            self._border.post, "/api/tasks/me/with-session/nemo_agent", Session, body
        )
