"""What a person may rely on: no talk of buttons, honest credits, one account, every video once."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from PIL import Image

from tests.journeys.quick import NewDatabase, Person, QuickTown, quick_town
from tests.journeys.town import wait_until

ORDERS = ("click", "drag", "drop ", "panel", "top right", "open the", "go to the", "preview it")
CHINESE_ORDERS = ("点击", "拖", "面板", "右上角", "打开", "前往")
EDITED = ["Export", "Show tracks", "New project"]


@pytest.fixture(scope="module")
def _office(
    tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase
) -> Iterator[QuickTown]:
    folder = tmp_path_factory.mktemp("office")
    settings = {
        "TELEGRAM_MAX_UPLOAD_MB": "1",
        "LINK_NETWORKS": '["127.0.0.0/8"]',
        "STILL_WORKING_S": "5",
    }
    with quick_town(folder, new_database, settings=settings) as town:
        yield town


@pytest.fixture
def office(_office: QuickTown) -> Iterator[QuickTown]:
    """Everybody under the operator's token."""
    yield _office
    _office.forget_faults()


@pytest.fixture(scope="module")
def _guests(
    tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase
) -> Iterator[QuickTown]:
    folder = tmp_path_factory.mktemp("guests")
    settings = {"ASK_BEFORE_COSTS": "true", "LOW_CREDITS": "60"}
    with quick_town(folder, new_database, guests=True, settings=settings) as town:
        yield town


@pytest.fixture
def guests(_guests: QuickTown) -> Iterator[QuickTown]:
    """Everybody with an anonymous account; at most ten people, or the service gives no more."""
    yield _guests
    _guests.forget_faults()


@pytest.fixture(scope="module")
def ann(_office: QuickTown, small_cat: Path) -> Person:
    """Somebody with a clip of one second."""
    person = _office.person()
    person.say("make it 1 second long", small_cat)
    return person


# --- GUI talk ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "kind", ["click", "open", "drag", "preview", "export", "account", "billing"]
)
@pytest.mark.parametrize("how", ["gui", "gui_only"])
def test_an_order_to_use_a_screen_is_never_read(
    office: QuickTown, ann: Person, how: str, kind: str
) -> None:
    office.backend("run_sse", f"undone {how}={kind}" if how == "gui_only" else f"{how}={kind}")
    mark = office.mark()
    watch = ann.watch("make it brighter")
    answer = watch.end()
    if how == "gui":
        assert "I've adjusted the brightness." in answer.text
        assert answer.buttons[:3] == EDITED
        assert ("Credits" in answer.buttons) == (kind in {"account", "billing"})
        assert not answer.media("photo")
        assert not answer.media("video")
    elif kind == "export":
        watch.until_sent("video")
    elif kind in {"preview", "open"}:
        watch.until_sent("photo")
        watch.until_shown("Timeline (")
    elif kind in {"account", "billing"}:
        watch.until_shown("You have ")
    read = "".join(watch.texts()).lower()
    assert not [order for order in ORDERS if order in read]
    assert len(office.since(mark, "run_sse")) == 1


@pytest.mark.parametrize("kind", ["click", "drag", "preview", "export", "billing"])
def test_an_order_to_use_a_screen_is_never_read_in_chinese(
    office: QuickTown, ann: Person, kind: str
) -> None:
    office.backend("run_sse", f"gui={kind}")
    watch = ann.watch("调亮一点")
    assert "已调整亮度" in watch.end().text
    assert not [order for order in CHINESE_ORDERS if order in "".join(watch.texts())]


def test_a_drag_becomes_one_edit_and_never_two(office: QuickTown, ann: Person) -> None:
    order = "undone says: Drag the title to the top of the timeline."
    office.backend("run_sse", order, count=2)
    mark = office.mark()
    watch = ann.watch("the title belongs to the top")
    wait_until(lambda: len(office.since(mark, "run_sse")) == 2, "the edit of our own")
    watch.end()
    asked = [
        call["body"]["new_message"]["parts"][0]["text"] for call in office.since(mark, "run_sse")
    ]
    assert len(asked) == 2, "an edit of our own led to another"
    assert "title" in asked[1].lower()
    assert "drag" not in asked[1].lower()
    assert "Do it" in watch.end().buttons


