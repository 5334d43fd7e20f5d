"""What is to be done by the clock: noted, done once when it is due, paused, removed, missed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString

import psycopg
import pytest

from tests.journeys.quick import NewDatabase, Person, QuickTown, quick_town
from tests.journeys.town import wait_until

NEXT = r"Next: \w{3} \d{4}-\d\d-\d\d "
# As a worker that took a job over would do it once more.
REPEAT: LiteralString = (
    "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, args)"
    " SELECT 'chat', 'carry_out', 'chat:' || chat_id,"
    " jsonb_build_object('firing_id', firings.id, 'chat_id', chat_id)"
    " FROM firings JOIN schedules ON schedules.id = schedule_id WHERE chat_id = %s"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """The bot's own rows, and what only time would do to them."""

    url: str

    def rows(self, query: LiteralString, *params: object) -> list[Any]:
        with psycopg.connect(self.url, autocommit=True) as conn:
            done = conn.execute(query, params)
            return done.fetchall() if done.description else []

    def let_time_pass(self, person: Person, minutes: int = 0) -> None:
        """Its schedule was due so long ago, and its job notices now."""
        moved = self.rows(
            "UPDATE schedules SET next_at = date_trunc('minute', now()) - make_interval(mins => %s)"
            " WHERE chat_id = %s AND status <> 'removed' RETURNING id",
            minutes,
            person.chat_id,
        )
        for (schedule_id,) in moved:
            self.rows(
                "UPDATE procrastinate_jobs SET scheduled_at = now()"
                " WHERE queueing_lock = %s AND status = 'todo'",
                f"schedule:{schedule_id}",
            )

    def firings(self, person: Person) -> list[tuple[bool, bool]]:
        """For each time that it was due: whether it was missed, and whether it has ended."""
        return self.rows(
            "SELECT missed, ended_at IS NOT NULL FROM firings"
            " JOIN schedules ON schedules.id = schedule_id WHERE chat_id = %s ORDER BY firings.id",
            person.chat_id,
        )

    def waiting(self, person: Person) -> int:
        """How many jobs wait for its schedules, at the times that these say."""
        found = self.rows(
            "SELECT count(*) FROM schedules JOIN procrastinate_jobs"
            " ON queueing_lock = 'schedule:' || schedules.id AND procrastinate_jobs.status = 'todo'"
            " AND abs(extract(epoch FROM scheduled_at - next_at)) < 1"
            " WHERE chat_id = %s AND schedules.status = 'on' AND next_at > now()",
            person.chat_id,
        )
        return int(found[0][0])


@pytest.fixture(scope="module")
def _town(
    tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase
) -> Iterator[QuickTown]:
    folder = tmp_path_factory.mktemp("clockwork")
    settings = {"ENGINE": "auto", "TIME_ZONE": "Asia/Tokyo"}
    with quick_town(folder, new_database, settings=settings) as town:
        yield town


@pytest.fixture
def town(_town: QuickTown) -> Iterator[QuickTown]:
    """Each test has a person of its own."""
    yield _town
    _town.forget_faults()


@pytest.fixture
def books(town: QuickTown) -> Books:
    return Books(url=town.settings["DATABASE_URL"])


def pictures(person: Person) -> int:
    messages = person.state()["messages"]
    return sum(m["from"] == "bot" and (m["media"] or {}).get("type") == "photo" for m in messages)


def test_a_schedule_is_noted_and_says_when_it_is_due_next_in_which_zone(town: QuickTown) -> None:
    ann = town.person()
    said = ann.say("/schedule daily 09:00 make a clip of a sunrise").text
    assert '1. every day at 09:00: "make a clip of a sunrise"' in said
    assert re.search(NEXT + r"09:00 \(Asia/Tokyo\)", said)
    assert "Times are in Asia/Tokyo. To change that: /timezone Europe/Berlin" in said
    second = ann.say("/schedule weekly mon 18:30 UTC+8 export").text
    assert '2. every Mon at 18:30 (UTC+8): "export"' in second
    assert re.search(NEXT + r"19:30 \(Asia/Tokyo\)", second)
    assert "Times are in" not in second
    assert all(f"{number}. every" in ann.say("/schedule").text for number in (1, 2))


def test_when_it_is_due_its_words_are_done_as_if_they_had_been_sent(
    town: QuickTown, books: Books
) -> None:
    ann = town.person()
    before = town.books()
    ann.say("/schedule daily 09:00 make a 1 second clip of a sunrise")
    books.let_time_pass(ann)
    ann.waits_for("⏰ make a 1 second clip of a sunrise")
    wait_until(ann.videos, "the video")
    wait_until(lambda: books.firings(ann) == [(False, True)], "the end")
    assert town.paid_since(before)[0] == 1
    assert books.waiting(ann) == 1
    assert len(ann.videos()) == 1


