"""The FLUX adapter for RapidAPI against the sandbox's product, over real local sockets."""

import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
import stamina
from PIL import Image
from pydantic import SecretStr

from adapters.base import Failure, JobState, Maker, Order, Ticket
from adapters.rapid_flux import HOST, Quota, RapidFlux
from sandbox.faults import (
    BackendFault,
    CallLog,
    CutFault,
    Faults,
    ResetAfterFault,
    StallFault,
    StatusFault,
)
from sandbox.listen import bind, listening, url_of
from sandbox.rapidapi.flux import HOST as HOST_OF_THE_SANDBOX
from sandbox.rapidapi.flux import KEY, World, create_app
from wire.errors import (
    AuthExpired,
    Broken,
    JobFailed,
    OutOfCredits,
    PlanBlocked,
    RateLimited,
    Rejected,
    ServiceError,
    Uncertain,
    Unreachable,
)
from wire.http import new_client

# One server for all: to start and end one takes longer than most tests.
pytestmark = pytest.mark.asyncio(loop_scope="module")

WORDS = Order(task="image", prompt="a lighthouse at night", ratio="9:16")


@dataclass(kw_only=True)
class Served:
    """The sandbox, and what a test may do with it."""

    url: str
    world: World
    faults: Faults
    calls: CallLog
    http: httpx.AsyncClient

    def script(self, operation: str, value: str, count: int = 1) -> None:
        self.faults.arm(
            BackendFault(service="rapid_flux", operation=operation, value=value, count=count)
        )

    def flux(self, *, key: str = KEY, base_url: str = "", answer_s: float = 20) -> RapidFlux:
        return RapidFlux(
            http=self.http, key=SecretStr(key), base_url=base_url or self.url, answer_s=answer_s
        )

    def orders(self) -> int:
        return len(self.calls.find(service="rapid_flux", operation="quick"))


@pytest.fixture(autouse=True)
def _no_waiting_between_tries() -> Iterator[None]:
    with stamina.set_testing(True, attempts=3):
        yield


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def running() -> AsyncIterator[Served]:
    bound = bind("127.0.0.1", 0)
    faults, calls = Faults(), CallLog()
    app = create_app(public_url=url_of(bound), faults=faults, calls=calls, pace=0)
    async with listening(app, bound), new_client() as http:
        yield Served(
            url=url_of(bound), world=app.state.world, faults=faults, calls=calls, http=http
        )


@pytest.fixture
def served(running: Served) -> Iterator[Served]:
    running.world.forget()
    running.calls.clear()
    yield running
    unmet = running.faults.unmet()
    running.faults.disarm_all()
    assert unmet == ()
    assert running.world.keys_at_images == 0


@pytest.fixture
def flux(served: Served) -> RapidFlux:
    return served.flux()


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def test_words_become_pictures_at_once(flux: RapidFlux, tmp_path: Path) -> None:
    maker: Maker = flux
    ticket = await maker.submit(WORDS, key="order-1")
    assert ticket.id == "order-1"
    look = await maker.look(ticket)
    assert (look.state, len(look.assets)) == (JobState.DONE, 2)
    for number, asset in enumerate(look.assets):
        await maker.fetch(asset, tmp_path / str(number))
        with Image.open(tmp_path / str(number)) as picture:
            assert picture.size == (768, 1344)


async def test_a_kept_ticket_is_enough_after_a_restart(served: Served, tmp_path: Path) -> None:
    ticket = await served.flux().submit(WORDS, key="1")
    kept = json.dumps({"id": ticket.id, "look_at": ticket.look_at})
    look = await served.flux().look(Ticket(**json.loads(kept)))
    assert await served.flux().fetch(look.assets[1], tmp_path / "x") > 1000
    assert served.orders() == 1


@pytest.mark.parametrize("script", ["form_b", "thumbs", "form_b thumbs"])
async def test_every_form_of_the_answer_is_read(
    served: Served, flux: RapidFlux, script: str, tmp_path: Path
) -> None:
    served.script("quick", script)
    look = await flux.look(await flux.submit(WORDS, key="1"))
    assert len(look.assets) == 2
    assert await flux.fetch(look.assets[0], tmp_path / "x")


