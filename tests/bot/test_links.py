"""Links are looked at without reaching what is not public."""

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.links import (
    MOST_REDIRECTS,
    LinkedFile,
    LinkReason,
    LinkRefused,
    Network,
    addresses_of,
    examine,
    new_client,
)

LOOPBACK: Sequence[Network] = (ipaddress.ip_network("127.0.0.0/8"),)
ONE_ADDRESS: Sequence[Network] = (ipaddress.ip_network("127.0.0.1/32"),)
SECRET = "sig=s3cr3t"


# --- doubles ---


class Names:
    """A resolver with memory: known names, and numbers read the way that the C library reads them.

    The answers to a name are given one after the other; the last one stays.
    """

    def __init__(self, **known: Sequence[Sequence[str]]) -> None:
        self._known = {name.replace("_", "."): list(answers) for name, answers in known.items()}
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        if host in self._known:
            answers = self._known[host]
            return answers.pop(0) if len(answers) > 1 else answers[0]
        if ":" in host:
            return [host]
        try:
            return [socket.inet_ntoa(socket.inet_aton(host))]
        except OSError as exc:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known") from exc


class Recorder(httpx.AsyncBaseTransport):
    """Takes requests to anywhere, keeps them, and says that there is a video."""

    def __init__(self, *, dead: Iterable[str] = (), moved_to: str | None = None) -> None:
        self._dead = set(dead)
        self._moved_to = moved_to
        self.requests: list[httpx.Request] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if request.url.host in self._dead:
            raise httpx.ConnectError("All connection attempts failed")
        if self._moved_to is not None and len(self.requests) == 1:
            location = self._moved_to.encode("utf-8", "ignore")
            return httpx.Response(302, headers={b"Location": location})
        return httpx.Response(200, headers={"Content-Type": "video/mp4"})


def told(status: int, *headers: str, body: bytes = b"") -> bytes:
    return "\r\n".join((f"HTTP/1.1 {status} X", *headers, "", "")).encode() + body


def media(*headers: str, kind: str = "video/mp4", size: int | None = 1234) -> bytes:
    length = () if size is None else (f"Content-Length: {size}",)
    return told(200, f"Content-Type: {kind}", *length, *headers)


def away(location: str, status: int = 302) -> bytes:
    return told(status, f"Location: {location}", "Content-Length: 0")


