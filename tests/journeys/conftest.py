"""What every journey begins with."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from tests.journeys.town import Town, environment, settle


@pytest.fixture
def empty_town(tmp_path: Path, database_url: str) -> Iterator[Town]:
    """The sandbox alone; every fault that a test arms must have been met at its end."""
    command = [
        sys.executable,
        "-m",
        "sandbox",
        "--telegram-port",
        "0",
        "--nemo-port",
        "0",
        "--pace",
        "0.3",
    ]
    log = tmp_path / "sandbox.log"
    with (
        log.open("wb") as errors,
        subprocess.Popen(
            [*command, "--control-port", "0"],
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as sandbox,
    ):
        town = settle(sandbox, tmp_path, database_url)
        try:
            yield town
            assert not town.unmet_faults()
        finally:
            if town.bot is not None:
                town.stop_bot()
            sandbox.terminate()
            sandbox.wait(20)


@pytest.fixture
def town(empty_town: Town) -> Town:
    """The sandbox with the bot at work."""
    empty_town.start_bot()
    return empty_town


@pytest.fixture
def cat(tmp_path: Path) -> Path:
    """A photo as a phone makes it: portrait, with something to see in it."""
    photo = Image.new("RGB", (1200, 1600), (70, 120, 180))
    draw = ImageDraw.Draw(photo)
    for step in range(0, 1200, 60):
        draw.line([(step, 0), (1200 - step, 1600)], fill=(250, 200, step % 255), width=5)
    draw.ellipse([300, 500, 900, 1100], fill=(240, 170, 90), outline=(40, 20, 10), width=12)
    path = tmp_path / "cat.jpg"
    photo.save(path, quality=90)
    return path


@pytest.fixture(scope="session")
def small_cat(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A photo that is handled fast, for tests that do not look at the film."""
    path = tmp_path_factory.mktemp("small") / "cat.jpg"
    Image.effect_noise((300, 400), 40).convert("RGB").save(path)
    return path
