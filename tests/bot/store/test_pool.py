"""Connections: set so that nothing of ours can hold up the database."""

import pytest
from psycopg.conninfo import conninfo_to_dict
from psycopg.errors import IdleInTransactionSessionTimeout

from bot.store import pool as pool_module
from bot.store.pool import conninfo, open_pool


async def test_a_statement_is_stored_without_a_transaction_around_it(database_url: str) -> None:
    async with open_pool(database_url) as pool, pool.connection() as one:
        await one.execute("CREATE TABLE seen ()")
        async with pool.connection() as other:
            cursor = await other.execute("SELECT to_regclass('seen')::text")
            assert await cursor.fetchone() == ("seen",)


async def test_a_frozen_process_loses_its_row_locks(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool_module, "IDLE_IN_TRANSACTION", "100ms")
    async with open_pool(database_url) as pool, pool.connection() as other:
        await other.execute("CREATE TABLE held (id int)")
        await other.execute("INSERT INTO held VALUES (1)")

        async def hold_on() -> None:
            async with pool.connection() as frozen, frozen.transaction():
                await frozen.execute("SELECT FROM held FOR UPDATE")
                await other.execute("UPDATE held SET id = 2")
                await frozen.execute("SELECT")

        with pytest.raises(IdleInTransactionSessionTimeout):
            await hold_on()


def test_a_dead_line_is_noticed_within_half_a_minute() -> None:
    limits = conninfo_to_dict(conninfo("postgresql://bot@db.invalid/bot"))
    idle, pause, tries = (
        int(str(limits[f"keepalives_{k}"])) for k in ("idle", "interval", "count")
    )
    assert idle + pause * tries <= 30
    assert limits["host"] == "db.invalid"


def test_what_the_url_says_itself_is_kept() -> None:
    limits = conninfo_to_dict(conninfo("postgresql://h/d?connect_timeout=3&sslmode=require"))
    assert (limits["connect_timeout"], limits["sslmode"]) == ("3", "require")
