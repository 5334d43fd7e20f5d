"""News of engines from anybody who calls: what is proven wakes a job, all else changes nothing."""

import asyncio
import hashlib
import hmac
import json
import socket
import time
import tracemalloc
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from cryptography.fernet import Fernet
from pydantic import JsonValue
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from structlog.testing import capture_logs
from structlog.typing import EventDict

from adapters.hints import LARGEST_BYTES
from bot import web as web_module
from bot.hooks import HookAddresses
from bot.settings import ConfigError
from bot.store.vault import Vault
from bot.web import MOST_LINES_A_MINUTE, serve
from tests.bot.web_stage import API_KEY, ROOT, Told, Web, served, web_running
from wire.clock import HandClock

KEY, OTHER_KEY = "0123456789abcdef" * 2, "f" * 32
JOB = "job-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call as a service makes it."""

    path: str
    method: str = "POST"
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


def news_of(service: str, *, job_id: str = JOB, key: str = KEY, right: bool = True) -> Call:
    """A call of the service, proven as it proves its calls; not `right`: with a wrong proof."""
    addresses = HookAddresses(public_url="http://bot", root=ROOT)
    told: JsonValue = {"task_id": job_id, "id": job_id, "status": "processing", "percentage": "40"}
    body = json.dumps(told).encode()
    wrong = "" if right else "x"
    match service:
        case "apiframe":
            secret = addresses.secret("apiframe", key).get_secret_value()
            return Call(
                path=f"/hooks/apiframe/{key}",
                body=body,
                headers={"x-webhook-secret": secret + wrong},
            )
        case "apiframe v2":
            signing_key = hashlib.sha256(API_KEY.get_secret_value().encode()).digest()
            due = hmac.new(signing_key, body + wrong.encode(), hashlib.sha256).hexdigest()
            return Call(
                path="/hooks/apiframe", body=body, headers={"x-webhook-signature": f"sha256={due}"}
            )
        case "bfl":
            secret = addresses.secret("bfl").get_secret_value()
            due = hmac.new((secret + wrong).encode(), body, hashlib.sha256).hexdigest()
            return Call(
                path=f"/hooks/bfl/{key}", body=body, headers={"x-bfl-signature": f"sha256={due}"}
            )
        case _:
            url = addresses.rapid_runway(key)["callback_url"]
            path = url.removeprefix("http://bot")
            return Call(path=f"{path}{wrong}?uuid={job_id}", method="GET")


SERVICES = ("apiframe", "apiframe v2", "bfl", "rapid_runway")
KEYED = tuple(service for service in SERVICES if service != "apiframe v2")
POSTED = tuple(service for service in SERVICES if service != "rapid_runway")


def name_of(service: str) -> str:
    return service.partition(" ")[0]


@pytest.fixture
async def web() -> AsyncIterator[Web]:
    async with web_running() as web:
        yield web


@pytest.fixture
def logged() -> Iterator[list[EventDict]]:
    with capture_logs() as logs:
        yield logs


def refusals(logs: list[EventDict]) -> list[tuple[str, str]]:
    """Services and reasons of what was refused; nothing else is in these lines."""
    found = [line for line in logs if line["event"] == "hook_refused"]
    assert all(set(line) == {"event", "log_level", "service", "reason"} for line in found)
    return [(line["service"], line["reason"]) for line in found]


async def call(web: Web, made: Call) -> httpx.Response:
    async with httpx.AsyncClient(base_url=web.url, trust_env=False) as http:
        return await http.request(made.method, made.path, content=made.body, headers=made.headers)


def pending(web: Web, service: str, job_id: str = JOB) -> None:
    web.orders.put(name_of(service), KEY, job_id)


@pytest.mark.parametrize("service", SERVICES)
async def test_proven_news_wake_the_job(service: str, web: Web, logged: list[EventDict]) -> None:
    pending(web, service)
    answer = await call(web, news_of(service))
    assert (answer.status_code, answer.content) == (204, b"")
    key = "" if service == "apiframe v2" else KEY
    assert [(t.service, t.key, t.job_id) for t in web.orders.told] == [(name_of(service), key, JOB)]
    assert not refusals(logged)


async def test_what_apiframe_claims_of_the_progress_is_handed_on(web: Web) -> None:
    pending(web, "apiframe")
    await call(web, news_of("apiframe"))
    assert web.orders.told == [Told("apiframe", KEY, JOB, 40)]


