"""The labelled messages that we learn from and measure with; it knows no weights."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from intents.routing import Intent

DATA = Path(__file__).with_name("data")
# Lines of the engineer: learned from, never counted as a writer of their own.
NOT_WRITERS = frozenset({"lab", "table"})
# Others in the folder are never learned from: they are the last, blind test.
LEARNED_FROM = frozenset({p.stem for p in DATA.glob("*.jsonl")})


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
    """All examples of all writers, near-duplicates counted once."""
    # Those that are learned from first, so that other files in the folder change nothing for them.
    paths = sorted(folder.glob("*.jsonl"), key=lambda path: (path.stem not in LEARNED_FROM, path))
    found = [example for path in paths for example in read_file(path)]
    return list(_distinct(found))


def _distinct(examples: Iterable[Example]) -> Iterator[Example]:
    seen: set[str] = set()
    for example in examples:
        letters = "".join(c for c in example.text.casefold() if c.isalnum()) or example.text
        if letters not in seen:
            seen.add(letters)
            yield example


def held_out(example: Example) -> bool:
    """Whether an example is in the tenth of its writer that the committed weights never saw."""
    digest = hashlib.sha256(example.text.encode("utf-8", "replace")).digest()
    return digest[0] % 10 == 0 and example.writer in LEARNED_FROM - NOT_WRITERS


def to_learn(example: Example) -> bool:
    """Whether the committed weights are learned from an example."""
    return example.writer in LEARNED_FROM and not held_out(example)
