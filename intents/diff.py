"""What is different between two timelines; it knows neither drafts nor words for users."""

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from intents.changes import (
    BrightnessChanged,
    CanvasChanged,
    Change,
    ClipAdded,
    ClipRemoved,
    ClipsReordered,
    ClipTrimmed,
    DurationChanged,
    LookChanged,
    MotionChanged,
    MusicAdded,
    MusicRemoved,
    OtherChanged,
    SpeedChanged,
    TitleAdded,
    TitleChanged,
    TitleMoved,
    TitleRemoved,
    VolumeChanged,
)
from intents.timeline import Clip, Music, Segment, Timeline, Title

S = TypeVar("S", bound=Segment)


def diff(before: Timeline, after: Timeline) -> tuple[Change, ...]:
    """What turned `before` into `after`: the clips first, then the whole, music and titles."""
    return (
        *_canvas(before, after),
        *_clips(_paired(before.clips, after.clips, _by_id_and_name, _by_name)),
        *_duration(before, after),
        *_sounds(_paired(before.sounds, after.sounds, _by_id_and_name, _by_name)),
        *_titles(_paired(before.titles, after.titles, _by_id, _by_name, _by_place)),
        *_others(before, after),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair(Generic[S]):
    before: S
    after: S


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paired(Generic[S]):
    kept: list[_Pair[S]]
    removed: list[S]
    added: list[S]


def _paired(
    before: Sequence[S], after: Sequence[S], *keys: Callable[[Segment], Hashable]
) -> _Paired[S]:
    """Who is who: by the surest key first, and what is left by the next; a None pairs nothing."""
    kept: list[_Pair[S]] = []
    removed, added = list(before), list(after)
    for key in keys:
        waiting: defaultdict[Hashable, deque[S]] = defaultdict(deque)
        for old in removed:
            waiting[key(old)].append(old)
        waiting.pop(None, None)
        unpaired: list[S] = []
        for new in added:
            if olds := waiting.get(key(new)):
                kept.append(_Pair(before=olds.popleft(), after=new))
            else:
                unpaired.append(new)
        paired = {id(pair.before) for pair in kept}
        removed = [old for old in removed if id(old) not in paired]
        added = unpaired
    return _Paired(kept=kept, removed=removed, added=added)


def _by_id_and_name(segment: Segment) -> Hashable:
    return (segment.id, segment.name) if segment.id else None


def _by_id(segment: Segment) -> Hashable:
    return segment.id or None


def _by_name(segment: Segment) -> Hashable:
    return segment.name


def _by_place(segment: Segment) -> Hashable:
    return segment.start_ms


def _place(segment: Segment) -> tuple[int, int]:
    return segment.track, segment.start_ms


def _canvas(before: Timeline, after: Timeline) -> Iterator[Change]:
    # An unknown size tells nothing, and the first one is no change.
    if before.width and after.width and _size(before) != _size(after):
        yield CanvasChanged(width=after.width, height=after.height)


def _size(timeline: Timeline) -> tuple[int, int]:
    return timeline.width, timeline.height


def _clips(clips: _Paired[Clip]) -> Iterator[Change]:
    for clip in clips.removed:
        yield ClipRemoved(name=clip.name)
    for clip in clips.added:
        yield ClipAdded(name=clip.name, duration_ms=clip.duration_ms)
    before = sorted(clips.kept, key=lambda pair: _place(pair.before))
    after = sorted(before, key=lambda pair: _place(pair.after))
    if before != after:
        yield ClipsReordered(names=tuple(pair.after.name for pair in after))
    for pair in after:
        yield from _clip(pair.before, pair.after)


def _clip(before: Clip, after: Clip) -> Iterator[Change]:
    name = after.name
    if before.speed != after.speed:
        yield SpeedChanged(name=name, speed=after.speed)
    elif (before.trim_ms, before.duration_ms) != (after.trim_ms, after.duration_ms):
        yield ClipTrimmed(name=name, duration_ms=after.duration_ms)
    if before.brightness != after.brightness:
        yield BrightnessChanged(name=name, brightness=after.brightness)
    if before.grayscale != after.grayscale:
        yield LookChanged(name=name, grayscale=after.grayscale)
    if before.motion != after.motion:
        yield MotionChanged(name=name, motion=after.motion)
    if before.volume != after.volume:
        yield VolumeChanged(name=name, volume=after.volume)


def _duration(before: Timeline, after: Timeline) -> Iterator[Change]:
    # What was empty has got its clips, and their lengths are told with them; and the other way.
    if before.clips and after.clips and before.duration_ms != after.duration_ms:
        yield DurationChanged(duration_ms=after.duration_ms)


def _sounds(sounds: _Paired[Music]) -> Iterator[Change]:
    for sound in sounds.removed:
        yield MusicRemoved(name=sound.name)
    for sound in sounds.added:
        yield MusicAdded(name=sound.name, volume=sound.volume)
    for pair in sounds.kept:
        if pair.after.volume is not None and pair.before.volume != pair.after.volume:
            yield VolumeChanged(name=pair.after.name, volume=pair.after.volume)


def _titles(titles: _Paired[Title]) -> Iterator[Change]:
    for title in titles.removed:
        yield TitleRemoved(text=title.name)
    for title in titles.added:
        yield TitleAdded(text=title.name, start_ms=title.start_ms, end_ms=title.end_ms)
    for pair in titles.kept:
        before, after = pair.before, pair.after
        if before.name != after.name:
            yield TitleChanged(before=before.name, text=after.name)
        if (before.start_ms, before.end_ms, before.position) != (
            after.start_ms,
            after.end_ms,
            after.position,
        ):
            yield TitleMoved(
                text=after.name,
                start_ms=after.start_ms,
                end_ms=after.end_ms,
                position=after.position,
            )


def _others(before: Timeline, after: Timeline) -> Iterator[Change]:
    def shape(segment: Segment) -> tuple[str, int, int]:
        return segment.name, segment.start_ms, segment.duration_ms

    if sorted(map(shape, before.others)) != sorted(map(shape, after.others)):
        yield OtherChanged()
