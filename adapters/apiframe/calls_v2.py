"""Apiframe v2's calls and the models behind them as tables, and the bodies made from them.

Source: the service's OpenAPI 2.0.0. A model's own parameters stand in a block named after its
family; the names inside it are in snake case.
"""

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from pydantic import JsonValue

from adapters.apiframe.fields import Field, Fields, Kind, read_field
from adapters.base import Order

Json = dict[str, JsonValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Where a call goes. An order without a model gets `model`; with `words_inside` the prompt is a
    parameter of the model.
    """

    path: str
    model: str
    words_inside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """What a model takes: `picture` and `film` are the parameters for the order's files.

    An `open` one may take parameters that we do not know. `longest` is that of the prompt.
    """

    block: str
    fields: Fields
    picture: str = ""
    film: str = ""
    longest: int = 4000
    open: bool = False


CALLS: Final[Mapping[str, Call]] = {
    "image": Call(path="/v2/images/generate", model="midjourney"),
    "image-upscale": Call(
        path="/v2/images/upscale", model="topaz-image-upscale", words_inside=True
    ),
    "image-edit": Call(path="/v2/images/edit", model="flux-fill-pro", words_inside=True),
    "background-remove": Call(
        path="/v2/images/background-remove", model="bria-bg-remove", words_inside=True
    ),
    "video": Call(path="/v2/videos/generate", model="runway-gen4.5"),
    "video-upscale": Call(
        path="/v2/videos/upscale", model="topaz-video-upscale", words_inside=True
    ),
    "video-edit": Call(path="/v2/videos/edit", model="wan-2.7-videoedit"),
    "music": Call(path="/v2/music/generate", model="suno"),
}

_RATIO: Final = Field(kind=Kind.RATIO)
_ADDRESS: Final = Field(kind=Kind.ADDRESS)
_THE_ADDRESS: Final = Field(kind=Kind.ADDRESS, required=True)
_FLAG: Final = Field(kind=Kind.FLAG)
_SEED: Final = Field(kind=Kind.WHOLE)
_RUNWAY: Final = Model(
    block="runwayParams",
    fields={
        "aspect_ratio": Field(choices=("16:9", "9:16", "1:1", "4:3", "3:4", "21:9")),
        "duration": Field(kind=Kind.WHOLE, choices=("5", "10")),
        "image": _ADDRESS,
        "seed": _SEED,
    },
    picture="image",
)
_BANANA: Final = Model(
    block="nanoBananaParams",
    fields={
        "aspect_ratio": Field(),
        "google_search": _FLAG,
        "image_search": _FLAG,
        "image_input": Field(kind=Kind.ADDRESSES, most=14),
        "output_format": Field(choices=("jpg", "png", "webp")),
        "resolution": Field(choices=("512px", "1K", "2K", "4K")),
    },
    picture="image_input",
    longest=2000,
)
_FLUX: Final = Model(
    block="fluxParams",
    fields={
        "aspect_ratio": _RATIO,
        "width": Field(kind=Kind.WHOLE, least=256, most=2048),
        "height": Field(kind=Kind.WHOLE, least=256, most=2048),
        "guidance": Field(kind=Kind.NUMBER, least=1.5, most=10),
        "steps": Field(kind=Kind.WHOLE, least=1, most=50),
        "seed": _SEED,
        "raw": _FLAG,
        "input_images": Field(kind=Kind.ADDRESSES, most=10),
        "image_prompt": _ADDRESS,
        "image_prompt_strength": Field(kind=Kind.NUMBER, least=0, most=1),
    },
    picture="input_images",
    longest=2000,
    open=True,
)

MODELS: Final[Mapping[str, Model]] = {
    "midjourney": Model(block="midjourneyParams", fields={"aspect_ratio": _RATIO}, longest=2000),
    **dict.fromkeys(("nano-banana", "nano-banana-pro", "nano-banana-2"), _BANANA),
    **dict.fromkeys(("flux-1.1-pro", "flux-1.1-pro-ultra", "flux-2-pro"), _FLUX),
    **dict.fromkeys(("runway-gen4-turbo", "runway-gen4.5"), _RUNWAY),
    "kling-3.0": Model(
        block="klingParams",
        fields={
            "aspect_ratio": _RATIO,
            "duration": Field(kind=Kind.WHOLE, least=3, most=15),
            "start_image": _ADDRESS,
            "generate_audio": _FLAG,
        },
        picture="start_image",
        open=True,
    ),
    "seedance-2.5": Model(
        block="seedanceParams",
        fields={
            "aspect_ratio": _RATIO,
            "duration": Field(kind=Kind.WHOLE, least=4, most=30),
            "start_image": _ADDRESS,
            "generate_audio": _FLAG,
        },
        picture="start_image",
        open=True,
    ),
    "topaz-image-upscale": Model(
        block="topazUpscaleParams",
        fields={
            "image": _THE_ADDRESS,
            "upscale_factor": Field(kind=Kind.WHOLE, choices=("1", "2", "4", "6")),
            "seed": _SEED,
        },
        picture="image",
        open=True,
    ),
    "clarity-upscale": Model(
        block="clarityUpscaleParams",
        fields={
            "image": _THE_ADDRESS,
            "prompt": Field(most=2000),
            "scale_factor": Field(kind=Kind.WHOLE, choices=("1", "2", "4", "8")),
            "seed": _SEED,
        },
        picture="image",
        open=True,
    ),
    "flux-fill-pro": Model(
        block="fluxFillParams",
        fields={
            "image": _THE_ADDRESS,
            "prompt": Field(required=True, most=2000),
            "mode": Field(required=True, choices=("inpaint", "outpaint")),
            "mask": _ADDRESS,
            "seed": _SEED,
        },
        picture="image",
        open=True,
    ),
    "bria-bg-remove": Model(
        block="briaBgRemoveParams",
        fields={"image": _THE_ADDRESS, "content_moderation": _FLAG},
        picture="image",
    ),
    "851-bg-remove": Model(
        block="lab851BgRemoveParams", fields={"image": _THE_ADDRESS}, picture="image", open=True
    ),
    "topaz-video-upscale": Model(
        block="topazVideoParams",
        fields={
            "video": _THE_ADDRESS,
            "target_resolution": Field(required=True, choices=("720p", "1080p", "4k")),
            "target_fps": Field(kind=Kind.WHOLE, required=True, choices=("24", "30", "60")),
        },
        film="video",
        open=True,
    ),
    "wan-2.7-videoedit": Model(
        block="wan27VideoeditParams",
        fields={
            "video": _THE_ADDRESS,
            "aspect_ratio": Field(choices=("auto", "16:9", "9:16", "1:1", "4:3", "3:4")),
            "duration": Field(kind=Kind.WHOLE, least=2, most=10),
            "reference_image": _ADDRESS,
            "seed": _SEED,
        },
        picture="reference_image",
        film="video",
        longest=5000,
        open=True,
    ),
    "suno": Model(
        block="sunoParams",
        fields={
            "custom_mode": _FLAG,
            "instrumental": _FLAG,
            "style": Field(most=1000),
            "title": Field(most=80),
            "lyrics": Field(),
            "model_version": Field(),
            "negative_tags": Field(),
        },
        longest=5000,
        open=True,
    ),
}

_PARENT: Final = Field(required=True, most=200)
_INDEX_4: Final = Field(kind=Kind.WHOLE, required=True, choices=("1", "2", "3", "4"))
_TRACK: Final[Fields] = {
    "parentJobId": _PARENT,
    "index": Field(kind=Kind.WHOLE, choices=("1", "2")),
    "trackId": Field(most=200),
}
_SONG: Final[Fields] = {
    **_TRACK,
    "prompt": Field(most=5000),
    "title": Field(most=80),
    "style": Field(most=1000),
    "negative_tags": Field(most=500),
}

#: What follows a finished job: by the call and its `action`.
ACTIONS: Final[Mapping[str, Mapping[str, Fields]]] = {
    "midjourney-action": {
        "upsample": {"parentJobId": _PARENT, "index": _INDEX_4},
        "variation": {"parentJobId": _PARENT, "index": _INDEX_4},
        "inpaint": {
            "parentJobId": _PARENT,
            "mask": Field(kind=Kind.BASE64, required=True, most=12_000_000),
            "prompt": Field(most=2000),
        },
        "outpaint": {
            "parentJobId": _PARENT,
            "zoomRatio": Field(kind=Kind.NUMBER, required=True, choices=("1.5", "2")),
        },
        "pan": {
            "parentJobId": _PARENT,
            "direction": Field(required=True, choices=("up", "down", "left", "right")),
        },
    },
    "suno-action": {
        "extend": {**_SONG, "continueAt": Field(kind=Kind.NUMBER, least=0)},
        "cover": {**_SONG, "audio_weight": Field(kind=Kind.NUMBER, least=0, most=1)},
        "add_vocals": {**_SONG, "prompt": Field(required=True, most=5000)},
        "stems": _TRACK,
    },
}
ACTION_PATHS: Final = {
    "midjourney-action": "/v2/images/midjourney/action",
    "suno-action": "/v2/music/suno/action",
}

#: The blocks of families whose models are too many to list.
_FAMILIES: Final = (
    *(("gpt-image-2", "gptImage2Params"), ("gpt-image", "gptImageParams")),
    *(("grok-imagine", "grokImagineParams"), ("nano-banana", "nanoBananaParams")),
    *(("kling", "klingParams"), ("seedance", "seedanceParams"), ("runway", "runwayParams")),
    *(("flux", "fluxParams"), ("suno", "sunoParams"), ("midjourney", "midjourneyParams")),
)
_NUMBER: Final = re.compile(r"-?\d{1,15}(\.\d{1,15})?")


def path_and_body(order: Order) -> tuple[str, Json]:
    """Where an order goes and its fields. Raises ValueError, in words for the log."""
    if order.task in ACTIONS:
        return ACTION_PATHS[order.task], _action(order)
    call = CALLS.get(order.task)
    if call is None:
        raise ValueError(f"there is no call {order.task[:50]!r}")
    name = order.model or call.model
    model = MODELS.get(name) or _unknown(name, order)
    told = _parameters(order, model, words_inside=call.words_inside)
    block = {key: _typed(key, value, model) for key, value in told.items()}
    missing = [key for key, known in model.fields.items() if known.required and key not in block]
    if missing:
        raise ValueError(f"{name} needs {', '.join(missing)}")
    body: Json = {"model": name}
    if not call.words_inside:
        if not order.prompt.strip() or len(order.prompt) > model.longest:
            raise ValueError(f"{name} needs a prompt of up to {model.longest} characters")
        body["prompt"] = order.prompt
    return call.path, body | ({model.block: block} if block else {})


def _action(order: Order) -> Json:
    told = dict(order.extra)
    actions = ACTIONS[order.task]
    action = told.pop("action", "")
    if action not in actions:
        raise ValueError(f"the action is one of {', '.join(actions)}")
    if order.prompt:
        told["prompt"] = order.prompt
    if order.images or order.videos or order.ratio or order.seconds or order.seed is not None:
        raise ValueError(f"{action} takes neither files nor a ratio, duration or seed")
    fields = actions[action]
    if unknown := set(told) - set(fields):
        raise ValueError(f"{action} takes no {', '.join(sorted(unknown))[:100]}")
    missing = [key for key, known in fields.items() if known.required and key not in told]
    if missing:
        raise ValueError(f"{action} needs {', '.join(missing)}")
    return {"action": action} | {key: read_field(key, fields[key], told[key]) for key in told}


def _parameters(
    order: Order, model: Model, *, words_inside: bool
) -> Mapping[str, str | tuple[str, ...]]:
    told: dict[str, str | tuple[str, ...]] = dict(order.extra)
    many = model.picture in model.fields and model.fields[model.picture].kind is Kind.ADDRESSES
    parts: list[tuple[str, str | tuple[str, ...]]] = [
        ("aspect_ratio", order.ratio),
        ("duration", str(order.seconds) if order.seconds else ""),
        ("seed", "" if order.seed is None else str(order.seed)),
        ("prompt", order.prompt if words_inside else ""),
        (model.picture or "pictures", order.images if many else _one(order.images, "picture")),
        (model.film or "films", _one(order.videos, "film")),
    ]
    for key, value in parts:
        if not value:
            continue
        if key in told:
            raise ValueError(f"{key} is told twice")
        if key not in model.fields and not (model.open and key in ("aspect_ratio", "duration")):
            raise ValueError(f"the model takes no {key}")
        told[key] = value
    return told


def _one(files: tuple[str, ...], what: str) -> str:
    if len(files) > 1:
        raise ValueError(f"the model takes one {what}, not {len(files)}")
    return files[0] if files else ""


def _unknown(name: str, order: Order) -> Model:
    """A model that came after our tables: its block by its family or name, its fields unchecked."""
    words = re.split(r"[^a-z0-9]+", name.lower())
    camel = words[0] + "".join(word.capitalize() for word in words[1:]) + "Params"
    block = next((block for family, block in _FAMILIES if name.startswith(family)), camel)
    picture = "start_image" if order.task == "video" else "image"
    fields = {
        "seed": _SEED,
        "prompt": Field(),
        picture: _ADDRESS,
        "video": _ADDRESS,
        "aspect_ratio": Field(),
        "duration": Field(kind=Kind.WHOLE, least=1, most=600),
    }
    return Model(
        block=block, fields=fields, picture=picture, film="video", longest=20_000, open=True
    )


def _typed(key: str, value: str | tuple[str, ...], model: Model) -> JsonValue:
    if known := model.fields.get(key):
        return read_field(key, known, value)
    if not model.open:
        raise ValueError(f"the model takes no {key[:50]!r}")
    if isinstance(value, tuple):
        return list(value)
    # A parameter that we do not know has the type that it looks like.
    if value in ("true", "false") or _NUMBER.fullmatch(value) or value[:1] in ("[", "{"):
        with suppress(ValueError, RecursionError):
            known_type: JsonValue = json.loads(value)
            return known_type
    return value
