"""Apiframe v1 against its sandbox: every call, every state, every refusal."""

import base64
import io
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
import pytest
from PIL import Image
from pydantic import JsonValue, SecretStr

from adapters.apiframe import GRID, ApiframeV1
from adapters.apiframe.task import Makes
from adapters.apiframe.tasks import TASKS
from adapters.base import Asset, Failure, JobState, Look, Medium, Order, Ticket
from sandbox.apiframe import making
from sandbox.apiframe.app import OPERATIONS
from sandbox.faults import ResetAfterFault, ResetFault, StatusFault
from studio.probe import probe
from tests.adapters.apiframe.conftest import Hand, Server
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
    Unreachable,
)

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def picture_of(hand: Hand, asset: Asset, path: Path) -> Image.Image:
    size = await hand.maker.fetch(asset, path)
    content = content_of(path)
    assert size == len(content)
    return Image.open(io.BytesIO(content))


def files_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())


def content_of(path: Path) -> bytes:
    return path.read_bytes()


async def test_imagine_gives_four_different_pictures_and_one_of_all(
    hand: Hand, tmp_path: Path
) -> None:
    look = await hand.made("imagine", "a lighthouse at dawn --style raw", ratio="2:1", seed=7)
    assert look.state is JobState.DONE
    assert look.percent == 100
    assert [asset.text for asset in look.assets] == ["", "", "", "", GRID]
    assert {asset.medium for asset in look.assets} == {Medium.IMAGE}
    assert "U1" in look.actions
    assert "V4" in look.actions
    pictures = [
        await picture_of(hand, asset, tmp_path / f"{number}.jpg")
        for number, asset in enumerate(look.assets)
    ]
    assert [picture.size for picture in pictures] == [(64, 32)] * 4 + [(136, 72)]
    assert len({picture.tobytes() for picture in pictures}) == 5


async def test_the_same_seed_gives_the_same_pictures(hand: Hand, tmp_path: Path) -> None:
    bytes_of = []
    for number, seed in enumerate((5, 5, 6)):
        look = await hand.made("imagine", "a fox", seed=seed)
        path = tmp_path / f"{number}.jpg"
        await hand.maker.fetch(look.assets[0], path)
        bytes_of.append(content_of(path))
    assert bytes_of[0] == bytes_of[1] != bytes_of[2]


async def test_what_follows_a_grid(hand: Hand, server: Server, tmp_path: Path) -> None:
    grid = await hand.order("imagine", "two ships", ratio="3:2")
    await server.world.settled()
    parent = {"parent_task_id": grid.id}
    one = await hand.order("upscale-1x", extra={**parent, "index": "2"})
    single = await hand.end(one)
    assert [asset.medium for asset in single.assets] == [Medium.IMAGE]
    for task, extra in (
        ("reroll", {}),
        ("variations", {"index": "strong"}),
        ("variations", {"index": "3"}),
        ("pro-vary", {"index": "1", "type": "subtle"}),
        ("pro-variations", {"index": "4"}),
        ("pro-zoom", {"index": "4", "type": "1.5"}),
        ("pro-pan", {"index": "4", "type": "up"}),
    ):
        look = await hand.made(task, extra={**parent, **extra})
        assert len(look.assets) == 5, task
    upscaled = {"parent_task_id": one.id}
    for task, extra, count in (
        ("upscale-alt", {"type": "creative"}, 1),
        ("upscale-alt", {"type": "subtle"}, 1),
        ("upscale-highres", {"type": "4x"}, 1),
        ("outpaint", {"zoom_ratio": "1.5"}, 5),
        ("pan", {"direction": "left"}, 5),
        ("inpaint", {"mask": _white()}, 5),
    ):
        look = await hand.made(task, extra={**upscaled, **extra})
        assert len(look.assets) == count, (task, look.reason)
    big = await hand.made("upscale-highres", extra={**parent, "type": "2x", "index": "1"})
    picture = await picture_of(hand, big.assets[0], tmp_path / "big.jpg")
    assert picture.width == 128
    seed = await hand.made("seed", extra={"task_id": grid.id})
    assert seed.assets[0].text.isdecimal()


def _white() -> str:
    out = io.BytesIO()
    Image.new("L", (1, 1), "white").save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()


async def test_an_upscale_comes_before_what_needs_it(hand: Hand, server: Server) -> None:
    grid = await hand.order("imagine", "two ships")
    await server.world.settled()
    with pytest.raises(Rejected, match="upscale 1x first"):
        await hand.order("pan", extra={"parent_task_id": grid.id, "direction": "up"})


