"""Drafts as they come, and what is read from them."""

import json
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from intents.draft import LONGEST_MS, NAME_CHARS, read_draft
from intents.timeline import Clip, Music, Row, Timeline, Title, TrackKind, ready_to_export, summary


def test_a_whole_draft_is_read(draft: dict[str, object]) -> None:
    assert read_draft(draft) == Timeline(
        width=1080,
        height=1920,
        clips=(
            Clip(id="v1", name="cat.jpg", track=0, start_ms=0, duration_ms=5000, motion="zoom_in"),
        ),
        sounds=(Music(id="a1", name="Lo-fi", track=1, start_ms=0, duration_ms=5000, volume=0.35),),
        titles=(
            Title(id="t1", name="Sale", track=2, start_ms=0, duration_ms=3000, position="bottom"),
        ),
    )


def test_a_summary_has_a_row_for_each_segment(draft: dict[str, object]) -> None:
    assert summary(read_draft(draft)) == (
        Row(kind=TrackKind.VIDEO, name="cat.jpg", start_ms=0, end_ms=5000),
        Row(kind=TrackKind.AUDIO, name="Lo-fi", start_ms=0, end_ms=5000, volume_percent=35),
        Row(kind=TrackKind.TEXT, name="Sale", start_ms=0, end_ms=3000),
    )


def test_a_timeline_survives_being_written_down(draft: dict[str, object]) -> None:
    stored = TypeAdapter(Timeline)
    timeline = read_draft(draft)
    assert stored.validate_json(stored.dump_json(timeline)) == timeline


@pytest.mark.parametrize(
    ("kind", "counts"),
    [
        (0, (1, 0, 0, 0)),
        ("0", (1, 0, 0, 0)),
        ("Video", (1, 0, 0, 0)),
        (1, (0, 1, 0, 0)),
        (7, (0, 0, 1, 0)),
        (3, (0, 0, 0, 1)),
        (None, (0, 0, 0, 1)),
        (True, (0, 0, 0, 1)),
        ([], (0, 0, 0, 1)),
    ],
)
def test_a_track_is_what_its_number_says(kind: object, counts: tuple[int, ...]) -> None:
    timeline = read_draft({"t": [{"tt": kind, "sg": [{"d": 1000}]}]})
    found = (timeline.clips, timeline.sounds, timeline.titles, timeline.others)
    assert tuple(map(len, found)) == counts
    assert ready_to_export(timeline)


@pytest.mark.parametrize(
    ("length", "ms"),
    [
        (5000, 5000),
        (5000.4, 5000),
        ("5000", 5000),
        ("5000.0", 5000),
        (" 5000 ms ", 5000),
        ("5s", 5000),
        ("1.5 S", 1500),
        (0, 0),
        (-5, 0),
        (10**18, 0),
        ("999999999999999", LONGEST_MS),
        (float("nan"), 0),
        (float("inf"), 0),
        (True, 0),
        ("soon", 0),
        ("1" * 5000, 0),
        (None, 0),
        ({}, 0),
    ],
)
def test_a_length_is_read_in_every_form(length: object, ms: int) -> None:
    assert _clip({"d": length}).duration_ms == ms


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"name": "cat.jpg"}, "cat.jpg"),
        ({"m": {"name": "cat.jpg"}}, "cat.jpg"),
        ({"name": "outside", "m": {"name": "inside"}}, "inside"),
        ({"file_name": "a.mov"}, "a.mov"),
        ({"src": "https://x.example/cdn/my%20cat.jpg?sig=1#t"}, "my cat.jpg"),
        ({"src": "https://x.example/cdn/"}, "cdn"),
        ({"name": "", "src": "a.png"}, "a.png"),
        ({"name": 12}, "12"),
        ({"name": "two\nlines\x00\ud800 \u2028here"}, "two lines here"),
        ({"name": "👨‍👩‍👧"}, "👨‍👩‍👧"),
        ({"name": ["no"]}, ""),
        ({"name": "x" * 10_000}, "x" * NAME_CHARS),
        ({}, ""),
    ],
)
def test_a_name_is_one_clean_line(fields: dict[str, object], name: str) -> None:
    assert _clip(fields).name == name


