"""How an order to use a screen is meant: as what has to be done now, or as an offer.

In doubt it is an offer: an edit is charged, and a render takes its time.
"""

from dataclasses import dataclass

from intents.gui_phrases import FOLDED, Wish, any_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What one order was for. Either may be missing; `required` is false for an offer."""

    wish: Wish | None = None
    edit: str | None = None
    required: bool


_VERBS = (
    r"(?:(?:double|right|left)[- ])?(?:click|tap|press|hit|push|select|choose|pick|go|head|open"
    r"|navigate|visit|switch|jump|use|upgrade|top up|buy|recharge|purchase|preview|look|check"
    r"|watch|view|see|play|drag|move|slide|set|pull|turn|scroll|download|export|save|access|find"
    r"|enter|log|sign|grab|refresh|drop|take a|adjust|toggle|lower|raise"
    r"|shorten|trim|cut|extend|lengthen|reduce|increase|change)\b"
    r"(?! (?:button|icon|menu|tab|panel|is|was|will|can|takes|failed|in)\b)"
)
_IMPERATIVE = any_of(
    r"^\W*(?:(?:step )?\d+\W+)?(?:(?:directly|manually|quickly)\W+)?" + _VERBS,
    r"\b(?:please|just|simply|now|then|next|finally|first|lastly|and|must"
    r"|(?:need|have|sure|forget|remember|required|is) to|(?:do|left|step) is)\W+" + _VERBS,
    r"(?:请|先|再|然后|直接)\s*" + _VERBS,
    r"^\W*(?:请|麻烦|记得|[别要]忘[了记]?|不|您|你|现在|接下来|最后|然后|之后|只需|只要|需要|还需|必须|务必|先|再|并|直接|首先|下一步"
    r"|去|快|就|第.步|步骤.)*\W*(?:把|将|在|到|从|去|前往|点|单击|双击|右键|按|轻|拖|选|勾|打开|开启|进入"
    r"|切换|预览|播放|查看|检视|看|充值|储值|升级|购买|下载|导出|汇出|保存|移动|滑动|拉|访问|使用|用|刷新|重新|续费|开通)",
)
# Before the order, or in the heading or the question above it; in Chinese also within it.
_HEDGES = any_of(
    r"\b(?:can|could|may|might|should|would|will|free to|if|when|whenever|once|until|unless|after"
    r"|want|wish|like|prefer|optional|optionally|alternatively|maybe|perhaps|consider|recommend"
    r"|suggest|try|tips?|hint|note|or|ideas|options?|happy|satisfied|in case|what['’]s next"
    r"|idea|suggestions?|for (?:an?|more|better|extra|example)|how to|play around|later)\b"
    r"|['’]ll\b(?! (?:have|need) to\b)|['’]d\b|[?？]\s*$",
    r"^\W*to (?!finish|complet|proceed|continu|wrap|finali|get\b|receive)",
)
_HEDGES_ZH = any_of(
    r"(?<![即便方就])可|(?<![就才])能|如|若|想|的话|要是|随时|建议|不妨|试|满意|当|一旦|或|也|喜欢|愿意"
    r"|考虑|更|方法|(?<![之最])前(?![往进面])|之前(?!\W*$)|等|完成后|之后\W|(?<![最然随])后\W|^\W*要(?!完成|继续)|自行|自己|手动|提示|贴士",
)
_LEADS = any_of(r"[之以]前\W*$")
# Behind the order.
_CONDITIONS = any_of(
    r"\b(?:if|when|whenever|once|unless|in case|any ?time|any (?:point|moment)|later|or|whichever"
    r"|only (?:if|after|when|once)|up to you|your choice|optional|should you"
    r"|as (?:soon|long) as|provided|assuming|by the time)\b",
    r"如果|的话|若|随时|满意|(?<!就)可以",
)
_NEGATED = any_of(
    r"\b(?:don['’]t(?! forget)|do not(?! forget)|never|needn['’]t|no need to|instead of"
    r"|without|not)\b",
    r"(?<!要)不要(?!忘)|别(?![的人忘])|无需|无须|不用|不必|切勿|请勿|不需要",
)
# Showing is for the one who was told to look, not to work by hand.
_LOOKS = any_of(
    r"\b(?:see|view|watch|preview|play|open|check|look|scroll|visit|find)\b",
    r"查看|预览|播放|打开|开启|看|检视",
)
_ONLY_TO_LOOK = any_of(r"\bto (?:see|explore|learn|find out|check|compare)\b|[查看]看")
SHOWS = frozenset({Wish.SHOW_TRACKS, Wish.SHOW_STATE})

# What an order was for; the upper row wins.
_WISHES = (
    (Wish.CREDITS, any_of(r"credit|billing|account|subscri|upgrade|top.up|plan\b|pric|charge")),
    (Wish.CREDITS, any_of(r"积分|点数|账户|账单|充值|储值|套餐|方案|余额|升级|续费|会员|购买")),
    (Wish.EXPORT, any_of(r"export|download|\bsave\b|render|导出|汇出|下载|保存|储存")),
    (
        Wish.SHOW_TRACKS,
        any_of(r"timeline|track|preview|\bplay|时间线|时间轴|[音轨]轨|轨道|预览|播放"),
    ),
    (Wish.SHOW_STATE, any_of(r"panel|tab\b|editor|project|workspace|dashboard")),
    (Wish.SHOW_STATE, any_of(r"面板|编辑器|项目|专案|工作区")),
    (None, any_of(r"\bsettings\b|\bkeep\b|设置|设定")),
    (Wish.SHOW_STATE, any_of(r"open|打开|开启")),
)


# "Preview it before you export": the wish is to preview it.
_FIRST = any_of(r"^\W*before\b.*|^.*前\W*$|(?<=\w)\W+(?:before|prior to|until|after|once)\b.*")


def wish_of(words: str) -> Wish | None:
    """What an order was for, told by its words and the labels that it quotes."""
    words = _FIRST.sub("", words.translate(FOLDED))
    return next((wish for wish, named in _WISHES if named.search(words)), None)


def is_negated(order: str) -> bool:
    """Whether the user is told not to do it."""
    return bool(_NEGATED.search(order))


def is_hedged(words: str) -> bool:
    """Whether an order behind these words leaves the user the choice."""
    return bool(_HEDGES.search(words) or _HEDGES_ZH.search(words) or _LEADS.search(words))


def is_condition(words: str) -> bool:
    """Whether words behind an order leave the user the choice."""
    return bool(_CONDITIONS.search(words))


def is_required(order: str, wish: Wish | None) -> bool:
    """Whether an order has to be followed, by its own words, for the user's wish to come true."""
    told = _IMPERATIVE.search(order)
    if not told or _CONDITIONS.search(order) or _HEDGES_ZH.search(order):
        return False
    if wish in SHOWS and not _LOOKS.search(order):
        return False
    if wish is Wish.EXPORT and _ONLY_TO_LOOK.search(order):
        return False
    return not _HEDGES.search(order[: told.end()])
