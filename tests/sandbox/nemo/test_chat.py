"""The chat stream: its events, its silence, its errors, and what it costs."""

import asyncio
import re

import httpx
import pytest

from sandbox.faults import CutFault, ResetAfterFault
from tests.sandbox.nemo.visitor import Nemo, Until, User


@pytest.fixture
async def maker(user: User, photo: bytes) -> User:
    """A user with a clip of five seconds on the timeline."""
    await user.upload(("cat.jpg", photo))
    await user.say("turn this image into a 5-second clip")
    return user


async def test_fragments_are_followed_by_the_whole(user: User) -> None:
    stream = await user.say("hello")
    fragments = [event for event in stream.events if event.get("partial")]
    assert len(fragments) > 1
    pieces = [event["content"]["parts"][0]["text"] for event in fragments]
    assert "".join(pieces) == stream.text
    assert stream.events[-1]["partial"] is False


async def test_events_look_like_adks(user: User) -> None:
    stream = await user.say("你好")
    assert len({event["id"] for event in stream.events}) == len(stream.events)
    assert len({event["invocationId"] for event in stream.events}) == 1
    for event in stream.events:
        assert event["author"] == "nemo_agent"
        assert re.fullmatch(r"e-[0-9a-f-]{36}", event["invocationId"])
        assert isinstance(event["timestamp"], float)
        assert event["actions"]["stateDelta"] == {}
    assert "我是" in "".join(stream.lines)


async def test_a_clip_is_made_by_a_tool_between_two_texts(user: User, photo: bytes) -> None:
    await user.upload(("cat.jpg", photo))
    stream = await user.say("turn this image into a 5-second clip")
    kinds = [next(iter(part)) for part in stream.parts]
    without_repeats = [k for k, before in zip(kinds, ["", *kinds], strict=False) if k != before]
    assert without_repeats == ["text", "functionCall", "functionResponse", "text"]
    assert "data:" in stream.lines
    call = next(part["functionCall"] for part in stream.parts if "functionCall" in part)
    answer = next(part["functionResponse"] for part in stream.parts if "functionResponse" in part)
    assert call["id"] == answer["id"]
    assert answer["name"] == "edit_multitrack"


async def test_the_draft_has_what_was_wished(maker: User, nemo: Nemo) -> None:
    nemo.script("run_sse", "spoken", count=None)
    await maker.say("add the title 'Sale' at the top for 2 seconds, happy music at 20%")
    await maker.say("改成16:9")
    draft = await maker.draft()
    assert (draft["d"], draft["m"]["width"], draft["m"]["height"]) == (5000, 1920, 1080)
    (clip,) = await maker.segments(0)
    assert (clip["d"], clip["m"]["start_ms"], clip["m"]["kind"]) == (5000, 0, "image")
    assert (clip["m"]["name"], clip["m"]["motion"]) == ("cat.jpg", "zoom_in")
    (music,) = await maker.segments(1)
    assert (music["d"], music["m"]["mood"], music["m"]["volume"]) == (5000, "happy", 0.2)
    (title,) = await maker.segments(7)
    assert (title["d"], title["m"]["text"], title["m"]["position"]) == (2000, "Sale", "top")
    assert (await maker.state())["canvas_config"]["ratio"] == "16:9"


async def test_a_third_of_the_edits_is_silent_and_still_done(maker: User) -> None:
    silent = 0
    for number in range(40):
        stream = await maker.say(f"add the title 'T{number}'")
        silent += not stream.text
        assert (await maker.segments(7))[-1]["m"]["text"] == f"T{number}"
    assert 6 <= silent <= 18


async def test_silence_falls_the_same_way_for_the_same_seed(
    nemo: Nemo, user: User, photo: bytes
) -> None:
    async def silences() -> list[bool]:
        someone = await nemo.user()
        await someone.upload(("cat.jpg", photo))
        await someone.say("make a clip")
        return [not (await someone.say("make it brighter")).text for _ in range(12)]

    nemo.world.forget()
    first = await silences()
    nemo.world.forget()
    assert await silences() == first
    assert any(first)


