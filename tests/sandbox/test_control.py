"""The control address: faults armed and met, the log of calls, and forgetting."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import httpx
import pytest

from sandbox.control import Service, create_app
from sandbox.faults import CallLog, Faults
from sandbox.listen import bind, listening, url_of

if TYPE_CHECKING:
    from tests.sandbox.conftest import Person, TelegramServer


class Shop:
    """Something that can forget."""

    def __init__(self) -> None:
        self.memory = ["a thing"]


@pytest.fixture
def service() -> Shop:
    return Shop()


@pytest.fixture
async def control(
    faults: Faults, calls: CallLog, service: Shop
) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(
        faults=faults, calls=calls, services={"shop": Service(reset=service.memory.clear)}
    )
    bound = bind("127.0.0.1", 0)
    async with listening(app, bound), httpx.AsyncClient(base_url=url_of(bound)) as client:
        yield client


async def test_faults_are_armed_met_and_disarmed(
    control: httpx.AsyncClient, http: httpx.AsyncClient, telegram_server: "TelegramServer"
) -> None:
    fault = {"service": "telegram", "operation": "getMe", "kind": "status", "status": 503}
    cut = {"service": "telegram", "operation": "getMe", "kind": "cut", "after_bytes": 3}
    armed = (await control.post("/faults", json=[fault, {**cut, "count": 2}])).json()["faults"]
    assert [(one["fault"]["kind"], one["met"], one["unmet"]) for one in armed] == [
        ("status", 0, True),
        ("cut", 0, True),
    ]
    assert (await http.get(f"{telegram_server.bot_url}/getMe")).status_code == 503
    with pytest.raises(httpx.RemoteProtocolError):
        await http.get(f"{telegram_server.bot_url}/getMe")
    report = (await control.get("/faults")).json()["faults"]
    assert [(one["met"], one["unmet"]) for one in report] == [(1, False), (1, True)]
    await control.delete("/faults")
    assert (await control.get("/faults")).json() == {"faults": []}
    assert (await http.get(f"{telegram_server.bot_url}/getMe")).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"service": "telegram", "operation": "getMe", "kind": "earthquake"}',
        b'{"service": "telegram", "operation": "getMe", "kind": "status"}',
        b'{"service": "telegram", "operation": "getMe", "kind": "reset", "count": 0}',
        b'{"service": "telegram", "operation": "getMe", "kind": "reset", "cuont": 2}',
    ],
)
async def test_a_fault_that_makes_no_sense_is_refused(
    control: httpx.AsyncClient, body: bytes
) -> None:
    answer = await control.post("/faults", content=body)
    assert answer.status_code == 400
    assert answer.json()["error"]


async def test_the_log_shows_calls_without_the_token(
    control: httpx.AsyncClient,
    http: httpx.AsyncClient,
    telegram_server: "TelegramServer",
    ann: "Person",
) -> None:
    await http.post(f"{telegram_server.bot_url}/getMe")
    await http.post(
        f"{telegram_server.bot_url}/sendmessage", json={"chat_id": ann.id, "text": "hello"}
    )
    await http.get(f"/file/bot{telegram_server.token}/x")
    answer = await control.get("/calls")
    assert telegram_server.token not in answer.text
    _, sent, file = answer.json()["calls"]
    assert (sent["operation"], sent["status"]) == ("sendMessage", 200)
    assert sent["path"] == "/bot<token>/sendmessage"
    assert sent["body"] == {"chat_id": ann.id, "text": "hello"}
    assert (file["operation"], file["status"], file["path"]) == ("file", 404, "/file/bot<token>/x")
    few = await control.get("/calls", params={"operation": "getMe", "limit": 1})
    assert [call["operation"] for call in few.json()["calls"]] == ["getMe"]
    assert (await control.get("/calls", params={"limit": "many"})).status_code == 400


async def test_a_reset_makes_everything_forgotten(
    control: httpx.AsyncClient, service: Shop, calls: CallLog
) -> None:
    fault = {"service": "telegram", "operation": "getMe", "kind": "reset"}
    await control.post("/faults", json=fault)
    await control.post("/reset")
    assert (service.memory, calls.find()) == ([], ())
    assert (await control.get("/faults")).json() == {"faults": []}
