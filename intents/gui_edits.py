"""An order to drag something, put as an edit in plain words; it knows not who will carry it out.

Only an order that says what goes where becomes an edit: "drag the clip to reorder" does not.
"""

import re

from intents.lexicon.traditional import TO_SIMPLIFIED

_HINT = re.compile(r"drag|drop|slider|fader|knob|dial|edge|handle|[拖滑拉其它]")

# A part may not hold a comma, and is short: what an order names takes few words.
_DRAG = re.compile(
    r"\b(?:(?P<pull>(?:drag|drop)(?:[gp]ing)?(?: and drop(?:ping)?)?)"
    r"|(?:mov|slid|pull|push|set|turn|bring|adjust|lower|rais|increas|decreas|chang)"
    r"(?:e|ing|ting)?)\s{1,3}(?P<what>[^,;:]{1,80}?)\s{1,3}"
    r"(?P<how>(?:(?:all the way|back|up|down|over|out|in|away|along"
    r"|left|right|upwards?|downwards?|leftwards?|rightwards?)\s{1,3})*)"
    r"(?P<to>(?:right )?(?:to|onto|into|before|after|between|above|below|under|behind|until|at"
    r"|in front of))\s{1,3}(?P<where>[^,;:]{1,80})",
    re.IGNORECASE,
)
_WHOLLY_TO_ONE_SIDE = re.compile(
    r"\b(?:drag|mov|slid|pull|push)(?:e|g?ing)?\s{1,3}(?P<what>[^,;:]{1,80}?)\s{1,3}(?:to the )?"
    r"(?:(?P<less>left|down)|(?P<more>right|up))(?:wards?)?\b",
    re.IGNORECASE,
)
_BY = re.compile(r"\bby (?=drag|mov|slid|pull|push|set|turn|adjust)", re.IGNORECASE)
_SLIDER = re.compile(
    r"[’']s (?:slider|fader|knob)|\s*\b(?:slider|fader|knob|dial)(?: control)?\b"
    r"|(?:(?<=fade)|(?<=volume)|(?<=opacity)|(?<=speed)) handle\b",
    re.IGNORECASE,
)
_EDGE = re.compile(
    r"\b(?:the |its )?(?:(?P<start>left|start|front|first|beginning)|(?P<end>right|end|last|back)"
    r"|outer|trim)?[- ]?(?:hand )?(?:trim )?(?:edges?|handles?|border|(?<=start)|(?<=end)"
    r"|(?<=beginning))(?: (?:of|on) (?P<of>.+)|(?<=[es]))",
    re.IGNORECASE,
)
_PROPERTY = re.compile(
    r"\b(?:(?:music|voice|background|clip) )?volume|brightness|contrast|saturation|opacity|speed"
    r"|sharpness|temperature|zoom|scale|font size|blur|music\b",
    re.IGNORECASE,
)
# What the place is for, or on which part of the screen, is not part of it.
_TAIL = re.compile(
    r"\s+(?:(?:in order )?to (?:\w+)\b|so that\b|for\b|if\b|when\b|using\b|with (?:your|the)\b"
    r"|(?:of|on|in|along) (?:the|your) (?:\w+ )?(?:timeline|canvas|track|preview|editor|player)\b)"
    r".*",
    re.IGNORECASE | re.DOTALL,
)
_AMOUNT = re.compile(
    r"(?:about |around |roughly )?[-+]?\d+(?:[.:]\d+)*"
    r"(?:\s?(?:%|percent|x|×|s|ms|dB|px|pt|°|seconds?|sec|minutes?|degrees)(?!\w))?",
    re.IGNORECASE,
)
_SPOT = re.compile(
    r"\b(?:start|beginning|front|end|top|bottom|left|right|cent(?:er|re)|middle|corner|edge|side"
    r"|place|position|first|second|third|last|background|foreground|track \d|intro|outro"
    r"|clips?|title|photo|video|music)\b|\d|§",
    re.IGNORECASE,
)
_SCREEN = re.compile(
    r"\b(?:panel|library|window|canvas|here|trash|bin|folder|browser|screen|area|tab|box)\b",
    re.IGNORECASE,
)
_TIMELINE = re.compile(
    r"(?:(?:the|your) )?(?:(?:main|video|audio|music|text) )*(?:timeline|track)\b(?! \d)",
    re.IGNORECASE,
)
# What was taken up by the words before, for an "it".
_HELD = re.compile(
    r"\b(?:grab|(?:press|click) and hold|hold|select|choose|pick up|click(?: on)?|tap(?: on)?)"
    r" ((?:the|your) [^,;:.§]{1,40}?)"
    r"(?= (?:on|in|of) the |,| and | then |[ ,]*$)"
)
# What was to become shorter or longer, for an "its edge".
_OWNER = re.compile(
    r"\b(?:shorten|trim|cut|extend|lengthen|shrink|adjust|resize)(?:ing)?"
    r" ((?:the|your) [^,;:.§]{1,40}?) by\b"
)
_FROM = re.compile(r"\s+from\s.*", re.IGNORECASE)

