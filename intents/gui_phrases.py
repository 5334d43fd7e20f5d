"""Phrases of a screen with buttons, as tables; they know not what is done about them.

Each is looked for in one clause in small letters and simplified characters, without emphasis,
whose quotations are masked by § and whose links are masked by ¶.
"""

import re
from enum import StrEnum
from string import ascii_lowercase, ascii_uppercase

from intents.lexicon.traditional import TO_SIMPLIFIED


class Wish(StrEnum):
    """What an order to use the screen was for, so that the chat can do or offer it."""

    EXPORT = "export"
    CREDITS = "credits"
    SHOW_TRACKS = "show_tracks"
    SHOW_STATE = "show_state"


# One character for each: capitals and traditional characters are read like their plain forms.
FOLDED = TO_SIMPLIFIED | str.maketrans(ascii_uppercase, ascii_lowercase)


def any_of(*alternatives: str) -> re.Pattern[str]:
    """One pattern that finds any of these in words that were folded."""
    return re.compile("|".join(alternatives))


# An order is at the clause's start, or follows one of these: "people drag a sled" orders nothing.
_TOLD = (
    r"(?:^[^\w\n]*(?:\d+[^\w\n]+)?|[一-鿿]\s*|\b(?:you|you['’](?:ll|ve)|will|please|just|simply"
    r"|now|then|and|or|but|so|can|could|may|might|should|must|to|also|directly|either|first|next"
    r"|finally|always|easily|by|try|not|don['’]t|never|after|when|without|until|suggest|recommend"
    r"|before|manually|quickly|(?:do|left|step) is|step \d+:?)[^\w\n]+)"
)

_THING = r"(?:it|them|your|(?:your|the|an?|some)(?: \w+){1,3})"