async def test_calls_on_pictures_of_ours(hand: Hand, tmp_path: Path) -> None:
    hosted = [(await hand.maker.host(_jpeg(tmp_path, colour))).url for colour in ("red", "blue")]
    blend = await hand.made("blend", images=tuple(hosted), ratio="2:3")
    assert len(blend.assets) == 5
    swapped = await hand.made("faceswap", images=tuple(hosted))
    assert len(swapped.assets) == 1
    described = await hand.made("describe", images=(hosted[0],))
    assert len(described.assets) == 4
    assert "red" in described.assets[0].text
    ideogram = await hand.made("ideogram-describe", images=(hosted[0],))
    assert [asset.medium for asset in ideogram.assets] == [Medium.TEXT]
    highres = await hand.made("upscale-highres", images=(hosted[1],), extra={"type": "2x"})
    assert len(highres.assets) == 1
    tried = await hand.made("kling-tryon", images=tuple(hosted))
    assert len(tried.assets) == 1
    upscaled = await hand.made("ideogram-upscale", "more", images=(hosted[0],))
    assert len(upscaled.assets) == 1


def _jpeg(folder: Path, colour: str) -> Path:
    path = folder / f"{colour}.jpg"
    Image.new("RGB", (80, 60), colour).save(path)
    return path


async def test_shorten_gives_shorter_and_shorter_prompts(hand: Hand) -> None:
    look = await hand.made("shorten", "a very long and wordy prompt about a small grey cat")
    texts = [asset.text for asset in look.assets]
    assert len(texts) == 5
    assert texts == sorted(texts, key=len, reverse=True)


@pytest.mark.parametrize(
    ("task", "parts"),
    [
        ("flux-imagine", {"ratio": "16:9", "seed": 3}),
        ("flux-imagine", {"model": "flux-pro-1.1-ultra", "ratio": "21:9"}),
        ("flux-imagine", {"model": "flux-of-tomorrow", "ratio": "5:3"}),
        ("ideogram-imagine", {"ratio": "9:16"}),
        ("pro-imagine", {"ratio": "9:16", "seed": 1, "model": "7"}),
        ("nano-banana", {"ratio": "3:4"}),
        ("nano-banana-pro", {"extra": {"resolution": "2K"}}),
        ("ai-photo-generate", {"extra": {"training_id": "t"}}),
    ],
)
async def test_other_generators_of_pictures(
    hand: Hand, task: str, parts: dict[str, object]
) -> None:
    look = await hand.made(task, "an apple", **parts)
    assert look.state is JobState.DONE
    assert look.assets[0].medium is Medium.IMAGE


@pytest.mark.parametrize("task", ["suno-imagine", "udio-imagine", "udio-generate"])
async def test_songs_are_sounds_with_a_title(hand: Hand, tmp_path: Path, task: str) -> None:
    look = await hand.made(task, "an epic march", extra={"tags": "drums"})
    assert [asset.medium for asset in look.assets] == [Medium.AUDIO, Medium.AUDIO]
    assert look.assets[0].text == "An Epic March"
    assert await hand.maker.fetch(look.assets[0], tmp_path / "song.mp3") > 5000


async def test_a_song_goes_on_and_lyrics_are_words(hand: Hand, server: Server) -> None:
    song = await hand.order("suno-imagine", "calm sea")
    await server.world.settled()
    extra = {"parent_task_id": song.id, "continue_at": "12.5"}
    assert len((await hand.made("suno-extend", extra=extra)).assets) == 2
    lyrics = await hand.made("suno-lyrics", "a true friend")
    assert lyrics.assets[0].medium is Medium.TEXT
    assert lyrics.assets[0].text.startswith("A True Friend\n\n[Verse]")


async def test_films_are_made_of_words_pictures_and_films(hand: Hand, tmp_path: Path) -> None:
    url = (await hand.maker.host(_jpeg(tmp_path, "red"))).url
    look = await hand.made("kling-imagine", "waves", images=(url,), ratio="1:1", seconds=5)
    assert [asset.medium for asset in look.assets] == [Medium.VIDEO]
    path = tmp_path / "film.mp4"
    assert await hand.maker.fetch(look.assets[0], path) > 1000
    assert content_of(path)[4:8] == b"ftyp"


