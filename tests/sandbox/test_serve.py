"""`python -m sandbox`, run as people run it: its lines, its ports, its end."""

import asyncio
import contextlib
import json
import os
import signal
import sys
import urllib.error
import urllib.request
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from PIL import Image
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.apiframe import ApiframeV1, Callback
from adapters.base import ENDED, JobState, Look, Maker, Order
from adapters.bfl import Bfl
from adapters.bfl import Webhook as BflWebhook
from adapters.kraken import Kraken
from adapters.runway import Runway
from bot.settings import Settings
from sandbox.announcement import Announced, read_announcement
from sandbox.listen import bind, listening, url_of
from wire.http import new_client

ROOT = Path(__file__).parents[2]
ANY_PORTS = ("--any-port",)
CHILD = """
import os, signal, sys, time
def leave(number, frame):
    print("left for", signal.Signals(number).name, flush=True)
    sys.exit(0)
signal.signal(signal.SIGINT, leave)
signal.signal(signal.SIGTERM, leave)
print(os.environ["TELEGRAM_BOT_TOKEN"], os.environ["TELEGRAM_API_URL"], flush=True)
time.sleep(60)
"""


@asynccontextmanager
async def _sandbox(*arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "sandbox", *arguments),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=ROOT,
    )
    try:
        async with asyncio.timeout(60):
            yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def _lines_until_open(process: asyncio.subprocess.Process) -> dict[str, str]:
    """The settings printed, and under "Open" the page's address."""
    settings = {}
    assert process.stdout
    async for line in process.stdout:
        text = line.decode().strip()
        if text.startswith("Open "):
            settings["Open"] = text.split()[1]
            break
        name, _, value = text.partition("=")
        settings[name] = value
    return settings


async def _announced(process: asyncio.subprocess.Process) -> Announced:
    lines = []
    assert process.stdout
    async for line in process.stdout:
        lines.append(line.decode())
        if lines[-1].startswith("Open"):
            break
    return read_announcement(lines)


def _answers(url: str) -> bool:
    with urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310  # printed by the sandbox
        return bool(response.status == 200)


async def test_it_prints_what_a_bot_needs_and_ends_quietly_on_ctrl_c() -> None:
    async with _sandbox(*ANY_PORTS) as process:
        settings = await _lines_until_open(process)
        url = f"{settings['TELEGRAM_API_URL']}/bot{settings['TELEGRAM_BOT_TOKEN']}/getMe"
        assert await asyncio.to_thread(_answers, url)
        assert await asyncio.to_thread(_answers, settings["Open"])
        assert {"NEMO_API_URL", "NEMO_WEB_URL"} <= settings.keys()
        process.send_signal(signal.SIGINT)
        _, err = await process.communicate()
        assert (process.returncode, err) == (0, b"")


async def test_a_port_in_use_is_named_first_with_the_way_out() -> None:
    taken = bind("127.0.0.1", 0)
    taken.listen()
    port = taken.getsockname()[1]
    async with _sandbox(*ANY_PORTS, "--telegram-port", str(port)) as process:
        out, err = await process.communicate()
    taken.close()
    assert (process.returncode, out) == (1, b"")
    assert err.decode() == (
        f"Port {port} is in use. Stop what uses it, "
        f"or choose another: python -m sandbox --telegram-port {port + 100}\n"
    )


async def test_what_cannot_be_listened_at_is_said_in_one_line() -> None:
    for arguments in (("--nemo-port", "70000"), ("--host", "192.0.2.1"), ("--host", "no host")):
        async with _sandbox(*ANY_PORTS, *arguments) as process:
            out, err = await process.communicate()
        assert (process.returncode, out) == (1, b"")
        assert len(err.splitlines()) == 1


async def test_a_command_gets_the_settings_and_the_signal_once() -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        child = (sys.executable, "-c", CHILD)
        async with _sandbox("serve", *ANY_PORTS, "--", *child) as process:
            settings = await _lines_until_open(process)
            assert process.stdout
            got = (await process.stdout.readline()).decode().split()
            assert got == [settings["TELEGRAM_BOT_TOKEN"], settings["TELEGRAM_API_URL"]]
            process.send_signal(number)
            out, err = await process.communicate()
            assert (process.returncode, err) == (0, b"")
            assert out.decode() == f"left for {number.name}\n"


async def test_a_command_that_ends_ends_the_sandbox_with_its_code() -> None:
    child = (sys.executable, "-c", "import sys; sys.exit(3)")
    async with _sandbox(*ANY_PORTS, "--", *child) as process:
        _, err = await process.communicate()
        assert (process.returncode, err) == (3, b"")
    async with _sandbox(*ANY_PORTS, "--", "no-such-program") as process:
        _, err = await process.communicate()
        assert (process.returncode, b"Traceback" in err) == (1, False)
        assert b"no-such-program" in err


