"""The adapter of Runway on RapidAPI against its sandbox."""

import base64
from pathlib import Path

import httpx
import pytest
from pydantic import JsonValue as Json
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.base import Failure, JobState, Look, Medium, Order, Ticket
from adapters.hints import Hint, Refused
from adapters.rapid_runway import Callback, RapidRunway, read_callback
from sandbox.listen import bind, listening, url_of
from sandbox.runway.rapid import KEY
from studio.probe import probe
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
)

pytestmark = pytest.mark.asyncio(loop_scope="module")

CLIP = Order(task="video", prompt="zoom in on a dragon", model="gen3", ratio="9:16", seconds=5)
SECRET = SecretStr("a1b2c3")


def _encoded(path: Path) -> str:
    return base64.b64encode(path.read_bytes()).decode()


async def refused(reseller: RapidRunway, order: Order = CLIP) -> ServiceError:
    with pytest.raises(ServiceError) as caught:
        await reseller.submit(order, key="order-1")
    assert KEY not in str(caught.value)
    return caught.value


async def ended(reseller: RapidRunway, order: Order = CLIP) -> Look:
    return await reseller.look(await reseller.submit(order, key="order-1"))


@pytest.mark.parametrize("uuid", ["", " with_uuid"])
async def test_words_become_a_clip_whether_or_not_the_id_is_echoed(
    reseller: RapidRunway, rapid_stage: Stage, tmp_path: Path, uuid: str
) -> None:
    rapid_stage.script("text", "steps=PENDING,THROTTLED,RUNNING:0.25")
    if uuid:
        rapid_stage.script("status", uuid, count=4)
    ticket = await reseller.submit(CLIP, key="order-1")
    looks = [await reseller.look(ticket) for _ in range(4)]
    assert [look.state for look in looks] == ["waiting", "waiting", "running", "done"]
    assert looks[2].percent == 25
    (clip,) = looks[-1].assets
    assert clip.medium is Medium.VIDEO
    assert await reseller.fetch(clip, tmp_path / "clip.mp4") > 1_000
    found = await probe(tmp_path / "clip.mp4")
    assert abs(found.duration_ms - 5000) <= 100
    assert found.height > found.width
    assert rapid_stage.books["keys_at_files"] == 0


async def test_numbers_and_booleans_go_out_as_what_they_are(
    reseller: RapidRunway, rapid_stage: Stage, photo: Path
) -> None:
    rapid_stage.script("text", "stuck")
    await reseller.submit(CLIP, key="")
    assert rapid_stage.body("text") == {
        "text_prompt": "zoom in on a dragon",
        "model": "gen3",
        "width": 768,
        "height": 1280,
        "motion": 5,
        "seed": 0,
        "time": 5,
        "callback_url": "",
    }
    rapid_stage.script("imageDescription", "stuck", count=2)
    extra = {"motion": "7", "image_as_end_frame": "true"}
    for ratio in ("9:16", "1280:768"):
        order = Order(
            task="video",
            prompt="it rains",
            model="gen3",
            images=(str(photo),),
            ratio=ratio,
            seconds=10,
            seed=3,
            extra=extra,
        )
        await reseller.submit(order, key="")
        body = dict(rapid_stage.body("imageDescription"))
        picture = body.pop("img_prompt")
        assert _encoded(photo).startswith(picture.rstrip("…"))
        assert body == {
            "text_prompt": "it rains",
            "model": "gen3",
            "motion": 7,
            "seed": 3,
            "time": 10,
            "callback_url": "",
            "flip": ratio == "9:16",
            "image_as_end_frame": True,
        }


async def test_a_photo_becomes_a_clip(reseller: RapidRunway, photo: Path, tmp_path: Path) -> None:
    order = Order(task="video", prompt="the sea", images=(str(photo),))
    (clip,) = (await ended(reseller, order)).assets
    assert await reseller.fetch(clip, tmp_path / "clip.mp4")


