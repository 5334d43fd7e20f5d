"""Keeping house: what is old goes in small steps, and what is needed stays."""

import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.keeping import SHELVES, Keeper
from bot.store import keeping
from bot.store.pool import Pool, open_pool
from wire.clock import HandClock

NOW = datetime(2026, 6, 1, tzinfo=UTC)
ROWS, FILES = timedelta(days=90), timedelta(days=30)
YOUNG, MIDDLE, OLD = (NOW - timedelta(days=days) for days in (1, 40, 100))
COUNT = "SELECT count(*) FROM {}"


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[Pool]:
    async with open_pool(database_url) as pool:
        yield pool


class House:
    """A keeper, and what it finds."""

    def __init__(self, pool: Pool, folder: Path) -> None:
        self.pool = pool
        self.folder = folder
        for shelf in SHELVES:
            (folder / shelf).mkdir()
        self.keeper = Keeper(
            pool=pool,
            clock=HandClock(NOW),
            data_dir=folder,
            keep_rows=ROWS,
            keep_files=FILES,
        )

    async def run(self, statement: str, *params: object) -> int:
        """Run it past the triggers; the first value that it gives."""
        async with self.pool.connection() as conn, conn.transaction():
            await conn.execute("SET LOCAL session_replication_role = replica")
            cursor = await conn.execute(statement.encode(), params)
            row = await cursor.fetchone() if cursor.description else None
            return int(row[0]) if row else 0

    async def count(self, table: str) -> int:
        return await self.run(COUNT.format(table))

    async def project(self, at: datetime = OLD, *, closed: datetime | None = None) -> int:
        return await self.run(
            "INSERT INTO projects (chat_id, user_id, language, created_at, closed_at)"
            " VALUES ((SELECT count(*) FROM projects), 1, 'en', %s, %s) RETURNING id",
            *(at, closed),
        )

    async def turn(self, project_id: int, at: datetime, status: str = "told") -> int:
        return await self.run(
            "INSERT INTO turns (origin, project_id, message_id, text, status, created_at)"
            " VALUES (gen_random_uuid()::text, %s, 1, '', %s, %s) RETURNING id",
            *(project_id, status, at),
        )

    async def export(
        self, project_id: int, at: datetime, status: str, turn_id: int | None = None
    ) -> int:
        return await self.run(
            "INSERT INTO exports (origin, project_id, message_id, turn_id, status, created_at)"
            " VALUES (gen_random_uuid()::text, %s, 1, %s, %s, %s) RETURNING id",
            *(project_id, turn_id, status, at),
        )

    async def making(self, project_id: int, at: datetime, status: str, *files: str) -> int:
        making_id = await self.run(
            "INSERT INTO makings (origin, project_id, message_id, craft, policy, status,"
            " created_at) VALUES (gen_random_uuid()::text, %s, 1, 'clip', 'auto', %s, %s)"
            " RETURNING id",
            *(project_id, status, at),
        )
        await self.run(
            "INSERT INTO steps (making_id, stage, attempt, engine, key, order_sealed, files,"
            " created_at) VALUES (%s, 0, 0, 'local', gen_random_uuid()::text, '', %s, %s)",
            *(making_id, list(files), at),
        )
        return making_id

    async def media(self, project_id: int, at: datetime, path: str = "") -> None:
        await self.run(
            "INSERT INTO media (origin, project_id, message_id, file_id, name, path, created_at)"
            " VALUES (gen_random_uuid()::text, %s, 1, '', '', %s, %s)",
            *(project_id, path or None, at),
        )

    def file(self, path: str, at: datetime) -> Path:
        made = self.folder / path
        made.parent.mkdir(exist_ok=True)
        made.write_bytes(b"x")
        os.utime(made, (at.timestamp(), at.timestamp()))
        return made


@pytest.fixture
def house(pool: Pool, tmp_path: Path) -> House:
    return House(pool, tmp_path)


async def test_what_has_ended_long_ago_goes_and_what_is_young_or_at_work_stays(
    house: House,
) -> None:
    project = await house.project()
    for at in (OLD, YOUNG):
        turn = await house.turn(project, at)
        await house.export(project, at, "delivered", turn)
        await house.making(project, at, "delivered")
    await house.turn(project, OLD, "sent")
    await house.export(project, OLD, "submitted")
    await house.making(project, OLD, "waiting")
    await house.keeper.keep_house()
    tables = ("turns", "exports", "makings", "steps", "projects")
    assert [await house.count(table) for table in tables] == [2, 2, 2, 2, 1]


