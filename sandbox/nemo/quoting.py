"""Takes the words that are to be shown out of a message, so that no rule reads them as orders.

"Add a title saying 'no music'" must not touch the music. What is taken out is replaced by a token
`⟦0⟧`, `⟦1⟧`, … It knows nothing of what the message asks for.
"""

import re
from dataclasses import dataclass

from sandbox.nemo.title_words import COLOUR_NAME

LONGEST_WORDS = 200
TOKEN = re.compile(r"⟦(\d+)⟧")

# A single quote opens after a space and closes before one, so that "don't" is not a quotation.
_QUOTED = re.compile(
    r'"([^"\n]+)"|“([^“”\n]+)”|„([^“”\n]+)[“”]|«([^»\n]+)»|「([^」\n]+)」|『([^』\n]+)』|《([^》\n]+)》'
    r"|‘([^\n]+?)’(?!\w)|(?<![\w'])'([^\n]+?)'(?![\w'])"
    r'|[“”„"＂]([^“”„"＂\n]+)[“”"＂]'
    r"|``([^`\n]+?)''|`([^`\n]+)`|‚([^‘’\n]+)[‘’]|‹([^›\n]+)›"
)

_STOP_EN = (
    r"(?=[,;!?\n，。；！？]|\.(?:\s|$)"
    r"|\s+(?:at|in|on|to) the (?:very )?(?:top|bottom|cent|middle|begin|start|end|last|first|video)"
    r"|\s+(?:for|from|at|during|after|between|seconds?) "
    r"(?:\d|half|one|two|three|four|five|ten|a (?:sec|few|min))"
    r"|\s+(?:on|over|across) (?:(?:the|my) )?(?:screen|video|picture|photo|clip)s?\b"
    r"|\s+for the (?:first|last|whole)|\s+on top\b|\s+on (?:it|this|that)\b|\s+please\b"
    r"|\s+(?:and|then|with|&)\s+(?:then |also |some |a |the )*"
    r"(?:make|add|put|zoom|pan|set|use|remove|play|change|speed|slow|turn|swap|trim|cut|happy|calm|epic|lo-?fi|cheerful|music|background)\b"
    r"|$)"
)
# Small words after "title" say where and when, not what: "add a title at the top".
_NOT_WORDS_EN = (
    r"(?!(?:at|in|on|to|for|from|with|that|saying|says|which|and|of|over|the|an?|please|is|should"
    r"|be|it|this|track|here|there|again|when|where|after|before|about|during|throughout|too"
    r"|bigger|smaller)\b|⟦)"
)
_NOUN_EN = r"(?:title|caption|subtitle|text|heading|headline|words?)"
_SAYING_EN = (
    r"(?:\b(?:saying|(?:that|which|it|to) (?:says?|reads?)|(?<=title )says)"
    r"|\b(?:reading|titled|captioned)"
    rf"|\bwith the (?:text|words?|title|caption)|\b{_NOUN_EN}\s*[:：]"
    rf"|\b{_NOUN_EN} (?:called|named|to be)|\b(?:change|set|rename|update) (?:the|my) {_NOUN_EN} to"
    rf"|\bmake (?:the|my) {_NOUN_EN} (?:say|read)"
    rf"|\b(?:add|put|insert|overlay|include|write) (?:an? |the |some )?(?:\w+ )?{_NOUN_EN}"
    r"|\b(?:write|type))"
)
_NOUN_ZH = r"(?:标题|標題|字幕|文字|文案)"
_SAYING_ZH = (
    rf"(?:{_NOUN_ZH}(?:内容)?(?:为|為|是|叫|写着?|寫著?|改成|改为|换成|換成|设为|设成|[:：])"
    r"|写着|寫著|写上|寫上|内容[为是]"
    rf"|(?:加|添加|放|写)(?:上|个|個|一个|一行|入)*{_NOUN_ZH}(?:[:：]|(?=[^\s,，。在放到和并然显持⟦])))"
)
_STOP_ZH = (
    r"(?=[,，。;；!！?？、\n]|在(?:顶|底|上|下|中|第|前|后|最|画|开)|放在|放到|居中|显示|持续|停留|然后"
    rf"|并|再|和.{{0,6}}?(?:音乐|配乐)|加(?:上|点|个)|配(?:上|点)?|的?{_NOUN_ZH}|的?(?:字|大字)(?:样|$)|$)"
)
_UNQUOTED = re.compile(
    rf"(?P<en>{_SAYING_EN}\s+){_NOT_WORDS_EN}(?P<words_en>\S.*?){_STOP_EN}"
    rf"|(?P<zh>{_SAYING_ZH})\s*(?!什么|哪|啥|多)(?P<words_zh>[^\s⟦].*?){_STOP_ZH}",
    re.IGNORECASE,
)
# "Change the title to red" is about its colour.
_COLOUR = re.compile(COLOUR_NAME, re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Masked:
    """A message with tokens in the place of the words it quotes."""

    text: str
    quotes: tuple[str, ...]

    def unmask(self, part: str) -> str:
        """Put the quoted words back into a piece of the text."""
        return TOKEN.sub(lambda found: self.quotes[int(found[1])], part)

    def quoted_in(self, part: str) -> tuple[str, ...]:
        """The words that a piece of the text quotes, in order."""
        return tuple(self.quotes[int(number)] for number in TOKEN.findall(part))


def mask(text: str) -> Masked:
    """Replace everything quoted, or introduced by "saying" and the like, with tokens."""
    quotes: list[str] = []

    def token(words: str) -> str:
        quotes.append(words.strip().strip("\"'“”‘’「」")[:LONGEST_WORDS])
        return f" ⟦{len(quotes) - 1}⟧ "

    def quoted(found: re.Match[str]) -> str:
        words = found[found.lastindex or 0]
        return token(words) if words.strip() else found[0]

    def unquoted(found: re.Match[str]) -> str:
        lead = found["en"] or found["zh"]
        words = found["words_en"] or found["words_zh"]
        leave = "⟦" in words or _COLOUR.fullmatch(words.strip())
        return found[0] if leave else lead + token(words)

    clean = text.replace("⟦", "(").replace("⟧", ")")
    masked = _UNQUOTED.sub(unquoted, _QUOTED.sub(quoted, clean))
    return Masked(text=masked, quotes=tuple(quotes))
