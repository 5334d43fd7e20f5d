"""The words about titles that are there already: which one, and what happens to it.

Data only, in the form that `sandbox.nemo.lexicon` describes.
"""

import re

_TO = r"(?:to|into|with|by|改成|改为|改為|换成|換成|替换成|替换为|变成)"
REPLACED = re.compile(rf"⟦\d+⟧\s*{_TO}\s*(?:say |read )?⟦\d+⟧")
MOVED = re.compile(
    r"\b(?:mov|shift)\w* (?:the )?(?:\w+ )?⟦|⟦\d+⟧.*\binstead\b|⟦\d+⟧\s*(?:移|挪|放)(?:到|至|去)"
)
VANISHES = re.compile(
    r"\b(?:disappear|vanish|hide|fade out|go away|gone|remov\w*)\b.*\b(?:after|at) (?:the )?\d+ms"
    r"|\d+ms\s*(?:之?后|以后|时)?[^,]{0,4}(?:消失|隐藏|不见)"
)
COLOUR_NAME = (
    r"(?:(?:red|blue|green|yellow|white|black|orange|purple|pink|gold(?:en)?|gr[ae]y|brown)\b"
    r"|[红紅蓝藍绿綠黄黃白黑橙紫粉金灰棕]色的?)"
)
COLOURED = re.compile(
    rf"(?:\b(?:title|caption|text|subtitle|words)s?|\bto|\bin|⟦\d+⟧|[成为為换換])\s*{COLOUR_NAME}\s*$"
    r"|\b(?:title|caption|text|font)(?:'s)? colou?r\b|\bcolou?r of the (?:title|caption|text)"
    r"|(?:标题|字幕|文字)的?颜色"
)
