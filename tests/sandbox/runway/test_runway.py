"""The rules of the sandbox's Runway, seen by plain HTTP."""

import asyncio
import base64
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from sandbox.faults import BackendFault, CallLog, Faults
from sandbox.listen import bind, listening, url_of
from sandbox.runway import app as official
from sandbox.runway import rapid
from sandbox.runway.border import check
from sandbox.runway.jobs import steps_of
from sandbox.runway.world import World

STILL = {"model": "gen4_image", "promptText": "a ship at sea", "ratio": "1024:1024"}
CLIP = {"model": "gen4.5", "promptText": "a ship at sea", "ratio": "1280:720", "duration": 2}


def moved(**changes: object) -> dict[str, object]:
    body = {"model": "gen4_turbo", "promptImage": "", "ratio": "1280:720", **changes}
    return {name: value for name, value in body.items() if value is not None}


async def refused(runway: httpx.AsyncClient, call: str, body: object) -> dict[str, Any]:
    answer = await runway.post(f"/v1/{call}", json=body)
    assert answer.status_code == 400, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def test_a_job_goes_through_its_states_by_the_clock(
    tmp_path: Path, faults: Faults, calls: CallLog
) -> None:
    bound = bind("127.0.0.1", 0)
    app = official.create_app(
        public_url=url_of(bound),
        folder=tmp_path / "server",
        faults=faults,
        calls=calls,
        pace=0.1,
    )
    headers = {"Authorization": f"Bearer {official.KEY}", "X-Runway-Version": official.VERSION}
    async with (
        listening(app, bound),
        httpx.AsyncClient(base_url=url_of(bound), headers=headers, trust_env=False) as client,
    ):
        created = (await client.post("/v1/text_to_image", json=STILL)).json()
        states: list[str] = []
        while states[-1:] != ["SUCCEEDED"]:
            told = (await client.get(f"/v1/tasks/{created['id']}")).json()
            states += [told["status"]] if told["status"] != (states or [""])[-1] else []
            assert 0 <= told.get("progress", 0) < 1
            await asyncio.sleep(0.005)
    # A slow machine may miss the first one.
    assert states[-2:] == ["RUNNING", "SUCCEEDED"]
    assert states[:-2] in ([], ["PENDING"])


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Authorization": ""}, 401),
        ({"Authorization": "Bearer key_wrong"}, 401),
        ({"Authorization": f"Basic {official.KEY}"}, 401),
        ({"X-Runway-Version": ""}, 400),
        ({"X-Runway-Version": "2024-09-13"}, 400),
    ],
    ids=str,
)
async def test_both_headers_are_needed_on_every_call(
    runway: httpx.AsyncClient, headers: dict[str, str], status: int
) -> None:
    for method, path in (
        ("POST", "/v1/text_to_image"),
        ("GET", "/v1/tasks/x"),
        ("DELETE", "/v1/tasks/x"),
        ("GET", "/v1/organization"),
        ("POST", "/v1/uploads"),
    ):
        answer = await runway.request(method, path, headers=headers, json={})
        assert (answer.status_code, set(answer.json())) in (
            (status, {"error"}),
            (status, {"error", "docUrl"}),
        )


