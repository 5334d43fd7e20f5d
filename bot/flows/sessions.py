"""A project's session at the video service: made when it is first needed, made anew when lost."""

from collections.abc import Awaitable, Callable
from typing import TypeVar
from urllib.parse import quote

import structlog

from bot.apology import Doing, apologise
from bot.context import Context, tell
from bot.store import projects
from bot.store.rows import Project
from bot.texts import say
from intents.draft import read_draft
from intents.timeline import Timeline
from nemo_client import NemoClient, SessionId
from nemo_client.models import State, TaskId
from wire.errors import ServiceError, SessionLost

log = structlog.get_logger()
T = TypeVar("T")


async def connect(ctx: Context, project: Project) -> SessionId:
    """The project's session id; made if there is none. Raises ServiceError."""
    if project.session_id is not None:
        return SessionId(project.session_id)
    session = await ctx.identities.call(
        project.user_id, lambda nemo: nemo.sessions.create(language=project.language)
    )
    await ctx.identities.keep_account(project.user_id, session.bind_id)
    async with ctx.pool.connection() as conn:
        await projects.keep_session(conn, project.id, session.session_id, session.task_id)
    log.info("session_made", project_id=project.id)
    return session.session_id


async def greet(ctx: Context, project: Project, card_id: int, text_id: str) -> None:
    """Connect, and turn the message "Connecting…" into the text that says what can be done."""
    try:
        await connect(ctx, project)
    except ServiceError as exc:
        log.warning("not_connected", project_id=project.id, error=str(exc))
        url = await ctx.identities.where_to_pay(project.user_id)
        text = apologise(exc, project.language, Doing.LOOK, url=url).text
    else:
        text = say(text_id, project.language)
    await ctx.outbound.edit(project.chat_id, card_id, text, buttons=None)


async def in_session(
    ctx: Context, project: Project, use: Callable[[NemoClient, SessionId], Awaitable[T]]
) -> T:
    """Let `use` work in the project's session.

    A session that the service has forgotten did nothing with the request, so a new one is made, the
    user is told, and `use` is repeated in it; the files go there again before the next wish.
    Raises ServiceError.
    """
    session_id = await connect(ctx, project)
    try:
        return await ctx.identities.call(project.user_id, lambda nemo: use(nemo, session_id))
    except SessionLost:
        session_id = await reopen(ctx, project)
    return await ctx.identities.call(project.user_id, lambda nemo: use(nemo, session_id))


async def reopen(ctx: Context, project: Project) -> SessionId:
    """A new session in the place of one that the service has forgotten; the user is told.

    Raises ServiceError.
    """
    log.warning("session_lost", project_id=project.id)
    # Said first: once the session is forgotten here, nothing would say it again.
    await tell(ctx, project, "new-session")
    async with ctx.pool.connection() as conn:
        await projects.forget_session(conn, project.id)
        project = await projects.get(conn, project.id)
    return await connect(ctx, project)


async def state(ctx: Context, project: Project) -> State:
    """The session's state as the service has it. Raises ServiceError."""
    return await in_session(ctx, project, lambda nemo, session: nemo.state.latest(session))


async def timeline(ctx: Context, project: Project) -> Timeline:
    """What is on the project's timeline; empty before the first wish. Raises ServiceError."""
    if project.session_id is None:
        return read_draft(None)
    return read_draft((await state(ctx, project)).draft)


async def link(ctx: Context, project: Project) -> str | None:
    """A link to the project on the service's web site, which hands over this project alone."""
    if project.session_id is None or project.task_id is None:
        return None
    task_id, session_id = TaskId(project.task_id), SessionId(project.session_id)
    try:
        claim = await ctx.identities.call(
            project.user_id, lambda nemo: nemo.projects.claim(task_id, session_id)
        )
    except ServiceError as exc:
        log.warning("no_project_link", project_id=project.id, error=str(exc))
        return None
    token = quote(claim.claim_token.get_secret_value(), safe="")
    return f"{ctx.identities.web_url}/workspace/claim?ct={token}"
