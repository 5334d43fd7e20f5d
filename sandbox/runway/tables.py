"""What the sandbox's Runway takes of each model, and what it costs; written apart from any client.

The models that Runway makes itself, and a few of its partners', are checked in full. The others are
known by name, and any ratio and length goes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The rules of one model in one call; None: anything goes."""

    ratios: Sequence[str] | None = None
    ratio_required: bool = False
    durations: Sequence[int] | None = None
    duration_required: bool = False
    prompt_required: bool = False
    prompt_units: int = 1000
    last_frame: bool = False
    references: Sequence[int] = (0,)
    flags: Sequence[str] = ()
    seed: bool = True


_SIX: Final = ("1280:720", "720:1280", "1104:832", "960:960", "832:1104", "1584:672")
_VEO: Final = ("1280:720", "720:1280", "1080:1920", "1920:1080")
_STILLS: Final = (
    *("1024:1024", "1080:1080", "1168:880", "1360:768", "1440:1080", "1080:1440"),
    *("1808:768", "1920:1080", "1080:1920", "2112:912", "1280:720", "720:1280"),
    *("720:720", "960:720", "720:960", "1680:720"),
)
_FLASH: Final = (
    *("1344:768", "768:1344", "1024:1024", "1184:864", "864:1184"),
    *("1536:672", "832:1248", "1248:832", "896:1152", "1152:896"),
)
_OF_KLING_2_5: Final = ("1920:1080", "1440:1440", "1080:1920", "1280:720", "720:720", "720:1280")
_TWO_TO_TEN: Final = range(2, 11)
_LOOSE: Final = Rules(
    prompt_units=32_000, last_frame=True, references=range(31), flags=("audio",), seed=True
)


def _moving(*, from_picture: bool) -> Mapping[str, Rules]:
    veo = Rules(
        ratios=_VEO,
        ratio_required=True,
        durations=(4, 6, 8),
        prompt_required=not from_picture,
        last_frame=True,
        flags=("audio", "negativePrompt"),
    )
    return {
        "gen4.5": Rules(
            ratios=_SIX if from_picture else _SIX[:2],
            ratio_required=True,
            durations=_TWO_TO_TEN,
            duration_required=True,
            prompt_required=True,
            flags=("contentModeration",),
        ),
        "veo3.1": veo,
        "veo3.1_fast": veo,
        "kling2.5_turbo_pro": Rules(
            ratios=() if from_picture else _OF_KLING_2_5,
            durations=(5, 10),
            prompt_required=True,
            prompt_units=32_000,
            last_frame=True,
            flags=("cfgScale",),
            seed=False,
        ),
        **dict.fromkeys(_PARTNERS, _LOOSE),
    }


_PARTNERS: Final = (
    *("kling3.0_standard", "kling3.0_pro", "kling3.0_4k", "klingO3_standard", "klingO3_pro"),
    *("klingO3_4k", "kling_4", "seedance2", "seedance2_fast", "seedance2_mini", "seedance2_5"),
    *("wan3", "wan3_prime", "hailuo3", "h3_max", "gemini_omni_flash", "gemini_omni_flash_1.1"),
    *("grok_imagine_1_5", "grok_imagine_1_5_lite", "happyhorse_1_0"),
)
_PARTNERS_OF_STILLS: Final = (
    *("gpt_image_2", "gpt_image_2_5_flare", "gpt_image_2_5_sunburst", "gemini_image3.1_flash"),
    *("gemini_image3.1_flash_lite", "gemini_image3_pro", "muse_image", "seedream5_pro"),
    *("seedream5_lite", "seedream5_flash", "grok_imagine_image_2", "bria_fibo_1_5"),
    *("bria_fibo_edit_1_5", "ideogram_4_0", "ideogram_4_5", "nano_banana_2.1"),
    *("recraft_v4_1_flash", "recraft_v4_1_vector"),
)

RULES: Final[Mapping[str, Mapping[str, Rules]]] = {
    "image_to_video": {
        **_moving(from_picture=True),
        "gen4_turbo": Rules(
            ratios=_SIX,
            ratio_required=True,
            durations=_TWO_TO_TEN,
            flags=("contentModeration",),
        ),
    },
    "text_to_video": _moving(from_picture=False),
    "text_to_image": {
        **{
            name: Rules(
                ratios=_STILLS,
                ratio_required=True,
                prompt_required=True,
                references=range(least, 4),
                flags=("contentModeration",),
            )
            for name, least in (("gen4_image", 0), ("gen4_image_turbo", 1))
        },
        "gemini_2.5_flash": Rules(
            ratios=_FLASH,
            ratio_required=True,
            prompt_required=True,
            prompt_units=32_000,
            references=range(4),
            seed=False,
        ),
        **dict.fromkeys(_PARTNERS_OF_STILLS, _LOOSE),
    },
}

#: Credits a second of a clip; a still costs what stands here once.
CREDITS: Final[Mapping[str, int]] = {
    "gen4_turbo": 5,
    "gen4.5": 12,
    "veo3.1": 40,
    "veo3.1_fast": 15,
    "gen4_image_turbo": 2,
}
USUAL_CREDITS: Final = 8
USUAL_SECONDS: Final = 5


def cost(call: str, model: str, seconds: int) -> int:
    """What a task costs."""
    each = CREDITS.get(model, USUAL_CREDITS)
    return each if call == "text_to_image" else each * seconds
