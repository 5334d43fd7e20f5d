"""The words of complaints, "it is too loud", which ask for the opposite of what they name.

Data only, in the form that `sandbox.nemo.lexicon` describes.
"""

import re

ANY = re.compile(r"\btoo\b|\bhear\b|\bloud enough\b|太|听不")
TOO_LOUD = re.compile(
    r"\btoo (?:loud|noisy)\b|太(?:大声|大聲|吵|响|响亮)|(?:音量|声音|聲音|音乐)[^,]{0,4}?太[大高]"
)
TOO_QUIET = re.compile(
    r"\btoo (?:quiet|soft|faint|low)\b|\b(?:can'?t|cannot|can not|barely|hardly) hear\b"
    r"|\b(?:not|isn'?t) loud enough\b|太(?:小声|小聲|轻|安静)|听不[见到清]"
    r"|(?:音量|声音|聲音|音乐)[^,]{0,4}?太[小低]"
)
TOO_FAST = re.compile(r"\btoo (?:fast|quick)\b|太快")
TOO_SLOW = re.compile(r"\btoo slow\b|太慢")
