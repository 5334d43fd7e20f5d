"""A town for journeys: the sandbox and the real bot as processes, and people who type.

One after another, many tests may visit the same town: each begins with `begin`, and from then on
people have names of their own, and only new calls, faults and log lines are seen.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import httpx

from sandbox.announcement import read_announcement

START_WITHIN_S = 40.0
QUIET_S = 0.5
SANDBOX = ("--any-port", "--pace", "0.3")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What the bot did in answer to one thing said, in order."""

    events: tuple[dict[str, Any], ...]

    @property
    def texts(self) -> str:
        """All words, for a test to look into."""
        return "\n".join(event.get("text") or "" for event in self.events)

    @property
    def messages(self) -> int:
        """How many messages came; edits of one count as one."""
        return len({event["id"] for event in self.events if "id" in event})

    def only(self, kind: str) -> dict[str, Any]:
        """The one event of this kind."""
        found = [event for event in self.events if event["kind"] == kind]
        assert len(found) == 1, self.events
        return found[0]

    def has(self, kind: str) -> bool:
        """Whether anything of this kind came."""
        return any(event["kind"] == kind for event in self.events)


@dataclass(slots=True, kw_only=True)
class Town:
    """The running sandbox, and a bot that can be killed and started."""

    folder: Path
    settings: dict[str, str]
    operator_token: str
    control: str
    # One for all questions: to make one takes longer than to ask.
    http: httpx.Client
    bot: subprocess.Popen[bytes] | None = None
    logs: list[Path] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    _visits: int = 0
    _last_call_before: int = 0
    _logged_before: dict[Path, int] = field(default_factory=dict)

    @property
    def telegram(self) -> str:
        """Where the chat page is."""
        return self.settings["TELEGRAM_API_URL"]

    @property
    def alive(self) -> bool:
        """Whether the bot is at work."""
        return self.bot is not None and self.bot.poll() is None

    def begin(self) -> None:
        """Let everything begin anew for a test, but for the sandbox and the bot that run."""
        self.http.delete(f"{self.control}/faults").raise_for_status()
        newest = self.http.get(f"{self.control}/calls", params={"limit": "1"}).json()["calls"]
        self._last_call_before = newest[-1]["id"] if newest else 0
        self._logged_before = {log: log.stat().st_size for log in self.logs}
        self._visits += 1
        self.names.clear()

    def known_as(self, name: str) -> str:
        """What the sandbox calls the person whom this test calls so."""
        self.names.add(name)
        return f"{name} {self._visits}" if self._visits > 1 else name

    def start_bot(self, **extra: str) -> None:
        """Start the bot and wait until it listens."""
        log = self.folder / f"bot-{len(self.logs)}.log"
        self.logs.append(log)
        with log.open("wb") as output:
            self.bot = subprocess.Popen(
                [sys.executable, "-m", "bot"],
                env={**environment(), **self.settings, **extra},
                cwd=self.folder,
                stdout=output,
                stderr=output,
            )
        wait_until(lambda: b"ready" in log.read_bytes(), f"the bot to be ready: {log}")

    def kill_bot(self) -> None:
        """SIGKILL, as a power cut would."""
        self._end(signal.SIGKILL)

    def stop_bot(self) -> int:
        """SIGTERM; the exit code."""
        return self._end(signal.SIGTERM)

    def _end(self, number: signal.Signals) -> int:
        assert self.bot is not None
        self.bot.send_signal(number)
        code = self.bot.wait(20)
        self.bot = None
        return code

    def say(
        self,
        *words: str,
        name: str = "Ann",
        timeout_s: float = 90,
        quiet_s: float = QUIET_S,
        **files: Path,
    ) -> Heard:
        """Say something as `python -m sandbox say` does; `file=` and `save=` are its options."""
        options = [arg for key, path in files.items() for arg in (f"--{key}", str(path))]
        done = subprocess.run(
            [
                *(sys.executable, "-m", "sandbox", "say", "--url", self.telegram),
                *("--as", self.known_as(name), "--timeout", str(timeout_s)),
                *("--quiet", str(quiet_s), *options, *words),
            ],
            check=False,
            capture_output=True,
            text=True,
            timeout=timeout_s + 30,
        )
        assert done.returncode == 0, (done.stdout, done.stderr, self.log_tail())
        return Heard(events=tuple(json.loads(line) for line in done.stdout.splitlines()))

    def arm(self, operation: str, *, service: str = "nemo", **fault: object) -> None:
        """Arm a fault at the sandbox."""
        body = {"service": service, "operation": operation, **fault}
        self.http.post(f"{self.control}/faults", json=body).raise_for_status()

    def calls(self, operation: str, service: str = "nemo") -> list[dict[str, Any]]:
        """What the sandbox was asked since the test began, from its own books."""
        query = {"service": service, "operation": operation, "limit": "5000"}
        found: list[dict[str, Any]] = self.http.get(f"{self.control}/calls", params=query).json()[
            "calls"
        ]
        return [call for call in found if call["id"] > self._last_call_before]

    def unmet_faults(self) -> list[dict[str, Any]]:
        """Faults that were armed and did not happen as often as they were armed for."""
        armed = self.http.get(f"{self.control}/faults").json()["faults"]
        return [fault for fault in armed if fault["unmet"]]

    def logged(self) -> str:
        """What the bot has logged since the test began."""
        parts = (log.read_bytes()[self._logged_before.get(log, 0) :] for log in self.logs)
        return b"".join(parts).decode("utf-8", "replace")

    def log_tail(self) -> str:
        """The end of the bot's log, for a failing test."""
        return self.logs[-1].read_text("utf-8", "replace")[-4000:] if self.logs else ""


