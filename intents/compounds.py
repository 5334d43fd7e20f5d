"""Longer messages, put together from short ones, to learn from; never measured.

Two messages of one language are joined by a word of that language: the first is the wish, the
second the one that follows, unless it is the same or the first is only talk.
"""

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from intents.corpus import Example
from intents.routing import Intent

_JOINTS = {
    "en": (" and then ", ", then ", " and ", " and after that ", " then ", ". After that, ", ". "),
    "zh": ("，然后", "，再", "，顺便", "，之后", "，然后再", "，完了", "，另外"),
    "es": (" y luego ", ", después ", " y ", " y de paso ", ". Luego "),
    "pt": (" e depois ", ", depois ", " e aí ", " e ", ". Depois "),
    "ru": (", а потом ", " и потом ", " и ", ", затем ", ". Потом "),
    "hi": (" aur phir ", " phir ", " और फिर ", ", uske baad ", " aur ", " उसके बाद "),
    "id": (" terus ", ", lalu ", " trus ", " abis itu ", " dan "),
    "ar": (" وبعدين ", " ثم ", "، وبعدها ", " و", "، وبعد ذلك "),
    "ja": ("。それから", "、そのあと", "。その後、", "、ついでに", "、あと"),
    "ko": (" 그리고 ", ", 그다음에 ", " 그런 다음 ", ", 그리고 나서 "),
    "fr": (" et ensuite ", ", puis ", " et après ", " et ", ". Ensuite "),
    "de": (" und dann ", ", danach ", " und ", ", anschließend ", ". Dann "),
    "tr": (" sonra ", ", ardından ", " ve sonra ", " ve ", ". Sonra "),
    "vi": (" rồi ", ", sau đó ", " xong rồi ", " và ", ". Rồi "),
}

_E, _G, _X = Intent.EDIT, Intent.GENERATE_VIDEO, Intent.EXPORT
_C, _S, _U = Intent.CREDITS, Intent.STATUS, Intent.UPLOAD
# How people pair their wishes; a clip that is edited too is one wish and not here.
_PAIRS = (
    *[(_E, _X)] * 6, (_E, _S), (_E, _C), (_E, _U), (_E, _G), (_G, _X), (_G, _X), (_G, _C),
    (_G, _S), (_X, _C), (_X, _S), (_X, _E), (_X, _E), (_X, _G), (_X, _U), (_C, _X), (_C, _X),
    (_C, _G), (_C, _E), (_C, _S), (_S, _X), (_S, _X), (_S, _E), (_S, _C), (_U, _G), (_U, _E),
    (_U, _X), (_U, _C),
)  # fmt: skip
# Two sentences may also be one wish; without these, length alone would look like a second one.
_SAME = [(_E, _E)] * 4 + [(_X, _X), (_S, _S), (_C, _C), (_G, _G), (_U, _U)]
_ALL_PAIRS = (*_PAIRS, *_SAME)
_TALK_FIRST = 0.15
_LONGEST = 90
# Talk is no wish, and a question about abilities is none either.
_NO_WISH = ("chat", "question", "compound")


def compounds(examples: Sequence[Example], count: int) -> list[Example]:
    """`count` messages made of two, two thirds with two wishes; the same for the same examples."""
    dice = random.Random(1)  # noqa: S311 - must be seeded, not secret
    simple: dict[tuple[str, Intent], list[str]] = defaultdict(list)
    talk: dict[str, list[str]] = defaultdict(list)
    for example in examples:
        if example.kind == "chat" and example.intent is Intent.EDIT:
            talk[example.language].append(example.text)
        elif not example.then and len(example.text) < _LONGEST and example.kind not in _NO_WISH:
            simple[example.language, example.intent].append(example.text)
    languages = [example.language for example in examples if example.language in _JOINTS]
    made: list[Example] = []
    for _ in range(20 * count):
        if len(made) == count:
            break
        language, (first, then) = dice.choice(languages), dice.choice(_ALL_PAIRS)
        talks = talk[language] and dice.random() < _TALK_FIRST
        ones = talk[language] if talks else simple[language, first]
        if ones and simple[language, then]:
            one, two = dice.choice(ones), dice.choice(simple[language, then])
            made.append(
                Example(
                    text=_joined(one, two, dice.choice(_JOINTS[language]), language),
                    intent=then if talks else first,
                    then=None if talks or then is first else then,
                    language=language,
                    kind="compound",
                )
            )
    return made


def _joined(one: str, two: str, joint: str, language: str) -> str:
    one = one.rstrip(".!。！ ")
    if one.endswith(("?", "？", "؟")):
        return one + ("" if language in ("zh", "ja") else " ") + two
    return one + joint + two[:1].lower() + two[1:]


# What is said around a wish changes nothing about it.
_WRAPS = {
    "en": ("hey, could you please {}", "{}, thanks a lot", "hi there, {}", "please {}"),
    "zh": ("麻烦{}", "{}，谢谢", "你好，{}", "请帮我{}"),
    "es": ("hola, {}", "{}, muchas gracias", "por favor {}", "oye, {}"),
    "pt": ("oi, {}", "{}, obrigado", "por favor {}", "{} por gentileza"),
    "ru": ("привет, {}", "{}, спасибо", "пожалуйста, {}", "будьте добры, {}"),
    "hi": ("bhai {}", "{} please", "कृपया {}", "{}, धन्यवाद"),
    "id": ("halo kak, {}", "{} ya, makasih", "tolong {}", "{} dong"),
    "ar": ("مرحبا، {}", "{} لو سمحت", "من فضلك {}", "{}، شكرا"),
    "ja": ("すみません、{}", "{}、お願いします", "こんにちは、{}", "{}、ありがとう"),
    "ko": ("안녕하세요 {}", "{} 감사합니다", "죄송한데 {}", "{} 부탁드려요"),
    "fr": ("bonjour, {}", "{}, merci", "s'il te plaît {}", "{} svp"),
    "de": ("hallo, {}", "{}, danke", "bitte {}", "{} bitte"),
    "tr": ("merhaba, {}", "{}, teşekkürler", "lütfen {}", "{} zahmet olmazsa"),
    "vi": ("bạn ơi {}", "{}, cảm ơn", "làm ơn {}", "dạ {} ạ"),
}
_EVERY = 3


def wrapped(examples: Sequence[Example]) -> list[Example]:
    """Every third message again, with a greeting, a please or a thanks around it."""
    return [
        replace(example, text=wraps[i // _EVERY % len(wraps)].replace("{}", example.text))
        for i, example in enumerate(examples)
        if i % _EVERY == 0 and (wraps := _WRAPS.get(example.language))
    ]
