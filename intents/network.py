"""The learned weights: a small network over counted features, in plain Python.

Each feature has 48 weights of four bits. They are kept side by side in one big integer, so that
adding a feature is one addition, whatever the number of weights. Of the words that are met often,
the pieces are added up already.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from math import dist, exp, sqrt
from operator import mul
from pathlib import Path
from struct import iter_unpack
from sys import byteorder
from typing import BinaryIO, NamedTuple, TypeAlias

from intents.features import Features, pieces

FILE = Path(__file__).with_name("weights.bin")

Hidden: TypeAlias = tuple[float, ...]

# A weight w (-7 to 7) is stored as w + 8; a lane of two bytes holds the sum of 4000 of them, which
# is more than a message has.
LANE_BYTES = 2
ZERO = 8
# How many of the words that are met are remembered, beside those that are in the file.
_WORDS = 8192
# Two weights in a byte: of the even units in the lower half, of the odd ones in the upper.
_LOW = bytes(byte & 15 for byte in range(256))
_HIGH = bytes(byte >> 4 for byte in range(256))
# Read in pieces, so that loading needs little memory for a moment.
_ROWS = 512
# The lanes of a big-endian machine come out backwards.
_ORDER = 1 if byteorder == "little" else -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Layers:
    """What stands behind the features: `scale` and `bias` of each hidden unit, then two heads.

    A head is a row of weights for each answer, with its bias in front.
    """

    scale: list[float]
    bias: list[float]
    first: list[list[float]]
    then: list[list[float]]
    trained_from: str


class Head(NamedTuple):
    """A softmax over products of the hidden units with a row for each answer.

    A product is half of what |units|² + |row|² exceed |units - row|² by, and |units|² is the same
    for all answers. So it is enough to know distances, which the standard library has fast.
    """

    rows: list[Hidden]
    offsets: list[float]

    @staticmethod
    def of(rows: Iterable[list[float]]) -> "Head":
        """A head from its rows of weights, each with its bias in front."""
        split = [(bias, tuple(row)) for bias, *row in rows]
        return Head(
            [row for _, row in split], [b + sum(map(mul, row, row)) / 2 for b, row in split]
        )

    def likelihoods(self, hidden: Hidden) -> list[float]:
        """How likely each answer is."""
        distances = map(dist, self.rows, repeat(hidden))
        values = [b - d * d / 2 for b, d in zip(self.offsets, distances, strict=True)]
        top = max(values)
        parts = [exp(value - top) for value in values]
        total = sum(parts)
        return [part / total for part in parts]


class Words(dict[str, int]):
    """The lanes of whole words; those of another word are added up from its pieces."""

    def __init__(self, known: Iterable[tuple[str, int]], lanes: dict[str, int]) -> None:
        super().__init__(known)
        self.lanes = lanes
        self.most = len(self) + _WORDS

    def __missing__(self, word: str) -> int:
        found = sum(filter(None, map(self.lanes.get, pieces(word))))
        if len(self) < self.most:
            self[word] = found
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Weights by feature and by whole word (the lowest lane counts), and the layers behind."""

    lanes: dict[str, int]
    words: Words
    scale: list[float]
    bias: list[float]
    first_head: Head
    then_head: Head
    trained_from: str

    def hidden(self, features: Features) -> Hidden:
        """The hidden units; features that were never seen in training do not count."""
        lanes = [
            *map(self.words.__getitem__, features.words),
            *filter(None, map(self.lanes.get, features.others)),
        ]
        size = LANE_BYTES * (len(self.bias) + 1)
        count, *sums = memoryview(sum(lanes).to_bytes(size, byteorder)).cast("H").tolist()[::_ORDER]
        zero, worth = ZERO * count, 1 / sqrt(count or 1)
        return tuple(
            [
                unit if (unit := scale * (value - zero) * worth + bias) > 0.0 else 0.0
                for scale, value, bias in zip(self.scale, sums, self.bias, strict=True)
            ]
        )

    def first(self, hidden: Hidden) -> list[float]:
        """How likely each intent is the first wish, in the order of `Intent`."""
        return self.first_head.likelihoods(hidden)

    def then(self, hidden: Hidden) -> list[float]:
        """How likely there is no second wish, or each intent is it."""
        return self.then_head.likelihoods(hidden)


def save(
    path: Path,
    layers: Layers,
    *,
    words: Sequence[str],
    sums: bytes,
    names: Sequence[str],
    weights: bytes,
) -> None:
    """Write a network.

    `sums` holds, for each of the `words`, the lanes of the word and all its pieces together
    (little-endian, the count first); `weights` holds half a byte (weight + 8) for each unit of each
    name of another feature.
    """
    header = {name: getattr(layers, name) for name in Layers.__slots__}
    parts = (json.dumps(header).encode(), "\n".join(words).encode(), "\n".join(names).encode())
    with path.open("wb") as file:
        for part in parts:
            file.write(len(part).to_bytes(4, "little") + part)
        file.write(sums + weights)


def load(path: Path = FILE) -> Network:
    """Read a network that `save` wrote."""
    with path.open("rb") as file:
        layers = Layers(**json.loads(_part(file)))
        words = _part(file).decode().split("\n")
        names = _part(file).decode().split("\n")
        units = len(layers.bias)
        width = LANE_BYTES * (units + 1)
        sums = zip(words, _numbers(file.read(width * len(words)), width), strict=True)
        blocks = iter(lambda: file.read(_ROWS * units // 2), b"")
        rows = chain.from_iterable(_numbers(_spread(block, units), width) for block in blocks)
        lanes = dict(zip(names, rows, strict=True))

    return Network(
        lanes=lanes,
        words=Words(sums, lanes),
        scale=layers.scale,
        bias=layers.bias,
        first_head=Head.of(layers.first),
        then_head=Head.of(layers.then),
        trained_from=layers.trained_from,
    )


def _part(file: BinaryIO) -> bytes:
    return file.read(int.from_bytes(file.read(4), "little"))


def _spread(weights: bytes, units: int) -> bytes:
    """The weights of some features with two bytes for each; the lowest lane counts features."""
    width, pairs = LANE_BYTES * (units + 1), units // 2
    rows = len(weights) // pairs
    spread = bytearray(width * rows)
    spread[0::width] = b"\1" * rows
    for half, table in enumerate((_LOW, _HIGH)):
        values = weights.translate(table)
        for pair in range(pairs):
            spread[LANE_BYTES * (2 * pair + half + 1) :: width] = values[pair::pairs]
    return bytes(spread)


def _numbers(lanes: bytes, width: int) -> Iterator[int]:
    return (int.from_bytes(row, "little") for (row,) in iter_unpack(f"{width}s", lanes))
