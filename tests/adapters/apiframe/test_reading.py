"""What Apiframe says, in all its forms, and what becomes of an order: tables without a server."""

from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import JsonValue

from adapters.apiframe.answers import look_at, read_task
from adapters.apiframe.bodies import body_of
from adapters.apiframe.calls_v2 import path_and_body
from adapters.apiframe.failures import failure_of, is_about_credits
from adapters.apiframe.jobs import look_at_job, read_job
from adapters.apiframe.tasks import TASKS
from adapters.base import Failure, JobState, Medium, Order

A, B, C = "https://cdn.invalid/a", "https://cdn.invalid/b", "https://cdn.invalid/c"
PARENT = {"parent_task_id": "p"}


@pytest.mark.parametrize(
    ("answer", "assets"),
    [
        (
            {"image_urls": [A, B], "original_image_url": C},
            [("image", A), ("image", B), ("image", C)],
        ),
        ({"status": "finished", "image_url": A}, [("image", A)]),
        ({"task_id": "t", "imageUrl": A, "percentage": 100}, [("image", A)]),
        ({"status": "finished", "output": A}, [("image", A)]),
        ({"status": "processing", "percentage": 100, "image_urls": [A]}, [("image", A)]),
        ({"status": "finished", "image_urls": None, "imageUrls": [A]}, [("image", A)]),
        ({"status": "finished", "image_url": None, "image_urls": [A, A]}, [("image", A)]),
        ({"status": "finished", "original_image_url": A}, [("image", A)]),
        ({"status": "finished", "video_url": A, "image_url": B}, [("video", A)]),
        ({"status": "finished", "video_urls": [A, B]}, [("video", A), ("video", B)]),
        ({"songs": [{"audio_url": A, "image_url": B, "title": "x"}]}, [("audio", A)]),
        ({"songs": [{"song_path": A, "image_path": B}]}, [("audio", A)]),
        ({"status": "finished", "songs": [A, B]}, [("audio", A), ("audio", B)]),
        ({"audioURL": A}, [("audio", A)]),
        ({"type": "suno-lyrics", "title": "T", "lyrics": "L"}, [("text", "T\n\nL")]),
        ({"status": "finished", "task_type": "describe", "content": ["a b"]}, [("text", "a b")]),
        ({"status": "finished", "task_type": "seed", "seed": 123}, [("text", "123")]),
    ],
)
def test_results_stand_under_many_names(
    answer: Mapping[str, JsonValue], assets: list[tuple[str, str]]
) -> None:
    look = look_at(answer)
    assert look.state is JobState.DONE
    assert [(asset.medium.value, asset.url or asset.text) for asset in look.assets] == assets


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ({}, JobState.WAITING),
        ({"task_id": "t"}, JobState.RUNNING),
        ({"task_id": "t", "prompt": "an echo of the order"}, JobState.RUNNING),
        ({"status": "processing", "percentage": "60", "image_urls": [A]}, JobState.RUNNING),
        ({"task_id": "t", "errors": [{"msg": "no"}]}, JobState.FAILED),
        ({"task_id": "t", "message": "Task submitted"}, JobState.RUNNING),
        ({"status": "failed", "image_urls": [A]}, JobState.FAILED),
        ({"status": "failed"}, JobState.FAILED),
        ({"status": "finished", "task_type": "imagine", "text": "only words"}, JobState.FAILED),
        ({"status": "finished", "image_url": "not an address"}, JobState.FAILED),
        ({"status": "finished", "task_type": "ai-photo-train"}, JobState.DONE),
        ({"status": "Processing", "message": "hang on"}, JobState.RUNNING),
    ],
)
def test_what_is_no_result(answer: Mapping[str, JsonValue], state: JobState) -> None:
    assert look_at(answer).state is state


@pytest.mark.parametrize("name", ["task_id", "taskId", "id"])
def test_a_task_has_its_id_under_three_names(name: str) -> None:
    assert read_task({name: "t"}).task_id == read_task({name: "t", "task_id": "t"}).task_id == "t"


@pytest.mark.parametrize(
    ("result", "assets"),
    [
        (f"{A}.png", [("image", f"{A}.png")]),
        ([A, B], [("image", A), ("image", B)]),
        ({"videoUrl": A, "thumbnailUrl": B}, [("video", A)]),
        ({"video_url": A, "image": B}, [("video", A)]),
        ({"tracks": [{"audioUrl": A, "imageUrl": B}]}, [("audio", A)]),
        ([{"url": f"{A}.mp3", "title": "x"}], [("audio", f"{A}.mp3")]),
        (
            {"gridUrl": C, "images": [{"url": A}, {"url": B}]},
            [("image", A), ("image", B), ("image", C)],
        ),
        ({"text": "words"}, [("text", "words")]),
    ],
)
def test_a_job_may_hold_its_result_in_any_form(
    result: JsonValue, assets: list[tuple[str, str]]
) -> None:
    look = look_at_job({"id": "j", "status": "COMPLETED", "result": result})
    assert [(asset.medium.value, asset.url or asset.text) for asset in look.assets] == assets


