"""The words of a script, and refusals in every form they can ask for."""

import asyncio

import pytest

from sandbox.nemo.menu import MENU
from sandbox.nemo.script import Script, read
from sandbox.nemo.submitted import read_submitted
from tests.sandbox.nemo.visitor import Nemo, User

CODES = (1001, 1002, 2001, 4001, 4002, 400, 401, 402, 404, 429, 500, 502, 503, 9999)
STATUS = {1001: 401, 1002: 404, 2001: 402, 4001: 415, 4002: 413, 9999: 400}
OPERATIONS = ("auth.anonymous", "auth.claim", "credits", "session.create", "state", "run_sse")


@pytest.mark.parametrize("code", CODES)
async def test_a_code_comes_in_each_form(nemo: Nemo, user: User, code: int) -> None:
    forms = ("body", "status", "both", "detail", "detail_list", "html", "broken_json", "empty")
    seen: dict[str, tuple[int, object]] = {}
    for form in forms:
        nemo.script("session.create", f"{code} {form}")
        answer = await user.post("/api/tasks/me/with-session/nemo_agent", {})
        kind = answer.headers.get("content-type", "").partition(";")[0]
        seen[form] = answer.status_code, answer.json() if form in forms[:5] else kind
    status = STATUS.get(code, code)
    message = seen["body"][1]["message"]  # type: ignore[index]
    where = {"type": "missing", "loc": ["body", "userId"], "msg": message}
    assert seen == {
        "body": (200, {"code": code, "message": message, "data": None}),
        "status": (status, {"message": message, "data": None}),
        "both": (status, {"code": code, "message": message, "data": None}),
        "detail": (status, {"detail": message}),
        "detail_list": (status, {"detail": [where]}),
        "html": (status, "text/html"),
        "broken_json": (status, "application/json"),
        "empty": (status, ""),
    }


@pytest.mark.parametrize(
    ("words", "status", "kind"),
    [
        ("html", 200, "text/html"),
        ("broken_json", 200, "application/json"),
        ("empty", 200, ""),
        ("detail", 404, "application/json"),
        ("detail_list", 422, "application/json"),
    ],
)
async def test_some_forms_need_no_code(
    nemo: Nemo, user: User, words: str, status: int, kind: str
) -> None:
    nemo.script("run_sse", words)
    answer = await user.post("/run_sse", user.message("hello"))
    assert answer.status_code == status
    assert answer.headers.get("content-type", "").partition(";")[0] == kind


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("429", "30"),
        ("429 body", "30"),
        ("429 retry_after=2", "2"),
        ("429 no_retry_after", None),
        ("503", None),
    ],
)
async def test_patience_is_asked_for_with_and_without_a_time(
    nemo: Nemo, user: User, words: str, told: str | None
) -> None:
    nemo.script("credits", words)
    assert (await user.get("/api/credits/balance/simple")).headers.get("retry-after") == told


async def test_every_operation_can_be_refused(nemo: Nemo, user: User, photo: bytes) -> None:
    sid, task = user.session_id, user.task_id
    calls = {
        "auth.anonymous": ("POST", "/api/auth/anonymous-token", None),
        "auth.claim": ("POST", "/api/auth/claim-token", {"task_id": task, "session_id": sid}),
        "credits": ("GET", "/api/credits/balance/simple", None),
        "session.create": ("POST", "/api/tasks/me/with-session/nemo_agent", {}),
        "state": ("GET", f"/api/state/nemo_agent/me/{sid}/latest", None),
        "run_sse": ("POST", "/run_sse", user.message("hello")),
        "upload": ("POST", f"/api/upload-video/nemo_agent/me/{sid}", {"urls": ["http://x/"]}),
        "render.submit": ("POST", "/api/render/proxy/lambda", {"id": "r", "sessionId": sid}),
        "render.poll": ("GET", "/api/render/proxy/lambda/r", None),
        "render.cancel": ("POST", "/api/render/proxy/lambda/r/cancel", None),
        "render.download": ("GET", "/api/render/proxy/r/download", None),
    }
    for operation, (method, path, body) in calls.items():
        nemo.script(operation, "9999 both")
        answer = await nemo.http.request(method, path, json=body, headers=user.auth)
        assert (answer.status_code, answer.json()["code"]) == (400, 9999), operation


