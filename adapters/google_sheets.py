"""Google Sheets: fetches a sheet that is open to everybody with the link, as CSV, without any key.

An address of a sheet opens it, so that it is in no error and no log. It knows no other service.
"""

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

import httpx

from adapters.addresses import belongs, origin_host, parsed
from adapters.answers import amount, kind_of
from wire.errors import Broken, RateLimited, Rejected, Uncertain, Unreachable
from wire.http import chunks, open_step
from wire.retry import reads

SERVICE: Final = "google_sheets"
BASE_URL: Final = "https://docs.google.com"
LARGEST_BYTES: Final = 5 * 1024 * 1024
#: The code of a `Rejected` where Google asks to sign in: the sheet is not shared.
SIGN_IN: Final = 401

_HOST: Final = "docs.google.com"
_CONTENT_HOST: Final = "googleusercontent.com"
_CONNECT_S: Final = 10.0
_MOST_STEPS: Final = 5
#: What ends a sentence, not an address.
_AFTER: Final = ".,;:!?)]"
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"'，。）】]{1,2000}", re.IGNORECASE)
# /spreadsheets/d/<id>/edit, with /u/0 for who has several accounts or /a/<domain> before it;
# /d/e/<id> is a sheet that was "published to the web".
_PATH: Final = re.compile(
    r"(?:/a/[\w.-]{1,100})?/spreadsheets(?:/u/\d{1,3})?/d/(e/)?([A-Za-z0-9_-]{3,150})(?:/.*)?"
)
_GID: Final = re.compile(r"(?:^|[?&#])gid=(\d{1,20})(?!\d)", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLink:
    """One sheet: the document's id, and the sheet's number in it, "" for the first.

    `published` documents have ids of another kind.
    """

    id: str = field(repr=False)
    gid: str = ""
    published: bool = False


def find_link(text: str, base_url: str = BASE_URL) -> SheetLink | None:
    """The first link to a sheet in a text."""
    own = {_HOST, _host(base_url)}
    for found in _ADDRESS.finditer(text):
        address = parsed(found[0].rstrip(_AFTER))
        if address is None or not own & {address.host, _host(str(address))}:
            continue
        if path := _PATH.fullmatch(address.path):
            gid = _GID.search(f"{address.query.decode()}#{address.fragment}")
            return SheetLink(id=path[2], gid=gid[1] if gid else "", published=bool(path[1]))
    return None


def _host(url: str) -> str:
    return origin_host(url).removesuffix(":443")


class GoogleSheets:
    """The service. Raises ValueError for an address that is none."""

    name = SERVICE

    def __init__(
        self, *, http: httpx.AsyncClient, base_url: str = BASE_URL, within_s: float = 30.0
    ) -> None:
        self._http = http
        self._base_url = base_url.rstrip("/")
        self._own_host = origin_host(base_url)
        self._within_s = within_s

    def __repr__(self) -> str:
        return f"GoogleSheets({self._base_url!r})"

    def find(self, text: str) -> SheetLink | None:
        """The first link to a sheet in a text."""
        return find_link(text, self._base_url)

    async def fetch(self, link: SheetLink) -> bytes:
        """The sheet as CSV in UTF-8.

        Raises ServiceError: Rejected with the code 401, 403 or 404 where the sheet is not shared or
        not there, with 413 where it is too big.
        """
        try:
            async with asyncio.timeout(self._within_s):
                return await reads(self._fetch, self._address(link))
        except TimeoutError as exc:
            raise Uncertain(f"not there in {self._within_s:g} s", service=SERVICE) from exc

    def _address(self, link: SheetLink) -> str:
        if link.published:
            way, query = f"d/e/{link.id}/pub", {"output": "csv", "single": "true"}
        else:
            way, query = f"d/{link.id}/export", {"format": "csv"}
        if link.gid:
            query["gid"] = link.gid
        return f"{self._base_url}/spreadsheets/{way}?{httpx.QueryParams(query)}"

    async def _fetch(self, url: str) -> bytes:
        request = self._http.build_request(
            "GET",
            url,
            headers={"Accept": "text/csv", "Accept-Encoding": "identity"},
            timeout=httpx.Timeout(self._within_s, connect=_CONNECT_S),
        )
        with _without_address():
            response = await self._open(request)
            try:
                _judge(response)
                body = bytearray()
                async for chunk in chunks(response, service=SERVICE):
                    body += chunk
                    if len(body) > LARGEST_BYTES:
                        raise Rejected("the sheet has more than 5 MB", service=SERVICE, code=413)
                return bytes(body)
            finally:
                await response.aclose()

    async def _open(self, request: httpx.Request) -> httpx.Response:
        for _ in range(_MOST_STEPS):
            response = await open_step(self._http, request, service=SERVICE)
            if response.next_request is None:
                return response
            await response.aclose()
            request = response.next_request
            if not self._may_lead_to(str(request.url)):
                # It is the page to sign in at, or that of a company's own.
                raise Rejected("the sheet is not shared", service=SERVICE, code=SIGN_IN)
        raise Broken("the sheet leads from address to address", service=SERVICE)

    def _may_lead_to(self, url: str) -> bool:
        return belongs(url, _CONTENT_HOST, (self._own_host, f"{_HOST}:443"))


def _judge(response: httpx.Response) -> None:
    """Raise what an answer stands for that is no sheet."""
    status = response.status_code
    if status == 429:
        wait_s = amount(response.headers.get("retry-after"))
        raise RateLimited("429", service=SERVICE, code=status, retry_after_s=wait_s)
    if 400 <= status < 500:
        raise Rejected(f"{status} for the sheet", service=SERVICE, code=status)
    if status != 200:
        raise Broken(f"{status} for the sheet", service=SERVICE)
    kind = kind_of(response.headers)
    if kind == "text/html":
        # The page to sign in at comes with 200.
        raise Rejected("a page instead of the sheet", service=SERVICE, code=SIGN_IN)
    if kind not in ("text/csv", "text/plain", "application/octet-stream"):
        raise Broken("the answer is no CSV", service=SERVICE)


@contextmanager
def _without_address() -> Iterator[None]:
    try:
        yield
    except (Unreachable, Uncertain) as exc:
        why = type(exc.__cause__).__name__
        # Without its cause: that would show the address.
        raise type(exc)(why, service=SERVICE) from None
