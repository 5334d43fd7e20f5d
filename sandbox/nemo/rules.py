"""The rules of the agent's grammar: each looks at one clause and gives a wish, or nothing.

They know no project: "the second photo" is an index here, whether there is one or not.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.nemo import complaints, title_words
from sandbox.nemo import lexicon as words
from sandbox.nemo.draft import Canvas, Span
from sandbox.nemo.edit_clips import (
    AddMedia,
    Clear,
    Cut,
    Keep,
    MoveClip,
    RemoveClip,
    Reverse,
    SetLength,
    Swap,
)
from sandbox.nemo.edit_looks import (
    ScaleBrightness,
    ScaleSpeed,
    SetCanvas,
    SetGrayscale,
    SetMotion,
)
from sandbox.nemo.edit_sound import RemoveMusic, ScaleVolume, SetClipSound, SetMusic, SetVolume
from sandbox.nemo.edit_titles import AddTitle, ChangeTitle, ColourTitle, RemoveTitles
from sandbox.nemo.phrases import (
    clip_of,
    duration_of,
    factor_of,
    length_of,
    ordinals_of,
    percent_of,
    position_of,
    span_of,
    times_of,
    title_of,
)
from sandbox.nemo.quoting import Masked
from sandbox.nemo.wishes import MakeClip, Undo, Wish
from studio.timeline import Motion


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A plainly written piece of a message and the words it quotes."""

    text: str
    quotes: tuple[str, ...]
    masked: Masked

    def has(self, pattern: re.Pattern[str]) -> bool:
        """Whether the pattern occurs in it."""
        return pattern.search(self.text) is not None


def wishes_in(clause: Clause) -> tuple[Wish, ...]:
    """What one clause asks for."""
    for rule in _ALONE:
        wish = rule(clause)
        if wish is not None:
            return (wish,)
    return tuple(wish for rule in _TOGETHER if (wish := rule(clause)) is not None)


# Rules that take a clause for themselves.


def _undo(clause: Clause) -> Wish | None:
    return Undo(steps=times_of(clause.text)) if clause.has(words.UNDO) else None


def _clear(clause: Clause) -> Wish | None:
    return Clear() if clause.has(words.CLEAR) else None


def _removal(clause: Clause) -> Wish | None:
    if clause.has(words.MUSIC_OFF):
        return RemoveMusic()
    if not clause.has(words.REMOVE) or clause.has(title_words.VANISHES):
        return None
    clip = clip_of(clause.text)
    if clause.has(words.TITLE):
        quoted = clause.quotes[0] if clause.quotes else None
        return RemoveTitles(which=quoted or title_of(clause.text))
    if clause.has(words.MUSIC):
        return RemoveMusic()
    if clip is not None and duration_of(clause.text) is None:
        return RemoveClip(clip=clip)
    return None


def _order(clause: Clause) -> Wish | None:
    if clause.has(words.REVERSE):
        return Reverse()
    ordinals = ordinals_of(clause.text)
    if clause.has(words.SWAP):
        numbers = re.findall(r"\b\d{1,2}\b", clause.text)
        if len(ordinals) < 2:
            ordinals = tuple(int(number) - 1 for number in numbers)
        first, second = ordinals[:2] if len(ordinals) >= 2 else (0, 1)
        return Swap(first=first, second=second)
    if not ordinals or not clause.has(words.MOVE):
        return None
    if clause.has(words.TO_FRONT):
        return MoveClip(clip=ordinals[0], to=0)
    if clause.has(words.TO_END):
        return MoveClip(clip=ordinals[0], to=-1)
    return None


def _told_title(clause: Clause) -> Wish | None:
    """What is asked of one title that the message points out."""
    position, span = position_of(clause.text), span_of(clause.text)
    if clause.has(title_words.REPLACED):
        old, new = clause.quotes[-2:]
        return ChangeTitle(text=new, position=position, span=span, which=old)
    if clause.has(title_words.MOVED) and (position or span):
        return ChangeTitle(text=None, position=position, span=span, which=clause.quotes[0])
    if clause.has(words.TITLE) and clause.has(title_words.COLOURED):
        return ColourTitle() if not clause.quotes else None
    return None


def _title(clause: Clause) -> Wish | None:
    names_title = clause.has(words.TITLE)
    shows_quote = clause.quotes and clause.has(words.WRITE) and not clause.has(words.MAKE)
    if not names_title and not shows_quote:
        return None
    position, span = position_of(clause.text), span_of(clause.text)
    if names_title and (clause.has(words.CHANGE) or clause.has(title_words.VANISHES)):
        text = clause.quotes[-1] if clause.quotes else None
        if text is None and clause.has(title_words.VANISHES):
            span = Span(start_ms=0, length_ms=duration_of(clause.text))
        which = title_of(clause.text)
        wish = ChangeTitle(text=text, position=position, span=span, which=which)
        return wish if text or position or span else None
    if clause.quotes or clause.has(words.WRITE):
        return AddTitle(text="".join(clause.quotes[:1]), position=position, span=span)
    return None


def _trim(clause: Clause) -> Wish | None:
    duration_ms = duration_of(clause.text)
    if duration_ms is None or not (clause.has(words.TRIM) or clause.has(words.REMOVE)):
        return None
    clip = clip_of(clause.text)
    if clause.has(words.TRIM_TO):
        return Keep(span=Span(start_ms=0, length_ms=duration_ms), clip=clip)
    span = span_of(clause.text)
    if span is None:
        return Cut(span=Span(start_ms=-duration_ms, length_ms=None), clip=clip)
    return Keep(span=span, clip=clip) if clause.has(words.KEEP) else Cut(span=span, clip=clip)


def _add_media(clause: Clause) -> Wish | None:
    if not clause.has(words.ADD_MEDIA):
        return None
    return AddMedia(index=0 if clause.has(words.TO_FRONT) else -1)