@pytest.mark.parametrize(
    ("fields", "volume"),
    [
        ({"volume": 0.35}, 0.35),
        ({"volume": "0.35"}, 0.35),
        ({"vol": 35}, 0.35),
        ({"volume": 1.5}, 1.5),
        ({"volume": 0}, 0.0),
        ({"volume": 0.5, "muted": True}, 0.0),
        ({"volume": -1}, None),
        ({"volume": float("nan")}, None),
        ({"volume": "loud"}, None),
        ({"volume": 10**400}, None),
        ({}, None),
    ],
)
def test_a_volume_is_a_share_or_a_percentage(
    fields: dict[str, object], volume: float | None
) -> None:
    (sound,) = read_draft({"t": [{"tt": 1, "sg": [fields]}]}).sounds
    assert sound.volume == volume


def test_music_without_a_name_is_called_by_its_mood() -> None:
    (sound,) = read_draft({"t": [{"tt": 1, "sg": [{"m": {"mood": "calm"}}]}]}).sounds
    assert sound.name == "calm"


def test_what_a_title_says_goes_before_its_name() -> None:
    (title,) = read_draft({"t": [{"tt": 7, "sg": [{"m": {"name": "T1", "text": "Hi"}}]}]}).titles
    assert title.name == "Hi"


def test_segments_without_a_start_follow_one_another() -> None:
    segments = [{"d": 2000}, {"d": 1000}, {"d": 500, "start": 9000}]
    clips = read_draft({"t": [{"tt": 0, "sg": segments}]}).clips
    assert [(clip.start_ms, clip.end_ms) for clip in clips] == [
        (0, 2000),
        (2000, 3000),
        (9000, 9500),
    ]


def test_segments_stand_in_the_order_of_their_starts() -> None:
    segments = [{"name": "b", "d": 1, "m": {"start_ms": 5}}, {"name": "a", "m": {"start_ms": 0}}]
    assert [row.name for row in summary(read_draft({"t": [{"tt": 0, "sg": segments}]}))] == [
        "a",
        "b",
    ]


def test_the_length_of_the_whole_is_that_of_the_picture(draft: dict[str, object]) -> None:
    assert read_draft(draft).duration_ms == 5000
    cast(list[object], draft["t"]).append({"tt": 7, "sg": [{"d": 1000, "m": {"start_ms": 8000}}]})
    assert read_draft(draft).duration_ms == 5000
    assert len(read_draft(draft).tracks) == 4


@pytest.mark.parametrize(
    "draft",
    [
        None,
        {},
        [],
        "draft",
        7,
        {"t": None},
        {"t": {}},
        {"t": []},
        {"t": [None, 7, []]},
        {"t": [{"tt": 0}]},
        {"t": [{"tt": 0, "sg": []}]},
        {"t": [{"tt": 0, "sg": [None, 1]}]},
    ],
)
def test_nothing_is_not_ready_to_export(draft: object) -> None:
    timeline = read_draft(draft)
    assert timeline == Timeline()
    assert not ready_to_export(timeline)
    assert not summary(timeline)


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(st.characters(exclude_categories=())),
)
KEYS = st.sampled_from(["t", "tt", "sg", "d", "m", "name", "text", "start_ms", "volume", "speed"])
DRAFTS = st.recursive(SCALARS, lambda it: st.one_of(st.lists(it), st.dictionaries(KEYS, it)))


@given(DRAFTS)
def test_any_draft_can_be_read(draft: object) -> None:
    summary(read_draft(draft))


@given(st.lists(st.dictionaries(KEYS, SCALARS)), st.sampled_from([0, 1, 7, 9]))
def test_any_segments_can_be_read_told_and_stored(segments: list[object], kind: int) -> None:
    timeline = read_draft({"t": [{"tt": kind, "sg": segments}]})
    assert len(summary(timeline)) == len(segments)
    for row in summary(timeline):
        assert 0 <= row.start_ms <= row.end_ms
        row.name.encode()
        assert "\0" not in json.dumps(row.name, ensure_ascii=False)


def _clip(fields: dict[str, object]) -> Clip:
    (clip,) = read_draft({"t": [{"tt": 0, "sg": [fields]}]}).clips
    return clip
