"""Apiframe v1's calls that are not Midjourney's, as a table.

Sources: docs.apiframe.ai and the service's own Node SDK 1.x. Where a page says less than another,
the field is optional here; the service refuses without charging.
"""

from collections.abc import Mapping
from typing import Final

from adapters.apiframe.fields import Field, Fields, Kind
from adapters.apiframe.task import (
    ADDRESS,
    DURATION,
    FLAG,
    MAYBE_ID,
    PARENT,
    PERCENT,
    PROMPT,
    RATIO,
    SEED,
    SHARE,
    TEXT,
    THE_ADDRESS,
    Makes,
    Task,
    choice,
)

_SIDE: Final = Field(kind=Kind.WHOLE, least=256, most=1440)
_IDEOGRAM: Final[Fields] = {
    "style_type": TEXT,
    "negative_prompt": TEXT,
    "seed": SEED,
    "magic_prompt_option": TEXT,
    "aspect_ratio": TEXT,
    "resolution": TEXT,
}
_IDEOGRAM_RATIOS: Final = {
    ratio: f"ASPECT_{ratio.replace(':', '_')}"
    for ratio in (
        *("1:1", "16:9", "9:16", "16:10", "10:16", "4:3", "3:4", "3:2", "2:3", "3:1", "1:3"),
    )
}
_BANANA_RATIO: Final = choice(
    "match_input_image",
    *("1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9"),
)
_IMAGES: Final = Field(kind=Kind.ADDRESSES, most=14)

PICTURES: Final[Mapping[str, Task]] = {
    "flux-imagine": Task(
        path="/flux-imagine",
        makes=Makes.PICTURE,
        fields={
            "model": Field(required=True),
            "prompt": PROMPT,
            "width": _SIDE,
            "height": _SIDE,
            "aspect_ratio": RATIO,
            "steps": Field(kind=Kind.WHOLE, least=1, most=50),
            "guidance": Field(kind=Kind.NUMBER, least=0, most=20),
            "interval": Field(kind=Kind.NUMBER, least=1, most=4),
            "seed": SEED,
            "safety_tolerance": Field(kind=Kind.WHOLE, least=0, most=6),
            "raw": FLAG,
            "prompt_upsampling": FLAG,
            "image_prompt": Field(kind=Kind.BASE64),
            "image_prompt_strength": SHARE,
        },
    ),
    "ideogram-imagine": Task(
        path="/ideogram-imagine",
        makes=Makes.PICTURES,
        fields={"prompt": PROMPT, **_IDEOGRAM},
        ratios=_IDEOGRAM_RATIOS,
        open=True,
    ),
    "ideogram-upscale": Task(
        path="/ideogram-upscale",
        makes=Makes.PICTURES,
        fields={
            "prompt": PROMPT,
            "image_url": ADDRESS,
            "resemblance": PERCENT,
            "detail": PERCENT,
            "seed": SEED,
            "magic_prompt_option": TEXT,
        },
        pictures=("image_url",),
        open=True,
    ),
    "ideogram-remix": Task(
        path="/ideogram-remix",
        makes=Makes.PICTURES,
        fields={
            "prompt": PROMPT,
            "image_url": ADDRESS,
            "image_weight": PERCENT,
            **_IDEOGRAM,
        },
        pictures=("image_url",),
        ratios=_IDEOGRAM_RATIOS,
        open=True,
    ),
    "ideogram-describe": Task(
        path="/ideogram-describe",
        makes=Makes.TEXT,
        fields={"image_url": THE_ADDRESS},
        pictures=("image_url",),
    ),
    "nano-banana": Task(
        path="/nano-banana",
        makes=Makes.PICTURES,
        fields={"prompt": PROMPT, "images": _IMAGES, "aspect_ratio": _BANANA_RATIO},
        pictures=("images",),
        open=True,
    ),
    "nano-banana-pro": Task(
        path="/nano-banana-pro",
        makes=Makes.PICTURES,
        fields={
            "prompt": PROMPT,
            "images": _IMAGES,
            "aspect_ratio": _BANANA_RATIO,
            "resolution": choice("1K", "2K", "4K"),
        },
        pictures=("images",),
        open=True,
    ),
    "ai-photo-upload": Task(path="/ai-photo-upload", makes=Makes.ID, fields={}, open=True),
    "ai-photo-train": Task(path="/ai-photo-train", makes=Makes.ID, fields={}, open=True),
    "ai-photo-generate": Task(
        path="/ai-photo-generate",
        makes=Makes.PICTURES,
        fields={"prompt": PROMPT, "aspect_ratio": RATIO, "seed": SEED},
        open=True,
    ),
}

