"""What each kind of job does, and the edge where an error becomes a sentence for the user."""

import errno
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from secrets import token_hex

import structlog
from procrastinate import JobContext
from procrastinate.types import JSONValue
from psycopg import AsyncConnection
from telegram import Bot, Update
from telegram.error import BadRequest, NetworkError, RetryAfter

from bot import engine
from bot.apology import PATIENCE_S, Doing, apologise
from bot.calling import ChatGone
from bot.context import Context
from bot.engine import Engine
from bot.fencing import LostJobError, owned
from bot.flows import (
    batch_checking,
    batch_telling,
    batching,
    conversation,
    engine_list,
    exports,
    falling_back,
    files,
    firing,
    intake,
    logos,
    making,
    onward,
    patience,
    sessions,
    status,
    stopping,
    turns,
)
from bot.identity import NoAccount
from bot.inbound import read
from bot.plan import QUEUE_OF, Task
from bot.store import inbox, moves, projects
from bot.store.rows import Batch, Export, Making, Project, Turn
from bot.texts import FALLBACK, say
from wire.errors import RateLimited, ServiceError

log = structlog.get_logger()

# Telegram away, or a message of which it is not known whether it arrived: the job is repeated,
# and finds what it has done already. The worst is one message twice; of a video see `delivery`.
FROM_TELEGRAM = (NetworkError, RetryAfter)
# What a disk says that takes no more: full, over its quota, or at the largest size of a file.
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class DiskFull(Exception):
    """The machine has no room for a file; the job is repeated, for somebody may make some."""


HAND_BACK_ON = (*FROM_TELEGRAM, DiskFull)
HANDED_BACK = (*HAND_BACK_ON, *engine.HANDED_BACK, LostJobError)

