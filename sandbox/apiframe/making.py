"""Makes what a task is to make: pictures, films, songs, words."""

import asyncio
import tempfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import httpx
from PIL import Image

from sandbox.apiframe import imaging
from sandbox.apiframe.imaging import UnusableError
from sandbox.apiframe.world import Made, Song, Task, World
from studio.probe import probe
from studio.render import render
from studio.timeline import (
    AudioSegment,
    ImageSegment,
    Mood,
    Motion,
    Position,
    TextSegment,
    Timeline,
    VideoSegment,
)

_FETCH_S = 10.0
_LARGEST_FETCH = 20_000_000
_DIMENSIONS = {"square": "1:1", "portrait": "2:3", "landscape": "3:2"}
_MOTIONS = (Motion.ZOOM_IN, Motion.PAN_LEFT, Motion.ZOOM_OUT, Motion.PAN_RIGHT)

GRIDS = frozenset(
    (
        *("imagine", "reroll", "variations", "inpaint", "outpaint", "pan", "blend"),
        *("pro-imagine", "pro-vary", "pro-variations", "pro-zoom", "pro-pan"),
    )
)
SINGLE = frozenset(
    ("upscale-1x", "upscale-alt", "upscale-highres", "faceswap", "pro-upscale", "kling-tryon")
)
FILMS = frozenset(
    (
        *("imagine-video", "imagine-video-extend", "luma-imagine", "luma-extend"),
        *("runway-imagine", "kling-imagine", "kling-imagine-2-6", "video-upscale", "video-edit"),
    )
)
_EXTEND = frozenset(("imagine-video-extend", "luma-extend"))
SONGS = frozenset(("suno-imagine", "suno-extend", "udio-imagine", "udio-generate"))
TEXTS = frozenset(("describe", "ideogram-describe", "shorten", "seed", "pro-seed", "suno-lyrics"))


async def make(world: World, task: Task) -> Made:
    """The result. Raises UnusableError where an input cannot be used, StudioError."""
    if task.kind in FILMS:
        return await _film(world, task)
    if task.kind in SONGS:
        return await asyncio.to_thread(_songs, world, task)
    inputs = [imaging.opened(content) for content in await _inputs(world, task)]
    if task.kind in TEXTS:
        return await asyncio.to_thread(_texts, world, task, inputs)
    return await asyncio.to_thread(_pictures, world, task, inputs)


async def _inputs(world: World, task: Task) -> list[bytes]:
    """The pictures that the order names, in their order."""
    names = ("target_image_url", "human_image_url", "image_url", "image", "start_image")
    also = ("swap_image_url", "cloth_image_url", "image_urls", "images", "image_input")
    urls: list[str] = []
    for name in (*names, *also, "input_images"):
        told = task.body.get(name)
        urls += [
            url for url in (told if isinstance(told, list) else [told]) if isinstance(url, str)
        ]
    return [await fetched(world, url) for url in urls if url.startswith("http")]


async def fetched(world: World, url: str) -> bytes:
    """What lies at an address, here or elsewhere. Raises UnusableError."""
    if own := world.own_file(url):
        return own.path.read_bytes()
    content = bytearray()
    try:
        async with (
            httpx.AsyncClient(timeout=_FETCH_S, trust_env=False, follow_redirects=True) as client,
            client.stream("GET", url) as answer,
        ):
            answer.raise_for_status()
            async for chunk in answer.aiter_bytes():
                content += chunk
                if len(content) > _LARGEST_FETCH:
                    raise UnusableError("Invalid image: too large")
    except (httpx.HTTPError, httpx.InvalidURL) as exc:
        raise UnusableError("Could not download the image") from exc
    return bytes(content)


def size_of(world: World, told: object) -> tuple[int, int]:
    """Pixels for a ratio, even numbers."""
    ratio = str(told)
    wide, _, high = (
        _DIMENSIONS.get(ratio, ratio).removeprefix("ASPECT_").replace("_", ":").partition(":")
    )
    width, height = (int(wide), int(high)) if wide.isdecimal() and high.isdecimal() else (1, 1)
    scale = world.side / max(width, height)
    return max(16, round(width * scale / 2) * 2), max(16, round(height * scale / 2) * 2)