@pytest.mark.parametrize("words", ["false", "true"])
async def test_the_sandbox_refuses_numbers_and_booleans_that_are_texts(
    rapid_stage: Stage, http: httpx.AsyncClient, words: str
) -> None:
    headers = {"x-rapidapi-key": KEY, "x-rapidapi-host": "runwayml.p.rapidapi.com"}
    body = {"text_prompt": "x", "img_prompt": "x", "model": "gen3", "flip": words, "time": "5"}
    url = f"{rapid_stage.url}/generate/imageDescription"
    answer = await http.post(url, json=body, headers=headers)
    wrong = [error["loc"] for error in answer.json()["detail"]]
    assert (answer.status_code, wrong) == (422, [["time"], ["flip"]])


FAILURES = {
    "000": Failure.SERVICE,
    "001": Failure.MODERATED,
    "002": Failure.MODERATED,
    "999": Failure.UNKNOWN,
    "": Failure.UNKNOWN,
}


async def test_a_failure_is_sorted_by_its_code(reseller: RapidRunway, rapid_stage: Stage) -> None:
    for code, failure in FAILURES.items():
        rapid_stage.script("text", f"fail={code}" if code else "fail")
        look = await ended(reseller)
        assert (look.state, look.failure) == (JobState.FAILED, failure), code


JOBS: list[tuple[Json, tuple[str, int]]] = [
    ({"status": "in queue", "progress": 0}, ("waiting", 0)),
    ({"status": "In_Queue", "progress": "0"}, ("waiting", 0)),
    ({"status": "submitted", "progress": 0.5}, ("running", 0)),
    ({"status": "thinking", "progress": None}, ("running", 0)),
    ({"status": "success", "url": "https://a.example/x.mp4"}, ("done", 1)),
    ({"status": "success", "url": None}, ("failed", 0)),
    ({"status": "success", "url": "http://10.0.0.1/x.mp4"}, ("failed", 0)),
    ({"status": "failed", "code": 1}, ("failed", 0)),
    ({"error_code": "002", "message": "image moderated"}, ("failed", 0)),
    ({"code": "000", "message": "unexpected"}, ("running", 0)),
    ({"code": True}, ("running", 0)),
    ({}, ("running", 0)),
]


async def test_a_job_is_read_in_whatever_form_it_comes(
    reseller: RapidRunway, rapid_stage: Stage
) -> None:
    ticket = Ticket(id="x")
    for body, shown in JOBS:
        rapid_stage.answer("status", 200, body)
        look = await reseller.look(ticket)
        assert (look.state, len(look.assets)) == shown, body


async def test_a_success_without_a_clip_is_a_failure(
    reseller: RapidRunway, rapid_stage: Stage
) -> None:
    rapid_stage.script("text", "no_output")
    assert (await ended(reseller)).failure is Failure.SERVICE


OF_ORDERS: dict[str, type[ServiceError]] = {
    "400": Rejected,
    "401": AuthExpired,
    "402": OutOfCredits,
    "403": PlanBlocked,
    "404": Rejected,
    "413": BadMedia,
    "429": RateLimited,
    "429 quota": OutOfCredits,
    "429 html": RateLimited,
    "500": Broken,
    "502 html": Broken,
    "504": Uncertain,
    "504 worked": Uncertain,
    "302": Broken,
    "html": Uncertain,
    "empty": Uncertain,
    "broken_json": Uncertain,
    "code=001": Moderated,
    "code=002 422": Moderated,
    "code=001 200": Moderated,
    "code=000": Rejected,
    "code=000 200": Rejected,
}


async def test_every_refusal_of_an_order_is_sorted_and_none_is_sent_again(
    reseller: RapidRunway, rapid_stage: Stage
) -> None:
    seen = {}
    for words in OF_ORDERS:
        rapid_stage.script("text", words)
        seen[words] = type(await refused(reseller))
    assert seen == OF_ORDERS
    assert len(rapid_stage.asked("text")) == len(OF_ORDERS)


