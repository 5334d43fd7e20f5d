"""Telegram's flood limits, where they are kept."""

from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from sandbox.faults import CallLog, Faults
from sandbox.listen import bind, listening, url_of
from sandbox.telegram.app import create_app
from sandbox.telegram.flood import Flood

if TYPE_CHECKING:
    from tests.sandbox.conftest import Json, TelegramServer


async def test_a_burst_is_let_through_and_then_each_chat_has_to_wait(
    tmp_path: Path, telegram_server: "TelegramServer"
) -> None:
    app = create_app(folder=tmp_path / "own", faults=Faults(), calls=CallLog(), flood=Flood())
    bound = bind("127.0.0.1", 0)
    async with listening(app, bound), httpx.AsyncClient(base_url=url_of(bound)) as client:

        async def send(chat_id: int) -> "Json":
            fields = {"chat_id": chat_id, "text": "x"}
            answer = await client.post(f"/bot{telegram_server.token}/sendMessage", json=fields)
            sent: Json = answer.json()
            return sent

        async def join(name: str) -> int:
            joined = await client.post("/chat/users", json={"name": name})
            chat_id: int = joined.json()["chat_id"]
            return chat_id

        ann, bob = await join("Ann"), await join("Bob")
        answers = [await send(ann) for _ in range(7)]
        assert [answer["ok"] for answer in answers[:5]] == [True] * 5
        assert answers[5]["error_code"] == 429
        first, second = (answer["parameters"]["retry_after"] for answer in answers[5:])
        assert 0 < first < second
        assert (await send(bob))["ok"]
