"""Tells the operator's own address of finished results, until it has heard it or time is up."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Final, Protocol

import structlog
from psycopg import AsyncConnection

from bot.onward import Finished, Receiver, body_of, payload, send
from bot.plan import Plan
from bot.results import Address
from bot.store import onward
from bot.store.onward import Onward, OnwardStatus
from bot.store.pool import Pool
from wire.clock import Clock
from wire.errors import RateLimited, Rejected, ServiceError

#: How long to wait after each attempt that was in vain; after the last one it is given up.
WAITS_S: Final = (5.0, 30.0, 120.0, 600.0, 3600.0, 6 * 3600.0)

log = structlog.get_logger()


class Onwards(Protocol):
    """What of the bot's parts is needed."""

    @property
    def pool(self) -> Pool: ...
    @property
    def plan(self) -> Plan: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def onward(self) -> Receiver | None: ...


async def put_down(
    ctx: Onwards, conn: AsyncConnection, made: Finished, *, path: str | None
) -> None:
    """In the caller's transaction: tell of it soon, once, if there is anybody to be told.

    `path` is the finished file's, relative to the data folder.
    """
    if ctx.onward is None:
        return
    body = json.dumps(payload(made))
    onward_id = f"msg_{made.id}"
    if await onward.note(conn, onward_id, body, path=path, at=ctx.clock.now()):
        await ctx.plan.onward(conn, onward_id)


async def push(ctx: Onwards, onward_id: str) -> None:
    """Tell it, once, and plan the next attempt where it was in vain."""
    async with ctx.pool.connection() as conn:
        message = await onward.get(conn, onward_id)
    if message.status is not OnwardStatus.PENDING:
        return
    early_s = (message.next_at - ctx.clock.now()).total_seconds()
    if early_s > 0:  # a repeat of a job that had planned the next one already
        async with ctx.pool.connection() as conn:
            await ctx.plan.onward(conn, onward_id, after_s=early_s)
        return
    if ctx.onward is None:
        await _give_up(ctx, message, "nobody is to be told any more")
        return
    body = body_of(message.body, _address(ctx.onward, message))
    to = ctx.onward
    try:
        await send(to.http, to.url, to.secret, message.id, body, now=ctx.clock.now())
    except ServiceError as exc:
        await _later(ctx, message, exc)
    else:
        async with ctx.pool.connection() as conn:
            await onward.end(conn, message.id, OnwardStatus.SENT)
        log.info("onward_sent", onward_id=message.id, attempts=message.attempts + 1)


def _address(receiver: Receiver, message: Onward) -> Address | None:
    """A fresh address: one that was made for an earlier attempt may be too old by now."""
    if receiver.results is None or message.path is None:
        return None
    try:
        return receiver.results.address(Path(message.path))
    except ValueError:  # the news are worth something without it
        log.exception("onward_without_address", onward_id=message.id)
        return None


async def _later(ctx: Onwards, message: Onward, exc: ServiceError) -> None:
    refused = isinstance(exc, Rejected) and not isinstance(exc, RateLimited)
    if refused or message.attempts >= len(WAITS_S):
        await _give_up(ctx, message, str(exc))
        return
    wait_s = WAITS_S[message.attempts]
    if isinstance(exc, RateLimited) and exc.retry_after_s is not None:
        wait_s = min(max(wait_s, exc.retry_after_s), WAITS_S[-1])
    until = ctx.clock.now() + timedelta(seconds=wait_s)
    async with ctx.pool.connection() as conn, conn.transaction():
        await onward.postpone(conn, message.id, until)
        await ctx.plan.onward(conn, message.id, after_s=wait_s)
    log.warning("onward_postponed", onward_id=message.id, error=str(exc), again_in_s=wait_s)


async def _give_up(ctx: Onwards, message: Onward, reason: str) -> None:
    async with ctx.pool.connection() as conn:
        await onward.end(conn, message.id, OnwardStatus.GIVEN_UP)
    log.error("onward_given_up", onward_id=message.id, reason=reason)
