"""The books of what engines make: news and plans for the next look never miss each other."""

import asyncio

from psycopg import AsyncConnection

from bot.store import makings, people, projects
from bot.store.makings import Wish
from bot.store.pool import open_pool
from bot.store.rows import Making, Step


async def _ordered(conn: AsyncConnection) -> tuple[Making, Step]:
    await people.get_or_add(conn, 7)
    project = await projects.open_for(conn, 7, 0, 7, "en")
    wish = Wish(craft="picture", policy="auto")
    making = await makings.open_once(conn, "update:1", wish, project_id=project.id, message_id=1)
    step = await makings.intend(conn, making, attempt=1, engine="bfl", key="k", sealed=b"")
    assert step is not None
    return making, step


async def test_who_plans_waits_for_news_that_are_being_written_down(database_url: str) -> None:
    async with open_pool(database_url) as pool, pool.connection() as conn:
        making, step = await _ordered(conn)
        assert await makings.newest_news(conn, making.id) is None

        async def plan() -> bool:
            async with conn.transaction():
                return await makings.newest_news(conn, making.id, lock=True) is not None

        async with pool.connection() as other, other.transaction():
            await makings.note_news(other, step, 40)
            planning = asyncio.create_task(plan())
            done, _ = await asyncio.wait({planning}, timeout=0.2)
            assert not done
        assert await planning


async def test_what_was_stopped_keeps_no_engine_busy(database_url: str) -> None:
    async with open_pool(database_url) as pool, pool.connection() as conn:
        making, _ = await _ordered(conn)
        assert await makings.at_work(conn, "bfl") == 1
        await conn.execute("UPDATE makings SET status = 'cancelled' WHERE id = %s", (making.id,))
        assert await makings.at_work(conn, "bfl") == 0
