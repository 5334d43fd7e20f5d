"""The adapter of Runway's own API against its sandbox: what works, and what ends how."""

import asyncio
from dataclasses import replace
from pathlib import Path
from random import Random

import httpx
import pytest
from pydantic import SecretStr

from adapters.base import Asset, Failure, JobState, Look, Maker, Medium, Order, Ticket
from adapters.progress import jittered
from adapters.runway import PACE, Runway
from sandbox.runway.app import KEY
from studio.probe import probe
from tests.adapters.runway.stage import Stage
from wire.errors import Rejected

pytestmark = pytest.mark.asyncio(loop_scope="module")

CLIP = Order(task="video", prompt="slowly zoom out", seconds=2, ratio="9:16")
# Drawn in no time, so that all that is not about clips is tried with it.
STILL = Order(task="image", prompt="a ship at sunset", ratio="1:1")


async def submitted(runway: Runway, order: Order) -> Ticket:
    return await runway.submit(order, key="order-1")


async def ended(runway: Runway, order: Order) -> Look:
    return await runway.look(await submitted(runway, order))


def with_photo(photo: Path, **more: object) -> Order:
    usual = Order(
        task="video", prompt="the sea moves", seconds=2, ratio="9:16", images=(str(photo),)
    )
    return replace(usual, **more)  # type: ignore[arg-type]


def _names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.is_file()]


async def test_it_is_a_maker_whose_orders_cannot_be_found_again(runway: Runway) -> None:
    maker: Maker = runway
    assert (maker.name, maker.idempotent) == ("runway", False)


async def test_a_photo_becomes_a_clip_of_the_wished_shape_and_length(
    runway: Runway, stage: Stage, photo: Path, tmp_path: Path
) -> None:
    stage.script("image_to_video", "steps=THROTTLED,PENDING,RUNNING:0.4")
    ticket = await submitted(runway, with_photo(photo))
    looks = [await runway.look(ticket) for _ in range(4)]

    assert [look.state for look in looks] == ["waiting", "waiting", "running", "done"]
    assert [look.percent for look in looks] == [None, None, 40, 100]
    assert (ticket.estimate, looks[-1].cost) == (10, 10)
    (clip,) = looks[-1].assets
    assert clip.medium is Medium.VIDEO
    path = tmp_path / "clip.mp4"
    assert await runway.fetch(clip, path) == path.stat().st_size > 1_000
    found = await probe(path)
    assert found.mime == "video/mp4"
    assert abs(found.duration_ms - 2000) <= 100
    assert (found.width, found.height) == (54, 96)


async def test_the_body_has_the_types_and_words_of_today(
    runway: Runway, stage: Stage, photo: Path
) -> None:
    stage.script("image_to_video", "stuck")
    extra = {"publicFigureThreshold": "low"}
    await submitted(runway, with_photo(photo, seed=0, extra=extra))
    body = dict(stage.body("image_to_video"))
    assert body.pop("promptImage").startswith("data:image/jpeg;base64,/9j/")
    assert body == {
        "model": "gen4_turbo",
        "promptText": "the sea moves",
        "ratio": "720:1280",
        "duration": 2,
        "seed": 0,
        "contentModeration": {"publicFigureThreshold": "low"},
    }


async def test_words_alone_become_a_clip(runway: Runway, tmp_path: Path) -> None:
    look = await ended(runway, CLIP)
    assert look.cost == 24
    assert await runway.fetch(look.assets[0], tmp_path / "clip.mp4")


async def test_words_become_a_picture_whose_address_a_clip_can_be_made_of(
    runway: Runway, stage: Stage, tmp_path: Path
) -> None:
    (picture,) = (await ended(runway, Order(task="image", prompt="a dragon", ratio="9:16"))).assets
    assert picture.medium is Medium.IMAGE
    await runway.fetch(picture, tmp_path / "picture.png")
    assert (await probe(tmp_path / "picture.png")).mime == "image/png"
    stage.script("image_to_video", "stuck")
    await submitted(runway, with_photo(Path(), images=(picture.url,)))
    assert stage.body("image_to_video")["promptImage"] == picture.url


async def test_two_pictures_are_the_first_and_the_last_frame(
    runway: Runway, stage: Stage, photo: Path
) -> None:
    stage.script("image_to_video", "stuck")
    order = Order(task="video", model="veo3.1", images=(str(photo), str(photo)), seconds=4)
    await submitted(runway, order)
    frames = stage.body("image_to_video")["promptImage"]
    assert [frame["position"] for frame in frames] == ["first", "last"]
    assert stage.body("image_to_video")["ratio"] == "1280:720"


