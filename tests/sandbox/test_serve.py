"""`python -m sandbox`, run as people run it: its lines, its ports, its end."""

import asyncio
import contextlib
import os
import signal
import sys
import urllib.error
import urllib.request
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sandbox.listen import bind

ROOT = Path(__file__).parents[2]
ANY_PORTS = ("--telegram-port", "0", "--nemo-port", "0", "--control-port", "0")
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
    async with _sandbox("--telegram-port", str(port), "--nemo-port", "0") as process:
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