def _status(url: str, client: str) -> int:
    request = urllib.request.Request(url, method="POST", headers={"X-Client-Id": client})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=5) as response:  # noqa: S310
            return int(response.status)
    except urllib.error.HTTPError as exc:
        exc.close()
        return exc.code


async def test_how_many_users_an_address_may_have_can_be_chosen() -> None:
    async with _sandbox(*ANY_PORTS, "--tokens-per-address", "1") as process:
        url = (await _lines_until_open(process))["NEMO_API_URL"] + "/api/auth/anonymous-token"
        assert await asyncio.to_thread(_status, url, "one") == 200
        assert await asyncio.to_thread(_status, url, "two") == 429


async def test_a_command_that_was_killed_is_started_again(tmp_path: Path) -> None:
    """So that a demo survives the killing of its bot, which is the thing to try on it."""
    died = tmp_path / "died"
    code = (
        "import os, pathlib, sys; died = pathlib.Path(sys.argv[1])\n"
        "if not died.exists(): died.touch(); os.kill(os.getpid(), 9)\n"
        "sys.exit(4)"
    )
    async with _sandbox(*ANY_PORTS, "--", sys.executable, "-c", code, str(died)) as process:
        out, err = await process.communicate()
        assert (process.returncode, err) == (4, b"")
        assert b"was killed; starting it again" in out


def _names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def test_it_leaves_no_files_behind(tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "sandbox", *ANY_PORTS),
        stdout=asyncio.subprocess.PIPE,
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(tmp_path)},  # noqa: TID251  # handed on, not read
    )
    await _lines_until_open(process)
    assert [name[:8] for name in _names(tmp_path)] == ["sandbox-"]
    process.terminate()
    await process.wait()
    assert _names(tmp_path) == []


KEYS = {
    *("BFL_API_KEY", "RAPIDAPI_KEY", "KRAKEN_API_KEY", "KRAKEN_API_SECRET"),
    *("RUNWAY_API_KEY", "APIFRAME_API_KEY"),
}
ENGINES = {
    *("BFL_API_URL", "RAPIDAPI_FLUX_URL", "RAPIDAPI_RUNWAY_URL", "KRAKEN_API_URL"),
    *("RUNWAY_API_URL", "APIFRAME_API_URL"),
}


async def test_whose_keys_the_bot_is_handed_can_be_chosen() -> None:
    chosen = {
        (): KEYS,
        ("--engines", "none"): set(),
        ("--engines", "rapidapi,runway"): {"RAPIDAPI_KEY", "RUNWAY_API_KEY"},
    }
    for arguments, keys in chosen.items():
        async with _sandbox(*ANY_PORTS, *arguments) as process:
            told = (await _announced(process)).settings
        assert told.keys() & KEYS == keys
        # The servers run anyway, and where they are is told.
        assert told.keys() >= ENGINES


async def test_an_engine_that_there_is_not_is_named() -> None:
    async with _sandbox(*ANY_PORTS, "--engines", "bfl,sora") as process:
        _, err = await process.communicate()
    assert process.returncode == 2
    assert b"there is no engine 'sora'; there are bfl, " in err


async def test_the_key_of_apiframe_is_of_the_version_that_was_chosen() -> None:
    for arguments, is_new in (((), False), (("--apiframe-v2",), True)):
        async with _sandbox(*ANY_PORTS, *arguments) as process:
            told = (await _announced(process)).settings
            key = told["APIFRAME_API_KEY"]
            assert key.startswith("afk_") is is_new
            async with new_client() as http:
                old = await http.get(
                    f"{told['APIFRAME_API_URL']}/account", headers={"Authorization": key}
                )
                new = await http.get(
                    f"{told['APIFRAME_API_URL']}/v2/me", headers={"X-API-Key": key}
                )
            assert [old.status_code == 200, new.status_code == 200] == [not is_new, is_new]