_OPERATES = (
    (
        r"(?:double[- ]|right[- ]|left[- ])?click(?:ing)?\b"
        r"(?![- ](?:sound|track|noise|effect|through|bait|rate))"
        r"(?! (?:on )?(?:the|this|that) link\b)"
    ),
    r"(?:click|press|tap)(?:,)? and (?:hold|drag)\b",
    (
        r"grab(?:bing)? (?:the|its|your) (?:\w+ ){0,4}"
        r"(?:slider|handle|edge|clip|title|layer|end|corner)s?\b"
    ),
    (
        r"tap(?:ping)?\W+(?:on|the|it|this|that|your|any|export|download|play|save|share|buy|top up"
        r"|upgrade|retry|continue|generate|apply|cancel|confirm|add|edit|delete|settings|§)"
    ),
    r"(?:keep|leave|close) (?:this|the|your) (?:page|tab|window|browser|app)\b",
    (
        r"(?:press|hit|push)(?:ing)?\W+(?:on\W+)?(?:(?:(?:the|your|this)\W+)?(?:\w+\W+){0,4}?"
        r"(?:button|keys?|icon|bar|arrow|export|download|play|save|share|delete|upgrade|generate|§)"
        r"|ctrl|cmd|command|space|enter|delete|esc"
        r"|(?:retry|regenerate|apply|cancel|continue|confirm|[a-z])\b)"
    ),
    r"toggl(?:e|ing) (?:\w+ ){0,3}(?:icon|switch|button|option|visibility|layer|track)\b",
    r"(?:drag|scrub)(?:g?ing|bing)?\b(?![- ](?:rac|queen|show|car\b|strip))",
    r"hover(?:ing)? (?:over|on|above)\b",
    rf"drop(?:ping)? {_THING} (?:at|to|(?:on|in)(?:to)?)\b",
    r"scroll(?:ing)? (?:down|up|to|through|along)\b",
    r"preview(?:ing)?\b(?!:| (?:image|picture|thumbnail|frame|is|of|shows|link)\b)",
    (
        r"(?:(?:take a (?:\w+ )?)?look at|watch|check(?: out)?|see|view|open)"
        r" (?:the |your )?preview\b(?! (?:image|pic|frame))"
    ),
    r"(?:refresh|reload)(?:ing)? (?:the|your|this) (?:page|browser|tab|app)\b",
    (
        r"(?:choose|select|pick)(?:ing)? (?:your |the |a )?(?:mp4|format|resolution|quality|export"
        r"|(?:\w+ ){0,2}(?:option|tab|menu|preset|tool|layer|clip|track)\b(?! you\b)|download|§)"
    ),
    r"(?:use )?(?:ctrl|cmd|command)\s*\+",
    r"use (?:your |the )?(?:mouse|cursor|keyboard|trackpad)\b",
    (
        r"hold(?:ing)? (?:down )?(?:shift|alt|ctrl|cmd|option"
        r"|(?:the|your) (?:clip|title|photo|image|layer|handle))\b"
    ),
    r"(?:upgrade|top up|recharge|buy (?:more )?credits|purchase)\b",
    r"(?:adjust|use|move|slide|pull|set)(?:ing)? (?:\w+ ){0,4}(?:slider|fader|knob|handles?)s?\b",
)
OPERATES = any_of(
    _TOLD + "(?:" + "|".join(_OPERATES) + ")",
    r"\b(?:using|with|via|through) (?:the|your) (?:\w+ ){0,4}(?:buttons?|icons?|sliders?|menu"
    r"|dropdown|toolbar)\b",
    r"[点按]一下|[把将][^，；]{1,12}(?:滑[块杆竿]|滑动条)",
    r"[往向][上下左右前后]拖|点(?:播放|导出|汇出|保存|下载|分享|预览|应用|确[定认])",
    r"(?:^\W*|[请以您你再先])轻[点触](?!了)",
    r"(?:单击|双击|右键|点击|点按|点选|按下|拖拽|拖动|拖放|拖曳|拖到|拖入|拖至|拖进|拉动|勾选"
    r"|选中)(?![了着过率数的]|量(?!滑)|声(?!音)|音效|(?:下[方面]|以下|上方|此|这个|该)?的?链接)",
    r"(?:用|移动?|把|将)[鼠滑][标鼠]|(?:鼠标|滑鼠)(?:悬停|移[到至]|点|拖|右键|左键|滚轮|放[到在])|快捷键|刷新页面|重新整理页面|按住?\s*(?:ctrl|cmd|shift|alt|空格|回车|delete|esc|键盘)",
    r"(?:^\W*|请|可以|可|并|来|先|再|直接|您|你|去|中|上|里)预览(?![图片版：:如已是])",
    r"(?:请|可以?|需要?|来|先)(?:您|先|再)*(?:升级|续费|开通会员|购买)",
    r"(?:充值|储值|购买积分|购买点数|升级套餐|升级方案)(?!已|成功|完成)",
    r"在.{0,8}(?:面板|编辑器|菜单|选单|工具栏|工具列|侧边栏|页面|时间线|[左右][上下]角|[左右]侧)"
    r"(?:中|里|上|内)?(?:进行|就|即|可|可以|自行|手动)*"
    r"(?:查看|调整|编辑|修改|选择|找到|操作|导出|汇出|下载|看到|拖)",
)

