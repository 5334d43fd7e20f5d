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
from intents.slips import misspelt

Floats = NDArray[np.floating]
Ints = NDArray[np.int64]

# Three that have learned apart are more often right together than one of three times the size.
LESSONS, UNITS = 3, 21
ROUNDS = 12
_BATCH = 100
_STEP = 3e-3
# Left out at random in each round, so that no word is relied on alone.
_FEATURES_OUT, _UNITS_OUT = 0.3, 0.4
_DECAY = 1e-5
# A label is believed to 95 %.
_DOUBT = 0.05
_SEEN_AT_LEAST = 7
# A wish that is made is believed sooner than an action: an action disturbs or costs.
_SOONER = 0.6
# Beyond this share of a unit's greatest weight, weights are cut off.
_GREATEST = 0.6
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


_CODE = (
    "compounds.py",
    "features.py",
    "reading.py",
    "routes.py",
    "slips.py",
    "training.py",
)


def train(examples: Sequence[Example]) -> Trained:
    """Learn from the examples and from compounds made of them."""
    made = compounds(examples, _MADE_UP)
    everything = [*examples, *made, *wrapped(examples), *misspelt(examples)]
    looked_at = [sorted(look(example.text).features) for example in everything]
    seen = Counter(name for names in looked_at[: len(examples)] for name in names)
    # The frequent ones first: they stand together in memory, and are found sooner.
    names = sorted(name for name, count in seen.items() if count >= _SEEN_AT_LEAST)
    names.sort(key=seen.__getitem__, reverse=True)
    rows = _matrix(looked_at, {name: i for i, name in enumerate(names)})
    intents = np.array([INTENTS.index(example.intent) for example in everything])
    thens = np.array([THENS.index(example.then) for example in everything])
    lessons = [_Lesson(len(names), np.random.default_rng(1 + i)) for i in range(LESSONS)]
    for lesson in lessons:
        lesson.learn(rows.copy(), (intents, thens))
    return _joined([lesson.parameters for lesson in lessons], names)


def _joined(learned: Sequence[list[Floats]], names: list[str]) -> Trained:
    """One network that answers with the mean of what several would answer, before the softmax."""
    weights, bias, one, two, one_bias, two_bias = zip(*learned, strict=True)
    return Trained(
        names=names,
        weights=np.hstack(weights),
        bias=np.hstack(bias),
        heads=(np.vstack(one) / len(learned), np.vstack(two) / len(learned)),
        head_biases=(np.mean(one_bias, axis=0), np.mean(two_bias, axis=0)),
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

    def learn(self, rows: sparse.csr_matrix, answers: tuple[Ints, Ints]) -> None:
        count = rows.shape[0]
        total = ROUNDS * -(-count // _BATCH)
        for _ in range(ROUNDS):
            order = self.dice.permutation(count)
            for start in range(0, count, _BATCH):
                picked = order[start : start + _BATCH]
                seen, some = self._thinned(rows[picked])
                gradients = self._gradients(some, seen, [answer[picked] for answer in answers])
                self._move(gradients, seen, _STEP * (1 - 0.9 * self.steps / total))

    def _thinned(self, rows: sparse.csr_matrix) -> tuple[Ints, sparse.csr_matrix]:
        """The rows without some of their features, and which features are left in them."""
        rows.data *= self.dice.random(len(rows.data)) >= _FEATURES_OUT
        rows.eliminate_zeros()
        counts = np.diff(rows.indptr)
        worth = np.repeat(1 / np.sqrt(np.maximum(1, counts)), counts).astype(np.float32)
        seen, places = np.unique(rows.indices, return_inverse=True)
        shape = (rows.shape[0], len(seen))
        return seen, sparse.csr_matrix((worth, places, rows.indptr), shape=shape)

    def _gradients(self, rows: sparse.csr_matrix, seen: Ints, answers: list[Ints]) -> list[Floats]:
        all_weights, bias, *heads = self.parameters
        weights = all_weights[seen]
        raw = rows @ weights + bias
        kept = (self.dice.random(raw.shape, np.float32) >= _UNITS_OUT) / np.float32(1 - _UNITS_OUT)
        hidden = np.maximum(0, raw) * kept
        back = np.zeros_like(raw)
        head_gradients, bias_gradients = [], []
        for head, head_bias, answer in zip(heads[:2], heads[2:], answers, strict=True):
            wanted = np.full((len(answer), head.shape[1]), _DOUBT / head.shape[1], np.float32)
            wanted[np.arange(len(answer)), answer] += 1 - _DOUBT
            error = (_softmax(hidden @ head + head_bias) - wanted) / np.float32(len(answer))
            head_gradients.append(hidden.T @ error)
            bias_gradients.append(error.sum(0))
            back += error @ head.T
        back *= kept * (raw > 0)
        first = rows.T @ back + np.float32(_DECAY) * weights
        return [first, back.sum(0), *head_gradients, *bias_gradients]

    def _move(self, gradients: list[Floats], seen: Ints, step: float) -> None:
        """One step of Adam; of the features, only those that were seen are moved."""
        self.steps += 1
        step *= (1 - 0.999**self.steps) ** 0.5 / (1 - 0.9**self.steps)
        everywhere = slice(None)
        for i, gradient in enumerate(gradients):
            at = everywhere if i else seen
            mean = self.mean[i][at] + np.float32(0.1) * (gradient - self.mean[i][at])
            square = self.square[i][at]
            square = square + np.float32(0.001) * (gradient * gradient - square)
            self.mean[i][at], self.square[i][at] = mean, square
            self.parameters[i][at] -= np.float32(step) * mean / (np.sqrt(square) + np.float32(1e-8))


def _softmax(values: Floats) -> Floats:
    parts = np.exp(values - values.max(1, keepdims=True))
    shares: Floats = parts / parts.sum(1, keepdims=True)
    return shares


def write(trained: Trained, path: Path, mark: str) -> None:
    """Round the weights to bytes and write them."""
    most = ZERO - 1
    scale = _GREATEST * np.abs(trained.weights).max(0) / most
    rounded = np.clip(np.rint(trained.weights / scale), -most, most).astype(np.int16) + ZERO
    first, then = (
        np.round(np.vstack([bias, head]).T.astype(float), 4).tolist()
        for bias, head in zip(trained.head_biases, trained.heads, strict=True)
    )
    for intent in (Intent.EDIT, Intent.GENERATE_VIDEO):
        first[INTENTS.index(intent)][0] += _SOONER
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