def test_a_command_is_carried_out_too_and_a_repeat_of_its_jobs_does_nothing_twice(
    town: QuickTown, books: Books
) -> None:
    ann, mark = town.person(), town.mark()
    ann.say("/schedule daily 09:00 /flux a lighthouse")
    books.let_time_pass(ann)
    wait_until(lambda: pictures(ann), "the picture")
    # Due again at the very same time, and carried out again.
    books.let_time_pass(ann)
    books.rows(REPEAT, ann.chat_id)
    books.rows(
        "UPDATE firings SET ended_at = NULL WHERE schedule_id IN (SELECT id FROM schedules"
        " WHERE chat_id = %s)",
        ann.chat_id,
    )
    books.rows(REPEAT, ann.chat_id)
    wait_until(lambda: books.waiting(ann) == 1, "the next time")
    wait_until(lambda: (False, True) in books.firings(ann), "the end")
    ann.say("/schedule")
    texts = [message["text"] for message in ann.state()["messages"]]
    fired = len(books.firings(ann))  # a new minute may have begun between the two
    assert texts.count("⏰ /flux a lighthouse") == fired
    assert len(town.since(mark, "submit", "bfl")) <= fired
    assert pictures(ann) <= fired


def test_a_kill_in_the_middle_neither_loses_nor_doubles_it(
    tmp_path: Path, new_database: NewDatabase
) -> None:
    with quick_town(tmp_path, new_database, settings={"ENGINE": "auto"}) as town:
        ann, books = town.person(), Books(url=town.settings["DATABASE_URL"])
        before = town.books()
        ann.say("/schedule daily 09:00 make a 1 second clip of a sunrise")
        books.let_time_pass(ann)
        wait_until(lambda: books.firings(ann), "the time to be noted")
        town.kill_bot()
        token = {"NEMO_TOKEN": town.operator_token}
        town.start_bot(ENGINE="auto", **token)
        wait_until(ann.videos, "the video")
        wait_until(lambda: books.firings(ann) == [(False, True)], "the end")
        assert town.paid_since(before)[0] == 1
        texts = [message["text"] for message in ann.state()["messages"]]
        assert texts.count("⏰ make a 1 second clip of a sunrise") <= 2  # one that may be lost
        assert books.waiting(ann) == 1
        # Away for a while: what is less than an hour late is done, once for all its times.
        bob, eve = town.person(), town.person()
        bob.say('/schedule cron "*/5 * * * *" /help')
        eve.say("/schedule daily 09:00 make a clip of a castle")
        town.stop_bot()
        books.let_time_pass(bob, minutes=50)
        books.let_time_pass(eve, minutes=61)
        # A job that was lost for whatever reason is put down again.
        books.rows("DELETE FROM procrastinate_jobs WHERE task_name = 'fire_schedule'")
        paid = town.books()
        town.start_bot(ENGINE="auto", **token)
        bob.waits_for("⏰ /help")
        eve.waits_for("so schedule 1 was missed")
        wait_until(lambda: books.firings(bob) == [(False, True)], "one time only")
        assert books.firings(eve) == [(True, True)]
        assert books.waiting(bob) == books.waiting(eve) == books.waiting(ann) == 1
        assert town.paid_since(paid) == (0, 0)
        last = eve.state()["messages"][-1]["text"]
        assert '"make a clip of a castle"' in last
        assert re.search(NEXT, last)


def test_paused_it_is_not_done_resumed_it_is_and_removed_it_is_gone(
    town: QuickTown, books: Books
) -> None:
    ann = town.person()
    ann.say("/schedule daily 09:00 /help")
    ann.say("/schedule weekly fri 10:00 export")
    listed = ann.say("/schedule list")
    assert listed.buttons == ["⏸ Pause 1", "✖ Remove 1", "⏸ Pause 2", "✖ Remove 2"]
    paused = ann.press("⏸ Pause 1")
    assert '1. ⏸ every day at 09:00: "/help". Paused.' in paused.text
    assert paused.messages[-1]["id"] == listed.messages[-1]["id"]
    assert ann.press("✖ Remove 2").buttons == ["▶️ Resume 1", "✖ Remove 1"]
    books.let_time_pass(ann)
    wait_until(lambda: books.waiting(ann) == 0, "the job to find it paused")
    assert books.firings(ann) == []
    assert "Next:" in ann.press("▶️ Resume 1").text
    assert books.waiting(ann) == 1
    books.let_time_pass(ann)
    ann.waits_for("⏰ /help")
    assert "Nothing is scheduled" in ann.say("/schedule remove").text
    assert "Nothing is scheduled" in ann.say("/schedule pause 1").text


