"""Decides as what a sent file arrives: a photo, a video, a document…; knows no chat.

People's files are judged by their content, as Telegram's apps do. A bot says itself what it sends
and is believed, where Telegram's servers believe it.
"""

import asyncio
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from sandbox.telegram.errors import ApiError, bad_request
from sandbox.telegram.files import Files, StoredFile, Traits
from sandbox.telegram.model import Media, MediaType
from sandbox.telegram.pictures import (
    PHOTO_SIDE,
    THUMB_SIDE,
    NotAPhoto,
    Size,
    fits_photo,
    shrink_photo,
    thumbnail_size,
)
from studio.errors import MediaError, StudioError
from studio.media import Format, Kind, MediaInfo
from studio.probe import probe
from studio.thumbnail import thumbnail

MAX_PHOTO_BYTES = 10 * 1024 * 1024
MAX_BOT_UPLOAD_BYTES = 50 * 1024 * 1024
OCTETS = "application/octet-stream"
_PHOTO_FORMATS = {Format.JPEG, Format.PNG, Format.WEBP, Format.HEIC}


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file that has come in: where it lies now, and what its sender called it."""

    path: Path
    name: str
    mime: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BotMedia:
    """What a bot says of the file it sends; pixels and seconds, 0 where it says nothing."""

    type: MediaType
    width: int = 0
    height: int = 0
    duration: int = 0
    thumbnail: Upload | None = None


async def from_user(files: Files, upload: Upload, *, as_type: MediaType | None) -> Media:
    """Take in what a person sends; `as_type` document sends it untouched."""
    try:
        info = await probe(upload.path)
    except MediaError:
        return _kept(files, upload.path, _document(upload, thumb=None))
    type_ = as_type or _type_for(info, upload.path.stat().st_size)
    if type_ == "photo":
        try:
            return await _photo(files, upload)
        except NotAPhoto:
            type_ = "document"
    thumb = await _thumbnail(files, upload.path) if info.kind != Kind.AUDIO else None
    if type_ == "document":
        return _kept(files, upload.path, _document(upload, thumb=thumb))
    return _kept(
        files,
        upload.path,
        Traits(
            type=type_,
            name=upload.name,
            mime=info.mime,
            width=info.width,
            height=info.height,
            duration=round(info.duration_ms / 1000),
            thumb=thumb,
        ),
    )


async def from_bot(files: Files, upload: Upload, said: BotMedia) -> Media:
    """Take in what a bot uploads; raises ApiError as Telegram refuses it."""
    size = upload.path.stat().st_size
    if size == 0:
        raise bad_request("file must be non-empty")
    if size > MAX_BOT_UPLOAD_BYTES:
        raise ApiError(413, "Request Entity Too Large")
    if said.type == "photo":
        return await _photo_from_bot(files, upload, size)
    thumb = _keep_thumbnail(files, said.thumbnail.path) if said.thumbnail else None
    moving = said.type in ("video", "animation", "video_note")
    mp4 = moving and _is_mp4(upload.path)
    if said.type == "document" or (said.type == "video" and not mp4):
        return _kept(files, upload.path, _document(upload, thumb=thumb))
    return _kept(
        files,
        upload.path,
        Traits(
            type=said.type,
            name=upload.name,
            mime="video/mp4" if mp4 else _mime_by_name(upload.name, otherwise=upload.mime),
            width=said.width,
            height=said.height,
            duration=said.duration,
            thumb=thumb,
        ),
    )


def again(stored: StoredFile) -> Media:
    """A file that Telegram has already, as it was sent the first time."""
    traits = stored.traits
    if traits.type == "thumbnail":
        raise bad_request("can't use file of type Thumbnail as Document")
    return Media(
        type=traits.type,
        file_id=stored.file_id,
        name=traits.name,
        mime=traits.mime,
        size=stored.size,
        width=traits.width,
        height=traits.height,
        duration=traits.duration,
        thumb=traits.thumb,
    )


def _kept(files: Files, path: Path, traits: Traits) -> Media:
    return again(files.keep(path, traits))


def _type_for(info: MediaInfo, size_bytes: int) -> MediaType:
    match info.kind:
        case Kind.IMAGE if info.format == Format.GIF:
            return "animation"
        case Kind.IMAGE if (
            info.format in _PHOTO_FORMATS
            and not info.animated
            and size_bytes <= MAX_PHOTO_BYTES
            and fits_photo(Size(width=info.width, height=info.height))
        ):
            return "photo"
        case Kind.VIDEO if info.format == Format.MP4:
            return "video"
        case Kind.AUDIO:
            return "audio"
        case _:
            return "document"


async def _photo_from_bot(files: Files, upload: Upload, size: int) -> Media:
    if size > MAX_PHOTO_BYTES:
        raise bad_request(
            f"file of size {size} bytes is too big for a photo; "
            f"the maximum size is {MAX_PHOTO_BYTES} bytes"
        )
    try:
        return await _photo(files, upload)
    except NotAPhoto as exc:
        raise bad_request(str(exc)) from exc


async def _photo(files: Files, upload: Upload) -> Media:
    full, small = files.new_path(), files.new_path()
    size = await asyncio.to_thread(shrink_photo, upload.path, full, longest_side=PHOTO_SIDE)
    await asyncio.to_thread(shrink_photo, full, small, longest_side=THUMB_SIDE)
    files.discard([upload.path])
    return _kept(
        files,
        full,
        Traits(
            type="photo",
            name=f"{Path(upload.name).stem}.jpg",
            mime="image/jpeg",
            width=size.width,
            height=size.height,
            thumb=_keep_thumbnail(files, small),
        ),
    )


def _document(upload: Upload, *, thumb: str | None) -> Traits:
    mime = _mime_by_name(upload.name, otherwise=upload.mime)
    return Traits(type="document", name=upload.name, mime=mime, thumb=thumb)


async def _thumbnail(files: Files, source: Path) -> str | None:
    out = files.new_path()
    try:
        await thumbnail(source, out)
    except StudioError:
        return None
    return _keep_thumbnail(files, out)


def _keep_thumbnail(files: Files, path: Path) -> str | None:
    size = thumbnail_size(path)
    if size is None:
        files.discard([path])
        return None
    traits = Traits(
        type="thumbnail",
        name="thumb.jpg",
        mime="image/jpeg",
        width=size.width,
        height=size.height,
    )
    return files.keep(path, traits).file_id


def _is_mp4(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(8)[4:] == b"ftyp"


def _mime_by_name(name: str, *, otherwise: str) -> str:
    return mimetypes.guess_type(name)[0] or otherwise or OCTETS