@pytest.mark.parametrize("service", SERVICES)
async def test_a_wrong_proof_is_refused(service: str, web: Web, logged: list[EventDict]) -> None:
    pending(web, service)
    answer = await call(web, news_of(service, right=False))
    assert (answer.status_code, answer.content) == (401, b"")
    assert not web.orders.told
    assert [name for name, _ in refusals(logged)] == [name_of(service)]


@pytest.mark.parametrize("service", ["apiframe", "apiframe v2"])
async def test_news_without_a_proof_are_refused(
    service: str, web: Web, logged: list[EventDict]
) -> None:
    pending(web, service)
    made = news_of(service)
    answer = await call(web, Call(path=made.path, body=made.body))
    assert answer.status_code == 401
    assert not web.orders.told
    assert refusals(logged) == [("apiframe", "no secret or signature")]


async def test_the_secret_of_another_order_proves_nothing(web: Web) -> None:
    pending(web, "apiframe")
    web.orders.put("apiframe", OTHER_KEY, "job-2")
    proof = news_of("apiframe", key=OTHER_KEY).headers
    mine = news_of("apiframe")
    answer = await call(web, Call(path=mine.path, body=mine.body, headers=proof))
    assert answer.status_code == 401
    assert not web.orders.told


async def test_unsigned_news_of_bfl_count_because_their_address_cannot_be_guessed(
    web: Web,
) -> None:
    pending(web, "bfl")
    made = news_of("bfl")
    assert (await call(web, Call(path=made.path, body=made.body))).status_code == 204
    assert web.orders.told == [Told("bfl", KEY, JOB, None)]


@pytest.mark.parametrize("service", KEYED)
async def test_an_unknown_key_looks_like_an_unknown_path(
    service: str, web: Web, logged: list[EventDict]
) -> None:
    unknown = await call(web, news_of(service))
    nowhere = await call(web, Call(path="/nowhere", method="GET"))
    assert unknown.status_code == nowhere.status_code == 404
    assert unknown.content == nowhere.content == b""
    assert unknown.headers.keys() == nowhere.headers.keys()
    assert not web.orders.told
    assert refusals(logged) == [(service, "unknown key"), ("", "unknown path")]


@pytest.mark.parametrize("key", ["x", "A" * 32, "0" * 31, "0" * 33, "%00" * 32, "..%2f" * 8])
async def test_what_has_not_the_form_of_a_key_is_not_looked_for(key: str, web: Web) -> None:
    assert (await call(web, Call(path=f"/hooks/bfl/{key}"))).status_code == 404
    assert not web.orders.asked


@pytest.mark.parametrize(
    "path",
    [
        "/hooks",
        "/hooks/",
        "/hooks/kraken/" + KEY,
        "/hooks/bfl",
        "/hooks/bfl/",
        f"/hooks/bfl/{KEY}/",
        f"/hooks/rapid_runway/{KEY}",
        "/",
        "//evil.example/",
        "/results/x",
        "/results/../secret.key",
    ],
)
async def test_there_is_nothing_else(path: str, web: Web) -> None:
    pending(web, "bfl")
    for method in ("GET", "POST"):
        answer = await call(web, Call(path=path, method=method))
        assert answer.status_code in (404, 405)
        assert answer.content == b""
    assert not web.orders.told


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
async def test_a_wrong_method_is_refused(
    service: str, method: str, web: Web, logged: list[EventDict]
) -> None:
    pending(web, service)
    made = news_of(service)
    if method == made.method:
        return
    answer = await call(web, Call(path=made.path, method=method, headers=made.headers))
    assert (answer.status_code, answer.content) == (405, b"")
    assert not web.orders.told
    assert refusals(logged) == [(name_of(service), "wrong method")]


@pytest.mark.parametrize("service", SERVICES)
async def test_news_of_a_job_that_is_not_the_orders_change_nothing(
    service: str, web: Web, logged: list[EventDict]
) -> None:
    pending(web, service)
    answer = await call(web, news_of(service, job_id="job-of-a-stranger"))
    assert answer.status_code == 404
    assert not web.orders.told
    assert refusals(logged) == [(name_of(service), "no pending order has that id")]


@pytest.mark.parametrize("service", SERVICES)
async def test_a_replay_after_the_end_changes_nothing(
    service: str, web: Web, logged: list[EventDict]
) -> None:
    pending(web, service)
    assert (await call(web, news_of(service))).status_code == 204
    web.orders.end(name_of(service), KEY)
    assert (await call(web, news_of(service))).status_code == 404
    assert len(web.orders.told) == 1
    assert refusals(logged) == [(name_of(service), "no pending order has that id")]


