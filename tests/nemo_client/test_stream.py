"""From bytes to events to a turn, over recordings and over every unkind way to deliver them."""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import httpx
import pytest

from nemo_client.stream import Event, parse, read_events
from nemo_client.turn import Turn, fold
from wire.errors import OutOfCredits, SessionLost


async def _turn(chunks: Sequence[bytes]) -> Turn:
    async def body() -> AsyncIterator[bytes]:
        for chunk in chunks:
            yield chunk

    response = httpx.Response(
        200,
        headers={"content-type": "text/event-stream"},
        content=body(),
        request=httpx.Request("POST", "http://backend/run_sse"),
    )
    turn = Turn()
    async for event in read_events(response):
        turn = fold(turn, event)
    return turn


RECORDED = {
    "adk_fragments": Turn(
        said=("I'll make a clip.", "Your clip is ready 🎬"),
        tools=("generate_video_with_seedance",),
    ),
    "sketch": Turn(
        said=("I'll generate your video now...", "Done."),
        tools=("generate_video_with_seedance", "edit_multitrack"),
    ),
    "error_2_13": Turn(fragment="Working", error="RuntimeError: scripted failure mid-stream"),
    "error_1_17": Turn(error='KeyError: no "draft" in state'),
    "polite_error": Turn(error="RESOURCE_EXHAUSTED: the model is busy"),
    "silent_edit": Turn(tools=("edit_multitrack",)),
}


@pytest.mark.parametrize("name", RECORDED)
async def test_a_recording_reads_as_this_turn(name: str, recordings: Path) -> None:
    assert await _turn([(recordings / f"{name}.txt").read_bytes()]) == RECORDED[name]


def test_no_recording_is_left_out(recordings: Path) -> None:
    assert {path.stem for path in recordings.glob("*.txt")} == set(RECORDED)


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("size", [1, 2, 3, 7, 4096])
@pytest.mark.parametrize("name", ["adk_fragments", "sketch"])
async def test_neither_line_ends_nor_chunks_change_what_is_read(
    name: str, size: int, mark: bytes, line_end: bytes, recordings: Path
) -> None:
    wire = mark + (recordings / f"{name}.txt").read_bytes().replace(b"\n", line_end)
    chunks = [wire[i : i + size] for i in range(0, len(wire), size)]
    assert await _turn(chunks) == RECORDED[name]


async def test_a_line_of_five_megabytes_is_read() -> None:
    text = "长" * 1_700_000
    line = f'data: {{"content":{{"parts":[{{"text":"{text}"}}]}}}}\n\n'.encode()
    assert len(line) > 5_000_000
    chunks = [line[i : i + 4096] for i in range(0, len(line), 4096)]
    assert (await _turn(chunks)).text == text


async def test_an_empty_stream_is_a_silent_turn() -> None:
    assert (await _turn([])).silent


async def test_a_keep_alive_after_an_event_with_an_id_is_not_an_event() -> None:
    turn = await _turn([b'id: 7\ndata: {"type":"text","content":"hi"}\n\n: ping\n\n\n\n'])
    assert turn == Turn(said=("hi",))


async def test_unicode_line_separators_do_not_split_an_event() -> None:
    line = 'data: {"type":"text","content":"a\u2028b\x85c"}\n\n'.encode()
    assert (await _turn([line])).text == "a\u2028b\x85c"


@pytest.mark.parametrize(
    "data",
    ["", " ", "heartbeat", '{"type":"heartbeat"}', "{}", "[DONE]", "keep-alive", "still here 3"],
)
def test_a_keep_alive_is_no_event(data: str) -> None:
    assert parse(data) is None


@pytest.mark.parametrize(
    "data",
    [
        '{"content":{"parts":[{"text":"cut in the mid',
        '{"content":"text where an object is due"}',
        '{"content":{"parts":{"text":"no list"}}}',
        '{"content":{"parts":[{"text":7.5,"thought":"perhaps"}]}}',
        '{"type":"text","content":{"nested":true}}',
        '{"a":' * 100_000,
        "{not json}",
        "<html><h1>502 Bad Gateway</h1></html>",
        "upstream connect error or disconnect/reset before headers: reset reason: overflow",
        '[{"content":{"parts":[{"text":"in a list"}]}}]',
        '"a text alone"',
        '{"content":{"parts":[{"functionResponse":{"response":{"error":"none","da',
    ],
)
def test_what_cannot_be_read_makes_the_turn_uncertain(data: str) -> None:
    event = parse(data)
    assert event is not None
    assert fold(Turn(), event).uncertain


@pytest.mark.parametrize(
    ("data", "event"),
    [
        ('{"content":null,"actions":{}}', Event()),
        ('{"content":{"parts":null}}', Event()),
        ('{"content":{"parts":[{"inlineData":{"data":"AAAA"}}]}}', Event()),
        ('{"content":{"parts":[{"text":"x"}]},"futureField":[1]}', Event(text="x")),
        ('{"content":{"parts":[{"text":"x"}]},"partial":null}', Event(text="x")),
        (
            '{"content":{"parts":[{"text":"x"},{"functionCall":{"name":"t"}}]},"partial":true}',
            Event(text="x", partial=True),
        ),
        (
            '{"content":{"parts":[{"function_call":{"name":"t"}}]},"error_code":"E"}',
            Event(tools=("t",), error="E"),
        ),
        ('{"type":"error","message":"boom"}', Event(error="boom")),
        ('{"type":"something_new","content":"x"}', Event()),
        ('{"error":{"message":"boom"}}', Event(error='{"message": "boom"}')),
        ('{"error": "it said "no""}', Event(error='it said "no"')),
        ('{"error": "first line', Event(error="first line")),
        (' { "error" : "x"y" } ', Event(error='x"y')),
        ('{"error": ""}', Event(error="no reason given")),
        ('{"error": "}', Event(error="no reason given")),
        ('{"error": {}}', Event(error="{}")),
        ('{"error": null, "content":{"parts":[{"text":"x"}]}}', Event(text="x")),
        ('{"error": false, "content":{"parts":[{"text":"x"}]}}', Event(text="x")),
        ('{"detail": x, "error": "boom"}', Event(error="boom", garbled=True)),
        ('{"errorCode": 503}', Event(error="503")),
    ],
)
def test_a_line_reads_as_this_event(data: str, event: Event) -> None:
    assert parse(data) == event


async def test_an_envelope_in_the_stream_is_the_error_it_stands_for() -> None:
    with pytest.raises(OutOfCredits):
        await _turn([b'data: {"code":2001,"message":"no credits"}\n\n'])
    with pytest.raises(SessionLost):
        await _turn([b'data: {"code":"1002","message":"no session"}\n\n'])
