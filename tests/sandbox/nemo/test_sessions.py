"""Sessions and their state."""

import httpx
import pytest

from sandbox.faults import ResetFault, StatusFault
from tests.sandbox.nemo.visitor import Nemo, User


async def test_a_session_has_an_id_of_digits_in_a_string(user: User) -> None:
    answer = (await user.post("/api/tasks/me/with-session/nemo_agent", {"task_name": "p"})).json()
    assert answer["code"] == 0
    assert len(answer["data"]["session_id"]) == 19
    assert answer["data"]["session_id"].isdecimal()
    assert answer["data"]["user_id"] == user.user_id


async def test_a_session_can_be_opened_without_a_body(user: User) -> None:
    answer = await user.http.post("/api/tasks/me/with-session/nemo_agent", headers=user.auth)
    assert answer.json()["code"] == 0


async def test_an_unreadable_body_is_code_400(user: User) -> None:
    for body in (b"{", b"[]", b'{"task_name": 5}', b"\xff"):
        answer = await user.http.post(
            "/api/tasks/me/with-session/nemo_agent", content=body, headers=user.auth
        )
        assert (answer.status_code, answer.json()["code"]) == (400, 400)


async def test_a_new_session_is_empty(user: User) -> None:
    answer = (await user.get(f"/api/state/nemo_agent/me/{user.session_id}/latest")).json()
    assert answer["data"]["session_id"] == user.session_id
    assert answer["data"]["task_id"] == user.task_id
    assert answer["data"]["task_name"] == "project"
    state = answer["data"]["state"]
    assert state["draft"]["t"] == []
    assert state["video_infos"] == []
    assert state["generated_media"] == []
    assert state["canvas_config"] == {"width": 1080, "height": 1920, "ratio": "9:16"}


async def test_only_its_owner_sees_a_session(nemo: Nemo, user: User) -> None:
    stranger = await nemo.user("client-2")
    path = f"/api/state/nemo_agent/me/{user.session_id}/latest"
    assert (await stranger.get(path)).json()["code"] == 1002
    assert (await user.get("/api/state/nemo_agent/me/123/latest")).json()["code"] == 1002


async def test_calls_are_logged_by_operation_without_tokens(nemo: Nemo, user: User) -> None:
    await user.state()
    operations = [call.operation for call in nemo.calls.find(service="nemo")]
    assert operations == ["auth.anonymous", "session.create", "state"]
    assert user.token not in repr(nemo.calls.find())


async def test_reset_forgets_users_sessions_and_files(nemo: Nemo, user: User, photo: bytes) -> None:
    await user.upload(("cat.jpg", photo))
    (info,) = (await user.state())["video_infos"]
    nemo.world.forget()
    assert (await nemo.http.get(info["cdn_url"])).status_code == 404
    assert (await user.get("/api/credits/balance/simple")).json()["code"] == 1001
    assert list(nemo.world.folder.iterdir()) == []


async def test_an_unknown_path_is_a_plain_404(nemo: Nemo) -> None:
    assert (await nemo.http.get("/api/nothing")).status_code == 404
    assert (await nemo.http.get("/run_sse")).status_code == 405


async def test_transport_faults_meet_the_operation_they_are_armed_for(
    nemo: Nemo, user: User
) -> None:
    nemo.faults.arm(StatusFault(service="nemo", operation="credits", status=503, body="<html>"))
    nemo.faults.arm(ResetFault(service="nemo", operation="credits"))
    assert (await user.get("/api/credits/balance/simple")).text == "<html>"
    with pytest.raises(httpx.TransportError):
        await user.get("/api/credits/balance/simple")
    assert (await user.credits())["total"] == 100
