"""Links are found in a message, without what follows them."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intents.links import MOST_LINKS, find_links

SECRET = "sig=s3cr3t"
A = "https://a.example/v.mp4"
B = "http://b.example:8080/w"


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("", ()),
        ("no link, nor www.a.example", ()),
        ("ftp://a.example/x and file:///etc/passwd", ()),
        ("git+https://a.example/x", ()),
        ("https:// and http://", ()),
        ("https://[", ()),
        (A, (A,)),
        (f"put {A} behind {B}.", (A, B)),
        (f"{B} {A} {B}", (B, A)),
        (f"HTTPS{A[5:]}", (f"HTTPS{A[5:]}",)),
        (f"Look: {A}, {B}; good?", (A, B)),
        (f"{A},{B};{A}?x", (A, B, f"{A}?x")),
        (f"({A})", (A,)),
        (f"<{A}> [{B}]", (A, B)),
        (f"({A}). ({B}!)", (A, B)),
        (f"\"{A}\" '{B}' `{A}`", (A, B)),
        (f"**{A}**", (A,)),
        (f"[clip]({A})", (A,)),
        ("see https://a.example/x_(1) now", ("https://a.example/x_(1)",)),
        ("(see https://a.example/x_(1).)", ("https://a.example/x_(1)",)),
        (f"really {A}?!...", (A,)),
        (f"{A}?{SECRET}&n=a,b;c%20d+e==", (f"{A}?{SECRET}&n=a,b;c%20d+e==",)),
        (f"{A}#t=1", (f"{A}#t=1",)),
        ("http://[::1]:80/a.png", ("http://[::1]:80/a.png",)),
        ("https://a.example/?u=https://b.example/x", ("https://a.example/?u=https://b.example/x",)),
        (f"{A}\n{B}\t{A}", (A, B)),
        # Chinese
        (f"看{A}", (A,)),
        (f"请把{A}。", (A,)),
        (f"用{A}，还有{B}！", (A, B)),
        (f"（{A}）「{B}」", (A, B)),
        (f"《{A}》、“{B}”；", (A, B)),
        (f"{A}这个视频做成短片", (A,)),
        (f"{A}?{SECRET}这个", (f"{A}?{SECRET}",)),
        (f"{B}做成视频", (B,)),
        (f"{A}和{B}", (A, B)),
        (f"链接：{A}　{B}", (A, B)),
        ("https://a.example/旅行/视频.mp4?x=1这个", ("https://a.example/旅行/视频.mp4?x=1",)),
        ("https://例子.中国/图.PNG。", ("https://例子.中国/图.PNG",)),
    ],
)
def test_links_are_found_without_what_follows_them(text: str, links: tuple[str, ...]) -> None:
    assert find_links(text) == links


def test_no_message_has_more_links_than_this() -> None:
    links = [f"https://a.example/{number}" for number in range(50)]
    assert find_links(" ".join(links)) == tuple(links[:MOST_LINKS])


PIECES = st.one_of(
    st.sampled_from(
        [
            *"()[].,;:!?'\"*/#% \n。，）」看",
            "http://",
            "https://",
            "HTTPS://",
            ".mp4",
            "a",
            "::",
            "@",
        ]
    ),
    st.characters(),
)


@given(st.lists(PIECES, max_size=60).map("".join))
@settings(deadline=None)
def test_whatever_is_written_gives_links_that_stand_in_it_in_order(text: str) -> None:
    links = find_links(text)
    assert len(links) <= MOST_LINKS
    assert len(set(links)) == len(links)
    places = [text.index(link) for link in links]
    assert len(places) == len(links)
    for link in links:
        assert link.lower().startswith(("http://", "https://"))
        assert not link.endswith((".", ",", "。", "://"))
        assert not any(c.isspace() for c in link)


@given(st.lists(PIECES, min_size=1, max_size=6).map("".join))
@settings(deadline=None, max_examples=40)
def test_a_long_message_takes_no_longer_than_its_length(unit: str) -> None:
    text = "https://a" + unit * (100_000 // len(unit))
    begin = time.perf_counter()
    find_links(text)
    # 30 ms are usual; a search that is not linear takes minutes.
    assert time.perf_counter() - begin < 3
