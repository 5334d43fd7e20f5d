"""What every journey begins with."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from itertools import count
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from tests.journeys.sharing import SharedTown
from tests.journeys.town import Town, running_town

#: Journeys that take minutes together, each with what of it is walked in every run.
LONG = {
    "engines/test_apiframe_v1.py": (),
    "engines/test_apiframe_v2.py": (),
    "engines/test_batches.py": (),
    "engines/test_engine_crash.py": ("test_killed_while_an_order_is_on_its_way_the_user_decides",),
    "engines/test_engine_faults.py": (),
    "engines/test_fallback.py": (),
    "engines/test_hooks.py": (),
    "engines/test_midjourney_buttons.py": (),
    "engines/test_onward_journey.py": (),
    "engines/test_runway.py": (),
    "engines/test_runway_models.py": (),
    "engines/test_schedules.py": (),
    "engines/test_style.py": (),
    "many/test_receivers.py": (),
    "many/test_weather.py": (),
    "many/test_workers.py": ("test_a_killed_workers_render_is_delivered_once",),
    "page/test_visiting.py": (),
    "test_sharing.py": (),
    "test_flood.py": (),
    "test_crash_talk.py": ("test_killed_again_and_again",),
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the long ones."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            kept = LONG.get(item.path.relative_to(here).as_posix())
            if kept is not None and not item.name.startswith(kept):
                item.add_marker(pytest.mark.long)


@pytest.fixture(scope="session")
def _shared_town(
    tmp_path_factory: pytest.TempPathFactory,
    new_database: Callable[[], AbstractContextManager[str]],
) -> Iterator[SharedTown]:
    folders = (tmp_path_factory.mktemp(f"town-{number}") for number in count())
    shared = SharedTown(folders, new_database)
    yield shared
    shared.close()
    assert not shared.deaths, "a bot died between two tests"


@pytest.fixture
def town(_shared_town: SharedTown) -> Iterator[Town]:
    """The sandbox with the bot at work, shared with the tests before and after."""
    with _shared_town.visit() as town:
        yield town


@pytest.fixture
def empty_town(tmp_path: Path, database_url: str) -> Iterator[Town]:
    """The sandbox alone, for one test; every fault it arms must have been met at its end."""
    with running_town(tmp_path, database_url, kind=Town) as town:
        yield town
        assert not town.unmet_faults()


@pytest.fixture
def own_town(empty_town: Town) -> Town:
    """The sandbox with a bot at work that the test may do anything to."""
    empty_town.start_bot()
    return empty_town


@pytest.fixture(scope="session")
def cat(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A photo as a phone makes it: portrait, with something to see in it."""
    photo = Image.new("RGB", (1200, 1600), (70, 120, 180))
    draw = ImageDraw.Draw(photo)
    for step in range(0, 1200, 60):
        draw.line([(step, 0), (1200 - step, 1600)], fill=(250, 200, step % 255), width=5)
    draw.ellipse([300, 500, 900, 1100], fill=(240, 170, 90), outline=(40, 20, 10), width=12)
    path = tmp_path_factory.mktemp("photos") / "cat.jpg"
    photo.save(path, quality=90)
    return path


@pytest.fixture(scope="session")
def small_cat(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A photo that is handled fast, for tests that do not look at the film."""
    path = tmp_path_factory.mktemp("small") / "cat.jpg"
    Image.effect_noise((300, 400), 40).convert("RGB").save(path)
    return path
