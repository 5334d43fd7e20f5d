"""`python -m sandbox say`: plays a user against a running sandbox; standard library only.

It knows no bot: it waits until whatever answers has settled, and tells what it did.
"""

import argparse
import json
import os
import queue
import re
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from sandbox.chat_client import ChatClient, ChatError, Json

MAX_FILE_BYTES = 1_999_000_000
# An answer to a press that says nothing only ends its waiting sign: something should still come.
SILENT_QUIET_S = 3.0
URL = "http://127.0.0.1:8081"
# Every line has these, so that whoever reads them need not ask.
BARE: Json = {"kind": "", "text": "", "buttons": [], "file": None}
_CHINESE = re.compile("[\u4e00-\u9fff]")
# What a button says that stops work: as long as it is offered alone, the work goes on.
CANCEL_LABELS = frozenset({"cancel", "stop", "abort", "取消", "停止", "中止", "终止"})


def main(arguments: Sequence[str]) -> int:
    """Say it, wait, print one JSON line for each thing the bot did; the exit code."""
    options = _parser().parse_intermixed_args(arguments)
    try:
        _check(options)
        turn = _say(ChatClient(options.url), options)
    except (ChatError, OSError) as exc:
        sys.stderr.write(f"{exc}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    if turn.failure:
        sys.stderr.write(f"{turn.failure}\n")
    return 1 if turn.failure else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m sandbox say", description="Plays a user against a running sandbox."
    )
    parser.add_argument("text", nargs="*", metavar="TEXT", help="what to say")
    parser.add_argument("--as", dest="name", default="Ann", metavar="NAME", help="(default Ann)")
    parser.add_argument("--language", help="the user's language code, such as en or zh-hans")
    parser.add_argument("--file", action="append", type=Path, default=[], metavar="PATH")
    parser.add_argument("--document", action="store_true", help="send pictures as files")
    parser.add_argument("--press", metavar="LABEL", help="press the newest button named like this")
    parser.add_argument("--reply", type=int, metavar="ID", help="reply to this message")
    parser.add_argument("--save", type=Path, metavar="DIR", help="save what the bot sends here")
    parser.add_argument("--timeout", type=float, default=120.0, metavar="S", help="(default 120)")
    parser.add_argument(
        "--quiet",
        type=float,
        default=1.5,
        metavar="S",
        help="settled is: nothing new for so long (default 1.5)",
    )
    parser.add_argument("--all", action="store_true", help="also every edit and chat action")
    parser.add_argument("--url", default=URL, help=f"of the sandbox's Telegram (default {URL})")
    return parser


def _check(options: argparse.Namespace) -> None:
    said = bool(options.text or options.file)
    if said == (options.press is not None):
        raise ChatError("Give a text, a --file or both, or else one button to --press.")
    for path in options.file:
        if not path.is_file():
            raise ChatError(f"There is no file {path}.")
        if not os.access(path, os.R_OK):
            raise ChatError(f"The file {path} may not be read.")
        if path.stat().st_size > MAX_FILE_BYTES:
            raise ChatError(f"The file {path} has more than 2 GB.")


class _Turn:
    """What happens after a user has said something."""

    def __init__(self) -> None:
        self.said: set[int] = set()
        self.query: str | None = None
        # The messages that belong to it: what came since, and the one whose button was pressed.
        self.ours: set[int] = set()
        self.events: list[Json] = []
        self.failure = ""
        self._fetched = False
        self._answered = False
        self._visibly = False
        self._action: str | None = None
        self._cancellable: set[int] = set()

    def take(self, event: Json) -> None:
        """Take note of an event."""
        kind = event["type"]
        self._watch_work(event)
        if kind == "read":
            self._fetched = self._fetched or event["up_to"] >= max(self.said, default=0)
        elif kind == "action":
            self._action = event["action"]
            self.events.append(event)
        elif kind == "callback_answer":
            if event["query_id"] == self.query:
                self._answered = True
                self._visibly = self._visibly or bool(event["text"])
                self.events.append(event)
        elif kind == "delete" or _by_bot(event):
            self._answered = self._answered or event.get("message", {}).get("from") == "bot"
            self._visibly = True
            self.events.append(event)

    def settled(self) -> bool:
        """The bot has our words, has answered, and shows no sign of going on."""
        fetched = self._fetched or self.query is not None
        return fetched and self._answered and self._action is None and not self._cancellable

    def patience_s(self, quiet_s: float) -> float:
        """How long nothing new may come until it is settled."""
        return quiet_s if self._visibly else max(quiet_s, SILENT_QUIET_S)

    def unsettled_reason(self) -> str:
        """What is still missing."""
        if self.query is None and not self._fetched:
            return "the bot has not fetched the message (is it running?)"
        if not self._answered:
            return "the bot has not answered"
        return f"the bot is still busy ({self._action or 'it offers to cancel what it does'})"

    def _watch_work(self, event: Json) -> None:
        """Keep in mind which messages offer to cancel work.

        An action is no sign to rely on: a message ends it, and it fades while work goes on.
        """
        if event["type"] == "delete":
            self._cancellable.difference_update(event["message_ids"])
        message = event.get("message")
        if message is None or message["from"] != "bot":
            return
        if event["type"] == "message":
            self.ours.add(message["id"])
        if message["id"] in self.ours and _offers_to_cancel(message):
            self._cancellable.add(message["id"])
        else:
            self._cancellable.discard(message["id"])