@pytest.mark.parametrize("after", [False, True])
async def test_an_order_whose_connection_broke_is_never_sent_again(
    reseller: RapidRunway, rapid_stage: Stage, *, after: bool
) -> None:
    rapid_stage.reset("text", after=after)
    assert type(await refused(reseller)) is Uncertain
    assert len(rapid_stage.books["made"]) == after
    assert len(rapid_stage.asked("text")) == 1


async def test_the_gateway_says_how_long_to_wait(reseller: RapidRunway, rapid_stage: Stage) -> None:
    rapid_stage.script("text", "429")
    rapid_stage.script("text", "429 retry_after=7")
    waits = [await refused(reseller) for _ in range(2)]
    assert [e.retry_after_s for e in waits if isinstance(e, RateLimited)] == [86_400.0, 7.0]


async def test_a_look_is_tried_three_times(reseller: RapidRunway, rapid_stage: Stage) -> None:
    rapid_stage.script("text", "stuck")
    ticket = await reseller.submit(CLIP, key="")
    rapid_stage.script("status", "503")
    rapid_stage.reset("status")
    assert (await reseller.look(ticket)).state is JobState.RUNNING
    rapid_stage.script("status", "html", count=1)
    with pytest.raises(Broken):
        await reseller.look(ticket)


async def test_a_refusal_of_the_content_may_come_instead_of_a_state(
    reseller: RapidRunway, rapid_stage: Stage
) -> None:
    rapid_stage.script("status", "code=002")
    look = await reseller.look(Ticket(id="x"))
    assert (look.state, look.failure) == (JobState.FAILED, Failure.MODERATED)


async def test_a_job_that_nobody_knows_is_told(reseller: RapidRunway) -> None:
    with pytest.raises(Rejected) as caught:
        await reseller.look(Ticket(id="nobody & nothing"))
    assert caught.value.code == 404


async def test_a_wrong_key_and_a_wrong_host_are_told(
    http: httpx.AsyncClient, rapid_stage: Stage, reseller: RapidRunway
) -> None:
    wrong = RapidRunway(http=http, key=SecretStr("wrong"), base_url=rapid_stage.url)
    assert type(await refused(wrong)) is AuthExpired
    lost = RapidRunway(
        http=http, key=SecretStr(KEY), base_url=rapid_stage.url, gateway_host="x.example"
    )
    assert type(await refused(lost)) is Rejected
    assert KEY not in repr(reseller)


async def test_a_clip_is_fetched_from_an_address_that_ends(
    reseller: RapidRunway, rapid_stage: Stage, tmp_path: Path
) -> None:
    (clip,) = (await ended(reseller)).assets
    rapid_stage.hours.pass_s(24 * 3600 + 1)
    with pytest.raises(Rejected) as caught:
        await reseller.fetch(clip, tmp_path / "clip.mp4")
    assert caught.value.code == 403


@pytest.mark.parametrize(
    "order",
    [
        Order(task="image", prompt="x"),
        Order(task="video", prompt=" "),
        Order(task="video", prompt="x" * 2_001),
        Order(task="video", prompt="x", seconds=7),
        Order(task="video", prompt="x", ratio="1:1"),
        Order(task="video", prompt="x", model="gen3", ratio="1280:720"),
        Order(task="video", prompt="x", seed=0),
        Order(task="video", prompt="x", extra={"motion": "11"}),
        Order(task="video", prompt="x", extra={"motion": "fast"}),
        Order(task="video", prompt="x", extra={"image_as_end_frame": "false "}),
        Order(task="video", prompt="x", extra={"image_as_end_frame": "true"}),
        Order(task="video", prompt="x", extra={"flip": "true"}),
        Order(task="video", prompt="x", videos=("https://example.com/x.mp4",)),
        Order(task="video", prompt="x", images=("https://a.example/1", "https://a.example/2")),
        Order(task="video", prompt="x", images=("http://example.com/1",)),
        Order(task="video", prompt="x", images=("/no/such/file",)),
    ],
    ids=lambda order: str(order)[:80],
)
async def test_an_order_that_does_not_fit_is_refused_before_it_is_sent(
    reseller: RapidRunway, rapid_stage: Stage, order: Order
) -> None:
    assert isinstance(await refused(reseller, order), Rejected)
    assert not rapid_stage.asked()


