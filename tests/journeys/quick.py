"""A town in a hurry: short waits, people who talk without a process of their own, exact books."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import httpx

from tests.journeys.town import Pause, Town, running_town

Json = dict[str, Any]
Settings = Mapping[str, str]
NONE: Settings = {}
NewDatabase = Callable[[], AbstractContextManager[str]]

# Nothing new for so long, and no sign of work: then it is over.
QUIET_S = 0.3
# What a person's chat shows while something is at work that can be stopped.
STOPS = frozenset({"Cancel", "取消"})
# The bot's waits, short enough to be waited for in a test.
SHORT = {
    "LOOK_FIRST_S": "0.2",
    "LOOK_AGAIN_S": "0.2",
    "SETTLED_AFTER_S": "0.3",
    "TURN_TIMEOUT_S": "20",
    "STILL_WORKING_S": "0.6",
    "RENDER_TIMEOUT_S": "20",
    "PROGRESS_INTERVAL_S": "0.3",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the bot did after one thing said: what stands in the chat, and all it showed before."""

    messages: tuple[Json, ...]
    calls: tuple[Json, ...]

    @property
    def text(self) -> str:
        """What stands in the chat at the end, of what is new or was changed."""
        return "\n".join(message["text"] for message in self.messages)

    @property
    def shown(self) -> list[str]:
        """Every text on its way, also those that were changed again; without drafts."""
        kinds = {"sendMessage", "editMessageText"}
        return [call["body"]["text"] for call in self.calls if call["operation"] in kinds]

    @property
    def drafts(self) -> list[str]:
        """What was shown while it grew."""
        return [c["body"]["text"] for c in self.calls if c["operation"] == "sendMessageDraft"]

    @property
    def buttons(self) -> list[str]:
        """What the last message offers."""
        rows = self.messages[-1]["buttons"] if self.messages else []
        return [button["text"] for row in rows for button in row]

    def media(self, kind: str) -> list[Json]:
        """The pictures or films that came."""
        return [m for m in self.messages if m["media"] and m["media"]["type"] == kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody in the chat page."""

    town: "QuickTown"
    chat_id: int
    key: str

    def state(self) -> Json:
        state: Json = self._call("GET", "state").json()
        return state

    def send(self, text: str = "", *files: Path) -> int:
        """Send, and wait for nothing; the last message's id."""
        parts = [("files", (path.name, path.read_bytes())) for path in files]
        sent = self._call("POST", "send", data={"text": text}, files=parts or None)
        last: int = sent.json()["messages"][-1]["id"]
        return last

    def say(self, text: str = "", *files: Path, within_s: float = 60.0) -> Answer:
        """Send, and wait until the bot has answered and is still."""
        return self.watch(text, *files).end(within_s)

    def videos(self) -> list[Json]:
        """All films that came so far."""
        return [m for m in self._of_bot() if m["media"] and m["media"]["type"] == "video"]

    def press(self, label: str, *, within_s: float = 60.0) -> Answer:
        """Press the newest button of that name, and wait until the bot is still."""
        state = self.state()
        before, mark = self._seen(), self.town.mark()
        for message in reversed(state["messages"]):
            for button in (button for row in message["buttons"] for button in row):
                if button["text"] == label:
                    body = {"message_id": message["id"], "data": button["data"]}
                    self._call("POST", "press", json=body)
                    return self._settled(0, before, mark, within_s)
        raise AssertionError(f"no button {label!r} in {state['messages']}")

    def watch(self, text: str, *files: Path) -> "Watch":
        """Send, and look on while the bot is at work."""
        before, mark = self._seen(), self.town.mark()
        sent = self.send(text, *files)
        return Watch(person=self, before=before, mark=mark, sent=sent)

    def waits_for(self, words: str, *, after: Answer | None = None, within_s: float = 40.0) -> None:
        """Wait until words stand in the chat, in a message that came after an answer."""
        known = {message["id"] for message in after.messages} if after else set()
        end, pause = time.monotonic() + within_s, Pause()
        while not any(words in m["text"] for m in self._of_bot() if m["id"] not in known):
            assert time.monotonic() < end, (words, self._of_bot()[-3:], self.town.log_tail())
            pause.short()

    def _has_answered(self, before: dict[int, str], mark: int) -> bool:
        """Whether anything is new; the same words may have been said once more."""
        if self.new_since(before):
            return True
        calls = self.town.telegram_calls(self.chat_id, since=mark)
        edits = [call for call in calls if call["operation"] == "editMessageText"]
        return len(edits) > 1

    def new_since(self, before: dict[int, str]) -> tuple[Json, ...]:
        """The bot's messages that are new, or were changed."""
        return tuple(m for m in self._of_bot() if before.get(m["id"]) != _look(m))

    def _call(self, method: str, path: str, **more: Any) -> httpx.Response:  # noqa: ANN401
        url, headers = f"{self.town.telegram}/chat/{path}", {"X-Chat-Key": self.key}
        response = self.town.http.request(method, url, headers=headers, **more)
        return response.raise_for_status()

    def _seen(self) -> dict[int, str]:
        return {message["id"]: _look(message) for message in self._of_bot()}

    def _of_bot(self) -> list[Json]:
        return [m for m in self.state()["messages"] if m["from"] == "bot"]

    def _settled(
        self, message_id: int, before: dict[int, str], mark: int, within_s: float
    ) -> Answer:
        end, still_since, last = time.monotonic() + within_s, 0.0, ""
        pause = Pause()
        while True:
            state, now = self.state(), time.monotonic()
            look = str(state["messages"])
            # An action is no sign to rely on: Telegram shows it for five seconds, whatever happens.
            if look != last or _at_work(state) or not self._has_answered(before, mark):
                last, still_since = look, now
            if now - still_since > QUIET_S and state["read_up_to"] >= message_id:
                calls = self.town.telegram_calls(self.chat_id, since=mark)
                messages = self.new_since(before) or tuple(self._of_bot()[-1:])
                return Answer(messages=messages, calls=tuple(calls))
            assert now < end, (state["messages"][-3:], self.town.log_tail())
            pause.short()


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """Something said whose answer is looked at while it comes."""

    person: Person
    before: dict[int, str]
    mark: int
    sent: int

    def until_shown(self, words: str, within_s: float = 40.0) -> float:
        """Wait until these words were shown; how long it took, by this process's clock."""
        begun, pause = time.monotonic(), Pause()
        while not any(words in text for text in self.texts()):
            assert time.monotonic() < begun + within_s, (words, self.texts())
            pause.short()
        return time.monotonic() - begun

    def until_sent(self, kind: str, within_s: float = 40.0) -> None:
        """Wait until a film or picture has come."""
        end, pause = time.monotonic() + within_s, Pause()
        while not self._media(kind):
            assert time.monotonic() < end, (kind, self.texts())
            pause.short()

    def _media(self, kind: str) -> list[Json]:
        new = self.person.new_since(self.before)
        return [m for m in new if m["media"] and m["media"]["type"] == kind]

    def texts(self) -> list[str]:
        """Every text so far, drafts too."""
        calls = self.person.town.telegram_calls(self.person.chat_id, since=self.mark)
        told = [call["body"]["text"] for call in calls if "text" in call["body"]]
        # What stands under a picture or film is not among the calls.
        return told + [m["text"] for m in self.person.new_since(self.before) if m["media"]]

    def end(self, within_s: float = 60.0) -> Answer:
        """Wait until the bot is still."""
        return self.person._settled(self.sent, self.before, self.mark, within_s)


@dataclass(slots=True, kw_only=True)
class QuickTown(Town):
    """A town that many short tests share; each has people of its own, and counts from a mark."""

    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def person(self, language: str = "en") -> Person:
        """Somebody new."""
        body = {"name": f"P{next(self.numbers)}", "language": language, "resume": False}
        joined = self.http.post(f"{self.telegram}/chat/users", json=body).json()
        return Person(town=self, chat_id=joined["chat_id"], key=joined["key"])

    def backend(self, operation: str, value: str, count: int = 1) -> None:
        """Script the video service for its next call of this operation."""
        self.arm(operation, kind="backend", value=value, count=count)

    def mark(self) -> int:
        """The number of the newest call so far."""
        calls = self.http.get(f"{self.control}/calls", params={"limit": "1"}).json()["calls"]
        newest: int = calls[-1]["id"] if calls else 0
        return newest

    def since(self, mark: int, operation: str, service: str = "nemo") -> list[Json]:
        """Calls after a mark."""
        query = {"service": service, "operation": operation, "limit": "5000"}
        calls = self.http.get(f"{self.control}/calls", params=query).json()["calls"]
        return [call for call in calls if call["id"] > mark]

    def telegram_calls(self, chat_id: int, *, since: int) -> list[Json]:
        """What the bot asked Telegram to do in a chat."""
        query = {"service": "telegram", "limit": "5000"}
        calls = self.http.get(f"{self.control}/calls", params=query).json()["calls"]
        return [
            call
            for call in calls
            if call["id"] > since
            and isinstance(call["body"], dict)
            and str(call["body"].get("chat_id")) == str(chat_id)
        ]

    def books(self) -> Json:
        """What the video service has written down."""
        books: Json = self.http.get(f"{self.control}/books").json()["nemo"]
        return books

    def paid_since(self, before: Json) -> tuple[int, int]:
        """How many wishes were worked on since, and what they cost."""
        now = self.books()
        prompts: int = now["prompts_total"] - before["prompts_total"]
        credits_: int = now["credits_charged"] - before["credits_charged"]
        return prompts, credits_

    def forget_faults(self) -> None:
        """Every fault must have been met; forget them for the next test."""
        unmet = self.unmet_faults()
        self.http.delete(f"{self.control}/faults").raise_for_status()
        assert not unmet


@contextmanager
def quick_town(
    folder: Path, new_database: NewDatabase, *, guests: bool = False, settings: Settings = NONE
) -> Iterator[QuickTown]:
    """The sandbox and the bot, for many tests; `settings` are the bot's.

    Everybody is under the operator's token, or, as `guests`, has an account of their own.
    """
    with (
        new_database() as database_url,
        running_town(folder, database_url, "--pace", "0.1", kind=QuickTown) as town,
    ):
        token = {} if guests else {"NEMO_TOKEN": town.operator_token}
        town.start_bot(**{**SHORT, **token, **settings})
        yield town


def _look(message: Json) -> str:
    return str([message["text"], message["buttons"], message["media"]])


def _at_work(state: Json) -> bool:
    """Whether something offers to be stopped; beside a question that is an answer to it."""
    for message in state["messages"]:
        labels = {button["text"] for row in message["buttons"] for button in row}
        if labels and labels <= STOPS:
            return True
    return False