_TUO = re.compile(
    r"(?:(?:把|将)(?P<a>[^,，;；把将]{1,24}?)(?:向[左右上下前后]|往[左右上下前后])?(?:拖[动拽曳放]?"
    r"|移动|滑动|拉动?|调[整节]?)|(?:拖[动拽曳放]?|移动|滑动|拉动)(?P<b>[^,，;；]{1,24}?))"
    r"(?P<to>[到至])(?P<where>[^,，;；]{1,30})"
)
_SLIDER_ZH = re.compile(r"的?(?:调[节整]|控制)?(?:滑[块杆竿条]|滑动条|拉[条杆]|调节条|旋钮)")
_EDGE_ZH = re.compile(
    r"(?P<of>.+?)的?(?:(?P<start>[左前][侧端边]?)|(?P<end>[右后尾][侧端边]?))?(?:边缘|手柄|边界|边)"
)
_ONE_SIDE_ZH = re.compile(
    r"(?:把|将)?(?P<what>[^,，;；把将]{1,16}?)的?滑[块杆竿条](?:向|往)(?:(?P<less>[左下])|[右上])[边侧]?[拖滑移拉调]"
)
_HELD_ZH = re.compile(
    r"(?:拖动|滑动|调整|移动|找到|选中|点击|点选|按住)([^，,。；;§]{1,12}?)\s*[，,。；; ]"
)
_FROM_ZH = re.compile(r"从.*")
_TAIL_ZH = re.compile(r"(?:上|里)?(?:即可|就行|就可以|便可|就能|就好|吧|来|以|进行|试试|之类).*")
_LEAD_ZH = re.compile(r"(?:时间线|时间轴|轨道|画布)(?:[上中里]的?|的)(?=.)")
_AMOUNT_ZH = re.compile(
    r"约?[-+]?\d+(?:\.\d+)?\s?(?:%|倍|秒|分贝|度|像素|x)?|[一两三]?半|最[大小高低]"
)
_SPOT_ZH = re.compile(
    r"[开最]头|开始|末尾|结尾|尾部|最[前后]|前面|后面|之[前后间]|顶|底|[左右上下中]|角|第.|[前后]$|\d|§"
)
_SCREEN_ZH = re.compile(r"面板|素材库|媒体库|窗口|视窗|编辑器|这里|此处|垃圾|文件夹|区域|浏览器")
_TIMELINE_ZH = re.compile(r"(?:时间线|时间轴|(?:视频|音频|音乐|文字)?轨道?)[上中里]?$")
_PROPERTY_ZH = re.compile(
    r"(?:音乐|背景音乐|人声|原声)?音量|亮度|对比度|饱和度|透明度|速度|色温|字号|音乐"
)
_TRADITIONAL = str.maketrans("调结开头", "調結開頭")


def edit_from(order: str, masked: str, about: str) -> str | None:
    """The edit that an order to drag asks for, in its own language; None if it is not clear.

    `masked` is the order in simplified characters with § for quotations, of the same length;
    `about` is what was said up to the order, for a slider that has no name.
    """
    if not _HINT.search(masked):
        return None
    if drag := _TUO.search(masked):
        edit = _zh(drag, order, about)
    elif drag := _ONE_SIDE_ZH.search(masked):
        what = order[drag.start("what") : drag.end("what")]
        edit = f"把{what}调{'低' if drag['less'] else '高'}"
    else:
        return _en_any(order, masked, about)
    if edit and order.translate(TO_SIMPLIFIED) != order:
        return edit.translate(_TRADITIONAL)
    return edit


