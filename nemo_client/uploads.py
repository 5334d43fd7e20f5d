"""Uploads: media for a session, streamed from disk or fetched by the backend from an address."""

import re
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from nemo_client.border import Body, Border, FormFile, part
from nemo_client.models import SessionId, Uploaded, UploadedFile
from wire.retry import writes

#: The kinds that the backend takes, by file ending.
KINDS: Final[Mapping[str, str]] = {
    ".mp4": "video/mp4",
    ".mov": "video/quicktime",
    ".avi": "video/x-msvideo",
    ".webm": "video/webm",
    ".mkv": "video/x-matroska",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".mp3": "audio/mpeg",
    ".wav": "audio/wav",
    ".m4a": "audio/mp4",
    ".aac": "audio/aac",
}

_UNSAFE: Final = re.compile(
    r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\\/:*?\"<>|]+"
)

_LONGEST_STEM: Final = 80


@dataclass(frozen=True, slots=True)
class Uploads:
    """`nemo.uploads`."""

    _border: Border

    async def files(self, session_id: SessionId, paths: Sequence[Path]) -> tuple[UploadedFile, ...]:
        """Upload files in this order, with constant memory.

        Raises OSError for a file that cannot be read, ServiceError; BadMedia for a kind or size
        that is not accepted.
        """
        if not paths:
            raise ValueError("no file to upload")
        return await writes(self._send, _path(session_id), paths)

    async def urls(self, session_id: SessionId, urls: Sequence[str]) -> tuple[UploadedFile, ...]:
        """Let the backend fetch media. Whether an address may be fetched is the caller's choice.

        Raises ServiceError.
        """
        if not urls:
            raise ValueError("no address to upload from")
        body: Body = {"urls": list(urls), "source_type": "url"}
        answer = await writes(self._border.post, _path(session_id), Uploaded, body)
        return answer.files

    async def _send(self, path: str, paths: Sequence[Path]) -> tuple[UploadedFile, ...]:
        # Opened anew for each try: a file that was read once is at its end.
        with ExitStack() as stack:
            answer = await self._border.post_files(path, Uploaded, _form(stack, paths))
        return answer.files


def safe_name(name: str) -> str:
    """A file's name without folders, control characters and endless length; its ending stays."""
    clean = Path(_UNSAFE.sub("_", name))
    stem = clean.stem.strip(". ")[:_LONGEST_STEM] or "file"
    return stem + clean.suffix[:16]


def _form(stack: ExitStack, paths: Sequence[Path]) -> list[FormFile]:
    return [
        (
            "files",
            (
                safe_name(path.name),
                stack.enter_context(path.open("rb")),
                KINDS.get(path.suffix.lower(), "application/octet-stream"),
            ),
        )
        for path in paths
    ]


def _path(session_id: SessionId) -> str:
    return f"/api/upload-video/nemo_agent/me/{part(session_id)}"
