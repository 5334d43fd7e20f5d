"""The rules of the sandbox's reseller of Runway, seen by plain HTTP."""

import base64
from collections.abc import Callable

import httpx
import pytest

from sandbox.faults import BackendFault, Faults
from sandbox.runway.world import World

WORDS = {"text_prompt": "a ship", "model": "gen3", "time": 5, "width": 768, "height": 1280}


async def test_the_gateway_wants_key_and_host(reseller: httpx.AsyncClient) -> None:
    for headers, status in (
        ({"x-rapidapi-key": "wrong"}, 401),
        ({"x-rapidapi-key": ""}, 401),
        ({"x-rapidapi-host": "other.p.rapidapi.com"}, 404),
    ):
        answer = await reseller.post("/generate/text", json=WORDS, headers=headers)
        assert (answer.status_code, set(answer.json())) == (status, {"message"})
    assert (await reseller.get("/generate/nothing")).status_code == 404


BODIES: list[tuple[str, dict[str, object], list[object]]] = [
    ("text", {}, ["text_prompt"]),
    ("text", {**WORDS, "text_prompt": ""}, ["text_prompt"]),
    ("text", {**WORDS, "time": "5"}, ["time"]),
    ("text", {**WORDS, "time": 7}, ["time"]),
    ("text", {**WORDS, "motion": "5", "seed": "0"}, ["motion", "seed"]),
    ("text", {**WORDS, "width": "768"}, ["width"]),
    ("text", {**WORDS, "model": "gen9"}, ["model"]),
    ("text", {**WORDS, "flip": True}, ["flip"]),
    ("imageDescription", {"text_prompt": "x"}, ["img_prompt"]),
    (
        "imageDescription",
        {"text_prompt": "x", "img_prompt": "x", "flip": "false", "image_as_end_frame": 0},
        ["image_as_end_frame", "flip"],
    ),
]


async def test_every_field_has_its_real_type(reseller: httpx.AsyncClient) -> None:
    for call, body, wrong in BODIES:
        answer = await reseller.post(f"/generate/{call}", json=body)
        assert answer.status_code == 422, body
        assert [error["loc"][0] for error in answer.json()["detail"]] == wrong
    assert (await reseller.post("/generate/text", content=b"{")).status_code == 422
    huge = await reseller.post("/generate/text", content=b"x" * (9 * 1024 * 1024))
    assert huge.status_code == 413


async def test_a_picture_comes_inline_or_at_an_address(
    reseller: httpx.AsyncClient, picture: Callable[..., bytes], faults: Faults
) -> None:
    order = {"text_prompt": "x", "img_prompt": "no base64!"}
    for bad in ("no base64!", base64.b64encode(b"no picture").decode(), "http://10.0.0.1/x"):
        answer = await reseller.post("/generate/imageDescription", json=order | {"img_prompt": bad})
        assert answer.status_code == 400
    faults.arm(BackendFault(service="rapid_runway", operation="imageDescription", value="stuck"))
    order["img_prompt"] = base64.b64encode(picture()).decode()
    answer = await reseller.post("/generate/imageDescription", json=order)
    assert set(answer.json()) == {"uuid"}
    assert answer.headers["x-ratelimit-requests-limit"] == "1000"


@pytest.mark.parametrize("echoed", [False, True])
async def test_the_status_may_or_may_not_echo_the_id(
    reseller: httpx.AsyncClient, faults: Faults, *, echoed: bool
) -> None:
    words = "stuck steps=THROTTLED,PENDING,RUNNING:0.5"
    faults.arm(BackendFault(service="rapid_runway", operation="text", value=words))
    if echoed:
        fault = BackendFault(service="rapid_runway", operation="status", value="with_uuid", count=3)
        faults.arm(fault)
    uuid = (await reseller.post("/generate/text", json=WORDS)).json()["uuid"]
    told = [(await reseller.get("/status", params={"uuid": uuid})).json() for _ in range(3)]
    assert [each["status"] for each in told] == ["in queue", "in queue", "submitted"]
    assert told[-1]["progress"] == 0.5
    assert [each.get("uuid") for each in told] == [uuid if echoed else None] * 3
    assert (await reseller.get("/status")).status_code == 404


async def test_a_clip_lies_with_somebody_who_must_not_see_the_key(
    reseller: httpx.AsyncClient, rapid_world: World
) -> None:
    uuid = (await reseller.post("/generate/text", json=WORDS)).json()["uuid"]
    told = (await reseller.get("/status", params={"uuid": uuid})).json()
    assert (told["status"], told["progress"], told["gif_url"]) == ("success", 1.0, None)
    assert (await reseller.get(told["url"])).status_code == 400
    async with httpx.AsyncClient(trust_env=False) as nobody:
        assert (await nobody.get(told["url"])).content[4:8] == b"ftyp"
    assert rapid_world.books()["keys_at_files"] == 1
