"""What the operator's own address is told, how it is signed, and what its answers mean."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr
from standardwebhooks import Webhook
from starlette.responses import RedirectResponse, Response

from bot import onward as onward_module
from bot.onward import File, Finished, Receiver, body_of, payload, send
from bot.results import Address
from bot.settings import ConfigError
from sandbox.listen import bind
from tests.bot.onward_receiver import SECRET, Operator, operator_at, operator_away
from wire.errors import Broken, RateLimited, Rejected, ServiceError, Uncertain, Unreachable
from wire.http import new_client

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
FILM = Finished(
    id="17",
    created_at=NOW,
    chat_id=5,
    kind="video",
    prompt="雨 \u0000 in the \ud800",
    engine="runway",
    status="done",
    cost=25.0,
    duration_s=5.0,
    width=720,
    height=1280,
    file=File(name="clip.mp4", size_bytes=3, sha256="ab" * 32),
)


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with new_client() as http:
        yield http


@pytest.fixture
async def operator() -> AsyncIterator[Operator]:
    async with operator_at(bind("127.0.0.1", 0)) as operator:
        yield operator


def test_a_finished_film_is_told_with_all_that_is_known() -> None:
    assert payload(FILM) == {
        "type": "making.finished",
        "id": "17",
        "created_at": "2026-01-01T12:00:00+00:00",
        "chat_id": 5,
        "kind": "video",
        "prompt": FILM.prompt,
        "engine": "runway",
        "status": "done",
        "cost": 25.0,
        "duration_s": 5.0,
        "width": 720,
        "height": 1280,
        "file": {"name": "clip.mp4", "bytes": 3, "sha256": "ab" * 32},
    }


def test_what_is_not_known_is_null_and_the_chat_can_be_left_out() -> None:
    failed = Finished(
        id="1", created_at=NOW, kind="picture", prompt="", engine="bfl", status="failed"
    )
    told = payload(failed)
    assert told["file"] is None
    assert told["cost"] is None
    assert "chat_id" not in told


def test_the_address_of_the_file_is_added_when_it_goes_out() -> None:
    stored = json.dumps(payload(FILM))
    address = Address(url="https://bot/results/x", until=NOW + timedelta(hours=24))
    file = json.loads(body_of(stored, address))["file"]
    assert file["url"] == "https://bot/results/x"
    assert file["url_until"] == "2026-01-02T12:00:00+00:00"
    assert "results/x" not in stored
    assert json.loads(body_of(stored, None)) == json.loads(stored)


async def test_the_signature_is_that_of_the_standards_own_example() -> None:
    seen: list[httpx.Request] = []

    def take(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(204)

    async with httpx.AsyncClient(transport=httpx.MockTransport(take)) as client:
        await send(
            client,
            "http://operator.lan/",
            SECRET,
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            b'{"test": 2432232314}',
            now=datetime.fromtimestamp(1614265330.9, UTC),
        )
    assert seen[0].headers["webhook-timestamp"] == "1614265330"
    due = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert seen[0].headers["webhook-signature"] == due


async def test_a_receiver_out_of_the_library_accepts_it() -> None:
    seen: list[httpx.Request] = []

    def take(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(204)

    body = body_of(json.dumps(payload(FILM)), None)
    async with httpx.AsyncClient(transport=httpx.MockTransport(take)) as client:
        await send(client, "http://operator.lan/", SECRET, "msg_17", body, now=datetime.now(UTC))
    told = Webhook(SECRET.get_secret_value()).verify(seen[0].content, dict(seen[0].headers))
    assert told == payload(FILM)


async def tell(http: httpx.AsyncClient, url: str, secret: SecretStr = SECRET) -> None:
    await send(http, url, secret, "msg_17", body_of(json.dumps(payload(FILM)), None), now=NOW)


async def test_a_real_receiver_hears_it(http: httpx.AsyncClient, operator: Operator) -> None:
    await tell(http, operator.url)
    (heard,) = operator.heard
    assert heard.message_id == "msg_17"
    assert heard.body == payload(FILM)
    assert not operator.forged


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
async def test_any_success_will_do(
    status: int, http: httpx.AsyncClient, operator: Operator
) -> None:
    operator.answers.append(Response(status_code=status))
    await tell(http, operator.url)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, Rejected),
        (401, Rejected),
        (404, Rejected),
        (410, Rejected),
        (408, Broken),
        (425, Broken),
        (429, RateLimited),
        (500, Broken),
        (502, Broken),
        (503, Broken),
    ],
)
async def test_what_an_answer_means(
    status: int, kind: type[ServiceError], http: httpx.AsyncClient, operator: Operator
) -> None:
    operator.answers.append(Response("your secret was whsec_x", status_code=status))
    with pytest.raises(ServiceError) as caught:
        await tell(http, operator.url)
    assert type(caught.value) is kind
    assert str(caught.value) == f"onward: it answered {status}"


@pytest.mark.parametrize(("told", "wait_s"), [("7", 7.0), ("soon", None), ("-1", None), ("", None)])
async def test_how_long_to_wait_is_read(
    told: str, wait_s: float | None, http: httpx.AsyncClient, operator: Operator
) -> None:
    operator.answers.append(Response(status_code=429, headers={"retry-after": told}))
    with pytest.raises(RateLimited) as caught:
        await tell(http, operator.url)
    assert caught.value.retry_after_s == wait_s


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_nobody_is_followed_elsewhere(
    status: int, http: httpx.AsyncClient, operator: Operator
) -> None:
    operator.answers.append(RedirectResponse(operator.url, status))
    with pytest.raises(Rejected):
        await tell(http, operator.url)
    assert len(operator.heard) == 1


async def test_a_wrong_secret_is_noticed_there(http: httpx.AsyncClient, operator: Operator) -> None:
    other = SecretStr("whsec_" + "QUJD" * 8)
    with pytest.raises(Rejected):
        await tell(http, operator.url, other)
    assert operator.forged == 1


async def test_who_is_away_was_not_reached_and_is_not_named(http: httpx.AsyncClient) -> None:
    async with operator_away() as url:
        with pytest.raises(Unreachable) as caught:
            await tell(http, url)
    assert str(caught.value) == "onward: ConnectError"
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


async def test_who_says_nothing_may_have_heard(
    http: httpx.AsyncClient, operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(onward_module, "ANSWER_S", 0.3)
    operator.silent = True
    with pytest.raises(Uncertain):
        await tell(http, operator.url)


async def test_who_trickles_is_not_listened_to_for_ever(
    http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(onward_module, "ANSWER_S", 0.5)
    stopped = asyncio.Event()

    async def trickle(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n")
        try:
            while True:
                writer.write(b"x: y\r\n")
                await writer.drain()
                await asyncio.sleep(0.05)
        except ConnectionError:
            stopped.set()
        finally:
            writer.close()

    async with await asyncio.start_server(trickle, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(Uncertain):
            await tell(http, f"http://127.0.0.1:{port}/")
        await asyncio.wait_for(stopped.wait(), 5)


async def test_of_an_answer_only_its_head_is_read(
    http: httpx.AsyncClient, operator: Operator
) -> None:
    operator.answers.append(Response(b"x" * 5_000_000))
    await tell(http, operator.url)


def receiver(http: httpx.AsyncClient, url: str | None, secret: str | None) -> Receiver | None:
    hidden = None if secret is None else SecretStr(secret)
    return Receiver.of(http=http, url=url, secret=hidden, results=None)


async def test_without_an_address_nobody_is_told(http: httpx.AsyncClient) -> None:
    assert receiver(http, None, None) is None
    assert receiver(http, "", "whatever") is None


@pytest.mark.parametrize("url", ["operator.lan/x", "ftp://operator.lan", "https://", "file:///x"])
async def test_an_address_that_is_none_is_named(url: str, http: httpx.AsyncClient) -> None:
    with pytest.raises(ConfigError, match="ONWARD_URL"):
        receiver(http, url, SECRET.get_secret_value())


@pytest.mark.parametrize(
    "secret", [None, "", "whsec_", "hunter2", "whsec_QUJD", "whsec_" + "QUJD" * 30, "päss" * 9]
)
async def test_a_secret_that_is_none_is_named_and_not_shown(
    secret: str | None, http: httpx.AsyncClient
) -> None:
    with pytest.raises(ConfigError, match=r"ONWARD_SECRET.*openssl") as caught:
        receiver(http, "http://10.0.0.7:5678/hook", secret)
    assert not secret or secret == "whsec_" or secret not in str(caught.value)


@pytest.mark.parametrize("prefix", ["", "whsec_"])
async def test_a_receiver_may_be_on_the_operators_own_network(
    prefix: str, http: httpx.AsyncClient, tmp_path: Path
) -> None:
    made = receiver(http, "http://10.0.0.7:5678/hook/top-secret", prefix + "A" * 43 + "=")
    assert made is not None
    assert "top-secret" not in repr(made)
    assert "AAAA" not in repr(made)
