"""The sandbox's Black Forest Labs keeps the rules of its contract."""

import asyncio
import base64
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import httpx
import pytest
import pytest_asyncio
from PIL import Image

from sandbox.bfl.app import MENU, check, create_app
from sandbox.bfl.orders import MODELS
from sandbox.bfl.world import KEY, MOST_ACTIVE, MOST_ACTIVE_OF, READY_S, World
from sandbox.control import Service
from sandbox.faults import BackendFault, CallLog, Faults
from sandbox.listen import bind, listening, url_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

Json = dict[str, Any]


@dataclass(kw_only=True)
class Visited:
    """The sandbox, and a visitor who speaks plain HTTP."""

    http: httpx.AsyncClient
    world: World
    faults: Faults
    control: Service
    clock_s: float = 0.0

    async def order(self, model: str = "flux-pro-1.1", **body: object) -> httpx.Response:
        return await self.http.post(f"/v1/{model}", json={"prompt": "hills", **body})

    async def result(self, job: Json) -> Json:
        answer = await self.http.get(job["polling_url"])
        assert answer.status_code == 200
        body: Json = answer.json()
        return body

    def script(self, operation: str, value: str) -> None:
        check(operation, value)
        self.faults.arm(BackendFault(service="bfl", operation=operation, value=value))


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def running() -> AsyncIterator[Visited]:
    bound = bind("127.0.0.1", 0)
    faults = Faults()
    clock: list[Visited] = []
    app = create_app(
        public_url=url_of(bound),
        faults=faults,
        calls=CallLog(),
        pace=1,
        now=lambda: 1_800_000_000.0 + (clock[0].clock_s if clock else 0.0),
    )
    async with (
        listening(app, bound),
        httpx.AsyncClient(
            base_url=url_of(bound), headers={"x-key": KEY}, trust_env=False, timeout=30
        ) as http,
    ):
        visited = Visited(
            http=http, world=app.state.world, faults=faults, control=app.state.control
        )
        clock.append(visited)
        yield visited


@pytest.fixture
def visited(running: Visited) -> Iterator[Visited]:
    running.control.reset()
    running.clock_s = 0
    yield running
    unmet = running.faults.unmet()
    running.faults.disarm_all()
    assert unmet == ()


async def test_a_job_is_ready_after_its_time(visited: Visited) -> None:
    job = (await visited.order()).json()
    assert set(job) == {"id", "polling_url", "cost", "input_mp", "output_mp"}
    first = await visited.result(job)
    assert (first["status"], first["progress"], first["result"]) == ("Pending", 0, None)
    visited.clock_s = READY_S / 2
    assert (await visited.result(job))["progress"] == 0.5
    visited.clock_s = READY_S
    last = await visited.result(job)
    assert last["status"] == "Ready"
    assert set(last["result"]) > {"sample", "prompt", "seed"}


async def test_the_picture_has_the_ordered_size_and_form(visited: Visited) -> None:
    job = (await visited.order(width=768, height=1024, seed=42, output_format="webp")).json()
    visited.clock_s = READY_S
    sample = (await visited.result(job))["result"]["sample"]
    answer = await httpx_get(sample)
    with Image.open(BytesIO(answer.content)) as picture:
        assert (picture.size, picture.format) == ((768, 1024), "WEBP")
    assert answer.headers["content-type"] == "image/webp"


async def httpx_get(url: str, **headers: str) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False) as bare:
        return await bare.get(url, headers=headers)


async def test_a_signed_address_ends_and_cannot_be_changed(visited: Visited) -> None:
    job = (await visited.order()).json()
    visited.clock_s = READY_S
    sample = (await visited.result(job))["result"]["sample"]
    assert (await httpx_get(sample)).status_code == 200
    assert (await httpx_get(sample.replace("se=18", "se=19"))).status_code == 403
    assert (await httpx_get(sample + "0")).status_code == 403
    assert (await httpx_get(sample.partition("?")[0])).status_code == 403
    visited.clock_s += 600
    assert (await httpx_get(sample)).status_code == 403


async def test_a_key_at_the_delivery_host_is_refused_and_counted(visited: Visited) -> None:
    job = (await visited.order()).json()
    visited.clock_s = READY_S
    sample = (await visited.result(job))["result"]["sample"]
    assert (await visited.http.get(sample)).status_code == 400
    assert visited.world.books()["keys_at_delivery"] == 1


