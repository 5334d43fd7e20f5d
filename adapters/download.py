"""Fetches a result to a file that appears only when it is whole; no key goes along.

The address is in no error and no log: it may be signed.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

import httpx

from adapters.addresses import is_open
from wire.arriving import arriving, is_media
from wire.errors import Broken, RateLimited, Rejected, Uncertain, Unreachable
from wire.http import chunks, open_step
from wire.retry import reads

LARGEST_BYTES: Final = 64 * 1024 * 1024
_CONNECT_S: Final = 10.0
_QUIET_S: Final = 60.0
_MOST_STEPS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """Where files may come from, and whose they are."""

    http: httpx.AsyncClient
    service: str
    extra_hosts: Collection[str] = ()
    largest_bytes: int = LARGEST_BYTES

    async def to(self, path: Path, url: str) -> int:
        """Its size in bytes.

        Raises ServiceError: Rejected where the address is not open to all or has ended, Broken
        when what came is a web page or JSON, or nothing, or too much. Raises OSError when it
        cannot be written.
        """
        if not is_open(url, self.extra_hosts):
            raise Rejected("the result lies at an address that is not public", service=self.service)
        return await reads(self._fetch, path, url)

    async def _fetch(self, path: Path, url: str) -> int:
        request = self.http.build_request(
            "GET",
            url,
            headers={"Accept-Encoding": "identity"},
            timeout=httpx.Timeout(_QUIET_S, connect=_CONNECT_S),
        )
        with self._without_address(request.url.host):
            response = await self._open(request)
            try:
                self._judge(response)
                with arriving(path) as file:
                    # A body shorter than its Content-Length ends in Uncertain here.
                    async for chunk in chunks(response, service=self.service):
                        file.write(chunk)
                        if file.tell() > self.largest_bytes:
                            raise Rejected("the result is too big", service=self.service)
                    return self._size_of_media(file)
            finally:
                await response.aclose()

    async def _open(self, request: httpx.Request) -> httpx.Response:
        for _ in range(_MOST_STEPS):
            response = await open_step(self.http, request, service=self.service)
            if response.next_request is None:
                return response
            await response.aclose()
            request = response.next_request
            if not is_open(str(request.url), self.extra_hosts):
                message = "the result led to an address that is not public"
                raise Rejected(message, service=self.service)
        raise Broken("the result leads from address to address", service=self.service)

    def _judge(self, response: httpx.Response) -> None:
        status = response.status_code
        if status == 429:
            raise RateLimited("429 for the result", service=self.service, code=status)
        if 400 <= status < 500:
            raise Rejected(f"{status}: the result is gone", service=self.service, code=status)
        if status != 200:
            raise Broken(f"{status} for the result", service=self.service)

    def _size_of_media(self, file: BinaryIO) -> int:
        size = file.tell()
        if not is_media(file):
            raise Broken(f"{size} bytes that are no media", service=self.service)
        return size

    @contextmanager
    def _without_address(self, host: str) -> Iterator[None]:
        try:
            yield
        except (Unreachable, Uncertain) as exc:
            why = type(exc.__cause__).__name__
            raise type(exc)(f"file at {host}: {why}", service=self.service) from exc.__cause__
