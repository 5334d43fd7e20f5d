"""Everything the sandbox's NemoVideo remembers, in memory and one folder; knows no HTTP."""

import asyncio
import secrets
import shutil
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path

from sandbox.faults import Faults
from sandbox.nemo.accounts import PER_ADDRESS, Accounts
from sandbox.nemo.books import Books
from sandbox.nemo.project import Project
from sandbox.nemo.renders import Renders

CDN = "/cdn/"


@dataclass(slots=True, kw_only=True)
class Session:
    """One project of one user. `number` counts sessions from 1, so that dice fall the same way.

    `prompts` counts its messages.
    `turn` is held while a message is worked on: turns of a session follow each other.
    """

    id: str
    task_id: str
    task_name: str
    owner: str
    language: str
    number: int
    project: Project = field(default_factory=Project)
    prompts: int = 0
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """An uploaded or generated file, and the URL it is served at."""

    path: Path
    url: str
    mime: str


class World:
    """Users, sessions, files, renders and books. `pace` scales every wait; 0 means none."""

    def __init__(
        self,
        *,
        public_url: str,
        folder: Path,
        faults: Faults,
        seed: int,
        pace: float,
        now: Callable[[], float] = time.time,
        tokens_per_address: int = PER_ADDRESS,
    ) -> None:
        self.public_url = public_url.rstrip("/")
        self.folder = folder
        self.faults = faults
        self.seed = seed
        self.pace = pace
        self._now = now
        self._tokens_per_address = tokens_per_address
        self._tasks: set[asyncio.Task[None]] = set()
        self.forget()

    def forget(self) -> None:
        """Begin anew: no users but the registered one, no sessions, files or renders."""
        for task in self._tasks:
            task.cancel()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self._files: dict[str, StoredFile] = {}
        self.accounts = Accounts(self._now, per_address=self._tokens_per_address)
        self.sessions: dict[str, Session] = {}
        self.books = Books()
        self.renders = Renders(folder=self.folder, public_url=self.public_url, find=self.find)

    def start(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        """Work that goes on when the request that asked for it is over."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def wait(self, seconds: float) -> None:
        """Pass some time, at this world's pace."""
        await asyncio.sleep(seconds * self.pace)

    def open_session(self, *, owner: str, task_name: str, language: str) -> Session:
        """A new, empty session; its id is a string of 19 digits."""
        session = Session(
            id=str(10**18 + secrets.randbelow(9 * 10**18)),
            task_id=secrets.token_hex(12),
            task_name=task_name,
            owner=owner,
            language=language,
            number=len(self.sessions) + 1,
        )
        self.sessions[session.id] = session
        self.books.session(session.id)
        return session

    def new_file(self, suffix: str, mime: str) -> StoredFile:
        """A place for a file, with a URL that nobody can guess."""
        name = f"{secrets.token_hex(12)}{suffix}"
        return StoredFile(path=self.folder / name, url=f"{self.public_url}{CDN}{name}", mime=mime)

    def keep(self, stored: StoredFile) -> None:
        """Serve the file from now on."""
        self._files[stored.url] = stored

    def file(self, url: str) -> StoredFile | None:
        """The file behind a URL of this server."""
        return self._files.get(url)

    def find(self, url: str) -> Path | None:
        """The path of the file behind a URL of this server."""
        stored = self._files.get(url)
        return stored.path if stored else None
