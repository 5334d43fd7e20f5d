"""Which addresses get a key, and which files are fetched from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.addresses import belongs, is_open, origin_host


@pytest.mark.parametrize(
    "url",
    [
        "https://bfl.ai",
        "https://api.bfl.ai/v1",
        "https://api.us1.bfl.ai:443/x?y=1#z",
        "HTTPS://API.BFL.AI/",
    ],
)
def test_the_domain_and_what_is_under_it_belongs_to_them(url: str) -> None:
    assert belongs(url, "bfl.ai")


@pytest.mark.parametrize(
    "url",
    [
        "http://api.bfl.ai",
        "https://bfl.ai.example.com",
        "https://evilbfl.ai",
        "https://example.com/bfl.ai",
        "https://example.com?x=.bfl.ai",
        "https://example.com#.bfl.ai",
        "https://bfl.ai@example.com",
        "https://example.com\\@bfl.ai",
        "https://bfl.ai:x@example.com",
        "https://example.com\\.bfl.ai",
        "https://example.com%2f.bfl.ai",
        "https://bfl.ai.",
        "//api.bfl.ai",
        "api.bfl.ai",
        "ftp://api.bfl.ai",
        "javascript://api.bfl.ai",
        "https://ｂfl.ai.example.com",
        "https://",
        "",
        "https://\ud800.bfl.ai",
        "https://api.bfl.ai/\ud800",
    ],
)
def test_nothing_else_does(url: str) -> None:
    assert not belongs(url, "bfl.ai")


@pytest.mark.parametrize(
    ("url", "extra"),
    [
        ("http://127.0.0.1:8084/x", "127.0.0.1:8084"),
        ("http://localhost:1/x", "localhost"),
        ("https://proxy.example.com/x", "proxy.example.com:443"),
        ("http://[::1]:80/", "::1"),
    ],
)
def test_an_extra_host_is_as_good(url: str, extra: str) -> None:
    assert belongs(url, "bfl.ai", [extra])
    assert is_open(url, [extra])
    assert not belongs(url, "bfl.ai")


def test_an_extra_host_with_a_port_is_that_port_only() -> None:
    assert not belongs("http://127.0.0.1:8085/", "bfl.ai", ["127.0.0.1:8084"])


@pytest.mark.parametrize(
    "url",
    ["https://delivery.eu.bfl.ai/x?sig=1", "https://x.blob.core.windows.net/a", "https://8.8.8.8/"],
)
def test_a_public_address_is_open(url: str) -> None:
    assert is_open(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/a",
        "https://10.0.0.1/",
        "https://127.1/",
        "https://127.0.0.1/",
        "https://192.168.1.1/",
        "https://169.254.169.254/",
        "https://100.64.0.1/",
        "https://0.0.0.0/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[fd00::1]/",
        "https://2130706433/",
        "https://0x7f.0x0.0x0.0x1/",
        "https://localhost/",
        "https://intranet/",
        "https://u:p@example.com/",
    ],
)
def test_an_address_of_this_machine_or_its_network_is_not(url: str) -> None:
    assert not is_open(url)


@given(st.text(alphabet=st.characters(exclude_categories=[]), max_size=60))
def test_any_text_is_judged_without_an_error(text: str) -> None:
    for url in (text, f"https://{text}", f"https://bfl.ai{text}"):
        is_open(url)
        if belongs(url, "bfl.ai"):
            assert is_open(url)


def test_a_host_is_named_with_its_port() -> None:
    assert origin_host("https://api.bfl.ai/v1") == "api.bfl.ai:443"
    assert origin_host("http://127.0.0.1:8084") == "127.0.0.1:8084"
    with pytest.raises(ValueError, match="address"):
        origin_host("127.0.0.1")
