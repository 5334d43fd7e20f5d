"""Phrases of a screen with buttons, as tables; they know not what is done about them.

Each is looked for in one clause in simplified characters, whose quotations are masked by §.
"""

import re
from enum import StrEnum


class Wish(StrEnum):
    """What an order to use the screen was for, so that the chat can offer it."""

    EXPORT = "export"
    CREDITS = "credits"
    SHOW_TRACKS = "show_tracks"
    SHOW_STATE = "show_state"


def _any(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


# An order is at the clause's start, or follows one of these: "people drag a sled" orders nothing.
_TOLD = (
    r"(?:^[^\w\n]*|\b(?:you|you['’]ll|will|please|just|simply|now|then|and|or|but|so|can|could"
    r"|may|might|should|must|to|also|directly|either|first|next|finally|always|easily|by|try"
    r"|after|when|suggest|recommend|step \d+:?)[^\w\n]+)"
)

OPERATES = _any(
    _TOLD + r"(?:double[- ]|right[- ]|left[- ])?click(?:ing)?\b(?! (?:sound|track|noise|effect))",
    _TOLD + r"tap(?:ping)?\W+(?:on|the|it|this|that|your|any|export|download|play|save|share|§)",
    _TOLD + r"(?:press|hit|push)(?:ing)?\W+(?:the|on|export|download|play|save|share|ctrl|cmd"
    r"|command|space|enter|delete|esc|§)",
    _TOLD + r"(?:drag|hover|scrub)(?:g?ing)?\b",
    _TOLD + r"drop(?:ping)? (?:it|them|your|the \w+) (?:on|in|into|onto)\b",
    _TOLD + r"scroll(?:ing)? (?:down|up|to|through)\b",
    _TOLD + r"preview(?:ing)?\b(?! (?:image|picture)\b)",
    _TOLD + r"(?:look at|watch|check(?: out)?|see|view|open) (?:the |your )?preview\b",
    _TOLD + r"(?:refresh|reload)(?:ing)? (?:the|your|this) (?:page|browser|tab|app)\b",
    _TOLD + r"(?:choose|select|pick)(?:ing)? (?:your |the |a )?(?:mp4|format|resolution|quality"
    r"|(?:\w+ ){0,2}(?:option|tab|menu|preset|tool|layer|clip|track)|export|download|§)",
    _TOLD + r"(?:use )?(?:ctrl|cmd|command)\s*\+",
    _TOLD + r"use (?:your |the )?(?:mouse|cursor|keyboard|trackpad)\b",
    _TOLD + r"hold(?:ing)? (?:down )?(?:shift|alt|ctrl|cmd|option|the)\b",
    _TOLD + r"(?:upgrade|top up|recharge|buy (?:more )?credits|purchase)\b",
    r"单击|双击|右键|点击|点按|点选|轻触|轻点|按下|拖拽|拖动|拖放|拖曳|拖到|拖入|拖至|拉动|勾选|选中",
    r"鼠标|滑鼠|快捷键|刷新页面|重新整理页面",
    r"(?:^|请|可以|可|并|来|先|再|直接|您|你|去|中|上|里)预览(?!图)",
    r"(?:充值|储值|购买积分|购买点数|升级套餐|升级方案)(?!已|成功|完成)",
    r"在.{0,8}(?:面板|编辑器|菜单|选单|工具栏|工具列|侧边栏|页面|时间线|[左右][上下]角|[左右]侧)"
    r"(?:中|里|上|内)?(?:进行|就|即|可|可以|自行|手动)*"
    r"(?:查看|调整|编辑|修改|选择|找到|操作|导出|汇出|下载|看到|拖)",
)

# Harmless words of looking and going, unless they lead to a place on the screen.
GOES = _any(
    _TOLD + r"(?:go|going|head|heading|navigate|navigating|switch|jump|visit|open|opening|check"
    r"|checking|see|view|find|look|use|using|expand|locate|access|watch|play|review|adjust|choose"
    r"|select|pick|move|edit|change|manage|tweak|fine-tune|reorder|rearrange|trim|export|download"
    r"|launch|enter|log|sign|inspect)\b",
    r"打开|开启|前往|进入|切换到|展开|查看|看到|找到|使用|调整|去(?!掉|除)",
    r"(?:请|可以|可|您|你|直接)(?:先|再|也|能|还|随时)*(?:在|到|从|去|通过)",
)
PLACE = _any(
    r"\b(?:panels?|tabs?|menus?|sidebar|toolbar|sliders?|dialog|pop-?up|dashboard|workspace"
    r"|inspector|playhead|dropdown|buttons?|handles|editor|canvas|website|web page|timeline"
    r"|(?:media|asset) library|(?:preview|player) (?:window|area|screen)|video player"
    r"|(?:account|billing|pricing|credits|settings|profile|subscription|export|payment)"
    r" (?:page|settings|section|center)"
    r"|your (?:account|billing|profile|subscription|settings|projects?|draft)|billing|account"
    r"|(?:top|bottom|upper|lower)[- ](?:right|left)(?: corner)?"
    r" of (?:the|your) (?:screen|page|editor|window|app)"
    r"|(?:right|left)(?:-hand)? side of (?:the|your) (?:screen|page|editor|window))\b",
    r"面板|选项卡|标签页|菜单|选单|侧边栏|工具栏|工具列|滑块|滑杆|按钮|编辑器|画布|时间线|时间轴|素材库",
    r"预览窗口|预览视窗|播放器|页面|官网|账户|账单|设置|设定|控制台",
)
BUTTON = _any(
    r"\b(?:export|download|save|share|render|play|undo|upgrade|top[- ]up|generate)"
    r" (?:button|icon|menu|tab)\b",
    r"(?:导出|汇出|下载|保存|播放|撤销|分享|充值|升级)(?:按钮|图标|图示|菜单|选单|键)",
)

# The agent tells of its own doing, unless it speaks to the user in the same clause.
OWN = _any(
    r"\b(?:i|i['’](?:ve|ll|m)|we|we['’]ve|let me)\b",
    r"我(?:们)?(?:已|会|来|帮|为|先|把|将|正在|在|加|给|去)",
    r"^(?:已|已经|正在|added|placed|moved|removed|created)",
)
TO_THE_USER = _any(r"\b(?:you|your|please|suggest|recommend)\b")
# What it has put into the picture is content, whatever it looks like.
PUT_IN = _any(
    r"\b(?:i['’]ve|i have) (?:added|put|placed|set|made|moved|drawn|created|removed)\b",
)

# A clause that only leads to an order, or leans on one, goes with it.
LEADS_TO_IT = _any(
    r"^\W*(?:if|when|whenever|once|after|to|in case|before|should you|for more|for a)\b",
    r"^\W*(?:go ahead|next|next steps?|tip|note|hint|now|finally|first|alternatively|step \d+)\W*$",
    r"^\W*(?:如果|如需|若|要是|想要|想|要|需要|当|为了|等|如要|接下来|完成后|之后)",
    r"的话$",
)
AT = _any(r"^\W*(?:in|on|at|from|under|inside|using|via)\b", r"^\W*[在从于]")
FOLLOWS_IT = _any(
    r"^\W*(?:and|then|or|to|so|which|where|until|after that|afterwards|there|that will|this will"
    r"|it will|you will|you['’]ll|you can|from there|just|before|if|when|whenever)\b",
    r"^\W*(?:即可|就|便可|来|以|然后|再|并|或|之后|这样|如果|选择|接着)",
)

# What an order was for; the upper row wins.
WISHES = (
    (Wish.CREDITS, _any(r"credit|billing|account|subscri|upgrade|top.up|plan\b|pric|charge")),
    (Wish.CREDITS, _any(r"积分|点数|账户|账单|充值|储值|套餐|方案|余额")),
    (Wish.EXPORT, _any(r"export|download|\bsave\b|render|导出|汇出|下载|保存|储存")),
    (
        Wish.SHOW_TRACKS,
        _any(r"timeline|track|preview|\bplay|时间线|时间轴|[音轨]轨|轨道|预览|播放"),
    ),
    (Wish.SHOW_STATE, _any(r"open|panel|tab\b|editor|project|workspace|dashboard")),
    (Wish.SHOW_STATE, _any(r"打开|开启|面板|编辑器|项目|专案|工作区")),
)
