"""Both Runway servers on real ports, their adapters, and pictures to animate."""

import io
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from types import ModuleType

import httpx
import pytest
import pytest_asyncio
import stamina
from PIL import Image
from pydantic import SecretStr

from adapters.rapid_runway import RapidRunway
from adapters.runway import Runway
from sandbox.faults import CallLog, Faults
from sandbox.listen import bind, listening, url_of
from sandbox.runway import app as official
from sandbox.runway import rapid
from sandbox.runway.world import Account
from tests.adapters.runway.stage import Hours, Stage
from wire.http import new_client

ACCOUNT = Account(credits=5_000, at_once=1, a_day=20, longest_side=96)


@pytest.fixture(autouse=True)
def _no_waiting_between_tries() -> Iterator[None]:
    with stamina.set_testing(True, attempts=3):
        yield


async def _serving(server: ModuleType, folder: Path) -> AsyncIterator[Stage]:
    bound = bind("127.0.0.1", 0)
    faults, calls, hours = Faults(), CallLog(), Hours()
    app = server.create_app(
        public_url=url_of(bound),
        folder=folder,
        faults=faults,
        calls=calls,
        pace=0,
        account=ACCOUNT,
        now=hours,
    )
    async with listening(app, bound):
        yield Stage(
            service=server.SERVICE,
            url=url_of(bound),
            world=app.state.world,
            faults=faults,
            calls=calls,
            hours=hours,
        )


# Starting and stopping a server takes longer than most of the tests, so a module has one.
@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def _official(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    async for stage in _serving(official, tmp_path_factory.mktemp("runway") / "server"):
        yield stage


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def _rapid(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    async for stage in _serving(rapid, tmp_path_factory.mktemp("rapid") / "server"):
        yield stage


@pytest_asyncio.fixture(loop_scope="module")
async def stage(_official: Stage) -> AsyncIterator[Stage]:
    """Runway's own API, with nothing remembered."""
    yield _official
    _official.forget()


@pytest_asyncio.fixture(loop_scope="module")
async def rapid_stage(_rapid: Stage) -> AsyncIterator[Stage]:
    """The reseller, with nothing remembered."""
    yield _rapid
    _rapid.forget()


@pytest_asyncio.fixture(loop_scope="module")
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with new_client() as client:
        yield client


@pytest.fixture
def runway(stage: Stage, http: httpx.AsyncClient) -> Runway:
    return Runway(http=http, key=SecretStr(official.KEY), base_url=stage.url)


@pytest.fixture
def reseller(rapid_stage: Stage, http: httpx.AsyncClient) -> RapidRunway:
    return RapidRunway(http=http, key=SecretStr(rapid.KEY), base_url=rapid_stage.url)


@pytest.fixture(scope="session")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A JPEG of 90 x 160 with a name that is nobody's business."""
    path = tmp_path_factory.mktemp("photos") / "my passport.jpg"
    Image.linear_gradient("L").resize((90, 160)).convert("RGB").save(path, "JPEG")
    return path


@pytest.fixture(scope="session")
def big_photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PNG of nearly 4 MB, too big for a data URI."""
    path = tmp_path_factory.mktemp("photos") / "big.png"
    Image.effect_noise((2000, 2000), 90).save(path, "PNG", compress_level=1)
    assert 3_300_000 < path.stat().st_size < 16_000_000
    return path


@pytest.fixture(scope="session")
def gif(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("photos") / "moving.jpg"
    out = io.BytesIO()
    Image.new("RGB", (64, 64), "teal").save(out, "GIF")
    path.write_bytes(out.getvalue())
    return path
