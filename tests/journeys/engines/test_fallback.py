"""What the editing agent cannot do an engine makes: told in one sentence, on one card, once."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.engines.engine_stage import (
    cards,
    downloaded,
    engine_town,
    free_port,
    paid,
    paid_since,
    rows,
    wait_until,
)
from tests.journeys.quick import Answer, NewDatabase, Person, QuickTown

WORDS = "make a 2 second clip of a dog"
OF_PHOTO = "turn this image into a 2-second clip"
LONGER = WORDS.replace("2", "5")
LONGER_OF_PHOTO = OF_PHOTO.replace("2", "5")
MP4 = b"ftyp"
NAMES = ("NemoVideo", "MP4")
SENTENCES = {
    "away": "NemoVideo cannot be reached, so another engine makes this clip.",
    "resting": "NemoVideo had trouble a moment ago, so another engine makes this clip.",
    "credits": "Your NemoVideo credits are used up, so another engine makes this clip.",
    "plan": "Your NemoVideo plan does not include this, so another engine makes this clip.",
    "busy": "NemoVideo is too busy, so another engine makes this clip.",
    "broken": "NemoVideo has a problem, so another engine makes this clip.",
    "failed": "NemoVideo could not make this clip, so another engine makes it.",
    "slow": "NemoVideo takes too long, so another engine makes this clip.",
}
PATIENT = {"ENGINE_REST_S": "0", "TURN_TIMEOUT_S": "60", "RENDER_TIMEOUT_S": "60"}
ENGINES = ("--engines", "bfl,apiframe", "--apiframe-v2")


@pytest.fixture(scope="module")
def relay(
    tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase
) -> Iterator[QuickTown]:
    """A bot with Flux and Apiframe beside NemoVideo, which does not rest after a failure."""
    folder = tmp_path_factory.mktemp("relay")
    with engine_town(folder, new_database, *ENGINES, hooks=True, settings=PATIENT) as town:
        yield town


@pytest.fixture(scope="module")
def plain(
    tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase
) -> Iterator[QuickTown]:
    """A bot without any key of an engine."""
    folder = tmp_path_factory.mktemp("plain")
    with engine_town(folder, new_database, "--engines", "none", settings=PATIENT) as town:
        yield town


@pytest.fixture(scope="module")
def lonely(
    tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase
) -> Iterator[QuickTown]:
    """A bot whose NemoVideo cannot be reached at all, and that has no key of any engine."""
    folder = tmp_path_factory.mktemp("lonely")
    settings = {"NEMO_API_URL": f"http://127.0.0.1:{free_port()}", "ENGINE_REST_S": "600"}
    with engine_town(folder, new_database, "--engines", "none", settings=settings) as town:
        yield town


def judge(person: Person, answer: Answer, reason: str, makers: str) -> None:
    """One card, one sentence, one clip that can be played."""
    (film,) = answer.media("video")
    assert MP4 in downloaded(person, film)[:12]
    assert makers in film["text"]
    assert len(cards(answer)) == 1, [card["body"]["text"] for card in cards(answer)]
    stands = [m["text"] for m in answer.messages if not m["media"]]
    assert len(stands) == 1, stands
    assert re.fullmatch(rf"{re.escape(reason)}\n\n✅[^\n]*", stands[0]), stands
    assert not any("connection was lost" in text for text in answer.shown[:-1]) or "could" in reason


def test_without_credits_or_plan_the_next_engine_makes_the_clip_and_nothing_is_paid_twice(
    relay: QuickTown, small_cat: Path
) -> None:
    before, asked = paid(relay), []
    for operation, value, reason in (
        ("run_sse", "2001", "credits"),
        ("render.submit", "402", "plan"),
    ):
        relay.backend(operation, value, count=2)
        ann, bob = relay.person(), relay.person()
        words, photo = ann.watch(LONGER), bob.watch(LONGER_OF_PHOTO, small_cat)
        asked.append((ann, words, reason, "Made with Flux + Apiframe."))
        asked.append((bob, photo, reason, "Made with Apiframe."))
        wait_until(lambda: not relay.unmet_faults(), f"{operation} {value}")
    for person, watch, reason, makers in asked:
        judge(person, watch.end(180), SENTENCES[reason], makers)
    assert paid_since(relay, before) == {"nemo": 2, "bfl": 2, "apiframe": 4}
    by_itself = "SELECT count(*) FROM steps WHERE news_at < ended_at AND engine = 'apiframe'"
    assert rows(relay, by_itself) == [(4,)], "the engine's own news were not heard"
    relay.forget_faults()


#: What happens: the operation, the fault, how often, the reason, and how often the words go out.
TROUBLE = (
    ("render.submit", "2001", 1, "credits", 1),
    ("render.submit", "fail", 2, "failed", 1),
    ("run_sse", "error", 1, "failed", 1),
    ("run_sse", "error_event", 1, "failed", 1),
    ("run_sse", "undone cut_before", 1, "failed", 1),
    ("session.create", "503", 1, "away", 0),
    ("run_sse", "1001", 1, "away", 0),
    ("run_sse", "429 retry_after=600", 1, "busy", 0),
)


@pytest.mark.parametrize("with_photo", [False, True], ids=["words", "photo"])
def test_whatever_keeps_nemovideo_from_it_the_clip_is_made_and_the_words_go_out_once(
    plain: QuickTown, small_cat: Path, *, with_photo: bool
) -> None:
    before, asked = paid(plain), []
    for operation, value, times, reason, _ in TROUBLE:
        # A photo is handed over before its words, and needs a session for that.
        more = with_photo and operation == "session.create"
        plain.backend(operation, value, count=times + more)
        person = plain.person()
        files = (small_cat,) if with_photo else ()
        asked.append((person, person.watch(OF_PHOTO if with_photo else WORDS, *files), reason))
        wait_until(lambda: not plain.unmet_faults(), f"{operation} {value}")
    for person, watch, reason in asked:
        judge(person, watch.end(180), SENTENCES[reason], "made on this machine without AI")
    assert paid_since(plain, before) == {"nemo": sum(went_out for *_, went_out in TROUBLE)}
    plain.forget_faults()


def test_the_card_that_fell_back_can_be_stopped(plain: QuickTown) -> None:
    plain.backend("run_sse", "error", count=2)
    ann, bob = plain.person(), plain.person()
    watch, other = ann.watch("make a 60 second clip of a dog"), bob.watch(WORDS)
    watch.until_shown(SENTENCES["failed"])
    answer = ann.press("Cancel")
    assert "Stopped." in answer.text
    assert not answer.buttons
    judge(bob, other.end(180), SENTENCES["failed"], "made on this machine without AI")
    assert not ann.videos()
    assert rows(plain, "SELECT 1 FROM makings WHERE status IN ('waiting', 'made')") == []
    plain.forget_faults()


def test_who_has_chosen_an_engine_never_falls_back_and_chinese_is_answered_in_chinese(
    plain: QuickTown,
) -> None:
    ann, wei = plain.person(), plain.person("zh")
    ann.say("/engine nemo")
    plain.backend("run_sse", "2001")
    answer = ann.say(WORDS)
    assert "Your credits are used up" in answer.text
    assert "What works now" not in answer.text
    assert not answer.media("video")
    plain.backend("run_sse", "2001")
    answer = wei.say("生成一个2秒的小狗视频", within_s=180)
    (film,) = answer.media("video")
    assert len(cards(answer)) == 1
    latin = [word for word in re.findall(r"[A-Za-z]{3,}", answer.text) if word not in NAMES]
    assert not latin, answer.text
    assert film["text"]
    plain.forget_faults()


def test_an_agent_that_cannot_be_reached_is_left_alone_and_edits_hear_what_works(
    lonely: QuickTown, small_cat: Path
) -> None:
    ann = lonely.person()
    judge(ann, ann.say(WORDS, within_s=180), SENTENCES["away"], "made on this machine without AI")
    bob = lonely.person()
    judge(
        bob, bob.say(OF_PHOTO, small_cat), SENTENCES["resting"], "made on this machine without AI"
    )
    for words in ("add the title 'Hello'", "make it brighter", "cut the first second"):
        answer = bob.say(words)
        assert not answer.media("video")
        assert "cannot reach the video service" in answer.text
        assert answer.text.count("What works now: a simple moving clip from a photo") == 1
    assert paid(lonely)["nemo"] == 0


def test_an_agent_or_a_render_that_is_too_slow_is_not_waited_for(plain: QuickTown) -> None:
    assert plain.stop_bot() == 0
    plain.start_bot(TOO_SLOW_S="3")
    before, asked = paid(plain), []
    for operation, value in (("run_sse", "stall_before for=60"), ("render.submit", "stuck")):
        plain.backend(operation, value)
        person = plain.person()
        asked.append((person, person.watch(WORDS)))
        wait_until(lambda: not plain.unmet_faults(), operation)
    for person, watch in asked:
        judge(person, watch.end(180), SENTENCES["slow"], "made on this machine without AI")
    assert paid_since(plain, before) == {"nemo": 2}
    assert plain.since(0, "render.cancel"), "a render that nobody waits for goes on"
    plain.forget_faults()