async def test_a_silent_stream_has_the_tool_and_no_word(maker: User, nemo: Nemo) -> None:
    nemo.script("run_sse", "silent")
    stream = await maker.say("make it brighter")
    assert not [part for part in stream.parts if "text" in part]
    assert [next(iter(part)) for part in stream.parts] == ["functionCall", "functionResponse"]


async def test_a_trailing_issue_means_nothing(maker: User, nemo: Nemo) -> None:
    nemo.script("run_sse", "spoken temporary_issue")
    stream = await maker.say("make it brighter")
    assert "brightness" in stream.wholes[-2]
    assert "temporary issue" in stream.wholes[-1]


async def test_the_sketch_form_can_be_asked_for(maker: User, nemo: Nemo) -> None:
    nemo.script("run_sse", "spoken sketch")
    stream = await maker.say("make it brighter")
    kinds = [event["type"] for event in stream.events]
    assert kinds[:2] == ["tool_call", "tool_result"]
    assert set(kinds[2:]) == {"text"}
    text = "".join(event["content"] for event in stream.events[2:])
    assert text.startswith("I've adjusted the brightness.")


async def test_words_alone_become_a_film_of_a_few_seconds(nemo: Nemo, user: User) -> None:
    stream = await user.say("a 2 second video of a red dragon")
    call = next(part["functionCall"] for part in stream.parts if "functionCall" in part)
    assert call["name"] == "generate_video_with_seedance"
    (made,) = (await user.state())["generated_media"]
    assert (made["name"], made["duration"]) == ("a red dragon", 2.0)
    film = await nemo.http.get(made["cdn_url"])
    assert film.headers["content-type"] == "video/mp4"
    assert b"moov" in film.content[:100_000]
    assert await user.credits() == {"available": 0, "frozen": 0, "total": 0}


async def test_credits_are_frozen_while_it_works(nemo: Nemo, user: User, until: Until) -> None:
    turn = asyncio.create_task(user.say("a 2 second video of a dragon"))

    async def frozen() -> bool:
        return (await user.credits())["frozen"] == 100

    await until(frozen)
    await turn
    assert (await user.credits())["total"] == 0


async def test_used_up_credits_are_code_2001_before_the_stream(nemo: Nemo, user: User) -> None:
    await user.say("a 1 second video of a dragon")
    answer = await user.post("/run_sse", user.message("a 1 second video of a cat"))
    assert (answer.status_code, answer.json()["code"]) == (200, 2001)
    assert (await nemo.books())["prompts"][user.session_id] == ["a 1 second video of a dragon"]
    assert (await user.say("hello")).text


async def test_the_books_count_prompts_and_credits(nemo: Nemo, maker: User) -> None:
    await maker.say("make it brighter")
    await maker.say("hello")
    books = await nemo.books()
    assert books["prompts"] == {
        maker.session_id: ["turn this image into a 5-second clip", "make it brighter", "hello"]
    }
    assert books["credits_charged"] == 50
    assert books["charges"] == [
        {"session_id": maker.session_id, "user_id": maker.user_id, "credits": 50}
    ]


async def test_a_dropped_connection_does_not_stop_the_work(
    nemo: Nemo, user: User, photo: bytes, until: Until
) -> None:
    await user.upload(("cat.jpg", photo))
    nemo.faults.arm(CutFault(service="nemo", operation="run_sse", after_bytes=100))
    with pytest.raises(httpx.RemoteProtocolError):
        await user.say("make a 5 second clip")

    async def charged() -> bool:
        return (await user.credits())["total"] == 50

    await until(charged)
    assert len(await user.segments(0)) == 1
    nemo.faults.arm(ResetAfterFault(service="nemo", operation="run_sse"))
    with pytest.raises(httpx.TransportError):
        await user.say("add the title 'Sale'")

    async def titled() -> bool:
        return len(await user.segments(7)) == 1

    await until(titled)


async def test_turns_of_a_session_follow_each_other(maker: User) -> None:
    await asyncio.gather(*(maker.say(f"add the title 'T{number}'") for number in range(8)))
    titles = [segment["m"]["text"] for segment in await maker.segments(7)]
    assert sorted(titles) == sorted(f"T{number}" for number in range(8))


