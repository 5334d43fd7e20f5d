"""Apiframe v2 against its sandbox: orders with keys, jobs, actions, uploads, refusals."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
import pytest
from PIL import Image
from pydantic import JsonValue, SecretStr

from adapters.apiframe import GRID, ApiframeV2
from adapters.base import Failure, JobState, Look, Medium, Order, Ticket
from sandbox.faults import ResetAfterFault, StatusFault
from tests.adapters.apiframe.conftest import Hand, Inbox, Server
from wire.clock import HandClock
from wire.errors import (
    AuthExpired,
    BadMedia,
    Broken,
    Moderated,
    OutOfCredits,
    RateLimited,
    Rejected,
    ServiceError,
    Uncertain,
)

pytestmark = pytest.mark.asyncio(loop_scope="session")

IMAGE = "v2.images/generate"
PATHS = {
    "image": "images/generate",
    "image-upscale": "images/upscale",
    "image-edit": "images/edit",
    "background-remove": "images/background-remove",
    "video": "videos/generate",
    "video-upscale": "videos/upscale",
    "video-edit": "videos/edit",
}


async def test_midjourney_gives_four_pictures_and_the_grid(hand2: Hand, tmp_path: Path) -> None:
    look = await hand2.made("image", "a lighthouse", ratio="16:9")
    assert look.state is JobState.DONE
    assert [asset.text for asset in look.assets] == ["", "", "", "", GRID]
    assert look.cost == 16
    assert await hand2.maker.fetch(look.assets[4], tmp_path / "grid.jpg") > 500


async def test_actions_follow_a_finished_job(hand2: Hand, server: Server) -> None:
    grid = await hand2.order("image", "two ships")
    await server.world.settled()

    async def act(parent: Ticket, action: str, **extra: str) -> Ticket:
        more = {"parentJobId": parent.id, "action": action, **extra}
        ticket = await hand2.order("midjourney-action", extra=more)
        await server.world.settled()
        return ticket

    one = await act(grid, "upsample", index="3")
    assert len((await hand2.maker.look(one)).assets) == 1
    for parent, action, extra in (
        (grid, "variation", {"index": "1"}),
        (one, "outpaint", {"zoomRatio": "1.5"}),
        (one, "pan", {"direction": "down"}),
    ):
        look = await hand2.maker.look(await act(parent, action, **extra))
        assert len(look.assets) == 5, action
    with pytest.raises(Rejected) as raised:
        await act(grid, "pan", direction="up")
    assert raised.value.code == 409
    with pytest.raises(Rejected) as raised:
        await act(Ticket(id="00000000-0000-0000-0000-000000000000"), "pan", direction="up")
    assert raised.value.code == 404


async def test_an_action_that_makes_no_sense_is_not_sent(hand2: Hand, server: Server) -> None:
    for extra in (
        {"action": "dance", "parentJobId": "a"},
        {"action": "upsample", "parentJobId": "a"},
        {"action": "upsample", "parentJobId": "a", "index": "5"},
        {"action": "upsample", "index": "1"},
        {"action": "pan", "parentJobId": "a", "direction": "in"},
        {"action": "outpaint", "parentJobId": "a", "zoomRatio": "1"},
        {"action": "inpaint", "parentJobId": "a", "mask": "<svg>"},
        {"action": "upsample", "parentJobId": "a", "index": "1", "more": "b"},
    ):
        with pytest.raises(Rejected):
            await hand2.order("midjourney-action", extra=extra)
    assert not server.calls.find()


async def test_songs_have_titles_and_no_covers(hand2: Hand) -> None:
    ticket = await hand2.order(
        "music",
        "an epic march",
        extra={"custom_mode": "true", "title": "1999", "instrumental": "false", "weirdness": "0.5"},
    )
    look = await hand2.end(ticket)
    assert [(asset.medium, asset.text) for asset in look.assets] == [(Medium.AUDIO, "1999")] * 2
    more = {"action": "extend", "parentJobId": ticket.id, "index": "1", "continueAt": "10"}
    assert len((await hand2.made("suno-action", extra=more)).assets) == 2


async def test_a_film_is_made_of_an_uploaded_picture(hand2: Hand, tmp_path: Path) -> None:
    path = tmp_path / "red.png"
    Image.new("RGB", (80, 60), "red").save(path)
    hosted = await hand2.maker.host(path)
    assert 0 < hosted.lives_s <= 7200
    assert hosted.url not in repr(hosted)
    look = await hand2.made("video", "waves", images=(hosted.url,), seconds=5, ratio="1:1")
    assert [asset.medium for asset in look.assets] == [Medium.VIDEO]


@pytest.mark.parametrize(
    ("task", "parts"),
    [
        ("image", {"model": "nano-banana-pro", "ratio": "1:1", "extra": {"resolution": "2K"}}),
        ("image", {"model": "flux-2-pro", "ratio": "4:3", "seed": 3, "extra": {"raw": "true"}}),
        ("image", {"model": "nano-banana-2", "pictures": 2}),
        ("image-upscale", {"pictures": 1, "prompt": "", "extra": {"upscale_factor": "4"}}),
        ("image-upscale", {"model": "clarity-upscale", "prompt": "sharp", "pictures": 1}),
        ("image-edit", {"prompt": "a hat", "pictures": 1, "extra": {"mode": "inpaint"}}),
        ("background-remove", {"pictures": 1, "prompt": ""}),
        ("video", {"model": "kling-3.0", "pictures": 1, "seconds": 3, "ratio": "9:16"}),
        ("video", {"model": "seedance-2.5", "seconds": 30, "extra": {"resolution": "720p"}}),
        ("video-upscale", {"films": 1, "prompt": "", "extra": {"target_resolution": "1080p"}}),
        ("video-edit", {"films": 1, "pictures": 1, "seconds": 2}),
    ],
)
async def test_the_calls_and_their_models_are_taken(
    hand2: Hand, server: Server, task: str, parts: dict[str, object]
) -> None:
    pictures, films = int(str(parts.pop("pictures", 0))), int(str(parts.pop("films", 0)))
    extra = dict(parts.pop("extra", {}))  # type: ignore[call-overload]
    if task == "video-upscale":
        extra["target_fps"] = "30"
    prompt = str(parts.pop("prompt", "a cat"))
    server.script(f"v2.{PATHS[task]}", "stuck")
    look = await hand2.made(
        task,
        prompt,
        images=("https://pictures.invalid/a.jpg",) * pictures,
        videos=("https://films.invalid/a.mp4",) * films,
        extra=extra,
        **parts,
    )
    assert (look.state, look.percent) == (JobState.RUNNING, 40)


async def test_a_model_that_came_later_is_left_to_the_service(hand2: Hand, server: Server) -> None:
    with pytest.raises(Rejected, match="Invalid model"):
        await hand2.order("image", "a cat", model="dream-9.1", extra={"warmth": "3"})
    (call,) = server.calls.find(operation=IMAGE)
    assert call.body == {"model": "dream-9.1", "prompt": "a cat", "dream91Params": {"warmth": 3}}


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ("status=QUEUED", JobState.WAITING),
        ("status=PROCESSING", JobState.RUNNING),
        ("status=DREAMING", JobState.RUNNING),
        ("status=COMPLETED", JobState.DONE),
        ("status=CANCELLED", JobState.CANCELLED),
        ("status=FAILED", JobState.FAILED),
        ("no_result", JobState.FAILED),
        ("expired", JobState.FAILED),
        ("result_as=text", JobState.DONE),
        ("result_as=list", JobState.DONE),
        ("result_as=objects", JobState.DONE),
    ],
)
async def test_states_and_forms_of_a_job(
    hand2: Hand, server: Server, told: str, state: JobState
) -> None:
    ticket = await hand2.order("image", "a cat")
    server.script("v2.jobs.get", told)
    look = await hand2.end(ticket)
    assert look.state is state
    assert bool(look.assets) == (state is JobState.DONE)


async def test_a_job_whose_files_were_deleted_may_be_done_again(
    hand2: Hand, server: Server
) -> None:
    ticket = await hand2.order("image", "a cat")
    await hand2.end(ticket)
    server.time.seconds += 25 * 3600
    look = await hand2.maker.look(ticket)
    assert (look.state, look.failure) == (JobState.FAILED, Failure.SERVICE)


async def test_a_failed_job_says_why(hand2: Hand, server: Server) -> None:
    server.script(IMAGE, "fail says: Image denied by our filters")
    look = await hand2.made("image", "a cat")
    assert look == Look(
        state=JobState.FAILED,
        failure=Failure.MODERATED,
        reason="Image denied by our filters",
    )


async def test_the_same_order_with_the_same_key_is_one_job(v2: ApiframeV2, server: Server) -> None:
    assert v2.idempotent
    order = Order(task="image", prompt="a cat")
    first = await v2.submit(order, key="mine")
    again = await v2.submit(order, key="mine")
    other = await v2.submit(order, key="other")
    assert first == again != other
    assert server.world.submits["imagine"] == 2
    with pytest.raises(Rejected) as raised:
        await v2.submit(Order(task="image", prompt="a dog"), key="mine")
    assert raised.value.code == 409
    server.time.seconds += 25 * 3600
    assert await v2.submit(order, key="mine") != first


async def test_a_lost_answer_is_cleared_up_by_the_key(v2: ApiframeV2, server: Server) -> None:
    order = Order(task="image", prompt="a cat")
    server.faults.arm(ResetAfterFault(service="apiframe", operation=IMAGE))
    with pytest.raises(Uncertain):
        await v2.submit(order, key="mine")
    assert server.asked(IMAGE) == 1
    ticket = await v2.submit(order, key="mine")
    assert list(server.world.tasks) == [ticket.id]


@pytest.mark.parametrize("key", ["", "x" * 256, "snow☃", "two\nlines"])
async def test_a_key_that_cannot_be_one_is_not_sent(
    v2: ApiframeV2, server: Server, key: str
) -> None:
    with pytest.raises(Rejected):
        await v2.submit(Order(task="image", prompt="a cat"), key=key)
    assert not server.calls.find()


@pytest.mark.parametrize(
    ("script", "error"),
    [
        ("400", Rejected),
        ("400 says: This prompt violates our content policy", Moderated),
        ("401", AuthExpired),
        ("402", OutOfCredits),
        ("403", AuthExpired),
        ("404", Rejected),
        ("409", Rejected),
        ("429 retry_after=5", RateLimited),
        ("500", Broken),
        ("503", Broken),
        ("504 html worked", Uncertain),
        ("broken_json worked", Uncertain),
        ("no_id", Uncertain),
    ],
)
async def test_refusals(
    hand2: Hand, server: Server, script: str, error: type[ServiceError]
) -> None:
    server.script(IMAGE, script)
    with pytest.raises(ServiceError) as raised:
        await hand2.order("image", "a cat")
    assert type(raised.value) is error
    assert server.asked(IMAGE) == 1


async def test_how_many_credits_are_missing_is_told(hand2: Hand, server: Server) -> None:
    server.world.credits = 9
    with pytest.raises(OutOfCredits, match=r"16 credits are needed, 9 are left"):
        await hand2.order("image", "a cat")


async def test_what_a_field_lacks_is_told(hand2: Hand) -> None:
    with pytest.raises(Rejected, match=r"fluxParams\.odd"):
        await hand2.order("image", "a cat", model="flux-2-pro", extra={"odd": "1"})


async def test_jobs_are_listed_in_pages(v2: ApiframeV2, hand2: Hand, server: Server) -> None:
    tickets = [await hand2.order("image", f"cat {number}") for number in range(3)]
    await server.world.settled()
    page = await v2.jobs(limit=2)
    assert list(page.looks) == [tickets[2].id, tickets[1].id]
    rest = await v2.jobs(limit=2, cursor=page.next)
    assert (list(rest.looks), rest.next) == ([tickets[0].id], "")
    assert not (await v2.jobs(status="FAILED")).looks


async def test_the_account_and_the_models_are_told(v2: ApiframeV2) -> None:
    me = await v2.me()
    assert me.team is not None
    assert (me.team.credits, me.team.plan) == (5000, "sandbox")
    assert "midjourney" in await v2.models("image")
    assert await v2.models("music") == ["suno"]
    assert await v2.register("https://pictures.invalid/a.jpg", "image")


async def test_only_media_is_uploaded(v2: ApiframeV2, tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("hello")
    with pytest.raises(BadMedia):
        await v2.host(path)


async def test_an_upload_without_an_address_is_broken(
    v2: ApiframeV2, server: Server, tmp_path: Path
) -> None:
    path = tmp_path / "red.png"
    Image.new("RGB", (8, 6), "red").save(path)
    server.script("v2.uploads", "url_as=somewhere")
    with pytest.raises(Broken):
        await v2.host(path)


async def test_a_wrong_key_is_refused(server: Server, http: httpx.AsyncClient) -> None:
    maker = ApiframeV2(
        http=http, key=SecretStr("afk_wrong"), base_url=server.url, clock=HandClock()
    )
    with pytest.raises(AuthExpired):
        await maker.me()
    assert "afk_wrong" not in repr(maker)


async def test_cancelling_does_nothing_but_a_cancelled_job_is_seen(
    v2: ApiframeV2, hand2: Hand, server: Server
) -> None:
    await v2.cancel(Ticket(id="any"))
    assert not server.calls.find()
    server.script(IMAGE, "cancel")
    assert (await hand2.made("image", "a cat")).state is JobState.CANCELLED


@pytest.mark.parametrize(
    ("operation", "body"),
    [
        ("v2.me", {"team": "us"}),
        ("v2.jobs", {"jobs": "none"}),
        ("v2.uploads", {"url": "https://a.invalid/a", "expiresAt": "soon"}),
    ],
)
async def test_an_answer_that_makes_no_sense_is_broken(
    v2: ApiframeV2, server: Server, tmp_path: Path, operation: str, body: JsonValue
) -> None:
    path = tmp_path / "red.png"
    Image.new("RGB", (8, 6), "red").save(path)
    server.faults.arm(StatusFault(service="apiframe", operation=operation, status=200, body=body))
    calls: dict[str, Callable[[], Awaitable[object]]] = {
        "v2.me": v2.me,
        "v2.jobs": v2.jobs,
        "v2.uploads": lambda: v2.host(path),
    }
    with pytest.raises(Broken):
        await calls[operation]()


async def test_an_upload_that_names_no_end_lives_an_hour(
    v2: ApiframeV2, server: Server, tmp_path: Path
) -> None:
    path = tmp_path / "red.png"
    Image.new("RGB", (8, 6), "red").save(path)
    body: JsonValue = {"url": "https://a.invalid/a.png"}
    server.faults.arm(
        StatusFault(service="apiframe", operation="v2.uploads", status=201, body=body)
    )
    assert (await v2.host(path)).lives_s == 3600


async def test_an_address_for_news_must_be_one(http: httpx.AsyncClient) -> None:
    with pytest.raises(ValueError, match="news"):
        ApiframeV2(http=http, key=SecretStr("k"), clock=HandClock(), webhook_url="/news")


async def test_a_receiver_that_fails_is_tried_again(
    told2: Hand, inbox: Inbox, server: Server
) -> None:
    inbox.status = 500
    ticket = await told2.order("image", "a cat")
    await server.world.settled()
    assert server.world.tasks[ticket.id].hook_status == "failed"
    assert len(inbox.got) == 3 * 8
