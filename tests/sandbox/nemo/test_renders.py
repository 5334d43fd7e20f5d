"""Exports: from a submitted draft to a real MP4."""

from pathlib import Path
from typing import Any

import pytest

from sandbox.nemo.submitted import UnusableDraftError, has_segments, read_submitted
from studio.probe import has_fast_start, probe
from tests.sandbox.nemo.visitor import ATTRIBUTION, Nemo, Until, User

Draft = dict[str, Any]


@pytest.fixture
async def draft(user: User, photo: bytes) -> Draft:
    """A draft of one second, small enough to render at once."""
    await user.upload(("cat.jpg", photo))
    await user.say("make a 1 second clip and add the title 'Sale' and music")
    draft = await user.draft()
    draft["m"] |= {"width": 64, "height": 96}
    return draft


def submission(user: User, draft: object, render_id: str = "render_1") -> dict[str, object]:
    return {
        "id": render_id,
        "sessionId": user.session_id,
        "draft": draft,
        "output": {"format": "mp4", "quality": "high"},
    }


async def submit(user: User, draft: object, render_id: str = "render_1") -> dict[str, Any]:
    answer = await user.post("/api/render/proxy/lambda", submission(user, draft, render_id))
    body: dict[str, Any] = answer.json()
    return body


async def finished(user: User, until: Until, render_id: str = "render_1") -> dict[str, Any]:
    async def over() -> dict[str, Any] | None:
        answer = await user.get(f"/api/render/proxy/lambda/{render_id}")
        data: dict[str, Any] = answer.json()["data"]
        return data if data["status"] not in {"pending", "processing"} else None

    found: dict[str, Any] = await until(over)
    return found


async def test_an_export_is_a_video_of_the_draft(
    nemo: Nemo, user: User, draft: Draft, until: Until, tmp_path: Path
) -> None:
    answer = await submit(user, draft)
    assert answer == {
        "success": True,
        "data": {"id": "render_1", "status": "pending", "progress": 5},
    }
    done = await finished(user, until)
    assert (done["status"], done["progress"]) == ("completed", 100)
    assert done["createdAt"] <= done["completedAt"]
    file = await nemo.http.get(done["outputUrl"])
    path = tmp_path / "out.mp4"
    path.write_bytes(file.content)
    info = await probe(path)
    assert (info.width, info.height, info.has_audio) == (64, 96, True)
    assert info.duration_ms == pytest.approx(1000, abs=100)
    assert has_fast_start(path)
    same = await user.get("/api/render/proxy/render_1/download")
    assert (same.content, same.headers["content-type"]) == (file.content, "video/mp4")
    assert (await user.credits())["total"] == 50


async def test_an_export_without_attribution_is_402(user: User, draft: Draft) -> None:
    for missing in ATTRIBUTION:
        headers = {name: value for name, value in user.auth.items() if name != missing}
        answer = await user.http.post(
            "/api/render/proxy/lambda", json=submission(user, draft), headers=headers
        )
        assert (answer.status_code, answer.json()["code"]) == (402, 402)


async def test_a_plan_can_be_made_to_block_exports(nemo: Nemo, user: User, draft: Draft) -> None:
    nemo.script("render.submit", "402")
    answer = await user.post("/api/render/proxy/lambda", submission(user, draft))
    assert (answer.status_code, answer.json()["code"]) == (402, 402)


async def test_an_id_can_be_used_once(user: User, draft: Draft, until: Until) -> None:
    await submit(user, draft)
    again = await user.post("/api/render/proxy/lambda", submission(user, draft))
    assert (again.status_code, again.json()["success"]) == (409, False)
    await finished(user, until)


@pytest.mark.parametrize("render_id", ["", "a/b", "../../x", "x" * 101, "a b", "é"])
async def test_an_id_that_is_no_name_is_refused(user: User, draft: Draft, render_id: str) -> None:
    assert (await submit(user, draft, render_id))["success"] is False


@pytest.mark.parametrize("draft", [None, {}, {"t": []}, {"t": [{"tt": 0, "sg": []}]}, [], "x"])
async def test_a_draft_without_segments_is_refused(user: User, draft: object) -> None:
    answer = await user.post("/api/render/proxy/lambda", submission(user, draft))
    assert (answer.status_code, answer.json()["success"]) == (400, False)


async def test_an_unknown_session_is_code_1002(user: User, draft: Draft) -> None:
    user.session_id = "123"
    assert (await submit(user, draft))["code"] == 1002


async def test_an_unknown_source_fails_the_render(user: User, draft: Draft, until: Until) -> None:
    draft["t"][0]["sg"][0]["m"]["src"] = "file:///etc/passwd"
    await submit(user, draft)
    done = await finished(user, until)
    assert done["status"] == "failed"
    assert "no media" in done["error"]
    download = await user.get("/api/render/proxy/render_1/download")
    assert download.status_code == 409


async def test_a_render_can_be_made_to_fail(
    nemo: Nemo, user: User, draft: Draft, until: Until
) -> None:
    nemo.script("render.submit", "fail")
    await submit(user, draft)
    assert (await finished(user, until))["status"] == "failed"
    await submit(user, draft, "render_2")
    assert (await finished(user, until, "render_2"))["status"] == "completed"


