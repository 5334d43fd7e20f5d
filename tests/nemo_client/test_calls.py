"""Every call but the chat: its path and body, its answer in each variant, and what is repeated."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import httpx
import pytest
from pydantic import SecretStr

from nemo_client import Attribution, NemoClient, RenderId, SessionId, TaskId
from nemo_client.models import RenderState
from wire.errors import (
    AuthExpired,
    Broken,
    PlanBlocked,
    RateLimited,
    Rejected,
    SessionLost,
    Uncertain,
    Unreachable,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from pydantic import JsonValue

    from tests.nemo_client.conftest import Answer, Double

SID = SessionId("5529798706024415232")
RID = RenderId("render_1")
RENDER = "/api/render/proxy/lambda/render_1"
STATE = "/api/state/nemo_agent/me/5529798706024415232/latest"


async def test_an_anonymous_token_is_minted_for_a_client_id(
    nemo: NemoClient, double: Double, as_json: Callable[..., Answer]
) -> None:
    data = {
        "token": "nmv_usr_new",
        "user_id": "anon_7",
        "credits": 100,
        "expires_at": "2026-03-18T00:00:00Z",
    }
    double.will("/api/auth/anonymous-token", as_json({"code": 0, "data": data}))
    minted = await nemo.auth.anonymous_token("client-1")
    assert minted.token.get_secret_value() == "nmv_usr_new"
    assert (minted.bind_id, minted.credits) == ("anon_7", 100)
    assert minted.expires_at == datetime(2026, 3, 18, tzinfo=UTC)
    assert "nmv_usr_new" not in repr(minted)
    [call] = double.calls
    assert call.headers["x-client-id"] == "client-1"
    assert call.headers["x-skill-source"] == "image-to-video-in-flow"
    assert "authorization" not in call.headers


async def test_a_token_answer_may_leave_out_all_but_the_token(
    nemo: NemoClient, double: Double, as_json: Callable[..., Answer]
) -> None:
    body = {"code": 0, "data": {"token": "nmv_usr_new", "credits": 100, "expires_at": "…"}}
    double.will("/api/auth/anonymous-token", as_json(body))
    assert (await nemo.auth.anonymous_token("c")).expires_at is None


async def test_a_time_without_a_zone_is_utc(
    nemo: NemoClient, double: Double, as_json: Callable[..., Answer]
) -> None:
    body = {"code": 0, "data": {"token": "nmv_usr_new", "expires_at": "2026-03-18T00:00:00"}}
    double.will("/api/auth/anonymous-token", as_json(body))
    expires_at = (await nemo.auth.anonymous_token("c")).expires_at
    assert expires_at == datetime(2026, 3, 18, tzinfo=UTC)


@pytest.mark.parametrize(
    ("told", "bind_id"),
    [
        ({"bind_id": "b", "user_id": "u"}, "b"),
        ({"bind_id": None, "user_id": "u"}, "u"),
        ({"bind_id": "", "user_id": "u"}, "u"),
        ({"user_id": 7}, "7"),
        ({}, None),
    ],
)
async def test_the_id_to_register_with_is_found_in_every_answer(
    told: dict[str, object],
    bind_id: str | None,
    nemo: NemoClient,
    double: Double,
    as_json: Callable[..., Answer],
) -> None:
    def answers(**data: object) -> Answer:
        return as_json({"code": 0, "data": {**data, **told}})

    double.will("/api/auth/anonymous-token", answers(token="nmv_usr_new"))
    double.will("/api/tasks/me/with-session/nemo_agent", answers(session_id=SID))
    double.will(STATE, answers(state={"draft": {}}))
    assert (await nemo.auth.anonymous_token("c")).bind_id == bind_id
    assert (await nemo.sessions.create(language="en")).bind_id == bind_id
    assert (await nemo.state.latest(SID)).bind_id == bind_id


@pytest.mark.parametrize("body", [b"", b'{"code":0,"data":null}', b'{"code":0,"data":{}}', b"[]"])
async def test_an_empty_answer_is_no_empty_timeline(
    body: bytes, nemo: NemoClient, double: Double, answer: type[Answer]
) -> None:
    double.will(STATE, *[answer(chunks=[body] if body else [])] * 3)
    with pytest.raises(Broken):
        await nemo.state.latest(SID)


@pytest.mark.parametrize("client_id", ["", "x" * 65, "a\nb", "ключ"])
async def test_a_client_id_that_cannot_be_sent_is_refused_here(
    client_id: str, nemo: NemoClient
) -> None:
    with pytest.raises(ValueError, match="client id"):
        await nemo.auth.anonymous_token(client_id)


@pytest.mark.parametrize("session_id", ["5529798706024415232", 5529798706024415232])
async def test_a_session_id_is_text_whatever_came(
    session_id: str | int, nemo: NemoClient, double: Double, as_json: Callable[..., Answer]
) -> None:
    data = {"task_id": "t1", "session_id": session_id, "user_id": "anon_7"}
    double.will("/api/tasks/me/with-session/nemo_agent", as_json({"code": 0, "data": data}))
    session = await nemo.sessions.create(language="zh")
    assert (session.session_id, session.task_id, session.bind_id) == (SID, "t1", "anon_7")
    assert double.calls[0].json == {"task_name": "project", "language": "zh"}


async def test_credits_add_up(
    nemo: NemoClient, double: Double, as_json: Callable[..., Answer]
) -> None:
    data = {"available": 25000, "frozen": 40, "total": 25040}
    double.will("/api/credits/balance/simple", as_json({"code": 0, "data": data}))
    balance = await nemo.credits.balance()
    assert (balance.available, balance.frozen, balance.total) == (25000, 40, 25040)


async def test_the_draft_comes_and_goes_untouched(
    nemo: NemoClient, double: Double, as_json: Callable[..., Answer]
) -> None:
    draft = {"t": [{"tt": 0, "sg": [{"d": "5000", "x": [1.0, None, "\ud83d"]}]}], "ü": {"k": 1e400}}
    data = {"session_id": 1, "state": {"draft": draft, "canvas_config": {"ratio": "9:16"}}}
    double.will(STATE, as_json({"code": 0, "data": data}))
    double.will(
        "/api/render/proxy/lambda",
        as_json({"success": True, "data": {"id": "render_1", "status": "pending", "progress": 5}}),
    )
    state = await nemo.state.latest(SID)
    assert state.ready
    assert state.canvas == {"ratio": "9:16"}
    render = await nemo.renders.submit(RID, SID, state.draft)
    assert (render.id, render.status, render.progress) == (RID, RenderState.PENDING, 5)
    assert double.calls[1].json == {
        "id": "render_1",
        "sessionId": "5529798706024415232",
        "draft": draft,
        "output": {"format": "mp4", "quality": "high"},
    }


@pytest.mark.parametrize(
    ("draft", "ready"),
    [
        ({"t": [{"sg": []}, {"sg": [{"d": 1}]}]}, True),
        ({"t": [{"sg": []}]}, False),
        ({"t": [{}]}, False),
        ({"t": ["?"]}, False),
        ({"t": {}}, False),
        ({}, False),
        (None, False),
        ("?", False),
    ],
)
async def test_ready_means_a_track_with_a_segment(
    draft: JsonValue,
    ready: object,
    nemo: NemoClient,
    double: Double,
    as_json: Callable[..., Answer],
) -> None:
    double.will(STATE, as_json({"code": 0, "data": {"state": {"draft": draft}}}))
    assert (await nemo.state.latest(SID)).ready is ready


@pytest.mark.parametrize(
    ("body", "status", "progress", "url"),
    [
        (
            {
                "taskId": "render_1",
                "status": "completed",
                "progress": 100,
                "output": {"url": "https://x/a.mp4", "duration": 30.5},
            },
            RenderState.COMPLETED,
            100,
            "https://x/a.mp4",
        ),
        (
            {
                "success": True,
                "data": {
                    "id": "render_1",
                    "status": "completed",
                    "progress": 100,
                    "outputUrl": "https://x/b.mp4",
                },
            },
            RenderState.COMPLETED,
            100,
            "https://x/b.mp4",
        ),
        ({"code": 0, "data": {"status": "Processing"}}, RenderState.RUNNING, 0, None),
        ({"status": "a new word", "progress": "40"}, RenderState.RUNNING, 40, None),
        ({"status": "queued", "progress": None}, RenderState.PENDING, 0, None),
        ({"status": "canceled", "progress": 1e999}, RenderState.CANCELLED, 0, None),
        (
            {"success": False, "data": {"status": "failed"}, "error": "no source"},
            RenderState.FAILED,
            0,
            None,
        ),
    ],
)
async def test_a_render_is_read_in_every_form(
    body: JsonValue,
    status: RenderState,
    progress: float,
    url: str | None,
    nemo: NemoClient,
    double: Double,
    as_json: Callable[..., Answer],
) -> None:
    double.will(RENDER, as_json(body))
    render = await nemo.renders.poll(RID)
    assert (render.id, render.status, render.progress, render.url) == (RID, status, progress, url)


@pytest.mark.parametrize("body", [b"", b'{"success":true}', b'{"code":0,"data":null}'])
async def test_cancel_needs_no_particular_answer(
    body: bytes, nemo: NemoClient, double: Double, answer: type[Answer]
) -> None:
    double.will(f"{RENDER}/cancel", answer(chunks=[body] if body else []))
    await nemo.renders.cancel(RID)
    assert double.calls[0].method == "POST"


async def test_a_claim_token_is_a_secret(
    nemo: NemoClient, double: Double, as_json: Callable[..., Answer]
) -> None:
    body = {"code": 0, "data": {"claim_token": "clm_x", "expires_in": 604800}}
    double.will("/api/auth/claim-token", as_json(body))
    claim = await nemo.projects.claim(TaskId("t1"), SID)
    assert claim.claim_token.get_secret_value() == "clm_x"
    assert "clm_x" not in repr(claim)
    assert double.calls[0].json == {"task_id": "t1", "session_id": SID}


async def test_an_id_stays_one_part_of_the_path(
    nemo: NemoClient, double: Double, as_json: Callable[..., Answer]
) -> None:
    path = "/api/state/nemo_agent/me/..%2F..%2Fcredits%3Fx/latest"
    double.will(path, as_json({"code": 1002, "message": "no such session"}))
    with pytest.raises(SessionLost):
        await nemo.state.latest(SessionId("../../credits?x"))


async def test_a_read_is_repeated_after_any_hiccup(
    nemo: NemoClient, double: Double, answer: type[Answer], as_json: Callable[..., Answer]
) -> None:
    path = "/api/credits/balance/simple"
    balance = as_json({"code": 0, "data": {"available": 1}})
    double.will(path, answer(status=503), answer(silent=True, end="reset"), balance)
    assert (await nemo.credits.balance()).available == 1


async def test_a_read_is_tried_three_times(
    nemo: NemoClient, double: Double, answer: type[Answer]
) -> None:
    path = "/api/credits/balance/simple"
    double.will(path, *[answer(status=503)] * 3)
    with pytest.raises(Broken):
        await nemo.credits.balance()


async def _submit(nemo: NemoClient) -> object:
    return await nemo.renders.submit(RID, SID, {})


async def _create(nemo: NemoClient) -> object:
    return await nemo.sessions.create(language="en")


async def _mint(nemo: NemoClient) -> object:
    return await nemo.auth.anonymous_token("c")


async def _upload(nemo: NemoClient) -> object:
    return await nemo.uploads.urls(SID, ["https://x/cat.jpg"])


WRITES = {
    "/api/render/proxy/lambda": _submit,
    "/api/tasks/me/with-session/nemo_agent": _create,
    "/api/auth/anonymous-token": _mint,
    "/api/upload-video/nemo_agent/me/5529798706024415232": _upload,
}


@pytest.mark.parametrize("path", WRITES)
async def test_a_write_that_may_have_arrived_is_not_repeated(
    path: str, nemo: NemoClient, double: Double, answer: type[Answer]
) -> None:
    write: Callable[[NemoClient], Awaitable[object]] = WRITES[path]
    double.will(path, answer(silent=True, end="cut"), answer(status=503))
    with pytest.raises(Uncertain):
        await write(nemo)
    with pytest.raises(Broken):
        await write(nemo)
    assert len(double.asked(path)) == 2


async def test_a_write_that_never_arrived_is_repeated(nemo: NemoClient, double: Double) -> None:
    await double.stop()
    with pytest.raises(Unreachable) as caught:
        await _submit(nemo)
    assert isinstance(caught.value.__cause__, httpx.ConnectError)


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (402, {"detail": "plan"}, PlanBlocked),
        (401, {"code": 1001, "message": "expired"}, AuthExpired),
        (429, {"message": "slow down"}, RateLimited),
        (404, {"detail": "no such render"}, Rejected),
    ],
)
async def test_a_refusal_is_not_repeated(
    status: int,
    body: JsonValue,
    error: type[Exception],
    nemo: NemoClient,
    double: Double,
    as_json: Callable[..., Answer],
) -> None:
    double.will(RENDER, as_json(body, status))
    with pytest.raises(error):
        await nemo.renders.poll(RID)


async def test_an_answer_of_another_shape_is_broken_and_names_what_is_wrong(
    nemo: NemoClient, double: Double, as_json: Callable[..., Answer]
) -> None:
    body = {"code": 0, "data": {"token": ["nmv_usr_leak"]}}
    double.will("/api/auth/anonymous-token", as_json(body))
    with pytest.raises(Broken, match="token") as caught:
        await nemo.auth.anonymous_token("c")
    assert "nmv_usr_leak" not in str(caught.value) + str(caught.value.__cause__)


async def test_cookies_do_not_pass_from_one_user_to_the_next(
    nemo: NemoClient, double: Double, as_json: Callable[..., Answer]
) -> None:
    path = "/api/credits/balance/simple"
    balance = {"code": 0, "data": {"available": 1}}
    double.will(path, as_json(balance, Set_Cookie="sid=ann; Path=/"), as_json(balance))
    await nemo.credits.balance()
    await nemo.credits.balance()
    assert "cookie" not in double.calls[1].headers


@pytest.mark.parametrize("token", ["", "nmv_usr_a b", "nmv_usr_a\n", "nmv_usr_ключ"])
def test_a_token_that_cannot_be_sent_is_refused_without_being_told(
    token: str, http: httpx.AsyncClient, attribution: Attribution
) -> None:
    with pytest.raises(ValueError, match="token") as caught:
        NemoClient(http=http, base_url="http://x", attribution=attribution, token=SecretStr(token))
    assert "nmv_usr" not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["", "x.example", "ftp://x", "http://", "http://x:port", "file:///x"]
)
def test_an_address_that_is_none_is_refused(
    url: str, http: httpx.AsyncClient, attribution: Attribution
) -> None:
    with pytest.raises(ValueError, match="address"):
        NemoClient(http=http, base_url=url, attribution=attribution)


def test_the_token_is_in_no_text_form(nemo: NemoClient) -> None:
    shown = f"{nemo!r} {nemo.turns!r} {nemo.renders._border!r}"
    assert "nmv_usr_secret" not in shown
