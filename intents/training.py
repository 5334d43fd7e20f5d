"""Learns the weights from the labelled messages; needs the `train` extra, the bot never runs it.

Deterministic: the same examples give the same weights.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse  # type: ignore[import-untyped]

from intents.compounds import compounds, wrapped
from intents.corpus import Example, blind, everything
from intents.features import Features, pieces
from intents.look import look
from intents.measure import measure
from intents.network import FILE, LANE_BYTES, ZERO, Layers, load, save
from intents.report import report
from intents.routing import Intent
from intents.slips import misspelt

Floats = NDArray[np.floating]
Ints = NDArray[np.int64]

# Two that have learned apart are more often right together than one of twice the size.
LESSONS, UNITS = 2, 24
ROUNDS = 12
_BATCH = 100
_STEP = 3e-3
# Left out at random in each round, so that no word is relied on alone.
_WORDS_OUT, _FEATURES_OUT, _UNITS_OUT = 0.1, 0.25, 0.4
_DECAY = 1e-5
# A label is believed to 95 %.
_DOUBT = 0.05
_SEEN_AT_LEAST = 7
# A piece of fewer words tells no more than the words themselves.
_SHARED_BY = 10
# A wish that is made is believed sooner than an action: an action disturbs or costs.
_SOONER = 0.95
# Beyond this share of a unit's greatest weight, weights are cut off.
_GREATEST = 0.6
_MADE_UP = 5000
# The acceptance table is no matter of opinion.
_RULES_AGAIN = 6
# Words of a message are told apart up to this number.
_WORDS = 60

INTENTS = tuple(Intent)
THENS: tuple[Intent | None, ...] = (None, *Intent)


class Weights(NamedTuple):
    """A network while it learns: a hidden layer (features x units) and two heads on it."""

    hidden: Floats
    bias: Floats
    first: Floats
    then: Floats
    first_bias: Floats
    then_bias: Floats


class Trained(NamedTuple):
    """What came out of learning, before it is rounded; `names` are those of the features."""

    names: list[str]
    weights: Weights


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
    rules = [example for example in examples if example.writer == "table"] * _RULES_AGAIN
    everything = [*examples, *rules, *made, *wrapped(examples), *misspelt(examples)]
    looked_at = [look(example.text).features for example in everything]
    seen = Counter(
        name for it in looked_at[: len(examples)] for name in {name for name, _ in _names(it)}
    )
    words = {word for it in looked_at[: len(examples)] for word in it.words}
    shared = Counter(piece for word in words for piece in pieces(word) if not _is_word(piece))
    # The frequent ones first: they stand together in memory, and are found sooner.
    names = sorted(
        name
        for name, count in seen.items()
        if count >= _SEEN_AT_LEAST and shared.get(name, _SHARED_BY) >= _SHARED_BY
    )
    names.sort(key=seen.__getitem__, reverse=True)
    rows = _matrix(looked_at, {name: i for i, name in enumerate(names)})
    intents = np.array([INTENTS.index(example.intent) for example in everything])
    thens = np.array([THENS.index(example.then) for example in everything])
    lessons = [_Lesson(len(names), np.random.default_rng(1 + i)) for i in range(LESSONS)]
    for lesson in lessons:
        lesson.learn(rows, (intents, thens))
    return Trained(names, _joined([lesson.weights for lesson in lessons]))


def _names(looked_at: Features) -> Iterator[tuple[str, int]]:
    """All features of a message, each with the number of its word; 0 if it is of no single one."""
    yield from ((name, 0) for name in sorted(looked_at.others))
    for i, word in enumerate(looked_at.words):
        yield from ((piece, 1 + i % _WORDS) for piece in pieces(word))


def _joined(learned: Sequence[Weights]) -> Weights:
    """One network that answers with the mean of what several would answer, before the softmax."""
    hidden, bias, first, then, first_bias, then_bias = zip(*learned, strict=True)
    return Weights(
        hidden=np.hstack(hidden),
        bias=np.hstack(bias),
        first=np.vstack(first) / len(learned),
        then=np.vstack(then) / len(learned),
        first_bias=np.mean(first_bias, axis=0),
        then_bias=np.mean(then_bias, axis=0),
    )


def _matrix(looked_at: Iterable[Features], places: dict[str, int]) -> sparse.csr_matrix:
    """A row for each message, a column for each feature; the entries are the numbers of words."""
    columns: list[int] = []
    words: list[int] = []
    ends = [0]
    for features in looked_at:
        for name, word in _names(features):
            if (column := places.get(name)) is not None:
                columns.append(column)
                words.append(word)
        ends.append(len(columns))
    return sparse.csr_matrix((words, columns, ends), shape=(len(ends) - 1, len(places)))


class _Lesson:
    """A hidden layer and two heads that learn by Adam."""

    def __init__(self, features: int, dice: np.random.Generator) -> None:
        def drawn(*shape: int, spread: float) -> Floats:
            return (dice.standard_normal(shape) * spread).astype(np.float32)

        narrow = float(UNITS) ** -0.5
        self.dice = dice
        self.weights = Weights(
            hidden=drawn(features, UNITS, spread=0.1),
            bias=np.zeros(UNITS, np.float32),
            first=drawn(UNITS, len(INTENTS), spread=narrow),
            then=drawn(UNITS, len(THENS), spread=narrow),
            first_bias=np.zeros(len(INTENTS), np.float32),
            then_bias=np.zeros(len(THENS), np.float32),
        )
        self.mean = [np.zeros_like(p) for p in self.weights]
        self.square = [np.zeros_like(p) for p in self.weights]
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
        """The rows without some words and some features, and which features are left in them."""
        count = rows.shape[0]
        row_of = np.repeat(np.arange(count), np.diff(rows.indptr))
        word_stays = self.dice.random((count, 1 + _WORDS)) >= _WORDS_OUT
        word_stays[:, 0] = True
        stays = word_stays[row_of, rows.data] & (self.dice.random(len(row_of)) >= _FEATURES_OUT)
        seen, places = np.unique(rows.indices[stays], return_inverse=True)
        counts = np.bincount(row_of[stays], minlength=count)
        worth = np.repeat(1 / np.sqrt(np.maximum(1, counts)), counts).astype(np.float32)
        ends = np.concatenate([[0], np.cumsum(counts)])
        return seen, sparse.csr_matrix((worth, places, ends), shape=(count, len(seen)))

    def _gradients(self, rows: sparse.csr_matrix, seen: Ints, answers: list[Ints]) -> list[Floats]:
        all_weights, bias, *heads = self.weights
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
            self.weights[i][at] -= np.float32(step) * mean / (np.sqrt(square) + np.float32(1e-8))


def _softmax(values: Floats) -> Floats:
    parts = np.exp(values - values.max(1, keepdims=True))
    shares: Floats = parts / parts.sum(1, keepdims=True)
    return shares


def write(trained: Trained, path: Path, mark: str) -> None:
    """Round the weights to half a byte each and write them."""
    names, weights = trained
    most = ZERO - 1
    scale = _GREATEST * np.abs(weights.hidden).max(0) / most
    rounded = (np.clip(np.rint(weights.hidden / scale), -most, most) + ZERO).astype(np.uint8)
    first, then = (
        np.round(np.vstack([bias, head]).T.astype(float), 4).tolist()
        for bias, head in (
            (weights.first_bias, weights.first),
            (weights.then_bias, weights.then),
        )
    )
    for intent in (Intent.EDIT, Intent.GENERATE_VIDEO):
        first[INTENTS.index(intent)][0] += _SOONER
    layers = Layers(
        scale=np.round(scale.astype(float), 7).tolist(),
        bias=np.round(weights.bias.astype(float), 5).tolist(),
        first=first,
        then=then,
        trained_from=mark,
    )
    words = [name[1:-1] for name in names if _is_word(name)]
    places = {name: i for i, name in enumerate(names)}
    counted = np.insert(rounded, 0, 1, axis=1).astype(f"<u{LANE_BYTES}")
    sums = [
        counted[[places[piece] for piece in pieces(word) if piece in places]].sum(0, counted.dtype)
        for word in words
    ]
    others = [name for name in names if not _is_word(name)]
    rest = rounded[[places[name] for name in others]]
    save(
        path,
        layers,
        words=words,
        sums=np.array(sums).tobytes(),
        names=others,
        weights=(rest[:, 0::2] | rest[:, 1::2] << 4).tobytes(),
    )


def _is_word(name: str) -> bool:
    """Whether a feature is a whole word, which is looked up before its pieces."""
    return len(name) > 2 and name[0] == name[-1] == " "


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