@dataclass
class Site:
    """A server whose answers are set by "METHOD /path"; it keeps the heads of requests."""

    answers: dict[str, bytes] = field(default_factory=dict)
    heads: list[str] = field(default_factory=list)
    endless: set[str] = field(default_factory=set)
    silent: set[str] = field(default_factory=set)
    left: asyncio.Event = field(default_factory=asyncio.Event)
    port: int = 0

    @property
    def asked(self) -> list[str]:
        return [
            head.rpartition(" HTTP/1.1")[0] for head in (h.split("\r\n")[0] for h in self.heads)
        ]

    def link(self, path: str, host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            # Answers as long as it is asked, as servers do that keep connections.
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                self.heads.append(head)
                key = self.asked[-1].partition("?")[0]
                if key in self.silent:
                    await reader.read()
                writer.write(self.answers.get(key, told(404, "Content-Length: 0")))
                await writer.drain()
                if key in self.endless:
                    await self._pour(writer)
        writer.close()

    async def _pour(self, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                writer.write(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
                await writer.drain()
        finally:
            self.left.set()


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    site = Site()
    server = await asyncio.start_server(site.serve, "127.0.0.1", 0)
    site.port = server.sockets[0].getsockname()[1]
    yield site
    server.close()


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with new_client() as client:
        yield client


async def reason_of(
    http: httpx.AsyncClient,
    link: str,
    *,
    allowed: Sequence[Network] = (),
    names: Names | None = None,
) -> LinkReason:
    with pytest.raises(LinkRefused) as caught:
        await examine(http, link, allowed=allowed, resolve=names or Names(), within_s=5)
    assert str(caught.value) == caught.value.reason
    return caught.value.reason


# --- where a request may go ---


@pytest.mark.parametrize(
    "link",
    [
        "",
        "words",
        "a.example/x.mp4",
        "//a.example/x.mp4",
        "ftp://a.example/x.mp4",
        "file:///etc/passwd",
        "data:video/mp4;base64,AAAA",
        "javascript:alert(1)",
        "http://",
        "http:///x.mp4",
        "http://ann@a.example/x.mp4",
        "http://ann:pw@a.example/x.mp4",
        "http://a.example\\@127.0.0.1/x.mp4",
        "http://a.example\\.b.example/x.mp4",
        "http://a b.example/x.mp4",
        "http://a%2eexample/x.mp4",
        "http://a..example/x.mp4",
        f"http://{'a' * 64}.example/x.mp4",
        "http://a.example:99999/x.mp4",
        "http://a.example:x/x.mp4",
        "http://[fe80::1%25eth0]/x.mp4",
        "http://a.example/\x00.mp4",
        "http://a.example/" + "x" * 70_000,
        "http://①②⑦.0.0.1/x.mp4",
        "http://0177.0.0.1/x.mp4",
    ],
)
async def test_only_plain_web_addresses_are_looked_at(link: str, http: httpx.AsyncClient) -> None:
    names = Names()
    assert await reason_of(http, link, names=names) is LinkReason.NOT_WEB
    assert names.asked == []


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "127.9.9.9", "127.1", "localhost", "localhost."),
        *("2130706433", "017700000001", "0x7f000001", "0x7f.1", "0x7f.0.0.1"),
        *("0.0.0.0", "0", "0.1.2.3", "10.0.0.1", "10.1", "172.16.0.1", "192.168.1.1"),  # noqa: S104
        *("169.254.169.254", "2852039166", "100.64.0.1", "100.100.100.200", "168.63.129.16"),
        *("192.0.0.8", "192.0.0.192", "192.0.2.1", "192.88.99.1", "198.18.0.1", "203.0.113.1"),
        *("224.0.0.1", "239.1.2.3", "240.0.0.1", "255.255.255.255"),
        *("[::]", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::ffff:10.0.0.1]"),
        *("[::127.0.0.1]", "[::ffff:0:127.0.0.1]", "[::8.8.8.8]"),
        *("[64:ff9b::127.0.0.1]", "[64:ff9b::a9fe:a9fe]", "[64:ff9b:1::808:808]"),
        *("[2002:7f00:1::]", "[2002:808:808::1]", "[2001::1]", "[2001:db8::1]", "[3fff::1]"),
        *("[fc00::1]", "[fd00:ec2::254]", "[fe80::1]", "[fec0::1]", "[ff02::1]", "[ff0e::1]"),
        *("[100::1]", "[4000::1]", "[5f00::1]"),
        *("metadata.google.internal", "inner.example", "mixed.example", "mixed6.example"),
    ],
)
async def test_no_private_address_is_asked_in_whatever_form(host: str) -> None:
    names = Names(
        localhost=[["::1", "127.0.0.1"]],
        localhost_=[["127.0.0.1"]],
        metadata_google_internal=[["169.254.169.254"]],
        inner_example=[["10.0.0.7"]],
        mixed_example=[["8.8.8.8", "10.0.0.7"]],
        mixed6_example=[["2606:4700::1111", "fe80::1%eth0"]],
    )
    recorder = Recorder()
    async with httpx.AsyncClient(transport=recorder, trust_env=False) as http:
        for scheme in ("http", "https"):
            link = f"{scheme}://{host}/x.mp4"
            assert await reason_of(http, link, names=names) is LinkReason.PRIVATE
    assert recorder.requests == []


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
async def test_the_machines_own_look_up_is_judged_as_well(
    host: str, http: httpx.AsyncClient
) -> None:
    with pytest.raises(LinkRefused) as caught:
        await examine(http, f"http://{host}/x.mp4")
    assert caught.value.reason is LinkReason.PRIVATE
    assert await addresses_of("127.0.0.1", 80) == ["127.0.0.1"]


@pytest.mark.parametrize(
    ("found", "asked"),
    [
        ("8.8.8.8", "8.8.8.8"),
        ("2606:4700::1111", "2606:4700::1111"),
        ("::ffff:8.8.8.8", "8.8.8.8"),
        ("64:ff9b::808:808", "8.8.8.8"),
    ],
)
async def test_the_request_goes_to_the_address_that_was_judged(found: str, asked: str) -> None:
    recorder = Recorder()
    names = Names(a_example=[[found], ["127.0.0.1"]])
    async with httpx.AsyncClient(transport=recorder, trust_env=False) as http:
        file = await examine(http, "https://a.example:444/x.mp4?s=%2F#t", resolve=names)
    assert names.asked == ["a.example"]
    [request] = recorder.requests
    assert request.url.host == asked
    assert (request.url.scheme, request.url.port) == ("https", 444)
    assert request.url.raw_path == b"/x.mp4?s=%2F"
    assert request.headers["host"] == "a.example:444"
    assert request.extensions["sni_hostname"] == "a.example"
    assert file.link == "https://a.example:444/x.mp4?s=%2F"