@pytest.mark.parametrize("service", SERVICES)
async def test_news_may_come_twice_and_before_the_answer_to_the_order(
    service: str, web: Web
) -> None:
    pending(web, service, job_id="")
    assert (await call(web, news_of(service))).status_code == 204
    pending(web, service)
    assert (await call(web, news_of(service))).status_code == 204
    assert len(web.orders.told) == 2


@pytest.mark.parametrize("service", ["apiframe", "bfl"])
@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[]", "not an object"),
        (b"{}", "no id of a job"),
        (b'{"id": {}, "task_id": null}', "no id of a job"),
        (json.dumps({"id": "x" * 201, "task_id": "x" * 201}).encode(), "no id of a job"),
    ],
)
async def test_a_proven_body_that_says_nothing_is_refused(
    service: str, body: bytes, reason: str, web: Web, logged: list[EventDict]
) -> None:
    pending(web, service)
    headers = news_of("apiframe").headers if service == "apiframe" else {}
    made = Call(path=news_of(service).path, body=body, headers=headers)
    assert (await call(web, made)).status_code == 400
    assert not web.orders.told
    assert refusals(logged) == [(service, reason)]


@pytest.mark.parametrize("query", ["", "?uuid=", "?uuid=a&uuid=b", "?uuid=%00", "?id=job-1"])
async def test_the_resellers_call_has_to_name_one_job(query: str, web: Web) -> None:
    pending(web, "rapid_runway")
    path = news_of("rapid_runway").path.partition("?")[0]
    assert (await call(web, Call(path=path + query, method="GET"))).status_code == 400
    assert not web.orders.told


async def test_without_an_account_of_version_2_its_address_is_not_there(
    logged: list[EventDict],
) -> None:
    async with web_running(apiframe_key=None) as web:
        pending(web, "apiframe v2")
        assert (await call(web, news_of("apiframe v2"))).status_code == 404
        assert not web.orders.told
    assert refusals(logged) == [("apiframe", "there is no key")]


async def test_forwarded_headers_and_the_host_mean_nothing(web: Web) -> None:
    lies = {"x-forwarded-for": "127.0.0.1", "x-forwarded-proto": "https", "host": "evil.example"}
    pending(web, "bfl")
    made = news_of("bfl", right=False)
    answer = await call(web, Call(path=made.path, body=made.body, headers={**made.headers, **lies}))
    assert answer.status_code == 401
    assert "evil" not in str(answer.headers)


async def test_health_says_ok(web: Web) -> None:
    answer = await call(web, Call(path="/health", method="GET"))
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


async def test_a_flood_of_refusals_does_not_flood_the_log(logged: list[EventDict]) -> None:
    clock = HandClock()
    async with web_running(clock=clock) as web:
        for _ in range(MOST_LINES_A_MINUTE + 5):
            await call(web, Call(path="/wp-login.php"))
        assert len(refusals(logged)) == MOST_LINES_A_MINUTE
        await clock.advance(60)
        await call(web, Call(path="/wp-login.php"))
    assert len(refusals(logged)) == MOST_LINES_A_MINUTE + 1
    assert [line["more"] for line in logged if line["event"] == "hooks_refused"] == [5]


async def raw(web: Web) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    return await asyncio.open_connection("127.0.0.1", web.port)


def head(made: Call, length: str) -> bytes:
    proof = "".join(f"{name}: {value}\r\n" for name, value in made.headers.items())
    return f"{made.method} {made.path} HTTP/1.1\r\nHost: bot\r\n{proof}{length}\r\n\r\n".encode()


async def status_of(reader: asyncio.StreamReader) -> int:
    return int((await reader.readline()).split()[1])


@pytest.mark.parametrize("service", POSTED)
async def test_a_body_that_says_it_is_too_big_is_not_read(
    service: str, web: Web, logged: list[EventDict]
) -> None:
    pending(web, service)
    reader, writer = await raw(web)
    writer.write(head(news_of(service), f"Content-Length: {LARGEST_BYTES + 1}"))
    assert await status_of(reader) == 413
    writer.close()
    assert not web.orders.told
    assert refusals(logged) == [(name_of(service), "too big")]


@pytest.mark.parametrize("service", POSTED)
async def test_of_a_body_without_end_little_is_taken(
    service: str, web: Web, logged: list[EventDict]
) -> None:
    """10 MB in chunks, whose length is not told: the line is cut long before they are through."""
    pending(web, service)
    _, writer = await raw(web)
    writer.write(head(news_of(service), "Transfer-Encoding: chunked"))
    tracemalloc.start()
    try:
        sent = await pour(writer, 10_000_000)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    writer.close()
    assert sent < 10_000_000
    assert peak < 2_000_000
    assert not web.orders.told
    assert refusals(logged) == [(name_of(service), "too big")]


