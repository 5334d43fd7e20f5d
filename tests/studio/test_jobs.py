"""What crosses the border between the two processes arrives as it was."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.errors import Reason
from studio.jobs import (
    ANSWERS,
    JOBS,
    Answer,
    Card,
    Compress,
    Done,
    Progress,
    Refused,
    Render,
    Unfit,
)
from studio.media import Format, Kind, MediaInfo
from studio.timeline import (
    AudioSegment,
    ImageSegment,
    Look,
    Mood,
    Motion,
    Position,
    TextSegment,
    Timeline,
    VideoSegment,
)

_times = st.integers(min_value=0, max_value=10_000)
_paths = st.sampled_from([Path("a.jpg"), Path("/media/夏 日.mp4")])
_looks = st.builds(Look, brightness=st.floats(0.2, 3), grayscale=st.booleans())
_images = st.builds(
    ImageSegment,
    start_ms=_times,
    duration_ms=_times,
    path=_paths,
    motion=st.sampled_from(Motion),
    look=_looks,
)
_clips = st.builds(
    VideoSegment, start_ms=_times, duration_ms=_times, path=_paths, trim_ms=_times, look=_looks
)
_sounds = st.builds(
    AudioSegment,
    start_ms=_times,
    duration_ms=_times,
    path=st.none() | _paths,
    mood=st.sampled_from(Mood),
)
_titles = st.builds(
    TextSegment,
    start_ms=_times,
    duration_ms=_times,
    text=st.text(alphabet=st.characters(exclude_categories=["Cs"])),
    position=st.sampled_from(Position),
)
_timelines = st.builds(
    Timeline,
    width=st.just(1080),
    height=st.just(1920),
    pictures=st.lists(_images | _clips, max_size=4).map(tuple),
    sounds=st.lists(_sounds, max_size=2).map(tuple),
    titles=st.lists(_titles, max_size=2).map(tuple),
)


@given(_timelines)
def test_a_timeline_arrives_as_it_was_sent(timeline: Timeline) -> None:
    job = Render(timeline=timeline, video=Path("v"), poster=Path("p"))
    line = JOBS.dump_json(job)
    assert b"\n" not in line
    assert JOBS.validate_json(line) == job


def test_a_film_to_be_made_smaller_arrives_as_it_was_sent() -> None:
    job = Compress(source=Path("夏.mp4"), out=Path("o"), max_bytes=50_000_000, duration_ms=5000)
    assert JOBS.validate_json(JOBS.dump_json(job)) == job


def test_words_to_be_drawn_arrive_as_they_were_sent() -> None:
    job = Card(words="夏 日\n🍋", out=Path("o"), width=1080, height=1920)
    assert JOBS.validate_json(JOBS.dump_json(job)) == job


@pytest.mark.parametrize(
    "answer",
    [
        Progress(share=0.25),
        Done(),
        Done(media=MediaInfo(kind=Kind.IMAGE, format=Format.PNG, mime="image/png", width=3)),
        Refused(reason=Reason.DAMAGED, path=Path("a.jpg")),
        Unfit(least_bytes=64_000),
    ],
)
def test_an_answer_arrives_as_it_was_given(answer: Answer) -> None:
    assert ANSWERS.validate_json(ANSWERS.dump_json(answer)) == answer
