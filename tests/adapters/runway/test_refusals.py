"""What the adapter of Runway's own API does with every refusal, and what it refuses by itself."""

import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from pydantic import JsonValue as Json
from pydantic import SecretStr

from adapters.base import Order
from adapters.runway import Runway
from sandbox.runway.app import KEY
from tests.adapters.runway.stage import Stage
from wire.errors import (
    AuthExpired,
    BadMedia,
    Broken,
    Moderated,
    OutOfCredits,
    PlanBlocked,
    RateLimited,
    Rejected,
    ServiceError,
    Uncertain,
    Unreachable,
)

pytestmark = pytest.mark.asyncio(loop_scope="module")

STILL = Order(task="image", prompt="a ship at sunset", ratio="1:1")
CLIP = Order(task="video", prompt="a ship", ratio="16:9", seconds=2)
PHOTO = "https://example.com/photo.jpg"


@pytest.fixture
def cut_off(http: httpx.AsyncClient) -> Iterator[Runway]:
    """An adapter whose service nobody answers for: what it sends is Unreachable."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{taken.getsockname()[1]}"
        yield Runway(http=http, key=SecretStr(KEY), base_url=nobody)


async def refused(runway: Runway, order: Order) -> ServiceError:
    with pytest.raises(ServiceError) as caught:
        await runway.submit(order, key="order-1")
    assert KEY not in str(caught.value)
    return caught.value


OF_ORDERS: dict[str, type[ServiceError]] = {
    "400": Rejected,
    "401": AuthExpired,
    "402": OutOfCredits,
    "403": PlanBlocked,
    "404": Rejected,
    "405": Rejected,
    "408": Uncertain,
    "413": BadMedia,
    "credits": OutOfCredits,
    "daily": RateLimited,
    "429 html": RateLimited,
    "500": Broken,
    "502 html": Broken,
    "503 empty": Broken,
    "504": Uncertain,
    "504 worked": Uncertain,
    "524": Uncertain,
    "302": Broken,
    "html": Uncertain,
    "empty": Uncertain,
    "broken_json": Uncertain,
}


async def test_every_refusal_of_an_order_is_sorted_and_none_is_sent_again(
    runway: Runway, stage: Stage
) -> None:
    seen = {}
    for words in OF_ORDERS:
        stage.script("text_to_image", words)
        seen[words] = type(await refused(runway, STILL))
    assert seen == OF_ORDERS
    assert len(stage.asked("text_to_image")) == len(OF_ORDERS)


async def test_the_cap_of_a_day_is_waited_for_longer_than_a_moment(
    runway: Runway, stage: Stage
) -> None:
    stage.script("text_to_image", "daily")
    stage.script("text_to_image", "429 retry_after=7")
    waits = [await refused(runway, STILL) for _ in range(2)]
    assert [e.retry_after_s for e in waits if isinstance(e, RateLimited)] == [3600.0, 7.0]


async def test_credits_that_do_not_suffice_are_told(runway: Runway, stage: Stage) -> None:
    stage.script("text_to_video", "stuck", count=20)
    costly = Order(task="video", model="veo3.1", prompt="a ship", seconds=8)
    for _ in range(15):
        await runway.submit(costly, key="")
    assert type(await refused(runway, costly)) is OutOfCredits
    for _ in range(5):
        await runway.submit(CLIP, key="")
    stage.hours.pass_s(1)
    account = await runway.organization()
    assert (account.credit_balance, account.usage.models["gen4.5"].today) == (5_000 - 4_920, 5)


@pytest.mark.parametrize("after", [False, True])
async def test_an_order_whose_connection_broke_is_never_sent_again(
    runway: Runway, stage: Stage, *, after: bool
) -> None:
    stage.reset("text_to_image", after=after)
    assert type(await refused(runway, STILL)) is Uncertain
    assert len(stage.books["made"]) == after
    assert len(stage.asked("text_to_image")) == 1


async def test_an_order_that_never_arrived_may_be_sent_again(cut_off: Runway) -> None:
    assert type(await refused(cut_off, STILL)) is Unreachable


async def test_a_look_is_tried_three_times(runway: Runway, stage: Stage) -> None:
    ticket = await runway.submit(STILL, key="")
    stage.script("task.get", "503")
    stage.reset("task.get")
    assert (await runway.look(ticket)).assets
    stage.script("task.get", "broken_json", count=3)
    with pytest.raises(Broken) as caught:
        await runway.look(ticket)
    assert "_jwt" not in f"{caught.value} {caught.value.__cause__}"
    stage.script("task.get", "429 retry_after=7")
    with pytest.raises(RateLimited):
        await runway.look(ticket)


async def test_a_wrong_key_is_told(http: httpx.AsyncClient, stage: Stage) -> None:
    runway = Runway(http=http, key=SecretStr("key_wrong"), base_url=stage.url)
    error = await refused(runway, STILL)
    assert type(error) is AuthExpired
    assert "key_wrong" not in str(error)


async def test_a_key_that_the_service_echoes_is_not_told(runway: Runway, stage: Stage) -> None:
    body: Json = {"error": f"the key {KEY} may not do this"}
    stage.answer("text_to_image", 403, body)
    assert "[hidden]" in str(await refused(runway, STILL))


FORMS_OF_400: list[tuple[Json, type[Rejected]]] = [
    ({"error": "Invalid asset aspect ratio. Too wide."}, BadMedia),
    ({"error": "x", "issues": [{"path": ["promptImage"], "message": "bad"}]}, BadMedia),
    ({"error": "x", "issues": [{"path": ["promptImage", 0]}, 7, {"path": 3}]}, BadMedia),
    ({"error": "x", "issues": {"path": []}}, Rejected),
    ({"error": "x", "failureCode": "SAFETY.INPUT.TEXT"}, Moderated),
    ({"error": {"message": "nested"}}, Rejected),
    ({"message": "You do not have enough credits"}, OutOfCredits),
    ([1, 2], Rejected),
    ("plain words", Rejected),
    (None, Rejected),
]


async def test_a_400_is_read_in_whatever_form_it_comes(runway: Runway, stage: Stage) -> None:
    for body, kind in FORMS_OF_400:
        stage.answer("text_to_image", 400, body)
        assert type(await refused(runway, STILL)) is kind, body


STRANGE: list[Json] = [
    {"id": ""},
    {"id": 7},
    {"uuid": "x"},
    [],
    "OK",
]


async def test_an_order_that_was_accepted_in_strange_words_may_be_running(
    runway: Runway, stage: Stage
) -> None:
    for body in STRANGE:
        stage.answer("text_to_image", 200, body)
        assert type(await refused(runway, STILL)) is Uncertain, body


JOBS: list[tuple[Json, tuple[str, int]]] = [
    ({"status": "succeeded", "output": "https://a.example/1.mp4"}, ("done", 1)),
    ({"status": "SUCCEEDED", "output": [{"url": "https://a.example/1"}]}, ("done", 1)),
    ({"status": "SUCCEEDED", "output": ["https://a.example/1", ""]}, ("done", 1)),
    ({"status": "SUCCEEDED", "output": {"x": 1}}, ("failed", 0)),
    ({"status": "RUNNING", "progress": "0.5"}, ("running", 0)),
    ({"status": "RUNNING", "progress": [1]}, ("running", 0)),
    ({"status": "RUNNING", "progress": 40}, ("running", 0)),
    ({"status": "FAILED", "failure": {"why": 1}, "failureCode": None}, ("failed", 0)),
    ({"status": "", "id": "x"}, ("running", 0)),
]


async def test_a_job_is_read_in_whatever_form_it_comes(runway: Runway, stage: Stage) -> None:
    ticket = await runway.submit(STILL, key="")
    for body, shown in JOBS:
        stage.answer("task.get", 200, body)
        look = await runway.look(ticket)
        assert (look.state, len(look.assets)) == shown, body


@pytest.mark.parametrize(
    "order",
    [
        Order(task="song", prompt="x"),
        Order(task="image", prompt=""),
        Order(task="image", prompt="  "),
        Order(task="image", prompt="x" * 1001),
        Order(task="image", prompt="🙂" * 501),
        Order(task="image", prompt="x", ratio="5:1"),
        Order(task="image", prompt="x", ratio="wide"),
        Order(task="image", prompt="x", ratio="0:0"),
        Order(task="image", prompt="x", seed=-1),
        Order(task="image", prompt="x", seed=2**32),
        Order(task="image", prompt="x", model="gen4_image_turbo"),
        Order(task="image", prompt="x", images=(PHOTO,) * 4),
        Order(task="image", prompt="x", extra={"audio": "true"}),
        Order(task="image", prompt="x", images=(PHOTO,), extra={"tags": "a-b"}),
        Order(task="image", prompt="x", images=(PHOTO,), extra={"tags": "cat dog"}),
        Order(task="image_to_video", prompt="x", model="gen9", images=(PHOTO,) * 3),
        Order(task="image", prompt="x", extra={"publicFigureThreshold": "high"}),
        Order(task="image", prompt="x", model="gpt_image_2", extra={"outputCount": "two"}),
        Order(task="video", prompt="x", seconds=11),
        Order(task="video", prompt="x", seconds=1),
        Order(task="video", prompt="x", ratio="1:1"),
        Order(task="video", prompt="x", videos=("https://example.com/x.mp4",)),
        Order(task="video", prompt="x", model="gen4_turbo"),
        Order(task="video", prompt="x", model="gen3a_turbo"),
        Order(task="video", prompt="x", model="veo3.1", seconds=5),
        Order(task="video", prompt="x", model="veo3.1", extra={"audio": "maybe"}),
        Order(task="video", prompt="x", model="gemini_omni_flash", seed=1),
        Order(task="text_to_video", prompt="x", images=(PHOTO,)),
        Order(task="image_to_video", prompt="x"),
        Order(task="video", prompt="x", images=(PHOTO, PHOTO)),
        Order(task="video", prompt="x", images=("http://example.com/photo.jpg",)),
        Order(task="video", prompt="x", images=("https://10.0.0.1/photo.jpg",)),
        Order(task="video", prompt="x", images=(f"https://example.com/{'x' * 2048}",)),
        Order(task="video", prompt="x", images=("data:text/html;base64,AAAA",)),
        Order(task="video", prompt="x", images=(f"data:image/png;base64,{'A' * 5_000_000}",)),
        Order(task="video", prompt="x", images=("/no/such/file",)),
    ],
    ids=lambda order: str(order)[:80],
)
async def test_an_order_that_does_not_fit_is_refused_before_it_is_sent(
    cut_off: Runway, order: Order
) -> None:
    assert isinstance(await refused(cut_off, order), Rejected)


async def test_a_file_of_another_kind_is_refused_before_it_is_sent(
    cut_off: Runway, gif: Path, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.png"
    empty.touch()
    for path in (gif, empty, tmp_path):
        order = Order(task="video", prompt="x", images=(str(path),))
        assert isinstance(await refused(cut_off, order), BadMedia)
        with pytest.raises(BadMedia):
            await cut_off.upload(path)


async def test_emoji_count_twice_and_exactly_the_limit_fits(runway: Runway, stage: Stage) -> None:
    stage.script("text_to_image", "stuck")
    await runway.submit(Order(task="image", prompt="🙂" * 500), key="")
    assert len(stage.books["made"]) == 1


async def test_a_paid_order_is_not_lost_because_its_cost_cannot_be_read(
    runway: Runway, stage: Stage
) -> None:
    costs: list[tuple[Json, float | None]] = [
        ({"credits": 5}, 5),
        ({"credits": "5.5"}, 5.5),
        (7, 7),
        ("free", None),
        ({"credits": None}, None),
        ([], None),
    ]
    for cost, estimate in costs:
        stage.answer("text_to_image", 200, {"id": "x", "estimatedCost": cost})
        assert (await runway.submit(STILL, key="")).estimate == estimate


async def test_half_an_emoji_does_not_stop_an_order(runway: Runway, stage: Stage) -> None:
    stage.script("text_to_image", "400")
    await refused(runway, Order(task="image", prompt="half \ud83d"))
    assert stage.body("text_to_image")["promptText"] == "half \ud83d"


async def test_a_model_that_nobody_knows_goes_out_as_it_was_ordered(
    runway: Runway, stage: Stage
) -> None:
    order = Order(
        task="video", model="gen9", prompt="x", ratio="8:3", seconds=99, extra={"mood": "calm"}
    )
    fit = runway.fit(order)
    assert (fit.name, fit.model, fit.ratio, fit.seconds) == ("gen9", None, "8:3", 99)
    error = await refused(runway, order)
    assert "model: Invalid discriminator value" in str(error)
    assert stage.body("text_to_video") == {
        "model": "gen9",
        "promptText": "x",
        "ratio": "8:3",
        "duration": 99,
        "mood": "calm",
    }


async def test_a_model_that_is_off_is_replaced_only_where_that_was_chosen(
    runway: Runway, stage: Stage, http: httpx.AsyncClient, photo: Path
) -> None:
    old = Order(
        task="video",
        model="gen3a_turbo",
        prompt="x",
        ratio="768:1280",
        seconds=10,
        images=(str(photo),),
    )
    assert "gen4_turbo" in str(await refused(runway, old))
    willing = Runway(
        http=http,
        key=SecretStr(KEY),
        base_url=stage.url,
        successors={"gen3a_turbo": "gen4_turbo"},
    )
    fit = willing.fit(old)
    assert (fit.name, fit.ratio, fit.seconds) == ("gen4_turbo", "720:1280", 10)
    stage.script("image_to_video", "stuck")
    await willing.submit(old, key="")
    body = stage.body("image_to_video")
    assert (body["model"], body["ratio"], body["duration"]) == ("gen4_turbo", "720:1280", 10)


async def test_a_picture_too_wide_is_refused_by_the_service(
    runway: Runway, tmp_path: Path, photo: Path
) -> None:
    from PIL import Image

    wide = tmp_path / "wide.png"
    Image.new("RGB", (300, 100), "teal").save(wide)
    order = Order(task="video", prompt="x", images=(str(wide),))
    assert "aspect ratio" in str(await refused(runway, order))
    assert isinstance(await refused(runway, order), BadMedia)


async def test_a_store_that_refuses_an_upload_is_told_as_that(
    runway: Runway, stage: Stage, photo: Path, tmp_path: Path
) -> None:
    stage.script("upload.file", "403")
    with pytest.raises(Rejected) as caught:
        await runway.upload(photo)
    assert (type(caught.value), caught.value.code) == (Rejected, 403)
    stage.script("upload.file", "503", count=3)
    with pytest.raises(Broken):
        await runway.upload(photo)
    inner: Json = {"uploadUrl": "http://10.0.0.1/", "fields": {}, "runwayUri": "runway://x"}
    for _ in range(3):
        stage.answer("upload", 200, inner)
    with pytest.raises(Broken, match="public"):
        await runway.upload(photo)
    tiny = tmp_path / "tiny.png"
    tiny.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    with pytest.raises(BadMedia, match="512"):
        await runway.upload(tiny)
