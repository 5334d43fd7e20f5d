"""A message as all judges see it: read, cut into clauses, and looked up; it judges nothing."""

from typing import NamedTuple

from intents.clauses import clauses
from intents.features import Features, features
from intents.lexicon.concepts import UNSEEN_BY_TABLE
from intents.reading import Reading, Word, read
from intents.routes import Found, find


class Look(NamedTuple):
    """A message as it was read: its concepts, its clauses, and what the table found in each."""

    reading: Reading
    clauses: list[list[Word]]
    found: list[Found | None]

    @property
    def features(self) -> Features:
        """What the weights look at."""
        return features(self.reading, self.clauses, self.found)


def look(text: str) -> Look:
    """Read a message, and look its clauses up in the table."""
    reading = read(text)
    parts = clauses([word for word in reading.words if word.concept not in UNSEEN_BY_TABLE])
    found = [find([word.concept for word in part]) for part in parts]
    return Look(reading=reading, clauses=parts, found=found)