async def test_a_picture_that_is_too_big_or_of_another_kind_is_not_sent(
    reseller: RapidRunway, rapid_stage: Stage, big_photo: Path, gif: Path
) -> None:
    for path in (big_photo, gif):
        order = Order(task="video", prompt="x", images=(str(path),))
        assert isinstance(await refused(reseller, order), BadMedia)
    assert not rapid_stage.asked()


async def test_a_model_that_nobody_knows_goes_out_as_it_was_ordered(
    reseller: RapidRunway, rapid_stage: Stage
) -> None:
    rapid_stage.script("text", "400")
    await refused(reseller, Order(task="video", prompt="x", model="gen9", seconds=99))
    assert (rapid_stage.body("text")["model"], rapid_stage.body("text")["time"]) == ("gen9", 99)


async def test_half_an_emoji_does_not_stop_an_order(
    reseller: RapidRunway, rapid_stage: Stage
) -> None:
    rapid_stage.script("text", "400")
    await refused(reseller, Order(task="video", prompt="half \ud83d"))
    assert rapid_stage.body("text")["text_prompt"] == "half \ud83d"


async def test_the_end_of_a_job_is_called_back_by_a_get_that_is_a_hint_only(
    rapid_stage: Stage, http: httpx.AsyncClient
) -> None:
    seen: list[Callback] = []

    async def called(request: Request) -> Response:
        secret = request.path_params["secret"]
        seen.append(Callback(method=request.method, secret=secret, query=request.url.query))
        return Response()

    bound = bind("127.0.0.1", 0)
    async with listening(Starlette(routes=[Route("/hook/{secret}", called)]), bound):
        reseller = RapidRunway(
            http=http,
            key=SecretStr(KEY),
            base_url=rapid_stage.url,
            callback_url=f"{url_of(bound)}/hook/{SECRET.get_secret_value()}",
        )
        rapid_stage.script("text", "fail=001")
        ticket = await reseller.submit(CLIP, key="")
        await reseller.look(ticket)
        while not rapid_stage.world.counts["callbacks"]:
            await reseller.look(ticket)
    assert read_callback(seen[0], SECRET) == Hint(id=ticket.id, signed=False)


CALLBACKS = {
    "the secret is wrong": ("GET", "a1b2c4", "uuid=x"),
    "not a GET": ("POST", "a1b2c3", "uuid=x"),
    "no id of a job": ("GET", "a1b2c3", "uuid="),
    "too many fields": ("GET", "a1b2c3", "&".join(f"x{n}=1" for n in range(30))),
}


@pytest.mark.parametrize("reason", CALLBACKS)
async def test_a_callback_that_is_none_is_refused(reason: str) -> None:
    method, secret, query = CALLBACKS[reason]
    call = Callback(method=method, secret=secret, query=query)
    assert read_callback(call, SECRET) == Refused(reason=reason)
    for bad in ("uuid=a&uuid=b", "id=x", "", f"uuid={'x' * 201}", "uuid=a%00b", "uuid=%ff"):
        call = Callback(method="GET", secret="a1b2c3", query=bad)
        answer = read_callback(call, SECRET)
        assert isinstance(answer, Refused) or answer.id == "\ufffd"
    umlaut = Callback(method="GET", secret="ü", query="uuid=x")
    assert isinstance(read_callback(umlaut, SECRET), Refused)


async def test_the_address_of_an_orders_own_callback_is_in_no_error(
    reseller: RapidRunway, rapid_stage: Stage
) -> None:
    address = "https://bot.example.org/hooks/rapid_runway/0123/secret-of-ours"
    order = Order(task="video", prompt="the sea", extra={"callback_url": address})
    rapid_stage.answer("text", 400, {"message": f"callback_url {address} cannot be reached"})
    with pytest.raises(Rejected) as caught:
        await reseller.submit(order, key="")
    assert str(caught.value).endswith("callback_url [address] cannot be reached")
