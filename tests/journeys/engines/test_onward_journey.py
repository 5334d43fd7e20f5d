"""What engines have made reaches the operator's own address, signed, whatever happens meanwhile."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from sandbox.listen import bind
from tests.bot.onward_receiver import SECRET, Operator, operator_at
from tests.journeys.engines.engine_stage import engine_town, free_port, rows, wait_until
from tests.journeys.quick import NewDatabase, QuickTown

PORT = free_port()


@pytest.fixture(scope="module")
def town(
    tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase
) -> Iterator[QuickTown]:
    """A bot whose operator wants to hear of results."""
    folder = tmp_path_factory.mktemp("onward")
    settings = {
        "ONWARD_URL": f"http://127.0.0.1:{PORT}/hooks/secret-path",
        "ONWARD_SECRET": SECRET.get_secret_value(),
    }
    with engine_town(folder, new_database, "--engines", "bfl", settings=settings) as town:
        yield town


@contextmanager
def receiving(port: int) -> Iterator[Operator]:
    """A receiver in a thread of its own, since journeys wait."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    def on_loop(call: Callable[[], object]) -> object:
        return asyncio.run_coroutine_threadsafe(call(), loop).result(20)  # type: ignore[arg-type]

    stage = operator_at(bind("127.0.0.1", port))
    operator = on_loop(stage.__aenter__)
    assert isinstance(operator, Operator)
    try:
        yield operator
    finally:
        on_loop(lambda: stage.__aexit__(None, None, None))
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def test_a_result_is_told_signed_also_where_nobody_listened_and_the_bot_was_killed(
    town: QuickTown,
) -> None:
    ann = town.person()
    with receiving(PORT) as operator:
        ann.say("/flux a blue bird")
        wait_until(lambda: operator.heard, "the news")
    (heard,) = operator.heard
    assert not operator.forged
    assert heard.body["prompt"] == "a blue bird"
    assert heard.body["engine"] == "bfl"
    ann.say("/flux a red bird")
    pending = "SELECT 1 FROM onward WHERE status = 'pending'"
    tried = "SELECT 1 FROM onward WHERE status = 'pending' AND attempts = 1"
    wait_until(lambda: rows(town, tried), "an attempt")
    town.kill_bot()
    with receiving(PORT) as operator:
        town.start_bot()
        wait_until(lambda: operator.heard, "the news that were late", 60)
        wait_until(lambda: not rows(town, pending), "the end of it")
    assert [heard.body["prompt"] for heard in operator.heard] == ["a red bird"]
    assert not operator.forged
    assert len({heard.message_id for heard in operator.heard}) == 1