BODIES: list[tuple[str, dict[str, object], set[tuple[object, ...]]]] = [
    ("text_to_video", {}, {("invalid_union_discriminator", "model")}),
    ("text_to_video", {**CLIP, "model": "gen3a_turbo"}, {("invalid_union_discriminator", "model")}),
    ("text_to_video", {**CLIP, "model": "gen4_turbo"}, {("invalid_union_discriminator", "model")}),
    (
        "text_to_video",
        {"model": "gen4.5"},
        {("invalid_type", "promptText"), ("invalid_type", "ratio"), ("invalid_type", "duration")},
    ),
    ("text_to_video", {**CLIP, "duration": "10"}, {("invalid_type", "duration")}),
    ("text_to_video", {**CLIP, "duration": 2.5}, {("invalid_type", "duration")}),
    ("text_to_video", {**CLIP, "duration": True}, {("invalid_type", "duration")}),
    ("text_to_video", {**CLIP, "duration": 1}, {("too_small", "duration")}),
    ("text_to_video", {**CLIP, "duration": 11}, {("too_big", "duration")}),
    ("text_to_video", {**CLIP, "ratio": "960:960"}, {("invalid_enum_value", "ratio")}),
    ("text_to_video", {**CLIP, "ratio": 1280}, {("invalid_type", "ratio")}),
    ("text_to_video", {**CLIP, "promptText": ""}, {("too_small", "promptText")}),
    ("text_to_video", {**CLIP, "promptText": "🙂" * 501}, {("too_big", "promptText")}),
    ("text_to_video", {**CLIP, "promptText": None}, {("invalid_type", "promptText")}),
    ("text_to_video", {**CLIP, "seed": 2**32}, {("too_big", "seed")}),
    ("text_to_video", {**CLIP, "seed": 0.5}, {("invalid_type", "seed")}),
    ("text_to_video", {**CLIP, "seed": "1"}, {("invalid_type", "seed")}),
    ("text_to_video", {**CLIP, "promptImage": "x", "x": 1}, {("unrecognized_keys",)}),
    (
        "text_to_video",
        {**CLIP, "contentModeration": {"publicFigureThreshold": "off"}},
        {("invalid_enum_value", "contentModeration.publicFigureThreshold")},
    ),
    (
        "text_to_video",
        {"model": "veo3.1", "promptText": "x", "ratio": "1280:720", "duration": 5, "audio": "no"},
        {("invalid_enum_value", "duration"), ("invalid_type", "audio")},
    ),
    ("image_to_video", moved(promptImage=None), {("invalid_type", "promptImage")}),
    ("image_to_video", moved(promptImage=7), {("invalid_type", "promptImage")}),
    ("image_to_video", moved(promptImage=[]), {("invalid_type", "promptImage")}),
    ("image_to_video", moved(promptImage=["x"]), {("custom", "promptImage", 0)}),
    (
        "image_to_video",
        moved(promptImage=[{"uri": "x", "position": "last"}]),
        {("custom", "promptImage", 0)},
    ),
    ("text_to_image", {**STILL, "model": "gen4_image_turbo"}, {("too_small", "referenceImages")}),
    (
        "text_to_image",
        {**STILL, "referenceImages": [{"uri": "x"}] * 4},
        {("too_big", "referenceImages")},
    ),
    (
        "text_to_image",
        {**STILL, "referenceImages": [{"uri": "x", "tag": "a"}, {}]},
        {
            ("invalid_string", "referenceImages", 0, "tag"),
            ("invalid_type", "referenceImages", 1, "uri"),
        },
    ),
    ("text_to_image", {**STILL, "referenceImages": {}}, {("invalid_type", "referenceImages")}),
]


async def test_a_body_is_checked_as_zod_does(runway: httpx.AsyncClient) -> None:
    for call, body, issues in BODIES:
        told = await refused(runway, call, body)
        assert told["error"] == "Validation of body failed"
        assert {(issue["code"], *issue["path"]) for issue in told["issues"]} == issues, body
    assert (await refused(runway, "text_to_image", [1]))["issues"][0]["path"] == []
    broken = await runway.post("/v1/text_to_image", content=b"{")
    assert broken.status_code == 400


async def test_what_is_too_big_or_not_there_is_refused(runway: httpx.AsyncClient) -> None:
    huge = await runway.post("/v1/text_to_image", content=b"x" * (25 * 1024 * 1024))
    assert huge.status_code == 413
    assert (await runway.get("/v1/nothing")).status_code == 404
    assert (await runway.get("/v1/text_to_image")).status_code == 405
    assert (await runway.get("/v1/tasks/x")).json() == {"error": "Task not found"}


