"""Renders: a draft becomes an MP4 file on the backend, and the file comes to this machine."""

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from pydantic import JsonValue

from nemo_client.border import Body, Border, part
from nemo_client.codes import SERVICE
from nemo_client.models import Nothing, Render, RenderId, RenderState, SessionId
from wire.arriving import arriving, is_media
from wire.errors import Broken
from wire.http import chunks
from wire.retry import reads, writes

#: States after which nothing changes any more.
ENDED: Final = frozenset((RenderState.COMPLETED, RenderState.FAILED, RenderState.CANCELLED))


@dataclass(frozen=True, slots=True)
class Renders:
    """`nemo.renders`."""

    _border: Border

    async def submit(self, render_id: RenderId, session_id: SessionId, draft: JsonValue) -> Render:
        """Start a render under an id of our own; the draft goes out exactly as it came in.

        After Uncertain look with `poll`: an id is taken once, so a second try needs a new one.
        Raises ServiceError; PlanBlocked where the account's plan has no export.
        """
        body: Body = {
            "id": render_id,
            "sessionId": session_id,
            "draft": draft,
            "output": {"format": "mp4", "quality": "high"},
        }
        render = await writes(self._border.post, "/api/render/proxy/lambda", Render, body)
        return render.known_as(render_id)

    async def poll(self, render_id: RenderId) -> Render:
        """How far it is. Raises ServiceError; Rejected with code 404 for an unknown id."""
        render = await reads(self._border.get, _path(render_id), Render)
        return render.known_as(render_id)

    async def cancel(self, render_id: RenderId) -> None:
        """Ask for the end of it. Raises ServiceError."""
        await writes(self._border.post, f"{_path(render_id)}/cancel", Nothing)

    async def download(self, render_id: RenderId, path: Path) -> int:
        """Fetch the file to `path`, which appears only when it is whole; returns its bytes.

        Raises ServiceError; Broken when what came is a web page or JSON, or nothing. Raises
        OSError when it cannot be written.
        """
        return await reads(self._fetch, render_id, path)

    async def _fetch(self, render_id: RenderId, path: Path) -> int:
        response = await self._border.open_file(f"/api/render/proxy/{part(render_id)}/download")
        try:
            with arriving(path) as file:
                # A body shorter than its Content-Length ends in Uncertain here.
                async for chunk in chunks(response, service=SERVICE):
                    file.write(chunk)
                return _size_of_media(file)
        finally:
            await response.aclose()


def _path(render_id: RenderId) -> str:
    return f"/api/render/proxy/lambda/{part(render_id)}"


def _size_of_media(file: BinaryIO) -> int:
    size = file.tell()
    if not is_media(file):
        raise Broken(f"{size} bytes that are no video", service=SERVICE)
    return size
