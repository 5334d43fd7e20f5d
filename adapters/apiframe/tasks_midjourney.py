"""Apiframe v1's Midjourney calls as a table: where each goes, what it takes, and what it makes.

Sources: docs.apiframe.ai and the service's own Node SDK 1.x. Where a page says less than another,
the field is optional here; the service refuses without charging.
"""

from collections.abc import Mapping
from typing import Final

from adapters.apiframe.fields import Field, Kind
from adapters.apiframe.task import (
    ADDRESS,
    DIRECTION,
    ID,
    IN_PROMPT,
    MAYBE_ID,
    MAYBE_QUARTER,
    PARENT,
    PROMPT,
    QUARTER,
    RATIO,
    REDRAW,
    SPEED,
    TEXT,
    THE_ADDRESS,
    Makes,
    Task,
    choice,
)

MIDJOURNEY: Final[Mapping[str, Task]] = {
    "imagine": Task(
        path="/imagine",
        makes=Makes.GRID,
        fields={"prompt": PROMPT, "aspect_ratio": RATIO, "process_mode": SPEED, "mode": SPEED},
        flags=IN_PROMPT,
    ),
    "imagine-video": Task(
        path="/imagine-video",
        makes=Makes.FILM,
        fields={"prompt": PROMPT, "image_url": THE_ADDRESS, "motion": choice("low", "high")},
        pictures=("image_url",),
    ),
    "imagine-video-extend": Task(
        path="/imagine-video-extend",
        makes=Makes.FILM,
        fields={
            **PARENT,
            "index": MAYBE_QUARTER,
            "prompt": TEXT,
            "image_url": ADDRESS,
            "motion": choice("low", "high"),
        },
        pictures=("image_url",),
    ),
    "reroll": Task(path="/reroll", makes=Makes.GRID, fields=REDRAW),
    "variations": Task(
        path="/variations",
        makes=Makes.GRID,
        fields={
            **REDRAW,
            "index": choice("1", "2", "3", "4", "strong", "subtle", required=True),
        },
    ),
    "upscale-1x": Task(
        path="/upscale-1x", makes=Makes.PICTURE, fields={**PARENT, "index": QUARTER}
    ),
    "upscale-alt": Task(
        path="/upscale-alt",
        makes=Makes.PICTURE,
        fields={**PARENT, "type": choice("subtle", "creative", required=True)},
    ),
    "upscale-highres": Task(
        path="/upscale-highres",
        makes=Makes.PICTURE,
        fields={
            "parent_task_id": MAYBE_ID,
            "image_url": ADDRESS,
            "type": choice("2x", "4x", required=True),
            "index": MAYBE_QUARTER,
        },
        pictures=("image_url",),
        any_of=("parent_task_id", "image_url"),
    ),
    "inpaint": Task(
        path="/inpaint",
        makes=Makes.GRID,
        fields={**PARENT, "mask": Field(kind=Kind.BASE64, required=True), "prompt": TEXT},
    ),
    "outpaint": Task(
        path="/outpaint",
        makes=Makes.GRID,
        fields={
            **REDRAW,
            "zoom_ratio": Field(kind=Kind.NUMBER, choices=("1", "1.5", "2"), required=True),
        },
    ),
    "pan": Task(
        path="/pan",
        makes=Makes.GRID,
        fields={**PARENT, "direction": DIRECTION, "prompt": TEXT},
    ),
    "faceswap": Task(
        path="/faceswap",
        makes=Makes.PICTURE,
        fields={"target_image_url": THE_ADDRESS, "swap_image_url": THE_ADDRESS},
        pictures=("target_image_url", "swap_image_url"),
    ),
    "describe": Task(
        path="/describe",
        makes=Makes.TEXT,
        fields={"image_url": THE_ADDRESS},
        pictures=("image_url",),
    ),
    "blend": Task(
        path="/blend",
        makes=Makes.GRID,
        fields={
            "image_urls": Field(kind=Kind.ADDRESSES, required=True, least=2, most=5),
            "dimension": choice("square", "portrait", "landscape"),
        },
        pictures=("image_urls",),
        ratio="dimension",
        ratios={"1:1": "square", "2:3": "portrait", "3:2": "landscape"},
    ),
    "shorten": Task(path="/shorten", makes=Makes.TEXT, fields={"prompt": PROMPT}),
    "seed": Task(path="/seed", makes=Makes.TEXT, fields={"task_id": ID}),
}

#: "Pro" Midjourney; it answers at the other host, which serves all calls.
PRO: Final[Mapping[str, Task]] = {
    "pro-imagine": Task(
        path="/pro/imagine",
        makes=Makes.GRID,
        fields={"prompt": PROMPT, "mode": SPEED},
        flags={**IN_PROMPT, "ratio": "--ar"},
    ),
    "pro-upscale": Task(
        path="/pro/upscale",
        makes=Makes.PICTURE,
        fields={**PARENT, "index": QUARTER, "type": choice("subtle", "creative", required=True)},
    ),
    "pro-vary": Task(
        path="/pro/vary",
        makes=Makes.GRID,
        fields={**PARENT, "index": QUARTER, "type": choice("strong", "subtle", required=True)},
    ),
    "pro-variations": Task(
        path="/pro/variations", makes=Makes.GRID, fields={**PARENT, "index": QUARTER}
    ),
    "pro-zoom": Task(
        path="/pro/zoom",
        makes=Makes.GRID,
        fields={**PARENT, "index": QUARTER, "type": choice("1", "1.5", "2", required=True)},
    ),
    "pro-pan": Task(
        path="/pro/pan",
        makes=Makes.GRID,
        fields={**PARENT, "index": QUARTER, "type": DIRECTION},
    ),
    "pro-seed": Task(path="/pro/seed", makes=Makes.TEXT, fields={"task_id": ID}, open=True),
}