def _pictures(world: World, task: Task, inputs: Sequence[Image.Image]) -> Made:
    if task.kind in SINGLE:
        return Made(picture=_kept(world, _single(world, task, inputs)))
    if task.kind in GRIDS:
        four = [_quarter(world, task, inputs, place) for place in range(4)]
        urls = tuple(_kept(world, picture) for picture in four)
        return Made(pictures=urls, grid=_kept(world, imaging.grid(four)))
    if task.kind in ("suno-upload", "ai-photo-upload", "ai-photo-train"):
        return Made()
    picture = _wanted(world, task, 0)
    if inputs:
        picture = imaging.varied(inputs[0], task.prompt or "edited", task.seed, 0.4)
    url = _kept(world, picture)
    return Made(picture=url) if task.kind == "flux-imagine" else Made(pictures=(url,))


def _wanted(world: World, task: Task, place: int) -> Image.Image:
    width, height = task.body.get("width"), task.body.get("height")
    size = size_of(world, str(task.body.get("aspect_ratio") or "1:1"))
    if isinstance(width, int) and isinstance(height, int):
        size = size_of(world, f"{width}:{height}")
    return imaging.drawn(task.prompt, size, task.seed + place)


def _single(world: World, task: Task, inputs: Sequence[Image.Image]) -> Image.Image:
    if task.kind in ("faceswap", "kling-tryon"):
        return imaging.swapped(inputs[0], inputs[-1])
    source = inputs[0] if inputs else _of_parent(world, task)
    if task.kind == "upscale-highres":
        if max(source.size) > 2048:
            raise UnusableError("Invalid image: larger than 2048x2048")
        return imaging.bigger(source, 4 if task.body.get("type") == "4x" else 2)
    if task.kind == "upscale-1x":
        return source
    better = imaging.bigger(source, 2)
    if task.body.get("type") == "creative":
        better = imaging.varied(better, task.prompt, task.seed, 0.12)
    return better


def _quarter(world: World, task: Task, inputs: Sequence[Image.Image], place: int) -> Image.Image:
    words, seed = task.prompt, task.seed + place
    match task.kind:
        case "imagine" | "pro-imagine" | "reroll":
            return _wanted(world, task, place)
        case "blend":
            size = size_of(world, str(task.body.get("dimension") or "square"))
            return imaging.blended(inputs, size, seed)
        case "inpaint":
            mask = str(task.body.get("mask"))
            return imaging.repainted(_of_parent(world, task), mask, words, seed)
        case "outpaint" | "pro-zoom":
            told = (
                task.body.get("zoom_ratio") or task.body.get("zoomRatio") or task.body.get("type")
            )
            return imaging.zoomed_out(_of_parent(world, task), _ratio(told), words, seed)
        case "pan" | "pro-pan":
            direction = str(task.body.get("direction") or task.body.get("type"))
            return imaging.panned(_of_parent(world, task), direction, words, seed)
        case _:
            strong = "strong" in (task.body.get("index"), task.body.get("type"))
            return imaging.varied(_of_parent(world, task), words, seed, 0.7 if strong else 0.35)


def _ratio(told: object) -> float:
    ratio = float(str(told)) if told else 1.5
    return max(ratio, 1.25)


def _of_parent(world: World, task: Task) -> Image.Image:
    parent = world.tasks[str(task.body.get("parent_task_id") or task.body.get("parentJobId"))]
    index = str(task.body.get("index") or "1")
    place = int(index) - 1 if index.isdecimal() else 0
    made = parent.made
    url = made.pictures[min(place, 3)] if len(made.pictures) > 1 else (made.picture or made.grid)
    stored = world.own_file(url)
    if stored is None:
        raise UnusableError("The parent's image is not available any more")
    return imaging.opened(stored.path.read_bytes())


def _kept(world: World, picture: Image.Image) -> str:
    world.pictures_made += 1
    return world.keep(imaging.jpeg(picture), ".jpg", "image/jpeg")