def test_an_offered_drag_is_a_button(office: QuickTown, ann: Person) -> None:
    office.backend(
        "run_sse", "undone says: All set. If you like, drag the title to the top of the timeline."
    )
    mark = office.mark()
    answer = ann.say("make it brighter")
    assert "All set." in answer.text
    assert "Do it" in answer.buttons
    assert len(office.since(mark, "run_sse")) == 1
    ann.press("Do it")
    assert len(office.since(mark, "run_sse")) == 2


def test_what_the_user_wants_to_be_read_stays(office: QuickTown, ann: Person) -> None:
    office.backend("run_sse", "spoken")
    assert (
        "Click here to open the panel"
        in ann.say("add the title 'Click here to open the panel'").text
    )


# --- credits and accounts ------------------------------------------------------------------------


def test_a_balance_names_what_is_set_aside_and_what_the_last_wish_cost(
    guests: QuickTown, small_cat: Path
) -> None:
    bea = guests.person()
    guests.backend("run_sse", "spoken")
    first = bea.say("make it 1 second long", small_cat)
    assert "You have 50 credits left. More: http" in first.text
    assert "/register?bind=anon_" in first.text
    balance = bea.say("/credits").text
    assert "You have 50 credits." in balance
    assert "Your last wish here cost 50 credits." in balance
    assert "/register?bind=anon_" in balance
    bea.say("make it brighter")
    assert "Your last wish here cost nothing." in bea.say("credits").text
    data = {"available": 50, "frozen": 40, "total": 90}
    guests.arm("credits", kind="status", status=200, body={"code": 0, "data": data})
    said = bea.say("how many credits do I have?").text
    assert "You have 50 credits; 40 more are set aside for running work, 90 in all." in said


def test_a_clip_is_made_only_when_its_cost_was_agreed_to(guests: QuickTown) -> None:
    cid = guests.person()
    before = guests.books()
    asked = cid.say("make a 1 second video of a sunset")
    assert asked.text == "A new clip costs about 100 credits. Shall I make it?"
    assert asked.buttons == ["Go ahead", "Cancel"]
    assert "Stopped" in cid.press("Cancel").text
    assert guests.paid_since(before) == (0, 0)
    cid.say("make a 1 second video of a sunset")
    made = cid.press("Go ahead")
    assert len(made.media("video")) == 1
    assert guests.paid_since(before) == (1, 100)
    # Nothing is left now, and nobody says "sunset" twice for it.
    cid.say("make a 1 second video of a sunrise")
    used_up = cid.press("Go ahead")
    assert "Your credits are used up" in used_up.text
    assert "/register?bind=anon_" in used_up.text
    assert used_up.buttons == ["Try again"]
    assert "Your credits are used up" in cid.press("Try again").text
    assert guests.paid_since(before) == (1, 100)


def test_used_up_credits_of_the_operator_lead_to_the_site(office: QuickTown, ann: Person) -> None:
    office.backend("run_sse", "2001")
    answer = ann.say("make it brighter")
    assert "You get more here: http" in answer.text
    assert "register" not in answer.text
    office.backend("run_sse", "spoken")
    assert "adjusted the brightness" in ann.press("Try again").text


def test_an_account_is_one_and_renewed_unseen(guests: QuickTown, small_cat: Path) -> None:
    guests.backend("auth.anonymous", "short")
    dan = guests.person()
    before, mark = guests.books()["tokens_minted"], guests.mark()
    dan.say("make it 1 second long", small_cat)
    asked = guests.since(mark, "auth.anonymous")
    assert asked, "no account was asked for"
    for _ in range(2):
        guests.backend("run_sse", "1001 both")
        guests.backend("run_sse", "spoken")
        assert "adjusted" in dan.say("make it brighter").text
    assert guests.books()["tokens_minted"] > before
    clients = [c for c, n in guests.books()["tokens"].items() if n > 1]
    assert len(clients) == 1, "a renewed account has another client id"


