"""The sandbox's own Apiframe: what it refuses, how it tells, and what it draws."""

import io
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image

from sandbox.apiframe import imaging, sounding
from sandbox.apiframe.app import MENU, OPERATIONS, create_app
from sandbox.apiframe.rules import problems
from sandbox.apiframe.script import read
from sandbox.apiframe.world import KEYS, World
from sandbox.faults import BackendFault, CallLog, Faults
from sandbox.listen import bind, listening, url_of

Json = dict[str, Any]


@pytest.fixture
def faults() -> Iterator[Faults]:
    faults = Faults()
    yield faults
    assert not faults.unmet()


class Client:
    """Somebody with a key, and a look behind the curtain."""

    def __init__(self, http: httpx.AsyncClient, world: World) -> None:
        self.http = http
        self.world = world

    async def post(self, path: str, body: object, **headers: str) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.http.post(path, json=body, headers=named)

    async def task(self, path: str, **body: object) -> Json:
        answer = await self.post(path, body)
        assert answer.status_code == 200, answer.text
        await self.world.settled()
        told = answer.json()
        fetched = await self.post("/fetch", {"task_id": told.get("task_id") or told["taskId"]})
        found: Json = fetched.json()
        return found


@pytest.fixture
async def client(tmp_path: Path, faults: Faults) -> AsyncIterator[Client]:
    bound = bind("127.0.0.1", 0)
    app = create_app(
        public_url=url_of(bound),
        folder=tmp_path / "apiframe",
        faults=faults,
        calls=CallLog(),
        pace=0,
        side=64,
        song_s=1,
    )
    headers = {"Authorization": KEYS[1], "X-API-Key": KEYS[2]}
    async with (
        listening(app, bound),
        httpx.AsyncClient(base_url=url_of(bound), headers=headers, timeout=30) as http,
    ):
        yield Client(http, app.state.world)


async def test_the_key_comes_bare_or_after_bearer(client: Client) -> None:
    for told, status in ((KEYS[1], 200), (f"Bearer {KEYS[1]}", 200), ("", 401), (KEYS[2], 401)):
        answer = await client.http.get("/account", headers={"Authorization": told})
        assert answer.status_code == status
    assert answer.json() == {}
    for told in (f"Bearer {KEYS[2]}", KEYS[1]):
        answer = await client.http.get("/v2/me", headers={"X-API-Key": told})
        assert (answer.status_code, "error" in answer.json()) == (401, True)


async def test_bodies_are_held_against_the_rules(client: Client) -> None:
    for path, body in (
        ("/imagine", {}),
        ("/imagine", []),
        ("/imagine", {"prompt": ""}),
        ("/imagine", {"prompt": "a", "colour": "red"}),
        ("/imagine", {"prompt": "a", "aspect_ratio": "wide"}),
        ("/upscale-1x", {"parent_task_id": "a", "index": 1}),
        ("/upscale-1x", {"parent_task_id": "nobody", "index": "1"}),
        ("/blend", {"image_urls": ["https://a.invalid/a"]}),
        ("/flux-imagine", {"model": "m", "prompt": "a", "width": "512"}),
        ("/kling-imagine", {"prompt": "a", "duration": "5"}),
        ("/upscale-highres", {"type": "2x"}),
        ("/fetch", {}),
        ("/fetch", {"task_id": "nobody"}),
        ("/fetch-many", {"task_ids": ["a"]}),
        ("/fetch-many", {"task_ids": ["a"] * 21}),
        ("/upload", {}),
    ):
        answer = await client.post(path, body)
        assert answer.status_code == 400, (path, body)
        assert answer.json()["errors"][0]["msg"]
    assert not client.world.tasks


async def test_v2_names_the_fields_that_are_wrong(client: Client) -> None:
    body = {"model": "midjourney", "prompt": "a", "odd": 1, "midjourneyParams": {"seed": 1}}
    answer = await client.post("/v2/images/generate", body)
    assert answer.status_code == 400
    assert set(answer.json()["details"]) == {"odd", "midjourneyParams.seed"}


async def test_reroll_and_some_others_are_told_as_documented(client: Client) -> None:
    first = await client.task("/imagine", prompt="a cat")
    assert (first["status"], first["task_type"]) == ("finished", "imagine")
    answer = await client.post("/reroll", {"parent_task_id": first["task_id"]})
    assert list(answer.json()) == ["taskId"]
    again = await client.task("/reroll", parent_task_id=first["task_id"])
    assert "status" not in again
    assert again["image_urls"] != first["image_urls"]
    lyrics = await client.task("/suno-lyrics", prompt="a true friend")
    assert lyrics["type"] == "suno-lyrics"


async def test_a_failed_task_costs_nothing(client: Client, faults: Faults) -> None:
    faults.arm(BackendFault(service="apiframe", operation="v1.imagine", value="fail says: no"))
    told = await client.task("/imagine", prompt="a cat")
    assert (told["status"], told["message"]) == ("failed", "no")
    books = (await client.http.get("/_sandbox/books")).json()
    assert books["credits"] == 5000
    assert books["submits"] == {"imagine": 1}


async def test_a_key_at_a_picture_is_refused_and_counted(client: Client) -> None:
    told = await client.task("/imagine", prompt="a cat")
    assert (await client.http.get(told["image_urls"][0])).status_code == 400
    assert client.world.keys_leaked == 1


