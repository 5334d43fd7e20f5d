"""A finished result reaches the operator's own address, however long that is away."""

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import httpx
import pytest
from procrastinate import JobContext
from procrastinate.types import JSONValue
from psycopg import Rollback
from starlette.responses import Response
from structlog.testing import capture_logs

from bot.engine import Engine
from bot.flows import onward as flow
from bot.flows.onward import WAITS_S
from bot.onward import File, Finished, Receiver
from bot.plan import QUEUE_OF, Plan, Task
from bot.results import LIVES, Results
from bot.store import onward
from bot.store.onward import Onward, OnwardStatus
from bot.store.pool import Pool, open_pool
from bot.store.vault import Vault
from sandbox.listen import bind
from tests.bot.onward_receiver import SECRET, Operator, operator_at
from tests.bot.web_stage import web_running
from wire.clock import HandClock, SystemClock
from wire.http import new_client

FILM = b"a film"
MADE = Finished(
    id="17",
    created_at=datetime(2026, 1, 1, tzinfo=UTC),
    kind="video",
    prompt="rain",
    engine="runway",
    status="done",
    file=File(name="17.mp4", size_bytes=len(FILM), sha256=hashlib.sha256(FILM).hexdigest()),
)
JOBS = "SELECT scheduled_at, args FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the flow needs of the bot."""

    pool: Pool
    plan: Plan
    clock: HandClock | SystemClock
    onward: Receiver | None

    async def put_down(self, made: Finished = MADE, path: str | None = None) -> None:
        async with self.pool.connection() as conn, conn.transaction():
            await flow.put_down(self, conn, made, path=path)

    async def push(self) -> None:
        await flow.push(self, "msg_17")

    async def row(self) -> Onward:
        async with self.pool.connection() as conn:
            return await onward.get(conn, "msg_17")

    async def waiting(self) -> list[tuple[datetime | None, object]]:
        """When jobs are to be done, and with what arguments."""
        async with self.pool.connection() as conn:
            return await (await conn.execute(JOBS)).fetchall()


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[Pool]:
    async with open_pool(database_url) as pool:
        yield pool


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with new_client() as http:
        yield http


@pytest.fixture
async def operator() -> AsyncIterator[Operator]:
    async with operator_at(bind("127.0.0.1", 0)) as operator:
        yield operator


async def nothing(_: JobContext, **__: JSONValue) -> None:
    pass


def parts_for(pool: Pool, receiver: Receiver | None, clock: HandClock | SystemClock) -> Parts:
    engine = Engine(pool)
    engine.register(Task.ONWARD, nothing, queue=QUEUE_OF[Task.ONWARD])
    return Parts(pool=pool, plan=Plan(engine=engine, clock=clock), clock=clock, onward=receiver)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def parts(pool: Pool, http: httpx.AsyncClient, operator: Operator, clock: HandClock) -> Parts:
    return parts_for(pool, Receiver(http=http, url=operator.url, secret=SECRET), clock)


async def test_a_result_is_told_once(parts: Parts, operator: Operator) -> None:
    await parts.put_down()
    await parts.put_down()
    assert await parts.waiting() == [(None, {"onward_id": "msg_17"})]
    await parts.push()
    await parts.push()
    assert [heard.message_id for heard in operator.heard] == ["msg_17"]
    row = await parts.row()
    assert (row.status, row.attempts) == (OnwardStatus.SENT, 1)


async def test_it_is_not_written_down_where_its_making_is_not(
    parts: Parts, operator: Operator
) -> None:
    async with parts.pool.connection() as conn, conn.transaction():
        await flow.put_down(parts, conn, MADE, path=None)
        raise Rollback
    assert not await parts.waiting()
    with pytest.raises(LookupError):
        await parts.row()


async def test_without_a_receiver_nothing_is_written_down(pool: Pool, clock: HandClock) -> None:
    parts = parts_for(pool, None, clock)
    await parts.put_down()
    assert not await parts.waiting()


async def test_attempts_in_vain_come_rarer_and_end(
    parts: Parts, operator: Operator, clock: HandClock
) -> None:
    operator.answers.extend(Response(status_code=503) for _ in range(len(WAITS_S) + 1))
    await parts.put_down()
    async with parts.pool.connection() as conn:
        await conn.execute("DELETE FROM procrastinate_jobs")
    for number, wait_s in enumerate(WAITS_S, 1):
        await parts.push()
        row = await parts.row()
        due = clock.now() + timedelta(seconds=wait_s)
        assert (row.status, row.attempts, row.next_at) == (OnwardStatus.PENDING, number, due)
        assert await parts.waiting() == [(due, {"onward_id": "msg_17"})]
        async with parts.pool.connection() as conn:  # the job begins
            await conn.execute("DELETE FROM procrastinate_jobs")
        await clock.advance(wait_s)
    with capture_logs() as logs:
        await parts.push()
    assert [line["event"] for line in logs] == ["onward_given_up"]
    row = await parts.row()
    assert (row.status, row.attempts) == (OnwardStatus.GIVEN_UP, len(WAITS_S) + 1)
    assert not await parts.waiting()
    assert {heard.message_id for heard in operator.heard} == {"msg_17"}
    assert len({heard.timestamp for heard in operator.heard}) == len(WAITS_S) + 1
    await parts.push()
    assert len(operator.heard) == len(WAITS_S) + 1


