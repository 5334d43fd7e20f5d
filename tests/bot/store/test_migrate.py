"""Migrations: applied once, in order, whole or not at all."""

import asyncio
from importlib.metadata import version
from pathlib import Path

import psycopg
import pytest

from bot.store.migrate import FIRST_STEP, migrate


def applied(url: str) -> list[str]:
    with psycopg.connect(url) as conn:
        rows = conn.execute("SELECT name FROM schema_migrations ORDER BY applied_at").fetchall()
    return [row[0] for row in rows]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "0003_row.sql").write_text("INSERT INTO fruit VALUES ('50% apple')", "utf-8")
    (tmp_path / "0002_table.sql").write_text("CREATE TABLE fruit (name text)", "utf-8")
    (tmp_path / "README").write_text("not a migration", "utf-8")
    return tmp_path


async def test_files_are_applied_in_the_order_of_their_numbers(
    bare_database_url: str, folder: Path
) -> None:
    await migrate(bare_database_url, folder)
    assert applied(bare_database_url) == [FIRST_STEP, "0002_table", "0003_row"]


async def test_a_second_run_applies_only_what_is_new(bare_database_url: str, folder: Path) -> None:
    await migrate(bare_database_url, folder)
    (folder / "0004_more.sql").write_text("INSERT INTO fruit VALUES ('pear')", "utf-8")
    await migrate(bare_database_url, folder)
    with psycopg.connect(bare_database_url) as conn:
        assert conn.execute("SELECT count(*) FROM fruit").fetchone() == (2,)


async def test_two_starts_at_once_apply_everything_once(
    bare_database_url: str, folder: Path
) -> None:
    await asyncio.gather(*(migrate(bare_database_url, folder) for _ in range(4)))
    assert applied(bare_database_url) == [FIRST_STEP, "0002_table", "0003_row"]


async def test_a_file_that_fails_leaves_nothing_of_itself_and_is_named(
    bare_database_url: str, folder: Path
) -> None:
    half = "CREATE TABLE half (id int); SELECT nonsense;"
    (folder / "0004_bad.sql").write_text(half, "utf-8")
    with pytest.raises(psycopg.errors.UndefinedColumn) as caught:
        await migrate(bare_database_url, folder)
    assert caught.value.__notes__ == ["in migration 0004_bad"]
    assert applied(bare_database_url)[-1] == "0003_row"
    with psycopg.connect(bare_database_url) as conn:
        assert conn.execute("SELECT to_regclass('half')").fetchone() == (None,)


def test_the_first_step_names_the_version_of_the_library_that_is_installed() -> None:
    assert version("procrastinate").startswith(FIRST_STEP.rpartition("_")[2] + ".")


def test_our_own_migrations_apply(database_url: str) -> None:
    assert applied(database_url)[0] == FIRST_STEP
