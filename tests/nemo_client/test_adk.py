"""The client's chat against Google ADK's own API server, whose wire form the backend speaks."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from pydantic import SecretStr

from nemo_client import NemoClient, SessionId, Turn
from wire.errors import Rejected, SessionLost

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nemo_client import Attribution


def _is_installed() -> bool:
    # Not imported here: what it warns of while loading would end the tests.
    try:
        return bool(version("google-adk"))
    except PackageNotFoundError:
        return False


pytestmark = pytest.mark.skipif(
    not _is_installed(), reason="google-adk is not installed (pip install -e '.[adk]')"
)

TURNS = {
    "fragments": Turn(said=("Hello 🎬",)),
    "parts": Turn(said=("one\ntwo “three”",)),
    "groups": Turn(said=("Let me see.", "Done."), tools=("edit_multitrack",)),
    "unfinished": Turn(said=("Done.",), fragment="And"),
    "error": Turn(fragment="Wor", error='RuntimeError: no "draft"\nin state'),
    "wordless error": Turn(error="AssertionError: "),
    "error event": Turn(error="RESOURCE_EXHAUSTED: busy"),
    "thought": Turn(said=("Here you are.",)),
    "silent": Turn(tools=("edit_multitrack",)),
    "nothing": Turn(),
    "long": Turn(said=("长" * 1_700_000,)),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("agents")
    command = [sys.executable, str(Path(__file__).with_name("adk_server.py")), str(folder)]
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True) as process,
    ):
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        assert url, (folder / "log").read_text()
        yield url
        process.terminate()


@pytest.fixture
async def session(server: str, http: httpx.AsyncClient) -> SessionId:
    made = await http.post(f"{server}/apps/nemo_agent/users/me/sessions", json={}, timeout=30)
    return SessionId(made.json()["id"])


@pytest.fixture
def adk(server: str, http: httpx.AsyncClient, attribution: Attribution) -> NemoClient:
    token = SecretStr("nmv_usr_secret")
    return NemoClient(http=http, base_url=server, attribution=attribution, token=token)


@pytest.mark.parametrize("script", TURNS)
async def test_a_run_reads_as_this_turn(script: str, adk: NemoClient, session: SessionId) -> None:
    turn = await adk.turns.send(session, script)
    assert turn == TURNS[script]
    assert turn.silent == (script in {"silent", "nothing"})


async def test_a_session_goes_on(adk: NemoClient, session: SessionId) -> None:
    for _ in range(2):
        assert (await adk.turns.send(session, "fragments")).text == "Hello 🎬"


async def test_a_stranger_has_no_session(adk: NemoClient) -> None:
    with pytest.raises(SessionLost, match="Session not found"):
        await adk.turns.send(SessionId("5529798706024415232"), "fragments")


async def test_a_message_that_adk_cannot_read_is_refused(
    adk: NemoClient, session: SessionId
) -> None:
    with pytest.raises(Rejected, match="422"):
        await adk.turns.send(session, {"no": "text"})  # type: ignore[arg-type]