def wait_until(holds: Callable[[], object], what: str, within_s: float = START_WITHIN_S) -> None:
    """Look again and again until it holds; fail the test after the time."""
    end = time.monotonic() + within_s
    pause = Pause()
    while not holds():
        assert time.monotonic() < end, f"waited {within_s} s for {what}"
        pause.short()


class Pause:
    """Gives the processor to others for a moment, between two looks."""

    def short(self) -> None:
        """A twentieth of a second."""
        signal.sigtimedwait([], 0.05)


def environment() -> dict[str, str]:
    keep = ("PATH", "HOME", "LANG", "COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG")
    environment = {name: os.environ[name] for name in keep if name in os.environ}  # noqa: TID251
    return {**environment, "PYTHONUNBUFFERED": "1"}


AnyTown = TypeVar("AnyTown", bound=Town)


@contextmanager
def running_town(
    folder: Path, database_url: str, *options: str, kind: type[AnyTown]
) -> Iterator[AnyTown]:
    """The sandbox, started with these options; the bot that a test starts ends with it."""
    log = folder / "sandbox.log"
    with (
        log.open("wb") as errors,
        subprocess.Popen(
            [sys.executable, "-m", "sandbox", *SANDBOX, *options],
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as sandbox,
    ):
        town = _settle(sandbox, folder, database_url, kind)
        try:
            with town.http:
                yield town
        finally:
            if town.bot is not None:
                town.stop_bot()
            sandbox.terminate()
            sandbox.wait(20)


def _settle(
    sandbox: subprocess.Popen[str], folder: Path, database_url: str, kind: type[AnyTown]
) -> AnyTown:
    """Read from a starting sandbox where everything is."""
    assert sandbox.stdout is not None
    announced = read_announcement(sandbox.stdout)
    settings = announced.settings
    # Everybody with an anonymous account of their own, as with a bot that has no token.
    token = settings.pop("NEMO_TOKEN", "")
    assert settings, (folder / "sandbox.log").read_text()
    settings |= {"DATABASE_URL": database_url, "DATA_DIR": str(folder / "data")}
    # These journeys are about the editing agent; those of the engines choose for themselves.
    settings |= {"ENGINE": "nemo"}
    # Here people say in seconds what takes minutes in life; the flood's own tests keep the limits.
    settings |= {"TELEGRAM_CHAT_BURST": "1000"}
    # The backend's own schedule (see the settings' test) takes minutes.
    settings |= {"LOOK_FIRST_S": "2", "LOOK_AGAIN_S": "2", "SETTLED_AFTER_S": "1"}
    return kind(
        folder=folder,
        settings=settings,
        operator_token=token,
        control=announced.control_url,
        http=_client(),
    )


def _client() -> httpx.Client:
    # The sandbox hangs up after five seconds of silence, which must not meet a question.
    return httpx.Client(timeout=30, limits=httpx.Limits(keepalive_expiry=2))