WRONG_BODIES: list[tuple[str, Json, list[str]]] = [
    ("flux-pro-1.1", {"width": 1000}, ["body", "width"]),
    ("flux-pro-1.1", {"width": 224}, ["body", "width"]),
    ("flux-pro-1.1", {"height": 1472}, ["body", "height"]),
    ("flux-pro-1.1", {"height": "768"}, ["body", "height"]),
    ("flux-pro-1.1", {"seed": -1}, ["body", "seed"]),
    ("flux-pro-1.1", {"seed": "42"}, ["body", "seed"]),
    ("flux-pro-1.1", {"safety_tolerance": 7}, ["body", "safety_tolerance"]),
    ("flux-pro-1.1", {"output_format": "gif"}, ["body", "output_format"]),
    ("flux-pro-1.1", {"prompt_upsampling": "false"}, ["body", "prompt_upsampling"]),
    ("flux-pro-1.1", {"webhook_url": ""}, ["body", "webhook_url"]),
    ("flux-pro-1.1", {"webhook_url": "http://e.com/" + "x" * 2083}, ["body", "webhook_url"]),
    ("flux-pro-1.1", {"image_prompt": "https://e.com/a.png"}, ["body", "image_prompt"]),
    ("flux-pro-1.1", {"aspect_ratio": "1:1"}, ["body", "aspect_ratio"]),
    ("flux-pro-1.1-ultra", {"image_prompt_strength": 2.0}, ["body", "image_prompt_strength"]),
    ("flux-kontext-pro", {"prompt": ""}, ["body", "prompt"]),
    ("flux-kontext-pro", {"width": 1024}, ["body", "width"]),
    ("flux-kontext-pro", {"aspect_ratio": "wide"}, ["body", "aspect_ratio"]),
    ("flux-kontext-pro", {"input_image": "data:image/png;base64,AA"}, ["body", "input_image"]),
    ("flux-kontext-pro", {"input_image_5": "AAAA"}, ["body", "input_image_5"]),
    ("flux-2-pro", {"safety_tolerance": 6}, ["body", "safety_tolerance"]),
    ("flux-2-pro", {"width": 72}, ["body", "width"]),
    ("flux-2-pro", {"width": 32, "height": 64}, ["body", "width"]),
    ("flux-2-pro", {"width": 4096, "height": 2048}, ["body", "width"]),
    ("flux-2-pro", {"guidance": 3}, ["body", "guidance"]),
    ("flux-2-flex", {"guidance": 11}, ["body", "guidance"]),
    ("flux-2-flex", {"steps": 51}, ["body", "steps"]),
    ("flux-2-klein-4b", {"input_image_5": "AAAA"}, ["body", "input_image_5"]),
]


@pytest.mark.parametrize(("model", "body", "loc"), WRONG_BODIES)
async def test_a_body_that_does_not_fit_names_its_field(
    visited: Visited, model: str, body: Json, loc: list[str]
) -> None:
    answer = await visited.order(model, **body)
    assert answer.status_code == 422
    (error,) = answer.json()["detail"]
    assert error["loc"] == loc
    assert set(error) == {"loc", "msg", "type"}
    assert visited.world.jobs == {}


@pytest.mark.parametrize("model", MODELS)
async def test_every_model_takes_an_order_of_words_alone(visited: Visited, model: str) -> None:
    assert (await visited.order(model)).status_code == 200


async def test_a_body_that_is_no_json_is_refused(visited: Visited) -> None:
    form = await visited.http.post("/v1/flux-pro-1.1", data={"prompt": "x"})
    head = {"content-type": "application/json"}
    torn = await visited.http.post("/v1/flux-pro-1.1", content=b'{"prompt"', headers=head)
    assert (form.status_code, torn.status_code) == (422, 422)
    assert (await visited.order("flux-9")).status_code == 404
    assert (await visited.http.get("/v1/flux-pro-1.1")).status_code == 405


