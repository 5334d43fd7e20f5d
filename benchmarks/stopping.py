"""Measures a stop in the middle of a long render: how soon everything is out, and what comes then.

Run with `python -m benchmarks.stopping [--render-s N]` (600 is ten minutes). SIGTERM comes a few
seconds after the render began, and the bot is started again at once. Prints one JSON object; the
exit code is 1 if the film did not come, came twice, or was rendered twice.
"""

import argparse
import asyncio
import json
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from PIL import Image

from benchmarks.crash_bots import Bots
from benchmarks.soak_chat import Person
from benchmarks.soak_town import SHORT_WAITS, Sandbox, open_sandbox
from bot.store.postgres import EmbeddedPostgres
from sandbox.chat_client import Json

WISH = "turn this image into a 2-second square clip"
INTO_THE_RENDER_S = 5.0
BEGUN_WITHIN_S = 60.0
LATE_S = 60.0


async def main() -> int:
    """Print the figures; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stopping", description=__doc__)
    parser.add_argument("--render-s", type=float, default=30.0)
    render_s = parser.parse_args().render_s
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as name,
        EmbeddedPostgres(Path(name) / "postgres") as server,
    ):
        folder = Path(name)
        Image.effect_noise((240, 320), 40).convert("RGB").save(folder / "photo.jpg")
        sandbox = await open_sandbox(folder)
        settings = {**sandbox.settings, **SHORT_WAITS, "DATA_DIR": str(folder / "data")}
        settings |= {"DATABASE_URL": server.url, "ENGINE": "nemo"}
        commands = [("receive",), ("work",), ()]
        bots = Bots(commands=commands, settings=settings, folder=folder, dice=Random(0))
        await bots.start()
        try:
            await bots.all_at_work()
            figures = await _stopped(sandbox, bots, folder / "photo.jpg", render_s)
        finally:
            await bots.stop()
            await sandbox.stop()
    print(json.dumps(figures))
    return 0 if figures["videos"] == figures["submits"] == 1 else 1


async def _stopped(sandbox: Sandbox, bots: Bots, photo: Path, render_s: float) -> Json:
    slow = {"service": "nemo", "operation": "render.submit", "kind": "backend"}
    body = {**slow, "value": f"for={render_s}"}
    await asyncio.to_thread(sandbox.control.call, "POST", "/faults", body)
    person = await asyncio.to_thread(Person, sandbox.url, "Ann", "en")
    await asyncio.to_thread(person.send, WISH, [photo])
    for _ in range(round(BEGUN_WITHIN_S / 0.1)):
        if await _submits(sandbox):
            break
        await asyncio.sleep(0.1)
    begun = time.perf_counter()
    await asyncio.sleep(INTO_THE_RENDER_S)
    asked = time.perf_counter()
    code = await bots.stop()
    stopped_s = time.perf_counter() - asked
    await bots.start()
    await asyncio.to_thread(person.wait, render_s + LATE_S)
    videos = [m for m in person.chat.by_bot() if (m["media"] or {}).get("type") == "video"]
    return {
        "measured": "a stop in the middle of a render",
        "render_s": render_s,
        "processes": len(bots.commands),
        "exit_code": code,
        "out_after_s": round(stopped_s, 2),
        "answered_after_s": round(time.perf_counter() - begun, 1),
        "submits": await _submits(sandbox),
        "videos": len(videos),
    }


async def _submits(sandbox: Sandbox) -> int:
    books = await asyncio.to_thread(sandbox.control.call, "GET", "/books")
    return sum(render["submitted"] for render in books["nemo"]["renders"].values())


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