Job = Callable[..., Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """What a job ended that broke: whom it worked for, at what, and the words about it."""

    project: Project | None
    work: Turn | Export | Making | Batch | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Jobs:
    """The work behind every task of the plan; each method takes the arguments of its jobs."""

    ctx: Context
    bot: Bot

    def register(self, to: Engine) -> None:
        """Make the engine do these jobs."""
        for task in Task:
            job: Job = getattr(self, task)
            to.register(task, partial(self._at_the_edge, job), queue=QUEUE_OF[task])

    async def receive(self, update_id: int, **_: JSONValue) -> None:
        """Handle one update."""
        async with self.ctx.pool.connection() as conn:
            data = await inbox.read(conn, update_id)
        if data is None:
            return
        update = Update.de_json(data, self.bot)
        if update.message is not None and update.message.migrate_to_chat_id is not None:
            async with self.ctx.pool.connection() as conn:
                old, new = update.message.chat_id, update.message.migrate_to_chat_id
                await moves.follow(conn, old, new)
                await inbox.handled(conn, update_id)
            return
        if update.callback_query is not None:
            await self.ctx.outbound.answer_press(update.callback_query.id)
        incoming = read(update)
        if incoming is not None:
            await conversation.respond(self.ctx, incoming, f"update:{update_id}")
        async with self.ctx.pool.connection() as conn:
            await inbox.handled(conn, update_id)

    async def connect(self, project_id: int, card_id: int, text_id: str) -> None:
        """Open a project's session."""
        await sessions.greet(self.ctx, await self._project(project_id), card_id, text_id)

    async def take_in(self, media_id: int) -> None:
        """Fetch a file. A service that is away is met again by the wish that needs the file."""
        try:
            await files.take_in(self.ctx, media_id)
        except ServiceError as exc:
            log.warning("file_waits", media_id=media_id, error=str(exc))

    async def gather(self, album: str) -> None:
        """Begin what was wished for an album, once it is complete."""
        await intake.gather(self.ctx, album)

    async def turn(self, turn_id: int) -> None:
        """Take a wish to its answer."""
        try:
            await turns.run(self.ctx, turn_id)
        except ServiceError as exc:
            log.warning("turn_failed", turn_id=turn_id, error=str(exc))
            await turns.fail(self.ctx, turn_id, exc)

    async def look(self, turn_id: int) -> None:
        """Look what became of a wish whose answer was lost."""
        try:
            await turns.look(self.ctx, turn_id)
        except ServiceError as exc:  # told already; what follows has jobs of its own
            log.warning("look_failed", turn_id=turn_id, error=str(exc))

    async def resume(self, turn_id: int | None = None, export_id: int | None = None) -> None:
        """Take up what had to wait because the video service asked for it."""
        if turn_id is not None:
            await patience.resume_turn(self.ctx, turn_id)
        if export_id is not None:
            await patience.resume_export(self.ctx, export_id)

    async def export(self, export_id: int) -> None:
        """Begin a video."""
        await exports.begin(self.ctx, export_id)

    async def watch(self, export_id: int) -> None:
        """Take a video one step further."""
        await exports.watch(self.ctx, export_id)

    async def stop_render(self, export_id: int) -> None:
        """Stop a render; one that ends all the same costs nobody anything."""
        try:
            await stopping.stop_render(self.ctx, export_id)
        except ServiceError as exc:
            log.info("render_not_stopped", export_id=export_id, error=str(exc))

    async def make(self, making_id: int) -> None:
        """Take what an engine makes one step further."""
        await making.run(self.ctx, making_id)

    async def stop_making(self, making_id: int) -> None:
        """Stop an engine's work; one that ends all the same is not shown."""
        try:
            await stopping.stop_making(self.ctx, making_id)
        except ServiceError as exc:
            log.info("making_not_stopped", making_id=making_id, error=str(exc))

    async def check_batch(self, batch_id: int) -> None:
        """Read a table of prompts, and say what it would take."""
        await batch_checking.check(self.ctx, batch_id)

    async def run_batch(self, batch_id: int) -> None:
        """Take a batch one step further."""
        await batching.run(self.ctx, batch_id)

    async def write_back(self, table_id: int) -> None:
        """Write into the table's own pages what became of its rows."""
        await batch_telling.write_back(self.ctx, table_id)

    async def too_slow(self, turn_id: int) -> None:
        """Let an engine make a clip that the editing agent has not made in time."""
        await falling_back.if_too_slow(self.ctx, turn_id)

    async def fire_schedule(self, schedule_id: int, **_: JSONValue) -> None:
        """Note that a schedule is due."""
        await firing.fire(self.ctx, schedule_id)

    async def carry_out(self, firing_id: int, **_: JSONValue) -> None:
        """Do what a schedule says."""
        await firing.carry_out(self.ctx, firing_id)

    async def take_logo(self, project_id: int, message_id: int, file_id: str, path: str) -> None:
        """Keep a picture as the chat's logo."""
        project = await self._project(project_id)
        await logos.take(self.ctx, project, message_id, file_id=file_id, path=path)

    async def show_engines(self, project_id: int, message_id: int) -> None:
        """Say what each engine can do."""
        await engine_list.show(self.ctx, await self._project(project_id), message_id)

    async def show_status(self, project_id: int, message_id: int, *, again: bool = False) -> None:
        """Say what is on the timeline."""
        later = None if again else self.ctx.plan.show_status
        await self._show(status.show, later, project_id, message_id)

    async def show_credits(self, project_id: int, message_id: int, *, again: bool = False) -> None:
        """Say how many credits are left."""
        later = None if again else self.ctx.plan.show_credits
        await self._show(status.show_credits, later, project_id, message_id)

    async def onward(self, onward_id: str) -> None:
        """Tell the operator's own address of a result."""
        await onward.push(self.ctx, onward_id)

    async def last_word(
        self, *, args: Mapping[str, JSONValue], status: str, **_: JSONValue
    ) -> None:
        """A job was given up: its user hears of it. One that was cancelled has said so already."""
        if status == "failed":
            async with self.ctx.pool.connection() as conn:
                broken = await self._end(conn, args, token_hex(4))
            await self._confess(broken)

    async def _project(self, project_id: int) -> Project:
        async with self.ctx.pool.connection() as conn:
            return await projects.get(conn, project_id)

    async def _show(
        self,
        show: Callable[[Context, Project, int], Awaitable[None]],
        later: Callable[..., Awaitable[None]] | None,
        project_id: int,
        message_id: int,
    ) -> None:
        """Show it, or say why not; where the service asks for patience, it is shown later, once."""
        project = await self._project(project_id)
        try:
            await show(self.ctx, project, message_id)
        except ServiceError as exc:
            log.warning("not_shown", project_id=project.id, error=str(exc))
            url = await self.ctx.identities.where_to_pay(project.user_id)
            text = apologise(exc, project.language, Doing.LOOK, url=url).text
            if isinstance(exc, RateLimited) and not isinstance(exc, NoAccount) and later:
                wait_s = PATIENCE_S if exc.retry_after_s is None else exc.retry_after_s
                async with self.ctx.pool.connection() as conn:
                    await later(conn, project, message_id, after_s=max(wait_s, 1))
                text = say("rate-wait", project.language, seconds=max(round(wait_s), 1))
            place = self.ctx.place(project, reply_to=message_id)
            await self.ctx.outbound.text(place, text)

    async def _at_the_edge(self, job: Job, context: JobContext, /, **args: JSONValue) -> None:
        """Run a job; an error that nobody expected is logged once and confessed to the user."""
        with structlog.contextvars.bound_contextvars(job=args):
            try:
                await job(**args)
            except ChatGone as exc:
                log.info("chat_gone", reason=str(exc))
                async with self.ctx.pool.connection() as conn:
                    await projects.end_work_of_job(conn, args, "")
            except Exception as exc:
                # PTB takes a refused request for trouble on the line; repeating would not help.
                if isinstance(exc, HANDED_BACK) and not isinstance(exc, BadRequest):
                    raise
                if isinstance(exc, OSError) and exc.errno in NO_ROOM:
                    log.warning(
                        "disk_full", hint="make room in DATA_DIR; the job goes on by itself"
                    )
                    if context.job.attempts == 0:
                        await self._say_no_room(args)
                    raise DiskFull from exc
                # Else another worker does it by now, and this one's trouble is its own.
                async with owned(self.ctx.pool, context.job) as conn:
                    error_id = token_hex(4)
                    log.exception("job_broke", error_id=error_id)
                    broken = await self._end(conn, args, error_id)
                await self._confess(broken)

    async def _say_no_room(self, args: Mapping[str, JSONValue]) -> None:
        """Tell the user, once, that the work waits until the machine has room again."""
        async with self.ctx.pool.connection() as conn:
            project = await projects.of_job(conn, args)
            work = await projects.work_of_job(conn, args)
        if project is None:
            return
        words = say("error-no-room", project.language)
        if work is not None:
            await self.ctx.card(project, work).stage(words)
        else:
            await self.ctx.outbound.text(self.ctx.place(project), words)

    async def _end(
        self, conn: AsyncConnection, args: Mapping[str, JSONValue], error_id: str
    ) -> Broken:
        """End what the job worked at, with the words that its user is to read."""
        project = await projects.of_job(conn, args)
        work = await projects.work_of_job(conn, args)
        words = say("error-unknown", project.language if project else FALLBACK, id=error_id)
        await projects.end_work_of_job(conn, args, words)
        return Broken(project=project, work=work, words=words)

    async def _confess(self, broken: Broken) -> None:
        """Tell the user that something of ours broke."""
        if broken.project is None:
            return
        if broken.work is not None:
            await self.ctx.card(broken.project, broken.work).close(broken.words)
        else:
            await self.ctx.outbound.text(self.ctx.place(broken.project), broken.words)
