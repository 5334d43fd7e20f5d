"""What the agent makes of a project, without a server."""

from functools import reduce
from random import Random

import pytest

from sandbox.nemo.agent import SECOND_STAGE, Answer, added, answer, language_of
from sandbox.nemo.course import course_of
from sandbox.nemo.draft import Canvas, Draft, wire
from sandbox.nemo.project import Media, Project
from sandbox.nemo.script import Script
from studio.timeline import Mood, Motion, Position


def photo(name: str) -> Media:
    return Media(
        name=name,
        url=f"http://x/{name}",
        kind="image",
        mime="image/jpeg",
        duration_ms=0,
        width=8,
        height=8,
    )


def movie(name: str, duration_ms: int) -> Media:
    return Media(
        name=name,
        url=f"http://x/{name}",
        kind="video",
        mime="video/mp4",
        duration_ms=duration_ms,
        width=8,
        height=8,
    )


SONG = Media(
    name="song.mp3",
    url="http://x/song.mp3",
    kind="audio",
    mime="audio/mpeg",
    duration_ms=9000,
    width=0,
    height=0,
)
A, B, C = photo("a"), photo("b"), photo("c")


def say(project: Project, *messages: str) -> Answer:
    """The answer to the last of some messages."""
    for message in messages:
        found = answer(
            message,
            project,
            language="en",
            video_url="http://x/film.mp4",
            dice=Random(0),  # noqa: S311  # dice that fall the same way
        )
        project = found.project
    return found


def drafted(*media: Media, said: tuple[str, ...]) -> Draft:
    return say(Project(media=media), *said).project.draft


def lengths(draft: Draft) -> list[int]:
    return [clip.duration_ms for clip in draft.clips]


def names(draft: Draft) -> list[str]:
    return [clip.name for clip in draft.clips]


def test_one_photo_becomes_a_clip_of_the_wished_length() -> None:
    draft = drafted(A, said=("turn this image into a 5-second clip",))
    assert lengths(draft) == [5000]
    assert draft.canvas == Canvas(width=1080, height=1920, ratio="9:16")


def test_photos_share_the_wished_length_to_the_millisecond() -> None:
    assert lengths(drafted(A, B, C, said=("make a 10 second video",))) == [3333, 3333, 3334]


@pytest.mark.parametrize(
    ("media", "message", "expected"),
    [
        ((A,), "make a video", [5000]),
        ((A, B), "make a video", [3000, 3000]),
        ((A, B), "make a video, 2 seconds each", [2000, 2000]),
        ((movie("m", 8000),), "make a video", [8000]),
        ((movie("m", 8000),), "make a 5 second video", [5000]),
        ((movie("m", 2000),), "make a 5 second video", [2000]),
        ((movie("m", 2000), A), "make a 9 second video", [2000, 7000]),
        ((A,), "make a 3 hour video of 10000 seconds", [300_000]),
        ((A,), "make a 0 second video", [5000]),
    ],
)
def test_lengths_follow_the_wish_and_the_sources(
    media: tuple[Media, ...], message: str, expected: list[int]
) -> None:
    assert lengths(drafted(*media, said=(message,))) == expected


def test_an_edit_of_what_was_only_uploaded_makes_the_clip_first() -> None:
    draft = drafted(A, said=("zoom out and add the title 'Sale'",))
    assert [clip.motion for clip in draft.clips] == [Motion.ZOOM_OUT]
    assert [title.text for title in draft.titles] == ["Sale"]


def test_a_new_photo_makes_a_new_clip_and_undo_brings_the_old_one_back() -> None:
    first = say(Project(media=(A,)), "make a clip").project
    both = Project(draft=first.draft, before=first.before, media=(A, B), used=first.used)
    second = say(both, "turn this into a clip").project
    assert names(second.draft) == ["b"]
    assert names(say(second, "undo").project.draft) == ["a"]


def test_a_new_photo_can_join_the_clip() -> None:
    first = say(Project(media=(A,)), "make a clip").project
    both = Project(draft=first.draft, media=(A, B), used=first.used)
    assert names(say(both, "add this photo to the end").project.draft) == ["a", "b"]
    assert names(say(both, "insert this photo at the start").project.draft) == ["b", "a"]


def test_words_alone_become_a_film() -> None:
    found = say(Project(), "a 4 second video of a dragon")
    assert found.generates
    assert found.credits == 100
    assert "drawn by this sandbox" in found.text
    assert [(clip.name, clip.src) for clip in found.project.draft.clips] == [
        ("a dragon", "http://x/film.mp4")
    ]


def test_the_first_edit_of_a_session_costs_and_the_others_do_not() -> None:
    made = say(Project(media=(A,)), "make a clip")
    assert made.credits == 50
    assert say(made.project, "make it brighter").credits == 0