@pytest.mark.parametrize("status", [302, 400, 401, 404, 410])
async def test_who_refuses_it_is_not_told_again(
    status: int, parts: Parts, operator: Operator
) -> None:
    operator.answers.append(Response(status_code=status))
    await parts.put_down()
    with capture_logs() as logs:
        await parts.push()
    assert (await parts.row()).status is OnwardStatus.GIVEN_UP
    (line,) = logs
    assert line["event"] == "onward_given_up"
    assert "secret-path" not in str(line)


@pytest.mark.parametrize(("asked", "wait_s"), [("60", 60.0), ("1", 5.0), ("999999", WAITS_S[-1])])
async def test_who_asks_for_patience_gets_it(
    asked: str, wait_s: float, parts: Parts, operator: Operator, clock: HandClock
) -> None:
    operator.answers.append(Response(status_code=429, headers={"retry-after": asked}))
    await parts.put_down()
    await parts.push()
    assert (await parts.row()).next_at == clock.now() + timedelta(seconds=wait_s)


async def test_a_repeated_job_does_not_hurry(parts: Parts, operator: Operator) -> None:
    """As after a crash between the planning of the next attempt and the end of the job."""
    operator.answers.append(Response(status_code=503))
    await parts.put_down()
    await parts.push()
    await parts.push()
    assert len(operator.heard) == 1
    assert (await parts.row()).attempts == 1


async def test_a_receiver_that_is_taken_out_of_the_settings_ends_it(
    parts: Parts, operator: Operator
) -> None:
    await parts.put_down()
    await replace(parts, onward=None).push()
    assert (await parts.row()).status is OnwardStatus.GIVEN_UP
    assert not operator.heard


async def test_the_file_can_be_fetched_and_its_address_is_nowhere_kept(
    pool: Pool, http: httpx.AsyncClient, operator: Operator, tmp_path: Path, clock: HandClock
) -> None:
    (tmp_path / "films").mkdir()
    (tmp_path / "films" / "17.mp4").write_bytes(FILM)
    vault = Vault.beside(tmp_path)
    operator.answers.append(Response(status_code=500))
    seal = partial(Results, vault=vault, data_dir=tmp_path, clock=clock)
    async with web_running(results=seal(public_url="")) as web:
        results = seal(public_url=web.url)
        receiver = Receiver(http=http, url=operator.url, secret=SECRET, results=results)
        parts = parts_for(pool, receiver, clock)
        await parts.put_down(path="films/17.mp4")
        await parts.push()
        await clock.advance(LIVES.total_seconds() + 1)
        await parts.push()
        first, second = (heard.body["file"] for heard in operator.heard)
        assert (await http.get(first["url"])).status_code == 404
        content = (await http.get(second["url"])).content
    assert hashlib.sha256(content).hexdigest() == second["sha256"]
    assert "results" not in (await parts.row()).body
    assert second["url_until"] == (clock.now() + LIVES).isoformat()


async def test_a_file_that_may_not_be_given_away_has_no_address(
    parts: Parts, http: httpx.AsyncClient, operator: Operator, tmp_path: Path, clock: HandClock
) -> None:
    results = Results(
        vault=Vault.beside(tmp_path), data_dir=tmp_path, public_url="http://bot", clock=clock
    )
    receiver = Receiver(http=http, url=operator.url, secret=SECRET, results=results)
    await parts.put_down(path="secret.key")
    await replace(parts, onward=receiver).push()
    assert operator.heard[0].body["file"] == {
        "name": "17.mp4",
        "bytes": len(FILM),
        "sha256": hashlib.sha256(FILM).hexdigest(),
    }


@asynccontextmanager
async def working(engine: Engine) -> AsyncIterator[None]:
    stop = asyncio.Event()
    async with asyncio.timeout(40), asyncio.TaskGroup() as group:
        group.create_task(engine.run_workers({QUEUE_OF[Task.ONWARD]: 4}, stop))
        try:
            yield
        finally:
            stop.set()


async def test_who_was_away_hears_it_when_it_is_back(
    pool: Pool, http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flow, "WAITS_S", (0.3,) * 60)
    bound = bind("127.0.0.1", 0)
    port = bound.getsockname()[1]
    bound.close()
    url = f"http://127.0.0.1:{port}/hooks/secret-path"
    clock = SystemClock()
    engine = Engine(pool, grace_s=0.2)
    parts = Parts(
        pool=pool,
        plan=Plan(engine=engine, clock=clock),
        clock=clock,
        onward=Receiver(http=http, url=url, secret=SECRET),
    )

    async def push(_: JobContext, onward_id: str) -> None:
        await flow.push(parts, onward_id)

    engine.register(Task.ONWARD, push, queue=QUEUE_OF[Task.ONWARD])
    async with working(engine):
        await parts.put_down()
        await until_attempts(parts, 2)
        async with operator_at(bind("127.0.0.1", port)) as operator:
            operator.answers.append(Response(status_code=502))
            deadline = time.monotonic() + 20
            while (await parts.row()).status is not OnwardStatus.SENT:
                assert time.monotonic() < deadline
                await asyncio.sleep(0.05)
    assert [heard.message_id for heard in operator.heard] == ["msg_17"] * 2


async def until_attempts(parts: Parts, number: int) -> None:
    deadline = time.monotonic() + 20
    while (await parts.row()).attempts < number:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.05)
