"""Fetches results from the address they lie at; no key ever goes there."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

import httpx

from adapters.apiframe.border import SERVICE, USER_AGENT
from adapters.apiframe.fields import is_address
from adapters.base import Asset
from wire.errors import Broken, Rejected
from wire.http import chunks, open_stream

MOST_BYTES: Final = 1_000_000_000
_QUIET_S: Final = 60.0
_NO_MEDIA: Final = frozenset(("text/html", "application/json", "application/xml", "text/xml"))
_GONE: Final = frozenset((401, 403, 404, 410))


async def download(http: httpx.AsyncClient, asset: Asset, path: Path) -> int:
    """Stream a result to `path`, which appears only when it is whole; its size in bytes.

    Raises ServiceError: Rejected where it is not there any more. Raises OSError when it cannot be
    written.
    """
    if not is_address(asset.url):
        raise Rejected("the result has no address", service=SERVICE)
    request = http.build_request(
        "GET",
        asset.url,
        # Compression gains nothing on media.
        headers={"Accept-Encoding": "identity", "User-Agent": USER_AGENT},
        timeout=httpx.Timeout(_QUIET_S, connect=10.0),
    )
    response = await open_stream(http, request, service=SERVICE)
    try:
        _check(response)
        with _arriving(path) as file:
            # A body shorter than its Content-Length ends in Uncertain here.
            async for chunk in chunks(response, service=SERVICE):
                file.write(chunk)
                if file.tell() > MOST_BYTES:
                    raise Rejected(f"a result of more than {MOST_BYTES} bytes", service=SERVICE)
            return _size_of_media(file)
    finally:
        await response.aclose()


def _check(response: httpx.Response) -> None:
    status = response.status_code
    if status in _GONE:
        raise Rejected(f"the result is not there any more: {status}", service=SERVICE, code=status)
    if not response.is_success:
        raise Broken(f"the result cannot be fetched: {status}", service=SERVICE)
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in _NO_MEDIA:
        raise Broken(f"{kind} where a result was due", service=SERVICE)


@contextmanager
def _arriving(path: Path) -> Iterator[BinaryIO]:
    unfinished = path.with_name(f"{path.name}.part")
    try:
        with unfinished.open("w+b") as file:
            yield file
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _size_of_media(file: BinaryIO) -> int:
    size = file.tell()
    file.seek(0)
    if file.read(256).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"", b"<", b"{", b"["):
        raise Broken(f"{size} bytes that are no media", service=SERVICE)
    return size
