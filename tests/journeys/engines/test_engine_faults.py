"""Each engine fails in every way it can: the next one makes it, or one sentence says why not.

What is looked at each time, by the services' own books: that no order went out twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.journeys.engines.engine_stage import (
    cards,
    engine_town,
    paid,
    paid_since,
    rows,
    wait_until,
)
from tests.journeys.quick import Answer, Json, NewDatabase, Person, QuickTown, Watch

FLUX, RAPID = "Made with Flux.", "Made with Flux (RapidAPI)."
MODERATED = "The engine refuses this content, so it was not made."
UNSURE = 'I could not see whether this was begun. "Make it again" starts it anew'
NO_CREDITS = "The engines that could do this have no credits left."
HERE = "A camera move over a still, made on this machine without AI."
AWAKE = "UPDATE engines SET rests_until = now() WHERE rests_until > now() RETURNING name"
OLD_BUTTON = "This button is not in use any more"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What happens to Flux; `ends` is what is read at the end, `orders` how many were accepted."""

    ends: str
    operation: str = "submit"
    value: str = ""
    fault: Json = field(default_factory=dict)
    count: int = 1
    orders: tuple[int, int] = (0, 1)


CASES = {
    "a server that is down": Case(value="503", ends=RAPID),
    "a page of a proxy": Case(value="502 html", ends=RAPID),
    "a wrong key": Case(value="403", ends=RAPID),
    "no credits": Case(value="402", ends=RAPID),
    "an order it does not take": Case(value="422", ends=RAPID),
    "too many orders": Case(value="429", ends=FLUX, orders=(1, 0)),
    "too many orders for a while": Case(value="429 skill", ends=FLUX, orders=(1, 0)),
    "words that are refused": Case(value="moderated", ends=MODERATED, orders=(1, 0)),
    "a picture that is refused": Case(value="content_moderated", ends=MODERATED, orders=(1, 0)),
    "a job that fails": Case(value="error", ends=RAPID, orders=(1, 1)),
    "a job that is lost": Case(value="lost", ends=RAPID, orders=(1, 1)),
    "a job without a result": Case(value="no_sample", ends=RAPID, orders=(1, 1)),
    "a job that never ends": Case(value="pending=999", ends=RAPID, orders=(1, 1)),
    "looks that fail": Case(operation="get_result", value="503", count=3, ends=FLUX, orders=(1, 0)),
    "an address that has ended": Case(operation="sample", value="403", ends=FLUX, orders=(1, 0)),
    "a result that is no picture": Case(
        operation="sample",
        fault={"kind": "status", "status": 200, "body": "no picture"},
        count=1,
        ends=RAPID,
        orders=(1, 1),
    ),
    "an answer that is lost": Case(fault={"kind": "reset_after"}, ends=UNSURE, orders=(1, 0)),
    "an answer that nobody can read": Case(value="unreadable", ends=UNSURE, orders=(0, 0)),
}


@pytest.fixture(scope="module")
def studio(
    tmp_path_factory: pytest.TempPathFactory, new_database: NewDatabase
) -> Iterator[QuickTown]:
    """A bot with two who make pictures, and two who make clips of them."""
    folder = tmp_path_factory.mktemp("studio")
    settings = {"ENGINE_REST_S": "0", "ENGINE_LONGEST_S": "12", "ENGINE": "runway"}
    options = ("--engines", "bfl,rapidapi,runway")
    with engine_town(folder, new_database, *options, settings=settings) as town:
        yield town


@pytest.fixture(autouse=True)
def _all_faults_are_met(studio: QuickTown) -> Iterator[None]:
    yield
    studio.forget_faults()


def arm(town: QuickTown, service: str, case: Case) -> None:
    fault = case.fault or {"kind": "backend", "value": case.value}
    town.arm(case.operation, service=service, count=case.count, **fault)


def begin(town: QuickTown, name: str, case: Case) -> tuple[Person, Watch]:
    """Somebody who asks for a picture and meets the fault."""
    person = town.person()
    arm(town, "bfl", case)
    watch = person.watch(f"/flux {name}")
    wait_until(lambda: not town.unmet_faults(), name)
    return person, watch


def judge(name: str, case: Case, answer: Answer) -> None:
    """One card; a picture by the right engine, or the one sentence."""
    assert len(cards(answer)) == 1, name
    pictures = answer.media("photo")
    stands = [m["text"] for m in answer.messages if not m["media"]]
    assert len(stands) == 1, (name, stands)
    if case.ends.startswith("Made with"):
        assert [p["text"].splitlines()[-1] for p in pictures] == [case.ends], name
        assert stands[0].startswith("✅ Done in"), name
    else:
        assert not pictures, name
        assert stands[0].startswith(case.ends), (name, stands)
        assert answer.buttons == ([] if case.ends == MODERATED else ["Make it again"]), name


