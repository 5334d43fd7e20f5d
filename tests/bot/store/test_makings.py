"""What engines make, in the books: whose it is, and that the same is found again."""

from psycopg import AsyncConnection

from bot.store import makings, media, projects
from bot.store.makings import Wish
from bot.store.rows import Making, MediaStatus
from intents.crafts import Craft


async def made_in(conn: AsyncConnection, chat_id: int, origin: str, wish: Wish) -> Making:
    project = await projects.open_for(conn, chat_id, 0, chat_id, "en")
    return await makings.open_once(conn, origin, wish, project_id=project.id, message_id=1)


async def test_a_making_is_found_in_its_own_chat_alone(database_url: str) -> None:
    async with await AsyncConnection.connect(database_url) as conn:
        making = await made_in(conn, 1, "update:1", Wish(craft=Craft.GRID, policy="auto"))
        assert await makings.of_chat(conn, making.id, 1) == making
        assert await makings.of_chat(conn, making.id, 2) is None


async def test_the_same_button_of_the_same_picture_is_found_again(database_url: str) -> None:
    first = Wish(craft=Craft.UPSCALE, policy="apiframe", extra={"index": "1"}, of_step=7)
    async with await AsyncConnection.connect(database_url) as conn:
        making = await made_in(conn, 1, "update:1", first)
        assert await makings.newest_of_step(conn, 7, Craft.UPSCALE, {"index": "1"}) == making
        assert await makings.newest_of_step(conn, 7, Craft.UPSCALE, {"index": "2"}) is None
        assert await makings.newest_of_step(conn, 7, Craft.VARY, {"index": "1"}) is None
        assert await makings.newest_of_step(conn, 8, Craft.UPSCALE, {"index": "1"}) is None


async def test_one_of_several_results_is_chosen_by_an_answer(database_url: str) -> None:
    async with await AsyncConnection.connect(database_url) as conn:
        project = await projects.open_for(conn, 1, 0, 1, "en")
        for number in (1, 2):
            file = await media.open_once(
                conn,
                f"making:1:{number}",
                project_id=project.id,
                message_id=number,
                file_id="",
                name=f"{number}.png",
            )
            await media.fetched(conn, file.id, file.name, f"makings/{number}.png")
            await media.set_status(conn, file.id, MediaStatus.MADE)
        await media.choose(conn, project.id, 2)
        assert [it.status for it in await media.of_project(conn, project.id)] == [
            MediaStatus.MADE,
            MediaStatus.FETCHED,
        ]
