"""What each call and model of v2 takes, from OpenAPI 2.0.0; read by `sandbox.apiframe.rules`.

A model has the path it is called at, its block of parameters, the rule of that block, whether the
block is required, the longest prompt (0: the prompt is inside the block), and v1's name of a call
that makes the same.
"""

from dataclasses import dataclass

_ENDING = "output_format:jpg|png|webp"
_RUNWAY = "aspect_ratio:16:9|9:16|1:1|4:3|3:4|21:9 duration:=5|10 image:url seed:int(0,4294967295)"
_FLUX = (
    "aspect_ratio:ratio go_fast:bool guidance:num(1.5,10) height:int(256,2048) "
    "width:int(256,2048) image_prompt:url image_prompt_strength:num(0,1) input_images:urls(0,10) "
    f"{_ENDING} output_quality:int(0,100) prompt_upsampling:bool raw:bool resolution "
    "seed:int(0,4294967295) steps:int(1,50)"
)
_BANANA = (
    "aspect_ratio google_search:bool image_input:urls(0,14) image_search:bool "
    f"{_ENDING} resolution:512px|1K|2K|4K"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """See the module."""

    path: str
    block: str
    rule: str
    makes: str
    cost: int
    needs_block: bool = False
    longest: int = 2000


_IMAGE, _VIDEO = "images/generate", "videos/generate"

MODELS = {
    "midjourney": Model(
        path=_IMAGE, block="midjourneyParams", rule="aspect_ratio:ratio", makes="imagine", cost=16
    ),
    **dict.fromkeys(
        ("nano-banana", "nano-banana-pro", "nano-banana-2"),
        Model(path=_IMAGE, block="nanoBananaParams", rule=_BANANA, makes="nano-banana", cost=8),
    ),
    **dict.fromkeys(
        ("flux-1.1-pro", "flux-1.1-pro-ultra", "flux-2-pro"),
        Model(path=_IMAGE, block="fluxParams", rule=_FLUX, makes="flux-imagine", cost=10),
    ),
    **dict.fromkeys(
        ("runway-gen4-turbo", "runway-gen4.5"),
        Model(
            path=_VIDEO,
            block="runwayParams",
            rule=_RUNWAY,
            makes="runway-imagine",
            cost=60,
            longest=4000,
        ),
    ),
    "kling-3.0": Model(
        path=_VIDEO,
        block="klingParams",
        rule=(
            "duration:int(3,15) aspect_ratio:ratio mode:standard|pro start_image:url "
            "generate_audio:bool negative_prompt"
        ),
        makes="kling-imagine",
        cost=80,
        longest=4000,
    ),
    "seedance-2.5": Model(
        path=_VIDEO,
        block="seedanceParams",
        rule=(
            "duration:int(4,30) aspect_ratio:ratio resolution start_image:url generate_audio:bool"
        ),
        makes="luma-imagine",
        cost=70,
        longest=4000,
    ),
    "topaz-image-upscale": Model(
        path="images/upscale",
        block="topazUpscaleParams",
        rule="image*:url upscale_factor:=1|2|4|6 seed:int(0,4294967295) ...",
        makes="upscale-highres",
        cost=10,
        needs_block=True,
        longest=0,
    ),
    "clarity-upscale": Model(
        path="images/upscale",
        block="clarityUpscaleParams",
        rule="image*:url prompt:text(0,2000) scale_factor:=1|2|4|8 ...",
        makes="upscale-highres",
        cost=10,
        needs_block=True,
        longest=0,
    ),
    "flux-fill-pro": Model(
        path="images/edit",
        block="fluxFillParams",
        rule=(
            "image*:url prompt*:text(1,2000) mode*:inpaint|outpaint mask:url guidance:num(2,5) "
            "steps:int(1,50) safety_tolerance:int(1,6) seed:int(0,4294967295) outpaint "
            "prompt_upsampling:bool output_format:jpg|png"
        ),
        makes="flux-imagine",
        cost=10,
        needs_block=True,
        longest=0,
    ),
    "bria-bg-remove": Model(
        path="images/background-remove",
        block="briaBgRemoveParams",
        rule="image*:url content_moderation:bool",
        makes="upscale-1x",
        cost=4,
        needs_block=True,
        longest=0,
    ),
    "topaz-video-upscale": Model(
        path="videos/upscale",
        block="topazVideoParams",
        rule="video*:url target_resolution*:720p|1080p|4k target_fps*:=24|30|60 ...",
        makes="video-upscale",
        cost=40,
        needs_block=True,
        longest=0,
    ),
    "wan-2.7-videoedit": Model(
        path="videos/edit",
        block="wan27VideoeditParams",
        rule=(
            "video*:url aspect_ratio:auto|16:9|9:16|1:1|4:3|3:4 audio_setting:auto|origin "
            "duration:int(2,10) negative_prompt:text(0,2500) reference_image:url "
            "resolution:720p|1080p seed:int(0,4294967295)"
        ),
        makes="video-edit",
        cost=60,
        needs_block=True,
        longest=5000,
    ),
    "suno": Model(
        path="music/generate",
        block="sunoParams",
        rule=(
            "custom_mode:bool instrumental:bool style:text(0,1000) title:text(0,80) lyrics "
            "model_version negative_tags ..."
        ),
        makes="suno-imagine",
        cost=20,
        longest=5000,
    ),
}

HOOKS = "webhookUrl:url webhookEvents"
EVENTS = frozenset(("progress", "completed", "failed"))

_SONG = "index:=1|2 trackId prompt:text(0,5000) title:text(0,80) style:text(0,1000) negative_tags"


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A rule, the kinds of jobs it may follow, and v1's name of a call that makes the same."""

    rule: str
    after: frozenset[str]
    makes: str


_GRIDS = frozenset(("imagine", "variations", "inpaint", "outpaint", "pan"))
_SINGLE = frozenset(("upscale-1x",))
_SONGS = frozenset(("suno-imagine", "suno-extend"))

ACTIONS = {
    "images/midjourney/action": {
        "upsample": Action(rule="index*:=1|2|3|4", after=_GRIDS, makes="upscale-1x"),
        "variation": Action(rule="index*:=1|2|3|4", after=_GRIDS, makes="variations"),
        "inpaint": Action(rule="mask*:b64 prompt:text(0,2000)", after=_SINGLE, makes="inpaint"),
        "outpaint": Action(rule="zoomRatio*:=1.5|2", after=_SINGLE, makes="outpaint"),
        "pan": Action(rule="direction*:up|down|left|right", after=_SINGLE, makes="pan"),
    },
    "music/suno/action": {
        "extend": Action(rule=f"{_SONG} continueAt:num(0,900)", after=_SONGS, makes="suno-extend"),
        "cover": Action(rule=f"{_SONG} audio_weight:num(0,1)", after=_SONGS, makes="suno-extend"),
        "add_vocals": Action(
            rule=_SONG.replace("prompt:", "prompt*:"), after=_SONGS, makes="suno-extend"
        ),
        "stems": Action(rule="index:=1|2 trackId", after=_SONGS, makes="udio-imagine"),
    },
}
ACTION_COST = 8
