"""Runway's own package, as a client that nobody here wrote: the sandbox satisfies it, and its types
agree with our tables.

It retries orders by itself, which may be paid twice, so that is switched off here.
"""

# ruff: noqa: ANN401  # the package may not be there, so nothing of it has a type here

import inspect
from collections.abc import AsyncIterator, Iterator, Mapping
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Union, get_args, get_origin

import pytest
import pytest_asyncio
from pydantic import TypeAdapter
from typing_extensions import Annotated, Literal, Required, get_type_hints  # noqa: UP035

from adapters.base import Order
from adapters.runway_models import RETIRED, TABLES, Model
from adapters.runway_order import MODELS, body_of, fitted, pictures_of
from sandbox.runway.app import KEY
from tests.adapters.runway.stage import Stage


def _is_installed() -> bool:
    try:
        return version("runwayml").startswith("5.24.")
    except PackageNotFoundError:
        return False


pytestmark = pytest.mark.skipif(
    not _is_installed(), reason="runwayml 5.24 is not installed (pip install -e '.[vendors]')"
)
on_one_loop = pytest.mark.asyncio(loop_scope="module")

CLIP = {
    "model": "gen4.5",
    "prompt_text": "a dragon over a castle",
    "ratio": "720:1280",
    "duration": 2,
}
STILL = {"model": "gen4_image", "prompt_text": "a dragon", "ratio": "1024:1024"}


@pytest_asyncio.fixture(loop_scope="module")
async def vendor(stage: Stage) -> AsyncIterator[Any]:
    import runwayml

    async with runwayml.AsyncRunwayML(api_key=KEY, base_url=stage.url, max_retries=0) as client:
        yield client


@on_one_loop
async def test_it_uploads_creates_looks_and_finds_the_clip(
    vendor: Any, stage: Stage, photo: Path
) -> None:
    stage.script("image_to_video", "steps=THROTTLED,PENDING,RUNNING:0.5")
    upload = await vendor.uploads.create_ephemeral(file=photo)
    created = await vendor.image_to_video.create(
        prompt_image=upload.uri, **{**CLIP, "model": "gen4_turbo"}
    )
    assert created.estimated_cost.credits == 10
    seen = [await vendor.tasks.retrieve(created.id) for _ in range(4)]
    assert [type(task).__name__ for task in seen] == [
        "AsyncAwaitableThrottled",
        "AsyncAwaitablePending",
        "AsyncAwaitableRunning",
        "AsyncAwaitableSucceeded",
    ]
    assert seen[2].progress == 0.5
    assert seen[3].cost.credits == 10
    (address,) = seen[3].output
    assert (await vendor._client.get(address, headers={})).content[4:8] == b"ftyp"


