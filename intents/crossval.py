"""How right we are on a writer that we have never read: learn from the others, ask this one."""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from intents.classify import classify_with
from intents.corpus import NOT_WRITERS, Example, everything
from intents.measure import Figures, measure
from intents.network import Network, load
from intents.routing import Routing
from intents.training import train, write


def leave_writers_out(folds: int) -> Iterator[tuple[str, Figures]]:
    """The figures for each group of whole writers, and at last for all of them together."""
    examples = everything()
    every: list[Example] = []
    answers: dict[str, Routing] = {}
    for group in groups(examples, folds):
        theirs = [example for example in examples if example.writer in group]
        network = _learned([example for example in examples if example.writer not in group])
        answers |= {example.text: classify_with(network, example.text) for example in theirs}
        every += theirs
        yield ", ".join(group), measure(theirs, answers.__getitem__)
    yield "all", measure(every, answers.__getitem__)


def groups(examples: Sequence[Example], folds: int) -> list[list[str]]:
    """Every writer in one of so many groups, as even as can be; never more groups than writers."""
    writers = sorted({example.writer for example in examples} - NOT_WRITERS)
    return [writers[i::folds] for i in range(min(folds, len(writers)))]


def _learned(examples: Sequence[Example]) -> Network:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "weights.bin")
        write(train(examples), path, "")
        return load(path)
