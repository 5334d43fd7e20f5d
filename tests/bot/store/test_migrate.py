"""Migrations: applied once, in order, whole or not at all."""

import asyncio
import re
from importlib.metadata import version
from pathlib import Path

import psycopg
import pytest

from bot.store.migrate import FIRST_STEP, MIGRATIONS, migrate


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


async def test_an_older_version_starts_on_a_database_that_a_newer_one_has_changed(
    bare_database_url: str, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    older = tmp_path_factory.mktemp("older")
    (older / "0002_table.sql").write_text((folder / "0002_table.sql").read_text("utf-8"), "utf-8")
    await migrate(bare_database_url, folder)
    before = applied(bare_database_url)
    await migrate(bare_database_url, older)
    assert applied(bare_database_url) == before


#: What would take something away from an older version that is still at work.
TAKES_AWAY = re.compile(
    r"DROP (TABLE|COLUMN|FUNCTION|TYPE)|RENAME|ALTER COLUMN \w+ (TYPE|SET NOT NULL)"
    r"|ADD COLUMN (?=[^,;]*NOT NULL)(?![^,;]*DEFAULT)|TRUNCATE",
    re.IGNORECASE,
)


@pytest.mark.parametrize(
    ("sql", "takes"),
    [
        ("ALTER TABLE t ADD COLUMN a int NOT NULL DEFAULT 0;", False),
        ("ALTER TABLE t ADD COLUMN a int;", False),
        ("ALTER TABLE t ADD COLUMN a int NOT NULL;", True),
        ("ALTER TABLE t DROP COLUMN a;", True),
        ("ALTER TABLE t RENAME a TO b;", True),
        ("ALTER TABLE t ALTER COLUMN a TYPE bigint;", True),
    ],
)
def test_what_takes_away_is_seen(sql: str, *, takes: bool) -> None:
    assert bool(TAKES_AWAY.search(sql)) == takes


@pytest.mark.parametrize("name", sorted(file.name for file in MIGRATIONS.iterdir()))
def test_a_migration_only_adds_so_that_an_older_version_works_on(name: str) -> None:
    found = TAKES_AWAY.search(MIGRATIONS.joinpath(name).read_text("utf-8"))
    assert not name.endswith(".sql") or found is None, found


def test_the_first_step_names_the_version_of_the_library_that_is_installed() -> None:
    assert version("procrastinate").startswith(FIRST_STEP.rpartition("_")[2] + ".")


def test_our_own_migrations_apply(database_url: str) -> None:
    assert applied(database_url)[0] == FIRST_STEP