async def test_pictures_inline_are_looked_at(
    runway: httpx.AsyncClient, picture: Callable[..., bytes], data_uri: str
) -> None:
    gif = base64.b64encode(picture(form="GIF")).decode()
    wide = base64.b64encode(picture(300, 100)).decode()
    wrong = {
        "data:text/html;base64,AAAA": "unsupported",
        "data:image/png;base64,A": "not base64",
        f"data:image/png;base64,{gif}": "no JPEG",
        f"data:image/jpeg;base64,{data_uri.partition(',')[2]}": "said to be",
        f"data:image/png;base64,{wide}": "aspect ratio",
        f"data:image/png;base64,{'A' * (5 * 1024 * 1024)}": "5MB",
        "runway://nothing": "not found",
        "http://example.com/x.png": "HTTPS",
        "https://10.0.0.1/x.png": "HTTPS",
        "https://nowhere.invalid/x.png": "fetched",
        f"https://example.com/{'x' * 2048}": "HTTPS",
        "no address": "HTTPS",
    }
    for uri, why in wrong.items():
        assert why in (await refused(runway, "image_to_video", moved(promptImage=uri)))["error"]
    fine = await runway.post("/v1/image_to_video", json=moved(promptImage=data_uri))
    assert fine.json()["estimatedCost"] == {"credits": 25}


async def test_pictures_at_an_address_are_fetched_as_the_service_does(
    runway: httpx.AsyncClient, picture: Callable[..., bytes]
) -> None:
    agents = set()

    async def serve(request: Request) -> Response:
        agents.add(request.headers["user-agent"])
        match request.path_params["name"]:
            case "moved":
                return RedirectResponse("/fine")
            case "untold":
                return StreamingResponse(iter([picture()]), media_type="image/png")
            case "untyped":
                return Response(picture(), media_type="application/octet-stream")
            case "gone":
                return Response(status_code=404)
            case _:
                return Response(picture(), media_type="image/png")

    app = Starlette(routes=[Route("/{name}", serve)])
    bound = bind("127.0.0.1", 0)
    async with listening(app, bound):
        for name, why in {
            "moved": "307",
            "untold": "size",
            "untyped": "said to be",
            "gone": "404",
        }.items():
            body = moved(promptImage=f"{url_of(bound)}/{name}")
            assert why in (await refused(runway, "image_to_video", body))["error"]
        fine = moved(promptImage=f"{url_of(bound)}/fine")
        assert (await runway.post("/v1/image_to_video", json=fine)).status_code == 200
    assert agents == {"RunwayML API/1.0"}


async def test_an_upload_wants_its_fields_first_and_no_key(
    runway: httpx.AsyncClient, world: World, picture: Callable[..., bytes]
) -> None:
    for body in ({}, {"filename": ""}, {"filename": "x"}, {"filename": "x", "type": "forever"}):
        assert (await runway.post("/v1/uploads", json=body)).status_code == 400
    made = await runway.post("/v1/uploads", json={"filename": "x.png", "type": "ephemeral"})
    slot = made.json()
    file = {"file": ("x.png", picture(400, 400, "JPEG"), "image/png")}
    async with httpx.AsyncClient(trust_env=False) as nobody:

        async def put(**sent: Any) -> int:  # noqa: ANN401
            return (await nobody.post(slot["uploadUrl"], **sent)).status_code

        key = {"Authorization": runway.headers["Authorization"]}
        assert await put(data=slot["fields"], files=file, headers=key) == 400
        assert await put(data={**slot["fields"], "Policy": "x"}, files=file) == 403
        assert await put(files=file) == 403
        assert await put(data=slot["fields"]) == 400
        late = [("file", file["file"]), *((n, (None, v)) for n, v in slot["fields"].items())]
        assert await put(files=late) == 400
        tiny = {"file": ("x.png", b"x" * 511, "image/png")}
        assert await put(data=slot["fields"], files=tiny) == 400
        assert await put(data=slot["fields"], files=file) == 204
    assert world.books()["keys_at_files"] == 1
    assert world.books()["uploads"] == 1


