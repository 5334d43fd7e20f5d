"""The engine on this machine, with callables that write down what they were asked for."""

from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from adapters.base import Asset, JobState, Maker, Medium, Order, Ticket
from adapters.local import LONGEST_PROMPT, Local, motion_of
from wire.errors import BadMedia, JobFailed, Rejected

KEY = "5a" * 16


@dataclass(slots=True)
class Studio:
    """Writes what it was asked for into the file; `broken` breaks it."""

    asked: list[str] = field(default_factory=list)
    broken: bool = False

    async def clip(
        self, picture: Path, out: Path, *, ratio: str, seconds: int, motion: str
    ) -> None:
        what = f"clip of {picture.name}, ratio {ratio}, {seconds} s, {motion}"
        self._write(what, out)

    async def card(self, words: str, out: Path, *, ratio: str) -> None:
        self._write(f"card {words}, ratio {ratio}", out)

    def _write(self, what: str, out: Path) -> None:
        self.asked.append(what)
        if self.broken:
            raise JobFailed("broken", service="local")
        out.write_text(what)


@pytest.fixture
def studio() -> Studio:
    return Studio()


@pytest.fixture
def local(studio: Studio) -> Maker:
    return Local(clip=studio.clip, card=studio.card)


@pytest.fixture
def photo(tmp_path: Path) -> str:
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"a photo")
    return str(path)


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


async def _asset(local: Maker, order: Order) -> Asset:
    look = await local.look(await local.submit(order, key=KEY))
    assert (look.state, look.percent, len(look.assets)) == (JobState.DONE, 100, 1)
    return look.assets[0]


async def test_a_photo_becomes_a_clip(
    local: Maker, studio: Studio, photo: str, tmp_path: Path
) -> None:
    order = Order(task="video", prompt="slowly zoom out", images=(photo,), ratio="4:5", seconds=7)
    asset = await _asset(local, order)
    assert asset.medium is Medium.VIDEO
    out = tmp_path / "clip.mp4"
    assert await local.fetch(asset, out) == out.stat().st_size
    assert studio.asked == ["clip of photo.jpg, ratio 4:5, 7 s, zoom_out"]


async def test_what_is_not_said_has_a_default(
    local: Maker, studio: Studio, photo: str, tmp_path: Path
) -> None:
    asset = await _asset(local, Order(task="video", images=(photo, "second.jpg")))
    await local.fetch(asset, tmp_path / "clip.mp4")
    assert studio.asked == ["clip of photo.jpg, ratio , 5 s, zoom_in"]


async def test_words_become_a_card_and_without_a_picture_a_clip_of_a_card(
    local: Maker, studio: Studio, tmp_path: Path
) -> None:
    image = await _asset(local, Order(task="image", prompt=" 海上日落 ", ratio="16:9"))
    video = await _asset(local, Order(task="video", prompt="海上日落"))
    assert (image.medium, video.medium) == (Medium.IMAGE, Medium.VIDEO)
    for number, asset in enumerate((image, video)):
        await local.fetch(asset, tmp_path / f"{number}")
    assert studio.asked == [
        "card 海上日落, ratio 16:9",
        "card 海上日落, ratio 9:16",
        "clip of card.png, ratio 9:16, 5 s, zoom_in",
    ]
    assert _names(tmp_path) == {"0", "1"}


async def test_a_ticket_outlives_the_process_and_the_same_key_finds_the_same_job(
    local: Maker, studio: Studio, photo: str, tmp_path: Path
) -> None:
    order = Order(task="video", prompt="wind", images=(photo,), seconds=3)
    ticket = await local.submit(order, key=KEY)
    assert ticket == await local.submit(order, key=KEY)
    assert ticket.id == KEY
    kept = Ticket(id=ticket.id, look_at=ticket.look_at)
    another = Local(clip=studio.clip, card=studio.card)
    assert studio.asked == []
    await another.cancel(kept)
    for _ in range(2):
        await another.fetch((await another.look(kept)).assets[0], tmp_path / "clip.mp4")
    assert studio.asked == ["clip of photo.jpg, ratio , 3 s, zoom_in"] * 2
    assert local.idempotent
    assert another.idempotent