def test_whatever_happens_at_flux_the_picture_comes_or_one_sentence_and_no_order_twice(
    studio: QuickTown,
) -> None:
    before = paid(studio)
    # Who calls again could meet what another was meant to meet, so each of these is alone.
    for name, case in CASES.items():
        if case.ends == FLUX:
            _, watch = begin(studio, name, case)
            judge(name, case, watch.end(180))
    others = {name: case for name, case in CASES.items() if case.ends != FLUX}
    begun = [(name, case, *begin(studio, name, case)) for name, case in others.items()]
    for name, case, _, watch in begun:
        judge(name, case, watch.end(180))
    due = [sum(case.orders[place] for case in CASES.values()) for place in range(2)]
    assert paid_since(studio, before) == {"bfl": due[0], "rapid_flux": due[1]}


def test_where_nobody_can_the_user_hears_the_reason_of_the_last_and_may_try_again(
    studio: QuickTown,
) -> None:
    studio.arm("submit", service="bfl", kind="backend", value="403")
    studio.arm("quick", service="rapid_flux", kind="status", status=403)
    studio.arm("text_to_image", service="runway", kind="backend", value="credits")
    ann = studio.person()
    before = paid(studio)
    answer = ann.say("/flux a lamp")
    assert NO_CREDITS in answer.text
    assert answer.buttons == ["Make it again"]
    assert paid_since(studio, before) == {}
    again = ann.press("Make it again")
    assert again.media("photo")[0]["text"].endswith(FLUX)
    assert OLD_BUTTON not in again.text


def test_make_it_again_pressed_twice_makes_it_once(studio: QuickTown) -> None:
    studio.arm("submit", service="bfl", kind="reset_after")
    ann = studio.person()
    before = paid(studio)
    assert UNSURE in ann.say("/flux a chair").text
    state = ann.state()
    (button,) = [b for m in state["messages"] for row in m["buttons"] for b in row]
    (card,) = [m for m in state["messages"] if m["buttons"]]
    for _ in range(2):
        ann._call("POST", "press", json={"message_id": card["id"], "data": button["data"]})
    wait_until(lambda: any(m["media"] for m in ann.state()["messages"]), "the picture")
    ann.say("/help")
    assert sum(bool(m["media"]) for m in ann.state()["messages"]) == 1
    assert paid_since(studio, before) == {"bfl": 2}


def test_where_no_engine_can_this_machine_makes_the_clip_and_says_so(
    studio: QuickTown, small_cat: Path
) -> None:
    studio.arm("image_to_video", service="runway", kind="backend", value="fail=INTERNAL")
    studio.arm("imageDescription", service="rapid_runway", kind="backend", value="500")
    ann, bob = studio.person(), studio.person()
    before = paid(studio)
    watch = ann.watch("/animate slowly", small_cat)
    wait_until(lambda: paid_since(studio, before), "Runway's order")
    studio.arm("image_to_video", service="runway", kind="backend", value="fail=SAFETY.INPUT.TEXT")
    refused = bob.say("/animate slowly", small_cat)
    assert MODERATED in refused.text
    assert not refused.buttons
    answer = watch.end(180)
    (film,) = answer.media("video")
    assert HERE in film["text"]
    assert len(cards(answer)) == 1
    assert paid_since(studio, before) == {"runway": 2}


def test_an_engine_that_asks_for_a_long_pause_is_left_alone_and_tried_again_later(
    studio: QuickTown,
) -> None:
    studio.arm("submit", service="bfl", kind="status", status=429, headers={"Retry-After": "600"})
    ann, bob = studio.person(), studio.person()
    before = paid(studio)
    assert RAPID in ann.say("/flux a spoon").text
    mark = studio.mark()
    assert RAPID in bob.say("/flux a fork").text
    assert not studio.since(mark, "submit", service="bfl")
    assert "10 min" in bob.say("/engines").text
    assert rows(studio, AWAKE) == [("bfl",)]
    assert FLUX in bob.say("/flux a knife").text
    assert paid_since(studio, before) == {"rapid_flux": 2, "bfl": 1}
    assert rows(studio, "SELECT failures FROM engines WHERE name = 'bfl'") == [(0,)]
