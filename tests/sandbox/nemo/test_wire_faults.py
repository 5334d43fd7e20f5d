"""Streams that go wrong on their way, as a plain client meets them over a real socket."""

import json
from dataclasses import dataclass

import httpx
import pytest

from sandbox.nemo.speech import GUI_KINDS
from tests.sandbox.nemo.visitor import Nemo, Until, User

CLIP = "make a 5 second clip"
CUT = httpx.RemoteProtocolError
RESET = httpx.ReadError


@dataclass(kw_only=True)
class Heard:
    """What came before the end, and how it ended."""

    body: bytes
    chunks: list[bytes]
    error: type[Exception] | None

    @property
    def events(self) -> list[dict[str, object]]:
        lines = [line.removeprefix(b"data:").strip() for line in self.body.splitlines()]
        return [json.loads(line) for line in lines if line.startswith(b"{")]

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


async def hear(user: User, text: str = CLIP, *, timeout_s: float = 20) -> Heard:
    heard = Heard(body=b"", chunks=[], error=None)
    post = user.http.stream(
        "POST", "/run_sse", json=user.message(text), headers=user.auth, timeout=timeout_s
    )
    try:
        async with post as response:
            assert response.status_code == 200
            await _read(response, heard)
    except httpx.TransportError as exc:
        heard.error = type(exc)
    return heard


async def _read(response: httpx.Response, heard: Heard) -> None:
    async for chunk in response.aiter_raw():
        heard.chunks.append(chunk)
        heard.body += chunk


@pytest.fixture
async def maker(user: User, photo: bytes) -> User:
    await user.upload(("cat.jpg", photo))
    return user


@pytest.mark.parametrize(("ending", "error"), [("cut", CUT), ("reset", RESET)])
async def test_a_stream_ends_before_the_first_event_and_the_work_is_done(
    nemo: Nemo, maker: User, ending: str, error: type[Exception]
) -> None:
    nemo.script("run_sse", f"{ending}_before")
    heard = await hear(maker)
    assert (heard.body, heard.error) == (b"", error)
    assert await maker.segments(0)


@pytest.mark.parametrize(("ending", "error"), [("cut", CUT), ("reset", RESET)])
async def test_a_stream_ends_inside_a_line(
    nemo: Nemo, maker: User, ending: str, error: type[Exception]
) -> None:
    nemo.script("run_sse", f"{ending}_in_line")
    heard = await hear(maker)
    assert heard.error is error
    *whole, half = heard.body.split(b"\n\n")
    assert whole
    assert half.startswith(b"data: {")
    assert b'"text":"' in half
    assert not half.endswith(b"}")


@pytest.mark.parametrize("form", ["", "sketch"])
@pytest.mark.parametrize(("ending", "error"), [("cut", CUT), ("reset", RESET)])
async def test_a_stream_ends_inside_a_character(
    nemo: Nemo, maker: User, ending: str, error: type[Exception], form: str
) -> None:
    nemo.script("run_sse", f"{ending}_in_character {form}")
    heard = await hear(maker)
    assert heard.error is error
    with pytest.raises(UnicodeDecodeError):
        heard.body.decode()


@pytest.mark.parametrize(("ending", "error"), [("cut", CUT), ("reset", RESET)])
async def test_a_stream_ends_after_the_last_text_without_saying_so(
    nemo: Nemo, maker: User, ending: str, error: type[Exception]
) -> None:
    nemo.script("run_sse", f"{ending}_after_text")
    heard = await hear(maker)
    assert heard.error is error
    assert heard.events[-1]["partial"] is False


@pytest.mark.parametrize("place", ["before", "in_line", "in_character", "after_text"])
async def test_a_stall_lasts_as_long_as_the_client_waits(
    nemo: Nemo, maker: User, place: str
) -> None:
    nemo.script("run_sse", f"stall_{place}")
    heard = await hear(maker, timeout_s=0.4)
    assert heard.error is httpx.ReadTimeout
    assert bool(heard.body) == (place != "before")


async def test_a_stall_can_have_heartbeats_and_an_end(nemo: Nemo, maker: User) -> None:
    nemo.script("run_sse", "stall_in_line heartbeats for=0.5")
    heard = await hear(maker, timeout_s=0.4)
    assert heard.error is None
    assert heard.body.count(b"data:\n\n") > 2
    assert "5-second clip" in heard.text


async def test_bytes_can_drip(nemo: Nemo, user: User) -> None:
    nemo.script("run_sse", "drip says: ok")
    heard = await hear(user)
    assert len(heard.chunks) > 100
    assert '"text":"ok"' in heard.text


@pytest.mark.parametrize(("word", "end"), [("crlf", b"\r\n"), ("cr", b"\r"), ("spoken", b"\n")])
async def test_lines_end_in_each_way(nemo: Nemo, user: User, word: str, end: bytes) -> None:
    nemo.script("run_sse", word)
    heard = await hear(user, "hello")
    without = heard.body.replace(end, b"")
    assert b"\r" not in without
    assert b"\n" not in without
    assert heard.body.endswith(end * 2)


