"""Which addresses a key may be sent to, and which a file may be fetched from; it sends nothing.

`extra_hosts` are names ("localhost") or names with a port ("127.0.0.1:8084") that the operator
allows in spite of the rules, over http too.
"""

import ipaddress
import re
from collections.abc import Collection

import httpx

_HOST = re.compile(rb"[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+")


def parsed(url: str) -> httpx.URL | None:
    """The address, where it is one of the form http(s)://host without a name and password."""
    try:
        address = httpx.URL(url)
    except (httpx.InvalidURL, ValueError, TypeError):
        return None
    if address.scheme not in ("http", "https") or address.userinfo:
        return None
    # Other characters in a host are read differently by different readers.
    return address if _HOST.fullmatch(address.raw_host) else None


def belongs(url: str, domain: str, extra_hosts: Collection[str] = ()) -> bool:
    """It is https at the domain or under it, or at an extra host."""
    address = parsed(url)
    if address is None:
        return False
    if _is_extra(address, extra_hosts):
        return True
    host = address.raw_host.decode().lower()
    return address.scheme == "https" and (host == domain or host.endswith(f".{domain}"))


def is_open(url: str, extra_hosts: Collection[str] = ()) -> bool:
    """It is https at a name or a public address, or at an extra host.

    What a name leads to is not asked.
    """
    address = parsed(url)
    if address is None:
        return False
    if _is_extra(address, extra_hosts):
        return True
    return address.scheme == "https" and _is_public(address.host)


def is_web(text: str) -> bool:
    """It is a web address, not the path of a file."""
    return text.lower().startswith(("http://", "https://"))


def origin_host(url: str) -> str:
    """Host and port of an address, as `extra_hosts` names them; ValueError for no address."""
    address = parsed(url)
    if address is None:
        raise ValueError("an address is not one of the form http(s)://host")
    return _with_port(address)


def _is_extra(address: httpx.URL, extra_hosts: Collection[str]) -> bool:
    return address.host in extra_hosts or _with_port(address) in extra_hosts


def _with_port(address: httpx.URL) -> str:
    port = address.port or (443 if address.scheme == "https" else 80)
    return f"{address.host}:{port}"


def _is_public(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        # A name with no dot, or of digits only, is one of this machine's or another spelling
        # of a number address.
        last = host.rstrip(".").rpartition(".")[2]
        return "." in host and not last.startswith("0x") and not last.isdigit()