async def test_a_result_is_for_whoever_has_an_address_that_is_signed(
    runway: httpx.AsyncClient, world: World
) -> None:
    job = (await runway.post("/v1/text_to_image", json=STILL)).json()["id"]
    (url,) = (await runway.get(f"/v1/tasks/{job}")).json()["output"]
    assert (await runway.get(url)).status_code == 400  # the key goes along
    async with httpx.AsyncClient(trust_env=False) as nobody:
        assert (await nobody.get(url)).headers["content-type"] == "image/png"
        for wrong in (url[:-1] + "z", url.partition("?")[0], f"{url}.x", url.replace(job, "x")):
            assert (await nobody.get(wrong)).status_code == 403
    assert world.books()["keys_at_files"] == 1


async def test_limits_are_kept_by_model_and_by_day(
    runway: httpx.AsyncClient, world: World, at: list[float]
) -> None:
    for _ in range(3):
        job = (await runway.post("/v1/text_to_image", json=STILL)).json()["id"]
        await runway.get(f"/v1/tasks/{job}")
        assert (await runway.delete(f"/v1/tasks/{job}")).status_code == 204
    assert (await runway.delete(f"/v1/tasks/{job}")).status_code == 404
    capped = await runway.post("/v1/text_to_image", json=STILL)
    assert (capped.status_code, set(capped.json())) == (429, {"error"})
    at[0] += 24 * 3600 + 1
    assert (await runway.post("/v1/text_to_image", json=STILL)).status_code == 200
    costly = {**CLIP, "model": "veo3.1", "duration": 8}
    assert "credits" in (await refused(runway, "text_to_video", costly))["error"]
    assert world.books()["credits"] == 200 - 4 * 8


async def test_the_same_words_and_seed_give_the_same_picture(runway: httpx.AsyncClient) -> None:
    pictures = []
    for seed in (1, 1, 2):
        job = (await runway.post("/v1/text_to_image", json={**STILL, "seed": seed})).json()["id"]
        (url,) = (await runway.get(f"/v1/tasks/{job}")).json()["output"]
        async with httpx.AsyncClient(trust_env=False) as nobody:
            pictures.append((await nobody.get(url)).content)
    assert pictures[0] == pictures[1] != pictures[2]


async def test_looks_that_come_too_soon_are_counted(
    runway: httpx.AsyncClient, world: World, at: list[float], faults: Faults
) -> None:
    faults.arm(BackendFault(service="runway", operation="text_to_image", value="stuck"))
    job = (await runway.post("/v1/text_to_image", json=STILL)).json()["id"]
    for wait_s in (5.0, 4.9, 5.1, 0.0):
        await runway.get(f"/v1/tasks/{job}")
        at[0] += wait_s
    await runway.get(f"/v1/tasks/{job}")
    assert world.books()["hasty_looks"] == 2
    world.forget()
    assert world.books()["hasty_looks"] == 0
    assert (await runway.get(f"/v1/tasks/{job}")).status_code == 404


def test_everything_on_the_menu_can_be_acted_out() -> None:
    for menu, words in ((official.MENU, official._WORDS), (rapid.MENU, rapid._WORDS)):
        for operation, values in menu.items():
            for value in set(values) - {"reset", "reset_after"}:
                check(operation, value, words)


@pytest.mark.parametrize(
    ("operation", "value"),
    [
        ("task.get", "stuck"),
        ("text_to_image", "sometimes"),
        ("text_to_image", "700"),
        ("text_to_image", "429 503"),
        ("text_to_image", "retry_after=soon"),
        ("text_to_image", "steps=RUNNING:much"),
        ("nothing", "503"),
    ],
)
def test_a_script_that_makes_no_sense_is_refused(operation: str, value: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        check(operation, value, official._WORDS)


def test_steps_are_states_with_a_share() -> None:
    assert [(s.state, s.progress) for s in steps_of("PENDING,RUNNING:0.4")] == [
        ("PENDING", None),
        ("RUNNING", 0.4),
    ]
    assert steps_of("") == ()
