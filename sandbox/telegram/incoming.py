"""Reads a request's parameters and files, whatever way they were encoded; knows no method."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from pydantic import JsonValue
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request

from sandbox.telegram.errors import ApiError, bad_request
from sandbox.telegram.files import Files
from sandbox.telegram.media import OCTETS, Upload

MAX_NAME = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """Parameters by name, and files by the name of their part."""

    fields: Mapping[str, JsonValue]
    uploads: Mapping[str, Upload]


async def read_call(request: Request, files: Files) -> Incoming:
    """The parameters of a Bot API call; a file sent as a parameter itself becomes `attach://`."""
    fields: dict[str, JsonValue] = dict(request.query_params)
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind == "application/json":
        fields |= await _json_object(request)
    if kind not in ("application/x-www-form-urlencoded", "multipart/form-data"):
        return Incoming(fields=fields, uploads={})
    uploads: dict[str, Upload] = {}
    try:
        async with request.form() as form:
            for name, value in form.items():
                if isinstance(value, UploadFile):
                    uploads[name] = await received(value, files)
                    fields.setdefault(name, f"attach://{name}")
                else:
                    fields[name] = value
    except HTTPException as exc:
        raise ApiError(exc.status_code, f"Bad Request: {exc.detail}") from exc
    return Incoming(fields=fields, uploads=uploads)


async def received(sent: UploadFile, files: Files) -> Upload:
    """A file of a form, moved to a place of its own."""
    return Upload(
        path=await files.receive(sent.file),
        name=_safe_name(sent.filename or ""),
        mime=sent.content_type or OCTETS,
    )


async def _json_object(request: Request) -> Mapping[str, JsonValue]:
    try:
        body = await request.json()
    except ValueError as exc:
        raise bad_request("can't parse JSON") from exc
    if not isinstance(body, dict):
        raise bad_request("can't parse JSON: an object is expected")
    return body


def _safe_name(name: str) -> str:
    """A name without folders and control characters, short enough for every file system."""
    plain = PurePosixPath(name.replace("\\", "/")).name
    printable = "".join(char for char in plain if char.isprintable()).strip(". ")
    path = PurePosixPath(printable or "file")
    return path.stem[: MAX_NAME - len(path.suffix)] + path.suffix[:MAX_NAME]
