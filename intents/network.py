"""The learned weights: a small network over counted features, in plain Python; it knows no words.

Each feature has some 60 weights of four bits. They are kept side by side in one big integer, so
that adding a feature is one addition, whatever the number of weights.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from gzip import GzipFile
from itertools import chain
from math import exp, sqrt
from operator import add, mul
from pathlib import Path
from struct import iter_unpack
from sys import byteorder

FILE = Path(__file__).with_name("weights.bin")

# A weight w (-7 to 7) is stored as w + 8; a lane of two bytes holds the sum of 4000 of them.
_LANE_BYTES = 2
ZERO = 8
_AT_ONCE = 4000
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
    first_sharpness: float
    then_sharpness: float
    trained_from: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Weights by feature (the lowest lane counts), and the layers behind."""

    lanes: dict[str, int]
    layers: Layers

    def hidden(self, features: Iterable[str]) -> list[float]:
        """The hidden units; features that were never seen in training do not count."""
        known = list(filter(None, map(self.lanes.get, features)))
        if not known:
            return [max(0.0, bias) for bias in self.layers.bias]
        count, *sums = self._sums(known[:_AT_ONCE])
        for start in range(_AT_ONCE, len(known), _AT_ONCE):
            more, *others = self._sums(known[start : start + _AT_ONCE])
            count, sums = count + more, list(map(add, sums, others))
        zero, worth = ZERO * count, 1 / sqrt(count)
        return [
            unit if (unit := scale * (value - zero) * worth + bias) > 0.0 else 0.0
            for scale, value, bias in zip(self.layers.scale, sums, self.layers.bias, strict=True)
        ]

    def _sums(self, lanes: list[int]) -> list[int]:
        size = _LANE_BYTES * (len(self.layers.bias) + 1)
        return memoryview(sum(lanes).to_bytes(size, byteorder)).cast("H").tolist()[::_ORDER]

    def first(self, hidden: list[float]) -> list[float]:
        """How likely each intent is the first wish, in the order of `Intent`."""
        return _probabilities(hidden, self.layers.first, self.layers.first_sharpness)

    def then(self, hidden: list[float]) -> list[float]:
        """How likely there is no second wish, or each intent is it."""
        return _probabilities(hidden, self.layers.then, self.layers.then_sharpness)


def _probabilities(hidden: list[float], head: list[list[float]], sharpness: float) -> list[float]:
    with_one = [1.0, *hidden]
    values = [sharpness * sum(map(mul, with_one, row)) for row in head]
    top = max(values)
    parts = [exp(value - top) for value in values]
    total = sum(parts)
    return [part / total for part in parts]


def save(path: Path, names: Sequence[str], weights: bytes, layers: Layers) -> None:
    """Write a network: `weights` holds a byte (weight + 8) for each unit of each name."""
    header = {name: getattr(layers, name) for name in Layers.__slots__}
    parts = [json.dumps(header).encode(), "\n".join(names).encode(), weights]
    with path.open("wb") as out, GzipFile("", "wb", 9, out, mtime=0) as file:
        for part in parts:
            file.write(len(part).to_bytes(4, "little") + part)


def load(path: Path = FILE) -> Network:
    """Read a network that `save` wrote."""
    with GzipFile(path) as file:
        layers = Layers(**json.loads(_part(file)))
        names = _part(file).decode().split("\n")
        file.read(4)  # the rest are the weights
        units = len(layers.bias)
        pieces = iter(lambda: file.read(_ROWS * units), b"")
        lanes = chain.from_iterable(_side_by_side(piece, units) for piece in pieces)
        return Network(lanes=dict(zip(names, lanes, strict=True)), layers=layers)


def _part(file: GzipFile) -> bytes:
    return file.read(int.from_bytes(file.read(4), "little"))


def _side_by_side(weights: bytes, units: int) -> list[int]:
    """The weights of each feature as one number; the lowest lane counts features."""
    width, rows = _LANE_BYTES * (units + 1), len(weights) // units
    spread = bytearray(width * rows)
    spread[0::width] = b"\1" * rows
    for unit in range(units):
        spread[_LANE_BYTES * (unit + 1) :: width] = weights[unit::units]
    return [int.from_bytes(row, "little") for (row,) in iter_unpack(f"{width}s", spread)]
