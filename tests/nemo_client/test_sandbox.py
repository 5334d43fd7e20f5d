"""The client in conversation with the sandbox's NemoVideo: two readings of one contract meet."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from pydantic import SecretStr

from nemo_client import NemoClient, RenderId, SessionId
from nemo_client.models import RenderState
from nemo_client.render import ENDED
from sandbox.faults import BackendFault, CallLog, CutFault, Faults, ResetAfterFault, ResetFault
from sandbox.listen import bind, listening, url_of
from sandbox.nemo.app import create_app
from wire.clock import SystemClock
from wire.errors import (
    AuthExpired,
    BadMedia,
    OutOfCredits,
    PlanBlocked,
    RateLimited,
    Rejected,
    SessionLost,
    Uncertain,
)
from wire.poll import Schedule, poll

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    import httpx

    from nemo_client import Attribution
    from sandbox.faults import TransportFault

CLIP = "turn this image into a 5-second clip"


@dataclass(frozen=True, kw_only=True)
class Backend:
    """The running sandbox; every fault armed must be met."""

    url: str
    faults: Faults
    calls: CallLog

    def script(self, operation: str, words: str) -> None:
        self.arm(BackendFault(service="nemo", operation=operation, value=words))

    def arm(self, fault: TransportFault | BackendFault) -> None:
        self.faults.arm(fault)

    def asked(self, operation: str) -> int:
        return len(self.calls.find(service="nemo", operation=operation))


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
def nobody(backend: Backend, http: httpx.AsyncClient, attribution: Attribution) -> NemoClient:
    return NemoClient(http=http, base_url=backend.url, attribution=attribution)


@pytest.fixture
def user(backend: Backend, http: httpx.AsyncClient, attribution: Attribution) -> NemoClient:
    token = SecretStr("nmv_usr_sandbox")
    return NemoClient(http=http, base_url=backend.url, attribution=attribution, token=token)


@pytest.fixture
async def session(user: NemoClient) -> SessionId:
    return (await user.sessions.create(language="en")).session_id


@pytest.fixture
def cat(tmp_path: Path) -> Path:
    picture = io.BytesIO()
    Image.new("RGB", (320, 240), "orange").save(picture, "JPEG")
    path = tmp_path / "cat.jpg"
    path.write_bytes(picture.getvalue())
    return path


async def test_an_anonymous_user_gets_a_token_that_works(
    nobody: NemoClient, backend: Backend, http: httpx.AsyncClient, attribution: Attribution
) -> None:
    minted = await nobody.auth.anonymous_token("client-1")
    anonymous = NemoClient(
        http=http, base_url=backend.url, attribution=attribution, token=minted.token
    )
    assert (await anonymous.credits.balance()).available == minted.credits == 100
    assert minted.bind_id
    with pytest.raises(RateLimited):
        await nobody.auth.anonymous_token("client-1")


async def test_a_photo_becomes_a_clip_and_a_file(
    user: NemoClient, session: SessionId, backend: Backend, cat: Path, tmp_path: Path
) -> None:
    [file] = await user.uploads.files(session, [cat])
    assert file.kind == "image"
    assert not (await user.state.latest(session)).ready

    backend.script("run_sse", "spoken")
    turn = await user.turns.send(session, CLIP)
    assert turn.text
    assert turn.tools
    assert not turn.uncertain
    state = await user.state.latest(session)
    assert state.ready

    render_id = RenderId("render_1")
    await user.renders.submit(render_id, session, state.draft)
    render = await user.renders.poll(render_id)
    schedule = Schedule(first_s=0.1, longest_s=0.5, total_s=60)
    async for render in poll(
        lambda: user.renders.poll(render_id),
        ended=ENDED,
        schedule=schedule,
        clock=SystemClock(),
        service="nemo",
    ):
        assert render.id == render_id
    assert render.status is RenderState.COMPLETED
    assert await user.renders.download(render_id, tmp_path / "clip.mp4") > 1000
    with pytest.raises(Rejected):
        await user.renders.submit(render_id, session, state.draft)


@pytest.mark.parametrize("form", ["", "sketch"])
async def test_both_forms_of_the_stream_tell_the_same(
    form: str, user: NemoClient, session: SessionId, backend: Backend, cat: Path
) -> None:
    await user.uploads.files(session, [cat])
    backend.script("run_sse", f"spoken {form}")
    turn = await user.turns.send(session, CLIP)
    assert turn.text.count(turn.said[-1].strip()) == 1
    assert len(turn.tools) == 1


async def test_a_silent_edit_has_changed_the_state(
    user: NemoClient, session: SessionId, backend: Backend, cat: Path
) -> None:
    await user.uploads.files(session, [cat])
    backend.script("run_sse", "silent")
    assert (await user.turns.send(session, CLIP)).silent
    assert (await user.state.latest(session)).ready


async def test_a_false_alarm_is_not_read(
    user: NemoClient, session: SessionId, backend: Backend, cat: Path
) -> None:
    await user.uploads.files(session, [cat])
    backend.script("run_sse", "spoken temporary_issue")
    text = (await user.turns.send(session, CLIP)).text
    assert text
    assert "temporary issue" not in text


@pytest.mark.parametrize("how", ["error", "unparsable_error", "error_event"])
async def test_a_turn_that_breaks_tells_why(
    how: str, user: NemoClient, session: SessionId, backend: Backend
) -> None:
    backend.script("run_sse", how)
    turn = await user.turns.send(session, "a video of a dragon")
    assert turn.error
    assert "overloaded" in turn.error


@pytest.mark.parametrize(
    "fault",
    [
        CutFault(service="nemo", operation="run_sse", after_bytes=0),
        CutFault(service="nemo", operation="run_sse", after_bytes=300),
        ResetFault(service="nemo", operation="run_sse"),
        ResetAfterFault(service="nemo", operation="run_sse"),
    ],
    ids=lambda fault: fault.kind,
)
async def test_a_lost_answer_is_uncertain_and_asked_for_once(
    fault: TransportFault, user: NemoClient, session: SessionId, backend: Backend
) -> None:
    backend.arm(fault)
    assert (await user.turns.send(session, "hello")).uncertain
    assert backend.asked("run_sse") == 1


CODES = {
    "1001": AuthExpired,
    "1002": SessionLost,
    "2001": OutOfCredits,
    "4001": BadMedia,
    "4002": BadMedia,
    "400": Rejected,
    "402": PlanBlocked,
    "429": RateLimited,
}


@pytest.mark.parametrize(
    ("code", "form"),
    # Used-up credits have no HTTP status of their own: a bare 402 is the plan's.
    [
        (code, form)
        for code in CODES
        for form in ("body", "status", "both")
        if (code, form) != ("2001", "status")
    ],
)
async def test_every_code_in_every_form_is_its_error(
    code: str, form: str, user: NemoClient, session: SessionId, backend: Backend
) -> None:
    backend.script("run_sse", f"{code} {form}")
    with pytest.raises(CODES[code]):
        await user.turns.send(session, "hello")
    assert backend.asked("run_sse") == 1


async def test_a_stranger_has_no_session(user: NemoClient, backend: Backend) -> None:
    with pytest.raises(SessionLost):
        await user.state.latest(SessionId("1"))
    with pytest.raises(SessionLost):
        await user.turns.send(SessionId("1"), "hello")


async def test_a_text_is_no_photo(user: NemoClient, session: SessionId, tmp_path: Path) -> None:
    liar = tmp_path / "cat.jpg"
    liar.write_text("not a picture", encoding="utf-8")
    with pytest.raises(BadMedia):
        await user.uploads.files(session, [liar])


async def test_an_unknown_render_is_refused_as_such(user: NemoClient) -> None:
    with pytest.raises(Rejected) as caught:
        await user.renders.poll(RenderId("render_unknown"))
    assert caught.value.code == 404


async def test_a_lost_submit_is_found_by_its_id(
    user: NemoClient, session: SessionId, backend: Backend, cat: Path
) -> None:
    await user.uploads.files(session, [cat])
    await user.turns.send(session, CLIP)
    draft = (await user.state.latest(session)).draft
    backend.arm(ResetAfterFault(service="nemo", operation="render.submit"))
    render_id = RenderId("render_2")
    with pytest.raises(Uncertain):
        await user.renders.submit(render_id, session, draft)
    assert (await user.renders.poll(render_id)).id == render_id
    await user.renders.cancel(render_id)
    assert backend.asked("render.submit") == 1


async def _read_state(user: NemoClient, session: SessionId) -> None:
    await user.state.latest(session)


async def _read_credits(user: NemoClient, _: SessionId) -> None:
    await user.credits.balance()


@pytest.mark.parametrize(
    ("operation", "read"), [("state", _read_state), ("credits", _read_credits)]
)
async def test_a_read_survives_a_reset(
    operation: str,
    read: Callable[[NemoClient, SessionId], Awaitable[None]],
    user: NemoClient,
    session: SessionId,
    backend: Backend,
) -> None:
    backend.arm(ResetFault(service="nemo", operation=operation))
    await read(user, session)
    assert backend.asked(operation) == 2


async def test_a_claim_is_given_for_ones_own_project(user: NemoClient) -> None:
    session = await user.sessions.create(language="zh")
    assert session.task_id
    claim = await user.projects.claim(session.task_id, session.session_id)
    assert claim.claim_token.get_secret_value().startswith("clm_")