async def pour(writer: asyncio.StreamWriter, size: int) -> int:
    """Send chunks until the other side hangs up; how many bytes it was."""
    piece, sent = b"x" * 16_384, 0
    try:
        while sent < size:
            writer.write(b"%x\r\n%s\r\n" % (len(piece), piece))
            await writer.drain()
            sent += len(piece)
    except ConnectionError:
        pass
    return sent


async def test_a_body_of_just_the_largest_size_is_read(web: Web) -> None:
    pending(web, "apiframe")
    made = news_of("apiframe")
    body = made.body[:-1] + b" " * (LARGEST_BYTES - len(made.body)) + b"}"
    assert len(body) == LARGEST_BYTES
    answer = await call(web, Call(path=made.path, body=body, headers=made.headers))
    assert answer.status_code == 204
    answer = await call(web, Call(path=made.path, body=body + b" ", headers=made.headers))
    assert answer.status_code == 413


@pytest.mark.parametrize("service", POSTED)
async def test_who_sends_slowly_is_not_waited_for(service: str, logged: list[EventDict]) -> None:
    async with web_running(within_s=0.2) as web:
        pending(web, service)
        reader, writer = await raw(web)
        made = news_of(service)
        writer.write(head(made, f"Content-Length: {len(made.body)}"))
        began = time.monotonic()
        for _ in range(3):
            writer.write(made.body[:1])
            await asyncio.sleep(0.05)
        assert await status_of(reader) == 408
        await reader.read()
        assert time.monotonic() - began < 2
        writer.close()
        assert not web.orders.told
    assert refusals(logged) == [(name_of(service), "too slow")]


async def test_who_never_ends_a_head_is_hung_up_on(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_module, "WITHIN_S", 0.2)
    reader, writer = await raw(web)
    writer.write(b"POST /hooks/bfl HTTP/1.1\r\nHost: b")
    assert await asyncio.wait_for(reader.read(), 2) == b""
    writer.close()


async def test_a_head_without_end_is_refused(web: Web) -> None:
    reader, writer = await raw(web)
    writer.write(b"GET /health HTTP/1.1\r\nHost: bot\r\nX: " + b"x" * 100_000)
    assert await status_of(reader) == 400
    writer.close()


async def test_who_hangs_up_in_the_middle_changes_nothing(
    web: Web, logged: list[EventDict]
) -> None:
    pending(web, "apiframe")
    _, writer = await raw(web)
    made = news_of("apiframe")
    writer.write(head(made, f"Content-Length: {len(made.body)}") + made.body[:-1])
    await writer.drain()
    writer.close()
    deadline = time.monotonic() + 2
    while not refusals(logged):
        assert time.monotonic() < deadline
        await asyncio.sleep(0.01)
    assert refusals(logged) == [("apiframe", "cut short")]
    assert not web.orders.told


async def test_it_stops_within_two_seconds_whatever_is_going_on() -> None:
    stop = asyncio.Event()
    begun = asyncio.Event()
    port: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def for_ever(request: Request) -> Response:
        begun.set()
        await asyncio.Event().wait()
        return Response()

    app = Starlette(routes=[Route("/", for_ever)])
    serving = asyncio.create_task(serve(app, "127.0.0.1", 0, stop, on_ready=port.set_result))
    _, idle = await asyncio.open_connection("127.0.0.1", await port)
    _, busy = await asyncio.open_connection("127.0.0.1", await port)
    busy.write(b"GET / HTTP/1.1\r\nHost: bot\r\n\r\n")
    await begun.wait()
    began = time.monotonic()
    stop.set()
    await asyncio.wait_for(serving, 5)
    assert time.monotonic() - began < 2
    idle.close()
    busy.close()


async def test_who_does_not_read_what_it_asked_for_does_not_hold_up_the_end() -> None:
    stop = asyncio.Event()
    port: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def much(request: Request) -> Response:
        return Response(b"x" * 50_000_000)

    app = Starlette(routes=[Route("/", much)])
    serving = asyncio.create_task(serve(app, "127.0.0.1", 0, stop, on_ready=port.set_result))
    with socket.create_connection(("127.0.0.1", await port)) as sleeper:
        sleeper.send(b"GET / HTTP/1.1\r\nHost: bot\r\n\r\n")
        await asyncio.sleep(0.3)
        began = time.monotonic()
        stop.set()
        await asyncio.wait_for(serving, 5)
        assert time.monotonic() - began < 2


