"""The kinds of jobs that the bot puts down for itself: their names, queues and locks.

A chat's updates are handled in order, and only decide; work that takes time is done in order within
its project; what can be answered at once waits for nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from procrastinate.types import JSONValue
from psycopg import AsyncConnection

from bot.engine import Engine
from bot.store.rows import Batch, Export, Making, Media, Project, Turn
from bot.store.schedules import Firing, Schedule
from wire.clock import Clock


class Task(StrEnum):
    """What a job does; each is carried out by the function of that name in `bot.jobs`."""

    RECEIVE = "receive"
    CONNECT = "connect"
    TAKE_IN = "take_in"
    GATHER = "gather"
    TURN = "turn"
    LOOK = "look"
    RESUME = "resume"
    EXPORT = "export"
    WATCH = "watch"
    STOP_RENDER = "stop_render"
    MAKE = "make"
    STOP_MAKING = "stop_making"
    CHECK_BATCH = "check_batch"
    RUN_BATCH = "run_batch"
    WRITE_BACK = "write_back"
    TOO_SLOW = "too_slow"
    SHOW_ENGINES = "show_engines"
    FIRE_SCHEDULE = "fire_schedule"
    CARRY_OUT = "carry_out"
    TAKE_LOGO = "take_logo"
    SHOW_STATUS = "show_status"
    SHOW_CREDITS = "show_credits"
    ONWARD = "onward"
    LAST_WORD = "last_word"


# Each queue has workers of its own, so that a short job never waits for a long one.
CHAT, QUICK, WORK, OUT = "chat", "quick", "work", "out"
QUEUE_OF = {
    Task.RECEIVE: CHAT,
    Task.CONNECT: WORK,
    Task.TAKE_IN: WORK,
    Task.GATHER: QUICK,
    Task.TURN: WORK,
    Task.LOOK: WORK,
    Task.RESUME: QUICK,
    Task.EXPORT: WORK,
    Task.WATCH: WORK,
    Task.STOP_RENDER: QUICK,
    Task.MAKE: WORK,
    Task.STOP_MAKING: QUICK,
    Task.CHECK_BATCH: WORK,
    Task.RUN_BATCH: WORK,
    Task.WRITE_BACK: OUT,
    Task.TOO_SLOW: QUICK,
    Task.SHOW_ENGINES: QUICK,
    Task.FIRE_SCHEDULE: QUICK,
    Task.CARRY_OUT: CHAT,
    Task.TAKE_LOGO: WORK,
    Task.SHOW_STATUS: QUICK,
    Task.SHOW_CREDITS: QUICK,
    Task.ONWARD: OUT,
    Task.LAST_WORD: QUICK,
}


def queues(work_at_once: int) -> Mapping[str, int]:
    """How many jobs of each queue a process does at a time."""
    return {CHAT: 32, QUICK: 16, WORK: work_at_once, OUT: 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Puts jobs down in the caller's transaction."""

    engine: Engine
    clock: Clock

    async def receive(self, conn: AsyncConnection, chats: Mapping[int, int]) -> None:
        """Handle updates (ids with their chats), each after all earlier ones of its chat."""
        jobs: list[tuple[Mapping[str, JSONValue], str]] = [
            ({"update_id": update_id, "chat_id": chat_id}, f"chat:{chat_id}")
            for update_id, chat_id in chats.items()
        ]
        await self.engine.defer_all(conn, Task.RECEIVE, jobs)

    async def connect(
        self, conn: AsyncConnection, project: Project, card_id: int, text_id: str
    ) -> None:
        """Open the project's session, and say so in the card with the text of this id."""
        args: dict[str, JSONValue] = {
            "project_id": project.id,
            "card_id": card_id,
            "text_id": text_id,
        }
        await self._put(conn, Task.CONNECT, args, lock=_project(project.id))

    async def take_in(self, conn: AsyncConnection, file: Media) -> None:
        """Fetch a file, look at it, and hand it on."""
        args = {"media_id": file.id}
        await self._put(conn, Task.TAKE_IN, args, lock=_project(file.project_id))

    async def gather(self, conn: AsyncConnection, album: str, *, after_s: float) -> None:
        """See later whether an album is complete; one look that waits already is enough."""
        await self._put(conn, Task.GATHER, {"album": album}, once=f"album:{album}", after_s=after_s)

    async def turn(self, conn: AsyncConnection, turn: Turn) -> int | None:
        """Hand a wish to the editing agent; the job's id."""
        args = {"turn_id": turn.id}
        return await self._put(conn, Task.TURN, args, lock=_project(turn.project_id))

    async def look(self, conn: AsyncConnection, turn: Turn, *, after_s: float) -> None:
        """Look later what became of a wish whose answer was lost."""
        once = f"look:{turn.id}"
        await self._put(conn, Task.LOOK, {"turn_id": turn.id}, once=once, after_s=after_s)

    async def resume(self, conn: AsyncConnection, work: Turn | Export, *, after_s: float) -> None:
        """Take up a wish or a video later, because the video service asked for patience."""
        name = "turn_id" if isinstance(work, Turn) else "export_id"
        await self._put(conn, Task.RESUME, {name: work.id}, after_s=after_s)

    async def export(self, conn: AsyncConnection, export: Export) -> int | None:
        """Render the timeline as it is after all earlier wishes; the job's id."""
        args = {"export_id": export.id}
        return await self._put(conn, Task.EXPORT, args, lock=_project(export.project_id))

    async def watch(self, conn: AsyncConnection, export: Export, *, after_s: float) -> None:
        """Take an export's next step, without holding up the project's other work."""
        lock = f"export:{export.id}"
        # One that waits already is enough, so that a repeat after a crash starts no second chain.
        await self._put(
            conn, Task.WATCH, {"export_id": export.id}, lock=lock, once=lock, after_s=after_s
        )

    async def stop_render(self, conn: AsyncConnection, export: Export) -> None:
        """Tell the video service that a render is not wanted any more."""
        await self._put(conn, Task.STOP_RENDER, {"export_id": export.id})

    async def make(self, conn: AsyncConnection, making: Making, *, after_s: float = 0) -> None:
        """Take what an engine makes one step further."""
        # One that waits already is enough; news bring it forward.
        lock = making_lock(making.id)
        args = {"making_id": making.id}
        await self._put(conn, Task.MAKE, args, lock=lock, once=lock, after_s=after_s)

    async def make_now(self, conn: AsyncConnection, making_id: int) -> None:
        """There is news of what an engine makes: the planned step is due now."""
        await self.engine.hasten(conn, making_lock(making_id))

    async def stop_making(self, conn: AsyncConnection, making: Making) -> None:
        """Tell an engine that its work is not wanted any more."""
        await self._put(conn, Task.STOP_MAKING, {"making_id": making.id})

    async def check_batch(self, conn: AsyncConnection, batch: Batch) -> None:
        """Read a table of prompts, and say what it would take."""
        lock = batch_lock(batch.id)
        await self._put(conn, Task.CHECK_BATCH, {"batch_id": batch.id}, lock=lock)

    async def run_batch(self, conn: AsyncConnection, batch_id: int, *, after_s: float = 0) -> None:
        """Take a batch one step further; one step that waits is enough."""
        lock, args = batch_lock(batch_id), {"batch_id": batch_id}
        await self._put(conn, Task.RUN_BATCH, args, lock=lock, once=lock, after_s=after_s)

    async def run_batch_now(self, conn: AsyncConnection, batch_id: int) -> None:
        """Something has ended that a batch waits for: its planned step is due now."""
        await self.engine.hasten(conn, batch_lock(batch_id))

    async def write_back(self, conn: AsyncConnection, batch: Batch, *, after_s: float = 0) -> None:
        """Write into the table's own pages what became of its rows."""
        # Named otherwise than a batch's own jobs: what goes wrong with it does not end the batch.
        lock, args = f"write_back:{batch.id}", {"table_id": batch.id}
        await self._put(conn, Task.WRITE_BACK, args, lock=lock, once=lock, after_s=after_s)

    async def too_slow(self, conn: AsyncConnection, turn: Turn, *, after_s: float) -> None:
        """See later whether the editing agent was too slow with a plain clip."""
        once = f"slow:{turn.id}"
        await self._put(conn, Task.TOO_SLOW, {"turn_id": turn.id}, once=once, after_s=after_s)

    async def fire(self, conn: AsyncConnection, schedule: Schedule, *, anew: bool = False) -> None:
        """Look at a schedule when it is due; one look that waits is enough.

        `anew`: it may be due earlier than that one thinks.
        """
        lock = f"schedule:{schedule.id}"
        args = {"schedule_id": schedule.id, "chat_id": schedule.chat_id}
        wait_s = max((schedule.next_at - self.clock.now()).total_seconds(), 0)
        await self._put(conn, Task.FIRE_SCHEDULE, args, lock=lock, once=lock, after_s=wait_s)
        if anew:
            await self.engine.hasten(conn, lock)

    async def carry_out(self, conn: AsyncConnection, firing: Firing, chat_id: int) -> None:
        """Do what a schedule says, after all that came before in its chat."""
        args = {"firing_id": firing.id, "chat_id": chat_id}
        await self._put(conn, Task.CARRY_OUT, args, lock=f"chat:{chat_id}")

    async def take_logo(
        self, conn: AsyncConnection, project: Project, message_id: int, *, file_id: str, path: str
    ) -> None:
        """Keep a picture as the chat's logo: one to be fetched, or one that is here at `path`."""
        args: dict[str, JSONValue] = {
            "project_id": project.id,
            "message_id": message_id,
            "file_id": file_id,
            "path": path,
        }
        lock = f"logo:{project.chat_id}:{project.thread_id}"
        await self._put(conn, Task.TAKE_LOGO, args, lock=lock)

    async def show_engines(self, conn: AsyncConnection, project: Project, message_id: int) -> None:
        """Say what each engine can do."""
        args = {"project_id": project.id, "message_id": message_id}
        await self._put(conn, Task.SHOW_ENGINES, args, lock=_show(project.chat_id))

    async def show_status(
        self, conn: AsyncConnection, project: Project, message_id: int, *, after_s: float = 0
    ) -> None:
        """Say what is on the timeline; later, if it could not be said now."""
        await self._show(conn, Task.SHOW_STATUS, project, message_id, after_s)

    async def show_credits(
        self, conn: AsyncConnection, project: Project, message_id: int, *, after_s: float = 0
    ) -> None:
        """Say how many credits are left; later, if it could not be said now."""
        await self._show(conn, Task.SHOW_CREDITS, project, message_id, after_s)

    async def onward(self, conn: AsyncConnection, onward_id: str, *, after_s: float = 0) -> None:
        """Tell the operator's own address of a result; one attempt that waits is enough."""
        lock = f"onward:{onward_id}"
        args = {"onward_id": onward_id}
        await self._put(conn, Task.ONWARD, args, lock=lock, once=lock, after_s=after_s)

    async def _show(
        self, conn: AsyncConnection, task: Task, project: Project, message_id: int, after_s: float
    ) -> None:
        args = {"project_id": project.id, "message_id": message_id, "again": after_s > 0}
        # One after the other, so that a chat that asks and asks takes no more than one worker.
        lock = None if after_s else _show(project.chat_id)
        await self._put(conn, task, args, lock=lock, after_s=after_s)

    async def _put(
        self,
        conn: AsyncConnection,
        task: Task,
        args: Mapping[str, JSONValue],
        *,
        lock: str | None = None,
        once: str | None = None,
        after_s: float = 0,
    ) -> int | None:
        """Put a job down; its id, or None where one with the same `once` waits already."""
        at = self.clock.now() + timedelta(seconds=after_s) if after_s else None
        return await self.engine.defer(conn, task, args, lock=lock, queueing_lock=once, at=at)


def making_lock(making_id: int) -> str:
    """The lock of the jobs of one making, which is also the mark of the one that waits."""
    return f"making:{making_id}"


def batch_lock(batch_id: int) -> str:
    """The lock of the jobs of one batch, which is also the mark of the step that waits."""
    return f"batch:{batch_id}"


def _project(project_id: int) -> str:
    return f"project:{project_id}"


def _show(chat_id: int) -> str:
    return f"show:{chat_id}"
