"""People who send tables of prompts, and a look at what came of each row."""

import csv
import io
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook

from sandbox.notion.world import KEY as NOTION_KEY
from tests.journeys.quick import NONE, SHORT, Json, NewDatabase, Person, QuickTown, Settings
from tests.journeys.town import Pause, running_town

HEADINGS = ("Prompt", "Engine", "Ratio", "Duration", "Style")


@dataclass(frozen=True, slots=True, kw_only=True)
class Client(Person):
    """Somebody with tables."""

    def save(self, message: Json) -> bytes:
        """The file that came with a message."""
        return self._call("GET", f"file/{message['media']['file_id']}").content

    def documents(self, ending: str) -> list[Json]:
        """The files with this ending that the bot has sent, oldest first."""
        kept = [m for m in self._of_bot() if m["media"] and m["media"]["type"] == "document"]
        return [m for m in kept if m["media"]["name"].endswith(ending)]

    def results(self) -> list[Json]:
        """The clips and pictures that came."""
        return [m for m in self._of_bot() if m["media"] and m["media"]["type"] != "document"]

    def begin(self, table: Path, text: str = "") -> str:
        """Send a table, wait until it was checked, and have it made; what the check said."""
        self.send(text, table)
        return self.go()

    def go(self, label: str = "Go ahead") -> str:
        """Wait for the question and say yes; what was asked."""
        question = self.offered(label)
        self.push(question, label)
        return str(question["text"])

    def offered(self, label: str, within_s: float = 30.0) -> Json:
        """The newest message with a button of this name, as soon as there is one."""
        end, pause = time.monotonic() + within_s, Pause()
        while True:
            for message in reversed(self._of_bot()):
                if label in [button["text"] for row in message["buttons"] for button in row]:
                    return message
            assert time.monotonic() < end, (label, self._of_bot()[-3:], self.town.log_tail())
            pause.short()

    def push(self, message: Json, label: str) -> None:
        """Press a button of this message, and wait for nothing."""
        buttons = {b["text"]: b["data"] for row in message["buttons"] for b in row}
        body = {"message_id": message["id"], "data": buttons[label]}
        self._call("POST", "press", json=body)

    def until(self, holds: Callable[[], object], what: str, within_s: float = 90.0) -> None:
        """Look again and again until it holds."""
        end, pause = time.monotonic() + within_s, Pause()
        while not holds():
            seen = [(m["text"], m["media"]) for m in self._of_bot()[-4:]]
            assert time.monotonic() < end, (what, seen, self.town.log_tail())
            pause.short()

    def ended(self, count: int = 1, within_s: float = 150.0) -> "Ended":
        """Wait for the end of a batch, the `count`th of this chat."""
        self.until(lambda: len(self.documents("report.csv")) >= count, "the report", within_s)
        message = self.documents("report.csv")[count - 1]
        self.until(lambda: not _is_at_work(self.state()), "the card to be closed")
        lines = list(csv.reader(io.StringIO(self.save(message).decode("utf-8-sig"))))
        return Ended(message=message, headings=lines[0], rows=lines[1:])

    def archive(self, message: Json) -> dict[str, int]:
        """What is in an archive, with sizes; it must be whole."""
        with zipfile.ZipFile(io.BytesIO(self.save(message))) as archive:
            assert archive.testzip() is None
            return {it.filename: it.file_size for it in archive.infolist()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """The report of a batch: `headings` and `rows` as they stand in the file."""

    message: Json
    headings: list[str]
    rows: list[list[str]]

    def column(self, name: str) -> list[str]:
        """One column, from top to bottom; where the table has one of this name, too, ours."""
        place = len(self.headings) - 1 - self.headings[::-1].index(name)
        return [row[place] for row in self.rows]

    @property
    def statuses(self) -> Counter[str]:
        """How many rows ended how."""
        return Counter(self.column("Status"))


@dataclass(slots=True, kw_only=True)
class TableTown(QuickTown):
    """A town whose bot makes tables of prompts."""

    def client(self, language: str = "en") -> Client:
        """Somebody new."""
        new = self.person(language)
        return Client(town=new.town, chat_id=new.chat_id, key=new.key)

    def put_sheet(self, document: str, content: str) -> None:
        """Put a sheet into the sandbox's Google Sheets."""
        url = f"{self.settings['SHEETS_URL']}/sandbox/sheets/{document}"
        self.http.put(url, content=content.encode()).raise_for_status()

    def pages(self, source: str) -> list[Json]:
        """The pages of a database in the sandbox's Notion."""
        answer = self.http.post(
            f"{self.settings['NOTION_API_URL']}/v1/{source}/query",
            headers={
                "Authorization": f"Bearer {NOTION_KEY}",
                "Notion-Version": "2022-06-28" if "databases" in source else "2025-09-03",
            },
            json={"sorts": [{"timestamp": "created_time", "direction": "ascending"}]},
        )
        found: list[Json] = answer.raise_for_status().json()["results"]
        return found

    def orders(self, service: str, operation: str, mark: int) -> list[str]:
        """The words of all orders that a service was handed since then, also refused ones."""
        return list(self.orders_by_call(service, operation, mark).values())

    def orders_by_call(self, service: str, operation: str, mark: int) -> dict[int, str]:
        """The same by the call's number; of very many calls the log keeps the newest."""
        calls = self.since(mark, operation, service)
        # One that a kill cut short has no body, and did nothing.
        bodies = {call["id"]: call["body"] for call in calls if isinstance(call["body"], dict)}
        words = {at: body.get("prompt") or body.get("promptText") for at, body in bodies.items()}
        return {at: text for at, text in words.items() if text}


@contextmanager
def table_town(
    folder: Path, new_database: NewDatabase, settings: Settings = NONE
) -> Iterator[TableTown]:
    """The sandbox, and the bot with Flux, Runway and this machine."""
    with (
        new_database() as url,
        running_town(
            folder, url, "--pace", "0.05", "--engines", "bfl,runway", kind=TableTown
        ) as town,
    ):
        chosen = {"ENGINE": "auto", "NEMO_TOKEN": town.operator_token, **settings}
        town.settings |= {**SHORT, **chosen}
        town.start_bot()
        yield town


def csv_table(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    """A CSV file with the usual headings."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADINGS, *rows])
    return path


def excel_table(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    """The same as an XLSX file."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in [HEADINGS, *rows]:
        sheet.append(list(row))
    book.save(path)
    return path


def _is_at_work(state: Json) -> bool:
    labels = {b["text"] for m in state["messages"] for row in m["buttons"] for b in row}
    return bool(labels & {"Cancel", "取消"})