# Harmless words of looking and going, unless they lead to a place on the screen.
GOES = any_of(
    _TOLD + r"(?:go|going|head|heading|navigate|navigating|switch|jump|visit|visited|open|opened"
    r"|opening|check|checking|see|view|find|look|use|using|expand|locate|access|watch|play|review|adjust|choose"
    r"|select|pick|move|edit|change|manage|tweak|fine-tune|reorder|rearrange|trim|export|download"
    r"|launch|follow|enter|log|sign|inspect|return|be|take a (?:\w+ )?look)\b",
    r"先[在到去]|打开|开启|前往|进入|切换到|展开|查看|检視|检视|看到|找到|使用|调整|去(?!掉|除)|访问|返回|回到",
    r"(?:请|可以|可|您|你|直接)(?:先|再|也|能|还|随时)*(?:在|到|从|去|通过)",
)
PLACE = any_of(
    r"\b(?:panels?|tabs?|menus?|sidebar|toolbar|sliders?|dialog|pop-?up|dashboard|workspace"
    r"|inspector|playhead|dropdown|buttons?|handles|editor|canvas|website|web page|timeline"
    r"|(?:media|asset) library|(?:preview|player) (?:window|area|screen|pane)|video player"
    r"|(?:account|billing|pricing|credits|settings|profile|subscription|export|payment|upgrade)"
    r" (?:page|settings|section|center|screen)"
    r"|(?:open|to|in|under|visit) (?:the |your )?settings"
    r"|your (?:account|billing|profile|subscription|settings|projects?|draft)|billing|account"
    r"|(?:top|bottom|upper|lower)[- ](?:right|left)(?:[- ]hand)?(?: corner)?"
    r" of (?:the|your) (?:screen|page|editor|window|app)"
    r"|(?:right|left)(?:-hand)? side of (?:the|your) (?:screen|page|editor|window))\b",
    r"\w (?:>|→|›|») \w",
    r"面板|选项卡|标签页|分页|页签|菜单|选单|侧边栏|侧栏|工具栏|工具列|滑块|滑杆|按钮|编辑器|画布|时间线|时间轴|素材库",
    r"(?:预览|preview\s*)(?:窗口|视窗|区|面板)|在§+(?:中|里|内|页面?)(?:查看|管理|找到|设置|充值|购买)|播放器|页面|官网|账户|帐户|账单|设置|设定|控制台|工作区|工作台|(?:会员|个人|用户|充值)中心",
)
BUTTON = any_of(
    r"\b(?:export|download|save|share|render|play|undo|upgrade|top[- ]up|generate)"
    r" (?:button|icon|menu|tab)\b",
    r"§ (?:button|icon)s? (?:is|at|in the (?:top|bottom|upper|lower|tool)"
    r"|on the (?:top|left|right))\b",
    r"(?:导出|汇出|下载|保存|播放|撤销|分享|充值|升级)(?:按钮|图标|图示|菜单|选单|键)",
    r"§(?:按钮|图标|键)(?:在|位于|会亮|将亮|变[亮为]|可用)",
)
# A link can be opened in a chat, whatever word says so.
LINK = "¶"
# Without one of these there is no order.
HINT = any_of(
    r"click|tap|press|hit|push|drag|scrub|hover|drop|scroll|preview|refresh|reload|choos|select"
    r"|pick|ctrl|cmd|command|mouse|cursor|keyboard|trackpad|hold"
    r"|icon|page|settings|upgrade|top up|recharge|buy|purchase|slid|fader|knob|handle|grab|toggl",
    PLACE.pattern,
    BUTTON.pattern,
    r"[点按拖拉击选键触鼠滑充储购升]|快捷|刷新|重新整理|预览|在",
)

# A word that only stands over what follows it.
LABEL = any_of(r"^\W*(?:preview|预览)\W*$")

# The agent tells of its own doing, unless it speaks to the user in the same clause.
OWN = any_of(
    r"\b(?:i|i['’](?:ve|ll|m)|we|we['’]ve|let me)\b",
    r"我(?:们)?(?:已|会|来|帮|为|先|把|将|正在|在|加|给|去)",
    r"^\W*(?:已|已经|正在|added|placed|moved|removed|created|dragged)",
)
TO_THE_USER = any_of(r"\b(?:you|your|please|suggest|recommend)\b")
# What it has put into the picture is content, whatever it looks like.
PUT_IN = any_of(
    r"\b(?:i['’]ve|i have) (?:added|put|placed|set|made|moved|drawn|created|removed)\b",
)
# Those who are seen in the picture press what they like.
NARRATES = any_of(
    r"\b(?:who|m[ae]n|wom[ae]n|girls?|boys?|people|person|he|she|hands?|fingers?|characters?"
    r"|child|children|kids?|actors?|robots?|dogs?|cats?|crowd)\b",
    r"人(?!声|像)|男|女|他|她|孩|角色|主角|手指|只手|小[狗猫]|机器",
)
# But a button or a panel is the user's, not theirs.
ON_SCREEN = any_of(
    r"\b(?:you|your|please|clip|title|timeline|slider|export|download|panel|tab|upload)\b|§",
    r"[您你请]|片段|标题|字幕|时间线|滑块|导出|汇出|下载|面板|上传",
)