async def test_a_row_that_another_one_points_to_stays(house: House) -> None:
    project = await house.project()
    turn = await house.turn(project, OLD)
    await house.export(project, YOUNG, "delivered", turn)
    await house.keeper.keep_house()
    assert await house.count("turns") == 1


async def test_a_project_goes_with_its_files_once_it_was_closed_for_long(house: House) -> None:
    closed = await house.project(closed=OLD)
    await house.media(closed, OLD)
    just_closed = await house.project(closed=YOUNG)
    await house.media(just_closed, YOUNG)
    await house.keeper.keep_house()
    assert await house.count("projects") == 1
    assert await house.count("media") == 1


async def test_a_project_that_nobody_has_touched_for_long_counts_as_closed(house: House) -> None:
    still = await house.project()
    await house.turn(still, YOUNG)
    forgotten = await house.project()
    await house.turn(forgotten, OLD)
    await house.keeper.keep_house()
    open_ones = "SELECT id FROM projects WHERE closed_at IS NULL"
    assert await house.run(open_ones) == still
    assert await house.run(COUNT.format("projects")) == 2  # the other one goes in its time


async def test_updates_are_forgotten_after_two_weeks(house: House) -> None:
    for number, days in enumerate((15, 13)):
        await house.run(
            "INSERT INTO inbox (update_id, received_at) VALUES (%s, %s)",
            *(number, NOW - timedelta(days=days)),
        )
    await house.keeper.keep_house()
    assert await house.run("SELECT update_id FROM inbox") == 1


async def test_what_was_told_onward_goes_and_what_is_still_to_be_told_stays(house: House) -> None:
    insert = "INSERT INTO onward (id, body, status, created_at) VALUES (%s, '{}', %s, %s)"
    for status in ("pending", "sent", "given_up"):
        await house.run(insert, status, status, OLD)
    await house.keeper.keep_house()
    assert await house.count("onward") == 1


async def test_limits_of_chats_that_are_still_go(house: House) -> None:
    await house.run("INSERT INTO sending (chat_id, full_at) VALUES (0, now()), (7, '-infinity')")
    await house.keeper.keep_house()
    assert await house.run("SELECT sum(chat_id) FROM sending") == 0


async def test_more_than_one_step_is_made(house: House) -> None:
    await house.run(
        "INSERT INTO inbox (update_id, received_at) SELECT n, %s FROM generate_series(1, %s) n",
        *(OLD, keeping.AT_ONCE * 2 + 1),
    )
    await house.keeper.keep_house()
    assert await house.count("inbox") == 0


async def test_files_go_by_age_but_those_of_open_projects_stay(house: House) -> None:
    opened, closed = await house.project(YOUNG), await house.project(closed=YOUNG)
    of_open = house.file("media/1/cat.jpg", MIDDLE)
    of_closed = house.file("media/2/cat.jpg", MIDDLE)
    young = house.file("media/3/cat.jpg", YOUNG)
    await house.media(opened, MIDDLE, "media/1/cat.jpg")
    await house.media(closed, MIDDLE, "media/2/cat.jpg")
    await house.keeper.keep_house()
    assert of_open.exists()
    assert young.exists()
    assert not of_closed.exists()
    assert not of_closed.parent.exists()


async def test_films_and_results_that_are_still_to_be_sent_stay(house: House) -> None:
    project = await house.project(YOUNG)
    at_work = await house.export(project, MIDDLE, "rendered")
    ended = await house.export(project, MIDDLE, "failed")
    films = {number: house.file(f"films/{number}.mp4", MIDDLE) for number in (at_work, ended)}
    small = house.file(f"films/{at_work}-small.mp4", MIDDLE)
    await house.making(project, MIDDLE, "made", "makings/1.mp4")
    await house.making(project, MIDDLE, "delivered", "makings/2.mp4")
    made, sent = house.file("makings/1.mp4", MIDDLE), house.file("makings/2.mp4", MIDDLE)
    await house.keeper.keep_house()
    assert films[at_work].exists()
    assert small.exists()
    assert made.exists()
    assert not films[ended].exists()
    assert not sent.exists()


async def test_unfinished_files_go_after_a_day(house: House) -> None:
    hours = {hours: NOW - timedelta(hours=hours) for hours in (1, 25)}
    parts = {it: house.file(f"makings/{it}.mp4.part", at) for it, at in hours.items()}
    downloads = {it: house.file(f"media/{it}/download.0a.part", at) for it, at in hours.items()}
    await house.keeper.keep_house()
    assert [parts[1].exists(), downloads[1].exists()] == [True, True]
    assert [parts[25].exists(), downloads[25].exists()] == [False, False]