async def test_the_flat_form_can_be_asked_for(
    nemo: Nemo, user: User, draft: Draft, until: Until
) -> None:
    nemo.script("render.submit", "variant_a")
    assert (await submit(user, draft))["taskId"] == "render_1"
    await finished(user, until)
    nemo.script("render.poll", "variant_a")
    answer = (await user.get("/api/render/proxy/lambda/render_1")).json()
    assert (answer["taskId"], answer["status"], answer["progress"]) == (
        "render_1",
        "completed",
        100,
    )
    assert answer["output"]["duration"] == 1.0
    file = await nemo.http.get(answer["output"]["url"])
    assert len(file.content) == answer["output"]["size"]


async def test_a_cancelled_render_stops_and_lets_the_next_one_run(
    nemo: Nemo, user: User, draft: Draft, until: Until
) -> None:
    long = {**draft, "m": {"width": 1920, "height": 1080}}
    long["t"] = [{"tt": 0, "sg": [{"d": 60_000, "m": draft["t"][0]["sg"][0]["m"]}]}]
    await submit(user, long, "long")
    await submit(user, draft, "short")

    async def progressing() -> bool:
        data = (await user.get("/api/render/proxy/lambda/long")).json()["data"]
        return bool(data["status"] == "processing" and data["progress"] > 5)

    await until(progressing)
    waiting = (await user.get("/api/render/proxy/lambda/short")).json()["data"]
    assert waiting["status"] == "pending"
    answer = await user.post("/api/render/proxy/lambda/long/cancel")
    assert answer.json() == {"success": True, "data": {"id": "long", "status": "cancelled"}}
    assert (await finished(user, until, "short"))["status"] == "completed"
    assert (await finished(user, until, "long"))["status"] == "cancelled"
    after = await user.post("/api/render/proxy/lambda/short/cancel")
    assert after.json()["data"]["status"] == "completed"
    assert {job: r["status"] for job, r in (await nemo.books())["renders"].items()} == {
        "long": "cancelled",
        "short": "completed",
    }


async def test_a_render_is_its_owners(nemo: Nemo, user: User, draft: Draft, until: Until) -> None:
    await submit(user, draft)
    await finished(user, until)
    stranger = await nemo.user("client-2")
    assert (await stranger.get("/api/render/proxy/lambda/render_1")).status_code == 404
    assert (await stranger.get("/api/render/proxy/render_1/download")).status_code == 404
    assert (await stranger.post("/api/render/proxy/lambda/render_1/cancel")).status_code == 404
    assert (await nemo.http.get("/render-result/render_1.mp4")).status_code == 404


GOOD: Draft = {"src": "good", "kind": "image"}


@pytest.mark.parametrize(
    ("segment", "reason"),
    [
        ({"d": 0, "m": GOOD}, "greater than 0"),
        ({"d": 10**9, "m": GOOD}, "less than or equal"),
        ({"d": 1000, "m": GOOD | {"start_ms": 299_500}}, "longer than"),
        ({"d": 1000, "m": GOOD | {"speed": 0}}, "speed"),
        ({"d": 1000, "m": GOOD | {"speed": "nan"}}, "speed"),
        ({"d": 1000, "m": GOOD | {"motion": "spin"}}, "motion"),
        ({"d": 1000, "m": GOOD | {"kind": "exe"}}, "kind"),
        ({"d": 1000, "m": GOOD | {"src": "/etc/passwd"}}, "no media"),
        ({"d": 1000}, "m"),
        ("x", "sg"),
    ],
)
def test_a_hostile_segment_is_refused(segment: object, reason: str) -> None:
    draft: Draft = {"m": {"width": 64, "height": 64}, "t": [{"tt": 0, "sg": [segment]}]}
    with pytest.raises(UnusableDraftError, match=reason):
        read_submitted(draft, {"good": Path("good")}.get)


@pytest.mark.parametrize("size", [{"width": 63, "height": 64}, {"width": 64, "height": 10**6}, {}])
def test_a_hostile_size_is_refused(size: Draft) -> None:
    draft: Draft = {"m": size, "t": [{"tt": 0, "sg": [{"d": 1000, "m": GOOD}]}]}
    with pytest.raises(UnusableDraftError, match="draft"):
        read_submitted(draft, {"good": Path("good")}.get)


def test_what_a_draft_holds_arrives_in_the_timeline() -> None:
    movie = {"src": "good", "kind": "video", "start_ms": 1000, "trim_ms": 500, "speed": 2.0}
    draft: Draft = {
        "m": {"width": 64, "height": 64, "more": 1},
        "t": [
            {"tt": 0, "sg": [{"d": 2000, "m": movie}, {"d": 1000, "m": GOOD}], "new": 1},
            {"tt": 1, "sg": [{"d": 3000, "m": {"src": None, "mood": "epic", "volume": 0.5}}]},
            {"tt": 7},
        ],
    }
    timeline = read_submitted(draft, {"good": Path("good")}.get)
    assert [segment.start_ms for segment in timeline.pictures] == [0, 1000]
    assert timeline.duration_ms == 3000
    assert [(sound.mood, sound.path) for sound in timeline.sounds] == [("epic", None)]
    assert has_segments(draft)