async def test_pictures_of_a_picture_have_names_for_the_words(
    runway: Runway, stage: Stage, photo: Path
) -> None:
    stage.script("text_to_image", "stuck")
    order = Order(
        task="image",
        model="gen4_image_turbo",
        prompt="@cat in the sea",
        images=(str(photo), str(photo)),
        extra={"tags": "cat"},
    )
    await submitted(runway, order)
    tagged = stage.body("text_to_image")["referenceImages"]
    assert [image.get("tag") for image in tagged] == ["cat", None]


async def test_a_big_picture_is_uploaded_under_a_name_of_ours(
    runway: Runway, stage: Stage, big_photo: Path
) -> None:
    stage.script("image_to_video", "stuck")
    await submitted(runway, with_photo(big_photo))
    assert stage.body("upload") == {"filename": "picture.png", "type": "ephemeral"}
    assert stage.body("image_to_video")["promptImage"].startswith("runway://")
    assert stage.books["keys_at_files"] == 0


async def test_an_upload_is_tried_again_and_ends_after_a_day(
    runway: Runway, stage: Stage, photo: Path
) -> None:
    stage.script("upload", "503")
    stage.reset("upload.file")
    address = await runway.upload(photo)
    assert stage.books["uploads"] == 1
    stage.script("image_to_video", "stuck")
    await submitted(runway, with_photo(photo, images=(address,)))
    stage.hours.pass_s(24 * 3600 + 1)
    with pytest.raises(Rejected, match="expired"):
        await submitted(runway, with_photo(photo, images=(address,)))


async def test_every_state_of_a_job_is_read(runway: Runway, stage: Stage) -> None:
    states = {
        "PENDING": JobState.WAITING,
        "THROTTLED": JobState.WAITING,
        "RUNNING": JobState.RUNNING,
        "CANCELLED": JobState.CANCELLED,
        "CANCELED": JobState.CANCELLED,
        "FAILED": JobState.FAILED,
    }
    stage.script("text_to_image", f"stuck steps={','.join(states)}")
    ticket = await submitted(runway, STILL)
    assert {word: (await runway.look(ticket)).state for word in states} == states


async def test_an_unknown_state_is_not_taken_for_an_end(runway: Runway, stage: Stage) -> None:
    stage.script("text_to_image", "stuck steps=REVIEWING")
    look = await ended(runway, STILL)
    assert (look.state, look.reason) == (JobState.RUNNING, "unknown state REVIEWING")


async def test_what_runs_over_the_limit_waits_its_turn(runway: Runway, stage: Stage) -> None:
    stage.script("text_to_image", "stuck")
    first = await submitted(runway, STILL)
    second = await submitted(runway, STILL)
    assert (await runway.look(second)).state is JobState.WAITING
    await runway.cancel(first)
    assert (await runway.look(second)).state is JobState.DONE


FAILURES = {
    "SAFETY.INPUT.TEXT": Failure.MODERATED,
    "SAFETY.INPUT.IMAGE.NEW_LEAF": Failure.MODERATED,
    "INPUT_PREPROCESSING.SAFETY.TEXT": Failure.MODERATED,
    "SAFETY.OUTPUT.VIDEO": Failure.RESULT_MODERATED,
    "INPUT_PREPROCESSING.INTERNAL": Failure.SERVICE,
    "ASSET.INVALID": Failure.INPUT,
    "INTERNAL.BAD_OUTPUT.CODE01": Failure.SERVICE,
    "INTERNAL": Failure.SERVICE,
    "THIRD_PARTY.UNAVAILABLE": Failure.SERVICE,
    "INTERNALS": Failure.UNKNOWN,
    "": Failure.SERVICE,
}


async def test_a_failure_is_sorted_by_the_prefix_of_its_code(runway: Runway, stage: Stage) -> None:
    for code, failure in FAILURES.items():
        stage.script("text_to_image", f"fail={code}" if code else "fail")
        look = await ended(runway, STILL)
        assert (look.state, look.failure, look.cost) == (JobState.FAILED, failure, 8), code
        assert look.reason.startswith(code or "no code")


async def test_a_success_without_a_result_is_a_failure(runway: Runway, stage: Stage) -> None:
    stage.script("text_to_image", "no_output")
    look = await ended(runway, STILL)
    assert (look.state, look.failure) == (JobState.FAILED, Failure.SERVICE)


async def test_the_answers_of_2024_without_costs_are_read(runway: Runway, stage: Stage) -> None:
    stage.script("text_to_image", "old steps=PENDING")
    ticket = await submitted(runway, STILL)
    looks = [await runway.look(ticket) for _ in range(2)]
    assert (ticket.estimate, looks[-1].cost) == (None, None)
    assert [look.state for look in looks] == ["waiting", "done"]