def _say(client: ChatClient, options: argparse.Namespace) -> _Turn:
    text = " ".join(options.text)
    client.join(options.name, options.language, guess="zh-hans" if _CHINESE.search(text) else "en")
    state = client.call("GET", "/chat/state")
    events = client.events(state["cursor"])
    turn = _Turn()
    if options.press is None:
        sent = client.send(text, options.file, reply_to=options.reply, as_document=options.document)
        turn.said = {message["id"] for message in sent}
    else:
        press = _button(state["messages"], options.press)
        turn.ours.add(press["message_id"])
        turn.query = client.call("POST", "/chat/press", press)["query_id"]
    _wait(turn, events, timeout_s=options.timeout, quiet_s=options.quiet)
    for event in turn.events if options.all else _condensed(turn.events):
        for line in _lines(client, event, options.save):
            sys.stdout.write(json.dumps({**BARE, **line}, ensure_ascii=False) + "\n")
    return turn


def _button(messages: Sequence[Json], label: str) -> Json:
    """What to press: the newest button whose label holds these letters."""
    for message in reversed(messages):
        for row in message["buttons"]:
            for button in row:
                if button["data"] and label.casefold() in button["text"].casefold():
                    return {"message_id": message["id"], "data": button["data"]}
    labels = {button["text"] for m in messages for row in m["buttons"] for button in row}
    there = ", ".join(sorted(labels)) or "none"
    raise ChatError(f"There is no button named like {label!r}. There is: {there}.")


def _wait(
    turn: _Turn, events: "queue.SimpleQueue[Json | None]", *, timeout_s: float, quiet_s: float
) -> None:
    deadline = time.monotonic() + timeout_s
    while (left := deadline - time.monotonic()) > 0:
        try:
            patience_s = turn.patience_s(quiet_s) if turn.settled() else left
            event = events.get(timeout=min(patience_s, left))
        except queue.Empty:
            if turn.settled():
                return
            continue
        if event is None:
            turn.failure = "The sandbox has stopped."
            return
        turn.take(event)
    turn.failure = f"Not settled within {timeout_s:g} s: {turn.unsettled_reason()}."


def _by_bot(event: Json) -> bool:
    """A message or edit of the bot's, or its reaction to one of ours."""
    message = event.get("message")
    if not message:
        return False
    return message["from"] == "bot" or bool(event["type"] == "edit" and message["reaction"])


def _offers_to_cancel(message: Json) -> bool:
    """Whether to cancel is all that can be pressed; beside other buttons it is but a choice."""
    labels = [button["text"] for row in message["buttons"] for button in row if button["data"]]
    return len(labels) == 1 and re.sub(r"\W+", "", labels[0]).casefold() in CANCEL_LABELS


def _condensed(events: Sequence[Json]) -> list[Json]:
    """Without actions, and of each message's edits only the last."""
    last = {e["message"]["id"]: at for at, e in enumerate(events) if e["type"] == "edit"}
    return [
        event
        for at, event in enumerate(events)
        if event["type"] != "action"
        and (event["type"] != "edit" or last[event["message"]["id"]] == at)
    ]


def _lines(client: ChatClient, event: Json, folder: Path | None) -> list[Json]:
    match event["type"]:
        case "delete":
            return [{"kind": "delete", "id": number} for number in event["message_ids"]]
        case "action":
            return [{"kind": "action", "text": event["action"]}]
        case "callback_answer":
            line = {"kind": "callback_answer", "text": event["text"]}
            return [{**line, "alert": event["show_alert"]}]
        case _:
            return [_message_line(client, event, folder)]


def _message_line(client: ChatClient, event: Json, folder: Path | None) -> Json:
    message, media = event["message"], event["message"]["media"]
    if message["from"] == "user":
        return {"kind": "reaction", "id": message["id"], "text": message["reaction"]}
    line: Json = {
        "kind": "edit" if event["type"] == "edit" else media["type"] if media else "message",
        "id": message["id"],
        "text": message["text"],
        "buttons": [button["text"] for row in message["buttons"] for button in row],
    }
    if media:
        line["file"] = str(_saved(client, media, folder)) if folder else media["name"]
        if media["type"] in ("video", "animation"):
            line |= {name: media[name] for name in ("width", "height", "duration")}
    return line


def _saved(client: ChatClient, media: Json, folder: Path) -> Path:
    """The file under its own name, made safe, beside what is there already."""
    folder.mkdir(parents=True, exist_ok=True)
    name = PurePosixPath(re.sub(r"[^\w. ()-]", "_", media["name"]).lstrip(". ") or "file")
    path, number = folder / name, 1
    while path.exists():
        number += 1
        path = folder / f"{name.stem}-{number}{name.suffix}"
    with client.download(media["file_id"]) as source, path.open("xb") as out:
        shutil.copyfileobj(source, out)
    return path