async def test_an_empty_account_makes_nothing(client: Client) -> None:
    client.world.credits = 3
    assert (await client.post("/imagine", {"prompt": "a"})).status_code == 400
    answer = await client.post("/v2/images/generate", {"model": "midjourney", "prompt": "a"})
    assert answer.status_code == 402
    assert answer.json() == {
        "error": "Insufficient credits",
        "creditsRequired": 16,
        "creditsAvailable": 3,
    }


async def test_an_unreachable_receiver_fails_the_news_and_not_the_job(client: Client) -> None:
    body = {"model": "midjourney", "prompt": "a", "webhookUrl": "http://127.0.0.1:9/"}
    answer = await client.post("/v2/images/generate", {**body, "webhookEvents": ["completed"]})
    await client.world.settled()
    job = (await client.http.get(f"/v2/jobs/{answer.json()['jobId']}")).json()
    assert (job["status"], job["webhookStatus"]) == ("COMPLETED", "failed")


async def test_what_is_begun_can_be_forgotten(client: Client) -> None:
    await client.post("/imagine", {"prompt": "a"})
    client.world.forget()
    assert not client.world.tasks
    await client.world.settled()


@pytest.mark.parametrize(
    ("operation", "value"),
    [
        ("v1.imagine", "dance"),
        ("v1.imagine", "400 401"),
        ("v1.imagine", "errors"),
        ("v1.imagine", "404 html empty"),
        ("v1.imagine", "fail=1"),
        ("v1.fetch", "stuck"),
        ("v1.fetch", "status"),
    ],
)
def test_words_that_make_no_sense_are_refused(operation: str, value: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read(operation, value)


def test_the_weather_brings_only_what_can_be_acted_out() -> None:
    names = {route.name for route in OPERATIONS}
    for operation, values in MENU.items():
        assert operation in names
        for value in values:
            if value not in ("reset", "reset_after"):
                read(operation, value)


@pytest.mark.parametrize(
    ("rule", "body", "wrong"),
    [
        ("a*", {}, {"a"}),
        ("a*", {"a": " "}, {"a"}),
        ("a*", {"a": 1}, {"a"}),
        ("a", {"b": "x"}, {"b"}),
        ("a ...", {"b": "x"}, set()),
        ("a b a/b?", {}, {"a"}),
        ("a b a/b?", {"b": "x"}, set()),
        ("a:x|y", {"a": "z"}, {"a"}),
        ("a:=5|10", {"a": 5}, set()),
        ("a:=5|10", {"a": "5"}, {"a"}),
        ("a:=5|10", {"a": True}, {"a"}),
        ("a:int(1,4)", {"a": 1.5}, {"a"}),
        ("a:int(1,4)", {"a": 5}, {"a"}),
        ("a:num(0,1)", {"a": 0.5}, set()),
        ("a:bool", {"a": "true"}, {"a"}),
        ("a:url", {"a": "/home/me"}, {"a"}),
        ("a:urls(1,2)", {"a": []}, {"a"}),
        ("a:urls(1,2)", {"a": "https://a.invalid"}, {"a"}),
        ("a:ratio", {"a": "16x9"}, {"a"}),
        ("a:b64", {"a": "data:image/png;base64,AAAA"}, set()),
        ("a:b64", {"a": "AAA"}, {"a"}),
        ("a:text(1,3)", {"a": "long"}, {"a"}),
    ],
)
def test_rules(rule: str, body: Json, wrong: set[str]) -> None:
    assert set(problems(rule, body)) == wrong


def test_a_rule_that_is_none_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="no rule"):
        problems("a-b", {})


def _picture(colour: str, size: tuple[int, int] = (60, 40)) -> Image.Image:
    return Image.new("RGB", size, colour)


def test_pans_and_zooms_keep_the_picture() -> None:
    red = _picture("red")
    sizes = [imaging.panned(red, way, "", 1).size for way in ("left", "right", "up", "down")]
    assert sizes == [(90, 40), (90, 40), (60, 60), (60, 60)]
    assert imaging.panned(red, "left", "", 1).getpixel((80, 20)) == (255, 0, 0)
    assert imaging.panned(red, "down", "", 1).getpixel((30, 5)) == (255, 0, 0)
    zoomed = imaging.zoomed_out(red, 2, "", 1)
    assert zoomed.size == red.size
    assert zoomed.getpixel((30, 20)) == (255, 0, 0) != zoomed.getpixel((1, 1))


def test_a_mask_says_where_something_else_is_painted() -> None:
    with pytest.raises(imaging.UnusableError):
        imaging.repainted(_picture("red"), "no picture", "", 1)
    with pytest.raises(imaging.UnusableError):
        imaging.opened(b"no picture")


def test_pictures_are_described_by_their_colours() -> None:
    assert "blue" in imaging.described(_picture("#4664be"))[0]
    assert "green" in imaging.described(_picture("#50a050", (40, 60)))[1]


def test_a_grid_shows_all_four() -> None:
    whole = imaging.grid([_picture(colour) for colour in ("red", "blue", "white", "black")])
    assert whole.size == (128, 88)
    assert whole.getpixel((100, 10)) == (0, 0, 255)


def test_two_takes_of_a_song_differ_and_each_is_the_same_again() -> None:
    one, two = (sounding.song("calm sea", take=take, seconds=1) for take in range(2))
    assert one != two
    assert one == sounding.song("calm sea", take=0, seconds=1)
    assert len(one) > 5000


def test_a_picture_is_bytes_of_a_file() -> None:
    content = imaging.jpeg(imaging.drawn("a cat", (64, 48), 3))
    with Image.open(io.BytesIO(content)) as picture:
        assert (picture.format, picture.size) == ("JPEG", (64, 48))
