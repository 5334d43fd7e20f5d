"""Every code of the video service, in each form, wherever it can meet a user.

What is looked at each time: the words that are read, the buttons that are offered, and by the
service's own books that nothing was worked on twice.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.quick import Answer, NewDatabase, Person, QuickTown, quick_town

CODES = (1001, 1002, 2001, 4001, 4002, 400, 402, 429, 9999)
FORMS = ("body", "status", "both")
UNREADABLE = ("html", "broken_json", "503", "503 body", "503 html")
DETAILS = ("detail", "detail_list")
# As a status without a body these stand for something else: 2001 comes as the 402 of a plan.
AS_STATUS = {2001: 402}

SHORT_PAUSE = "asks for a short pause. I go on by myself in 1 s."
TRY_AGAIN = "Your message is kept"
ACCESS = "did not accept our access. Whoever runs this bot has to check it"
USED_UP = "Your credits are used up, so this was not done. You get more here: http"
PLAN = "Your plan at the video service does not include"
OTHER_WORDS = "did not accept this. Please say it in other words."
FILE_KINDS = "does not take this file. It takes mp4, mov"
PROBLEM = "The video service has a problem at the moment."
FORGOTTEN = "had forgotten this project, so I opened a new one and sent your files again"
NOT_TWICE = "did not finish this. Your words were not sent twice."
AGAIN_SOON = "Please ask again in a moment."
TOO_FAST = "Too many requests at the moment. In 1 s it will work again."
NOT_RENDERED = "The video could not be rendered this time. Nothing was charged for it."

REFUSED = {
    1001: (ACCESS, ["Try again"]),
    2001: (USED_UP, ["Try again"]),
    402: (PLAN, ["Try again"]),
    4001: (FILE_KINDS, []),
    4002: (FILE_KINDS, []),
    400: (OTHER_WORDS, []),
    9999: (OTHER_WORDS, []),
}
SHOWN = {
    1001: ACCESS,
    2001: USED_UP,
    402: PLAN,
    4001: PROBLEM,
    4002: PROBLEM,
    400: PROBLEM,
    9999: PROBLEM,
}
EXPORT_REFUSED = {
    1001: ACCESS,
    2001: USED_UP,
    402: f"{PLAN} exporting. A subscription opens it, credits would not help: http",
    4001: FILE_KINDS,
    4002: FILE_KINDS,
    400: NOT_RENDERED,
    9999: NOT_RENDERED,
}


@pytest.fixture(scope="module")
def office(
    tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase
) -> Iterator[QuickTown]:
    """A bot that acts for everybody with its operator's token."""
    with quick_town(tmp_path_factory.mktemp("office"), new_database) as town:
        yield town


@pytest.fixture(scope="module")
def regular(office: QuickTown, small_cat: Path) -> Person:
    """Somebody with a clip of one second, who comes again and again."""
    person = office.person()
    person.say("make it 1 second long", small_cat)
    return person


@pytest.fixture(scope="module")
def other(office: QuickTown, small_cat: Path) -> Person:
    """Somebody else with a clip, for two things at once."""
    person = office.person()
    person.say("make it 1 second long", small_cat)
    return person


@pytest.fixture(autouse=True)
def _all_faults_are_met(office: QuickTown) -> Iterator[None]:
    yield
    office.forget_faults()


def seen(code: int, form: str) -> int:
    """The code that the bot can make out."""
    return AS_STATUS.get(code, code) if form == "status" else code


def everything(*, without: tuple[int, ...]) -> list[tuple[int, str]]:
    return [(code, form) for code in CODES if code not in without for form in FORMS]


@pytest.mark.parametrize(("code", "form"), everything(without=(1002, 429)))
def test_a_refused_wish_and_a_refused_export_are_explained_and_not_worked_on(
    office: QuickTown, regular: Person, other: Person, code: int, form: str
) -> None:
    office.backend("run_sse", f"{code} {form}")
    office.backend("render.submit", f"{code} {form}")
    before, mark = office.books(), office.mark()
    wish, export = regular.watch(f"add the title '{code} {form}'"), other.watch("export")
    answer = wish.end()
    words, buttons = REFUSED[seen(code, form)]
    assert words in answer.text
    assert answer.buttons == buttons
    assert (TRY_AGAIN in answer.text) == bool(buttons)
    answer = export.end()
    assert EXPORT_REFUSED[seen(code, form)] in answer.text
    assert answer.buttons == ["Export", "Show tracks"]
    assert not answer.media("video")
    assert len(office.since(mark, "render.submit")) == 1
    assert office.paid_since(before) == (0, 0)


@pytest.mark.parametrize("form", FORMS)
def test_a_wish_that_met_a_forgotten_session_is_done_in_a_new_one(
    office: QuickTown, small_cat: Path, form: str
) -> None:
    person = office.person()
    person.say("make it 1 second long", small_cat)
    before, mark = office.books(), office.mark()
    office.backend("run_sse", f"1002 {form}")
    answer = person.say("add the title 'Anew'")
    assert FORGOTTEN in answer.text
    assert "Anew" in answer.text
    assert office.paid_since(before)[0] == 1
    assert len(office.since(mark, "session.create")) == 1
    assert len(office.since(mark, "upload")) == 1, "the photo is not in the new session"