async def test_a_film_goes_on_and_another_is_made_of_it(hand: Hand, tmp_path: Path) -> None:
    first = await hand.order("luma-imagine", "waves", ratio="1:1")
    film = await hand.end(first)
    longer = await hand.made("luma-extend", "more waves", extra={"parent_task_id": first.id})
    assert longer.state is JobState.DONE, longer.reason
    other = await hand.made("runway-imagine", "in red", videos=(film.assets[0].url,))
    paths = [tmp_path / name for name in ("first.mp4", "longer.mp4", "other.mp4")]
    for look, path in zip((film, longer, other), paths, strict=True):
        await hand.maker.fetch(look.assets[0], path)
    assert [round((await probe(path)).duration_ms / 1000) for path in paths] == [5, 10, 5]


async def test_what_is_no_film_fails_the_task(hand: Hand, tmp_path: Path) -> None:
    url = (await hand.maker.host(_jpeg(tmp_path, "red"))).url
    look = await hand.made("runway-imagine", "in red", videos=(url,))
    assert look.state is JobState.FAILED


@pytest.mark.parametrize(
    ("task", "parts"),
    [
        ("imagine-video", {"images": 1, "extra": {"motion": "low"}}),
        ("imagine-video-extend", {"parent": True, "extra": {"index": "1"}}),
        ("luma-imagine", {"images": 2, "ratio": "16:9", "extra": {"loop": "true"}}),
        ("luma-extend", {"parent": True}),
        ("runway-imagine", {"ratio": "16:9", "seconds": 10}),
        ("runway-imagine", {"images": 2, "model": "gen3a_turbo"}),
        ("runway-imagine", {"videos": 1, "extra": {"flip": "false"}}),
        ("kling-imagine-2-6", {"seconds": 5, "extra": {"generate_audio": "true"}}),
        ("udio-imagine", {"extra": {"lyrics_strength": "0.5"}}),
    ],
)
async def test_every_call_for_films_is_taken(
    hand: Hand, server: Server, task: str, parts: dict[str, object]
) -> None:
    """Their course is stopped before the slow part, which other tests have."""
    images, videos = int(str(parts.pop("images", 0))), int(str(parts.pop("videos", 0)))
    extra = dict(parts.pop("extra", {}))  # type: ignore[call-overload]
    if parts.pop("parent", False):
        parent = await hand.order("shorten", "any finished task")
        await server.world.settled()
        extra["parent_task_id"] = parent.id
    server.script(f"v1.{task}", "stuck")
    look = await hand.made(
        task,
        "a river",
        images=("https://pictures.invalid/a.jpg",) * images,
        videos=("https://films.invalid/a.mp4",) * videos,
        extra=extra,
        **parts,
    )
    assert look == Look(state=JobState.RUNNING, percent=40)


async def test_every_call_of_the_sandbox_is_in_our_table_and_the_other_way_round() -> None:
    theirs = {route.path for route in OPERATIONS if route.name.startswith("v1.")}
    others = {"/upload", "/upload-audio", "/fetch", "/fetch-many", "/account"}
    assert {task.path for task in TASKS.values()} == theirs - others


async def test_what_a_call_makes_is_what_the_table_says() -> None:
    for makes, kinds in (
        (Makes.GRID, making.GRIDS),
        (Makes.FILM, making.FILMS - {"video-upscale", "video-edit"}),
        (Makes.SONGS, making.SONGS),
        (Makes.TEXT, making.TEXTS),
    ):
        assert {name for name, task in TASKS.items() if task.makes is makes} == kinds


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ("status=staged", JobState.WAITING),
        ("status=pending", JobState.WAITING),
        ("status=starting", JobState.RUNNING),
        ("status=processing percent=80", JobState.RUNNING),
        ("status=retry", JobState.RUNNING),
        ("status=dreaming no_result", JobState.RUNNING),
        ("status=finished", JobState.DONE),
        ("status=completed", JobState.DONE),
        ("status=SUCCESS", JobState.DONE),
        ("status=dreaming", JobState.DONE),
        ("no_status", JobState.DONE),
        ("no_status camel percent_number", JobState.DONE),
        ("status=failed", JobState.FAILED),
        ("status=finished no_result", JobState.FAILED),
        ("status=cancelled", JobState.CANCELLED),
    ],
)
async def test_states_are_told_in_many_ways(
    hand: Hand, server: Server, told: str, state: JobState
) -> None:
    ticket = await hand.order("imagine", "a cat")
    server.script("v1.fetch", told + ("" if "percent" in told else " no_percent"))
    if state in (JobState.WAITING, JobState.RUNNING) and "no_result" not in told:
        server.faults.disarm_all()
        server.script("v1.fetch", f"{told} no_result")
    assert (await hand.end(ticket)).state is state


