"""The labelled messages that we learn from and measure with; it knows no weights."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from intents.routing import Intent

DATA = Path(__file__).with_name("data")
# Lines of the engineer: learned from, never counted as a writer of their own.
NOT_WRITERS = frozenset({"lab", "table"})
# Writers that are never learned from, nor looked at when the code is changed.
BLIND = DATA / "blind"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A message, what it asks for, and where it comes from."""

    text: str
    intent: Intent
    then: Intent | None = None
    language: str = "?"
    kind: str = "?"
    writer: str = "?"


def read_file(path: Path) -> list[Example]:
    """The examples of a JSONL file; a field may have either of its names, or be missing."""
    lines = path.read_text("utf-8").splitlines()
    return [_example(json.loads(line), path.stem) for line in lines if line.strip()]


def _example(fields: dict[str, str | None], writer: str) -> Example:
    then = fields.get("then")
    return Example(
        text=fields["text"] or "",
        intent=Intent(fields.get("intent") or fields["label"]),  # type: ignore[arg-type]
        then=Intent(then) if then else None,
        language=fields.get("lang") or fields.get("language") or "?",
        kind=fields.get("kind") or "?",
        writer=writer,
    )


def everything(folder: Path = DATA) -> list[Example]:
    """All examples to learn from, near-duplicates counted once."""
    paths = sorted(folder.glob("*.jsonl"))
    found = [example for path in paths for example in read_file(path)]
    return list(_distinct(found))


def _distinct(examples: Iterable[Example]) -> Iterator[Example]:
    seen: set[str] = set()
    for example in examples:
        letters = _letters(example.text)
        if letters not in seen:
            seen.add(letters)
            yield example


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum()) or text


def blind() -> list[Example]:
    """The examples to measure by, less those that someone to learn from has written, too."""
    learned = {_letters(example.text) for example in everything()}
    return [example for example in everything(BLIND) if _letters(example.text) not in learned]