async def test_an_address_that_takes_no_connection_is_followed_by_the_next() -> None:
    recorder = Recorder(dead=["2606:4700::1111"])
    names = Names(a_example=[["2606:4700::1111", "8.8.8.8"]])
    async with httpx.AsyncClient(transport=recorder, trust_env=False) as http:
        await examine(http, "https://a.example/x.mp4", resolve=names)
    assert [request.url.host for request in recorder.requests] == ["2606:4700::1111", "8.8.8.8"]


async def test_a_name_that_changes_its_address_between_two_requests_gains_nothing(
    site: Site, http: httpx.AsyncClient
) -> None:
    site.answers = {"HEAD /x": told(405, "Content-Length: 0"), "GET /x": media()}
    names = Names(a_example=[["127.0.0.1"], ["10.0.0.7"]])
    await examine(http, site.link("/x", "a.example"), allowed=ONE_ADDRESS, resolve=names)
    assert site.asked == ["HEAD /x", "GET /x"]
    assert names.asked == ["a.example"]


async def test_an_operators_own_network_may_be_reached(site: Site, http: httpx.AsyncClient) -> None:
    site.answers = {"HEAD /x": media()}
    for host in ("127.0.0.1", "2130706433", "[::ffff:127.0.0.1]"):
        await examine(http, site.link("/x", host), allowed=LOOPBACK, resolve=Names())
    assert len(site.asked) == 3


@pytest.mark.parametrize(
    ("link", "names"),
    [
        ("http://nowhere.invalid/x.mp4", None),
        ("http://nowhere.example/x.mp4", Names()),
        ("http://a.example/x.mp4", Names(a_example=[[]])),
        ("http://a.example/x.mp4", Names(a_example=[["no address"]])),
        ("http://127.0.0.1:9/x.mp4", Names()),
    ],
)
async def test_a_host_that_is_not_there_is_unreachable(
    link: str, names: Names | None, http: httpx.AsyncClient
) -> None:
    with pytest.raises(LinkRefused) as caught:
        await examine(http, link, allowed=LOOPBACK, resolve=names or addresses_of)
    assert caught.value.reason is LinkReason.UNREACHABLE


# --- redirects ---

ADDRESS_PIECES = st.one_of(
    st.sampled_from(
        [
            *("http://", "https://", "//", "a.example", "127.0.0.1", "8.8.8.8", "[::1]", "0x7f.1"),
            *("localhost", "2130706433", ":80", ":", "@", "/", "\\", "..", ".", "?", "#", "[", "]"),
            *("%", "%00", "%2e", "\n", "\0", "。", "１", "x"),
        ]
    ),
    st.characters(),
)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("location", ["/there/v.mp4", "v.mp4", "//127.0.0.1:{port}/v.mp4"])
async def test_a_redirect_is_followed_and_the_final_address_is_told(
    status: int, location: str, site: Site, http: httpx.AsyncClient
) -> None:
    site.answers = {
        "HEAD /here": away(location.format(port=site.port), status),
        "HEAD /v.mp4": media(),
        "HEAD /there/v.mp4": media(),
    }
    file = await examine(http, site.link("/here"), allowed=LOOPBACK)
    assert file.link.endswith("/v.mp4")
    assert site.asked[0] == "HEAD /here"
    assert len(site.asked) == 2


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://127.0.0.2:{port}/inner", LinkReason.PRIVATE),
        ("http://inner.example:{port}/inner", LinkReason.PRIVATE),
        ("http://169.254.169.254/latest/meta-data/", LinkReason.PRIVATE),
        ("http://[::1]:{port}/inner", LinkReason.PRIVATE),
        ("http://0x7f.2:{port}/inner", LinkReason.PRIVATE),
        ("//10.0.0.1/inner", LinkReason.PRIVATE),
        ("file:///etc/passwd", LinkReason.NOT_WEB),
        ("ftp://a.example/x", LinkReason.NOT_WEB),
        ("http://ann:pw@127.0.0.1:{port}/inner", LinkReason.NOT_WEB),
        ("http://127.0.0.1:99999/inner", LinkReason.NOT_WEB),
        ("http://127.0.0.1:bad/inner", LinkReason.UNREACHABLE),
        ("/" + "x" * 65_530, LinkReason.UNREACHABLE),
        ("http://nowhere.example/", LinkReason.UNREACHABLE),
    ],
)
async def test_a_redirect_is_judged_anew(
    location: str, reason: LinkReason, site: Site, http: httpx.AsyncClient
) -> None:
    site.answers = {"HEAD /here": away(location.format(port=site.port)), "HEAD /inner": media()}
    names = Names(public_example=[["127.0.0.1"]], inner_example=[["127.0.0.2"]])
    link = site.link("/here", "public.example")
    assert await reason_of(http, link, allowed=ONE_ADDRESS, names=names) is reason
    assert site.asked == ["HEAD /here"]


