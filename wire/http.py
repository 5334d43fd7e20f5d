"""The one place that sends HTTP requests and turns transport errors into ours; names no service."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx

from wire.errors import Uncertain, Unreachable
from wire.redact import redact

# Only these prove that not a byte of the request was taken.
_NEVER_ARRIVED = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


def new_client() -> httpx.AsyncClient:
    """A client for one owner to keep and close; making one costs 25 ms, so share it.

    It keeps no cookies: they would carry one user's identity into the next user's calls.
    """
    jar = CookieJar(policy=DefaultCookiePolicy(allowed_domains=[]))
    return httpx.AsyncClient(cookies=jar)


async def send(
    client: httpx.AsyncClient, request: httpx.Request, *, service: str
) -> httpx.Response:
    """Send and read the whole answer. Raises Unreachable, Uncertain."""
    with _translated(request, service):
        return await client.send(request)


async def open_stream(
    client: httpx.AsyncClient, request: httpx.Request, *, service: str
) -> httpx.Response:
    """Send and read only the head of the answer; redirects are followed where the request reads.

    The caller closes the response. Raises Unreachable, Uncertain.
    """
    with _translated(request, service):
        return await client.send(request, stream=True, follow_redirects=request.method == "GET")


async def open_step(
    client: httpx.AsyncClient, request: httpx.Request, *, service: str
) -> httpx.Response:
    """As `open_stream`, but a redirect is the answer: its `next_request` is for the caller to
    judge.
    """
    with _translated(request, service):
        return await client.send(request, stream=True, follow_redirects=False)


async def read(response: httpx.Response, *, service: str) -> None:
    """Read the rest of an answer that `open_stream` gave. Raises Uncertain."""
    with _translated(response.request, service):
        await response.aread()


async def chunks(response: httpx.Response, *, service: str) -> AsyncIterator[bytes]:
    """The body as it arrives. Raises Uncertain when it is cut short."""
    with _translated(response.request, service):
        # No chunk size: buffering to a given size costs 1.7 times as much.
        async for chunk in response.aiter_bytes():
            yield chunk


def place(request: httpx.Request) -> str:
    """What was asked, fit for a log: method and address without query, user and secrets."""
    bare = request.url.copy_with(query=None, fragment=None, userinfo=b"")
    return f"{request.method} {redact(str(bare))}"


@contextmanager
def _translated(request: httpx.Request, service: str) -> Iterator[None]:
    try:
        yield
    except _NEVER_ARRIVED as exc:
        raise Unreachable(_told(request, exc), service=service) from exc
    except httpx.RequestError as exc:
        raise Uncertain(_told(request, exc), service=service) from exc


def _told(request: httpx.Request, exc: httpx.RequestError) -> str:
    return f"{place(request)}: {type(exc).__name__} {redact(str(exc))}".rstrip()
