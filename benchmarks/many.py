"""Measures many chats that write many messages at once, to one worker and to several.

Run with `python -m benchmarks.many [--chats N] [--messages N] [--workers 1,2,4]`. Sandbox, receiver
and workers are processes of their own. Telegram's limits are lifted but for the order in a chat, so
that what is measured is ours. Prints one JSON line for each number of workers; the exit code is 1
if a message was lost or answered out of order.
"""

import argparse
import asyncio
import json
import queue
import re
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random

from benchmarks.crash_bots import Bots
from benchmarks.soak_town import SHORT_WAITS, Sandbox, open_sandbox
from bot.store.postgres import EmbeddedPostgres
from sandbox.chat_client import ChatClient, Json

#: One in five changes the film, the others are asked about.
LINES = ("/help", "/cancel", "make it brighter, {mark}", "/help", "/cancel")
CONTROLS = ("/credits", "/cancel", "/status")
CONTROL_EVERY_S = 1.0
ANSWERED_WITHIN_S = 600.0
LIFTED = {"TELEGRAM_CHAT_BURST": "100000", "TELEGRAM_PER_SECOND": "100000", "MOST_WAITING": "1000"}


@dataclass(slots=True)
class Talker:
    """One chat: when each message was sent, and when its first and its last answer came."""

    client: ChatClient
    sent: dict[int, float] = field(default_factory=dict)
    first: dict[int, float] = field(default_factory=dict)
    answered: dict[int, float] = field(default_factory=dict)
    order: list[int] = field(default_factory=list)

    @classmethod
    def new(cls, url: str, name: str) -> "Talker":
        """Somebody who listens from now on."""
        talker = cls(ChatClient(url))
        talker.client.join(name, "en", guess="en")
        news = talker.client.events(0)
        threading.Thread(target=talker._listen, args=(news,), daemon=True).start()
        return talker

    def _listen(self, news: "queue.SimpleQueue[Json | None]") -> None:
        while (event := news.get()) is not None:
            message = event.get("message")
            if not message or message["from"] != "bot" or not message["reply_to"]:
                continue
            about = message["reply_to"]["id"]
            if about not in self.first:
                self.order.append(about)
            self.first.setdefault(about, time.perf_counter())
            self.answered[about] = time.perf_counter()

    def say(self, text: str) -> int:
        """Send words; the message's number."""
        begun = time.perf_counter()
        (message,) = self.client.send(text, (), reply_to=None, as_document=False)
        self.sent[message["id"]] = begun
        return int(message["id"])

    def waited(self, ids: Sequence[int] = ()) -> list[float]:
        """How many seconds each message waited for its first answer."""
        return [self.first[i] - self.sent[i] for i in ids or self.sent if i in self.first]


