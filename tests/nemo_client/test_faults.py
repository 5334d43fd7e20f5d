"""The chat, and its command line, through every fault that the sandbox can act out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from asyncio import to_thread
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from pydantic import SecretStr

from nemo_client import NemoClient, SessionId, Timeouts, Turn
from sandbox.faults import BackendFault, CallLog, Faults, ResetAfterFault, ResetFault
from sandbox.listen import bind, listening, url_of
from sandbox.nemo.app import create_app
from sandbox.nemo.menu import MENU
from sandbox.weather import Weather
from wire.errors import (
    AuthExpired,
    BadMedia,
    Broken,
    OutOfCredits,
    PlanBlocked,
    RateLimited,
    Rejected,
    ServiceError,
    SessionLost,
    Uncertain,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    import httpx

    from nemo_client import Attribution

TOKEN = "nmv_usr_sandbox"
SAID = "Done. 好了"
ALARM = "I encountered a temporary issue. Please try again later."


@dataclass(frozen=True, kw_only=True)
class Backend:
    """The running sandbox."""

    url: str
    faults: Faults
    calls: CallLog

    def script(self, words: str, operation: str = "run_sse") -> None:
        self.faults.arm(BackendFault(service="nemo", operation=operation, value=words))

    @property
    def messages(self) -> int:
        return len(self.calls.find(service="nemo", operation="run_sse"))

    @property
    def everything(self) -> int:
        return len(self.calls.find(service="nemo"))


@pytest.fixture
async def backend(tmp_path: Path) -> AsyncIterator[Backend]:
    faults, calls = Faults(), CallLog()
    bound = bind("127.0.0.1", 0)
    app = create_app(
        public_url=url_of(bound), folder=tmp_path / "nemo", faults=faults, calls=calls, pace=0
    )
    async with listening(app, bound):
        yield Backend(url=url_of(bound), faults=faults, calls=calls)
    assert not faults.unmet()


@pytest.fixture
def nemo(backend: Backend, http: httpx.AsyncClient, attribution: Attribution) -> NemoClient:
    return NemoClient(
        http=http,
        base_url=backend.url,
        attribution=attribution,
        token=SecretStr(TOKEN),
        timeouts=Timeouts(quiet_s=1, turn_s=2),
    )


@pytest.fixture
async def session(nemo: NemoClient) -> SessionId:
    return (await nemo.sessions.create(language="en")).session_id


LOST = Turn(uncertain=True)
ANSWERED = Turn(said=(SAID,))

#: What is scripted, and what the turn is then; the said text is "Done. 好了" where one is said.
OUTCOMES: dict[str, Turn] = {
    "cut_before": LOST,
    "reset_before": LOST,
    "stall_before": LOST,
    "stall_before heartbeats": LOST,
    "cut_after_text": Turn(said=(SAID,), uncertain=True),
    "reset_after_text": Turn(said=(SAID,), uncertain=True),
    "stall_after_text": Turn(said=(SAID,), uncertain=True),
    "stall_after_text heartbeats": Turn(said=(SAID,), uncertain=True),
    "cut_in_character": LOST,
    "reset_in_character": LOST,
    "stall_in_character": LOST,
    "cut_in_line": Turn(fragment=SAID, uncertain=True),
    "reset_in_line": Turn(fragment=SAID, uncertain=True),
    "stall_in_line heartbeats": Turn(fragment=SAID, uncertain=True),
    "cut_in_line undone": Turn(fragment=SAID, uncertain=True),
    "stall_in_line for=0.3": ANSWERED,
    "stall_in_character for=0.3": ANSWERED,
    "crlf": ANSWERED,
    "cr": ANSWERED,
    "bom": ANSWERED,
    "bom cr drip": ANSWERED,
    "drip": ANSWERED,
    "split_characters": ANSWERED,
    "huge_line": ANSWERED,
    "keep_alives": ANSWERED,
    "keep_alives crlf sketch": ANSWERED,
    "thoughts": ANSWERED,
    "groups": Turn(said=("好的，我来为你制作。", "Done.", "好了")),
    "sketch": ANSWERED,
    "sketch thoughts": ANSWERED,
    "silent": Turn(),
    "temporary_issue": Turn(said=(SAID, "我遇到了临时问题，请稍后再试。")),
    "error": Turn(error="RuntimeError: the model is overloaded"),
    "unparsable_error": Turn(error='the model said "overloaded"'),
    "error_event": Turn(error="UNAVAILABLE: the model is overloaded"),
    "error_event sketch": Turn(error="the model is overloaded"),
    "error worked": replace(ANSWERED, error="RuntimeError: the model is overloaded"),
    "unparsable_error worked": replace(ANSWERED, error='the model said "overloaded"'),
    "error_event worked": replace(ANSWERED, error="UNAVAILABLE: the model is overloaded"),
    "error_event_before": replace(ANSWERED, error="UNAVAILABLE: the model is overloaded"),
    "504 worked": LOST,
    "504 html": LOST,
}


@pytest.mark.parametrize("words", OUTCOMES)
async def test_a_turn_comes_out_of_it_like_this_and_is_sent_once(
    words: str, nemo: NemoClient, session: SessionId, backend: Backend
) -> None:
    backend.script(f"{words} says: {SAID}")
    turn = await nemo.turns.send(session, "hello")
    if "sketch" in words and turn.fragment:
        turn = replace(turn, said=(turn.fragment,), fragment="")
    assert turn == OUTCOMES[words]
    assert turn.silent == (words == "silent")
    if "temporary_issue" in words:
        assert turn.text == SAID
    assert backend.messages == 1


async def test_five_megabytes_of_words_are_read(
    nemo: NemoClient, session: SessionId, backend: Backend
) -> None:
    backend.script("huge_text")
    assert len((await nemo.turns.send(session, "hello")).text) > 5_000_000


@pytest.mark.parametrize("fault", [ResetFault, ResetAfterFault])
async def test_a_reset_instead_of_an_answer_is_uncertain(
    fault: type[ResetFault | ResetAfterFault],
    nemo: NemoClient,
    session: SessionId,
    backend: Backend,
) -> None:
    backend.faults.arm(fault(service="nemo", operation="run_sse"))
    assert await nemo.turns.send(session, "hello") == LOST
    assert backend.messages == 1


async def test_a_storm_of_turns_passes_and_each_is_sent_once(
    nemo: NemoClient, session: SessionId, backend: Backend
) -> None:
    turns = 100
    storm = Weather(service="nemo", seed=7, rate=0.8, menu=MENU)
    backend.faults.weather = storm
    for number in range(turns):
        with suppress(ServiceError):
            turn = await nemo.turns.send(session, f"hello {number}")
            assert turn.text or turn.silent or turn.error or turn.uncertain
    assert backend.messages == turns == storm.calls["run_sse"]
    assert len(storm.drawn["run_sse"]) > 25


#: The code in a body counts before the HTTP status; a form without it is told by its status.
CODES: dict[str, tuple[type[ServiceError], type[ServiceError]]] = {
    "1001": (AuthExpired, AuthExpired),
    "1010": (AuthExpired, Rejected),
    "1002": (SessionLost, SessionLost),
    "2001": (OutOfCredits, PlanBlocked),
    "4001": (BadMedia, BadMedia),
    "4002": (BadMedia, BadMedia),
    "400": (Rejected, Rejected),
    "401": (AuthExpired, AuthExpired),
    "402": (PlanBlocked, PlanBlocked),
    "403": (Rejected, Rejected),
    "404": (Rejected, Rejected),
    "422": (Rejected, Rejected),
    "429": (RateLimited, RateLimited),
    "500": (Broken, Broken),
    "502": (Broken, Broken),
    "503": (Broken, Broken),
    "9999": (Rejected, Rejected),
}


async def _balance(nemo: NemoClient, _: SessionId) -> object:
    return await nemo.credits.balance()


async def _create(nemo: NemoClient, _: SessionId) -> object:
    return await nemo.sessions.create(language="en")


async def _state(nemo: NemoClient, session: SessionId) -> object:
    return await nemo.state.latest(session)


async def _say(nemo: NemoClient, session: SessionId) -> object:
    return await nemo.turns.send(session, "hello")


async def _mint(nemo: NemoClient, _: SessionId) -> object:
    return await nemo.auth.anonymous_token("client-1")


async def _upload(nemo: NemoClient, session: SessionId) -> object:
    return await nemo.uploads.urls(session, ["http://127.0.0.1:9/cat.jpg"])


READS = {"credits": _balance, "state": _state}
CALLS: dict[str, Callable[[NemoClient, SessionId], Awaitable[object]]] = {
    **READS,
    "session.create": _create,
    "run_sse": _say,
    "auth.anonymous": _mint,
    "upload": _upload,
}


@pytest.mark.parametrize("code", CODES)
async def test_every_code_in_every_form_is_its_error_and_asked_for_once(
    code: str, nemo: NemoClient, session: SessionId, backend: Backend
) -> None:
    told, by_status = CODES[code]
    forms = {"body": told, "both": told}
    forms |= dict.fromkeys(("status", "detail", "detail_list", "html", "empty"), by_status)
    if code == "1002":
        # A bare 404 says nothing of a session; the words do.
        forms |= dict.fromkeys(("html", "empty"), Rejected)
    for operation, call in CALLS.items():
        for form, error in forms.items():
            # What is broken may be asked again, where asking changes nothing.
            times = 3 if error is Broken and operation in READS else 1
            before = len(backend.calls.find(operation=operation))
            for _ in range(times):
                backend.script(f"{code} {form}", operation)
            with pytest.raises(error) as caught:
                await call(nemo, session)
            assert type(caught.value) is error, (operation, form)
            assert len(backend.calls.find(operation=operation)) == before + times


@pytest.mark.parametrize(
    ("words", "error"),
    [("html", Broken), ("broken_json", Broken), ("detail", Rejected), ("detail_list", Rejected)],
)
async def test_what_is_no_answer_is_no_success(
    words: str, error: type[ServiceError], nemo: NemoClient, session: SessionId, backend: Backend
) -> None:
    for operation, call in CALLS.items():
        for _ in range(3 if error is Broken and operation in READS else 1):
            backend.script(words, operation)
        with pytest.raises(error):
            await call(nemo, session)


@pytest.mark.parametrize(
    ("words", "wait_s"),
    [("429", 30), ("429 body", 30), ("429 retry_after=2", 2), ("429 no_retry_after", None)],
)
async def test_how_long_to_wait_is_told_where_the_backend_says_so(
    words: str, wait_s: float | None, nemo: NemoClient, session: SessionId, backend: Backend
) -> None:
    backend.script(words)
    with pytest.raises(RateLimited) as caught:
        await nemo.turns.send(session, "hello")
    assert caught.value.retry_after_s == wait_s


async def test_why_no_token_is_minted_can_be_told_apart(nemo: NemoClient, backend: Backend) -> None:
    await nemo.auth.anonymous_token("client-1")
    with pytest.raises(RateLimited) as over:
        await nemo.auth.anonymous_token("client-1")
    backend.script("400", "auth.anonymous")
    with pytest.raises(Rejected) as without_id:
        await nemo.auth.anonymous_token("client-2")
    assert (over.value.code, without_id.value.code) == (429, 400)
    backend.script("504 worked", "auth.anonymous")
    with pytest.raises(Uncertain):
        await nemo.auth.anonymous_token("client-3")
    backend.script("short", "auth.anonymous")
    assert (await nemo.auth.anonymous_token("client-4")).bind_id is None


#: Exit code by what is scripted; the same faults as above, through a process of its own.
EXITS = {
    "silent": 0,
    "temporary_issue": 0,
    "bom cr drip keep_alives split_characters": 0,
    "huge_line": 0,
    "groups thoughts": 0,
    "error": 1,
    "unparsable_error": 1,
    "error worked": 1,
    "2001": 1,
    "html": 1,
    "422 detail_list": 1,
    "cut_before": 3,
    "cut_in_line": 3,
    "cut_in_character": 3,
    "stall_in_line heartbeats": 3,
    "504 worked": 3,
}


def _run(url: str, *args: str, token: str = TOKEN) -> subprocess.CompletedProcess[str]:
    keep = {k: v for k, v in os.environ.items() if not k.startswith(("NEMO_", "SKILL_"))}  # noqa: TID251  (the child's world)
    return subprocess.run(
        [sys.executable, "-m", "nemo_client", *args],
        check=False,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        env={**keep, "NEMO_API_URL": url, "NEMO_TOKEN": token},
    )


@pytest.mark.parametrize("words", EXITS)
async def test_say_ends_with_one_object_and_its_exit_code(
    words: str, session: SessionId, backend: Backend
) -> None:
    before = backend.everything
    backend.script(words)
    say = ("say", "--session", session, "--json", "--timeout", "1.5", "hello")
    ended = await to_thread(_run, backend.url, *say)
    assert ended.returncode == EXITS[words], ended
    [line] = ended.stdout.splitlines()
    told = json.loads(line)
    assert set(told) == {"text", "tools", "silent", "error", "uncertain"}
    assert (told["error"] is not None) == (ended.returncode == 1)
    assert told["uncertain"] == (ended.returncode == 3)
    assert told["silent"] == (words == "silent")
    assert ALARM not in told["text"]
    assert "Traceback" not in ended.stderr
    # One message, and nothing else was asked for.
    assert (backend.messages, backend.everything) == (1, before + 1)


async def test_every_command_does_what_its_help_says(backend: Backend, tmp_path: Path) -> None:
    token = ""

    async def run(*args: str, code: int = 0) -> str:
        ended = await to_thread(_run, backend.url, *args, token=token)
        assert ended.returncode == code, ended
        return ended.stdout.strip()

    Image.new("RGB", (64, 48), "orange").save(tmp_path / "cat.jpg")
    token = await run("token", "--client-id", "ann")
    await run("token", "--client-id", "ann", code=1)
    sid = await run("session", "--language", "zh")
    assert "image cat.jpg http" in await run("upload", "--session", sid, str(tmp_path / "cat.jpg"))
    await run("export", "--session", sid, code=1)
    backend.script("spoken")
    assert "1-second clip" in await run("say", "--session", sid, "make a 1 second clip")
    assert json.loads(await run("state", "--session", sid))["ready"]
    assert await run("credits") == "available 50, frozen 0, total 50"
    out = tmp_path / "clip.mp4"
    assert await run("export", "--session", sid, "--out", str(out)) == str(out)
    assert b"ftyp" in out.read_bytes()[:16]
    await run("cancel", "render_unknown", code=1)
    await run("state", "--session", "1", code=1)
    backend.faults.arm(ResetAfterFault(service="nemo", operation="session.create"))
    await run("session", code=3)
