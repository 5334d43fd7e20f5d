"""What the people of the soak say, and what goes wrong on the way to Telegram: all by the seed.

It only plans; it knows no network. The same seed gives the same plans.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Literal

Kind = Literal["clip", "from words", "album", "photo", "edit", "talk", "ask", "press", "amend"]

MARKS = {
    "en": ("Kiwi", "Lagoon", "Meadow", "Comet", "Harbour"),
    "zh": ("湖光", "山风", "海月", "晨星", "竹影"),
}
# Every wish holds a mark that no other one has, so that a repeated prompt can be told.
WORDS: dict[str, dict[Kind, tuple[str, ...]]] = {
    "en": {
        "clip": ("turn this image into a 1-second square clip, {mark}",),
        "from words": ("make a 1-second square video of a red balloon, {mark}",),
        "album": ("make one 2-second square clip of these photos, {mark}",),
        "edit": (
            "add the title '{mark}'",
            "add calm music and the title '{mark}'",
            "make it brighter and add the title '{mark}'",
            "make it black and white and change the title to '{mark}'",
            "remove the music and add the title '{mark}' at the top",
            "add the title '{mark}' and export",
        ),
        "talk": ("what can you do, {mark}?",),
        "ask": ("status", "credits", "export", "/status", "/credits", "/export", "/help", "/new"),
    },
    "zh": {
        "clip": ("把这张照片做成1秒的方形视频，{mark}",),
        "from words": ("生成一个1秒的方形气球视频，{mark}",),
        "album": ("把这些照片做成2秒的方形视频，{mark}",),
        "edit": (
            "加个标题“{mark}”",
            "加点欢快的音乐，再加标题“{mark}”",
            "亮一点，再加标题“{mark}”",
            "变成黑白，再加标题“{mark}”",
            "把标题改成“{mark}”，然后导出",
        ),
        "talk": ("你会做什么，{mark}？",),
        "ask": ("状态", "余额", "导出", "/status", "/credits", "/export", "/help", "/new"),
    },
}
# Text ids of the buttons: the first one that is offered is pressed.
BUTTONS: tuple[tuple[str, ...], ...] = (
    ("button-retry", "button-export"),
    ("button-retry", "button-edit", "button-tracks"),
    ("button-export",),
    ("button-credits", "button-tracks"),
)
CANCEL = ("button-cancel", "button-stop")
SHARES: dict[Kind, float] = {
    "clip": 1.2,
    "from words": 0.8,
    "album": 0.5,
    "photo": 0.7,
    "edit": 6,
    "talk": 0.7,
    "ask": 4,
    "press": 3,
    "amend": 0.3,
}
BEGIN_WITH_A_CLIP = 3  # every third one
HURRY, CANCELLED, STORMY = 0.15, 0.08, 0.12
SHORT_S, LONG_S = 0.05, 1.5
RETRY_AFTER_1 = {
    "ok": False,
    "error_code": 429,
    "description": "Too Many Requests: retry after 1",
    "parameters": {"retry_after": 1},
}
SENDING = ("sendMessage", "editMessageText", "sendVideo", "sendPhoto", "getFile")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One turn of a person: words, photos, or a button to press (else the words are said).

    `pause_s`: how long to wait before the next step; None: until all is answered. `storm` is a
    fault that Telegram's next call of this kind is to meet.
    """

    kind: Kind
    words: str = ""
    photos: int = 0
    press: tuple[str, ...] = ()
    pause_s: float | None = None
    storm: dict[str, object] | None = None


def conversation(seed: int, number: int, language: str, turns: int) -> Sequence[Step]:
    """What the person of this number does, in so many turns."""
    dice = Random(f"{seed}/{number}")
    steps = _steps(dice, number, language)
    return [next(steps) for _ in range(turns)]


def _steps(dice: Random, number: int, language: str) -> Iterator[Step]:
    """One step after the other, without an end."""
    words = WORDS[language]
    # A render is dear, so only some begin with one.
    first: Kind = "photo" if number % BEGIN_WITH_A_CLIP else "clip"
    yield _wish(first, dice, words, f"{MARKS[language][0]} {number}00")
    for count in range(1, 10**6):
        kind = dice.choices(tuple(SHARES), tuple(SHARES.values()))[0]
        mark = f"{dice.choice(MARKS[language])} {number}{count:02}"
        storm = _storm(dice) if dice.random() < STORMY else None
        pause_s = round(dice.uniform(SHORT_S, LONG_S), 2) if dice.random() < HURRY else None
        step = _wish(kind, dice, words, mark)
        if kind not in {"ask", "press", "amend"} and dice.random() < CANCELLED:
            pause_s = round(dice.uniform(SHORT_S, LONG_S), 2)
            yield replace(step, pause_s=pause_s, storm=storm)
            press = CANCEL if dice.random() < 0.5 else ()
            yield Step(kind="press" if press else "ask", press=press, words="/cancel")
        else:
            yield replace(step, pause_s=pause_s, storm=storm)


def _wish(kind: Kind, dice: Random, words: dict[Kind, tuple[str, ...]], mark: str) -> Step:
    match kind:
        case "photo":
            return Step(kind=kind, photos=1)
        case "press":
            return Step(kind=kind, press=dice.choice(BUTTONS), words=dice.choice(words["ask"][:3]))
        case "amend":
            return Step(kind=kind, words=dice.choice(words["edit"]).format(mark=mark))
        case _:
            photos = {"clip": 1, "album": dice.choice((2, 3))}.get(kind, 0)
            return Step(kind=kind, words=dice.choice(words[kind]).format(mark=mark), photos=photos)


def _storm(dice: Random) -> dict[str, object]:
    fault: dict[str, object] = {"service": "telegram", "operation": dice.choice(SENDING)}
    match dice.choice(("wait", "reset", "reset_after")):
        case "wait":
            return {**fault, "kind": "status", "status": 429, "body": RETRY_AFTER_1}
        case kind:
            return {**fault, "kind": kind}
