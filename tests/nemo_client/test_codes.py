"""Which error each refusal stands for: as HTTP status, as body code, and as both."""

import httpx
import pytest
from pydantic import JsonValue

from nemo_client.codes import refusal, unwrap
from wire.errors import (
    AuthExpired,
    BadMedia,
    Broken,
    OutOfCredits,
    PlanBlocked,
    RateLimited,
    Rejected,
    ServiceError,
    SessionLost,
    Uncertain,
)


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (200, {"code": 1001, "message": "bad token"}, AuthExpired),
        (401, {"code": 1001, "message": "bad token"}, AuthExpired),
        (401, {"detail": "no token"}, AuthExpired),
        (200, {"code": "1001"}, AuthExpired),
        (200, {"code": 1002}, SessionLost),
        (404, {"code": 1002}, SessionLost),
        (404, {"detail": "Session not found: 55"}, SessionLost),
        (404, {"detail": "Session not found"}, SessionLost),
        (404, {"detail": "Agent not found: x"}, Rejected),
        (200, {"code": 2001, "message": "credits used up"}, OutOfCredits),
        (402, {"code": 2001}, OutOfCredits),
        (402, {}, PlanBlocked),
        (402, None, PlanBlocked),
        (200, {"code": 402}, PlanBlocked),
        (402, {"success": False, "error": "upgrade"}, PlanBlocked),
        (200, {"success": False, "error": {"code": 402, "message": "upgrade"}}, PlanBlocked),
        (200, {"code": 4001}, BadMedia),
        (400, {"code": 4002}, BadMedia),
        (413, None, BadMedia),
        (400, {"message": "X-Client-Id missing"}, Rejected),
        (200, {"code": 400}, Rejected),
        (429, {}, RateLimited),
        (200, {"code": 429}, RateLimited),
        (422, {"detail": [{"msg": "Field required"}]}, Rejected),
        (200, {"success": False, "error": "duplicate id"}, Rejected),
        (200, {"code": 9999}, Rejected),
        (200, {"code": 503}, Broken),
        (302, None, Broken),
        (500, {"detail": "boom"}, Broken),
        (503, None, Broken),
        (502, {"detail": "no upstream"}, Broken),
        (504, None, Uncertain),
        (524, {"message": "a timeout occurred"}, Uncertain),
        (504, {"code": 2001}, OutOfCredits),
    ],
)
def test_a_refusal_is_this_error(status: int, body: JsonValue, error: type[ServiceError]) -> None:
    assert type(refusal(body, status=status)) is error


@pytest.mark.parametrize(
    "body",
    [
        {"code": 0, "message": "ok"},
        {"success": True},
        {"id": "render_1", "status": "failed"},
        {"success": False, "data": {"id": "render_1", "status": "failed"}},
        {"code": None},
        [],
        None,
    ],
)
def test_an_answer_is_no_refusal(body: JsonValue) -> None:
    assert refusal(body) is None


@pytest.mark.parametrize(
    ("headers", "body", "wait_s"),
    [
        ({"retry-after": "30"}, {}, 30),
        ({"retry-after": "-5"}, {}, 0),
        ({"retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"}, {}, None),
        ({"retry-after": "nan"}, {}, None),
        ({"retry-after": "inf"}, {}, None),
        ({}, {"data": {"retry_after": 12}}, 12),
        ({}, {}, None),
    ],
)
def test_how_long_to_wait_is_kept(
    headers: dict[str, str], body: JsonValue, wait_s: float | None
) -> None:
    error = refusal(body, status=429, headers=headers)
    assert isinstance(error, RateLimited)
    assert error.retry_after_s == wait_s


def test_code_and_request_id_are_kept() -> None:
    error = refusal({"code": 4001}, headers={"x-request-id": "r-7"})
    assert isinstance(error, BadMedia)
    assert (error.code, error.request_id, error.service) == (4001, "r-7", "nemo")


def test_a_reason_is_short_and_without_secrets() -> None:
    error = refusal({"code": 1001, "message": "token nmv_usr_abc is bad " + "x" * 10_000})
    assert error is not None
    assert "nmv_usr_abc" not in str(error)
    assert len(str(error)) < 400


@pytest.mark.parametrize(
    ("content", "payload"),
    [
        (b'{"code":0,"data":{"a":1}}', {"a": 1}),
        (b'{"success":true,"data":[1]}', [1]),
        (b'{"taskId":"render_1","status":"pending"}', {"taskId": "render_1", "status": "pending"}),
        (b'{"code":0,"data":null}', {"code": 0, "data": None}),
        (b"", {}),
    ],
)
def test_the_payload_is_taken_out_of_its_envelope(content: bytes, payload: JsonValue) -> None:
    assert unwrap(httpx.Response(200, content=content)) == payload


@pytest.mark.parametrize("content", [b"<html>Welcome</html>", b"\xff\xfe", b"[" * 100_000])
def test_an_answer_that_is_not_json_is_broken(content: bytes) -> None:
    with pytest.raises(Broken):
        unwrap(httpx.Response(200, content=content))
