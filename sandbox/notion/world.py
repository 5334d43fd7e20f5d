"""The databases and pages of the sandbox's Notion, in memory; knows no HTTP."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from pydantic import JsonValue

from sandbox.faults import Faults

SERVICE = "notion"
KEY = "ntn_sandbox_token"
DATABASE_ID = "11111111-2222-4333-8444-555555555555"
OLD_DATABASE_ID = "22222222-2222-4333-8444-555555555555"
HIDDEN_DATABASE_ID = "33333333-2222-4333-8444-555555555555"
STATUSES = ("Not started", "In progress", "Done", "Failed")
_BORN = datetime(2026, 1, 1, tzinfo=UTC)

Json = dict[str, JsonValue]

#: The columns of the sample, by their types; the title is not the first.
COLUMNS: Mapping[str, str] = {
    "Engine": "select",
    "Duration": "number",
    "Prompt": "title",
    "Ratio": "rich_text",
    "Style": "formula",
    "Status": "status",
    "Result": "url",
}
_ROWS = (
    ("A red fox runs through fresh snow", "auto", 5, "16:9", "cinematic"),
    ("A cup of coffee in the morning", "auto", 5, "9:16", ""),
    ("一只熊猫在竹林里打太极", "auto", 5, "1:1", "水墨风"),
)


@dataclass(slots=True)
class Page:
    """One row."""

    id: str
    created: datetime
    properties: dict[str, Json] = field(default_factory=dict)
    in_trash: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """One database; `source_id` is "" for one of long ago."""

    id: str
    source_id: str
    columns: Mapping[str, str]
    pages: list[Page]


class World:
    """All databases."""

    def __init__(self, *, faults: Faults) -> None:
        self.faults = faults
        self.forget()

    def forget(self) -> None:
        """Begin anew, with the samples."""
        self.bases: dict[str, Base] = {}
        self.written = 0
        self.add(DATABASE_ID, COLUMNS, _ROWS)
        old = {**COLUMNS, "Status": "select", "Result": "rich_text"}
        self.add(OLD_DATABASE_ID, old, _ROWS, sources=False)

    def add(
        self,
        base_id: str,
        columns: Mapping[str, str],
        rows: Sequence[tuple[str, str, int, str, str]],
        *,
        sources: bool = True,
    ) -> Base:
        """Put a database in; each row is a prompt, an engine, seconds, a ratio and a style."""
        base = Base(
            id=base_id,
            source_id=str(uuid5(UUID(base_id), "source")) if sources else "",
            columns=columns,
            pages=[
                Page(
                    id=str(uuid5(UUID(base_id), str(number))),
                    created=_BORN + timedelta(minutes=number),
                    properties={
                        name: _value(columns[name], told)
                        for name, told in zip(
                            ("Prompt", "Engine", "Duration", "Ratio", "Style"), row, strict=True
                        )
                        if name in columns
                    },
                )
                for number, row in enumerate(rows)
            ],
        )
        self.bases[base_id] = base
        return base

    def source(self, source_id: str) -> Base | None:
        """The database that has this source."""
        return next((base for base in self.bases.values() if base.source_id == source_id), None)

    def page(self, page_id: str) -> tuple[Base, Page] | None:
        """A page and its database."""
        for base in self.bases.values():
            for page in base.pages:
                if page.id == page_id:
                    return base, page
        return None

    def books(self) -> Mapping[str, object]:
        """How often pages were written to."""
        return {"databases": len(self.bases), "written": self.written}


def _value(kind: str, told: object) -> Json:
    match kind:
        case "title" | "rich_text":
            # Two pieces, as where a part of the text is bold.
            half = len(str(told)) // 2
            parts: list[JsonValue] = [
                {"type": "text", "plain_text": part, "text": {"content": part}}
                for part in (str(told)[:half], str(told)[half:])
                if part
            ]
            return {"type": kind, kind: parts}
        case "select" | "status":
            return {"type": kind, kind: {"name": str(told)} if told else None}
        case "formula":
            return {"type": kind, kind: {"type": "string", "string": str(told) or None}}
        case _:
            return {"type": kind, kind: told if isinstance(told, int) else str(told)}


def shown(base: Base, page: Page) -> Json:
    """A page as the API shows it, with the empty properties too."""
    empty: dict[str, JsonValue] = {
        name: {"type": kind, kind: [] if kind in ("title", "rich_text") else None}
        for name, kind in base.columns.items()
    }
    return {
        "object": "page",
        "id": page.id,
        "created_time": page.created.isoformat(),
        "archived": page.in_trash,
        "in_trash": page.in_trash,
        "properties": {**empty, **page.properties},
    }


def schema(base: Base) -> Json:
    """A database's columns as the API shows them."""
    columns: Json = {}
    for name, kind in base.columns.items():
        options: JsonValue = [{"name": status} for status in STATUSES]
        details: Json = {"options": options} if kind == "status" else {}
        columns[name] = {"id": name[:4], "name": name, "type": kind, kind: details}
    return columns