@on_one_loop
async def test_its_own_loop_waits_for_the_end(
    vendor: Any, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    polling = import_module("runwayml.lib.polling")
    monkeypatch.setattr(polling, "POLL_TIME", 0)
    monkeypatch.setattr(polling, "POLL_JITTER", 0)
    stage.script("text_to_image", "steps=PENDING,RUNNING:0.5")
    created = await vendor.text_to_image.create(**STILL)
    task = await created.wait_for_task_output()
    assert len(task.output) == 1
    stage.script("text_to_image", "fail=SAFETY.INPUT.TEXT")
    failing = await vendor.text_to_image.create(**STILL)
    with pytest.raises(polling.TaskFailedError) as caught:
        await failing.wait_for_task_output()
    assert caught.value.task_details.failure_code == "SAFETY.INPUT.TEXT"


@on_one_loop
async def test_it_stops_and_deletes(vendor: Any, stage: Stage) -> None:
    from runwayml import NotFoundError

    stage.script("text_to_video", "stuck")
    created = await vendor.text_to_video.create(**CLIP)
    assert await vendor.tasks.delete(created.id) is None
    stopped = await vendor.tasks.retrieve(created.id)
    assert (type(stopped).__name__, stopped.cost.credits) == ("AsyncAwaitableCancelled", 24)
    await vendor.tasks.delete(created.id)
    with pytest.raises(NotFoundError):
        await vendor.tasks.retrieve(created.id)


ERRORS = {
    "400": "BadRequestError",
    "credits": "BadRequestError",
    "401": "AuthenticationError",
    "403": "PermissionDeniedError",
    "404": "NotFoundError",
    "409": "ConflictError",
    "422": "UnprocessableEntityError",
    "daily": "RateLimitError",
    "429 retry_after=7": "RateLimitError",
    "500": "InternalServerError",
    "502 html": "InternalServerError",
    "503 empty": "InternalServerError",
    "413": "APIStatusError",
}


@on_one_loop
async def test_each_refusal_is_one_of_its_errors(vendor: Any, stage: Stage) -> None:
    import runwayml

    seen = {}
    for words in ERRORS:
        stage.script("text_to_video", words)
        with pytest.raises(runwayml.APIError) as caught:
            await vendor.text_to_video.create(**CLIP)
        seen[words] = type(caught.value).__name__
    assert seen == ERRORS
    stage.reset("text_to_video")
    with pytest.raises(runwayml.APIConnectionError):
        await vendor.text_to_video.create(**CLIP)
    assert len(stage.asked("text_to_video")) == len(ERRORS) + 1


@on_one_loop
async def test_what_is_wrong_with_a_body_is_listed(vendor: Any, stage: Stage) -> None:
    from runwayml import BadRequestError

    wrong = {**CLIP, "duration": "10", "ratio": "768:1280", "prompt_text": "x" * 1001, "seed": -1}
    with pytest.raises(BadRequestError) as caught:
        await vendor.text_to_video.create(**wrong)
    issues = caught.value.body["issues"]
    assert {(issue["code"], *issue["path"]) for issue in issues} == {
        ("invalid_type", "duration"),
        ("invalid_enum_value", "ratio"),
        ("too_big", "promptText"),
        ("too_small", "seed"),
    }
    with pytest.raises(BadRequestError, match="discriminator"):
        await vendor.text_to_video.create(**{**CLIP, "model": "gen3a_turbo"})


@on_one_loop
async def test_a_wrong_key_and_the_account_are_told(vendor: Any, stage: Stage) -> None:
    import runwayml

    account = await vendor.organization.retrieve()
    assert account.credit_balance == 5_000
    assert account.tier.models["gen4_turbo"].max_concurrent_generations == 1
    assert account.usage.models["gen4_turbo"].daily_generations == 0
    async with runwayml.AsyncRunwayML(
        api_key="key_wrong", base_url=stage.url, max_retries=0
    ) as stranger:
        with pytest.raises(runwayml.AuthenticationError):
            await stranger.organization.retrieve()


@pytest.mark.parametrize("call", sorted(TABLES))
def test_our_tables_hold_what_its_types_say(call: str) -> None:
    theirs = dict(_models(call))
    assert set(TABLES[call]) == set(theirs)
    for name, fields in theirs.items():
        ours = TABLES[call][name]
        assert _differences(ours, fields) == [], name


@pytest.mark.parametrize("call", sorted(TABLES))
def test_the_bodies_that_we_send_are_of_its_types(call: str) -> None:
    for name, kind in _kinds(call):
        model = TABLES[call][name]
        images = ("runway://x",) * min(2, max(model.pictures))
        order = Order(
            task=call,
            model=name,
            prompt="x",
            images=images,
            seed=1 if model.seed else None,
            ratio=model.ratios[-1] if model.ratios else "",
            seconds=model.seconds[-1] if model.seconds else 0,
        )
        body = body_of(order, fitted(order, MODELS, {}))
        if images:
            body |= pictures_of(call, images, ())
        named = {_snake(field): value for field, value in body.items()}
        assert set(named) <= set(get_type_hints(kind)), name
        TypeAdapter(kind).validate_python(named, strict=True)


@pytest.mark.parametrize("name", sorted(RETIRED))
def test_what_is_off_is_gone_from_its_types(name: str) -> None:
    assert not [call for call in TABLES if name in dict(_models(call))]
    assert any(RETIRED[name].successor in dict(_models(call)) for call in TABLES)


def _kinds(call: str) -> Iterator[tuple[str, Any]]:
    module = import_module(f"runwayml.types.{call}_create_params")
    for kind in vars(module).values():
        if inspect.isclass(kind) and hasattr(kind, "__required_keys__"):
            fields = get_type_hints(kind, include_extras=True)
            if "model" in fields:
                yield str(get_args(_bare(fields["model"]))[0]), kind


def _models(call: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, kind in _kinds(call):
        yield name, get_type_hints(kind, include_extras=True)


def _differences(ours: Model, fields: Mapping[str, Any]) -> list[str]:
    words = set(_literals(fields["ratio"])) if "ratio" in fields else set()
    needs = {
        ours_name
        for ours_name, name in (
            ("ratio", "ratio"),
            ("seconds", "duration"),
            ("prompt", "prompt_text"),
        )
        if name in fields and _is_required(fields[name])
    }
    lengths = {part for part in _literals(fields.get("duration")) if isinstance(part, int)}
    found = []
    if words != set(ours.ratios):
        found.append(f"ratios {words ^ set(ours.ratios)}")
    if needs != set(ours.needs):
        found.append(f"needs {needs}")
    if lengths and lengths != set(ours.seconds):
        found.append(f"seconds {lengths}")
    if ours.seed != ("seed" in fields):
        found.append("seed")
    if "prompt_image" in fields and (2 in ours.pictures) != _has_last_frame(fields):
        found.append("last frame")
    if _is_required(fields.get("reference_images")) and 0 in ours.pictures:
        found.append("reference images")
    if unknown := set(ours.extra) - {_camel(name) for name in fields} - {"publicFigureThreshold"}:
        found.append(f"extra {unknown}")
    for name, kind in fields.items():
        choice = set(ours.extra.get(_camel(name), "").split()) - {"bool", "int", "float", "text"}
        if not choice <= {str(word) for word in _literals(kind)}:
            found.append(f"choice of {name}")
    return found


def _has_last_frame(fields: Mapping[str, Any]) -> bool:
    parts = [
        part for option in get_args(_bare(fields["prompt_image"])) for part in get_args(option)
    ]
    for part in parts:
        if hasattr(part, "__required_keys__"):
            return "last" in _literals(get_type_hints(part, include_extras=True)["position"])
    # Where the parts have no type, the words of the package name both.
    return True


def _bare(kind: Any) -> Any:
    while get_origin(kind) in (Required, Annotated):
        kind = get_args(kind)[0]
    return kind


def _is_required(kind: Any) -> bool:
    while get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    return get_origin(kind) is Required


def _literals(kind: Any) -> list[Any]:
    bare = _bare(kind)
    if get_origin(bare) is Literal:
        return list(get_args(bare))
    if get_origin(bare) is Union:
        return [part for option in get_args(bare) for part in _literals(option)]
    return []


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(part.title() for part in others)


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
