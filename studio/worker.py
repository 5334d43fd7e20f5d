"""Runs one job in a process apart, where a hostile file can harm nothing but that process.

It knows how to start, hear and end the process, and not what the jobs do.
"""

import asyncio
import os
import signal
import sys
import tempfile
from asyncio import StreamReader, StreamWriter
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from contextlib import suppress
from typing import IO, cast

from pydantic import ValidationError

from studio.errors import CannotFit, MediaError, Reason, StudioBroken
from studio.jobs import ANSWERS, JOBS, Done, Job, Progress, Refused, Unfit
from studio.media import MediaInfo

_LAST_WORDS_BYTES = 2000


async def run(
    job: Job, *, timeout_s: float, on_progress: Callable[[float], None] | None = None
) -> MediaInfo | None:
    """Does the job and gives what it found out; a cancelled or late job's process is killed.

    Raises:
        MediaError: a source cannot be used, or the job took longer than `timeout_s`.
        CannotFit: a film cannot be made so small.
        StudioBroken: the process ended without an answer.
    """
    with tempfile.TemporaryFile() as last_words:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "studio", stdin=PIPE, stdout=PIPE, stderr=last_words
        )
        try:
            async with asyncio.timeout(timeout_s):
                answer = await _conversation(process, job, on_progress)
                await process.wait()
        except TimeoutError as exc:
            raise MediaError(Reason.TIMEOUT) from exc
        finally:
            if process.returncode is None:
                await _end(process)
        match answer:
            case Done(media=media):
                return media
            case Refused(reason=reason, path=path):
                raise MediaError(reason, path)
            case Unfit(least_bytes=least_bytes):
                raise CannotFit(least_bytes)
            case None:
                raise StudioBroken(f"exit {process.returncode}: {_tail(last_words)}")


async def _conversation(
    process: Process, job: Job, on_progress: Callable[[float], None] | None
) -> Done | Refused | Unfit | None:
    there, back = cast(StreamWriter, process.stdin), cast(StreamReader, process.stdout)
    with suppress(ConnectionError):  # a process that died is found out by its silence
        there.write(JOBS.dump_json(job) + b"\n")
        await there.drain()
    # Our end stays open: when it closes, the process knows that we are gone, and ends.
    final = None
    async for line in back:
        try:
            answer = ANSWERS.validate_json(line)
        except ValidationError:
            return None
        if not isinstance(answer, Progress):
            final = answer
        elif on_progress:
            on_progress(answer.share)
    return final


async def _end(process: Process) -> None:
    with suppress(ProcessLookupError):
        # Not process.kill(): it collects a process that has just ended, before asyncio can.
        os.kill(process.pid, signal.SIGKILL)
    await process.communicate()


def _tail(file: IO[bytes]) -> str:
    size = file.seek(0, 2)
    file.seek(max(0, size - _LAST_WORDS_BYTES))
    return file.read().decode(errors="replace").strip()
