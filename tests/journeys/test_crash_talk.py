"""A shorter run of `make crash`: people talk to a bot that is killed again and again."""

import shutil
from pathlib import Path

import pytest

from tests.journeys.benchmark import figures_of

WITHIN_S = 280.0
DEBIANS = "/usr/lib/postgresql"


@pytest.mark.timeout(WITHIN_S + 30)
def test_killed_again_and_again_it_answers_everybody_and_pays_nothing_twice(
    tmp_path: Path,
) -> None:
    talk = ("--people", "8", "--kills", "6", "--seed", "5", "--folder", str(tmp_path))
    figures = figures_of("crash", *talk, within_s=WITHIN_S)
    assert figures["kills"] >= 6
    assert figures["unanswered"] == 0
    assert figures["tables"] == 1
    assert figures["prompts"] > 0 < figures["videos"]


@pytest.mark.skipif(
    not (Path(DEBIANS).exists() or shutil.which("pg_ctl")), reason="needs a PostgreSQL here"
)
@pytest.mark.timeout(2 * WITHIN_S)
def test_the_same_holds_for_three_workers_whose_database_is_restarted(tmp_path: Path) -> None:
    talk = ("--people", "8", "--kills", "6", "--seed", "5", "--folder", str(tmp_path))
    figures = figures_of("crash", *talk, "--workers", "3", "--ordinary", within_s=2 * WITHIN_S)
    assert figures["kills"] + figures["freezes"] >= 6
    assert figures["database_restarts"] == 1
    assert figures["unanswered"] == 0