async def test_a_server_that_is_cancelled_leaves_its_port() -> None:
    port: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    serving = asyncio.create_task(
        serve(no_app, "127.0.0.1", 0, asyncio.Event(), on_ready=port.set_result)
    )
    number = await port
    await asyncio.sleep(0.2)
    serving.cancel()
    with pytest.raises(asyncio.CancelledError):
        await serving
    socket.create_server(("127.0.0.1", number)).close()


async def test_it_listens_at_the_newer_kind_of_address_too() -> None:
    stop = asyncio.Event()
    port: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    app = Starlette(routes=[Route("/", lambda _: Response(b"here"))])
    serving = asyncio.create_task(serve(app, "::1", 0, stop, on_ready=port.set_result))
    async with httpx.AsyncClient(trust_env=False) as http:
        assert (await http.get(f"http://[::1]:{await port}/")).content == b"here"
    stop.set()
    await serving


async def test_one_connection_is_one_call(web: Web) -> None:
    """Whatever a stranger appends to a call is not read as another one."""
    reader, writer = await raw(web)
    writer.write(b"GET /health HTTP/1.1\r\nHost: bot\r\n\r\n" * 3)
    said = await asyncio.wait_for(reader.read(), 2)
    assert said.count(b"HTTP/1.1") == 1
    assert b"connection: close" in said.lower()
    writer.close()


async def test_the_server_does_not_tell_what_it_is(web: Web) -> None:
    assert "server" not in (await call(web, Call(path="/health", method="GET"))).headers


async def test_a_port_in_use_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ConfigError, match=rf"port {port}: .*WEB_PORT"):
            await serve(no_app, "127.0.0.1", port, asyncio.Event())


@pytest.mark.parametrize("host", ["192.0.2.1", "nowhere.invalid"])
async def test_an_address_of_another_machine_is_named(host: str) -> None:
    with pytest.raises(ConfigError, match="WEB_HOST"):
        await serve(no_app, host, 0, asyncio.Event())


async def no_app(scope: object, receive: object, send: object) -> None:
    raise AssertionError("nobody calls it")


async def test_an_error_of_ours_is_no_word_to_strangers() -> None:
    async def broken(request: Request) -> Response:
        raise ValueError("postgres://user:secret@db")

    app = Starlette(routes=[Route("/", broken)])
    async with served(app) as port, httpx.AsyncClient(trust_env=False) as http:
        answer = await http.get(f"http://127.0.0.1:{port}/")
    assert answer.status_code == 500
    assert "secret" not in answer.text


def test_addresses_and_secrets_are_the_orders_own() -> None:
    vault = Vault(Fernet.generate_key().decode())
    addresses = HookAddresses.of(vault, "https://bot.example.org/flow/")
    one, other = addresses.apiframe_v1(KEY), addresses.apiframe_v1(OTHER_KEY)
    assert one is not None
    assert other is not None
    assert one.url == f"https://bot.example.org/flow/hooks/apiframe/{KEY}"
    assert one.secret != other.secret
    assert addresses.apiframe_v2() == "https://bot.example.org/flow/hooks/apiframe"
    bfl = addresses.bfl()
    assert bfl is not None
    assert bfl.url == "https://bot.example.org/flow/hooks/bfl"
    assert addresses == HookAddresses.of(vault, "https://bot.example.org/flow")


def test_without_a_public_address_nobody_is_asked_to_report() -> None:
    addresses = HookAddresses.of(Vault(Fernet.generate_key().decode()), None)
    assert addresses.apiframe_v1(KEY) is None
    assert addresses.bfl() is None
    assert not addresses.apiframe_v2()
    assert not addresses.rapid_runway(KEY)


@pytest.mark.parametrize("url", ["bot.example.org", "ftp://x", "https://", "https://x/?a=b", "x:y"])
def test_a_public_address_that_is_none_is_named(url: str) -> None:
    with pytest.raises(ConfigError, match="PUBLIC_URL"):
        HookAddresses.of(Vault(Fernet.generate_key().decode()), url)


def test_no_secret_of_the_vault_is_shown(tmp_path: Path) -> None:
    addresses = HookAddresses.of(Vault.beside(tmp_path), "https://bot.example.org")
    shown = repr(addresses) + repr(addresses.apiframe_v1(KEY)) + repr(addresses.bfl())
    key = (tmp_path / "secret.key").read_text()
    for secret in (key, addresses.root.get_secret_value(), addresses.secret("bfl")):
        assert (secret if isinstance(secret, str) else secret.get_secret_value()) not in shown
