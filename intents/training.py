"""Learns the weights from the labelled messages; needs the `train` extra, the bot never runs it.

Deterministic: the same examples give the same weights.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse  # type: ignore[import-untyped]

from intents.compounds import compounds, wrapped
from intents.corpus import Example, blind, everything
from intents.look import look
from intents.measure import measure
from intents.network import FILE, ZERO, Layers, load, save
from intents.report import report
from intents.routing import Intent

Floats = NDArray[np.floating]
Ints = NDArray[np.int64]

UNITS = 32
ROUNDS = 18
_BATCH = 100
_STEP = 3e-3
# Left out at random in each round, so that no word is relied on alone.
_FEATURES_OUT, _UNITS_OUT = 0.3, 0.2
_DECAY = 1e-5
# A label is believed to 95 %.
_DOUBT = 0.05
_SEEN_AT_LEAST = 6
_MADE_UP = 5000
# Found on writers that were left out: how far a likelihood must be tempered to be one.
_FIRST_SHARPNESS, _THEN_SHARPNESS = 1.0, 1.0

INTENTS = tuple(Intent)
THENS: tuple[Intent | None, ...] = (None, *Intent)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """Weights as they come out of learning, before they are rounded to bytes."""

    names: list[str]
    weights: Floats
    bias: Floats
    heads: tuple[Floats, Floats]
    head_biases: tuple[Floats, Floats]


def fingerprint(examples: Sequence[Example]) -> str:
    """A mark of the examples and of the code that turns them into weights."""
    digest = hashlib.sha256()
    for example in examples:
        digest.update(repr((example.text, example.intent, example.then)).encode("utf-8", "replace"))
    here = Path(__file__).parent
    for path in sorted([*here.glob("lexicon/*.py"), *(here / name for name in _CODE)]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


_CODE = ("compounds.py", "features.py", "reading.py", "routes.py", "training.py")


def train(examples: Sequence[Example]) -> Trained:
    """Learn from the examples and from compounds made of them."""
    everything = [*examples, *compounds(examples, _MADE_UP), *wrapped(examples)]
    looked_at = [sorted(look(example.text).features) for example in everything]
    seen = Counter(name for names in looked_at[: len(examples)] for name in names)
    names = sorted(name for name, count in seen.items() if count >= _SEEN_AT_LEAST)
    rows = _matrix(looked_at, {name: i for i, name in enumerate(names)})
    intents = np.array([INTENTS.index(example.intent) for example in everything])
    thens = np.array([THENS.index(example.then) for example in everything])
    rare = np.sqrt(len(intents) / len(INTENTS) / np.bincount(intents, minlength=len(INTENTS)))
    lesson = _Lesson(len(names), np.random.default_rng(1))
    lesson.learn(rows, (intents, thens), (rare[intents], np.ones(len(thens))))
    _, bias, one, two, one_bias, two_bias = lesson.parameters
    return Trained(
        names=names,
        weights=lesson.parameters[0],
        bias=bias,
        heads=(one, two),
        head_biases=(one_bias, two_bias),
    )


def _matrix(looked_at: Iterable[Sequence[str]], places: dict[str, int]) -> sparse.csr_matrix:
    columns: list[int] = []
    ends = [0]
    for names in looked_at:
        columns += [places[name] for name in names if name in places]
        ends.append(len(columns))
    ones = np.ones(len(columns), np.float32)
    return sparse.csr_matrix((ones, columns, ends), shape=(len(ends) - 1, len(places)))


class _Lesson:
    """A hidden layer and two heads that learn by Adam."""

    def __init__(self, features: int, dice: np.random.Generator) -> None:
        def drawn(*shape: int, spread: float) -> Floats:
            return (dice.standard_normal(shape) * spread).astype(np.float32)

        narrow = float(UNITS) ** -0.5
        self.dice = dice
        self.parameters: list[Floats] = [
            drawn(features, UNITS, spread=0.1),
            np.zeros(UNITS, np.float32),
            drawn(UNITS, len(INTENTS), spread=narrow),
            drawn(UNITS, len(THENS), spread=narrow),
            np.zeros(len(INTENTS), np.float32),
            np.zeros(len(THENS), np.float32),
        ]
        self.mean = [np.zeros_like(p) for p in self.parameters]
        self.square = [np.zeros_like(p) for p in self.parameters]
        self.steps = 0

    def learn(
        self, rows: sparse.csr_matrix, answers: tuple[Ints, Ints], worth: tuple[Floats, Floats]
    ) -> None:
        count = rows.shape[0]
        total = ROUNDS * -(-count // _BATCH)
        for _ in range(ROUNDS):
            order = self.dice.permutation(count)
            for start in range(0, count, _BATCH):
                picked = order[start : start + _BATCH]
                gradients = self._gradients(
                    self._thinned(rows[picked]),
                    [answer[picked] for answer in answers],
                    [each[picked] / len(picked) for each in worth],
                )
                self._move(gradients, _STEP * (1 - 0.9 * self.steps / total))

    def _thinned(self, rows: sparse.csr_matrix) -> sparse.csr_matrix:
        rows = rows.copy()
        rows.data *= self.dice.random(len(rows.data)) >= _FEATURES_OUT
        rows.eliminate_zeros()
        counts = np.diff(rows.indptr)
        rows.data = np.repeat(1 / np.sqrt(np.maximum(1, counts)), counts).astype(np.float32)
        return rows

    def _gradients(
        self, rows: sparse.csr_matrix, answers: list[Ints], worth: list[Floats]
    ) -> list[Floats]:
        weights, bias, *heads = self.parameters
        raw = rows @ weights + bias
        kept = (self.dice.random(raw.shape) >= _UNITS_OUT) / (1 - _UNITS_OUT)
        hidden = np.maximum(0, raw) * kept
        back = np.zeros_like(raw)
        head_gradients, bias_gradients = [], []
        for head, head_bias, answer, each in zip(heads[:2], heads[2:], answers, worth, strict=True):
            wanted = np.full((len(answer), head.shape[1]), _DOUBT / head.shape[1])
            wanted[np.arange(len(answer)), answer] += 1 - _DOUBT
            error = (_softmax(hidden @ head + head_bias) - wanted) * each[:, None]
            head_gradients.append(hidden.T @ error)
            bias_gradients.append(error.sum(0))
            back += error @ head.T
        back = (back * kept * (raw > 0)).astype(np.float32)
        first = rows.T @ back + _DECAY * weights
        return [first, back.sum(0), *head_gradients, *bias_gradients]

    def _move(self, gradients: list[Floats], step: float) -> None:
        self.steps += 1
        step *= (1 - 0.999**self.steps) ** 0.5 / (1 - 0.9**self.steps)
        for i, gradient in enumerate(gradients):
            self.mean[i] += 0.1 * (gradient - self.mean[i])
            self.square[i] += 0.001 * (gradient * gradient - self.square[i])
            moved = step * self.mean[i] / (np.sqrt(self.square[i]) + 1e-8)
            self.parameters[i] -= moved.astype(np.float32)


def _softmax(values: Floats) -> Floats:
    parts = np.exp(values - values.max(1, keepdims=True))
    shares: Floats = parts / parts.sum(1, keepdims=True)
    return shares


def write(trained: Trained, path: Path, mark: str) -> None:
    """Round the weights to bytes and write them."""
    scale = np.abs(trained.weights).max(0) / (ZERO - 1)
    rounded = np.rint(trained.weights / scale).astype(np.int16) + ZERO
    first, then = (
        np.round(np.vstack([bias, head]).T.astype(float), 4).tolist()
        for bias, head in zip(trained.head_biases, trained.heads, strict=True)
    )
    layers = Layers(
        scale=np.round(scale.astype(float), 7).tolist(),
        bias=np.round(trained.bias.astype(float), 5).tolist(),
        first=first,
        then=then,
        first_sharpness=_FIRST_SHARPNESS,
        then_sharpness=_THEN_SHARPNESS,
        trained_from=mark,
    )
    save(path, trained.names, rounded.astype(np.uint8).tobytes(), layers)


def train_and_write() -> Iterator[str]:
    """Learn from all messages but the blind ones, write the committed file, say how it went."""
    examples = everything()
    yield f"learning from {len(examples)} messages"
    write(train(examples), FILE, fingerprint(examples))
    yield f"wrote {FILE.name}, {FILE.stat().st_size / 1e6:.1f} MB"
    # Not before the weights are there: it loads them.
    from intents.classify import classify_with

    network = load()
    figures = measure(blind(), lambda text: classify_with(network, text))
    yield "on a writer that nothing was learned from:"
    yield report(figures)
