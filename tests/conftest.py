"""What every test may lean on: no network but loopback, and an empty database of its own."""

import asyncio
import ipaddress
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from psycopg.sql import SQL, Identifier

from bot.store.migrate import migrate
from bot.store.postgres import SETTINGS, EmbeddedPostgres

TEMPLATE = "migrated"


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Refuse every look-up and connection that would leave this machine.

    Libraries written in C and processes of their own are not seen.
    """
    watching = True

    def refuse(event: str, args: tuple[object, ...]) -> None:
        if not watching:
            return
        if event == "socket.connect" and isinstance(args[1], tuple):
            _refuse_strangers(args[1][0])
        elif event == "socket.getaddrinfo":
            _refuse_strangers(args[0])

    sys.addaudithook(refuse)  # it cannot be taken away again, only silenced
    yield
    watching = False


def _refuse_strangers(host: object) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if not isinstance(name, str) or name in {"", "localhost"}:
        return
    if name.endswith(".invalid"):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        address = None
    if address is None or not (address.is_loopback or address.is_unspecified):
        raise RuntimeError(f"a test tried to reach {name}")


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server for this test process, holding a migrated database to copy."""
    careless = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    folder = tmp_path_factory.mktemp("postgres")
    with EmbeddedPostgres(folder, settings={**SETTINGS, **careless}) as server:
        with psycopg.connect(server.url, autocommit=True) as conn:
            conn.execute(SQL("CREATE DATABASE {}").format(Identifier(TEMPLATE)))
        asyncio.run(migrate(make_conninfo(server.url, dbname=TEMPLATE)))
        yield server.url


@pytest.fixture(scope="session")
def _database_names() -> Iterator[str]:
    return (f"test_{number}" for number in count())


@pytest.fixture(scope="session")
def new_database(
    postgres_url: str, _database_names: Iterator[str]
) -> Callable[[], AbstractContextManager[str]]:
    """Makes fresh databases with every migration applied, each for as long as its block runs."""
    return lambda: _database(postgres_url, next(_database_names), template=TEMPLATE)


@pytest.fixture
def database_url(new_database: Callable[[], AbstractContextManager[str]]) -> Iterator[str]:
    """A fresh database with every migration applied."""
    with new_database() as url:
        yield url


@pytest.fixture
def bare_database_url(postgres_url: str, _database_names: Iterator[str]) -> Iterator[str]:
    """A fresh database with nothing in it."""
    with _database(postgres_url, next(_database_names), template="template0") as url:
        yield url


@contextmanager
def _database(postgres_url: str, name: str, *, template: str) -> Iterator[str]:
    create = SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
    with psycopg.connect(postgres_url, autocommit=True) as conn:
        conn.execute(create.format(Identifier(name), Identifier(template)))
        yield make_conninfo(postgres_url, dbname=name)
        conn.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))
