"""What every journey with several processes begins with."""

from collections.abc import Iterator

import pytest

from tests.journeys.many.crew import Crew
from tests.journeys.town import Town


@pytest.fixture
def crew(empty_town: Town) -> Iterator[Crew]:
    """A town whose bot is started by the test, process by process."""
    crew = Crew(town=empty_town)
    yield crew
    crew.end()
