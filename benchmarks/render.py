"""Measures one render: five seconds of 1080x1920 from a 12-megapixel photo, title and music.

Run with `python -m benchmarks.render [--runs N]`. Prints wall and CPU seconds and the largest
memory of the process that renders.
"""

import argparse
import asyncio
import multiprocessing
import resource
import tempfile
import time
from pathlib import Path

from studio.render import render
from studio.timeline import AudioSegment, ImageSegment, Mood, TextSegment, Timeline

_LENGTH_MS = 5000


def _photo(path: Path) -> None:
    """Colours, edges and grain: harder to encode than most photographs."""
    import numpy as np
    from PIL import Image

    dice = np.random.default_rng(1)
    small = Image.fromarray(dice.integers(0, 255, (40, 30, 3), dtype=np.uint8))
    large = np.asarray(small.resize((3000, 4000), Image.Resampling.BICUBIC), np.int16)
    grain = dice.normal(0, 6, (4000, 3000, 1)).astype(np.int16)
    Image.fromarray(np.clip(large + grain, 0, 255).astype(np.uint8)).save(path, quality=90)


def _timeline(photo: Path) -> Timeline:
    return Timeline(
        width=1080,
        height=1920,
        pictures=(ImageSegment(start_ms=0, duration_ms=_LENGTH_MS, path=photo),),
        sounds=(AudioSegment(start_ms=0, duration_ms=_LENGTH_MS, mood=Mood.LOFI),),
        titles=(TextSegment(start_ms=0, duration_ms=_LENGTH_MS, text="Summer Sale 夏日 خصم 🎉"),),
    )


async def _measure(folder: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    rendered = await render(
        _timeline(folder / "photo.jpg"), folder / "out.mp4", poster=folder / "out.jpg"
    )
    wall_s = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(
        f"wall {wall_s:.2f} s   cpu {cpu_s:.2f} s   "
        f"memory {after.ru_maxrss // 1024} MB   file {rendered.size_bytes // 1024} kB"
    )


def main() -> None:
    """Renders as often as asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    with tempfile.TemporaryDirectory() as folder:
        # In a process apart: a process passes its own peak of memory on to its children.
        maker = multiprocessing.get_context("spawn").Process(
            target=_photo, args=(Path(folder, "photo.jpg"),)
        )
        maker.start()
        maker.join()
        maker.close()
        for _ in range(parser.parse_args().runs):
            asyncio.run(_measure(Path(folder)))


if __name__ == "__main__":
    main()