def test_they_are_paused_and_removed_by_their_numbers_which_stay(town: QuickTown) -> None:
    ann = town.person()
    for hour in (7, 8, 9):
        ann.say(f"/schedule daily 0{hour}:00 /help")
    assert "2. ⏸" in ann.say("/schedule pause 2").text
    gone = ann.say("/schedule remove 1").text
    assert "1. " not in gone
    assert "3. every day at 09:00" in gone
    assert "2. every day at 08:00" in ann.say("/schedule 恢复 2").text
    assert "Say its number" in ann.say("/schedule remove 7").text
    assert "Say its number" in ann.say("/schedule pause").text
    # The number that became free is given again.
    assert "1. every day at 06:00" in ann.say("/schedule daily 06:00 export").text


def test_nobody_changes_the_schedules_of_another_chat(town: QuickTown, books: Books) -> None:
    ann, eve = town.person(), town.person()
    ann.say("/schedule daily 09:00 /help")
    eve.say("/schedule daily 09:00 /help")
    books.rows(
        "UPDATE schedules SET number = 2, chat_id = %s WHERE chat_id = %s", ann.chat_id, eve.chat_id
    )  # the button that Eve has is of another chat now
    assert "out of date" in eve.press("✖ Remove 1").text
    listed = ann.say("/schedule").text
    assert "1. every day" in listed
    assert "2. every day" in listed


def test_a_chat_has_at_most_ten(town: QuickTown) -> None:
    ann = town.person()
    for minute in range(10, 20):
        ann.send(f"/schedule daily 09:{minute} /help")
    ann.waits_for("10. every day at 09:19")
    assert "There are 10 schedules" in ann.say("/schedule daily 08:00 /help").text


def test_the_zone_that_a_chat_chooses_is_that_of_its_schedules(
    town: QuickTown, books: Books
) -> None:
    ann = town.person()
    assert "times are in Asia/Tokyo" in ann.say("/timezone").text
    ann.say("/schedule daily 09:00 /help")
    ann.say("/schedule daily 09:00 UTC+1 /help")
    assert "it is" in ann.say("/timezone new york").text
    listed = ann.say("/schedule").text
    assert re.search(r'1\. every day at 09:00: "/help"\. ' + NEXT + r"09:00 \(America/New_", listed)
    assert "2. every day at 09:00 (UTC+1):" in listed
    wait_until(lambda: books.waiting(ann) == 2, "the jobs to wait for the new times")
    # Earlier than before, the job that waited for later does not make it late.
    ann.say("/timezone Pacific/Auckland")
    wait_until(lambda: books.waiting(ann) == 2, "the jobs to wait for the new times")
    assert "Times here are in Pacific/Auckland" in ann.say("/timezone").text
    assert "/timezone UTC+8" in ann.say("/timezone Atlantis").text
    assert not books.firings(ann)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("whenever you like", "did not understand when"),
        ("daily at noonish make a clip", "time of day"),
        ("weekly 09:00 make a clip", "did not understand the day"),
        ('cron "99 * * * *" make a clip', "cron line"),
        ("daily 09:00 Europe/Atlantis make a clip", "time zone"),
        ('cron "* * * * *" make a clip', "too often"),
        ("daily 09:00", "Say what should be done"),
        ("daily 09:00 /schedule daily 10:00 export", "cannot make schedules"),
    ],
)
def test_what_is_not_understood_gets_one_sentence_with_an_example(
    town: QuickTown, text: str, answer: str
) -> None:
    said = town.person().say(f"/schedule {text}")
    assert answer in said.text
    assert "For example: /schedule " in said.text or "for example: /schedule " in said.text
    assert len(said.messages) == 1


def test_chinese_forms_are_answered_in_chinese(town: QuickTown, books: Books) -> None:
    ming = town.person("zh")
    said = ming.say("/schedule 每周一 9:00 导出").text
    assert "1. 每周一 09:00：“导出”" in said
    assert "/timezone 北京" in said
    assert "现在是" in ming.say("/timezone 北京").text
    assert "⏸ 暂停 1" in ming.say("/schedule 列表").buttons
    books.let_time_pass(ming)
    ming.waits_for("⏰ 定时：导出")
    assert "还没有定时任务" in ming.say("/schedule 删除 1").text
