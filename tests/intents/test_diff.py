"""Two timelines, and what is told of their difference."""

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
from intents.diff import diff
from intents.timeline import Clip, Music, Segment, Timeline, Title

CAT = Clip(id="v1", name="cat.jpg", track=0, start_ms=0, duration_ms=3000, motion="zoom_in")
DOG = Clip(id="v2", name="dog.jpg", track=0, start_ms=3000, duration_ms=2000, motion="zoom_in")
LOFI = Music(id="a1", name="Lo-fi", track=1, start_ms=0, duration_ms=5000, volume=0.35)
SALE = Title(id="t1", name="Sale", track=2, start_ms=0, duration_ms=3000, position="bottom")
STICKER = Segment(id="s1", name="star", track=3, start_ms=0, duration_ms=1000)
BEFORE = Timeline(width=1080, height=1920, clips=(CAT, DOG), sounds=(LOFI,), titles=(SALE,))
CASES: list[tuple[Timeline, tuple[Change, ...]]] = [
    (BEFORE, ()),
    (replace(BEFORE, width=1920, height=1080), (CanvasChanged(width=1920, height=1080),)),
    (replace(BEFORE, width=0, height=0), ()),
    (
        replace(BEFORE, clips=(CAT,)),
        (ClipRemoved(name="dog.jpg"), DurationChanged(duration_ms=3000)),
    ),
    (
        replace(BEFORE, clips=(CAT, DOG, replace(CAT, id="v3", name="cow.jpg", start_ms=5000))),
        (ClipAdded(name="cow.jpg", duration_ms=3000), DurationChanged(duration_ms=8000)),
    ),
    (
        replace(BEFORE, clips=(CAT, DOG, replace(CAT, id="v3", start_ms=5000))),
        (ClipAdded(name="cat.jpg", duration_ms=3000), DurationChanged(duration_ms=8000)),
    ),
    (
        replace(BEFORE, clips=(replace(DOG, start_ms=0), replace(CAT, start_ms=2000))),
        (ClipsReordered(names=("dog.jpg", "cat.jpg")),),
    ),
    (
        replace(BEFORE, clips=(replace(CAT, trim_ms=500), DOG)),
        (ClipTrimmed(name="cat.jpg", duration_ms=3000),),
    ),
    (
        replace(BEFORE, clips=(CAT, replace(DOG, speed=2.0, duration_ms=1000))),
        (SpeedChanged(name="dog.jpg", speed=2.0), DurationChanged(duration_ms=4000)),
    ),
    (
        replace(BEFORE, clips=(replace(CAT, brightness=1.2, grayscale=True), DOG)),
        (
            BrightnessChanged(name="cat.jpg", brightness=1.2),
            LookChanged(name="cat.jpg", grayscale=True),
        ),
    ),
    (
        replace(BEFORE, clips=(replace(CAT, motion="still", volume=0.0), DOG)),
        (
            MotionChanged(name="cat.jpg", motion="still"),
            VolumeChanged(name="cat.jpg", volume=0.0),
        ),
    ),
    (replace(BEFORE, sounds=()), (MusicRemoved(name="Lo-fi"),)),
    (
        replace(BEFORE, sounds=(replace(LOFI, volume=0.2),)),
        (VolumeChanged(name="Lo-fi", volume=0.2),),
    ),
    (
        replace(BEFORE, sounds=(replace(LOFI, name="Epic"),)),
        (MusicRemoved(name="Lo-fi"), MusicAdded(name="Epic", volume=0.35)),
    ),
    (
        replace(BEFORE, titles=(SALE, replace(SALE, id="t2", name="Now", start_ms=3000))),
        (TitleAdded(text="Now", start_ms=3000, end_ms=6000),),
    ),
    (replace(BEFORE, titles=()), (TitleRemoved(text="Sale"),)),
    (
        replace(BEFORE, titles=(replace(SALE, name="Big Sale"),)),
        (TitleChanged(before="Sale", text="Big Sale"),),
    ),
    (
        replace(BEFORE, titles=(replace(SALE, id="new", name="Big Sale"),)),
        (TitleChanged(before="Sale", text="Big Sale"),),
    ),
    (
        replace(BEFORE, titles=(replace(SALE, start_ms=1000, position="top"),)),
        (TitleMoved(text="Sale", start_ms=1000, end_ms=4000, position="top"),),
    ),
    (replace(BEFORE, others=(STICKER,)), (OtherChanged(),)),
    # The backend may number its segments anew with every edit.
    (replace(BEFORE, clips=(replace(CAT, id="x"), replace(DOG, id="y"))), ()),
    (replace(BEFORE, sounds=(replace(LOFI, id=""),), titles=(replace(SALE, id=""),)), ()),
]


@pytest.mark.parametrize(("after", "changes"), CASES)
def test_each_change_is_told(after: Timeline, changes: tuple[Change, ...]) -> None:
    assert diff(BEFORE, after) == changes


def test_every_kind_of_change_is_in_the_table() -> None:
    told = {type(change) for _, changes in CASES for change in changes}
    assert told == set(get_args(Change))


def test_a_first_clip_is_told_without_a_new_length_or_canvas() -> None:
    after = Timeline(width=1080, height=1920, clips=(CAT,))
    assert diff(Timeline(), after) == (ClipAdded(name="cat.jpg", duration_ms=3000),)


TIMES = st.integers(0, 9).map(lambda second: second * 1000)
NAMES = st.sampled_from(["", "a", "b"])
CLIPS = st.builds(
    Clip,
    id=NAMES,
    name=NAMES,
    track=st.just(0),
    start_ms=TIMES,
    duration_ms=TIMES,
    speed=st.floats(),
)
TITLES = st.builds(Title, id=NAMES, name=NAMES, track=st.just(1), start_ms=TIMES, duration_ms=TIMES)
TIMELINES = st.builds(
    Timeline, clips=st.lists(CLIPS).map(tuple), titles=st.lists(TITLES).map(tuple)
)


@given(TIMELINES, TIMELINES)
def test_any_two_timelines_can_be_compared(before: Timeline, after: Timeline) -> None:
    changes = diff(before, after)
    added = sum(isinstance(change, ClipAdded) for change in changes)
    removed = sum(isinstance(change, ClipRemoved) for change in changes)
    assert len(before.clips) + added - removed == len(after.clips)


@given(st.lists(TITLES).map(tuple))
def test_a_timeline_does_not_differ_from_itself(titles: tuple[Title, ...]) -> None:
    timeline = replace(BEFORE, titles=titles)
    assert diff(timeline, timeline) == ()
