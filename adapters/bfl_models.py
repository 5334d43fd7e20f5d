"""What each FLUX model takes, as data, and the body of an order for it; it sends nothing.

Limits are those of Black Forest Labs' OpenAPI of 2026-05. A model that is not in the table may be
ordered all the same: then only the service checks.
"""

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from pydantic import JsonValue

from adapters.answers import has_bytes
from adapters.base import Order

#: Ours: the service names no limit.
LONGEST_PROMPT: Final = 10_000
_RATIO: Final = re.compile(r"([1-9]\d{0,2}):([1-9]\d{0,2})")
_WIDEST: Final = 21 / 9
_MODEL_NAME: Final = re.compile(r"[a-z0-9][a-z0-9.-]{0,60}")
_FIELD_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,40}")
_SEED_END: Final = 2**32
#: Fields that the adapter fills in itself.
_OURS: Final = frozenset(("prompt", "seed", "webhook_url", "webhook_secret"))
_MEGAPIXEL: Final = 1024 * 1024


class Field(Protocol):
    """One more field of an order: what its text stands for. Raises ValueError."""

    def read(self, text: str) -> JsonValue:
        """The value as it goes out."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A whole number from `least` to `most` in steps; `automatic` lets 0 stand for itself."""

    least: int
    most: int
    step: int = 1
    automatic: bool = False

    def read(self, text: str) -> JsonValue:
        """The number."""
        number = int(text)
        if self.automatic and number == 0:
            return 0
        if not self.least <= number <= self.most or number % self.step:
            steps = f" in steps of {self.step}" if self.step > 1 else ""
            raise ValueError(f"is from {self.least} to {self.most}{steps}, not {number}")
        return number


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number from `least` to `most`."""

    least: float
    most: float

    def read(self, text: str) -> JsonValue:
        """The number."""
        number = float(text)
        if not self.least <= number <= self.most:
            raise ValueError(f"is from {self.least:g} to {self.most:g}, not {number:g}")
        return number


@dataclass(frozen=True, slots=True)
class Choice:
    """One of these words, each with what it stands for."""

    words: Mapping[str, JsonValue]

    def read(self, text: str) -> JsonValue:
        """What the word stands for."""
        if text not in self.words:
            raise ValueError(f"is one of {', '.join(self.words)}")
        return self.words[text]


_FLAG: Final = Choice({"true": True, "false": False})
_JPEG_PNG: Final = Choice({"jpeg": "jpeg", "png": "png"})
_JPEG_PNG_WEBP: Final = Choice({"jpeg": "jpeg", "png": "png", "webp": "webp"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """What a model takes.

    `side` where it is told its width and height, None where it is told a ratio. `pictures` are its
    fields for pictures, in order; `by_address` is whether they take web addresses besides bytes.
    """

    name: str
    side: Whole | None = None
    most_pixels: int = 0
    pictures: tuple[str, ...] = ()
    by_address: bool = True
    fields: Mapping[str, Field] = field(default_factory=dict)
    known: bool = True


def _input_images(count: int) -> tuple[str, ...]:
    return ("input_image", *(f"input_image_{number}" for number in range(2, count + 1)))


def _flux_2(name: str, *, pictures: int = 8, **more: Field) -> Model:
    return Model(
        name=name,
        side=Whole(least=64, most=65_536, step=16, automatic=True),
        most_pixels=4 * _MEGAPIXEL,
        pictures=_input_images(pictures),
        fields={
            "safety_tolerance": Whole(least=0, most=5),
            "output_format": _JPEG_PNG,
            **more,
        },
    )


def _kontext(name: str) -> Model:
    return Model(
        name=name,
        pictures=_input_images(4),
        fields={
            "safety_tolerance": Whole(least=0, most=6),
            "output_format": _JPEG_PNG,
            "prompt_upsampling": _FLAG,
        },
    )


_ALL: Final = (
    Model(
        name="flux-pro-1.1",
        side=Whole(least=256, most=1440, step=32),
        most_pixels=1440 * 1440,
        pictures=("image_prompt",),
        by_address=False,
        fields={
            "safety_tolerance": Whole(least=0, most=6),
            "output_format": _JPEG_PNG_WEBP,
            "prompt_upsampling": _FLAG,
        },
    ),
    Model(
        name="flux-pro-1.1-ultra",
        pictures=("image_prompt",),
        by_address=False,
        fields={
            "safety_tolerance": Whole(least=0, most=6),
            "output_format": _JPEG_PNG,
            "prompt_upsampling": _FLAG,
            "raw": _FLAG,
            "image_prompt_strength": Number(least=0, most=1),
        },
    ),
    *(_flux_2(f"flux-2-{name}") for name in ("pro", "pro-preview", "max")),
    _flux_2(
        "flux-2-flex",
        guidance=Number(least=1.5, most=10),
        steps=Whole(least=1, most=50),
        prompt_upsampling=_FLAG,
    ),
    *(_flux_2(f"flux-2-klein-{name}", pictures=4) for name in ("4b", "9b", "9b-preview")),
    *(_kontext(f"flux-kontext-{name}") for name in ("pro", "max")),
)
MODELS: Final[Mapping[str, Model]] = {model.name: model for model in _ALL}


def model_named(name: str) -> Model:
    """The model of the table, or, for a name that is not in it, one that takes anything.

    Raises ValueError for what cannot be a model's name.
    """
    if not _MODEL_NAME.fullmatch(name):
        raise ValueError("the model's name is not one")
    return MODELS.get(name) or Model(name=name, pictures=_input_images(8), known=False)


def body_of(order: Order, model: Model, pictures: Sequence[str]) -> dict[str, JsonValue]:
    """The order as the service takes it; `pictures` are addresses or base64.

    Raises ValueError, which says what does not fit.
    """
    if not order.prompt.strip():
        raise ValueError("the prompt is empty")
    if not has_bytes(order.prompt):
        raise ValueError("the prompt holds half of a character")
    if len(order.prompt) > LONGEST_PROMPT:
        raise ValueError(f"the prompt is longer than {LONGEST_PROMPT} characters")
    if order.seed is not None and not 0 <= order.seed < _SEED_END:
        raise ValueError(f"seed is from 0 to {_SEED_END - 1}")
    if len(pictures) > len(model.pictures):
        raise ValueError(f"{model.name} takes {len(model.pictures)} pictures")
    body: dict[str, JsonValue] = {"prompt": order.prompt}
    if order.seed is not None:
        body["seed"] = order.seed
    body |= _form(order.ratio, model)
    body |= _more(order.extra, model)
    body |= dict(zip(model.pictures, pictures, strict=False))
    if model.side:
        _check_size(body, model)
    return body


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Pixels."""

    width: int
    height: int


