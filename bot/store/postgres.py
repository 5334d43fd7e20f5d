"""Runs the PostgreSQL server that comes in a wheel, so that a fresh machine needs no set-up.

It knows processes, files and locks. What is stored, and who may read it, it must not know.
"""

import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import IO, Self
from urllib.parse import quote

from bot.store.postgres_account import ENVIRONMENT, Account, PostgresError, last_line, program, run

SETTINGS: Mapping[str, str] = MappingProxyType(
    {
        "listen_addresses": "",
        "port": "5432",
        "shared_buffers": "32MB",
        "max_wal_size": "256MB",
        "min_wal_size": "32MB",
        "jit": "off",
        "log_checkpoints": "off",
    }
)
# A new cluster takes 40 MB; on a full disk PostgreSQL dies without saying why.
NEEDED_BYTES = 64 << 20
START_TIMEOUT_S = 60.0
STOP_TIMEOUT_S = 8.0

_STEP_S = 0.02
_INITDB_OPTIONS = (
    *("-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--data-checksums"),
    # The socket's folder is private (0700), so whoever reaches the socket is one of us.
    *("--auth=trust", "--no-instructions"),
)


class EmbeddedPostgres:
    """The server of one data folder, shared by every process that enters it.

    `with EmbeddedPostgres(folder) as server:` starts it or finds it running, and `server.url` is
    good until the block ends; the last process to leave stops it. A server whose processes were
    all killed lives on, and whoever enters next takes it over.

    In `folder`, `cluster/` is PostgreSQL's own and `log` holds its messages. Three empty files are
    only there to be locked (flock), because a lock ends with its process, and a pid file does not:
    `gate` by whoever starts or stops the server, `users` by everyone who uses it, and `server` by
    the server itself, which inherits that lock and holds it as long as any process of it lives.

    Entering may block for some seconds. Raises PostgresError.
    """

    def __init__(self, folder: Path, *, settings: Mapping[str, str] = SETTINGS) -> None:
        self._folder = folder.resolve()
        self._cluster = self._folder / "cluster"
        self._settings = settings
        self._open_files = ExitStack()
        self.url = ""

    def __enter__(self) -> Self:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with self._gate(), ExitStack() as undo:
                users = undo.enter_context(self._open("users"))
                fcntl.flock(users, fcntl.LOCK_SH)
                self._find_or_start()
                self._open_files = undo.pop_all()
        except OSError as exc:
            raise PostgresError(f"{exc.strerror}: {exc.filename or self._folder}") from exc
        # Whole, so that no PGPORT or PGUSER of the environment leads elsewhere.
        place = f"host={quote(str(self._sockets), safe='')}&port={self._settings['port']}"
        self.url = f"postgresql://postgres@/postgres?{place}"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open_files.close()
        # Where the folder was removed meanwhile, the server notices that itself and ends.
        with suppress(FileNotFoundError), self._gate(), self._open("users") as users:
            if _try_lock(users):
                self._stop()

    def runs(self) -> bool:
        """Whether the server is there to be connected to."""
        return self._ready_pid() is not None

    def revive(self) -> None:
        """Start the server again, unless somebody else has; `url` stays good.

        May block for as long as entering. Raises PostgresError.
        """
        try:
            with self._gate():
                self._find_or_start()
        except OSError as exc:
            raise PostgresError(f"{exc.strerror}: {exc.filename or self._folder}") from exc

    @contextmanager
    def _gate(self) -> Iterator[None]:
        with self._open("gate") as gate:
            fcntl.flock(gate, fcntl.LOCK_EX)
            yield

    def _open(self, name: str) -> IO[bytes]:
        # Read-only is enough for flock, and works on files that another user made.
        return os.fdopen(os.open(self._folder / name, os.O_RDONLY | os.O_CREAT, 0o644), "rb")

    def _find_or_start(self) -> None:
        launched = False
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline:
            with self._open("server") as lock:
                if _try_lock(lock):
                    if launched:
                        shutil.rmtree(self._sockets, ignore_errors=True)
                        raise PostgresError(last_line(self._log.read_text("utf-8")))
                    self._launch(lock)
                    launched = True
                elif self._ready_pid() is not None:
                    return
            time.sleep(_STEP_S)  # noqa: TID251 -- before any event loop, and on real processes
        raise PostgresError(
            f"a server holds {self._folder} but does not answer; is it in another container?"
        )

    @property
    def _log(self) -> Path:
        return self._folder / "log"

    @property
    def _sockets(self) -> Path:
        # In /tmp, because a socket's path may have 107 bytes, and because XDG_RUNTIME_DIR goes away
        # at log-out while the server lives on. The name stays the same over restarts, so that who
        # was connected finds the server again, and differs for a copied or remade folder.
        file = (self._folder / "server").stat()
        identity = f"{file.st_dev} {file.st_ino} {file.st_mtime_ns}"
        name = f"image-to-video-{hashlib.sha256(identity.encode()).hexdigest()[:12]}"
        return Path("/tmp", name)  # noqa: S108

    def _ready_pid(self) -> int | None:
        try:
            lines = (self._cluster / "postmaster.pid").read_text("utf-8").splitlines()
            # Line 8 is the status: src/include/utils/pidfile.h in PostgreSQL.
            if len(lines) < 8 or lines[7].strip() != "ready":
                return None
            # The pid may be a zombie's, or someone else's by now: only the folder proves it.
            ours = Path(f"/proc/{int(lines[0])}/cwd").samefile(self._cluster)
        except (FileNotFoundError, ProcessLookupError):
            return None
        return int(lines[0]) if ours and any(self._sockets.glob(".s.PGSQL.*")) else None

    def _launch(self, lock: IO[bytes]) -> None:
        """Start the server, which inherits `lock`. Nobody else is alive in the cluster now."""
        if shutil.disk_usage(self._folder).free < NEEDED_BYTES:
            raise PostgresError(f"less than {NEEDED_BYTES >> 20} MB are free for {self._folder}")
        owner = Account.of(self._cluster)
        run_as = owner.command_prefix(self._folder)
        if not self._cluster.exists():
            self._make_cluster(owner, run_as, lock)
        # Left by a server that was killed, and naming a pid that may be anyone's now.
        (self._cluster / "postmaster.pid").unlink(missing_ok=True)
        shutil.rmtree(self._sockets, ignore_errors=True)
        self._sockets.mkdir(mode=0o700)
        owner.take(self._sockets)
        options = [part for item in self._settings.items() for part in ("-c", "=".join(item))]
        if self._log.exists():
            self._log.replace(self._folder / "log.old")
        with self._log.open("xb") as log:
            # Not our child: it outlives us, and a dead one must not stay as our zombie.
            subprocess.run(
                [
                    *("setsid", "--fork", *run_as, program("postgres")),
                    *("-D", str(self._cluster), "-k", str(self._sockets), *options),
                ],
                check=True,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env=ENVIRONMENT,
                pass_fds=(lock.fileno(),),
            )

    def _make_cluster(self, owner: Account, run_as: list[str], lock: IO[bytes]) -> None:
        # Made aside and renamed, so that a kill in the middle leaves no half cluster.
        new = self._folder / "cluster.new"
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(mode=0o700)
        owner.take(new)
        run([*run_as, program("initdb"), "-D", str(new), *_INITDB_OPTIONS], lock.fileno())
        new.rename(self._cluster)

    def _stop(self) -> None:
        pid = self._ready_pid()
        if pid is None:
            return
        os.kill(pid, signal.SIGINT)  # PostgreSQL's "fast" stop
        deadline = time.monotonic() + STOP_TIMEOUT_S
        with self._open("server") as lock:
            while not _try_lock(lock) and time.monotonic() < deadline:
                time.sleep(_STEP_S)  # noqa: TID251 -- the event loop has ended by now
        shutil.rmtree(self._sockets, ignore_errors=True)


def _try_lock(file: IO[bytes]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
