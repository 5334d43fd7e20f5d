"""Soak: people talk to the bot while everything goes wrong that can; then the books are judged.

`python -m benchmarks.soak --turns 300 --seed 7` starts the sandbox and the bot as processes of
their own. The same seed gives the same conversations and the same weather, timing aside. Prints
one JSON object; the exit code is 1 if anything was not as it must be.
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random

from PIL import Image

from benchmarks import soak_judge
from benchmarks.soak_chat import Person
from benchmarks.soak_judge import Evidence
from benchmarks.soak_talk import Step, conversation
from benchmarks.soak_town import Town, found
from sandbox.chat_client import Json

PHOTOS = 4
ANSWERED_WITHIN_S = 90.0
SETTLED_WITHIN_S = 180.0
LAST_WORDS_S = 2.0
NOTED_EVERY_S = 5.0
NO_WISHES = frozenset({"ask", "press"})


async def main() -> int:
    """Talk, settle, judge, print; the exit code."""
    options = _parser().parse_args()
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="soak-") as name:
        folder = options.folder or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        town = await found(folder, options.database, guests=options.guests)
        try:
            evidence = await _talk(town, options, _photos(folder, options.seed))
        finally:
            code = await town.stop()
    wrong = soak_judge.wrong(evidence)
    if code:
        wrong.append(f"the bot or the sandbox ended with {code}")
    figures = {
        "measured": "a soak in all weathers",
        "seed": options.seed,
        "guests": options.guests,
        "took_s": round(time.perf_counter() - started, 1),
        **soak_judge.counts(evidence),
        "wrong": wrong,
    }
    print(json.dumps(figures, ensure_ascii=False))
    return 1 if wrong else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--turns", type=int, default=300, help="of all people together")
    parser.add_argument("--people", type=int, default=10)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--rate", type=float, default=0.3, help="share of the calls with a fault")
    parser.add_argument("--guests", action="store_true", help="each with an account of their own")
    parser.add_argument("--database", metavar="URL", help="an empty one (default: its own)")
    parser.add_argument("--folder", type=Path, help="where the logs are kept (default: nowhere)")
    return parser


def _photos(folder: Path, seed: int) -> Sequence[Path]:
    dice = Random(seed)
    paths = [folder / f"photo-{number}.jpg" for number in range(PHOTOS)]
    for path in paths:
        colour = (dice.randrange(256), dice.randrange(256), dice.randrange(256))
        Image.new("RGB", (480, 640), colour).save(path)
    return paths


async def _talk(town: Town, options: argparse.Namespace, photos: Sequence[Path]) -> Evidence:
    """Let everybody talk at once, in bad weather; then wait in good weather until all is said."""
    plans = [
        conversation(options.seed, number, "zh" if number % 3 == 2 else "en", turns)
        for number, turns in enumerate(_shares(options.turns, options.people))
    ]
    people = [
        Person(town.url, f"Person {number}", "zh" if number % 3 == 2 else "en")
        for number in range(options.people)
    ]
    town.begin_weather(options.seed, options.rate)
    talks = (
        asyncio.to_thread(_converse, town, person, plan, photos)
        for person, plan in zip(people, plans, strict=True)
    )
    prompts: dict[int, Json] = {}
    watching = asyncio.create_task(_note_prompts(town, prompts))
    await asyncio.gather(*talks)
    faults, weather = town.end_faults(), town.end_weather()
    await asyncio.gather(*(asyncio.to_thread(p.wait, SETTLED_WITHIN_S) for p in people))
    await asyncio.gather(*(asyncio.to_thread(p.look, LAST_WORDS_S) for p in people))
    watching.cancel()
    steps = [step for plan in plans for step in plan if step.kind not in NO_WISHES]
    return Evidence(
        chats=[person.chat for person in people],
        books=town.books(),
        weather=weather,
        prompt_calls=[call for _, call in sorted((prompts | town.prompts()).items())],
        telegram_faults=faults,
        wishes=frozenset(step.words for step in steps if step.words),
        from_words=frozenset(step.words for step in steps if step.kind == "from words"),
        log=town.log.read_text("utf-8", "replace"),
    )


async def _note_prompts(town: Town, prompts: dict[int, Json]) -> None:
    """Keep what the sandbox's log of calls is too short for."""
    while True:
        prompts |= await asyncio.to_thread(town.prompts)
        await asyncio.sleep(NOTED_EVERY_S)


def _shares(turns: int, people: int) -> list[int]:
    return [turns // people + (number < turns % people) for number in range(people)]


def _converse(town: Town, person: Person, plan: Sequence[Step], photos: Sequence[Path]) -> None:
    for step in plan:
        if step.storm:
            town.arm(step.storm)
        _do(person, step, photos)
        if step.pause_s is None:
            person.wait(ANSWERED_WITHIN_S)
        else:
            person.look(step.pause_s)


def _do(person: Person, step: Step, photos: Sequence[Path]) -> None:
    if step.press and person.press(step.press):
        return
    if step.kind == "amend":
        person.amend(step.words)
    else:
        person.send(step.words, photos[: step.photos])


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
