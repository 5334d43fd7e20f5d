"""Draws a timeline's tracks: a ruler, and rows of bars with thumbnails, names and times."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageOps

from studio.engine import lettering
from studio.engine.fonts import clean
from studio.engine.shrink import small_picture
from studio.errors import MediaError
from studio.tracks import Bar, TrackKind, TrackRow, TracksPicture

# Everything is drawn at the size at which it is sent; Telegram shows it about 380 points wide.
_WIDTH = 1280
_MARGIN = 44
_GUTTER = 190
_HEADLINE_HEIGHT, _RULER_HEIGHT = 104, 56
_ROW_GAP, _LANE_GAP = 22, 10
_MOST_LANES = 24
_LANE_HEIGHTS = {TrackKind.VIDEO: 150, TrackKind.AUDIO: 92, TrackKind.TITLE: 92}

_Colour = tuple[int, int, int]
_BACKGROUND: _Colour = (17, 18, 24)
_ROW_BACKGROUND: _Colour = (27, 29, 38)
_LINES: _Colour = (52, 55, 69)
_DIM: _Colour = (154, 160, 178)
_BRIGHT: _Colour = (242, 244, 250)
_PALE: _Colour = (226, 230, 242)
_COLOURS: dict[TrackKind, _Colour] = {
    TrackKind.VIDEO: (74, 108, 247),
    TrackKind.AUDIO: (22, 160, 133),
    TrackKind.TITLE: (217, 119, 38),
}
_HEADLINE_SIZE, _LABEL_SIZE, _SMALL_SIZE = 42, 31, 25
_RADIUS, _PAD, _STRIP_HEIGHT = 14, 12, 44
_THUMBNAIL_SIDE = 320
_TICKS_MS = (
    100,
    200,
    500,
    1000,
    2000,
    5000,
    10_000,
    15_000,
    30_000,
    60_000,
    120_000,
    300_000,
    600_000,
)
_MOST_TICKS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spot:
    """A place in pixels."""

    x: int
    y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Box:
    """A rectangle in pixels."""

    left: int
    top: int
    width: int
    height: int

    @property
    def corners(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """As Pillow wants it."""
        return (self.left, self.top), (self.left + self.width - 1, self.top + self.height - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    """From times to pixels."""

    duration_ms: int

    @property
    def width(self) -> int:
        return _WIDTH - _GUTTER - _MARGIN

    def x(self, at_ms: float) -> int:
        """Where a time is."""
        return _GUTTER + round(self.width * at_ms / self.duration_ms)


def draw(tracks: TracksPicture, out: Path) -> None:
    """Writes the picture as a PNG."""
    scale = _Scale(duration_ms=max(1000, tracks.duration_ms))
    rows = [(row, _lanes(row.bars)) for row in tracks.rows]
    heights = [_row_height(row, lanes) for row, lanes in rows]
    top = _HEADLINE_HEIGHT + _RULER_HEIGHT
    height = top + sum(height + _ROW_GAP for height in heights) + _MARGIN - _ROW_GAP
    image = Image.new("RGB", (_WIDTH, max(height, top + _MARGIN)), _BACKGROUND)
    _draw_headline(image, tracks)
    for (row, lanes), row_height in zip(rows, heights, strict=True):
        box = _Box(left=_MARGIN // 2, top=top, width=_WIDTH - _MARGIN, height=row_height)
        _draw_row(image, box, row, lanes, scale)
        top += row_height + _ROW_GAP
    _draw_ruler(image, scale)
    image.save(out, "PNG")


def _lanes(bars: Sequence[Bar]) -> list[list[Bar]]:
    """The bars in as few lanes as keep them from overlapping."""
    lanes: list[list[Bar]] = []
    for bar in sorted(bars, key=lambda bar: bar.start_ms):
        free = (lane for lane in lanes if lane[-1].start_ms + lane[-1].duration_ms <= bar.start_ms)
        lane = next(free, None)
        if lane is not None:
            lane.append(bar)
        elif len(lanes) < _MOST_LANES:
            lanes.append([bar])
    return lanes


def _row_height(row: TrackRow, lanes: Sequence[Sequence[Bar]]) -> int:
    lane = _LANE_HEIGHTS[row.kind]
    return max(1, len(lanes)) * (lane + _LANE_GAP) + _LANE_GAP


def _write(
    image: Image.Image, x: int, y: int, text: str, size: int, colour: _Colour, width: int
) -> None:
    """One line, shortened to `width`, its box's top left at (x, y)."""
    line = lettering.shortened(clean(text.replace("\n", " "))[:200].strip(), size, width)
    if not line:
        return
    area = (max(1, width), round(size * 1.5))
    mask, emoji = Image.new("L", area), Image.new("RGBA", area)
    lettering.draw(mask, 0, 0, line, size)
    lettering.draw_emoji(emoji, 0, 0, line, size)
    image.paste(colour, (x, y), mask)
    image.paste(emoji, (x, y), emoji)


