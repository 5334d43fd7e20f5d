"""A worker in a process of its own, for tests that kill or freeze it.

Arguments: the database, the seconds after which a frozen worker counts as dead.
"""

import asyncio
import os
import signal
import sys

from procrastinate import JobContext

from bot.engine import Engine
from bot.store.pool import open_pool


async def main(url: str, dead_after_s: float) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with open_pool(url) as pool:
        engine = Engine(pool, dead_after_s=dead_after_s, max_attempts=3, last_word="last_word")

        async def note(job_id: int | None, event: str) -> None:
            async with pool.connection() as conn:
                await conn.execute(
                    "INSERT INTO journal (job_id, pid, event) VALUES (%s, %s, %s)",
                    (job_id, os.getpid(), event),
                )

        async def work(context: JobContext, seconds: list[float]) -> None:
            """Take so long at the first attempt, so long at the second, and no time after that."""
            await note(context.job.id, "start")
            await asyncio.sleep([*seconds, 0, 0][context.job.attempts])
            async with engine.transaction(context.job) as conn:
                await conn.execute(
                    "INSERT INTO journal (job_id, pid, event) VALUES (%s, %s, 'done')",
                    (context.job.id, os.getpid()),
                )

        async def die(context: JobContext) -> None:
            await note(context.job.id, "start")
            os.kill(os.getpid(), signal.SIGKILL)

        async def last_word(context: JobContext, task: str, args: object, status: str) -> None:
            await note(context.job.id, f"{task} {args} {status}")

        engine.register("work", work, queue="work")
        engine.register("die", die, queue="work")
        engine.register("last_word", last_word, queue="work")
        await engine.run_workers({"work": 4}, stop)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], float(sys.argv[2])))
