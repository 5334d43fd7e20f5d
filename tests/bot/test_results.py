"""Finished files can be fetched by whoever has their address, for a day; nothing else can."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from bot.results import LIVES, Results
from bot.store.vault import Vault
from tests.bot.web_stage import web_running
from wire.clock import HandClock

FILM = bytes(range(256)) * 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A data folder with a film, and the web app before it."""

    data_dir: Path
    film: Path
    clock: HandClock
    results: Results
    http: httpx.AsyncClient

    def path(self) -> str:
        return self.results.address(self.film).url.removeprefix("https://bot.example.org")


@pytest.fixture
async def shelf(tmp_path: Path) -> AsyncIterator[Shelf]:
    data_dir = tmp_path / "data"
    film = data_dir / "films" / "7.mp4"
    film.parent.mkdir(parents=True)
    film.write_bytes(FILM)
    clock = HandClock()
    results = Results(
        vault=Vault.beside(data_dir),
        data_dir=data_dir,
        public_url="https://bot.example.org",
        clock=clock,
    )
    async with (
        web_running(results=results) as web,
        httpx.AsyncClient(base_url=web.url, trust_env=False) as http,
    ):
        yield Shelf(data_dir=data_dir, film=film, clock=clock, results=results, http=http)


async def test_a_film_is_fetched_whole(shelf: Shelf) -> None:
    answer = await shelf.http.get(shelf.path())
    assert (answer.status_code, answer.content) == (200, FILM)
    assert answer.headers["content-type"] == "video/mp4"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "private, no-store"
    assert 'filename="7.mp4"' in answer.headers["content-disposition"]


async def test_a_part_of_it_is_fetched(shelf: Shelf) -> None:
    answer = await shelf.http.get(shelf.path(), headers={"range": "bytes=1000-1999"})
    assert (answer.status_code, answer.content) == (206, FILM[1000:2000])
    assert answer.headers["content-range"] == f"bytes 1000-1999/{len(FILM)}"


async def test_its_size_is_told_without_it(shelf: Shelf) -> None:
    answer = await shelf.http.head(shelf.path())
    assert (answer.status_code, answer.headers["content-length"]) == (200, str(len(FILM)))
    assert answer.content == b""


async def test_after_a_day_the_address_is_nobodys(shelf: Shelf) -> None:
    path = shelf.path()
    await shelf.clock.advance(LIVES.total_seconds())
    assert (await shelf.http.get(path)).status_code == 200
    await shelf.clock.advance(1)
    assert (await shelf.http.get(path)).status_code == 404


async def test_the_address_says_until_when(shelf: Shelf) -> None:
    assert shelf.results.address(shelf.film).until == shelf.clock.now() + LIVES


async def test_the_address_does_not_show_where_the_file_lies(shelf: Shelf) -> None:
    url = shelf.results.address(shelf.film).url
    assert "films" not in url
    assert "7.mp4" not in url


async def test_a_changed_address_is_nobodys(shelf: Shelf) -> None:
    path = shelf.path()
    for place in range(len("/results/"), len(path) - 4, 7):
        letter = "A" if path[place] != "A" else "B"
        changed = path[:place] + letter + path[place + 1 :]
        answer = await shelf.http.get(changed)
        assert (answer.status_code, answer.content) == (404, b"")


@pytest.mark.parametrize("token", ["x", "é", "%00", "a" * 5000, "gAAAAA==", "."])
async def test_what_is_no_address_is_nobodys(token: str, shelf: Shelf) -> None:
    assert (await shelf.http.get(f"/results/{token}")).status_code == 404


async def test_another_vaults_address_is_nobodys(shelf: Shelf, tmp_path: Path) -> None:
    other = Results(
        vault=Vault.beside(tmp_path),
        data_dir=shelf.data_dir,
        public_url="",
        clock=shelf.clock,
    )
    assert (await shelf.http.get(other.address(shelf.film).url)).status_code == 404


async def test_a_file_that_is_gone_is_not_found(shelf: Shelf) -> None:
    path = shelf.path()
    shelf.film.unlink()
    assert (await shelf.http.get(path)).status_code == 404


@pytest.mark.parametrize(
    "name", ["secret.key", "films", "films/../secret.key", "postgres/PG_VERSION", "../outside"]
)
async def test_nothing_but_finished_files_gets_an_address(name: str, shelf: Shelf) -> None:
    with pytest.raises(ValueError, match="only finished files"):
        shelf.results.address(Path(name))


async def test_a_link_out_of_the_folder_is_not_followed(shelf: Shelf) -> None:
    link = shelf.data_dir / "films" / "8.mp4"
    link.symlink_to(shelf.data_dir / "secret.key")
    with pytest.raises(ValueError, match="only finished files"):
        shelf.results.address(link)
    path = shelf.path()
    shelf.film.unlink()
    shelf.film.symlink_to(shelf.data_dir / "secret.key")
    assert (await shelf.http.get(path)).status_code == 404


async def test_without_a_shelf_nothing_is_given_away(shelf: Shelf) -> None:
    path = shelf.path()
    async with web_running() as web, httpx.AsyncClient(trust_env=False) as http:
        assert (await http.get(web.url + path)).status_code == 404