@pytest.mark.parametrize(
    ("key", "status", "detail"),
    [
        (None, 403, "Not authenticated"),
        ("another-sandbox-key", 403, "Not authenticated - Invalid Authentication"),
        ("sk_odd", 422, "The API key is malformed"),
    ],
)
async def test_a_key_is_asked_for(
    visited: Visited, key: str | None, status: int, detail: str
) -> None:
    headers = {} if key is None else {"x-key": key}
    async with httpx.AsyncClient(base_url=visited.http.base_url, trust_env=False) as http:
        for answer in (
            await http.post("/v1/flux-pro-1.1", json={"prompt": "x"}, headers=headers),
            await http.get("/v1/get_result", params={"id": "1"}, headers=headers),
            await http.get("/v1/credits", headers=headers),
        ):
            assert (answer.status_code, answer.json()) == (status, {"detail": detail})


@pytest.mark.parametrize("query", ["", "?id=", "?id=nobody"])
async def test_a_job_that_is_not_there_is_told_with_200(visited: Visited, query: str) -> None:
    answer = await visited.http.get(f"/v1/get_result{query}")
    assert (answer.status_code, answer.json()["status"]) == (200, "Task not found")


@pytest.mark.parametrize(
    ("model", "most"), [("flux-pro-1.1", MOST_ACTIVE), *MOST_ACTIVE_OF.items()]
)
async def test_so_many_jobs_may_be_active(visited: Visited, model: str, most: int) -> None:
    for _ in range(most):
        assert (await visited.order(model)).status_code == 200
    assert (await visited.order(model)).status_code == 429
    visited.clock_s = READY_S
    assert (await visited.order(model)).status_code == 200


async def test_each_job_costs_and_an_empty_account_is_told_so(visited: Visited) -> None:
    await visited.order("flux-pro-1.1")
    assert (await visited.http.get("/v1/credits")).json() == {"credits": 100_000 - 4.0}
    visited.world.credits = 0
    assert (await visited.order()).status_code == 402
    assert visited.world.books()["charged"] == 4.0


async def test_a_picture_is_changed_and_keeps_its_size(visited: Visited) -> None:
    out = BytesIO()
    Image.new("RGB", (300, 200), "teal").save(out, "PNG")
    picture = base64.b64encode(out.getvalue()).decode()
    job = (await visited.order("flux-kontext-pro", input_image=picture)).json()
    visited.clock_s = READY_S
    answer = await httpx_get((await visited.result(job))["result"]["sample"])
    with Image.open(BytesIO(answer.content)) as changed:
        assert changed.size == (300, 200)


async def test_what_is_no_picture_cannot_be_changed(visited: Visited) -> None:
    job = (await visited.order("flux-kontext-pro", input_image="AAAA")).json()
    visited.clock_s = READY_S
    answer = await httpx_get((await visited.result(job))["result"]["sample"])
    assert answer.status_code == 404


async def test_an_order_with_a_webhook_has_no_address_to_look_at(visited: Visited) -> None:
    job = (await visited.order(webhook_url="http://127.0.0.1:9/x", webhook_secret="s")).json()
    assert set(job) == {"id", "status", "webhook_url", "cost", "input_mp", "output_mp"}


@pytest.mark.parametrize("value", [value for _, values in MENU.items() for value in values])
async def test_everything_on_the_menu_can_be_acted_out(value: str) -> None:
    if value not in ("reset", "reset_after"):
        operations = [name for name, values in MENU.items() if value in values]
        for operation in operations:
            check(operation, value)


@pytest.mark.parametrize(
    ("operation", "value"),
    [
        ("submit", "nonsense"),
        ("submit", "pending"),
        ("submit", "pending=many"),
        ("submit", "webhook=odd"),
        ("submit", "402 403"),
        ("submit", "99"),
        ("get_result", "moderated"),
        ("delete", "402"),
    ],
)
async def test_a_script_that_makes_no_sense_is_refused(operation: str, value: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        check(operation, value)


async def test_each_refusal_has_the_form_that_was_scripted(visited: Visited) -> None:
    forms = []
    for value in ("402", "402 skill", "402 html", "422", "422 key"):
        visited.script("submit", value)
        forms.append(await visited.order())
    detail, skill, page, fields, text = forms
    assert set(detail.json()) == {"detail"}
    assert set(skill.json()) == {"error", "message", "details", "retry_after"}
    assert page.headers["content-type"].startswith("text/html")
    assert isinstance(fields.json()["detail"], list)
    assert isinstance(text.json()["detail"], str)


async def test_jobs_are_forgotten_on_a_reset(visited: Visited) -> None:
    job = (await visited.order()).json()
    visited.control.reset()
    assert (await visited.result(job))["status"] == "Task not found"
    await asyncio.sleep(0)