def size_for(ratio: str, side: Whole) -> Size:
    """About a megapixel of that ratio, as near as the steps allow. Raises ValueError."""
    wide = _read_ratio(ratio)
    width, height = math.sqrt(_MEGAPIXEL * wide), math.sqrt(_MEGAPIXEL / wide)
    scale = min(1, side.most / width, side.most / height)

    def stepped(length: float) -> int:
        return max(side.least, round(length * scale / side.step) * side.step)

    return Size(width=stepped(width), height=stepped(height))


def _read_ratio(ratio: str) -> float:
    match = _RATIO.fullmatch(ratio)
    if match is None:
        raise ValueError(f"the ratio is like 16:9, not {ratio[:20]!r}")
    wide = int(match[1]) / int(match[2])
    if not 1 / _WIDEST <= wide <= _WIDEST:
        raise ValueError("the ratio is from 9:21 to 21:9")
    return wide


def _form(ratio: str, model: Model) -> Mapping[str, JsonValue]:
    if not ratio:
        return {}
    if model.side is None:
        _read_ratio(ratio)
        return {"aspect_ratio": ratio}
    size = size_for(ratio, model.side)
    return {"width": size.width, "height": size.height}


def _more(extra: Mapping[str, str], model: Model) -> Mapping[str, JsonValue]:
    fields: dict[str, Field] = dict(model.fields)
    if model.side:
        fields |= {"width": model.side, "height": model.side}
    body: dict[str, JsonValue] = {}
    for name, text in extra.items():
        if name in _OURS or not _FIELD_NAME.fullmatch(name):
            raise ValueError(f"{name[:40]!r} is not a field of an order")
        if model.known and name not in fields:
            raise ValueError(f"{model.name} has no field {name!r}")
        try:
            body[name] = fields[name].read(text) if model.known else _guessed(text)
        except ValueError as exc:
            raise ValueError(f"{name}: {exc}") from exc
    return body


def _guessed(text: str) -> JsonValue:
    """A number or a truth value where the text is one."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return value if isinstance(value, int | float) and math.isfinite(value) else text


def _check_size(body: Mapping[str, JsonValue], model: Model) -> None:
    width, height = body.get("width"), body.get("height")
    if isinstance(width, int) and isinstance(height, int) and width * height > model.most_pixels:
        raise ValueError(f"{width} x {height} is more than {model.most_pixels} pixels")
