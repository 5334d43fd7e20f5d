"""Apiframe v1's calls by our names for them, and what is known of the models behind them."""

from collections.abc import Mapping
from typing import Final

from adapters.apiframe.task import Task
from adapters.apiframe.tasks_midjourney import MIDJOURNEY, PRO
from adapters.apiframe.tasks_others import FILMS, PICTURES, SOUNDS

TASKS: Final[Mapping[str, Task]] = {**MIDJOURNEY, **PRO, **PICTURES, **FILMS, **SOUNDS}

#: The model where the order names none and the call wants one.
DEFAULT_MODELS: Final[Mapping[str, str]] = {"flux-imagine": "flux-pro-1.1"}

#: Known Flux models that take a ratio; the other known ones take width and height.
FLUX_WITH_RATIO: Final = frozenset(("flux-pro-1.1-ultra",))
FLUX_WITH_SIZE: Final = frozenset(("flux-schnell", "flux-pro", "flux-dev", "flux-pro-1.1"))

#: Sizes for the ratios that divide evenly: multiples of 32, about a megapixel at most.
FLUX_SIZES: Final[Mapping[str, tuple[int, int]]] = {
    "1:1": (1024, 1024),
    "16:9": (1024, 576),
    "9:16": (576, 1024),
    "4:3": (1024, 768),
    "3:4": (768, 1024),
    "3:2": (1152, 768),
    "2:3": (768, 1152),
    "5:4": (1280, 1024),
    "4:5": (1024, 1280),
    "21:9": (1344, 576),
    "9:21": (576, 1344),
}
