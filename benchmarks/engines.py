"""Measures how long a result lies at an engine before the chat has it, by polling and by webhook.

The sandbox and the bot run as processes of their own; when an engine has its result, its books say.
"""

import json
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PIL import Image

from benchmarks.environment import inherited
from sandbox.announcement import read_announcement
from sandbox.chat_client import ChatClient, Json

RUNS = 5
READY_WITHIN_S = 90.0
RESULT_WITHIN_S = 180.0
LOOK_EVERY_S = 0.02
# The sandbox's Flux has no state before somebody looks: it is done so long after the order.
FLUX_DONE_AFTER_S = 4.0
OVER = frozenset({"SUCCEEDED", "finished"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of which engine; `choice` is what the chat has chosen before."""

    service: str
    choice: str
    words: str
    photo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A bot with some engines, which report by themselves or are looked at."""

    name: str
    options: tuple[str, ...]
    asked: tuple[Asked, ...]
    hooks: bool


FLUX = Asked(service="bfl", choice="runway", words="/flux a lamp")
APIFRAME = Asked(service="apiframe", choice="apiframe", words="/flux a lamp")
RUNWAY = Asked(service="runway", choice="runway", words="/animate slowly", photo=True)
V2 = ("--engines", "apiframe", "--apiframe-v2")
SETTINGS = (
    Setting(
        name="polling",
        options=("--engines", "bfl,runway,apiframe"),
        asked=(FLUX, RUNWAY, APIFRAME),
        hooks=False,
    ),
    Setting(name="polling, v2", options=V2, asked=(APIFRAME,), hooks=False),
    Setting(
        name="webhook",
        options=("--engines", "bfl,apiframe"),
        asked=(FLUX, APIFRAME),
        hooks=True,
    ),
    Setting(name="webhook, v2", options=V2, asked=(APIFRAME,), hooks=True),
)


def main() -> None:
    """Print the figures."""
    for setting in SETTINGS:
        with tempfile.TemporaryDirectory(prefix="bench-") as name:
            folder = Path(name)
            photo = folder / "photo.jpg"
            Image.effect_noise((600, 800), 60).convert("RGB").save(photo, quality=90)
            with _town(folder, setting) as (url, control):
                for asked in setting.asked:
                    waits = [_one(url, control, asked, photo, number) for number in range(RUNS)]
                    _print(setting, asked, waits)


def _print(setting: Setting, asked: Asked, waits: list[float]) -> None:
    figures = {
        "measured": f"result at {asked.service} to result in the chat, {setting.name}",
        "median_s": round(statistics.median(waits), 2),
        "runs": [round(wait, 2) for wait in waits],
    }
    print(json.dumps(figures), flush=True)


def _one(url: str, control: ChatClient, asked: Asked, photo: Path, number: int) -> float:
    """Seconds from the engine having the result to the chat having it."""
    person = ChatClient(url)
    person.join(f"{asked.service} {number}", "en", guess="en")
    _say(person, f"/engine {asked.choice}")
    known = _states(control, asked.service)
    _say(person, asked.words, [photo] if asked.photo else [])
    end, done_at = time.monotonic() + RESULT_WITHIN_S, 0.0
    while time.monotonic() < end:
        if not done_at and _is_done(control, asked.service, known):
            done_at = time.monotonic()
        if any((message["media"] or {}) and message["from"] == "bot" for message in _chat(person)):
            return time.monotonic() - done_at if done_at else 0.0
        _pause()
    raise RuntimeError(f"{asked.service} has made nothing")


def _say(person: ChatClient, words: str, files: list[Path] | None = None) -> None:
    before = len(_chat(person))
    person.send(words, files or [], reply_to=None, as_document=False)
    while len(_chat(person)) < before + 2:
        _pause()


def _chat(person: ChatClient) -> list[Json]:
    messages: list[Json] = person.call("GET", "/chat/state")["messages"]
    return messages


def _states(control: ChatClient, service: str) -> dict[str, str]:
    """The engine's jobs, and what it says of each."""
    if service == "bfl":
        calls = control.call("GET", "/calls?service=bfl&operation=submit&limit=5000")["calls"]
        due = datetime.now(UTC) - timedelta(seconds=FLUX_DONE_AFTER_S)
        ended = {call["id"]: datetime.fromisoformat(call["at"]) <= due for call in calls}
        return {call_id: "finished" if over else "" for call_id, over in ended.items()}
    books = control.call("GET", "/books")[service]
    told: dict[str, str] = books.get("states") or books.get("tasks") or {}
    return dict(told)


def _is_done(control: ChatClient, service: str, known: dict[str, str]) -> bool:
    new = {job: state for job, state in _states(control, service).items() if job not in known}
    return any(state in OVER for state in new.values())


@contextmanager
def _town(folder: Path, setting: Setting) -> Iterator[tuple[str, ChatClient]]:
    """The sandbox and the bot; where Telegram is, and the control of all."""
    environment = inherited()
    command = (sys.executable, "-m", "sandbox", "--any-port", *setting.options)
    log = folder / "bot.log"
    with (
        log.open("wb") as output,
        subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=output, text=True
        ) as sandbox,
    ):
        assert sandbox.stdout
        announced = read_announcement(sandbox.stdout)
        told = {**announced.settings, "DATA_DIR": str(folder / "data")}
        if setting.hooks:
            port = str(_free_port())
            told |= {"PUBLIC_URL": f"http://127.0.0.1:{port}", "WEB_PORT": port}
        command = (sys.executable, "-m", "bot")
        with subprocess.Popen(
            command, env={**environment, **told}, cwd=folder, stdout=output, stderr=output
        ) as bot:
            end = time.monotonic() + READY_WITHIN_S
            while b" ready " not in log.read_bytes() and time.monotonic() < end:
                _pause()
            try:
                yield told["TELEGRAM_API_URL"], ChatClient(announced.control_url)
            finally:
                bot.terminate()
                bot.wait(20)
                sandbox.terminate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _pause() -> None:
    """Give the processor to others for a moment."""
    signal.sigtimedwait([], LOOK_EVERY_S)


if __name__ == "__main__":
    main()