def test_a_job_may_be_wrapped() -> None:
    body: dict[str, JsonValue] = {"event": "completed", "data": {"jobId": "j", "status": "FAILED"}}
    assert read_job(body).id == "j"
    assert look_at_job(body).state is JobState.FAILED


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just(A),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
NAMES = st.sampled_from(
    (
        *("task_id", "taskId", "id", "status", "percentage", "progress", "image_urls", "songs"),
        *("image_url", "video_url", "errors", "error", "message", "actions", "result", "expired"),
        *("creditCost", "job", "data", "lyrics", "title", "task_type", "original_image_url"),
    )
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(NAMES, JSON, max_size=6))
def test_nothing_that_is_said_breaks_the_reader(answer: dict[str, JsonValue]) -> None:
    for look in (look_at(answer), look_at_job(answer)):
        assert (look.state is JobState.FAILED) == (look.failure is not None)
        assert look.percent is None or 0 <= look.percent <= 100
        assert all(asset.url or asset.medium is Medium.TEXT for asset in look.assets)


@pytest.mark.parametrize(
    ("reason", "failure"),
    [
        ("Banned prompt detected", Failure.MODERATED),
        ("request MODERATED", Failure.MODERATED),
        ("Provider returned 500", Failure.SERVICE),
        ("Timed out", Failure.SERVICE),
        ("Could not download the image", Failure.INPUT),
        ("", Failure.UNKNOWN),
    ],
)
def test_reasons_are_sorted(reason: str, failure: Failure) -> None:
    assert failure_of(reason) is failure


@pytest.mark.parametrize(
    ("reason", "about"),
    [
        ("Insufficient credits", True),
        ("You don't have enough credits", True),
        ("Your balance is too low", True),
        ("no credits left", True),
        ("Invalid prompt", False),
        ("Give credit to the artist", False),
    ],
)
def test_words_about_credits_are_known(reason: str, about: bool) -> None:  # noqa: FBT001
    assert is_about_credits(reason) is about


@pytest.mark.parametrize(
    ("order", "fields"),
    [
        (
            Order(task="imagine", prompt="a cat", ratio="16:9", seed=3, model="6.1"),
            {"prompt": "a cat --seed 3 --v 6.1", "aspect_ratio": "16:9"},
        ),
        (Order(task="imagine", prompt="a --seed 9", seed=3), {"prompt": "a --seed 9"}),
        (Order(task="imagine", prompt="a", model="midjourney"), {"prompt": "a"}),
        (Order(task="imagine", prompt="a", model="v7"), {"prompt": "a --v 7"}),
        (Order(task="imagine", prompt="a", model="niji-6"), {"prompt": "a --niji 6"}),
        (
            Order(task="pro-imagine", prompt="a", ratio="9:16", extra={"mode": "turbo"}),
            {"prompt": "a --ar 9:16", "mode": "turbo"},
        ),
        (
            Order(task="upscale-1x", extra={**PARENT, "index": "1"}),
            {**PARENT, "index": "1"},
        ),
        (
            Order(task="outpaint", extra={**PARENT, "zoom_ratio": "1.5"}),
            {**PARENT, "zoom_ratio": 1.5},
        ),
        (Order(task="outpaint", extra={**PARENT, "zoom_ratio": "2"}), {**PARENT, "zoom_ratio": 2}),
        (
            Order(task="faceswap", images=(A, B)),
            {"target_image_url": A, "swap_image_url": B},
        ),
        (
            Order(task="blend", images=(A, B, C), ratio="3:2"),
            {"image_urls": [A, B, C], "dimension": "landscape"},
        ),
        (
            Order(task="flux-imagine", prompt="a", ratio="16:9"),
            {"model": "flux-pro-1.1", "prompt": "a", "width": 1024, "height": 576},
        ),
        (
            Order(task="flux-imagine", prompt="a", model="flux-pro-1.1-ultra", ratio="16:9"),
            {"model": "flux-pro-1.1-ultra", "prompt": "a", "aspect_ratio": "16:9"},
        ),
        (
            Order(task="ideogram-imagine", prompt="a", ratio="9:16"),
            {"prompt": "a", "aspect_ratio": "ASPECT_9_16"},
        ),
        (
            Order(task="runway-imagine", prompt="a", images=(A, B), seconds=5),
            {
                "generation_type": "image2video",
                "prompt": "a",
                "image_url": A,
                "end_image_url": B,
                "duration": 5,
            },
        ),
        (
            Order(task="runway-imagine", videos=(A,), extra={"flip": "true"}),
            {"generation_type": "video2video", "video_url": A, "flip": True},
        ),
        (
            Order(task="suno-imagine", prompt="a", extra={"title": "1999"}),
            {"prompt": "a", "title": "1999"},
        ),
        (Order(task="nano-banana", prompt="a", images=(A,)), {"prompt": "a", "images": [A]}),
    ],
)
def test_an_order_becomes_a_body(order: Order, fields: Mapping[str, JsonValue]) -> None:
    assert body_of(order).fields == fields