@pytest.mark.parametrize("message", ["hello", "undo", "rotate it", "remove the music", "你好"])
def test_talk_costs_nothing_and_changes_nothing(message: str) -> None:
    project = say(Project(media=(A,)), "make a clip").project
    bare = Project(draft=project.draft, media=(A,), used=project.used)
    found = say(bare, message)
    assert (found.kind, found.credits, found.project, found.tool) == ("talk", 0, bare, None)
    assert found.text


@pytest.mark.parametrize(
    ("edits", "field", "expected"),
    [
        (("pan left",), "motion", Motion.PAN_LEFT),
        (("make it brighter",), "brightness", 1.3),
        (("make it brighter",) * 9, "brightness", 3.0),
        (("make it much darker",) * 9, "brightness", 0.2),
        (("black and white",), "grayscale", True),
        (("black and white", "back to colour"), "grayscale", False),
        (("2x faster",), "duration_ms", 2500),
        (("make it 8 seconds",), "duration_ms", 8000),
        (("make it longer by 2 seconds",), "duration_ms", 7000),
        (("shorten it by 9 seconds",), "duration_ms", 200),
        (("keep 1s to 4s",), "duration_ms", 3000),
        (("cut the last 2 seconds",), "duration_ms", 3000),
        (("cut the first 9 seconds",), "duration_ms", 5000),
    ],
)
def test_edits_change_the_clip(edits: tuple[str, ...], field: str, expected: object) -> None:
    draft = drafted(A, said=("make a 5 second clip", *edits))
    assert [getattr(clip, field) for clip in draft.clips] == [expected]


def test_a_video_is_trimmed_in_its_source() -> None:
    draft = drafted(movie("m", 8000), said=("make a video", "cut the first 2 seconds", "2x speed"))
    (clip,) = draft.clips
    assert (clip.trim_ms, clip.duration_ms, clip.speed) == (2000, 3000, 2.0)


def test_a_cut_in_the_middle_leaves_two_pieces() -> None:
    draft = drafted(movie("m", 8000), said=("make a video", "cut from 2s to 3s"))
    assert [(clip.trim_ms, clip.duration_ms) for clip in draft.clips] == [(0, 2000), (3000, 5000)]


def test_speed_stays_in_what_can_be_rendered_and_inside_the_source() -> None:
    draft = drafted(movie("m", 8000), said=("make a video", *(("slow motion",) * 5)))
    (clip,) = draft.clips
    assert clip.speed == 0.25
    assert clip.duration_ms * clip.speed <= 8000


def test_only_the_named_clip_is_changed() -> None:
    draft = drafted(A, B, said=("make a video", "make the second photo black and white"))
    assert [clip.grayscale for clip in draft.clips] == [False, True]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("swap the two photos", "bac"),
        ("swap the first and the last", "cba"),
        ("move the third photo first", "cab"),
        ("put the first photo at the end", "bca"),
        ("reverse the order", "cba"),
        ("remove the second photo", "ac"),
        ("把第三张放到最前面", "cab"),
        ("交换第一张和第二张", "bac"),
        ("remove the ninth photo", "abc"),
        ("swap the first and the ninth", "abc"),
    ],
)
def test_clips_are_ordered(message: str, expected: str) -> None:
    assert "".join(names(drafted(A, B, C, said=("make a video", message)))) == expected


def test_a_title_has_words_a_place_and_a_time() -> None:
    said = ("make a 5 second clip", "add the title 'Sale' at the top from 2 to 4 seconds")
    (title,) = drafted(A, said=said).titles
    assert (title.text, title.position) == ("Sale", Position.TOP)
    assert (title.start_ms, title.duration_ms) == (2000, 2000)


def test_a_title_stays_inside_the_clip() -> None:
    draft = drafted(A, said=("make a 5 second clip", "add 'End' at the end", "make it 4 seconds"))
    assert [(title.start_ms, title.duration_ms) for title in draft.titles] == [(2000, 2000)]
    cut = drafted(A, said=("make a 5 second clip", "add 'End' at the end", "keep 0s to 2s"))
    assert cut.titles == ()


def test_two_titles_without_a_place_do_not_cover_each_other() -> None:
    draft = drafted(A, said=("make a clip", "add the title 'A'", "add the title 'B'"))
    assert [title.position for title in draft.titles] == [Position.BOTTOM, Position.TOP]


def test_a_title_is_changed_moved_and_removed() -> None:
    said = ("make a clip", "add the title 'A'", "change the title to 'B'", "title at the top")
    (title,) = drafted(A, said=said).titles
    assert (title.text, title.position) == ("B", Position.TOP)
    assert drafted(A, said=(*said, "删除标题")).titles == ()


