"""The sandbox and the bot as processes, for the soak; it knows nothing of what is said to them."""

import asyncio
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.environment import UNBUFFERED, inherited
from sandbox.announcement import read_announcement
from sandbox.chat_client import ChatClient, Json

ANY_PORTS = ("--any-port",)
# What a person waits for minutes in life is here over in seconds.
SHORT_WAITS = {
    "LOOK_FIRST_S": "1",
    "LOOK_AGAIN_S": "1",
    "SETTLED_AFTER_S": "0.3",
    "LONGEST_WAIT_S": "20",
}
PACE = "0.1"
READY_WITHIN_S = 90.0
STOP_WITHIN_S = 20.0
LOOK_EVERY_S = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A running sandbox and bot."""

    url: str
    control: ChatClient
    log: Path
    sandbox: Process
    bot: Process

    def books(self) -> Json:
        """What the video service was asked and what it charged."""
        books: Json = self.control.call("GET", "/books")["nemo"]
        return books

    def prompts(self) -> dict[int, Json]:
        """The calls that brought prompts, by id; of all calls the log keeps the last 5000."""
        query = "service=nemo&operation=run_sse&limit=5000"
        calls: list[Json] = self.control.call("GET", f"/calls?{query}")["calls"]
        return {call["id"]: call for call in calls}

    def arm(self, fault: Json) -> None:
        """Let the next call of its kind meet a fault."""
        self.control.call("POST", "/faults", fault)

    def end_faults(self) -> list[Json]:
        """Telegram's faults are over; those that were armed, each with how often it was met."""
        armed: list[Json] = self.control.call("GET", "/faults")["faults"]
        self.control.call("DELETE", "/faults")
        return armed

    def begin_weather(self, seed: int, rate: float) -> None:
        """From now on anything may go wrong at the video service."""
        self.control.call("POST", "/weather", {"seed": seed, "rate": rate})

    def end_weather(self) -> Json:
        """Nothing goes wrong any more; what has gone wrong so far."""
        return self.control.call("DELETE", "/weather")

    async def stop(self) -> int:
        """Stop both in order; the bot's exit code."""
        code = -1
        for process in (self.bot, self.sandbox):
            if process.returncode is None:
                process.terminate()
            code = max(code, await asyncio.wait_for(process.wait(), STOP_WITHIN_S))
        return code


@dataclass(frozen=True, slots=True, kw_only=True)
class Sandbox:
    """A running sandbox, and what a bot is told of it."""

    url: str
    control: ChatClient
    settings: Mapping[str, str]
    process: Process

    async def stop(self) -> int:
        """Stop it; its exit code."""
        if self.process.returncode is None:
            self.process.terminate()
        return await asyncio.wait_for(self.process.wait(), STOP_WITHIN_S)


async def open_sandbox(folder: Path) -> Sandbox:
    """Start the sandbox and wait until it listens."""
    environment = inherited()
    command = ("-m", "sandbox", *ANY_PORTS, "--pace", PACE)
    with (folder / "sandbox.log").open("wb") as errors:
        process = await asyncio.create_subprocess_exec(
            sys.executable, *command, env=environment, stdout=PIPE, stderr=errors
        )
    assert process.stdout
    lines = []
    async for line in process.stdout:
        lines.append(line.decode())
        if line.startswith(b"Open"):
            break
    announced = read_announcement(lines)
    return Sandbox(
        url=announced.settings["TELEGRAM_API_URL"],
        control=ChatClient(announced.control_url),
        settings=announced.settings,
        process=process,
    )


async def found(folder: Path, database: str | None, *, guests: bool) -> Town:
    """Start both and wait until the bot listens. Raises RuntimeError."""
    sandbox = await open_sandbox(folder)
    settings = {**sandbox.settings, **SHORT_WAITS, "DATA_DIR": str(folder / "data")}
    # The talk is with the editing agent.
    settings |= {"LOG_FORMAT": "json", "ENGINE": "nemo"}
    settings |= {"DATABASE_URL": database} if database else {}
    if guests:
        del settings["NEMO_TOKEN"]
    log = folder / "bot.log"
    with log.open("wb") as output:
        bot = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot"),
            env=inherited({**settings, **UNBUFFERED}),
            cwd=folder,  # where no .env is
            stdout=output,
            stderr=output,
        )
    town = Town(url=sandbox.url, control=sandbox.control, log=log, sandbox=sandbox.process, bot=bot)
    end = time.monotonic() + READY_WITHIN_S
    while b'"ready"' not in log.read_bytes():
        if bot.returncode is not None or time.monotonic() > end:
            await town.stop()
            raise RuntimeError(f"the bot did not start: {log.read_text()[-2000:]}")
        await asyncio.sleep(LOOK_EVERY_S)
    return town
