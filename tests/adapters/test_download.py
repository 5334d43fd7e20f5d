"""A file comes whole or not at all."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.download import Download
from sandbox.listen import bind, listening, url_of
from wire.errors import Rejected
from wire.http import new_client


async def _give(request: Request) -> Response:
    return Response(b"x" * int(request.path_params["size"]))


@pytest.fixture
async def place() -> AsyncIterator[str]:
    bound = bind("127.0.0.1", 0)
    async with listening(Starlette(routes=[Route("/{size:int}", _give)]), bound):
        yield url_of(bound)


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with new_client() as client:
        yield client


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def test_a_file_may_have_so_many_bytes_and_no_more(
    place: str, http: httpx.AsyncClient, tmp_path: Path
) -> None:
    files = Download(http=http, service="x", extra_hosts=["127.0.0.1"], largest_bytes=100_000)
    assert await files.to(tmp_path / "a", f"{place}/100000") == 100_000
    with pytest.raises(Rejected, match="too big"):
        await files.to(tmp_path / "b", f"{place}/100001")
    assert names_in(tmp_path) == ["a"]


async def test_an_older_file_stays_where_the_new_one_does_not_come(
    place: str, http: httpx.AsyncClient, tmp_path: Path
) -> None:
    files = Download(http=http, service="x", extra_hosts=["127.0.0.1"])
    await files.to(tmp_path / "a", f"{place}/10")
    with pytest.raises(Rejected):
        await files.to(tmp_path / "a", f"{place}/nothing")
    assert (tmp_path / "a").stat().st_size == 10
