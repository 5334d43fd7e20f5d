"""A NemoVideo sandbox on a real port, and a user of it who speaks plain HTTP."""

import asyncio
import wave
from collections.abc import AsyncIterator, Awaitable, Callable
from io import BytesIO
from pathlib import Path

import av
import httpx
import numpy as np
import pytest
from PIL import Image

from sandbox.faults import CallLog, Faults
from sandbox.listen import bind, listening, url_of
from sandbox.nemo.app import create_app
from tests.sandbox.nemo.visitor import Nemo, T, Until, User


@pytest.fixture
async def nemo(tmp_path: Path) -> AsyncIterator[Nemo]:
    bound = bind("127.0.0.1", 0)
    faults, calls = Faults(), CallLog()
    app = create_app(
        public_url=url_of(bound),
        folder=tmp_path / "nemo",
        faults=faults,
        calls=calls,
        seed=7,
        pace=0,
    )
    async with (
        listening(app, bound),
        httpx.AsyncClient(base_url=url_of(bound), timeout=60, trust_env=False) as http,
    ):
        yield Nemo(url=url_of(bound), http=http, world=app.state.world, faults=faults, calls=calls)
    assert faults.unmet() == ()


@pytest.fixture
async def user(nemo: Nemo) -> User:
    return await nemo.user()


@pytest.fixture(scope="session")
def photo() -> bytes:
    """A JPEG of 64 x 96."""
    out = BytesIO()
    Image.new("RGB", (64, 96), "teal").save(out, "JPEG")
    return out.getvalue()


@pytest.fixture(scope="session")
def movie(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An MP4 of 2 seconds."""
    path = tmp_path_factory.mktemp("movie") / "movie.mp4"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for number in range(20):
            pixels = np.full((64, 64, 3), number * 10, np.uint8)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        out.mux(stream.encode())
    return path.read_bytes()


@pytest.fixture(scope="session")
def song() -> bytes:
    """A WAV of one second."""
    out = BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(16000))
    return out.getvalue()


@pytest.fixture
def until() -> Until:
    async def wait(ask: Callable[[], Awaitable[T | None]]) -> T:
        async with asyncio.timeout(40):
            while True:
                if found := await ask():
                    return found
                await asyncio.sleep(0.02)

    return wait
