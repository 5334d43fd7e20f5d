"""How right we are on a writer that we have never read: learn from the others, ask this one."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from intents.classify import classify_with
from intents.corpus import NOT_WRITERS, everything
from intents.measure import Figures, measure
from intents.network import load
from intents.routing import Routing
from intents.training import train, write


def leave_one_writer_out() -> Iterator[tuple[str, Figures]]:
    """The figures for each writer, and at last for all of them together."""
    examples = everything()
    every = []
    answers: dict[str, Routing] = {}
    for writer in sorted({example.writer for example in examples} - NOT_WRITERS):
        others = [example for example in examples if example.writer != writer]
        theirs = [example for example in examples if example.writer == writer]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "weights.bin")
            write(train(others), path, "")
            network = load(path)
        answers |= {example.text: classify_with(network, example.text) for example in theirs}
        every += theirs
        yield writer, measure(theirs, answers.__getitem__)
    yield "all", measure(every, answers.__getitem__)
