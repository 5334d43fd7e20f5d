"""What is data: which ratios and lengths a model takes, and how often a job is looked at."""

from random import Random

import pytest

from adapters import rapid_runway, runway
from adapters.base import Order
from adapters.progress import jittered, percent_of
from adapters.runway_models import RETIRED, TABLES, prompt_units, shape_of
from adapters.runway_order import MODELS, body_of, fitted, pictures_of
from sandbox.runway.issues import check
from sandbox.runway.tables import RULES

CALLS = sorted(TABLES)


@pytest.mark.parametrize(
    ("call", "model", "wish", "ratio"),
    [
        ("image_to_video", "gen4_turbo", "9:16", "720:1280"),
        ("image_to_video", "gen4_turbo", "16:9", "1280:720"),
        ("image_to_video", "gen4_turbo", "1:1", "960:960"),
        ("image_to_video", "gen4_turbo", "4:3", "1104:832"),
        ("image_to_video", "gen4_turbo", "21:9", "1584:672"),
        ("image_to_video", "gen4_turbo", "720:1280", "720:1280"),
        ("image_to_video", "gen4_turbo", "5:4", None),
        ("image_to_video", "kling_4", "9:16", None),
        ("image_to_video", "kling_4", "auto_720p", "auto_720p"),
        ("image_to_video", "hailuo3", "1080:1920", "9:16"),
        ("text_to_video", "gen4.5", "1:1", None),
        ("text_to_video", "seedance2", "16:9", "1280:720"),
        ("text_to_image", "gen4_image", "9:16", "1080:1920"),
        ("text_to_image", "gen4_image", "1:1", "1024:1024"),
        ("text_to_image", "gen4_image", "", None),
    ],
)
def test_a_shape_becomes_the_models_own_word(
    call: str, model: str, wish: str, ratio: str | None
) -> None:
    assert TABLES[call][model].ratio_for(wish) == ratio


def test_what_does_not_fit_can_be_fitted() -> None:
    model = TABLES["text_to_video"]["veo3.1"]
    assert model.nearest_ratio("1:1") in model.ratios
    assert model.nearest_ratio("4:5") == "720:1280"
    assert model.nearest_ratio("auto") is None
    assert [model.nearest_seconds(wish) for wish in (1, 5, 7, 60)] == [4, 6, 8, 8]
    assert TABLES["image_to_video"]["kling_4"].nearest_seconds(7) == 7


@pytest.mark.parametrize("call", CALLS)
def test_the_tables_hold_together(call: str) -> None:
    for name, model in TABLES[call].items():
        assert model.name == name
        assert len(set(model.ratios)) == len(model.ratios)
        assert model.pictures
        assert "ratio" not in model.needs or shape_of(model.ratios[0])
    assert MODELS[call] in TABLES[call]
    assert not set(RETIRED) & set(TABLES[call])


@pytest.mark.parametrize("call", CALLS)
def test_the_sandbox_knows_the_same_models_and_was_written_apart(call: str) -> None:
    assert set(RULES[call]) == set(TABLES[call])
    for name, rules in RULES[call].items():
        ours = TABLES[call][name]
        if rules.ratios is not None:
            assert set(rules.ratios) == set(ours.ratios), name
            assert set(rules.durations or ()) == set(ours.seconds), name
            if call == "image_to_video":
                assert rules.last_frame == (2 in ours.pictures), name


@pytest.mark.parametrize("call", CALLS)
def test_the_least_order_for_each_model_makes_a_body_that_the_sandbox_takes(call: str) -> None:
    for name, model in TABLES[call].items():
        images = ("runway://x",) * min(model.pictures)
        order = Order(task=call, model=name, prompt="x", images=images)
        fit = fitted(order, MODELS, {})
        body = body_of(order, fit)
        if images:
            body |= pictures_of(call, images, ())
        assert check(call, body).model == name


@pytest.mark.parametrize(
    ("prompt", "units"), [("", 0), ("abc", 3), ("é", 1), ("龙", 1), ("🙂", 2), ("\ud83d", 1)]
)
def test_a_prompt_is_counted_in_utf_16(prompt: str, units: int) -> None:
    assert prompt_units(prompt) == units


def test_an_order_without_a_model_a_ratio_and_a_length_gets_the_usual_ones() -> None:
    fit = fitted(Order(task="video", prompt="x"), MODELS, {})
    assert (fit.call, fit.name, fit.ratio, fit.seconds) == (
        "text_to_video",
        "gen4.5",
        "1280:720",
        5,
    )
    of_picture = Order(task="video", images=("https://example.com/x.png",))
    fit = fitted(of_picture, MODELS, {})
    assert (fit.call, fit.name, fit.ratio, fit.seconds) == (
        "image_to_video",
        "gen4_turbo",
        "1280:720",
        0,
    )


def test_no_wait_between_looks_is_shorter_than_what_the_service_asks_for() -> None:
    slowest = {
        runway.PACE: runway.FASTEST_LOOK_S,
        runway.QUEUE_PACE: runway.FASTEST_LOOK_S,
        rapid_runway.PACE: 15.0,
    }
    for pace, least_s in slowest.items():
        first_s = [jittered(pace, Random(seed)).first_s for seed in range(50)]  # noqa: S311
        assert min(first_s) >= least_s
        assert len(set(first_s)) == 50
    assert runway.QUEUE_PACE.total_s > runway.PACE.total_s
    # A result is there for half of a wait, on average, before it is seen.
    assert jittered(runway.PACE, Random(1)).longest_s / 2 < 3  # noqa: S311


@pytest.mark.parametrize(
    ("progress", "percent"),
    [
        (0, 0),
        (0.424, 42),
        ("0.5", 50),
        (1, 100),
        (73, 73),
        (-1, 0),
        (1000, 100),
        (None, None),
        (True, None),
        ("much", None),
        (float("nan"), None),
        (float("inf"), None),
        ([0.5], None),
    ],
)
def test_a_share_is_told_in_per_cent(progress: object, percent: int | None) -> None:
    assert percent_of(progress) == percent  # type: ignore[arg-type]