async def test_an_upload_during_a_turn_is_not_lost(user: User, photo: bytes, until: Until) -> None:
    turn = asyncio.create_task(user.say("a 2 second video of a dragon"))

    async def working() -> bool:
        return (await user.credits())["frozen"] > 0

    await until(working)
    await user.upload(("cat.jpg", photo))
    await turn
    state = await user.state()
    assert (len(state["video_infos"]), len(state["generated_media"])) == (1, 1)


async def test_a_second_stage_adds_music_and_a_title_unasked(
    nemo: Nemo, user: User, photo: bytes, until: Until
) -> None:
    await user.upload(("cat.jpg", photo))
    nemo.script("run_sse", "second_stage")
    await user.say("make a clip")

    async def settled() -> bool:
        return len(await user.segments(1)) == 1 and len(await user.segments(7)) == 1

    await until(settled)


@pytest.mark.parametrize("words", ["error", "unparsable_error", "error_event"])
async def test_a_turn_that_breaks_off_changes_and_costs_nothing(
    nemo: Nemo, user: User, photo: bytes, words: str
) -> None:
    await user.upload(("cat.jpg", photo))
    nemo.script("run_sse", words)
    answer = await user.post("/run_sse", user.message("make a clip"))
    last = answer.text.splitlines()[-2]
    if words == "error":
        assert last.startswith('data: {"error": "RuntimeError: ')
        assert '"error_details": {"error_type": "RuntimeError", ' in last
    elif words == "unparsable_error":
        assert last == 'data: {"error": "the model said "overloaded""}'
    else:
        assert '"errorCode":"UNAVAILABLE"' in last
    assert await user.segments(0) == []
    assert (await user.credits())["total"] == 100
    assert (await user.say("make a clip")).text


async def test_an_unknown_session_is_adks_404(nemo: Nemo, user: User) -> None:
    session_id, user.session_id = user.session_id, "123"
    answer = await user.post("/run_sse", user.message("hello"))
    assert answer.status_code == 404
    assert answer.json() == {"detail": "Session not found: 123"}
    stranger = await nemo.user("client-2")
    stranger.session_id = session_id
    assert (await stranger.post("/run_sse", stranger.message("hello"))).status_code == 404


async def test_an_unknown_agent_is_adks_404(user: User) -> None:
    answer = await user.post("/run_sse", user.message("hello") | {"app_name": "other"})
    assert answer.json() == {"detail": "Agent not found: other"}


async def test_a_missing_field_is_adks_422(user: User) -> None:
    body = user.message("hello")
    del body["user_id"]
    answer = await user.post("/run_sse", body)
    assert answer.status_code == 422
    assert answer.json() == {
        "detail": [{"type": "missing", "loc": ["body", "userId"], "msg": "Field required"}]
    }


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b'{"new_message": "\\ud800"}'])
async def test_an_unreadable_message_is_adks_422(user: User, content: bytes) -> None:
    answer = await user.http.post("/run_sse", content=content, headers=user.auth)
    assert answer.status_code == 422
    assert isinstance(answer.json()["detail"], list)


async def test_names_in_camel_case_are_understood(user: User) -> None:
    body = {
        "appName": "nemo_agent",
        "userId": user.user_id,
        "sessionId": user.session_id,
        "newMessage": {"role": "user", "parts": [{"text": "hel"}, {"text": "lo"}]},
        "streaming": False,
    }
    assert "data:" in (await user.post("/run_sse", body)).text


async def test_a_missing_message_is_an_error_line_in_the_stream(user: User) -> None:
    body = user.message("")
    del body["new_message"]
    answer = await user.post("/run_sse", body)
    assert answer.status_code == 200
    assert answer.text.startswith('data: {"error": ')


@pytest.mark.parametrize("text", ["", "   ", "⟦0⟧", "😀" * 2000, "\x00", "a\u202eb", "x" * 200_000])
async def test_any_text_gets_an_answer(user: User, text: str) -> None:
    assert (await user.say(text)).text


async def test_a_code_comes_instead_of_the_stream(nemo: Nemo, user: User) -> None:
    nemo.script("run_sse", "1002 both")
    answer = await user.post("/run_sse", user.message("hello"))
    assert (answer.status_code, answer.json()["code"]) == (404, 1002)
    assert (await nemo.books())["prompts"] == {user.session_id: []}
