"""Whatever an answer holds, the adapters make a look or an error of ours of it."""

import json

import httpx
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue, SecretStr, ValidationError

from adapters.base import ENDED, Look, Ticket
from adapters.rapid_runway import RapidRunway
from adapters.runway import Runway
from adapters.runway_border import Created, Task, look_of, refusal
from wire.errors import ServiceError
from wire.redact import Redactor

SECRETS = Redactor(["key_secret"])
leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.just(10**400)
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(("SUCCEEDED", "FAILED", "success", "failed", "001", "https://a.example/x"))
)
anything = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
tasks = st.fixed_dictionaries(
    {"status": st.sampled_from(("SUCCEEDED", "FAILED", "RUNNING", "CANCELLED", "ODD"))},
    optional={
        "progress": anything,
        "output": anything,
        "failure": anything,
        "failureCode": anything,
        "cost": anything,
        "estimatedCost": anything,
        "id": anything,
    },
)
refusals = st.fixed_dictionaries(
    {},
    optional={
        "error": anything,
        "message": anything,
        "issues": anything,
        "code": anything,
        "failureCode": anything,
        "detail": anything,
    },
)
statuses = st.fixed_dictionaries(
    {},
    optional={
        "status": st.sampled_from(("success", "failed", "in queue", "odd", "", None, 3)),
        "progress": anything,
        "url": anything,
        "code": anything,
        "error_code": anything,
        "message": anything,
        "error": anything,
    },
)


class Says(httpx.AsyncBaseTransport):
    """A service that gives one answer to everything; a port for each would take too long."""

    def __init__(self, status: int, body: JsonValue) -> None:
        self._status = status
        self._body = body

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return httpx.Response(self._status, content=json.dumps(self._body).encode())


@given(tasks)
def test_every_task_is_a_look(told: dict[str, JsonValue]) -> None:
    look = look_of(Task.model_validate(told), call="image_to_video", secrets=SECRETS)
    assert isinstance(look, Look)
    assert look.percent is None or 0 <= look.percent <= 100
    assert (look.failure is not None) == (look.state == "failed")
    assert bool(look.assets) == (look.state == "done")


@given(anything)
def test_every_cost_is_an_amount_or_nothing(cost: JsonValue) -> None:
    estimate = Created.model_validate({"id": "x", "estimatedCost": cost}).estimate
    assert estimate is None or estimate >= 0


@given(refusals | anything, st.sampled_from((400, 401, 403, 404, 418, 422, 429, 500, 503)))
def test_every_refusal_is_an_error_of_ours(body: JsonValue, status: int) -> None:
    request = httpx.Request("POST", "https://api.example/v1/x")
    content = json.dumps(body).encode()
    error = refusal(httpx.Response(status, content=content, request=request), SECRETS)
    assert isinstance(error, ServiceError)
    assert len(str(error)) < 500


@given(statuses | refusals | anything, st.sampled_from((200, 200, 400, 429, 500)))
async def test_every_answer_of_the_reseller_is_a_look_or_an_error(
    body: JsonValue, status: int
) -> None:
    async with httpx.AsyncClient(transport=Says(status, body)) as http:
        reseller = RapidRunway(http=http, key=SecretStr("key_secret"))
        try:
            look = await reseller.look(Ticket(id="x"))
        except ServiceError:
            return
    assert (look.failure is not None) == (look.state == "failed")
    assert bool(look.assets) == (look.state == "done")
    assert look.state in ENDED or look.percent is None or 0 <= look.percent <= 100


@given(anything | tasks)
async def test_every_answer_of_the_service_is_a_look_or_an_error(body: JsonValue) -> None:
    async with httpx.AsyncClient(transport=Says(200, body)) as http:
        runway, seen = Runway(http=http, key=SecretStr("key_secret")), None
        try:
            assert isinstance(await runway.look(Ticket(id="x")), Look)
            await runway.organization()
        except ServiceError as exc:
            seen = exc.__cause__
        # The cause would show the answer, with its signed addresses.
        assert not isinstance(seen, ValidationError)
