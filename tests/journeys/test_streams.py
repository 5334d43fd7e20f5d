"""Every way in which the agent's stream can go wrong, as a person in the chat lives through it.

Each time: the words went out once, they were worked on at most once, and what changed is told.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.quick import Answer, NewDatabase, Person, QuickTown, quick_town

LOOKING = "I am looking whether it finished"
NOT_TWICE = "did not finish this. Your words were not sent twice."
NOTHING = "nothing on the timeline changed. Please say it in other words."
NOT_WORKED_OUT = "This did not work out. Please say it again"
EDITED = ["Export", "Show tracks", "New project"]

# The work is done in all of these, though its answer is lost.
LOST = [
    f"{how}_{where}"
    for how in ("cut", "reset", "stall")
    for where in ("before", "in_line", "in_character", "after_text")
]
# The answer comes whole, however its bytes do.
WHOLE = [
    *("spoken crlf", "spoken cr", "spoken bom", "spoken drip", "split_characters"),
    *("spoken huge_line", "spoken keep_alives", "spoken sketch", "thoughts", "groups"),
    "temporary_issue",
    "bom crlf drip split_characters keep_alives thoughts groups temporary_issue",
    "spoken stall_before heartbeats for=0.3",
]


@pytest.fixture(scope="module")
def town_of_streams(
    tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase
) -> Iterator[QuickTown]:
    folder = tmp_path_factory.mktemp("streams")
    with quick_town(folder, new_database, settings={"HEARTBEAT_TIMEOUT_S": "1.5"}) as town:
        yield town


@pytest.fixture
def streams(town_of_streams: QuickTown) -> Iterator[QuickTown]:
    yield town_of_streams
    town_of_streams.forget_faults()


@pytest.fixture(scope="module")
def ann(town_of_streams: QuickTown, small_cat: Path) -> Person:
    """Somebody with a clip of one second."""
    person = town_of_streams.person()
    person.say("make it 1 second long", small_cat)
    return person


@pytest.fixture(scope="module")
def lin(town_of_streams: QuickTown, small_cat: Path) -> Person:
    """Somebody who speaks Chinese, with a clip."""
    person = town_of_streams.person("zh-hans")
    person.say("加标题“开始”", small_cat)
    return person


def scripted(town: QuickTown, person: Person, course: str, words: str) -> Answer:
    """Say it while the stream goes so; the words go out once and cost nothing twice."""
    town.backend("run_sse", course)
    before, mark = town.books(), town.mark()
    answer = person.say(words)
    assert len(town.since(mark, "run_sse")) == 1, "the words were sent again"
    assert town.paid_since(before)[0] == 1
    return answer


@pytest.mark.parametrize("course", LOST)
def test_a_lost_answer_is_made_up_for_by_what_changed(
    streams: QuickTown, ann: Person, course: str
) -> None:
    answer = scripted(streams, ann, course, f"add the title 'After {course}'")
    assert any(LOOKING in text for text in answer.shown)
    assert answer.text == f'Changed: the title "After {course}" is there from 0 to 1 s.'
    assert answer.buttons == EDITED


def test_a_wish_waits_for_the_outcome_of_the_one_before(streams: QuickTown, ann: Person) -> None:
    streams.backend("run_sse", "cut_before")
    first = ann.watch("add the title 'First'")
    first.until_shown(LOOKING)
    second = ann.say("add the title 'Second'")
    assert '"First" is there' in first.end().text
    assert "Second" not in "".join(text for text in first.texts() if "First" in text)
    assert "Second" in second.text


@pytest.mark.parametrize("course", ["stall_before heartbeats", "stall_in_line heartbeats"])
def test_heartbeats_alone_are_no_news_for_ever(
    streams: QuickTown, ann: Person, course: str
) -> None:
    answer = scripted(streams, ann, course, f"add the title 'After {course}'")
    assert any("Still working…" in text for text in answer.shown)
    assert any(LOOKING in text for text in answer.shown)
    assert f'"After {course}" is there' in answer.text


@pytest.mark.parametrize(
    "course", ["cut_before undone", "cut_in_line undone", "reset_in_line undone"]
)
def test_a_lost_answer_after_which_nothing_changed_ends_in_words(
    streams: QuickTown, ann: Person, course: str
) -> None:
    answer = scripted(streams, ann, course, "add the title 'Never'")
    assert any(LOOKING in text for text in answer.shown)
    assert NOT_TWICE in answer.text
    assert answer.buttons == []


@pytest.mark.parametrize("course", WHOLE)
def test_an_answer_is_read_whole_however_it_comes(
    streams: QuickTown, ann: Person, course: str
) -> None:
    answer = scripted(streams, ann, course, f"add the title 'By {course}'")
    said = f"I've added the title “By {course}”"
    assert answer.text.count("I've added the title") == 1
    assert said in answer.text
    assert "(0-1s)." in answer.text
    assert "temporary issue" not in answer.text
    assert "The user wants" not in answer.text
    assert LOOKING not in "".join(answer.shown)
    assert answer.buttons == EDITED


def test_an_answer_of_five_megabytes_holds_nobody_up(
    streams: QuickTown, ann: Person, lin: Person
) -> None:
    streams.backend("run_sse", "huge_text")
    watch = ann.watch("add the title 'Wordy'")
    while not streams.paid_since({"prompts_total": 0, "credits_charged": 0})[0]:
        pass
    assert lin.watch("/help").until_shown("大白话") < 2
    assert "I've added the title “Wordy”" in watch.end().text


@pytest.mark.parametrize("course", ["error", "unparsable_error", "error_event"])
def test_an_error_instead_of_an_answer_is_told(
    streams: QuickTown, ann: Person, course: str
) -> None:
    answer = scripted(streams, ann, course, "add the title 'Not there'")
    assert answer.text == "This did not work out. Please say it again if you still want it."
    assert "overloaded" not in "".join([*answer.shown, *answer.drafts])


@pytest.mark.parametrize(
    "course",
    ["error worked", "unparsable_error worked", "error_event worked", "error_event_before"],
)
def test_what_was_done_is_told_though_an_error_came_with_it(
    streams: QuickTown, ann: Person, course: str
) -> None:
    answer = scripted(streams, ann, course, f"add the title 'With {course}'")
    assert f"“With {course}”" in answer.text or f'the title "With {course}" is there' in answer.text
    assert "overloaded" not in "".join([*answer.shown, *answer.drafts])


def test_an_alarm_that_is_the_whole_answer_is_told(streams: QuickTown, ann: Person) -> None:
    says = "undone says: I encountered a temporary issue. Please try again later."
    assert "temporary issue" in scripted(streams, ann, says, "add the title 'Alarm'").text


def test_a_silent_edit_is_told_by_what_changed(streams: QuickTown, ann: Person) -> None:
    title = scripted(streams, ann, "silent", "add the title 'Quiet'").text
    assert title == 'Changed: the title "Quiet" is there from 0 to 1 s.'
    music = scripted(streams, ann, "silent", "add happy music").text
    assert "Changed: the music " in music
    assert " plays at " in music
    louder = scripted(streams, ann, "silent", "set the music volume to 60%").text
    assert "is now at 60 %" in louder
    assert "black and white" in scripted(streams, ann, "silent", "make it black and white").text
    longer = scripted(streams, ann, "silent", "make it 2 seconds long").text
    assert "the video is now 2 s long" in longer or "now shows 2 s" in longer


def test_a_silent_edit_that_changed_nothing_is_told_so(streams: QuickTown, ann: Person) -> None:
    answer = scripted(streams, ann, "silent undone", "add the title 'Nothing'")
    assert NOTHING in answer.text
    assert answer.buttons == EDITED


def test_chinese_is_told_in_chinese(streams: QuickTown, lin: Person) -> None:
    assert (
        "改动：标题“安静”出现在第 0–3 秒。" in scripted(streams, lin, "silent", "加标题“安静”").text
    )
    cut = scripted(streams, lin, "cut_in_character", "加标题“断线”")
    assert any("编辑进行中连接断了" in text for text in cut.shown)
    assert cut.text == "改动：标题“断线”出现在第 0–3 秒。"
    lost = scripted(streams, lin, "cut_before undone", "加标题“没有”")
    assert "你的话没有重复发送" in lost.text
    error = scripted(streams, lin, "error", "加标题“错误”")
    assert error.text == "这次没有成功。如果还需要，请再说一次。"
    nothing = scripted(streams, lin, "silent undone", "加标题“无声”")
    assert "时间轴没有变化" in nothing.text
    spoken = scripted(streams, lin, "split_characters drip crlf", "加标题“逐字”")
    assert "标题“逐字”" in spoken.text
    assert spoken.buttons == ["导出", "查看轨道", "新项目"]
