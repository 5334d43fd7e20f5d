"""From the start of a process to its end, which a signal asks for and ten seconds see."""

import asyncio
import os
import signal

import structlog

from bot.app import Role, run
from bot.settings import Settings

STOP_WITHIN_S = 9.0

log = structlog.get_logger()


async def live(settings: Settings, role: Role, *, forget_old_key: bool = False) -> None:
    """Run until SIGINT or SIGTERM. Raises what `run` does."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    work = asyncio.create_task(run(settings, stop, role, forget_old_key=forget_old_key))
    await asyncio.wait({work, asyncio.create_task(stop.wait())}, return_when="FIRST_COMPLETED")
    # What cannot end in time is taken up again by the next start, as after a crash.
    done, _ = await asyncio.wait({work}, timeout=STOP_WITHIN_S)
    if not done:
        log.error("stop_took_too_long", limit_s=STOP_WITHIN_S)
        os._exit(1)
    work.result()