async def test_a_name_that_turns_private_during_redirects_is_refused(
    site: Site, http: httpx.AsyncClient
) -> None:
    site.answers = {"HEAD /here": away("/there"), "HEAD /there": media()}
    names = Names(a_example=[["127.0.0.1"], ["127.0.0.2"]])
    link = site.link("/here", "a.example")
    assert await reason_of(http, link, allowed=ONE_ADDRESS, names=names) is LinkReason.PRIVATE
    assert site.asked == ["HEAD /here"]


@given(address=st.lists(ADDRESS_PIECES, max_size=12).map("".join), redirected=st.booleans())
@settings(deadline=None)
def test_whatever_an_address_looks_like_it_is_refused_or_asked_where_it_may_be(
    *, address: str, redirected: bool
) -> None:
    recorder = Recorder(moved_to=address)

    async def look() -> None:
        async with httpx.AsyncClient(transport=recorder, trust_env=False) as http:
            with suppress(LinkRefused):
                link = "http://8.8.8.8/x" if redirected else address
                await examine(http, link, resolve=Names(a_example=[["8.8.4.4"]]))

    asyncio.run(look())
    for request in recorder.requests:
        assert ipaddress.ip_address(request.url.host).is_global
        assert request.url.scheme in {"http", "https"}
        assert not request.url.userinfo


async def test_redirects_in_a_circle_end(site: Site, http: httpx.AsyncClient) -> None:
    site.answers = {"HEAD /a": away("/b"), "HEAD /b": away("/a")}
    reason = await reason_of(http, site.link("/a"), allowed=LOOPBACK)
    assert reason is LinkReason.TOO_MANY_REDIRECTS
    assert len(site.asked) == 1 + MOST_REDIRECTS


async def test_as_many_redirects_as_this_are_followed(site: Site, http: httpx.AsyncClient) -> None:
    site.answers = {f"HEAD /{hop}": away(f"/{hop + 1}") for hop in range(MOST_REDIRECTS)}
    site.answers[f"HEAD /{MOST_REDIRECTS}"] = media()
    file = await examine(http, site.link("/0"), allowed=LOOPBACK)
    assert file.link == site.link(f"/{MOST_REDIRECTS}")


# --- how it is asked ---


@pytest.mark.parametrize("status", [204, 300, 302, 400, 401, 403, 404, 405, 500, 501, 503])
async def test_where_head_is_refused_one_byte_is_asked_for(
    status: int, site: Site, http: httpx.AsyncClient
) -> None:
    site.answers = {
        "HEAD /x": told(status, *() if status == 204 else ("Content-Length: 0",)),
        "GET /x": told(
            206, "Content-Type: image/png", "Content-Range: bytes 0-0/777", "Content-Length: 1"
        ),
    }
    file = await examine(http, site.link("/x"), allowed=LOOPBACK)
    assert (file.kind, file.size_bytes) == ("image", 777)
    assert site.asked == ["HEAD /x", "GET /x"]
    assert "Range: bytes=0-0\r\n" in site.heads[1]
    assert "Range" not in site.heads[0]


async def test_a_get_that_redirects_is_followed(site: Site, http: httpx.AsyncClient) -> None:
    no = told(405, "Content-Length: 0")
    site.answers = {"HEAD /x": no, "GET /x": away("/y"), "HEAD /y": media()}
    await examine(http, site.link("/x"), allowed=LOOPBACK)
    assert site.asked == ["HEAD /x", "GET /x", "HEAD /y"]


