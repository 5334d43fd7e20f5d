"""A person of a town who sends without waiting, and looks into the chat now and then."""

from pathlib import Path
from typing import Any

from tests.journeys.town import Town, wait_until

CANCEL = ("Cancel", "取消")


class Person:
    """Somebody in the chat page of a town, known to `town.say` under the same name."""

    def __init__(self, town: Town, name: str = "Ann") -> None:
        body = {"name": town.known_as(name), "language": "en", "resume": True}
        self._http = town.http
        joined = self._http.post(f"{town.telegram}/chat/users", json=body).json()
        self._url = f"{town.telegram}/chat"
        self._key = {"X-Chat-Key": joined["key"]}

    def send(self, text: str, file: Path | None = None) -> None:
        files = {"files": (file.name, file.read_bytes())} if file else None
        sent = self._http.post(
            f"{self._url}/send", data={"text": text}, files=files, headers=self._key
        )
        sent.raise_for_status()

    def block(self) -> None:
        """Have nothing to do with the bot any more."""
        body = {"blocked": True}
        self._http.post(f"{self._url}/block", json=body, headers=self._key).raise_for_status()

    def messages(self) -> list[dict[str, Any]]:
        """What the bot has sent so far."""
        return [message for message in self._state()["messages"] if message["from"] == "bot"]

    def videos(self) -> int:
        return sum((message["media"] or {}).get("type") == "video" for message in self.messages())

    def reads(self, words: str) -> bool:
        return any(words in message["text"] for message in self.messages())

    def leave(self) -> None:
        """Stop what is still at work for this person, and wait until it has ended."""
        if self._state()["blocked"] or not self._is_served():
            return
        self.send("/cancel")
        wait_until(lambda: not self._is_served(), "the work that a test has left to end", 20)

    def _is_served(self) -> bool:
        """Whether some message still offers to cancel work."""
        buttons = [b for message in self.messages() for row in message["buttons"] for b in row]
        return any(button["text"] in CANCEL for button in buttons)

    def _state(self) -> dict[str, Any]:
        state: dict[str, Any] = self._http.get(f"{self._url}/state", headers=self._key).json()
        return state