@pytest.mark.parametrize(
    "order",
    [
        Order(task="fly"),
        Order(task="imagine"),
        Order(task="imagine", prompt="  "),
        Order(task="imagine", prompt="a", ratio="wide"),
        Order(task="imagine", prompt="a", seconds=5),
        Order(task="imagine", prompt="a", images=(A,)),
        Order(task="imagine", prompt="a", seed=-1),
        Order(task="imagine", prompt="a", seed=2**32),
        Order(task="imagine", prompt="a", model="--chaos 100"),
        Order(task="imagine", prompt="a", extra={"colour": "red"}),
        Order(task="imagine", prompt="a", extra={"prompt": "b"}),
        Order(task="imagine", prompt="a", extra={"webhook_url": A}),
        Order(task="imagine", prompt="a", extra={"webhook_secret": "s"}),
        Order(task="imagine-video", prompt="a"),
        Order(task="imagine-video", prompt="a", images=("/home/me/cat.jpg",)),
        Order(task="imagine-video", prompt="a", images=(A, B)),
        Order(task="imagine-video", prompt="a", images=(A,), extra={"motion": "wild"}),
        Order(task="reroll"),
        Order(task="variations", extra=PARENT),
        Order(task="variations", extra={**PARENT, "index": "5"}),
        Order(task="upscale-1x", extra={**PARENT, "index": "strong"}),
        Order(task="upscale-alt", extra={**PARENT, "type": "2x"}),
        Order(task="upscale-highres", extra={"type": "2x"}),
        Order(task="inpaint", extra={**PARENT, "mask": "<svg>"}),
        Order(task="outpaint", extra={**PARENT, "zoom_ratio": "3"}),
        Order(task="pan", extra={**PARENT, "direction": "in"}),
        Order(task="faceswap", images=(A,)),
        Order(task="faceswap", images=(A, B, C)),
        Order(task="describe", images=("ftp://cdn.invalid/a",)),
        Order(task="describe", prompt="what is it", images=(A,)),
        Order(task="blend", images=(A,)),
        Order(task="blend", images=(A,) * 6),
        Order(task="blend", images=(A, B), ratio="9:16"),
        Order(task="flux-imagine", prompt="a", ratio="7:5"),
        Order(task="flux-imagine", prompt="a", extra={"width": "255"}),
        Order(task="flux-imagine", prompt="a", extra={"height": "1441"}),
        Order(task="flux-imagine", prompt="a", extra={"width": "many"}),
        Order(task="flux-imagine", prompt="a", extra={"interval": "nan"}),
        Order(task="flux-imagine", prompt="a", extra={"safety_tolerance": "7"}),
        Order(task="flux-imagine", prompt="a", extra={"raw": "yes"}),
        Order(task="kling-imagine", prompt="a" * 2001),
        Order(task="kling-imagine", prompt="a", seconds=7),
        Order(task="kling-imagine", prompt="a", ratio="4:3"),
        Order(task="runway-imagine"),
        Order(task="runway-imagine", prompt="a", extra={"generation_type": "image2video"}),
        Order(task="suno-extend", prompt="a"),
        Order(task="suno-upload"),
        Order(task="suno-upload", prompt="a", extra={"audio": "/tmp/a.mp3"}),
        Order(task="seed"),
    ],
    ids=lambda order: f"{order.task}-{order.prompt[:8]}",
)
def test_an_order_that_fits_no_call_is_refused(order: Order) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        body_of(order)


@pytest.mark.parametrize(
    "order",
    [
        Order(task="image"),
        Order(task="image", prompt="a" * 2001),
        Order(task="image", prompt="a", seed=3),
        Order(task="image", prompt="a", images=(A,)),
        Order(task="image", prompt="a", extra={"odd": "1"}),
        Order(task="image", prompt="a", model="flux-2-pro", extra={"width": "100"}),
        Order(task="image", prompt="a", model="nano-banana", images=(A,) * 15),
        Order(task="video", prompt="a", seconds=7),
        Order(task="video", prompt="a", images=(A, B)),
        Order(task="video", prompt="a", images=("/home/me/cat.jpg",)),
        Order(task="image-edit", prompt="a", images=(A,)),
        Order(task="background-remove"),
        Order(task="faceswap", images=(A, B)),
    ],
)
def test_an_order_that_fits_no_model_of_v2_is_refused(order: Order) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        path_and_body(order)


def test_parameters_of_unknown_models_have_the_type_that_they_look_like() -> None:
    extra = {"hd": "true", "n": "2", "w": "0.5", "tags": '["a"]', "name": "x", "odd": "[1"}
    _, body = path_and_body(Order(task="image", prompt="a", model="kling-image-9", extra=extra))
    assert body["klingParams"] == {
        "hd": True,
        "n": 2,
        "w": 0.5,
        "tags": ["a"],
        "name": "x",
        "odd": "[1",
    }


def test_the_table_is_sound() -> None:
    for task in TASKS.values():
        assert task.path.startswith("/")
        named = {*task.pictures, *task.films, *task.any_of, *task.needs.values()}
        assert named <= set(task.fields), task.path
