"""Engines report by themselves: that is looked at, and what strangers say changes nothing."""

import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from tests.journeys.engines.engine_stage import (
    all_books,
    engine_town,
    leaks,
    paid,
    paid_since,
    rows,
    wait_until,
)
from tests.journeys.quick import NewDatabase, QuickTown

REPORTED = (
    "SELECT DISTINCT engine FROM steps WHERE status = 'done' AND news_at < ended_at ORDER BY engine"
)
BOOKS = (
    "SELECT steps.id, steps.status, ticket, percent, news_at, files, makings.status, makings.stage"
    " FROM steps JOIN makings ON makings.id = making_id ORDER BY steps.id"
)
JOBS = "SELECT count(*) FROM procrastinate_jobs WHERE task_name <> 'make'"


@pytest.fixture(scope="module")
def town(
    tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase
) -> Iterator[QuickTown]:
    """A bot with a public address, and engines that all report by themselves."""
    folder = tmp_path_factory.mktemp("hooks")
    options = ("--engines", "bfl,rapidapi,apiframe")
    with engine_town(folder, new_database, *options, hooks=True) as town:
        yield town
        town.forget_faults()


def test_what_is_made_comes_when_the_engine_says_so(town: QuickTown, small_cat: Path) -> None:
    ann, bob, cem = (town.person() for _ in range(3))
    ann.say("/engine runway")
    clip = ann.watch("/animate a slow zoom", small_cat)
    picture, grid = bob.watch("/flux a lighthouse"), cem.watch("/imagine a windmill")
    assert picture.end(180).media("photo")
    assert len(grid.end(180).media("photo")) == 5
    assert clip.end(180).media("video")
    assert [engine for (engine,) in rows(town, REPORTED)] == ["apiframe", "bfl", "rapid_runway"]


def test_news_that_come_twice_late_unproven_or_never_bring_each_result_once(
    town: QuickTown,
) -> None:
    before, asked = paid(town), []
    for value in ("hooks_twice", "hooks_reordered", "hooks_wrong", "hooks_bare", "no_hooks"):
        town.arm("v1.imagine", service="apiframe", kind="backend", value=value)
        person = town.person()
        asked.append(person.watch(f"/imagine {value.replace('_', ' ')}"))
        wait_until(lambda: not town.unmet_faults(), value)
    for form in ("twice", "wrong", "field"):
        town.arm("submit", service="bfl", kind="backend", value=f"webhook={form}")
        person = town.person()
        asked.append(person.watch(f"/flux {form}"))
        wait_until(lambda: not town.unmet_faults(), form)
    for number, watch in enumerate(asked):
        answer = watch.end(180)
        assert len(answer.media("photo")) == (5 if number < 5 else 1)
        assert answer.text.count("✅ Done in") == 1
    assert paid_since(town, before) == {"apiframe": 5, "bfl": 3}
    assert town.logged().count("hook_refused") >= 3


def test_strangers_are_refused_and_change_nothing(town: QuickTown) -> None:
    bob = town.person()
    bob.say("/flux a bridge")
    town.arm("v1.imagine", service="apiframe", kind="backend", value="stuck no_hooks")
    ann = town.person()
    ann.send("/imagine a stuck clock")
    query = "SELECT key, ticket FROM steps WHERE status = 'submitted'"
    wait_until(lambda: rows(town, query), "the order")
    wait_until(lambda: rows(town, f"{query} AND percent = 40"), "its last news")
    ((key, ticket),) = rows(town, query)
    ((old_key, old_ticket),) = rows(
        town, "SELECT key, ticket FROM steps WHERE engine = 'bfl' AND status = 'done' LIMIT 1"
    )
    url = town.settings["PUBLIC_URL"]
    before, jobs, books = rows(town, BOOKS), rows(town, JOBS), all_books(town)["nemo"]
    finished = {"task_id": ticket, "status": "finished", "image_urls": ["http://127.0.0.1/x"] * 4}
    slow = _begin_slowly(url, f"/hooks/apiframe/{key}")
    with httpx.Client(base_url=url, timeout=30, trust_env=False) as stranger:
        own = f"/hooks/apiframe/{key}"
        wrong = {"x-webhook-secret": "0" * 64}
        assert stranger.post(own, json=finished).status_code == 401
        assert stranger.post(own, json=finished, headers=wrong).status_code == 401
        assert stranger.post("/hooks/apiframe", json=finished, headers=wrong).status_code == 404
        assert stranger.post(f"/hooks/apiframe/{'0' * 32}", json=finished).status_code == 404
        assert stranger.post(own, content=b"{" * 10_000_000).status_code == 413
        assert stranger.get(own).status_code == 405
        assert stranger.put(own, json=finished).status_code == 405
        again = {"id": old_ticket, "status": "Ready", "result": {"sample": "http://127.0.0.1/x"}}
        assert stranger.post(f"/hooks/bfl/{old_key}", json=again).status_code == 404
        assert stranger.get(f"/hooks/rapid_runway/{key}/{'0' * 32}").status_code == 404
    assert slow.recv(100).startswith(b"HTTP/1.1 408")
    slow.close()
    assert rows(town, BOOKS) == before
    assert rows(town, JOBS) == jobs
    assert all_books(town)["nemo"] == books
    logged = town.logged()
    for reason in ("too big", "too slow", "wrong method", "unknown key"):
        assert f"reason='{reason}'" in logged, reason
    assert key not in logged
    ann.say("/cancel")


def test_no_key_no_secret_and_no_signed_address_is_kept_or_logged_in_the_clear(
    town: QuickTown,
) -> None:
    town.arm("sample", service="bfl", kind="status", status=403)
    ann = town.person()
    assert ann.say("/flux a well kept secret").media("photo")
    assert leaks(town) == []


def _begin_slowly(url: str, path: str) -> socket.socket:
    """A call whose body does not come to its end."""
    at = urlsplit(url)
    slow = socket.create_connection((at.hostname or "", at.port or 0), timeout=20)
    head = f"POST {path} HTTP/1.1\r\nhost: {at.netloc}\r\ncontent-length: 100\r\n\r\n{{"
    slow.sendall(head.encode())
    return slow
