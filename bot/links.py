"""Looks with care at what a pasted link leads to; it reads no body and knows no chat."""

import asyncio
import re
import socket
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from http.cookiejar import CookieJar, DefaultCookiePolicy
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final
from urllib.parse import unquote

import httpx
import structlog

from nemo_client.uploads import KINDS, safe_name

MOST_REDIRECTS: Final = 5
MOST_ADDRESSES: Final = 4
WHOLE_S: Final = 15.0
_TIMES: Final = httpx.Timeout(10.0, connect=5.0).as_dict()

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
#: (host, port) -> its addresses as text, the one to try first in front. Raises OSError.
Resolver = Callable[[str, int], Awaitable[Sequence[str]]]

log = structlog.get_logger()


class LinkReason(StrEnum):
    """Why a link is not taken; each is one sentence for the user."""

    NOT_WEB = "not_web"  # not http or https, with a user name, or no address at all
    PRIVATE = "private"  # leads into a network that is not the public one
    UNREACHABLE = "unreachable"
    NOT_FOUND = "not_found"
    FORBIDDEN = "forbidden"  # needs a sign-in, or has expired
    NOT_MEDIA = "not_media"  # a web page, or a kind that is not accepted
    TOO_MANY_REDIRECTS = "too_many_redirects"


class LinkRefused(Exception):
    """The link is not taken. The text is the reason alone, because a link may be signed."""

    def __init__(self, reason: LinkReason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedFile:
    """What a link leads to, as far as its server tells.

    `link` is the address after all redirects, `size_bytes` None where the server does not say,
    `kind` one of "image", "video", "audio".
    """

    link: str
    name: str
    size_bytes: int | None
    kind: str


def new_client() -> httpx.AsyncClient:
    """The client that `examine` wants, for one owner to keep and close.

    No cookies, and nothing from the environment but the operator's certificates: a proxy would
    choose the address a second time, inside its own network.
    """
    jar = CookieJar(policy=DefaultCookiePolicy(allowed_domains=[]))
    return httpx.AsyncClient(cookies=jar, trust_env=False, verify=httpx.create_ssl_context())


async def addresses_of(host: str, port: int) -> Sequence[str]:
    """The machine's own look-up; it also reads 2130706433 and 0x7f.1 as addresses."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(info[4][0]) for info in found]


async def examine(
    http: httpx.AsyncClient,
    link: str,
    *,
    allowed: Sequence[Network] = (),
    resolve: Resolver = addresses_of,
    within_s: float = WHOLE_S,
) -> LinkedFile:
    """Ask the server behind a link what it has, without reading any of it.

    `allowed` are networks of the operator that may be reached although they are not public.
    Raises LinkRefused. ValueError for a client that takes proxies from the environment.
    """
    if http.trust_env:
        raise ValueError("links are looked at with a client made by bot.links.new_client")
    looking = _Looking(http, allowed, resolve)
    try:
        async with asyncio.timeout(within_s):
            return await looking.follow(link)
    except TimeoutError:
        refused = LinkRefused(LinkReason.UNREACHABLE)
    except LinkRefused as exc:
        refused = exc
    log.info("link_refused", host=looking.host, reason=refused.reason)
    # Texts of lower layers may quote the link, so they are left behind.
    raise refused from None


_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_FOUND: Final = frozenset({200, 203, 206})
_SAID_NO: Final[Mapping[int, LinkReason]] = {
    **dict.fromkeys((401, 402, 403, 407, 451), LinkReason.FORBIDDEN),
    **dict.fromkeys((404, 410), LinkReason.NOT_FOUND),
}
# Nothing of the user, the bot or the client. A connection is used once: it was opened for one
# host's certificate, and another host may have the same address.
_HEADERS: Final[Mapping[str, str]] = {
    "User-Agent": "image-to-video-in-flow",
    "Accept": "*/*",
    "Accept-Encoding": "identity",
    "Connection": "close",
}


@dataclass(slots=True)
class _Looking:
    """One link on its way through redirects; `host` is the last one looked at, for the log."""

    http: httpx.AsyncClient
    allowed: Sequence[Network]
    resolve: Resolver
    host: str | None = None

    async def follow(self, link: str) -> LinkedFile:
        url = _web_address(link, base=None)
        for _ in range(1 + MOST_REDIRECTS):
            answer = await self._look(url)
            if answer.status_code in _FOUND:
                return _described(url, answer)
            url = _web_address(answer.headers["location"], base=url)
        raise LinkRefused(LinkReason.TOO_MANY_REDIRECTS)

    async def _look(self, url: httpx.URL) -> httpx.Response:
        """The head of an answer that is a file or a redirect."""
        addresses = await self._judged(url)
        answer = await self._ask(url, addresses, "HEAD", {})
        if not _helps(answer):
            # A server that does not like HEAD says so in many ways; a signature may be for GET.
            answer = await self._ask(url, addresses, "GET", {"Range": "bytes=0-0"})
        if not _helps(answer):
            raise LinkRefused(_SAID_NO.get(answer.status_code, LinkReason.UNREACHABLE))
        return answer

    async def _judged(self, url: httpx.URL) -> Sequence[Address]:
        """The addresses of a host, all of which may be asked."""
        self.host = url.raw_host.decode()
        port = url.port or (443 if url.scheme == "https" else 80)
        try:
            texts = await self.resolve(self.host, port)
            # A zone ("%eth0") says which cable, and belongs to addresses that nobody may ask.
            addresses = [_plain(ip_address(text.partition("%")[0])) for text in texts]
        except (OSError, ValueError):  # ValueError: also a name that cannot be encoded
            raise LinkRefused(LinkReason.UNREACHABLE) from None
        if not all(_may_be_asked(address, self.allowed) for address in addresses):
            raise LinkRefused(LinkReason.PRIVATE)
        return addresses[:MOST_ADDRESSES]

    async def _ask(
        self, url: httpx.URL, addresses: Sequence[Address], method: str, extra: Mapping[str, str]
    ) -> httpx.Response:
        """The head of the answer from the first address that takes a connection."""
        headers = {"Host": url.netloc.decode(), **_HEADERS, **extra}
        extensions = {"sni_hostname": url.raw_host.decode().rstrip("."), "timeout": _TIMES}
        for address in addresses:
            # Made by hand: the client's own builder would add its headers, cookies and sign-in.
            request = httpx.Request(
                method, url.copy_with(host=str(address)), headers=headers, extensions=extensions
            )
            try:
                answer = await self.http.send(
                    request, stream=True, auth=None, follow_redirects=False
                )
                await answer.aclose()
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
            except (httpx.HTTPError, httpx.InvalidURL, ValueError):
                break  # no HTTP, or a Location that cannot be read: the client tries to
            return answer
        raise LinkRefused(LinkReason.UNREACHABLE)


def _helps(answer: httpx.Response) -> bool:
    status = answer.status_code
    return status in _FOUND or (status in _REDIRECTS and "location" in answer.headers)


# Strict about labels: what a host may be must not depend on who reads the link next.
_HOST: Final = re.compile(r"(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}\.?|[0-9a-f:.]+")


def _web_address(link: str, *, base: httpx.URL | None) -> httpx.URL:
    try:
        url = base.join(link) if base else httpx.URL(link)
        url = url.copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError):
        raise LinkRefused(LinkReason.NOT_WEB) from None
    plain = url.scheme in {"http", "https"} and not url.userinfo
    if plain and (url.port or 0) < 65536 and _HOST.fullmatch(url.raw_host.decode()):
        return url
    raise LinkRefused(LinkReason.NOT_WEB)


_IPV6_PUBLIC: Final = ip_network("2000::/3")
_NAT64: Final = ip_network("64:ff9b::/96")
# `is_global` says yes to these, or does so in some versions of Python.
_NOT_PUBLIC: Final[Sequence[Network]] = (
    ip_network("192.0.0.0/24"),  # protocol assignments
    ip_network("192.88.99.0/24"),  # relays from IPv4 into IPv6
    ip_network("168.63.129.16/32"),  # Azure: the host of a virtual machine
    ip_network("2001::/23"),  # Teredo and other assignments
    ip_network("2002::/16"),  # 6to4: holds any IPv4 address
    ip_network("3fff::/20"),  # documentation
)


def _plain(address: Address) -> Address:
    """The IPv4 address where one is only written, or only translated, as IPv6."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address


def _may_be_asked(address: Address, allowed: Sequence[Network]) -> bool:
    if any(address in network for network in allowed):
        return True
    if not address.is_global or address.is_multicast or address.is_reserved:
        return False
    if isinstance(address, IPv6Address) and address not in _IPV6_PUBLIC:
        return False
    return not any(address in network for network in _NOT_PUBLIC)


# The first ending of a kind is the one it gets.
_ENDINGS: Final[Mapping[str, str]] = {
    kind: ending for ending, kind in reversed(list(KINDS.items()))
}
_ALSO_CALLED: Final[Mapping[str, str]] = {
    **dict.fromkeys(("image/jpg", "image/pjpeg"), "image/jpeg"),
    **dict.fromkeys(("video/avi", "video/msvideo"), "video/x-msvideo"),
    **dict.fromkeys(("video/matroska", "video/mkv"), "video/x-matroska"),
    **dict.fromkeys(("audio/mp3", "audio/x-mp3", "audio/x-mpeg"), "audio/mpeg"),
    **dict.fromkeys(("audio/x-wav", "audio/wave", "audio/vnd.wave"), "audio/wav"),
    **dict.fromkeys(("audio/x-m4a", "audio/m4a"), "audio/mp4"),
    **dict.fromkeys(("audio/x-aac", "audio/aacp"), "audio/aac"),
}
# What servers say that do not know; the second one is what S3 says by default.
_SAYS_NOTHING: Final = frozenset(
    {"", "application/octet-stream", "binary/octet-stream", "application/force-download"}
)


def _described(url: httpx.URL, answer: httpx.Response) -> LinkedFile:
    names = [
        re.split(r"[\\/]+", name.rstrip("\\/"))[-1]
        for name in (_given_name(answer.headers.get("content-disposition", "")), url.path)
    ]
    told = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if told in _SAYS_NOTHING:
        told = next((kind for kind in map(_kind_by_ending, names) if kind), "")
    mime = _ALSO_CALLED.get(told, told)
    if mime not in _ENDINGS:
        raise LinkRefused(LinkReason.NOT_MEDIA)
    kind = mime.partition("/")[0]
    name = _fitting_name(next(filter(None, names), ""), mime) or kind + _ENDINGS[mime]
    return LinkedFile(link=str(url), name=name, size_bytes=_size(answer), kind=kind)


# A header may be long; a name of use stands in its beginning.
_LONGEST_HEADER: Final = 2000
_NAME_UTF8: Final = re.compile(
    r"filename\*\s*=\s*\"?(utf-8|iso-8859-1)'[^']*'([^;\"\s]+)", re.IGNORECASE
)
_NAME: Final = re.compile(r"filename\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"|([^;\"]+))", re.IGNORECASE)


def _given_name(disposition: str) -> str:
    """The file name in a Content-Disposition (RFC 6266), or nothing."""
    disposition = disposition[:_LONGEST_HEADER]
    if found := _NAME_UTF8.search(disposition):
        return unquote(found[2], encoding=found[1])
    if found := _NAME.search(disposition):
        return (found[1] or found[2] or "").replace('\\"', '"').strip()
    return ""


def _ending(name: str) -> str:
    """The ending with its dot; "2.0" has none."""
    found = re.search(r"\.(?=\d*[a-z])[a-z0-9]{1,5}\Z", name, re.IGNORECASE | re.ASCII)
    return found[0] if found else ""


def _kind_by_ending(name: str) -> str | None:
    return KINDS.get(_ending(name).lower())


_LONGEST_STEM_BYTES: Final = 120  # file systems count bytes, and a Chinese letter has three


def _fitting_name(name: str, mime: str) -> str | None:
    """The name, safe and with an ending of this media type; None when nothing of it is left."""
    ending = _ending(name)
    stem = "".join(c if c.isprintable() else "_" for c in name.removesuffix(ending))
    stem = stem.encode("utf-8", "ignore")[:_LONGEST_STEM_BYTES].decode("utf-8", "ignore")
    if not stem.strip("._ "):
        return None
    fits = KINDS.get(ending.lower()) == mime
    return safe_name(stem + (ending if fits else _ENDINGS[mime]))


def _size(answer: httpx.Response) -> int | None:
    """The size of the whole file. 0 is what some servers say to every HEAD."""
    if answer.headers.get("content-encoding", "identity") != "identity":
        return None
    if answer.status_code == 206:
        told = answer.headers.get("content-range", "").rpartition("/")[2].strip()
    else:
        told = answer.headers.get("content-length", "")
    return (int(told) or None) if re.fullmatch(r"[0-9]{1,15}", told) else None