# Rules that share a clause: "a 5-second black and white clip with a slow zoom".


def _make(clause: Clause) -> Wish | None:
    if clause.has(words.REMOVE) or not clause.has(words.MAKE):
        return None
    duration_ms = length_of(clause.text)
    each = clause.has(words.EACH)
    return MakeClip(
        total_ms=None if each else duration_ms,
        each_ms=duration_ms if each else None,
        subject=_subject(clause),
    )


def _subject(clause: Clause) -> str | None:
    for pattern in words.SUBJECTS:
        found = pattern.search(clause.text)
        if found:
            subject = words.TRAILING.sub("", clause.masked.unmask(found[1])).strip(" ,.!?")
            return None if not subject or words.UPLOADED.search(subject) else subject
    return None


def _length(clause: Clause) -> Wish | None:
    duration_ms, clip = length_of(clause.text), clip_of(clause.text)
    of_something_else = clause.has(words.MUSIC) or clause.has(words.TITLE)
    if duration_ms is None or clause.has(words.MAKE) or of_something_else:
        return None
    if clause.has(words.EACH):
        return SetLength(each_ms=duration_ms)
    if not clause.has(words.LENGTH) and (clip is None or not clause.has(words.SHOWN)):
        return None
    if clause.has(words.SHORTER_BY):
        return SetLength(more_ms=-duration_ms, clip=clip)
    if clause.has(words.LONGER_BY):
        return SetLength(more_ms=duration_ms, clip=clip)
    return SetLength(total_ms=duration_ms, clip=clip)


def _motion(clause: Clause) -> Wish | None:
    clip = clip_of(clause.text)
    if clause.has(words.STILL):
        return SetMotion(motion=Motion.STILL, clip=clip)
    for motion, pattern in words.MOTIONS:
        if clause.has(pattern):
            return SetMotion(motion=motion, clip=clip)
    return None


def _sound(clause: Clause) -> Wish | None:
    volume = percent_of(clause.text)
    if clause.has(words.CLIP_SOUND):
        return SetClipSound(volume=0.0 if volume is None else min(volume, 1.0))
    if volume is None and (factor := _loudness(clause)):
        return ScaleVolume(factor=factor)
    if clause.has(words.MUSIC):
        mood = next((mood for mood, pattern in words.MOODS if clause.has(pattern)), None)
        uploaded = clause.has(words.OWN_MUSIC)
        return SetMusic(
            mood=mood, volume=None if volume is None else min(volume, 1.0), uploaded=uploaded
        )
    if volume is not None and clause.has(words.VOLUME):
        return SetVolume(volume=min(volume, 1.0))
    return None


def _loudness(clause: Clause) -> float | None:
    """How many times as loud as before, where that is asked."""
    if clause.has(complaints.TOO_LOUD):
        return 0.6
    if clause.has(complaints.TOO_QUIET):
        return 1.5
    times = factor_of(clause.text)
    if times and clause.has(words.VOLUME_TIMES):
        return times
    if clause.has(words.LOUDER):
        return 1.5
    return 0.6 if clause.has(words.QUIETER) else None


def _canvas(clause: Clause) -> Wish | None:
    for (width, height, ratio), pattern in words.CANVASES:
        if clause.has(pattern):
            return SetCanvas(canvas=Canvas(width=width, height=height, ratio=ratio))
    return None


def _speed(clause: Clause) -> Wish | None:
    if not clause.has(words.SPEED) or clause.has(words.NOT_SPEED):
        return None
    slower = _slower(clause)
    clip = clip_of(clause.text)
    factor, share = factor_of(clause.text), percent_of(clause.text)
    if factor is not None:
        return ScaleSpeed(factor=1 / factor if slower and factor > 1 else factor or 1, clip=clip)
    if share is not None:
        if clause.has(words.RELATIVE):
            share = 1 - share if slower else 1 + share
        return ScaleSpeed(factor=max(share, 0.25), clip=clip)
    if clause.has(words.SLOW_MOTION):
        return ScaleSpeed(factor=0.5, clip=clip)
    return ScaleSpeed(factor=0.75 if slower else 1.5, clip=clip)


def _slower(clause: Clause) -> bool:
    if clause.has(complaints.TOO_FAST):
        return True
    return clause.has(words.SLOWER) and not clause.has(complaints.TOO_SLOW)


def _brightness(clause: Clause) -> Wish | None:
    brighter, darker = clause.has(words.BRIGHTER), clause.has(words.DARKER)
    share = percent_of(clause.text)
    clip = clip_of(clause.text)
    if share is not None and clause.has(words.BRIGHTNESS_TO):
        return ScaleBrightness(factor=max(share, 0.2), clip=clip)
    if not brighter and not darker:
        return None
    step = share or (0.6 if clause.has(words.MUCH) else 0.15 if clause.has(words.BIT) else 0.3)
    return ScaleBrightness(factor=1 / (1 + step) if darker else 1 + step, clip=clip)


def _grayscale(clause: Clause) -> Wish | None:
    clip = clip_of(clause.text)
    if clause.has(words.COLOUR):
        return SetGrayscale(on_=False, clip=clip)
    if clause.has(words.MONOCHROME):
        return SetGrayscale(on_=not clause.has(words.REMOVE), clip=clip)
    return None


_Rule = Callable[[Clause], Wish | None]
_ALONE: tuple[_Rule, ...] = (
    _undo,
    _clear,
    _removal,
    _order,
    _told_title,
    _title,
    _trim,
    _add_media,
)
_TOGETHER: tuple[_Rule, ...] = (
    _make,
    _length,
    _canvas,
    _motion,
    _speed,
    _brightness,
    _grayscale,
    _sound,
)