# A clause that only leads to an order, or leans on one, goes with it.
LEADS_TO_IT = any_of(
    r"^\W*(?:if|when|whenever|once|after|to|in case|before|should you|for more|for a|as soon as)\b",
    r"^\W*(?:(?:now|then|next|here) )?you (?:\w+ )?(?:can|could|may|might)"
    r"(?: (?:now|also|then|either))?\W*$",
    r"^\W*[您你](?:现在|接下来|还|也)?可以?\W*$",
    r"^\W*(?:toggle|mute|solo|keep|turn|select|choose|pick|find|hide|lock|unlock|split|crop|resize"
    r"|rotate|rename|copy|locate)\b",
    r"^\W*(?:go ahead|press|click|tap|next|next steps?|tip|pro tip|note"
    r"|hint|now|by the way|btw|in addition|finally|first|alternatively|or"
    r"|step \d+|optionally|additionally|lastly|otherwise|as a (?:final|last) step|also|then"
    r"|to (?:do|finish) (?:so|this|that|up)|last(?:ly)? step|final step)\W*$",
    r"^\W*(?:如[果需要有想]|若|要是|想要|想|要|需要|当(?!前)|为了|等|有需要|接下来|完成后|之后)",
    r"^\W*(?:(?:one|an|another) (?:idea|option|tip|suggestion)|for example|here['’]s how)\b",
    r"^\W*(?:最后(?:一步)?|首先|其次|另外|此外|然后|或者|或|现在|下一步|例如|比如|(?:温馨|小)?提示|贴士|注意|第.步|接着|随后|步骤.)\W*$",
    r"的话$|[后前时]\W*$",
)
AT = any_of(r"^\W*(?:in|on|at|from|under|inside|using|via)\b", r"^\W*[在从于]")
FOLLOWS_IT = any_of(
    r"^\W*(?:and|then|or|to|so|which|where|until|after that|afterwards|there|that will|this will"
    r"|it will|you will|you['’]ll|you can|from there|just|before|if|when|whenever|ready to|while"
    r"|as soon as|unless|(?:it['’]s )?(?:your choice|up to you)|whichever|as you (?:like|wish))\b",
    r"^\W*(?:即可|就|便可|来|以|然后|再|并|或|之后|这样|如果|选择|接着|稍等|稍候|等待|随后|便|才|将其|把[它其]|[让使令]|可以?(?=[剪调改移删缩拉变让使]))",
)
# So does a sentence that goes on where the one before was nothing but an order.
GOES_ON = any_of(
    r"^\W*(?:(?:then|finally|and) )?(?:export|download|导出|汇出|下载)(?: it| your video)?\W*$",
    r"^\W*(?:(?:then|after that|from there|there|next|finally|now|afterwards|lastly)\W+)*"
    r"(?:choose|select|pick|set|adjust|download|save|wait (?:for|until)|confirm|enter|name|find"
    r"|turn o(?:n|ff)|enable|disable|type|tick|rename|log in|sign in"
    r"|locate|(?:this|that|doing so) (?:will|opens|lets|starts|should|takes)"
    r"|an? (?:\w+ )?(?:dialog|window|pop-?up|menu|panel|tab)|you (?:can|will|should) (?:then|see))"
    r"\b(?!.*[:：])",
    r"^\W*(?:然后|接着|再|之后|随后|最后|接下来)*(?:选择|选取|设置|设定|调整|下载|保存|等待|确认|输入|找到"
    r"|开启|启用|重新加载|选好|会?弹出|即可|就可以|就能|这样)(?!.*[:：])",
)
LEADS_ITEM = any_of(
    r"^\W*(?:select|choose|pick|find|locate|hover)\b(?!.*[:：])",
    r"^\W*(?:选择|选取|选中|找到)(?!.*[:：])",
)