async def test_a_byte_order_mark_comes_first(nemo: Nemo, user: User) -> None:
    nemo.script("run_sse", "bom")
    assert (await hear(user, "hello")).body.startswith(b"\xef\xbb\xbfdata: {")


async def test_a_character_is_split_over_two_chunks(nemo: Nemo, user: User) -> None:
    nemo.script("run_sse", "split_characters")
    heard = await hear(user, "hello")
    assert any(chunk[-1:] == b"\xf0" for chunk in heard.chunks)
    assert "🎬" in heard.body.decode()


@pytest.mark.parametrize("words", ["huge_line", "huge_line sketch", "huge_text"])
async def test_a_line_has_five_megabytes(nemo: Nemo, user: User, words: str) -> None:
    nemo.script("run_sse", words)
    heard = await hear(user, "hello")
    assert max(map(len, heard.body.splitlines())) > 5_000_000


async def test_keep_alives_come_in_five_forms(nemo: Nemo, user: User) -> None:
    nemo.script("run_sse", "keep_alives")
    lines = set((await hear(user, "hello")).text.splitlines())
    assert {
        "data:",
        'data: {"type":"heartbeat"}',
        "data: heartbeat",
        "event: heartbeat",
        ": keep-alive",
    } <= lines


async def test_thoughts_come_with_their_mark(nemo: Nemo, maker: User) -> None:
    nemo.script("run_sse", "thoughts")
    thoughts = [part for part in (await maker.say(CLIP)).parts if part.get("thought")]
    assert thoughts
    assert all("wants" in part["text"] for part in thoughts)


async def test_one_run_has_several_groups(nemo: Nemo, maker: User) -> None:
    nemo.script("run_sse", "groups")
    wholes = (await maker.say("make it 3 seconds")).wholes
    assert len(wholes) == 4
    assert wholes[0] == "Let me put that together for you."


@pytest.mark.parametrize("kind", GUI_KINDS)
async def test_each_kind_of_gui_talk_can_be_asked_for(nemo: Nemo, user: User, kind: str) -> None:
    nemo.script("run_sse", f"gui={kind}")
    nemo.script("run_sse", f"gui_only={kind}")
    long, short = (await user.say("hello")).text, (await user.say("你好")).text
    assert long.startswith("I'm a small editing agent.")
    assert long.endswith((".", "it."))
    assert 8 < len(short) < 30


async def test_the_agent_says_what_it_is_told_to(nemo: Nemo, maker: User) -> None:
    nemo.script("run_sse", "sketch says: Click 'Export', then  drag it. 好")
    heard = await hear(maker)
    said = [event["content"] for event in heard.events if event["type"] == "text"]
    assert "".join(map(str, said)).endswith("Click 'Export', then  drag it. 好")
    assert await maker.segments(0)


@pytest.mark.parametrize("words", ["undone", "silent undone", "cut_in_line undone"])
async def test_work_that_is_not_done_costs_nothing(nemo: Nemo, maker: User, words: str) -> None:
    nemo.script("run_sse", words)
    heard = await hear(maker)
    assert ("5-second clip" in heard.text) == (words == "undone")
    assert not await maker.segments(0)
    assert await maker.credits() == {"available": 100, "frozen": 0, "total": 100}


@pytest.mark.parametrize("words", ["error", "unparsable_error", "error_event"])
async def test_an_error_can_come_when_everything_is_done(
    nemo: Nemo, maker: User, words: str
) -> None:
    nemo.script("run_sse", f"{words} worked")
    heard = await hear(maker)
    assert "5-second clip" in heard.text
    assert "overloaded" in heard.body.splitlines()[-2].decode()
    assert await maker.segments(0)
    assert (await maker.credits())["total"] == 50


async def test_an_error_event_can_mean_nothing(nemo: Nemo, maker: User) -> None:
    nemo.script("run_sse", "error_event_before")
    heard = await hear(maker)
    assert heard.text.index("overloaded") < heard.text.index("5-second clip")
    assert await maker.segments(0)


async def test_a_gateway_may_refuse_what_was_done(nemo: Nemo, maker: User) -> None:
    nemo.script("run_sse", "504 worked html")
    answer = await maker.post("/run_sse", maker.message(CLIP))
    assert (answer.status_code, answer.headers["content-type"]) == (504, "text/html; charset=utf-8")
    assert (await nemo.books())["prompts"][maker.session_id] == [CLIP]


async def test_the_second_stage_comes_piece_by_piece(nemo: Nemo, maker: User, until: Until) -> None:
    nemo.script("run_sse", "second_stage after=0.4")
    await maker.say(CLIP)
    (clip,) = await maker.segments(0)
    assert (await maker.segments(1), await maker.segments(7)) == ([], [])

    async def settled() -> bool:
        (later,) = await maker.segments(0)
        return bool(later["m"]["brightness"] > clip["m"]["brightness"])

    await until(settled)
    assert await maker.segments(1)
    assert await maker.segments(7)