@pytest.mark.parametrize("ratio", ["", "1:1", "9:16", "16:9"])
async def test_every_size_and_style_is_ordered_as_the_product_takes_it(
    served: Served, flux: RapidFlux, ratio: str
) -> None:
    order = Order(task="image", prompt=" a cat ", ratio=ratio, extra={"style_id": "17"})
    await flux.submit(order, key="1")
    (call,) = served.calls.find(operation="quick")
    size = ratio.replace(":", "-") or "1-1"
    assert call.body == {"prompt": "a cat", "style_id": 17, "size": size}


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"task": "video"}, "no task"),
        ({"prompt": " "}, "characters"),
        ({"prompt": "x" * 2001}, "characters"),
        ({"prompt": "\ud83d"}, "half of a character"),
        ({"ratio": "4:3"}, "ratio"),
        ({"model": "sdxl"}, "models"),
        ({"images": ("a.png",)}, "words only"),
        ({"seconds": 5}, "words only"),
        ({"extra": {"steps": "3"}}, "no field"),
        ({"extra": {"style_id": "0"}}, "style_id"),
        ({"extra": {"style_id": "four"}}, "style_id"),
        ({"extra": {"style_id": "²"}}, "style_id"),
        ({"extra": {"style_id": "9" * 5000}}, "style_id"),
        ({"extra": {"style_id": "0000000001234"}}, "style_id"),
        ({"extra": {"style_id": ""}}, "style_id"),
    ],
)
async def test_an_order_that_does_not_fit_is_never_sent(
    served: Served, flux: RapidFlux, fields: dict[str, object], told: str
) -> None:
    given: dict[str, object] = {"task": "image", "prompt": "a cat", **fields}
    with pytest.raises(Rejected, match=told):
        await flux.submit(Order(**given), key="1")  # type: ignore[arg-type]
    assert served.orders() == 0


@pytest.mark.parametrize("form", ["", " html"])
@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, Rejected),
        (401, AuthExpired),
        (403, PlanBlocked),
        (404, Rejected),
        (429, RateLimited),
        (500, Broken),
        (502, Broken),
        (503, Broken),
        (504, Uncertain),
        (524, Uncertain),
        (302, Broken),
        (599, Broken),
    ],
)
async def test_every_refusal_of_the_gateway_is_told_by_what_may_be_done_next(
    served: Served, flux: RapidFlux, status: int, error: type[ServiceError], form: str
) -> None:
    served.script("quick", f"{status}{form}")
    with pytest.raises(error) as caught:
        await flux.submit(WORDS, key="1")
    assert type(caught.value) is error
    assert served.orders() == 1


async def test_a_rate_limit_says_how_long_to_wait(served: Served, flux: RapidFlux) -> None:
    served.script("quick", "429")
    with pytest.raises(RateLimited) as caught:
        await flux.submit(WORDS, key="1")
    assert caught.value.retry_after_s == 86_400


async def test_a_retry_after_is_believed_before_the_end_of_the_quota(
    served: Served, flux: RapidFlux
) -> None:
    headers = {"retry-after": "3", "x-ratelimit-requests-reset": "86400"}
    served.faults.arm(
        StatusFault(
            service="rapid_flux",
            operation="quick",
            status=429,
            body={"message": "Too many requests"},
            headers=headers,
        )
    )
    with pytest.raises(RateLimited) as caught:
        await flux.submit(WORDS, key="1")
    assert caught.value.retry_after_s == 3


async def test_a_quota_that_is_used_up_is_like_credits(served: Served, flux: RapidFlux) -> None:
    served.script("quick", "429 quota")
    with pytest.raises(OutOfCredits, match="MONTHLY quota"):
        await flux.submit(WORDS, key="1")


async def test_the_quota_is_known_after_each_call(served: Served, flux: RapidFlux) -> None:
    assert flux.quota is None
    await flux.submit(WORDS, key="1")
    assert flux.quota == Quota(limit=1000, remaining=999, reset_s=86_400)
    served.script("quick", "401")
    with pytest.raises(AuthExpired):
        await flux.submit(WORDS, key="2")
    assert flux.quota == Quota(limit=1000, remaining=999, reset_s=86_400)


async def test_a_wrong_key_is_told_without_it(served: Served) -> None:
    with pytest.raises(AuthExpired) as caught:
        await served.flux(key="wrong-key").submit(WORDS, key="1")
    assert "wrong-key" not in str(caught.value)