def _en_any(order: str, masked: str, about: str) -> str | None:
    by = _BY.search(masked)
    if (drag := _DRAG.search(masked, by.end() if by else 0)) and (edit := _en(drag, order, about)):
        return edit
    return _to_one_side(order, masked, about)


def _en(drag: re.Match[str], order: str, about: str) -> str | None:
    what = order[drag.start("what") : drag.end("what")]
    if re.fullmatch(r"it|them", what, re.IGNORECASE) and (held := _HELD.findall(about)):
        what = held[-1]
    where = _TAIL.sub("", drag["where"])
    if _SLIDER.search(what):
        amounts = _AMOUNT.findall(where)
        named = _named(_FROM.sub("", _SLIDER.sub("", what)), about)
        return f"Set {named} to {amounts[-1]}" if amounts and named else None
    if not drag["pull"] and not _EDGE.search(what):
        return None
    if edge := _EDGE.search(what):
        side = "the start of " if edge["start"] else "the end of " if edge["end"] else ""
        amounts = _AMOUNT.findall(where)
        owner = _OWNER.findall(about)
        of = edge["of"] or re.sub(r"[’']s\s*$", "", what[: edge.start()])
        of = of or (owner[-1] if owner else "the clip")
        return f"Trim {side}{of.strip()} to {amounts[0]}" if amounts else None
    what = _FROM.sub("", what)
    if _TIMELINE.match(where):
        return None if re.search(r"\byour\b", what) else f"Add {what} to the timeline"
    if _SCREEN.search(where) or not _SPOT.search(where):
        return None
    place = order[drag.start("where") :][: len(where)]
    to = "to" if drag["to"].lower() == "at" else drag["to"].lower()
    return f"Move {what} {to} {place}".rstrip(" .!?)")


def _to_one_side(order: str, masked: str, about: str) -> str | None:
    """ "Drag the volume slider to the left" tells which way, not how far."""
    drag = _WHOLLY_TO_ONE_SIDE.search(masked)
    if not drag or not _SLIDER.search(drag["what"]):
        return None
    named = _named(_SLIDER.sub("", order[drag.start("what") : drag.end("what")]), about)
    return f"Turn {named} {'down' if drag['less'] else 'up'}" if named else None


def _named(slider: str, about: str) -> str | None:
    name = re.sub(r"^(?:the|its|this|that|your|a)\b\s*", "", slider.strip(), flags=re.IGNORECASE)
    if name:
        return f"the {name[0].lower() + name[1:] if name[1:].islower() else name}"
    properties = _PROPERTY.findall(about)
    return f"the {properties[-1].lower()}" if properties else None


def _zh(drag: re.Match[str], order: str, about: str) -> str | None:
    group = "a" if drag["a"] else "b"
    masked_what = _FROM_ZH.sub("", drag[group]).rstrip()
    what = order[drag.start(group) :][: len(masked_what)]
    if masked_what in ("其", "它") and (held := _HELD_ZH.findall(about)):
        what = masked_what = held[-1]
    where = _TAIL_ZH.sub("", drag["where"])
    at = drag.start("where") + (lead.end() if (lead := _LEAD_ZH.match(where)) else 0)
    place = order[at : drag.start("where") + len(where)].strip()
    if slider := _SLIDER_ZH.search(masked_what):
        properties = _PROPERTY_ZH.findall(about)
        named = what[: slider.start()] or (properties[-1] if properties else "")
        edit = f"把{named}调到{place}" if named and _AMOUNT_ZH.search(place) else None
    elif "拖" not in drag[0] and "边" not in masked_what:
        edit = None
    elif edge := _EDGE_ZH.match(masked_what):
        of = what[: edge.end("of")]
        side = "的开头" if edge["start"] else "的结尾" if edge["end"] else ""
        edit = f"把{of}{side}剪到{place}" if _AMOUNT_ZH.search(place) else None
    elif _TIMELINE_ZH.search(where):
        edit = f"把{what}加到{place.rstrip('上中里')}"
    elif _SCREEN_ZH.search(where) or not _SPOT_ZH.search(where):
        edit = None
    else:
        edit = f"把{what}移到{place}"
    return edit