@pytest.mark.parametrize("form", ["429 both", "429 body", "429 status", "429 no_retry_after"])
def test_an_account_that_is_not_given_is_explained_and_not_asked_for_at_once(
    guests: QuickTown, small_cat: Path, form: str
) -> None:
    person = guests.person()
    guests.backend("auth.anonymous", form)
    mark = guests.mark()
    answer = person.say("make it 1 second long", small_cat)
    assert "gives no new guest account at the moment. Please try again in" in answer.text
    assert answer.buttons == ["Try again"]
    assert "gives no new guest account" in person.press("Try again").text
    assert "gives no new guest account" in person.say("/credits").text
    assert len(guests.since(mark, "auth.anonymous")) == 1


@pytest.mark.parametrize("value", ["400", "9999", "503", "html", "detail"])
def test_an_account_that_cannot_be_had_is_explained(guests: QuickTown, value: str) -> None:
    person = guests.person()
    guests.backend("auth.anonymous", value)
    assert "The video service has a problem at the moment." in person.say("/start").text


# --- export --------------------------------------------------------------------------------------


def test_nothing_to_export_is_said(office: QuickTown) -> None:
    answer = office.person().say("export")
    assert answer.text.startswith("There is nothing on the timeline yet.")
    assert not answer.media("video")


def test_videos_of_one_project_come_one_after_the_other_each_as_it_was(
    office: QuickTown, small_cat: Path
) -> None:
    eve = office.person()
    eve.say("make it 3 seconds long", small_cat)
    mark = office.mark()
    first = eve.watch("export")
    wait_until(lambda: office.since(mark, "render.submit"), "the first to be rendered")
    eve.send("export")
    first.until_shown("I am already rendering this.")
    office.backend("run_sse", "silent")
    edit = eve.watch("make it 1 second long")
    edit.until_shown("Changed: ")
    eve.send("export")
    first.until_shown("Another video of this project is being rendered.")
    wait_until(lambda: len(eve.videos()) == 2, "both videos")
    first.end()
    assert [video["media"]["duration"] for video in eve.videos()] == [3, 1]
    assert len(office.since(mark, "render.submit")) == 2


def test_a_failed_render_is_tried_once_more_under_a_new_id(office: QuickTown, ann: Person) -> None:
    office.backend("render.submit", "fail")
    mark = office.mark()
    assert len(ann.say("export").media("video")) == 1
    assert len(office.since(mark, "render.submit")) == 2
    office.backend("render.submit", "fail", count=2)
    answer = ann.say("export")
    assert "could not be rendered this time" in answer.text
    assert answer.buttons == ["Export", "Show tracks"]
    renders = office.books()["renders"].values()
    assert all(render["submitted"] == 1 for render in renders)


def test_other_spellings_of_a_render_are_understood(office: QuickTown, ann: Person) -> None:
    office.backend("render.submit", "variant_a")
    office.backend("render.poll", "variant_a", count=2)
    assert len(ann.say("export").media("video")) == 1


def test_a_video_too_big_for_telegram_is_made_smaller(office: QuickTown, tmp_path: Path) -> None:
    noise = tmp_path / "noise.png"
    Image.effect_noise((1080, 1920), 120).convert("RGB").save(noise)
    fay = office.person()
    fay.say("make it 3 seconds long", noise)
    answer = fay.say("export", within_s=60)
    (film,) = answer.media("video")
    assert "Made smaller to fit into Telegram" in film["text"]
    assert "/workspace/claim?ct=clm_" in film["text"]
    assert "nmv_usr_" not in film["text"]
    assert film["media"]["size"] <= 1024 * 1024
    assert any("I am making it smaller" in text for text in answer.shown)


# --- two stages -----------------------------------------------------------------------------------


def test_what_is_added_unasked_to_a_new_clip_is_waited_for(office: QuickTown) -> None:
    person = office.person()
    office.backend("run_sse", "silent second_stage after=0.1")
    answer = person.say("make a 1 second video of a sunset")
    for part in ("was added", "the music", "the title"):
        assert part in answer.text, "told before the timeline had settled"
    assert len(answer.media("video")) == 1


# --- files and links -----------------------------------------------------------------------------


def test_an_album_is_one_wish_with_each_file_in_its_place(
    office: QuickTown, small_cat: Path, tmp_path: Path
) -> None:
    gil = office.person()
    office.backend("run_sse", "spoken")
    photos = [copy(small_cat, tmp_path / f"{name}.jpg") for name in "abc"]
    before = office.books()
    answer = gil.say("add them to the film, 1 second each", *photos, within_s=60)
    assert "files used: 3" in answer.text
    assert office.paid_since(before)[0] == 1
    assert gil.press("Export").media("video")


