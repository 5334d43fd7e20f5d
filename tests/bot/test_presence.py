"""What all processes share: the time, the key and the folder; and who has the duty to receive."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from cryptography.fernet import Fernet
from procrastinate import JobContext
from structlog.testing import capture_logs

from bot.engine import Engine
from bot.plan import QUEUE_OF, Plan, Task
from bot.presence import VERSION, SharedClock, look_at_time, show_presence
from bot.store import processes
from bot.store.agreement import DisagreementError, agree
from bot.store.duty import Duty, Sharing, anybody_on_duty
from bot.store.once import written_once
from bot.store.pool import Pool, open_pool
from bot.store.vault import Vault
from wire.clock import SystemClock

SOON = timedelta(seconds=5)


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[Pool]:
    async with open_pool(database_url) as pool:
        yield pool


def new_vault() -> Vault:
    return Vault(Fernet.generate_key().decode())


async def test_a_machine_whose_clock_is_wrong_goes_by_the_databases(pool: Pool) -> None:
    clock = SharedClock()
    clock.set(datetime.now(UTC) + timedelta(hours=3))  # as after a jump
    with capture_logs() as logs:
        await look_at_time(pool, clock)
    assert abs(clock.now() - datetime.now(UTC)) < SOON
    assert [(line["event"], line["by_s"]) for line in logs] == [("clock_set", -10800.0)]


async def test_what_is_planned_by_a_wrong_clock_is_due_in_time_all_the_same(pool: Pool) -> None:
    async def nothing(_: JobContext, **__: object) -> None:
        pass

    clock = SharedClock()
    clock.set(datetime.now(UTC) + timedelta(hours=3))
    engine = Engine(pool)
    engine.register(Task.GATHER, nothing, queue=QUEUE_OF[Task.GATHER])
    await look_at_time(pool, clock)
    async with pool.connection() as conn:
        await Plan(engine=engine, clock=clock).gather(conn, "1:2", after_s=2)
        row = await (await conn.execute("SELECT scheduled_at FROM procrastinate_jobs")).fetchone()
    assert row is not None
    assert abs(row[0] - datetime.now(UTC)) < SOON


async def test_a_process_is_seen_while_it_lives(pool: Pool) -> None:
    stop = asyncio.Event()
    showing = asyncio.create_task(show_presence(pool, "work", SharedClock(), stop))
    async with pool.connection() as conn:
        async with asyncio.timeout(10):
            while not (alive := await processes.alive(conn)):
                await conn.execute("SELECT pg_sleep(0.02)")
        assert [(process.role, process.version) for process in alive] == [("work", VERSION)]
        stop.set()
        await showing
        assert not await processes.alive(conn)


async def test_another_key_is_refused_until_the_old_one_is_forgotten(
    pool: Pool, tmp_path: Path
) -> None:
    first, second = new_vault(), new_vault()
    async with pool.connection() as conn:
        await agree(conn, first, tmp_path)
        await agree(conn, first, tmp_path)
        with pytest.raises(DisagreementError, match=r"SECRET_KEY.*--forget-old-key"):
            await agree(conn, second, tmp_path)
        await agree(conn, second, tmp_path, forget_old_key=True)
        await agree(conn, second, tmp_path)
        with pytest.raises(DisagreementError):
            await agree(conn, first, tmp_path)


async def test_another_folder_is_refused_only_while_somebody_uses_the_first(
    pool: Pool, tmp_path: Path
) -> None:
    vault, folders = new_vault(), [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
    async with pool.connection() as conn:
        await agree(conn, vault, folders[0])
        other = await processes.register(conn, "work", VERSION)
        with pytest.raises(DisagreementError, match="DATA_DIR"):
            await agree(conn, vault, folders[1])
        await processes.leave(conn, other)
        await agree(conn, vault, folders[1])


def test_a_file_that_many_make_at_once_is_the_same_for_all(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        read = list(pool.map(lambda n: written_once(tmp_path / "key", f"{n}"), range(64)))
    assert len(set(read)) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["key"]


async def test_pollers_and_webhooks_never_have_the_duty_together(
    pool: Pool, database_url: str
) -> None:
    on_duty: list[str] = []
    changed = asyncio.Event()

    def begin(name: str, sharing: Sharing) -> asyncio.Task[None]:
        async def work() -> None:
            on_duty.append(name)
            changed.set()
            try:
                await asyncio.Event().wait()
            finally:
                on_duty.remove(name)
                changed.set()

        duty = Duty(database_url, sharing, SystemClock())
        return asyncio.create_task(duty.serve(work, waiting=lambda: None))

    async def until(*names: str) -> None:
        async with asyncio.timeout(10):
            while sorted(on_duty) != sorted(names):
                changed.clear()
                await changed.wait()

    poller = begin("poller", Sharing.ALONE)
    await until("poller")
    hooks = [begin(name, Sharing.TOGETHER) for name in ("hook 1", "hook 2")]
    await asyncio.sleep(1.5)
    assert on_duty == ["poller"]
    poller.cancel()
    await until("hook 1", "hook 2")
    late = begin("late", Sharing.ALONE)
    hooks[0].cancel()
    await asyncio.sleep(1.5)
    assert on_duty == ["hook 2"]
    hooks[1].cancel()
    await until("late")
    async with pool.connection() as conn:
        assert await anybody_on_duty(conn)
        # The session is ended, as when the line to the database breaks.
        await conn.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"
        )
        began = asyncio.get_running_loop().time()
        with pytest.raises(psycopg.OperationalError):
            await late
        assert asyncio.get_running_loop().time() - began < 1
        assert not on_duty
        assert not await anybody_on_duty(conn)
    await asyncio.gather(poller, *hooks, return_exceptions=True)