@pytest.mark.parametrize("form", FORMS)
def test_a_wish_that_came_too_fast_goes_on_by_itself(
    office: QuickTown, regular: Person, form: str
) -> None:
    office.backend("run_sse", f"429 {form} retry_after=0.2")
    before, mark = office.books(), office.mark()
    answer = regular.say(f"add the title 'Patient {form}'")
    assert any(SHORT_PAUSE in text for text in answer.shown)
    assert f"Patient {form}" in answer.text
    assert office.paid_since(before)[0] == 1
    assert len(office.since(mark, "run_sse")) == 2


def test_a_wish_that_came_too_fast_twice_is_offered_again(
    office: QuickTown, regular: Person
) -> None:
    office.backend("run_sse", "429 retry_after=0.2", count=2)
    before = office.books()
    answer = regular.say("add the title 'Later'")
    assert "Too many requests at the moment. In 1 s it will work again." in answer.text
    assert answer.buttons == ["Try again"]
    assert "Later" in regular.press("Try again").text
    assert office.paid_since(before)[0] == 1


@pytest.mark.parametrize("value", UNREADABLE)
def test_an_answer_that_cannot_be_read_leads_to_the_timeline_not_to_a_second_try(
    office: QuickTown, regular: Person, value: str
) -> None:
    office.backend("run_sse", value)
    before, mark = office.books(), office.mark()
    answer = regular.say("add the title 'Unread'")
    assert any("I am looking whether it finished" in text for text in answer.shown)
    assert NOT_TWICE in answer.text
    assert answer.buttons == []
    assert len(office.since(mark, "run_sse")) == 1
    assert office.paid_since(before) == (0, 0)


@pytest.mark.parametrize("value", ["504 worked", "504 worked html", "503 worked", "html worked"])
def test_what_was_done_behind_an_unreadable_answer_is_told(
    office: QuickTown, regular: Person, value: str
) -> None:
    office.backend("run_sse", value)
    mark = office.mark()
    answer = regular.say(f"add the title 'Behind {value}'")
    assert f'the title "Behind {value}" is there from 0 to 1 s' in answer.text
    assert len(office.since(mark, "run_sse")) == 1


@pytest.mark.parametrize("value", DETAILS)
def test_a_detail_of_the_chat_endpoint_is_a_refusal(
    office: QuickTown, regular: Person, value: str
) -> None:
    office.backend("run_sse", value)
    before = office.books()
    answer = regular.say("add the title 'Detail'")
    assert OTHER_WORDS in answer.text
    assert office.paid_since(before) == (0, 0)


# The client's own tests have every code in every form at each operation.
@pytest.mark.parametrize(("code", "form"), [(code, "both") for code in CODES if code != 1002])
def test_a_refused_question_or_greeting_is_explained(
    office: QuickTown, regular: Person, other: Person, code: int, form: str
) -> None:
    value = f"{code} {form}" + (" retry_after=0.2" if code == 429 else "")
    for operation in ("state", "credits", "session.create"):
        office.backend(operation, value)
    status, credits_ = regular.watch("status"), other.watch("credits")
    greeting = office.person().watch("/start").end().text
    wrong = TOO_FAST if code == 429 else SHOWN[seen(code, form)]
    assert wrong in greeting
    assert (AGAIN_SOON in greeting) == (wrong == PROBLEM), "asking again helps where it passes"
    assert "here:  " not in greeting
    for watch, good in ((status, "Timeline ("), (credits_, "You have ")):
        if code == 429:
            watch.until_shown(SHORT_PAUSE)
            watch.until_shown(good)
            continue
        text = watch.end().text
        assert wrong in text
        assert (AGAIN_SOON in text) == (wrong == PROBLEM)
        assert good not in text
        assert "here:  " not in text


@pytest.mark.parametrize("value", ["503", "503 body", "html", "broken_json", "empty"])
def test_a_question_is_asked_again_unseen_where_the_answer_makes_no_sense(
    office: QuickTown, regular: Person, other: Person, value: str
) -> None:
    office.backend("state", value)
    office.backend("credits", value)
    status, credits_ = regular.watch("status"), other.watch("credits")
    assert status.end().text.startswith("Timeline (")
    assert credits_.end().text.startswith("You have ")


@pytest.mark.parametrize("form", FORMS)
def test_a_forgotten_session_is_noticed_by_a_question_and_told(
    office: QuickTown, small_cat: Path, form: str
) -> None:
    person = office.person()
    person.say("make it 1 second long", small_cat)
    office.backend("state", f"1002 {form}")
    answer = person.say("status")
    assert FORGOTTEN in answer.text
    assert "The timeline is empty." in answer.text