_FRAMES: Final[Fields] = {"image_url": ADDRESS, "end_image_url": ADDRESS}
_FROM_TO: Final = ("image_url", "end_image_url")
_LUMA: Final[Fields] = {
    "prompt": PROMPT,
    **_FRAMES,
    "enhance_prompt": FLAG,
    "aspect_ratio": RATIO,
    "loop": FLAG,
}
_NEEDS: Final = {"image2video": "image_url"}
_KLING: Final[Fields] = {
    "prompt": Field(required=True, most=2000),
    "negative_prompt": TEXT,
    **_FRAMES,
    "aspect_ratio": choice("16:9", "9:16", "1:1"),
    "duration": DURATION,
    "generate_audio": FLAG,
    "model": TEXT,
    "mode": choice("std", "pro"),
    "cfg_scale": SHARE,
}

FILMS: Final[Mapping[str, Task]] = {
    "luma-imagine": Task(path="/luma-imagine", makes=Makes.FILM, fields=_LUMA, pictures=_FROM_TO),
    "luma-extend": Task(
        path="/luma-extend", makes=Makes.FILM, fields={**PARENT, **_LUMA}, pictures=_FROM_TO
    ),
    "runway-imagine": Task(
        path="/runway-imagine",
        makes=Makes.FILM,
        fields={
            "generation_type": choice("text2video", "image2video", "video2video", required=True),
            "prompt": TEXT,
            **_FRAMES,
            "video_url": ADDRESS,
            "aspect_ratio": choice("16:9", "9:16", "1:1", "4:3", "3:4", "21:9"),
            "model": TEXT,
            "duration": DURATION,
            "flip": FLAG,
        },
        pictures=_FROM_TO,
        films=("video_url",),
        needs={**_NEEDS, "video2video": "video_url", "text2video": "prompt"},
    ),
    "kling-imagine": Task(
        path="/kling-imagine",
        makes=Makes.FILM,
        fields={**_KLING, "generation_type": choice("text2video", "image2video")},
        pictures=_FROM_TO,
        needs=_NEEDS,
    ),
    "kling-imagine-2-6": Task(
        path="/kling-imagine-2-6", makes=Makes.FILM, fields=_KLING, pictures=_FROM_TO
    ),
    "kling-tryon": Task(
        path="/kling-tryon",
        makes=Makes.PICTURE,
        fields={"human_image_url": ADDRESS, "cloth_image_url": ADDRESS, "model": TEXT},
        pictures=("human_image_url", "cloth_image_url"),
        open=True,
    ),
}

_UDIO: Final[Fields] = {
    "prompt": PROMPT,
    "lyrics": TEXT,
    "model": TEXT,
    "bypass_prompt_optimization": FLAG,
    "prompt_strength": SHARE,
    "clarity_strength": SHARE,
    "lyrics_strength": SHARE,
    "generation_quality": SHARE,
    "negative_prompt": TEXT,
    "lyrics_placement_start": Field(kind=Kind.NUMBER, least=0),
    "lyrics_placement_end": Field(kind=Kind.NUMBER, least=0),
    "tags": TEXT,
}

SOUNDS: Final[Mapping[str, Task]] = {
    "suno-imagine": Task(
        path="/suno-imagine",
        makes=Makes.SONGS,
        fields={
            "prompt": PROMPT,
            "lyrics": TEXT,
            "model": TEXT,
            "make_instrumental": FLAG,
            "title": TEXT,
            "tags": TEXT,
        },
        open=True,
    ),
    "suno-extend": Task(
        path="/suno-extend",
        makes=Makes.SONGS,
        fields={
            "parent_task_id": MAYBE_ID,
            "song_id": MAYBE_ID,
            "continue_at": Field(kind=Kind.NUMBER, least=0),
            "from_upload": FLAG,
            "prompt": TEXT,
            "lyrics": TEXT,
            "title": TEXT,
            "tags": TEXT,
        },
        any_of=("parent_task_id", "song_id"),
        open=True,
    ),
    "suno-lyrics": Task(path="/suno-lyrics", makes=Makes.TEXT, fields={"prompt": PROMPT}),
    "suno-upload": Task(
        path="/suno-upload",
        makes=Makes.ID,
        fields={},
        file="audio",
        largest=10_000_000,
    ),
    # Two pages name two addresses for the same.
    "udio-imagine": Task(path="/udio-imagine", makes=Makes.SONGS, fields=_UDIO, open=True),
    "udio-generate": Task(path="/udio-generate", makes=Makes.SONGS, fields=_UDIO, open=True),
}
