"""What the FLUX adapter decides without asking anybody: bodies, sizes, webhooks."""

import hashlib
import hmac
from collections.abc import Callable, Mapping

import pytest
from pydantic import SecretStr

from adapters.base import Order
from adapters.bfl import read_webhook
from adapters.bfl_models import MODELS, body_of, model_named, size_for
from adapters.hints import Hint, Refused


def order(**fields: object) -> Order:
    given: dict[str, object] = {"task": "image", "prompt": "a cat", **fields}
    return Order(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "ratio", ["21:9", "16:9", "3:2", "4:3", "1:1", "4:5", "2:3", "9:16", "9:21"]
)
@pytest.mark.parametrize("model", [name for name, model in MODELS.items() if model.side])
def test_a_size_fits_its_model_and_is_close_to_the_ratio(model: str, ratio: str) -> None:
    side = MODELS[model].side
    assert side
    size = size_for(ratio, side)
    wide, tall = map(int, ratio.split(":"))
    assert size.width / size.height == pytest.approx(wide / tall, rel=0.04)
    body = body_of(order(ratio=ratio), model_named(model), [])
    assert (body["width"], body["height"]) == (size.width, size.height)
    assert side.read(str(size.width)) == size.width
    assert side.read(str(size.height)) == size.height


def test_the_body_of_the_workflow_that_people_copy_is_legal() -> None:
    extra = {
        "width": "768",
        "height": "1024",
        "safety_tolerance": "2",
        "output_format": "jpeg",
        "prompt_upsampling": "false",
    }
    body = body_of(order(seed=42, extra=extra), model_named("flux-pro-1.1"), [])
    assert body == {
        "prompt": "a cat",
        "seed": 42,
        "width": 768,
        "height": 1024,
        "safety_tolerance": 2,
        "output_format": "jpeg",
        "prompt_upsampling": False,
    }


# Webhooks


SECRET = SecretStr("hook-secret")


def signed(body: bytes, secret: str = SECRET.get_secret_value()) -> Mapping[str, str]:
    due = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return {"X-BFL-Signature": f"sha256={due}"}


def test_a_signed_webhook_is_a_signed_hint() -> None:
    body = b'{"id": "7-a", "status": "Ready", "result": {"sample": "https://x"}}'
    assert read_webhook(signed(body), body, SECRET) == Hint(id="7-a", signed=True)


def test_a_webhook_without_signature_is_a_hint_that_nobody_signed() -> None:
    body = b'{"task_id": "7-a", "status": "SUCCESS"}'
    assert read_webhook({}, body, SECRET) == Hint(id="7-a", signed=False)


@pytest.mark.parametrize("change", [str.upper, str.strip, lambda s: s.removeprefix("sha256=")])
def test_a_signature_may_be_written_in_other_ways(change: Callable[[str], str]) -> None:
    body = b'{"id": "1"}'
    signature = change(signed(body)["X-BFL-Signature"])
    assert read_webhook({"x-bfl-signature": signature}, body, SECRET) == Hint(id="1", signed=True)


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        (signed(b'{"id": "1"}', "another"), b'{"id": "1"}'),
        (signed(b'{"id": "1"}'), b'{"id": "2"}'),
        ({"X-BFL-Signature": ""}, b'{"id": "1"}'),
        ({"X-BFL-Signature": "sha256=é"}, b'{"id": "1"}'),
        ({}, b""),
        ({}, b"[]"),
        ({}, b"\xff"),
        ({}, b"[" * 100_000),
        ({}, b'{"id": 1}'),
        ({}, b'{"id": ""}'),
        ({}, b'{"id": "a\\nb"}'),
        ({}, b'{"id": "' + b"x" * 300_000 + b'"}'),
    ],
)
def test_a_call_that_is_not_theirs_is_refused(headers: Mapping[str, str], body: bytes) -> None:
    assert isinstance(read_webhook(headers, body, SECRET), Refused)