@pytest.mark.parametrize("value", DETAILS)
def test_a_detail_is_a_refusal_of_a_question(
    office: QuickTown, regular: Person, value: str
) -> None:
    office.backend("state", value)
    assert PROBLEM in regular.say("status").text


@pytest.mark.parametrize("value", ["503", "html", "broken_json", "empty", "detail", "detail_list"])
def test_a_first_wish_that_cannot_connect_is_kept_and_offered_again(
    office: QuickTown, small_cat: Path, value: str
) -> None:
    person = office.person()
    # The file on its way, and the wish itself.
    office.backend("session.create", value, count=2)
    before = office.books()
    answer = person.say("make it 1 second long", small_cat)
    assert office.paid_since(before) == (0, 0)
    if "detail" in value:
        assert OTHER_WORDS in answer.text
        return
    assert "cannot reach the video service" in answer.text
    assert answer.buttons == ["Try again"]
    assert "clip" in person.press("Try again").text
    assert office.paid_since(before) == (1, 50)


TAKEN_LATER = ("1001", "2001", "400", "402", "429 retry_after=0.2", "9999", "503", "html", "detail")


@pytest.mark.parametrize("value", [*TAKEN_LATER, "detail_list", "broken_json", "empty"])
def test_a_file_that_was_not_taken_at_first_is_in_the_film_once(
    office: QuickTown, small_cat: Path, value: str
) -> None:
    person = office.person()
    office.backend("upload", value)
    before = office.books()
    answer = person.say("make it 1 second long", small_cat)
    assert "(files used: 1)" in answer.text or "was added (1 s)" in answer.text, answer.text
    assert office.paid_since(before) == (1, 50)


@pytest.mark.parametrize(("code", "form"), [(4001, "body"), (4001, "status"), (4002, "both")])
def test_a_wish_whose_only_file_is_refused_is_kept_for_another_file(
    office: QuickTown, small_cat: Path, code: int, form: str
) -> None:
    person = office.person()
    office.backend("upload", f"{code} {form}")
    before = office.books()
    answer = person.say("make it 1 second long", small_cat)
    assert "was refused by the video service. It takes mp4, mov" in answer.text
    assert "Your words are kept: send another file" in answer.text
    assert office.paid_since(before) == (0, 0), "the wish was paid for without its file"
    assert "clip" in person.say("", small_cat).text
    assert office.paid_since(before) == (1, 50)


def is_one_film(answer: Answer) -> bool:
    return len(answer.media("video")) == 1 and "✅ Done" in answer.text


def test_an_export_that_came_too_fast_goes_on_by_itself(office: QuickTown, regular: Person) -> None:
    office.backend("render.submit", "429 both retry_after=0.2")
    office.backend("render.download", "429 status retry_after=0.2", count=2)
    answer = regular.say("export")
    assert any(SHORT_PAUSE in text for text in answer.shown)
    assert is_one_film(answer)


def test_an_export_comes_through_a_service_that_answers_nonsense(
    office: QuickTown, regular: Person
) -> None:
    office.backend("render.submit", "504 worked html")
    for value in ("html", "503 body", "broken_json", "empty"):
        office.backend("render.poll", value)
        office.backend("render.download", "503" if value == "empty" else value)
    mark = office.mark()
    assert is_one_film(regular.say("export"))
    assert len(office.since(mark, "render.submit")) == 1


@pytest.mark.parametrize("value", ["2001 both", "400", "9999", "detail", "detail_list"])
def test_a_video_that_is_refused_at_last_is_explained(
    office: QuickTown, regular: Person, other: Person, value: str
) -> None:
    office.backend("render.poll", value)
    looked_for = regular.say("export")
    office.backend("render.download", value)
    fetched = other.say("export")
    for answer in (looked_for, fetched):
        assert (USED_UP if value.startswith("2001") else NOT_RENDERED) in answer.text
        assert answer.buttons == ["Export", "Show tracks"]
        assert not answer.media("video")


def test_an_export_of_a_forgotten_session_is_rendered_in_a_new_one(
    office: QuickTown, small_cat: Path
) -> None:
    person = office.person()
    person.say("make it 1 second long", small_cat)
    office.backend("render.submit", "1002")
    answer = person.say("export")
    assert FORGOTTEN in answer.text
    assert is_one_film(answer)


def test_a_render_that_was_forgotten_is_asked_for_once_more(
    office: QuickTown, small_cat: Path
) -> None:
    person = office.person()
    person.say("make it 1 second long", small_cat)
    office.backend("render.poll", "1002")
    mark = office.mark()
    assert is_one_film(person.say("export"))
    assert len(office.since(mark, "render.submit")) == 2


def test_looks_at_a_render_become_rarer_when_they_are_too_many(
    office: QuickTown, regular: Person
) -> None:
    office.backend("render.poll", "429 body retry_after=0.2", count=3)
    assert is_one_film(regular.say("export"))
