"""Everything the sandbox's Apiframe remembers, in memory and one folder; knows no HTTP."""

import asyncio
import secrets
import shutil
import time
import uuid
from collections import Counter
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import JsonValue

from sandbox.apiframe.script import Script
from sandbox.faults import Faults

CDN = "/cdn/"
#: By version; neither opens the other.
KEYS = {
    1: "5a5a5a5a-sandbox-5a5a-5a5a-5a5a5a5a5a5a",
    2: "afk_sandbox_0000000000000000000000000000",
}
START_CREDITS = 5000
DAY_S = 24 * 3600.0

ENDED = frozenset(("finished", "failed", "cancelled"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Song:
    """One of the songs of a task."""

    id: str
    url: str
    title: str
    cover: str
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What came of a task; addresses of this server."""

    pictures: tuple[str, ...] = ()
    grid: str = ""
    picture: str = ""
    film: str = ""
    songs: tuple[Song, ...] = ()
    texts: tuple[str, ...] = ()
    title: str = ""
    lyrics: str = ""


@dataclass(slots=True, kw_only=True)
class Task:
    """A task of v1 or a job of v2. `kind` is v1's name of the call that makes the same."""

    version: int
    kind: str
    model: str = ""
    body: Mapping[str, JsonValue]
    prompt: str
    seed: int = 0
    cost: int
    script: Script
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    created: float = 0.0
    status: str = "staged"
    percent: int = 0
    error: str = ""
    made: Made = field(default_factory=Made)
    ended: float | None = None
    hook_status: str | None = None
    looks: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file that is served."""

    path: Path
    mime: str
    until: float


class World:
    """Tasks, files and the account. `pace` scales every wait; 0 means none.

    `side` is the longer side of a picture, `song_s` the length of a song.
    """

    def __init__(
        self,
        *,
        public_url: str,
        folder: Path,
        faults: Faults,
        pace: float,
        side: int,
        song_s: float,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.public_url = public_url.rstrip("/")
        self.folder = folder
        self.faults = faults
        self.pace = pace
        self.side = side
        self.song_s = song_s
        self.now = now
        self._running: set[asyncio.Task[None]] = set()
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        for running in self._running:
            running.cancel()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.tasks: dict[str, Task] = {}
        self.files: dict[str, StoredFile] = {}
        self.replays: dict[str, tuple[float, str, str]] = {}
        self.credits = START_CREDITS
        self.pictures_made = 0
        self.submits: Counter[str] = Counter()
        self.keys_leaked = 0

    def start(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        """Work that goes on when the request that asked for it is over."""
        running = asyncio.create_task(work)
        self._running.add(running)
        running.add_done_callback(self._running.discard)
        return running

    async def settled(self) -> None:
        """Wait until nothing is worked on; for tests. A task that is stuck is not worked on."""
        while self._running:
            await asyncio.wait(self._running)

    async def wait(self, seconds: float) -> None:
        """Pass some time, at this world's pace."""
        await asyncio.sleep(seconds * self.pace)

    def add(self, task: Task) -> None:
        """Take a task on, and its price."""
        task.created = self.now()
        self.tasks[task.id] = task
        self.credits -= task.cost
        self.submits[task.kind] += 1

    def keep(self, content: bytes, suffix: str, mime: str, *, lives_s: float = DAY_S) -> str:
        """Serve these bytes; the address, which nobody can guess."""
        path = self.new_path(suffix)
        path.write_bytes(content)
        return self.serve(path, mime, lives_s=lives_s)

    def new_path(self, suffix: str) -> Path:
        """A place for a file."""
        return self.folder / f"{secrets.token_hex(12)}{suffix}"

    def serve(self, path: Path, mime: str, *, lives_s: float = DAY_S) -> str:
        """Serve the file at this path; its address."""
        self.files[path.name] = StoredFile(path=path, mime=mime, until=self.now() + lives_s)
        return f"{self.public_url}{CDN}{path.name}"

    def file(self, name: str) -> StoredFile | None:
        """The file of this name, while it lives."""
        stored = self.files.get(name)
        return stored if stored and stored.until > self.now() else None

    def own_file(self, url: str) -> StoredFile | None:
        """The file behind an address of this server."""
        prefix = f"{self.public_url}{CDN}"
        return self.file(url.removeprefix(prefix)) if url.startswith(prefix) else None

    def books(self) -> Mapping[str, JsonValue]:
        """What was asked and charged, so that a test can count."""
        return {
            "submits": dict(self.submits),
            "tasks": {task.id: task.status for task in self.tasks.values()},
            "credits": self.credits,
            "keys_leaked": self.keys_leaked,
        }