async def test_what_was_done_may_be_refused_all_the_same(
    nemo: Nemo, user: User, photo: bytes
) -> None:
    nemo.script("upload", "504 worked")
    assert (await user.upload(("cat.jpg", photo))).status_code == 504
    assert len((await user.state())["video_infos"]) == 1
    nemo.script("session.create", "502 worked html")
    await user.post("/api/tasks/me/with-session/nemo_agent", {})
    assert len((await nemo.books())["prompts"]) == 2


async def test_ids_come_under_both_names(nemo: Nemo, user: User) -> None:
    create = "/api/tasks/me/with-session/nemo_agent"
    nemo.script("session.create", "bind_id")
    assert (await user.post(create, {})).json()["data"]["bind_id"] == user.user_id
    nemo.script("session.create", "without_user")
    assert set((await user.post(create, {})).json()["data"]) == {"task_id", "session_id"}
    nemo.script("state", "bind_id")
    path = f"/api/state/nemo_agent/me/{user.session_id}/latest"
    assert (await user.get(path)).json()["data"]["bind_id"] == user.user_id
    nemo.script("auth.anonymous", "short")
    assert set((await nemo.mint("client-2")).json()["data"]) == {"token", "credits", "expires_at"}


async def test_a_token_may_live_shortly_and_be_renewed(nemo: Nemo) -> None:
    nemo.script("auth.anonymous", "lives=0.2")
    user = await nemo.user()
    await asyncio.sleep(0.3)
    assert (await user.get("/api/credits/balance/simple")).json()["code"] == 1001
    assert (await nemo.mint("client-1")).json()["data"]["user_id"] == user.user_id


async def test_a_draft_may_be_written_in_other_ways(nemo: Nemo, user: User, photo: bytes) -> None:
    await user.upload(("cat.jpg", photo))
    await user.say("make a 1 second clip")
    plain = await user.draft()
    for word in ("ms_as_text", "unknown_keys", "bare_tracks", "no_draft"):
        nemo.script("state", word)
    text, unknown, bare, none = [await user.draft() for _ in range(4)]
    assert (text["d"], text["t"][0]["sg"][0]["m"]["start_ms"]) == ("1000", "0")
    assert "x" in unknown["t"][0]["sg"][0]["m"]
    assert [track.get("sg") for track in bare["t"]] == [None, plain["t"][0]["sg"], []]
    assert none is None
    for draft in (plain, text, unknown, bare):
        assert read_submitted(draft, nemo.world.find).duration_ms == 1000


@pytest.mark.parametrize(
    ("operation", "value", "complaint"),
    [
        ("run_sse", "slient", "no word 'slient'"),
        ("state", "silent", "state has no word"),
        ("state", "says: hello", "no word 'says:'"),
        ("run_sse", "gui=wave", "gui is one of"),
        ("run_sse", "gui", "needs a value"),
        ("run_sse", "silent=1", "has no value"),
        ("run_sse", "for=ever", "could not convert"),
        ("run_sse", "for=-1", "number of seconds"),
        ("run_sse", "1001 1002", "one code"),
        ("run_sse", "1001 body both", "one form"),
        ("run_sse", "body", "needs a code"),
    ],
)
def test_a_script_that_makes_no_sense_is_refused(
    operation: str, value: str, complaint: str
) -> None:
    with pytest.raises(ValueError, match=complaint):
        read(operation, value)


def test_nothing_scripted_is_an_empty_script() -> None:
    assert read("run_sse", "") == Script()


def test_everything_on_the_menu_makes_sense() -> None:
    for operation, names in MENU.items():
        for name in set(names) - {"reset", "reset_after"}:
            read(operation, name)
