"""The FLUX adapter against the sandbox's Black Forest Labs, over real local sockets."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
import stamina
from PIL import Image
from pydantic import JsonValue, SecretStr
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.base import ENDED, Asset, Failure, JobState, Look, Maker, Medium, Order, Ticket
from adapters.bfl import GRACE_LOOKS, Bfl, Webhook, read_webhook
from adapters.bfl_models import MODELS
from adapters.hints import Hint, Refused
from sandbox.bfl.app import create_app
from sandbox.bfl.world import KEY, MOST_ACTIVE, SAMPLE_LIVES_S, World
from sandbox.faults import (
    BackendFault,
    CallLog,
    CutFault,
    Faults,
    ResetAfterFault,
    ResetFault,
    StatusFault,
)
from sandbox.listen import bind, listening, url_of
from wire.errors import (
    AuthExpired,
    BadMedia,
    Broken,
    Moderated,
    OutOfCredits,
    RateLimited,
    Rejected,
    ServiceError,
    Uncertain,
    Unreachable,
)
from wire.http import new_client

WORDS = Order(task="image", prompt="a dragon over a castle", seed=42, ratio="9:16")


# One server for all: to start and end one takes longer than most tests.
pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass(kw_only=True)
class Served:
    """The sandbox, and what a test may do with it."""

    url: str
    cluster: str
    world: World
    faults: Faults
    calls: CallLog
    http: httpx.AsyncClient
    clock_s: float = 0.0

    def script(self, operation: str, value: str, count: int = 1) -> None:
        self.faults.arm(BackendFault(service="bfl", operation=operation, value=value, count=count))

    def bfl(self, *, key: str = KEY, base_url: str = "", webhook: Webhook | None = None) -> Bfl:
        return Bfl(
            http=self.http,
            key=SecretStr(key),
            base_url=base_url or self.url,
            extra_hosts=[self.cluster.removeprefix("http://")],
            webhook=webhook,
        )

    def asked(self, operation: str) -> int:
        return len(self.calls.find(service="bfl", operation=operation))


@pytest.fixture(autouse=True)
def _no_waiting_between_tries() -> Iterator[None]:
    with stamina.set_testing(True, attempts=3):
        yield


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def running() -> AsyncIterator[Served]:
    bound = bind("127.0.0.1", 0)
    faults, calls = Faults(), CallLog()
    clock: list[Served] = []
    cluster = url_of(bound).replace("127.0.0.1", "localhost")
    app = create_app(
        public_url=url_of(bound),
        cluster_url=cluster,
        faults=faults,
        calls=calls,
        pace=0,
        now=lambda: 1_800_000_000.0 + (clock[0].clock_s if clock else 0.0),
    )
    async with listening(app, bound), new_client() as http:
        served = Served(
            url=url_of(bound),
            cluster=cluster,
            world=app.state.world,
            faults=faults,
            calls=calls,
            http=http,
        )
        clock.append(served)
        yield served


@pytest.fixture
def served(running: Served) -> Iterator[Served]:
    running.world.forget()
    running.calls.clear()
    yield running
    unmet = running.faults.unmet()
    running.faults.disarm_all()
    assert unmet == ()
    assert running.world.keys_at_delivery == 0


@pytest.fixture
def bfl(served: Served) -> Bfl:
    return served.bfl()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.jpg"
    Image.new("RGB", (320, 480), "teal").save(path)
    return path


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def content_of(path: Path) -> bytes:
    return path.read_bytes()


async def done(bfl: Bfl, ticket: Ticket) -> Look:
    for _ in range(10):
        look = await bfl.look(ticket)
        if look.state not in (JobState.WAITING, JobState.RUNNING):
            return look
    raise AssertionError(look)


# From words to a picture


async def test_words_become_a_picture_of_the_ordered_form(bfl: Bfl, tmp_path: Path) -> None:
    ticket = await bfl.submit(WORDS, key="order-1")
    look = await done(bfl, ticket)
    assert (look.state, look.percent) == (JobState.DONE, 100)
    (asset,) = look.assets
    size = await bfl.fetch(asset, tmp_path / "out.jpg")
    assert size == (tmp_path / "out.jpg").stat().st_size
    with Image.open(tmp_path / "out.jpg") as picture:
        assert picture.width / picture.height == pytest.approx(9 / 16, rel=0.03)
    assert names_in(tmp_path) == ["out.jpg"]


async def test_it_is_a_maker(bfl: Bfl) -> None:
    maker: Maker = bfl
    assert (maker.name, maker.idempotent) == ("bfl", False)


async def test_the_price_is_on_the_ticket(bfl: Bfl) -> None:
    order = Order(task="image", prompt="a cat", model="flux-pro-1.1")
    assert (await bfl.submit(order, key="1")).estimate == 4.0


async def test_a_job_goes_on_before_it_ends(served: Served, bfl: Bfl) -> None:
    served.script("submit", "pending=2")
    ticket = await bfl.submit(WORDS, key="1")
    states = [(await bfl.look(ticket)).state for _ in range(3)]
    assert states == [JobState.WAITING, JobState.WAITING, JobState.DONE]


async def test_the_same_seed_and_words_give_the_same_picture(bfl: Bfl, tmp_path: Path) -> None:
    files = []
    for name in ("a", "b"):
        look = await done(bfl, await bfl.submit(WORDS, key=name))
        await bfl.fetch(look.assets[0], tmp_path / name)
        files.append(content_of(tmp_path / name))
    assert files[0] == files[1]


@pytest.mark.parametrize("model", [*MODELS, "flux-dev"])
async def test_every_model_is_ordered_in_its_own_form(bfl: Bfl, model: str) -> None:
    order = Order(task="image", prompt="hills", model=model, seed=1)
    order = (
        order
        if model == "flux-dev"
        else Order(
            task="image",
            prompt="hills",
            model=model,
            seed=1,
            ratio="16:9",
            extra={"output_format": "png", "safety_tolerance": "5"},
        )
    )
    assert (await done(bfl, await bfl.submit(order, key="1"))).state is JobState.DONE


async def test_a_model_that_is_not_known_is_ordered_with_whatever_is_asked(
    served: Served, bfl: Bfl
) -> None:
    extra = {"width": "512", "height": "512", "output_format": "png", "prompt_upsampling": "true"}
    order = Order(task="image", prompt="hills", model="flux-dev", extra=extra)
    await bfl.submit(order, key="1")
    (job,) = served.world.jobs.values()
    assert job.order.size() == (512, 512)
    assert job.order.output_format == "png"


# Pictures are changed by words


async def test_a_picture_is_changed_by_words(
    served: Served, bfl: Bfl, photo: Path, tmp_path: Path
) -> None:
    order = Order(task="edit", prompt="make it winter", images=(str(photo),))
    look = await done(bfl, await bfl.submit(order, key="1"))
    await bfl.fetch(look.assets[0], tmp_path / "out.png")
    with Image.open(tmp_path / "out.png") as picture:
        assert (picture.size, picture.format) == ((320, 480), "PNG")
    (job,) = served.world.jobs.values()
    assert job.model == "flux-kontext-pro"


async def test_a_picture_at_an_address_is_changed(bfl: Bfl, tmp_path: Path) -> None:
    first = await done(bfl, await bfl.submit(WORDS, key="1"))
    order = Order(task="edit", prompt="in red", model="flux-2-pro", images=(first.assets[0].url,))
    look = await done(bfl, await bfl.submit(order, key="2"))
    assert await bfl.fetch(look.assets[0], tmp_path / "out.jpg") > 1000


async def test_two_pictures_are_sent_as_the_first_and_the_second(
    served: Served, bfl: Bfl, photo: Path
) -> None:
    order = Order(task="edit", prompt="both", model="flux-2-max", images=(str(photo),) * 2)
    await bfl.submit(order, key="1")
    (job,) = served.world.jobs.values()
    sent = job.order.model_dump(exclude_none=True)
    assert base64.b64decode(sent["input_image"]) == content_of(photo)
    assert sent["input_image_2"] == sent["input_image"]
    assert "input_image_3" not in sent


@pytest.mark.parametrize("content", [b"", b"x" * (20 * 1024 * 1024 + 1)])
async def test_an_empty_or_huge_picture_is_not_sent(
    served: Served, bfl: Bfl, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(BadMedia):
        await bfl.submit(Order(task="edit", prompt="x", images=(str(tmp_path / "x"),)), key="1")
    assert served.asked("submit") == 0


async def test_a_missing_picture_is_not_sent(served: Served, bfl: Bfl) -> None:
    with pytest.raises(BadMedia):
        await bfl.submit(Order(task="edit", prompt="x", images=("/nowhere/x.png",)), key="1")
    assert served.asked("submit") == 0


# What does not fit is refused before it is sent


def order(**fields: object) -> Order:
    given: dict[str, object] = {"task": "image", "prompt": "a cat", **fields}
    return Order(**given)  # type: ignore[arg-type]


UNFIT = {
    "task": (order(task="video"), "no task"),
    "empty": (order(prompt=" "), "empty"),
    "half": (order(prompt="\ud83d"), "half of a character"),
    "long": (order(prompt="x" * 10_001), "longer"),
    "ratio": (order(ratio="wide"), "ratio"),
    "ratio 0": (order(ratio="0:1"), "ratio"),
    "too wide": (order(ratio="22:9"), "from 9:21"),
    "too wide for kontext": (order(ratio="9:22", model="flux-kontext-pro"), "from 9:21"),
    "seed": (order(seed=-1), "seed"),
    "seconds": (order(seconds=5), "only pictures"),
    "edit of nothing": (order(task="edit"), "no picture"),
    "name": (order(model="../v1/credits"), "name"),
    "field": (order(extra={"steps": "3"}), "no field"),
    "ours": (order(extra={"webhook_url": "https://example.com"}), "not a field"),
    "ours, unknown model": (order(model="x", extra={"webhook_secret": "x"}), "not a field"),
    "width": (order(model="flux-pro-1.1", extra={"width": "1000"}), "steps of 32"),
    "big": (order(model="flux-pro-1.1", extra={"width": "1472"}), "from 256 to 1440"),
    "4 MP": (order(extra={"width": "4096", "height": "2048"}), "pixels"),
    "word": (order(extra={"width": "many"}), "width"),
    "tolerance": (order(extra={"safety_tolerance": "6"}), "from 0 to 5"),
    "format": (order(extra={"output_format": "gif"}), "one of jpeg, png"),
    "flag": (order(model="flux-pro-1.1-ultra", extra={"raw": "yes"}), "true, false"),
    "strength": (
        order(model="flux-pro-1.1-ultra", extra={"image_prompt_strength": "1.5"}),
        "from 0 to 1",
    ),
    "nan": (order(model="flux-2-flex", extra={"guidance": "nan"}), "from 1.5"),
    "address": (order(model="flux-pro-1.1", images=("https://example.com/a.png",)), "as files"),
    "klein": (order(model="flux-2-klein-4b", images=("https://e.com/a",) * 5), "takes 4"),
}


@pytest.mark.parametrize("unfit", UNFIT)
async def test_an_order_that_does_not_fit_is_never_sent(
    served: Served, bfl: Bfl, unfit: str
) -> None:
    wrong, told = UNFIT[unfit]
    with pytest.raises(Rejected, match=told):
        await bfl.submit(wrong, key="1")
    assert served.asked("submit") == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"polling_url": None},
        {"polling_url": 3},
        {"polling_url": ["https://api.bfl.ai"]},
        {"cost": "free"},
        {"cost": float("nan")},
        {"cost": None, "input_mp": "?"},
    ],
)
async def test_a_paid_order_is_not_lost_for_a_field_that_it_can_do_without(
    served: Served, bfl: Bfl, fields: dict[str, JsonValue]
) -> None:
    body = json.dumps({"id": "7", **fields})
    served.faults.arm(StatusFault(service="bfl", operation="submit", status=200, body=body))
    ticket = await bfl.submit(WORDS, key="1")
    assert (ticket.id, ticket.estimate) == ("7", None)
    assert ticket.look_at == f"{served.url}/v1/get_result?id=7"


@pytest.mark.parametrize("body", ["{}", "[]", '{"id": ""}', '{"id": null}', '"7"', ""])
async def test_a_paid_order_without_an_id_is_uncertain(served: Served, bfl: Bfl, body: str) -> None:
    served.faults.arm(StatusFault(service="bfl", operation="submit", status=200, body=body))
    with pytest.raises(Uncertain):
        await bfl.submit(WORDS, key="1")


# Where the key may go


async def test_the_named_address_is_followed_as_it_is(served: Served, bfl: Bfl) -> None:
    ticket = await bfl.submit(WORDS, key="1")
    assert ticket.look_at == f"{served.cluster}/v1/get_result?id={ticket.id}"
    assert (await done(bfl, ticket)).state is JobState.DONE


async def test_a_job_is_unknown_at_another_cluster(served: Served, bfl: Bfl) -> None:
    ticket = await bfl.submit(WORDS, key="1")
    elsewhere = Ticket(id=ticket.id, look_at=f"{served.url}/v1/get_result?id={ticket.id}")
    look = await done(bfl, elsewhere)
    assert (look.state, look.failure) == (JobState.FAILED, Failure.UNKNOWN)


async def test_a_named_address_that_is_not_theirs_never_sees_the_key(
    served: Served, bfl: Bfl
) -> None:
    served.script("submit", "foreign")
    ticket = await bfl.submit(WORDS, key="1")
    assert ticket.look_at == f"{served.url}/v1/get_result?id={ticket.id}"
    assert (await done(bfl, ticket)).state is JobState.DONE


@pytest.mark.parametrize(
    "address",
    [
        "https://bfl.ai.example.invalid/x",
        "https://examplebfl.invalid/x",
        "http://api.bfl.ai/v1/get_result?id=1",
        "https://api.bfl.ai@example.invalid/x",
        "https://user:pass@api.bfl.ai/x",
        "file:///etc/passwd",
        "not an address",
        "",
    ],
)
async def test_a_kept_address_that_is_not_theirs_is_not_followed(
    served: Served, bfl: Bfl, address: str
) -> None:
    served.script("submit", "id_only")
    ticket = await bfl.submit(WORDS, key="1")
    look = await bfl.look(Ticket(id=ticket.id, look_at=address))
    assert look.state is JobState.DONE


@pytest.mark.parametrize(
    "address",
    [
        "https://api.bfl.ai/v1/get_result?id=1",
        "https://api.us1.bfl.ai/v1/get_result?id=1&x=%2F",
        "https://api.eu.bfl.ai/v1/get_result?id=1",
        "https://bfl.ai/v1/get_result?id=1",
    ],
)
async def test_all_their_own_hosts_are_followed(http_seen: "Seen", address: str) -> None:
    bfl = Bfl(http=http_seen.client, key=SecretStr(KEY), base_url="https://api.us1.bfl.ai")
    await bfl.look(Ticket(id="1", look_at=address))
    assert http_seen.asked == [address]
    assert http_seen.keys == [KEY]


async def test_a_job_whose_cluster_was_not_named_is_looked_for_in_each_region() -> None:
    """As after an order with a webhook, whose answer names no address."""
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.host)
        if request.method == "POST":
            return httpx.Response(200, json={"id": "7", "status": "Pending"})
        here = request.url.host == "api.eu.bfl.ai"
        ready = asked.count("api.eu.bfl.ai") > 2
        status = ("Ready" if ready else "Pending") if here else "Task not found"
        result = {"sample": "https://delivery.eu.bfl.ai/x.png"}
        return httpx.Response(200, json={"id": "7", "status": status, "result": result})

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        bfl = Bfl(http=client, key=SecretStr(KEY))
        look = await done(bfl, await bfl.submit(WORDS, key="1"))
    assert look.state is JobState.DONE
    assert asked[:4] == ["api.bfl.ai", "api.bfl.ai", "api.us.bfl.ai", "api.eu.bfl.ai"]
    assert asked[4:] == ["api.eu.bfl.ai"] * 2


async def test_a_job_that_is_in_no_region_is_given_up_after_a_while() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"id": "7", "status": "Task not found"})

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        bfl = Bfl(http=client, key=SecretStr(KEY))
        states = [(await bfl.look(Ticket(id="7"))).state for _ in range(3 * GRACE_LOOKS)]
    assert states[-1] is JobState.FAILED
    assert set(states[:-1]) == {JobState.WAITING}


@dataclass(kw_only=True)
class Seen:
    """A client that reaches nobody and keeps what it was asked for."""

    client: httpx.AsyncClient
    asked: list[str]
    keys: list[str]


@pytest_asyncio.fixture(loop_scope="module")
async def http_seen() -> AsyncIterator[Seen]:
    asked: list[str] = []
    keys: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        keys.append(request.headers["x-key"])
        return httpx.Response(200, json={"id": "1", "status": "Pending"})

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        yield Seen(client=client, asked=asked, keys=keys)


@pytest.mark.parametrize("key", ["", "two words", "käse", "line\n"])
async def test_a_key_that_is_none_is_refused_at_once(served: Served, key: str) -> None:
    with pytest.raises(ValueError, match="key of bfl"):
        served.bfl(key=key)


@pytest.mark.parametrize("url", ["", "api.bfl.ai", "ftp://api.bfl.ai", "https://u:p@api.bfl.ai"])
async def test_an_address_that_is_none_is_refused_at_once(served: Served, url: str) -> None:
    with pytest.raises(ValueError, match="address"):
        Bfl(http=served.http, key=SecretStr(KEY), base_url=url)


# How jobs end


@pytest.mark.parametrize(
    ("script", "failure"),
    [
        ("moderated", Failure.MODERATED),
        ("content_moderated", Failure.RESULT_MODERATED),
        ("error", Failure.SERVICE),
        ("failed", Failure.SERVICE),
        ("lost", Failure.UNKNOWN),
        ("no_sample", Failure.SERVICE),
    ],
)
async def test_every_bad_end_is_told_by_what_may_be_done_next(
    served: Served, bfl: Bfl, script: str, failure: Failure
) -> None:
    served.script("submit", script)
    look = await done(bfl, await bfl.submit(WORDS, key="1"))
    assert (look.state, look.failure, look.assets) == (JobState.FAILED, failure, ())
    assert look.reason


async def test_the_reasons_of_a_moderation_are_told(served: Served, bfl: Bfl) -> None:
    served.script("submit", "moderated")
    look = await done(bfl, await bfl.submit(WORDS, key="1"))
    assert look.reason == "Request Moderated: Safety Filter"


async def test_a_job_that_is_not_found_is_given_a_few_looks(served: Served, bfl: Bfl) -> None:
    ticket = await bfl.submit(WORDS, key="1")
    served.script("get_result", "lost", count=GRACE_LOOKS - 1)
    states = [(await bfl.look(ticket)).state for _ in range(GRACE_LOOKS)]
    assert states == [JobState.WAITING, JobState.WAITING, JobState.DONE]


async def test_the_grace_begins_anew_when_the_job_was_seen(served: Served, bfl: Bfl) -> None:
    served.script("submit", "pending=1")
    ticket = await bfl.submit(WORDS, key="1")
    served.script("get_result", "lost", count=2)
    for _ in range(3):
        assert (await bfl.look(ticket)).state is JobState.WAITING
    served.script("get_result", "404", count=2)
    for _ in range(2):
        assert (await bfl.look(ticket)).state is JobState.WAITING
    assert (await bfl.look(ticket)).state is JobState.DONE


async def test_a_404_counts_as_not_found(served: Served, bfl: Bfl) -> None:
    ticket = await bfl.submit(WORDS, key="1")
    served.script("get_result", "404", count=GRACE_LOOKS)
    look = await done(bfl, ticket)
    assert (look.state, look.failure) == (JobState.FAILED, Failure.UNKNOWN)


@pytest.mark.parametrize("name", ["Reasoning", "Generating"])
async def test_states_outside_the_contract_that_were_seen_go_on(
    served: Served, bfl: Bfl, name: str
) -> None:
    served.script("submit", f"pending=1 status={name}")
    look = await bfl.look(await bfl.submit(WORDS, key="1"))
    assert (look.state, look.reason) == (JobState.RUNNING, "")


async def test_an_unknown_state_goes_on_and_is_named(served: Served, bfl: Bfl) -> None:
    served.script("submit", "pending=1 status=Day_Dreaming")
    look = await bfl.look(await bfl.submit(WORDS, key="1"))
    assert (look.state, look.reason) == (JobState.RUNNING, "unknown state Day Dreaming")


async def test_an_empty_202_is_still_going_on(served: Served, bfl: Bfl) -> None:
    ticket = await bfl.submit(WORDS, key="1")
    served.script("get_result", "202")
    assert (await bfl.look(ticket)).state is JobState.WAITING


@pytest.mark.parametrize(
    ("progress", "percent"),
    [
        (None, None),
        (0, 0),
        (0.25, 25),
        (1, None),
        (40, 40),
        (99.6, 100),
        (101, None),
        (-1, None),
        (True, None),
        ("half", None),
        ([], None),
    ],
)
async def test_progress_is_shown_whatever_its_scale(
    served: Served, bfl: Bfl, progress: JsonValue, percent: int | None
) -> None:
    ticket = await bfl.submit(WORDS, key="1")
    body: JsonValue = {"id": ticket.id, "status": "Pending", "progress": progress}
    served.faults.arm(StatusFault(service="bfl", operation="get_result", status=200, body=body))
    look = await bfl.look(ticket)
    assert look.percent == percent
    assert look.state is (JobState.RUNNING if percent else JobState.WAITING)


async def test_cancelling_does_nothing(served: Served, bfl: Bfl) -> None:
    ticket = await bfl.submit(WORDS, key="1")
    await bfl.cancel(ticket)
    assert (await done(bfl, ticket)).state is JobState.DONE


# How orders are refused


@pytest.mark.parametrize("form", ["", " skill", " html"])
@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, Rejected),
        (401, AuthExpired),
        (402, OutOfCredits),
        (403, AuthExpired),
        (404, Rejected),
        (413, BadMedia),
        (422, Rejected),
        (429, RateLimited),
        (500, Broken),
        (502, Broken),
        (503, Broken),
        (504, Uncertain),
        (524, Uncertain),
        (302, Broken),
    ],
)
async def test_every_refusal_of_an_order_is_told_by_what_may_be_done_next(
    served: Served, bfl: Bfl, status: int, error: type[ServiceError], form: str
) -> None:
    served.script("submit", f"{status}{form}")
    with pytest.raises(error) as caught:
        await bfl.submit(WORDS, key="1")
    assert type(caught.value) is error
    assert served.asked("submit") == 1
    assert KEY not in str(caught.value)


async def test_the_fields_of_a_422_are_told_without_their_values(served: Served, bfl: Bfl) -> None:
    served.script("submit", "422")
    with pytest.raises(Rejected, match=r"422: body.width: Input should be a multiple of 32"):
        await bfl.submit(WORDS, key="1")


async def test_a_422_in_text_about_the_key_is_about_the_key(served: Served, bfl: Bfl) -> None:
    served.script("submit", "422 key")
    with pytest.raises(AuthExpired):
        await bfl.submit(WORDS, key="1")


@pytest.mark.parametrize("key", ["wrong-sandbox-key", "sk_malformed!"])
async def test_a_wrong_key_is_told_as_that(served: Served, key: str) -> None:
    bfl = served.bfl(key=key)
    for call in (bfl.submit(WORDS, key="1"), bfl.look(Ticket(id="1")), bfl.credits()):
        with pytest.raises(AuthExpired) as caught:
            await call
        assert key not in str(caught.value)


async def test_a_refusal_that_repeats_the_key_is_told_without_it(served: Served, bfl: Bfl) -> None:
    body = {"detail": f"unknown key {KEY}"}
    served.faults.arm(StatusFault(service="bfl", operation="submit", status=400, body=body))
    with pytest.raises(Rejected) as caught:
        await bfl.submit(WORDS, key="1")
    assert KEY not in str(caught.value)


async def test_a_moderated_order_can_be_refused_at_once(served: Served, bfl: Bfl) -> None:
    body = {"detail": "Request moderated"}
    served.faults.arm(StatusFault(service="bfl", operation="submit", status=422, body=body))
    with pytest.raises(Moderated):
        await bfl.submit(WORDS, key="1")


async def test_the_wait_after_a_429_is_told_where_the_service_tells_it(
    served: Served, bfl: Bfl
) -> None:
    served.script("submit", "429")
    with pytest.raises(RateLimited) as bare:
        await bfl.submit(WORDS, key="1")
    served.script("submit", "429 skill")
    with pytest.raises(RateLimited) as told:
        await bfl.submit(WORDS, key="1")
    assert (bare.value.retry_after_s, told.value.retry_after_s) == (None, 7)


async def test_more_jobs_than_may_be_active_are_throttled(served: Served, bfl: Bfl) -> None:
    served.script("submit", "pending=1", count=MOST_ACTIVE)
    tickets = [await bfl.submit(WORDS, key=str(n)) for n in range(MOST_ACTIVE)]
    with pytest.raises(RateLimited):
        await bfl.submit(WORDS, key="more")
    await bfl.look(tickets[0])
    await bfl.look(tickets[0])
    await bfl.submit(WORDS, key="more")


async def test_an_account_without_credits_is_told_so(served: Served, bfl: Bfl) -> None:
    served.world.credits = 0
    with pytest.raises(OutOfCredits):
        await bfl.submit(WORDS, key="1")


# Nothing is ordered twice


async def test_an_order_that_may_have_arrived_is_not_repeated(served: Served, bfl: Bfl) -> None:
    served.faults.arm(ResetAfterFault(service="bfl", operation="submit"))
    with pytest.raises(Uncertain):
        await bfl.submit(WORDS, key="1")
    assert len(served.world.jobs) == 1


async def test_an_order_behind_a_gateway_that_gave_up_is_not_repeated(
    served: Served, bfl: Bfl
) -> None:
    served.script("submit", "504 worked")
    with pytest.raises(Uncertain):
        await bfl.submit(WORDS, key="1")
    assert len(served.world.jobs) == 1


async def test_an_order_with_an_answer_that_cannot_be_read_is_uncertain(
    served: Served, bfl: Bfl
) -> None:
    served.script("submit", "unreadable")
    with pytest.raises(Uncertain):
        await bfl.submit(WORDS, key="1")
    assert served.asked("submit") == 1


async def test_an_order_that_never_arrived_is_unreachable(served: Served) -> None:
    bound = bind("127.0.0.1", 0)
    url = url_of(bound)
    bound.close()
    with pytest.raises(Unreachable):
        await served.bfl(base_url=url).submit(WORDS, key="1")


# Looks and files are asked for again


@pytest.mark.parametrize("script", ["500", "503 html", "unreadable"])
async def test_a_look_is_repeated_after_a_hiccup(served: Served, bfl: Bfl, script: str) -> None:
    ticket = await bfl.submit(WORDS, key="1")
    served.script("get_result", script, count=2)
    assert (await bfl.look(ticket)).state is JobState.DONE


async def test_a_look_is_repeated_after_a_lost_connection(served: Served, bfl: Bfl) -> None:
    ticket = await bfl.submit(WORDS, key="1")
    served.faults.arm(ResetFault(service="bfl", operation="get_result"))
    served.faults.arm(ResetAfterFault(service="bfl", operation="get_result"))
    assert (await bfl.look(ticket)).state is JobState.DONE


@pytest.mark.parametrize(("script", "error"), [("429 skill", RateLimited), ("402", OutOfCredits)])
async def test_a_look_that_is_refused_says_so(
    served: Served, bfl: Bfl, script: str, error: type[ServiceError]
) -> None:
    ticket = await bfl.submit(WORDS, key="1")
    served.script("get_result", script)
    with pytest.raises(error):
        await bfl.look(ticket)


async def test_a_file_that_was_cut_is_fetched_again(
    served: Served, bfl: Bfl, tmp_path: Path
) -> None:
    look = await done(bfl, await bfl.submit(WORDS, key="1"))
    served.faults.arm(CutFault(service="bfl", operation="sample", after_bytes=500))
    size = await bfl.fetch(look.assets[0], tmp_path / "x.jpg")
    with Image.open(tmp_path / "x.jpg") as picture:
        picture.load()
    assert size > 500


async def test_a_file_that_is_always_cut_leaves_nothing_behind(
    served: Served, bfl: Bfl, tmp_path: Path
) -> None:
    look = await done(bfl, await bfl.submit(WORDS, key="1"))
    served.faults.arm(CutFault(service="bfl", operation="sample", after_bytes=500, count=3))
    with pytest.raises(Uncertain) as caught:
        await bfl.fetch(look.assets[0], tmp_path / "x.jpg")
    assert not names_in(tmp_path)
    assert "delivery" not in str(caught.value)


async def test_an_address_ends_after_ten_minutes_and_a_look_gives_a_new_one(
    served: Served, bfl: Bfl, tmp_path: Path
) -> None:
    ticket = await bfl.submit(WORDS, key="1")
    look = await done(bfl, ticket)
    served.clock_s += SAMPLE_LIVES_S
    with pytest.raises(Rejected) as caught:
        await bfl.fetch(look.assets[0], tmp_path / "x.jpg")
    assert caught.value.code == 403
    again = await bfl.look(ticket)
    assert await bfl.fetch(again.assets[0], tmp_path / "x.jpg")


@pytest.mark.parametrize("body", ["<html>no</html>", '{"error": 1}', ""])
async def test_a_page_is_not_taken_for_a_picture(
    served: Served, bfl: Bfl, tmp_path: Path, body: str
) -> None:
    look = await done(bfl, await bfl.submit(WORDS, key="1"))
    served.faults.arm(
        StatusFault(service="bfl", operation="sample", status=200, body=body, count=3)
    )
    with pytest.raises(Broken):
        await bfl.fetch(look.assets[0], tmp_path / "x.jpg")
    assert not names_in(tmp_path)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/a.png",
        "https://127.0.0.1/a.png",
        "https://169.254.169.254/latest",
        "https://[::1]/a.png",
        "https://localhost/a.png",
        "https://2130706433/a.png",
        "file:///a",
    ],
)
async def test_nothing_is_fetched_from_where_not_everybody_may(
    bfl: Bfl, tmp_path: Path, url: str
) -> None:
    with pytest.raises(Rejected, match="not public"):
        await bfl.fetch(Asset(medium=Medium.IMAGE, url=url), tmp_path / "x")


async def test_a_file_is_not_fetched_by_way_of_a_private_address(
    served: Served, bfl: Bfl, tmp_path: Path
) -> None:
    look = await done(bfl, await bfl.submit(WORDS, key="1"))
    served.faults.arm(
        StatusFault(
            service="bfl",
            operation="sample",
            status=302,
            count=1,
            headers={"location": served.url.replace("127.0.0.1", "127.0.0.2") + "/x"},
        )
    )
    with pytest.raises(Rejected, match="not public"):
        await bfl.fetch(look.assets[0], tmp_path / "x")


async def test_a_file_may_lie_somewhere_else_by_now(
    served: Served, bfl: Bfl, tmp_path: Path
) -> None:
    look = await done(bfl, await bfl.submit(WORDS, key="1"))
    moved = {"location": look.assets[0].url}
    served.faults.arm(
        StatusFault(service="bfl", operation="sample", status=302, headers=moved, count=2)
    )
    assert await bfl.fetch(look.assets[0], tmp_path / "x")
    served.faults.arm(
        StatusFault(service="bfl", operation="sample", status=302, headers=moved, count=15)
    )
    with pytest.raises(Broken):
        await bfl.fetch(look.assets[0], tmp_path / "y")


async def test_the_credits_can_be_asked_for(served: Served, bfl: Bfl) -> None:
    before = await bfl.credits()
    await bfl.submit(WORDS, key="1")
    assert before - await bfl.credits() == 3.0
    served.script("credits", "unreadable")
    with pytest.raises(Broken):
        await bfl.credits()


async def test_neither_key_nor_addresses_are_shown(bfl: Bfl) -> None:
    ticket = await bfl.submit(WORDS, key="1")
    look = await done(bfl, ticket)
    shown = f"{bfl!r} {ticket!r} {look!r}"
    assert KEY not in shown
    assert "http" not in shown.replace(repr(bfl), "")


# Webhooks


SECRET = SecretStr("hook-secret")


async def test_an_order_with_a_webhook_can_still_be_looked_at(served: Served) -> None:
    hook = Webhook(url=f"{served.url}/nowhere", secret=SECRET)
    bfl = served.bfl(webhook=hook)
    ticket = await bfl.submit(WORDS, key="order/1")
    assert ticket.look_at.startswith(f"{served.url}/v1/get_result?id=")
    assert (await done(bfl, ticket)).state is JobState.DONE
    (job,) = served.world.jobs.values()
    assert job.order.webhook_url == f"{served.url}/nowhere/order%2F1"
    assert "hook-secret" not in repr(bfl) + repr(hook)
    assert "hook-secret" not in json.dumps([str(c.body) for c in served.calls.find()])


class Receiver:
    """Takes webhooks, as the bot does."""

    def __init__(self) -> None:
        self.url = ""
        self.calls: asyncio.Queue[tuple[Mapping[str, str], bytes]] = asyncio.Queue()

    async def take(self, request: Request) -> Response:
        self.calls.put_nowait((dict(request.headers), await request.body()))
        return Response()

    async def hint(self) -> Hint | Refused:
        async with asyncio.timeout(10):
            headers, body = await self.calls.get()
        return read_webhook(headers, body, SECRET)


@pytest_asyncio.fixture(loop_scope="module")
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    bound = bind("127.0.0.1", 0)
    receiver.url = url_of(bound)
    app = Starlette(routes=[Route("/{key}", receiver.take, methods=["POST"])])
    async with listening(app, bound):
        yield receiver


@pytest.mark.parametrize("end", ["", "moderated"])
async def test_the_service_calls_when_a_job_has_ended(
    served: Served, receiver: Receiver, end: str
) -> None:
    served.script("submit", end)
    bfl = served.bfl(webhook=Webhook(url=receiver.url, secret=SECRET))
    ticket = await bfl.submit(WORDS, key="order-1")
    assert await receiver.hint() == Hint(id=ticket.id, signed=True)
    assert (await bfl.look(ticket)).state in ENDED


async def test_a_webhook_that_comes_twice_names_the_same_job(
    served: Served, receiver: Receiver
) -> None:
    served.script("submit", "webhook=twice")
    ticket = await served.bfl(webhook=Webhook(url=receiver.url, secret=SECRET)).submit(
        WORDS, key="1"
    )
    assert [await receiver.hint(), await receiver.hint()] == [Hint(id=ticket.id, signed=True)] * 2


async def test_the_other_form_of_webhook_is_understood(served: Served, receiver: Receiver) -> None:
    served.script("submit", "webhook=field")
    ticket = await served.bfl(webhook=Webhook(url=receiver.url, secret=SECRET)).submit(
        WORDS, key="1"
    )
    assert await receiver.hint() == Hint(id=ticket.id, signed=False)


async def test_a_webhook_with_a_wrong_signature_is_refused(
    served: Served, receiver: Receiver
) -> None:
    served.script("submit", "webhook=wrong")
    await served.bfl(webhook=Webhook(url=receiver.url, secret=SECRET)).submit(WORDS, key="1")
    assert await receiver.hint() == Refused(reason="the signature is wrong")
