"""What an order comes to for Runway: refused, or fitted to the tables and a body; sends nothing."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, NoReturn

from pydantic import JsonValue

from adapters.base import Order
from adapters.runway_border import SERVICE
from adapters.runway_models import RETIRED, TABLES, Model, prompt_units
from wire.errors import BadMedia, Rejected

#: Which model does a call where the order names none.
MODELS: Final = MappingProxyType(
    {"image_to_video": "gen4_turbo", "text_to_video": "gen4.5", "text_to_image": "gen4_image"}
)
#: Where a length is needed and none was wished for; every model and every era takes it.
USUAL_SECONDS: Final = 5
SEEDS: Final = range(2**32)

_TAG: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]{2,15}")

_CALLS: Final[Mapping[str, str]] = {**{call: call for call in TABLES}, "image": "text_to_image"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """What an order comes to: the call, and the model, ratio and length that will be sent.

    They may differ from what was ordered, and whoever ordered has to hear it. `ratio` "" and
    `seconds` 0 are not sent. `model` None: it is not in the tables, and goes out unchecked.
    """

    call: str
    name: str
    model: Model | None
    ratio: str
    seconds: int


def fitted(order: Order, models: Mapping[str, str], successors: Mapping[str, str]) -> Fit:
    """What will be sent for an order; `models` by call, `successors` of models that are off.

    Raises Rejected where the order does not fit.
    """
    call = _call_of(order)
    if order.videos:
        _refuse(f"{call} takes no clips")
    name = order.model or models[call]
    ratio = order.ratio
    if name in successors:
        off, name = name, successors[name]
        ratio = RETIRED[off].ratios.get(ratio, ratio) if off in RETIRED else ratio
    elif name in RETIRED:
        _refuse(f"{name} is off; its successor is {RETIRED[name].successor}")
    model = TABLES[call].get(name)
    if model is None:
        if any(name in table for table in TABLES.values()):
            _refuse(f"{name} has no {call}")
        return Fit(call=call, name=name, model=None, ratio=ratio, seconds=order.seconds)
    _check(order, call, model)
    return Fit(
        call=call,
        name=name,
        model=model,
        ratio=_ratio(model, ratio),
        seconds=_seconds(model, order.seconds),
    )


def _call_of(order: Order) -> str:
    if order.task == "video":
        return "image_to_video" if order.images else "text_to_video"
    if order.task not in _CALLS:
        _refuse(f"there is no task {order.task!r}")
    return _CALLS[order.task]


def _check(order: Order, call: str, model: Model) -> None:
    units = prompt_units(order.prompt)
    if "prompt" in model.needs and not order.prompt.strip():
        _refuse(f"{model.name} needs words")
    if model.units is not None and units > model.units:
        _refuse(f"{units} UTF-16 units of words; {model.name} takes {model.units}")
    if len(order.images) not in model.pictures:
        least, most = min(model.pictures), max(model.pictures)
        _refuse(f"{len(order.images)} pictures; {model.name} takes {least} to {most}")
    if order.seed is not None and not (model.seed and order.seed in SEEDS):
        _refuse(f"{model.name} takes no such seed")
    tags = order.extra.get("tags", "").split()
    if len(tags) > len(order.images) or not all(map(_TAG.fullmatch, tags)):
        _refuse("a tag has 3 to 16 letters, digits and _, a letter first, and a picture")
    for field in order.extra:
        if field not in model.extra and not (field == "tags" and call == "text_to_image"):
            _refuse(f"{model.name} has no field {field!r}")


def _ratio(model: Model, wish: str) -> str:
    if not wish:
        return model.ratios[0] if "ratio" in model.needs else ""
    found = model.ratio_for(wish)
    if found is None:
        _refuse(f"{model.name} has no ratio {wish!r}; {' '.join(model.ratios) or 'it takes none'}")
    return found


def _seconds(model: Model, wish: int) -> int:
    if wish and model.seconds and wish not in model.seconds:
        _refuse(f"{wish} s; {model.name} takes {', '.join(map(str, model.seconds))}")
    return wish or (USUAL_SECONDS if "seconds" in model.needs else 0)


def body_of(order: Order, fit: Fit) -> dict[str, JsonValue]:
    """The body of the call, but for its pictures. Raises Rejected."""
    body: dict[str, JsonValue] = {"model": fit.name}
    if order.prompt:
        body["promptText"] = order.prompt
    if fit.ratio:
        body["ratio"] = fit.ratio
    if fit.seconds:
        body["duration"] = fit.seconds
    if order.seed is not None:
        body["seed"] = order.seed
    kinds = fit.model.extra if fit.model else {}
    for field, told in order.extra.items():
        if field == "publicFigureThreshold":
            body["contentModeration"] = {field: _value(field, "auto low", told)}
        elif field != "tags":
            body[field] = _value(field, kinds.get(field, "text"), told)
    return body


def _value(field: str, kind: str, told: str) -> JsonValue:
    try:
        match kind:
            case "bool":
                return {"true": True, "false": False}[told.lower()]
            case "int":
                return int(told)
            case "float":
                return float(told)
            case "text":
                return told
            case _:
                pass
    except (KeyError, ValueError):
        _refuse(f"{field} is no {kind}: {told!r}")
    if told not in kind.split():
        _refuse(f"{field} is one of {kind}, not {told!r}")
    return int(told) if told.isdigit() else told


def pictures_of(call: str, sources: Sequence[str], tags: Sequence[str]) -> dict[str, JsonValue]:
    """The part of the body that holds the pictures."""
    if call == "text_to_image":
        tagged: list[JsonValue] = [
            {"uri": uri, "tag": tags[at]} if at < len(tags) else {"uri": uri}
            for at, uri in enumerate(sources)
        ]
        return {"referenceImages": tagged}
    if len(sources) == 1:
        return {"promptImage": sources[0]}
    if len(sources) > 2:
        _refuse("a clip takes a first and a last picture")
    first, last = sources
    return {"promptImage": [{"uri": first, "position": "first"}, {"uri": last, "position": "last"}]}


def _refuse(message: str) -> NoReturn:
    raise Rejected(message, service=SERVICE)


def refuse_media(message: str) -> NoReturn:
    """Raise BadMedia."""
    raise BadMedia(message, service=SERVICE)