def _draw_headline(image: Image.Image, tracks: TracksPicture) -> None:
    total = _clock(tracks.duration_ms)
    total_width = lettering.width_of(total, _LABEL_SIZE)
    room = _WIDTH - 3 * _MARGIN - total_width
    _write(image, _MARGIN, 30, tracks.title, _HEADLINE_SIZE, _BRIGHT, room)
    _write(image, _WIDTH - _MARGIN - total_width, 38, total, _LABEL_SIZE, _DIM, total_width + 2)


def _draw_ruler(image: Image.Image, scale: _Scale) -> None:
    pen = ImageDraw.Draw(image, "RGBA")
    step_ms = next((ms for ms in _TICKS_MS if scale.duration_ms / ms <= _MOST_TICKS), _TICKS_MS[-1])
    for at_ms in range(0, scale.duration_ms + 1, step_ms):
        x = scale.x(at_ms)
        pen.line(((x, _HEADLINE_HEIGHT + 42), (x, image.height - _MARGIN)), (255, 255, 255, 26), 2)
        label = _clock(at_ms)
        width = lettering.width_of(label, _SMALL_SIZE)
        left = min(max(x - width // 2, 0), _WIDTH - width - 8)
        _write(image, left, _HEADLINE_HEIGHT, label, _SMALL_SIZE, _DIM, width + 2)


def _clock(at_ms: int) -> str:
    """A time as people write it: 0:05, or 0:02.5 where the second is not whole."""
    seconds, rest_ms = divmod(round(at_ms / 100) * 100, 1000)
    tenth = f".{rest_ms // 100}" if rest_ms else ""
    return f"{seconds // 60}:{seconds % 60:02d}{tenth}"


def _draw_row(
    image: Image.Image, box: _Box, row: TrackRow, lanes: Sequence[Sequence[Bar]], scale: _Scale
) -> None:
    pen = ImageDraw.Draw(image)
    pen.rounded_rectangle(box.corners, _RADIUS + 4, _ROW_BACKGROUND)
    sign = _Box(left=box.left + 20, top=box.top + _LANE_GAP + 8, width=8, height=34)
    pen.rounded_rectangle(sign.corners, 4, _COLOURS[row.kind])
    label_width = _GUTTER - box.left - 48
    _write(image, box.left + 40, box.top + _LANE_GAP + 3, row.label, _SMALL_SIZE, _DIM, label_width)
    height = _LANE_HEIGHTS[row.kind]
    for index, lane in enumerate(lanes):
        top = box.top + _LANE_GAP + index * (height + _LANE_GAP)
        for bar in lane:
            left, right = scale.x(bar.start_ms), scale.x(bar.start_ms + bar.duration_ms)
            place = _Box(left=left + 1, top=top, width=max(8, right - left - 3), height=height)
            _draw_bar(image, place, bar, _COLOURS[row.kind])


def _draw_bar(image: Image.Image, place: _Box, bar: Bar, colour: _Colour) -> None:
    face = Image.new("RGB", (place.width, place.height), colour)
    times = f"{_clock(bar.start_ms)} – {_clock(bar.start_ms + bar.duration_ms)}"
    times_width = lettering.width_of(times, _SMALL_SIZE - 3)
    room = place.width - 2 * _PAD
    film = _film(bar, place.width, place.height - _STRIP_HEIGHT)
    if film:
        # Names are read on a strip of the bar's own colour, never on the picture itself.
        face.paste(film, (0, _STRIP_HEIGHT))
        times_at = _Spot(x=place.width - _PAD - times_width, y=7)
        needed = lettering.width_of(clean(bar.label), _SMALL_SIZE) + 2 * _PAD + times_width
    else:
        times_at, needed = _Spot(x=_PAD, y=48), times_width
    _write(face, _PAD, 5, bar.label, _SMALL_SIZE, _BRIGHT, room)
    if needed <= room:
        _write(face, times_at.x, times_at.y, times, _SMALL_SIZE - 3, _PALE, times_width + 2)
    mask = Image.new("L", face.size)
    ImageDraw.Draw(mask).rounded_rectangle(
        ((0, 0), (face.width - 1, face.height - 1)), _RADIUS, 255
    )
    image.paste(face, (place.left, place.top), mask)


def _film(bar: Bar, width: int, height: int) -> Image.Image | None:
    """The bar's picture again and again, side by side; None where there is none to be had."""
    if bar.media is None:
        return None
    try:
        picture = _thumbnail(bar.media)
    except (MediaError, OSError):
        return None
    step = max(24, min(3 * height, round(picture.width * height / picture.height)))
    tile = ImageOps.fit(picture, (step, height), Image.Resampling.LANCZOS)
    film = Image.new("RGB", (width, height), _BACKGROUND)
    for left in range(0, width, step + 2):
        film.paste(tile, (left, 0))
    return film


@functools.cache
def _thumbnail(media: Path) -> Image.Image:
    return Image.fromarray(small_picture(media, _THUMBNAIL_SIDE))
