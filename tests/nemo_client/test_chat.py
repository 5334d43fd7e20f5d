"""The chat over a real port: what goes out, and what every fault on the way back means."""

from __future__ import annotations

import json
from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from nemo_client import NemoClient, SessionId, Timeouts, Turn
from wire.errors import Broken, OutOfCredits, Rejected, SessionLost, Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tests.nemo_client.conftest import Answer, Double, End

SID = SessionId("5529798706024415232")


def _event(text: str, *, partial: bool) -> bytes:
    body = {"content": {"parts": [{"text": text}]}, "partial": partial}
    return f"data: {json.dumps(body)}\n\n".encode()


FRAGMENT = _event("Do", partial=True)
WHOLE = _event("Done.", partial=False)


def _with(nemo: NemoClient, **seconds: float) -> NemoClient:
    border = replace(nemo.turns._border, timeouts=Timeouts(**seconds))
    return NemoClient(
        http=border.http,
        base_url=border.base_url,
        attribution=border.attribution,
        token=border.token,
        timeouts=border.timeouts,
    )


async def test_a_message_goes_out_as_the_contract_says(
    nemo: NemoClient, double: Double, as_events: Callable[..., Answer]
) -> None:
    double.will("/run_sse", as_events(WHOLE))
    await nemo.turns.send(SID, '说 "hi"\n🎬\ud83d')
    [call] = double.calls
    assert call.method == "POST"
    assert call.json == {
        "app_name": "nemo_agent",
        "user_id": "me",
        "session_id": "5529798706024415232",
        "new_message": {"parts": [{"text": '说 "hi"\n🎬\ud83d'}]},
    }
    assert call.headers["accept"] == "text/event-stream"
    assert call.headers["content-type"] == "application/json"
    assert call.headers["authorization"] == "Bearer nmv_usr_secret"
    assert call.headers["x-skill-source"] == "image-to-video-in-flow"
    assert call.headers["x-skill-version"] == "0.1.0"
    assert call.headers["x-skill-platform"] == "unknown"


async def test_the_turn_grows_while_it_streams(
    nemo: NemoClient, double: Double, as_events: Callable[..., Answer]
) -> None:
    double.will("/run_sse", as_events(FRAGMENT, _event("ne.", partial=True), WHOLE))
    async with aclosing(nemo.turns.stream(SID, "hi")) as turns:
        texts = [turn.text async for turn in turns]
    assert texts == ["Do", "Done.", "Done.", "Done."]


async def test_an_empty_answer_is_a_silent_turn(
    nemo: NemoClient, double: Double, as_events: Callable[..., Answer]
) -> None:
    double.will("/run_sse", as_events())
    assert await nemo.turns.send(SID, "hi") == Turn()


async def test_a_stream_without_framing_ends_with_the_connection(
    nemo: NemoClient, double: Double, as_events: Callable[..., Answer]
) -> None:
    double.will("/run_sse", as_events(WHOLE.rstrip(), framed=False))
    assert await nemo.turns.send(SID, "hi") == Turn(said=("Done.",))


@pytest.mark.parametrize("end", ["cut", "reset"])
@pytest.mark.parametrize(
    ("chunks", "text"),
    [
        ([], ""),
        ([FRAGMENT], "Do"),
        ([FRAGMENT, WHOLE[:30]], "Do"),
        ([FRAGMENT, WHOLE], "Done."),
    ],
)
async def test_a_cut_stream_is_uncertain_and_never_sent_again(
    chunks: Sequence[bytes],
    text: str,
    end: End,
    nemo: NemoClient,
    double: Double,
    as_events: Callable[..., Answer],
) -> None:
    double.will("/run_sse", as_events(*chunks, end=end))
    turn = await nemo.turns.send(SID, "hi")
    assert turn.uncertain
    # A reset may overtake what was sent just before it.
    assert turn.text == text or (end == "reset" and text.startswith(turn.text))
    assert len(double.calls) == 1


async def test_half_an_event_at_an_unframed_end_is_uncertain(
    nemo: NemoClient, double: Double, as_events: Callable[..., Answer]
) -> None:
    double.will("/run_sse", as_events(FRAGMENT, WHOLE[:30], framed=False))
    assert (await nemo.turns.send(SID, "hi")).uncertain