async def test_everything_announced_is_a_setting_of_the_bot(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async with _sandbox(*ANY_PORTS) as process:
        announced = await _announced(process)
    monkeypatch.chdir(tmp_path)
    for name, value in announced.settings.items():
        monkeypatch.setenv(name, value)
    settings = Settings()
    assert {name.lower() for name in announced.settings} <= settings.model_fields_set
    hosts = {url.removeprefix("http://") for url in _urls(announced)}
    assert set(settings.media_hosts) == hosts
    assert announced.control_url not in _urls(announced)


def _urls(announced: Announced) -> set[str]:
    return {url for name, url in announced.settings.items() if name.endswith("_URL")}


async def test_each_service_can_be_disturbed_watched_and_begun_anew_by_its_name() -> None:
    calls = {
        "bfl": ("BFL_API_URL", "GET", "/v1/credits", "credits"),
        "rapid_flux": ("RAPIDAPI_FLUX_URL", "GET", "/images/a/b", "image"),
        "rapid_runway": ("RAPIDAPI_RUNWAY_URL", "GET", "/status", "status"),
        "kraken": ("KRAKEN_API_URL", "POST", "/user_status", "user_status"),
        "runway": ("RUNWAY_API_URL", "GET", "/v1/organization", "organization"),
        "apiframe": ("APIFRAME_API_URL", "GET", "/account", "v1.account"),
        "google_sheets": (
            "SHEETS_URL",
            "GET",
            "/spreadsheets/d/demo/export?format=csv",
            "export",
        ),
        "notion": ("NOTION_API_URL", "GET", "/v1/databases/1", "database"),
        "telegram": ("TELEGRAM_API_URL", "GET", "/bot1/getMe", "getMe"),
    }
    async with _sandbox(*ANY_PORTS) as process, new_client() as http:
        announced = await _announced(process)
        control = announced.control_url
        for service, (setting, method, path, operation) in calls.items():
            fault = {"service": service, "operation": operation, "kind": "status", "status": 418}
            (await http.post(f"{control}/faults", json=fault)).raise_for_status()
            answer = await http.request(method, announced.settings[setting] + path)
            assert (service, answer.status_code) == (service, 418)
        faults = (await http.get(f"{control}/faults")).json()["faults"]
        assert not [fault for fault in faults if fault["unmet"]]
        logged = (await http.get(f"{control}/calls")).json()["calls"]
        assert {call["service"] for call in logged} == set(calls)
        for service in set(calls) - {"telegram"}:
            rain = await http.post(f"{control}/weather", json={"service": service})
            assert rain.is_success
        assert (await http.get(f"{control}/books")).json().keys() == {
            *set(calls) - {"telegram"},
            "nemo",
        }
        (await http.post(f"{control}/reset")).raise_for_status()
        assert (await http.get(f"{control}/calls")).json() == {"calls": []}


async def _ended(maker: Maker, order: Order) -> Look:
    ticket = await maker.submit(order, key="5a" * 16)
    async with asyncio.timeout(40):
        while True:
            look = await maker.look(ticket)
            if look.state in ENDED:
                return look
            await asyncio.sleep(0.1)


async def test_a_picture_goes_from_service_to_service_and_news_come_to_this_machine(
    tmp_path: Path,
) -> None:
    """Kraken gives a photo an address; BFL changes it, Runway and Apiframe take what came of it."""
    photo = tmp_path / "photo.jpg"
    Image.effect_noise((300, 400), 60).convert("RGB").save(photo)
    rung: set[str] = set()

    async def take(request: Request) -> Response:
        rung.add(request.path_params["service"])
        return Response()

    bound = bind("127.0.0.1", 0)
    hooks = Starlette(routes=[Route("/{service}/{rest:path}", take, methods=["POST"])])
    async with (
        _sandbox(*ANY_PORTS, "--pace", "0.05") as process,
        listening(hooks, bound),
        new_client() as http,
    ):
        told = (await _announced(process)).settings
        hosts = json.loads(told["MEDIA_HOSTS"])
        hosted = await _kraken(http, told, hosts).host(photo)
        bfl = Bfl(
            http=http,
            key=SecretStr(told["BFL_API_KEY"]),
            base_url=told["BFL_API_URL"],
            extra_hosts=hosts,
            webhook=BflWebhook(url=f"{url_of(bound)}/bfl", secret=SecretStr("s" * 20)),
        )
        edited = await _ended(bfl, Order(task="edit", prompt="as a poster", images=(hosted.url,)))
        apiframe = ApiframeV1(
            http=http,
            key=SecretStr(told["APIFRAME_API_KEY"]),
            base_url=told["APIFRAME_API_URL"],
            extra_hosts=hosts,
            callback=lambda _: Callback(
                url=f"{url_of(bound)}/apiframe/x", secret=SecretStr("s" * 20)
            ),
        )
        words = await _ended(apiframe, Order(task="describe", images=(edited.assets[0].url,)))
        drawn = await _ended(apiframe, Order(task="imagine", prompt="a castle"))
        runway = Runway(
            http=http,
            key=SecretStr(told["RUNWAY_API_KEY"]),
            base_url=told["RUNWAY_API_URL"],
            extra_hosts=hosts,
        )
        order = Order(task="video", prompt="wind", images=(drawn.assets[0].url,), seconds=5)
        film = await _ended(runway, order)
        size = await runway.fetch(film.assets[0], tmp_path / "film.mp4")
    states = {edited.state, words.state, drawn.state, film.state}
    assert (states, rung) == ({JobState.DONE}, {"bfl", "apiframe"})
    assert size > 1000


def _kraken(http: httpx.AsyncClient, told: dict[str, str], hosts: list[str]) -> Kraken:
    return Kraken(
        http=http,
        key=SecretStr(told["KRAKEN_API_KEY"]),
        secret=SecretStr(told["KRAKEN_API_SECRET"]),
        base_url=told["KRAKEN_API_URL"],
        extra_hosts=hosts,
    )