def test_photos_one_by_one_each_give_their_own_film(office: QuickTown, small_cat: Path) -> None:
    hal = office.person()
    for seconds in (1, 2):
        assert "new, empty project" in hal.say("/new").text
        answer = hal.say(f"turn this photo into a {seconds} second clip", small_cat)
        (film,) = answer.media("video")
        assert film["media"]["duration"] == seconds


def test_an_upload_whose_answer_was_lost_is_in_the_film_once(
    office: QuickTown, small_cat: Path
) -> None:
    ida = office.person()
    office.arm("upload", kind="reset_after")
    mark = office.mark()
    answer = ida.say("make it 1 second long", small_cat)
    assert "1-second" in answer.text or "1 s" in answer.text
    assert len(office.since(mark, "upload")) == 1
    assert "(2" not in ida.say("status").text


@contextmanager
def web(folder: Path) -> Iterator[str]:
    """A small web server over a folder."""
    handler = partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


def test_links_are_looked_behind_before_anything_fetches_them(
    office: QuickTown, small_cat: Path, tmp_path: Path
) -> None:
    for name in ("photo", "other"):
        copy(small_cat, tmp_path / f"{name}.jpg")
    (tmp_path / "page.html").write_text("<html>hello</html>")
    joe = office.person()
    with web(tmp_path) as url:
        office.backend("run_sse", "spoken")
        answer = joe.say(f"turn {url}/photo.jpg into a 1 second clip", within_s=60)
        assert any('Found "photo.jpg" behind the link (0.' in text for text in answer.shown)
        assert "files used: 1" in answer.text
        assert 'Found "other.jpg" behind the link' in joe.say(f"{url}/other.jpg").text
        assert "leads to a page" in joe.say(f"upload {url}/page.html").text
        assert "nothing behind this link" in joe.say(f"upload {url}/gone.jpg").text
    assert "private address" in joe.say("upload http://10.1.2.3/photo.jpg").text


def copy(path: Path, to: Path) -> Path:
    to.write_bytes(path.read_bytes())
    return to


# --- words on their way --------------------------------------------------------------------------


def test_an_answer_grows_as_a_draft_and_ends_as_a_message(office: QuickTown, ann: Person) -> None:
    long = " ".join(f"Sentence number {n} is said." for n in range(20))
    office.backend("run_sse", f"undone stall_in_line for=1.3 says: {long}")
    answer = ann.say("make it warmer")
    assert answer.text == long
    assert answer.drafts
    assert all(long.startswith(draft) for draft in answer.drafts)
    assert [call["operation"] for call in answer.calls].count("deleteMessage") == 1


def test_the_first_words_come_before_the_answer(office: QuickTown, ann: Person) -> None:
    office.backend("run_sse", "spoken")
    watch = ann.watch("make it brighter")
    watch.until_shown("Working on it")
    assert "adjusted the brightness" in watch.end().text
    assert "Working on it" in watch.texts()[0]


def test_where_there_are_no_drafts_the_answer_grows_by_edits(office: QuickTown) -> None:
    """Last of all: after it this bot tries no more drafts."""
    ann = office.person()  # in whose chat nothing was said just now, so that there is room
    office.arm("sendMessageDraft", service="telegram", kind="status", status=404, count=1)
    long = " ".join(f"Sentence number {n} is said." for n in range(20))
    for drafts in (1, 0):
        office.backend("run_sse", f"undone stall_in_line for=1.3 says: {long}")
        answer = ann.say("make it warmer")
        assert answer.text == long
        assert len(answer.drafts) == drafts
    assert len([text for text in answer.shown if text.startswith("Sentence number 0")]) >= 2


def test_a_render_that_never_ends_ends_in_words(
    tmp_path: Path, new_database: NewDatabase, small_cat: Path
) -> None:
    with quick_town(tmp_path, new_database, settings={"RENDER_TIMEOUT_S": "2"}) as town:
        person = town.person()
        person.say("make it 1 second long", small_cat)
        town.backend("render.submit", "stuck")
        answer = person.say("export")
        assert "could not be rendered this time" in answer.text
        assert answer.buttons == ["Export", "Show tracks"]
        town.forget_faults()