GOOD = Order(task="video", prompt="wind", images=("photo.jpg",))
REFUSED = {
    "task": (replace(GOOD, task="music"), "no task 'music'"),
    "model": (replace(GOOD, model="gen4"), "no choice of models"),
    "too short": (replace(GOOD, seconds=1), "2 to 60 seconds"),
    "too long": (replace(GOOD, seconds=61), "2 to 60 seconds"),
    "ratio": (replace(GOOD, ratio="wide"), "ratio is like"),
    "narrow": (replace(GOOD, ratio="1:5"), "ratio is like"),
    "nothing": (replace(GOOD, ratio="0:5"), "ratio is like"),
    "web": (replace(GOOD, images=("https://example.com/a.jpg",)), "file of ours"),
    "video": (replace(GOOD, videos=("a.mp4",)), "a clip from words or a picture"),
    "edit": (replace(GOOD, task="image"), "a card is drawn from words"),
    "empty": (Order(task="video", prompt=" "), "neither words nor a picture"),
    "too many words": (replace(GOOD, prompt="x" * (LONGEST_PROMPT + 1)), "at most 2000"),
    "half a character": (replace(GOOD, prompt="\ud83d"), "half of a character"),
    "field": (replace(GOOD, extra={"style": "1"}), "no field 'style'"),
    "motion": (replace(GOOD, extra={"motion": "spin"}), "motion is one of"),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_what_does_not_fit_is_refused_before_anything_is_drawn(
    local: Maker, studio: Studio, name: str
) -> None:
    order, why = REFUSED[name]
    with pytest.raises(Rejected, match=why):
        await local.submit(order, key=KEY)
    assert studio.asked == []


@pytest.mark.parametrize(
    "kept",
    [
        "",
        "{",
        "[]",
        '{"task":"video"}',
        '{"task":"x","words":"","picture":"","ratio":"","seconds":5,"motion":"still"}',
    ],
)
async def test_a_ticket_without_an_order_is_refused(
    local: Maker, tmp_path: Path, kept: str
) -> None:
    with pytest.raises(Rejected, match="carries no order"):
        await local.look(Ticket(id=KEY, look_at=kept))
    with pytest.raises(Rejected, match="carries no order"):
        await local.fetch(Asset(medium=Medium.VIDEO, url=kept), tmp_path / "out")


async def test_a_picture_that_is_gone_is_told_and_so_is_a_studio_that_breaks(
    local: Maker, studio: Studio, photo: str, tmp_path: Path
) -> None:
    asset = await _asset(local, Order(task="video", images=(photo,)))
    gone = await _asset(local, Order(task="video", images=(f"{photo}.gone",)))
    studio.broken = True
    with pytest.raises(JobFailed):
        await local.fetch(asset, tmp_path / "clip.mp4")
    with pytest.raises(BadMedia, match="gone"):
        await local.fetch(gone, tmp_path / "clip.mp4")
    assert _names(tmp_path) == {"photo.jpg"}


async def test_a_motion_can_be_chosen_in_spite_of_the_words(local: Maker, photo: str) -> None:
    order = Order(task="video", prompt="zoom out", images=(photo,), extra={"motion": "pan_up"})
    ticket = await local.submit(order, key=KEY)
    assert '"motion":"pan_up"' in ticket.look_at
    assert photo not in repr(ticket)


MOTIONS = {
    "": "zoom_in",
    "a cat in the wind": "zoom_in",
    "zoom in on the cat": "zoom_in",
    "Zooming out over the sea": "zoom_out",
    "pull back slowly": "zoom_out",
    "镜头拉远": "zoom_out",
    "推近": "zoom_in",
    "pan left": "pan_left",
    "the camera moves slowly to the right": "pan_right",
    "镜头向左移动": "pan_left",
    "tilt up": "pan_up",
    "panning down": "pan_down",
    "a bird moves up, static shot": "still",
    "Japan left the room": "zoom_in",
}


@pytest.mark.parametrize("words", MOTIONS)
def test_the_words_name_the_motion(words: str) -> None:
    assert motion_of(words) == MOTIONS[words]
