"""Crash: people talk to the bot while it is killed again and again; then the books are judged.

`python -m benchmarks.crash --people 200 --kills 100 --seed 7` starts the sandbox and the bot as
processes of their own, with the real database. The same seed gives the same conversations and the
same dice for the kills, timing aside. Prints one JSON object; the exit code is 1 if anything was
not as it must be.
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from PIL import Image

from benchmarks.crash_bots import Bots
from benchmarks.soak_chat import Chat, Person
from benchmarks.soak_judge import DONE, STOPPED, UNSURE
from benchmarks.soak_town import SHORT_WAITS, Sandbox, open_sandbox
from bot.texts import LANGUAGES, say
from sandbox.chat_client import Json

AT_ONCE = 10
ANSWERED_WITHIN_S = 240.0
SETTLED_WITHIN_S = 240.0
NOTED_EVERY_S = 3.0
#: What each person says, in order; `{mark}` is like no other, so that a repeat can be told.
TALKS: Sequence[Sequence[str]] = (
    ("PHOTO turn this image into a 1-second square clip, {mark}", "export", "/status"),
    ("PHOTO", "add the title '{mark}'", "export"),
    ("make a 1-second square video of a red balloon, {mark}", "make it brighter, {mark} two"),
    ("/flux a lighthouse, {mark}", "/credits"),
    ("/engine local", "PHOTO animate this, 2 seconds, {mark}"),
    ("/animate a red balloon, {mark}", "/help"),
    ("PHOTO", "say nothing and add the title '{mark}'", "/export"),
)
MADE = tuple(say("made", language, seconds=0).split("0")[0] for language in LANGUAGES)
#: The services whose orders are paid, and the field of the words.
PAID = {"bfl": "prompt", "runway": "promptText"}


async def main() -> int:
    """Talk under fire, settle, judge, print; the exit code."""
    options = _parser().parse_args()
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="crash-") as name:
        folder = options.folder or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        sandbox = await open_sandbox(folder)
        commands = [("work",)] * options.workers + [("receive",)] if options.workers else [()]
        settings = {**sandbox.settings, **SHORT_WAITS, "DATA_DIR": str(folder / "data")}
        settings |= {"DATABASE_URL": options.database} if options.database else {}
        bots = Bots(commands=commands, settings=settings, folder=folder, dice=Random(options.seed))
        try:
            await bots.start()
            evidence = await _talk(sandbox, bots, options, _photo(folder))
        finally:
            code = await bots.stop()
            await sandbox.stop()
    wrong = [
        words for judge in (_answers, _paid_once, _films, _renders) for words in judge(evidence)
    ]
    if code:
        wrong.append(f"a bot ended with {code}")
    figures = {
        "measured": "a talk under fire",
        "seed": options.seed,
        "took_s": round(time.perf_counter() - started, 1),
        "people": options.people,
        "workers": options.workers,
        "kills": bots.kills,
        "kills_within_a_second": bots.early,
        "freezes": bots.freezes,
        **_counts(evidence),
        "wrong": wrong,
    }
    print(json.dumps(figures, ensure_ascii=False))
    return 1 if wrong else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crash", description=__doc__)
    parser.add_argument("--people", type=int, default=200, help="each has one conversation")
    parser.add_argument("--kills", type=int, default=100, help="at least so many")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--workers", type=int, default=0, help="so many apart (default: all in one)"
    )
    parser.add_argument("--database", metavar="URL", help="an empty one (default: its own)")
    parser.add_argument("--folder", type=Path, help="where the logs are kept (default: nowhere)")
    return parser


def _photo(folder: Path) -> Path:
    path = folder / "photo.jpg"
    Image.effect_noise((240, 320), 40).convert("RGB").save(path)
    return path


class Evidence:
    """The chats, and what the services have in their books."""

    def __init__(self, chats: Sequence[Chat], books: Json, orders: dict[str, dict[int, Json]]):
        self.chats = chats
        self.books = books
        self.orders = orders


async def _talk(sandbox: Sandbox, bots: Bots, options: argparse.Namespace, photo: Path) -> Evidence:
    """Everybody talks, so many at once; the fire ends with the last talk."""
    over = asyncio.Event()
    orders: dict[str, dict[int, Json]] = {service: {} for service in PAID}
    watching = asyncio.create_task(_note_orders(sandbox, orders))
    firing = asyncio.create_task(bots.fire(over, options.kills))
    room = asyncio.Semaphore(AT_ONCE)
    chats: list[Chat] = []

    async def one(number: int) -> None:
        async with room:
            person = await asyncio.to_thread(Person, sandbox.url, f"Person {number}", "en")
            chats.append(person.chat)
            await asyncio.to_thread(_converse, person, number, photo)
            people.append(person)

    people: list[Person] = []
    await asyncio.gather(*(one(number) for number in range(options.people)))
    over.set()
    await firing
    for person in people:
        await asyncio.to_thread(person.wait, SETTLED_WITHIN_S)
    watching.cancel()
    await _look_at_orders(sandbox, orders)
    books: Json = await asyncio.to_thread(sandbox.control.call, "GET", "/books")
    return Evidence(chats, books, orders)


def _converse(person: Person, number: int, photo: Path) -> None:
    for line in TALKS[number % len(TALKS)]:
        photos = [photo] if line.startswith("PHOTO") else []
        words = line.removeprefix("PHOTO").strip().format(mark=f"Kiwi {number:04}")
        person.send(words, photos)
        person.wait(ANSWERED_WITHIN_S)


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


def _answers(evidence: Evidence) -> Iterator[str]:
    for chat in evidence.chats:
        for said in chat.unanswered():
            yield f"{chat.name}: not answered: {said.what} {said.ids}"
        for card in chat.open_cards():
            yield f"{chat.name}: still open: {card['text'][:80]!r} ({card['id']})"


def _paid_once(evidence: Evidence) -> Iterator[str]:
    prompts = Counter(
        text for texts in evidence.books["nemo"]["prompts"].values() for text in texts
    )
    for text, count in prompts.items():
        if count > 1:
            yield f"a prompt was worked on {count} times: {text}"
    for service, words in PAID.items():
        sent = Counter(call["body"][words] for call in evidence.orders[service].values())
        for text, count in sent.items():
            if count > 1:
                yield f"{service} got an order {count} times: {text}"


def _films(evidence: Evidence) -> Iterator[str]:
    """Each export or making that is called done has its video, and at most one more."""
    for chat in evidence.chats:
        videos: Counter[int] = Counter()
        done: Counter[int] = Counter()
        unclear: Counter[int] = Counter()
        for message in chat.by_bot():
            asked = message["reply_to"]["id"] if message["reply_to"] else 0
            last = message["text"].rpartition("\n\n")[2]
            if (message["media"] or {}).get("type") in {"video", "photo"}:
                videos[asked] += 1
            elif last.startswith((*DONE, *MADE)):
                done[asked] += 1
            elif last.startswith((*UNSURE, *STOPPED)):
                unclear[asked] += 1
        for asked in done:
            if videos[asked] < done[asked]:
                yield f"{chat.name}: {done[asked]} called done, {videos[asked]} sent (to {asked})"
            if videos[asked] > 2 * (done[asked] + unclear[asked]):
                yield f"{chat.name}: {videos[asked]} sent for {done[asked]} (to {asked})"


def _renders(evidence: Evidence) -> Iterator[str]:
    for render_id, render in evidence.books["nemo"]["renders"].items():
        if render["submitted"] > 1:
            yield f"{render_id} was submitted {render['submitted']} times"
        if render["status"] in {"pending", "processing"}:
            yield f"{render_id} is still {render['status']}"
    for job_id, state in evidence.books["runway"]["states"].items():
        if state not in {"SUCCEEDED", "FAILED", "CANCELLED"}:
            yield f"Runway's {job_id} is still {state}"


def _counts(evidence: Evidence) -> Json:
    chats = evidence.chats
    texts = [message["text"] for chat in chats for message in chat.by_bot()]
    media = Counter((m["media"] or {}).get("type") for chat in chats for m in chat.by_bot())
    renders = evidence.books["nemo"]["renders"].values()
    return {
        "messages": sum(len(chat.said) for chat in chats),
        "unanswered": sum(len(chat.unanswered()) for chat in chats),
        "prompts": evidence.books["nemo"]["prompts_total"],
        "orders": {service: len(calls) for service, calls in evidence.orders.items()},
        "renders": dict(Counter(render["status"] for render in renders)),
        "videos": media["video"],
        "pictures": media["photo"],
        "unsure": sum(text.startswith(_UNSURE) for text in texts),
        "confessed": sum(text.startswith(_BROKE) for text in texts),
    }


_UNSURE = tuple(say("making-failed-unsure", language)[:30] for language in LANGUAGES)
_BROKE = tuple(say("error-unknown", language, id="0").split("0")[0] for language in LANGUAGES)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