async def main() -> int:
    """Print the figures; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.many", description=__doc__)
    parser.add_argument("--chats", type=int, default=100)
    parser.add_argument("--messages", type=int, default=30)
    parser.add_argument("--workers", default="1,2,4")
    options = parser.parse_args()
    code = 0
    for workers in map(int, options.workers.split(",")):
        figures = await _measured(workers, options.chats, options.messages)
        print(json.dumps(figures), flush=True)
        code |= bool(figures["lost"] or figures["out_of_order"] or figures["prompts_twice"])
    return code


async def _measured(workers: int, chats: int, messages: int) -> Json:
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as name,
        EmbeddedPostgres(Path(name) / "postgres") as server,
    ):
        folder = Path(name)
        sandbox = await open_sandbox(folder)
        settings = {**sandbox.settings, **SHORT_WAITS, **LIFTED, "ENGINE": "nemo"}
        settings |= {"DATA_DIR": str(folder / "data"), "DATABASE_URL": server.url}
        commands = [("receive",), *[("work",)] * workers]
        bots = Bots(commands=commands, settings=settings, folder=folder, dice=Random(0))
        await bots.start()
        try:
            await bots.all_at_work()
            return await _talk(sandbox, bots, workers, chats, messages)
        finally:
            await bots.stop()
            await sandbox.stop()


async def _talk(sandbox: Sandbox, bots: Bots, workers: int, chats: int, messages: int) -> Json:
    quiet = await asyncio.to_thread(Talker.new, sandbox.url, "Quiet")
    talkers = await asyncio.gather(
        *(asyncio.to_thread(Talker.new, sandbox.url, f"Chat {n}") for n in range(chats))
    )
    for talker in talkers:
        await asyncio.to_thread(talker.say, "/help")
    await _until(lambda: all(talker.first for talker in talkers))
    idle_kb = _memory(bots)
    over = asyncio.Event()
    controls = asyncio.create_task(_ask_for_control(quiet, over))
    begun, cpu = time.perf_counter(), _cpu_s(bots)
    said = await asyncio.gather(
        *(asyncio.to_thread(_flood, talker, n, messages) for n, talker in enumerate(talkers))
    )
    sent_s = time.perf_counter() - begun
    peak_kb = idle_kb

    def all_answered() -> bool:
        nonlocal peak_kb
        peak_kb = max(peak_kb, _memory(bots))
        return all(
            talker.first.keys() >= set(ids) for talker, ids in zip(talkers, said, strict=True)
        )

    await _until(all_answered)
    took_s, cpu = time.perf_counter() - begun, _cpu_s(bots) - cpu
    over.set()
    await controls
    waited = [w for talker, ids in zip(talkers, said, strict=True) for w in talker.waited(ids)]
    orders = [
        [i for i in t.order if i in ids] for t, ids in zip(talkers, map(set, said), strict=True)
    ]
    texts = (await asyncio.to_thread(sandbox.control.call, "GET", "/books"))["nemo"]["prompts"]
    prompts = [text for of_one in texts.values() for text in of_one]
    return {
        "measured": f"{chats} chats with {messages} messages each at once",
        "workers": workers,
        "sent_s": round(sent_s, 1),
        "took_s": round(took_s, 1),
        "messages_per_s": round(len(waited) / took_s, 1),
        "cpu_ms_per_message": round(cpu * 1000 / len(waited), 1),
        "waited_p50_s": round(statistics.median(waited), 2),
        "waited_p99_s": round(statistics.quantiles(waited, n=100)[98], 2),
        "others_controls": len(quiet.waited()),
        "others_controls_p50_s": round(statistics.median(quiet.waited()), 3),
        "others_controls_most_s": round(max(quiet.waited()), 3),
        "idle_mb": round(idle_kb / 1024, 1),
        "kb_per_active_chat": round((peak_kb - idle_kb) / chats, 1),
        "kb_per_idle_chat": round((_memory(bots) - idle_kb) / chats, 1),
        "lost": chats * messages - len(waited),
        "out_of_order": sum(order != ids for order, ids in zip(orders, said, strict=True)),
        "prompts": len(prompts),
        "prompts_twice": len(prompts) - len(set(prompts)),
    }


def _flood(talker: Talker, number: int, messages: int) -> list[int]:
    return [talker.say(LINES[n % len(LINES)].format(mark=f"{number}-{n}")) for n in range(messages)]


async def _ask_for_control(quiet: Talker, over: asyncio.Event) -> None:
    number = 0
    while not over.is_set():
        asked = await asyncio.to_thread(quiet.say, CONTROLS[number % len(CONTROLS)])
        await _until(partial(quiet.first.__contains__, asked))
        number += 1
        await asyncio.sleep(CONTROL_EVERY_S)


async def _until(holds: Callable[[], bool]) -> None:
    end = time.perf_counter() + ANSWERED_WITHIN_S
    while not holds() and time.perf_counter() < end:  # noqa: ASYNC110 -- other threads make it so
        await asyncio.sleep(0.05)


def _memory(bots: Bots) -> int:
    """What all processes of the bot hold that nobody else does, in KiB."""
    return sum(_figure(f"/proc/{p.pid}/smaps_rollup", r"Private_\w+: +(\d+)") for p in bots.running)


def _figure(path: str, pattern: str) -> int:
    return sum(map(int, re.findall(pattern, Path(path).read_text("ascii"))))


def _cpu_s(bots: Bots) -> float:
    """Seconds of processor time that all processes of the bot have used."""
    used = 0
    for process in bots.running:
        fields = Path(f"/proc/{process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        used += int(fields[11]) + int(fields[12])
    return used / 100


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