async def test_a_body_is_not_read(site: Site, http: httpx.AsyncClient) -> None:
    chunked = told(200, "Content-Type: video/mp4", "Transfer-Encoding: chunked")
    site.answers = {"HEAD /x": told(405, "Content-Length: 0"), "GET /x": chunked}
    site.endless = {"GET /x"}
    file = await examine(http, site.link("/x"), allowed=LOOPBACK)
    assert file.size_bytes is None
    async with asyncio.timeout(5):
        await site.left.wait()


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (401, LinkReason.FORBIDDEN),
        (403, LinkReason.FORBIDDEN),
        (404, LinkReason.NOT_FOUND),
        (410, LinkReason.NOT_FOUND),
        (416, LinkReason.UNREACHABLE),
        (429, LinkReason.UNREACHABLE),
        (500, LinkReason.UNREACHABLE),
        (302, LinkReason.UNREACHABLE),
    ],
)
async def test_a_server_that_says_no_is_understood(
    status: int, reason: LinkReason, site: Site, http: httpx.AsyncClient
) -> None:
    no = told(status, "Content-Length: 0")
    site.answers = {"HEAD /x": no, "GET /x": no}
    assert await reason_of(http, site.link("/x"), allowed=LOOPBACK) is reason


@pytest.mark.parametrize(
    "answer",
    [b"not http\r\n\r\n", b"HTTP/1.1 200 X\r\nA: " + b"x" * 200_000 + b"\r\n\r\n"],
    ids=["noise", "endless head"],
)
async def test_an_answer_that_is_none_is_unreachable(
    answer: bytes, site: Site, http: httpx.AsyncClient
) -> None:
    site.answers = {"HEAD /x": answer}
    assert await reason_of(http, site.link("/x"), allowed=LOOPBACK) is LinkReason.UNREACHABLE


async def test_a_silent_server_is_left_in_time(site: Site, http: httpx.AsyncClient) -> None:
    site.silent = {"HEAD /x"}
    with pytest.raises(LinkRefused) as caught:
        await examine(http, site.link("/x"), allowed=LOOPBACK, within_s=0.2)
    assert caught.value.reason is LinkReason.UNREACHABLE


async def test_a_cancelled_look_stays_cancelled(site: Site, http: httpx.AsyncClient) -> None:
    site.silent = {"HEAD /x"}
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await examine(http, site.link("/x"), allowed=LOOPBACK)


async def test_nothing_of_the_client_or_of_an_earlier_server_is_sent(site: Site) -> None:
    site.answers = {
        "HEAD /x": told(302, "Location: /y", "Set-Cookie: a=fromx", "Content-Length: 0"),
        "HEAD /y": media(),
    }
    async with httpx.AsyncClient(
        trust_env=False,
        auth=("ann", "pw"),
        headers={"Authorization": "Bearer b", "X-Key": "k"},
        cookies={"c": "d"},
        params={"key": "k"},
    ) as http:
        await examine(http, site.link("/x"), allowed=LOOPBACK)
    assert site.asked == ["HEAD /x", "HEAD /y"]
    for head in site.heads:
        names = {line.partition(":")[0].lower() for line in head.split("\r\n")[1:] if line}
        assert names == {"host", "user-agent", "accept", "accept-encoding", "connection"}