@pytest.mark.parametrize(
    ("told", "percent"),
    [
        ("percent=80", 80),
        ("percent=80%", 80),
        ("percent=79.6", 80),
        ("percent=lots", None),
        ("percent=nan", None),
        ("percent=900", 100),
        ("percent_number", 40),
        ("no_percent", None),
    ],
)
async def test_a_percentage_is_a_text_or_a_number(
    hand: Hand, server: Server, told: str, percent: int | None
) -> None:
    server.script("v1.imagine", "stuck")
    ticket = await hand.order("imagine", "a cat")
    server.script("v1.fetch", told)
    assert await hand.end(ticket) == Look(state=JobState.RUNNING, percent=percent)


async def test_a_preview_is_no_result(hand: Hand, server: Server) -> None:
    server.script("v1.imagine", "stuck")
    ticket = await hand.order("imagine", "a cat")
    server.script("v1.fetch", "preview")
    assert (await hand.end(ticket)).state is JobState.RUNNING


@pytest.mark.parametrize("where", ["message", "error", "errors"])
@pytest.mark.parametrize(
    ("reason", "failure"),
    [
        ("Banned prompt detected: blood", Failure.MODERATED),
        ("Image denied by our image filters", Failure.MODERATED),
        ("Task timed out", Failure.SERVICE),
        ("Internal error, please try again", Failure.SERVICE),
        ("Invalid parameter --foo", Failure.INPUT),
        ("No face detected", Failure.INPUT),
        ("Hm", Failure.UNKNOWN),
    ],
)
async def test_why_a_task_failed(
    hand: Hand, server: Server, where: str, reason: str, failure: Failure
) -> None:
    server.script("v1.imagine", f"fail says: {reason}")
    ticket = await hand.order("imagine", "a cat")
    server.script("v1.fetch", f"error_as={where}")
    look = await hand.end(ticket)
    assert (look.state, look.failure, look.reason) == (JobState.FAILED, failure, reason)


async def test_a_picture_that_cannot_be_fetched_fails_the_task(hand: Hand) -> None:
    look = await hand.made("describe", images=("http://127.0.0.1:9/none.jpg",))
    assert (look.state, look.failure) == (JobState.FAILED, Failure.INPUT)


@pytest.mark.parametrize("name", ["content", "whatever", "result", "text"])
async def test_words_are_found_under_any_name(hand: Hand, server: Server, name: str) -> None:
    ticket = await hand.order("shorten", "a long and winding road to nowhere")
    server.script("v1.fetch", f"words_as={name}")
    assert len((await hand.end(ticket)).assets) >= 4


async def test_many_are_looked_at_in_one_go(hand: Hand, server: Server, v1: ApiframeV1) -> None:
    tickets = [await hand.order("shorten", f"prompt number {number}") for number in range(22)]
    await server.world.settled()
    looks = await v1.look_many([*tickets, tickets[0]])
    assert set(looks) == {ticket.id for ticket in tickets}
    assert {look.state for look in looks.values()} == {JobState.DONE}
    assert (server.asked("v1.fetch_many"), server.asked("v1.fetch")) == (2, 0)
    assert len(await v1.look_many(tickets[:21])) == 21
    assert server.asked("v1.fetch") == 1
    server.script("v1.fetch_many", "left_out")
    assert len(await v1.look_many(tickets[:3])) == 2


async def test_an_answer_that_is_the_result_needs_no_look(
    hand: Hand, server: Server, v1: ApiframeV1
) -> None:
    ticket = await hand.order("nano-banana", "an apple")
    assert (await v1.look(ticket)).state is JobState.DONE
    assert (await v1.look_many([ticket]))[ticket.id].assets
    assert server.asked("v1.fetch") == 0
    assert "http" not in repr(ticket)


async def test_the_account_is_told(v1: ApiframeV1, hand: Hand) -> None:
    before = await v1.account()
    await hand.made("imagine", "a cat")
    after = await v1.account()
    assert (before.credits, after.credits, after.total_images) == (5000, 4992, 5)
    assert "@" not in repr(after)


