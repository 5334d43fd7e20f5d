"""The proof of batches: faults, two kills, and then every row is accounted for and paid once."""

import time
from collections import Counter
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.journeys.engines.tables import Client, Ended, TableTown, csv_table, table_town
from tests.journeys.quick import NewDatabase

SETTINGS = {"BATCH_AT_ONCE": "8", "ENGINE_REST_S": "0"}
#: What goes wrong, in turn; each is acted out, so a second order for the same words is paid twice.
FAULTS = (
    ("bfl", "submit", "moderated"),
    ("runway", "image_to_video", "fail=SAFETY.INPUT.TEXT"),
    ("bfl", "submit", "504 worked"),
    ("runway", "image_to_video", "504 worked"),
    ("bfl", "submit", "error"),
)
#: What is paid for words alone; the log has no words of what comes with a picture.
PAID = (("bfl", "submit"), ("runway", "text_to_image"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """What happened, for the figures."""

    statuses: Counter[str]
    orders: int
    took_s: float


def prove(folder: Path, new_database: NewDatabase, *, rows: int, within_s: float) -> Proven:
    """Have a table made while things go wrong, and judge the report against the books."""
    table = csv_table(folder / "many.csv", [_row(number) for number in range(rows)])
    begun = time.monotonic()
    with table_town(folder, new_database, SETTINGS) as town:
        for number in range(max(rows // 10, 1)):
            service, operation, value = FAULTS[number % len(FAULTS)]
            town.arm(operation, service=service, kind="backend", value=value)
        ann, ledger = town.client(), _Ledger(town)
        assert f"{rows} rows can be made" in ann.begin(table)
        for share in (0.2, 0.6):
            ann.until(partial(_has, ann, rows * share), "results", within_s)
            assert not ann.documents("report.csv"), "too late to be a test of anything"
            ledger.note()
            town.kill_bot()
            town.start_bot()
        ended = ann.ended(within_s=within_s)
        assert not town.unmet_faults()
        clips = [it for it in map(_row, range(rows)) if it[1] == "runway"]
        orders = ledger.judge(len(clips))
        _judge_the_report(ann, ended, rows)
    return Proven(statuses=ended.statuses, orders=orders, took_s=time.monotonic() - begun)


def _has(ann: Client, count: float) -> bool:
    return len(ann.results()) >= count


def _row(number: int) -> tuple[object, ...]:
    engine = "runway" if number % 10 in (1, 6) else "flux"
    engine = "local" if number % 25 == 12 else engine
    return (f"scene number {number} of many", engine, "9:16", 2 if engine == "local" else 5, "")


class _Ledger:
    """All orders, noted again and again, because the sandbox's log forgets the oldest."""

    def __init__(self, town: TableTown) -> None:
        self._town = town
        self._orders: dict[tuple[str, str], dict[int, str]] = {paid: {} for paid in PAID}

    def note(self) -> None:
        """Take over what was ordered since."""
        for (service, operation), orders in self._orders.items():
            orders.update(self._town.orders_by_call(service, operation, 0))

    def judge(self, clips: int) -> int:
        """Nothing was ordered twice, clips by so many rows alone; how many orders there were."""
        self.note()
        for orders in self._orders.values():
            counted = Counter(orders.values())
            assert max(counted.values(), default=0) <= 1, f"paid twice: {counted.most_common(3)}"
        books = self._town.http.get(f"{self._town.control}/books").json()
        pictures = len(self._orders["bfl", "submit"])
        assert len(books["bfl"]["jobs"]) <= pictures, "the ledger misses orders"
        by_runway = Counter(str(it["call"]) for it in books["runway"]["made"])
        assert by_runway["image_to_video"] <= clips, f"paid twice: {by_runway}"
        return pictures + by_runway.total()


def _judge_the_report(ann: Client, ended: Ended, rows: int) -> None:
    """Each row stands in the report once, and what it says is so."""
    assert ended.column("#") == [str(number + 2) for number in range(rows)]
    assert set(ended.statuses) <= {"Done", "Failed", "Unsure"}, ended.statuses
    # What went wrong on purpose, and what was on its way at a kill.
    assert ended.statuses["Done"] >= rows * 0.6, ended.statuses
    packed = [name for message in ann.documents(".zip") for name in ann.archive(message)]
    assert packed == [name for name in ended.column("File") if name]
    came = Counter(message["text"].partition(":")[0] for message in ann.results())
    for number, status, file, remark in zip(
        *(ended.column(name) for name in ("#", "Status", "File", "Remark")), strict=True
    ):
        assert bool(file) == (status == "Done"), (number, status, file)
        assert remark, (number, status)
        # A kill between the sending and the note of it: at most once more.
        assert (status == "Done") <= came[f"Row {number}"] <= 2 * (status == "Done"), (number, came)
    assert sum(count - 1 for count in came.values() if count > 1) <= 2 * 8