async def test_a_proxy_from_the_environment_is_not_asked(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    site.answers = {"HEAD /x": media()}
    async with new_client() as http:
        await examine(http, site.link("/x"), allowed=LOOPBACK)
    async with httpx.AsyncClient() as http:
        with pytest.raises(ValueError, match="new_client"):
            await examine(http, site.link("/x"), allowed=LOOPBACK)


async def test_a_link_that_may_be_signed_is_told_to_nobody(
    site: Site, http: httpx.AsyncClient
) -> None:
    noise = f"HTTP/1.1 302 X\r\nLocation: /y?{SECRET}\r\nbad header {SECRET}\r\n\r\n".encode()
    site.answers = {"HEAD /noise": noise, "HEAD /port": away(f"http://a.example:{SECRET}/")}
    for link in (site.link(f"/{path}?{SECRET}") for path in ("noise", "port", "none")):
        with capture_logs() as logs, pytest.raises(LinkRefused) as caught:
            await examine(http, link, allowed=LOOPBACK)
        assert "s3cr3t" not in f"{caught.value!r} {logs}"
        assert caught.value.__suppress_context__
        assert caught.value.__cause__ is None
        [line] = logs
        assert line == {
            "event": "link_refused",
            "host": "127.0.0.1",
            "reason": caught.value.reason,
            "log_level": "info",
        }


# --- certificates ---


@dataclass(frozen=True, kw_only=True)
class Certificate:
    server: ssl.SSLContext
    client: ssl.SSLContext


@pytest.fixture
def certificate(tmp_path: Path) -> Certificate:
    """For a.example alone, and a client that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "a.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("a.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = tmp_path / "both.pem"
    pem.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(pem)
    return Certificate(server=server, client=ssl.create_default_context(cafile=str(pem)))


async def test_the_certificate_must_be_that_of_the_host_and_not_of_its_address(
    certificate: Certificate,
) -> None:
    site = Site({"HEAD /x": media()})
    server = await asyncio.start_server(site.serve, "127.0.0.1", 0, ssl=certificate.server)
    site.port = server.sockets[0].getsockname()[1]
    here = [["127.0.0.1"]]
    names = Names(a_example=here, a_example_=here, b_example=here)
    async with httpx.AsyncClient(trust_env=False, verify=certificate.client) as http:
        for host in ("a.example", "a.example."):
            link = site.link("/x", host, "https")
            await examine(http, link, allowed=LOOPBACK, resolve=names)
        # A connection that was opened for a.example must not serve its neighbour.
        for host in ("b.example", "127.0.0.1"):
            link = site.link("/x", host, "https")
            reason = await reason_of(http, link, allowed=LOOPBACK, names=names)
            assert reason is LinkReason.UNREACHABLE
    assert len(site.asked) == 2
    server.close()


# --- what it is ---


async def look(site: Site, http: httpx.AsyncClient, path: str, answer: bytes) -> LinkedFile:
    site.answers = {f"HEAD {path}": answer}
    return await examine(http, site.link(path), allowed=LOOPBACK)


@pytest.mark.parametrize(
    ("path", "mime", "kind", "name"),
    [
        ("/v.mp4", "video/mp4", "video", "v.mp4"),
        ("/v.MP4", "Video/MP4; codecs=x", "video", "v.MP4"),
        ("/v", "video/quicktime", "video", "v.mov"),
        ("/v.php", "video/webm", "video", "v.webm"),
        ("/p.jpeg", "image/jpeg", "image", "p.jpeg"),
        ("/p.png", "image/jpeg", "image", "p.jpg"),
        ("/p.jpg", "image/jpg", "image", "p.jpg"),
        ("/trip%202.0", "image/gif", "image", "trip 2.0.gif"),
        ("/s", "audio/mp3", "audio", "s.mp3"),
        ("/s", "audio/x-wav", "audio", "s.wav"),
        ("/s.m4a", "audio/x-m4a", "audio", "s.m4a"),
        ("/v.mkv", "application/octet-stream", "video", "v.mkv"),
        ("/v.avi", "binary/octet-stream", "video", "v.avi"),
        ("/v.aac", "", "audio", "v.aac"),
        ("/", "image/webp", "image", "image.webp"),
        ("/.png", "image/png", "image", "image.png"),
        ("/a/b/", "image/png", "image", "b.png"),
        ("/%E6%97%85%E8%A1%8C.mp4", "video/mp4", "video", "旅行.mp4"),
        ("/..%2F..%2Fetc%2Fpasswd", "video/mp4", "video", "passwd.mp4"),
        ("/a%5C..%5Cb.mp4", "video/mp4", "video", "b.mp4"),
        ("/a%00b%0Ac%E2%80%AEd.mp4", "video/mp4", "video", "a_b_c_d.mp4"),
        ("/%FF%FE.mp4", "video/mp4", "video", "\ufffd\ufffd.mp4"),
        ("/%2e%2e", "video/mp4", "video", "video.mp4"),
        (f"/{'n' * 3000}.mp4", "video/mp4", "video", "n" * 80 + ".mp4"),
        (f"/{'%E6%97%85' * 300}.mp4", "video/mp4", "video", "旅" * 40 + ".mp4"),
    ],
)
async def test_the_media_type_decides_and_the_name_fits_it(
    path: str, mime: str, kind: str, name: str, site: Site, http: httpx.AsyncClient
) -> None:
    answer = media(kind=mime) if mime else told(200, "Content-Length: 1234")
    file = await look(site, http, path, answer)
    assert file == LinkedFile(link=site.link(path), name=name, size_bytes=1234, kind=kind)


@pytest.mark.parametrize(
    ("path", "mime"),
    [
        ("/watch", "text/html; charset=utf-8"),
        ("/v.mp4", "text/html"),
        ("/v.mp4", "application/json"),
        ("/v.mp4", "text/plain"),
        ("/p.svg", "image/svg+xml"),
        ("/p.heic", "image/heic"),
        ("/p.tiff", "image/tiff"),
        ("/v.mpd", "application/dash+xml"),
        ("/v.exe", "application/octet-stream"),
        ("/v", "application/octet-stream"),
        ("/v.mp4.zip", "application/octet-stream"),
        ("/v.mp4x", "application/octet-stream"),
        ("/mp4", ""),
    ],
)
async def test_anything_else_is_no_media(
    path: str, mime: str, site: Site, http: httpx.AsyncClient
) -> None:
    site.answers = {f"HEAD {path}": media(kind=mime)}
    assert await reason_of(http, site.link(path), allowed=LOOPBACK) is LinkReason.NOT_MEDIA


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('attachment; filename="trip.mp4"', "trip.mp4"),
        ("attachment; filename=trip.mp4", "trip.mp4"),
        ("inline; filename=my trip.mp4; size=3", "my trip.mp4"),
        ("ATTACHMENT; FILENAME=trip.mp4", "trip.mp4"),
        (r'attachment; filename="a \"b\".mp4"', "a _b_.mp4"),
        ("attachment; filename=\"x.mp4\"; filename*=UTF-8''%E6%97%85%E8%A1%8C.mp4", "旅行.mp4"),
        ("attachment; filename*=iso-8859-1'en'caf%E9.mp4", "café.mp4"),
        ("attachment; filename*=unicode_escape''x", "x.mp4"),
        ('attachment; filename="旅行.mp4"', "旅行.mp4"),
        ('attachment; filename="../../etc/passwd"', "passwd.mp4"),
        ('attachment; filename="C:\\\\x\\\\trip.mp4"', "trip.mp4"),
        ('attachment; filename="trip.mov"', "trip.mp4"),
        ('attachment; filename=""', "x.mp4"),
        ("attachment", "x.mp4"),
        ("attachment; filename=", "x.mp4"),
        ('attachment; filename="never closed' + '";' * 9000, "never closed.mp4"),
        (f'attachment; filename="{"n" * 9000}.mp4"', "x.mp4"),
    ],
)
async def test_the_name_that_the_server_gives_goes_first(
    disposition: str, name: str, site: Site, http: httpx.AsyncClient
) -> None:
    file = await look(site, http, "/x", media(f"Content-Disposition: {disposition}"))
    assert file.name == name


async def test_the_given_name_also_tells_the_kind_where_the_type_does_not(
    site: Site, http: httpx.AsyncClient
) -> None:
    given_name = "Content-Disposition: attachment; filename=trip.webm"
    answer = media(given_name, kind="application/octet-stream")
    file = await look(site, http, "/download", answer)
    assert (file.kind, file.name) == ("video", "trip.webm")


@pytest.mark.parametrize(
    ("answer", "size"),
    [
        (media(size=5_000_000_000), 5_000_000_000),
        (media(size=0), None),
        (media(size=None), None),
        (media("Transfer-Encoding: chunked", size=None), None),
        (media("Content-Encoding: gzip"), None),
        (told(206, "Content-Type: video/mp4", "Content-Range: bytes 0-0/99"), 99),
        (told(206, "Content-Type: video/mp4", "Content-Range: bytes 0-0/*"), None),
        (told(206, "Content-Type: video/mp4", "Content-Range: x", "Content-Length: 1"), None),
        (told(206, "Content-Type: video/mp4", "Content-Length: 1"), None),
    ],
)
async def test_the_size_is_that_of_the_whole_file_or_unknown(
    answer: bytes, size: int | None, site: Site, http: httpx.AsyncClient
) -> None:
    assert (await look(site, http, "/x", answer)).size_bytes == size
