"""News that Apiframe sends by itself: proved, tolerated in any order, and believed by nobody."""

import json

import httpx
import pytest
from pydantic import SecretStr

from adapters.apiframe import News, later, read_v1, read_v2, secret_of
from adapters.apiframe.webhooks import NO_JOB, NO_PROOF, TOO_LONG, WRONG_PROOF
from adapters.base import ENDED, JobState, Look
from adapters.hints import Refused
from sandbox.apiframe.world import KEYS
from tests.adapters.apiframe.conftest import ROOT, Hand, Inbox, Server

pytestmark = pytest.mark.asyncio(loop_scope="session")

NOT_JSON = Refused(reason="not JSON")
SECRET = secret_of(ROOT, "order-0")
WAITING = Look(state=JobState.WAITING)


def hints(inbox: Inbox, secret: SecretStr = SECRET) -> list[News | Refused]:
    return [read_v1(headers, body, secret) for headers, body in inbox.got]


def seen(read: list[News | Refused]) -> list[News]:
    return [hint for hint in read if isinstance(hint, News)]


async def test_progress_and_the_end_are_told(told: Hand, inbox: Inbox, server: Server) -> None:
    ticket = await told.order("imagine", "a cat")
    await server.world.settled()
    found = seen(hints(inbox))
    assert len(found) == len(inbox.got) == 8
    assert {hint.id for hint in found} == {ticket.id}
    assert [hint.look.percent for hint in found] == [None, None, None, 20, 40, 60, 80, 100]
    assert found[-1].look == await told.maker.look(ticket)


async def test_a_failure_is_told_too(told: Hand, inbox: Inbox, server: Server) -> None:
    server.script("v1.imagine", "fail says: Banned prompt")
    await told.made("imagine", "a cat")
    assert seen(hints(inbox))[-1].look.state is JobState.FAILED


async def test_every_order_has_a_secret_of_its_own(
    told: Hand, inbox: Inbox, server: Server
) -> None:
    await told.made("shorten", "one two three")
    await told.made("shorten", "four five six")
    secrets = {headers["x-webhook-secret"] for headers, _ in inbox.got}
    assert len(secrets) == 2
    assert ROOT.get_secret_value() not in secrets
    assert WRONG_PROOF in hints(inbox)


@pytest.mark.parametrize(
    ("script", "refusal"),
    [("hooks_wrong", WRONG_PROOF), ("hooks_bare", NO_PROOF)],
)
async def test_news_without_the_right_secret_are_refused(
    told: Hand, inbox: Inbox, server: Server, script: str, refusal: Refused
) -> None:
    server.script("v1.imagine", script)
    await told.made("imagine", "a cat")
    assert set(hints(inbox)) == {refusal}


@pytest.mark.parametrize("script", ["hooks_twice", "hooks_reordered"])
async def test_duplicates_and_disorder_change_nothing(
    told: Hand, inbox: Inbox, server: Server, script: str
) -> None:
    server.script("v1.imagine", script)
    ticket = await told.order("imagine", "a cat")
    done = await told.end(ticket)
    states = [hint.look.state for hint in seen(hints(inbox))]
    assert states != sorted(states, key=ENDED.__contains__) or len(states) == 16
    known = WAITING
    for hint in seen(hints(inbox)):
        known = later(known, hint.look)
    assert known == done


async def test_without_an_address_nothing_is_sent(hand: Hand, inbox: Inbox) -> None:
    await hand.made("imagine", "a cat")
    assert not inbox.got


async def test_the_secret_is_in_no_log_of_calls(told: Hand, server: Server) -> None:
    await told.made("shorten", "one two three")
    assert SECRET.get_secret_value() not in repr(server.calls.find())


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        (b"", NOT_JSON),
        (b"[]", Refused(reason="not an object")),
        (b"\xff", NOT_JSON),
        (b"[" * 100_000, NOT_JSON),
        (b"{}", NO_JOB),
        (b'{"task_id": ""}', NO_JOB),
        (b'{"task_id": null, "status": "finished"}', NO_JOB),
        (json.dumps({"task_id": "x" * 201}).encode(), NO_JOB),
        (b'{"a": "' + bytes(10_000_000), TOO_LONG),
    ],
    ids=range(9),
)
async def test_bodies_that_are_no_news(body: bytes, refusal: Refused) -> None:
    headers = {"X-WEBHOOK-SECRET": SECRET.get_secret_value()}
    assert read_v1(headers, body, SECRET) == refusal


async def test_no_secret_of_ours_opens_nothing() -> None:
    headers = {"x-webhook-secret": ""}
    assert read_v1(headers, b'{"task_id": "a"}', SecretStr("")) == NO_PROOF
    assert read_v1({"x-webhook-secret": "é"}, b"{}", SECRET) == WRONG_PROOF


async def test_v2_signs_every_body(told2: Hand, inbox: Inbox, server: Server) -> None:
    ticket = await told2.order("image", "a cat")
    done = await told2.end(ticket)
    found = [read_v2(headers, body, SecretStr(KEYS[2])) for headers, body in inbox.got]
    assert len(seen(found)) == len(found) == 8
    last = seen(found)[-1]
    assert (last.id, last.look.assets) == (ticket.id, done.assets)
    headers, body = inbox.got[-1]
    bare = httpx.Headers(
        {"X-Webhook-Signature": headers["x-webhook-signature"].removeprefix("sha256=").upper()}
    )
    assert isinstance(read_v2(bare, body, SecretStr(KEYS[2])), News)
    assert read_v2(headers, body + b" ", SecretStr(KEYS[2])) == WRONG_PROOF
    assert read_v2(headers, body, SecretStr("afk_other")) == WRONG_PROOF
    assert read_v2(headers, body, SecretStr("")) == NO_PROOF


@pytest.mark.parametrize(
    ("script", "refusal"),
    [("hooks_wrong", WRONG_PROOF), ("hooks_bare", NO_PROOF)],
)
async def test_v2_news_without_the_right_signature_are_refused(
    told2: Hand, inbox: Inbox, server: Server, script: str, refusal: Refused
) -> None:
    server.script("v2.images/generate", script)
    await told2.made("image", "a cat")
    assert {read_v2(headers, body, SecretStr(KEYS[2])) for headers, body in inbox.got} == {refusal}


@pytest.mark.parametrize("told", ["sha256=", "sha256=zz", "md5=00", "☃", "sha256=" + "0" * 64])
async def test_odd_signatures_are_refused(told: str) -> None:
    found = read_v2({"x-webhook-signature": told}, b"{}", SecretStr(KEYS[2]))
    assert found in (NO_PROOF, WRONG_PROOF)
