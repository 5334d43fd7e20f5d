"""Crash: people talk to the bot while it is killed again and again; then the books are judged.

`python -m benchmarks.crash --people 200 --kills 100 --seed 7` starts the sandbox and the bot as
processes of their own, with the real database. The same seed gives the same conversations and the
same dice for the kills, timing aside. Prints one JSON object; the exit code is 1 if anything was
not as it must be.
"""

import argparse
import asyncio
import json
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from random import Random

from PIL import Image

from benchmarks.crash_bots import Bots
from benchmarks.crash_database import Ordinary, open_ordinary
from benchmarks.crash_judge import PAID, TABLE, Evidence, counts, wrong
from benchmarks.soak_chat import Person
from benchmarks.soak_town import SHORT_WAITS, Sandbox, open_sandbox
from sandbox.chat_client import Json

AT_ONCE = 10
ANSWERED_WITHIN_S = 240.0
SETTLED_WITHIN_S = 240.0
NOTED_EVERY_S = 3.0
PHOTO = "photo.jpg"
#: What each person says, in order; `{mark}` is like no other, so that a repeat can be told.
TALKS: Sequence[Sequence[str]] = (
    ("PHOTO turn this image into a 1-second square clip, {mark}", "export", "/status"),
    ("PHOTO", "add the title '{mark}'", "export"),
    ("make a 1-second square video of a red balloon, {mark}", "make it brighter, {mark} two"),
    ("/flux a lighthouse, {mark}", "/credits"),
    ("/engine local", "PHOTO animate this, 2 seconds, {mark}"),
    ("/animate a red balloon, {mark}", "/help"),
    ("PHOTO", "say nothing and add the title '{mark}'", "/export"),
    ("TABLE a heron, {mark}", "PRESS button-batch-go"),
)
ROWS = "prompt,engine,duration\n{0} one,flux,\n{0} two,flux,\n{0} three,local,1\n"


async def main() -> int:
    """Talk under fire, settle, judge, print; the exit code."""
    options = _parser().parse_args()
    started = time.perf_counter()
    if task := asyncio.current_task():  # whoever ends this ends all that it started
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    async with AsyncExitStack() as stack:
        folder = options.folder or Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="crash-"))
        )
        folder.mkdir(parents=True, exist_ok=True)
        database = None
        if options.ordinary:
            apart = tempfile.TemporaryDirectory(prefix="crash-database-")
            place = Path(stack.enter_context(apart))
            await asyncio.to_thread(place.chmod, 0o711)  # the server has an account of its own
            database = await open_ordinary(place / "database")
            stack.push_async_callback(database.stop)
        sandbox = await open_sandbox(folder)
        stack.push_async_callback(sandbox.stop)
        commands = [("work",)] * options.workers + [("receive",)] if options.workers else [()]
        settings = {**sandbox.settings, **SHORT_WAITS, "DATA_DIR": str(folder / "data")}
        settings |= {"DATABASE_URL": database.url} if database else {}
        bots = Bots(commands=commands, settings=settings, folder=folder, dice=Random(options.seed))
        try:
            await bots.start()
            evidence = await _talk(sandbox, bots, database, options, folder)
        finally:
            code = await bots.stop()
    found = [*wrong(evidence), *([f"a bot ended with {code}"] if code else [])]
    figures = {
        "measured": "a talk under fire",
        "seed": options.seed,
        "took_s": round(time.perf_counter() - started, 1),
        "people": options.people,
        "workers": options.workers,
        "kills": bots.kills,
        "kills_within_a_second": bots.early,
        "freezes": bots.freezes,
        "database_restarts": bots.restarts,
        **counts(evidence),
        "wrong": found,
    }
    print(json.dumps(figures, ensure_ascii=False))
    return 1 if found else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crash", description=__doc__)
    parser.add_argument("--people", type=int, default=200, help="each has one conversation")
    parser.add_argument("--kills", type=int, default=100, help="at least so many")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--workers", type=int, default=0, help="so many apart (default: all in one)"
    )
    parser.add_argument(
        "--ordinary",
        action="store_true",
        help="on this machine's PostgreSQL, restarted in the middle (default: the built-in one)",
    )
    parser.add_argument("--folder", type=Path, help="where the logs are kept (default: nowhere)")
    return parser


async def _talk(
    sandbox: Sandbox,
    bots: Bots,
    database: Ordinary | None,
    options: argparse.Namespace,
    folder: Path,
) -> Evidence:
    """Everybody talks, so many at once; the fire ends with the last talk."""
    over = asyncio.Event()
    _photo(folder)
    orders: dict[str, dict[int, Json]] = {service: {} for service in PAID}
    room = asyncio.Semaphore(AT_ONCE)
    people: list[Person] = []

    async def one(number: int) -> None:
        async with room:
            person = await asyncio.to_thread(Person, sandbox.url, f"Person {number}", "en")
            people.append(person)
            await asyncio.to_thread(_converse, person, number, folder)

    async with asyncio.TaskGroup() as group:
        watching = group.create_task(_note_orders(sandbox, orders))
        firing = group.create_task(bots.fire(over, options.kills, database))
        await asyncio.gather(*(one(number) for number in range(options.people)))
        over.set()
        await firing
        for person in people:
            await asyncio.to_thread(person.wait, SETTLED_WITHIN_S)
        watching.cancel()
    await _look_at_orders(sandbox, orders)
    books: Json = await asyncio.to_thread(sandbox.control.call, "GET", "/books")
    return Evidence(chats=[person.chat for person in people], books=books, orders=orders)


def _converse(person: Person, number: int, folder: Path) -> None:
    for line in TALKS[number % len(TALKS)]:
        words = line.format(mark=f"Kiwi {number:04}")
        kind, _, rest = words.partition(" ")
        if kind == "PHOTO":
            person.send(rest, [folder / PHOTO])
        elif kind == "TABLE":
            table = folder / f"{number}.csv"
            table.write_text(ROWS.format(rest.replace(",", "")), "utf-8")
            person.send_file(TABLE, table)
        elif kind == "PRESS":
            person.press([rest])
        else:
            person.send(words, ())
        person.wait(ANSWERED_WITHIN_S)


def _photo(folder: Path) -> None:
    Image.effect_noise((240, 320), 40).convert("RGB").save(folder / PHOTO)


async def _note_orders(sandbox: Sandbox, orders: dict[str, dict[int, Json]]) -> None:
    """Keep what the sandbox's log of calls is too short for."""
    while True:
        await _look_at_orders(sandbox, orders)
        await asyncio.sleep(NOTED_EVERY_S)


async def _look_at_orders(sandbox: Sandbox, orders: dict[str, dict[int, Json]]) -> None:
    for service, words in PAID.items():
        query = f"/calls?service={service}&limit=5000"
        calls: list[Json] = (await asyncio.to_thread(sandbox.control.call, "GET", query))["calls"]
        orders[service] |= {
            call["id"]: call
            for call in calls
            if isinstance(call["body"], dict) and call["body"].get(words)
        }


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
