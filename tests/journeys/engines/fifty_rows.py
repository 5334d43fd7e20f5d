"""`make batch`: the proof of batches with fifty rows, which takes longer than a test should."""

from pathlib import Path

import pytest

from tests.journeys.engines.proof import prove
from tests.journeys.quick import NewDatabase


@pytest.mark.timeout(600)
def test_fifty_rows_with_faults_and_two_kills_are_accounted_for_and_paid_once(
    tmp_path: Path, new_database: NewDatabase
) -> None:
    proven = prove(tmp_path, new_database, rows=50, within_s=240)
    print(proven)  # noqa: T201
