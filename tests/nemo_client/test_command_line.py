"""`python -m nemo_client` as a script meets it: output, error stream and exit code."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Protocol

    from tests.nemo_client.conftest import Answer, Double, End

    class Run(Protocol):
        async def __call__(self, *args: str, token: str = ..., url: str = ...) -> Ended: ...


TOKEN = "nmv_usr_very_secret"
WHOLE = b'data: {"content":{"parts":[{"text":"Done."}]}}\n\n'
CALL = b'data: {"content":{"parts":[{"functionCall":{"name":"edit_multitrack"}}]}}\n\n'


SID = "5529798706024415232"
STATE = f"/api/state/nemo_agent/me/{SID}/latest"
RENDER = "/api/render/proxy/lambda"


@dataclass(frozen=True, kw_only=True)
class Ended:
    code: int | None
    out: str
    err: str


@pytest.fixture
def run(double: Double, tmp_path: Path) -> Run:
    skill = tmp_path / "SKILL.md"
    skill.write_text("---\nname: test-skill\nversion: 1.0\n---\n", encoding="utf-8")

    async def run(*args: str, token: str = TOKEN, url: str = "") -> Ended:
        keep = {k: v for k, v in os.environ.items() if not k.startswith(("NEMO_", "SKILL_"))}  # noqa: TID251  (the child's world)
        child = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "nemo_client",
            "--skill",
            str(skill),
            *args,
            env={**keep, "NEMO_API_URL": url or double.url, "NEMO_TOKEN": token},
            cwd=tmp_path,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await child.communicate()
        assert TOKEN.encode() not in out + err
        assert b"Traceback" not in err
        return Ended(code=child.returncode, out=out.decode(), err=err.decode())

    return run


def _turn(**changes: object) -> dict[str, object]:
    plain: dict[str, object] = {
        "text": "",
        "tools": [],
        "silent": False,
        "error": None,
        "uncertain": False,
    }
    return plain | changes


@pytest.mark.parametrize(
    ("chunks", "end", "code", "turn"),
    [
        ([CALL, WHOLE], "clean", 0, _turn(text="Done.", tools=["edit_multitrack"])),
        ([CALL], "clean", 0, _turn(silent=True, tools=["edit_multitrack"])),
        ([], "clean", 0, _turn(silent=True)),
        ([b'data: {"error": "boom"}\n\n'], "clean", 1, _turn(error="boom")),
        ([WHOLE], "cut", 3, _turn(text="Done.", uncertain=True)),
        ([WHOLE[:40]], "cut", 3, _turn(uncertain=True)),
        ([WHOLE], "reset", 3, None),
    ],
)
async def test_say_prints_one_json_object(
    chunks: list[bytes],
    end: End,
    code: int,
    turn: dict[str, object] | None,
    run: Run,
    double: Double,
    as_events: Callable[..., Answer],
) -> None:
    double.will("/run_sse", as_events(*chunks, end=end))
    ended = await run("say", "--session", SID, "--json", "hello")
    assert ended.code == code
    printed = json.loads(ended.out)
    # A reset may overtake the text before it.
    assert printed == turn or (end == "reset" and printed["uncertain"] is True)
    assert [call.path for call in double.calls] == ["/run_sse"]


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (200, {"code": 2001, "message": "used up"}, "nemo: 2001: used up"),
        (404, {"detail": "Session not found: 55"}, "nemo: 404: Session not found: 55"),
        (503, {"detail": "busy"}, "nemo: 503: busy"),
    ],
)
async def test_say_tells_a_refusal_in_the_same_form(
    status: int,
    body: object,
    error: str,
    run: Run,
    double: Double,
    as_json: Callable[..., Answer],
) -> None:
    double.will("/run_sse", as_json(body, status))
    ended = await run("say", "--session", SID, "--json", "hello")
    assert ended.code == 1
    assert json.loads(ended.out) == _turn(error=error)


async def test_a_refusal_in_the_stream_takes_nothing_away(
    run: Run, double: Double, as_events: Callable[..., Answer]
) -> None:
    refused = b'data: {"code": 2001, "message": "used up"}\n\n'
    double.will("/run_sse", as_events(CALL, WHOLE, refused))
    ended = await run("say", "--session", SID, "--json", "hello")
    assert ended.code == 1
    assert json.loads(ended.out) == _turn(
        text="Done.", tools=["edit_multitrack"], error="nemo: 2001: used up"
    )


async def test_say_waits_as_long_as_it_is_told_to(
    run: Run, double: Double, as_events: Callable[..., Answer]
) -> None:
    double.will("/run_sse", as_events(WHOLE, end="stall"))
    ended = await run("say", "--session", SID, "--json", "--timeout", "0.5", "hello")
    assert (ended.code, json.loads(ended.out)) == (3, _turn(text="Done.", uncertain=True))


async def test_say_tells_that_nobody_is_there(run: Run) -> None:
    ended = await run("say", "--session", SID, "--json", "hi", url="http://127.0.0.1:9")
    assert ended.code == 1
    assert "ConnectError" in json.loads(ended.out)["error"]


@pytest.mark.parametrize(
    ("chunks", "end", "shown"),
    [
        ([CALL, WHOLE], "clean", "Done.\n[tools: edit_multitrack]\n"),
        ([], "clean", "[done without a word: look at the state]\n"),
        ([b'data: {"error": "boom"}\n\n'], "clean", "[error: boom]\n"),
        ([WHOLE], "cut", "Done.\n[the answer was cut: look at the state, do not send it again]\n"),
    ],
)
async def test_say_prints_words_for_people(
    chunks: list[bytes],
    end: End,
    shown: str,
    run: Run,
    double: Double,
    as_events: Callable[..., Answer],
) -> None:
    double.will("/run_sse", as_events(*chunks, end=end))
    assert (await run("say", "--session", SID, "hello")).out == shown


async def test_a_token_is_printed_alone(
    run: Run, double: Double, as_json: Callable[..., Answer]
) -> None:
    data = {"token": "nmv_usr_new", "credits": 100}
    double.will("/api/auth/anonymous-token", as_json({"code": 0, "data": data}))
    ended = await run("token", "--client-id", "me", token="")
    assert (ended.code, ended.out) == (0, "nmv_usr_new\n")
    assert double.calls[0].headers["x-client-id"] == "me"
    assert double.calls[0].headers["x-skill-source"] == "test-skill"


async def test_a_session_is_printed_alone(
    run: Run, double: Double, as_json: Callable[..., Answer]
) -> None:
    data = {"session_id": SID, "task_id": "t1"}
    double.will("/api/tasks/me/with-session/nemo_agent", as_json({"code": 0, "data": data}))
    assert (await run("session", "--language", "zh")).out == f"{SID}\n"


async def test_credits_in_one_line(
    run: Run, double: Double, as_json: Callable[..., Answer]
) -> None:
    data = {"available": 25000, "frozen": 40, "total": 25040}
    double.will("/api/credits/balance/simple", as_json({"code": 0, "data": data}))
    assert (await run("credits")).out == "available 25000, frozen 40, total 25040\n"


async def test_a_state_is_printed_as_json(
    run: Run, double: Double, as_json: Callable[..., Answer]
) -> None:
    draft = {"t": [{"sg": [{"d": 5}]}]}
    double.will(STATE, as_json({"code": 0, "data": {"session_id": SID, "state": {"draft": draft}}}))
    ended = await run("state", "--session", SID)
    assert json.loads(ended.out) == {"ready": True, "session_id": SID, "draft": draft}


async def test_files_and_addresses_are_uploaded(
    run: Run, double: Double, as_json: Callable[..., Answer], tmp_path: Path
) -> None:
    (tmp_path / "cat.jpg").write_bytes(b"x")
    path = f"/api/upload-video/nemo_agent/me/{SID}"
    file = {"filename": "cat.jpg", "file_type": "image", "cdn_url": "https://x/1"}
    double.will(path, *[as_json({"code": 0, "data": {"files": [file]}})] * 2)
    ended = await run("upload", "--session", SID, "cat.jpg", "https://y/dog.png")
    assert (ended.code, ended.out) == (0, "image cat.jpg https://x/1\n" * 2)
    assert double.calls[1].json == {"urls": ["https://y/dog.png"], "source_type": "url"}


async def test_a_missing_file_is_named(run: Run) -> None:
    ended = await run("upload", "--session", SID, "none.jpg")
    assert ended.code == 1
    assert "none.jpg" in ended.err


async def test_an_export_ends_in_a_file(
    run: Run,
    double: Double,
    as_json: Callable[..., Answer],
    answer: type[Answer],
    tmp_path: Path,
) -> None:
    state = {"code": 0, "data": {"state": {"draft": {"t": [{"sg": [{"d": 5}]}]}}}}
    double.will(STATE, as_json(state))
    double.will(RENDER, as_json({"success": True, "data": {"status": "pending"}}))
    double.anything(as_json({"success": True, "data": {"status": "completed"}}))
    double.anything(answer(chunks=[b"\0\0\0\x18ftypmp42"]))
    ended = await run("export", "--session", SID, "--out", "clip.mp4")
    assert (ended.code, ended.out) == (0, "clip.mp4\n")
    assert (tmp_path / "clip.mp4").read_bytes() == b"\0\0\0\x18ftypmp42"
    _, submit, poll, download = double.calls
    render_id = json.loads(submit.body)["id"]
    assert poll.path == f"{RENDER}/{render_id}"
    assert download.path == f"/api/render/proxy/{render_id}/download"


async def test_a_failed_render_is_an_error_with_its_reason(
    run: Run, double: Double, as_json: Callable[..., Answer]
) -> None:
    double.will(STATE, as_json({"code": 0, "data": {"state": {"draft": {"t": [{"sg": [1]}]}}}}))
    double.will(RENDER, as_json({"success": True, "data": {"status": "pending"}}))
    double.anything(as_json({"data": {"status": "failed", "error": "no source"}}))
    ended = await run("export", "--session", SID)
    assert ended.code == 1
    assert "no source" in ended.out


async def test_an_empty_timeline_is_not_exported(
    run: Run, double: Double, as_json: Callable[..., Answer]
) -> None:
    double.will(STATE, as_json({"code": 0, "data": {"state": {"draft": {}}}}))
    ended = await run("export", "--session", SID)
    assert ended.code == 1
    assert "nothing" in ended.out


async def test_a_lost_export_is_uncertain(
    run: Run, double: Double, as_json: Callable[..., Answer], answer: type[Answer]
) -> None:
    double.will(STATE, as_json({"code": 0, "data": {"state": {"draft": {"t": [{"sg": [1]}]}}}}))
    double.will(RENDER, answer(silent=True, end="cut"))
    ended = await run("export", "--session", SID)
    assert ended.code == 3
    assert "RemoteProtocolError" in ended.err


async def test_cancel_names_the_render(
    run: Run, double: Double, as_json: Callable[..., Answer]
) -> None:
    double.will(f"{RENDER}/render_1/cancel", as_json({"success": True}))
    assert "render_1" in (await run("cancel", "render_1")).out


@pytest.mark.parametrize(
    ("args", "token", "url", "named"),
    [
        (["credits"], "", "", "NEMO_TOKEN"),
        (["credits"], "nmv usr", "", "token"),
        (["credits"], TOKEN, "x.example", "address"),
        (["say", "--json", "hi"], TOKEN, "", "--session"),
        (["say", "--session", SID], TOKEN, "", "TEXT"),
        (["dance"], TOKEN, "", "dance"),
        ([], TOKEN, "", "COMMAND"),
        (["token", "--client-id", "x" * 65], "", "", "client id"),
    ],
)
async def test_wrong_usage_is_code_two_and_names_what_is_wrong(
    args: list[str], token: str, url: str, named: str, run: Run
) -> None:
    ended = await run(*args, token=token, url=url)
    assert (ended.code, ended.out) == (2, "")
    assert named in ended.err


async def test_help_needs_no_settings(run: Run) -> None:
    ended = await run("--help", token="")
    assert ended.code == 0
    for command in ("token", "session", "credits", "state", "say", "upload", "export", "cancel"):
        assert command in ended.out
