"""A quick town whose bot has engines beside the editing agent, and what their books say."""

import re
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tests.journeys import town as towns
from tests.journeys.quick import (
    NONE,
    SHORT,
    Answer,
    Json,
    NewDatabase,
    Person,
    QuickTown,
    Settings,
)
from tests.journeys.town import running_town

#: Clips are drawn in earnest, several at a time, on a machine that may have other things to do.
LONG_S = 120.0


def wait_until(holds: Callable[[], object], what: str, within_s: float = LONG_S) -> None:
    """Look again and again until it holds; fail the test after the time."""
    towns.wait_until(holds, what, within_s)


@contextmanager
def engine_town(
    folder: Path,
    new_database: NewDatabase,
    *options: str,
    hooks: bool = False,
    settings: Settings = NONE,
) -> Iterator[QuickTown]:
    """A town where `auto` is chosen; `options` are the sandbox's, `settings` the bot's.

    With `hooks` the engines report by themselves to the bot.
    """
    with (
        new_database() as database_url,
        running_town(folder, database_url, "--pace", "0.1", *options, kind=QuickTown) as town,
    ):
        town.settings |= {**SHORT, "NEMO_TOKEN": town.operator_token, "ENGINE": "auto"}
        town.settings |= hook_settings() if hooks else {}
        town.settings |= {"DATABASE_URL": database_url, **settings}
        town.start_bot()
        yield town


def hook_settings() -> Settings:
    """Where a bot on this machine can be reached by the sandbox."""
    port = free_port()
    return {"PUBLIC_URL": f"http://127.0.0.1:{port}", "WEB_PORT": str(port)}


def free_port() -> int:
    """A port where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def all_books(town: QuickTown) -> dict[str, Any]:
    """The books of all services."""
    books: dict[str, Any] = town.http.get(f"{town.control}/books").json()
    return books


def paid(town: QuickTown) -> dict[str, int]:
    """How many orders each service has accepted, by its own books."""
    books = all_books(town)
    return {
        "nemo": books["nemo"]["prompts_total"],
        "bfl": len(books["bfl"]["jobs"]),
        "rapid_flux": books["rapid_flux"]["orders"],
        "runway": len(books["runway"]["made"]),
        "rapid_runway": len(books["rapid_runway"]["made"]),
        "apiframe": len(books["apiframe"]["tasks"]),
    }


def paid_since(town: QuickTown, before: dict[str, int]) -> dict[str, int]:
    """The services that have accepted orders since, and how many."""
    now = paid(town)
    return {name: now[name] - count for name, count in before.items() if now[name] != count}


def cards(answer: Answer) -> list[Json]:
    """The messages of words that were sent, apart from their later changes."""
    return [call for call in answer.calls if call["operation"] == "sendMessage"]


def downloaded(person: Person, message: Json) -> bytes:
    """The file of a message, as its reader gets it."""
    media = message["media"]
    url = f"{person.town.telegram}/chat/file/{media['file_id']}"
    return person.town.http.get(url, headers={"X-Chat-Key": person.key}).content


def rows(town: QuickTown, query: str) -> list[tuple[Any, ...]]:
    """What the bot's database answers."""
    with psycopg.connect(town.settings["DATABASE_URL"]) as conn:
        return conn.execute(query.encode()).fetchall()


#: What gives access to a file or lets somebody report for an engine, by its form.
SIGNED = re.compile(
    r"_jwt=\w|[?&]sig=\w|/hooks/rapid_runway/[0-9a-f]{32}/\w|webhook_secret.{1,4}\w"
)


def leaks(town: QuickTown) -> list[str]:
    """Where keys, tokens and signed addresses stand in the clear: the log and the database."""
    secrets = [
        value
        for name, value in town.settings.items()
        if name.endswith(("_KEY", "_SECRET", "_TOKEN")) and value
    ]
    tables = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
    texts = {"the log": town.logged()}
    for (table,) in rows(town, tables):
        dumped = rows(town, f'SELECT to_jsonb(it)::text FROM "{table}" it')  # noqa: S608
        texts[table] = "\n".join(text for (text,) in dumped)
    found = [name for name, text in texts.items() if any(secret in text for secret in secrets)]
    return found + [
        f"{name}: {SIGNED.search(text)}" for name, text in texts.items() if SIGNED.search(text)
    ]
