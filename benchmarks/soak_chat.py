"""One person of the soak and the chat with the bot: says, presses, and sees what is unanswered.

It reads the chat only, as a person does; what the bot has in mind it does not know.
"""

import queue
import re
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.texts import LANGUAGES, say
from sandbox.chat_client import ChatClient, ChatError, Json

# What is said on the way to an end, each up to the first number in it.
INTERIM_IDS = (
    *("connecting", "working", "working-clip", "queued", "still-working", "cut-off"),
    *("preparing-export", "rate-wait", "rendering", "export-queued", "new-session", "making"),
    "batch-reading",
)
INTERIM = tuple(
    re.split(r"\d", say(text_id, language, seconds=0, percent=0, name="0"))[0]
    for text_id in INTERIM_IDS
    for language in LANGUAGES
)
CANCEL_LABELS = frozenset(say("button-cancel", language) for language in LANGUAGES)
LOOK_EVERY_S = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Something a person did: the messages that it became, or the one that it was done to.

    `anew`: the message stood there before, so only what came `after` so many events counts.
    """

    what: str
    ids: tuple[int, ...]
    after: int
    anew: bool = False


@dataclass(slots=True, kw_only=True)
class Chat:
    """What was said, and everything that happened, in order."""

    name: str
    language: str
    said: list[Said] = field(default_factory=list)
    events: list[Json] = field(default_factory=list)
    messages: dict[int, Json] = field(default_factory=dict)
    offered: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """Which messages ever had a button with this data."""

    def take(self, event: Json) -> None:
        """Take note of an event."""
        self.events.append(event)
        if event["type"] in {"message", "edit"}:
            message = event["message"]
            self.messages[message["id"]] = message
            for button in _buttons(message):
                self.offered[button["data"]].add(message["id"])
        elif event["type"] == "delete":
            for message_id in event["message_ids"]:
                self.messages.pop(message_id, None)

    def by_bot(self) -> list[Json]:
        """The bot's messages as they are now."""
        return [message for message in self.messages.values() if message["from"] == "bot"]

    def open_cards(self) -> list[Json]:
        """Progress messages that have not come to an end."""
        return [message for message in self.by_bot() if self._is_open(message)]

    def twins(self) -> list[Json]:
        """Progress messages whose like, for the same work, has come to an end.

        Such a one is left when Telegram took a message and its answer was lost.
        """
        return [
            message for message in self.by_bot() if _is_busy(message) and self._is_twin(message)
        ]

    def _is_open(self, message: Json) -> bool:
        return _is_busy(message) and not self._is_twin(message)

    def _is_twin(self, message: Json) -> bool:
        likes = self.offered[_buttons(message)[0]["data"]] - {message["id"]}
        there = (self.messages.get(like) for like in likes)
        return any(like is None or not _is_busy(like) for like in there)

    def unanswered(self) -> list[Said]:
        """What was said or pressed and has found no end yet."""
        answers: dict[int, list[Json]] = defaultdict(list)
        for message in self.by_bot():
            if message["reply_to"]:
                answers[message["reply_to"]["id"]].append(message)
        return [said for said in self.said if not self._is_answered(said, answers)]

    def _is_answered(self, said: Said, answers: dict[int, list[Json]]) -> bool:
        found = [message for message_id in said.ids for message in answers[message_id]]
        ends = [message for message in found if not _is_interim(message)]
        if not said.anew:
            return bool(ends) and not any(self._is_open(message) for message in found)
        pressed = self.messages.get(said.ids[0])
        if any(self._is_open(message) for message in [*found, *([pressed] if pressed else [])]):
            return False
        return any(self._is_about(event, said.ids[0]) for event in self.events[said.after :])

    @staticmethod
    def _is_about(event: Json, message_id: int) -> bool:
        """Whether the bot changed this message, took it away, or answered it with an end."""
        if event["type"] == "delete":
            return message_id in event["message_ids"]
        message = event.get("message")
        if not message or message["from"] != "bot":
            return False
        answers = message["reply_to"] and message["reply_to"]["id"] == message_id
        return bool(message["id"] == message_id or answers) and not _is_interim(message)


class Person:
    """Talks to the bot through the sandbox."""

    def __init__(self, url: str, name: str, language: str) -> None:
        self.chat = Chat(name=name, language=language)
        self._client = ChatClient(url)
        self._client.join(name, language, guess=language)
        self._news = self._client.events(0)

    def look(self, for_s: float = 0.0) -> None:
        """Read what has happened, at least for so long."""
        end = time.monotonic() + for_s
        while True:
            left = end - time.monotonic()
            try:
                event = self._news.get(timeout=max(left, 0.001))
            except queue.Empty:
                if left <= 0:
                    return
                continue
            if event is None:
                raise ChatError("The sandbox has stopped.")
            self.chat.take(event)

    def send(self, text: str, photos: Sequence[Path]) -> None:
        """Say something, or send photos."""
        after = len(self.chat.events)
        sent = self._client.send(text, photos, reply_to=None, as_document=False)
        ids = tuple(message["id"] for message in sent)
        self.chat.said.append(Said(what=text or "a photo", ids=ids, after=after))

    def send_file(self, what: str, path: Path) -> None:
        """Send a file as it is; `what` it is called in the books."""
        after = len(self.chat.events)
        sent = self._client.send("", [path], reply_to=None, as_document=True)
        ids = tuple(message["id"] for message in sent)
        self.chat.said.append(Said(what=what, ids=ids, after=after))

    def amend(self, text: str) -> None:
        """Change the last message that had words; said anew where there is none."""
        mine = [message for message in self.chat.messages.values() if message["from"] == "user"]
        last = next((m for m in reversed(mine) if m["text"] and not m["media"]), None)
        if last is None:
            self.send(text, ())
            return
        after = len(self.chat.events)
        self._client.call("POST", "/chat/edit", {"message_id": last["id"], "text": text})
        self.chat.said.append(
            Said(what=f"amended: {text}", ids=(last["id"],), after=after, anew=True)
        )

    def press(self, text_ids: Sequence[str]) -> bool:
        """Press the newest button of the first kind that is offered; False if none is."""
        self.look()
        for label in (say(text_id, self.chat.language) for text_id in text_ids):
            for message in reversed(self.chat.by_bot()):
                for button in _buttons(message):
                    if button["text"] == label:
                        return self._press(message["id"], button)
        return False

    def _press(self, message_id: int, button: Json) -> bool:
        after = len(self.chat.events)
        try:
            body = {"message_id": message_id, "data": button["data"]}
            self._client.call("POST", "/chat/press", body)
        except ChatError:  # the bot took it away just now
            return False
        what = f"pressed {button['text']} ({button['data']})"
        self.chat.said.append(Said(what=what, ids=(message_id,), after=after, anew=True))
        return True

    def wait(self, within_s: float) -> bool:
        """Look until everything is answered; False if it was not in time."""
        end = time.monotonic() + within_s
        while time.monotonic() < end:
            self.look(LOOK_EVERY_S)
            if not self.chat.unanswered() and not self.chat.open_cards():
                return True
        return False


def _is_interim(message: Json) -> bool:
    return _is_busy(message) or (not message["media"] and message["text"].startswith(INTERIM))


def _is_busy(message: Json) -> bool:
    """Whether to cancel is all that can be pressed: then the work goes on."""
    labels = [button["text"] for button in _buttons(message)]
    return len(labels) == 1 and labels[0] in CANCEL_LABELS


def _buttons(message: Json) -> list[Json]:
    return [button for row in message["buttons"] for button in row if button["data"]]
