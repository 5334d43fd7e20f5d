"""State machines: the tables in the code, and the database that keeps to them."""

from collections.abc import Iterator
from itertools import product

import psycopg
import pytest
from psycopg.errors import CheckViolation
from psycopg.sql import SQL, Identifier

from bot.store.rows import ExportStatus, MakingStatus, MediaStatus, StepStatus, TurnStatus
from bot.store.transitions import MACHINES

STATUSES = {
    "turns": TurnStatus,
    "exports": ExportStatus,
    "makings": MakingStatus,
    "steps": StepStatus,
    "media": MediaStatus,
}
NEW_ROW = {
    "turns": "INSERT INTO turns (origin, project_id, message_id, text, status)"
    " SELECT %(origin)s, id, 1, '', %(status)s FROM projects RETURNING id",
    "exports": "INSERT INTO exports (origin, project_id, message_id, status)"
    " SELECT %(origin)s, id, 1, %(status)s FROM projects RETURNING id",
    "makings": "INSERT INTO makings (origin, project_id, message_id, craft, policy, status)"
    " SELECT %(origin)s, id, 1, 'clip', 'auto', %(status)s FROM projects RETURNING id",
    "steps": "INSERT INTO steps (making_id, stage, attempt, engine, key, order_sealed, status)"
    " SELECT id, 0, 0, 'local', %(origin)s, '', %(status)s FROM makings RETURNING id",
    "media": "INSERT INTO media (origin, project_id, message_id, file_id, name, status)"
    " SELECT %(origin)s, id, 1, '', '', %(status)s FROM projects RETURNING id",
}


@pytest.fixture
def conn(database_url: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(database_url, autocommit=True) as conn:
        conn.execute("INSERT INTO projects (chat_id, user_id, language) VALUES (1, 1, 'en')")
        yield conn


@pytest.mark.parametrize("table", MACHINES)
def test_the_code_speaks_of_every_status(table: str) -> None:
    assert set(MACHINES[table]) == {None, *STATUSES[table]}


def test_the_database_knows_the_very_tables_of_the_code(conn: psycopg.Connection) -> None:
    known = set(conn.execute("SELECT of_table, was, becomes FROM transitions").fetchall())
    drawn = {
        (table, str(was or ""), str(becomes))
        for table, machine in MACHINES.items()
        for was, following in machine.items()
        for becomes in following
    }
    assert known == drawn


def test_every_table_with_a_machine_has_its_triggers(conn: psycopg.Connection) -> None:
    query = "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE 'legal_%'"
    found = set(conn.execute(query).fetchall())
    assert found == set(product(MACHINES, ("legal_birth", "legal_transition")))


@pytest.mark.parametrize("table", MACHINES)
def test_a_row_begins_only_as_the_table_allows(conn: psycopg.Connection, table: str) -> None:
    _making(conn)
    for number, status in enumerate(STATUSES[table]):
        if status in MACHINES[table][None]:
            _insert(conn, table, f"{table}-{number}", status)
            if table == "steps":
                conn.execute("DELETE FROM steps")
        else:
            with pytest.raises(CheckViolation, match="no legal transition"):
                _insert(conn, table, f"{table}-{number}", status)


@pytest.mark.parametrize("table", MACHINES)
def test_only_what_is_drawn_can_follow(conn: psycopg.Connection, table: str) -> None:
    _making(conn)
    first = next(iter(MACHINES[table][None]))
    row_id = _insert(conn, table, "one", str(first))
    put = SQL("UPDATE {} SET status = %s WHERE id = %s").format(Identifier(table))
    for was, becomes in product(STATUSES[table], STATUSES[table]):
        # Past the triggers, to any place in the machine.
        with conn.transaction():
            conn.execute("SET LOCAL session_replication_role = replica")
            conn.execute(put, (was, row_id))
        if becomes == was or becomes in MACHINES[table][was]:
            conn.execute(put, (becomes, row_id))
        else:
            with pytest.raises(CheckViolation, match=f'from "{was}" to "{becomes}"'):
                conn.execute(put, (becomes, row_id))


def _making(conn: psycopg.Connection) -> None:
    _insert(conn, "makings", "for steps", "waiting")


def _insert(conn: psycopg.Connection, table: str, origin: str, status: str) -> int:
    row = conn.execute(NEW_ROW[table].encode(), {"origin": origin, "status": status}).fetchone()
    assert row is not None
    return int(row[0])
