"""The engine on this machine, as an adapter: hands the studio's drawing to `adapters.local`."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from adapters.local import SERVICE, Local
from studio.card import draw_card
from studio.errors import MediaError, Reason, StudioError
from studio.media import Kind
from studio.probe import probe
from studio.render import LARGEST_SIDE, render
from studio.timeline import ImageSegment, Motion, Timeline
from wire.errors import BadMedia, JobFailed

SHORTER_SIDE: Final = 1080
# A picture whose sides differ by less is as good as square.
_NEARLY_SQUARE: Final = 1.1


def local_engine() -> Local:
    """The engine; it needs no key and no network."""
    return Local(clip=make_clip, card=make_card)


async def make_clip(picture: Path, out: Path, *, ratio: str, seconds: int, motion: str) -> None:
    """An `adapters.local.DrawsClip`: H.264 with 30 frames per second, the camera moving slowly."""
    with _told_as_service_errors():
        found = await probe(picture)
        if found.kind is not Kind.IMAGE:
            raise MediaError(Reason.UNKNOWN_KIND, picture)
        width, height = frame_of(ratio or usual_ratio(found.width, found.height))
        still = ImageSegment(
            start_ms=0, duration_ms=seconds * 1000, path=picture, motion=Motion(motion)
        )
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=".clip-") as folder:
            timeline = Timeline(width=width, height=height, pictures=(still,))
            await render(timeline, out, poster=Path(folder, "poster.jpg"))


async def make_card(words: str, out: Path, *, ratio: str) -> None:
    """An `adapters.local.DrawsCard`: a PNG."""
    with _told_as_service_errors():
        await draw_card(words, out, frame_of(ratio or "1:1"))


def usual_ratio(width: int, height: int) -> str:
    """The ratio of a clip of a picture of this size: a portrait fills a phone's screen."""
    if max(width, height) < _NEARLY_SQUARE * min(width, height):
        return "1:1"
    return "9:16" if height > width else "16:9"


def frame_of(ratio: str) -> tuple[int, int]:
    """Width and height in pixels, even, for a ratio like "9:16"."""
    wide, tall = (int(side) for side in ratio.split(":"))
    scale = min(SHORTER_SIDE / min(wide, tall), LARGEST_SIDE / max(wide, tall))
    return 2 * round(wide * scale / 2), 2 * round(tall * scale / 2)


@contextmanager
def _told_as_service_errors() -> Iterator[None]:
    """What goes wrong in the studio, in the words of the tree that all makers have."""
    try:
        yield
    except MediaError as exc:
        if exc.reason is Reason.TIMEOUT:
            raise JobFailed("it took too long", service=SERVICE) from exc
        raise BadMedia(f"the picture is no good: {exc.reason}", service=SERVICE) from exc
    except StudioError as exc:
        raise JobFailed("the studio broke", service=SERVICE) from exc