async def test_uploads_have_kinds_and_limits(v1: ApiframeV1, hand: Hand, tmp_path: Path) -> None:
    sound = tmp_path / "voice.mp3"
    sound.write_bytes(b"ID3" + bytes(1000))
    assert (await v1.host_audio(sound)).url.endswith(".mp3")
    done = await hand.made("suno-upload", extra={"audio": str(sound)})
    assert (done.state, done.assets) == (JobState.DONE, ())
    big = tmp_path / "big.jpg"
    big.write_bytes(bytes(2_000_001))
    note = tmp_path / "note.txt"
    note.write_text("hello")
    for path in (big, note):
        with pytest.raises(BadMedia):
            await v1.host(path)
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture")
    with pytest.raises(Rejected):
        await v1.host(broken)


async def test_an_upload_without_an_address_is_broken(
    v1: ApiframeV1, server: Server, tmp_path: Path
) -> None:
    server.script("v1.upload", "url_as=somewhere")
    with pytest.raises(Broken):
        await v1.host(_jpeg(tmp_path, "red"))


@pytest.mark.parametrize(
    ("script", "error"),
    [
        ("400", Rejected),
        ("400 error", Rejected),
        ("400 says: Banned prompt", Moderated),
        ("400 says: Insufficient credits", OutOfCredits),
        ("400 message says: You have no credits left", OutOfCredits),
        ("401", AuthExpired),
        ("403 html", AuthExpired),
        ("402", OutOfCredits),
        ("404 html", Rejected),
        ("413", BadMedia),
        ("429", RateLimited),
        ("500", Broken),
        ("502 html", Broken),
        ("504 html worked", Uncertain),
        ("html worked", Uncertain),
        ("broken_json worked", Uncertain),
        ("empty", Uncertain),
        ("302", Broken),
        ("200 errors says: Banned prompt", Moderated),
        ("no_id", Uncertain),
    ],
)
async def test_an_order_that_is_refused_is_sent_once(
    hand: Hand, server: Server, script: str, error: type[ServiceError]
) -> None:
    server.script("v1.imagine", script)
    with pytest.raises(ServiceError) as raised:
        await hand.order("imagine", "a cat")
    assert type(raised.value) is error
    assert server.asked("v1.imagine") == 1


@pytest.mark.parametrize(
    ("script", "wait_s"), [("429", 30), ("429 retry_after=7", 7), ("429 no_retry_after", None)]
)
async def test_how_long_to_wait_is_told(
    hand: Hand, server: Server, script: str, wait_s: float | None
) -> None:
    server.script("v1.imagine", script)
    with pytest.raises(RateLimited) as raised:
        await hand.order("imagine", "a cat")
    assert raised.value.retry_after_s == wait_s


async def test_a_lost_answer_is_not_asked_for_again(hand: Hand, server: Server) -> None:
    for fault in (ResetFault, ResetAfterFault):
        server.faults.arm(fault(service="apiframe", operation="v1.imagine"))
        with pytest.raises(Uncertain):
            await hand.order("imagine", "a cat")
    assert server.asked("v1.imagine") == 2
    assert server.world.submits["imagine"] == 1


async def test_a_look_survives_hiccups(hand: Hand, server: Server) -> None:
    ticket = await hand.order("imagine", "a cat")
    server.script("v1.fetch", "500")
    server.faults.arm(ResetFault(service="apiframe", operation="v1.fetch"))
    assert (await hand.end(ticket)).state is JobState.DONE


async def test_nobody_there_is_unreachable(http: httpx.AsyncClient) -> None:
    maker = ApiframeV1(http=http, key=SecretStr("k"), base_url="http://127.0.0.1:9")
    with pytest.raises(Unreachable):
        await maker.submit(Order(task="imagine", prompt="a cat"), key="k")


async def test_a_wrong_key_is_refused_and_never_told(
    server: Server, http: httpx.AsyncClient
) -> None:
    maker = ApiframeV1(http=http, key=SecretStr("afk_wrong"), base_url=server.url)
    with pytest.raises(AuthExpired) as raised:
        await maker.submit(Order(task="imagine", prompt="a cat"), key="k")
    assert "afk_wrong" not in f"{raised.value!r} {raised.value} {maker!r}"


async def test_a_key_that_the_service_repeats_is_hidden(
    server: Server, http: httpx.AsyncClient
) -> None:
    maker = ApiframeV1(http=http, key=SecretStr("afk_wrong"), base_url=server.url)
    body = {"errors": [{"msg": "your key afk_wrong is no good"}]}
    server.faults.arm(
        StatusFault(service="apiframe", operation="v1.account", status=400, body=body)
    )
    with pytest.raises(Rejected) as raised:
        await maker.account()
    assert "afk_wrong" not in str(raised.value)


