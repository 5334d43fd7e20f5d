"""Several processes of one bot, which a test starts, freezes, kills and listens to."""

import http.server
import re
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Any

import httpx
from typing_extensions import override

from tests.journeys.town import Town, environment, wait_until

NONE: Mapping[str, str] = {}
ANY_PORT: Mapping[str, str] = {"WEB_PORT": "0"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One process."""

    process: subprocess.Popen[bytes]
    log: Path

    @property
    def said(self) -> str:
        return self.log.read_text("utf-8", "replace")

    def hears(self, words: str, within_s: float = 60.0) -> None:
        wait_until(lambda: words in self.said, f"{words!r} in {self.log}", within_s)

    def freeze(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def wake(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(20)

    def stop(self) -> tuple[int, float]:
        """SIGTERM; the exit code, and how many seconds it took."""
        began = time.monotonic()
        self.process.terminate()
        return self.process.wait(20), time.monotonic() - began

    def health(self) -> httpx.Response:
        """What it says of itself; it has to have been started with a port."""
        found = re.search(r"web_ready.*port=(\d+)", self.said)
        assert found, self.said
        return httpx.get(f"http://127.0.0.1:{found[1]}/health", timeout=20, trust_env=False)

    def becomes(self, status: int, within_s: float = 40.0) -> dict[str, Any]:
        """Wait until `/health` answers so; what it says then."""
        answers: list[httpx.Response] = []

        def answers_so() -> bool:
            answers[:] = [self.health()]
            return answers[0].status_code == status

        try:
            wait_until(answers_so, f"health {status}", within_s)
        except AssertionError:
            raise AssertionError((answers[0].text, self.said[-3000:])) from None
        told: dict[str, Any] = answers[0].json()
        return told


@dataclass(slots=True, kw_only=True)
class Crew:
    """The processes of one bot in one town."""

    town: Town
    members: list[Member] = field(default_factory=list)

    def start(
        self,
        *arguments: str,
        until: str = "ready  ",
        largest_file: int | None = None,
        without: Sequence[str] = (),
        settings: Mapping[str, str] = NONE,
    ) -> Member:
        """Start `python -m bot` with these arguments, and wait for a word in its log.

        `largest_file` is in bytes: a disk that is full, as far as a process can see. `without` are
        settings of the town that it does not get, `settings` those that it gets on top.
        """
        log = self.town.folder / f"{'-'.join(arguments) or 'all'}-{len(self.members)}.log"
        self.town.logs.append(log)
        kept = {name: v for name, v in self.town.settings.items() if name not in without}
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "bot", *arguments],
                env={**environment(), **kept, **settings},
                cwd=self.town.folder,
                stdout=output,
                stderr=output,
            )
        if largest_file is not None:
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (largest_file, -1))
        member = Member(process=process, log=log)
        self.members.append(member)
        member.hears(until)
        return member

    def end(self) -> None:
        """Whatever state they are in."""
        for member in self.members:
            if member.process.poll() is None:
                member.process.kill()
                member.process.wait(20)


def make_room(member: Member) -> None:
    """Take the limit of `largest_file` away again."""
    unlimited = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
    resource.prlimit(member.process.pid, resource.RLIMIT_FSIZE, unlimited)


def free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port: int = bound.getsockname()[1]
        return port


@contextmanager
def proxy(port: int, behind: Sequence[int]) -> Iterator[None]:
    """A reverse proxy that gives each call to the next of these ports that is there."""
    turns, lock = cycle(behind), threading.Lock()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", "0")))
            headers = dict(self.headers.items()) | {"X-Forwarded-For": "149.154.167.220"}
            status = 502
            for _ in behind:
                with lock:
                    to = next(turns)
                try:
                    url = f"http://127.0.0.1:{to}{self.path}"
                    answer = httpx.post(url, content=body, headers=headers, trust_env=False)
                except httpx.HTTPError:
                    continue
                status = answer.status_code
                break
            self.send_response(status)
            self.send_header("content-length", "0")
            self.end_headers()

        @override
        def log_message(self, format: str, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