def _texts(world: World, task: Task, inputs: Sequence[Image.Image]) -> Made:
    if inputs:
        return Made(texts=tuple(imaging.described(inputs[0])))
    if task.kind == "suno-lyrics":
        title = " ".join(task.prompt.split()[:4]).title()
        verse = f"We sing of {task.prompt},\nall day and all night long,\n"
        return Made(
            title=title, lyrics=f"[Verse]\n{verse}[Chorus]\nOh, {title},\nthis is our song."
        )
    if task.kind in ("seed", "pro-seed"):
        parent = world.tasks[str(task.body.get("task_id"))]
        return Made(texts=(str(parent.seed),))
    words = task.prompt.split()
    cuts = (0.8, 0.6, 0.45, 0.3, 0.2)
    return Made(texts=tuple(" ".join(words[: max(1, round(len(words) * cut))]) for cut in cuts))


def _songs(world: World, task: Task) -> Made:
    # It brings numpy along, which the start of the sandbox does not wait for.
    from sandbox.apiframe.sounding import song

    words = " ".join(str(task.body.get(name, "")) for name in ("prompt", "tags", "style"))
    title = str(task.body.get("title") or " ".join(task.prompt.split()[:5]).title())
    songs = []
    for take in range(2):
        content = song(words, take=take, seconds=world.song_s)
        cover = imaging.drawn(task.prompt, (world.side // 2, world.side // 2), task.seed + take)
        songs.append(
            Song(
                id=f"{task.id}-{take + 1}",
                url=world.keep(content, ".mp3", "audio/mpeg"),
                title=title,
                cover=_kept(world, cover),
                seconds=world.song_s,
            )
        )
    return Made(songs=tuple(songs))


async def _film(world: World, task: Task) -> Made:
    """A film goes on or is made anew, a picture moves, and without either one is drawn."""
    told = task.body.get("duration")
    length_ms = (told if isinstance(told, int) else 5) * 1000
    with tempfile.TemporaryDirectory(dir=world.folder, prefix=".film-") as scratch:
        shots: list[VideoSegment | ImageSegment] = []
        if film := await _source_film(world, task, Path(scratch, "source.mp4")):
            info = await probe(film)
            known_ms = min(info.duration_ms, length_ms)
            shots.append(VideoSegment(start_ms=0, duration_ms=known_ms, path=film))
        extended = task.kind in _EXTEND
        if not shots or extended:
            still = await _still(world, task)
            picture = Path(scratch, "picture.jpg")
            await asyncio.to_thread(lambda: picture.write_bytes(imaging.jpeg(still)))
            start_ms = shots[0].duration_ms if shots else 0
            motion = _MOTIONS[zlib.crc32(task.prompt.encode()) % len(_MOTIONS)]
            shots.append(
                ImageSegment(start_ms=start_ms, duration_ms=length_ms, path=picture, motion=motion)
            )
            size = size_of(world, task.body.get("aspect_ratio") or f"{still.width}:{still.height}")
        else:
            size = size_of(world, task.body.get("aspect_ratio") or f"{info.width}:{info.height}")
        out = world.new_path(".mp4")
        await render(_timeline(task, shots, size), out, poster=Path(scratch, "poster.jpg"))
    return Made(film=world.serve(out, "video/mp4"))


async def _source_film(world: World, task: Task, path: Path) -> Path | None:
    """The film that the order names, or that of the task before it. Raises UnusableError."""
    parent = world.tasks.get(str(task.body.get("parent_task_id")))
    url = task.body.get("video_url") or task.body.get("video") or (parent and parent.made.film)
    if not isinstance(url, str) or not url:
        return None
    content = await fetched(world, url)
    await asyncio.to_thread(lambda: path.write_bytes(content))
    return path


async def _still(world: World, task: Task) -> Image.Image:
    if inputs := await _inputs(world, task):
        return imaging.opened(inputs[0])
    size = size_of(world, task.body.get("aspect_ratio") or "16:9")
    return await asyncio.to_thread(imaging.drawn, task.prompt, size, task.seed)


def _timeline(
    task: Task, shots: Sequence[VideoSegment | ImageSegment], size: tuple[int, int]
) -> Timeline:
    length_ms = sum(shot.duration_ms for shot in shots)
    title = TextSegment(
        start_ms=0, duration_ms=length_ms, text=task.prompt[:80], position=Position.TOP
    )
    return Timeline(
        width=size[0],
        height=size[1],
        fps=24,
        pictures=tuple(shots),
        sounds=(AudioSegment(start_ms=0, duration_ms=length_ms, mood=Mood.EPIC),)
        if task.body.get("generate_audio")
        else (),
        titles=(title,) if task.prompt and min(size) >= 200 else (),
    )
