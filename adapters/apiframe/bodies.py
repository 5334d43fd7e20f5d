"""Turns an order into the body of a call of Apiframe v1; it sends nothing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pydantic import JsonValue

from adapters.apiframe.fields import Field, Kind, read_field
from adapters.apiframe.task import Task
from adapters.apiframe.tasks import (
    DEFAULT_MODELS,
    FLUX_SIZES,
    FLUX_WITH_RATIO,
    FLUX_WITH_SIZE,
    TASKS,
)
from adapters.base import Order

_LONGEST_EXTRA: Final = 20_000
#: "7", "v7", "niji 6", "niji-6"; the bare name stands for the newest.
_VERSION: Final = re.compile(r"(?:v|(niji)[ -])?(\d+(?:\.\d+)?)", re.IGNORECASE)
_NEWEST: Final = "midjourney"
_SET_BY_US: Final = frozenset(("webhook_url", "webhook_secret"))

_Told = dict[str, str | tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What goes out: JSON fields, or a form with one file of ours."""

    path: str
    fields: Mapping[str, JsonValue] = field(repr=False)
    form_field: str = ""
    file: Path | None = None
    largest: int = 0


def body_of(order: Order) -> Body:
    """The call that an order asks for. Raises ValueError, in words for the log, where none fits."""
    task = TASKS.get(order.task)
    if task is None:
        raise ValueError(f"there is no call {order.task[:50]!r}")
    if set(order.extra) & _SET_BY_US:
        raise ValueError("where results are reported to is not the order's to say")
    if task.file:
        return _form(order, task)
    told = _told(order, task)
    fields = _read(task, told)
    _check_together(task, fields)
    return Body(path=task.path, fields=fields)


def _form(order: Order, task: Task) -> Body:
    if set(order.extra) != {task.file} or order.images or order.videos or order.prompt:
        raise ValueError(f"{order.task} takes nothing but a file, {task.file}")
    return Body(
        path=task.path,
        fields={},
        form_field=task.file,
        file=Path(order.extra[task.file]),
        largest=task.largest,
    )


def _told(order: Order, task: Task) -> _Told:
    """The order's parts under the call's names."""
    told: _Told = dict(order.extra)
    parts = {
        "prompt": order.prompt,
        "model": order.model or DEFAULT_MODELS.get(order.task, ""),
        "duration": str(order.seconds) if order.seconds else "",
        "seed": "" if order.seed is None else str(order.seed),
    }
    for name, value in parts.items():
        if value and name not in task.flags:
            _put(told, task, name, value)
    _put_files(told, task, task.pictures, order.images, "pictures")
    _put_files(told, task, task.films, order.videos, "films")
    _put_ratio(told, task, order)
    _put_flags(told, task, order)
    if "generation_type" in task.fields and "generation_type" not in told:
        told["generation_type"] = _generation_type(told)
    return told


def _put(told: _Told, task: Task, name: str, value: str | tuple[str, ...]) -> None:
    if name in told:
        raise ValueError(f"{name} is told twice")
    if name not in task.fields and not task.open:
        raise ValueError(f"{task.path} takes no {name}")
    told[name] = value


def _put_files(
    told: _Told, task: Task, names: tuple[str, ...], files: tuple[str, ...], what: str
) -> None:
    if not files:
        return
    if names and task.fields[names[0]].kind is Kind.ADDRESSES:
        _put(told, task, names[0], files)
        return
    free = [name for name in names if name not in told]
    if len(files) > len(free):
        raise ValueError(f"{task.path} takes {len(names)} {what}, not {len(files)}")
    for name, file in zip(free, files, strict=False):
        _put(told, task, name, file)


def _put_ratio(told: _Told, task: Task, order: Order) -> None:
    if not order.ratio or "ratio" in task.flags:
        return
    model = told.get("model", "")
    if task.path == "/flux-imagine" and model not in FLUX_WITH_RATIO:
        if order.ratio in FLUX_SIZES and "width" not in told and "height" not in told:
            width, height = FLUX_SIZES[order.ratio]
            told |= {"width": str(width), "height": str(height)}
            return
        if model in FLUX_WITH_SIZE:
            raise ValueError(f"{model} takes no ratio {order.ratio}")
    if task.ratios and order.ratio not in task.ratios:
        raise ValueError(f"{task.path} makes no {order.ratio}, only {', '.join(task.ratios)}")
    _put(told, task, task.ratio, task.ratios.get(order.ratio, order.ratio))


def _put_flags(told: _Told, task: Task, order: Order) -> None:
    """Adds what Midjourney wants inside its prompt, unless the words say it already."""
    values = {
        "seed": "" if order.seed is None else str(order.seed),
        "model": order.model,
        "ratio": order.ratio,
    }
    for name, flag in task.flags.items():
        value, prompt = values[name], told.get("prompt", "")
        if not value or not isinstance(prompt, str) or flag in prompt.split():
            continue
        if name == "model":
            told["prompt"] = prompt + _version(value, flag)
            continue
        kind = Kind.WHOLE if name == "seed" else Kind.RATIO
        bounds = Field(kind=kind, least=0, most=2**32 - 1)
        told["prompt"] = f"{prompt} {flag} {read_field(name, bounds, value)}"


def _version(model: str, flag: str) -> str:
    if model.lower() == _NEWEST:
        return ""
    version = _VERSION.fullmatch(model)
    if version is None:
        raise ValueError(f"{model[:50]!r} is no version of Midjourney")
    return f" {'--niji' if version[1] else flag} {version[2]}"


def _generation_type(told: _Told) -> str:
    if told.get("video_url"):
        return "video2video"
    return "image2video" if told.get("image_url") else "text2video"


def _read(task: Task, told: _Told) -> dict[str, JsonValue]:
    fields: dict[str, JsonValue] = {}
    for name, value in told.items():
        if known := task.fields.get(name):
            fields[name] = read_field(name, known, value)
        elif not task.open:
            raise ValueError(f"{task.path} takes no {name[:50]!r}")
        else:
            fields[name] = read_field(name, Field(most=_LONGEST_EXTRA), value)
    return fields


def _check_together(task: Task, fields: Mapping[str, JsonValue]) -> None:
    missing = [name for name, known in task.fields.items() if known.required and name not in fields]
    if missing:
        raise ValueError(f"{task.path} needs {', '.join(missing)}")
    if task.any_of and not any(name in fields for name in task.any_of):
        raise ValueError(f"{task.path} needs {' or '.join(task.any_of)}")
    asked = task.needs.get(str(fields.get("generation_type")))
    if asked and asked not in fields:
        raise ValueError(f"{task.path} needs {asked} for {fields['generation_type']}")
