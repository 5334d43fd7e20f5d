"""Measures the main job as a person feels it: from sending a photo to the video in the chat.

The sandbox and the bot run as processes of their own, as in `make demo`.
"""

import asyncio
import json
import re
import statistics
import sys
import tempfile
import time
from asyncio.subprocess import PIPE, Process
from pathlib import Path

from PIL import Image

from benchmarks.environment import inherited
from sandbox.chat_client import ChatClient

RUNS = 3
ANY_PORTS = ("--any-port",)
READY_WITHIN_S = 60
VIDEO_WITHIN_S = 120
WISH = "turn this image into a 5-second clip"


async def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        photo = folder / "photo.jpg"
        Image.effect_noise((1200, 1600), 60).convert("RGB").save(photo, quality=90)
        started = time.perf_counter()
        sandbox = await _start(folder)
        url = await _ready(sandbox)
        ready_s = time.perf_counter() - started
        try:
            runs = [await asyncio.to_thread(_one_video, url, photo, n) for n in range(RUNS)]
        finally:
            sandbox.terminate()
            await sandbox.wait()
    figures = {
        "measured": "photo sent to video in the chat",
        "demo_ready_s": round(ready_s, 2),
        "first_word_s": round(statistics.median(first for first, _ in runs), 3),
        "video_s": round(statistics.median(video for _, video in runs), 2),
        "runs": [round(video, 2) for _, video in runs],
    }
    print(json.dumps(figures))


async def _start(folder: Path) -> Process:
    environment = inherited({"DATA_DIR": str(folder / "data")})
    command = ("-m", "sandbox", "serve", *ANY_PORTS, "--", sys.executable, "-m", "bot")
    return await asyncio.create_subprocess_exec(
        sys.executable, *command, env=environment, stdout=PIPE, stderr=asyncio.subprocess.STDOUT
    )


async def _ready(sandbox: Process) -> str:
    """The address of the sandbox's Telegram, once the bot listens there."""
    url = ""
    assert sandbox.stdout
    async with asyncio.timeout(READY_WITHIN_S):
        async for line in sandbox.stdout:
            if found := re.match(rb"TELEGRAM_API_URL=(\S+)", line):
                url = found[1].decode()
            if b" ready " in line:
                return url
    raise RuntimeError("the bot did not start")


def _one_video(url: str, photo: Path, number: int) -> tuple[float, float]:
    """Seconds to the first message of the bot, and to the video."""
    person = ChatClient(url)
    person.join(f"Person {number}", "en", guess="en")
    events = person.events(person.call("GET", "/chat/state")["cursor"])
    started = time.perf_counter()
    person.send(WISH, [photo], reply_to=None, as_document=False)
    first_s = 0.0
    while (event := events.get(timeout=VIDEO_WITHIN_S)) is not None:
        if event["type"] != "message" or event["message"]["from"] != "bot":
            continue
        first_s = first_s or time.perf_counter() - started
        if (event["message"]["media"] or {}).get("type") == "video":
            return first_s, time.perf_counter() - started
    raise RuntimeError("the sandbox has stopped")


if __name__ == "__main__":
    asyncio.run(main())
