"""Calls to Telegram: its moods, its limits, and groups that move."""

from collections.abc import AsyncIterator

import httpx
import pytest
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter

from bot.calling import TRIES, Caller, ChatGone, not_before_s, surely_not_sent
from bot.limiter import Limiter, NotNow
from bot.store import moves
from bot.store.pool import Pool, open_pool
from wire.clock import SystemClock


@pytest.fixture(autouse=True)
def _lengths_of_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # else the library warns of its numbers


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[Pool]:
    async with open_pool(database_url) as pool:
        yield pool


class Telegram:
    """Answers with these errors, one after the other, and then takes everything."""

    def __init__(self, *moods: Exception) -> None:
        self.moods = list(moods)
        self.asked: list[int] = []

    async def send(self, chat_id: int) -> str:
        self.asked.append(chat_id)
        if self.moods:
            raise self.moods.pop(0)
        return "sent"


class Watch(SystemClock):
    """The machine's clock; what was waited is written down."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await super().sleep(seconds)


class Line:
    """A caller, and what it has said of groups that moved."""

    def __init__(self, pool: Pool) -> None:
        self.clock = Watch()
        self.moved: list[tuple[int, int]] = []
        self.caller = Caller(Limiter(pool, self.clock), self.clock, self.follow)

    async def follow(self, old: int, new: int) -> None:
        self.moved.append((old, new))


@pytest.fixture
def line(pool: Pool) -> Line:
    return Line(pool)


def never_arrived() -> NetworkError:
    error = NetworkError("away")
    error.__cause__ = httpx.ConnectError("away")
    return error


async def test_what_never_arrived_is_sent_again(line: Line) -> None:
    telegram = Telegram(never_arrived(), never_arrived())
    assert await line.caller.call(7, telegram.send) == "sent"
    assert telegram.asked == [7, 7, 7]


async def test_what_may_have_arrived_is_not(line: Line) -> None:
    telegram = Telegram(NetworkError("cut"))
    with pytest.raises(NetworkError):
        await line.caller.call(7, telegram.send)
    assert telegram.asked == [7]


async def test_a_short_wait_is_waited_for(line: Line) -> None:
    telegram = Telegram(RetryAfter(1))
    assert await line.caller.call(7, telegram.send) == "sent"
    assert sum(line.clock.slept) > 0.5


async def test_a_long_wait_sends_the_job_away_until_then(line: Line) -> None:
    telegram = Telegram(RetryAfter(200))
    with pytest.raises(NotNow) as caught:
        await line.caller.call(7, telegram.send)
    assert not_before_s(caught.value) == 200
    assert surely_not_sent(caught.value)
    with pytest.raises(NotNow):  # Telegram is not even asked, but others are
        await line.caller.call(7, telegram.send)
    assert await line.caller.call(8, telegram.send) == "sent"
    assert telegram.asked == [7, 8]


async def test_it_does_not_try_for_ever(line: Line) -> None:
    telegram = Telegram(*(RetryAfter(0) for _ in range(TRIES)))
    with pytest.raises(NotNow):
        await line.caller.call(7, telegram.send)
    assert len(telegram.asked) == TRIES


@pytest.mark.parametrize("error", [Forbidden("blocked"), BadRequest("Chat not found")])
async def test_a_chat_that_is_gone_is_not_written_to_again(line: Line, error: Exception) -> None:
    telegram = Telegram(error)
    with pytest.raises(ChatGone):
        await line.caller.call(7, telegram.send)
    assert telegram.asked == [7]


async def test_a_group_that_moved_is_followed_at_once_and_from_then_on(line: Line) -> None:
    telegram = Telegram(ChatMigrated(-1005))
    assert await line.caller.call(-5, telegram.send) == "sent"
    assert await line.caller.call(-5, telegram.send) == "sent"
    assert telegram.asked == [-5, -1005, -1005]
    assert line.moved == [(-5, -1005)]


@pytest.mark.parametrize("kind", [RetryAfter, NetworkError, Forbidden, ChatMigrated])
async def test_progress_is_never_worth_an_error(line: Line, kind: type[Exception]) -> None:
    telegram = Telegram(kind(1 if kind in {RetryAfter, ChatMigrated} else "no"))
    assert not await line.caller.call_if_room(7, telegram.send)
    assert telegram.asked == [7]


async def test_progress_that_telegram_did_not_want_holds_what_comes_next(line: Line) -> None:
    assert not await line.caller.call_if_room(7, Telegram(RetryAfter(9)).send)
    next_one = Telegram()
    assert not await line.caller.call_if_room(7, next_one.send)
    assert not next_one.asked


async def test_all_rows_follow_a_group(pool: Pool) -> None:
    async with pool.connection() as conn:
        await conn.execute(
            "INSERT INTO projects (chat_id, thread_id, user_id, language) VALUES"
            " (-5, 0, 1, 'en'), (-5, 3, 1, 'en'), (-1005, 0, 1, 'en'), (8, 0, 1, 'en')"
        )
        await conn.execute(
            "INSERT INTO chats (chat_id, thread_id, engine) VALUES"
            " (-5, 0, 'nemo'), (-5, 3, 'local'), (-1005, 0, 'auto')"
        )
        for _ in range(2):  # a repeat does nothing
            await moves.follow(conn, -5, -1005)
        query = "SELECT chat_id, thread_id, closed_at IS NULL FROM projects ORDER BY id"
        projects = await (await conn.execute(query)).fetchall()
        query = "SELECT chat_id, thread_id, engine FROM chats ORDER BY thread_id"
        chats = await (await conn.execute(query)).fetchall()
    assert projects == [(-1005, 0, False), (-1005, 3, True), (-1005, 0, True), (8, 0, True)]
    assert chats == [(-1005, 0, "auto"), (-1005, 3, "local")]
