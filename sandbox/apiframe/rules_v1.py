"""What each call of v1 takes, from its documentation; read by `sandbox.apiframe.rules`."""

HOOKS = "webhook_url:url webhook_secret:text(1,500)"

_INDEX = "1|2|3|4"
_DRAW = "prompt aspect_ratio:ratio"
_IDEOGRAM = (
    "style_type negative_prompt seed:int(0,2147483647) magic_prompt_option aspect_ratio resolution"
)
_BANANA = (
    "prompt* images:urls(0,14) "
    "aspect_ratio:match_input_image|1:1|2:3|3:2|3:4|4:3|4:5|5:4|9:16|16:9|21:9"
)
_LUMA = "prompt* image_url:url end_image_url:url enhance_prompt:bool aspect_ratio:ratio loop:bool"
_KLING = (
    "prompt*:text(1,2000) negative_prompt image_url:url end_image_url:url model mode:std|pro "
    "aspect_ratio:16:9|9:16|1:1 duration:=5|10 generate_audio:bool cfg_scale:num(0,1)"
)
_UDIO = (
    "prompt* lyrics model bypass_prompt_optimization:bool prompt_strength:num(0,1) "
    "clarity_strength:num(0,1) lyrics_strength:num(0,1) generation_quality:num(0,1) "
    "negative_prompt lyrics_placement_start:num(0,900) lyrics_placement_end:num(0,900) tags"
)

RULES = {
    "imagine": "prompt* aspect_ratio:ratio process_mode:fast|turbo mode:fast|turbo",
    "imagine-video": "prompt* image_url*:url motion:low|high",
    "imagine-video-extend": (
        f"parent_task_id*:id index:{_INDEX} prompt image_url:url motion:low|high"
    ),
    "reroll": f"parent_task_id*:id {_DRAW}",
    "variations": f"parent_task_id*:id index*:{_INDEX}|strong|subtle {_DRAW}",
    "upscale-1x": f"parent_task_id*:id index*:{_INDEX}",
    "upscale-alt": "parent_task_id*:id type*:subtle|creative",
    "upscale-highres": (
        f"parent_task_id:id image_url:url parent_task_id/image_url? type*:2x|4x index:{_INDEX}"
    ),
    "inpaint": "parent_task_id*:id mask*:b64 prompt",
    "outpaint": f"parent_task_id*:id zoom_ratio*:=1|1.5|2 {_DRAW}",
    "pan": "parent_task_id*:id direction*:up|down|left|right prompt",
    "faceswap": "target_image_url*:url swap_image_url*:url",
    "describe": "image_url*:url",
    "blend": "image_urls*:urls(2,5) dimension:square|portrait|landscape",
    "shorten": "prompt*",
    "seed": "task_id*:id",
    "pro/imagine": "prompt* mode:fast|turbo",
    "pro/upscale": f"parent_task_id*:id index*:{_INDEX} type*:subtle|creative",
    "pro/vary": f"parent_task_id*:id index*:{_INDEX} type*:strong|subtle",
    "pro/variations": f"parent_task_id*:id index*:{_INDEX}",
    "pro/zoom": f"parent_task_id*:id index*:{_INDEX} type*:1|1.5|2",
    "pro/pan": f"parent_task_id*:id index*:{_INDEX} type*:up|down|left|right",
    "pro/seed": "task_id*:id",
    "flux-imagine": (
        "model* prompt* width:int(256,1440) height:int(256,1440) aspect_ratio:ratio "
        "steps:int(1,50) guidance:num(0,20) interval:num(1,4) seed:int(0,4294967295) "
        "safety_tolerance:int(0,6) raw:bool prompt_upsampling:bool image_prompt:b64 "
        "image_prompt_strength:num(0,1)"
    ),
    "ideogram-imagine": f"prompt* {_IDEOGRAM}",
    "ideogram-upscale": (
        "prompt* image_url*:url resemblance:int(1,100) detail:int(1,100) "
        "seed:int(0,2147483647) magic_prompt_option"
    ),
    "ideogram-remix": f"prompt* image_url*:url image_weight:int(1,100) {_IDEOGRAM}",
    "ideogram-describe": "image_url*:url",
    "luma-imagine": _LUMA,
    "luma-extend": f"parent_task_id*:id {_LUMA}",
    "suno-imagine": "prompt* lyrics model make_instrumental:bool title tags ...",
    "suno-extend": (
        "parent_task_id:id song_id:id parent_task_id/song_id? continue_at:num(0,900) "
        "from_upload:bool prompt lyrics title tags"
    ),
    "suno-lyrics": "prompt*",
    "udio-imagine": _UDIO,
    "udio-generate": _UDIO,
    "runway-imagine": (
        "generation_type*:text2video|image2video|video2video prompt image_url:url "
        "end_image_url:url video_url:url aspect_ratio:16:9|9:16|1:1|4:3|3:4|21:9 model "
        "duration:=5|10 flip:bool"
    ),
    "kling-imagine": f"{_KLING} generation_type:text2video|image2video",
    "kling-imagine-2-6": _KLING,
    "kling-tryon": "human_image_url*:url cloth_image_url*:url model",
    "nano-banana": _BANANA,
    "nano-banana-pro": f"{_BANANA} resolution:1K|2K|4K",
    "ai-photo-upload": "...",
    "ai-photo-train": "...",
    "ai-photo-generate": "prompt* ...",
}

#: Calls that need a finished task before them: the kinds that will do.
PARENTS = {
    "upscale-alt": "upscale-1x",
    "inpaint": "upscale-1x",
    "outpaint": "upscale-1x",
    "pan": "upscale-1x",
}
#: Calls that are answered when all is done.
AT_ONCE = frozenset(("nano-banana", "nano-banana-pro", "ideogram-describe"))

COSTS = {"imagine": 8, "imagine-video": 60, "runway-imagine": 100, "kling-imagine": 100}
USUAL_COST = 4