async def test_a_job_that_runs_is_stopped_and_still_costs(runway: Runway, stage: Stage) -> None:
    stage.script("text_to_image", "stuck")
    ticket = await submitted(runway, STILL)
    await runway.cancel(ticket)
    look = await runway.look(ticket)
    assert (look.state, look.cost) == (JobState.CANCELLED, 8)


async def test_a_job_that_waits_is_stopped_and_costs_nothing(runway: Runway, stage: Stage) -> None:
    stage.script("text_to_image", "stuck", count=2)
    await submitted(runway, STILL)
    ticket = await submitted(runway, STILL)
    await runway.cancel(ticket)
    look = await runway.look(ticket)
    assert (look.state, look.cost) == (JobState.CANCELLED, 0)


async def test_stopping_a_job_that_has_ended_does_not_delete_its_result(
    runway: Runway, stage: Stage, tmp_path: Path
) -> None:
    ticket = await submitted(runway, STILL)
    await runway.look(ticket)
    await runway.cancel(ticket)
    assert not stage.asked("task.delete")
    assert await runway.fetch((await runway.look(ticket)).assets[0], tmp_path / "still.png")


async def test_a_deleted_job_is_gone_and_may_be_deleted_again(runway: Runway) -> None:
    ticket = await submitted(runway, STILL)
    await runway.look(ticket)
    await runway.delete(ticket)
    with pytest.raises(Rejected) as refused:
        await runway.look(ticket)
    assert refused.value.code == 404
    await runway.delete(ticket)
    await runway.cancel(ticket)


async def test_each_look_signs_anew_and_an_address_ends_after_a_day(
    runway: Runway, stage: Stage, tmp_path: Path
) -> None:
    ticket = await submitted(runway, STILL)
    (old,) = (await runway.look(ticket)).assets
    stage.hours.pass_s(24 * 3600 + 1)
    with pytest.raises(Rejected) as refused:
        await runway.fetch(old, tmp_path / "still.png")
    assert refused.value.code == 403
    (new,) = (await runway.look(ticket)).assets
    assert new.url != old.url
    assert await runway.fetch(new, tmp_path / "still.png")
    assert stage.books["keys_at_files"] == 0


async def test_a_download_that_breaks_is_begun_again(
    runway: Runway, stage: Stage, tmp_path: Path
) -> None:
    (still,) = (await ended(runway, STILL)).assets
    stage.cut("result", 100)
    stage.script("result", "503")
    assert await runway.fetch(still, tmp_path / "still.png") > 1_000
    assert _names(tmp_path) == ["still.png"]


async def test_the_account_is_told(runway: Runway) -> None:
    await submitted(runway, STILL)
    account = await runway.organization()
    assert account.credit_balance == 5_000 - 8
    limits = account.tier.models["gen4_image"]
    assert (limits.at_once, limits.a_day) == (1, 20)
    assert account.usage.models["gen4_image"].today == 1


async def test_the_server_counts_looks_that_come_too_soon_and_ours_do_not(
    runway: Runway, stage: Stage
) -> None:
    stage.script("text_to_image", "stuck steps=PENDING,PENDING,PENDING,PENDING,PENDING")
    ticket = await submitted(runway, STILL)
    pace = jittered(PACE, Random(1))  # noqa: S311
    wait_s = pace.first_s
    for _ in range(3):
        await runway.look(ticket)
        stage.hours.pass_s(wait_s)
        wait_s = min(wait_s * pace.growth, pace.longest_s)
    assert stage.books["hasty_looks"] == 0
    await runway.look(ticket)
    stage.hours.pass_s(4.9)
    await runway.look(ticket)
    assert stage.books["hasty_looks"] == 1


async def test_the_key_is_in_no_words_and_goes_to_no_store(
    runway: Runway, stage: Stage, http: httpx.AsyncClient
) -> None:
    assert KEY not in repr(runway)
    for key in ("", "with blank", "ümlaut", "new\nline"):
        with pytest.raises(ValueError, match="key"):
            Runway(http=http, key=SecretStr(key), base_url=stage.url)
    with pytest.raises(ValueError, match="address"):
        Runway(http=http, key=SecretStr(KEY), base_url="ftp://x")


async def test_a_result_at_a_private_address_is_not_fetched(runway: Runway, tmp_path: Path) -> None:
    for url in ("http://10.0.0.1/x.mp4", "file:///etc/passwd", "https://localhost/x", "nothing"):
        with pytest.raises(Rejected):
            await runway.fetch(Asset(medium=Medium.VIDEO, url=url), tmp_path / "x")
    assert not _names(tmp_path)


async def test_many_orders_at_once_do_not_disturb_each_other(runway: Runway, stage: Stage) -> None:
    tickets = await asyncio.gather(*(submitted(runway, STILL) for _ in range(3)))
    assert len({ticket.id for ticket in tickets}) == 3
    assert len(stage.books["made"]) == 3
