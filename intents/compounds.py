"""Messages with two wishes, put together from messages with one, to learn from; never measured.

Two messages of one language are joined by a word of that language: the first is the wish, the
second the one that follows.
"""

import random
from collections import defaultdict

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
_LONGEST = 90
# Talk is no wish, and a question about abilities is none either.
_NO_WISH = ("chat", "question", "compound")


def compounds(examples: list[Example], count: int) -> list[Example]:
    """`count` messages with two wishes; the same for the same examples."""
    dice = random.Random(1)  # noqa: S311 - must be seeded, not secret
    simple: dict[tuple[str, Intent], list[str]] = defaultdict(list)
    for example in examples:
        if not example.then and len(example.text) < _LONGEST and example.kind not in _NO_WISH:
            simple[example.language, example.intent].append(example.text)
    languages = [example.language for example in examples if example.language in _JOINTS]
    made: list[Example] = []
    for _ in range(20 * count):
        if len(made) == count:
            break
        language, (first, then) = dice.choice(languages), dice.choice(_PAIRS)
        if simple[language, first] and simple[language, then]:
            one, two = dice.choice(simple[language, first]), dice.choice(simple[language, then])
            text = _joined(one, two, dice.choice(_JOINTS[language]), language)
            made.append(
                Example(text=text, intent=first, then=then, language=language, kind="compound")
            )
    return made


def _joined(one: str, two: str, joint: str, language: str) -> str:
    one = one.rstrip(".!。！ ")
    if one.endswith(("?", "？", "؟")):
        return one + ("" if language in ("zh", "ja") else " ") + two
    return one + joint + two[:1].lower() + two[1:]
