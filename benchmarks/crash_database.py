"""An ordinary PostgreSQL of this machine (Debian's, say), with a cluster of its own on loopback."""

import asyncio
import os
import shutil
import socket
from dataclasses import dataclass
from pathlib import Path

ACCOUNT = "postgres"
FOLDERS = "/usr/lib/postgresql"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordinary:
    """A running server."""

    folder: Path
    port: int

    @property
    def url(self) -> str:
        """What DATABASE_URL is to be."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    async def restart(self) -> None:
        """As after a power cut: everybody is thrown out, seconds later it is back."""
        # A tidy stop waits for those who try to connect again and again, for minutes at worst.
        await _run(self.folder, "restart", "-m", "immediate")

    async def stop(self) -> None:
        """Stop it, whoever is still there."""
        await _run(self.folder, "stop", "-m", "immediate")


async def open_ordinary(folder: Path) -> Ordinary:
    """Make a cluster and start it. Raises RuntimeError where no server is installed."""
    await asyncio.to_thread(_own_folder, folder)
    await _run(folder, "initdb", "-o", "--auth=trust --username=postgres --encoding=UTF8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
    await _run(folder, "start", "-o", options)
    return Ordinary(folder=folder, port=port)


def _own_folder(folder: Path) -> None:
    folder.mkdir()
    if os.geteuid() == 0:  # as which it does not run
        shutil.chown(folder, ACCOUNT, ACCOUNT)


def _program() -> str:
    newest = max((str(path) for path in Path(FOLDERS).glob("*/bin/pg_ctl")), default="pg_ctl")
    found = shutil.which(newest)
    if found is None:
        raise RuntimeError("PostgreSQL is not installed here (apt install postgresql)")
    return found


async def _run(folder: Path, *arguments: str) -> None:
    program = await asyncio.to_thread(_program)
    command = [program, "-D", str(folder / "cluster"), "-l", str(folder / "log"), "-w"]
    if os.geteuid() == 0:
        command = ["runuser", "-u", ACCOUNT, "--", *command]
    process = await asyncio.create_subprocess_exec(
        *command, *arguments, cwd="/", stdout=asyncio.subprocess.DEVNULL
    )
    if await process.wait():
        raise RuntimeError(f"pg_ctl {arguments[0]} failed")