@pytest.mark.parametrize("end", ["cut", "reset"])
async def test_a_connection_lost_before_any_answer_is_uncertain(
    end: End, nemo: NemoClient, double: Double, answer: type[Answer]
) -> None:
    double.will("/run_sse", answer(silent=True, end=end))
    assert await nemo.turns.send(SID, "hi") == Turn(uncertain=True)
    assert len(double.calls) == 1


async def test_keep_alives_alone_end_in_uncertainty(
    nemo: NemoClient, double: Double, as_events: Callable[..., Answer]
) -> None:
    beats = b"data: heartbeat\n\ndata:\n\n: ping\n\n"
    double.will("/run_sse", as_events(FRAGMENT, beats, end="stall"))
    turn = await _with(nemo, quiet_s=0.3).turns.send(SID, "hi")
    assert turn == Turn(fragment="Do", uncertain=True)


async def test_the_whole_turn_has_a_limit(
    nemo: NemoClient, double: Double, as_events: Callable[..., Answer]
) -> None:
    double.will("/run_sse", as_events(FRAGMENT, end="stall"))
    assert (await _with(nemo, turn_s=0.3).turns.send(SID, "hi")).uncertain


async def test_a_server_that_never_answers_is_given_up(
    nemo: NemoClient, double: Double, answer: type[Answer]
) -> None:
    double.will("/run_sse", answer(silent=True, end="stall"))
    assert (await _with(nemo, turn_s=0.3).turns.send(SID, "hi")).uncertain


async def test_a_byte_at_a_time_reads_the_same(
    nemo: NemoClient, double: Double, as_events: Callable[..., Answer], recordings: Path
) -> None:
    wire = (recordings / "adk_fragments.txt").read_bytes()
    double.will("/run_sse", as_events(*(wire[i : i + 1] for i in range(len(wire)))))
    turn = await nemo.turns.send(SID, "hi")
    assert turn.said == ("I'll make a clip.", "Your clip is ready 🎬")


async def test_a_line_of_five_megabytes_passes(
    nemo: NemoClient, double: Double, as_events: Callable[..., Answer]
) -> None:
    text = "x" * 5_000_000
    double.will("/run_sse", as_events(_event(text, partial=False)))
    assert (await nemo.turns.send(SID, "hi")).text == text


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (200, {"code": 1002, "message": "no such session"}, SessionLost),
        (404, {"detail": "Session not found: 1"}, SessionLost),
        (200, {"code": 2001, "message": "no credits"}, OutOfCredits),
        (422, {"detail": [{"msg": "Field required"}]}, Rejected),
        (500, {"detail": "boom"}, Broken),
        (503, "busy", Broken),
        (200, {"code": 0}, Broken),
    ],
)
async def test_a_refusal_is_raised_and_not_repeated(
    status: int,
    body: object,
    error: type[Exception],
    nemo: NemoClient,
    double: Double,
    as_json: Callable[..., Answer],
) -> None:
    double.will("/run_sse", as_json(body, status))
    with pytest.raises(error):
        await nemo.turns.send(SID, "hi")
    assert len(double.calls) == 1


async def test_a_web_page_is_broken(nemo: NemoClient, double: Double, answer: type[Answer]) -> None:
    page = answer(headers={"Content-Type": "text/html"}, chunks=[b"<html>Log in</html>"])
    double.will("/run_sse", page)
    with pytest.raises(Broken):
        await nemo.turns.send(SID, "hi")


async def test_nobody_there_is_unreachable(nemo: NemoClient, double: Double) -> None:
    await double.stop()
    with pytest.raises(Unreachable):
        await nemo.turns.send(SID, "hi")


async def test_leaving_early_closes_the_connection(
    nemo: NemoClient, double: Double, as_events: Callable[..., Answer]
) -> None:
    double.will("/run_sse", as_events(FRAGMENT, end="stall"))
    async with aclosing(nemo.turns.stream(SID, "hi")) as turns:
        assert (await anext(turns)).text == "Do"
    pool = nemo.turns._border.http._transport._pool  # type: ignore[attr-defined]
    assert not pool.connections