@pytest.mark.parametrize(
    ("script", "error", "told"),
    [
        ("empty", JobFailed, "no picture"),
        ("private", JobFailed, "no picture"),
        ("unreadable", Broken, "text/html where JSON was due"),
        ("strange", Broken, "it has status, data"),
    ],
)
async def test_a_200_without_pictures_is_an_error(
    served: Served, flux: RapidFlux, script: str, error: type[ServiceError], told: str
) -> None:
    served.script("quick", script)
    with pytest.raises(error, match=told):
        await flux.submit(WORDS, key="1")
    assert served.orders() == 1


@pytest.mark.parametrize(
    "body", ["[]", "3", '{"result": []}', '{"result": {"data": {"results": {}}}}', "null"]
)
async def test_a_body_of_another_form_is_an_error(
    served: Served, flux: RapidFlux, body: str
) -> None:
    served.faults.arm(StatusFault(service="rapid_flux", operation="quick", status=200, body=body))
    with pytest.raises(Broken):
        await flux.submit(WORDS, key="1")


async def test_the_gateways_message_in_a_200_is_told(served: Served, flux: RapidFlux) -> None:
    body = {"message": f"over capacity {KEY}"}
    served.faults.arm(StatusFault(service="rapid_flux", operation="quick", status=200, body=body))
    with pytest.raises(Broken, match="over capacity") as caught:
        await flux.submit(WORDS, key="1")
    assert KEY not in str(caught.value)


async def test_an_order_that_may_have_arrived_is_not_repeated(
    served: Served, flux: RapidFlux
) -> None:
    served.faults.arm(ResetAfterFault(service="rapid_flux", operation="quick"))
    with pytest.raises(Uncertain):
        await flux.submit(WORDS, key="1")
    assert served.world.made == 1


async def test_an_order_that_takes_too_long_is_uncertain(served: Served) -> None:
    served.faults.arm(StallFault(service="rapid_flux", operation="quick", seconds=1))
    with pytest.raises(Uncertain):
        await served.flux(answer_s=0.05).submit(WORDS, key="1")
    assert served.orders() == 1


async def test_an_order_that_never_arrived_is_unreachable(served: Served) -> None:
    bound = bind("127.0.0.1", 0)
    url = url_of(bound)
    bound.close()
    with pytest.raises(Unreachable):
        await served.flux(base_url=url).submit(WORDS, key="1")


@pytest.mark.parametrize("look_at", ["", "[]", "{}", "https://example.com/x", "[1]", "null"])
async def test_a_ticket_without_addresses_is_a_failure(flux: RapidFlux, look_at: str) -> None:
    look = await flux.look(Ticket(id="1", look_at=look_at))
    assert (look.state, look.failure) == (JobState.FAILED, Failure.UNKNOWN)


async def test_a_picture_is_fetched_again_after_a_cut(
    served: Served, flux: RapidFlux, tmp_path: Path
) -> None:
    look = await flux.look(await flux.submit(WORDS, key="1"))
    served.faults.arm(CutFault(service="rapid_flux", operation="image", after_bytes=100))
    served.script("image", "503")
    assert await flux.fetch(look.assets[0], tmp_path / "x") > 100


@pytest.mark.parametrize(("status", "error"), [(404, Rejected), (429, RateLimited), (500, Broken)])
async def test_a_picture_that_is_not_given_leaves_nothing_behind(
    served: Served, flux: RapidFlux, tmp_path: Path, status: int, error: type[ServiceError]
) -> None:
    look = await flux.look(await flux.submit(WORDS, key="1"))
    served.script("image", str(status), count=3 if status == 500 else 1)
    with pytest.raises(error) as caught:
        await flux.fetch(look.assets[0], tmp_path / "x")
    assert not names_in(tmp_path)
    assert "images/" not in str(caught.value)


async def test_neither_key_nor_addresses_are_shown(flux: RapidFlux) -> None:
    ticket = await flux.submit(WORDS, key="1")
    shown = f"{ticket!r} {await flux.look(ticket)!r} {flux!r}"
    assert KEY not in shown
    assert "images/" not in shown


async def test_cancelling_does_nothing(flux: RapidFlux) -> None:
    ticket = await flux.submit(WORDS, key="1")
    await flux.cancel(ticket)
    assert (await flux.look(ticket)).state is JobState.DONE


async def test_both_sides_know_the_product_by_the_same_host() -> None:
    assert HOST == HOST_OF_THE_SANDBOX
