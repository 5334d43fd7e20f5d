"""Endpoint for uploads: files as they are, or URLs to fetch; files go straight to disk."""

import asyncio
import shutil
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from urllib.parse import unquote, urlsplit

import httpx
from pydantic import BaseModel, Field, JsonValue
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from sandbox.nemo.border import body_of, ok, refuse_late, script_for, session_of, world_of
from sandbox.nemo.project import Media
from sandbox.nemo.refusals import RefusedError
from sandbox.nemo.world import World
from studio.errors import MediaError
from studio.media import Format, Kind, MediaInfo
from studio.probe import probe

FILE_LIMIT_BYTES = 200 * 1024 * 1024
BODY_LIMIT_BYTES = 5 * FILE_LIMIT_BYTES
FILES_AT_ONCE = 20
NAME_LENGTH = 120
FETCH_TIMEOUT_S = 30

_ACCEPTED = frozenset(Format) - {Format.HEIC}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Arrived:
    name: str
    path: Path


class _Urls(BaseModel):
    urls: list[str] = Field(min_length=1, max_length=FILES_AT_ONCE)


async def upload(request: Request) -> Response:
    """`POST /api/upload-video/nemo_agent/me/<session>`: multipart `files`, or JSON `urls`.

    One unusable file refuses them all. The script's word `uploaded_files` asks for the answer's
    other form.
    """
    try:
        script = script_for(request, "upload")
        session = session_of(request, request.path_params["session_id"])
        _check_length(request)
    except RefusedError:
        # A client that is still sending would see a broken connection instead of the answer.
        async for _ in request.stream():
            pass
        raise
    by_url = request.headers.get("Content-Type", "").startswith("application/json")
    world = world_of(request)
    with TemporaryDirectory(dir=world.folder, prefix=".upload-") as name:
        receive = _fetch_all if by_url else _receive_all
        arrived = await receive(request, Path(name))
        media = await _accept(world, arrived)
    session.project = replace(session.project, media=(*session.project.media, *media))
    world.books.upload(session.id, [m.name for m in media])
    refuse_late(script)
    if "uploaded_files" in script:
        return ok({"uploaded_files": [_fields(m, "url") for m in media]})
    files: list[JsonValue] = [_fields(m, "cdn_url") for m in media]
    return ok({"files": files, "session_state_applied": True})


def _check_length(request: Request) -> None:
    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > BODY_LIMIT_BYTES:
        raise RefusedError(4002)


async def _receive_all(request: Request, folder: Path) -> list[_Arrived]:
    arrived: list[_Arrived] = []
    # Starlette keeps big parts in a temporary file, so memory does not grow with them.
    async with request.form(max_files=FILES_AT_ONCE) as form:
        for number, part in enumerate(form.getlist("files")):
            if not isinstance(part, UploadFile):
                raise RefusedError(400, "the field `files` holds files")
            if (part.size or 0) > FILE_LIMIT_BYTES:
                raise RefusedError(4002)
            path = folder / str(number)
            await asyncio.to_thread(_write, part, path)
            arrived.append(_Arrived(name=part.filename or "file", path=path))
    if not arrived:
        raise RefusedError(400, "no files in the field `files`")
    return arrived


def _write(part: UploadFile, path: Path) -> None:
    with path.open("wb") as file:
        shutil.copyfileobj(part.file, file, 1024 * 1024)


async def _fetch_all(request: Request, folder: Path) -> list[_Arrived]:
    urls = (await body_of(request, _Urls)).urls
    async with httpx.AsyncClient(
        follow_redirects=True, timeout=FETCH_TIMEOUT_S, trust_env=False
    ) as client:
        return [await _fetch(client, url, folder / str(i)) for i, url in enumerate(urls)]


async def _fetch(client: httpx.AsyncClient, url: str, path: Path) -> _Arrived:
    size = 0
    try:
        async with client.stream("GET", url) as answer:
            answer.raise_for_status()
            with path.open("wb") as file:
                async for chunk in answer.aiter_bytes():
                    size += len(chunk)
                    if size > FILE_LIMIT_BYTES:
                        raise RefusedError(4002)
                    file.write(chunk)
    except (httpx.HTTPError, httpx.InvalidURL) as exc:
        raise RefusedError(4001, f"cannot fetch {url[:NAME_LENGTH]}") from exc
    name = PurePosixPath(unquote(urlsplit(url).path)).name
    return _Arrived(name=name or "file", path=path)


async def _accept(world: World, arrived: list[_Arrived]) -> list[Media]:
    infos: list[MediaInfo] = []
    for one in arrived:
        try:
            info = await probe(one.path)
        except MediaError as exc:
            raise RefusedError(4001, f"{one.name[:NAME_LENGTH]}: {exc.reason}") from exc
        if info.format not in _ACCEPTED:
            raise RefusedError(4001, f"{one.name[:NAME_LENGTH]}: {info.format}")
        infos.append(info)
    media: list[Media] = []
    for one, info in zip(arrived, infos, strict=True):
        stored = world.new_file(f".{info.format}", info.mime)
        one.path.replace(stored.path)
        world.keep(stored)
        media.append(_media(one.name, stored.url, info))
    return media


def _media(name: str, url: str, info: MediaInfo) -> Media:
    return Media(
        name=PurePosixPath(name.replace("\\", "/")).name[:NAME_LENGTH] or "file",
        url=url,
        kind=info.kind.value,
        mime=info.mime,
        duration_ms=info.duration_ms if info.kind is not Kind.IMAGE else 0,
        width=info.width,
        height=info.height,
    )


def _fields(media: Media, url_key: str) -> JsonValue:
    fields: dict[str, JsonValue] = {
        "filename": media.name,
        "file_type": media.kind,
        url_key: media.url,
        "width": media.width,
        "height": media.height,
    }
    if media.duration_ms:
        fields["duration"] = media.duration_ms / 1000
    return fields
