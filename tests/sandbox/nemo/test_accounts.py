"""Tokens, limits and credits."""

from datetime import UTC, datetime, timedelta

import pytest

from sandbox.nemo.accounts import LIFETIME_S, PER_ADDRESS, REGISTERED_TOKEN, Accounts
from sandbox.nemo.refusals import RefusedError
from tests.sandbox.nemo.visitor import Nemo, User


class HandClock:
    """Time that only moves when told to."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def code_of(work: object, *args: object) -> int:
    assert callable(work)
    with pytest.raises(RefusedError) as caught:
        work(*args)
    return caught.value.code


async def test_a_token_comes_with_credits_and_seven_days(nemo: Nemo) -> None:
    answer = (await nemo.mint("client-1")).json()
    data = answer["data"]
    assert answer["code"] == 0
    assert data["token"].startswith("nmv_usr_")
    assert data["user_id"].startswith("anon_")
    assert data["credits"] == 100
    left = datetime.fromisoformat(data["expires_at"]) - datetime.now(UTC)
    assert timedelta(days=6, hours=23) < left <= timedelta(days=7)


@pytest.mark.parametrize("client_id", ["", "x" * 65])
async def test_a_token_needs_a_client_id(nemo: Nemo, client_id: str) -> None:
    answer = await nemo.mint(client_id)
    assert (answer.status_code, answer.json()["code"]) == (400, 400)


async def test_a_client_gets_one_token(nemo: Nemo) -> None:
    await nemo.mint("x" * 64)
    again = await nemo.mint("x" * 64)
    assert (again.status_code, again.json()["code"]) == (429, 429)
    assert again.headers["Retry-After"] == "30"
    assert (await nemo.books())["tokens_minted"] == 1


def test_an_address_gets_ten_tokens_in_seven_days() -> None:
    clock = HandClock()
    accounts = Accounts(clock)
    for number in range(PER_ADDRESS):
        accounts.mint(f"client-{number}", "1.2.3.4")
    assert code_of(accounts.mint, "another", "1.2.3.4") == 429
    accounts.mint("another", "5.6.7.8")
    clock.now += LIFETIME_S
    accounts.mint("yet another", "1.2.3.4")


def test_an_address_may_be_given_more_or_fewer() -> None:
    accounts = Accounts(HandClock(), per_address=1)
    accounts.mint("client", "1.2.3.4")
    assert code_of(accounts.mint, "another", "1.2.3.4") == 429


def test_a_token_ends_after_seven_days_and_its_user_gets_a_new_one() -> None:
    clock = HandClock()
    accounts = Accounts(clock)
    old = accounts.mint("client", "1.2.3.4")
    clock.now += LIFETIME_S - 1
    assert accounts.of(old.token) is old
    clock.now += 1
    assert code_of(accounts.of, old.token) == 1001
    new = accounts.mint("client", "1.2.3.4")
    assert new.user_id == old.user_id
    assert new.token != old.token


def test_credits_are_set_aside_before_they_are_charged() -> None:
    account = Accounts(HandClock()).mint("client", "1.2.3.4")
    account.freeze(60)
    assert (account.available, account.frozen) == (40, 60)
    assert code_of(account.freeze, 41) == 2001
    account.charge(50)
    account.give_back(10)
    assert (account.available, account.frozen) == (50, 0)


async def test_the_operators_token_has_many_credits(nemo: Nemo) -> None:
    operator = User(http=nemo.http, token=REGISTERED_TOKEN, user_id="usr_sandbox")
    assert await operator.credits() == {"available": 25000, "frozen": 0, "total": 25000}


@pytest.mark.parametrize("token", ["-", "nmv_usr_wrong", "nmv_usr_sandbox2"])
async def test_a_bad_token_is_code_1001(nemo: Nemo, token: str) -> None:
    stranger = User(http=nemo.http, token=token, user_id="")
    answer = await stranger.get("/api/credits/balance/simple")
    assert (answer.status_code, answer.json()["code"]) == (200, 1001)


async def test_a_token_that_was_called_bad_is_bad_and_its_client_gets_another(nemo: Nemo) -> None:
    user = await nemo.user()
    nemo.script("credits", "1001")
    assert (await user.get("/api/credits/balance/simple")).json()["code"] == 1001
    assert (await user.get("/api/credits/balance/simple")).json()["code"] == 1001
    renewed = (await nemo.mint("client-1")).json()["data"]
    assert renewed["user_id"] == user.user_id
    user.token = renewed["token"]
    assert (await user.credits())["available"] == 100
    assert (await user.state())["draft"]["t"] == []


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        ("1001", 200, 1001),
        ("1001 status", 401, None),
        ("1001 both", 401, 1001),
        ("1002", 200, 1002),
        ("2001 both", 402, 2001),
        ("4001 status", 415, None),
        ("4002", 200, 4002),
        ("400", 400, 400),
        ("402", 402, 402),
        ("402 body", 200, 402),
        ("429", 429, 429),
    ],
)
async def test_every_code_comes_in_every_form(
    nemo: Nemo, user: User, words: str, status: int, code: int | None
) -> None:
    nemo.script("state", words)
    answer = await user.get(f"/api/state/nemo_agent/me/{user.session_id}/latest")
    assert (answer.status_code, answer.json().get("code")) == (status, code)


async def test_a_claim_token_is_for_ones_own_project(nemo: Nemo, user: User) -> None:
    claim = {"task_id": user.task_id, "session_id": user.session_id}
    data = (await user.post("/api/auth/claim-token", claim)).json()["data"]
    assert data["claim_token"].startswith("clm_")
    assert data["expires_in"] == 604800
    stranger = await nemo.user("client-2")
    assert (await stranger.post("/api/auth/claim-token", claim)).json()["code"] == 1002
    wrong = await user.post("/api/auth/claim-token", claim | {"task_id": "other"})
    assert wrong.json()["code"] == 1002
