"""Random weather: drawn by a seed, counted, and over when it is told to be."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from sandbox.control import create_app
from sandbox.faults import BackendFault, CallLog, Faults
from sandbox.listen import bind, listening, url_of
from sandbox.nemo import app as nemo_app
from sandbox.nemo.accounts import REGISTERED_TOKEN

CREDITS = "/api/credits/balance/simple"


@pytest.fixture
async def nemo(tmp_path: Path, faults: Faults, calls: CallLog) -> AsyncIterator[httpx.AsyncClient]:
    """NemoVideo, and at `/control` its control address."""
    bound, steering = bind("127.0.0.1", 0), bind("127.0.0.1", 0)
    app = nemo_app.create_app(
        public_url=url_of(bound), folder=tmp_path / "nemo", faults=faults, calls=calls, pace=0
    )
    control = create_app(faults=faults, calls=calls, services={"nemo": app.state.control})
    headers = {"Authorization": f"Bearer {REGISTERED_TOKEN}", "X-Control": url_of(steering)}
    async with (
        listening(app, bound),
        listening(control, steering),
        httpx.AsyncClient(base_url=url_of(bound), headers=headers) as client,
    ):
        yield client


def control_of(nemo: httpx.AsyncClient) -> str:
    return nemo.headers["X-Control"]


async def begin(nemo: httpx.AsyncClient, **forecast: object) -> httpx.Response:
    return await nemo.post(f"{control_of(nemo)}/weather", json=forecast)


async def outlook(nemo: httpx.AsyncClient) -> dict[str, Any]:
    seen: dict[str, Any] = (await nemo.get(f"{control_of(nemo)}/weather")).json()
    return seen


async def ask(nemo: httpx.AsyncClient, times: int) -> list[int | str]:
    seen: list[int | str] = []
    for _ in range(times):
        try:
            seen.append((await nemo.get(CREDITS)).status_code)
        except httpx.TransportError as exc:
            seen.append(type(exc).__name__)
    return seen


async def test_the_same_seed_brings_the_same_weather(nemo: httpx.AsyncClient) -> None:
    await begin(nemo, seed=7, rate=0.4)
    first = await ask(nemo, 40)
    drawn = (await outlook(nemo))["drawn"]
    await begin(nemo, seed=7, rate=0.4)
    await nemo.post("/api/tasks/me/with-session/nemo_agent", json={})
    assert await ask(nemo, 40) == first
    assert (await outlook(nemo))["drawn"]["credits"] == drawn["credits"]
    await begin(nemo, seed=8, rate=0.4)
    assert await ask(nemo, 40) != first


async def test_the_weather_counts_what_it_drew(nemo: httpx.AsyncClient) -> None:
    await begin(nemo, seed=1, rate=0.5, operations=["credits"], faults=["503", "reset"])
    seen = await ask(nemo, 30)
    now = await outlook(nemo)
    assert now["on"] is True
    assert now["calls"] == {"credits": 30}
    assert now["drawn"]["credits"] == {"503": seen.count(503), "reset": seen.count("ReadError")}
    assert 8 < seen.count(200) < 22


async def test_weather_ends_and_its_books_stay(nemo: httpx.AsyncClient) -> None:
    await begin(nemo, rate=1, operations=["credits"], faults=["503"])
    assert await ask(nemo, 2) == [503, 503]
    await nemo.delete(f"{control_of(nemo)}/weather")
    assert await ask(nemo, 2) == [200, 200]
    ended = await outlook(nemo)
    assert (ended["on"], ended["drawn"]) == (False, {"credits": {"503": 2}})
    await nemo.post(f"{control_of(nemo)}/reset")
    assert await outlook(nemo) == {"on": False}


async def test_only_the_chosen_operations_have_weather(nemo: httpx.AsyncClient) -> None:
    await begin(nemo, rate=1, operations=["state", "run_sse"])
    assert await ask(nemo, 5) == [200] * 5
    assert (await outlook(nemo))["calls"] == {}


async def test_what_is_armed_comes_before_the_weather(
    nemo: httpx.AsyncClient, faults: Faults
) -> None:
    await begin(nemo, rate=1, operations=["credits"], faults=["503"])
    faults.arm(BackendFault(service="nemo", operation="credits", value="500"))
    assert await ask(nemo, 3) == [500, 503, 503]
    assert (await outlook(nemo))["calls"] == {"credits": 2}


@pytest.mark.parametrize(
    ("forecast", "complaint"),
    [
        ({"rate": 1.5}, "rate"),
        ({"sead": 7}, "sead"),
        ({"operations": ["dance"]}, "dance"),
        ({"operations": ["credits"], "faults": ["sielnt"]}, "sielnt"),
        ({"faults": ["503"]}, "operations"),
        ({"service": "mars", "operations": ["credits"]}, "credits"),
    ],
)
async def test_weather_that_cannot_be_made_is_refused(
    nemo: httpx.AsyncClient, forecast: dict[str, object], complaint: str
) -> None:
    answer = await begin(nemo, **forecast)
    assert answer.status_code == 400
    assert complaint in answer.json()["error"]


async def test_a_fault_that_nemo_cannot_act_out_is_not_armed(nemo: httpx.AsyncClient) -> None:
    fault = {"service": "nemo", "operation": "run_sse", "kind": "backend", "value": "slient"}
    answer = await nemo.post(f"{control_of(nemo)}/faults", json=fault)
    assert answer.status_code == 400
    assert "slient" in answer.json()["error"]


async def test_the_books_are_at_the_control_address(nemo: httpx.AsyncClient) -> None:
    await nemo.post("/api/auth/anonymous-token", headers={"X-Client-Id": "ann"})
    books = (await nemo.get(f"{control_of(nemo)}/books")).json()
    assert books["nemo"]["tokens"] == {"ann": 1}
