"""The bot's processes under fire: killed at random moments, and started again at once."""

import asyncio
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from benchmarks.crash_database import Ordinary
from benchmarks.environment import UNBUFFERED, inherited

# How long all are left alone once they are at work; some die before, while they start.
SHORTEST_S, LONGEST_S = 0.2, 14.0
DIES_YOUNG, YOUNG_S = 0.2, 0.9
READY = b" ready "
READY_WITHIN_S = 60.0
FROZEN, FROZEN_FROM_S, FROZEN_TO_S = 0.15, 4.0, 28.0
STOP_WITHIN_S = 20.0
RESTARTED_AFTER = 0.4


@dataclass(slots=True, kw_only=True)
class Bots:
    """Processes that do the bot's work; each is started by one of `commands`."""

    commands: Sequence[tuple[str, ...]]
    settings: Mapping[str, str]
    folder: Path
    dice: Random
    running: list[Process] = field(default_factory=list)
    kills: int = 0
    freezes: int = 0
    restarts: int = 0
    """How often the database was restarted."""
    early: int = 0
    """Kills within a second of a start."""
    _started_at: int = 0

    @property
    def log(self) -> Path:
        """What all of them have logged."""
        return self.folder / "bots.log"

    async def start(self) -> None:
        """Start all."""
        self.running = [await self._start(command) for command in self.commands]

    async def fire(self, until: asyncio.Event, kills: int, database: Ordinary | None) -> None:
        """Kill one after another, at least so often, until it is over."""
        while not until.is_set() or self.kills < kills:
            if database and self.kills > kills * RESTARTED_AFTER and not self.restarts:
                self.restarts += 1
                await database.restart()
            at = self.dice.randrange(len(self.commands))
            young = self.dice.random() < DIES_YOUNG
            if young:
                await asyncio.sleep(self.dice.uniform(0.05, YOUNG_S))
            else:
                await self._at_work()
                longest_s = LONGEST_S / len(self.commands) ** 0.5
                await asyncio.sleep(self.dice.uniform(SHORTEST_S, longest_s))
            if len(self.commands) > 1 and self.dice.random() < FROZEN:
                await self._freeze(at)
            else:
                await self._kill(at)
                self.early += young

    async def _at_work(self) -> None:
        """Wait until the process that was started last says that it works."""
        await self._heard(1, since=self._started_at)

    async def all_at_work(self) -> None:
        """Wait until each of them has said that it works."""
        await self._heard(len(self.commands), since=0)

    async def _heard(self, times: int, *, since: int) -> None:
        for _ in range(round(READY_WITHIN_S / 0.1)):
            if self.log.read_bytes()[since:].count(READY) >= times:
                return
            await asyncio.sleep(0.1)

    async def stop(self) -> int:
        """SIGTERM to all; the worst exit code."""
        for process in self.running:
            with suppress(ProcessLookupError):
                process.terminate()
        ended = [asyncio.wait_for(process.wait(), STOP_WITHIN_S) for process in self.running]
        return max(await asyncio.gather(*ended))

    async def _start(self, command: tuple[str, ...]) -> Process:
        self._started_at = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as output:
            return await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", *command),
                env=inherited({**self.settings, **UNBUFFERED}),
                cwd=self.folder,  # where no .env is
                stdout=output,
                stderr=output,
            )

    async def _kill(self, at: int) -> None:
        process = self.running[at]
        with suppress(ProcessLookupError):
            process.kill()
            self.kills += 1
        await process.wait()
        self.running[at] = await self._start(self.commands[at])

    async def _freeze(self, at: int) -> None:
        """Hold a process until others have taken over its work, then let it wake up."""
        process = self.running[at]
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGSTOP)
            self.freezes += 1
            await asyncio.sleep(self.dice.uniform(FROZEN_FROM_S, FROZEN_TO_S))
            process.send_signal(signal.SIGCONT)