TWO_TITLES = ("make a clip", "add the title 'A'", "add the title 'B'")


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("remove the second title", ["A"]),
        ('remove the title "a"', ["B"]),
        ('remove the title "C"', ["A", "B"]),
        ("remove the third title", ["A", "B"]),
        ('change "A" to "D"', ["D", "B"]),
        ('change "C" to "D"', ["A", "B"]),
        ("字幕改成红色", ["A", "B"]),
    ],
)
def test_only_the_named_title_is_changed(message: str, expected: list[str]) -> None:
    draft = drafted(A, said=(*TWO_TITLES, message))
    assert [title.text for title in draft.titles] == expected


def test_the_answer_names_the_title_that_was_changed() -> None:
    assert "“D”" in say(Project(media=(A,)), *TWO_TITLES, 'change "A" to "D"').text
    moved = say(Project(media=(A,)), *TWO_TITLES, 'make "A" appear at the center instead')
    assert "“A” at the center" in moved.text


def test_the_length_of_one_clip_leaves_the_others() -> None:
    said = ("make a video", "make the first photo last 4 seconds")
    assert lengths(drafted(A, B, said=said)) == [4000, 3000]
    assert lengths(drafted(A, B, said=(*said, "make the first photo 1 second longer"))) == [
        5000,
        3000,
    ]


def test_several_steps_are_undone_at_once() -> None:
    said = ("make a clip", "make it brighter", "black and white", "undo the last two changes")
    found = say(Project(media=(A,)), *said)
    (clip,) = found.project.draft.clips
    assert (clip.brightness, clip.grayscale) == (1.0, False)
    assert "last changes" in found.text


def test_a_refusal_is_never_lost_by_the_dice() -> None:
    project = say(Project(media=(A,)), "make a clip").project
    for message, silent in (("make it brighter", True), ("no music and brighter", False)):
        found = say(project, message)
        assert found.kind == "edit"
        course = course_of(Script(), found.kind, refused=found.refused, dice=(0.0, 1.0))
        assert course.silent is silent


def test_music_keeps_what_is_not_named() -> None:
    said = ("make a clip", "add epic music at 20%", "set the music volume to 60%")
    music = drafted(A, said=said).music
    assert music
    assert (music.mood, music.volume, music.src) == (Mood.EPIC, 0.6, None)
    assert drafted(A, said=(*said, "no music")).music is None


def test_an_uploaded_song_is_used() -> None:
    music = drafted(A, SONG, said=("make a clip", "add music")).music
    assert music
    assert music.src == SONG.url
    mood = drafted(A, SONG, said=("make a clip", "add happy music")).music
    assert mood
    assert mood.src is None


def test_undo_goes_back_step_by_step() -> None:
    said = ["make a clip", "make it brighter", "black and white", "undo", "undo"]
    draft = drafted(A, said=tuple(said))
    assert [(clip.brightness, clip.grayscale) for clip in draft.clips] == [(1.0, False)]
    assert drafted(A, said=(*said, "undo")).clips == ()


def test_a_wish_that_cannot_be_met_does_not_stop_the_others() -> None:
    found = say(Project(media=(A,)), "make a clip", "remove the music and make it brighter")
    assert found.project.draft.clips[0].brightness == 1.3
    assert "There is no music" in found.text


@pytest.mark.parametrize(
    ("message", "fallback", "language"),
    [("加标题", "en", "zh"), ("add", "zh", "en"), ("16:9", "zh-hans", "zh"), ("16:9", "de", "en")],
)
def test_the_answer_is_in_the_language_of_the_message(
    message: str, fallback: str, language: str
) -> None:
    assert language_of(message, fallback) == language


def test_replies_speak_of_a_screen_that_a_chat_does_not_have() -> None:
    dice = Random(0)  # noqa: S311  # dice that fall the same way
    texts = [
        answer("make a clip", Project(media=(A,)), language="en", video_url="", dice=dice).text
        for _ in range(20)
    ]
    assert any("Click the Export button" in text for text in texts)
    assert any("drag" in text for text in texts)


def test_the_second_stage_adds_music_and_a_title_and_can_be_undone() -> None:
    project = say(Project(media=(A,)), "make a clip").project
    richer = reduce(added, SECOND_STAGE, project.remembering(project.draft))
    assert richer.draft.music
    assert richer.draft.titles
    assert say(richer, "undo").project.draft == project.draft
    assert reduce(added, SECOND_STAGE, Project()).draft == Draft()


def test_the_draft_has_the_contracts_short_keys() -> None:
    draft = drafted(A, B, said=("make a video", "add 'Hi' at 1s for 2 seconds", "add lofi music"))
    found = wire(draft)
    assert found["d"] == 6000
    tracks = found["t"]
    assert isinstance(tracks, list)
    assert [(track["tt"], len(track["sg"])) for track in tracks] == [(0, 2), (1, 1), (7, 1)]  # type: ignore[index,call-overload,arg-type]
    assert wire(Draft())["t"] == []