@pytest.mark.parametrize("key", ["", "two words", "snow☃", "line\n"])
async def test_a_key_that_cannot_be_one_stops_the_start(http: httpx.AsyncClient, key: str) -> None:
    with pytest.raises(ValueError, match="key"):
        ApiframeV1(http=http, key=SecretStr(key))


async def test_keys_stay_with_the_service(hand: Hand, server: Server, tmp_path: Path) -> None:
    look = await hand.made("imagine", "a cat")
    await hand.maker.fetch(look.assets[0], tmp_path / "a.jpg")
    assert server.world.keys_leaked == 0
    assert look.assets[0].url not in repr(look)


async def test_a_result_that_is_gone_is_said_so(hand: Hand, server: Server, tmp_path: Path) -> None:
    look = await hand.made("imagine", "a cat")
    server.time.seconds += 25 * 3600
    with pytest.raises(Rejected, match="gone"):
        await hand.maker.fetch(look.assets[0], tmp_path / "a.jpg")
    assert not files_in(tmp_path)


async def test_an_unknown_task_is_refused(v1: ApiframeV1) -> None:
    with pytest.raises(Rejected):
        await v1.look(Ticket(id="nobody"))


async def test_cancelling_does_nothing(v1: ApiframeV1, server: Server) -> None:
    await v1.cancel(Ticket(id="any"))
    assert not server.calls.find()


async def test_a_task_can_be_cancelled_over_there(hand: Hand, server: Server) -> None:
    server.script("v1.imagine", "cancel")
    assert (await hand.made("imagine", "a cat")).state is JobState.CANCELLED


async def test_pictures_may_lie_on_other_servers(
    hand: Hand, server: Server, tmp_path: Path
) -> None:
    url = (await hand.maker.host(_jpeg(tmp_path, "red"))).url
    elsewhere = url.replace("127.0.0.1", "localhost")
    assert (await hand.made("describe", images=(elsewhere,))).state is JobState.DONE


@pytest.mark.parametrize(
    ("operation", "body"),
    [
        ("v1.account", {"credits": "plenty of them"}),
        ("v1.fetch_many", {}),
        ("v1.fetch_many", []),
        ("v1.upload", {}),
        ("v1.upload", {"imageURL": "/relative.jpg"}),
    ],
)
async def test_an_answer_that_makes_no_sense_is_broken(
    v1: ApiframeV1, server: Server, tmp_path: Path, operation: str, body: JsonValue
) -> None:
    server.faults.arm(
        StatusFault(service="apiframe", operation=operation, status=200, body=body, count=None)
    )
    picture = _jpeg(tmp_path, "red")
    calls: dict[str, Callable[[], Awaitable[object]]] = {
        "v1.account": v1.account,
        "v1.upload": lambda: v1.host(picture),
        "v1.fetch_many": lambda: v1.look_many([Ticket(id="a"), Ticket(id="b")]),
    }
    with pytest.raises(Broken):
        await calls[operation]()


async def test_a_refused_upload_says_why(v1: ApiframeV1, server: Server, tmp_path: Path) -> None:
    body: JsonValue = {"errors": [{"msg": "This image violates our policy"}]}
    server.faults.arm(StatusFault(service="apiframe", operation="v1.upload", status=200, body=body))
    with pytest.raises(Moderated):
        await v1.host(_jpeg(tmp_path, "red"))


async def test_many_tasks_without_ids_are_known_by_their_place(
    v1: ApiframeV1, server: Server
) -> None:
    one: JsonValue = {"status": "pending"}
    cases: list[tuple[list[JsonValue], set[str]]] = [
        ([one, {"status": "failed"}], {"a", "b"}),
        ([one], set()),
        (["?", None], set()),
    ]
    for told, known in cases:
        body: JsonValue = {"tasks": told}
        server.faults.arm(
            StatusFault(service="apiframe", operation="v1.fetch_many", status=200, body=body)
        )
        assert set(await v1.look_many([Ticket(id="a"), Ticket(id="b")])) == known


async def test_an_order_shows_neither_its_secrets_nor_its_key(
    v1: ApiframeV1, server: Server
) -> None:
    assert repr(v1) == f"ApiframeV1({server.url!r})"
