"""Takes in the pictures of an order, from wherever it says they are, as strictly as the service."""

import base64
import binascii
import io
import ipaddress
import re
from collections.abc import Callable
from typing import Final

import httpx
from PIL import Image

MOST_DATA_URI: Final = 5 * 1024 * 1024
MOST_BY_ADDRESS: Final = 16 * 1024 * 1024
LONGEST_ADDRESS: Final = 2048
LONGEST_SIDE: Final = 8000
FETCH_S: Final = 10.0
AGENT: Final = "RunwayML API/1.0"
_FORMATS: Final = {"JPEG": ("jpeg", "jpg"), "PNG": ("png",), "WEBP": ("webp",)}
_DATA_URI: Final = re.compile(r"data:image/(\w+);base64,", re.ASCII)


class InvalidAsset(Exception):  # it says what is wrong
    """A picture cannot be used; the text is the service's own."""


async def load(uri: str, uploaded: Callable[[str], bytes | None], *, home: str) -> bytes:
    """The picture behind an address. Raises InvalidAsset.

    `home` is this server's own address: whatever is served at the same host is fetched.
    """
    if uri.startswith("runway://"):
        found = uploaded(uri)
        if found is None:
            raise InvalidAsset("Invalid asset: the upload was not found, or has expired.")
        return checked(found, "")
    if uri.startswith("data:"):
        return _inline(uri)
    return await _fetched(uri, httpx.URL(home).host)


def _inline(uri: str) -> bytes:
    head = _DATA_URI.match(uri)
    if head is None:
        raise InvalidAsset("Invalid asset: unsupported data URI.")
    if len(uri) > MOST_DATA_URI:
        raise InvalidAsset("Invalid asset: the data URI has more than 5MB.")
    try:
        content = base64.b64decode(uri[head.end() :], validate=True)
    except binascii.Error as exc:
        raise InvalidAsset("Invalid asset: the data URI is not base64.") from exc
    return checked(content, head[1])


async def _fetched(uri: str, home: str) -> bytes:
    try:
        url = httpx.URL(uri)
    except httpx.InvalidURL as exc:
        raise InvalidAsset("Invalid asset: this is no URL.") from exc
    if len(uri) > LONGEST_ADDRESS or not _may_fetch(url, home):
        raise InvalidAsset("Invalid asset: only HTTPS URLs with a domain name are supported.")
    try:
        async with httpx.AsyncClient(
            trust_env=False, timeout=FETCH_S, headers={"User-Agent": AGENT}
        ) as client:
            head = await client.head(url)
            got = await client.get(url)
    except httpx.HTTPError as exc:
        raise InvalidAsset("Invalid asset: the URL could not be fetched.") from exc
    if head.status_code != 200 or got.status_code != 200:
        raise InvalidAsset(f"Invalid asset: the URL answered with {got.status_code}.")
    if "content-length" not in head.headers or len(got.content) > MOST_BY_ADDRESS:
        raise InvalidAsset("Invalid asset: the size is not told, or is more than 16MB.")
    kind = head.headers.get("content-type", "").partition(";")[0]
    return checked(got.content, kind.removeprefix("image/") or "nothing")


def _may_fetch(url: httpx.URL, home: str) -> bool:
    """HTTPS at a name; on this machine also HTTP, for the other servers of the sandbox."""
    if url.host == home:
        return url.scheme in ("http", "https")
    try:
        return ipaddress.ip_address(url.host).is_loopback and url.scheme in ("http", "https")
    except ValueError:
        return url.scheme == "https" and "." in url.host


def checked(content: bytes, kind: str) -> bytes:
    """The content, where it is a picture that is taken. Raises InvalidAsset."""
    try:
        with Image.open(io.BytesIO(content), formats=tuple(_FORMATS)) as opened:
            found, (width, height) = opened.format or "", opened.size
            opened.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as exc:
        raise InvalidAsset("Invalid asset: this is no JPEG, PNG or WebP.") from exc
    if kind and kind not in _FORMATS[found]:
        raise InvalidAsset(f"Invalid asset: said to be {kind}, but it is {found}.")
    if max(width, height) > LONGEST_SIDE:
        raise InvalidAsset(f"Invalid asset dimensions. A side has at most {LONGEST_SIDE} pixels.")
    if not 0.5 <= width / height <= 2:
        raise InvalidAsset(
            "Invalid asset aspect ratio. The width / height ratio must be between 0.5 and 2."
        )
    return content
